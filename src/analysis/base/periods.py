"""Days and periods: a day of any kind as a date, the period it falls in, all periods from the first day to the last."""

from datetime import date
from typing import Any

import pandas as pd

from analysis.base.notes import InputError, choice

GRAINS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
STEPS = 62  # periods that a figure has room for
EACH = 3  # articles that a period should hold on average


def period_of(days: pd.Series, grain: str) -> pd.Series:
    """Return the first day of the period that each day falls in. Raises ValueError for an unknown grain."""
    return days.dt.to_period(_frequency(grain)).dt.start_time.astype("datetime64[s]")


def all_periods(days: pd.Series, grain: str) -> pd.DatetimeIndex:
    """Return the first day of every period from the first to the last day. Raises ValueError for an unknown grain."""
    frequency, known = _frequency(grain), days.dropna()
    if known.empty:
        return pd.DatetimeIndex([], dtype="datetime64[s]")
    return pd.period_range(known.min(), known.max(), freq=frequency).start_time.astype("datetime64[s]")


def fitting(days: pd.Series) -> str:
    """Return the finest grain that parts days into at most 62 periods of three articles on average, or into one.

    It is `year` where none does.

    >>> fitting(pd.Series(pd.date_range("2024-01-01", periods=31).repeat(9)))
    'day'
    """
    most = max(1, min(STEPS, days.notna().sum() / EACH))
    counts = {grain: len(all_periods(days, grain)) for grain in GRAINS}
    fits = (grain for grain, count in counts.items() if 0 < count <= most)
    return next(fits, "year")


def grain_of(table: pd.DataFrame) -> str:
    """Return the grain of the column `period` of a table: the one it was made with, else the coarsest that fits it.

    >>> grain_of(pd.DataFrame({"period": pd.to_datetime(["2024-01-01", "2024-04-01", None])}))
    'quarter'
    """
    days = table["period"].dropna().drop_duplicates()
    made_with = table.attrs.get("grain")
    grains = [made_with] if made_with in GRAINS else []
    return next((each for each in [*grains, *reversed(GRAINS)] if (period_of(days, each) == days).all()), "day")


def last_day(first: pd.Timestamp, grain: str) -> pd.Timestamp:
    """Return the last day of the period that begins on `first`.

    >>> f"{last_day(pd.Timestamp('2024-02-01'), 'month'):%Y-%m-%d}"
    '2024-02-29'
    """
    return pd.Period(first, freq=_frequency(grain)).end_time.normalize().as_unit("s")


def _frequency(grain: str) -> str:
    choice("grain", grain, GRAINS)
    return GRAINS[grain]


def as_day(value: Any, name: str = "published") -> date | None:
    """Return a day given as a date, a Timestamp or text such as 2021-08-15; None for nothing, empty text and NaT.

    Raises InputError for what is no day; it says that the argument `name` is not.

    >>> as_day("2021-08-15"), as_day(pd.NaT)
    (datetime.date(2021, 8, 15), None)
    """
    if value is None or value is pd.NaT or type(value) is date:
        return None if value is pd.NaT else value
    try:
        day = pd.Timestamp(value)
    except (ValueError, TypeError):
        raise InputError(f"{name}={value!r} is no day; write it as 2021-08-15") from None
    return None if day is pd.NaT else day.date()
