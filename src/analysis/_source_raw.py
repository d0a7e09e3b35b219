"""What reading hands on: raw texts, and the rows of the log."""

from typing import Any, NamedTuple, Self

from analysis.base.notes import shown


class _Raw(NamedTuple):
    file: str
    row: int | None
    text: str
    fields: dict[str, Any] | None


class Raw(_Raw):
    """A page still to be taken apart, or one ready article.

    `file` is the path relative to the source, with the entry's name inside an archive (`a.zip/b.json`). `row` counts
    the rows of a table from 0; None for a page. `text` is the page, or the body of the article. `fields` is None for
    a page; for an article any of title, subtitle, author, source, url, published, published_from.
    """

    __slots__ = ()

    def __new__(cls, file: str, row: int | None, text: str, fields: dict[str, Any] | None) -> Self:
        return super().__new__(cls, shown(file), row, text, fields)
