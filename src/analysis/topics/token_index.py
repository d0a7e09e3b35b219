"""A corpus as numbers, to look up one word or phrase after the other."""

import re
from functools import cached_property

import numpy as np

from analysis.corpus.corpus import Corpus
from analysis.lemmas.lemmatize import lemmatize
from analysis.text.folding import normalize
from analysis.text.segments import token_spans
from analysis.topics.fragments import content, is_alone
from analysis.topics.phrases import codes, is_linked, joined, kinds, vocabulary


class TokenIndex:
    """The words of a corpus as numbers, to look up one phrase after the other.

    `held` are the lemmas of the corpus that it is a slice of.
    """

    def __init__(self, corpus: Corpus, held: frozenset[str] | None = None) -> None:
        self.corpus = corpus
        self.held = vocabulary(corpus) if held is None else held
        self.forms, forms = codes(corpus.tokens["form"], folded=True)
        self.roots, roots = codes(corpus.tokens["lemma"], folded=True)
        self.form = {word: code for code, word in enumerate(forms)}
        self.root = {word: code for code, word in enumerate(roots)}

    @cached_property
    def linked(self) -> np.ndarray:
        """Of each token, whether `و` or `ف` is attached to it."""
        numbers, pairs = kinds(self.corpus.tokens, "form", "lemma")
        return np.array([is_linked(*pair) for pair in pairs], dtype=bool)[numbers] if pairs else numbers > 0

    @cached_property
    def joined(self) -> np.ndarray:
        return joined(self.corpus)

    @cached_property
    def same_sentence(self) -> np.ndarray:
        """Of each token, whether the next stands in the same sentence."""
        tokens = self.corpus.tokens
        same = np.zeros(len(tokens), dtype=bool)
        if len(same) > 1:
            columns = [codes(tokens[name])[0] for name in ("article_id", "part")]
            columns.append(tokens["sentence"].to_numpy())
            same[:-1] = np.logical_and.reduce([np.diff(column) == 0 for column in columns])
        return same

    def occurrences(self, query: str, by: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the positions in `corpus.tokens` of the first and the last token of each occurrence of a phrase.

        By lemma, what is a lemma of the corpus, a merged term of several words too, means just that, so that a row of
        `frequency` leads to what it counts; other words mean their lemma, in any spelling. Raises ValueError for a
        phrase without a word.
        """
        words = [query[start:end] for start, end in token_spans(query)]
        if not words:
            raise ValueError(f"query={query!r}: give a word or a phrase")
        whole = words[0] if len(words) == 1 else query
        if whole in self.held and (by == "lemma" or (by == "any" and len(words) > 1)):
            hit = (self.corpus.tokens["lemma"] == whole).to_numpy()
            if is_alone(whole):  # some of its forms may be none
                hit = hit & content(self.corpus.tokens)
            exact = np.flatnonzero(hit)
            return exact, exact
        found = np.arange(len(self.forms))
        loose = len(words) == 1 or re.search(r"[^\w\s\"'«»“”‘’„‹›-]", query)
        for step, (word, root) in enumerate(zip(words, lemmatize(words, _lemmatizer(self.corpus)), strict=True)):
            found = found[found + step < len(self.forms)]
            if step:
                found = found[(self.same_sentence if loose else self.joined)[found + step - 1]]
            found = found[self._hits(found + step, word, root, by, step, len(words))]
        return found, found + len(words) - 1

    def _hits(self, at: np.ndarray, word: str, root: str, by: str, step: int, size: int) -> np.ndarray:
        """Tell which of these tokens are a word of a phrase, its place in it being `step`."""
        hit = np.zeros(len(at), dtype=bool)
        if by in ("any", "form"):
            hit |= self.forms[at] == self.form.get(normalize(word), -1)
        if by in ("any", "lemma"):
            wanted = {normalize(root)} | ({normalize(word)} if size == 1 else set())
            same = np.isin(self.roots[at], [self.root.get(each, -1) for each in sorted(wanted)])
            hit |= same & (self.linked[at] == is_linked(word, root)) if step else same
        return hit


def _lemmatizer(corpus: Corpus) -> str:
    return str(corpus.info.get("lemmatizer", "auto"))
