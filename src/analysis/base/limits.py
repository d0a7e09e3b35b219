"""Limits on what a file may hold and swell to, in size, depth and time: so far above real files that none meets them.

Each is raised by an environment variable, which the message on a file beyond it names: `ANALYSIS_MOST_ROWS=20000000`.
"""

import os
from collections.abc import Iterator

from analysis.base.notes import InputError

SETTING = "ANALYSIS_MOST_"
LIMITS = {  # the most, and why no real file has more
    "bytes": 2 << 30,  # of a file, unpacked, and of an archive in all: ten years of a daily make half of it
    "ratio": 200,  # times its packed size that more than LARGE may unpack to: newspaper text packs to a fifth
    "entries": 500_000,  # files in an archive: an agency's dispatches of a year are a tenth of it
    "page": 20_000_000,  # characters of a page, markup included: a book has one million
    "rows": 5_000_000,  # of a table: in 2 GiB, more rows than that have no room for the text of an article
    "columns": 16_384,  # of a table, and names in the objects of a JSON file: no sheet of Excel is wider
    "cells": 25_000_000,  # of a table of text or a sheet: a million articles have a dozen columns
    "values": 20_000_000,  # brackets and commas of a JSON file: a million articles have ten each
    "elements": 20_000_000,  # XML elements of a part of an Office document: a thousand pages of Word have one million
    "tags": 500_000,  # elements of an HTML page: a long one has ten thousand
    "attributes": 1_000,  # of one HTML element: a busy one has thirty
    "depth": 200,  # XML elements or brackets within each other: Word's deepest tables have fifty
    "nodes": 500_000,  # entries of a YAML file, aliases written out: the built-in registry has eleven thousand
    "spellings": 1_000,  # of one name with alternatives in brackets: the built-in registry's longest has 164
    "names": 200_000,  # spellings of a file of actors in all: the built-in registry has four thousand
    "runs": 1_000,  # of a sweep: each takes a minute and more
    "seconds": 20,  # of computing for a file, and as many for each MEGABYTES of it: a page takes one, a megabyte two
}
LARGE = 10 << 20  # bytes that a file may unpack to, however small it is packed
MEGABYTES = 2_000_000  # bytes that are given as much time as a file without any
ROW = 200  # bytes that a row takes beside its text: thus rows made out of nothing count too


class LimitError(Exception):
    """A file goes beyond a limit; `what` tells by how much, `action` what was done and what to do."""

    def __init__(self, what: str, action: str) -> None:
        super().__init__(f"{what}; {action}")
        self.what, self.action = what, action


def most(name: str) -> int:
    """Return a limit, as it stands or as the user has set it. Raises InputError where that is no number."""
    given = os.environ.get(SETTING + name.upper(), "").strip()
    if not given:
        return LIMITS[name]
    if not (given.isascii() and given.isdigit() and 0 < len(given) < 19 and int(given)):
        raise InputError(f"{SETTING}{name.upper()}={given[:40]!r}: write a whole number, as {LIMITS[name]}")
    return int(given)


def changed() -> dict[str, int]:
    """Return the limits that the user has set otherwise: what is read depends on them."""
    return {name: most(name) for name in LIMITS if most(name) != LIMITS[name]}


def check(name: str, count: int, what: str, do: str = "split it") -> None:
    """Raise LimitError where there are more than the limit called `name` of `what`."""
    if count > most(name):
        raise LimitError(f"{count:,} {what}, more than {most(name):,}", raising(name, count, do))


def raising(name: str, count: int, do: str = "split it", done: str = "refused") -> str:
    """Return what was done with a file that goes beyond a limit, and how to raise it."""
    return f"{done}; {do}, or set {SETTING}{name.upper()}={count} if you trust it"


def outgrown(packed: int, size: int) -> str:
    """Return why what unpacks from `packed` bytes to `size` is too much; empty where it is not."""
    if size <= most("bytes") and (size <= LARGE or size <= most("ratio") * packed):
        return ""
    least, limit = size_told(size), size_told(most("bytes"))
    return f"unpacks from {size_told(packed)} to {least} or more; at most {limit}, large files {most('ratio')}:1"


def unpacking(packed: int, size: int) -> str:
    """Return what to do about what unpacks to too much: which limit to raise."""
    if size > most("bytes"):
        return raising("bytes", size, "unpack the part that you need")
    return raising("ratio", size // max(packed, 1) + 1, "unpack it first")


class Meter:
    """Counts what a packed table gives out, row by row, as it is unpacked."""

    def __init__(self, packed: int) -> None:
        self.packed, self.size = packed, 0

    def add(self, size: int) -> None:
        """Count `size` more bytes. Raises LimitError where they are too many for what they are packed in."""
        self.size += size
        problem = outgrown(self.packed, self.size)
        if problem:
            raise LimitError(problem, unpacking(self.packed, 10 * self.size))  # how far it goes on is not known

    def rows(self, rows: Iterator[dict[str, object]]) -> Iterator[dict[str, object]]:
        """Yield rows and count them."""
        for number, row in enumerate(rows, 1):
            check("rows", number, "rows or more")
            self.add(ROW + sum(map(_length, row.values())))
            yield row


def _length(value: object) -> int:
    """Return about how many bytes a cell takes."""
    if isinstance(value, str | bytes):
        return len(value)
    if isinstance(value, dict):
        return ROW + sum(map(_length, value.values()))
    return ROW + sum(map(_length, value)) if isinstance(value, list | tuple) else 0


def size_told(count: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{count / (1 << 20):,.0f} MiB" if count >= 1 << 20 else f"{count / 1024:,.0f} KiB"
