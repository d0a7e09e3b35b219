"""Articles to pairs that are alike: which are compared at all, and how alike they are."""

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
BLOCK = 500  # articles whose like are sought at once
PAIRS = 20_000  # that are compared at once
Floats = npt.NDArray[np.float64]


def alike(read: Vectors, days: pd.Series, *, apart: int = APART, halving: float = DAYS) -> sparse.csr_array:
    """Return how alike the articles are that are published within `apart` days, each pair once: from FLOOR to 1.

    The cosine of what they tell, divided by 1 + d / `halving` for articles d days apart: the same words another day are
    often another event. An article without a day fits any other. Compared are the pairs that share some of the MARKS
    terms that tell most of each: no article is compared with all. `days` are in the order of the rows.
    """
    day = (days - pd.Timestamp(0)).dt.days.to_numpy(dtype="float64", na_value=np.inf)
    order = np.argsort(day, kind="stable")
    rows, day = read.rows[order], day[order]
    marks = _marks(rows)
    none = pd.DataFrame({"one": [], "other": [], "cosine": []}).astype({"one": "int64", "other": "int64"})
    found = pd.concat([none, *(_pairs(rows, marks, day, first, apart) for first in range(0, len(day), BLOCK))])
    one, other = found["one"].to_numpy(), found["other"].to_numpy()
    apart_by = np.where(np.isinf(day[other]), 0, day[other] - np.where(np.isinf(day[one]), 0, day[one]))
    likeness = found["cosine"].to_numpy() / (1 + apart_by / halving)
    kept = likeness >= FLOOR
    one, other = order[one[kept]], order[other[kept]]
    places = (np.minimum(one, other), np.maximum(one, other))
    return sparse.csr_array(sparse.coo_array((likeness[kept], places), shape=(len(day), len(day))))


def _marks(rows: sparse.csr_array) -> sparse.csr_array:
    """Return the rows with the MARKS heaviest terms of each alone, of equal ones the first; of short ones none."""
    article = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    order = np.lexsort((rows.indices, -rows.data, article))
    kept = order[np.arange(len(order)) - rows.indptr[article] < MARKS]
    kept = kept[np.diff(rows.indptr)[article[kept]] >= FEWEST]
    return sparse.csr_array((rows.data[kept], (article[kept], rows.indices[kept])), shape=rows.shape)


def _pairs(rows: sparse.csr_array, marks: sparse.csr_array, day: Floats, first: int, apart: int) -> pd.DataFrame:
    """Return the pairs of one of BLOCK articles and a later one that are alike (one, other, cosine)."""
    one, other = _candidates(marks, day, first, apart)
    pairs = pd.DataFrame({"one": one, "other": other, "cosine": _cosine(rows, one, other)})
    return pairs[pairs["cosine"] >= FLOOR]


def _candidates(marks: sparse.csr_array, day: Floats, first: int, apart: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of one of BLOCK articles, in order of day, and a later one that share enough of their marks."""
    last = min(first + BLOCK, len(day))
    end, undated = np.searchsorted(day, [day[last - 1] + apart + 1, np.inf])
    columns = np.concatenate([np.arange(first, end), np.arange(max(end, undated), len(day))])
    shared = (marks[first:last] @ marks[columns].T).tocoo()
    one, other = shared.row + first, columns[shared.col]
    close = (day[other] <= day[one] + apart) | np.isinf(day[other])
    kept = (shared.data >= SHARED) & (one < other) & close
    return one[kept], other[kept]


def _cosine(rows: sparse.csr_array, one: np.ndarray, other: np.ndarray) -> Floats:
    """Return the cosine of pairs of rows."""
    parts = [
        np.asarray(rows[one[at : at + PAIRS]].multiply(rows[other[at : at + PAIRS]]).sum(axis=1)).ravel()
        for at in range(0, len(one), PAIRS)
    ]
    return np.concatenate([np.empty(0), *parts])
