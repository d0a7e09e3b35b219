"""Frames that are not loaded yet: how they are, of which articles, and what their rows are known by."""

import os
from collections.abc import Callable, Collection, Sequence
from functools import partial
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pandas as pd

from analysis.base.frames import conform

RUN = "ANALYSIS_RUN"  # the variable of the environment that names the folder of a run of several processes


class Loader(NamedTuple):
    """How some columns of a frame are loaded, or all; two of one `mark` load the same rows."""

    load: Callable[[Sequence[str] | None], pd.DataFrame]
    mark: str

    def __call__(self, columns: Sequence[str] | None) -> pd.DataFrame:
        return self.load(columns)

    def of(self, columns: Sequence[str], ids: Collection[str]) -> pd.DataFrame:
        """Return some columns of the rows of these articles; of files, the text of others is not made."""
        rows = getattr(self.load, "rows_of", None)
        if rows is not None:
            return rows(columns, ids)
        table = self.load(columns)
        return table[table["article_id"].isin(ids)]


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
    loaders = [Loader(partial(_made, held, *each), each[1]) for each in zip(makers, marks, strict=True)]
    return Loader(partial(_all_of, loaders), mark_of(*marks)), loaders


def _made(
    held: str | TemporaryDirectory[str],
    make: Callable[[], pd.DataFrame],
    mark: str,
    columns: Sequence[str] | None,
) -> pd.DataFrame:
    path = Path(held if isinstance(held, str) else held.name, f"{mark}.arrow")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(f".{os.getpid()}")  # another process may write it, too
        make().to_feather(new, compression="lz4")
        new.replace(path)
    return pd.read_feather(path, None if columns is None else list(columns))  # in its types, as it was written


def _all_of(loaders: Sequence[Loader], columns: Sequence[str] | None) -> pd.DataFrame:
    table = pd.concat([load(columns) for load in loaders], ignore_index=True)
    return conform("tokens", table, columns)


def _within(table: pd.DataFrame, ids: frozenset[str]) -> pd.DataFrame:
    """Return the rows of these articles; text that is kept as categories forgets what stood in the others."""
    held = [id for id in table["article_id"].unique() if id in ids]  # of a slice a few, `ids` may be those of all
    table = table[table["article_id"].isin(held)].reset_index(drop=True)
    small = [name for name, kind in table.dtypes.items() if isinstance(kind, pd.CategoricalDtype)]
    return table.assign(**{name: table[name].cat.remove_unused_categories() for name in small})
