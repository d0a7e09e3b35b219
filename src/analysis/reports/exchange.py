"""New reports for old ones: a run writes beside the folder, and changes in it only what an earlier run wrote.

What a run has made lies in a workplace beside the folder until all of it is done. The journal then says what goes in
and what goes out; from then on the exchange is finished, by this run or, where it is killed, by the next one.
"""

import glob
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from analysis.base.lock import locked
from analysis.base.notes import InputError

RECORD = "run.json"
NEW = "new"  # in the workplace: what is to go into the folder
JOURNAL = "journal.json"
MARK = "analysis-run.lock"  # held by the run whose workplace it is, as long as it lives
WAIT = 120  # seconds that the exchange of another run may take
MOST = 64 << 20  # bytes of a record
REPORT = "(?:overview|topics|actors|timeline|compare)"
EXPORTS = {
    "actors": ("actors.graphml", "actors.gexf", "actors-nodes.csv", "actors-edges.csv", "candidates.yml"),
    "timeline": ("events.ics", "events.json"),
}
# All that a run can make, and so all that it may ever take away.
FILE = (
    rf"index\.html|sensitivity\.csv|{REPORT}\.html|"
    rf"{'|'.join(re.escape(name) for names in EXPORTS.values() for name in names)}|"
    rf"tables/{REPORT}-[\w-]{{1,80}}\.csv|figures/{REPORT}-[\w-]{{1,80}}\.svg|articles/[0-9a-f]{{16}}\.html"
)
File = Annotated[str, StringConstraints(pattern=f"^(?:{FILE})$")]
Hash = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
Report = Literal["overview", "topics", "actors", "timeline", "compare"]


class Made(BaseModel):
    """How one of the reports of a folder was made."""

    made: str
    command: str
    language: Literal["en", "ar"]
    name: str
    corpus: dict[str, Any]


class Record(BaseModel):
    """What the last run wrote of a folder, as far as the next one needs it."""

    model_config = ConfigDict(extra="ignore")

    parameters: dict[Report, dict[str, Any]] = {}
    reports: dict[Report, Made] = {}
    files: dict[File, Hash] = {}
    shared: bool = False  # without text: see share


class Put(BaseModel):
    """A file that goes into the folder, and what may lie in its place."""

    new: Hash
    old: Hash | None


class Journal(BaseModel):
    """What is to be done in the folder."""

    put: dict[Annotated[str, StringConstraints(pattern=rf"^(?:{FILE}|run\.json)$")], Put]
    remove: dict[File, Hash]


@contextmanager
def workplace(out: Path) -> Iterator[Path]:
    """Yield a new folder beside `out`, with a folder `new` in it for what a run makes; it is gone in the end.

    Raises InputError where nothing can be written there.
    """
    absent = [each for each in out.parents if not each.exists()]
    with told(out):
        if out.exists() and not out.is_dir():
            raise InputError(f"{out}: is a file; choose a folder for the reports (--out)")
        _beside(out).mkdir(parents=True, exist_ok=True)
        with held(out):
            place = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=_beside(out)))
            alive = FileLock(place / MARK)
            alive.acquire()
    try:
        with told(out):
            (place / NEW).mkdir()
        yield place
    finally:
        _finish(place, out)
        alive.release()
        shutil.rmtree(place, ignore_errors=True)
        for folder in absent:  # made for this run, and of no use where it failed
            with suppress(OSError):
                folder.rmdir()


@contextmanager
def held(out: Path) -> Iterator[None]:
    """Hold the lock of the folder `out`; what runs that died have left of theirs is finished and removed first."""
    with locked(_beside(out) / out.name, WAIT):
        for place in sorted(_beside(out).glob(f".{glob.escape(out.name)}-*")):
            _bury(place, out)
        yield


def settle(out: Path) -> None:
    """Finish what a run that died has left undone in `out`. Raises InputError where nothing can be written there."""
    if _beside(out).is_dir():
        with told(out), held(out):
            pass


@contextmanager
def told(out: Path) -> Iterator[None]:
    """Turn what the system says of writing into a line that says what to do."""
    try:
        yield
    except OSError as error:
        raise InputError(
            f"{out}: cannot be written ({error.strerror or error}); choose another folder (--out), or make room"
        ) from None


def last(out: Path) -> Record:
    """Return the record of the last run into `out`. Raises InputError where a file of that name is none of ours."""
    path = out / RECORD
    if digest(path) is None:
        return Record()
    try:
        if not path.is_symlink() and path.stat().st_size <= MOST:
            return Record.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        pass
    raise InputError(
        f"{path}: is no record of what a run wrote here; move it away, or choose another folder (--out)"
    ) from None


def check_free(out: Path, record: Record, new: Mapping[str, str | None]) -> None:
    """Raise InputError where one of the files `new` (their hashes, where they are known) would land on a user's own."""
    for name, hash in new.items():
        there = digest(out / name)
        if there is None or there in (hash, record.files.get(name)) or name == RECORD:
            continue
        why = "was changed since a run wrote it" if name in record.files else "was written by no run"
        raise InputError(f"{out / name}: {why}; move it away, or choose another folder (--out)")


def exchange(out: Path, place: Path, record: Record, keep: set[str]) -> None:
    """Put what is in the workplace in the place of what `record` lists, but for the files `keep`. The lock is held.

    Raises InputError where a new file would land on one that no run wrote, or that was changed since.
    """
    new = {name: digest(place / NEW / name) for name in sorted(files(place / NEW))}
    check_free(out, record, new)
    old = {**record.files, RECORD: digest(out / RECORD)}
    journal = Journal(
        put={name: Put(new=hash or "", old=old.get(name)) for name, hash in new.items()},
        remove={name: hash for name, hash in record.files.items() if name not in new and name not in keep},
    )
    with open(place / f"{JOURNAL}.tmp", "w", encoding="utf-8") as file:
        file.write(journal.model_dump_json())
        file.flush()
        os.fsync(file.fileno())
    os.replace(place / f"{JOURNAL}.tmp", place / JOURNAL)
    _finish(place, out)


def _finish(place: Path, out: Path) -> None:
    """Do what the journal of a workplace says, and has not been done yet; without a journal, nothing.

    What a user has laid there or changed meanwhile stays as it is.
    """
    if not (place / JOURNAL).is_file():
        return
    journal = Journal.model_validate_json((place / JOURNAL).read_bytes())
    for name, hashes in journal.put.items():
        source, target = place / NEW / name, out / name
        if digest(source) == hashes.new and digest(target) in (hashes.new, hashes.old):
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, target)
    for name, hash in journal.remove.items():
        if digest(out / name) == hash:
            (out / name).unlink()
            with suppress(OSError):  # the last one of a folder takes it along
                (out / name).parent.rmdir()
    (place / JOURNAL).unlink()


def _bury(place: Path, out: Path) -> None:
    """Finish and remove the workplace of a run that has died; leave those of runs that live, and what is no workplace.

    Who holds the mark of a workplace lives: the system frees it with the death of a process.
    """
    name = re.fullmatch(rf"\.{re.escape(out.name)}-[a-z0-9_]{{8}}", place.name)
    if not name or place.is_symlink() or (place / MARK).is_symlink() or not (place / MARK).is_file():
        return
    mark = FileLock(place / MARK, timeout=0)
    try:
        mark.acquire()
    except (Timeout, OSError):
        return
    try:
        _finish(place, out)
    except ValidationError:
        return
    finally:
        mark.release()
    shutil.rmtree(place, ignore_errors=True)


def digest(path: Path) -> str | None:
    """Return the hash of a file, None where nothing is, and "" for what no run writes: a link, a folder."""
    if not os.path.lexists(path):
        return None
    if path.is_symlink() or path.parent.is_symlink() or not path.is_file():
        return ""
    with path.open("rb") as file:
        found = sha256()
        while block := file.read(1 << 20):
            found.update(block)
    return found.hexdigest()


def files(folder: Path) -> set[str]:
    """Return the names of all files below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def of_report(file: str) -> str:
    """Return the report that a file belongs to; nothing for what all of them share.

    >>> of_report("tables/topics-themes.csv"), of_report("events.ics"), of_report("index.html")
    ('topics', 'timeline', '')
    """
    for name, exports in EXPORTS.items():
        if file in exports:
            return name
    found = re.fullmatch(rf"(?:tables/|figures/)?({REPORT})(?:-.*|\.html)", file)
    return found[1] if found else ""


def _beside(out: Path) -> Path:
    """Return the folder for the workplace of `out`, on the same disk: files can be moved from there in one step."""
    return out if out.is_mount() else out.parent
