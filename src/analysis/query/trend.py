"""How often a query is found in each period."""

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.rates import rate_by_period
from analysis.query.find import find
from analysis.topics.dictionary import Dictionary

TREND = {
    "period": "datetime64[s]",
    "of": "str",
    "kind": "str",
    "mentions": "int64",
    "articles": "int64",
    "per_1000": "float64",
    "low": "float64",
    "high": "float64",
}


def trend(
    corpus: Corpus,
    query: str,
    grain: str = "month",
    *,
    unit: str = "article",
    dictionary: Dictionary | str | None = None,
    hits: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return how often a query is found in each period: a table like that of `timeline.trend`, which draws like it.

    Columns: period (its first day), of (the query), kind (`query`), mentions (places that `find` gives), articles,
    per_1000 (mentions in 1,000 tokens of the period; empty where nothing was published), low, high: its 95 % interval
    over articles (Cochran 1977, Fay and Feuer 1997: base.resampling). Periods in which nothing is found are kept;
    articles without a day of publication are left out. `hits` is the table of `find` where it is known already, of
    this corpus or of one that it is a part of. Raises as `find`, and ValueError for an unknown grain.

    >>> import analysis
    >>> table = trend(analysis.read(), "actor:pakistan AND actor:afghanistan", "year", unit="sentence")
    >>> table["period"].dt.year.tolist(), table["kind"].unique().tolist()
    ([2021, 2022, 2023, 2024, 2025], ['query'])
    """
    places = find(corpus, query, unit=unit, dictionary=dictionary) if hits is None else hits
    table = rate_by_period(corpus, places.assign(of=query), "of", [query], grain).rename(columns={"count": "mentions"})
    return table.assign(kind="query")[list(TREND)].astype(TREND)
