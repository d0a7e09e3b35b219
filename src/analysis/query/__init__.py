"""One query language for a corpus: words, phrases with gaps, actors, themes, joined by AND, OR and NOT."""

from analysis.query.find import find
from analysis.query.parse import QueryError
from analysis.query.select import select
from analysis.query.trend import trend

__all__ = ["QueryError", "find", "select", "trend"]
