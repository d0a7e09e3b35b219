"""Articles to the passages that they share: runs of words that stand in both, small changes bridged.

Seeds are runs of SEED words that stand in few articles; what two articles share is grown from them along the order
of the words (seed and extend: Smith, Cordell and Mullen 2015, passim; the Basic Local Alignment Search Tool, Altschul
et al. 1990). Runs that very many articles share are formulas and no seeds, so that time grows with the number of
articles and not with that of pairs.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.base.hashes import of_runs
from analysis.text.folding import normalize

SEED = 5  # words; fewer meet by chance, more are cut by small changes
BRIDGE = 6  # words at the most between two runs of one passage, on either side
COMMON, MOST = 30, 100  # articles with one run of SEED words beyond which it is a formula, with few and many outlets
PER_OUTLET = (
    3  # articles of each outlet with one such run, where this makes more: an outlet prints a text once or twice
)
DAYS = (
    6  # days with one run, from which on it is a formula between them: weather and prices, in the same words every day
)
Whole = npt.NDArray[np.int64]
_words = re.compile(r"[^\W_]+").findall


class Words(NamedTuple):
    """The words of articles, one after another, as numbers: `forms` lists what each number means.

    Those of article n are `numbers[starts[n] : starts[n + 1]]`.
    """

    forms: list[str]
    numbers: Whole
    starts: Whole


class Printed(NamedTuple):
    """How many outlets printed the articles, and the number of the day of each (below 0: unknown)."""

    outlets: int
    days: Whole


class Run(NamedTuple):
    """`size` equal words in a row: the first stands at `one` in the one article and at `other` in the other."""

    one: int
    other: int
    size: int


def words_of(texts: Sequence[str]) -> Words:
    """Return the words of texts, as matching sees them.

    >>> words_of(["قال الوزير", "قالَ: «نعم»"]).numbers.tolist()
    [0, 1, 0, 2]
    """
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    each = [np.fromiter(map(numbers.__getitem__, _words(normalize(text))), np.int64) for text in texts]
    starts = np.cumsum([0, *map(len, each)], dtype=np.int64)
    return Words(list(numbers), np.concatenate([np.empty(0, np.int64), *each]), starts)


def shared(
    words: Words, printed: Printed, content: npt.NDArray[np.bool_], least: int
) -> Iterator[tuple[int, int, list[Run]]]:
    """Yield the pairs of articles that share runs of words, and these runs, in order of the pairs.

    Of each pair the runs hold at least `least` words of `content` (which words are no formula) together. Positions
    count from the beginning of the article; runs may overlap.
    """
    one, other = _seeds(words, printed)
    article = np.repeat(np.arange(len(words.starts) - 1), np.diff(words.starts))
    pair, one, other, size = _runs(article[one] * len(words.starts) + article[other], one, other)
    told = np.append(0, np.cumsum(content))
    rows, place = np.unique(pair, return_index=True)
    enough = np.add.reduceat(told[one + size] - told[one], place) >= least if len(place) else place.astype(bool)
    ends = np.append(place[1:], len(pair))
    for row, start, end in zip(rows[enough].tolist(), place[enough].tolist(), ends[enough].tolist(), strict=True):
        left, right = divmod(row, len(words.starts))
        span = slice(start, end)
        places = (one[span] - words.starts[left], other[span] - words.starts[right], size[span])
        yield left, right, [Run(*each) for each in zip(*(each.tolist() for each in places), strict=True)]


def _runs(pair: Whole, one: Whole, other: Whole) -> tuple[Whole, Whole, Whole, Whole]:
    """Return seeds that follow each other in both articles of a pair as runs: pair, positions, size in words."""
    order = np.lexsort((one, other - one, pair))
    pair, one, other = pair[order], one[order], other[order]
    same = (np.diff(pair) == 0) & (np.diff(one) == 1) & (np.diff(other) == 1)
    first = np.flatnonzero(np.append(True, ~same)[: len(pair)])
    size = np.diff(np.append(first, len(pair))) + SEED - 1
    return pair[first], one[first], other[first], size


def _seeds(words: Words, printed: Printed) -> tuple[Whole, Whole]:
    """Return where seeds stand that two articles share: the positions in the one and in the other."""
    days = printed.days
    article = np.repeat(np.arange(len(words.starts) - 1), np.diff(words.starts))
    places = np.flatnonzero(article[: max(len(article) - SEED + 1, 0)] == article[SEED - 1 :])
    hashes = of_runs(words.numbers.astype(np.uint64), SEED)[places]
    order = np.argsort(hashes, kind="stable")
    hashes, places = hashes[order], places[order]
    holder = article[places]
    new = np.append(True, np.diff(hashes) != 0)[: len(hashes)]
    kept = new | np.append(True, np.diff(holder) != 0)[: len(hashes)]  # once an article
    places, holder, new = places[kept], holder[kept], new[kept]
    first = np.flatnonzero(new)
    size = np.diff(np.append(first, len(places)))
    most = min(max(COMMON, PER_OUTLET * printed.outlets), MOST)
    rare = np.repeat((size > 1) & (size <= most), size)
    daily = np.repeat(on_many_days(size, days[holder], (size >= DAYS) & (size <= most)), size)[rare]
    rest = (np.repeat(first + size, size) - np.arange(len(places)) - 1)[rare]  # articles of the same seed after this
    places, at = places[rare], np.arange(rare.sum())
    left = np.repeat(at, rest)
    right = left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(rest) - rest, rest)
    ends = article[places[left]], article[places[right]]
    close = np.abs(days[ends[0]] - days[ends[1]]) < 2
    kept = close | ~daily[left]
    return places[left[kept]], places[right[kept]]


def on_many_days(size: Whole, days: Whole, some: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Tell which seeds articles of DAYS days or more hold: only `some` are looked at, since most stand in one alone."""
    daily = np.zeros(len(size), bool)
    first = np.append(0, np.cumsum(size[some]))[:-1]
    daily[some] = _days(first, days[np.repeat(some, size)]) >= DAYS
    return daily


def _days(first: Whole, days: Whole) -> Whole:
    """Return on how many days the articles of each seed came out; those of a seed begin at `first`, -1 is no day."""
    seed = np.zeros(len(days), np.int64)
    seed[first[1:]] = 1
    seed = np.cumsum(seed)
    most = days.max(initial=0) + 2
    told = np.unique((seed * most + days + 1)[days >= 0]) // most
    return np.bincount(told, minlength=len(first))


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
