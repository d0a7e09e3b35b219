"""How much was published in each period. Public in analysis.timeline."""

from collections.abc import Iterable

import pandas as pd

from analysis.base.periods import all_periods, period_of
from analysis.corpus.corpus import Corpus

VOLUME = {"period": "datetime64[s]", "articles": "int64", "words": "int64"}


def volume(corpus: Corpus, grain: str = "month", by: str | None = None) -> pd.DataFrame:
    """Return how much was published in each period.

    Columns: period (its first day), articles, words (tokens of body and titles). Periods with nothing between the
    first and the last are kept; articles without a day of publication are counted in a last row whose period is empty.
    With `by="source"` a column source follows the period: a row for each source in each period, and one for the
    undated articles of each source that has some; None stands for articles that name no source.

    `grain` is day, week (Monday to Sunday), month, quarter or year. Raises ValueError for another one, and for
    another `by`.

    >>> import analysis
    >>> volume(analysis.read(), "year")["period"].dt.year.dropna().astype(int).tolist()
    [2021, 2022, 2023, 2024, 2025]
    """
    if by not in (None, "source"):
        raise ValueError(f"by={by!r}: choose 'source', or leave it out")
    articles = corpus.counted
    keys = ["period"] if by is None else ["period", by]
    counted = articles.assign(period=period_of(articles["published"], grain))
    sums = counted.groupby(keys, dropna=False).agg(articles=("article_id", "size"), words=("words", "sum"))
    sums = sums.reset_index()
    grid = pd.DataFrame({"period": all_periods(articles["published"], grain)})
    if by:
        grid = grid.merge(counted[[by]].drop_duplicates().sort_values(by), how="cross")
    dated = grid.merge(sums, how="left").fillna({"articles": 0, "words": 0})
    table = pd.concat([dated, sums[sums["period"].isna()]], ignore_index=True)
    table = table.astype(VOLUME)
    if by:
        table[by] = pd.Series([None if pd.isna(each) else each for each in table[by]], dtype="object")
    return table[[*keys, "articles", "words"]]


def published_in(corpus: Corpus, periods: Iterable[pd.Timestamp], grain: str = "month") -> list[pd.Series]:
    """Return the ids of the counted articles that were published in each period; of an empty one, the undated."""
    counted = corpus.counted
    period = period_of(counted["published"], grain)
    return [counted.loc[period.isna() if pd.isna(day) else period == day, "article_id"] for day in periods]
