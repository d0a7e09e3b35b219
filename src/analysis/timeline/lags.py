"""Told time against telling time: how far back and ahead articles look."""

import numpy as np
import pandas as pd

from analysis.base.frames import SPAN
from analysis.corpus.corpus import Corpus

# The last distance of each class, in days: a week, a month, a year, a decade.
REACH = {"week": 7, "month": 31, "year": 366, "decade": 3653}
BACK = ["older", *(f"past_{name}" for name in reversed(REACH))]
AHEAD = [*(f"next_{name}" for name in REACH), "later"]
LAGS = [*BACK, "same_day", "running", *AHEAD]
# Which grains a memory table tells together.
GRAINS = {
    "day": ["day"],
    "week": ["week"],
    "month": ["month", "quarter", "season"],
    "year": ["year"],
    "longer": ["decade", "century"],
}
COLUMNS = [*SPAN, "surface", "type", "grain", "earliest", "latest", "published", "lag", "class"]
DAY = np.timedelta64(1, "D")


def lags(corpus: Corpus) -> pd.DataFrame:
    """Return how far each date that is told lies from the day of telling: a row a resolved date of a dated article.

    Columns: article_id, part, sentence, start, end, surface, type, grain, earliest, latest, published, lag, class.
    Only dates whose `use` is `told` are taken. `lag` is the way in days from the publication to the middle of the
    interval, below 0 for what is past. `class`:
    `same_day`; `running` for a longer interval that holds the day of publication (this month, the current decade);
    `past_week` (at most 7 days back), `past_month` (31), `past_year` (366), `past_decade` (3,653), `older`; and
    `next_week` to `later` likewise. A year is thus placed by its middle: last year, told in December, is past_decade.

    >>> import analysis
    >>> table = lags(analysis.read())
    >>> (table.loc[table["class"] == "same_day", "lag"] == 0).all().item()
    True
    """
    table = corpus.dates[corpus.dates["use"] == "told"].dropna(subset=["earliest", "latest"])
    table = table.merge(corpus.counted_columns(["article_id", "published"]).dropna())
    first = (table["earliest"] - table["published"]) / DAY
    last = (table["latest"] - table["published"]) / DAY
    table["lag"] = ((first + last) / 2).astype("float64")
    running = (first <= 0) & (last >= 0)
    table["class"] = _classes(table["lag"].to_numpy(), running.to_numpy(), (first == last).to_numpy())
    return table[COLUMNS].reset_index(drop=True)


def memory(table: pd.DataFrame) -> pd.DataFrame:
    """Return how much of a table of lags falls in each class, from the furthest past to the furthest future.

    Columns: class, mentions, articles, share (of all mentions; empty where there are none), and how many of the
    mentions are told to the day, week, month (or quarter, season), year, or longer (decade, century): the middle of a
    year says less than a day does, so tell them apart. Every class is kept, where there is any date at all.

    >>> import analysis
    >>> memory(lags(analysis.read()))["share"].sum().round(6).item()
    1.0
    """
    found = table.groupby("class").agg(mentions=("class", "size"), articles=("article_id", "nunique"))
    found = found.reindex(pd.Index(LAGS, dtype="str"), fill_value=0).rename_axis("class").reset_index()
    found["share"] = found["mentions"] / (len(table) or float("nan"))
    grain = table["grain"].map({name: group for group, names in GRAINS.items() for name in names})
    grains = pd.crosstab(table["class"], grain).reindex(index=found["class"], columns=list(GRAINS), fill_value=0)
    found[list(GRAINS)] = grains.to_numpy(dtype="int64")
    found = found if len(table) else found.head(0)
    return found.astype({"class": "str", "mentions": "int64", "articles": "int64", "share": "float64"})


def _classes(lag: np.ndarray, running: np.ndarray, one_day: np.ndarray) -> pd.Series:
    """Return the class of each lag."""
    reach = np.array(list(REACH.values()))
    step = np.searchsorted(reach, np.abs(lag))  # 0 within a week, up to 4 beyond a decade
    found = np.where(lag < 0, np.array(BACK)[::-1][step], np.array(AHEAD)[step])
    return pd.Series(np.where(running, np.where(one_day, "same_day", "running"), found), dtype="str")
