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
from analysis.corpus.store.layout import FORMAT
from analysis.corpus.store.models import Held
from analysis.corpus.store.stages import Batch, File
from analysis.lemmas.lemmatize import describe as describe_lemmas
from analysis.names.find import describe as describe_names

PACKED = 4  # times that packed text is longer than its file
GROUPS: dict[str, tuple[str, ...]] = {"words": ("sentences", "tokens"), "mentions": ("mentions",), "dates": ("dates",)}


class Asked(NamedTuple):
    """What is asked for, beside source and place: tools, named columns, whether copies count."""

    tools: Tools
    columns: Mapping[str, str] | None
    keep_duplicates: bool

    def key(self) -> str:
        """Return a digest of all of it."""
        return _digest(self.reading(), self.keep_duplicates, self.words(), self.mentions())

    def reading(self) -> str:
        """Return what the reading of a batch depends on beside its files: version of the package, columns, limits."""
        return _digest(version("arabic-news-analysis"), FORMAT, self.columns and dict(self.columns), changed())

    def words(self) -> str:
        return describe_lemmas(self.tools.lemmatizer)

    def mentions(self) -> str:
        return f"{self.tools.registry.fingerprint} {describe_names(self.tools.entities)}"


def batches_of(
    files: Sequence[File], held: Sequence[Held], asked: Asked, metadata: pd.DataFrame | None, size: int
) -> list[Batch]:
    """Return the files in batches: those `held` with what is left of their files, then new ones of `size` bytes or so.

    A batch is read anew where the name, size or time of one of its files has changed, or its rows of metadata.csv.
    """
    of = {name: batch.number for batch in held for name in batch.files}
    groups: dict[int, list[File]] = {}
    number, filled = max(of.values(), default=-1) + 1, 0
    for name, path in files:
        if name in of:
            groups.setdefault(of[name], []).append((name, path))
            continue
        if filled >= size:
            number, filled = number + 1, 0
        groups.setdefault(number, []).append((name, path))
        filled += path.stat().st_size * (PACKED if name.lower().endswith((".zip", ".gz")) else 1)
    rows = _by_file(metadata, {name for name, _ in files})
    return [Batch(number, groups[number], _batch_key(groups[number], asked, rows)) for number in sorted(groups)]


def _batch_key(files: Sequence[File], asked: Asked, rows: Mapping[str, list[Any]]) -> str:
    return _digest(asked.reading(), [(name, _state(path), rows.get(name)) for name, path in files])


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
        pieces = str(row["file"]).split("/")
        above = ("/".join(pieces[:size]) for size in range(len(pieces), 0, -1))
        found.setdefault(next((name for name in above if name in files), ""), []).append(list(row.values()))
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
