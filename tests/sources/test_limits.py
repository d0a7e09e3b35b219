"""Files that swell: each is read in a process of its own, beside a good one, within bounds of memory and time."""

import io
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import hostile
from analysis.actors import load_registry
from analysis.base import limits, time_limit
from analysis.base.limits import LARGE, LIMITS, LimitError, Meter
from analysis.base.time_limit import OutOfTime, timed, within
from analysis.corpus.annotation import Tools
from analysis.corpus.store.plan import Asked
from analysis.sources import InputError, Note, Raw, read_raw
from analysis.sources.read import iter_raw

GOOD = "افتتاح ميناء جديد\n\nقال الوزير أمس إن الميناء يفتح غدا.\nوأضاف أن السفن تنتظر منذ أيام خارج المدينة.\n"
REFUSED = {
    "rows.parquet": "30,000,000 rows, more than 5,000,000",
    "text.parquet": "unpacks from 2 KiB to 10 MiB or more",
    "empty.parquet": "9,000,000 rows, more than 5,000,000",
    "list.parquet": "60,000,000 cells, more than 25,000,000",
    "far_row.xlsx": "a row numbered 999999999; a sheet ends at row 1,048,576",
    "far_column.xlsx": "cells or more, gaps between them filled in, more than 25,000,000",
    "one_string.xlsx": "unpacks from 21 KiB to 10 MiB or more",
    "many_cells.xlsx": "16,385 cells in a row or more, more than 16,384",
    "laughing.xlsx": "XML with a document type",
    "nested.docx": "201 XML elements within each other or more, more than 200",
    "paragraphs.docx": "unpacks from 21 KiB to 14 MiB or more",
    "one_body.zip": "entries that lie over one another: '0000.txt' and '0000.txt'",
    "entries.zip": "500,001 entries in an archive, more than 500,000",
    "names.jsonl": "40,000 names in its objects, more than 16,384",
    "values.json": "20,000,002 brackets and commas, more than 20,000,000",
    "wide.csv": "27,060,451 cells, more than 25,000,000",
    "cells.csv": "26,027,001 cells, more than 25,000,000",
    "attributes.html": "100,000 attributes of one HTML element, more than 1,000",
    "tags.html": "HTML elements, more than 500,000",
}
LOG = """
from analysis import sources
raw, notes = sources.read_raw("in")
for each in notes:
    if each.level != "info":
        print(f"{each.level} {each.file}: {each.what} ({each.action})")
print("read:", *(each.file for each in raw))
"""
NO_LIMIT = ("far_row.xlsx", "laughing.xlsx", "one_body.zip")  # of these none is right, so nothing is to be raised
READ = {  # what is read of files that look as if they would swell, and do not
    "wide_cell.docx": "x",
    "merged.docx": hostile.LINE,
    "cues.html": "",
    "quotes.csv": "",
    "spaces.txt": hostile.LINE,
}


def folder(path: Path, name: str, data: bytes) -> Path:
    """Return a folder of a bad file and a good one."""
    path = path / "in"
    path.mkdir()
    (path / name).write_bytes(data)
    (path / "z.txt").write_text(GOOD, encoding="utf-8")
    return path


@pytest.mark.slow
@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_swells_is_told_and_the_good_one_read(tmp_path: Path, alone: Callable[..., Any], name: str) -> None:
    folder(tmp_path, name, hostile.FILES[name]())
    lines = alone("-c", LOG).out.splitlines()
    assert lines[-1] == "read: z.txt"
    (told,) = lines[:-1]
    assert told.startswith(f"error {name}: ")
    assert REFUSED[name] in told
    assert bool(re.search(r"or set ANALYSIS_MOST_[A-Z]+=\d+ if you trust it\)$", told)) == (name not in NO_LIMIT)


@pytest.mark.slow
@pytest.mark.parametrize("name", READ)
def test_a_file_that_only_looks_so_is_read(tmp_path: Path, alone: Callable[..., Any], name: str) -> None:
    folder(tmp_path, name, hostile.FILES[name]())
    code = (
        "import sys; from analysis import sources; from analysis.corpus import articles\n"
        "raw, notes = sources.read_raw('in')\n"
        "found, more = articles.collect(raw); print(*[each.file for each in raw][-1:])\n"
        f"print(any({READ[name]!r} in each.text for each in raw if each.file == {name!r}))\n"
        "print([note for note in notes if note.level == 'error'])"
    )
    assert alone("-c", code).out.splitlines() == ["z.txt", "True", "[]"]


def test_a_page_over_its_time_is_told_and_left(tmp_path: Path, alone: Callable[..., Any]) -> None:
    folder(tmp_path, "slow.html", hostile.FILES["slow.html"]())
    told, read = alone("-c", LOG, ANALYSIS_MOST_SECONDS="2").out.splitlines()
    assert read == "read: z.txt"
    what = "not read within 2 s of computing"
    assert told == f"error slow.html: {what} (left there; split it, or set ANALYSIS_MOST_SECONDS=20 if you trust it)"


def test_the_command_goes_on_after_a_bad_file(tmp_path: Path, alone: Callable[..., Any]) -> None:
    folder(tmp_path, "a.xlsx", hostile.far_row())
    ended = alone("read", "in")
    assert ended.code == 0
    assert "error   a.xlsx: a row numbered 999999999" in ended.out


def test_nothing_but_bad_files_ends_with_their_reasons(tmp_path: Path, alone: Callable[..., Any]) -> None:
    (tmp_path / "a.xlsx").write_bytes(hostile.far_row())
    ended = alone("read", "a.xlsx")
    assert ended.code == 2
    assert re.search(r"a\.xlsx: a row numbered 999999999.*save it again", ended.err)


# --- limits are raised, and real files stay below them --------------------------------------------------------------
def errors(path: Path) -> list[Note]:
    return [each for each in iter_raw(path) if isinstance(each, Note) and each.level == "error"]


@pytest.mark.parametrize(
    ("name", "limit", "least"),
    [
        ("a.parquet", "ROWS", 3),
        ("a.csv", "CELLS", 4),
        ("a.json", "VALUES", 8),
        ("a.xlsx", "COLUMNS", 2),
        ("a.txt", "PAGE", 32),
    ],
)
def test_each_limit_is_raised_by_its_own_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, limit: str, least: int
) -> None:
    table = pd.DataFrame({"title": ["عنوان"] * 3, "text": ["نص الخبر"] * 3})
    stream = io.BytesIO()
    if name == "a.xlsx":
        table.to_excel(stream, index=False)
    elif name == "a.parquet":
        table.to_parquet(stream)
    elif name == "a.json":
        stream.write(table[["text"]].to_json(orient="records").replace("}", ',"title":"x"}').encode())
    else:
        stream.write(
            (table["text"].to_csv(index=False) if name == "a.csv" else "كلمة أخرى\nوكلمة أخرى\nوأخرى هنا").encode()
        )
    (tmp_path / name).write_bytes(stream.getvalue())
    monkeypatch.setenv(f"ANALYSIS_MOST_{limit}", "1")
    (note,) = errors(tmp_path)
    assert (note.file, note.row) == (name, None)
    raised = re.search(rf"ANALYSIS_MOST_{limit}=(\d+)", note.action)
    assert raised
    monkeypatch.setenv(f"ANALYSIS_MOST_{limit}", str(max(least, int(raised[1]))))
    assert errors(tmp_path) == []


@pytest.mark.parametrize("value", ["many", "-1", "0", "1e6", "1" * 40])
def test_a_limit_that_is_no_number_is_told_before_reading(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("ANALYSIS_MOST_ROWS", value)
    with pytest.raises(InputError, match=r"ANALYSIS_MOST_ROWS='.*': write a whole number, as 5000000"):
        read_raw()


def test_what_was_read_under_other_limits_is_read_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Asked(Tools(load_registry(), "simple"), None, False)
    before = asked.reading()
    monkeypatch.setenv("ANALYSIS_MOST_ROWS", "7")
    assert limits.changed() == {"rows": 7}
    assert asked.reading() != before
    monkeypatch.setenv("ANALYSIS_MOST_ROWS", str(LIMITS["rows"]))
    assert asked.reading() == before


def test_a_stray_cell_far_to_the_right_is_no_reason_to_refuse_a_sheet(tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{n}"><c r="A{n}" t="inlineStr"><is><t>{hostile.LINE}</t></is></c><c r="XFD{n}"><v>1</v></c></row>'
        for n in range(2, 5_000)
    )
    (tmp_path / "a.xlsx").write_bytes(hostile.workbook(hostile.HEADER + rows))
    raw, _ = read_raw(tmp_path)
    assert [(each.row, each.text) for each in raw] == [(n, hostile.LINE) for n in range(4_998)]


def test_a_table_of_a_million_short_rows_is_read(tmp_path: Path) -> None:
    table = pd.DataFrame({"id": range(300_000), "text": [f"{hostile.LINE} {n}" for n in range(300_000)]})
    table.to_parquet(tmp_path / "a.parquet", compression="zstd")
    found = sum(isinstance(each, Raw) for each in iter_raw(tmp_path))
    assert found == 300_000


def test_tables_within_tables_of_a_document_are_read(tmp_path: Path) -> None:
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>داخل</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    cell = f"<w:tc><w:p><w:r><w:t>قبل</w:t></w:r></w:p>{inner}<w:p><w:r><w:t>بعد</w:t></w:r></w:p></w:tc>"
    (tmp_path / "a.docx").write_bytes(hostile.document(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>"))
    (raw,) = read_raw(tmp_path)[0]
    assert sorted(raw.text.split()) == sorted(["قبل", "داخل", "بعد"])


def test_what_a_packed_file_gives_out_is_counted_with_its_rows() -> None:
    meter = Meter(1_000)
    with pytest.raises(LimitError, match=r"unpacks from 1 KiB to 10 MiB or more"):
        list(meter.rows({"text": ""} for _ in range(10_000_000)))
    assert meter.size < LARGE + 1_000
    assert len(list(Meter(1 << 20).rows({"text": "ب" * 1_000} for _ in range(20_000)))) == 20_000


# --- time -----------------------------------------------------------------------------------------------------------
def busy(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_work_over_its_time_is_cut_off() -> None:
    def work() -> Iterator[int]:
        yield 1
        busy(30)

    begun = time.process_time()
    found = timed(work(), 0.3)
    assert next(found) == 1
    with pytest.raises(OutOfTime):
        next(found)
    assert time.process_time() - begun < 3


def test_a_regular_expression_is_cut_off() -> None:
    with pytest.raises(OutOfTime), within(0.3):
        re.search(r"\s+$", " " * 200_000 + "x")


def test_a_library_that_goes_on_after_any_fault_is_cut_off_again() -> None:
    def stubborn() -> None:
        for _ in range(2):
            try:
                busy(30)
            except BaseException:
                continue

    begun = time.process_time()
    with within(0.2):
        stubborn()
    assert time.process_time() - begun < 6


def test_what_the_receiver_does_does_not_count() -> None:
    for _ in timed(iter(range(3)), 0.2):
        busy(0.2)
    assert not time_limit._armed


def test_time_grows_with_the_length_of_a_line() -> None:
    """The file that took 8 seconds for 50,000 spaces takes as good as none."""
    begun = time.process_time()
    raw = Raw("a.txt", None, hostile.FILES["spaces.txt"]().decode(), None)
    from analysis.corpus.articles import collect

    collect([raw])
    assert time.process_time() - begun < 2
