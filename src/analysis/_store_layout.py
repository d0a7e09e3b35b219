"""How a corpus lies on disk: Parquet parts of each frame, what is known of them, and how new ones take their place.

corpus.json              the version of the layout, how the corpus was made, its parts and their files
registry.json            the actors that it was annotated with
<frame>.parquet/         part-<part>-<slice>.parquet; log.parquet is one file
_parts/                  part-<part>.json        what it was read from, its slices, its notes
                         part-<part>.parquet     what the whole corpus must know: ids, days, sketches of the texts
                         part-<part>-<slice>.json    what its frames were made from, its notes
                         furniture.json          lines that belong to the site
.next/                   the same again while a run is under way; moved into place when all of it is done
"""

import io
import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from upath import UPath

from analysis.copies import SLOTS, Sketches
from analysis.frames import SCHEMA, conform, frame
from analysis.sources import InputError

FORMAT = 3  # of the layout; another one is not read
MANIFEST, REGISTRY, LOG, NEXT, COMMIT = "corpus.json", "registry.json", "log.parquet", ".next", "commit.json"
FRAMES = ("articles", "sentences", "tokens", "mentions", "dates")

_TYPES = {
    "str": pa.string(),
    "object": pa.string(),
    "category": pa.dictionary(pa.int32(), pa.string()),
    "int64": pa.int32(),
    "int32": pa.int32(),
    "Int64": pa.int32(),
    "bool": pa.bool_(),
    "datetime64[s]": pa.timestamp("ms"),
}
_LISTS = ("captions", "headings")


def arrow_schema(name: str) -> pa.Schema:
    """Return the types in which the columns of a frame are stored."""
    columns = SCHEMA[name].items()
    return pa.schema(
        [(column, pa.list_(pa.string()) if column in _LISTS else _TYPES[kind]) for column, kind in columns]
    )


class Layout:
    """The files of a store, by what they hold. `next` is the store that a run is making inside it."""

    def __init__(self, root: UPath) -> None:
        self.root = root

    @property
    def next(self) -> "Layout":
        return Layout(self.root / NEXT)

    def frame(self, name: str, piece: str) -> UPath:
        """Return the place of a slice of a frame."""
        return self.root / f"{name}.parquet" / f"part-{piece}.parquet"

    def raw(self, piece: str) -> UPath:
        """Return the place of the articles of a slice as they were read; it is no part of a finished store."""
        return self.root / "_raw" / f"part-{piece}.parquet"

    def told(self, name: str) -> UPath:
        """Return the place of what is known of a part or of a slice, by its name."""
        return self.root / "_parts" / f"part-{name}.json"

    def index(self, part: str) -> UPath:
        """Return the place of what the whole corpus must know of a part."""
        return self.root / "_parts" / f"part-{part}.parquet"

    def furniture(self) -> UPath:
        return self.root / "_parts" / "furniture.json"

    def files(self) -> set[UPath]:
        """Return the files that stand in the folders of the store."""
        folders = [self.root / "_parts", *(self.root / f"{name}.parquet" for name in FRAMES)]
        return {path for folder in folders if folder.is_dir() for path in folder.iterdir()}

    def manifest(self) -> dict[str, Any] | None:
        """Return what is known of a finished store; None where there is none.

        Raises InputError for a store of another version, and for a manifest that cannot be read.
        """
        path = self.root / MANIFEST
        if not path.exists():
            return None
        try:
            manifest = json.loads(path.read_text(encoding="utf-8"))
            version = manifest.get("format")
        except (ValueError, AttributeError) as error:
            raise InputError(f"{path}: broken ({error}); delete the folder and annotate again") from None
        if version != FORMAT:
            raise InputError(
                f"{self.root}: a store of format {version}, this version reads {FORMAT}; "
                "annotate again into another folder, or delete this one"
            )
        return manifest


def piece(part: int, number: int) -> str:
    """Return the name of a slice; names sort as the corpus does."""
    return f"{part:05d}-{number:03d}"


def absolute(place: Any) -> UPath:
    """Return a place as a path that holds in every process."""
    path = UPath(place)
    return path if is_remote(path) else UPath(Path(path.path).absolute())


def is_remote(path: UPath) -> bool:
    return path.protocol not in ("", "file", "local")


def write_bytes(path: UPath, data: bytes) -> None:
    """Write a file whole or not at all; two that write the same file at once do not meet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if is_remote(path):  # where a file appears when it is closed
        path.write_bytes(data)
        return
    beside = path.parent / f"{path.name}.{uuid4().hex}.tmp"
    try:
        beside.write_bytes(data)
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise


def move(path: UPath, target: UPath) -> None:
    """Move a file to a place in the same store, over what stands there."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if is_remote(path):
        path.fs.mv(path.path, target.path)
    else:
        path.replace(target)


def write_json(path: UPath, value: Any) -> None:
    write_bytes(path, (json.dumps(value, ensure_ascii=False, default=str) + "\n").encode())


def read_json(path: UPath) -> Any:
    """Return what a JSON file holds. Raises InputError, naming the file, for one that is missing or broken."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise _missing(path) from None
    except ValueError as error:
        raise InputError(f"{path}: broken ({error}); delete it and annotate the source again") from None


def write_frame(path: UPath, name: str, table: pd.DataFrame) -> None:
    """Write a frame with the types of `arrow_schema`."""
    columns = [_array(table[column], kind) for column, kind in zip(SCHEMA[name], arrow_schema(name).types, strict=True)]
    write_table(path, pa.Table.from_arrays(columns, schema=arrow_schema(name)))


def _array(values: pd.Series, kind: pa.DataType) -> pa.Array:
    if not pa.types.is_dictionary(kind):
        return pa.array(values, type=kind, from_pandas=True, safe=False)
    codes = pa.array(values.cat.codes.to_numpy(), pa.int32())
    return pa.DictionaryArray.from_arrays(codes, pa.array(values.cat.categories, pa.string()))


def write_table(path: UPath, table: pa.Table) -> None:
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", compression_level=1)
    write_bytes(path, buffer.getvalue())


def read_frame(name: str, paths: Sequence[UPath], columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the parts of a frame as one; of some `columns` only these, their text as categories.

    Raises InputError, naming the file, for one that is missing or broken.
    """
    chosen = list(columns or SCHEMA[name])
    dictionary = [column for column in chosen if SCHEMA[name][column] == "str"] if columns else None
    tables = [read_table(path, chosen, dictionary) for path in paths]
    if not tables:
        return frame(name)[chosen]
    found = pa.concat_tables(tables).unify_dictionaries().to_pandas()
    # A slice of tokens has been written in its types, its categories sorted.
    return found if columns or (name == "tokens" and len(tables) == 1) else conform(name, found)


def read_table(path: UPath, columns: Sequence[str] | None = None, dictionary: Sequence[str] | None = None) -> pa.Table:
    """Return a Parquet file. Raises InputError, naming the file, for one that is missing or broken."""
    try:
        if is_remote(path):
            return pq.read_table(pa.BufferReader(path.read_bytes()), columns=columns, read_dictionary=dictionary)
        return pq.read_table(path.path, columns=columns, read_dictionary=dictionary, partitioning=None)
    except FileNotFoundError:
        raise _missing(path) from None
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{path}: broken ({error}); delete it and annotate the source again") from None


def _missing(path: UPath) -> InputError:
    return InputError(f"{path}: missing; annotate the source again, that makes it anew")


def write_records(path: UPath, name: str, records: Sequence[dict[str, Any]]) -> None:
    """Write records (columns -> plain values) as a frame."""
    schema = arrow_schema(name)
    columns = [_plain([record[field.name] for record in records], field.type) for field in schema]
    write_table(path, pa.Table.from_arrays(columns, schema=schema))


def _plain(values: list[Any], kind: pa.DataType) -> pa.Array:
    """Return plain values as an array; days as timestamps."""
    return pa.array(values, pa.date32()).cast(kind) if pa.types.is_timestamp(kind) else pa.array(values, kind)


def read_records(path: UPath) -> list[dict[str, Any]]:
    """Return a frame as records of plain values: None for what is missing, dates for days."""
    table = read_table(path)
    days = [field.name for field in table.schema if pa.types.is_timestamp(field.type)]
    records = table.to_pylist()
    for record in records:
        for name in days:
            record[name] = record[name] and record[name].date()
    return records


def write_index(path: UPath, articles: Sequence[dict[str, Any]], ages: Sequence[int], sketches: Sketches) -> None:
    """Write what the whole corpus must know of the articles of a part: which they are, their days and sketches."""
    schema = arrow_schema("articles")
    known = {
        name: _plain([article[name] for article in articles], schema.field(name).type)
        for name in ("article_id", "file", "ordinal", "published")
    }
    made = {
        "age": pa.array(ages, pa.int32()),
        "key": pa.array(sketches.keys, pa.binary()),
        "shingles": pa.array(sketches.shingles, pa.list_(pa.uint64())),
        "signature": pa.array([row.tobytes() for row in sketches.signatures], pa.binary()),
    }
    write_table(path, pa.table(known | made))


def read_index(path: UPath) -> tuple[list[dict[str, Any]], list[int], Sketches]:
    """Return what `write_index` wrote: article_id, file, ordinal and published of each article, ages, sketches."""
    table = read_table(path)
    known = table.select(["article_id", "file", "ordinal", "published"]).to_pylist()
    for record in known:
        record["published"] = record["published"] and record["published"].date()
    shingles = table.column("shingles").combine_chunks()
    flat = np.asarray(shingles.flatten(), dtype=np.uint64)
    ends = np.cumsum(shingles.value_lengths().to_numpy(zero_copy_only=False), dtype=np.int64)
    signatures = b"".join(table.column("signature").to_pylist())
    sketches = Sketches(
        table.column("key").to_pylist(),
        np.split(flat, ends[:-1]) if len(ends) else [],
        np.frombuffer(signatures, np.uint32).reshape(-1, SLOTS),
    )
    return known, table.column("age").to_pylist(), sketches


def commit(store: Layout, made: Iterable[UPath], obsolete: Iterable[UPath]) -> None:
    """Put what a run has `made` in `.next` into its place, and remove what is obsolete in the store.

    The list of moves is written first: a run that is cut off in between is finished by `roll_forward`.
    """
    inner = store.next.root
    # The manifest goes last: until then the old one holds.
    moves = sorted((path.relative_to(inner).as_posix() for path in made), key=lambda name: (name == MANIFEST, name))
    gone = sorted(path.relative_to(store.root).as_posix() for path in obsolete)
    write_json(inner / COMMIT, {"moves": moves, "obsolete": gone})
    roll_forward(store)


def roll_forward(store: Layout) -> None:
    """Finish the moves of a run that was complete when it was cut off; without such a run, do nothing."""
    inner = store.next.root
    if not (inner / COMMIT).exists():
        return
    plan = read_json(inner / COMMIT)
    for name in plan["moves"]:
        if (inner / name).exists():
            move(inner / name, store.root / name)
    for name in plan["obsolete"]:
        (store.root / name).unlink(missing_ok=True)
    remove(inner)


def remove(folder: UPath) -> None:
    """Remove a folder and all in it."""
    if folder.exists():
        folder.fs.rm(folder.path, recursive=True)
