"""A corpus to the pairs of its articles that share text, formulas apart: what all tables of reuse are made of."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.kept import kept
from analysis.stories.formulas import content
from analysis.stories.passages import Passage, Printed, Run, Words, passages, shared, words_of

NEEDED = ["article_id", "body", "source", "published"]
PASSAGE = 12  # words without formulas that make a passage; of a statement told in own words, a clause has fewer
WIRE = 0.30  # share of the shorter text, from which on it is the same text, edited or cut
COPY = 0.90  # share of the shorter text, from which on it is a copy
HALF = 0.50  # share of the shorter text, from which on passages are one, though formulas part them: a telegram
LENGTHS = 0.74  # shorter by longer text, below which the shorter is an extract and no copy


class Pair(NamedTuple):
    """Two articles, by id, and what they share.

    `words` are the equal words of their passages, `share` their share of the shorter text, `of_longer` of the longer;
    `apart` tells that they are of different outlets.
    """

    one: str
    other: str
    apart: bool
    kind: str
    words: int
    share: float
    of_longer: float
    passages: Sequence[Passage]


HEAD = {"one": "str", "other": "str", "apart": "bool", "kind": "str", "words": "int64"}
HEAD |= {"share": "float64", "of_longer": "float64"}
PASSAGES = {f"passage_{name}": "int64" for name in Passage._fields}
TABLE = {"pair": "int64", **HEAD, **PASSAGES}  # a row a passage


def pairs(corpus: Corpus) -> list[Pair]:
    """Return the pairs of articles that share text, in order of their ids, those of one outlet too.

    `reuse`, `texts`, `shares` and `exchanges` make it themselves, or take it as `found`: it is the longer part of their
    work. An article without an outlet has one of its own.
    """
    return _of_table(kept("pairs", [corpus.known("articles", NEEDED)], lambda: _table(_found(corpus))))


def _found(corpus: Corpus) -> list[Pair]:
    """Return the pairs of articles, in order of their ids."""
    articles = corpus.columns("articles", NEEDED).sort_values("article_id", ignore_index=True)
    words = words_of(articles["body"].fillna("").tolist())
    plain = content(words.forms, words.numbers, words.starts)
    ids = articles["article_id"].tolist()
    outlets = articles["source"].astype("object").where(articles["source"].notna(), articles["article_id"]).tolist()
    days = (articles["published"] - articles["published"].min()).dt.days.fillna(-2).to_numpy(dtype=np.int64)
    found = []
    for one, other, runs in shared(words, Printed(articles["source"].nunique(), days), plain, PASSAGE):
        told = _measured(words, one, other, runs, plain)
        if told:
            found.append(Pair(ids[one], ids[other], outlets[one] != outlets[other], *told))
    return found


def _table(found: Sequence[Pair]) -> pd.DataFrame:
    """Return pairs as a table, a row a passage."""
    rows = [(number, *pair[:-1], *passage) for number, pair in enumerate(found) for passage in pair.passages]
    return pd.DataFrame(rows, columns=list(TABLE)).astype(TABLE)


def _of_table(table: pd.DataFrame) -> list[Pair]:
    """Return the pairs of such a table."""
    told = [Passage(*row) for row in zip(*(table[name].tolist() for name in PASSAGES), strict=True)]
    starts = np.flatnonzero(np.diff(table["pair"], prepend=-1)).tolist()
    heads = zip(*(table[name].iloc[starts].tolist() for name in HEAD), strict=True)
    ends = [*starts[1:], len(table)][: len(starts)]  # of none, none
    return [Pair._make((*head, told[start:end])) for head, start, end in zip(heads, starts, ends, strict=True)]


def _measured(
    words: Words, one: int, other: int, runs: Sequence[Run], plain: np.ndarray
) -> tuple[str, int, float, float, list[Passage]] | None:
    """Return kind, words, shares and passages of two articles; None where what they share is formula alone."""
    texts = [words.numbers[words.starts[each] : words.starts[each + 1]] for each in (one, other)]
    found = passages(runs, texts[0], texts[1], plain[words.starts[one] : words.starts[one + 1]])
    count = sum(each.words for each in found)
    shorter, longer = sorted(map(len, texts))
    told = max(each.content for each in found) if count < HALF * shorter else sum(each.content for each in found)
    if told < PASSAGE:
        return None
    return _kind(count / shorter, shorter / longer), count, count / shorter, count / longer, found


def _kind(share: float, lengths: float) -> str:
    if share >= COPY and lengths >= LENGTHS:
        return "copy"
    return "wire" if share >= WIRE else "partial"
