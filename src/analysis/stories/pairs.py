"""A corpus to the pairs of its articles that share text, formulas apart: what all tables of reuse are made of."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple, overload

import numpy as np
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.kept import kept
from analysis.stories.passages import Passage, Run, passages
from analysis.stories.seeds import Printed, shared
from analysis.stories.written import Written

NEEDED = ["article_id", "body", "source", "published"]
HELD = 4096  # articles whose words are held
BLOCK = 10_000  # pairs that are made of a table, or a table of, at once
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


class Pairs(Sequence[Pair]):
    """Pairs, in order of their ids, as they lie in a table of a row a passage: each is made when it is asked for."""

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table
        self._starts = np.append(np.flatnonzero(np.diff(table["pair"], prepend=-1)), len(table))

    @property
    def heads(self) -> pd.DataFrame:
        """The pairs without their passages, a row each."""
        return self._table[list(HEAD)].iloc[self._starts[:-1]].reset_index(drop=True)

    def __len__(self) -> int:
        return len(self._starts) - 1

    @overload
    def __getitem__(self, at: int) -> Pair: ...
    @overload
    def __getitem__(self, at: slice) -> list[Pair]: ...
    def __getitem__(self, at: int | slice) -> Pair | list[Pair]:
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        first = range(len(self))[at]
        return self._made(first, first + 1)[0]

    def __iter__(self) -> Iterator[Pair]:
        for first in range(0, len(self), BLOCK):
            yield from self._made(first, min(first + BLOCK, len(self)))

    def _made(self, first: int, last: int) -> list[Pair]:
        rows = self._table.iloc[self._starts[first] : self._starts[last]]
        starts = (self._starts[first : last + 1] - self._starts[first]).tolist()
        told = [Passage(*row) for row in zip(*(rows[name].tolist() for name in PASSAGES), strict=True)]
        heads = zip(*(rows[name].iloc[starts[:-1]].tolist() for name in HEAD), strict=True)
        return [
            Pair._make((*head, told[start:end])) for head, (start, end) in zip(heads, pairwise(starts), strict=True)
        ]


def pairs(corpus: Corpus) -> Pairs:
    """Return the pairs of articles that share text, in order of their ids, those of one outlet too.

    `reuse`, `texts`, `shares` and `exchanges` make it themselves, or take it as `found`: it is the longer part of their
    work. An article without an outlet has one of its own.
    """
    return Pairs(kept("pairs", [corpus.known("articles", NEEDED)], lambda: _found(corpus)))


def given_or(corpus: Corpus, found: Sequence[Pair] | None) -> Pairs:
    """Return the pairs that were made already, or make them."""
    if found is None:
        return pairs(corpus)
    return found if isinstance(found, Pairs) else Pairs(_table(0, found))


def _found(corpus: Corpus) -> pd.DataFrame:
    """Return the pairs of articles as a table."""
    articles = corpus.columns("articles", ["article_id", "source", "published"])
    articles = articles.sort_values("article_id", ignore_index=True)  # by which they are numbered
    ids, names = pd.Index(articles["article_id"]), articles["article_id"].tolist()
    outlets = articles["source"].astype("object").where(articles["source"].notna(), articles["article_id"]).tolist()
    days = (articles["published"] - articles["published"].min()).dt.days.fillna(-2).to_numpy(dtype=np.int64)
    words = Written(len(ids))
    texts = (each.columns("articles", ["article_id", "body"]) for each in corpus.slices())
    numbered = ((ids.get_indexer(each["article_id"]), each["body"].fillna("").tolist()) for each in texts)
    read = lru_cache(HELD)(words.read)
    met = (
        Pair(names[one], names[other], outlets[one] != outlets[other], *told)
        for one, other, runs in shared(numbered, Printed(articles["source"].nunique(), days), words, PASSAGE)
        if (told := _measured(read(one), read(other), runs))
    )
    tables = [_table(0, [])]
    while some := list(islice(met, BLOCK)):
        tables.append(_table(BLOCK * (len(tables) - 1), some))
    return pd.concat(tables, ignore_index=True)


def _table(first: int, found: Sequence[Pair]) -> pd.DataFrame:
    """Return pairs as a table, a row a passage; the number of the first is given."""
    rows = [(number, *pair[:-1], *passage) for number, pair in enumerate(found, first) for passage in pair.passages]
    return pd.DataFrame(rows, columns=list(TABLE)).astype(TABLE)


def _measured(
    one: tuple[np.ndarray, np.ndarray], other: tuple[np.ndarray, np.ndarray], runs: Sequence[Run]
) -> tuple[str, int, float, float, list[Passage]] | None:
    """Return kind, words, shares and passages of two articles; None where what they share is formula alone."""
    found = passages(runs, one[0], other[0], one[1])
    count = sum(each.words for each in found)
    shorter, longer = sorted((len(one[0]), len(other[0])))
    told = max(each.content for each in found) if count < HALF * shorter else sum(each.content for each in found)
    if told < PASSAGE:
        return None
    return _kind(count / shorter, shorter / longer), count, count / shorter, count / longer, found


def _kind(share: float, lengths: float) -> str:
    if share >= COPY and lengths >= LENGTHS:
        return "copy"
    return "wire" if share >= WIRE else "partial"
