"""How often each term occurs, in how many articles, and how evenly."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.base.notes import at_least, choice
from analysis.base.resampling import Drawn, rates
from analysis.corpus.corpus import Corpus
from analysis.corpus.groups import by_group
from analysis.topics.fragments import content
from analysis.topics.merge import merge
from analysis.topics.phrases import codes, stream, windows


def frequency(
    corpus: Corpus,
    by: str = "lemma",
    *,
    top: int | None = None,
    stop_words: bool = False,
    n: int = 1,
    terms: pd.DataFrame | Iterable[str] | None = None,
    intervals: bool = False,
    groups: str | pd.Series | None = None,
) -> pd.DataFrame:
    """Return how often each term occurs, the commonest first.

    Columns: term, count, per_1000 (occurrences in 1,000 tokens, function words counted among the tokens),
    documents (articles that hold it), document_share (of all counted articles), dispersion: how unevenly it is spread
    over the articles, 0 evenly, 1 all in one small article (DPnorm: Gries 2008, normalised by Lijffijt and Gries
    2012). With `intervals`, also low and high: the 95 % interval of per_1000 over articles (Cochran 1977, Fay and Feuer
    1997: base.resampling.rates), from 0 up where a single article holds all.

    `by` is `lemma` or `form`; `top` keeps the first rows; `stop_words` keeps what is no term by itself: function words,
    numbers, single letters, given names and what joins them, titles, units, days and months. With `n`, sequences of n
    words of one sentence, nothing but space, quotes or a hyphen between them; those that begin or end with a function
    word only with `stop_words`. `terms` (a table of `collocations`, or phrases) are counted as one
    term, and their words not again; see `merge`. With `groups` (`outlet`, another column of articles, or a Series:
    article_id -> value), the table of each part of the corpus, its value in a first column (`Corpus.groups`). Raises
    ValueError for another `by` or an `n` below 1.

    >>> import analysis
    >>> list(frequency(analysis.read(), top=3).columns)
    ['term', 'count', 'per_1000', 'documents', 'document_share', 'dispersion']
    """
    choice("by", by, ("lemma", "form"))
    at_least(1, n=n, top=top)
    if groups is not None:
        asked: dict[str, Any] = {"top": top, "stop_words": stop_words, "n": n, "terms": terms, "intervals": intervals}
        return by_group(corpus, groups, lambda part: frequency(part, by, **asked))
    found = counts(corpus if terms is None else merge(corpus, terms), by, n, stop_words)
    if terms is not None:  # merging leaves fewer tokens; rates and sizes are those of the words
        sizes = corpus.columns("tokens", ["article_id"])["article_id"].value_counts()
        found = found._replace(sizes=sizes.reindex(found.ids).to_numpy())
    size = len(found.terms)
    table = pd.DataFrame(
        {
            "term": pd.Series(found.terms, dtype="str"),
            "count": np.bincount(found.term, found.times, size).astype("int64"),
            "documents": np.bincount(found.term, minlength=size),
            "dispersion": dispersion(found.term, found.article, found.times, found.sizes),
        }
    )
    table["per_1000"] = 1000 * table["count"] / max(found.sizes.sum(), 1)
    table["document_share"] = table["documents"] / max(len(corpus.counted_columns(["article_id"])), 1)
    table = table.sort_values(["count", "documents", "term"], ascending=[False, False, True])
    table = table.head(len(table) if top is None else top)
    columns = ["term", "count", "per_1000", "documents", "document_share", "dispersion"]
    if intervals:
        drawn = Drawn(found.term, found.article, found.times, found.sizes.astype("float64"), size)
        table[["low", "high"]] = rates(drawn, per=1000).loc[table.index, ["low", "high"]]
        columns += ["low", "high"]
    return table[columns].reset_index(drop=True)


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
    return joined([_counts(each, by, n, stop_words) for each in corpus.slices()])


def joined(parts: Sequence[Counts]) -> Counts:
    """Return the counts of several sets of articles as one, the terms in alphabetical order."""
    terms = np.array(sorted({term for part in parts for term in part.terms}), dtype=object)
    code = {term: number for number, term in enumerate(terms)}
    term = np.concatenate([np.array([code[each] for each in part.terms], np.int64)[part.term] for part in parts])
    begins = np.cumsum([0, *(len(part.ids) for part in parts)])
    article = np.concatenate([part.article + begin for part, begin in zip(parts, begins, strict=False)])
    order = np.lexsort((article, term))
    times, ids, sizes = (np.concatenate([part[place] for part in parts]) for place in (3, 4, 5))
    return Counts(terms, term[order], article[order], times[order], ids, sizes)


def _counts(corpus: Corpus, by: str, n: int, stop_words: bool) -> Counts:
    """Return the counts of a slice of a corpus, the terms in any order."""
    tokens = corpus.columns("tokens", list(dict.fromkeys(["article_id", "stop", "form", "lemma", by])))
    article, ids = codes(tokens["article_id"])
    stop = tokens["stop"].to_numpy()
    if n == 1:
        term, vocabulary = codes(tokens[by])
        at = np.arange(len(term))
    else:
        text = stream(corpus, by)
        at = windows(text, n)
        term, vocabulary = grams(text.words, text.vocabulary, at, n)
    if not stop_words:
        kept = content(tokens) if n == 1 else ~(stop[at] | stop[at + n - 1])
        at, term = at[kept], term[kept]
    pairs, times = np.unique(term * max(len(ids), 1) + article[at], return_counts=True)
    term, place = np.divmod(pairs, max(len(ids), 1))
    used, term = np.unique(term, return_inverse=True)
    return Counts(vocabulary[used], term, place, times, ids, np.bincount(article, minlength=len(ids)))


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
