"""Articles to the runs of words that two of them share: seeds, which stand in few articles, and what they grow to.

Seeds are runs of SEED words that stand in few articles; what two articles share is grown from them along the order
of the words (seed and extend: Smith, Cordell and Mullen 2015, passim; the Basic Local Alignment Search Tool, Altschul
et al. 1990). Runs that very many articles share are formulas and no seeds, so that time grows with the number of
articles and not with that of pairs. Seeds lie on shelves by their hash, and where two articles share one by the first
of the two: what is in memory at once does not grow.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.base.hashes import Whole, of_runs
from analysis.stories.passages import Run
from analysis.stories.shelves import Shelves, shelves_for
from analysis.stories.written import Written

SEED = 5  # words; fewer meet by chance, more are cut by small changes
COMMON, MOST = 30, 100  # articles with one run of SEED words beyond which it is a formula, with few and many outlets
PER_OUTLET = (
    3  # articles of each outlet with one such run, where this makes more: an outlet prints a text once or twice
)
DAYS = (
    6  # days with one run, from which on it is a formula between them: weather and prices, in the same words every day
)
_SEED = np.dtype([("hash", "<u8"), ("article", "<i4"), ("at", "<i4")])
_MET = np.dtype([("one", "<i4"), ("other", "<i4"), ("at", "<i4"), ("to", "<i4")])


class Printed(NamedTuple):
    """How many outlets printed the articles, and the number of the day of each (below 0: unknown)."""

    outlets: int
    days: Whole


def shared(
    texts: Iterable[tuple[Whole, Sequence[str]]], printed: Printed, words: Written, least: int
) -> Iterator[tuple[int, int, list[Run]]]:
    """Yield the pairs of articles that share runs of words, and these runs, in order of the pairs.

    `texts` are the articles (numbers) with their texts, some at a time; they are added to `words`. Of each pair the
    runs hold at least `least` words together that are no part of a formula. Positions count from the beginning of the
    article; runs may overlap.
    """
    count = shelves_for(len(printed.days))
    span = -(-len(printed.days) // count)
    seeds, met = Shelves(count, _SEED), Shelves(count, _MET)
    for articles, bodies in texts:
        found = _seeds(articles, *words.add(articles, bodies))
        seeds.put((found["hash"] % np.uint64(count)).astype(np.int64), found)
    for each in seeds.taken():
        pairs = _met(each, printed)
        met.put(pairs["one"].astype(np.int64) // span, pairs)
    for number, each in enumerate(met.taken()):
        yield from _grown(each, words, range(number * span, min((number + 1) * span, len(printed.days))), least)


def _grown(met: np.ndarray, words: Written, articles: range, least: int) -> Iterator[tuple[int, int, list[Run]]]:
    """Yield the pairs whose first is one of `articles` that share enough, with the runs that they share."""
    total = len(words.sizes)
    pair, one, other, size = _runs(met["one"].astype(np.int64) * total + met["other"], met["at"], met["to"])
    plain = [words.read(article)[1] for article in articles]
    told = np.append(0, np.cumsum(np.concatenate([np.empty(0, bool), *plain])))
    starts = np.append(0, np.cumsum(words.sizes[articles.start : articles.stop]))
    begun = starts[pair // total - articles.start] + one
    rows, place = np.unique(pair, return_index=True)
    enough = np.add.reduceat(told[begun + size] - told[begun], place) >= least if len(place) else place.astype(bool)
    ends = np.append(place[1:], len(pair))
    for row, start, end in zip(rows[enough].tolist(), place[enough].tolist(), ends[enough].tolist(), strict=True):
        runs = zip(*(each[start:end].tolist() for each in (one, other, size)), strict=True)
        yield *divmod(row, total), [Run(*each) for each in runs]


def _runs(pair: Whole, one: Whole, other: Whole) -> tuple[Whole, Whole, Whole, Whole]:
    """Return seeds that follow each other in both articles of a pair as runs: pair, positions, size in words."""
    order = np.lexsort((one, other - one, pair))
    pair, one, other = pair[order], one[order], other[order]
    same = (np.diff(pair) == 0) & (np.diff(one) == 1) & (np.diff(other) == 1)
    first = np.flatnonzero(np.append(True, ~same)[: len(pair)])
    size = np.diff(np.append(first, len(pair))) + SEED - 1
    return pair[first], one[first], other[first], size


def _seeds(articles: Whole, numbers: Whole, starts: Whole) -> np.ndarray:
    """Return the runs of SEED words of articles: hash, article and place in it."""
    text = np.repeat(np.arange(len(articles)), np.diff(starts))
    places = np.flatnonzero(text[: max(len(text) - SEED + 1, 0)] == text[SEED - 1 :])
    found = np.empty(len(places), _SEED)
    found["hash"] = of_runs(numbers.astype(np.uint64), SEED)[places]
    found["article"], found["at"] = articles[text[places]], places - starts[text[places]]
    return found


def _met(seeds: np.ndarray, printed: Printed) -> np.ndarray:
    """Return where two articles share a seed that is no formula: the one and the other, and the place in each."""
    days = printed.days
    seeds = seeds[np.lexsort((seeds["at"], seeds["article"], seeds["hash"]))]
    hashes, holder = seeds["hash"], seeds["article"].astype(np.int64)
    new = np.append(True, np.diff(hashes) != 0)[: len(hashes)]
    kept = new | np.append(True, np.diff(holder) != 0)[: len(hashes)]  # once an article
    places, holder, new = seeds["at"][kept], holder[kept], new[kept]
    first = np.flatnonzero(new)
    size = np.diff(np.append(first, len(places)))
    most = min(max(COMMON, PER_OUTLET * printed.outlets), MOST)
    rare = np.repeat((size > 1) & (size <= most), size)
    daily = np.repeat(on_many_days(size, days[holder], (size >= DAYS) & (size <= most)), size)[rare]
    rest = (np.repeat(first + size, size) - np.arange(len(places)) - 1)[rare]  # articles of the same seed after this
    places, holder, at = places[rare], holder[rare], np.arange(rare.sum())
    left = np.repeat(at, rest)
    right = left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(rest) - rest, rest)
    close = np.abs(days[holder[left]] - days[holder[right]]) < 2
    left, right = (each[close | ~daily[left]] for each in (left, right))
    found = np.empty(len(left), _MET)
    found["one"], found["other"], found["at"], found["to"] = holder[left], holder[right], places[left], places[right]
    return found


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
