"""Articles in memory, a data frame or a list, to a file of JSON lines: it is read as any other file is."""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.base.notes import InputError

NAME = "frame.jsonl"  # `file` of its articles, the same on every machine


def name_of(source: Any) -> str:
    """Return what a source is called: its path, or `frame` where it is in memory."""
    return str(source) if _is_place(source) else Path(NAME).stem


@contextmanager
def as_place(source: Any) -> Iterator[str | os.PathLike[str]]:
    """Give where a source lies; what is in memory lies in a file, a row a line, as long as this lasts.

    A source is a path or an address, a DataFrame (named levels of its index are columns, too), or a list or Series of
    texts or of dicts. Raises InputError for anything else, for nothing, and where two columns have one name.
    """
    if _is_place(source):
        yield source
        return
    lines = list(_lines(source))
    with tempfile.TemporaryDirectory(prefix="analysis-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / NAME
        path.write_bytes(b"\n".join(lines))
        try:
            yield path
        except InputError as error:
            raise InputError(str(error).replace(str(path), NAME)) from None


def _is_place(source: Any) -> bool:
    return isinstance(source, str | os.PathLike)


def _lines(source: Any) -> Iterator[bytes]:
    """Yield the rows of what is in memory, each as a line of JSON."""
    rows = _frame_rows(source) if isinstance(source, pd.DataFrame) else _list_rows(source)
    number = -1
    for number, row in enumerate(rows):
        try:
            yield _line(row)
        except (TypeError, ValueError, RecursionError) as error:
            raise InputError(f"row {number}: {error}; give text, numbers and dates") from None
    if number < 0:
        raise InputError("no rows: the frame or list is empty; give at least one article")


def _frame_rows(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    named = [name for name in frame.index.names if name is not None and name not in frame.columns]
    frame = frame.reset_index(named) if named else frame
    names = [str(name) for name in frame.columns]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise InputError(f"two columns called {twice[0]!r}; rename or drop one of them")
    return (dict(zip(names, row, strict=True)) for row in frame.itertuples(index=False, name=None))


def _list_rows(rows: Any) -> Iterator[dict[str, Any]]:
    told = "give a folder, a file, a DataFrame, or a list of texts or dicts"
    if isinstance(rows, Mapping | bytes) or not isinstance(rows, Iterable):
        raise InputError(f"a source of type {type(rows).__name__}; {told}")
    for number, row in enumerate(rows):
        if isinstance(row, Mapping):
            yield {str(name): value for name, value in row.items()}
        elif isinstance(row, str) or _is_missing(row):
            yield {"body": row}
        else:
            raise InputError(f"row {number}: of type {type(row).__name__}; {told}")


def _line(row: dict[str, Any]) -> bytes:
    try:
        return json.dumps(row, ensure_ascii=False, skipkeys=True, default=_plain).encode()
    except UnicodeEncodeError:  # half a character: as JSON writes it
        return json.dumps(row, skipkeys=True, default=_plain).encode()


def _plain(value: Any) -> Any:
    """Return what JSON has no form for as text, a number or a list; a missing value as None."""
    if _is_missing(value):
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    return value.tolist() if hasattr(value, "tolist") else str(value)


def _is_missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, date | float) and value != value)
