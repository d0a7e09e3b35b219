"""Runs of words: whether a text holds so many words of an article, one after the other."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.text.folding import normalize
from analysis.text.segments import tokenize

RUN = 8  # words: what a sentence is known by, and no name or expression of a table has
_BASE = np.uint64(0x9E3779B97F4A7C15)


class Runs:
    """All runs of `size` words that the articles of a corpus hold, as hashes.

    >>> import analysis
    >>> corpus = analysis.read()
    >>> text = corpus.sentences["text"][corpus.sentences["text"].str.split().str.len() > 10].iloc[0]
    >>> runs = Runs(corpus)
    >>> runs.held(text), runs.held("كلمات لا يقولها أحد في هذه النصوص كلها أبدا")
    (True, False)
    """

    def __init__(self, corpus: Corpus, size: int = RUN) -> None:
        self.size = size
        texts = [text for part in ("title", "subtitle", "body") for text in corpus.articles[part].dropna()]
        texts += [text for column in ("captions", "headings") for held in corpus.articles[column] for text in held]
        found = [_windows(text, size) for text in texts]
        self.hashes = np.unique(np.concatenate([*found, np.zeros(0, dtype=np.uint64)]))

    def held(self, text: str) -> bool:
        """Tell whether a text holds a run of an article."""
        return bool(np.isin(_windows(text, self.size), self.hashes).any())

    def clean(self, cells: Iterable[object]) -> list[object]:
        """Return cells of a table, those that hold a run left empty."""
        return ["" if isinstance(each, str) and self.held(each) else each for each in cells]


def _windows(text: str, size: int) -> np.ndarray:
    """Return a hash of each run of words in a text, whatever stands between them."""
    words = [normalize(form) for form in tokenize(text)["form"]] if text.count(" ") >= size - 1 or "\n" in text else []
    if len(words) < size:
        return np.zeros(0, dtype=np.uint64)
    codes = pd.util.hash_array(np.array(words, dtype=object))
    total = np.zeros(len(words) - size + 1, dtype=np.uint64)
    for at in range(size):
        total = total * _BASE + codes[at : len(codes) - size + 1 + at]
    return total
