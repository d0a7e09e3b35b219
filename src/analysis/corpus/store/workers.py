"""Where work is done: in this process, in several on this machine, or on a Dask cluster; the results are the same."""

import pickle
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import lru_cache, partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from analysis.base.notes import InputError
from analysis.base.processes import end_with_parent

WAIT = 10  # seconds that a scheduler has to answer
AHEAD = 256  # tasks that a cluster is given at least beyond the one whose result is waited for
TRIES = 3  # times that lost workers are replaced without a task done in between
Task = Callable[..., Any]


class Workers:
    """Workers for the length of a `with`: `jobs` processes, or those of the Dask `scheduler`, which need this package.

    Processes are started when they are first needed and keep what they have loaded from one `each` to the next. A
    worker that is lost is replaced and its tasks are done again, so that a task must bear being done twice. Where an
    exception ends the `with`, they end at once, in the middle of their tasks; they end with this process, too. Raises
    InputError where the scheduler cannot be reached, and where workers are lost again and again.
    """

    def __init__(self, jobs: int | None = None, scheduler: str | None = None) -> None:
        self.jobs, self.scheduler = jobs or 1, scheduler
        self._pool: ProcessPoolExecutor | None = None
        self._client: Any = None

    def __enter__(self) -> Self:
        if self.scheduler:
            self._client = _connected(self.scheduler)
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        self._close(at_once=kind is not None)
        if self._client:
            self._client.close()

    def each(self, task: Task, items: Sequence[Any], *shared: Any) -> Iterator[Any]:
        """Yield `task(item, *shared)` for each item, in the order of the items."""
        if self._client:
            yield from self._on_cluster(task, items, shared)
        elif self.jobs < 2 or (len(items) < 2 and not self._pool):
            for item in items:
                yield task(item, *shared)
        else:
            with TemporaryDirectory(prefix="analysis-") as beside:
                packed = Path(beside, "shared")
                packed.write_bytes(pickle.dumps(shared))
                yield from self._in_processes(task, items, packed)

    def _in_processes(self, task: Task, items: Sequence[Any], packed: Path) -> Iterator[Any]:
        done = lost = 0
        while done < len(items):
            # Not forked: a copy of a process that has threads (Arrow, a notebook) may hang.
            self._pool = self._pool or ProcessPoolExecutor(self.jobs, get_context("spawn"), _begin)
            try:
                given = (partial(_do, task, item, packed) for item in items[done:])
                for result in _in_order(self._pool.submit, given, 4 * self.jobs):
                    done, lost = done + 1, 0
                    yield result
            except BrokenProcessPool:
                self._close()
                lost += 1
                if lost == TRIES:
                    raise InputError(
                        "the worker processes were ended from outside (out of memory?); run again with fewer jobs, "
                        "what is done is kept. A script asks for jobs under `if __name__ == '__main__':`"
                    ) from None

    def _on_cluster(self, task: Task, items: Sequence[Any], shared: tuple[Any, ...]) -> Iterator[Any]:
        if not items:
            return
        held = self._client.scatter(pickle.dumps(shared), broadcast=True, hash=False)

        def submit(item: Any) -> Any:
            return self._client.submit(_do, task, item, held, pure=False)

        ahead = max(AHEAD, 4 * sum(self._client.nthreads().values()))
        try:
            yield from _in_order(submit, items, ahead)
        except (CancelledError, OSError, _lost_on_cluster()) as error:
            if isinstance(error, OSError) and error.errno:  # of the task itself: a full disk, a forbidden folder
                raise
            raise InputError(
                f"{self.scheduler}: the cluster lost its workers ({error}); run again: what is done is kept"
            ) from error

    def _close(self, at_once: bool = False) -> None:
        if self._pool:
            running = list((self._pool._processes or {}).values()) if at_once else []
            self._pool.shutdown(wait=False, cancel_futures=True)
            for process in running:  # what they write is whole or not there
                process.kill()
            self._pool.shutdown()
            self._pool = None


def _begin() -> None:
    """Make a new process leave Ctrl-C to the one that started it, and end when that one ends, however it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent()


def _in_order(submit: Callable[[Any], Any], items: Iterable[Any], ahead: int) -> Iterator[Any]:
    """Yield the results of items that are submitted no more than so many `ahead`: results wait in memory, too."""
    running: deque[Any] = deque()
    for item in items:
        running.append(submit(item))
        if len(running) > ahead:
            yield running.popleft().result()
    while running:
        yield running.popleft().result()


def _do(task: Task, item: Any, packed: bytes | Path) -> Any:
    return task(item, *_unpacked(packed))


# What all tasks share is unpacked once a process, so that what is built from it is built once, too.
@lru_cache(maxsize=2)
def _unpacked(packed: bytes | Path) -> tuple[Any, ...]:
    return pickle.loads(packed.read_bytes() if isinstance(packed, Path) else packed)


def _connected(scheduler: str) -> Any:
    try:
        from distributed import Client
    except ImportError:
        raise InputError("a scheduler needs Dask: install arabic-news-analysis[cluster]") from None
    try:
        return Client(scheduler, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise InputError(
            f"{scheduler}: no Dask scheduler answers ({error}); check the address, or leave it out"
        ) from None


def _lost_on_cluster() -> type[Exception]:
    from distributed import KilledWorker

    return KilledWorker
