"""What was read once need not be read again: corpora kept by the content of their files, the options and the versions.

They lie in the user's cache folder (`place`), or where the environment variable ANALYSIS_CACHE says; with
ANALYSIS_CACHE=off nothing is kept. `analysis cache clear` empties it.
"""

import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from analysis.base.notes import InputError
from analysis.base.places import PACKAGE, locate
from analysis.base.store_mark import is_store
from analysis.corpus.store.files import UnwrittenError
from analysis.corpus.store.reading import Stored
from analysis.sources.files import SIDE_FILES
from analysis.sources.read import list_files

SETTING, OFF = "ANALYSIS_CACHE", "off"  # the variable of the environment, and what it says where nothing is kept
LEAST = 12  # corpora that are kept, whatever their size
MOST = 4 << 30  # bytes beyond which the ones used longest ago are removed
TABLES = ".tables"  # the folder of tables made of what was read (see `kept`)
UNFINISHED = ".new-"  # how the folder of a corpus begins while it is made
ABANDONED = 86_400  # seconds after which nobody is at work on such a folder any more, where locks do not tell
FOLDER = 0o700  # mode of what is made here: it is its owner's alone
_log = logging.getLogger(__name__)


class Folder(NamedTuple):
    """Where a corpus lies, and whether it stays there after reading."""

    path: str
    stays: bool


def place() -> Path | None:
    """Return the folder of the cache; None where it is switched off."""
    given = os.environ.get(SETTING)
    if given == OFF:
        return None
    return Path(given) if given else user_cache_path("arabic-news-analysis")


@contextmanager
def for_run(folder: Path) -> Iterator[None]:
    """Where the cache is off, keep in `folder` what is read until the end, here and in the processes started here.

    What a run of several processes reads is so read once, and goes with the folder, which is the caller's to remove.
    """
    if place() is not None:
        yield
        return
    os.environ[SETTING] = str(folder)
    try:
        yield
    finally:
        os.environ[SETTING] = OFF


@contextmanager
def folder(source: str | os.PathLike[str], options: str, make: Callable[[str], None]) -> Iterator[Folder]:
    """Give the folder of the corpus of a source; `make` writes it where it is not there yet, or is broken.

    Two processes that make the same corpus at once both succeed: the first to be done moves its folder into place.
    Where the cache is off, or cannot be written, the corpus is made in a temporary folder that does not stay.
    """
    root = place()
    target = root / _key(source, options) if root else None
    if target and _is_whole(target):
        with suppress(OSError):
            os.utime(target)  # used now
        yield Folder(str(target), True)
        return
    with _workplace(root) as made:
        if root and made.parent == root and _written(made, make):
            if target and _is_still(source, options, target.name) and _moved(made, target):
                _trim(root, target)
                made = target
            yield Folder(str(made), made == target)  # what has changed since it was read does not stay
            return
    with tempfile.TemporaryDirectory(prefix="analysis-", ignore_cleanup_errors=True) as beside:
        make(beside)
        yield Folder(beside, False)


def _written(made: Path, make: Callable[[str], None]) -> bool:
    """Make a corpus in the cache; tell whether there was room for it."""
    try:
        make(str(made))
    except UnwrittenError as error:
        shutil.rmtree(made, ignore_errors=True)
        _log.warning("%s; read without the cache", str(error).partition(";")[0])
        return False
    return True


def clear() -> int:
    """Remove what is kept; return the number of bytes that this frees."""
    root = place()
    kept = _kept(root)
    size = sum(_size(path) for path in kept)
    for path in kept:
        shutil.rmtree(path, ignore_errors=True)
        with suppress(OSError):
            _lock_of(path).unlink()
    if root and (root / TABLES).is_dir():
        size += _size(root / TABLES)
        shutil.rmtree(root / TABLES, ignore_errors=True)
    return size


@contextmanager
def _workplace(root: Path | None) -> Iterator[Path]:
    """Give a new folder in the cache, and hold a lock on it, which the system frees when this process dies.

    What is left of processes that died is removed. Where the cache cannot be written, there is no such folder.
    """
    if root is None:
        yield Path()
        return
    made = root / f"{UNFINISHED}{uuid4().hex}"
    lock = FileLock(_lock_of(made), timeout=0)
    try:
        root.mkdir(FOLDER, parents=True, exist_ok=True)
        _sweep(root)
        with suppress(NotImplementedError):
            lock.acquire()
        made.mkdir(FOLDER)
    except OSError as error:
        _log.warning("%s: cannot be written (%s); read without the cache", root, error.strerror or error)
        made = Path()
    try:
        yield made
    finally:
        if made.name:
            shutil.rmtree(made, ignore_errors=True)
        with suppress(OSError):
            Path(lock.lock_file).unlink()
        lock.release()


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _sweep(root: Path) -> None:
    """Remove the unfinished folders of processes that live no more."""
    for path in root.glob(f"{UNFINISHED}*"):
        if path.is_dir() and not path.is_symlink() and _is_left(path):
            shutil.rmtree(path, ignore_errors=True)
            with suppress(OSError):
                _lock_of(path).unlink()


def _is_left(path: Path) -> bool:
    """Tell whether nobody is at work on a folder: nobody holds its lock."""
    held = _lock_of(path)
    if not held.exists():  # where locks are not known
        return _used(path) < time.time() - ABANDONED
    try:
        with FileLock(held, timeout=0):
            return True
    except (OSError, NotImplementedError, Timeout):
        return False


def _is_still(source: str | os.PathLike[str], options: str, key: str) -> bool:
    """Tell whether a source holds what it held when its key was taken."""
    try:
        return _key(source, options) == key
    except (OSError, InputError):
        return False


def _moved(made: Path, target: Path) -> bool:
    """Move a folder to its place; tell whether a corpus stands there now, this one or that of another process."""
    if target.exists() and not _is_whole(target):
        shutil.rmtree(target, ignore_errors=True)
    with suppress(OSError):
        made.rename(target)
    return _is_whole(target)


def _is_whole(folder: Path) -> bool:
    """Tell whether a corpus lies in a folder, and its files are as they were written."""
    try:
        Stored(folder).check()
        return True
    except (OSError, InputError):
        return False


def _key(source: str | os.PathLike[str], options: str) -> str:
    """Return a hash of the content of a source, the options and the code that reads."""
    digest = blake2b(digest_size=16)
    digest.update(json.dumps([version(), options]).encode())
    root = locate(source)
    files, notes = list_files(source)
    paths = [(name, root / name) for name in SIDE_FILES if root.is_dir() and _is_read(root / name)]
    for name, path in [*files, *paths]:
        digest.update(name.encode("utf-8", "surrogatepass") + b"\0")
        with suppress(OSError), path.open("rb") as stream:
            while data := stream.read(1 << 20):
                digest.update(data)
    digest.update(repr(notes).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _is_read(path: Path) -> bool:
    """Tell whether a file beside the articles is there and is read: what a link leads to is not."""
    return path.is_file() and not path.is_symlink()


@cache
def version() -> str:
    """Return a hash of the code and the tables of this package: what is read depends on all of them."""
    digest = blake2b(digest_size=16)
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and "bundled" not in path.parts:
            digest.update(path.relative_to(PACKAGE).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _kept(root: Path | None) -> list[Path]:
    """Return the folders of the cache that nobody is at work on, the ones used longest ago first."""
    if root is None or not root.is_dir():
        return []
    # Whatever else lies in a folder that a user has named is not ours.
    folders = [path for path in root.iterdir() if path.is_dir() and not path.is_symlink()]
    ours = [path for path in folders if (_is_left(path) if path.name.startswith(UNFINISHED) else is_store(path))]
    return sorted(ours, key=_used)


def _used(path: Path) -> float:
    """Return when a folder was used last; 0 where another process has removed it just now."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _trim(root: Path, used: Path) -> None:
    """Remove what was used longest ago where the cache has grown too large; let be what another process makes."""
    kept = [path for path in _kept(root) if not path.name.startswith(UNFINISHED)]
    sizes = {path: _size(path) for path in kept}
    while len(kept) > LEAST and sum(sizes[path] for path in kept) > MOST:
        oldest = kept.pop(0)
        if oldest != used:
            shutil.rmtree(oldest, ignore_errors=True)


def _size(path: Path) -> int:
    with suppress(OSError):  # removed by another process meanwhile
        return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
    return 0
