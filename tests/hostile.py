"""Small files that swell to gigabytes or take hours where nothing counts what they hold."""

import io
import json
import struct
import zipfile
from collections.abc import Callable, Iterable

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument"
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>text</t></is></c></row>'
LINE = "قال الوزير إن الميناء يفتح غدا أمام السفن التي تنتظر منذ أيام."


def packed(members: Iterable[tuple[str, str | bytes]]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return stream.getvalue()


# --- Parquet --------------------------------------------------------------------------------------------------------
def repeated(text: str, rows: int) -> bytes:
    """Return a Parquet file of one text in millions of rows: run lengths of a dictionary, some hundred bytes."""
    cells = pa.DictionaryArray.from_arrays(np.zeros(rows, dtype="int8"), [text])
    return parquet({"text": cells})


def parquet(columns: dict[str, pa.Array]) -> bytes:
    stream = io.BytesIO()
    table = pa.table(columns)
    pq.write_table(table, stream, compression="zstd", row_group_size=table.num_rows, store_schema=False)
    return stream.getvalue()


def long_list(items: int) -> bytes:
    """Return a Parquet file of one row, a list of millions of texts."""
    texts = pa.DictionaryArray.from_arrays(np.zeros(items, dtype="int8"), [LINE])
    return parquet({"text": pa.ListArray.from_arrays(pa.array([0, items], pa.int32()), texts)})


# --- Excel and Word -------------------------------------------------------------------------------------------------
def workbook(rows: str, strings: Iterable[str] = (), head: str = "") -> bytes:
    shared = "".join(f"<si><t>{each}</t></si>" for each in strings)
    return packed(
        [
            (
                "[Content_Types].xml",
                f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
                f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.spreadsheetml.sheet.main+xml"/>'
                f'<Override PartName="/xl/sheet.xml" ContentType="{TYPE}.spreadsheetml.worksheet+xml"/>'
                f'<Override PartName="/xl/strings.xml" ContentType="{TYPE}.spreadsheetml.sharedStrings+xml"/></Types>',
            ),
            (
                "_rels/.rels",
                f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
                f'Type="{OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            ),
            (
                "xl/workbook.xml",
                f'<workbook xmlns="{SHEET}" xmlns:r="{OFFICE}/relationships"><sheets>'
                '<sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
            ),
            (
                "xl/_rels/workbook.xml.rels",
                f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
                f'Type="{OFFICE}/relationships/worksheet" Target="sheet.xml"/></Relationships>',
            ),
            ("xl/strings.xml", f'<sst xmlns="{SHEET}">{shared}</sst>'),
            ("xl/sheet.xml", f'{head}<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>'),
        ]
    )


def far_row() -> bytes:
    return workbook(HEADER + '<row r="999999999"><c t="inlineStr"><is><t>x</t></is></c></row>')


def far_column() -> bytes:
    """Return a workbook of 60,000 cells in the last column of a sheet, its header there too."""
    head = '<row r="1"><c r="XFD1" t="inlineStr"><is><t>text</t></is></c></row>'
    return workbook(head + "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 60_002)))


def one_string() -> bytes:
    """Return a workbook of 250,000 rows that all show one long text."""
    return workbook(HEADER + '<row><c t="s"><v>0</v></c></row>' * 250_000, [(LINE + "\n") * 500])


def many_cells() -> bytes:
    """Return a workbook with a row of two million cells."""
    return workbook(HEADER + "<row>" + "<c/>" * 2_000_000 + "</row>")


def laughing_sheet() -> bytes:
    """Return a workbook whose entities multiply."""
    names = "abcdefghijkl"
    entities = "".join(
        f'<!ENTITY {name} "{f"&{below};" * 10 if below else "ha"}">'
        for below, name in zip(["", *names], names, strict=False)
    )
    return workbook(
        HEADER + '<row r="2"><c r="A2" t="inlineStr"><is><t>&l;</t></is></c></row>', head=f"<!DOCTYPE x [{entities}]>"
    )


def document(body: str) -> bytes:
    return packed(
        [
            (
                "[Content_Types].xml",
                f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
                f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                f'<Override PartName="/word/document.xml" ContentType="{TYPE}.wordprocessingml.document.main+xml"/>'
                "</Types>",
            ),
            (
                "_rels/.rels",
                f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
                f'Type="{OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
            ),
            ("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'),
        ]
    )


def wide_cell() -> bytes:
    """Return a document with a cell that spans a thousand million columns."""
    cell = '<w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>'
    return document(f"<w:tbl><w:tr>{cell}</w:tr></w:tbl>")


def long_merged_cell(rows: int = 3_000) -> bytes:
    """Return a document with a cell merged over thousands of rows."""
    first = f'<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>{LINE}</w:t></w:r></w:p></w:tc>'
    below = "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>"
    return document(f"<w:tbl>{first}</w:tr>{below * rows}</w:tbl>")


def nested_tables(depth: int = 400) -> bytes:
    return document("<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth)


def many_paragraphs() -> bytes:
    return document("<w:p/>" * 2_400_000)


# --- archives -------------------------------------------------------------------------------------------------------
def one_body(entries: int = 2_000) -> bytes:
    """Return a zip archive of many entries that all lie over one body."""
    body = (LINE + "\n").encode() * 5_000
    data = packed([("0000.txt", body)])
    place = data.index(b"PK\x01\x02")
    entry, end = data[place : data.index(b"PK\x05\x06")], data[data.index(b"PK\x05\x06") :]
    counts = struct.pack("<HHII", entries, entries, len(entry) * entries, place)
    return data[:place] + entry * entries + end[:8] + counts + end[20:]


def many_entries(entries: int = 500_001) -> bytes:
    """Return a zip archive with a directory of very many entries."""
    data = packed([("0.txt", LINE)])
    place = data.index(b"PK\x01\x02")
    entry, end = data[place : data.index(b"PK\x05\x06")], data[data.index(b"PK\x05\x06") :]
    counts = struct.pack("<HHII", 0xFFFF, 0xFFFF, len(entry) * entries, place)
    return data[:place] + entry * entries + end[:8] + counts + end[20:]


# --- text -----------------------------------------------------------------------------------------------------------
def many_names(rows: int = 20_000) -> bytes:
    """Return JSON lines, each with names of its own."""
    return "\n".join(json.dumps({f"a{n}": 1, f"b{n}": 2}) for n in range(rows)).encode()


def deep_cell(depth: int = 950) -> bytes:
    """Return JSON lines, the first of them a text within lists within lists."""
    return (f'{{"text": {"[" * depth}"x"{"]" * depth}}}\n' + json.dumps({"text": LINE}, ensure_ascii=False)).encode()


def many_values() -> bytes:
    """Return a JSON file of empty objects: three bytes each, and sixty times as many in memory."""
    return b"[" + b"{}," * 10_000_000 + b"{}]"


def wide_table() -> bytes:
    header = "text," + ",".join(f"c{n}" for n in range(60_000))
    return (header + "\n" + ("," * 60_000 + "\n") * 450).encode()


def many_cells_of_text() -> bytes:
    return ("text," + ",".join(f"c{n}" for n in range(1_000)) + "\n" + ("a" + ",b" * 1_000 + "\n") * 26_000).encode()


def open_quotes(rows: int = 5_000) -> bytes:
    """Return a table in which each row opens a quote that nothing closes."""
    return ("title,text,date\n" + 'عنوان,"نص,2021-08-15\nعنوان,نص,2021-08-15\n' * rows).encode()


def deep_html(depth: int = 100_000) -> bytes:
    return f"<html><body>{'<div>' * depth}<p>{LINE}</p></body></html>".encode()


def many_attributes() -> bytes:
    return f"<html><body><p {' '.join(f'a{n}=1' for n in range(100_000))}>{LINE}</p></body></html>".encode()


def many_tags() -> bytes:
    return f"<html><body>{'<p>' * 600_000}{LINE}</body></html>".encode()


def slow_metadata() -> bytes:
    """Return a page whose metadata a library searches in a time that grows with the square of their length."""
    data = '{"@type":"x",' + '"author":"a",' * 30_000
    return f'<html><head><script type="application/ld+json">{data}</script></head><body><p>{LINE}'.encode()


def many_spaces() -> bytes:
    return f"{LINE}\n{LINE}{' ' * 400_000}{LINE}\n".encode()


def many_cues(cues: int = 1_000) -> bytes:
    """Return a page of headings that lead away from the story."""
    block = f"<h3>اقرأ أيضا</h3><p>{LINE * 3}</p>"
    return f"<html><body><h1>{LINE}</h1><article>{block * cues}</article></body></html>".encode()


FILES: dict[str, Callable[[], bytes]] = {
    "rows.parquet": lambda: repeated("x", 30_000_000),
    "text.parquet": lambda: repeated(LINE * 300, 1_000_000),
    "empty.parquet": lambda: repeated("", 9_000_000),
    "list.parquet": lambda: long_list(60_000_000),
    "far_row.xlsx": far_row,
    "far_column.xlsx": far_column,
    "one_string.xlsx": one_string,
    "many_cells.xlsx": many_cells,
    "laughing.xlsx": laughing_sheet,
    "wide_cell.docx": wide_cell,
    "merged.docx": long_merged_cell,
    "nested.docx": nested_tables,
    "paragraphs.docx": many_paragraphs,
    "one_body.zip": one_body,
    "entries.zip": many_entries,
    "names.jsonl": many_names,
    "deep.jsonl": deep_cell,
    "values.json": many_values,
    "wide.csv": wide_table,
    "cells.csv": many_cells_of_text,
    "quotes.csv": open_quotes,
    "deep.html": deep_html,
    "attributes.html": many_attributes,
    "tags.html": many_tags,
    "slow.html": slow_metadata,
    "spaces.txt": many_spaces,
    "cues.html": many_cues,
}
