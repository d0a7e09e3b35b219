"""Counts of terms by article, in files: what is told of each term by itself needs a part of them at a time."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from analysis.base.resampling import Drawn
from analysis.base.spool import Spool
from analysis.topics.counts import Counts
from analysis.topics.strips import Numbers

HELD = 10_000  # articles to a part: with one of them, some 2 million counts are in memory
MOST = 64  # parts, each of which keeps a file open


class Ledger:
    """The counts of corpora, one behind the other: `ids` and `sizes` of their articles, `corpus` the number of each's.

    It yields the terms of a part, in no order, and how often they occur in each article.
    """

    def __init__(self, corpora: Sequence[Iterable[Counts]], articles: int) -> None:
        self._numbers, self._spools = Numbers(), [Spool() for _ in range(min(1 + articles // HELD, MOST))]
        held, parts, ids, sizes, numbers = 0, len(self._spools), [], [], []
        for number, slices in enumerate(corpora):
            for each in slices:
                term = np.array(self._numbers.of(each.terms), np.int32)[each.term] if len(each.term) else each.term
                for part, spool in enumerate(self._spools):
                    at = np.flatnonzero(term % parts == part)
                    spool.add(term[at] // parts, (each.article[at] + held).astype(np.int32), each.times[at])
                held += len(each.ids)
                ids.append(each.ids)
                sizes.append(each.sizes)
                numbers.append(np.full(len(each.ids), number))
        self.ids, self.sizes, self.corpus = (np.concatenate(each) for each in (ids, sizes, numbers))

    def __iter__(self) -> Iterator[tuple[np.ndarray, Drawn]]:
        words, weights = np.array(self._numbers.words, dtype=object), self.sizes.astype(float)
        for part, spool in enumerate(self._spools):
            terms = words[part :: len(self._spools)]
            key, article, times = (np.concatenate(column) for column in zip(*spool, strict=True))
            order = np.argsort(key, kind="stable")
            yield terms, Drawn(key[order], article[order], times[order], weights, len(terms))
