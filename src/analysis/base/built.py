"""What is built of data that comes with packages, and takes longer to build than to read: built once.

It is kept as Python keeps the modules that it compiles, and no less trusted: in `__pycache__`, or in the user's cache
folder where that cannot be written. What it is built of is part of the name of the file; a broken file is built anew.
"""

import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from hashlib import blake2b
from importlib.metadata import version
from importlib.util import cache_from_source
from pathlib import Path
from typing import TypeVar

from platformdirs import user_cache_path

from analysis.base.collecting import uncollected
from analysis.base.places import PACKAGE

SIZE = 16  # bytes of a hash
Value = TypeVar("Value")


@uncollected()
def built(name: str, make: Callable[[], Value], *, rooms: Iterable[str], packages: Iterable[str]) -> Value:
    """Return what `make` makes of the code and the tables of `rooms` of this package and of other `packages`."""
    file = f"{name}-{_key(rooms, packages)}.pickle"
    folders = [*([] if sys.dont_write_bytecode else [_beside()]), _of_user()]
    for folder in folders:
        with suppress(OSError, ValueError):
            return _read(folder / file)
    value = make()
    for folder in folders:
        with suppress(OSError):
            _write(folder / file, value)
            for old in folder.glob(f"{name}-*.pickle"):
                if old.name != file:
                    old.unlink()
            break
    return value


def _beside() -> Path:
    return Path(cache_from_source(__file__)).parent


def _of_user() -> Path:
    return user_cache_path("arabic-news-analysis")


def _key(rooms: Iterable[str], packages: Iterable[str]) -> str:
    digest = blake2b(digest_size=SIZE)
    for text in (sys.version, *(f"{package} {version(package)}" for package in packages)):
        digest.update(text.encode() + b"\0")
    for path in sorted(path for room in rooms for path in (PACKAGE / room).rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> Value:  # type: ignore[type-var]
    data = path.read_bytes()
    if blake2b(data[SIZE:], digest_size=SIZE).digest() != data[:SIZE]:
        raise ValueError(f"{path}: broken")
    value: Value = pickle.loads(memoryview(data)[SIZE:])
    return value


def _write(path: Path, value: object) -> None:
    """Write a file whole or not at all."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    number, made = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(number, "wb") as file:
        file.write(blake2b(data, digest_size=SIZE).digest() + data)
    try:
        os.chmod(made, 0o644)  # as compiled modules are: for all who may use this package
        os.replace(made, path)
    except OSError:
        os.unlink(made)
        raise
