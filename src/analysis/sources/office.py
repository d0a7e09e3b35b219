"""Word and Excel: their XML counted as it streams by, before a library builds trees of it; then rows and paragraphs."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any, cast
from xml.parsers import expat

from analysis.base.limits import ROW, LimitError, Meter, check, most, raising
from analysis.sources.columns import Row, recognise
from analysis.sources.files import check_archive

HEADER_ROWS = 10  # rows of a sheet among which its header is looked for
EXCEL_ROWS = 1_048_576  # of a sheet, by its format
_XML = re.compile(rb"\s*<|\xef\xbb\xbf|\xff\xfe|\xfe\xff")  # how XML begins, whatever its part is called


def check_parts(data: bytes) -> None:
    """Raise LimitError where an Office document, a zip archive inside, holds or unpacks to too much."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        check_archive(archive)
        for entry in archive.infolist():
            with cast(zipfile.ZipExtFile, archive.open(entry)) as stream:
                if _XML.match(stream.peek(64)) and not entry.filename.endswith(".vml"):  # drawings: HTML, and not read
                    _check_xml(stream)


def _check_xml(stream: zipfile.ZipExtFile) -> None:
    """Read through a part. Raises LimitError, or ExpatError where it is broken."""
    parser, counts = expat.ParserCreate(), _Counts()
    parser.StartElementHandler, parser.EndElementHandler = counts.start, counts.end
    parser.StartDoctypeDeclHandler = _refuse_entities
    parser.ParseFile(stream)


def _refuse_entities(*declared: Any) -> None:
    raise LimitError("XML with a document type, in which entities can multiply", "refused; save it again with Office")


class _Counts:
    """Counts the elements of a part, their depth, and the cells of each row of a sheet."""

    def __init__(self) -> None:
        self.elements = self.depth = self.cells = 0
        self.most = {name: most(name) for name in ("elements", "depth", "columns")}

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.elements += 1
        self.depth += 1
        if self.elements > self.most["elements"]:
            check("elements", self.elements, "XML elements or more")
        if self.depth > self.most["depth"]:
            check("depth", self.depth, "XML elements within each other or more", "save it as .txt")
        kind = name.rpartition(":")[2]
        if kind == "row":
            self.cells = 0
            self._check_place(attributes.get("r", "1"))
        elif kind == "c":
            self.cells += 1
            if self.cells > self.most["columns"]:
                check("columns", self.cells, "cells in a row or more")

    def _check_place(self, number: str) -> None:
        """Refuse a row that no sheet has: all rows above it would be filled in."""
        if number.isdecimal() and (len(number) > 7 or int(number) > EXCEL_ROWS):
            what = f"a row numbered {number[:20]}; a sheet ends at row {EXCEL_ROWS:,}"
            raise LimitError(what, "refused; save it again with Excel, or as .csv")

    def end(self, name: str) -> None:
        self.depth -= 1


# --- Excel ----------------------------------------------------------------------------------------------------------
def sheet_rows(sheet: Any, columns: Mapping[str, str] | None, meter: Meter) -> tuple[list[Any], list[Row]] | None:
    """Return the names of the columns of a sheet and its rows, empty ones left out; None for an empty sheet.

    The header is the first row with a column of text. Only what stands below its cells is read.
    """
    sheet.reset_dimensions()  # some programs write wrong ones
    head = [row for row, _ in zip(sheet.iter_rows(values_only=True), range(HEADER_ROWS), strict=False)]
    filled = [number for number, row in enumerate(head) if any(cell is not None for cell in row)]
    if not filled:
        return None
    top = next((n for n in filled if "body" in recognise(filter(None, head[n]), columns)[0]), filled[0])
    width = max(number for number, cell in enumerate(head[top], 1) if cell is not None)
    names = head[top][:width]
    below = sheet.iter_rows(min_row=top + 2, max_col=width, values_only=True)
    return [name for name in names if name is not None], list(_filled_rows(names, below, meter))


def _filled_rows(names: tuple[Any, ...], rows: Iterator[tuple[Any, ...]], meter: Meter) -> Iterator[Row]:
    for number, cells in enumerate(rows):
        if not number % 1000:
            check("rows", number, "rows or more")
            check("cells", number * len(names), "cells or more, gaps between them filled in", "remove the gaps")
        if any(cell is not None for cell in cells):
            meter.add(ROW + sum(len(cell) for cell in cells if isinstance(cell, str)))
            yield number, {name: cell for name, cell in zip(names, cells, strict=False) if cell is not None}


# --- Word -----------------------------------------------------------------------------------------------------------
def paragraphs(body: Any) -> Iterator[str]:
    """Yield the paragraphs of a document, those of its tables too: a cell that is merged over rows once."""
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    cell, merged = qn("w:tc"), f"{qn('w:tcPr')}/{qn('w:vMerge')}"
    for block in body.iterchildren(qn("w:p"), qn("w:tbl")):
        if block.tag == qn("w:p"):
            yield Paragraph(block, body).text
            continue
        for each in block.iter(cell):
            below = each.find(merged)
            if below is None or below.get(qn("w:val")) == "restart":
                yield from (Paragraph(child, body).text for child in each.iterchildren(qn("w:p")))


def joined(lines: Iterator[str]) -> str:
    """Return lines as a page. Raises LimitError where it is longer than any."""
    kept, size, limit = [], 0, most("page")
    for line in lines:
        kept.append(line)
        size += len(line) + 1
        if size > limit:
            raise LimitError(
                f"a page of {size:,} characters or more, more than {most('page'):,}", raising("page", size)
            )
    return "\n".join(kept)
