"""A store that is open for reading: nothing is written, and nothing is loaded that is not as it was written."""

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from graphlib import CycleError, TopologicalSorter
from typing import Any

import pandas as pd
from upath import UPath

from analysis.actors.registry import Registry
from analysis.base.frames import SCHEMA
from analysis.base.notes import InputError
from analysis.corpus.loading import Loader, mark_of
from analysis.corpus.store.files import broken, digest, read_json, whole
from analysis.corpus.store.layout import Layout, absolute
from analysis.corpus.store.models import Actors, Manifest
from analysis.corpus.store.tables import read_frame


class Stored:
    """A store that is open for reading: its folder, what made it (`info`), the names of its `slices`.

    It writes nothing. Raises InputError where there is no store, where it is unfinished, damaged or of another version.
    """

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.layout = Layout(absolute(folder))
        self.layout.check()
        manifest = self.layout.manifest()
        if manifest is None:
            unfinished = self.layout.next.root.is_dir()
            what = "unfinished; run `analysis annotate` again" if unfinished else "`analysis annotate` writes one"
            raise InputError(f"{folder}: no saved corpus ({what})")
        self._manifest = manifest
        self._marks = manifest.marks()
        self._made = _seal(manifest)
        self.info: dict[str, Any] = manifest.info.model_dump(exclude_unset=True)
        self.slices = list(self._marks)

    def registry(self) -> Registry:
        """Return the registry that the corpus was annotated with."""
        mark = self._manifest.registry
        path = self.layout.registry(mark)
        with _unchanged(self.layout.root, self._made):
            table = read_json(path, Actors, mark)
        return _registry(table, path)

    def loader(self, name: str, slices: Sequence[str]) -> Loader:
        """Return what loads some columns of these slices of a frame, or all columns; it is known by its files."""
        files = self._files(name, slices)
        return Loader(files, mark_of(*(mark for _, mark in files.paths())))

    def check(self) -> None:
        """Raise InputError, naming the file, where one that a corpus is loaded from is not as it was written."""
        self.registry()
        for name in SCHEMA:
            for path, mark in self._files(name, self.slices).paths():
                whole(path, mark)

    def _files(self, name: str, slices: Sequence[str]) -> "_Files":
        marks = {"": self._manifest.log} if name == "log" else {each: self._marks[each][name] for each in slices}
        return _Files(self.layout.root, self._made, name, marks)


class _Files:
    """The files of a frame of some slices, loaded when called: `marks` tells their digests. Fit for other processes."""

    def __init__(self, root: UPath, made: str, name: str, marks: Mapping[str, str]) -> None:
        self._root, self._made, self._name, self._marks = root, made, name, marks

    def __call__(self, columns: Sequence[str] | None) -> pd.DataFrame:
        with _unchanged(self._root, self._made):
            return read_frame(self._name, self.paths(), columns)

    def where(self, columns: Sequence[str], where: Mapping[str, Collection[str]]) -> pd.DataFrame:
        """Return some columns of the rows that hold one of these values in each of these columns."""
        with _unchanged(self._root, self._made):
            return read_frame(self._name, self.paths(), columns, where)

    def __getstate__(self) -> dict[str, Any]:
        if self._root.protocol == "memory":
            raise InputError(f"{self._root}: other processes do not see it; annotate into a folder or an address")
        return self.__dict__

    def paths(self) -> list[tuple[UPath, str]]:
        """Return the paths of the files and their digests."""
        store = Layout(self._root)
        if self._name == "log":
            return [(store.log(mark), mark) for mark in self._marks.values()]
        return [(store.frame(self._name, each, mark), mark) for each, mark in self._marks.items()]


@contextmanager
def _unchanged(root: UPath, made: str) -> Iterator[None]:
    """Say of a file that is gone or broken whether a run has written the store anew since it was opened.

    `made` is the digest of the manifest that it had then.
    """
    try:
        yield
    except InputError:
        manifest = Layout(root).manifest()
        if manifest is not None and _seal(manifest) != made:
            raise InputError(f"{root}: written anew since it was opened; load it again") from None
        raise


def _seal(manifest: Manifest) -> str:
    return digest(manifest.model_dump_json().encode())


def _registry(table: Actors, path: UPath) -> Registry:
    known = {actor.id: actor for actor in table.actors}
    groups = {actor.id: actor.member_of for actor in table.actors}
    if not {group for each in groups.values() for group in each} <= known.keys():
        raise broken(path, "a group that is no actor")
    try:
        TopologicalSorter(groups).prepare()
    except CycleError:
        raise broken(path, "groups that are members of each other") from None
    return Registry(known, table.fingerprint)
