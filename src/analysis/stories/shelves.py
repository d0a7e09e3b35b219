"""Records that memory does not hold: put on shelves, which are files, and read one shelf after another."""

from collections.abc import Iterator
from tempfile import TemporaryFile

import numpy as np

from analysis.base.hashes import Whole

ARTICLES = 3000  # whose records come to one shelf
MOST = 200  # shelves: each is an open file


def shelves_for(articles: int) -> int:
    """Return how many shelves the records of so many articles are put on."""
    return min(1 + articles // ARTICLES, MOST)


class Shelves:
    """Records of one kind in temporary files, each on the shelf it was put on, in the order in which they came."""

    def __init__(self, size: int, kind: np.dtype) -> None:
        self._kind = kind
        self._files = [TemporaryFile(prefix="analysis-") for _ in range(size)]  # noqa: SIM115 (open until taken)

    def __len__(self) -> int:
        return len(self._files)

    def put(self, shelf: Whole, records: np.ndarray) -> None:
        """Put each of some records on its shelf."""
        order = np.argsort(shelf, kind="stable")
        ends = np.searchsorted(shelf[order], np.arange(len(self) + 1))
        records = records[order]
        for file, first, last in zip(self._files, ends[:-1].tolist(), ends[1:].tolist(), strict=True):
            file.write(records[first:last].tobytes())

    def taken(self) -> Iterator[np.ndarray]:
        """Yield the records of each shelf, and let go of them."""
        for file in self._files:
            with file:
                file.seek(0)
                held = file.read()
            yield np.frombuffer(held, self._kind)
