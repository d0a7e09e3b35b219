"""Counts of terms by article: what tables of topics are made of."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.corpus.corpus import Corpus
from analysis.topics.fragments import content
from analysis.topics.phrases import Stream, codes, windows

READ = ["article_id", "form", "lemma", "stop"]


class Counts(NamedTuple):
    """Counts of terms by article: `times[i]` occurrences of `terms[term[i]]` in article number `article[i]`.

    Rows are sorted by term, then article; `ids` are the article_ids, `sizes` the tokens of each.
    """

    terms: np.ndarray
    term: np.ndarray
    article: np.ndarray
    times: np.ndarray
    ids: np.ndarray
    sizes: np.ndarray

    def matrix(self) -> sparse.csr_array:
        """Return the counts as a sparse matrix: a row a term, a column an article."""
        return sparse.csr_array(
            (self.times, (self.term, self.article)), shape=(len(self.terms), len(self.sizes)), dtype=np.float64
        )


def counts(corpus: Corpus, by: str = "lemma", n: int = 1, stop_words: bool = False) -> Counts:
    """Return how often each term of `n` words stands in each article of a corpus.

    Terms are lemmas or forms (`by`), in alphabetical order. Without `stop_words`, words that are no term by themselves
    are left out, and sequences that begin or end with a function word.
    """
    return joined(list(slice_counts(corpus, by, n, stop_words)))


def slice_counts(corpus: Corpus, by: str = "lemma", n: int = 1, stop_words: bool = False) -> Iterator[Counts]:
    """Return the counts of each slice of a corpus, the terms in any order."""
    return corpus.by_slice(counts_in, by, n, stop_words)


def joined(parts: Sequence[Counts]) -> Counts:
    """Return the counts of several sets of articles as one, the terms in alphabetical order."""
    terms = np.array(sorted({term for part in parts for term in part.terms}), dtype=object)
    code = {term: number for number, term in enumerate(terms)}
    numbers = [np.array([code[each] for each in part.terms], np.int64) for part in parts]
    rows = [np.bincount(part.term, minlength=len(part.terms)) for part in parts]
    free = np.zeros(len(terms) + 1, np.int64)  # the next row of each term
    for number, held in zip(numbers, rows, strict=True):
        free[number + 1] += held
    free = np.cumsum(free)
    term = np.repeat(np.arange(len(terms), dtype=np.int32), np.diff(free))
    article, times = np.empty(len(term), np.int32), np.empty(len(term), np.int32)
    begin = 0
    for part, number, held in zip(parts, numbers, rows, strict=True):  # rows of a term stand together in each
        within = np.arange(len(part.term)) - np.repeat(np.cumsum(held) - held, held)
        to = free[number[part.term]] + within
        article[to], times[to] = part.article + begin, part.times
        free[number] += held
        begin += len(part.ids)
    ids, sizes = (np.concatenate([part[place] for part in parts]) for place in (4, 5))
    return Counts(terms, term, article, times, ids, sizes)


def counts_in(
    corpus: Corpus, by: str, n: int = 1, stop_words: bool = False, *, tokens: pd.DataFrame | None = None
) -> Counts:
    """Return the counts of a slice of a corpus, the terms in any order; `tokens` where its columns READ are known."""
    if tokens is None:
        tokens = corpus.columns("tokens", READ)
    article, ids = codes(tokens["article_id"])
    stop = tokens["stop"].to_numpy()
    if n == 1:
        term, vocabulary = codes(tokens[by])
        at = np.arange(len(term))
    else:
        text = Stream(corpus, by)
        at = windows(text, n)
        term, vocabulary = grams(text.words, text.vocabulary, at, n)
    if not stop_words:
        kept = content(tokens) if n == 1 else ~(stop[at] | stop[at + n - 1])
        at, term = at[kept], term[kept]
    pairs, times = np.unique(term * max(len(ids), 1) + article[at], return_counts=True)
    term, place = np.divmod(pairs, max(len(ids), 1))
    used, term = np.unique(term, return_inverse=True)
    sizes = np.bincount(article, minlength=len(ids))
    return Counts(vocabulary[used], _small(term), _small(place), _small(times), ids, sizes)


def _small(numbers: np.ndarray) -> np.ndarray:
    return numbers.astype(np.int32)


def grams(words: np.ndarray, vocabulary: np.ndarray, at: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the sequences of `n` words that begin `at` these positions, as codes and as text."""
    code = words[at]
    for step in range(1, n):
        code = np.unique(code * max(len(vocabulary), 1) + words[at + step], return_inverse=True)[1]
    _, first, code = np.unique(code, return_index=True, return_inverse=True)
    sequences = vocabulary[words[at[first][:, None] + np.arange(n)]]
    return code, np.array([" ".join(sequence) for sequence in sequences], dtype=object)


def dispersion(term: np.ndarray, article: np.ndarray, times: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Return how unevenly each term is spread over the articles: DPnorm, 0 for evenly, 1 for all in one small article.

    Deviation of proportions (Gries 2008): half the sum, over articles, of the distance between an article's share
    of the term and its share of the tokens; divided by its greatest possible value (Lijffijt and Gries 2012).
    Of a single article it is 0. Arguments are as in Counts.
    """
    terms = int(term.max()) + 1 if len(term) else 0
    if np.count_nonzero(sizes) < 2:
        return np.zeros(terms)
    size = sizes / sizes.sum()
    share = times / np.bincount(term, times, terms)[term]
    # An article without the term adds its size; those with it are put right one by one.
    moved = np.bincount(term, np.abs(share - size[article]) - size[article], terms)
    return (1 + moved) / 2 / (1 - size[size > 0].min())
