"""The words of a corpus as numbers, slice by slice: the same number for a word in all of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import count, islice
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.base.spool import Spool
from analysis.corpus.corpus import Corpus
from analysis.text.folding import normalize
from analysis.topics.phrases import READ, is_linked, joined

# What a word may be, and what stands behind it.
LINKED, OPENING, CLOSING, INNER, JOINED = 1, 2, 4, 8, 16
Fits = Callable[[str, str, bool], tuple[bool, bool, bool]]


class Numbers:
    """Words, numbered in order of appearance; `words` lists them."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._known: defaultdict[str, int] = defaultdict(count().__next__)

    def of(self, words: Iterable[str]) -> list[int]:
        numbers = list(map(self._known.__getitem__, words))
        self.words += islice(self._known, len(self.words), None)
        return numbers

    def all(self, values: pd.Series) -> np.ndarray:
        """Return the numbers of a column of words."""
        local, distinct = pd.factorize(values)
        numbers = np.array(self.of(np.asarray(distinct, dtype=object)), np.int64)
        return numbers[local] if len(distinct) else local.astype(np.int64)


class Strips(NamedTuple):
    """A corpus as strips of numbers, one a slice.

    `words` holds for each token the number of its lemma (or form), spellings that match taken as one, and what it may
    be (LINKED to JOINED); `written` the number of its form among `forms`, and of its article. `size` counts tokens.
    """

    words: Spool
    written: Spool
    vocabulary: int
    forms: list[str]
    size: int


def strips(corpus: Corpus, by: str, fits: Fits) -> Strips:
    """Return the words of a corpus as strips; `fits` tells of form, lemma and stop whether a term may begin with it,
    end with it, and hold it inside."""
    forms, lemmas, folded = Numbers(), Numbers(), Numbers()
    fold = np.empty(0, np.int32)  # of each form or lemma, the number of what it is matched as
    kinds: dict[int, int] = {}
    words, written, articles, size = Spool(), Spool(), 0, 0
    for each in corpus.slices():
        tokens = each.columns("tokens", READ)
        form, lemma = forms.all(tokens["form"]), lemmas.all(tokens["lemma"])
        own, known = (lemma, lemmas) if by == "lemma" else (form, forms)
        fold = np.append(fold, np.array(folded.of(map(normalize, known.words[len(fold) :])), np.int32))
        stop = tokens["stop"].to_numpy()
        local, distinct = pd.factorize((form << 32) + (lemma << 1) + stop)
        for kind in distinct.tolist():
            if kind not in kinds:
                word = forms.words[kind >> 32], lemmas.words[(kind >> 1) % (1 << 31)]
                kinds[kind] = _kind(*word, bool(kind & 1), fits)
        flags = np.array([kinds[kind] for kind in distinct.tolist()], np.uint8)[local]
        flags += JOINED * joined(each).astype(np.uint8)
        words.add(fold[own], flags)
        article, ids = pd.factorize(tokens["article_id"])
        written.add(form.astype(np.int32), (article + articles).astype(np.int32))
        articles, size = articles + len(ids), size + len(tokens)
    return Strips(words, written, len(folded.words), forms.words, size)


def _kind(form: str, lemma: str, stop: bool, fits: Fits) -> int:
    first, last, inside = fits(form, lemma, stop)
    return LINKED * is_linked(form, lemma) + OPENING * first + CLOSING * last + INNER * inside
