"""What is talked about: frequencies, keyness, collocations, themes, topic models, trends, and the contexts behind them.

Every function takes a Corpus and returns a table; an empty selection gives an empty table with the same columns.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis._topic_collocations import collocations
from analysis._topic_concordance import CONCORDANCE, Words, concordance, concordances, places_of
from analysis._topic_counts import bootstrap, counts, dispersion
from analysis._topic_keyness import keyness
from analysis._topic_merge import merge
from analysis._topic_models import model_sizes, models
from analysis._topic_theme_counts import theme_matches, theme_pairs, themes
from analysis._topic_themes import Theme, Topics, TopicsError, load_topics
from analysis.corpus.corpus import Corpus
from analysis.corpus.rates import rate_by_period

__all__ = [
    "CONCORDANCE",
    "Theme",
    "Topics",
    "TopicsError",
    "Words",
    "collocations",
    "concordance",
    "concordances",
    "frequency",
    "keyness",
    "load_topics",
    "merge",
    "model_sizes",
    "models",
    "theme_matches",
    "theme_pairs",
    "themes",
    "trend",
]
TREND = {
    "period": "datetime64[s]",
    "term": "str",
    "count": "int64",
    "articles": "int64",
    "per_1000": "float64",
    "low": "float64",
    "high": "float64",
}


def frequency(
    corpus: Corpus,
    by: str = "lemma",
    top: int | None = None,
    stop_words: bool = False,
    *,
    n: int = 1,
    terms: pd.DataFrame | Iterable[str] | None = None,
    intervals: bool = False,
) -> pd.DataFrame:
    """Return how often each term occurs, the commonest first.

    Columns: term, count, per_1000 (occurrences in 1,000 tokens, function words counted among the tokens),
    documents (articles that hold it), document_share (of all counted articles), dispersion: how unevenly it is spread
    over the articles, 0 evenly, 1 all in one small article (DPnorm: Gries 2008, normalised by Lijffijt and Gries
    2012). With `intervals`, also low and high: the 95 % interval of per_1000, by a percentile bootstrap over articles
    (Efron and Tibshirani 1993; 1,000 resamples with a fixed seed).

    `by` is `lemma` or `form`; `top` keeps the first rows; `stop_words` keeps function words and numbers. With `n`,
    sequences of n words of one sentence, nothing but space, quotes or a hyphen between them; those that begin or end
    with a function word only with `stop_words`. `terms` (a table of `collocations`, or phrases) are counted as one
    term, and their words not again; see `merge`. Raises ValueError for another `by` or an `n` below 1.

    >>> import analysis
    >>> list(frequency(analysis.read(), top=3).columns)
    ['term', 'count', 'per_1000', 'documents', 'document_share', 'dispersion']
    """
    if by not in ("lemma", "form"):
        raise ValueError(f"by={by!r}: choose 'lemma' or 'form'")
    if n < 1:
        raise ValueError(f"n={n}: give 1 for words, 2 for pairs of words, and so on")
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
    table["document_share"] = table["documents"] / max(len(corpus.counted), 1)
    table = table.sort_values(["count", "documents", "term"], ascending=[False, False, True])
    table = table.head(len(table) if top is None else top)
    columns = ["term", "count", "per_1000", "documents", "document_share", "dispersion"]
    if intervals:
        table["low"], table["high"] = bootstrap(found, table.index.to_numpy())
        columns += ["low", "high"]
    return table[columns].reset_index(drop=True)


def trend(
    corpus: Corpus,
    of: Iterable[str],
    grain: str = "month",
    kind: str = "lemma",
    topics: Topics | str | None = None,
) -> pd.DataFrame:
    """Return how often terms or themes occur in each period.

    Columns: period (its first day), term, count, articles (that hold it), per_1000 (in 1,000 tokens of the period),
    low, high: the 95 % interval of per_1000 (Wilson 1927). The interval takes each token for an independent draw;
    where a few articles repeat a term, it is too narrow. The last three are empty where nothing was published.
    Periods in which a term does not occur are kept; articles without a day of publication are left out.

    `of` are words or phrases, counted by lemma (`kind="lemma"`), or ids of themes of `topics` (`kind="theme"`; see
    `themes`). `grain` is day, week, month, quarter or year. Raises ValueError for another `kind` or `grain`, a
    phrase without a word and an unknown theme.

    >>> import analysis
    >>> trend(analysis.read(), ["باكستان"], "year")["period"].dt.year.tolist()
    [2021, 2022, 2023, 2024, 2025]
    """
    if kind not in ("lemma", "theme"):
        raise ValueError(f"kind={kind!r}: choose 'lemma' or 'theme'")
    terms = list(dict.fromkeys([of] if isinstance(of, str) else of))
    table = rate_by_period(corpus, _found(corpus, terms, kind, topics), "term", terms, grain)
    return table.astype(TREND)[list(TREND)]


def _found(corpus: Corpus, terms: list[str], kind: str, topics: Topics | str | None) -> pd.DataFrame:
    """Return article_id and term of each occurrence of terms or themes."""
    if kind == "theme":
        known = load_topics(topics)
        for term in terms:
            known.theme(term)
        matches = theme_matches(corpus, known).rename(columns={"theme": "term"})
        return matches.loc[matches["term"].isin(terms), ["article_id", "term"]]
    tables = places_of(corpus, terms, "lemma")
    return pd.concat([table[["article_id"]].assign(term=term) for term, table in zip(terms, tables, strict=True)])
