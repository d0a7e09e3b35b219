"""Which reading a word has in its sentence: noun or verb, by the words beside it."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from analysis.lemmas.readings import Reading
from analysis.text import tables

START, END = "^", "$"  # what stands beside the first and the last word of a sentence
LARGEST = 8.0  # odds beyond say no more


def verbs(readings: Sequence[Reading], words: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Tell of each word of a text whether it is a verb there.

    `words` are the words in their order, as places in `readings`; `starts` the places in `words` of the first word of
    each sentence. The logarithm of verb : noun is that of the form, moved by the words on its left and right: a
    logistic regression (see lemmas/data/README.md).
    """
    known = weights()
    if not len(words):
        return np.zeros(0, dtype=bool)
    alone = np.array([known.alone(reading) for reading in readings], dtype=float)
    found = alone[words] > 0
    at = np.flatnonzero(np.isfinite(alone)[words])
    group = np.array([known.groups.get(group_of(reading.shape), 0) for reading in readings])[words[at]]
    beside = np.array([known.classes.get(reading.beside, 0) for reading in readings])
    left, right = _neighbours(beside, words, starts, known.classes)
    found[at] = alone[words[at]] + known.left[group, left[at]] + known.right[group, right[at]] > 0
    return found


def _neighbours(
    beside: np.ndarray, words: np.ndarray, starts: np.ndarray, classes: Mapping[str, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Return the class of what stands before and after each word."""
    left, right = np.zeros(len(words), dtype="int64"), np.zeros(len(words), dtype="int64")
    left[1:], right[:-1] = beside[words[:-1]], beside[words[1:]]
    if len(starts):  # else where sentences begin and end is not known
        left[starts[starts < len(words)]] = classes.get(START, 0)
        right[np.r_[starts[starts > 0], len(words)] - 1] = classes.get(END, 0)
    return left, right


class Weights(NamedTuple):
    """Weights of the regression: tables by group of shapes and by class of neighbour (0: what is not known)."""

    groups: dict[str, int]
    classes: dict[str, int]
    shape: np.ndarray
    odds: np.ndarray
    left: np.ndarray
    right: np.ndarray

    def alone(self, reading: Reading) -> float:
        """Return what is to be said of a form without its neighbours: minus infinity where it can be no verb."""
        if not reading.verb or not reading.noun:
            return np.inf if reading.verb else -np.inf
        group = self.groups.get(group_of(reading.shape), 0)
        return float(self.shape[group] + self.odds[group] * max(-LARGEST, min(LARGEST, reading.odds)))


@lru_cache(maxsize=1000)
def group_of(shape: str) -> str:
    """Return the group of a shape of verbs that has weights of its own.

    >>> [group_of(shape) for shape in ("يون", "ت", ".ت+", ".نا", "س")]
    ['يو', 'ت', '.ت+', '..', 'س']
    """
    bare = shape.rstrip("+")
    if bare[:1] != ".":
        return bare[:1] + ("و" if bare[1:] in ("ون", "وا", "و") else "")
    return (bare if bare[1:] in ("", "ت", "وا", "ا") else "..") + shape[len(bare) :]


@lru_cache
def weights() -> Weights:
    """Return the weights that ship: lemmas/data/context.tsv."""
    return weights_of(line.split("\t") for line in tables.lines("lemmas/data/context.tsv"))


def weights_of(rows: Iterable[Sequence[str]]) -> Weights:
    """Return weights told as rows of what (shape, odds, left, right), group, class of neighbour, weight."""
    rows = list(rows)
    groups = {name: number for number, name in enumerate(["", *sorted({row[1] for row in rows} - {""})])}
    classes = {name: number for number, name in enumerate(["", *sorted({row[2] for row in rows} - {""})])}
    made = {name: np.zeros((len(groups), len(classes))) for name in ("shape", "odds", "left", "right")}
    for what, group, beside, weight in rows:
        made[what][groups[group], classes[beside]] = float(weight)
    return Weights(groups, classes, made["shape"][:, 0], made["odds"][:, 0], made["left"], made["right"])
