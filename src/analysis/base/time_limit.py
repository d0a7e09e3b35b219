"""A limit on the time that a piece of work takes: what takes longer is cut off."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time
from typing import Any, TypeVar

AGAIN = 1.0  # seconds after which the alarm rings again, where a library has swallowed it
T = TypeVar("T")
_end: Any = object()
_armed = False


class OutOfTime(BaseException):
    """The work took too long. No Exception, so that no library takes it for a fault of its own and goes on."""


def timed(found: Iterator[T], seconds: float) -> Iterator[T]:
    """Yield what `found` yields; raise OutOfTime once making it has taken `seconds` of this process's own computing.

    What the receiver does in between does not count, nor does waiting for a disk or for other processes. Python code
    and regular expressions are cut off where they are; a single call into a library in C is waited for. In another
    than the main thread, and on Windows, time is only looked at between one thing found and the next.
    """
    left = seconds
    while True:
        begun = process_time()
        with within(left):
            each = next(found, _end)
        left -= process_time() - begun
        if each is _end:
            return
        yield each
        if left <= 0:
            raise OutOfTime


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Cut the work in a `with` off after `seconds` of computing, by OutOfTime; see `timed` for what it cannot stop."""
    global _armed
    if _armed or not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _ring)
    _armed = True
    signal.setitimer(signal.ITIMER_VIRTUAL, max(seconds, 0.001), AGAIN)
    try:
        yield
    finally:
        _armed = False
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def _ring(number: int, frame: Any) -> None:
    if _armed:
        raise OutOfTime
