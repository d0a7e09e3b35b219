"""The frames of a corpus, and what the whole corpus must know of a batch, as Parquet files."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
from upath import UPath

from analysis.base.frames import SCHEMA, conform, frame
from analysis.base.hashes import Hashes
from analysis.corpus.copies import SLOTS, Sketches
from analysis.corpus.loading import matching_rows
from analysis.corpus.store.files import Place, broken, read_table, write_table
from analysis.corpus.store.own import OWN, folded, packed, unfolded, unpacked

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
    """Return the types in which the columns of a frame are stored; that of own columns is there where there are any."""
    columns = SCHEMA[name].items()
    own = [(OWN, pa.string())] if name == "articles" else []
    return pa.schema(
        [*((column, pa.list_(pa.string()) if column in _LISTS else _TYPES[kind]) for column, kind in columns), *own]
    )


_KNOWN = ("article_id", "file", "ordinal", "published")
_INDEX = pa.schema(
    [
        *(arrow_schema("articles").field(name) for name in _KNOWN),
        ("age", pa.int32()),
        ("key", pa.binary()),
        ("shingles", pa.list_(pa.uint64())),
        ("signature", pa.binary()),
    ]
)


def write_frame(place: Place, name: str, table: pd.DataFrame) -> str:
    """Write a frame with the types of `arrow_schema`; return its digest."""
    if name == "articles":
        table = table[list(SCHEMA[name])].assign(**{OWN: folded(table)})
    schema = _schema(name, OWN in table and bool(table[OWN].notna().any()))
    columns = [_array(table[field.name], field.type) for field in schema]
    return write_table(place, pa.Table.from_arrays(columns, schema=schema))


def write_records(place: Place, name: str, records: Sequence[dict[str, Any]]) -> str:
    """Write records (columns -> plain values) as a frame; return its digest."""
    if name == "articles":
        records = [record | {OWN: packed(record[OWN])} for record in records]
    schema = _schema(name, any(record.get(OWN) for record in records))
    columns = [_plain([record[field.name] for record in records], field.type) for field in schema]
    return write_table(place, pa.Table.from_arrays(columns, schema=schema))


def _schema(name: str, own: bool) -> pa.Schema:
    """Return the types of a frame, with the column of a user's own columns or without."""
    schema = arrow_schema(name)
    return schema if own or OWN not in schema.names else schema.remove(schema.get_field_index(OWN))


def _array(values: pd.Series, kind: pa.DataType) -> pa.Array:
    if not pa.types.is_dictionary(kind):
        return pa.array(values, type=kind, from_pandas=True, safe=False)
    codes = pa.array(values.cat.codes.to_numpy(), pa.int32())
    return pa.DictionaryArray.from_arrays(codes, pa.array(values.cat.categories, pa.string()))


def _plain(values: list[Any], kind: pa.DataType) -> pa.Array:
    """Return plain values as an array; days as timestamps."""
    return pa.array(values, pa.date32()).cast(kind) if pa.types.is_timestamp(kind) else pa.array(values, kind)


def read_frame(
    name: str,
    files: Sequence[tuple[UPath, str]],
    columns: Sequence[str] | None = None,
    where: Mapping[str, Collection[str]] | None = None,
) -> pd.DataFrame:
    """Return the slices of a frame (paths and digests) as one; of some `columns` only these.

    Their text comes as categories then, but for that of articles. With `where` (column -> values), only the rows that
    hold one of the values, in the types of the frame.
    Raises InputError, naming the file, for one that is missing or broken.
    """
    chosen = list(columns or SCHEMA[name])
    own = [column for column in chosen if column not in SCHEMA[name]] if name == "articles" else []
    stored = [column for column in chosen if column not in own]
    plain = name == "articles" or not columns or where is not None
    dictionary = None if plain else [column for column in stored if SCHEMA[name][column] == "str"]
    known = list(stored)
    if name == "articles" and (own or not columns):
        stored.append(OWN)
    optional = OWN if name == "articles" else ""
    tables = []
    for path, mark in files:
        table = read_table(path, mark, arrow_schema(name), stored, dictionary, optional)
        tables.append(table if where is None else matching_rows(table, where))
    if not tables:
        return frame(name).reindex(columns=chosen)
    found = pa.concat_tables(tables).unify_dictionaries().to_pandas()
    more = unfolded(found.pop(OWN), own if columns else None) if OWN in stored else None
    # A slice of tokens has been written in its types, its categories sorted.
    if plain and (where is not None or not (name == "tokens" and len(tables) == 1)):
        found = conform(name, found, known)
    return found if more is None else pd.concat([found, more], axis=1)[chosen if columns else [*found, *more]]


def read_records(path: UPath, mark: str) -> list[dict[str, Any]]:
    """Return articles as records of plain values: None for what is missing, dates for days."""
    table = read_table(path, mark, arrow_schema("articles"), optional=OWN)
    days = [field.name for field in table.schema if pa.types.is_timestamp(field.type)]
    records = table.to_pylist()
    for record in records:
        record[OWN] = unpacked(record[OWN])
        for name in days:
            record[name] = record[name] and record[name].date()
    return records


def write_index(path: UPath, articles: Sequence[dict[str, Any]], ages: Sequence[int], sketches: Sketches) -> str:
    """Write what the whole corpus must know of the articles of a batch: which they are, their days and sketches."""
    known = [_plain([article[name] for article in articles], _INDEX.field(name).type) for name in _KNOWN]
    made = [ages, sketches.keys, sketches.shingles, [row.tobytes() for row in sketches.signatures]]
    columns = [*known, *(pa.array(each, kind) for each, kind in zip(made, _INDEX.types[len(known) :], strict=True))]
    return write_table(path, pa.Table.from_arrays(columns, schema=_INDEX))


def read_index(path: UPath, mark: str, shingles: bool = True) -> tuple[list[dict[str, Any]], list[int], Sketches]:
    """Return what `write_index` wrote: article_id, file, ordinal and published of each article, ages, sketches.

    Of these the `shingles` only where they are asked for: they are three quarters of the file.
    """
    table = read_table(path, mark, _INDEX, [name for name in _INDEX.names if shingles or name != "shingles"])
    known = table.select(_KNOWN).to_pylist()
    for record in known:
        record["published"] = record["published"] and record["published"].date()
    signatures = table.column("signature").to_pylist()
    never = [name for name in table.column_names if name not in ("file", "ordinal", "published")]
    if any(column.null_count for column in table.select(never).columns):
        raise broken(path, "values are missing")
    if any(len(each) != SLOTS * 4 for each in signatures):
        raise broken(path, "a sketch of another length")
    sketches = Sketches(
        table.column("key").to_pylist(),
        _split(table.column("shingles").combine_chunks()) if shingles else [],
        np.frombuffer(b"".join(signatures), np.uint32).reshape(-1, SLOTS),
    )
    return known, table.column("age").to_pylist(), sketches


def _split(lists: pa.ListArray) -> list[Hashes]:
    """Return lists of numbers as arrays."""
    flat = np.asarray(lists.flatten(), dtype=np.uint64)
    ends = np.cumsum(lists.value_lengths().to_numpy(zero_copy_only=False), dtype=np.int64)
    return np.split(flat, ends[:-1]) if len(ends) else []
