"""Who does what to whom: relations between actors in a sentence, by a lexicon of verbs and nouns. A reading aid."""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from analysis.base.frames import PARTS, SCHEMA
from analysis.base.statistics import wilson
from analysis.corpus.corpus import Corpus
from analysis.corpus.kept import kept
from analysis.relations.claims import with_voices
from analysis.relations.lexicon import KINDS, QUAD_CLASSES
from analysis.relations.matching import Found, found_in
from analysis.relations.nations import nations
from analysis.relations.words import PLACE, Mention, on_sport
from analysis.voices.quotations import TOKENS

KEYS = ["article_id", "part", "sentence"]
COLUMNS = {
    "article_id": "str",
    "part": "str",
    "sentence": "int64",
    "source": "str",
    "target": "str",
    "directed": "bool",
    "quad_class": "str",
    "kind": "str",
    "start": "int64",
    "end": "int64",
    "surface": "str",
    "negated": "bool",
    "text": "str",
    "source_role": "str",
    "target_role": "str",
    "status": "str",
    "speaker": "str",
    "earliest": "datetime64[s]",
    "latest": "datetime64[s]",
}

_APART = {"negated": "denied", "claimed": "claimed", "demanded": "demanded", "possible": "possible"}


def relations(corpus: Corpus, *, methods: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return what actors say and do to each other, as single sentences tell it, a row each, in reading order.

    Columns: article_id, part, sentence, source, target (ids; empty where the text leaves an end out, or tells a role
    alone), directed, quad_class (`verbal_cooperation`, `material_cooperation`, `verbal_conflict`, `material_conflict`),
    kind (accuse, meet, aid, attack...), start, end (characters of the part) and surface of the word that tells it,
    negated, text (the sentence), source_role, target_role (PLOVER's codes of agents, see mentions), status (`told`;
    `claimed`; `denied`, which is what negated says; `demanded`; `possible`), speaker (who claims, denies or demands it:
    an id, several joined with ` + `, or empty), earliest and latest (days: of the date in the sentence nearest to the
    word, else of publication). What counts takes `told`.
    Where `directed` is false, neither side is the agent and source and target stand in alphabetical order. Who is meant
    is known from `corpus.counted_mentions(methods)`, and from people named by role or nationality alone.

    A reading aid: a lexicon (data/relations.yml), rules of word order and prepositions, and clauses without a parser.
    Sentences of sport are left out. `PRECISION` and `RECALL` tell how often it is right and how much it finds. The
    classes are those of PLOVER (Halterman, Schrodt, Beger, Bagozzi and Scarborough 2023, Creating Custom Event Data
    Without Dictionaries), from the quad classes of Duval and Thompson (1980).

    >>> import analysis
    >>> table = relations(analysis.read())
    >>> set(table["quad_class"]) <= set(QUAD_CLASSES)
    True
    """
    return kept("relations", _read_by(corpus, methods), lambda: _found(corpus, methods))


def _read_by(corpus: Corpus, methods: tuple[str, ...]) -> Iterator[pd.DataFrame | str]:
    """Yield what relations are made of: the registry, and texts, days, words, mentions and dates of each slice."""
    yield f"{corpus.registry.fingerprint} {sorted(methods)}"
    for each in corpus.slices():
        yield each.known("articles", ["article_id", "published", *PARTS])
        yield each.known("tokens", TOKENS)
        yield each.known("mentions", list(SCHEMA["mentions"]))
        yield each.known("dates", [*KEYS, "start", "use", "earliest", "latest"])


def _found(corpus: Corpus, methods: tuple[str, ...]) -> pd.DataFrame:
    rows = [row for found in corpus.by_slice(_of_slice, methods) for row in found]
    table = pd.DataFrame(rows, columns=[*KEYS, "at", "text", *Found._fields])
    table = with_voices(_placed(table), corpus)
    table = table.assign(negated=table["status"] == "denied")
    return _dated(table, corpus).astype(COLUMNS)[list(COLUMNS)]


def _of_slice(corpus: Corpus, methods: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Return the relations of a slice, but for those of articles on sport."""
    rows = [
        (*keys, start, text, *found)
        for keys, start, text, mentions, known in by_sentence(corpus, methods)
        for found in found_in(text, mentions, known)
    ]
    told = {article for article, *_ in rows}
    bodies = corpus.columns("articles", ["article_id", "body"]).itertuples(index=False)
    sport = {article for article, body in bodies if article in told and on_sport(body)}
    return [row for row in rows if row[0] not in sport]


def _placed(table: pd.DataFrame) -> pd.DataFrame:
    """Return relations with their class, their place in the part and the word that tells them."""
    spans = zip(table["text"], table["start"], table["end"], strict=True)
    surface = pd.Series([text[start:end] for text, start, end in spans], index=table.index, dtype="str")
    classes = {kind: about["quad_class"] for kind, about in KINDS.items()}
    return table.assign(
        surface=surface,
        quad_class=table["kind"].map(classes),
        start=table["start"] + table["at"],
        end=table["end"] + table["at"],
        speaker="",
    )


def by_sentence(
    corpus: Corpus, methods: tuple[str, ...]
) -> Iterator[tuple[tuple[Any, ...], int, str, list[Mention], Mapping[str, str]]]:
    """Yield each sentence that mentions somebody, in reading order: its keys, start, text, mentions; the nations."""
    known = nations(corpus.registry)
    for each in corpus.slices():
        held = _mentions_of(each, methods)
        sentences = each.columns("sentences", [*KEYS, "start", "text"])
        for *keys, start, text in zip(*(sentences[column].tolist() for column in sentences), strict=True):
            if inside := held.get(tuple(keys)):
                shifted = [Mention(first - start, last - start, *who) for first, last, *who in sorted(inside)]
                yield tuple(keys), start, text, shifted, known


def _mentions_of(corpus: Corpus, methods: tuple[str, ...]) -> dict[tuple[Any, ...], list[tuple[Any, ...]]]:
    """Return the mentions of each sentence that has some: start, end, actor, its type and its role."""
    columns = ("start", "end", "actor", "actor_type", "role")
    mentions = corpus.counted_mentions(("role", PLACE, *methods), [*KEYS, *columns, "method"])
    if PLACE not in methods:
        types = mentions["actor_type"].astype("str").mask(mentions["method"] == PLACE, PLACE)
        mentions = mentions.assign(actor_type=types)
    held: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for key, *mention in zip(
        zip(*(mentions[column].tolist() for column in KEYS), strict=True),
        *(mentions[column].tolist() for column in columns),
        strict=True,
    ):
        held.setdefault(key, []).append(tuple(mention))
    return held


def _dated(table: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return relations with the days of the date in their sentence nearest to their word, else of publication."""
    dates = corpus.columns("dates", [*KEYS, "start", "use", "earliest", "latest"])
    dates = dates[(dates["use"] == "told").to_numpy() & dates["article_id"].isin(table["article_id"]).to_numpy()]
    dates = dates.drop(columns="use").dropna(subset=["earliest", "latest"]).rename(columns={"start": "place"})
    dates = dates.astype({"article_id": "str", "part": "str"})
    near = table[[*KEYS, "start"]].reset_index().merge(dates, on=KEYS)
    near["distance"] = (near["place"] - near["start"]).abs()
    near = near.sort_values(["index", "distance"], kind="stable").drop_duplicates("index").set_index("index")
    published = (
        corpus.columns("articles", ["article_id", "published"])
        .set_index("article_id")["published"]
        .reindex(table["article_id"])
        .set_axis(table.index)
    )
    return table.assign(
        **{column: near[column].reindex(table.index).fillna(published) for column in ("earliest", "latest")}
    )


def balance(table: pd.DataFrame) -> pd.DataFrame:
    """Return how each pair of actors stands to each other, a row a pair, those with most relations first.

    Columns: source, target (ids, in alphabetical order), the counts of the four classes, relations (their sum),
    articles, balance = (cooperation - conflict) / (cooperation + conflict), from -1 to 1, with its 95 % interval
    balance_low, balance_high (the score interval of Wilson 1927 for the share of cooperation, moved to that scale),
    forward (directed from source to target), backward, negated (denied), claimed, demanded, possible. Only what is
    `told` counts in the classes, the balance and the directions; a pair of which nothing is told has no balance. What
    has one end alone belongs to no pair.
    """
    table = table[(table["source"] != "") & (table["target"] != "")]
    told, swapped = table["status"] == "told", table["source"] > table["target"]
    pairs = table.assign(
        first=table["source"].where(~swapped, table["target"]),
        second=table["target"].where(~swapped, table["source"]),
        forward=table["directed"] & ~swapped & told,
        backward=table["directed"] & swapped & told,
        **{column: table["status"] == status for column, status in _APART.items()},
    )
    pairs = pairs[pairs["first"] != pairs["second"]]
    facts = pairs[pairs["status"] == "told"]
    by = ["first", "second"]
    counts = pairs.groupby(by)[["forward", "backward", *_APART]].sum()
    for each in QUAD_CLASSES:
        counts[each] = facts[facts["quad_class"] == each].groupby(by).size().reindex(counts.index, fill_value=0)
    counts["articles"] = pairs.groupby(by)["article_id"].nunique()
    counts["relations"] = counts[list(QUAD_CLASSES)].sum(axis=1)
    cooperation = counts["verbal_cooperation"] + counts["material_cooperation"]
    low, high = wilson(cooperation, counts["relations"])
    counts["balance"] = 2 * cooperation / counts["relations"].where(counts["relations"] > 0) - 1
    counts["balance_low"], counts["balance_high"] = 2 * low - 1, 2 * high - 1
    columns = ["source", "target", *QUAD_CLASSES, "relations", "articles", "balance", "balance_low", "balance_high"]
    columns += ["forward", "backward", *_APART]
    result = counts.reset_index().rename(columns={"first": "source", "second": "target"})[columns]
    whole = [*QUAD_CLASSES, "relations", "articles", "forward", "backward", *_APART]
    result = result.astype({"source": "str", "target": "str"} | dict.fromkeys(whole, "int64"))
    order = ["relations", "source", "target"]
    return result.sort_values(order, ascending=[False, True, True], ignore_index=True)
