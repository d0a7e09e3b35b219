"""Columns of a table that are no field of an article, a country or a party: kept as plain text, by their names."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analysis.base.frames import SCHEMA
from analysis.base.notes import shown
from analysis.sources.raw import Raw

LONGEST = 500  # characters of a cell; what is longer is a text, and tells of no article as a whole
MOST = 50  # columns of a table that are kept; an export with more has them nested


def own_names(names: Iterable[Any], taken: Iterable[Any], rows: Sequence[tuple[int, Mapping[Any, Any]]]) -> list[Any]:
    """Return which of the columns of a table are kept: not taken, plain, short, no column of `articles`, not empty."""
    taken = {*taken, *SCHEMA["articles"]}
    left = [name for name in names if name not in taken and str(name).strip()]
    kept = [name for name in left if any(map(own_text, (row.get(name) for _, row in rows)))]
    return [name for name in kept if all(_is_short(row.get(name)) for _, row in rows)][:MOST]


def with_own(article: Raw, row: Mapping[Any, Any], names: Sequence[Any]) -> Raw:
    """Return an article with the cells of its row that are kept as they are."""
    own = {shown(str(name)): text for name in names if (text := own_text(row.get(name)))}
    return Raw(article.file, article.row, article.text, {**(article.fields or {}), "own": own}) if own else article


def own_text(value: Any) -> str | None:
    """Return a cell as plain text; None where it is empty. A whole number has no point, though pandas gave it one.

    >>> own_text(2021.0), own_text(["a", "b"]), own_text(True), own_text(float("nan")), own_text(" ")
    ('2021', 'a; b', 'True', None, None)
    """
    if value is None or value != value:
        return None
    if isinstance(value, list | tuple):
        return "; ".join(filter(None, map(own_text, value))) or None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split()) or None


def _is_short(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_is_short, value)) and len(own_text(value) or "") <= LONGEST
    plain = not isinstance(value, Mapping | bytes | set)
    return plain and len(str(value)) <= LONGEST
