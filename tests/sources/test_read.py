"""Reading: one story in every kind and encoding, saved pages of news sites, and every sort of bad input."""

import gzip
import io
import json
import os
import re
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import pages
from analysis.sources import InputError, Note, Raw, locate, read_raw, read_side
from analysis.sources import columns as tables
from analysis.sources.columns import read_day, recognise
from analysis.sources.decoding import decode
from analysis.sources.read import iter_raw

HTML = Path(__file__).parents[1] / "html"
TITLE = "بلدية صفاقس تطلق مشروعا لتحلية مياه البحر"
PARAGRAPHS = (
    "أطلقت بلدية صفاقس أمس مشروعا لتحلية مياه البحر بكلفة تسعين مليون دينار، وقال رئيسها إن الأشغال تنتهي في الصيف.",
    "وأضاف أن المحطة ستزود مئة ألف بيت بالماء، وأن نصف الطاقة التي تحتاج إليها سيأتي من ألواح شمسية تقام قرب الميناء.",
    "ورحب سكان الأحياء الجنوبية بالمشروع، فقد انقطع الماء عنهم أياما كثيرة في السنة الماضية، واشترى بعضهم الصهاريج.",
)
BODY = "\n".join(PARAGRAPHS)
PAGE = f"{TITLE}\n\n" + "\n".join(PARAGRAPHS) + "\n"
RECORD = {"title": TITLE, "content": "\n\n".join(PARAGRAPHS), "date": "2021-08-15", "source": "الساحل"}
MARKUP = (
    f'<html><head><meta charset="utf-8"><title>{TITLE}</title></head><body><nav><a href="/">الرئيسية</a></nav>'
    f"<article><h1>{TITLE}</h1>{''.join(f'<p>{each}</p>' for each in PARAGRAPHS)}</article>"
    "<footer>من نحن</footer></body></html>"
)


def article(raw: Raw) -> tuple[str | None, str]:
    """Return title and body of what was read, a page taken apart into its one story."""
    if raw.fields is not None:
        return raw.fields.get("title"), raw.text
    (story,) = pages.stories(raw.text)[0]
    return story.title, story.body


def csv_of(delimiter: str = ",", header: tuple[str, ...] = ("title", "content", "date", "source")) -> bytes:
    cells = [delimiter.join(f'"{cell}"' for cell in line) for line in (header, tuple(RECORD.values()))]
    return "\r\n".join(cells).encode()


def excel() -> bytes:
    stream = io.BytesIO()
    pd.DataFrame([RECORD | {"date": datetime(2021, 8, 15)}]).to_excel(stream, index=False)
    return stream.getvalue()


def parquet() -> bytes:
    stream = io.BytesIO()
    pd.DataFrame([RECORD]).to_parquet(stream)
    return stream.getvalue()


def word() -> bytes:
    from docx import Document

    document, stream = Document(), io.BytesIO()
    document.add_heading(TITLE, 0)
    for each in PARAGRAPHS:
        document.add_paragraph(each)
    document.save(stream)
    return stream.getvalue()


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


KINDS: dict[str, Callable[[], bytes]] = {
    "page.txt": lambda: PAGE.encode(),
    "page.html": MARKUP.encode,
    "page.htm": lambda: MARKUP.replace("utf-8", "windows-1256").encode("cp1256"),
    "saved-as-text.txt": MARKUP.encode,
    "page.docx": word,
    "object.json": lambda: json.dumps(RECORD).encode(),
    "list.json": lambda: json.dumps([RECORD], ensure_ascii=False).encode("utf-8-sig"),
    "inner.json": lambda: json.dumps({"status": "ok", "articles": [RECORD]}).encode(),
    "deep.json": lambda: json.dumps({"response": {"count": 1, "docs": [RECORD]}}).encode(),
    "columns.json": lambda: pd.DataFrame([RECORD]).to_json().encode(),
    "wordpress.json": lambda: json.dumps([{name: {"rendered": cell} for name, cell in RECORD.items()}]).encode(),
    "schema.json": lambda: json.dumps({"headline": TITLE, "articleBody": list(PARAGRAPHS)}).encode(),
    "lines.jsonl": lambda: json.dumps(RECORD).encode() + b"\n",
    "lines.ndjson": lambda: b"\n" + json.dumps(RECORD).encode(),
    "lines.json": lambda: b"\n".join([json.dumps(RECORD | {"content": BODY}).encode()]),
    "table.csv": csv_of,
    "semicolon.csv": lambda: csv_of(";"),
    "excel.csv": lambda: b"sep=;\r\n" + csv_of(";"),
    "arabic.csv": lambda: csv_of(header=("العنوان", "النص", "التاريخ", "المصدر")),
    "spaced.csv": lambda: csv_of(header=(" News_Title ", "Full Text", "PUBLISH DATE", "Publisher")),
    "markup.csv": lambda: csv_of().replace(BODY[:6].encode(), b"<p>" + BODY[:6].encode()),
    "table.tsv": lambda: csv_of("\t"),
    "table.xlsx": excel,
    "table.parquet": parquet,
    "page.txt.gz": lambda: gzip.compress(PAGE.encode()),
    "list.json.gz": lambda: gzip.compress(json.dumps([RECORD]).encode()),
    "pages.zip": lambda: zipped(**{"أخبار/page.txt": PAGE.encode()}),
    "tables.zip": lambda: zipped(**{"a/b/list.json": json.dumps([RECORD]).encode(), "__MACOSX/._list.json": b"\0"}),
    "packed.zip": lambda: zipped(**{"lines.jsonl.gz": gzip.compress(json.dumps(RECORD).encode())}),
    "words.zip": lambda: zipped(**{"page.docx": word(), "a/": b""}),
}


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


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859_6"]
MISREAD = [("utf-8", "latin-1"), ("utf-8", "cp1256"), ("cp1256", "latin-1"), ("iso8859_6", "latin-1")]


@pytest.mark.parametrize("kind", ["txt", "csv", "json", "html"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_one_story_is_the_same_in_every_encoding(tmp_path: Path, kind: str, encoding: str) -> None:
    text = {
        "txt": PAGE,
        "csv": csv_of().decode(),
        "json": json.dumps(RECORD, ensure_ascii=False),
        "html": MARKUP.replace('<meta charset="utf-8">', ""),
    }[kind]
    (tmp_path / f"page.{kind}").write_bytes(text.encode(encoding))
    (raw,), notes = read_raw(tmp_path)
    assert article(raw) == (TITLE, BODY)
    told = [note for note in notes if "encoding" in note.what]
    assert bool(told) == (not encoding.startswith("utf-8"))


@pytest.mark.parametrize(("written", "read_as"), MISREAD)
@pytest.mark.parametrize("kind", ["txt", "json", "parquet"])
def test_double_encoded_text_is_repaired_and_told(tmp_path: Path, kind: str, written: str, read_as: str) -> None:
    def misread(text: str) -> str:
        return text.encode(written).decode(read_as)

    record = {name: misread(cell) for name, cell in RECORD.items()}
    path = tmp_path / f"page.{kind}"
    if kind == "txt":
        path.write_text(misread(PAGE), encoding="utf-8")
    elif kind == "json":
        path.write_text(json.dumps(record), encoding="utf-8")
    else:
        pd.DataFrame([record]).to_parquet(path)
    (raw,), notes = read_raw(tmp_path)
    assert article(raw) == (TITLE, BODY)
    assert [note.action for note in notes if "double-encoded" in note.what] == ["repaired"]


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859_6"])
@pytest.mark.parametrize("text", ["العنوان", "الخبر في كابل", "وزير الخارجية يزور طهران", "title,body\nخبر,نص قصير\n"])
def test_short_texts_are_enough_to_tell_the_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_what_is_written_stays_as_it_is(tmp_path: Path) -> None:
    text = "ﻗﺎل المتحدث: «كـــابل» هاد‌ئة، ی ک گ پ ١٢٣ ‏(أ.ف.ب) café \u00ad"
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    (tmp_path / "lines.jsonl").write_text(json.dumps({"body": text}), encoding="utf-8")
    raw, _ = read_raw(tmp_path)
    assert [each.text for each in raw] == [text, text]


def test_nuls_surrogates_and_cut_off_letters_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(PAGE.encode().replace(b" ", b" \0", 3) + b"\0" * 4096)
    (tmp_path / "b.txt").write_bytes(b"\xed\xa0\x80" + PAGE.encode())
    (tmp_path / "c.jsonl").write_text('{"body": "\\ud83d ' + BODY.replace("\n", " ") + '"}', encoding="utf-8")
    (tmp_path / "d.txt").write_bytes(PAGE.encode().rstrip() + "م".encode()[:1])
    raw, notes = read_raw(tmp_path)
    assert len(raw) == 4
    assert not any(re.search("[\0\ud800-\udfff]", each.text) for each in raw)
    told = [(note.file, note.what, note.action) for note in notes if not note.what.startswith("columns")]
    assert told == [
        ("a.txt", "NUL bytes: 4099", "removed"),
        ("b.txt", "lone surrogates: 1", "removed"),
        ("c.jsonl", "lone surrogates, in 1 cell", "repaired"),
        ("d.txt", "1 broken byte in UTF-8", "replaced by \ufffd"),
    ]


# Saved pages.


def words_f1(found: str, wanted: str) -> float:
    left, right = (Counter(re.findall(r"\w+", text)) for text in (found, wanted))
    return 2 * sum((left & right).values()) / (sum(left.values()) + sum(right.values()))


EXPECTED = json.loads((HTML / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_saved_pages_give_their_article(name: str) -> None:
    (raw,), _ = read_raw(HTML / f"{name}.html")
    wanted = EXPECTED[name]
    assert words_f1(raw.text, wanted["body"]) >= 0.95
    assert raw.fields is not None
    told = {field: str(raw.fields.get(field)) for field in wanted if field != "body"}
    assert told == {field: value for field, value in wanted.items() if field != "body"}


def test_pages_without_their_names_of_classes_still_read(tmp_path: Path) -> None:
    scores = []
    for name, wanted in EXPECTED.items():
        page = decode((HTML / f"{name}.html").read_bytes()).text or ""
        bare = re.sub(r"\s(?:class|id|role|data-e2e|aria-\w+)=(?:\"[^\"]*\"|[^\s>]+)", "", page)
        (tmp_path / "page.html").write_text(bare, encoding="utf-8")
        scores.append(words_f1(read_raw(tmp_path)[0][0].text, wanted["body"]))
    assert sum(scores) / len(scores) >= 0.9


def test_html_without_an_article_is_read_as_a_page(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<div><p>قال الوزير</div><script>x()</script>", encoding="utf-8")
    (raw,), _ = read_raw(tmp_path)
    assert raw.text.strip() == "قال الوزير"
    assert "x()" not in raw.text


# Columns and days.


def test_named_columns_come_before_usual_names(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("title,text,Corps\nعنوان,مختصر,النص كله\n", encoding="utf-8")
    (raw,), notes = read_raw(tmp_path, {"body": "corps"})
    assert (raw.text, raw.fields) == ("النص كله", {"title": "عنوان"})
    assert notes[0].what == "columns: title → title, Corps → body; not used: text"


def test_a_named_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("text\nقال الوزير\n", encoding="utf-8")
    (raw,), notes = read_raw(tmp_path, {"body": "Corps", "date": "jour"})
    assert raw.text == "قال الوزير"
    assert [note.what for note in notes[:2]] == ["no column 'Corps' for body", "no column 'jour' for published"]


def test_columns_for_no_field_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no field 'boddy'; choose among title, subtitle, body"):
        read_raw(tmp_path, {"boddy": "text"})


def test_the_next_usual_column_stands_in_for_an_empty_cell() -> None:
    assert recognise(["description", "Text", "crawled"])[0] == {
        "body": ["Text", "description"],
        "collected": ["crawled"],
    }
    rows = [(0, {"text": "", "description": "ملخص"}), (1, {"text": "نص", "description": "ملخص"})]
    found = [each.text for each in tables.articles("t", ["text", "description"], rows) if isinstance(each, Raw)]
    assert found == ["ملخص", "نص"]


def test_the_time_of_download_is_told_apart(tmp_path: Path) -> None:
    rows = [
        {"body": "نص", "date_extracted": "2015-07-21 02:51:32"},
        {"body": "نص", "date": "1/6/2015", "crawled": "2015-07-21"},
    ]
    (tmp_path / "list.json").write_text(json.dumps(rows), encoding="utf-8")
    raw, _ = read_raw(tmp_path)
    assert [each.fields for each in raw] == [
        {"published": date(2015, 7, 21), "published_from": "collected"},
        {"published": date(2015, 6, 1), "published_from": "metadata"},
    ]


@pytest.mark.parametrize(
    "value",
    [
        *("2015-07-21", "2015-07-21 02:51:32", "2015-07-21T23:51:32+03:00", "2015/07/21", "20150721", 20150721),
        *("21/07/2015", "21-7-2015", "21.07.2015 10:30", "٢١/٧/٢٠١٥", "21 يوليو 2015", "21 تموز 2015", "٢١ يوليو ٢٠١٥"),
        *("الثلاثاء 21 يوليو 2015", "5 شوال 1436 هـ", "Tue, 21 Jul 2015 02:51:32 GMT", "July 21, 2015"),
        *(42206, 42206.75, "42206", 1437447092, 1437447092000, "1437447092"),
        *(date(2015, 7, 21), datetime(2015, 7, 21, 3), pd.Timestamp("2015-07-21")),
    ],
)
def test_days_in_every_usual_form(value: object) -> None:
    assert read_day(value) == date(2015, 7, 21)


@pytest.mark.parametrize(
    "value", [None, "", "قريبا", "0000-00-00", "31/02/2015", "2015", 12, float("nan"), pd.NaT, True, 1e300]
)
def test_what_is_no_day_is_none(value: object) -> None:
    assert read_day(value) is None


def test_a_column_tells_the_order_of_day_and_month(tmp_path: Path) -> None:
    (tmp_path / "us.csv").write_text("text,date\nنص,07/04/2015\nنص,07/21/2015\n", encoding="utf-8")
    (tmp_path / "fr.csv").write_text("text,date\nنص,04/07/2015\nنص,21/07/2015\n", encoding="utf-8")
    raw, _ = read_raw(tmp_path)
    assert {(each.fields or {})["published"] for each in raw if each.row == 0} == {date(2015, 7, 4)}


# Bad input: each a note, and reading goes on.


def read_beside(folder: Path) -> list[Note]:
    """Return the notes on a folder in which one good file, z.txt, must still be read."""
    (folder / "z.txt").write_text(PAGE, encoding="utf-8")
    raw, notes = read_raw(folder)
    assert raw[-1].file == "z.txt"
    assert all("\n" not in note.file + note.what + note.action for note in notes)
    return [note for note in notes if not note.what.startswith("columns:")]


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


def test_what_to_do_with_kinds_that_are_not_read(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.mhtml", "c.xls", "d.rar"):
        (tmp_path / name).write_bytes(b"x")
    assert [note.action.removeprefix("skipped; ") for note in read_beside(tmp_path)] == [
        "save its text as .docx or .txt",
        "save the page as HTML only",
        "save as .xlsx or .csv",
        "unpack it, or pack as .zip",
    ]


def test_what_comes_before_the_break_of_a_list_is_read(tmp_path: Path) -> None:
    text = json.dumps([RECORD, RECORD], ensure_ascii=False)
    (tmp_path / "list.json").write_text(text[:-40], encoding="utf-8")
    raw, notes = read_raw(tmp_path)
    assert [article(each) for each in raw] == [(TITLE, BODY)]
    assert notes[0].level == "error"
    assert notes[0].what.startswith("broken JSON at line 1, column ")


def test_a_quote_that_is_not_closed_costs_one_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('title,text\nأول,نص\nثان,"نص\nثالث,نص\nرابع,"نص\nفي سطرين"\n', encoding="utf-8")
    raw, notes = read_raw(tmp_path)
    assert [(each.row, each.text) for each in raw] == [(0, "نص"), (1, "نص"), (2, "نص"), (3, "نص\nفي سطرين")]
    assert [note.row for note in notes if "quote" in note.what] == [1]


def test_rows_over_several_lines_stay_whole(tmp_path: Path) -> None:
    text = 'title,text,date\nأول,"سطر\nسطران"\nثان,"قال "نعم" ثم عاد",2021-08-15\nثالث,"لم يغلق\nحتى النهاية'
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    raw, notes = read_raw(tmp_path)
    assert [each.text.strip('"').split()[-1] for each in raw] == ["سطران", "عاد", "النهاية"]
    assert [note.row for note in notes if note.row is not None] == [0, 2]


def test_entries_that_lead_out_of_an_archive_are_refused(tmp_path: Path) -> None:
    page = PAGE.encode()
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name in (
            "../up.txt",
            "/root.txt",
            "C:\\disk.txt",
            "in/../../up.txt",
            "in/good.txt",
            "in/zip.zip",
            ".hidden.txt",
        ):
            archive.writestr(name, page)
        archive.writestr(link, "/etc/hostname")
    raw, notes = read_raw(tmp_path)
    assert [each.file for each in raw] == ["a.zip/in/good.txt"]
    told = {note.file.removeprefix("a.zip/"): (note.what, note.action.split(";")[0]) for note in notes}
    out = ("name that leads out of the archive", "refused")
    assert told == {
        "../up.txt": out,
        "/root.txt": out,
        "C:\\disk.txt": out,
        "in/../../up.txt": out,
        "in/zip.zip": ("archive in an archive", "refused"),
        ".hidden.txt": ("hidden", "skipped"),
        "link.txt": ("link in an archive", "refused"),
    }


def test_a_broken_entry_leaves_the_others(tmp_path: Path) -> None:
    data = zipped(**{"a.txt": os.urandom(3000), "b.txt": PAGE.encode()})
    (tmp_path / "a.zip").write_bytes(data[:100] + b"\xff" * 50 + data[150:])
    raw, notes = read_raw(tmp_path)
    assert [each.file for each in raw] == ["a.zip/b.txt"]
    assert [(note.file, note.level) for note in notes] == [("a.zip/a.txt", "error")]


@pytest.mark.parametrize("kind", ["zip", "txt.gz", "docx", "xlsx"])
def test_archives_that_unpack_to_too_much_are_refused(tmp_path: Path, kind: str) -> None:
    zeros = b" " * (12 << 20)
    (tmp_path / f"bomb.{kind}").write_bytes(gzip.compress(zeros) if kind == "txt.gz" else zipped(**{"a.txt": zeros}))
    (note,) = read_beside(tmp_path)
    assert (note.file, note.level) == (f"bomb.{kind}", "error")
    assert re.search(r"unpacks from \d+ KiB to \d+ MiB or more; at most 2,048 MiB, large files 200:1", note.what)
    assert note.action.startswith("refused")


def test_archives_are_limited_in_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANALYSIS_MOST_BYTES", "20000")
    (tmp_path / "a.zip").write_bytes(zipped(**{f"{n}.txt": os.urandom(900) * 10 for n in range(3)}))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(os.urandom(900) * 30))
    (tmp_path / "c.txt").write_bytes(b" " * 20_001)
    assert [(note.file, note.action.split()[0]) for note in read_beside(tmp_path)] == [
        ("a.zip", "refused;"),
        ("b.txt.gz", "refused;"),
        ("c.txt", "refused;"),
    ]


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


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked.txt").write_text(PAGE, encoding="utf-8")
    (tmp_path / "locked").mkdir()
    read_bytes, scandir = Path.read_bytes, os.scandir

    def guarded_bytes(path: Path) -> bytes:
        if path.name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    def guarded_scan(path: Path):
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(Path, "read_bytes", guarded_bytes)
    monkeypatch.setattr(os, "scandir", guarded_scan)
    notes = read_beside(tmp_path)
    assert [(note.file, note.level, note.what) for note in notes] == [
        ("locked", "error", "folder cannot be read: Permission denied"),
        ("locked.txt", "error", "cannot be read: Permission denied"),
    ]


def test_links_are_told_and_not_followed(tmp_path: Path) -> None:
    source, outside = tmp_path / "source", tmp_path / "outside"
    (source / "sub").mkdir(parents=True)
    outside.mkdir()
    (outside / "far.txt").write_text(PAGE, encoding="utf-8")
    for name, target in {
        "sub/loop": source,
        "away": outside,
        "away.txt": outside / "far.txt",
        "gone.txt": source / "none.txt",
        "self.txt": source / "self.txt",
        "twice.txt": source / "z.txt",
    }.items():
        (source / name).symlink_to(target)
    notes = read_beside(source)
    assert {note.file: note.what for note in notes} == {
        "away": "link that leaves the source",
        "away.txt": "link that leaves the source",
        "gone.txt": "link to nothing, or in a circle",
        "self.txt": "link to nothing, or in a circle",
        "sub/loop": "link in a circle: to a folder that it lies in",
        "twice.txt": "link to z.txt, read there",
    }
    assert len(read_raw(source)[0]) == 1


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert [note.what for note in read_beside(tmp_path)] == ["neither a file nor a folder"]


def test_names_of_files_of_every_sort(tmp_path: Path) -> None:
    names = ["a b.txt", "خبر عاجل.txt", "quote'\".txt", "line\nbreak.txt", "star*?.txt", "back\\slash.txt"]
    for name in names:
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    (tmp_path / "empty\n.txt").write_bytes(b"")
    Path(os.fsdecode(bytes(tmp_path) + b"/\xe3\xe1.txt")).write_text(PAGE, encoding="utf-8")
    raw, notes = read_raw(tmp_path)
    told = [name.replace("\n", "\\n") for name in names]
    assert sorted(each.file for each in raw) == sorted([*told, "\\xe3\\xe1.txt"])
    assert [note.file for note in notes] == ["empty\\n.txt"]


def test_what_is_plainly_no_article_is_passed_over(tmp_path: Path) -> None:
    for name in ("README.md", ".gitkeep", "Thumbs.db", ".git/config.txt", "~$page.docx"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    assert read_beside(tmp_path) == []
    for name in (".draft.txt", "page.html", "page_files/ad.html", "pictures/a.jpg", "pictures/b.jpg"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(MARKUP, encoding="utf-8")
    assert [(note.file, note.level, note.what) for note in read_beside(tmp_path)] == [
        (".draft.txt", "info", "hidden"),
        ("page_files", "info", "what a saved page is made of"),
        ("pictures", "info", "pictures, styles or scripts: 2 .jpg"),
    ]


def test_the_log_of_a_file_stays_short(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,id\n" + "نص\n" * 500, encoding="utf-8")
    raw, notes = read_raw(tmp_path)
    assert len(raw) == 500
    assert len([note for note in notes if note.row is not None]) == 100
    assert notes[-1].what == "400 more rows with remarks"


# The source as a whole.


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


# Side data.


def test_side_data_is_no_article_and_reads_apart(folder) -> None:
    root = folder(a=PAGE)
    (root / "metadata.csv").write_text(
        "File,ordinal,المصدر,Date,colour\n./a.txt,0,الساحل,15/8/2021,red\na.txt,,,,\n,1,x,,\na.txt,one,x,,\na.txt,,x,soon,\n",
        encoding="utf-8",
    )
    (root / "corrections.csv").write_text(
        "article_id,start,end,field,value\nab12,3,9,Actor,afghan_taliban\nab12,,,duplicate_of,\nab12,9,3,actor,x\nab12,3,,actor,x\n",
        encoding="utf-8",
    )
    assert [each.file for each in read_raw(root)[0]] == ["a.txt"]
    side = read_side(root)
    assert side.metadata is not None
    assert side.corrections is not None
    assert side.metadata.columns.tolist() == ["file", "ordinal", "source", "published"]
    assert side.metadata["file"].tolist() == ["a.txt", "a.txt"]
    assert side.metadata["ordinal"].fillna(-1).tolist() == [0, -1]
    assert side.metadata["source"].tolist() == ["الساحل", None]
    assert side.metadata["published"].tolist() == [pd.Timestamp("2021-08-15"), pd.NaT]
    assert side.corrections.values.tolist() == [
        ["ab12", 3, 9, "actor", "afghan_taliban"],
        ["ab12", pd.NA, pd.NA, "duplicate_of", None],
    ]
    assert [(note.file, note.row, note.level) for note in side.notes] == [
        ("metadata.csv", None, "warning"),
        ("metadata.csv", 2, "error"),
        ("metadata.csv", 3, "error"),
        ("metadata.csv", 4, "error"),
        ("corrections.csv", 2, "error"),
        ("corrections.csv", 3, "error"),
    ]


def test_side_data_that_cannot_be_used_is_told(folder) -> None:
    root = folder(a=PAGE)
    assert read_side(root) == (None, None, [])
    (root / "metadata.csv").write_text("title,date\nx,2021-08-15\n", encoding="utf-8")
    (root / "corrections.csv").write_bytes(b"")
    side = read_side(root)
    assert (side.metadata, side.corrections) == (None, None)
    assert [note.what for note in side.notes] == ["no column file; there are: title, date", "empty file"]


# Any bytes at all.

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


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="cp1256", exclude_categories=["Cc"]), max_size=80))
def test_any_utf8_text_is_left_as_it_is_when_it_makes_sense(text: str) -> None:
    whole = BODY + text
    assert (decode(whole.encode()).text or "")[: len(BODY)] == BODY


# Many articles.


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
