"""Articles to pairs that are alike: which are compared at all, and how alike they are."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from analysis.stories.vectors import Vectors

APART = 3  # days between two articles that may tell one story, at most
DAYS = 4  # that likeness halves in: what is printed a day later must be a quarter more alike
FLOOR = 0.2  # likeness below it is taken for none
FEWEST = 6  # terms of an article that tells something: the like of captions are their own titles
MARKS = 30  # terms of an article by which others like it are sought
SHARED = 0.05  # of the cosine, told by these terms alone: pairs below it are not compared
BLOCK = 500  # articles, in order of day, that are compared with as many at once
HELD = 128  # such blocks that are held
PAIRS = 20_000  # that are compared at once
Floats = npt.NDArray[np.float64]


class _Block(NamedTuple):
    """Articles in a row, in order of day: their places in that order, what they tell, and by what they are sought."""

    places: npt.NDArray[np.int64]
    rows: sparse.csr_array
    marks: sparse.csr_array


def alike(read: Vectors, days: pd.Series, *, apart: int = APART, halving: float = DAYS) -> sparse.csr_array:
    """Return how alike the articles are that are published within `apart` days, each pair once: from FLOOR to 1.

    The cosine of what they tell, divided by 1 + d / `halving` for articles d days apart: the same words another day are
    often another event. An article without a day fits any other. Compared are the pairs that share some of the MARKS
    terms that tell most of each: no article is compared with all. `days` are in the order of the rows.
    """
    day = (days - pd.Timestamp(0)).dt.days.to_numpy(dtype="float64", na_value=np.inf)
    order = np.argsort(day, kind="stable")
    day = day[order]
    none = pd.DataFrame({"one": [], "other": [], "cosine": []}).astype({"one": "int64", "other": "int64"})
    found = pd.concat([none, *(_pairs(one, other, day, apart) for one, other in _close(read, order, day, apart))])
    one, other = found["one"].to_numpy(), found["other"].to_numpy()
    apart_by = np.where(np.isinf(day[other]), 0, day[other] - np.where(np.isinf(day[one]), 0, day[one]))
    likeness = found["cosine"].to_numpy() / (1 + apart_by / halving)
    kept = likeness >= FLOOR
    one, other = order[one[kept]], order[other[kept]]
    places = (np.minimum(one, other), np.maximum(one, other))
    return sparse.csr_array(sparse.coo_array((likeness[kept], places), shape=(len(day), len(day))))


def _close(read: Vectors, order: np.ndarray, day: Floats, apart: int) -> Iterator[tuple[_Block, _Block]]:
    """Yield each block of articles with itself and those after it that hold one of a day as near, or of none."""

    @lru_cache(HELD)
    def block(first: int) -> _Block:
        rows = read.rows(order[first : first + BLOCK])
        return _Block(np.arange(first, first + rows.shape[0]), rows, _marks(rows))

    undated = int(np.searchsorted(day, np.inf)) // BLOCK * BLOCK
    for first in range(0, len(day), BLOCK):
        end = int(np.searchsorted(day, day[first : first + BLOCK][-1] + apart, "right"))
        for then in (*range(first, end, BLOCK), *range(max(-(-end // BLOCK) * BLOCK, undated), len(day), BLOCK)):
            yield block(first), block(then)


def _marks(rows: sparse.csr_array) -> sparse.csr_array:
    """Return the rows with the MARKS heaviest terms of each alone, of equal ones the first; of short ones none."""
    article = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    order = np.lexsort((rows.indices, -rows.data, article))
    kept = order[np.arange(len(order)) - rows.indptr[article] < MARKS]
    kept = kept[np.diff(rows.indptr)[article[kept]] >= FEWEST]
    return sparse.csr_array((rows.data[kept], (article[kept], rows.indices[kept])), shape=rows.shape)


def _pairs(one: _Block, other: _Block, day: Floats, apart: int) -> pd.DataFrame:
    """Return the pairs of an article of one block and a later one of the other that are alike (one, other, cosine)."""
    shared = (one.marks @ other.marks.T).tocoo()
    first, then = one.places[shared.row], other.places[shared.col]
    close = (day[then] <= day[first] + apart) | np.isinf(day[then])
    kept = (shared.data >= SHARED) & (first < then) & close
    cosine = _cosine(one.rows, other.rows, shared.row[kept], shared.col[kept])
    pairs = pd.DataFrame({"one": first[kept], "other": then[kept], "cosine": cosine})
    return pairs[pairs["cosine"] >= FLOOR]


def _cosine(left: sparse.csr_array, right: sparse.csr_array, one: np.ndarray, other: np.ndarray) -> Floats:
    """Return the cosine of pairs of rows."""
    parts = [
        np.asarray(left[one[at : at + PAIRS]].multiply(right[other[at : at + PAIRS]]).sum(axis=1)).ravel()
        for at in range(0, len(one), PAIRS)
    ]
    return np.concatenate([np.empty(0), *parts])
