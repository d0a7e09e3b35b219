"""How often something is named in each period, and in 1,000 words of what was published then."""

from collections.abc import Sequence

import pandas as pd

from analysis.base.periods import all_periods, period_of
from analysis.base.statistics import wilson
from analysis.corpus.corpus import Corpus


def rate_by_period(corpus: Corpus, places: pd.DataFrame, key: str, values: Sequence[str], grain: str) -> pd.DataFrame:
    """Return how often each of `values` stands in each period: a row for each of both, however often.

    Columns: period (its first day), `key`, count, articles, per_1000 (in 1,000 tokens of the period; empty where
    nothing was published), low, high: the 95 % interval of per_1000 (Wilson 1927). `places` has a row for each time
    (article_id, `key`); those of articles without a day of publication are left out. Raises ValueError for an unknown
    grain.
    """
    counted = corpus.counted[["article_id", "published", "words"]]
    counted = counted.assign(period=period_of(counted["published"], grain))
    words = counted.groupby("period")["words"].sum().reindex(all_periods(counted["published"], grain), fill_value=0)
    found = places.merge(counted[["article_id", "period"]]).groupby(["period", key])
    found = found.agg(count=(key, "size"), articles=("article_id", "nunique"))
    grid = pd.MultiIndex.from_product([words.index, values], names=["period", key])
    table = found.reindex(grid, fill_value=0).reset_index()
    size = table["period"].map(words).astype("float64").where(lambda each: each > 0)
    table["per_1000"] = 1000 * table["count"] / size
    table["low"], table["high"] = (1000 * end for end in wilson(table["count"], size))
    return table
