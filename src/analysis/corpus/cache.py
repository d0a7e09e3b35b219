"""What was read once need not be read again: corpora kept by the content of their files, the options and the versions.

Each is a store, made from the last one of its source: only what has changed since is read and annotated, the rest is
the same files (hard links). None is ever written to, so that who has opened one keeps it whole.

They lie in the user's cache folder (`place`), or where the environment variable ANALYSIS_CACHE says; with
ANALYSIS_CACHE=off nothing is kept. `analysis cache clear` empties it.
"""

import json
import logging
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, TypeAlias
from uuid import uuid4

from filelock import FileLock, Timeout
from platformdirs import user_cache_path

from analysis.base.notes import InputError
from analysis.base.places import PACKAGE, locate
from analysis.base.store_mark import is_store
from analysis.corpus.loading import RUN
from analysis.corpus.store.files import UnwrittenError
from analysis.corpus.store.layout import copy
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
Make: TypeAlias = Callable[[str, Mapping[str, str]], None]
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
    """Keep in `folder` what the processes of a run make for each other, and what they read where the cache is off.

    What is read is so read once, and goes with the folder, which is the caller's to remove.
    """
    off = place() is None
    os.environ |= {RUN: str(folder)} | ({SETTING: str(folder)} if off else {})
    try:
        yield
    finally:
        del os.environ[RUN]
        if off:
            os.environ[SETTING] = OFF


@contextmanager
def folder(source: str | os.PathLike[str], options: str, kin: str, make: Make) -> Iterator[Folder]:
    """Give the folder of the corpus of a source; `make` writes it where it is not there yet, or is broken.

    It is written into a copy of the last one of the same place and `kin` (all options but the registry), where there is
    one, and is told the digests of the files. Two processes that make the same corpus at once both succeed: the first
    to be done moves its folder into place. Where the cache is off, or cannot be written, the corpus is made in a
    temporary folder that does not stay.
    """
    root = place()
    key, digests = _key(source, options)
    there = _there(root, key) if root else None
    if there:
        with suppress(OSError):
            os.utime(there)  # used now
        yield Folder(str(there), True)
        return
    with _workplace(root) as made:
        line = _line(source, kin)
        if root and made.parent == root and _written(root, made, line, digests, make):
            target = root / f"{line}-{key}"
            if _is_still(source, options, key) and _moved(made, target):
                _trim(root, target)
                made = target
            yield Folder(str(made), made == target)  # what has changed since it was read does not stay
            return
    with tempfile.TemporaryDirectory(prefix="analysis-", ignore_cleanup_errors=True) as beside:
        make(beside, digests)
        yield Folder(beside, False)


def _there(root: Path, key: str) -> Path | None:
    """Return the folder of a corpus, of whatever source: the same files elsewhere are the same corpus."""
    return next((path for path in sorted(root.glob(f"*-{key}")) if _is_whole(path)), None)


def _line(source: str | os.PathLike[str], kin: str) -> str:
    """Return a digest of what corpora that are made from each other have in common."""
    path = locate(source)
    where = str(path) if "://" in str(path) else os.path.realpath(path)
    return blake2b(json.dumps([version(), where, kin]).encode(), digest_size=8).hexdigest()


def _written(root: Path, made: Path, line: str, digests: Mapping[str, str], make: Make) -> bool:
    """Make a corpus in the cache; tell whether there was room for it."""
    try:
        last = next((path for path in _kept(root)[::-1] if path.name.startswith(f"{line}-") and _is_whole(path)), None)
        try:
            if last:
                copy(last, made)
            make(str(made), digests)
        except UnwrittenError:
            raise
        except (InputError, OSError):
            if not last:
                raise
            shutil.rmtree(made)  # it was removed meanwhile, or what a reader does not see is broken
            make(str(made), digests)
    except UnwrittenError as error:
        shutil.rmtree(made, ignore_errors=True)
        _log.warning("%s; read without the cache", str(error).partition(";")[0])
        return False
    return True


def clear() -> int:
    """Remove what is kept; return the number of bytes that this frees."""
    root = place()
    kept = _kept(root)
    size = _size(kept)
    for path in kept:
        shutil.rmtree(path, ignore_errors=True)
        with suppress(OSError):
            _lock_of(path).unlink()
    if root and (root / TABLES).is_dir():
        size += _size([root / TABLES])
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
        return _key(source, options)[0] == key
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


def _key(source: str | os.PathLike[str], options: str) -> tuple[str, dict[str, str]]:
    """Return a hash of the content of a source, the options and the code that reads; and one of each file, by name."""
    root = locate(source)
    files, notes = list_files(source)
    digests = {name: _digest(path) for name, path in files}
    paths = [(name, root / name) for name in SIDE_FILES if root.is_dir() and _is_read(root / name)]
    told = [version(), options, digests, [(name, _digest(path)) for name, path in paths], repr(notes)]
    return blake2b(json.dumps(told).encode(), digest_size=16).hexdigest(), digests


def _digest(path: Path) -> str:
    """Return a hash of what a file holds, as far as it can be read."""
    digest = blake2b(digest_size=16)
    with suppress(OSError), path.open("rb") as stream:
        while data := stream.read(1 << 20):
            digest.update(data)
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
    while len(kept) > LEAST and _size(kept) > MOST:
        oldest = kept.pop(0)
        if oldest != used:
            shutil.rmtree(oldest, ignore_errors=True)


def _size(folders: Iterable[Path]) -> int:
    """Return the bytes of all files in folders, of one that lies in several once."""
    sizes: dict[tuple[int, int], int] = {}
    for path in (path for folder in folders for path in folder.rglob("*")):
        with suppress(OSError):  # removed by another process meanwhile
            status = path.lstat()
            if stat.S_ISREG(status.st_mode):
                sizes[status.st_dev, status.st_ino] = status.st_size
    return sum(sizes.values())
