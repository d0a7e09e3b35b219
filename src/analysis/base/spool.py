"""Arrays that are gone through again and again: those of one slice after the other, in a file of their own."""

from collections.abc import Iterator
from tempfile import TemporaryFile

import numpy as np


class Spool:
    """Tuples of arrays in their order; no more than one of them is in memory. The file goes when the spool does."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115
        self._sizes: list[int] = []

    def add(self, *arrays: np.ndarray) -> None:
        for each in arrays:
            np.save(self._file, each, allow_pickle=False)
        self._sizes.append(len(arrays))

    def __len__(self) -> int:
        return len(self._sizes)

    def __iter__(self) -> Iterator[tuple[np.ndarray, ...]]:
        self._file.flush()
        at = 0
        for size in self._sizes:
            self._file.seek(at)  # another loop may go through it, too
            arrays = tuple(np.load(self._file, allow_pickle=False) for _ in range(size))
            at = self._file.tell()
            yield arrays
