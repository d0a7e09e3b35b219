"""A corpus as numbers, to look up one word or phrase after the other."""

import re
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.base.frames import PARTS, SPAN
from analysis.corpus.corpus import Corpus
from analysis.lemmas.lemmatize import lemmatize
from analysis.text.folding import normalize
from analysis.topics.fragments import content, is_alone
from analysis.topics.phrases import (
    FEW,
    attached,
    codes,
    folded_of,
    is_linked,
    joined,
    joined_at,
    same_sentence,
    vocabulary,
)
from analysis.topics.wildcards import is_pattern, matching, words_of


class TokenIndex:
    """The words of a corpus as numbers, to look up one phrase after the other; what is not asked for is not read.

    `spans` and `words` are the tokens of `corpus`; `held` are the lemmas of the corpus that it is a slice of.
    """

    def __init__(self, corpus: Corpus, held: frozenset[str] | None = None) -> None:
        self.corpus = corpus
        self.lemmatizer = str(corpus.info.get("lemmatizer", "auto"))
        self.held = vocabulary(corpus) if held is None else held

    @cached_property
    def size(self) -> int:
        return len(self.corpus.columns("tokens", ["stop"]))

    @cached_property
    def spans(self) -> pd.DataFrame:
        return self.corpus.columns("tokens", SPAN)

    @cached_property
    def words(self) -> pd.DataFrame:
        return self.corpus.columns("tokens", ["form", "lemma", "stop"])

    @cached_property
    def forms(self) -> "Coded":
        return Coded(self.corpus, "form")

    @cached_property
    def roots(self) -> "Coded":
        return Coded(self.corpus, "lemma")

    def joined(self, at: np.ndarray) -> np.ndarray:
        """Tell whether the tokens at these positions and the next may stand in one phrase."""
        return self._joined[at] if len(at) >= FEW else joined_at(self._texts, self.spans, at) if len(at) else at > 0

    @cached_property
    def _joined(self) -> np.ndarray:
        return joined(self.corpus)

    @cached_property
    def _texts(self) -> pd.DataFrame:
        return self.corpus.columns("articles", ["article_id", *PARTS]).set_index("article_id")

    @cached_property
    def same_sentence(self) -> np.ndarray:
        """Of each token, whether the next stands in the same sentence."""
        return same_sentence(self.spans)

    def occurrences(self, query: str, by: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the positions of the first and the last token of each occurrence of a phrase.

        By lemma, what is a lemma of the corpus, a merged term of several words too, means just that, so that a row of
        `frequency` leads to what it counts; other words mean their lemma, in any spelling. Raises ValueError for a
        phrase without a word, and for a wildcard without a letter.
        """
        words = words_of(query)
        if not words:
            raise ValueError(f"query={query!r}: give a word or a phrase")
        if not all(word.strip("*?") for word in words):
            raise ValueError(f"query={query!r}: give each wildcard a letter beside it")
        whole = words[0] if len(words) == 1 else query
        if whole in self.held and (by == "lemma" or (by == "any" and len(words) > 1)):
            exact = self.exactly(whole)
            return exact, exact
        loose = len(words) == 1 or is_loose(query)
        found = np.zeros(0, dtype=np.int64)
        for step, (word, root) in enumerate(zip(words, lemmatize(words, self.lemmatizer), strict=True)):
            after = found[found + step < self.size] + step if step else None
            found = self.places(word, root, by, among=after, first=not step, alone=len(words) == 1) - step
            if not len(found):
                break
            if step:
                found = found[self.same_sentence[found + step - 1] if loose else self.joined(found + step - 1)]
        return found, found + len(words) - 1

    def exactly(self, lemma: str) -> np.ndarray:
        """Return the positions of the tokens of a lemma, spelled as given; see `occurrences`."""
        found = self.roots.places(self.roots.spelled(lemma))
        if len(found) and is_alone(lemma):  # some of its forms may be none
            found = found[content(self.words.iloc[found])]
        return found

    def places(
        self, word: str, root: str, by: str, *, among: np.ndarray | None = None, first: bool = True, alone: bool = True
    ) -> np.ndarray:
        """Return the positions of the tokens, or of those `among` some, that are a word or what its wildcards tell.

        `root` is the lemma of the word. `first` and `alone` tell whether it is the first word of a phrase, and the only
        one: to a later one `و` is attached in the corpus as it is in the phrase, and by lemma a word that is alone may
        be a lemma itself.
        """
        found = [np.zeros(0, dtype=np.int64)]
        if by in ("any", "form"):
            found.append(self.forms.places(self.forms.matching({word}), among))
        if by in ("any", "lemma"):
            lemmas = {root, word} if alone or is_pattern(word) else {root}
            at = self.roots.places(self.roots.matching(lemmas), among)
            found.append(at if first else self._as_linked(at, word, root))
        return np.unique(np.concatenate(found))

    def _as_linked(self, at: np.ndarray, word: str, root: str) -> np.ndarray:
        """Return those of these positions to which `و` is attached as it is to a word."""
        if is_pattern(word) or not len(at):
            return at
        return at[attached(self.words, at) == is_linked(word, root)]


class Coded:
    """A column of words as codes into its distinct values, to look up which tokens hold a word."""

    def __init__(self, corpus: Corpus, name: str) -> None:
        self._codes, self._words = codes(corpus.columns("tokens", [name])[name])

    @cached_property
    def _folded(self) -> tuple[np.ndarray, dict[str, int]]:
        """The number of what each code is matched as, and these numbers by spelling."""
        numbers, spellings = pd.factorize(np.array(folded_of(self._words), dtype=object))
        return numbers, {word: number for number, word in enumerate(spellings)}

    def spelled(self, word: str) -> np.ndarray:
        """Return the codes of a word that is spelled as given."""
        return np.flatnonzero(self._words == word)

    def matching(self, words: set[str]) -> np.ndarray:
        """Return the codes of what words, or their wildcards, stand for in any spelling."""
        numbers, known = self._folded
        wanted = [matching(each, known) if is_pattern(each) else [known.get(normalize(each), -1)] for each in words]
        return np.flatnonzero(np.isin(numbers, np.concatenate(wanted)))

    def places(self, wanted: np.ndarray, among: np.ndarray | None = None) -> np.ndarray:
        """Return the positions of the tokens, or of those `among` some, with one of these codes."""
        if not len(wanted):
            return wanted
        told = np.zeros(len(self._words), dtype=bool)
        told[wanted] = True
        return np.flatnonzero(told[self._codes]) if among is None else among[told[self._codes[among]]]


def is_loose(phrase: str) -> bool:
    """Tell whether a phrase has punctuation: then so may what it stands for."""
    return re.search(r"[^\w\s\"'«»“”‘’„‹›*?-]", phrase) is not None
