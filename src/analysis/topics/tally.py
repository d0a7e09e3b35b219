"""Sums of keys that come a slice at a time."""

import numpy as np
import pandas as pd

PENDING = 1 << 20  # keys that wait before they are added up


class Tally:
    """How often each key was added."""

    def __init__(self) -> None:
        self._keys, self._count = np.zeros(0, np.int64), np.zeros(0, np.int64)
        self._pending: list[tuple[np.ndarray, np.ndarray]] = []

    def add(self, keys: np.ndarray, times: np.ndarray | None = None) -> None:
        """Add keys, each once or so many times."""
        numbers, distinct = pd.factorize(keys)
        self._pending.append((distinct, np.bincount(numbers, times, len(distinct))))
        if sum(len(each) for each, _ in self._pending) > max(PENDING, len(self._keys)):
            self.total()

    def total(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the keys in their order, and how often each was added."""
        pairs = [(self._keys, self._count), *self._pending]
        self._keys, place = np.unique(np.concatenate([keys for keys, _ in pairs]), return_inverse=True)
        count = np.bincount(place, np.concatenate([count for _, count in pairs]), len(self._keys))
        self._count, self._pending = count.astype(np.int64), []
        return self._keys, self._count
