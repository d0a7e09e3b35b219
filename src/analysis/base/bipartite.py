"""What chance alone would join: the bipartite configuration model of things and the units that name them.

A busy article names many actors and a famous actor stands in many articles, so that the two meet often with no tie
between them. The null model keeps both numbers and nothing else (BiCM: Saracco, Straka, Di Clemente, Gabrielli,
Caldarelli and Squartini 2017; SDSM: Neal 2014).
"""

import numpy as np
import pandas as pd
from scipy import special

STEPS = 500  # of a fixed point at the most; a few dozen do
MOST = 1e9  # a weight that means: surely


def chances(rows: np.ndarray, columns: np.ndarray, times: np.ndarray, repeats: np.ndarray) -> np.ndarray:
    """Return how likely each kind of row names each kind of column, with these sums kept: a matrix.

    There are `times` rows with each sum of `rows`, and `repeats` columns with each of `columns`. The chances are those
    of maximal entropy, x * y / (1 + x * y), found as a fixed point (Saracco et al. 2017).

    >>> chances(np.array([1]), np.array([2]), np.array([4]), np.array([2])).round(6).tolist()
    [[0.5]]
    """
    total = max(float((rows * times).sum()), 1.0)
    x, y = rows / np.sqrt(total), columns / np.sqrt(total)
    for _ in range(STEPS):
        before = x
        x = np.minimum(rows / (y * repeats / (1 + np.outer(x, y))).sum(axis=1), MOST)
        y = np.minimum(columns / ((x * times)[:, None] / (1 + np.outer(x, y))).sum(axis=0), MOST)
        if np.allclose(x, before, rtol=1e-8):
            break
    product = np.outer(x, y)
    return np.asarray(product / (1 + product))


def meetings(rows: pd.Series, columns: pd.Series, weights: pd.Series, pairs: pd.DataFrame) -> pd.DataFrame:
    """Return in how many rows chance lets pairs of columns meet: mean (the sum of its chances) and squares (of theirs).

    `rows` counts the rows by how many columns they name (index: the sum), `columns` is how many rows name each column
    (index: its name); `weights`, with the index of `rows`, is what these rows weigh together. `pairs` has source and
    target, names of columns.
    """
    kinds, place, repeats = np.unique(columns.to_numpy(), return_inverse=True, return_counts=True)
    found = chances(rows.index.to_numpy(dtype=float), kinds.astype(float), rows.to_numpy(dtype=float), repeats)
    each = weights.reindex(rows.index).to_numpy(dtype=float)[:, None]
    means, squares = (found * each).T @ found, (found**2 * each).T @ found**2
    source, target = (place[columns.index.get_indexer(pairs[end])] for end in ("source", "target"))
    return pd.DataFrame({"mean": means[source, target], "squares": squares[source, target]}, index=pairs.index)


def tail(count: np.ndarray, mean: np.ndarray, squares: np.ndarray) -> np.ndarray:
    """Return how likely a sum of independent draws reaches `count`: their chances sum to `mean`, squared to `squares`.

    The Poisson binomial distribution is taken as the binomial of the same mean and variance (Ehm 1991).

    >>> tail(np.array([2.0]), np.array([1.0]), np.array([0.5])).round(2).tolist()  # two coins
    [0.25]
    """
    count, mean = np.asarray(count, dtype=float), np.maximum(mean, 1e-300)
    draws = np.maximum(mean**2 / np.maximum(squares, 1e-300), np.maximum(count, mean))
    found = special.betainc(np.maximum(count, 1), np.maximum(draws - count + 1, 1e-9), np.minimum(mean / draws, 1))
    return np.where(count > 0, found, 1.0)
