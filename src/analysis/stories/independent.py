"""Articles to the texts that they carry: what ten papers print of one release is one text, and one witness."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from analysis.corpus.corpus import Corpus
from analysis.stories.pairs import Pair, given_or

NEEDED = ["article_id", "file", "ordinal", "published", "duplicate_of"]
WHOLE = 0.20  # share of the longer text, below which what it shares is one item of a round-up


def texts(corpus: Corpus, *, found: Sequence[Pair] | None = None) -> pd.Series:
    """Return the text that each article carries: a Series by article_id, the id of the first article that carries it.

    Articles carry one text where one repeats the other (`duplicate_of`), or where they share text as `copy` and `wire`
    of `reuse` do, those of one outlet too. What is less than a fifth of the longer is one item of a round-up and joins
    nothing. Chains are one text. Measures of topics, networks and timeline take it as `clusters`. `found` is what
    `pairs` gives, where it is made already.

    >>> import analysis
    >>> corpus = analysis.read()
    >>> carried = texts(corpus)
    >>> carried.index.equals(pd.Index(corpus.articles["article_id"])), carried.isin(carried.index).all().item()
    (True, True)
    """
    articles = corpus.columns("articles", NEEDED)
    order = articles.sort_values(["published", "file", "ordinal"], ignore_index=True)
    ids = pd.Index(order["article_id"])
    met = given_or(corpus, found).heads
    met = met[(met["kind"] != "partial") & (met["of_longer"] >= WHOLE)]
    copies = order[order["duplicate_of"].isin(ids)]
    one = ids.get_indexer([*met["one"], *copies["article_id"]])
    other = ids.get_indexer([*met["other"], *copies["duplicate_of"]])
    linked = sparse.coo_array((np.ones(len(one)), (one, other)), shape=(len(ids), len(ids)))
    text = connected_components(linked, directed=False)[1] if len(ids) else np.empty(0, np.int64)
    first = pd.Series(ids).groupby(text).transform("first")
    return pd.Series(first.to_numpy(), index=ids, name="text").reindex(articles["article_id"])


def count(carried: pd.Series, ids: Iterable[str]) -> int:
    """Return how many independent texts articles carry, by the table of `texts`; an article that it lacks is one.

    >>> count(pd.Series({"a": "a", "b": "a", "c": "c"}), ["a", "b", "c", "d"])
    3
    """
    return len({carried.get(each, each) for each in ids})
