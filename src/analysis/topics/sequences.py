"""Frequent sequences of words, counted strip by strip: count, prune, join.

A sequence is at the most as frequent as its parts (Agrawal and Srikant 1994), so that the frequent ones of n words are
sought where two of n - 1 words follow each other. What is held is a number for each, however long the corpus.
"""

from typing import NamedTuple

import numpy as np

from analysis.base.spool import Spool
from analysis.base.statistics import association
from analysis.topics.strips import CLOSING, INNER, JOINED, LINKED, OPENING
from analysis.topics.tally import Tally


class Found(NamedTuple):
    """Sequences of one length that may be terms, in order of their words: their numbers, and what was measured.

    `values` are count, G2, NPMI and t at the weakest of the places where a sequence can be cut in two.
    """

    numbers: np.ndarray
    values: np.ndarray


class Sequences:
    """The sequences of a corpus that are frequent, length by length; `strips` are those of `topics.strips`.

    A strip holds for each token the number of its word among the frequent ones (or -1) and its flags; then, for each
    length from 2 on, where sequences that are frequent begin, and their numbers.
    """

    def __init__(self, strips: Spool, vocabulary: int, min_count: int) -> None:
        count = np.zeros(vocabulary, np.int64)
        for words, _ in strips:
            count += np.bincount(words, minlength=vocabulary)
        rank = np.where(count >= min_count, np.cumsum(count >= min_count) - 1, -1).astype(np.int32)
        self.min_count, self.few = min_count, int((rank >= 0).sum())
        self.keys: list[np.ndarray] = [np.arange(self.few)]  # of each length: number but for the last word, last word
        self.count: list[np.ndarray] = [count[count >= min_count]]
        self.strips = Spool()
        for words, flags in strips:
            self.strips.add(rank[words] if len(words) else words, flags)

    def longer(self) -> None:
        """Count the sequences of one word more."""
        tally = Tally()
        for strip in self.strips:
            tally.add(self._joined(strip)[1])
        keys, count = tally.total()
        self.keys.append(keys[count >= self.min_count])
        self.count.append(count[count >= self.min_count])
        strips = Spool()
        for strip in self.strips:
            at, key = self._joined(strip)
            number = _places(self.keys[-1], key)
            strips.add(*strip, at[number >= 0].astype(np.int32), number[number >= 0].astype(np.int32))
        self.strips = strips

    def _joined(self, strip: tuple[np.ndarray, ...]) -> tuple[np.ndarray, np.ndarray]:
        """Return where two of the longest sequences follow each other by a word, and the keys of what they make."""
        first, flags, *_ = strip
        length = len(strip) // 2
        if length == 1:
            both = (first[:-1] >= 0) & (first[1:] >= 0) & (flags[:-1] & JOINED > 0)
            at = np.flatnonzero(both)
            number = first[at]
        else:
            both = np.diff(strip[-2]) == 1
            at, number = strip[-2][:-1][both], strip[-1][:-1][both]
        last = at + length
        word = first[last] + self.few * (flags[last] & LINKED).astype(np.int64)
        return at, number.astype(np.int64) * (2 * self.few) + word

    def measured(self, length: int) -> Found:
        """Return the sequences of a length of which most occurrences may be a term, with their measures."""
        size = [len(each) for each in self.keys]
        windows, fit = 0, np.zeros(size[length - 1], np.int64)
        left = [np.zeros(each, np.int64) for each in size[: length - 1]]
        right = [np.zeros(2 * each, np.int64) for each in size[: length - 1]]
        for strip in self.strips:
            flags, (at, number) = strip[1], _of(strip, length)
            window = _windows(flags, length)
            windows += int(window.sum())
            fit += np.bincount(number[_may_be(flags, at, length)], minlength=len(fit))
            for k in range(1, length):
                at, number = _of(strip, k)
                left[k - 1] += np.bincount(number[window[at]], minlength=size[k - 1])
                kept = at >= length - k
                at, number = at[kept], number[kept].astype(np.int64)
                kept = window[at - (length - k)]
                right[k - 1] += np.bincount(2 * number[kept] + (flags[at[kept]] & LINKED), minlength=2 * size[k - 1])
        joint = self.count[length - 1]
        found = np.flatnonzero((2 * fit >= joint) & (fit > 0))
        words = self._words(found, length)
        values = np.full((3, len(found)), np.inf)
        for cut in range(1, length):
            sides = left[cut - 1][self._numbers(words[:, :cut])], right[-cut][2 * self._numbers(words[:, cut:])]
            weaker = np.array(association(joint[found], *sides, max(windows, 1)))
            values = np.where(weaker[1] < values[1], weaker, values)
        return Found(found, np.vstack([joint[found], values]))

    def _words(self, numbers: np.ndarray, length: int) -> np.ndarray:
        """Return the words of sequences, a row each."""
        words = np.zeros((len(numbers), length), np.int64)
        for place in range(length - 1, 0, -1):
            numbers, words[:, place] = np.divmod(self.keys[place][numbers], 2 * self.few)
        words[:, 0] = numbers
        return words

    def _numbers(self, words: np.ndarray) -> np.ndarray:
        """Return the numbers of frequent sequences, given by their words."""
        numbers = words[:, 0]
        for place in range(1, words.shape[1]):
            numbers = _places(self.keys[place], numbers * (2 * self.few) + words[:, place])
        return numbers


def _of(strip: tuple[np.ndarray, ...], length: int) -> tuple[np.ndarray, np.ndarray]:
    """Return where the frequent sequences of a length begin, and their numbers."""
    if length > 1:
        return strip[2 * length - 2], strip[2 * length - 1]
    at = np.flatnonzero(strip[0] >= 0)
    return at, strip[0][at]


def _windows(flags: np.ndarray, length: int) -> np.ndarray:
    """Tell of each token whether it begins a sequence of `length` joined tokens."""
    window = np.zeros(len(flags), bool)
    count = max(len(flags) - length + 1, 0)
    window[:count] = True
    for step in range(length - 1):
        window[:count] &= flags[step : step + count] & JOINED > 0
    return window


def _may_be(flags: np.ndarray, at: np.ndarray, length: int) -> np.ndarray:
    """Tell which of these sequences a term may be, by the words that it begins and ends with and holds inside."""
    fit = (flags[at] & OPENING > 0) & (flags[at + length - 1] & CLOSING > 0)
    for step in range(1, length):
        fit &= flags[at + step] & LINKED == 0
        if step < length - 1:
            fit &= flags[at + step] & INNER > 0
    return fit


def _places(keys: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return where wanted keys stand among sorted ones; -1 for one that does not."""
    if not len(keys):
        return np.full(len(wanted), -1)
    place = np.searchsorted(keys, wanted).clip(max=len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)
