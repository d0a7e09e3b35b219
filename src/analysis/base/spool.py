"""Arrays that are gone through again and again: those of one slice after the other, in a file of their own."""

import os
from collections.abc import Iterator
from tempfile import TemporaryFile

import numpy as np


class Spool:
    """Tuples of arrays in their order; no more than one of them is in memory. The file goes when the spool does."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115
        self._begins: list[int] = []

    def add(self, *arrays: np.ndarray) -> None:
        self._begins.append(self._file.seek(0, os.SEEK_END))
        np.save(self._file, np.array(len(arrays)), allow_pickle=False)
        for each in arrays:
            np.save(self._file, each, allow_pickle=False)

    def __len__(self) -> int:
        return len(self._begins)

    def __getitem__(self, number: int) -> tuple[np.ndarray, ...]:
        self._file.seek(self._begins[number])  # another loop may go through it, too
        size = int(np.load(self._file, allow_pickle=False))
        return tuple(np.load(self._file, allow_pickle=False) for _ in range(size))

    def __iter__(self) -> Iterator[tuple[np.ndarray, ...]]:
        yield from (self[number] for number in range(len(self)))
