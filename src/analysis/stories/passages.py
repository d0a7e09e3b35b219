"""Articles to the passages that they share: runs of words that stand in both, small changes bridged."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.base.hashes import Whole

BRIDGE = 6  # words at the most between two runs of one passage, on either side


class Run(NamedTuple):
    """`size` equal words in a row: the first stands at `one` in the one article and at `other` in the other."""

    one: int
    other: int
    size: int


class Passage(NamedTuple):
    """What two articles share in one place: from `one` to `one_end` of the one, and of the other.

    `words` of it are equal, `content` of these are no formula.
    """

    one: int
    one_end: int
    other: int
    other_end: int
    words: int
    content: int


def passages(runs: Sequence[Run], one: Whole, other: Whole, content: npt.NDArray[np.bool_]) -> list[Passage]:
    """Return the passages that runs make: in the order of the one article, no word in two of them.

    `one` and `other` are the words of the two articles, `content` which words of the one are no formula. Runs are one
    passage where no more than BRIDGE words part them, in the same order in both.
    """
    found: list[Passage] = []
    before = None
    for run in _apart(runs, len(one), len(other)):
        weight = int(content[run.one : run.one + run.size].sum())
        ends = (run.one + run.size, run.other + run.size)
        if before and 0 <= run.one - before.one_end <= BRIDGE and 0 <= run.other - before.other_end <= BRIDGE:
            equal = _common(one[before.one_end : run.one].tolist(), other[before.other_end : run.other].tolist())
            told = sum(bool(content[before.one_end + at]) for at in equal)
            words, weight = before.words + len(equal) + run.size, before.content + told + weight
            before = found[-1] = Passage(before.one, ends[0], before.other, ends[1], words, weight)
        else:
            before = Passage(run.one, ends[0], run.other, ends[1], run.size, weight)
            found.append(before)
    return found


def _apart(runs: Sequence[Run], one: int, other: int) -> list[Run]:
    """Return what is left of runs once each word is taken by the longest run that holds it, in order."""
    taken = bytearray(one), bytearray(other)
    left = []
    for run in sorted(runs, key=lambda run: (-run.size, run.one, run.other)):
        start, end = 0, run.size
        while start < end and (taken[0][run.one + start] or taken[1][run.other + start]):
            start += 1
        while end > start and (taken[0][run.one + end - 1] or taken[1][run.other + end - 1]):
            end -= 1
        size = end - start
        if size:
            taken[0][run.one + start : run.one + end] = taken[1][run.other + start : run.other + end] = b"\1" * size
            left.append(Run(run.one + start, run.other + start, size))
    return sorted(left)


def _common(one: list[int], other: list[int]) -> list[int]:
    """Return where the words of `one` stand that both hold in the same order, as many as can be."""
    best: list[list[int]] = [[] for _ in range(len(other) + 1)]
    for at, word in enumerate(one):
        row: list[list[int]] = [[]]
        for to, same in enumerate(other):
            row.append([*best[to], at] if word == same else max(best[to + 1], row[-1], key=len))
        best = row
    return best[-1]
