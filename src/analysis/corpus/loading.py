"""Frames that are not loaded yet: how they are, of which articles, and what their rows are known by."""

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import feather

from analysis.base.frames import conform

RUN = "ANALYSIS_RUN"  # the variable of the environment that names the folder of a run of several processes


class Loader(NamedTuple):
    """How some columns of a frame are loaded, or all; two of one `mark` load the same rows."""

    load: Callable[[Sequence[str] | None], pd.DataFrame]
    mark: str

    def __call__(self, columns: Sequence[str] | None) -> pd.DataFrame:
        return self.load(columns)

    def where(self, columns: Sequence[str], where: Mapping[str, Collection[str]]) -> pd.DataFrame:
        """Return some columns of the rows that hold one of these values in each of these columns.

        Of files, the text of other rows is not made.
        """
        rows = getattr(self.load, "where", None)
        return matching(self.load(columns), where) if rows is None else rows(columns, where)


def matching(table: pd.DataFrame, where: Mapping[str, Collection[str]]) -> pd.DataFrame:
    """Return the rows that hold one of these values in each of these columns."""
    for name, values in where.items():
        table = table[table[name].isin(values)]
    return table


def matching_rows(table: pa.Table, where: Mapping[str, Collection[str]]) -> pa.Table:
    """Return the rows that hold one of these values in each of these columns of text, all text as strings."""
    for name, values in where.items():
        column, wanted = table[name].combine_chunks(), pa.array(sorted(values), pa.string())
        coded = pa.types.is_dictionary(column.type)
        held = pc.is_in(column.dictionary if coded else column, value_set=wanted)
        table = table.filter(held.take(column.indices) if coded else held)
    plain = [pa.string() if pa.types.is_dictionary(each.type) else each.type for each in table.schema]
    return pa.table([each.cast(kind) for each, kind in zip(table, plain, strict=True)], names=table.column_names)


def mark_of(*told: str) -> str:
    """Return what rows are known by that are made of all that is told."""
    return blake2b("\0".join(told).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def selected(value: pd.DataFrame | Loader, ids: frozenset[str], mark: str) -> pd.DataFrame | Loader:
    """Return the rows of a frame that belong to these articles, or how to load them; `mark` tells of the ids."""
    if not isinstance(value, Loader):
        return _within(value, ids)

    return Loader(partial(_loaded_within, value, ids), mark_of(value.mark, mark))


def _loaded_within(load: Loader, ids: frozenset[str], columns: Sequence[str] | None) -> pd.DataFrame:
    wanted = None if columns is None else [*columns, *({"article_id"} - set(columns))]
    table = _within(load(wanted), ids)
    return table if columns is None else table[list(columns)]


def remade(makers: Sequence[Callable[[], pd.DataFrame]], marks: Sequence[str]) -> tuple[Loader, list[Loader]]:
    """Return how tokens are loaded that are made when they are first asked for: all of them, and those of each slice.

    Then they are held in a file, which the processes of one run share (see `cache.for_run`).
    """
    run = os.environ.get(RUN)
    # One that is not shared goes with the last that reads it.
    held = run or TemporaryDirectory(prefix="analysis-", ignore_cleanup_errors=True)
    loaders = [Loader(_Made(held, *each), each[1]) for each in zip(makers, marks, strict=True)]
    return Loader(partial(_all_of, loaders), mark_of(*marks)), loaders


class _Made:
    """Tokens that are made when they are first asked for, and then held in a file."""

    def __init__(self, held: str | TemporaryDirectory[str], make: Callable[[], pd.DataFrame], mark: str) -> None:
        self.held, self.make, self.mark = held, make, mark

    def __call__(self, columns: Sequence[str] | None) -> pd.DataFrame:
        return pd.read_feather(self._path(), None if columns is None else list(columns))  # in its types, as written

    def where(self, columns: Sequence[str], where: Mapping[str, Collection[str]]) -> pd.DataFrame:
        table = matching_rows(feather.read_table(self._path(), list(columns)), where)
        return conform("tokens", table.to_pandas(), columns)

    def _path(self) -> Path:
        path = Path(self.held if isinstance(self.held, str) else self.held.name, f"{self.mark}.arrow")
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            new = path.with_suffix(f".{os.getpid()}")  # another process may write it, too
            self.make().to_feather(new, compression="lz4")
            new.replace(path)
        return path


def _all_of(loaders: Sequence[Loader], columns: Sequence[str] | None) -> pd.DataFrame:
    table = pd.concat([load(columns) for load in loaders], ignore_index=True)
    return conform("tokens", table, columns)


def _within(table: pd.DataFrame, ids: frozenset[str]) -> pd.DataFrame:
    """Return the rows of these articles; text that is kept as categories forgets what stood in the others."""
    held = [id for id in table["article_id"].unique() if id in ids]  # of a slice a few, `ids` may be those of all
    table = table[table["article_id"].isin(held)].reset_index(drop=True)
    small = [name for name, kind in table.dtypes.items() if isinstance(kind, pd.CategoricalDtype)]
    return table.assign(**{name: table[name].cat.remove_unused_categories() for name in small})
