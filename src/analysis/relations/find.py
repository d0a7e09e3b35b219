"""Who does what to whom: relations between actors in a sentence, by a lexicon of verbs and nouns. A reading aid."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analysis.base.statistics import wilson
from analysis.corpus.corpus import Corpus
from analysis.relations.lexicon import KINDS, QUAD_CLASSES
from analysis.relations.rules import Found, found_in
from analysis.relations.words import Mention, on_sport

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
}


class Relation(NamedTuple):
    """One relation of a text: the number of its sentence, the actors, the class, the offsets of its cue."""

    sentence: int
    source: str
    target: str
    directed: bool
    quad_class: str
    kind: str
    start: int
    end: int
    surface: str
    negated: bool


def relation_rows(text: str, sentences: Sequence[tuple[int, int]], mentions: Iterable[Mention]) -> list[Relation]:
    """Return the relations of one text, in reading order.

    `sentences` are (start, end); `mentions` (start, end, actor, type), in order of start. Offsets count characters of
    `text`. See `relations` for what a relation is.

    >>> relation_rows("اتهمت باكستان الهند بالقصف.", [(0, 26)], [(6, 13, "pakistan", "state"), (14, 19, "india", "state")])
    [Relation(sentence=0, source='pakistan', target='india', directed=True, quad_class='verbal_conflict', kind='accuse', start=0, end=5, surface='اتهمت', negated=False)]
    """  # noqa: E501
    starts = [start for start, _ in sentences]
    held: dict[int, list[Mention]] = {}
    for start, end, actor, kind in mentions:
        number = bisect_right(starts, start) - 1
        if number >= 0 and end <= sentences[number][1]:
            held.setdefault(number, []).append((start - starts[number], end - starts[number], actor, kind))
    rows: list[Relation] = []
    for number, inside in held.items():
        first, last = sentences[number]
        rows += [_relation(text, first, number, found) for found in _in_sentence(text[first:last], inside)]
    return [] if rows and on_sport(text) else rows


def _in_sentence(text: str, mentions: list[Mention]) -> list[Found]:
    """Return what `found_in` finds, where there are two actors to relate."""
    if len({actor for _, _, actor, _ in mentions}) < 2:
        return []
    return found_in(text, mentions)


def _relation(text: str, first: int, number: int, found: Found) -> Relation:
    start, end = first + found.start, first + found.end
    quad_class = KINDS[found.kind]["quad_class"]
    ends = (found.source, found.target, found.directed)
    return Relation(number, *ends, quad_class, found.kind, start, end, text[start:end], found.negated)


def relations(corpus: Corpus, *, methods: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return what actors say and do to each other, as single sentences tell it, a row each, in reading order.

    Columns: article_id, part, sentence, source, target (ids), directed, quad_class (`verbal_cooperation`,
    `material_cooperation`, `verbal_conflict`, `material_conflict`), kind (accuse, meet, aid, attack...), start, end
    (characters of the part) and surface of the word that tells it, negated, text (the sentence). Where `directed` is
    false, neither side is the agent and source and target stand in alphabetical order. Who is meant is known
    from `corpus.counted_mentions(methods)`.

    A reading aid: a lexicon (data/relations.yml) and rules of word order and prepositions, no parser. It leaves
    out what is only wished for, and every sentence of sport. `PRECISION` tells how often it is right. The classes
    are those of PLOVER (Halterman, Schrodt, Beger, Bagozzi and Scarborough 2023, Creating Custom Event Data Without
    Dictionaries), from the quad classes of Duval and Thompson (1980).

    >>> import analysis
    >>> table = relations(analysis.read())
    >>> set(table["quad_class"]) <= set(QUAD_CLASSES)
    True
    """
    mentions = corpus.counted_mentions(methods)
    several = mentions.groupby(KEYS, sort=False)["actor"].nunique()
    places = several[several > 1].reset_index()[KEYS]
    held: dict[tuple[Any, ...], list[Mention]] = {}
    chosen = mentions.merge(places, on=KEYS)
    for key, *mention in zip(
        zip(*(chosen[column].tolist() for column in KEYS), strict=True),
        *(chosen[column].tolist() for column in ("start", "end", "actor", "actor_type")),
        strict=True,
    ):
        held.setdefault(key, []).append(tuple(mention))
    sentences = corpus.sentences.merge(places, on=KEYS)
    rows = []
    for *key, start, text in zip(*(sentences[column].tolist() for column in (*KEYS, "start", "text")), strict=True):
        inside = sorted((first - start, last - start, actor, kind) for first, last, actor, kind in held[tuple(key)])
        for found in _in_sentence(text, inside):
            row = _relation(text, 0, key[2], found)
            rows.append((*key[:2], *row[:6], row.start + start, row.end + start, *row[8:], text))
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)
    bodies = corpus.articles.loc[corpus.articles["article_id"].isin(table["article_id"]), ["article_id", "body"]]
    sport = {article for article, body in zip(bodies["article_id"], bodies["body"], strict=True) if on_sport(body)}
    return table[~table["article_id"].isin(sport)].reset_index(drop=True)


def balance(table: pd.DataFrame) -> pd.DataFrame:
    """Return how each pair of actors stands to each other, a row a pair, those with most relations first.

    Columns: source, target (ids, in alphabetical order), the counts of the four classes, relations (their sum),
    articles, balance = (cooperation - conflict) / (cooperation + conflict), from -1 to 1, with its 95 % interval
    balance_low, balance_high (the score interval of Wilson 1927 for the share of cooperation, moved to that scale),
    forward (directed from source to target), backward, negated. What is negated counts in `negated` only; a pair of
    which everything is negated has no balance.
    """
    swapped = table["source"] > table["target"]
    pairs = table.assign(
        first=table["source"].where(~swapped, table["target"]),
        second=table["target"].where(~swapped, table["source"]),
        forward=table["directed"] & ~swapped & ~table["negated"],
        backward=table["directed"] & swapped & ~table["negated"],
    )
    told = pairs[~pairs["negated"]]
    by = ["first", "second"]
    counts = pairs.groupby(by)[["forward", "backward", "negated"]].sum()
    for each in QUAD_CLASSES:
        counts[each] = told[told["quad_class"] == each].groupby(by).size().reindex(counts.index, fill_value=0)
    counts["articles"] = pairs.groupby(by)["article_id"].nunique()
    counts["relations"] = counts[list(QUAD_CLASSES)].sum(axis=1)
    cooperation = counts["verbal_cooperation"] + counts["material_cooperation"]
    low, high = wilson(cooperation, counts["relations"])
    counts["balance"] = 2 * cooperation / counts["relations"].where(counts["relations"] > 0) - 1
    counts["balance_low"], counts["balance_high"] = 2 * low - 1, 2 * high - 1
    columns = ["source", "target", *QUAD_CLASSES, "relations", "articles", "balance", "balance_low", "balance_high"]
    columns += ["forward", "backward", "negated"]
    result = counts.reset_index().rename(columns={"first": "source", "second": "target"})[columns]
    whole = [*QUAD_CLASSES, "relations", "articles", "forward", "backward", "negated"]
    result = result.astype({"source": "str", "target": "str"} | dict.fromkeys(whole, "int64"))
    order = ["relations", "source", "target"]
    return result.sort_values(order, ascending=[False, True, True], ignore_index=True)
