"""The document-term matrix of a corpus: what other libraries take."""

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.base.notes import choice
from analysis.corpus.corpus import Corpus
from analysis.topics.counts import counts
from analysis.topics.merge import merge


def matrix(
    corpus: Corpus,
    by: str = "lemma",
    *,
    min_count: int = 1,
    min_articles: int = 1,
    stop_words: bool = False,
    terms: pd.DataFrame | Iterable[str] | None = None,
) -> tuple[sparse.csr_array, list[str], list[str]]:
    """Return how often each term stands in each article: a sparse matrix of counts, the article_ids and the terms.

    A row is a counted article, in the order of `corpus.counted`; a column a term, in alphabetical order. `by` is
    `lemma` or `form`; a term has `min_count` occurrences in `min_articles` articles. `stop_words` and `terms` (of
    several words) are those of `frequency`. Raises ValueError for another `by`.

    >>> import analysis
    >>> counts, ids, terms = matrix(analysis.read(), min_articles=5)
    >>> counts.shape == (len(ids), len(terms)), terms == sorted(terms)
    (True, True)
    """
    choice("by", by, ("lemma", "form"))
    found = counts(corpus if terms is None else merge(corpus, terms), by, 1, stop_words)
    ids = corpus.counted_columns(["article_id"])["article_id"].tolist()
    row = pd.Index(ids).get_indexer(found.ids)
    size = len(found.terms)
    enough = np.bincount(found.term, found.times, size) >= min_count
    enough &= np.bincount(found.term, minlength=size) >= min_articles
    kept = enough[found.term]
    column = (np.cumsum(enough) - 1)[found.term[kept]]
    places = (row[found.article[kept]], column)
    table = sparse.csr_array((found.times[kept], places), shape=(len(ids), int(enough.sum())), dtype=np.int64)
    return table, ids, found.terms[enough].tolist()
