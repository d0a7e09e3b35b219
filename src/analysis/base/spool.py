"""Arrays that are gone through again and again: those of one slice after the other, in a file of their own."""

import os
from collections.abc import Iterator
from tempfile import TemporaryFile

import numpy as np
import numpy.typing as npt


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


class Column:
    """Numbers of one type that are added bit by bit and then read anywhere: in a file, of which the system keeps in
    memory what there is room for. With a `width`, rows of so many."""

    def __init__(self, kind: npt.DTypeLike, width: int = 0) -> None:
        self._kind, self._shape = np.dtype(kind), (-1, width) if width else (-1,)
        self._file = TemporaryFile()  # noqa: SIM115

    def add(self, values: np.ndarray) -> None:
        self._file.write(np.ascontiguousarray(values, self._kind).tobytes())

    def all(self) -> np.ndarray:
        self._file.flush()
        empty = not os.fstat(self._file.fileno()).st_size  # which cannot be mapped
        held = np.empty(0, self._kind) if empty else np.memmap(self._file, self._kind, "r")
        return held.reshape(self._shape if not empty else (0, *self._shape[1:]))
