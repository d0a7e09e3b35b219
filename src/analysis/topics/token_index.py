"""A corpus as numbers, to look up one word or phrase after the other."""

import re
from functools import cached_property

import numpy as np

from analysis.corpus.corpus import Corpus
from analysis.lemmas.lemmatize import lemmatize
from analysis.text.folding import normalize
from analysis.topics.fragments import content, is_alone
from analysis.topics.phrases import READ, codes, is_linked, joined, joined_at, kinds, vocabulary
from analysis.topics.wildcards import is_pattern, matching, words_of

FEW = 50_000  # places at which one looks between two words by themselves, before one looks at all


class TokenIndex:
    """The words of a corpus as numbers, to look up one phrase after the other.

    `tokens` are those of `corpus`, with the columns of `phrases.READ`; `held` are the lemmas of the corpus that it is
    a slice of.
    """

    def __init__(self, corpus: Corpus, held: frozenset[str] | None = None) -> None:
        self.corpus, self.tokens = corpus, corpus.columns("tokens", READ)
        self.lemmatizer = str(corpus.info.get("lemmatizer", "auto"))
        self.held = vocabulary(corpus) if held is None else held
        self.forms, forms = codes(self.tokens["form"], folded=True)
        self.roots, roots = codes(self.tokens["lemma"], folded=True)
        self.form = {word: code for code, word in enumerate(forms)}
        self.root = {word: code for code, word in enumerate(roots)}

    def linked(self, at: np.ndarray) -> np.ndarray:
        """Tell whether `و` or `ف` is attached to the tokens at these positions."""
        numbers, pairs = kinds(self.tokens.iloc[at], "form", "lemma")
        return np.array([is_linked(*pair) for pair in pairs], dtype=bool)[numbers] if pairs else numbers > 0

    def joined(self, at: np.ndarray) -> np.ndarray:
        """Tell whether the tokens at these positions and the next may stand in one phrase."""
        return joined_at(self.corpus, self.tokens, at) if len(at) < FEW else self._joined[at]

    @cached_property
    def _joined(self) -> np.ndarray:
        return joined(self.corpus)

    @cached_property
    def same_sentence(self) -> np.ndarray:
        """Of each token, whether the next stands in the same sentence."""
        tokens = self.tokens
        same = np.zeros(len(tokens), dtype=bool)
        if len(same) > 1:
            columns = [codes(tokens[name])[0] for name in ("article_id", "part")]
            columns.append(tokens["sentence"].to_numpy())
            same[:-1] = np.logical_and.reduce([np.diff(column) == 0 for column in columns])
        return same

    def occurrences(self, query: str, by: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the positions in `tokens` of the first and the last token of each occurrence of a phrase.

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
        found = np.arange(len(self.forms))
        loose = len(words) == 1 or is_loose(query)
        for step, (word, root) in enumerate(zip(words, lemmatize(words, self.lemmatizer), strict=True)):
            found = found[found + step < len(self.forms)]
            found = found[self.hits(word, root, by, at=found + step, first=not step, alone=len(words) == 1)]
            if step:
                found = found[self.same_sentence[found + step - 1] if loose else self.joined(found + step - 1)]
        return found, found + len(words) - 1

    def exactly(self, lemma: str) -> np.ndarray:
        """Return the positions of the tokens of a lemma, spelled as given; see `occurrences`."""
        hit = (self.tokens["lemma"] == lemma).to_numpy()
        if is_alone(lemma):  # some of its forms may be none
            hit = hit & content(self.tokens)
        return np.flatnonzero(hit)

    def hits(
        self, word: str, root: str, by: str, *, at: np.ndarray | None = None, first: bool = True, alone: bool = True
    ) -> np.ndarray:
        """Tell which of the tokens `at` these positions, or of all, are a word or what its wildcards stand for.

        `root` is the lemma of the word. `first` and `alone` tell whether it is the first word of a phrase, and the only
        one: to a later one `و` is attached in the corpus as it is in the phrase, and by lemma a word that is alone may
        be a lemma itself.
        """
        forms, roots = (self.forms, self.roots) if at is None else (self.forms[at], self.roots[at])
        hit = np.zeros(len(forms), dtype=bool)
        if by in ("any", "form"):
            hit |= _among(forms, self._numbers("form", {word}))
        if by in ("any", "lemma"):
            same = _among(roots, self._numbers("root", {root, word} if alone or is_pattern(word) else {root}))
            if not (first or is_pattern(word)):
                place = np.flatnonzero(same)
                same[place] = self.linked(place if at is None else at[place]) == is_linked(word, root)
            hit |= same
        return hit

    def _numbers(self, kind: str, words: set[str]) -> np.ndarray:
        """Return the codes of normalised forms or lemmas that words, or their wildcards, stand for."""
        known: dict[str, int] = getattr(self, kind)
        codes = [
            matching(word, known) if is_pattern(word) else np.array([known.get(normalize(word), -1)]) for word in words
        ]
        return np.unique(np.concatenate(codes))


def is_loose(phrase: str) -> bool:
    """Tell whether a phrase has punctuation: then so may what it stands for."""
    return re.search(r"[^\w\s\"'«»“”‘’„‹›*?-]", phrase) is not None


def _among(values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Tell which of these codes are wanted."""
    if len(wanted) == 1:
        return np.asarray(values == wanted[0])
    return np.isin(values, wanted, kind="table") if len(values) else np.zeros(0, dtype=bool)
