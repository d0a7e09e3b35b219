"""How often words and themes occur in each period."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from analysis.base.notes import choice
from analysis.corpus.corpus import Corpus
from analysis.corpus.groups import by_group
from analysis.corpus.rates import rate_by_period
from analysis.topics.concordance import places_of
from analysis.topics.dictionary import Dictionary, load_dictionary
from analysis.topics.themes import theme_matches

TREND = {
    "period": "datetime64[s]",
    "term": "str",
    "count": "int64",
    "articles": "int64",
    "per_1000": "float64",
    "low": "float64",
    "high": "float64",
}


def trend(
    corpus: Corpus,
    of: Iterable[str],
    grain: str = "month",
    *,
    kind: str = "lemma",
    dictionary: Dictionary | str | None = None,
    clusters: pd.Series | None = None,
    groups: str | pd.Series | None = None,
) -> pd.DataFrame:
    """Return how often terms or themes occur in each period.

    Columns: period (its first day), term, count, articles (that hold it), per_1000 (in 1,000 tokens of the period),
    low, high: the 95 % interval of per_1000 over articles (Cochran 1977, Fay and Feuer 1997: base.resampling). The last
    three are empty where nothing was published. `attrs["p"]` holds for each
    term the p that its rate is the same in all periods. `clusters` (article_id -> cluster) joins articles that were
    drawn together, such as the texts of one story. With `groups` (`outlet`, another column of articles, or a Series:
    article_id -> value), the table of each part of the corpus, its value in a first column (`Corpus.groups`), in the
    periods of that part.
    Periods in which a term does not occur are kept; articles without a day of publication are left out.

    `of` are words or phrases, counted by lemma (`kind="lemma"`), or ids of themes of `dictionary` (`kind="theme"`; see
    `themes`). `grain` is day, week, month, quarter or year. Raises ValueError for another `kind` or `grain`, a
    phrase without a word and an unknown theme.

    >>> import analysis
    >>> trend(analysis.read(), ["باكستان"], "year")["period"].dt.year.tolist()
    [2021, 2022, 2023, 2024, 2025]
    """
    choice("kind", kind, ("lemma", "theme"))
    terms = list(dict.fromkeys([of] if isinstance(of, str) else of))
    if groups is not None:
        asked: dict[str, Any] = {"kind": kind, "dictionary": dictionary, "clusters": clusters}
        return by_group(corpus, groups, lambda part: trend(part, terms, grain, **asked))
    found = _found(corpus, terms, kind, dictionary)
    return rate_by_period(corpus, found, "term", terms, grain, clusters=clusters)[list(TREND)].astype(TREND)


def _found(corpus: Corpus, terms: list[str], kind: str, dictionary: Dictionary | str | None) -> pd.DataFrame:
    """Return article_id and term of each occurrence of terms or themes."""
    if kind == "theme":
        known = load_dictionary(dictionary)
        for term in terms:
            known.theme(term)
        matches = theme_matches(corpus, known).rename(columns={"theme": "term"})
        return matches.loc[matches["term"].isin(terms), ["article_id", "term"]]
    tables = places_of(corpus, terms, "lemma")
    return pd.concat([table[["article_id"]].assign(term=term) for term, table in zip(terms, tables, strict=True)])
