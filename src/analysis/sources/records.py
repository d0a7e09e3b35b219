"""Tables in files: JSON, JSON lines, CSV, Excel and Parquet to numbered rows, and those to articles."""

import csv
import io
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from analysis.base.limits import LimitError, Meter, check, outgrown, unpacking
from analysis.base.notes import Note
from analysis.sources.columns import Row, articles, recognise
from analysis.sources.decoding import text_of
from analysis.sources.office import check_parts, sheet_rows
from analysis.sources.own import LONGEST
from analysis.sources.raw import Raw

Columns = Mapping[str, str] | None
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
_SEPARATOR = re.compile(r"\"?sep=([,;\t|])\"?\s*", re.I)  # Excel's own first line
DIGITS = 300  # of a whole number; a longer one is kept as it is written, since int() refuses 4,300
RECOVERIES = 100  # unclosed quotes that are put right in one file
PARQUET_ROWS = 64  # rows taken out of Parquet at once: each may be as long as all that lies in a page of it
_DECODER = json.JSONDecoder(parse_int=lambda digits: int(digits) if len(digits) <= DIGITS else digits)


def read_json(file: str, data: bytes, columns: Columns = None) -> Iterator[Raw | Note]:
    """Yield the articles of an object, of a list of objects, or of the list that lies within an object."""
    for text in text_of(file, data):
        if isinstance(text, Note):
            yield text
            continue
        check_values(text)
        try:
            value = _DECODER.decode(text)
        except json.JSONDecodeError as error:
            if error.msg == "Extra data" and _is_line(text):
                yield Note(file, None, "info", "an object a line (JSON lines)", "read so")
                yield from _json_lines(file, text, columns)
                return
            value, action = _json_prefix(text), "skipped; repair the file"
            if value:
                action = f"{len(value):,} objects before it read; repair the file for the rest"
            what = f"broken JSON at line {error.lineno}, column {error.colno}: {error.msg}"
            yield Note(file, None, "error", what, action)
            if not value:
                continue
        objects = _objects(value, columns)
        if objects is None:
            yield Note(file, None, "error", "no list of objects in the JSON", "skipped; one object an article is read")
        else:
            yield from _from_objects(file, enumerate(objects), columns)


def read_json_lines(file: str, data: bytes, columns: Columns = None) -> Iterator[Raw | Note]:
    """Yield the articles of a file of one JSON object a line."""
    for text in text_of(file, data):
        if isinstance(text, Note):
            yield text
        else:
            check_values(text)
            yield from _json_lines(file, text, columns)


def read_csv(file: str, data: bytes, columns: Columns = None) -> Iterator[Raw | Note]:
    """Yield the articles of a table of text, its columns parted by commas, semicolons, tabs or bars."""
    for text in text_of(file, data):
        if isinstance(text, Note):
            yield text
            continue
        cells = max(map(text.count, ",;\t|")) + text.count("\n")
        check("cells", cells, "cells")
        names, rows, notes = csv_rows(file, text, columns)
        check("columns", len(names), "columns", "keep those that are needed")
        yield from notes
        yield from articles(file, names, rows, columns)


def read_excel(file: str, data: bytes, columns: Columns = None) -> Iterator[Raw | Note]:
    """Yield the articles of the sheets of a workbook; the header is the first row with a column of text."""
    from openpyxl import load_workbook

    check_parts(data)
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    meter = Meter(len(data))
    for sheet in book.worksheets:
        name = file if len(book.worksheets) == 1 else f"{file}/{sheet.title}"
        found = sheet_rows(sheet, columns, meter)
        if found is None:
            yield Note(name, None, "warning" if len(book.worksheets) == 1 else "info", "empty sheet", "skipped")
        else:
            yield from articles(name, *found, columns)


def read_parquet(file: str, data: bytes, columns: Columns = None) -> Iterator[Raw | Note]:
    """Yield the articles of a Parquet file."""
    import pyarrow.parquet as pq

    table = pq.ParquetFile(io.BytesIO(data))
    names = table.schema_arrow.names
    wanted = [name for named in recognise(names, columns)[0].values() for name in named]
    wanted += [name for name in _short(table.metadata) if name not in wanted]
    _check_parquet(table.metadata, wanted, len(data))
    batches = table.iter_batches(PARQUET_ROWS, columns=wanted)
    rows = Meter(len(data)).rows(row for batch in batches for row in batch.to_pylist())
    yield from articles(file, names, enumerate(rows), columns)


def _short(metadata: Any) -> list[str]:
    """Return the columns of a Parquet file, not nested, whose cells are short by what its footer says."""
    sizes: Counter[str] = Counter()
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        for place in range(group.num_columns):
            sizes[group.column(place).path_in_schema] += group.column(place).total_uncompressed_size
    return [name for name, size in sizes.items() if "." not in name and size <= LONGEST * metadata.num_rows]


def _check_parquet(metadata: Any, wanted: Sequence[str], packed: int) -> None:
    """Raise LimitError where a Parquet file holds too much, by what its footer says."""
    check("columns", metadata.num_columns, "columns")
    check("rows", metadata.num_rows, "rows")
    size = cells = 0
    for number in range(metadata.num_row_groups):
        group = metadata.row_group(number)
        for place in range(group.num_columns):
            column = group.column(place)
            path = column.path_in_schema
            if any(path == name or path.startswith(f"{name}.") for name in wanted):
                size, cells = size + column.total_uncompressed_size, cells + column.num_values
    check("cells", cells, "cells")
    if problem := outgrown(packed, size):
        raise LimitError(problem, unpacking(packed, size))


# --- JSON -----------------------------------------------------------------------------------------------------------
def check_values(text: str) -> None:
    """Raise LimitError where JSON holds more values than any: each takes many times its text once it is read."""
    check("values", sum(map(text.count, "[{,")), "brackets and commas", "split it into files of JSON lines")


def _json_lines(file: str, text: str, columns: Columns) -> Iterator[Raw | Note]:
    rows: list[Row] = []
    lines = ((place, line) for place, line in enumerate(text.split("\n"), 1) if line.strip())
    for number, (place, line) in enumerate(lines):
        try:
            value = _DECODER.decode(line)
        except (json.JSONDecodeError, RecursionError) as error:
            where = f"line {place}, column {getattr(error, 'colno', 1)}: {getattr(error, 'msg', 'nested too deep')}"
            yield Note(file, number, "error", f"broken JSON at {where}", "line skipped")
            continue
        if isinstance(value, dict):
            rows.append((number, value))
        else:
            yield Note(file, number, "warning", f"no JSON object on line {place}", "line skipped")
    if rows:
        yield from _from_objects(file, rows, columns)


def _from_objects(file: str, objects: Iterable[Row], columns: Columns) -> Iterator[Raw | Note]:
    rows = list(objects)
    names = list(dict.fromkeys(name for _, row in rows for name in row))
    check("columns", len(names), "names in its objects", "give the objects the same names")
    yield from articles(file, names, rows, columns)


def _is_line(text: str) -> bool:
    """Tell whether the first line of a text is a JSON object by itself."""
    try:
        return isinstance(_DECODER.decode(text.lstrip().split("\n", 1)[0]), dict)
    except (ValueError, RecursionError):
        return False


def _json_prefix(text: str) -> list[Any]:
    """Return the whole objects that a broken list begins with: what a crawl had written before it was cut off."""
    found: list[Any] = []
    start = len(text) - len(text.lstrip())
    if not text.startswith("[", start):
        return []
    position = start + 1
    while True:
        while position < len(text) and text[position] in " \t\r\n,":
            position += 1
        try:
            value, position = _DECODER.raw_decode(text, position)
        except json.JSONDecodeError:
            return found
        found.append(value)


def _objects(value: Any, columns: Columns, depth: int = 3) -> list[dict[str, Any]] | None:
    """Return the objects that are articles: the value itself, its items, or those of what lies within it."""
    if isinstance(value, list):
        found = [item for item in value if isinstance(item, dict)]
        return found or None
    if not isinstance(value, dict) or not depth:
        return None
    fields = recognise(value, columns)[0]
    if "body" in fields:
        cells = value[fields["body"][0]]
        if isinstance(cells, dict) and all(isinstance(value[name[0]], dict) for name in fields.values()):
            # pandas writes a table column by column.
            return [
                {name: column.get(key) for name, column in value.items() if isinstance(column, dict)} for key in cells
            ]
        if not (isinstance(cells, list) and any(isinstance(cell, dict) for cell in cells)):
            return [value]
    inner = [each for each in value.values() if isinstance(each, list | dict)]
    for each in sorted(inner, key=lambda item: isinstance(item, dict)):
        found_inside = _objects(each, columns, depth - 1)
        if found_inside and "body" in recognise(found_inside[0], columns)[0]:
            return found_inside
    rows = [each for each in value.values() if isinstance(each, dict)]
    return rows if rows and len(rows) == len(value) else [value]


# --- CSV ------------------------------------------------------------------------------------------------------------
def csv_rows(file: str, text: str, columns: Columns = None) -> tuple[Sequence[str], list[Row], list[Note]]:
    """Return the names of the columns, the rows, and notes on those with too few or too many cells."""
    lines = csv_lines(text)
    named = _SEPARATOR.fullmatch(lines[0]) if lines else None
    delimiter = named[1] if named else _delimiter(lines, columns)
    if named:
        lines[0] = "\n"
    rows: list[Row] = []
    notes: list[Note] = []
    names: list[str] | None = None
    number = -1
    for line, cells, unclosed in csv_records(lines, delimiter):
        if not cells:
            continue
        if names is None:
            names = [cell.strip() for cell in cells]
            continue
        if not any(cell.strip() for cell in cells):
            continue
        number += 1
        if unclosed:
            what = f"line {line}: a quote is not closed"
            notes.append(Note(file, number, "warning", what, "row ended with its line"))
        while len(cells) > len(names) and not cells[-1].strip():
            cells.pop()
        told = f"line {line}: {len(cells)} cells instead of {len(names)}"
        if len(cells) > len(names):
            notes.append(Note(file, number, "warning", told, "row skipped; put text with commas in quotes"))
            continue
        if len(cells) < len(names):
            notes.append(Note(file, number, "warning", told, "missing cells left empty"))
        rows.append((number, dict(zip(names, cells, strict=False))))
    return names or [], rows, notes


def csv_lines(text: str) -> list[str]:
    """Return the lines of a table as `csv_records` takes them."""
    return list(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")))


def csv_records(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, list[str], bool]]:
    """Yield the line that a record starts at, counted from 1, its cells, and whether a quote was not closed.

    An empty line is a record without cells.
    A record over several lines that is no proper row, while a line within it would be one by itself, has a quote that
    is not closed: its first line is taken by itself and reading starts again below.
    """

    def alone(line: str) -> list[str]:
        with suppress(csv.Error):
            return next(csv.reader([line], delimiter=delimiter, strict=True), [])
        return []

    start, width, left = 0, 0, RECOVERIES
    while start < len(lines):
        reader = csv.reader(map(lines.__getitem__, range(start, len(lines))), delimiter=delimiter, strict=left > 0)
        first = end = start
        try:
            for cells in reader:
                end = start + reader.line_num
                if (
                    left
                    and end - first > 1
                    and len(cells) != width
                    and _holds_row(lines[first + 1 : end], alone, width)
                ):
                    break
                width = width or len(cells)
                yield first + 1, cells, False
                first = end
            else:
                return
        except csv.Error:
            end = start + reader.line_num
        if _holds_row(lines[first + 1 : end], alone, width):
            left -= 1
            yield first + 1, alone(lines[first].replace('"', "")), True
            start = first + 1
        else:  # quotes within a cell
            lenient = csv.reader(map(lines.__getitem__, range(first, len(lines))), delimiter=delimiter)
            yield first + 1, next(lenient, []), False
            start = first + max(lenient.line_num, 1)


def _holds_row(lines: Sequence[str], cells: Callable[[str], list[str]], width: int) -> bool:
    """Tell whether one of the lines would by itself be a row of the table."""
    return width > 1 and any(len(cells(line)) == width for line in lines)


def _delimiter(lines: Sequence[str], columns: Columns) -> str:
    """Return what parts the cells: what makes most known columns of the header, then most columns."""
    header = next((line for line in lines if line.strip()), "")

    def score(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([header], delimiter=delimiter), [])
        return len(recognise([name.strip() for name in names], columns)[0]), len(names)

    return max(",;\t|", key=score)
