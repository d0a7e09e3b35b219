"""A source as a whole: every kind of file and bytes, bad files told, the rest read."""

import gzip
import os
import re
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.sources import InputError, Raw, locate, read_raw, read_side
from analysis.sources.read import iter_raw
from story import BODY, KINDS, PAGE, TITLE, article, read_beside, zipped


@pytest.mark.parametrize("name", KINDS)
def test_one_story_is_the_same_in_every_kind(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(KINDS[name]())
    (raw,), _ = read_raw(tmp_path)
    assert article(raw) == (TITLE, BODY)
    assert raw.file.startswith(name)
    if raw.fields and "published" in raw.fields:
        assert raw.fields["published"] == date(2021, 8, 15)
        assert (raw.fields["published_from"], raw.fields["source"], raw.row) == ("metadata", "الساحل", 0)
    assert read_raw(tmp_path / name)[0] == [raw], "a single file reads as in its folder"


BAD_FILES = [
    ("empty.txt", b"", None, "warning", "empty file"),
    ("blank.txt", b" \r\n\t", None, "warning", "empty file"),
    ("nuls.txt", b"\0" * 100, None, "warning", "empty file"),
    ("binary.txt", bytes(range(256)) * 40, None, "error", "no text: binary data"),
    ("scan.txt", b"%PDF-1.7 \xe2\xe3", None, "error", "binary data: a PDF document"),
    ("office.txt", zipped(a=b"x"), None, "error", "binary data: a zip archive"),
    ("object.json", b'{"title": "x",\n  "body": }', None, "error", "broken JSON at line 2, column 11"),
    ("numbers.json", b"[1, 2]", None, "error", "no list of objects"),
    ("deep.json", b"[" * 100_000, None, "error", "broken .json"),
    ("lines.jsonl", b'{"body": "\xd9\x86\xd8\xb5"}\n{"body"\n', 1, "error", "broken JSON at line 2, column 8"),
    ("scalar.jsonl", b"17\n", 0, "warning", "no JSON object on line 1"),
    ("numbers.csv", b"id,score\n1,2\n", None, "error", "no column of text among: id, score"),
    ("rows.csv", "title,text\nعنوان,نص\nعنوان,نص,فائض\n".encode(), 1, "warning", "line 3: 3 cells instead of 2"),
    ("short.csv", "title,text,date\nعنوان,نص\n".encode(), 0, "warning", "line 2: 2 cells instead of 3"),
    ("blank.csv", 'title,text\n,\nعنوان,نص\n,""\n'.encode(), None, None, None),
    ("untold.csv", 'text,title\nنص,"عنوان"\n,عنوان\n'.encode(), 1, "warning", "no text in the row"),
    ("day.csv", "text,date\nنص,قريبا\n".encode(), 0, "warning", "column date: no date in 'قريبا'"),
    ("cut.zip", zipped(**{"a.txt": os.urandom(5000)})[:3000], None, "error", "broken or cut off"),
    ("cut.txt.gz", gzip.compress(os.urandom(5000))[:3000], None, "error", "broken or cut off"),
    ("empty.zip", zipped(), None, "warning", "empty archive"),
    ("cut.xlsx", b"PK\x03\x04 no workbook", None, "error", "broken .xlsx"),
    ("cut.docx", b"no document", None, "error", "broken .docx"),
    ("cut.parquet", b"PAR1 no table PAR1", None, "error", "broken .parquet"),
    ("report.pdf", b"%PDF", None, "warning", "kind .pdf is not read"),
    ("old.doc", b"\xd0\xcf", None, "warning", "kind .doc is not read"),
    ("saved.mhtml", b"MIME", None, "warning", "kind .mhtml is not read"),
    ("unnamed", b"text", None, "warning", "no ending that tells its kind"),
    ("unnamed.gz", gzip.compress(b"text"), None, "warning", "no ending that tells its kind inside .gz"),
    ("packed.tar.gz", gzip.compress(b"text"), None, "error", "archive in an archive"),
]


@pytest.mark.parametrize(("name", "data", "row", "level", "what"), BAD_FILES, ids=[each[0] for each in BAD_FILES])
def test_a_bad_file_is_one_note_and_reading_goes_on(
    tmp_path: Path, name: str, data: bytes, row: int | None, level: str | None, what: str | None
) -> None:
    (tmp_path / name).write_bytes(data)
    notes = [note for note in read_beside(tmp_path) if note.level != "info"]
    if what is None:
        assert notes == []
        return
    (note,) = notes
    assert (note.file, note.row, note.level) == (name, row, level)
    assert note.what.startswith(what)
    assert note.action


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["txt", "csv", "jsonl", "html"])
def test_a_line_of_a_hundred_megabytes(tmp_path: Path, kind: str) -> None:
    line = "قال الوزير في كابل " * 3_000_000
    opening = {"txt": "", "csv": "text\n", "jsonl": '{"body": "', "html": "<p>"}[kind]
    (tmp_path / f"long.{kind}").write_text(opening + line + ('"}' if kind == "jsonl" else ""), encoding="utf-8")
    begun = time.monotonic()
    (note,) = read_beside(tmp_path)
    assert note.file == f"long.{kind}"
    assert note.level == "error"
    assert "characters, more than" in note.what
    assert time.monotonic() - begun < 20


def test_order_is_that_of_the_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", "sub.txt", "B.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(PAGE, encoding="utf-8")
    raw, notes = read_raw(tmp_path)
    assert [each.file for each in raw] == ["B.txt", "a.txt", "b.txt", "sub.txt", "sub/c.txt"]
    assert (raw, notes) == read_raw(tmp_path)
    assert list(iter_raw(tmp_path)) == raw


def test_a_missing_source_is_named() -> None:
    for name in ("no-such-folder", "nul\0", "~nobody-of-this-name/x"):
        with pytest.raises(InputError, match=re.escape(repr(name)[1:-1])):
            locate(name)


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="empty"):
        read_raw(tmp_path)


def test_nothing_readable_is_an_error_with_its_reasons(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    (tmp_path / "b.txt").write_bytes(b"")
    with pytest.raises(
        InputError, match=r"nothing could be read; 2 problems, first: a\.pdf: kind \.pdf.*b\.txt: empty file"
    ):
        read_raw(tmp_path)


def test_no_source_is_the_sample() -> None:
    assert locate("").name == "sample"


ENDINGS = [
    *(
        "txt",
        "html",
        "json",
        "jsonl",
        "csv",
        "tsv",
        "parquet",
        "xlsx",
        "docx",
        "zip",
        "gz",
        "txt.gz",
        "json.gz",
        "zip.gz",
        "pdf",
    ),
]
MADE = {name: make() for name, make in KINDS.items()}


def damaged(name: str, place: int, patch: bytes) -> bytes:
    """Return a good file with some bytes overwritten."""
    place %= len(MADE[name])
    return MADE[name][:place] + patch + MADE[name][place + len(patch) :]


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.text(alphabet="<>/ap=\"'\n ,;{}[]:نصقال\0", max_size=200).map(str.encode),
        st.builds(damaged, st.sampled_from(sorted(KINDS)), st.integers(0, 9000), st.binary(max_size=8)),
    )
)
def test_reading_never_raises_on_any_bytes(tmp_path: Path, data: bytes) -> None:
    for ending in ENDINGS:
        (tmp_path / f"any.{ending}").write_bytes(data)
    for name in ("metadata.csv", "corrections.csv"):
        (tmp_path / name).write_bytes(data)
    found = list(iter_raw(tmp_path))
    assert found == list(iter_raw(tmp_path))
    for each in found:
        each.file.encode()
        if isinstance(each, Raw):
            assert not re.search("[\0\ud800-\udfff]", each.text)
        else:
            assert each.level in ("info", "warning", "error")
            assert "\n" not in each.file + each.what + each.action
    read_side(tmp_path)


@pytest.mark.slow
def test_saudinewsnet_reads_as_it_is(shared: Path) -> None:
    source = shared / "corpora" / "saudinewsnet"
    if not source.is_dir():
        pytest.skip("needs corpora/saudinewsnet in the shared material")
    begun = time.process_time()
    raw, notes = read_raw(source)
    seconds = time.process_time() - begun
    skipped = [note for note in notes if note.action == "skipped"]
    assert len(raw) + len(skipped) == 15_042
    assert {(each.fields or {})["published_from"] for each in raw} == {"collected"}
    assert all(each.fields and each.row is not None and each.fields["source"] for each in raw)
    assert {note.what for note in skipped} == {"no text in the row"}
    assert seconds < 8
