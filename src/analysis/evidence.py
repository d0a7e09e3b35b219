"""The sentences that a row of a table counts, with the words marked: of terms, actors, pairs, names, periods ...

Each function returns a table for each row asked for, with columns text, marks (start and end of the words, in the
text), title, source, published, article_id, part, sentence, start (of the sentence in its part); in order of
publication and reading, at most LIMIT rows. `attrs["total"]` says how many sentences there are.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import itemgetter

import numpy as np
import pandas as pd

from analysis.base.frames import PARTS, SENTENCE, SPAN, conform, frame
from analysis.base.periods import period_of
from analysis.corpus.corpus import Corpus
from analysis.corpus.rows import rows_of
from analysis.corpus.units import UNITS, WINDOW, check, with_unit
from analysis.stories.comparable import comparable
from analysis.topics.concordance import places_of
from analysis.topics.fragments import content

# fmt: off
__all__ = [
    "of_actors", "of_articles", "of_names", "of_pair", "of_pairs", "of_periods", "of_phrases", "of_quotations",
    "of_relations", "of_spans", "of_speakers", "of_terms", "of_theme_pairs", "of_topics", "sentences_of",
]
# fmt: on

LIMIT = 500
SAID = [*SPAN, "cue_start", "cue_end", "speaker_surface"]
_PLACES = {part: place for place, part in enumerate(PARTS)}
COLUMNS = ["text", "marks", "title", "source", "published", *SENTENCE, "start"]


def of_spans(corpus: Corpus, spans: Sequence[pd.DataFrame], *, limit: int = LIMIT) -> list[pd.DataFrame]:
    """Return the sentences of spans (article_id, part, sentence, start, end), a table for each table of spans."""
    if not spans:
        return []
    known = ["article_id", "title", "source", "published", "file", "ordinal"]
    about = corpus.columns("articles", known)
    about = about.sort_values(["published", "file", "ordinal"], kind="stable", ignore_index=True)
    rank = pd.Index(about["article_id"])
    drawn = [_first(each, rank, limit) for each in spans]
    table = pd.concat([rows.assign(row=number) for number, (rows, _) in enumerate(drawn)], ignore_index=True)
    sentences = _held(corpus, table["article_id"]).drop(columns="end").rename(columns={"start": "from"})
    table = table.merge(sentences, on=SENTENCE, how="left")
    pairs = zip(table["start"] - table["from"], table["end"] - table["from"], strict=True)
    table["marks"] = pd.Series([(int(start), int(end)) for start, end in pairs], dtype="object")
    found = table.groupby(["row", "rank", "place", "sentence"], sort=False)
    first = {name: (name, "first") for name in ("article_id", "part", "from", "text")}
    found = found.agg(marks=("marks", list), **first)
    found = found.reset_index().rename(columns={"from": "start"})
    found = found.merge(about[["article_id", "title", "source", "published"]], how="left")
    result = []
    for number in range(len(spans)):
        rows = found.loc[found["row"] == number, COLUMNS].reset_index(drop=True)
        rows.attrs["total"] = drawn[number][1]
        result.append(rows)
    return result


def _first(spans: pd.DataFrame, rank: pd.Index, limit: int) -> tuple[pd.DataFrame, int]:
    """Return spans in the first sentences that hold some, in their order, and how many such sentences there are.

    `rank` are the articles in their order. Columns: those of spans, rank, place.
    """
    at = rank.get_indexer(spans["article_id"].astype("str"))
    place = spans["part"].astype("str").map(_PLACES).to_numpy(np.int64)
    sentence = ((at * len(PARTS) + place) << 32) + spans["sentence"].to_numpy(np.int64)
    told = np.unique(sentence[at >= 0])
    kept = (at >= 0) & (sentence <= told[:limit].max(initial=-1))
    rows = spans.loc[kept, SPAN].assign(rank=at[kept], place=place[kept])
    rows = rows.astype({"article_id": "str", "part": "str"})
    return rows.iloc[np.lexsort((rows["start"], sentence[kept]))], len(told)


def _held(corpus: Corpus, articles: pd.Series) -> pd.DataFrame:
    """Return the sentences of some articles: SENTENCE, start, end, text."""
    return rows_of(corpus, "sentences", [*SENTENCE, "start", "end", "text"], set(articles.astype("str")))


def of_actors(corpus: Corpus, actors: Iterable[str]) -> list[pd.DataFrame]:
    """Return the sentences that name each actor."""
    actors = list(actors)
    mentions = _mentions(corpus, actors)
    groups = dict(list(mentions.groupby("actor")))
    return of_spans(corpus, [groups.get(actor, mentions.head(0)) for actor in actors])


def _mentions(corpus: Corpus, actors: Iterable[str], methods: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the counted mentions of some actors; of no slice all are held."""
    actors, found = list(actors), []
    for each in corpus.slices():
        mentions = each.counted_mentions(methods)
        found.append(mentions[mentions["actor"].isin(actors)])
    return pd.concat(found, ignore_index=True)


def of_pairs(
    corpus: Corpus, pairs: pd.DataFrame, *, unit: str = "sentence", window: int = WINDOW
) -> list[pd.DataFrame]:
    """Return the sentences behind each pair (columns source and target): those that name both.

    Of another `unit` than sentence, those of the units that hold both which name either.
    """
    mentions = _mentions(corpus, {*pairs["source"], *pairs["target"]})
    told = _told(corpus, mentions, _pairs(pairs), unit, window, 10 * LIMIT)
    sentences = {pair: rows[SENTENCE] for pair, rows in told.groupby(["source", "target"], sort=False)}
    of = dict(list(mentions.groupby("actor")))
    spans = []
    for pair in zip(pairs["source"], pairs["target"], strict=True):
        either = pd.concat([of.get(actor, mentions.head(0)) for actor in pair])
        spans.append(either.merge(sentences.get(pair, mentions[SENTENCE].head(0)), on=SENTENCE))
    return of_spans(corpus, spans)


def of_relations(corpus: Corpus, pairs: pd.DataFrame, *, relations: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the sentences of the relations between each pair (columns source and target), their cues marked.

    A further column, status, says as what each tells them (told, claimed, denied, demanded, possible).
    """
    first = relations[["source", "target"]].min(axis=1)
    second = relations[["source", "target"]].max(axis=1)
    ends = pairs[["source", "target"]].apply(sorted, axis=1)
    acts = [relations[(first == one) & (second == other)] for one, other in ends]
    return [_with_status(rows, told) for rows, told in zip(of_spans(corpus, acts), acts, strict=True)]


def _with_status(rows: pd.DataFrame, relations: pd.DataFrame) -> pd.DataFrame:
    told = relations.astype({"article_id": "str", "part": "str"}).groupby(SENTENCE)["status"].unique().map(list)
    status = [told[key] for key in zip(*(rows[each].tolist() for each in SENTENCE), strict=True)]
    return rows.assign(status=pd.Series(status, index=rows.index, dtype="object"))


def of_speakers(corpus: Corpus, speakers: Iterable[str], *, quotations: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the sentences in which each speaker is quoted: cue, speaker and what is said are marked."""
    speakers = list(speakers)
    codes, names = pd.factorize(quotations["speaker"])
    order = np.argsort(codes, kind="stable")
    places = np.split(order, np.searchsorted(codes[order], range(1, len(names)))) if len(names) else []
    of: dict[str, list[np.ndarray]] = {speaker: [] for speaker in speakers}
    for name, rows in zip(names, places, strict=True):
        for each in set(name.split(" + ")) & of.keys():
            of[each].append(rows)
    told = [np.sort(np.concatenate([*of[each], order[:0]])) for each in speakers]
    return _said(corpus, [quotations[SAID].iloc[rows] for rows in told])


def of_quotations(corpus: Corpus, quotations: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the sentence of each quotation, with cue, speaker and what is said marked."""
    return _said(corpus, [quotations[SAID].iloc[[at]] for at in range(len(quotations))])


def _said(corpus: Corpus, groups: list[pd.DataFrame]) -> list[pd.DataFrame]:
    """Return the sentences of quotations, a table a group of them, with cue, speaker and what is said marked."""
    return [_marked(each, rows) for each, rows in zip(of_spans(corpus, groups), groups, strict=True)]


def _marked(sentences: pd.DataFrame, quotations: pd.DataFrame) -> pd.DataFrame:
    quotations = quotations[quotations["article_id"].isin(sentences["article_id"])]
    told: dict[tuple, list[tuple]] = defaultdict(list)
    for row in zip(*(quotations[column].tolist() for column in SAID), strict=True):
        told[row[:3]].append(row[3:])
    columns = zip(*(sentences[column].tolist() for column in (*SENTENCE, "start", "text")), strict=True)
    marks = [_marks(text, begun, told[tuple(key)]) for *key, begun, text in columns]
    return sentences.assign(marks=pd.Series(marks, index=sentences.index, dtype="object"))


def _marks(text: str, begun: int, quotations: list[tuple]) -> list[tuple[int, int]]:
    """Return where words, cue and speaker of quotations stand in a sentence that begins at a place of its part."""
    marks = []
    for start, end, cue_start, cue_end, surface in quotations:
        at = text.find(surface) if surface else len(text)
        said, cue = (start - begun, min(end - begun, len(text))), (cue_start - begun, cue_end - begun)
        places = (said, cue, (at, at + len(surface)))
        marks += [(first, last) for first, last in places if 0 <= first < last <= len(text)]
    return sorted(marks, key=itemgetter(0))


def of_differences(corpus: Corpus, rows: pd.DataFrame, *, told: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the sentences with the figures that a table of `stories.differences` sets side by side, a row each.

    `told` is the table of `stories.members`.
    """
    shown = told[told["story"].isin(rows["story"])]
    counts = comparable(corpus, told=shown)
    pairs = zip(rows["story"], rows["kind"], strict=True)
    return of_spans(corpus, [counts[(counts["story"] == one) & (counts["kind"] == kind)] for one, kind in pairs])


def of_names(corpus: Corpus, candidates: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the sentences that hold each name of a table of find_candidates, in any of its variants."""
    return of_spans(corpus, [pd.DataFrame(places, columns=SPAN) for places in candidates["places"]])


def of_phrases(corpus: Corpus, phrases: Iterable[str]) -> list[pd.DataFrame]:
    """Return the sentences that hold each phrase by the lemmas of its words (see `topics.concordance`)."""
    return of_spans(corpus, places_of(corpus, phrases, "lemma"))


def of_terms(corpus: Corpus, terms: Iterable[str], *, by: str = "lemma") -> list[pd.DataFrame]:
    """Return the sentences that hold each term: a lemma or form (`by`) of the tokens of a corpus, see topics.merge."""
    terms = list(terms)
    tokens = _telling(corpus, by, terms)
    tokens = tokens[content(tokens.astype({"form": "category", "lemma": "category"}))]
    groups = dict(list(tokens.groupby(by)))
    return of_spans(corpus, [groups.get(term, tokens.head(0)) for term in terms])


def _telling(corpus: Corpus, by: str, words: Iterable[str], ids: Iterable[str] | None = None) -> pd.DataFrame:
    """Return the tokens of some lemmas or forms: SPAN, form, lemma, stop; of the articles of some `ids` alone."""
    where = {by: set(words)} | ({} if ids is None else {"article_id": set(ids)})
    read, text = [*SPAN, "form", "lemma", "stop"], dict.fromkeys(("article_id", "part", "form", "lemma"), "str")
    found = [frame("tokens")[read], *(each.columns("tokens", read, where) for each in corpus.slices())]
    return pd.concat([each.astype(text) for each in found], ignore_index=True)


def of_topics(corpus: Corpus, topics: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the sentences that hold the words of each topic of a model (topics.models), in its leading articles."""
    words, ids = ({each for row in topics[name] for each in row} for name in ("words", "top_articles"))
    tokens = _telling(corpus, "lemma", words, ids)
    pairs = zip(topics["words"], topics["top_articles"], strict=True)
    return of_spans(
        corpus, [tokens[tokens["lemma"].isin(words) & tokens["article_id"].isin(ids)] for words, ids in pairs]
    )


def of_articles(corpus: Corpus, groups: Iterable[Iterable[str]]) -> list[pd.DataFrame]:
    """Return the first sentence of each article, for each group of article_ids."""
    groups, found = [set(ids) for ids in groups], []
    for each in corpus.slices():
        first = each.columns("sentences", [*SENTENCE, "start"]).drop_duplicates("article_id")
        found.append(conform("sentences", first, first.columns))
    table = pd.concat(found, ignore_index=True).assign(end=lambda rows: rows["start"])
    return of_spans(corpus, [table[table["article_id"].isin(ids)] for ids in groups])


def of_periods(corpus: Corpus, rows: pd.DataFrame, *, spans: pd.DataFrame, by: str, grain: str) -> list[pd.DataFrame]:
    """Return the sentences of spans (SPAN and the column `by`) for each row of a trend (columns period and `by`)."""
    days = corpus.columns("articles", ["article_id", "published"]).set_index("article_id")["published"]
    period = period_of(spans["article_id"].map(days), grain)
    pairs = zip(rows["period"], rows[by], strict=True)
    return of_spans(corpus, [spans[(period == day) & (spans[by] == value)] for day, value in pairs])


def of_theme_pairs(corpus: Corpus, pairs: pd.DataFrame, *, matches: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the sentences that tell either theme of each pair, in the articles that tell both.

    `matches` are those of topics.theme_matches.
    """
    groups = dict(list(matches.groupby("theme")))
    spans = []
    for one, other in zip(pairs["source"], pairs["target"], strict=True):
        both = set(groups[one]["article_id"]) & set(groups[other]["article_id"])
        either = pd.concat([groups[one], groups[other]])
        spans.append(either[either["article_id"].isin(both)])
    return of_spans(corpus, spans)


EVIDENCE = {
    "source": "str",
    "target": "object",
    "article_id": "str",
    "part": "str",
    "sentence": "int64",
    "text": "str",
    "title": "object",
    "published": "datetime64[s]",
}
Pair = tuple[str, str | None]


def of_pair(
    corpus: Corpus,
    source: str,
    target: str | None = None,
    *,
    unit: str = "sentence",
    methods: tuple[str, ...] = (),
    window: int = WINDOW,
) -> pd.DataFrame:
    """Return the sentences that name an actor, or two actors together.

    Columns: article_id, part, sentence, text, title, published, in order of publication and reading. For another
    `unit` than sentence, two actors are together where one unit names both; the sentences are those of these units
    that name either. For many actors or pairs, see `sentences_of`. Raises ValueError as `cooccurrence`.

    >>> import analysis
    >>> list(of_pair(analysis.read(), "pakistan", "afghanistan").columns)
    ['article_id', 'part', 'sentence', 'text', 'title', 'published']
    """
    found = sentences_of(corpus, [(source, target)], unit=unit, methods=methods, window=window)
    return found.drop(columns=["source", "target"])


def sentences_of(
    corpus: Corpus,
    pairs: pd.DataFrame | Iterable[Pair],
    *,
    unit: str = "sentence",
    methods: tuple[str, ...] = (),
    window: int = WINDOW,
    limit: int | None = None,
) -> pd.DataFrame:
    """Return the sentences of many pairs, or actors, in one pass.

    Columns: source, target, and those of `evidence`; the pairs in the order given, their sentences in order of
    publication and reading. `pairs` is a table with source and target, or pairs of ids; a target of None (or a missing
    one) asks for all sentences that name the source. `limit` keeps the first sentences of each pair. `unit`,
    `methods` and `window` are those that the network was made with.

    >>> import analysis
    >>> found = sentences_of(analysis.read(), [("pakistan", "afghanistan"), ("pakistan", None)], limit=2)
    >>> found.groupby("source").size().to_dict()
    {'pakistan': 4}
    """
    wanted = _pairs(pairs)
    mentions = _mentions(corpus, {actor for pair in wanted for actor in pair if actor is not None}, methods)
    table = _told(corpus, mentions, wanted, unit, window, limit)
    table = table.merge(_held(corpus, table["article_id"])[[*SENTENCE, "text"]], on=SENTENCE, how="left")
    return table.astype(EVIDENCE)[list(EVIDENCE)]


def _told(
    corpus: Corpus, mentions: pd.DataFrame, wanted: list[Pair], unit: str, window: int, limit: int | None
) -> pd.DataFrame:
    """Return `sentences_of` without their text; `mentions` are those of the actors of all pairs."""
    check(unit, window)
    mentions = with_unit(corpus, mentions, unit, window).reset_index(drop=True)
    number = mentions.groupby(UNITS[unit], sort=False).ngroup().to_numpy()
    sentences, row = _sentences(corpus, mentions)
    at = {actor: places.to_numpy() for actor, places in mentions.groupby("actor").groups.items()}
    nowhere = np.zeros(0, dtype=np.int64)
    found: list[np.ndarray] = []
    for source, target in wanted:
        places = at.get(source, nowhere)
        if target is not None:
            others = at.get(target, nowhere)
            shared = np.intersect1d(number[places], number[others])
            places = np.concatenate([places, others])
            places = places[np.isin(number[places], shared)]
        found.append(np.unique(row[places])[:limit])
    table = sentences.iloc[np.concatenate([nowhere, *found])].reset_index(drop=True)
    which = np.repeat(np.arange(len(wanted)), [len(rows) for rows in found])
    for place, end in enumerate(("source", "target")):
        values = np.array([pair[place] for pair in wanted], dtype=object)
        table.insert(place, end, values[which])
    return table


def _pairs(pairs: pd.DataFrame | Iterable[Pair]) -> list[Pair]:
    if isinstance(pairs, pd.DataFrame):
        pairs = zip(pairs["source"], pairs["target"], strict=True)
    return [(source, None if pd.isna(target) else target) for source, target in pairs]


def _sentences(corpus: Corpus, mentions: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the sentences that hold mentions, in order of publication and reading, and the row of each mention."""
    about = corpus.columns("articles", ["article_id", "title", "published", "file"])
    table = mentions[SENTENCE].drop_duplicates().merge(about, how="left")
    table["place"] = table["part"].map({part: place for place, part in enumerate(PARTS)})
    table = table.sort_values(["published", "file", "article_id", "place", "sentence"], ignore_index=True)
    row = pd.MultiIndex.from_frame(table[SENTENCE]).get_indexer(pd.MultiIndex.from_frame(mentions[SENTENCE]))
    return table.drop(columns=["file", "place"]), row
