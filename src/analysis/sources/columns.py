"""Rows of tables to articles: columns recognised by their names, cells read as text or as days."""

import html
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from functools import cache, lru_cache
from itertools import islice
from typing import Any

from analysis.base.notes import InputError, Note, fault
from analysis.dates.line import date_line
from analysis.sources.decoding import clean
from analysis.sources.own import own_names, with_own
from analysis.sources.raw import Raw, too_long, too_long_note
from analysis.text import tables
from analysis.text.folding import normalize

FIELDS = ("title", "subtitle", "body", "author", "source", "url", "published", "collected")
MOST_NAMES = 20  # columns that the log names
CLOSE = 0.75  # likeness (Ratcliff and Metzener 1988) from which a name may be another, mistyped
SEEN = 100  # rows that are looked at for a column of text
SENTENCE = 20  # Arabic letters in them that make one
YEARS = range(1900, 2101)
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|strong|em|h[1-6]|ul|ol|li|img|figure|table|blockquote)\b[^<>]*>", re.I
)
_ARABIC = re.compile("[\u0620-\u064a]")
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}\d?|#\d{2,6}|#x[0-9a-fA-F]{2,5});")
_ISO = re.compile(r"\s*(\d{4})-(\d\d?)-(\d\d?)(?!\d)")
_DAYS_FIRST = re.compile(r"\D*(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4}|\d{2})(?!\d)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_COMPACT = re.compile(r"(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_EXCEL = date(1899, 12, 30)  # day 0 of Excel, which counts a 29 February 1900
Row = tuple[int, Mapping[Any, Any]]


def articles(
    file: str, names: Sequence[Any], rows: Iterable[Row], columns: Mapping[str, str] | None = None
) -> Iterator[Raw | Note]:
    """Yield the articles of a table, and the notes on it: what each column was taken for, which rows were not read.

    `rows` are numbered mappings of column names to cells; `columns` names columns (`{"body": "Text"}`).
    """
    found, missing = recognise(names, columns)
    for field, name in missing.items():
        near = nearest(name, names)
        action = f"did you mean {near!r}? looked for its usual names" if near else "looked for its usual names"
        yield Note(file, None, "warning", f"no column {name!r} for {field}", action)
    if "body" not in found:
        what = f"no column of text among: {_listed(names) or 'none'}"
        rows = islice(rows, SEEN)
        near = next((str(name) for name in names if _field_like(name) == "body"), None) or _longest(names, rows)
        named = json.dumps({"body": near or "..."}, ensure_ascii=False)
        asked = f"did you mean {near!r}? " if near else ""
        yield Note(file, None, "error", what, f"skipped; {asked}name it: columns={named}")
        return
    rows = list(rows)
    own = own_names(names, (name for named in found.values() for name in named), rows)
    yield Note(file, None, "info", f"columns: {_told(found, own, names)}", "taken by their names")
    yield from _near_misses(file, found, names)
    swapped = {
        name for field in ("published", "collected") for name in found.get(field, []) if _is_month_first(name, rows)
    }
    for name in sorted(swapped, key=str):
        yield Note(file, None, "info", f"column {name}: month before day", "days read so")
    changes: Counter[str] = Counter()
    for number, row in rows:
        try:
            for each in _article(file, number, row, found, swapped, changes):
                yield each if isinstance(each, Note) else with_own(each, row, own)
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            yield Note(file, number, "error", f"row cannot be read: {fault(error)}", "row skipped; check its cells")
    for change, count in changes.items():
        yield Note(file, None, "info", f"{change}, in {count:,} cell{'s' * (count > 1)}", "repaired")


def _near_misses(file: str, found: dict[str, list[Any]], names: Sequence[Any]) -> Iterator[Note]:
    """Yield notes on columns that are called nearly as a field is that the table lacks: `Publishd`."""
    taken = {name for named in found.values() for name in named}
    for name in (name for name in names if name not in taken):
        field = _field_like(name)
        if field in FIELDS and field not in found:
            named = json.dumps({field: str(name)}, ensure_ascii=False)
            action = f"did you mean {str(name)!r}? name it: columns={named}"
            yield Note(file, None, "warning", f"no column for {field}", action)


def nearest(name: str, names: Iterable[Any]) -> str | None:
    """Return the one of some names that is written nearly as another; None where none is.

    >>> nearest("Titel", ["ID", "Title"])
    'Title'
    """
    keys = {key_of(each): str(each) for each in names}
    close = get_close_matches(key_of(name), list(keys), 1, CLOSE)
    return keys[close[0]] if close else None


def _field_like(name: Any) -> str | None:
    """Return the field that a column's name nearly is; None for a usual name, and for one that is near to none."""
    fields = {key: field for field, keys in usual_names().items() for key in keys}
    close = get_close_matches(key_of(name), [key for key in fields if len(key) > 3], 1, CLOSE)
    return fields[close[0]] if close and key_of(name) not in fields else None


def _longest(names: Sequence[Any], rows: Iterable[Row]) -> str | None:
    """Return the column with the longest Arabic texts; None where there is no column of sentences."""
    sizes: Counter[Any] = Counter()
    for _, row in rows:
        sizes.update({name: len(_ARABIC.findall(str(row.get(name) or ""))) for name in names})
    name, size = max(sizes.items(), key=lambda each: each[1], default=("", 0))
    return str(name) if size >= SENTENCE else None


def recognise(
    names: Iterable[Any], columns: Mapping[str, str] | None = None
) -> tuple[dict[str, list[Any]], dict[str, str]]:
    """Return the columns of each field, best first, and the ones that `columns` names and the table lacks.

    >>> recognise(["ID", "Publish Date", "النص"])[0]
    {'body': ['النص'], 'published': ['Publish Date']}
    """
    by_key: dict[str, Any] = {}
    for name in names:
        by_key.setdefault(key_of(name), name)
    found: dict[str, list[Any]] = {}
    missing: dict[str, str] = {}
    for field, name in check_columns(columns).items():
        if key_of(name) in by_key:
            found[field] = [by_key[key_of(name)]]
        else:
            missing[field] = name
    taken = {each for named in found.values() for each in named}
    for field in FIELDS:
        usual = [by_key[key] for key in usual_names()[field] if key in by_key and by_key[key] not in taken]
        if usual and field not in found:
            found[field] = usual
    return {field: found[field] for field in FIELDS if field in found}, missing


def check_columns(columns: Mapping[str, str] | None) -> dict[str, str]:
    """Return fields and the columns that the user named for them. Raises InputError for a field that there is not."""
    fields: dict[str, str] = {}
    for name, column in (columns or {}).items():
        field = next((field for field in FIELDS if key_of(name) in (key_of(field), *usual_names()[field])), None)
        if field is None:
            near = nearest(name, FIELDS)
            hint = f" (did you mean {near}?)" if near else ""
            raise InputError(f"columns: there is no field {name!r}; choose among {', '.join(FIELDS)}{hint}")
        fields[field] = str(column)
    return fields


@cache
def usual_names() -> dict[str, list[str]]:
    return {
        field: [key_of(name) for name in names] for field, names in tables.table("sources/data/columns.yml").items()
    }


@lru_cache(4096)
def key_of(name: Any) -> str:
    """Return what names of columns are compared by."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", normalize(str(name)).casefold())))


def _told(found: dict[str, list[Any]], own: Sequence[Any], names: Sequence[Any]) -> str:
    label = {"collected": "time of download"}
    taken = {*own, *(name for named in found.values() for name in named)}
    told = [f"{' or '.join(map(str, named))} → {label.get(field, field)}" for field, named in found.items()]
    unused = [name for name in names if name not in taken]
    more = [("kept as they are", own), ("not used", unused)]
    return "; ".join([", ".join(told), *(f"{what}: {_listed(each)}" for what, each in more if each)])


def _listed(names: Sequence[Any]) -> str:
    """Return names in a row, and how many more there are."""
    more = [f"{len(names) - MOST_NAMES:,} more"] if len(names) > MOST_NAMES else []
    return ", ".join([*(str(name)[:60] for name in names[:MOST_NAMES]), *more])


def _article(
    file: str,
    number: int,
    row: Mapping[Any, Any],
    found: dict[str, list[Any]],
    swapped: set[Any],
    changes: Counter[str],
) -> Iterator[Raw | Note]:
    cells = {field: _cell(row, names) for field, names in found.items()}
    body = "\n".join(filter(None, map(str.strip, _plain(cells["body"][1], changes).splitlines())))
    if too_long(body):
        yield too_long_note(file, number, body)
        return
    fields: dict[str, Any] = {}
    for field in ("title", "subtitle", "author", "source", "url"):
        text = " ".join(_plain(cells[field][1], changes).split()) if field in cells else ""
        if text:
            fields[field] = text
    if not body:
        action = "kept with its title only" if "title" in fields else "skipped"
        yield Note(file, number, "warning", "no text in the row", action)
        if "title" not in fields:
            return
    for field, origin in (("published", "metadata"), ("collected", "collected")):
        name, value = cells.get(field, (None, None))
        if "published" in fields or value is None or not str(value).strip():
            continue
        day = read_day(value, month_first=name in swapped)
        if day:
            fields |= {"published": day, "published_from": origin}
        else:
            yield Note(file, number, "warning", f"column {name}: no date in {str(value)[:40]!r}", "left empty")
    yield Raw(file, number, body, fields)


def _cell(row: Mapping[Any, Any], names: list[Any]) -> tuple[Any, Any]:
    """Return the first column of `names` that is not empty in the row, and its value; None where all are empty."""
    for name in names:
        value = row.get(name)
        if value is not None and value == value and value != "" and value != [] and value != {}:
            return name, value
    return names[0], None


def _plain(value: Any, changes: Counter[str]) -> str:
    """Return a cell as plain text; nested values give theirs, markup and misread letters are put right and counted."""
    text, remarks = clean(_text(value))
    if "<" in text and _MARKUP.search(text):
        changes["HTML tags"] += 1
        text = _without_markup(text)
    if "&" in text and _ENTITY.search(text):
        changes["HTML entities"] += 1
        text = html.unescape(text)
    for _, what, _ in remarks:
        changes[what.split(":")[0] if what[-1].isdigit() else what] += 1
    return text


def _text(value: Any) -> str:
    """Return the text of a cell: a list's items a line each, an object's text by the usual names of one."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, Mapping):
        keys = ("rendered", "text", "#text", "value", "content", "name", "title", "href", "url")
        return next((_text(value[key]) for key in keys if value.get(key)), "")
    if isinstance(value, Iterable):
        return "\n".join(filter(None, map(_text, value)))
    return str(value)


def _without_markup(text: str) -> str:
    from lxml import html as parser

    tree = parser.fragment_fromstring(text, create_parent="div")
    for element in tree.iter("script", "style"):
        element.text = None
    for element in tree.iter("p", "br", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "blockquote", "figure"):
        element.tail = "\n" + (element.tail or "")
    return str(tree.text_content())


# --- days -----------------------------------------------------------------------------------------------------------
def read_day(value: Any, month_first: bool = False) -> date | None:
    """Return the day of a cell: a date, an Excel serial, seconds or milliseconds since 1970, or a date as text.

    Text may be ISO, day first (or month first, if told), in words of Arabic or English, or Hijri. None where it
    gives no day between 1900 and 2100.

    >>> read_day("21/07/2015"), read_day(42206), read_day("٢١ تموز ٢٠١٥"), read_day("1437447092")
    (datetime.date(2015, 7, 21), datetime.date(2015, 7, 21), datetime.date(2015, 7, 21), datetime.date(2015, 7, 21))
    """
    try:
        day = _day(value, month_first)
    except (ValueError, OverflowError, OSError):
        return None
    return day if day and day.year in YEARS else None


def _day(value: Any, month_first: bool) -> date | None:
    if isinstance(value, datetime):
        return value.date() if value == value else None  # NaT differs from itself
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _counted_day(float(value))
    text = _text(value).strip()
    if _NUMBER.fullmatch(text) and text.isascii():
        return date.fromisoformat(text) if _COMPACT.fullmatch(text) else _counted_day(float(text))
    match = _ISO.match(text)
    if match and int(match[1]) in YEARS:
        return date(*map(int, match.groups()))
    match = _DAYS_FIRST.match(text)
    if match and month_first:
        month, day, year = map(int, match.groups())
        return date(year + 2000 * (year < 100), month, day)

    return date_line(text)


def _counted_day(number: float) -> date | None:
    """Return the day of an Excel serial (1954 to 2119), of seconds or of milliseconds since 1970 (1973 on)."""
    if 20_000 <= number < 80_000:
        return _EXCEL + timedelta(days=int(number))
    if _COMPACT.fullmatch(str(int(number))):
        return date.fromisoformat(str(int(number)))
    for unit in (1, 1e3, 1e6, 1e9):
        if 1e8 <= number / unit < 4.2e9:
            return datetime.fromtimestamp(number / unit, UTC).date()
    return None


def _is_month_first(name: Any, rows: Sequence[Row]) -> bool:
    """Tell whether a column has the month before the day: some second number is no month, and no first one is none."""
    pairs = [match for _, row in rows if (match := _DAYS_FIRST.match(str(row.get(name) or "")))]
    return any(int(each[2]) > 12 for each in pairs) and all(int(each[1]) <= 12 for each in pairs)
