"""Hashes of runs of numbers: the same in any run, on any machine."""

import numpy as np
import numpy.typing as npt

Hashes = npt.NDArray[np.uint64]
Whole = npt.NDArray[np.int64]


def of_runs(numbers: Hashes, size: int) -> Hashes:
    """Return the hash of each run of `size` numbers; none where there are fewer.

    >>> one, other = (of_runs(np.array(each, np.uint64), 2) for each in ([1, 2, 1, 2], [2, 1, 2]))
    >>> bool(one[0] == one[2] == other[1]), bool(one[0] == one[1]), len(of_runs(one[:1], 2))
    (True, False, 0)
    """
    hashes = np.zeros(max(len(numbers) - size + 1, 0), np.uint64)
    for shift in range(size):
        hashes = mixed(hashes + numbers[shift : shift + len(hashes)])
    return hashes


def mixed(hashes: Hashes) -> Hashes:
    """Return hashes with their bits mixed (the finaliser of SplitMix64, Steele, Lea and Flood 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))
