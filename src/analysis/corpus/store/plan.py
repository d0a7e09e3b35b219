"""What a run has to do: how the source is cut into batches, and what each batch and slice is made from.

Whatever is made is kept with a key: a digest of all that it depends on. A batch or a frame of a slice is made anew
where the store holds none with the key that is wanted now; so one rule serves a run that goes on where it was cut off,
articles that are added, and another registry or lemmatizer.
"""

import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any, NamedTuple

import pandas as pd

from analysis.base.limits import changed
from analysis.corpus.annotation import Tools
from analysis.corpus.articles import digest
from analysis.corpus.store.held import holder
from analysis.corpus.store.layout import FORMAT
from analysis.corpus.store.models import GROUPS, Held
from analysis.corpus.store.stages import Batch, File
from analysis.lemmas.lemmatize import describe as describe_lemmas
from analysis.names.find import describe as describe_names

PACKED = 4  # times that packed text is longer than its file


class Asked(NamedTuple):
    """What is asked for, beside source and place: tools, named columns, whether copies count."""

    tools: Tools
    columns: Mapping[str, str] | None
    keep_duplicates: bool

    def key(self) -> str:
        """Return a digest of all of it."""
        return _digest(self.reading(), self.keep_duplicates, self.words(), self.mentions())

    def kin(self) -> str:
        """Return a digest of all of it but the registry."""
        return _digest(self.reading(), self.keep_duplicates, self.words(), describe_names(self.tools.entities))

    def reading(self) -> str:
        """Return what the reading of a batch depends on beside its files: version of the package, columns, limits."""
        return _digest(version("arabic-news-analysis"), FORMAT, self.columns and dict(self.columns), changed())

    def words(self) -> str:
        return describe_lemmas(self.tools.lemmatizer)

    def mentions(self) -> str:
        return f"{self.tools.registry.fingerprint} {describe_names(self.tools.entities)}"

    def made_with(self, newest: Any) -> dict[str, str]:
        """Return what the rows of an article depend on beside it, by group; `newest` matters to undated ones."""
        common = self.reading(), self.keep_duplicates
        tools = {"words": self.words(), "mentions": self.mentions(), "dates": ""}
        return {group: _digest(*common, tool) for group, tool in tools.items()} | {"newest": str(newest)}


def batches_of(
    files: Sequence[File],
    held: Sequence[Held],
    asked: Asked,
    metadata: pd.DataFrame | None,
    size: int,
    digests: Mapping[str, str] | None = None,
) -> list[Batch]:
    """Return the files in batches: those `held` with what is left of their files, then new ones of `size` bytes or so.

    A batch is read anew where the name, size or time of one of its files has changed, or its rows of metadata.csv. With
    `digests` of what files hold, these stand for size and time, and the batches hold the files in their order.
    """
    groups = _added(files, held, size) if digests is None else _in_order(files, held, size)
    rows = _by_file(metadata, {name for name, _ in files})
    return [_batch(number, groups[number], asked, rows, digests or {}) for number in sorted(groups)]


def _added(files: Sequence[File], held: Sequence[Held], size: int) -> dict[int, list[File]]:
    """Return the files by the number of their batch: new ones stand behind all that are held."""
    of = {name: batch.number for batch in held for name in batch.files}
    groups: dict[int, list[File]] = {}
    for name, path in files:
        if name in of:
            groups.setdefault(of[name], []).append((name, path))
    first = max(of.values(), default=-1) + 1
    new = _in_order([file for file in files if file[0] not in of], [], size)
    return groups | {first + number: group for number, group in new.items()}


def _in_order(files: Sequence[File], held: Sequence[Held], size: int) -> dict[int, list[File]]:
    """Return the files by the number of their batch: new ones stand in the batch of the file before them.

    Where a batch has grown to twice its size by that, all are cut anew.
    """
    of = {name: batch.number for batch in held for name in batch.files}
    last = max(of.values(), default=-1)
    groups: dict[int, list[File]] = {}
    sizes: dict[int, list[int]] = {}
    number = min(of.values(), default=0)
    for name, path in files:
        if name in of:
            number = of[name]
        elif number >= last and sum(sizes.get(number, ())) >= size:
            number += 1
        groups.setdefault(number, []).append((name, path))
        sizes.setdefault(number, []).append(_size(name, path))
    grown = any(sum(each) - max(each) > 2 * size for each in sizes.values())
    return _in_order(files, [], size) if grown and held else groups


def _size(name: str, path: Any) -> int:
    """Return the bytes that a file counts for."""
    return int(path.stat().st_size * (PACKED if name.lower().endswith((".zip", ".gz")) else 1))


def _batch(
    number: int, files: list[File], asked: Asked, rows: Mapping[str, list[Any]], digests: Mapping[str, str]
) -> Batch:
    told = {name: (digests.get(name) or _state(path), rows.get(name)) for name, path in files}
    states = {name: _digest(asked.reading(), *each) for name, each in told.items()}
    return Batch(number, files, _digest(asked.reading(), [(name, *each) for name, each in told.items()]), states)


def _state(path: Any) -> Any:
    """Return what tells whether a file has changed."""
    if hasattr(path, "fs"):
        return path.fs.ukey(path.path)
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _by_file(metadata: pd.DataFrame | None, files: set[str]) -> dict[str, list[Any]]:
    """Return the rows of metadata.csv by the file that they are about, those on an entry by its archive."""
    found: dict[str, list[Any]] = {}
    for row in [] if metadata is None else metadata.to_dict("records"):
        found.setdefault(holder(str(row["file"]), files), []).append(list(row.values()))
    return found


def slice_keys(
    batch: Batch, asked: Asked, marks: Mapping[str, str], undated: bool, newest: Any, rows: pd.DataFrame | None
) -> dict[str, str]:
    """Return what each group of frames of a slice is made from.

    `marks` are its copies, `rows` its corrections; `newest`, the newest known day, matters where a story is undated.
    """
    common = _digest(batch.key, marks, asked.keep_duplicates, [] if rows is None else rows.to_csv(index=True))
    last = newest if undated else None
    return {
        "words": _digest(common, asked.words()),
        "mentions": _digest(common, last, asked.mentions()),
        "dates": _digest(common, last),
    }


def groups_of(wanted: Mapping[str, str], held: Mapping[str, str], corrected: bool) -> tuple[str, ...]:
    """Return which groups of frames of a slice must be made; mentions and dates that are corrected go together."""
    groups = [name for name in GROUPS if held.get(name) != wanted[name]]
    if corrected and groups:
        groups = [name for name in GROUPS if name in groups or name != "words"]
    return tuple(groups)


def _digest(*values: Any) -> str:
    return digest(json.dumps(values, ensure_ascii=False, sort_keys=True, default=str))
