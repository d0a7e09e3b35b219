"""How often terms occur, as sums over articles: what one slice after the other adds, with no article held."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.base.spool import Spool
from analysis.topics.counts import Counts
from analysis.topics.strips import Numbers

KEPT = ((0, 0), (1, 0), (2, 0), (1, 1))  # powers of times, and of the size of the article, that are summed


class Sums:
    """What `base.resampling.rates` asks of `Drawn`, and how unevenly terms are spread: `terms` in alphabetical order.

    `weights` are the tokens of each article; `sizes` (by article_id) stand for them where they are given.
    """

    def __init__(self, slices: Iterable[Counts], sizes: pd.Series | None = None) -> None:
        numbers, held, weights = Numbers(), 0, []
        self._sums: dict[tuple[int, int], np.ndarray] = {powers: np.zeros(0) for powers in KEPT}
        self._spool = Spool()
        for each in slices:
            term = np.array(numbers.of(each.terms), np.int64)[each.term] if len(each.terms) else each.term
            size = each.sizes if sizes is None else sizes.reindex(each.ids).to_numpy()
            times, own = each.times.astype(float), size[each.article].astype(float)
            for (power, weight), total in [*self._sums.items()]:
                added = np.bincount(term, times**power * own**weight, len(numbers.words)).astype(float)
                added[: len(total)] += total
                self._sums[power, weight] = added
            self._spool.add(*(column.astype(np.int32) for column in (term, each.article + held, each.times)))
            held += len(each.ids)
            weights.append(size)
        self.weights = np.concatenate(weights).astype(float)
        self._order = np.array(sorted(range(len(numbers.words)), key=numbers.words.__getitem__), np.int64)
        self.terms = np.array(numbers.words, dtype=object)[self._order]

    def totals(self, power: int = 1, weight: int = 0) -> np.ndarray:
        """Return for each term the sum over articles of times ** power * size ** weight, where it occurs."""
        return self._sums[power, weight][self._order]

    def units(self) -> np.ndarray:
        """Return in how many articles each term occurs."""
        return self.totals(0).astype(np.int64)

    def jump(self) -> np.ndarray:
        """Return how many occurrences of each term come with one of them: see `Drawn.jump`."""
        return np.maximum(self.totals(2) / np.maximum(self.totals(), 1e-300), 1.0)

    def dispersion(self) -> np.ndarray:
        """Return how unevenly each term is spread over the articles: see `counts.dispersion`."""
        if np.count_nonzero(self.weights) < 2:
            return np.zeros(len(self.terms))
        size, total = self.weights / self.weights.sum(), self._sums[1, 0]
        moved = np.zeros(len(self.terms))
        for term, article, times in self._spool:
            np.add.at(moved, term, np.abs(times / total[term] - size[article]) - size[article])
        return (1 + moved[self._order]) / 2 / (1 - size[size > 0].min())
