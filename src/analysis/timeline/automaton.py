"""The automaton of Kleinberg (2002): a series of batches as states, each with a rate of its own."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import xlog1py, xlogy


class Burst(NamedTuple):
    """Periods `first` to `last` (indices) at `level` or above, and how much better that level fits them."""

    first: int
    last: int
    level: int
    weight: float


def kleinberg(
    relevant: npt.ArrayLike, total: npt.ArrayLike, *, scale: float = 2.0, gamma: float = 1.0, states: int = 2
) -> list[Burst]:
    """Return the bursts of a series of batches: `relevant` documents out of `total` in each (Kleinberg 2002).

    State 0 expects the share of relevant documents in the whole series, each next state `scale` times the share
    before it (where that would reach 1, the share of the others is divided by `scale` instead). Going up costs `gamma`
    times the logarithm of the number of batches a state, going down nothing; the series begins in state 0. Raises
    ValueError where the counts are no counts, or a parameter is out of range.

    >>> [(burst.first, burst.last) for burst in kleinberg([1, 1, 9, 8, 1, 0], [20, 20, 20, 20, 20, 20])]
    [(2, 3)]
    """
    hits, size = np.asarray(relevant, dtype=float), np.asarray(total, dtype=float)
    if hits.shape != size.shape or hits.ndim != 1 or (hits < 0).any() or (hits > size).any():
        raise ValueError("relevant and total: give one count a batch, from 0 to the total of the batch")
    if scale <= 1 or gamma < 0 or states < 2:
        raise ValueError(f"scale={scale}, gamma={gamma}, states={states}: give above 1, at least 0, at least 2")
    if not hits.any():
        return []
    cost = _costs(hits, size, scale, states)
    path = _cheapest(cost, gamma * np.log(len(hits)))
    found = []
    for level in range(1, states):
        gain = cost[level - 1] - cost[level]
        edges = np.flatnonzero(np.diff(np.concatenate([[0], path >= level, [0]])))
        for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            found.append(Burst(first, end - 1, level, float(gain[first:end].sum())))
    return sorted(found, key=lambda burst: (burst.first, burst.level))


def _costs(hits: np.ndarray, size: np.ndarray, scale: float, states: int) -> np.ndarray:
    """Return the cost of each state in each batch: minus the logarithm of its binomial probability.

    The binomial coefficient is the same in every state and is left out.
    """
    shares = [hits.sum() / size.sum()]
    while len(shares) < states:
        share = shares[-1] * scale
        shares.append(share if share < 1 else 1 - (1 - shares[-1]) / scale)
    rate = np.array(shares)[:, None]
    return np.asarray(-(xlogy(hits, rate) + xlog1py(size - hits, -rate)))


def _cheapest(cost: np.ndarray, step: float) -> np.ndarray:
    """Return the cheapest sequence of states (Viterbi 1967), the lower state where two cost the same."""
    states, size = cost.shape
    climb = step * np.maximum(np.arange(states)[None, :] - np.arange(states)[:, None], 0)  # from a row to a column
    best, back = climb[0] + cost[:, 0], np.zeros((size, states), dtype=np.int64)
    for batch in range(1, size):
        through = best[:, None] + climb
        back[batch] = through.argmin(axis=0)
        best = through.min(axis=0) + cost[:, batch]
    path = np.empty(size, dtype=np.int64)
    path[-1] = best.argmin()
    for batch in range(size - 1, 0, -1):
        path[batch - 1] = back[batch, path[batch]]
    return path
