"""What reading a file hands on: pages and ready articles; what is too long for either."""

from typing import Any, NamedTuple, Self

from analysis.base.notes import Note, shown


class _Raw(NamedTuple):
    file: str
    row: int | None
    text: str
    fields: dict[str, Any] | None


class Raw(_Raw):
    """A page still to be taken apart, or one ready article.

    `file` is the path relative to the source, with the entry's name inside an archive (`a.zip/b.json`). `row` counts
    the rows of a table from 0; None for a page. `text` is the page, or the body of the article. `fields` is None for
    a page; for an article any of title, subtitle, author, source, url, published, published_from, own (the columns
    that are none of these).
    """

    __slots__ = ()

    def __new__(cls, file: str, row: int | None, text: str, fields: dict[str, Any] | None) -> Self:
        return super().__new__(cls, shown(file), row, text, fields)


LONGEST_LINE = 1_000_000  # characters; no paragraph of an article is as long


# --- texts too long for an article ----------------------------------------------------------------------------------
def too_long(text: str) -> bool:
    """Tell whether a line of a text is longer than any paragraph."""
    return len(text) > LONGEST_LINE and max(map(len, text.split("\n"))) > LONGEST_LINE


def too_long_note(file: str, row: int | None, text: str) -> Note:
    longest = max(map(len, text.split("\n")))
    what = f"a line of {longest:,} characters, more than {LONGEST_LINE:,}"
    return Note(file, row, "error", what, "skipped; break it into paragraphs, a file or row an article")
