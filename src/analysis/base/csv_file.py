"""Tables as CSV that Excel shows and in which no formula runs."""

import csv
from pathlib import Path
from typing import Any

import pandas as pd

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV that Excel shows as it is: UTF-8 with BOM, text that looks like a formula made harmless."""
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = table.copy()
    for column in plain.columns:
        if plain[column].dtype == object or pd.api.types.is_string_dtype(plain[column]):
            plain[column] = [_csv_cell(value) for value in plain[column]]
    plain.to_csv(path, index=False, encoding="utf-8-sig", quoting=csv.QUOTE_MINIMAL, lineterminator="\n")


def _csv_cell(value: Any) -> Any:
    text = " | ".join(map(str, value)) if isinstance(value, list) else value
    return "'" + text if isinstance(text, str) and text.startswith(FORMULA) else text
