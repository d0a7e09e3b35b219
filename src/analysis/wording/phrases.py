"""The words that users see, in English and Arabic, from wording."""

from datetime import date
from functools import cache, lru_cache
from typing import Any

import pandas as pd
from babel.dates import format_date

from analysis.base.notes import choice
from analysis.text import tables

LANGUAGES = ("en", "ar")
PATTERNS = {"day": "d MMM y", "month": "MMM y", "year": "y"}


@cache
def wording(language: str = "en") -> dict[str, Any]:
    """Return the words of a language, by section. Raises ValueError for a language that is not there."""
    choice("language", language, LANGUAGES)
    return tables.table(f"wording/{language}.yml")


@lru_cache(10_000)
def period_label(day: date | pd.Timestamp, grain: str = "day", language: str = "en") -> str:
    """Return a period, told by its first day, as a reader writes it.

    >>> period_label(date(2021, 8, 1), "month"), period_label(date(2021, 8, 15), "day", "ar")
    ('Aug 2021', '15 أغسطس 2021')
    """
    if grain == "quarter":
        return format_date(day, "QQQQ y" if language == "ar" else "QQQ y", locale=language)  # "3/2023" would be March
    if grain in ("decade", "century"):
        return f"{day.year}–{day.year + (9 if grain == 'decade' else 99)}"
    names = wording(language)["periods"]
    if grain == "season":
        return str(names[day.month]).format(year=day.year)
    if grain == "week":
        return str(names["week"]).format(day=period_label(day, "day", language))
    return format_date(day, PATTERNS.get(grain, "MMM y"), locale=language)


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
