"""Words to those that are formula: titles and the names after them, blessings, templates of results and of weather.

What two articles share of these, neither has from the other: `stories/data/formulas.yml` lists the words, and here
stands how far each reaches. Runs of words that very many articles share are formulas too; `passages` knows them.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.text import tables
from analysis.text.folding import normalize

HONOUR = 2  # words after it: a name
OFFICE = 3  # words after it: what it is over
GAP = 2  # words between two words of formulas that belong to them: `رئيس هيئة الطيران المدني المهندس`
_PARTICLES = [
    f"{first}{second}" for first in ("", "و", "ف") for second in ("", "ال", "ل", "لل", "ب", "بال", "ك", "كال")
]
Marks = npt.NDArray[np.bool_]


class _Kinds(NamedTuple):
    """What the words are, for each number of a word."""

    reach: npt.NDArray[np.int8]  # how many words after it belong to it; -1 where it is no word of a formula
    kin: Marks
    ends: Marks
    figures: Marks


def content(forms: Sequence[str], numbers: npt.NDArray[np.int64], starts: npt.NDArray[np.int64]) -> Marks:
    """Return for each word of articles whether it is no part of a formula (see `passages.words_of`).

    >>> words = "استقبل معالي وزير الصحة وفدا زار 12 مستشفى".split()
    >>> found = content(words, np.arange(len(words)), np.array([0, len(words)]))
    >>> [word for word, kept in zip(words, found) if kept]
    ['استقبل', '12', 'مستشفى']
    """
    kinds = _kinds(forms)
    reach, ends, kin = kinds.reach[numbers], kinds.ends[numbers], kinds.kin[numbers]
    article = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
    marked = reach >= 0
    going = np.ones(len(numbers), bool)
    for step in range(1, OFFICE + 1):
        going = going[: len(going) - 1] & ~ends[step:] & (article[: len(article) - step] == article[step:])
        marked[step:] |= going & (reach[: len(reach) - step] >= step)
    marked[:-1] |= kin[1:] & (article[:-1] == article[1:])
    return ~_closed(marked, article, kinds.figures[numbers])


def _closed(marked: Marks, article: npt.NDArray[np.int64], kept: Marks) -> Marks:
    """Return marks with short gaps closed: those of one article in which nothing is to be kept."""
    closed = marked.copy()
    for size in range(1, GAP + 1):
        last = max(len(marked) - size - 1, 0)
        gap = marked[:last] & marked[size + 1 :] & (article[:last] == article[size + 1 :])
        for at in range(1, size + 1):
            gap &= ~kept[at : at + last]
        for at in range(1, size + 1):
            closed[at : at + last] |= gap
    return closed


def _kinds(forms: Sequence[str]) -> _Kinds:
    reach, kin, ends = _lists()
    return _Kinds(
        np.fromiter((reach.get(form, -1) for form in forms), np.int8, len(forms)),
        np.fromiter((form in kin for form in forms), bool, len(forms)),
        np.fromiter((form in ends for form in forms), bool, len(forms)),
        np.fromiter((form[0].isdigit() for form in forms), bool, len(forms)),
    )


@cache
def _lists() -> tuple[dict[str, int], frozenset[str], frozenset[str]]:
    """Return how far each form of a formula reaches, the forms that join names, and those that end one."""
    listed = tables.table("stories/data/formulas.yml")
    plain = [name for name in listed if name not in ("honours", "offices", "kin", "ends")]
    reaches = {**dict.fromkeys(plain, 0), "kin": 1, "honours": HONOUR, "offices": OFFICE}
    reach = {form: words for name, words in reaches.items() for form in _attached(listed[name])}
    reach |= {form: reach.get(form, 0) for form in _attached(tables.given_names())}
    kin = frozenset(map(normalize, listed["kin"]))
    return reach, kin, frozenset(map(normalize, listed["ends"]))


def _attached(words: Iterable[str]) -> set[str]:
    """Return the forms of words as matching sees them: bare, and with what is written onto them."""
    return {particle + form for word in words for form in normalize(word).split() for particle in _PARTICLES}
