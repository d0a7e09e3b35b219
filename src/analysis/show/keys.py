"""What a row is called in its anchor: the values of its key columns, as they stand in an address.

An anchor is the name of a table and the key of a row: `actors-cooccurrence:iran+iraq`. It means the same on every page,
in the CSV file of the table, and in the next run.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any
from unicodedata import category

import pandas as pd

from analysis.text import tables

PLAIN = "._-"  # beside letters and digits


def key_columns(columns: Iterable[str], name: str) -> list[str]:
    """Return the columns of a table that tell one row from all others; `name` is that of its file.

    >>> key_columns(["period", "term", "count"], "topics-trend"), key_columns(["level", "what"], "overview-remarks")
    (['term', 'period'], [])
    """
    about, held = _about(), set(columns)
    return [each for each in about["tables"].get(name, about["ids"]) if each in held]


def cited_numbers(name: str) -> list[str]:
    """Return the columns of numbers that a citation of a table tells; none where they are its first ones."""
    return list(_about()["values"].get(name, ()))


def keys_of(table: pd.DataFrame, name: str) -> list[str]:
    """Return the key of each row of a table, "" where its rows have none; `name` is that of its file.

    >>> keys_of(pd.DataFrame({"source": ["iran"], "target": ["الحركة الأم"], "count": [3]}), "actors-cooccurrence")
    ['iran+الحركة%20الأم']
    """
    columns = key_columns(table.columns, name)
    parts = [[key_part(value) for value in table[column]] for column in columns]
    return ["+".join(row) for row in zip(*parts, strict=True)] if parts else [""] * len(table)


def key_part(value: Any) -> str:
    """Return a value as it stands in a key: a day as 2021-08-15, all but letters and digits as in an address.

    >>> key_part(pd.Timestamp("2021-08-15")), key_part("a b+c"), key_part("2021-08-15 00:00:00"), key_part(3.0)
    ('2021-08-15', 'a%20b%2Bc', '2021-08-15', '3')
    """
    if value is None or (not isinstance(value, list) and pd.isna(value)):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).removesuffix(" 00:00:00").removeprefix("'")  # which keeps a formula from running
    return "".join(each if each in PLAIN or category(each)[0] in "LMN" else _escaped(each) for each in text)


def _escaped(letter: str) -> str:
    return "".join(f"%{byte:02X}" for byte in letter.encode("utf-8", "replace"))


@cache
def _about() -> dict[str, Any]:
    found: dict[str, Any] = tables.table("show/data/keys.yml")
    return found
