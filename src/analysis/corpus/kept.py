"""Tables that were made once of the same rows, kept in the cache beside the corpora (see `cache`).

The notebooks of one report each ask for the pairs of articles that share text, for collocations, for quotations; and a
report that is made again asks for them again.
"""

import logging
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import pandas as pd
import pyarrow as pa
from filelock import FileLock, Timeout

from analysis.corpus import cache

MOST = 64  # tables that are kept; beyond them those used longest ago go
WAIT = 600  # seconds that another process may take to make a table before it is made here too
_log = logging.getLogger(__name__)


def keeps() -> bool:
    """Tell whether tables are kept: the cache is not off."""
    return cache.place() is not None


def kept(name: str, given: Iterable[pd.DataFrame | str], make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Return the table `name` that `make` makes of what is `given`: frames by their content, marks and options as text.

    A corpus tells what each of its frames is known by (`Corpus.known`): of one on disk nothing is read for it.
    It is made where the cache does not hold it, or is off; processes that ask for one table at once make it once. The
    code and the tables of this package are part of what it is known by. Its index is not kept.
    """
    root = cache.place()
    if root is None:
        return make()
    path = root / cache.TABLES / f"{name}-{key_of(given)}.parquet"
    lock = FileLock(path.with_suffix(".lock"))
    with suppress(OSError, NotImplementedError, Timeout):  # where none can be had, it is made here too
        path.parent.mkdir(cache.FOLDER, parents=True, exist_ok=True)
        lock.acquire(WAIT)
    try:
        with suppress(OSError, pa.ArrowException):  # not there, or broken
            return _read(path)
        table = make()
        try:
            _write(path, table)
        except OSError as error:
            _log.warning("%s: cannot be written (%s); made without the cache", path, error.strerror or error)
        return table
    finally:
        lock.release()


def key_of(given: Iterable[pd.DataFrame | str]) -> str:
    """Return a hash of what is given: of the values of frames, in their order, and of text; and of this package."""
    digest = blake2b(cache.version().encode(), digest_size=16)
    for each in given:
        if isinstance(each, str):
            digest.update(each.encode("utf-8", "surrogatepass") + b"\0")
        else:
            digest.update(pd.util.hash_pandas_object(each, index=False).to_numpy().tobytes() + b"\1")
    return digest.hexdigest()


def _read(path: Path) -> pd.DataFrame:
    table = pd.read_parquet(path, page_checksum_verification=True)
    path.touch()  # used now
    days = table.select_dtypes("datetime64[ms]").columns  # Parquet knows no time in seconds, and this package no other
    return table.astype(dict.fromkeys(days, "datetime64[s]"))


def _write(path: Path, table: pd.DataFrame) -> None:
    """Write a table, whole or not at all; let go of those used longest ago."""
    new = path.with_suffix(".new")
    table.to_parquet(new, index=False, write_page_checksum=True)
    new.replace(path)
    others = sorted(path.parent.glob("*.parquet"), key=lambda each: each.stat().st_mtime)
    for each in others[:-MOST]:
        for gone in (each, each.with_suffix(".lock")):
            gone.unlink(missing_ok=True)
