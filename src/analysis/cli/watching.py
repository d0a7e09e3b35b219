"""Watching: what a report depends on, looked at again and again, and the report written anew when it has changed."""

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from analysis.base.notes import InputError
from analysis.base.places import locate
from analysis.sources.files import SIDE_FILES
from analysis.sources.read import list_files

MOST = 3  # files that a change names; of more it tells the number
States = dict[str, tuple[int, int] | str]  # of files, by name: size and time, or why they cannot be seen


def watch(write: Callable[[], None], look: Callable[[], States], every: float, say: Callable[[str], None]) -> None:
    """Write the reports, and again whenever what `look` tells has changed and is at rest; only an exception ends it.

    It looks `every` so many seconds. What is wrong with the input is said, and waited for to change.
    """
    while True:
        seen, begun = look(), time.monotonic()
        try:
            write()
            told = f"written in {time.monotonic() - begun:.0f} s"
        except (InputError, ValueError, RuntimeError, OSError) as error:
            told = str(error)
        say(f"{told}; watching for changes, Ctrl-C ends it")
        told = changes(seen, _next(look, seen, every))
        say(f"{time.strftime('%H:%M:%S')} {told}; writing again")


def _next(look: Callable[[], States], seen: States, every: float) -> States:
    """Wait until the files stand otherwise than they were seen, and twice the same; return how."""
    now = seen
    while True:
        time.sleep(every)
        before, now = now, look()
        if now == before != seen:
            return now


def states(sources: Iterable[str], beside: Iterable[str]) -> States:
    """Return how the files of sources stand, those of their side data, and the files named `beside` them."""
    found: States = {}
    for name in beside:
        try:
            found[name] = _state(locate(name))
        except InputError as error:
            found[name] = str(error)
    for source in sources:
        try:
            root = locate(source)
            beside_it = (*SIDE_FILES, "corpus.json") if root.is_dir() else ()  # the last is all that a store changes by
            files = [*list_files(source)[0], *((name, root / name) for name in beside_it)]
            found |= {name: _state(path) for name, path in files}
        except InputError as error:
            found[source] = str(error)
    return found


def _state(path: Path) -> tuple[int, int] | str:
    try:
        status = path.stat()
        return status.st_size, getattr(status, "st_mtime_ns", 0)
    except OSError as error:
        return error.strerror or str(error)


def changes(before: States, after: States) -> str:
    """Return in words what has changed.

    >>> changes({"a.txt": (1, 1), "b.txt": (1, 1), "c.txt": "gone"}, {"a.txt": (2, 1), "c.txt": (1, 1)})
    'a.txt changed, b.txt removed, c.txt added'
    """
    told = []
    for name in sorted(before.keys() | after.keys()):
        if before.get(name) != after.get(name):
            was, stays = (isinstance(each.get(name), tuple) for each in (before, after))
            told.append(
                f"{name} {'changed' if was and stays else 'removed' if was else 'added' if stays else 'missing'}"
            )
    more = [f"{len(told) - MOST:,} more"] if len(told) > MOST else []
    return ", ".join([*told[:MOST], *more])
