"""Documents of one page: plain text, HTML and Word."""

import io
import re
from collections.abc import Iterator, Mapping
from typing import Any

from analysis.base.limits import check
from analysis.base.notes import Note
from analysis.sources.decoding import decode, text_of
from analysis.sources.html import article
from analysis.sources.office import check_parts, joined, paragraphs
from analysis.sources.raw import Raw, too_long, too_long_note

_HTML = re.compile(r"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body)\b", re.I | re.S)
_CHARSET = re.compile(rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]+)""", re.I)


def read_text(file: str, data: bytes, columns: Any = None) -> Iterator[Raw | Note]:
    """Yield the page of a text file; one that holds HTML is read as such."""
    for text in text_of(file, data):
        if isinstance(text, Note):
            yield text
        elif _HTML.match(text):
            yield Note(file, None, "info", "HTML in a text file", "read as HTML")
            yield from _html(file, text)
        else:
            yield from _page(file, text)


def read_html(file: str, data: bytes, columns: Any = None) -> Iterator[Raw | Note]:
    """Yield the article of an HTML page, with its title, author, source, date and address."""
    declared = _CHARSET.search(data[:4096])
    text, remarks = decode(data, declared[1].decode("ascii") if declared else None)
    yield from (Note(file, None, *remark) for remark in remarks)
    if text is None:
        return
    if not text.strip():
        yield Note(file, None, "warning", "empty file", "skipped")
        return
    yield from _html(file, text)


def read_docx(file: str, data: bytes, columns: Any = None) -> Iterator[Raw | Note]:
    """Yield the paragraphs of a Word document, those of its tables too, as a page."""
    from docx import Document

    check_parts(data)
    yield from _page(file, joined(paragraphs(Document(io.BytesIO(data)).element.body)))


def _page(file: str, text: str) -> Iterator[Raw | Note]:
    check("page", len(text), "characters")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        yield Note(file, None, "warning", "no text in the file", "skipped")
    elif too_long(text):
        yield too_long_note(file, None, text)
    else:
        yield Raw(file, None, text, None)


def _html(file: str, text: str) -> Iterator[Raw | Note]:
    check("page", len(text), "characters")
    _check_tags(text)
    from trafilatura import html2txt

    body, fields, remark = article(text)
    if body:
        if remark:
            yield Note(file, None, "info", *remark)
        yield Raw(file, None, body, fields)
        return
    yield Note(file, None, "warning", "no article told apart from the rest of the HTML", "all its text read as a page")
    yield from _page(file, html2txt(text))


def _check_tags(text: str) -> None:
    """Raise LimitError where HTML has more elements than a page, or one of them more attributes.

    Building a tree takes a time that grows with the square of an element's attributes; going through it does not.
    """
    from lxml import etree

    counts = _Tags()
    etree.fromstring(text.encode("utf-8", "replace"), parser=etree.HTMLParser(encoding="utf-8", target=counts))
    check("tags", counts.tags, "HTML elements")
    check("attributes", counts.attributes, "attributes of one HTML element", "save its text as .txt")


class _Tags:
    """What a parser tells as it goes: how many elements there are, and the most attributes that one of them has."""

    def __init__(self) -> None:
        self.tags = self.attributes = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.tags += 1
        self.attributes = max(self.attributes, len(attributes))

    def end(self, tag: str) -> None:
        """Needed by the parser."""

    def close(self) -> None:
        """Needed by the parser."""
