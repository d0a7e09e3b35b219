"""What reading hands on: raw texts, and the rows of the log."""

from typing import Any, NamedTuple


class InputError(ValueError):
    """What the user gave cannot be read; the message says what, where and what to do."""


class Raw(NamedTuple):
    """A page still to be taken apart, or one ready article.

    `file` is the path relative to the source, with the entry's name inside an archive (`a.zip/b.json`). `row` counts
    the rows of a table from 0; None for a page. `text` is the page, or the body of the article. `fields` is None for
    a page; for an article any of title, subtitle, author, source, url, published, published_from.
    """

    file: str
    row: int | None
    text: str
    fields: dict[str, Any] | None


class Note(NamedTuple):
    """A row of the reading log."""

    file: str
    row: int | None
    level: str  # info, warning, error
    what: str
    action: str
