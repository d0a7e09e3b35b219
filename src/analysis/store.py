"""A corpus on disk: made from files part by part, here or on a cluster, taken up where it was cut off, read lazily."""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd
from tqdm import tqdm
from upath import UPath

from analysis import _page_furniture, articles, corrections
from analysis._actor_registry import Actor, Registry
from analysis._store_layout import (
    FORMAT,
    FRAMES,
    LOG,
    MANIFEST,
    REGISTRY,
    Layout,
    absolute,
    commit,
    piece,
    read_frame,
    read_index,
    read_json,
    remove,
    roll_forward,
    write_frame,
    write_json,
)
from analysis._store_plan import GROUPS, Asked, groups_of, parts_of, slice_keys
from analysis._store_stages import Making, Part, Reading, Slice, annotate_slice, holds, part_edges, read_part
from analysis.annotation import Tools
from analysis.copies import concatenate
from analysis.frames import frame
from analysis.sources import InputError, Note, list_files, locate, read_side
from analysis.workers import Workers

SLICE = 1000  # articles that are annotated at a time and lie in one file
PART = 4 << 20  # bytes of source from which a part is closed; a larger file is a part of its own
RUN = "run.json"  # of an unfinished run: what was asked for, and its parts
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
) -> None:
    """Read and annotate a source into a store at `out`; both may be any address that fsspec knows.

    The work is cut into parts and slices that do not depend on who does them: this process, `jobs` processes, or the
    workers of a Dask `scheduler`, which must see both places. A run that was cut off goes on with what it lacks. Into
    a finished store new and changed files are taken without reading the others again, and what it holds as an original
    stays one; with another registry or lemmatizer only what depends on it is made anew. Until all is done the store
    stays as it was. Raises InputError where nothing can be read, for a store that cannot be written or is of another
    version, and where workers are lost.
    """
    root = absolute(out)
    if root.protocol == "memory":  # which other processes do not see
        jobs = scheduler = None
    try:
        roll_forward(Layout(root))
        with Workers(jobs, scheduler) as workers:
            _Run(Layout(root), Asked(tools, columns, keep_duplicates), workers).make(source, dict(info or {}))
    except OSError as error:
        if error.errno in FULL or root.path in str(error.filename or ""):
            raise _unwritten(out, error) from error
        raise


class Stored:
    """A store that is open for reading: its folder, what made it (`info`), the names of its slices (`pieces`).

    Raises InputError where there is none, where it is unfinished, and where it is of another version.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.layout = Layout(absolute(folder))
        roll_forward(self.layout)
        manifest = self.layout.manifest()
        if manifest is None:
            unfinished = (self.layout.next.root / RUN).exists()
            what = "unfinished; run `analysis annotate` again" if unfinished else "`analysis annotate` writes one"
            raise InputError(f"{folder}: no saved corpus ({what})")
        self.info: dict[str, Any] = manifest["info"]
        self.pieces = [name for part in manifest["parts"] for name in _pieces(part["number"], part["slices"])]

    def registry(self) -> Registry:
        """Return the registry that the corpus was annotated with."""
        table = read_json(self.layout.root / REGISTRY)
        return Registry({each["id"]: Actor(**each) for each in table["actors"]}, table["fingerprint"])

    def loader(self, name: str, pieces: Sequence[str]) -> Callable[[Sequence[str] | None], pd.DataFrame]:
        """Return a function that loads some columns of these slices of a frame, or all columns."""
        paths = [self.layout.root / LOG] if name == "log" else [self.layout.frame(name, piece) for piece in pieces]

        def load(columns: Sequence[str] | None) -> pd.DataFrame:
            return read_frame(name, paths, columns)

        return load


def save(
    folder: str | os.PathLike[str], tables: Mapping[str, pd.DataFrame], registry: Registry, info: Mapping[str, Any]
) -> None:
    """Write frames as a store of one slice. Raises InputError where they cannot be written."""
    layout = Layout(absolute(folder))
    new = layout.next
    try:
        old = layout.manifest()
        remove(new.root)
        made = {new.frame(name, piece(0, 0)): name for name in FRAMES}
        for path, name in made.items():
            write_frame(path, name, tables[name])
        parts = [{"number": 0, "slices": 1, "files": []}]
        top = _write_top(new, tables["log"], registry, info, age=0, parts=parts)
        commit(layout, [*made, *top], _files(layout, old) - {layout.frame(name, piece(0, 0)) for name in FRAMES})
    except OSError as error:
        raise _unwritten(folder, error) from error


def _write_top(
    layout: Layout, log: pd.DataFrame, registry: Registry, info: Mapping[str, Any], **rest: Any
) -> list[UPath]:
    """Write the log, the registry and the manifest; return where they lie."""
    paths = [layout.root / name for name in (LOG, REGISTRY, MANIFEST)]
    write_frame(paths[0], "log", log)
    dumped = [actor.model_dump(mode="json") for actor in registry.actors.values()]
    write_json(paths[1], {"fingerprint": registry.fingerprint, "actors": dumped})
    write_json(paths[2], {"format": FORMAT, "info": dict(info), **rest})
    return paths


class _Run:
    """A run of `build`: its place, what is asked for, who works; `old` is the manifest of the store that it adds to."""

    def __init__(self, store: Layout, asked: Asked, workers: Workers) -> None:
        self.store, self.new, self.asked, self.workers = store, store.next, asked, workers
        self.old = store.manifest() or {"parts": [], "age": 0}
        self.standing = store.files()
        self.kept: set[str] = set()  # the parts that the store holds as they are wanted
        self.made: list[UPath] = []  # what goes from .next into its place

    def make(self, source: str | os.PathLike[str], info: dict[str, Any]) -> None:
        files, notes = list_files(source, self.asked.columns)
        side = read_side(source)
        parts = self._begun(files, side.metadata)
        sizes = self._read(parts, side.metadata)
        told = {part.name: read_json(self._at(part).told(part.name))["notes"] for part in parts}
        notes += [Note(*note) for part in parts for note in told[part.name]]
        known, marks, copies = self._compared(parts)
        notes += side.notes + _metadata_notes(side.metadata, notes, {each["file"] for each in known}) + copies
        if not known:
            remove(self.new.root)
            serious = [note for note in notes if note.level != "info"] or notes
            reasons = "; ".join(f"{note.file}: {note.what} ({note.action})" for note in serious[:3])
            raise InputError(f"{locate(source)}: no article could be read ({reasons or 'no file of articles'})")
        day = max((each["published"] for each in known if each["published"]), default=None)
        newest = corrections.newest(day, side.corrections)
        slices = list(self._slices(parts, sizes, known, marks, newest, side.corrections))
        notes += self._annotated(slices, newest, side.corrections)
        notes += corrections.unknown(side.corrections, {each["article_id"] for each in known})
        notes.sort(key=lambda note: (note.file, -1 if note.row is None else note.row, note.what))
        info["fingerprint"] = articles.fingerprint(known)
        self._commit(parts, sizes, notes, info)

    def _begun(self, files: Sequence[tuple[str, Any]], metadata: pd.DataFrame | None) -> list[Part]:
        """Make `.next`, or take it up where the same was asked for; return the parts of the source."""
        path, key = self.new.root / RUN, self.asked.key()
        cut_off = read_json(path) if path.exists() else None
        if not cut_off or cut_off["key"] != key:
            remove(self.new.root)
            cut_off = None
        parts = parts_of(files, (cut_off or self.old)["parts"], self.asked, metadata, PART)
        held = [{"number": part.number, "files": [name for name, _ in part.files]} for part in parts]
        write_json(path, {"key": key, "parts": held})
        return parts

    def _at(self, part: Part) -> Layout:
        """Return where a part lies as it is wanted now: in the store, or among what this run makes."""
        return self.store if part.name in self.kept else self.new

    def _read(self, parts: Sequence[Part], metadata: pd.DataFrame | None) -> dict[str, list[int]]:
        """Read the parts that the store does not hold; return how many articles each slice of a part has."""
        self.kept = {part.name for part in parts if self._stands(part)}
        todo = [part for part in parts if part.name not in self.kept]
        furniture = self._furniture([part for part in todo if not holds(self.new, part)])
        age = self.old["age"] + 1
        self._each(
            "reading", read_part, todo, Reading(self.store.root, self.asked.columns, furniture, metadata, age, SLICE)
        )
        self.made += [path for part in todo for path in (self.new.told(part.name), self.new.index(part.name))]
        return {part.name: read_json(self._at(part).told(part.name))["slices"] for part in parts}

    def _stands(self, part: Part) -> bool:
        """Tell whether the store holds a part, read from the same files in the same way, and all of its articles."""
        if self.store.told(part.name) not in self.standing or not holds(self.store, part):
            return False
        names = _pieces(part.number, len(read_json(self.store.told(part.name))["slices"]))
        paths = {self.store.index(part.name), *(self.store.frame("articles", name) for name in names)}
        return {*paths, *(self.store.told(name) for name in names)} <= self.standing

    def _furniture(self, parts: Sequence[Part]) -> frozenset[str]:
        """Return the lines that belong to the site: those that the store knows, and those of the pages of `parts`."""
        path, before = self.new.furniture(), self.store.furniture()
        if parts and not path.exists():
            edges = [keys for found in self._each("pages", part_edges, parts, self.asked.columns) for keys in found]
            known = read_json(before) if before in self.standing else []
            write_json(path, sorted({*known, *_page_furniture.recurring(edges)}))
        if not path.exists():
            return frozenset()
        self.made.append(path)
        return frozenset(read_json(path))

    def _compared(self, parts: Sequence[Part]) -> tuple[list[dict[str, Any]], dict[str, str], list[Note]]:
        """Return all articles (article_id, file, ordinal, published), which repeats which, and the notes of it.

        An article of the store is older than one that is added now, so that it stays an original.
        """
        known: list[dict[str, Any]] = []
        ages: list[int] = []
        sketches = []
        for part in parts:
            found, old, sketched = read_index(self._at(part).index(part.name))
            known += found
            ages += old
            sketches.append(sketched)
        notes = articles.mark_copies(known, concatenate(sketches), ages)
        return known, {each["article_id"]: each["duplicate_of"] for each in known if each["duplicate_of"]}, notes

    def _slices(
        self,
        parts: Sequence[Part],
        sizes: Mapping[str, list[int]],
        known: Sequence[Mapping[str, Any]],
        marks: Mapping[str, str],
        newest: date | None,
        rows: pd.DataFrame | None,
    ) -> Iterator[Slice]:
        """Yield all slices, each with what is to be made of it."""
        rest = iter(known)
        for part in parts:
            fresh = part.name not in self.kept
            for number, size in enumerate(sizes[part.name]):
                name = piece(part.number, number)
                own = [each for _, each in zip(range(size), rest, strict=False)]
                ids = [each["article_id"] for each in own]
                copies = {id: marks[id] for id in ids if id in marks}
                corrected = None if rows is None else rows[rows["article_id"].isin(ids)]
                undated = any(each["published"] is None for each in own)
                keys = slice_keys(part, self.asked, copies, undated, newest, corrected)
                held = {} if fresh else self._held(name)
                by_hand = corrected is not None and bool(corrected["start"].notna().any())
                yield Slice(name, fresh, copies, keys, groups_of(keys, held, by_hand))

    def _held(self, name: str) -> dict[str, str]:
        """Return what the frames of a slice in the store were made from; only of those that are there."""
        keys = read_json(self.store.told(name))["keys"]
        there = {
            group
            for group, frames in GROUPS.items()
            if {self.store.frame(each, name) for each in frames} <= self.standing
        }
        return {group: key for group, key in keys.items() if group in there}

    def _annotated(self, slices: Sequence[Slice], newest: date | None, rows: pd.DataFrame | None) -> list[Note]:
        """Annotate the slices that need it; return the notes of all."""
        todo = [task for task in slices if task.groups]
        making = Making(self.store.root, self.asked.tools, self.asked.keep_duplicates, newest, rows)
        self._each("annotating", annotate_slice, todo, making)
        for task in todo:
            frames = ["articles", *(name for group in task.groups for name in GROUPS[group])]
            self.made += [self.new.told(task.piece), *(self.new.frame(name, task.piece) for name in frames)]
        told = [(self.new if task.groups else self.store).told(task.piece) for task in slices]
        return [Note(*note) for path in told for note in _notes(read_json(path))]

    def _commit(
        self, parts: Sequence[Part], sizes: Mapping[str, list[int]], notes: Sequence[Note], info: Mapping[str, Any]
    ) -> None:
        """Write the log, the registry and the manifest, and put what was made into its place."""
        manifest = {
            "age": self.old["age"] + (len(self.kept) < len(parts)),
            "parts": [
                {"number": part.number, "slices": len(sizes[part.name]), "files": [name for name, _ in part.files]}
                for part in parts
            ],
        }
        top = _write_top(self.new, frame("log", notes), self.asked.tools.registry, info, **manifest)
        commit(self.store, [*self.made, *top], _files(self.store, self.old) - _files(self.store, manifest))

    def _each(self, what: str, task: Callable[..., Any], items: Sequence[Any], *shared: Any) -> list[Any]:
        done = self.workers.each(task, items, *shared)
        return list(tqdm(done, total=len(items), desc=what, unit="part", disable=len(items) < 3))


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


def _notes(told: Mapping[str, Any]) -> list[list[Any]]:
    return [*told["odd"], *told["notes"]]


def _pieces(part: int, slices: int) -> list[str]:
    """Return the names of the slices of a part."""
    return [piece(part, number) for number in range(slices)]


def _files(layout: Layout, manifest: Mapping[str, Any] | None) -> set[UPath]:
    """Return the files of the parts of a store."""
    paths: set[UPath] = set()
    for part in (manifest or {"parts": []})["parts"]:
        name = f"{part['number']:05d}"
        paths |= {layout.told(name), layout.index(name)}
        for each in _pieces(part["number"], part["slices"]):
            paths |= {layout.told(each), *(layout.frame(frame, each) for frame in FRAMES)}
    return paths


def _unwritten(out: Any, error: OSError) -> InputError:
    why = error.strerror or str(error)
    return InputError(
        f"{error.filename or out}: cannot be written ({why}); make room or choose another place, then run again"
    )
