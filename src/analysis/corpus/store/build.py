"""A corpus on disk: made from files batch by batch, here or on a cluster, taken up where it was cut off."""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import PurePath
from typing import Any

import numpy as np
import pandas as pd
from pydantic import ValidationError
from tqdm import tqdm
from upath import UPath

from analysis.actors.registry import Registry
from analysis.base.frames import frame
from analysis.base.notes import InputError, Note
from analysis.base.places import locate
from analysis.base.store_mark import is_store
from analysis.corpus import articles, corrections
from analysis.corpus.annotation import Tools
from analysis.corpus.copies import Banded, Rows, Sketches, compare
from analysis.corpus.store.edges import lines_of, read_edges, write_edges
from analysis.corpus.store.files import UnwrittenError, read_json, write_json
from analysis.corpus.store.layout import FORMAT, RUN, Layout, absolute, begin, clear, commit
from analysis.corpus.store.lock import writing
from analysis.corpus.store.models import (
    FRAMES,
    GROUPS,
    Actors,
    Furniture,
    Held,
    Info,
    Manifest,
    Marks,
    Run,
    ToldBatch,
    ToldSlice,
    slice_name,
)
from analysis.corpus.store.plan import Asked, batches_of, groups_of, slice_keys
from analysis.corpus.store.stages import (
    Batch,
    File,
    Index,
    Making,
    Reading,
    Slice,
    annotate_slice,
    compare_batch,
    edges_of,
    holds,
    read_batch,
    sketches_at,
)
from analysis.corpus.store.tables import write_frame
from analysis.corpus.store.workers import Workers
from analysis.sources.read import list_files, read_side

SLICE = 1000  # articles that are annotated at a time and lie in one file
BATCH = 4 << 20  # bytes of source from which a batch is closed; a larger file is a batch of its own
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS)  # what a place says that takes no file


def build(
    source: str | os.PathLike[str],
    out: str | os.PathLike[str],
    tools: Tools,
    *,
    columns: Mapping[str, str] | None = None,
    keep_duplicates: bool = False,
    info: Mapping[str, Any] | None = None,
    jobs: int | None = None,
    scheduler: str | None = None,
    wait: float = 0,
    digests: Mapping[str, str] | None = None,
) -> None:
    """Read and annotate a source into a store at `out`; both may be any address that fsspec knows.

    The work is cut into batches and slices that do not depend on who does them: this process, `jobs` processes, or the
    workers of a Dask `scheduler`, which must see both places. A run that was cut off goes on with what it lacks. Into
    a finished store new and changed files are taken without reading the others again, and what it holds as an original
    stays one; with another registry or lemmatizer only what depends on it is made anew. Until all is done the store
    stays as it was. One process at a time writes; `wait` is the time, in seconds, that another may take to finish.

    With `digests` of what the files hold (by name), these tell what has changed, and what comes out is what a fresh run
    makes, whatever the store held before: originals, furniture and order as well.

    Raises InputError where nothing can be read, for a store that cannot be written, is being written or is of another
    version, and where workers are lost.
    """
    root = absolute(out)
    if root.protocol == "memory":  # which other processes do not see
        jobs = scheduler = None
    _check_apart(source, root)
    try:
        with writing(root, wait), Workers(jobs, scheduler) as workers:
            begin(Layout(root))
            run = _Run(Layout(root), Asked(tools, columns, keep_duplicates), workers, digests)
            run.make(source, dict(info or {}))
    except OSError as error:
        told = str(error.filename or "no file")
        if error.errno in FULL or root.path in told or root.path.startswith(told):
            raise _unwritten(out, error) from error
        raise


def _check_apart(source: str | os.PathLike[str], root: UPath) -> None:
    """Raise InputError where the source is a store, or the folder that the store is to lie in."""
    place = locate(source)
    if is_store(place):
        raise InputError(f"{place}: a store of articles that are annotated already; name the articles themselves")
    if str(place).rstrip("/") == str(root).rstrip("/") or (place.is_dir() and _same(place, root)):
        raise InputError(f"{root}: the articles lie there; choose another folder for the store")


def _same(place: Any, root: UPath) -> bool:
    return "://" not in str(place) and os.path.realpath(place) == os.path.realpath(root.path)


def save(
    folder: str | os.PathLike[str], tables: Mapping[str, pd.DataFrame], registry: Registry, info: Mapping[str, Any]
) -> None:
    """Write frames as a store of one slice. Raises InputError where they cannot be written."""
    store = Layout(absolute(folder))
    new = store.next
    try:
        with writing(store.root):
            begin(store)
            clear(store)
            name = slice_name(0, 0)
            marks: Marks = {each: write_frame(partial(new.frame, each, name), each, tables[each]) for each in FRAMES}
            batches = [Held(number=0, files=[], slices=[marks])]
            manifest, made = _top(new, tables["log"], registry, info, age=0, batches=batches)
            commit(store, manifest, [*made, *(new.frame(each, name, mark) for each, mark in marks.items())])
    except OSError as error:
        raise _unwritten(folder, error) from error


def _top(
    layout: Layout, log: pd.DataFrame, registry: Registry, info: Mapping[str, Any], **rest: Any
) -> tuple[Manifest, list[UPath]]:
    """Write the log and the registry; return the manifest of the store, and where they lie."""
    told = write_frame(layout.log, "log", log)
    actors = Actors(fingerprint=registry.fingerprint, actors=list(registry.actors.values()))
    known = write_json(layout.registry, actors)
    try:
        manifest = Manifest(format=FORMAT, info=Info(**_shared(info)), log=told, registry=known, **rest)
    except ValidationError as error:
        first = error.errors()[0]
        raise InputError(f"info: {'.'.join(map(str, first['loc']))}: {first['msg']}; give text or a number") from None
    return manifest, [layout.log(told), layout.registry(known)]


def _shared(info: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of a corpus without the folders of this machine."""
    return {**info, **{name: PurePath(str(info[name])).name for name in ("source", "registry") if info.get(name)}}


class _Run:
    """A run of `build`: its place, what is asked for, who works; `old` is the manifest of the store that it adds to."""

    def __init__(self, store: Layout, asked: Asked, workers: Workers, digests: Mapping[str, str] | None = None) -> None:
        self.store, self.new, self.asked, self.workers, self.digests = store, store.next, asked, workers, digests
        old = store.manifest()
        self.old: list[Held] = old.batches if old else []
        self.age = old.age if old and digests is None else 0  # as a fresh run has it, no article is older than another
        self.standing = store.files()
        self.kept: set[str] = set()  # the batches that the store holds as they are wanted
        self.made: list[UPath] = []  # what goes from .next into its place

    def make(self, source: str | os.PathLike[str], info: dict[str, Any]) -> None:
        files, notes = list_files(source, self.asked.columns)
        side = read_side(source)
        batches = self._begun(files, side.metadata)
        self._read(batches, side.metadata)
        told = {batch.name: read_json(self._at(batch).told(batch.name), ToldBatch) for batch in batches}
        notes += [note for batch in batches for note in told[batch.name].notes]
        known, copied, copies = self._compared(batches, told)
        notes += side.notes + _metadata_notes(side.metadata, notes, {each["file"] for each in known}) + copies
        if not known:
            clear(self.store)
            serious = [note for note in notes if note.level != "info"] or notes
            reasons = "; ".join(f"{note.file}: {note.what} ({note.action})" for note in serious[:3])
            raise InputError(f"{locate(source)}: no article could be read ({reasons or 'no file of articles'})")
        day = max((each["published"] for each in known if each["published"]), default=None)
        newest = corrections.newest(day, side.corrections)
        sizes = {name: each.slices for name, each in told.items()}
        slices = list(self._slices(batches, sizes, known, copied, newest, side.corrections))
        marks, more = self._annotated(slices, newest, side.corrections)
        notes += more
        notes += corrections.unknown(side.corrections, {each["article_id"] for each in known})
        notes.sort(key=lambda note: (note.file, -1 if note.row is None else note.row, note.what))
        info["fingerprint"] = articles.fingerprint(known, side.metadata, side.corrections)
        info["corrections"] = articles.digest_of(side.corrections)
        self._commit(batches, marks, notes, info)

    def _begun(self, files: Sequence[tuple[str, Any]], metadata: pd.DataFrame | None) -> list[Batch]:
        """Make `.next`, or take it up where the same was asked for; return the batches of the source."""
        path, key = self.new.root / RUN, self.asked.key()
        cut_off = read_json(path, Run) if path.exists() else None
        if not cut_off or cut_off.key != key:
            clear(self.store)
            cut_off = None
        old = cut_off.batches if cut_off else self.old
        batches = batches_of(files, old, self.asked, metadata, BATCH, self.digests)
        held = [Held(number=batch.number, files=[name for name, _ in batch.files]) for batch in batches]
        write_json(path, Run(key=key, batches=held))
        return batches

    def _at(self, batch: Batch) -> Layout:
        """Return where a batch lies as it is wanted now: in the store, or among what this run makes."""
        return self.store if batch.name in self.kept else self.new

    def _read(self, batches: Sequence[Batch], metadata: pd.DataFrame | None) -> None:
        """Read the batches that the store does not hold."""
        self.kept = {batch.name for batch in batches if self._stands(batch)}
        stay = False
        if self.digests is None:
            furniture = self._furniture(batches)
        else:
            furniture, stay = self._learned(batches)
            self.kept = self.kept if stay else set()
        todo = [batch for batch in batches if batch.name not in self.kept]
        reading = Reading(self.store.root, self.asked.columns, furniture, metadata, self.age + 1, SLICE, stay)
        list(self._each("reading", read_batch, todo, reading))
        self.made += [path for batch in todo for path in (self.new.told(batch.name), self.new.index(batch.name))]

    def _stands(self, batch: Batch) -> bool:
        """Tell whether the store holds a batch, read from the same files in the same way, and all of its articles."""
        if self.store.told(batch.name) not in self.standing or not holds(self.store, batch):
            return False
        slices = read_json(self.store.told(batch.name), ToldBatch).slices
        names = [slice_name(batch.number, number) for number in range(len(slices))]
        if not {self.store.index(batch.name), *map(self.store.told, names)} <= self.standing:
            return False
        marks = {name: read_json(self.store.told(name), ToldSlice).marks["articles"] for name in names}
        return {self.store.frame("articles", name, mark) for name, mark in marks.items()} <= self.standing

    def _furniture(self, batches: Sequence[Batch]) -> frozenset[str]:
        """Return the lines that belong to the site: those that the store knows, and those that new batches tell."""
        path, before = self.new.furniture(), self.store.furniture()
        todo = [batch for batch in batches if batch.name not in self.kept and not holds(self.new, batch)]
        if todo and not path.exists():
            known = read_json(before, Furniture).lines if before in self.standing else []
            told = self._each("furniture", edges_of, [batch.files for batch in todo], self.asked.columns)
            write_json(path, Furniture(lines=sorted({*known, *lines_of(each for found in told for each in found)})))
        if not path.exists():
            return frozenset()
        self.made.append(path)
        return frozenset(read_json(path, Furniture).lines)

    def _learned(self, batches: Sequence[Batch]) -> tuple[frozenset[str], bool]:
        """Return the lines that belong to the site as all files tell, and whether the store knows the same."""
        path, before = self.new.furniture(), self.store.furniture()
        known = read_json(before, Furniture) if before in self.standing else Furniture(lines=[])
        marks = {batch.name: known.edges[batch.name] for batch in batches if batch.name in known.edges}
        found = {name: read_edges(self.store.edges(name), mark) for name, mark in marks.items()}
        new = [batch for batch in batches if batch.name not in self.kept & found.keys()]
        todo = [self._changed(batch) if batch.name in found else batch.files for batch in new]
        for batch, told in zip(new, self._each("furniture", edges_of, todo, self.asked.columns), strict=True):
            known_of = found.get(batch.name, {}) | {each.file: each for each in told}
            found[batch.name] = {name: known_of[name] for name, _ in batch.files if name in known_of}
            marks[batch.name] = write_edges(self.new.edges(batch.name), found[batch.name].values())
            self.made.append(self.new.edges(batch.name))
        lines = sorted(lines_of(each for edges in found.values() for each in edges.values()))
        write_json(path, Furniture(lines=lines, edges=marks))
        self.made.append(path)
        return frozenset(lines), lines == known.lines

    def _changed(self, batch: Batch) -> list[File]:
        """Return the files of a batch that are not as the store knows them."""
        path = self.store.told(batch.name)
        states = read_json(path, ToldBatch).states if path in self.standing else {}
        return [file for file in batch.files if states.get(file[0]) != batch.states[file[0]]]

    def _compared(
        self, batches: Sequence[Batch], told: Mapping[str, ToldBatch]
    ) -> tuple[list[dict[str, Any]], dict[str, str], list[Note]]:
        """Return all articles (article_id, file, ordinal, published), which repeats which, and the notes of it."""
        places = {batch.name: self._at(batch).index(batch.name) for batch in batches}
        indexes = [Index(places[name], each.index, sum(each.slices)) for name, each in told.items()]
        known: list[dict[str, Any]] = []

        def texts() -> Iterator[Banded]:
            for found, banded in self._each("comparing", compare_batch, indexes):
                known.extend(found)
                yield banded

        def sketches(rows: Rows) -> Iterable[Sketches]:
            begins = np.cumsum([0, *(index.size for index in indexes)])
            parts = np.split(rows, np.searchsorted(rows, begins[1:-1]))
            some = [(index, part - first) for index, part, first in zip(indexes, parts, begins[:-1], strict=True)]
            return self.workers.each(sketches_at, [each for each in some if len(each[1])])

        notes = articles.mark_copies(known, compare(texts(), sketches))
        return known, {each["article_id"]: each["duplicate_of"] for each in known if each["duplicate_of"]}, notes

    def _slices(
        self,
        batches: Sequence[Batch],
        sizes: Mapping[str, list[int]],
        known: Sequence[Mapping[str, Any]],
        marks: Mapping[str, str],
        newest: date | None,
        rows: pd.DataFrame | None,
    ) -> Iterator[Slice]:
        """Yield all slices, each with what is to be made of it."""
        rest = iter(known)
        for batch in batches:
            fresh = batch.name not in self.kept
            for number, size in enumerate(sizes[batch.name]):
                name = slice_name(batch.number, number)
                own = [each for _, each in zip(range(size), rest, strict=False)]
                ids = [each["article_id"] for each in own]
                copies = {id: marks[id] for id in ids if id in marks}
                corrected = None if rows is None else rows[rows["article_id"].isin(ids)]
                undated = any(each["published"] is None for each in own)
                keys = slice_keys(batch, self.asked, copies, undated, newest, corrected)
                held = {} if fresh else self._held(name)
                by_hand = corrected is not None and bool(corrected["start"].notna().any())
                groups = groups_of(keys, held, by_hand)
                yield Slice(name, fresh, copies, keys, groups, self.asked.made_with(newest))

    def _held(self, name: str) -> dict[str, str]:
        """Return what the frames of a slice in the store were made from; only of those that are there."""
        told = read_json(self.store.told(name), ToldSlice)
        there = {
            group
            for group, frames in GROUPS.items()
            if {self.store.frame(each, name, told.marks[each]) for each in frames} <= self.standing
        }
        return {group: key for group, key in told.keys.items() if group in there}

    def _annotated(
        self, slices: Sequence[Slice], newest: date | None, rows: pd.DataFrame | None
    ) -> tuple[dict[str, Marks], list[Note]]:
        """Annotate the slices that need it; return the digests of the frames of all, and the notes."""
        todo = [task for task in slices if task.groups]
        making = Making(self.store.root, self.asked.tools, self.asked.keep_duplicates, newest, rows)
        list(self._each("annotating", annotate_slice, todo, making))
        marks: dict[str, Marks] = {}
        notes: list[Note] = []
        for task in slices:
            told = read_json((self.new if task.groups else self.store).told(task.name), ToldSlice)
            marks[task.name] = told.marks
            notes += [*told.odd, *told.notes]
            if task.groups:
                self.made.append(self.new.told(task.name))
                self.made += [self.new.frame(name, task.name, mark) for name, mark in told.marks.items()]
        return marks, notes

    def _commit(
        self, batches: Sequence[Batch], marks: Mapping[str, Marks], notes: Sequence[Note], info: Mapping[str, Any]
    ) -> None:
        """Write the log, the registry and the manifest, and put what was made into its place."""
        age = self.age + (len(self.kept) < len(batches))
        of: dict[str, list[Marks]] = {batch.name: [] for batch in batches}
        for name, each in marks.items():
            of[name.partition("-")[0]].append(each)
        held = [
            Held(number=batch.number, files=[n for n, _ in batch.files], slices=of[batch.name]) for batch in batches
        ]
        log, registry = frame("log", notes), self.asked.tools.registry
        manifest, made = _top(self.new, log, registry, info, age=age, batches=held)
        commit(self.store, manifest, [*self.made, *made])

    def _each(self, what: str, task: Callable[..., Any], items: Sequence[Any], *shared: Any) -> Iterator[Any]:
        done = self.workers.each(task, items, *shared)
        return iter(tqdm(done, total=len(items), desc=what, disable=len(items) < 3))


def _metadata_notes(metadata: pd.DataFrame | None, notes: Sequence[Note], files: Iterable[str]) -> list[Note]:
    """Return the notes on metadata.csv as a whole: the rows that fit no file, and how many were applied."""
    if metadata is None:
        return []
    lost = metadata[~metadata["file"].isin(set(files))]
    found = [articles.unfit_metadata(row) for row in lost.to_dict("records")]
    unfit = len(found) + sum(note.file == articles.METADATA and note.level == "warning" for note in notes)
    return [
        *found,
        Note(articles.METADATA, None, "info", f"{len(metadata) - unfit} of {len(metadata)} rows", "applied"),
    ]


def _unwritten(out: Any, error: OSError) -> UnwrittenError:
    why = error.strerror or str(error)
    return UnwrittenError(
        f"{error.filename or out}: cannot be written ({why}); make room or choose another place, then run again"
    )
