"""Single files of a store: written whole and for their owner alone, known by a digest of what they hold.

What is read may come from anybody: nothing is followed out of the store, and no number in it is believed.
"""

import errno
import io
import json
import os
import re
import stat
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ValidationError
from upath import UPath

from analysis.base.notes import InputError

OWNER, FOLDER = 0o600, 0o700  # modes of what is written here; on Windows a folder's own rights hold
LARGEST = 1 << 30  # bytes of a JSON file that are read
ROWS = 16  # rows that a byte of a Parquet file may stand for; of ours, two bytes or more make a row
PACKED = 400  # times that the columns of a Parquet file may be larger than the file
SMALL = 1 << 20  # rows, and bytes of columns, that any file may have
Place = UPath | Callable[[str], UPath]  # where a file goes; for one that is named by its content, by its digest
Model = TypeVar("Model", bound=BaseModel)
_HEAD = re.compile(rb'\{"hash": "([0-9a-f]{32})", ')
_HEAD_LENGTH = len('{"hash": "", ') + 32
_checked: set[tuple[Any, ...]] = set()  # files that were found whole by this process, as they stood then


class UnwrittenError(InputError):
    """A place takes no file: it is full, or may not be written."""


def digest(data: bytes) -> str:
    """Return what tells whether content is as it was written."""
    return sha256(data).hexdigest()[:32]


def is_remote(path: UPath) -> bool:
    return path.protocol not in ("", "file", "local")


def is_link(path: UPath) -> bool:
    return not is_remote(path) and os.path.islink(path.path)


# --- writing --------------------------------------------------------------------------------------------------------
def make_folder(path: UPath) -> None:
    """Make a folder for its owner alone, and those above it; one that is there stays as it is."""
    if is_remote(path):
        path.mkdir(parents=True, exist_ok=True)
    elif not path.is_dir():
        Path(path.path).parent.mkdir(parents=True, exist_ok=True)
        Path(path.path).mkdir(FOLDER, exist_ok=True)


def write_bytes(path: UPath, data: bytes) -> None:
    """Write a file whole or not at all; two that write the same file at once do not meet."""
    if is_remote(path):  # where a file appears when it is closed
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return
    if not path.parent.parent.is_dir():
        make_folder(path.parent.parent)
    make_folder(path.parent)
    beside = Path(path.parent.path) / f"{path.name}.{uuid4().hex}.tmp"
    try:
        _fill(beside, data)
        beside.replace(path.path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink()
        error.filename = error.filename or str(path)
        raise


def _fill(path: Path, data: bytes) -> None:
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, OWNER)) as stream:
        stream.write(data)


def write_json(place: Place, value: BaseModel | Mapping[str, Any]) -> str:
    """Write an object, its digest first; return the digest."""
    plain = value.model_dump(mode="json", by_alias=True, exclude_unset=True) if isinstance(value, BaseModel) else value
    rest = (json.dumps(plain, ensure_ascii=False, default=str)[1:] + "\n").encode()
    return _put(place, digest(rest), b'{"hash": "%s", ' % digest(rest).encode() + rest)


def write_table(place: Place, table: pa.Table) -> str:
    """Write a Parquet file with a checksum of each page; return the digest of the file."""
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd", compression_level=1, write_page_checksum=True)
    data = buffer.getvalue()
    return _put(place, digest(data), data)


def _put(place: Place, mark: str, data: bytes) -> str:
    write_bytes(place(mark) if callable(place) else place, data)
    return mark


def move(path: UPath, target: UPath) -> None:
    """Move a file to a place in the same store, over what stands there."""
    if is_remote(path):
        target.parent.mkdir(parents=True, exist_ok=True)
        path.fs.mv(path.path, target.path)
    else:
        make_folder(target.parent)
        path.replace(target)


def remove(folder: UPath) -> None:
    """Remove a folder and all in it."""
    if folder.exists():
        folder.fs.rm(folder.path, recursive=True)


# --- reading --------------------------------------------------------------------------------------------------------
def read_bytes(path: UPath, most: int | None = None) -> bytes:
    """Return the content of a regular file; a link is not followed, a pipe not waited for.

    Raises InputError, naming the file, for one that is missing, that is none, and for one of more than `most` bytes.
    """
    try:
        if is_remote(path):
            return path.read_bytes()
        opened = os.open(path.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(opened, "rb") as stream:
            status = os.fstat(opened)
            if not stat.S_ISREG(status.st_mode):
                raise InputError(f"{path}: not a regular file; a store holds its files themselves")
            if most is not None and status.st_size > most:
                raise InputError(f"{path}: {status.st_size:,} bytes, more than {most:,}; annotate the source again")
            return stream.read()
    except (FileNotFoundError, NotADirectoryError):
        raise missing(path) from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise InputError(f"{path}: a link; a store holds its files themselves") from None
        raise InputError(f"{path}: cannot be read ({error.strerror or error}); check the file and its rights") from None


def missing(path: UPath) -> InputError:
    return InputError(f"{path}: missing; annotate the source again, that makes it anew")


def broken(path: UPath, why: object) -> InputError:
    told = " ".join(str(why).split())[:200]
    return InputError(f"{path}: broken ({told}); delete it and annotate the source again")


def read_json(path: UPath, model: type[Model], mark: str = "") -> Model:
    """Return what `write_json` wrote, checked against its digest (and `mark`, where that is known) and a model.

    Raises InputError, naming the file, for one that is missing or broken.
    """
    data = read_bytes(path, LARGEST)
    if not is_sealed(data, mark):
        raise broken(path, "its content is not what was written")
    try:
        return model.model_validate_json(b"{" + data[_HEAD_LENGTH:])
    except ValidationError as error:
        first = error.errors()[0]
        raise broken(path, f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def is_sealed(data: bytes, mark: str = "") -> bool:
    """Tell whether JSON begins with the digest of what follows (and whether that is `mark`, where it is given)."""
    head = _HEAD.match(data)
    return head is not None and head[1].decode() == digest(data[head.end() :]) == (mark or head[1].decode())


def read_table(
    path: UPath,
    mark: str,
    schema: pa.Schema | None = None,
    columns: Sequence[str] | None = None,
    dictionary: Sequence[str] | None = None,
    optional: str = "",
) -> pa.Table:
    """Return a Parquet file, checked against its digest when it is first read, by the checksums of its pages later.

    Raises InputError, naming the file, for one that is missing or broken, of other columns than those of `schema`, and
    for one that would unpack to more than it can hold. The last column of `schema` may be `optional`: it is
    empty where the file lacks it.
    """
    try:
        source = whole(path, mark)
        file = pq.ParquetFile(source, read_dictionary=dictionary, page_checksum_verification=True)
        _bounded(path, file.metadata, _length(source))
        lacks = bool(optional) and optional not in file.schema_arrow.names
        if schema is not None and not _fits(file.schema_arrow, schema.remove(len(schema) - 1) if lacks else schema):
            raise broken(path, f"its columns are not {', '.join(schema.names)} in their types")
        table = file.read([name for name in columns if not (lacks and name == optional)] if columns else None)
        wanted = lacks and (not columns or optional in columns)
        return table.append_column(optional, pa.nulls(len(table), pa.string())) if wanted else table
    except FileNotFoundError:
        raise missing(path) from None
    except (OSError, pa.ArrowException) as error:
        raise broken(path, error) from None


def whole(path: UPath, mark: str) -> Any:
    """Return what to read a file from that is as it was written. Raises InputError, naming it, where it is not."""
    key = None if is_remote(path) else _state(path, mark)
    if key is not None and key in _checked:
        return path.path
    data = read_bytes(path)
    if digest(data) != mark:
        raise broken(path, "its content is not what was written")
    if key is not None:
        _checked.add(key)
    return pa.BufferReader(data)


def _state(path: UPath, mark: str) -> tuple[Any, ...]:
    status = os.lstat(path.path)
    return path.path, mark, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _length(source: Any) -> int:
    return os.stat(source).st_size if isinstance(source, str) else int(source.size())


def _bounded(path: UPath, metadata: pq.FileMetaData, length: int) -> None:
    """Raise InputError for a file that says of itself that it holds more than a file of its length can."""
    columns = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    rows = metadata.num_rows
    if not 0 <= rows <= ROWS * length + SMALL or not 0 <= columns <= PACKED * length + SMALL:
        raise broken(path, f"{length:,} bytes that say to hold {rows:,} rows")


def _fits(found: pa.Schema, wanted: pa.Schema) -> bool:
    """Tell whether columns are as they are written; text may come as a dictionary."""
    plain = [field.type.value_type if pa.types.is_dictionary(field.type) else field.type for field in found]
    return found.names == wanted.names and plain == [
        kind.value_type if pa.types.is_dictionary(kind) else kind for kind in wanted.types
    ]
