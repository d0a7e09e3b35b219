"""The sheets of checking by hand: written as XLSX and CSV, read back as whatever program has saved them."""

import io
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple, Self
from unicodedata import category

import pandas as pd

from analysis.base.csv_file import write_csv
from analysis.base.limits import LimitError
from analysis.base.notes import InputError
from analysis.sources.checks import KINDS
from analysis.sources.decoding import decode
from analysis.sources.office import check_parts
from analysis.sources.records import csv_lines, csv_records
from analysis.text import tables
from analysis.text.folding import normalize

NEEDED = ("id", "right", "sheet")  # of a sheet; one of recall has `missed` in the place of `right`
MOST_MISSED = 999  # mentions in a sentence
RIGHT = ("right", "r", "yes", "y", "true", "1", "✓", "✔", "☑", "صح", "صحيح", "صواب", "نعم")
WRONG = ("wrong", "w", "no", "n", "false", "0", "✗", "✘", "☒", "خطأ", "غلط", "خاطئ", "لا")
HOW = "how"  # sheet of a workbook that tells how to judge
WIDTHS = {
    "id": 6,
    "article": 28,
    "date": 12,
    "sentence": 80,
    "marked": 20,
    "read": 28,
    "verdicts": 18,
    "right": 10,
    "missed": 10,
    "note": 28,
}
SEPARATORS = ",;\t|"
MOST = 50  # MB of a sheet
MOST_CELLS = 2_000_000  # of a sheet
_WHOLE = re.compile(r"-?\d{1,18}")


class Stamp(NamedTuple):
    """What a sample was drawn from; it stands on every row, so that no program that saves the sheet loses it.

    >>> Stamp.read(str(Stamp("dates", 1, 100, 2_000, "f0", "my; corpus")))
    Stamp(kind='dates', seed=1, n=100, population=2000, fingerprint='f0', source='my; corpus')
    """

    kind: str
    seed: int
    n: int
    population: int
    fingerprint: str = ""
    source: str = ""

    def __str__(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self._asdict().items())

    @classmethod
    def read(cls, text: str) -> Self | None:
        """Return the stamp that a text is, or None."""
        told = dict(part.partition("=")[::2] for part in text.split("; ", len(cls._fields) - 1))
        numbers = {name: _number(told.get(name, "")) for name in ("seed", "n", "population")}
        if set(told) != set(cls._fields) or None in numbers.values():
            return None
        return cls(**{**told, **numbers}) if told["kind"] in KINDS else None  # type: ignore[arg-type]


def write_sheet(table: pd.DataFrame, path: str | os.PathLike[str]) -> tuple[Path, Path]:
    """Write a sample as `<path>.xlsx` and `<path>.csv`, and return both paths; fill in one of the two.

    The XLSX sheet runs from right to left, wraps its text and offers `right` and `wrong`, and a second one tells how to
    judge; text that looks like a formula stays text in both. Raises InputError where one of the files is there already:
    it may hold a person's work.
    """
    path = Path(path)
    base = path.with_suffix("") if path.suffix.lower() in (".xlsx", ".csv") else path
    targets = base.with_name(base.name + ".xlsx"), base.with_name(base.name + ".csv")
    for target in targets:
        if target.exists():
            raise InputError(f"{target}: is there already, perhaps filled in; give --out another name, or remove it")
    plain = table.map(lambda value: _plain(value) if isinstance(value, str) else value)
    try:
        base.parent.mkdir(parents=True, exist_ok=True)
        _write_xlsx(plain, targets[0])

        write_csv(plain, targets[1])
    except OSError as error:
        raise InputError(f"{base}: cannot be written ({error.strerror}); give --out another place") from None
    return targets


def read_sheet(path: str | os.PathLike[str]) -> tuple[list[dict[str, Any]], Stamp]:
    """Return the rows of a sheet, with `verdict` (1.0, 0.0, or None where it is empty), and what it was drawn from.

    Of a sheet of recall, `verdict` is the number of mentions that were missed, from its column `missed`.

    Raises InputError, naming sheet and row, where it cannot be read.
    """
    path = Path(path)
    header, cells = _cells(path)
    rows: list[dict[str, Any]] = []
    seen: dict[int, int] = {}
    stamp: Stamp | None = None
    for number, values in cells:
        row: dict[str, Any] = dict(zip(header, values, strict=False))
        where = f"{path}, row {number}"
        found = Stamp.read(row.get("sheet", ""))
        if found is None or (stamp and found != stamp):
            what = "is of another sample than the rows above" if found else "the column 'sheet' was changed"
            raise InputError(f"{where}: {what}; restore the cell, or take the row out")
        stamp = found
        id = _number(row["id"].removesuffix(".0"))
        if id is None or not 1 <= id <= stamp.n:
            raise InputError(f"{where}: id {row['id'][:40]!r} is none of 1 to {stamp.n}; restore the cell")
        if id in seen:
            raise InputError(f"{where}: id {id} stands in row {seen[id]} too; remove one of the two")
        seen[id] = number
        verdict = _count(row, where) if stamp.kind == "recall" else _verdict(row["right"], where)
        rows.append({**row, "verdict": verdict})
    if stamp is None:
        raise InputError(f"{path}: no row below the header; give a sheet of `analysis sample`")
    return rows, stamp


def _write_xlsx(table: pd.DataFrame, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.properties.creator = "analysis"
    sheet = book.active
    sheet.title = str(table["sheet"].iloc[0]).partition(";")[0].removeprefix("kind=") if len(table) else "sheet"
    sheet.sheet_view.rightToLeft = True
    sheet.freeze_panes = "B2"
    wrapped = Alignment(wrap_text=True, vertical="top", readingOrder=2)
    sheet.append(list(table.columns))
    for values in table.itertuples(index=False):
        sheet.append([None if value == "" else value for value in values])
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = wrapped
            if cell.data_type in ("f", "e"):  # text that begins with = or reads #N/A is only text here
                cell.data_type, cell.quotePrefix = "s", True
    for cell in sheet[1]:
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDE6EE")
    for number, name in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = WIDTHS.get(name, 14)
    last = len(table) + 1
    if "right" in table:
        _offer(sheet, get_column_letter(list(table.columns).index("right") + 1), last)
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{last}"
    _tell_how(book, sheet.title)
    book.save(path)


def how(kind: str, language: str) -> list[str]:
    """Return the rules by which a person judges the rows of a sheet of a kind.

    >>> how("dates", "en")[0]
    "Judge by the sentence, its title and its day; what even these do not tell stays empty, with a word under 'note'."
    """
    rules = tables.table("checking/data/rules.yml")
    return [*rules["all"][language], *rules.get(kind, {}).get(language, [])]


def _tell_how(book: Any, kind: str) -> None:
    """Add a sheet that tells how to judge, a rule a row, in both languages."""
    from openpyxl.styles import Alignment, Font

    told = book.create_sheet(HOW)
    for place, (language, head) in enumerate((("en", "How to judge"), ("ar", "كيف تحكم")), 1):
        order = 1 if language == "en" else 2
        for row, text in enumerate([head, *how(kind, language)], 1):
            cell = told.cell(row, place, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top", readingOrder=order)
        told.cell(1, place).font = Font(bold=True)
        told.column_dimensions["AB"[place - 1]].width = 80


def _offer(sheet: Any, letter: str, last: int) -> None:
    """Offer `right` and `wrong` in a column."""
    from openpyxl.worksheet.datavalidation import DataValidation

    # A list to choose from that lets other words in: صح and ✓ are read too.
    choice = DataValidation(type="list", formula1='"right,wrong"', allow_blank=True, showErrorMessage=False)
    sheet.add_data_validation(choice)
    choice.add(f"{letter}2:{letter}{max(last, 2)}")


def _cells(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header of a sheet and its rows that hold anything, as text, with their numbers."""
    try:
        data = b"" if path.exists() and not path.is_file() else path.read_bytes()
        size = path.stat().st_size
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); name a sheet of `analysis sample`") from None
    if size > MOST << 20 or not path.is_file():
        what = f"{size >> 20:,} MB, more than {MOST}" if path.is_file() else "no file"
        raise InputError(f"{path}: {what}; name a sheet of `analysis sample`")
    if data[:4] == b"PK\x03\x04":
        tables: Iterable[list[list[str]]] = _read_xlsx(data, path)
    elif path.suffix.lower() in (".xls", ".ods", ".numbers") or b"\0\0\0\0" in data:
        raise InputError(f"{path}: save the sheet as .xlsx or .csv")
    else:
        tables = [_read_csv(data, path)]
    missing: list[str] = []
    for rows in tables:
        header = [name.strip().lower() for name in rows[0]] if rows else []
        answer = "missed" if "stratum" in header else "right"
        lacking = [name for name in ("id", answer, "sheet") if name not in header]
        if not lacking:
            return header, [(number, row) for number, row in enumerate(rows[1:], 2) if any(row)]
        missing = lacking if not missing or len(lacking) < len(missing) else missing
    named = ", ".join(repr(name) for name in missing or NEEDED)
    raise InputError(f"{path}, row 1: no column {named}; give a sheet of `analysis sample` with its header as it was")


def _read_xlsx(data: bytes, path: Path) -> list[list[list[str]]]:
    from openpyxl import load_workbook

    try:
        check_parts(data)
        book = load_workbook(io.BytesIO(data), data_only=True)
    except LimitError as error:
        raise InputError(f"{path}: {error}; save the sheet anew") from None
    except Exception:  # a broken file can raise whatever its parser knows
        raise InputError(f"{path}: cannot be read as .xlsx; save the sheet as .xlsx or .csv") from None
    sheets = book.worksheets
    cells = sum(sheet.max_row * sheet.max_column for sheet in sheets)
    if cells > MOST_CELLS:  # those between are made when the rows are asked for
        raise InputError(f"{path}: {cells:,} cells, more than {MOST_CELLS:,}; remove all but the rows of the sample")
    return [[[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)] for sheet in sheets]


def _read_csv(data: bytes, path: Path) -> list[list[str]]:
    text = decode(data).text
    if text is None:
        raise InputError(f"{path}: cannot be read as text; save the sheet as .xlsx or .csv")
    first, _, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) <= 5:  # Excel's own hint
        first, text = rest.partition("\n")[0], rest
    separator = max(SEPARATORS, key=first.count)
    if text.count(separator) > MOST_CELLS:
        raise InputError(f"{path}: more than {MOST_CELLS:,} cells; remove all but the rows of the sample")
    return [[cell.strip() for cell in cells] for _, cells, _ in csv_records(csv_lines(text), separator)]


def _text(value: Any) -> str:
    """Return the value of a cell as text; a whole number without its point."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _number(text: str) -> int | None:
    """Return a whole number of a sheet; None for anything else, and for one that no sample has."""
    text = text.strip()
    return int(text) if _WHOLE.fullmatch(text) else None


def _verdict(text: str, where: str) -> float | None:
    """Return 1 for right, 0 for wrong, None for an empty cell.

    >>> _verdict("صحّ", "row 2"), _verdict("N", "row 2"), _verdict("", "row 2")
    (1.0, 0.0, None)
    """
    word = _key(text)
    if not word:
        return None
    if word in _VERDICTS:
        return _VERDICTS[word]
    told = "write right or wrong (also y/n, 1/0, صح/خطأ, ✓/✗), or leave it empty and say why under 'note'"
    raise InputError(f"{where}: {text[:40]!r} is neither right nor wrong; {told}")


def _count(row: dict[str, Any], where: str) -> float | None:
    """Return how many were missed in the sentence of a row, None for an empty cell; other cells that count are checked.

    >>> _count({"missed": "٢", "stratum": "near", "sentences": "9", "mentions": "80"}, "row 2")
    2.0
    """
    for name in ("sentences", "mentions"):
        number = _number(row.get(name, ""))
        if number is None or number < 0 or not row.get("stratum"):
            raise InputError(f"{where}: the column 'stratum' or {name!r} was changed; restore the cell")
    text = row.get("missed", "")
    if not text:
        return None
    number = _number(text)
    if number is None or not 0 <= number <= MOST_MISSED:
        told = (
            "write how many mentions of actors are not in [[ ]], 0 for none, or leave it empty and say why under 'note'"
        )
        raise InputError(f"{where}: {text[:40]!r} is no number of mentions that were missed; {told}")
    return float(number)


def _key(text: str) -> str:
    """Return a verdict as it is compared: without marks, variation selectors and a trailing full stop."""
    word = normalize(text).replace("\ufe0f", "").replace("\ufe0e", "").strip().strip(".").casefold()
    return "1" if word == "1.0" else "0" if word in ("0.0", "-0") else word


_VERDICTS = {_key(word): 1.0 for word in RIGHT} | {_key(word): 0.0 for word in WRONG}


def _plain(text: str) -> str:
    """Return text without the characters that turn the direction of writing, or that a sheet cannot hold."""
    return "".join(each for each in text if each in "\n\t" or category(each)[0] != "C")
