"""Dates in text: found, and resolved against the day of publication."""

from analysis.dates.find import find_dates, inferred_day, published_after, suspects
from analysis.dates.line import date_line

__all__ = ["date_line", "find_dates", "inferred_day", "published_after", "suspects"]
