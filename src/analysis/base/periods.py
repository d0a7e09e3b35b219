"""Periods of the calendar: the one that a day falls in, and all of them from the first day to the last."""

from datetime import date
from typing import Any

import pandas as pd

from analysis.words import period_label

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


def interval_label(earliest: pd.Timestamp, latest: pd.Timestamp, grain: str, language: str = "en") -> str:
    """Return an interval as a reader writes it: as one period of its grain, or from its first day to its last.

    >>> august = pd.Timestamp("2021-08-01"), pd.Timestamp("2021-08-31")
    >>> interval_label(*august, "month"), interval_label(*august, "day"), interval_label(*august, "day", "ar")
    ('Aug 2021', '1–31 Aug 2021', '1–31 أغسطس 2021')
    """
    whole = {
        "day": (0, 0),
        "week": (0, 6),
        "month": (1, -1),
        "quarter": (3, -1),
        "season": (3, -1),
        "year": (12, -1),
        "decade": (120, -1),
        "century": (1200, -1),
    }
    months, days = whole.get(grain, (0, 0))
    if latest == earliest + pd.DateOffset(months=months, days=days) and (not months or earliest.day == 1):
        return period_label(earliest, grain, language)
    last = period_label(latest, "day", language)
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest.day}–{last}"
    return f"{period_label(earliest, 'day', language)} – {last}"


def _frequency(grain: str) -> str:
    if grain not in GRAINS:
        raise ValueError(f"grain={grain!r}: choose one of {', '.join(GRAINS)}")
    return GRAINS[grain]


def day_of(value: Any) -> date | None:
    """Return a day of publication as a date; None where it is not known."""
    if value is None or value is pd.NaT:
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
