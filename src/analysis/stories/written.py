"""The words of articles as numbers, in a temporary file; those of an article are read when they are asked for."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import count
from tempfile import TemporaryFile
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.base.hashes import Whole
from analysis.stories.formulas import content
from analysis.text.folding import normalize

words = re.compile(r"[^\W_]+").findall


class Words(NamedTuple):
    """The words of articles, one after another, as numbers: `forms` lists what each number means.

    Those of article n are `numbers[starts[n] : starts[n + 1]]`.
    """

    forms: list[str]
    numbers: Whole
    starts: Whole


def words_of(texts: Sequence[str]) -> Words:
    """Return the words of texts, as matching sees them.

    >>> words_of(["قال الوزير", "قالَ: «نعم»"]).numbers.tolist()
    [0, 1, 0, 2]
    """
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    each = [np.fromiter(map(numbers.__getitem__, words(normalize(text))), np.int64) for text in texts]
    starts = np.cumsum([0, *map(len, each)], dtype=np.int64)
    return Words(list(numbers), np.concatenate([np.empty(0, np.int64), *each]), starts)


class Written:
    """The words of `articles`, which are numbered from 0, and which of these are no part of a formula."""

    def __init__(self, articles: int) -> None:
        self.sizes, self._starts = np.zeros(articles, np.int64), np.zeros(articles, np.int64)
        self._file = TemporaryFile(prefix="analysis-")  # noqa: SIM115 (open as long as this is)
        self._end = 0
        self._number: defaultdict[str, int] = defaultdict(count().__next__)

    def add(self, articles: Whole, texts: Sequence[str]) -> tuple[Whole, Whole]:
        """Write the texts of some articles; return their words as numbers, and where each text starts."""
        found = words_of(texts)
        plain = content(*found)
        numbers = np.fromiter(map(self._number.__getitem__, found.forms), np.int64)[found.numbers]
        self.sizes[articles], self._starts[articles] = np.diff(found.starts), self._end + found.starts[:-1]
        self._end += len(numbers)
        self._file.write((numbers << 1 | plain).astype(np.int32).tobytes())
        return numbers, found.starts

    def read(self, article: int) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.bool_]]:
        """Return the words of an article, and which of them are no part of a formula."""
        self._file.seek(int(self._starts[article]) * 4)
        told = np.frombuffer(self._file.read(int(self.sizes[article]) * 4), np.int32)
        return told >> 1, (told & 1).astype(bool)
