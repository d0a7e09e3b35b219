"""The processes that work for this one: none of them stays when it ends."""

import ctypes
import multiprocessing
import os
from collections.abc import Collection
from contextlib import suppress
from multiprocessing.process import BaseProcess
from threading import Thread

import psutil
import pyarrow as pa

GRACE = 3  # seconds that a process has to end by itself


def end_workers(others: Collection[BaseProcess] = ()) -> None:
    """End the worker processes that were started here, and what they have started: the kernels of notebooks.

    `others` are processes that are not ours to end.
    """
    ours = [each for each in multiprocessing.active_children() if each not in others]
    found = [each for worker in ours for each in _with_children(worker.pid)]
    for each in found:
        with suppress(psutil.Error):
            each.terminate()
    for each in psutil.wait_procs(found, timeout=GRACE)[1]:
        with suppress(psutil.Error):
            each.kill()


def give_back() -> None:
    """Give memory that nothing holds any more back to the system, where its allocators keep it."""
    pa.default_memory_pool().release_unused()
    with suppress(OSError, AttributeError):  # where the C library is another than that of GNU
        ctypes.CDLL("libc.so.6").malloc_trim(0)


def begin_quietly() -> None:
    """In a worker process: send what kernels say of themselves on starting nowhere, and end with the parent.

    What fails comes back as an error.
    """
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    end_with_parent()


def end_with_parent() -> None:
    """In a worker process: end it, and what it has started, when the process that it works for is gone."""
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        for each in _with_children(os.getpid())[1:]:
            with suppress(psutil.Error):
                each.kill()
        os._exit(1)


def _with_children(pid: int | None) -> list[psutil.Process]:
    """Return a process and all that it has started."""
    with suppress(psutil.Error):
        process = psutil.Process(pid)
        return [process, *process.children(recursive=True)]
    return []
