"""Topic models: themes that a corpus suggests by itself."""

from typing import Any

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.base.notes import at_least, choice
from analysis.base.statistics import npmi
from analysis.corpus.corpus import Corpus
from analysis.topics.counts import Counts, counts

METHODS = ("nmf", "lda")
SAMPLED = 2000  # articles that LDA and the choice of k look at
MOST = 20_000  # articles that NMF looks at: the topics of more are those of a sample, and would not fit into memory
SEED = 1  # of samples and models
MODELS = {
    "topic": "int64",
    "words": "object",
    "share": "float64",
    "articles": "int64",
    "coherence": "float64",
    "top_articles": "object",
    "titles": "object",
}


def models(corpus: Corpus, *, k: int = 8, method: str = "nmf", min_documents: int = 2, top: int = 10) -> pd.DataFrame:
    """Return `k` topics that a topic model finds in the articles, the largest first.

    Columns: topic (number from 0), words (the `top` lemmas of highest weight), share (of the weight of all topics),
    articles (in which it weighs most), coherence (mean NPMI of pairs of its words by articles, from -1 to 1; Bouma
    2009, Aletras and Stevenson 2013), top_articles (article_ids, the strongest first), titles (of these, in the same
    order).

    `method`: `nmf`, non-negative matrix factorisation (Lee and Seung 1999) of tf-idf weights, over at most 20,000
    articles; or `lda`, latent Dirichlet allocation (Blei et al. 2003) of counts, over at most 2,000. Of more, as many
    are drawn with a fixed seed. `table.attrs` says the method, `articles` (how many were looked at) and `sampled`
    (whether they are a sample). Lemmas in fewer than `min_documents` articles, or in more than half of them, function
    words and numbers are left out. A smaller corpus gives fewer topics than `k`. Needs scikit-learn. Raises ValueError
    for another method or a `k` below 2.

    >>> import analysis
    >>> len(models(analysis.read(), k=4))
    4
    """
    choice("method", method, METHODS)
    at_least(2, k=k)
    table = _terms(corpus, min_documents, SAMPLED if method == "lda" else MOST)
    k = min(k, *table.matrix().shape)
    if k < 2:
        return _table([], corpus, method, table)
    weights, words, _ = _fitted(table, k, method)
    together = _together(table, [np.argsort(-row, kind="stable")[:top] for row in words])
    rows: list[tuple[Any, ...]] = []
    strongest = weights.argmax(axis=1)
    titles = corpus.columns("articles", ["article_id", "title"]).set_index("article_id")["title"]
    for number in np.argsort(-weights.sum(axis=0), kind="stable"):
        # Of articles of equal weight, the first.
        best = [at for at in np.argsort(-weights[:, number], kind="stable")[:5] if weights[at, number] > 0]
        ids = [str(table.ids[at]) for at in best]
        shown = [str(table.terms[word]) for word in np.argsort(-words[number], kind="stable")[:top]]
        share = weights[:, number].sum() / max(weights.sum(), 1e-12)
        held = int((strongest == number).sum())
        rows.append((len(rows), shown, share, held, together[number], ids, [titles[id] for id in ids]))
    return _table(rows, corpus, method, table)


def model_sizes(
    corpus: Corpus, sizes: tuple[int, ...] = (4, 6, 8, 10, 12, 16, 20), *, method: str = "nmf"
) -> pd.DataFrame:
    """Return how well models of different sizes do, to choose `k` by: a row a size, at most 2,000 articles looked at.

    Columns: k, coherence (mean over the topics; see `models`; higher is better), distinct (share of different words
    among the ten first of all topics; low where topics repeat each other), error: of NMF the part of the weights that
    it does not reproduce (0 to 1), of LDA the perplexity. `table.attrs` as for `models`. Sizes beyond the corpus are
    left out.

    >>> import analysis
    >>> model_sizes(analysis.read(), (2, 4))["k"].tolist()
    [2, 4]
    """
    choice("method", method, METHODS)
    table = _terms(corpus, 2, SAMPLED)
    rows = []
    for k in sorted(set(sizes)):
        if 2 <= k <= min(table.matrix().shape):
            _, words, error = _fitted(table, k, method)
            first = [np.argsort(-row, kind="stable")[:10] for row in words]
            distinct = len({int(word) for row in first for word in row}) / sum(map(len, first))
            rows.append((k, float(np.mean(_together(table, first))), distinct, error))
    found = pd.DataFrame(rows, columns=["k", "coherence", "distinct", "error"])
    found = found.astype({"k": "int64", "coherence": "float64", "distinct": "float64", "error": "float64"})
    found.attrs |= _about(corpus, method, table)
    return found


def _terms(corpus: Corpus, min_documents: int, limit: int) -> Counts:
    """Return the counts of the lemmas that a model looks at, in all articles or in a sample."""
    articles = corpus.counted_columns(["article_id", "words"])
    ids = articles.loc[articles["words"] > 0, "article_id"].to_numpy(dtype=object)
    if len(ids) > limit:
        chosen = np.sort(np.random.default_rng(SEED).choice(np.arange(len(ids)), limit, replace=False))
        corpus = corpus.of(ids[chosen])
    table = counts(corpus)
    documents = np.bincount(table.term, minlength=len(table.terms))
    common = max(len(table.ids) / 2, min_documents)
    fit = (documents >= min_documents) & (documents <= common)
    fit &= np.array([len(term) > 1 for term in table.terms], dtype=bool)
    kept = fit[table.term]
    used, term = np.unique(table.term[kept], return_inverse=True)
    return Counts(table.terms[used], term, table.article[kept], table.times[kept], table.ids, table.sizes)


def _fitted(table: Counts, k: int, method: str) -> tuple[np.ndarray, np.ndarray, float]:
    """Return the weight of each topic in each article, that of each word in each topic, and the error."""
    from sklearn.decomposition import NMF, LatentDirichletAllocation
    from sklearn.feature_extraction.text import TfidfTransformer

    matrix = sparse.csr_matrix(table.matrix().T)
    if method == "lda":
        model = LatentDirichletAllocation(k, random_state=SEED, max_iter=20)
        return model.fit_transform(matrix), model.components_, float(model.perplexity(matrix))
    matrix = TfidfTransformer(sublinear_tf=True).fit_transform(matrix)
    model = NMF(k, init="nndsvda", random_state=SEED, max_iter=400, tol=1e-3)
    weights = model.fit_transform(matrix)
    # The same scale for all topics: each gives its words a sum of 1.
    scale = np.maximum(model.components_.sum(axis=1), 1e-12)
    error = model.reconstruction_err_ / max(float(np.sqrt(matrix.multiply(matrix).sum())), 1e-12)
    return weights * scale, model.components_ / scale[:, None], float(error)


def _together(table: Counts, words: list[np.ndarray]) -> list[float]:
    """Return the coherence of topics, given by their words: mean NPMI of all pairs, counted in articles."""
    held = table.matrix().astype(bool).astype(np.int64)
    found = []
    for row in words:
        inside = held[row]
        both = (inside @ inside.T).toarray()
        first, second = np.triu_indices(len(row), 1)
        joint, alone = both[first, second], np.diag(both)
        values = npmi(
            pd.Series(np.maximum(joint, 1)), pd.Series(alone[first]), pd.Series(alone[second]), len(table.ids)
        )
        # Words that never meet have no logarithm: their limit is -1.
        found.append(float(np.where(joint > 0, values, -1).mean()) if len(first) else 0.0)
    return found


def _table(rows: list[tuple[Any, ...]], corpus: Corpus, method: str, terms: Counts) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=list(MODELS)).astype(MODELS)
    table.attrs |= _about(corpus, method, terms)
    return table


def _about(corpus: Corpus, method: str, terms: Counts) -> dict[str, Any]:
    looked_at, all_articles = len(terms.ids), int((corpus.counted_columns(["words"])["words"] > 0).sum())
    return {"method": method, "articles": looked_at, "sampled": bool(looked_at < all_articles)}
