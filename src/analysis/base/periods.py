"""Periods of the calendar: the one that a day falls in, and all of them from the first day to the last."""

from datetime import date
from typing import Any

import pandas as pd

GRAINS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}


def period_of(days: pd.Series, grain: str) -> pd.Series:
    """Return the first day of the period that each day falls in. Raises ValueError for an unknown grain."""
    return days.dt.to_period(_frequency(grain)).dt.start_time.astype("datetime64[s]")


def all_periods(days: pd.Series, grain: str) -> pd.DatetimeIndex:
    """Return the first day of every period from the first to the last day. Raises ValueError for an unknown grain."""
    frequency, known = _frequency(grain), days.dropna()
    if known.empty:
        return pd.DatetimeIndex([], dtype="datetime64[s]")
    return pd.period_range(known.min(), known.max(), freq=frequency).start_time.astype("datetime64[s]")


def last_day(first: pd.Timestamp, grain: str) -> pd.Timestamp:
    """Return the last day of the period that begins on `first`.

    >>> f"{last_day(pd.Timestamp('2024-02-01'), 'month'):%Y-%m-%d}"
    '2024-02-29'
    """
    return pd.Period(first, freq=_frequency(grain)).end_time.normalize().as_unit("s")


def _frequency(grain: str) -> str:
    if grain not in GRAINS:
        raise ValueError(f"grain={grain!r}: choose one of {', '.join(GRAINS)}")
    return GRAINS[grain]


def day_of(value: Any) -> date | None:
    """Return a day of publication as a date; None where it is not known."""
    if value is None or value is pd.NaT:
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
