"""A store that is open for reading: nothing is written, and nothing is loaded that is not as it was written."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from graphlib import CycleError, TopologicalSorter
from typing import Any

import pandas as pd
from upath import UPath

from analysis.actors.registry import Registry
from analysis.base.frames import SCHEMA
from analysis.base.notes import InputError
from analysis.corpus.store.files import broken, read_json, whole
from analysis.corpus.store.layout import Layout, absolute
from analysis.corpus.store.models import Actors
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
        self.info: dict[str, Any] = manifest.info.model_dump(exclude_unset=True)
        self.slices = list(self._marks)

    def registry(self) -> Registry:
        """Return the registry that the corpus was annotated with."""
        mark = self._manifest.registry
        path = self.layout.registry(mark)
        with self._told():
            table = read_json(path, Actors, mark)
        return _registry(table, path)

    def loader(self, name: str, slices: Sequence[str]) -> Callable[[Sequence[str] | None], pd.DataFrame]:
        """Return a function that loads some columns of these slices of a frame, or all columns."""
        files = self._files(name, slices)

        def load(columns: Sequence[str] | None) -> pd.DataFrame:
            with self._told():
                return read_frame(name, files, columns)

        return load

    def check(self) -> None:
        """Raise InputError, naming the file, where one that a corpus is loaded from is not as it was written."""
        self.registry()
        for name in SCHEMA:
            for path, mark in self._files(name, self.slices):
                whole(path, mark)

    def _files(self, name: str, slices: Sequence[str]) -> list[tuple[UPath, str]]:
        """Return the files of a frame and their digests."""
        if name == "log":
            return [(self.layout.log(self._manifest.log), self._manifest.log)]
        marks = [(each, self._marks[each][name]) for each in slices]
        return [(self.layout.frame(name, each, mark), mark) for each, mark in marks]

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say of a file that is gone or broken whether a run has written the store anew since it was opened."""
        try:
            yield
        except InputError:
            if self.layout.manifest() not in (None, self._manifest):
                raise InputError(f"{self.layout.root}: written anew since it was opened; load it again") from None
            raise


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
