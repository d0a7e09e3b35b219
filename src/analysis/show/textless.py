"""Tables without the text of articles: which columns may leave the house."""

import re
from functools import cache
from typing import Any

import pandas as pd

from analysis.text import tables

_PLAIN = re.compile(
    r"|-?\d+(\.\d+)?(e-?\d+)?|-?inf|nan|true|false|none"  # numbers and flags
    r"|\d{4}-\d\d-\d\d([ T][\d:.+-]*)?"  # days and times
    r"|[0-9a-f]{16}( \| [0-9a-f]{16})*",  # ids of articles
    re.IGNORECASE,
)
KEY = "row"  # of a table of sentences: which row of its table a sentence belongs to


@cache
def known() -> dict[str, Any]:
    """Return what is known of columns and figures: words, addresses, text, figures."""
    found: dict[str, Any] = tables.table("show/data/columns.yml")
    return found


def without_text(table: pd.DataFrame, name: str, addresses: bool = False) -> pd.DataFrame:
    """Return a table of a report without the columns that hold text of articles; `name` is that of its file.

    The key of a table of sentences, which may be a headline, becomes a number: the same for what belongs together.
    With `addresses`, what says where a text is to be found stays.

    >>> told = pd.DataFrame({"term": ["سلام"], "count": [3], "text": ["جاء السلام"]})
    >>> list(without_text(told, "topics-frequency").columns)
    ['term', 'count']
    """
    if KEY in table and name.endswith("-evidence"):
        table = table.assign(**{KEY: pd.factorize(table[KEY])[0] + 1})
    about = known()
    kept = {*about["words"], *(about["addresses"] if addresses else ())} - set(about["text"].get(name, ()))
    return table[[each for each in table.columns if each in kept or _is_plain(table[each])]]


def left_out(table: pd.DataFrame, name: str, addresses: bool = False) -> list[str]:
    """Return the columns of a table that `without_text` leaves out."""
    kept = without_text(table, name, addresses)
    return [each for each in table.columns if each not in kept]


def _is_plain(column: pd.Series) -> bool:
    """Tell whether a column holds nothing but numbers, days, flags and ids."""
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return True
    if len(column) and column.map(lambda each: isinstance(each, list)).any():
        return all(_PLAIN.fullmatch(str(each)) for held in column.dropna() for each in held)
    return all(_PLAIN.fullmatch(str(each)) for each in column.dropna())
