"""What was read once need not be read again: corpora kept by the content of their files, the options and the versions.

They lie in the user's cache folder (`place`), or where the environment variable ANALYSIS_CACHE says; with
ANALYSIS_CACHE=off nothing is kept. `analysis cache clear` empties it.
"""

import json
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

from platformdirs import user_cache_path

from analysis.sources import list_files, locate

LEAST = 12  # corpora that are kept, whatever their size
MOST = 4 << 30  # bytes beyond which the ones used longest ago are removed
SIDE_FILES = ("metadata.csv", "corrections.csv")
WHOLE = "files.json"  # written last: the sizes of the files of a corpus, by which a broken one is known
UNFINISHED = ".new-"  # how the folder of a corpus begins while it is made
ABANDONED = 86_400  # seconds after which nobody is at work on such a folder any more


class Folder(NamedTuple):
    """Where a corpus lies, and whether it stays there after reading."""

    path: str
    stays: bool


def place() -> Path | None:
    """Return the folder of the cache; None where it is switched off."""
    given = os.environ.get("ANALYSIS_CACHE")
    if given == "off":
        return None
    return Path(given) if given else user_cache_path("arabic-news-analysis")


@contextmanager
def folder(source: str | os.PathLike[str], options: str, make: Callable[[str], None]) -> Iterator[Folder]:
    """Give the folder of the corpus of a source; `make` writes it where it is not there yet, or is broken.

    Two processes that make the same corpus at once both succeed: the first to be done moves its folder into place.
    Where the cache is off, or cannot be written, the corpus is made in a temporary folder that does not stay.
    """
    root = place()
    target = root / _key(source, options) if root else None
    if target and target.exists():
        if _is_whole(target):
            with suppress(OSError):
                os.utime(target)  # used now
            yield Folder(str(target), True)
            return
        shutil.rmtree(target, ignore_errors=True)
    made = _new_folder(root)
    try:
        make(str(made))
        (made / WHOLE).write_text(json.dumps(_sizes(made)), encoding="utf-8")
        if target and made.parent == root and _moved(made, target):
            _trim(root, target)
            yield Folder(str(target), True)
        else:
            yield Folder(str(made), False)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def clear() -> int:
    """Remove what is kept; return the number of bytes that this frees."""
    root = place()
    size = sum(_size(path) for path in _kept(root))
    for path in _kept(root):
        shutil.rmtree(path, ignore_errors=True)
    return size


def _new_folder(root: Path | None) -> Path:
    if root:
        with suppress(OSError):
            root.mkdir(parents=True, exist_ok=True)
            return Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=root))
    return Path(tempfile.mkdtemp(prefix="analysis-"))


def _moved(made: Path, target: Path) -> bool:
    """Move a folder to its place; tell whether a corpus stands there now, this one or that of another process."""
    with suppress(OSError):
        made.rename(target)
    return _is_whole(target)


def _is_whole(folder: Path) -> bool:
    """Tell whether the files of a corpus are as they were written."""
    try:
        return bool(json.loads((folder / WHOLE).read_text(encoding="utf-8")) == _sizes(folder))
    except (OSError, ValueError):
        return False


def _sizes(folder: Path) -> dict[str, int]:
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name != WHOLE)
    return {path.relative_to(folder).as_posix(): path.stat().st_size for path in paths}


def _key(source: str | os.PathLike[str], options: str) -> str:
    """Return a hash of the content of a source, the options and the code that reads."""
    digest = blake2b(digest_size=16)
    digest.update(json.dumps([_version(), options]).encode())
    root = locate(source)
    files, notes = list_files(source)
    paths = [(name, root / name) for name in SIDE_FILES if root.is_dir() and (root / name).is_file()]
    for name, path in [*files, *paths]:
        digest.update(name.encode("utf-8", "surrogatepass") + b"\0")
        with suppress(OSError), path.open("rb") as stream:
            while data := stream.read(1 << 20):
                digest.update(data)
    digest.update(repr(notes).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


@cache
def _version() -> str:
    """Return a hash of the code and the tables of this package: what is read depends on all of them."""
    digest = blake2b(digest_size=16)
    here = Path(__file__).parent
    for path in sorted(here.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and "bundled" not in path.parts:
            digest.update(path.relative_to(here).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _kept(root: Path | None) -> list[Path]:
    """Return the folders of the cache, the ones used longest ago first."""
    if root is None or not root.is_dir():
        return []
    # Whatever else lies in a folder that a user has named is not ours.
    ours = [path for path in root.iterdir() if path.name.startswith(UNFINISHED) or (path / "corpus.json").exists()]
    return sorted(ours, key=_used)


def _used(path: Path) -> float:
    """Return when a folder was used last; 0 where another process has removed it just now."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _trim(root: Path, used: Path) -> None:
    """Remove what was used longest ago where the cache has grown too large; let be what another process makes."""
    recent = time.time() - ABANDONED
    kept = [path for path in _kept(root) if not path.name.startswith(UNFINISHED) or _used(path) < recent]
    sizes = {path: _size(path) for path in kept}
    while len(kept) > LEAST and sum(sizes[path] for path in kept) > MOST:
        oldest = kept.pop(0)
        if oldest != used:
            shutil.rmtree(oldest, ignore_errors=True)


def _size(path: Path) -> int:
    with suppress(OSError):  # removed by another process meanwhile
        return sum(_sizes(path).values())
    return 0
