"""What `make fuzz` fuzzes: every reader and every finder, what must hold of it, and what its inputs grow from."""

import csv
import gzip
import io
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
import pandas as pd

import analysis
from analysis import actors, dates, lemmas, names, pages, sources
from analysis.base.yaml_lines import YamlError
from analysis.corpus import articles, corrections
from analysis.reports import parameters
from analysis.sources import InputError
from analysis.topics import load_dictionary

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
PLACE = tempfile.TemporaryDirectory(prefix="fuzz-")  # for the files of a run
# What no single row or letter may do to these files; JSON may be nested too deep, HTML may hold no element.
LOST = re.compile(r"broken \.(?:txt|html|csv|tsv|jsonl?): (?!RecursionError|ParserError)\w+")


class Target(NamedTuple):
    """What is fuzzed: `run` raises where input breaks a promise, and returns what must be the same twice."""

    run: Callable[[bytes], Any]
    seeds: Callable[[], Iterable[bytes]]
    swells: bool = False


# --- what must hold -------------------------------------------------------------------------------------------------
def read(name: str, data: bytes) -> Any:
    """Read a file of one kind, down to its articles."""
    try:
        raw, notes = sources.read_raw(written(name, data))
        told = [" ".join(map(str, note)) for note in notes]
    except InputError as error:
        raw, told = [], [str(error)]
    assert "\n" not in "".join(told), "a message of several lines"
    lost = LOST.search(" ".join(told))
    assert not lost, f"the rest of the file lost: {lost[0]}"
    found, more = articles.collect(raw)
    for article in found:
        assert isinstance(article["body"], str) and (article["body"] or article["title"]), "an article without a text"
        json.dumps(article, ensure_ascii=False, default=str).encode()  # no lone surrogates
    return raw, told, found, more


def read_packed(base: bytes, member: str, name: str, data: bytes) -> Any:
    """Read an office document with one of its parts replaced."""
    return read(name, repacked(base, member, data))


def read_side(name: str, data: bytes) -> Any:
    """Read metadata.csv or corrections.csv and apply it to a page."""
    side = sources.read_side(written(name, data).parent)
    corpus = page()
    found = [{**each, "own": {}} for each in deepcopy(corpus.articles.to_dict("records"))]
    notes = articles.apply_metadata(found, side.metadata) + corrections.of_articles(found, side.corrections)
    frames = {"mentions": corpus.mentions, "dates": corpus.dates}
    notes += corrections.of_frames(frames, side.corrections, corpus.registry)
    return side.notes, notes, found, *(frame.values.tolist() for frame in frames.values())


def read_yaml(load: Callable[[Path], Any], data: bytes) -> Any:
    """Load a file of settings; what it may raise is one line."""
    try:
        return repr(load(written("given.yml", data)))
    except (InputError, YamlError) as error:
        assert "\n" not in str(error), "a message of several lines"
        return str(error)


def use_registry(path: Path) -> Any:
    return actors.find_mentions(page().articles.body[0], actors.load_registry(path)).values.tolist()


def find(finder: Callable[[str], pd.DataFrame], data: bytes) -> Any:
    """Find spans in a text: they hold what they say."""
    text = data.decode("utf-8", "ignore")
    found = finder(text)
    for row in found.itertuples():
        assert text[row.start : row.end] == row.surface != "", f"offsets {row.start}-{row.end}"
    assert found["start"].is_monotonic_increasing, "not in the order of the text"
    return found.astype(str).values.tolist()


def find_mentions(text: str) -> pd.DataFrame:
    title, _, body = text.rpartition("\n\n\n")
    found = actors.find_mentions(body, title=title, published="2023-12-15", adjectives=True)
    return found.assign(start=found["start"] + len(text) - len(body), end=found["end"] + len(text) - len(body))


def lemmatize(data: bytes) -> Any:
    forms = data.decode("utf-8", "ignore").split()
    found = lemmas.lemmatize(forms, "simple")
    assert len(found) == len(forms) and all(isinstance(lemma, str) and lemma for lemma in found)
    assert found == [lemmas.lemmatize([form], "simple")[0] for form in forms], "another lemma alone"
    return found


def split_page(data: bytes) -> Any:
    text = data.decode("utf-8", "ignore")
    found, left_out = pages.stories(text)
    assert all(story.body.strip() for story in found), "a story without a text"
    assert {letter for story in found for letter in story.body} <= {*text, "\n", " "}, "letters that the page lacks"
    return [vars(story) for story in found], left_out


# --- what it starts from --------------------------------------------------------------------------------------------
@cache
def page() -> analysis.Corpus:
    """Return the corpus of one page of the sample."""
    return analysis.read(next(SAMPLE.glob("2021-08-16*")), lemmatizer="simple", jobs=1)


def written(name: str, data: bytes) -> Path:
    folder = Path(PLACE.name, f"{os.getpid()}-{name}")
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    return folder / name


def files(pattern: str) -> Iterator[bytes]:
    return (path.read_bytes() for path in sorted(ROOT.glob(pattern)))


def texts() -> list[bytes]:
    """Return pages, and shapes that have stopped readers of text before."""
    shapes = ["9" * 5000, "في " + "٩" * 4400 + " مايو 2024", "و" * 400, "<p>" * 300, "«" * 300, "من 1 إلى " * 40]
    return [*files("data/sample/*.txt"), *files("tests/data/pages/*.txt"), *(shape.encode() for shape in shapes)]


def sentences() -> list[bytes]:
    lines = (ROOT / "tests/data/date_sentences.txt").read_text(encoding="utf-8").splitlines()
    told = (re.sub("[⟦⟧]", "", line.split(" | ")[0]) for line in lines if line and not line.startswith("#"))
    return [*(sentence.encode() for sentence in told), *texts()]


def html_pages() -> list[bytes]:
    shapes = ["<h2>عنوان</h2>" * 400, "<div>" * 1000, "<table><tr><td>خبر" * 200, "<script></script>\x01خبر"]
    return [*files("tests/data/html/*.html"), *(f"<html><body>{shape}</body></html>".encode() for shape in shapes)]


def rows() -> list[dict[str, Any]]:
    body = "أعلنت الحكومة اليوم أن المحادثات تستأنف في 10 مايو 2024، وفق متحدث باسم حركة طالبان في كابل."
    return [
        {"title": "عودة المحادثات", "body": body, "published": "2024-05-09", "url": "https://example.org/1", "id": 1},
        {"title": None, "body": body + "\n<b>انتهى</b>", "published": 1715212800, "author": "كاتب", "id": 9**20},
    ]


def spoilt() -> list[dict[str, Any]]:
    return [*rows(), {"title": "عنوان", "body": "خبر\x02<b>نص</b>"}]


def json_files() -> list[bytes]:
    found = [rows(), spoilt(), {"articles": rows()}, rows()[0], [rows()[0]["body"]], {"data": {"items": rows()}}]
    number = '[{"body": "خبر", "id": ' + "9" * 5000 + "}]"
    return [*(json.dumps(each, ensure_ascii=False).encode() for each in found), number.encode(), b"[" * 2000]


def json_line_files() -> list[bytes]:
    return ["\n".join(json.dumps(row, ensure_ascii=False) for row in table).encode() for table in (rows(), spoilt())]


def separated(delimiter: str, *tables: list[dict[str, Any]]) -> list[bytes]:
    found = []
    for table in tables:
        stream = io.StringIO()
        writer = csv.DictWriter(stream, dict.fromkeys(key for row in table for key in row), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(table)
        found += [stream.getvalue().encode(), stream.getvalue().encode("cp1256", "replace")]
    return found


@cache
def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(list(rows()[0]))
    for row in rows():
        book.active.append([str(value) for value in row.values()])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@cache
def document() -> bytes:
    made = docx.Document()
    made.add_paragraph(rows()[0]["title"])
    made.add_table(1, 2).cell(0, 1).text = rows()[0]["body"]
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def sheets() -> list[bytes]:
    sheet = part(workbook(), SHEET)
    return [sheet, sheet.replace(b'r="3"', b'r="9999999"'), sheet.replace(b'"B3"', b'"XFD3"')]


def parquet_files() -> list[bytes]:
    table = pd.DataFrame(rows()).astype(str)
    return [table.to_parquet(), table.to_parquet(compression="gzip"), table.head(1).to_parquet(compression=None)]


def archives() -> list[bytes]:
    found = []
    for kind in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", kind) as archive:
            archive.writestr("صفحة.txt", rows()[0]["body"])
            archive.writestr("../out.json", json.dumps(rows()))
        found.append(stream.getvalue())
    return found


def part(base: bytes, member: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        return archive.read(member)


def repacked(base: bytes, member: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, data if name == member else old.read(name))
    return stream.getvalue()


def metadata() -> list[bytes]:
    row = {"file": page().articles.file[0], "ordinal": "0", "title": "عنوان", "published": "2021-08-16"}
    return separated(",", [row], [row | {"ordinal": "9" * 30, "published": "1500-01-01"}])


def corrected() -> list[bytes]:
    span = page().mentions.iloc[0]
    row = {"article_id": span.article_id, "start": span.start, "end": span.end, "field": "actor", "value": "pakistan"}
    day = page().dates.iloc[0][["start", "end"]].to_dict() | {"field": "date", "value": "2021-08-15/2021-08-16"}
    whole = {"start": "", "end": "", "field": "published", "value": "2021-08-16"}
    return separated(",", [row], [row | day], [row | whole], [row | {"end": "9" * 30}])


def actor_files() -> list[bytes]:
    lines = (ROOT / "data/actors.yml").read_text(encoding="utf-8")
    entries = ["- id" + entry for entry in re.split(r"^- id", lines, flags=re.M)[1:]]
    return [entry.encode() for entry in entries]


def topic_files() -> list[bytes]:
    lines = (ROOT / "data/topics.yml").read_text(encoding="utf-8")
    return [lines.encode(), *(entry.encode() for entry in re.split(r"^(?=[a-z_]+:)", lines, flags=re.M))]


def parameter_files() -> list[bytes]:
    given = "language: ar\nstart: 2021-08-01\ntopics: {top: 40, lemmatizer: simple}\nactors: {unit: paragraph}\n"
    sweep = "sweep:\n  - {name: one, start: 2022-01-01}\n  - top: 7\n"
    aliases = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 8))
    return [given.encode(), (given + sweep).encode(), aliases.encode()]


SHEET, WORDS = "xl/worksheets/sheet1.xml", "word/document.xml"
TARGETS = {
    "txt": Target(partial(read, "page.txt"), texts, swells=True),
    "html": Target(partial(read, "page.html"), html_pages, swells=True),
    "docx": Target(partial(read, "page.docx"), lambda: [document()]),
    "docx-part": Target(partial(read_packed, document(), WORDS, "page.docx"), lambda: [part(document(), WORDS)]),
    "json": Target(partial(read, "rows.json"), json_files),
    "jsonl": Target(partial(read, "rows.jsonl"), json_line_files, swells=True),
    "csv": Target(partial(read, "rows.csv"), lambda: separated(",", rows(), spoilt()), swells=True),
    "tsv": Target(partial(read, "rows.tsv"), lambda: separated("\t", rows(), spoilt()), swells=True),
    "xlsx": Target(partial(read, "rows.xlsx"), lambda: [workbook()]),
    "xlsx-part": Target(partial(read_packed, workbook(), SHEET, "rows.xlsx"), sheets),
    "parquet": Target(partial(read, "rows.parquet"), parquet_files),
    "zip": Target(partial(read, "pages.zip"), archives),
    "gz": Target(partial(read, "page.txt.gz"), lambda: map(gzip.compress, texts()[:5])),
    "metadata.csv": Target(partial(read_side, "metadata.csv"), metadata),
    "corrections.csv": Target(partial(read_side, "corrections.csv"), corrected),
    "actors.yml": Target(partial(read_yaml, use_registry), actor_files),
    "topics.yml": Target(partial(read_yaml, load_dictionary), topic_files),
    "parameters": Target(partial(read_yaml, parameters.runs), parameter_files),
    "dates": Target(partial(find, lambda text: dates.find_dates(text, "2023-12-15")), sentences, swells=True),
    "dates-undated": Target(partial(find, dates.find_dates), sentences, swells=True),
    "mentions": Target(partial(find, find_mentions), texts, swells=True),
    "names": Target(partial(find, lambda text: names.find_names(text, "crf")), texts, swells=True),
    "lemmas": Target(lemmatize, texts, swells=True),
    "pages": Target(split_page, texts, swells=True),
}
