"""Totals over strata, from a random sample in each: how much there is of what is rare and counted by hand."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from analysis.base.resampling import gamma_interval


class Stratum(NamedTuple):
    """What was read of a stratum: its units, those that were read, what they held, and the sum of its squares."""

    size: int
    read: int
    held: int
    squares: int


def total(strata: Iterable[Stratum]) -> tuple[float, float, float]:
    """Return how much all strata hold, and the ends of its 95 % interval.

    The estimate is the stratified one (Cochran 1977, ch. 5): what was held, by size over read. The interval is that of
    Fay and Feuer (1997) for weighted counts, which holds for few and for none; counts of one unit come together
    (compound Poisson), and what was read is part of all there is (finite population correction). A stratum of which
    nothing was read is left out: ask for its size where that matters.

    >>> [round(each) for each in total([Stratum(600, 80, 8, 10), Stratum(2000, 40, 0, 0)])]
    [60, 25, 121]
    >>> total([Stratum(30, 30, 4, 4)])
    (4.0, 4.0, 4.0)
    """
    read = np.array([each for each in strata if each.read], dtype=float).reshape(-1, 4)
    size, some, held, squares = read.T
    weight, open = size / some, 1 - some / size
    found = float(weight @ held)
    if not open.any():
        return found, found, found
    variance = float(weight**2 * open @ squares)
    # What one more unit would bring: as those that held anything did, or the heaviest where none did.
    jump = variance / found if found else float((weight * open).max())
    low, high = gamma_interval(*(np.array([each]) for each in (found, variance, jump)))
    return found, float(low[0]), float(high[0])
