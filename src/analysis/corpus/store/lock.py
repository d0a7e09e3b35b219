"""One writer at a time in a store, wherever it lies."""

import json
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from upath import UPath

from analysis.base.lock import locked
from analysis.base.notes import InputError
from analysis.corpus.store.files import is_remote, make_folder

LOCK = ".corpus.lock"  # at a remote address; on this machine the lock is the system's
PAUSE = 1.0  # seconds between two looks at a lock that another holds


@contextmanager
def writing(root: UPath, wait: float = 0) -> Iterator[None]:
    """Hold the lock of a store, which is made where it is not there; `wait` is how long another may take, in seconds.

    On this machine the system frees the lock of a process that dies. At an address the lock is a file; a process that
    is killed leaves it there, and only the next on the same machine sees that nobody holds it. Two that begin in the
    same moment are told apart where files can be made exclusively there, and by a second look where they cannot.
    Raises InputError, naming who holds it, where it is not free in time.
    """
    if is_remote(root):
        token = _taken(root / LOCK, wait)
        try:
            yield
        finally:
            with suppress(OSError):
                if _holder(root / LOCK).get("token") == token:
                    (root / LOCK).unlink()
        return
    made = not root.exists()
    make_folder(root)
    try:
        with locked(Path(root.path) / "corpus.json", wait):
            yield
    finally:
        if made:
            with suppress(OSError):
                os.rmdir(root.path)  # where nothing was written


def _taken(path: UPath, wait: float) -> str:
    """Make the file of a lock; return what tells it from that of another."""
    token, end = uuid4().hex, time.monotonic() + wait
    started = f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}"
    holder = {"process": os.getpid(), "machine": socket.gethostname(), "since": started, "token": token}
    while not _made(path, json.dumps(holder).encode(), token):
        found = _holder(path)
        if _is_gone(found):
            path.unlink()
        elif time.monotonic() >= end:
            process, machine, since = (str(found.get(name, "?"))[:60] for name in ("process", "machine", "since"))
            raise InputError(
                f"{path.parent}: process {process} on {machine} (since {since}) is writing there; wait for its end, "
                f"choose another place, or delete {path} if it runs no more"
            )
        else:
            time.sleep(min(PAUSE, wait))
    return token


def _made(path: UPath, data: bytes, token: str) -> bool:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.fs.open(path.path, "xb") as stream:
            stream.write(data)
        return True
    except FileExistsError:
        return False
    except (ValueError, NotImplementedError):  # no files are made exclusively there
        if path.exists():
            return False
        path.write_bytes(data)
        time.sleep(PAUSE)
        return bool(_holder(path).get("token") == token)


def _holder(path: UPath) -> dict[str, Any]:
    """Return what a lock tells of who holds it; nothing where it is gone or broken."""
    try:
        told = json.loads(path.read_bytes()[:1000])
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _is_gone(holder: dict[str, Any]) -> bool:
    """Tell whether who holds a lock was a process of this machine that has ended."""
    process = holder.get("process")
    if holder.get("machine") != socket.gethostname() or not isinstance(process, int) or not 0 < process < 1 << 31:
        return False
    if os.name == "nt":  # where a signal would end it
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False
