"""The automaton of Kleinberg (2002): a series of batches as states, each with a rate of its own."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import xlog1py, xlogy

CELLS = 4_000_000  # costs that are held at once


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
    cost = _costs(hits[:, None], size, scale, states)[:, :, 0]
    path = _cheapest(cost[:, :, None], gamma * np.log(len(hits)))[:, 0]
    found = []
    for level in range(1, states):
        gain = cost[:, level - 1] - cost[:, level]
        edges = np.flatnonzero(np.diff(np.concatenate([[0], path >= level, [0]])))
        for first, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            found.append(Burst(first, end - 1, level, float(gain[first:end].sum())))
    return sorted(found, key=lambda burst: (burst.first, burst.level))


def heaviest(
    relevant: np.ndarray, total: np.ndarray, *, scale: float = 2.0, gamma: float = 1.0, states: int = 2
) -> np.ndarray:
    """Return the greatest weight of a burst in each of many series, 0 where there is none.

    A column of `relevant` is a series, a row a batch; `total` is of all of them. The automaton is that of `kleinberg`.

    >>> heaviest(np.array([[1, 2], [1, 2], [9, 2], [1, 2]]), np.array([20, 20, 20, 20])).round(2).tolist()
    [4.1, 0.0]
    """
    hits, size = np.asarray(relevant, dtype=float), np.asarray(total, dtype=float)
    found = np.zeros(hits.shape[1])
    block = max(CELLS // (states * max(len(size), 1)), 1)
    for first in range(0, hits.shape[1], block):
        cost = _costs(hits[:, first : first + block], size, scale, states)
        path = _cheapest(cost, gamma * np.log(max(len(size), 1)))
        for level in range(1, states):
            weight = np.zeros(cost.shape[2])
            for batch in range(len(size)):
                weight = np.where(path[batch] >= level, weight + cost[batch, level - 1] - cost[batch, level], 0)
                np.maximum(found[first : first + block], weight, out=found[first : first + block])
    return found


def _costs(hits: np.ndarray, size: np.ndarray, scale: float, states: int) -> np.ndarray:
    """Return the cost of each state in each batch: minus the logarithm of its binomial probability.

    Axes: batch, state, series. The binomial coefficient is the same in every state and is left out.
    """
    share = hits.sum(axis=0) / max(size.sum(), 1)
    cost = np.empty((len(size), states, hits.shape[1]))
    for state in range(states):
        cost[:, state] = -(xlogy(hits, share) + xlog1py(size[:, None] - hits, -share))
        share = np.where(share * scale < 1, share * scale, 1 - (1 - share) / scale)
    return cost


def _cheapest(cost: np.ndarray, step: float) -> np.ndarray:
    """Return the cheapest sequences of states (Viterbi 1967), the lower state where two cost the same."""
    size, states, series = cost.shape
    climb = step * np.maximum(np.arange(states)[None, :] - np.arange(states)[:, None], 0)  # from a row to a column
    best, back = climb[0][:, None] + cost[0], np.zeros((size, states, series), dtype=np.int8)
    for batch in range(1, size):
        through = best[:, None, :] + climb[:, :, None]
        back[batch] = through.argmin(axis=0)
        best = through.min(axis=0) + cost[batch]
    path = np.empty((size, series), dtype=np.int8)
    path[-1] = best.argmin(axis=0)
    for batch in range(size - 1, 0, -1):
        path[batch - 1] = np.take_along_axis(back[batch], path[batch][None, :].astype(np.intp), axis=0)[0]
    return path
