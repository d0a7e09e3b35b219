"""Dated events: every date that is told, with its sentence; the same event told by several articles as one."""

from collections import Counter, defaultdict
from collections.abc import Collection
from itertools import count, pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.base.frames import PARTS, SENTENCE, SPAN
from analysis.corpus.corpus import Corpus
from analysis.lemmas.general import shares
from analysis.stories.members import members
from analysis.topics.dictionary import Dictionary, load_dictionary
from analysis.topics.phrases import codes
from analysis.topics.themes import theme_matches

TOKENS = [*SENTENCE, "start", "form", "lemma", "stop"]
FIRST = ["earliest", "latest", "grain", "type", "surface", "text", "actors", "themes"]
EVENTS = [*FIRST, *SPAN, "title", "source", "published", "event", "told_by", "independent"]
GROUPED = {
    "event": "int64",
    "earliest": "datetime64[s]",
    "latest": "datetime64[s]",
    "grain": "str",
    "label": "str",
    "actors": "object",
    "themes": "object",
    "articles": "int64",
    "independent": "int64",
    "mentions": "int64",
    "sources": "object",
    "first_published": "datetime64[s]",
    "article_id": "str",
}
LABEL = 90  # characters of a label, about what a line of a figure holds


def events(
    corpus: Corpus,
    *,
    actor: str | None = None,
    theme: str | None = None,
    dictionary: Dictionary | str | Path | None = None,
    clusters: pd.Series | None = None,
) -> pd.DataFrame:
    """Return the dated events that the articles tell: a row a date whose `use` is `told`, the earliest first.

    Columns: earliest, latest (inclusive; empty where the date could not be resolved), grain, type, surface, text
    (the sentence), actors, themes (ids of those in that sentence), article_id, part, sentence, start, end, title,
    source, published, event (the number of the event: what one story tells of one day, and dates of one interval in
    sentences alike; empty where the date could not be resolved), told_by (articles that tell it, copies not counted),
    independent (texts that tell it: `clusters` gives that of each article, as `stories.texts` does; else told_by).

    `actor` and `theme` keep the sentences that name them; `dictionary` holds the themes (see
    topics.load_dictionary). `actor` is an id or a name. Raises InputError for an unknown theme or actor.

    >>> import analysis
    >>> table = events(analysis.read(), actor="russia")
    >>> table["earliest"].dropna().is_monotonic_increasing, all("russia" in each for each in table["actors"])
    (True, True)
    """
    known = load_dictionary(dictionary)
    if theme is not None:
        known.theme(theme)
    if actor is not None:
        actor = corpus.registry.id_of(actor)
    told = [_told_in(each) for each in corpus.slices()]
    table = pd.concat([rows.drop(columns="text") for rows in told], ignore_index=True)
    sentences = pd.concat([rows["text"] for rows in told], ignore_index=True)  # which is much, and not sorted twice
    about = corpus.columns("articles", ["article_id", "title", "source", "published", "duplicate_of"])
    about = about.set_index("article_id")
    for column in ("published", "duplicate_of"):
        table[column] = about[column].reindex(table["article_id"]).to_numpy()
    table["themes"] = _in_sentence(table, theme_matches(corpus, known), "theme")
    table = table.rename_axis("told").reset_index()
    table = table.sort_values(["published", "article_id", "part", "start"], ignore_index=True)
    table["event"] = event_numbers(corpus, table)
    table = table.sort_values(["earliest", "latest", "article_id", "part", "start"], ignore_index=True)
    # Numbered in the order of the table.
    table["event"] = pd.Series(pd.factorize(table["event"].where(table["event"] >= 0))[0], dtype="Int64")
    table["event"] = table["event"].where(table["event"] >= 0)
    original = table["duplicate_of"].where(table["duplicate_of"].notna(), table["article_id"])
    table["told_by"] = original.groupby(table["event"]).transform("nunique").astype("Int64")
    text = original if clusters is None else original.map(clusters).fillna(original)
    table["independent"] = text.groupby(table["event"]).transform("nunique").astype("Int64")
    for column, wanted in (("actors", actor), ("themes", theme)):
        if wanted is not None:
            table = table[[wanted in each for each in table[column]]]
    table["text"] = sentences.take(table["told"]).array
    for column in ("title", "source"):
        table[column] = pd.Series(about[column].reindex(table["article_id"]).to_numpy(), table.index, "object")
    return table[EVENTS].reset_index(drop=True)


def _told_in(corpus: Corpus) -> pd.DataFrame:
    """Return the dates of a slice that are told, each with its sentence (text) and the actors named there."""
    table = corpus.dates[corpus.dates["use"] == "told"].merge(corpus.sentences[[*SENTENCE, "text"]], how="left")
    return table.assign(actors=_in_sentence(table, corpus.counted_mentions(), "actor"))


def grouped_events(events: pd.DataFrame, *, min_articles: int = 1) -> pd.DataFrame:
    """Return the events of a table of `events`, each once, in order of time.

    Columns: event (its number), earliest, latest, grain, label (a sentence that tells it, cut to about a line),
    actors, themes (ids named in any of its sentences, the most named first), articles (that tell it, copies not
    counted), independent (texts that tell it, see `events`), mentions, sources (their names), first_published,
    article_id (the first to tell it). Dates that could not be resolved are left out. `min_articles` keeps the
    events told by as many articles or more.

    >>> import analysis
    >>> table = grouped_events(events(analysis.read()))
    >>> (table["articles"] <= table["mentions"]).all().item(), table["earliest"].is_monotonic_increasing
    (True, True)
    """
    told = events[events["told_by"].fillna(0) >= min_articles]
    groups = told.groupby("event")
    table = groups[["earliest", "latest", "grain"]].first()
    table["articles"], table["mentions"] = groups["told_by"].first(), groups.size()
    table["independent"] = told.get("independent", told["told_by"]).groupby(told["event"]).first()
    table["first_published"] = groups["published"].min()
    table["article_id"] = told.sort_values(["published", "article_id"]).groupby("event")["article_id"].first()
    # A headline says it best; failing that, the sentence that needs the least cutting and is not all too short.
    off = (told["text"].str.len() - LABEL).abs().where(told["part"] != "title", 0)
    telling = told.assign(off=off).sort_values(["off", "published", "article_id", "start"])
    best = telling.groupby("event")[["text", "surface"]].first()
    table["label"] = [_label(text, surface) for text, surface in zip(best["text"], best["surface"], strict=True)]
    for column in ("actors", "themes"):
        table[column] = _ranked(told["event"], told[column]).reindex(table.index)
    table["sources"] = _ranked(told["event"], [[each] if isinstance(each, str) else [] for each in told["source"]])
    return table.reset_index().astype(GROUPED)[list(GROUPED)]


def _in_sentence(table: pd.DataFrame, found: pd.DataFrame, column: str) -> pd.Series:
    """Return for each row the ids (column of `found`) named in its sentence, in alphabetical order."""
    named = found[[*SENTENCE, column]].merge(table[SENTENCE].drop_duplicates()).drop_duplicates()
    ids: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for *place, id in zip(*(named[key].tolist() for key in (*SENTENCE, column)), strict=True):
        ids[tuple(place)].append(id)
    places = zip(*(table[key].tolist() for key in SENTENCE), strict=True)
    return pd.Series([sorted(ids.get(place, [])) for place in places], index=table.index, dtype="object")


def _ranked(events: pd.Series, lists: "pd.Series | list[list[str]]") -> pd.Series:
    """Return for each event the ids of its lists, the most frequent first."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for event, ids in zip(events, lists, strict=True):
        counts[event].update(ids)
    ranked = [[id for id, _ in sorted(each.items(), key=lambda item: (-item[1], item[0]))] for each in counts.values()]
    return pd.Series(ranked, index=pd.Index(list(counts), dtype="int64"), dtype="object")


def _label(text: str, surface: str) -> str:
    """Return a sentence cut at words to about LABEL characters around its date.

    >>> _label("وقع الهجوم في يوليو 2022 قرب المدينة", "يوليو 2022")
    'وقع الهجوم في يوليو 2022 قرب المدينة'
    """
    text = " ".join(text.split())
    if len(text) <= LABEL:
        return text
    at = max(text.find(" ".join(surface.split())), 0)
    first = min(max(at - LABEL // 2, 0), len(text) - LABEL)
    last = first + LABEL
    first = text.find(" ", first) + 1 if first else 0
    last = text.rfind(" ", first, last) if last < len(text) else last
    return ("… " if first else "") + text[first:last].strip() + (" …" if last < len(text) else "")


# Cosines from which two sentences tell one event, where they name a common actor and where they do not; chosen by
# reading pairs of real news. The longer the interval, the less it says by itself: a year is shared by half the news.
ALIKE = {True: 0.30, False: 0.42}
ALIKE_LONG = {True: 0.50, False: 0.60}
SHORT = ("day", "week")
GENERAL, LENGTH = 1000, 20  # sentences, and the words of one
BLOCK = 1000  # rows of a matrix of similarities held at once


def event_numbers(corpus: Corpus, dates: pd.DataFrame) -> np.ndarray:
    """Return the number of the event that each date tells, -1 where it is not resolved.

    `dates` have article_id, part, sentence, earliest, latest, grain and actors (lists), in the order in which earlier
    rows are preferred. An event is a story placed in time: what the articles of one story (`stories.members`) tell of
    one day or week is one event. A longer interval holds many, and other stories recall the same day: there, two dates
    tell one event where they are one interval and one grain, and their sentences are alike: the cosine of their content
    words and numbers, weighted by rarity (tf-idf; Salton and Buckley 1988), the words of the dates left out. Groups are
    stars (Aslam, Pelekhov and Rus 2004): one with all that are like *it*, the one with the most neighbours first, so
    that no chain of likeness links different events.
    """
    numbers = np.full(len(dates), -1, dtype=np.int64)
    known = np.flatnonzero(dates["earliest"].notna() & dates["latest"].notna())
    if not len(known):
        return numbers
    placed = dates.iloc[known]
    bucket = placed.groupby(["earliest", "latest", "grain"]).ngroup().to_numpy()
    short = placed["grain"].isin(SHORT).to_numpy()
    unit, first = _units(corpus, placed, bucket, short)
    vectors, row_of = _vectors(corpus, placed)
    told = sparse.csr_matrix((np.ones(len(unit)), (unit, np.arange(len(unit)))))
    vectors, actors = _unit_length(told @ vectors[row_of]), (told @ _incidence(placed["actors"])).sign()
    event = _events(vectors, actors.tocsr(), bucket[first], short[first])
    numbers[known] = event[unit]
    return numbers


def _units(
    corpus: Corpus, placed: pd.DataFrame, bucket: np.ndarray, short: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return for each date the number of what it belongs to at once, and the first row of each.

    That is all that one story tells of one day or week, or the date alone.
    """
    story = members(corpus).set_index("article_id")["story"].reindex(placed["article_id"])
    alone = np.where(short, -1, np.arange(len(placed)))
    unit = pd.DataFrame({"story": pd.factorize(story)[0], "bucket": bucket, "alone": alone})
    numbers = pd.factorize(pd.MultiIndex.from_frame(unit))[0]
    return numbers, np.unique(numbers, return_index=True)[1]


def _events(vectors: sparse.csr_matrix, actors: sparse.csr_matrix, bucket: np.ndarray, short: np.ndarray) -> np.ndarray:
    """Return a number for each unit: those of one bucket that are alike have the same."""
    numbers = np.full(len(bucket), -1, dtype=np.int64)
    order = np.argsort(bucket, kind="stable")
    edges = np.flatnonzero(np.diff(np.concatenate([[-1], bucket[order], [-1]])))
    total = 0
    for first, end in pairwise(edges):
        rows = order[first:end]
        pairs = _pairs(vectors[rows], actors[rows], ALIKE if short[rows[0]] else ALIKE_LONG)
        group = _stars(pairs, len(rows))
        numbers[rows] = total + group
        total += int(group.max()) + 1
    return numbers


def _unit_length(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    """Return rows of length 1; one of nothing stays so."""
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return (sparse.diags_array(1 / np.where(length, length, 1)) @ rows).tocsr()


def _pairs(vectors: sparse.csr_matrix, actors: sparse.csr_matrix, alike: dict[bool, float]) -> sparse.csr_matrix:
    """Return which rows are alike, as a symmetric matrix of 0 and 1."""
    if vectors.shape[0] == 1:
        return sparse.csr_matrix((1, 1), dtype=np.int8)
    blocks = [_block(vectors, actors, first, alike) for first in range(0, vectors.shape[0], BLOCK)]
    return sparse.vstack(blocks, format="csr")


def _block(
    vectors: sparse.csr_matrix, actors: sparse.csr_matrix, first: int, alike: dict[bool, float]
) -> sparse.csr_matrix:
    cosine = (vectors[first : first + BLOCK] @ vectors.T).tocoo()
    kept = cosine.data >= min(alike.values())
    kept &= cosine.row + first != cosine.col
    row, column, value = cosine.row[kept], cosine.col[kept], cosine.data[kept]
    common = np.asarray(actors[row + first].multiply(actors[column]).sum(axis=1)).ravel() > 0
    kept = value >= np.where(common, alike[True], alike[False])
    shape = (min(BLOCK, vectors.shape[0] - first), vectors.shape[0])
    return sparse.csr_matrix((np.ones(int(kept.sum()), np.int8), (row[kept], column[kept])), shape=shape)


def _stars(pairs: sparse.csr_matrix, size: int) -> np.ndarray:
    """Return a number for each row: that of the star it belongs to, in the order of its first row."""
    group = np.full(size, -1, dtype=np.int64)
    degree = np.diff(pairs.indptr)
    for centre in np.argsort(-degree, kind="stable"):
        if group[centre] < 0:
            near = pairs.indices[pairs.indptr[centre] : pairs.indptr[centre + 1]]
            group[near[group[near] < 0]] = centre
            group[centre] = centre
    return np.asarray(pd.factorize(group)[0])


def _vectors(corpus: Corpus, dates: pd.DataFrame) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Return the sentences of the dates as unit vectors of their weighted words, and the row of each date."""
    rank = pd.Index(corpus.columns("articles", ["article_id"])["article_id"])
    places = _keys(rank, dates)
    sentences, row_of = np.unique(places, return_inverse=True)
    number: defaultdict[str, int] = defaultdict(count().__next__)
    found = [_content(each, sentences, rank, number) for each in corpus.slices()]
    words, rows = (np.concatenate([each[side] for each in found]) for side in (0, 1))
    counts = sparse.csr_matrix((np.ones(len(words)), (rows, words)), shape=(len(sentences), len(number)))
    counts.data[:] = 1.0
    weighted = counts @ sparse.diags_array(_rarity(np.asarray(counts.sum(axis=0)).ravel(), len(sentences), number))
    return _unit_length(weighted), row_of


def _content(
    corpus: Corpus, sentences: np.ndarray, rank: pd.Index, number: defaultdict[str, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the content words of some sentences of a slice, the words of dates left out: `number` of the lemma, row.

    New lemmas are given the next number.
    """
    tokens = corpus.columns("tokens", TOKENS)
    keys = _keys(rank, tokens)
    found = np.searchsorted(sentences, keys).clip(max=len(sentences) - 1)
    told = sentences[found] == keys
    tokens, rows = tokens[told], found[told]
    content = ~tokens["stop"] | tokens["form"].str.contains(r"\d")
    kept = content.to_numpy(dtype=bool) & ~_inside(corpus, tokens, rank)
    lemma, lemmas = codes(tokens.loc[kept, "lemma"])
    return np.fromiter(map(number.__getitem__, lemmas), np.int64, len(lemmas))[lemma], rows[kept]


def _rarity(sentences: np.ndarray, total: int, words: Collection[str]) -> np.ndarray:
    """Return the weight of each word: the logarithm of how seldom a sentence holds it (idf).

    GENERAL sentences of general Arabic (wordfreq, Speer 2022) are counted beside those of the corpus: in a small corpus
    an event told often would make its own words common, and one article more would change what is alike.
    """
    general = GENERAL * np.minimum(1, LENGTH * shares(words))
    return np.asarray(np.log((total + GENERAL) / (sentences + general)))


def _inside(corpus: Corpus, tokens: pd.DataFrame, rank: pd.Index) -> np.ndarray:
    """Tell which tokens stand in a date."""
    dates = corpus.dates
    if dates.empty:
        return np.zeros(len(tokens), dtype=bool)
    starts = _keys(rank, dates, "start")
    order = np.argsort(starts, kind="stable")
    # The furthest end so far: a date may stand in another.
    ends = np.maximum.accumulate((starts + (dates["end"] - dates["start"]).to_numpy())[order])
    at = _keys(rank, tokens, "start")
    before = np.searchsorted(starts[order], at, "right") - 1
    return np.asarray((before >= 0) & (ends[before] > at))


def _keys(rank: pd.Index, table: pd.DataFrame, column: str = "sentence") -> np.ndarray:
    """Return a number for the place of each row: article (its place in `rank`), part, and sentence or offset."""
    article, ids = pd.factorize(table["article_id"])
    part, parts = pd.factorize(table["part"])
    place = rank.get_indexer(ids)[article] * len(PARTS)
    place += np.array([PARTS.index(each) for each in parts], dtype=np.int64)[part]
    return np.asarray((place << 32) + table[column].to_numpy())


def _incidence(lists: pd.Series) -> sparse.csr_matrix:
    """Return lists of ids as rows of a matrix of 0 and 1."""
    sizes = [len(each) for each in lists]
    codes, ids = pd.factorize(np.array([id for each in lists for id in each], dtype=object))
    shape = (len(sizes), len(ids))
    return sparse.csr_matrix((np.ones(len(codes), np.int8), codes, np.cumsum([0, *sizes])), shape=shape)
