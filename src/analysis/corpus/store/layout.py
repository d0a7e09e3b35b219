"""How a corpus lies on disk: Parquet files of each frame, what is known of them, and how new ones take their place.

corpus.json              the version of the layout, how the corpus was made, its batches, the digests of their files
<frame>.parquet/         part-<batch>-<slice>-<digest>.parquet; of the log, part-<digest>.parquet
_parts/                  registry-<digest>.json  the actors that it was annotated with
                         part-<batch>.json       what it was read from, its slices, its notes
                         part-<batch>.parquet    what the whole corpus must know: ids, days, sketches of the texts
                         part-<batch>-<slice>.json   what its frames were made from, its notes
                         furniture.json          lines that belong to the site
                         edges-<batch>.parquet   what they are learned from, where the store is to be as a fresh one is
.next/                   the same again while a run is under way; moved into place when all of it is done

What a reader needs is named by its content, so that no new file takes the place of an old one: until corpus.json is
exchanged the old corpus is whole, from then on the new one. A reader writes nothing; a run that was cut off while its
files were moved is finished by the next who writes.
"""

import json
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from upath import UPath

from analysis.base.addresses import path_of
from analysis.base.notes import InputError
from analysis.corpus.store.files import (
    FOLDER,
    LARGEST,
    broken,
    is_link,
    is_remote,
    is_sealed,
    move,
    read_bytes,
    read_json,
    remove,
    write_json,
)
from analysis.corpus.store.models import FRAMES, Manifest, slice_name

FORMAT = 7  # of the layout; another one is not read
MANIFEST, NEXT, RUN = "corpus.json", ".next", "run.json"  # run.json: of an unfinished run, what was asked for
FOLDERS = ("_parts", "log.parquet", *(f"{name}.parquet" for name in FRAMES))
SHORT = 12  # letters of a digest that a file's name has

# What may stand in the folders of a store; nothing else is touched there.
_OURS = re.compile(
    rf"(?:{'|'.join(FRAMES)})\.parquet/part-\d{{5,6}}-\d{{3,6}}-[0-9a-f]{{12}}\.parquet"
    r"|log\.parquet/part-[0-9a-f]{12}\.parquet"
    r"|_parts/(?:part-\d{5,6}(?:-\d{3,6})?\.json|(?:part|edges)-\d{5,6}\.parquet|registry-[0-9a-f]{12}\.json)"
    r"|_parts/furniture\.json"
)


class Layout:
    """The files of a store, by what they hold. `next` is the store that a run is making inside it."""

    def __init__(self, root: UPath) -> None:
        self.root = root

    @property
    def next(self) -> "Layout":
        return Layout(self.root / NEXT)

    def frame(self, name: str, slice: str, mark: str) -> UPath:
        """Return the place of a slice of a frame, by the digest of its content."""
        return self.root / f"{name}.parquet" / f"part-{slice}-{mark[:SHORT]}.parquet"

    def log(self, mark: str) -> UPath:
        return self.root / "log.parquet" / f"part-{mark[:SHORT]}.parquet"

    def registry(self, mark: str) -> UPath:
        return self.root / "_parts" / f"registry-{mark[:SHORT]}.json"

    def raw(self, slice: str) -> UPath:
        """Return the place of the articles of a slice as they were read; it is no part of a finished store."""
        return self.root / "_raw" / f"part-{slice}.parquet"

    def told(self, name: str) -> UPath:
        """Return the place of what is known of a batch or of a slice, by its name."""
        return self.root / "_parts" / f"part-{name}.json"

    def index(self, batch: str) -> UPath:
        """Return the place of what the whole corpus must know of a batch."""
        return self.root / "_parts" / f"part-{batch}.parquet"

    def edges(self, batch: str) -> UPath:
        """Return the place of what a batch tells of the furniture of its site; not every store keeps it."""
        return self.root / "_parts" / f"edges-{batch}.parquet"

    def furniture(self) -> UPath:
        return self.root / "_parts" / "furniture.json"

    def files(self) -> set[UPath]:
        """Return the files of ours that stand in the folders of the store."""
        folders = [self.root / name for name in FOLDERS]
        found = (path for folder in folders if folder.is_dir() for path in folder.iterdir())
        return {path for path in found if _OURS.fullmatch(f"{path.parent.name}/{path.name}")}

    def check(self) -> None:
        """Raise InputError where a folder of the store is a link: what lies behind it is not the store's."""
        for inner in (self.root, self.root / NEXT):
            for path in (inner / NEXT, *(inner / name for name in ("_raw", *FOLDERS))):
                if is_link(path):
                    raise InputError(f"{path}: a link; a store holds its files themselves")

    def manifest(self) -> Manifest | None:
        """Return what is known of a finished store; None where there is none.

        Raises InputError for a store of another version, and for a manifest that cannot be read.
        """
        path = self.root / MANIFEST
        if not path.exists() and not is_link(path):
            return None
        version = _version(read_bytes(path, LARGEST))
        if version not in (None, FORMAT):
            raise InputError(
                f"{self.root}: a store of format {version}, this version reads {FORMAT}; "
                "annotate again into another folder, or delete this one"
            )
        try:
            return read_json(path, Manifest)
        except InputError as error:
            told = str(error).partition("; delete it")[0]
            raise InputError(f"{told}; delete the folder and annotate again") from None

    def named(self, manifest: Manifest) -> dict[UPath, bool]:
        """Return the files that a manifest speaks of, and whether a reader needs them."""
        paths = {self.log(manifest.log): True, self.registry(manifest.registry): True, self.furniture(): False}
        for batch in manifest.batches:
            names = [slice_name(batch.number, number) for number in range(len(batch.slices))]
            for name, marks in zip(names, batch.slices, strict=True):
                paths |= {self.frame(frame, name, mark): True for frame, mark in marks.items()}
            if batch.files:
                held = f"{batch.number:05d}"
                paths |= dict.fromkeys([self.index(held), self.edges(held), *map(self.told, [held, *names])], False)
        return paths


def _version(data: bytes) -> Any:
    """Return the format that a manifest of any version names; None where it is damaged, which `read_json` tells."""
    try:
        manifest = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(manifest, dict) or ("hash" in manifest and not is_sealed(data)):
        return None
    version = manifest.get("format")
    return version if isinstance(version, int) and 0 <= version < 1000 else "unknown"


def absolute(place: Any) -> UPath:
    """Return a place as a path that holds in every process."""
    path = path_of(place)
    return path if is_remote(path) else UPath(Path(path.path).absolute())


def copy(folder: Path, target: Path) -> None:
    """Copy a store of this machine, by hard links where there are any: no file of a store is ever written to."""
    store = Layout(UPath(folder))
    for path in (store.root / MANIFEST, *store.files()):
        beside = target / path.parent.name / path.name if path.parent != store.root else target / path.name
        beside.parent.mkdir(FOLDER, parents=True, exist_ok=True)
        try:
            os.link(path.path, beside)
        except OSError:
            shutil.copy2(path.path, beside)


def begin(store: Layout) -> None:
    """Make the store ready for a writer: finish what was cut off. Raises InputError where it cannot be written to."""
    store.check()
    store.manifest()
    _check_own(store.next.root)
    finish(store)


def commit(store: Layout, manifest: Manifest, made: Iterable[UPath]) -> None:
    """Put what a run has `made` in `.next` into its place, and remove what the store needs no more.

    From the moment that the new manifest lies in `.next` the run is done: where it is cut off then, `begin` finishes.
    """
    for path in store.next.files() - set(made):  # of a run before, that was cut off
        path.unlink()
    write_json(store.next.root / MANIFEST, manifest)
    finish(store)


def finish(store: Layout) -> None:
    """Move what a run has made into its place, the manifest last; without a run that is done, do nothing."""
    new = store.next
    manifest = new.manifest()
    if manifest is None:
        return
    wanted = {_name(path, store): need for path, need in store.named(manifest).items()}
    standing = {_name(path, store): path for path in store.files()}
    waiting = {_name(path, new): path for path in new.files()}
    lost = sorted(name for name, need in wanted.items() if need and name not in standing and name not in waiting)
    if lost:
        raise broken(new.root, f"{lost[0]} is missing")
    for name in sorted(wanted.keys() & waiting.keys(), key=lambda name: (name.startswith("_parts"), name)):
        move(waiting[name], store.root / name)
    move(new.root / MANIFEST, store.root / MANIFEST)
    for name in standing.keys() - wanted.keys():
        standing[name].unlink()
    clear(store)


def _name(path: UPath, store: Layout) -> str:
    return path.relative_to(store.root).as_posix()


def clear(store: Layout) -> None:
    """Remove what an unfinished run has left. Raises InputError where the folder holds what no run has made."""
    _check_own(store.next.root)
    remove(store.next.root)


def _check_own(inner: UPath) -> None:
    foreign = [path.name for path in inner.iterdir() if not _is_ours(path.name)] if inner.exists() else []
    if foreign:
        raise InputError(f"{inner}: holds what no run has made ({sorted(foreign)[0]!r}); choose another folder")


def _is_ours(name: str) -> bool:
    return name in (RUN, MANIFEST, "_raw", *FOLDERS) or name.endswith(".tmp")
