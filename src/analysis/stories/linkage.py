"""Likeness of pairs to groups: average linkage over the pairs that are alike at all."""

import heapq

import numpy as np
from scipy import sparse


def groups(pairs: sparse.csr_array, least: float) -> np.ndarray:
    """Return the number of the group of each row, in order of the first row of each.

    `pairs` holds the likeness of rows, each pair once; what it does not hold is 0. The two groups whose members are
    most alike on average are joined, as long as that average is `least` or more (Sokal and Michener 1958): so one pair
    alone links no two groups, as a chain would. Ties go to the rows that come first.
    """
    near: list[dict[int, float]] = [{} for _ in range(pairs.shape[0])]
    table = pairs.tocoo()
    for one, other, value in zip(table.row.tolist(), table.col.tolist(), table.data.tolist(), strict=True):
        if one != other:
            near[one][other] = near[other][one] = value
    size = [1] * len(near)
    name = list(range(len(near)))  # of the group that stands in a row: the first row of it
    heap = [(-value, one, other) for one, row in enumerate(near) for other, value in row.items() if one < other]
    heap = [each for each in heap if -each[0] >= least]
    heapq.heapify(heap)
    while heap:
        value, one, other = heapq.heappop(heap)
        if name[one] != one or name[other] != other or near[one][other] / (size[one] * size[other]) != -value:
            continue
        _join(one, other, near, size)
        name[other] = one
        for third, total in near[one].items():
            mean = total / (size[one] * size[third])
            if mean >= least:
                heapq.heappush(heap, (-mean, min(one, third), max(one, third)))
    for row, first in enumerate(name):
        name[row] = name[first]
    return np.asarray(name)


def _join(one: int, other: int, near: list[dict[int, float]], size: list[int]) -> None:
    """Put the second group into the first; likeness of groups is kept as a sum over their pairs."""
    for third, total in near[other].items():
        del near[third][other]
        if third != one:
            near[one][third] = near[third][one] = near[one].get(third, 0.0) + total
    near[other] = {}
    size[one] += size[other]
