"""What files tell of the furniture of their site and outlets, kept so that it is learned without reading them again."""

from collections.abc import Iterable
from typing import NamedTuple

import pyarrow as pa
from upath import UPath

from analysis.corpus.store.files import read_table, write_table
from analysis.pages.furniture import recurring
from analysis.pages.rows import Row, learned

_TEXTS = pa.list_(pa.string())
_ROWS = pa.schema(
    [("file", pa.string()), ("outlet", pa.string()), ("story", pa.string()), ("edge", _TEXTS), ("inside", _TEXTS)]
)  # the lines at the edges of a page have neither outlet nor story


class Edges(NamedTuple):
    """What a file tells: of its pages the lines at their edges, and what is learned from its rows."""

    file: str
    pages: list[set[str]]
    rows: list[Row]


def lines_of(edges: Iterable[Edges]) -> set[str]:
    """Return the lines that belong to the site, and to an outlet, as all these files tell."""
    held = list(edges)
    pages = recurring(keys for each in held for keys in each.pages)
    return {*pages, *learned(row for each in held for row in each.rows)}


def write_edges(path: UPath, edges: Iterable[Edges]) -> str:
    """Write what files tell; return the digest."""
    rows: list[tuple] = []
    for each in edges:
        rows += [(each.file, None, None, sorted(keys), []) for keys in each.pages]
        rows += [(each.file, row.outlet, row.story, sorted(row.edge), sorted(row.inside)) for row in each.rows]
    columns = zip(*rows, strict=True) if rows else [[]] * len(_ROWS)
    arrays = [pa.array(list(column), kind) for column, kind in zip(columns, _ROWS.types, strict=True)]
    return write_table(path, pa.Table.from_arrays(arrays, schema=_ROWS))


def read_edges(path: UPath, mark: str) -> dict[str, Edges]:
    """Return what `write_edges` wrote, by file; files that tell nothing are not there.

    Raises InputError, naming the file on disk, where it is missing or broken.
    """
    found: dict[str, Edges] = {}
    for row in read_table(path, mark, _ROWS).to_pylist():
        pages, rows = found.setdefault(row["file"], Edges(row["file"], [], []))[1:]
        if row["outlet"] is None:
            pages.append(set(row["edge"]))
        else:
            rows.append(Row(row["outlet"], row["story"], frozenset(row["edge"]), frozenset(row["inside"])))
    return found
