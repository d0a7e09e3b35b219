"""Files of any accepted kind to raw pages and articles; what could not be read, and why."""

import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath

from analysis.base.limits import MEGABYTES, LimitError, changed, most, raising
from analysis.base.notes import InputError, Note, shown
from analysis.base.places import locate
from analysis.base.time_limit import OutOfTime, timed
from analysis.sources.columns import check_columns
from analysis.sources.documents import read_docx, read_html, read_text
from analysis.sources.files import entries, walk, walk_remote
from analysis.sources.raw import Raw
from analysis.sources.records import read_csv, read_excel, read_json, read_json_lines, read_parquet
from analysis.sources.side import Side, read_side_of

MANY = 50 << 20  # bytes from which a progress bar is worth showing
MOST_NOTES = 100  # notes on single rows that the log keeps of one file
KINDS = (
    *(".txt", ".text", ".html", ".htm", ".xhtml", ".docx"),
    *(".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".xlsx", ".xlsm"),
)
ADVICE = {
    ".pdf": "save its text as .docx or .txt",
    ".doc": "save as .docx or .txt",
    ".odt": "save as .docx or .txt",
    ".rtf": "save as .docx or .txt",
    ".pages": "save as .docx or .txt",
    ".epub": "save as .html or .txt",
    ".mhtml": "save the page as HTML only",
    ".mht": "save the page as HTML only",
    ".webarchive": "save the page as HTML only",
    ".xls": "save as .xlsx or .csv",
    ".ods": "save as .xlsx or .csv",
    ".xml": "save as .json, .csv or .txt",
    ".md": "rename to .txt if it is an article",
    **dict.fromkeys((".tar", ".tgz", ".7z", ".rar", ".bz2", ".xz", ".zst"), "unpack it, or pack as .zip"),
    **dict.fromkeys((".sqlite", ".db", ".rds", ".rdata", ".dta", ".sav", ".feather"), "export as .csv or .parquet"),
}


def read_raw(
    source: str | os.PathLike[str] = "", columns: Mapping[str, str] | None = None
) -> tuple[list[Raw], list[Note]]:
    """Return the pages and articles of a folder (with its subfolders) or a file, sorted by path, and the reading log.

    Reads text, HTML, Word, JSON, JSON lines, CSV, TSV, Excel and Parquet, and `.zip` and `.gz` of these. `columns`
    names the columns of tables that are not recognised: `{"body": "Text"}`; fields are title, subtitle, body, author,
    source, url, published and collected (the time of download). Whatever cannot be read is a note, and reading goes
    on. Raises InputError where the source does not exist, is empty, or nothing in it can be read.

    >>> raw, notes = read_raw()
    >>> raw[0].file, raw[0].row, raw[0].fields
    ('2021-08-16-kabul.txt', None, None)
    """
    found: list[Raw] = []
    notes: list[Note] = []
    for each in iter_raw(source, columns):
        if isinstance(each, Raw):
            found.append(each)
        else:
            notes.append(each)
    if not found:
        serious = [note for note in notes if note.level != "info"] or notes
        reasons = "; ".join(f"{note.file}: {note.what} ({note.action})" for note in serious[:3])
        count = f"{len(serious)} problem{'s' * (len(serious) != 1)}"
        raise InputError(f"{locate(source)}: nothing could be read; {count}, first: {reasons or 'no file of articles'}")
    return found, notes


def iter_raw(source: str | os.PathLike[str] = "", columns: Mapping[str, str] | None = None) -> Iterator[Raw | Note]:
    """Yield what `read_raw` returns one after the other, a file in memory at a time.

    Raises InputError where the source does not exist or is an empty folder, or `columns` names no field.
    """
    from tqdm import tqdm

    files, notes = list_files(source, columns)
    yield from notes
    sizes = [_size(path) for _, path in files]
    with tqdm(total=sum(sizes), desc="reading", unit="B", unit_scale=True, disable=sum(sizes) < MANY) as bar:
        for file, size in zip(files, sizes, strict=True):
            yield from iter_files([file], columns)
            bar.update(size)


def list_files(
    source: str | os.PathLike[str] = "", columns: Mapping[str, str] | None = None
) -> tuple[list[tuple[str, Path]], list[Note]]:
    """Return the files of a source by their relative names, sorted, and the notes on what is left out.

    Raises InputError where the source does not exist or is an empty folder, or `columns` names no field.
    """
    check_columns(columns)
    changed()  # limits that are no numbers are told before anything is read
    root = locate(source)
    files: list[tuple[str, Path]] = [(shown(root.name), root)]
    notes: list[Note] = []
    if not root.is_file():
        files, notes = walk_remote(root) if "://" in str(root) else walk(root.resolve())
    if not files and not notes:
        raise InputError(f"{root}: the folder is empty; put articles ({', '.join(KINDS)}) into it")
    return files, notes


def iter_files(files: Iterable[tuple[str, Path]], columns: Mapping[str, str] | None = None) -> Iterator[Raw | Note]:
    """Yield what files (names and paths; see `list_files`) hold, a file in memory at a time."""
    for file, path in files:
        yield from _limited(file, _read(file, path, columns))


def read_side(source: str | os.PathLike[str] = "") -> "Side":
    """Return the side data in the folder `source`: the frames metadata and corrections, each None if absent, and notes.

    Rows that cannot be used are left out and told. Raises InputError where the source does not exist.
    """
    root = locate(source)
    if not root.is_dir():
        return Side(None, None, [])
    side = read_side_of(root)
    notes: dict[str, list[Raw | Note]] = {}
    for note in side.notes:
        notes.setdefault(note.file, []).append(note)
    told = [each for file, found in notes.items() for each in _limited(file, iter(found))]
    return side._replace(notes=[each for each in told if isinstance(each, Note)])


def _read(file: str, path: Path, columns: Mapping[str, str] | None) -> Iterator[Raw | Note]:
    """Yield what a file holds, or the entries of an archive."""
    refusal = _refusal(file)
    if refusal:
        yield refusal
        return
    for entry in entries(file, path):
        if isinstance(entry, Note):
            yield entry
            continue
        refusal = _refusal(entry.file)
        if refusal:
            yield refusal
        elif not entry.data:
            yield Note(entry.file, None, "warning", "empty file", "skipped")
        else:
            yield from _parsed(entry.file, entry.data, columns)


def _parsed(file: str, data: bytes, columns: Mapping[str, str] | None) -> Iterator[Raw | Note]:

    readers = {
        **dict.fromkeys((".txt", ".text"), read_text),
        **dict.fromkeys((".html", ".htm", ".xhtml"), read_html),
        ".docx": read_docx,
        ".json": read_json,
        **dict.fromkeys((".jsonl", ".ndjson"), read_json_lines),
        **dict.fromkeys((".csv", ".tsv"), read_csv),
        **dict.fromkeys((".xlsx", ".xlsm"), read_excel),
        ".parquet": read_parquet,
    }
    kind = _kind(file)
    seconds = most("seconds") * (1 + len(data) / MEGABYTES)
    try:
        yield from timed(readers[kind](file, data, columns), seconds)
    except OutOfTime:
        what = f"not read within {seconds:,.0f} s of computing"
        yield Note(file, None, "error", what, raising("seconds", 10 * most("seconds"), done="left there"))
    except LimitError as error:
        yield Note(file, None, "error", error.what, error.action)
    except Exception as error:  # a broken file can raise whatever its parser knows; the others are still read
        told = re.sub(r"<[\w.]+ object at \w+>", "it", str(error))  # an address differs from run to run
        what = f"broken {kind}: {type(error).__name__}: {told[:200]}"
        yield Note(file, None, "error", what, "skipped; open and save it again")


def _kind(file: str) -> str:
    """Return the ending that tells the kind of a file, `.gz` aside."""
    path = PurePosixPath(file)
    return (PurePosixPath(path.stem) if path.suffix.lower() == ".gz" else path).suffix.lower()


def _refusal(file: str) -> Note | None:
    """Return the note on a file of a kind that is not read; None for one that is."""
    kind, ending = _kind(file), PurePosixPath(file).suffix.lower()
    if kind in KINDS or ending == ".zip" or (ending == ".gz" and kind in (".tar", ".zip", ".gz")):
        return None
    if not kind:
        where = " inside .gz" if ending == ".gz" else ""
        return Note(
            file, None, "warning", f"no ending that tells its kind{where}", "skipped; add .txt, .html, .json..."
        )
    return Note(file, None, "warning", f"kind {kind} is not read", f"skipped; {ADVICE.get(kind, 'save as .txt')}")


def _limited(file: str, found: Iterator[Raw | Note]) -> Iterator[Raw | Note]:
    """Yield all articles and notes, but no more than MOST_NOTES notes on single rows; then how many more there are."""
    more: Counter[str] = Counter()
    told = 0
    for each in found:
        if isinstance(each, Note) and each.row is not None:
            told += 1
            if told > MOST_NOTES:
                more[each.level] += 1
                continue
        yield each
    for level, count in more.items():
        yield Note(file, None, level, f"{count:,} more rows with remarks", "as on the rows above")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
