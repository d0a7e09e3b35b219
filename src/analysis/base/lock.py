"""One writer at a time in a folder: the second is told who is at work."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from analysis.base.notes import InputError


@contextmanager
def locked(folder: Path, wait: float = 0) -> Iterator[None]:
    """Hold the lock of a folder, a file beside it; `wait` is the time, in seconds, that another may take to finish.

    The system frees the lock of a process that dies. Raises InputError, naming who holds it, where it is not free in
    time.
    """
    path = folder.parent / f".{folder.name}.lock"
    lock = FileLock(path, timeout=wait)
    try:
        lock.acquire()
    except Timeout:
        raise InputError(f"{folder}: {_holder(path)} is writing there; wait for its end, or choose another") from None
    try:
        started = f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S}"
        holder = {"process": os.getpid(), "machine": socket.gethostname(), "since": started}
        path.write_text(json.dumps(holder), encoding="utf-8")
        yield
    finally:
        with suppress(OSError):
            path.unlink()  # while it is held, so that no other process's file is removed
        lock.release()


def _holder(path: Path) -> str:
    """Return who holds a lock, as far as its file tells."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return f"process {told['process']} on {told['machine']} (since {told['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
