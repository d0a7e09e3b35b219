"""Side data: what a researcher knows better than the files, from `metadata.csv` and `corrections.csv`."""

import stat
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

import pandas as pd

from analysis.base.notes import Note, shown
from analysis.sources.columns import key_of, nearest, read_day, usual_names
from analysis.sources.decoding import text_of
from analysis.sources.own import own_names, own_text
from analysis.sources.records import csv_rows

MOST = {"MB": 20, "rows": 1_000_000, "columns": 1_000}  # of a table of side data
DIGITS = 9  # of a place in a file or a text
METADATA = ("file", "ordinal", "title", "subtitle", "author", "source", "url", "published")
CORRECTIONS = ("article_id", "start", "end", "field", "value")


class Side(NamedTuple):
    """Side data of a source; None where there is no such file.

    `metadata`: file, ordinal (Int64, empty for every story of the file), and title, subtitle, author, source, url
    (text or None) and published (datetime64[s]) as far as the file has them, and columns of the user's own (text or
    None). `corrections`: article_id, start, end
    (Int64, both or neither), field, value (None to empty it).
    """

    metadata: pd.DataFrame | None
    corrections: pd.DataFrame | None
    notes: list[Note]


def read_side_of(folder: Path) -> Side:
    """Return the side data of a folder; rows that cannot be used are left out and told in the notes."""
    notes: list[Note] = []
    metadata = _table(folder / "metadata.csv", METADATA, ("file",), _metadata_row, notes)
    corrections = _table(folder / "corrections.csv", CORRECTIONS, ("article_id", "field", "value"), _correction, notes)
    return Side(metadata, corrections, notes)


def _table(
    path: Path,
    known: tuple[str, ...],
    needed: tuple[str, ...],
    check: Callable[[Mapping[str, str]], dict[str, Any]],
    notes: list[Note],
) -> pd.DataFrame | None:
    """Return a table with the columns of `known` that the file has, each row as `check` returns it."""
    file = path.name
    text = _text(path, notes)
    if not text:
        return None
    names, rows, uneven = csv_rows(file, text)
    notes += uneven
    columns = {field: name for name in reversed(names) if (field := _field(name, known))}
    absent = [name for name in needed if name not in columns]
    if absent:
        what = f"no column {', '.join(absent)}; there are: {_listed(names)}"
        notes.append(Note(file, None, "error", what, f"not applied; name columns {', '.join(known)}"))
        return None
    more = [name for name in names if name not in columns.values()]
    own = own_names(more, (), rows) if known == METADATA else []
    unused = [name for name in more if name not in own]
    if own:
        near = [f"did you mean {field} by {name}?" for name in own if (field := nearest(name, known))]
        action = "; ".join(["kept as they are", *near])
        notes.append(Note(file, None, "warning" if near else "info", f"columns of your own: {_listed(own)}", action))
    if unused:
        notes.append(Note(file, None, "warning", f"columns not known: {_listed(unused)}", "not used"))
    kept = []
    for number, row in rows:
        try:
            checked = check({field: (row.get(name) or "").strip() for field, name in columns.items()})
            kept.append(checked | {name: own_text(row.get(name)) for name in own})
        except (ArithmeticError, ValueError) as error:
            notes.append(Note(file, number, "error", str(error), "row not applied"))
    # A table for whole articles alone needs no places.
    fields = [name for name in known if name in (*columns, "start", "end")]
    table = pd.DataFrame(kept, columns=[*fields, *own], dtype="object")
    whole = {name: "Int64" for name in ("ordinal", "start", "end") if name in table}
    return table.astype(whole | ({"published": "datetime64[s]"} if "published" in table else {}))


def _text(path: Path, notes: list[Note]) -> str:
    """Return the text of a table of side data; empty where there is none, or none that may be read: told in `notes`."""
    problem = refused(path, MOST["MB"])
    if problem:
        notes.append(Note(path.name, None, "error", *problem))
    if problem or not path.exists():
        return ""
    text = ""
    try:
        for found in text_of(path.name, path.read_bytes()):
            if isinstance(found, Note):
                notes.append(found)
            else:
                text = found
    except OSError as error:
        notes.append(Note(path.name, None, "error", f"cannot be read: {error.strerror}", "not applied"))
    counts = {"rows": text.count("\n"), "columns": max(map(text.partition("\n")[0].count, ",;\t|"))}
    for name, count in counts.items():
        if count > MOST[name]:
            what = f"{count:,} {name}, more than {MOST[name]:,}"
            notes.append(Note(path.name, None, "error", what, f"not applied; keep the {name} that are needed"))
            return ""
    return text


def refused(path: Path, most: int) -> tuple[str, str] | None:
    """Return why a file beside the articles may not be read, and what to do; None where it may, or is not there.

    A link may lead out of the folder, to a file whose content is nobody's business; a pipe never ends.
    """
    try:
        kind = path.stat() if "://" in str(path) else path.lstat()  # there are no links at an address
    except OSError:
        return None
    if stat.S_ISLNK(kind.st_mode):
        return "is a link, which is not followed", "not applied; put the file itself there"
    if not stat.S_ISREG(kind.st_mode):
        return "is no file", "not applied; remove it, or put a file there"
    if kind.st_size > most << 20:
        return f"{kind.st_size >> 20:,} MB, more than {most}", "not applied; keep the rows that are needed"
    return None


def _listed(names: Sequence[str]) -> str:
    """Return names of columns in short."""
    more = [f"{len(names) - 12:,} more"] if len(names) > 12 else []
    return ", ".join([*(name[:40] for name in names[:12]), *more])


def _field(name: str, known: tuple[str, ...]) -> str | None:
    """Return the field that a column's name means."""
    return next((field for field in known if key_of(name) in (key_of(field), *usual_names().get(field, ()))), None)


def _metadata_row(row: Mapping[str, str]) -> dict[str, Any]:
    if not row["file"]:
        raise ValueError("no file in the row")
    checked: dict[str, Any] = {name: value or None for name, value in row.items()}
    checked["file"] = shown(normalize("NFC", row["file"].replace("\\", "/").removeprefix("./")))
    if "ordinal" in row:
        checked["ordinal"] = _number(row, "ordinal")
    if row.get("published"):
        checked["published"] = read_day(row["published"])
        if checked["published"] is None:
            raise ValueError(f"published: no date in {row['published'][:40]!r}; write it as 2021-08-15")
    return checked


def _correction(row: Mapping[str, str]) -> dict[str, Any]:
    for name in ("article_id", "field"):
        if not row[name]:
            raise ValueError(f"no {name} in the row")
    start, end = _number(row, "start"), _number(row, "end")
    if (start is None) != (end is None):
        raise ValueError("start and end: give both, or neither for the whole article")
    if start is not None and end is not None and start >= end:
        raise ValueError(f"start {start} is not before end {end}")
    return {
        "article_id": row["article_id"],
        "start": start,
        "end": end,
        "field": row["field"].casefold(),
        "value": row["value"] or None,
    }


def _number(row: Mapping[str, str], name: str) -> int | None:
    text = row.get(name, "").removesuffix(".0")
    if text and not (text.isdecimal() and len(text) <= DIGITS):
        raise ValueError(f"{name}: {row[name][:40]!r} is no whole number from 0 on")
    return int(text) if text else None
