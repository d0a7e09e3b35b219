"""One story, as a page and in every kind of file."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd

from analysis import pages
from analysis.sources import Note, Raw, read_raw

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


def read_beside(folder: Path) -> list[Note]:
    """Return the notes on a folder in which one good file, z.txt, must still be read."""
    (folder / "z.txt").write_text(PAGE, encoding="utf-8")
    raw, notes = read_raw(folder)
    assert raw[-1].file == "z.txt"
    assert all("\n" not in note.file + note.what + note.action for note in notes)
    return [note for note in notes if not note.what.startswith("columns:")]
