"""The files of a source: found in folders, unpacked from archives, each as a name and its bytes."""

import gzip
import io
import os
import re
import stat
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from analysis.base.limits import LimitError, check, most, outgrown, raising, size_told, unpacking
from analysis.base.notes import Note, shown
from analysis.base.store_mark import is_store

SILENT = re.compile(r"readme\.md|\.(?:git\w*|ds_store)|thumbs\.db|desktop\.ini|~\$.*|\._.*", re.I)
SILENT_FOLDERS = (".git", ".ipynb_checkpoints", "__MACOSX", "__pycache__")
SIDE_FILES = ("metadata.csv", "corrections.csv")
COMPANIONS = (".css", ".js", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".woff", ".woff2", ".ttf")
STORE = ("a store that `analysis annotate` wrote", "not read as articles")
_DRIVE = re.compile(r"[A-Za-z]:|/|\\")
_CHUNK = 1 << 20  # bytes
_HEADER = 30  # bytes before the name of an entry that lies in an archive


class Entry(NamedTuple):
    """The bytes of one file, by its name: the path relative to the source, the entry's name after an archive's."""

    file: str
    data: bytes


def walk(root: Path) -> tuple[list[tuple[str, Path]], list[Note]]:
    """Return the files of a folder and its subfolders, sorted by their relative names, and what is left out."""
    files: list[tuple[str, Path]] = []
    notes: list[Note] = []
    folders = [root]
    while folders:
        folder = folders.pop()
        if is_store(folder):
            notes.append(Note(relative(folder, root), None, "warning", *STORE))
            continue
        try:
            children = sorted(os.scandir(folder), key=lambda child: child.name)
        except OSError as error:
            notes.append(
                Note(relative(folder, root), None, "error", f"folder cannot be read: {error.strerror}", "skipped")
            )
            continue
        companions: Counter[str] = Counter()
        pages = {Path(child.name).stem for child in children if child.name.lower().endswith((".htm", ".html"))}
        for child in children:
            path = folder / child.name
            ending = path.suffix.lower()
            if child.is_symlink():
                notes.append(_link(path, root))
            elif SILENT.fullmatch(child.name) or child.name in SILENT_FOLDERS:
                continue
            elif child.name.startswith("."):
                notes.append(Note(relative(path, root), None, "info", "hidden", "skipped"))
            elif child.is_dir() and child.name.removesuffix("_files") in pages and child.name.endswith("_files"):
                notes.append(Note(relative(path, root), None, "info", "what a saved page is made of", "skipped"))
            elif child.is_dir():
                folders.append(path)
            elif not child.is_file():
                notes.append(Note(relative(path, root), None, "warning", "neither a file nor a folder", "skipped"))
            elif ending in COMPANIONS:
                companions[ending] += 1
            elif folder != root or child.name not in SIDE_FILES:
                files.append((relative(path, root), path))
        if companions:
            told = ", ".join(f"{count} {ending}" for ending, count in sorted(companions.items()))
            notes.append(Note(relative(folder, root), None, "info", f"pictures, styles or scripts: {told}", "skipped"))
    return sorted(files), sorted(notes)


def walk_remote(root: Path) -> tuple[list[tuple[str, Path]], list[Note]]:
    """Return the files below an address, as `walk` does; a remote place has no links and no hidden folders."""
    files: list[tuple[str, Path]] = []
    notes: list[Note] = []
    stores = [path.parent for path in root.rglob("corpus.json") if is_store(path.parent)]
    notes += [Note(relative(path, root), None, "warning", *STORE) for path in stores]
    for path in root.rglob("*"):
        name = relative(path, root)
        if any(store == path or store in path.parents for store in stores):
            continue
        if not path.is_file() or SILENT.fullmatch(path.name) or name in SIDE_FILES:
            continue
        if any(piece.startswith(".") for piece in name.split("/")):
            notes.append(Note(name, None, "info", "hidden", "skipped"))
        elif path.suffix.lower() in COMPANIONS:
            notes.append(Note(name, None, "info", "a picture, style or script", "skipped"))
        else:
            files.append((name, path))
    return sorted(files, key=lambda each: each[0]), sorted(notes)


def relative(path: Path, root: Path) -> str:
    """Return the path relative to the source as text: the same on every machine, whatever bytes the name holds."""
    name = path.relative_to(root).as_posix()
    name = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return shown(unicodedata.normalize("NFC", name))


def _link(path: Path, root: Path) -> Note:
    name, target = relative(path, root), Path(os.path.realpath(path))
    inside = target.is_relative_to(root.resolve())
    if not target.exists() or target.is_symlink():
        return Note(name, None, "warning", "link to nothing, or in a circle", "skipped")
    if inside and Path(os.path.realpath(path.parent)).is_relative_to(target):
        return Note(name, None, "warning", "link in a circle: to a folder that it lies in", "not followed")
    if inside:
        return Note(name, None, "info", f"link to {relative(target, root.resolve())}, read there", "not followed")
    return Note(name, None, "warning", "link that leaves the source", "not followed; copy the files there")


def entries(file: str, path: Path) -> Iterator[Entry | Note]:
    """Yield the bytes of a file; of an archive's entries, one after the other."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would wait for ever
            yield Note(file, None, "error", "not a regular file", "skipped")
        elif (size := path.stat().st_size) > most("bytes"):
            what = f"{size_told(size)}, more than {size_told(most('bytes'))}"
            yield Note(file, None, "error", what, raising("bytes", size))
        elif path.suffix.lower() == ".zip":
            with path.open("rb") as stream:
                yield from _zip(file, stream)
        else:
            yield from unpacked(file, path.read_bytes())
    except OSError as error:
        yield Note(file, None, "error", f"cannot be read: {error.strerror or error}", "skipped")


def unpacked(file: str, data: bytes) -> Iterator[Entry | Note]:
    """Yield the bytes of a file that is in memory, unpacked where it is `.gz`."""
    if file.lower().endswith(".gz"):
        inner = PurePosixPath(file[:-3]).suffix.lower()
        if inner in (".tar", ".zip", ".gz"):
            yield Note(file, None, "error", "archive in an archive", "refused; unpack it first")
        else:
            yield _gz(file, data)
    else:
        yield Entry(file, data)


def _gz(file: str, data: bytes) -> Entry | Note:
    parts: list[bytes] = []
    size = 0
    try:
        with gzip.open(io.BytesIO(data)) as stream:
            while part := stream.read(_CHUNK):
                parts.append(part)
                size += len(part)
                if problem := outgrown(len(data), size):
                    return Note(file, None, "error", problem, unpacking(len(data), size))
    except (OSError, EOFError, ValueError) as error:
        return Note(file, None, "error", f"broken or cut off: {error}", "skipped; fetch the file again")
    except Exception as error:  # zlib.error
        return Note(file, None, "error", f"broken: {error}", "skipped; fetch the file again")
    return Entry(file, b"".join(parts))


def _zip(file: str, stream: io.BufferedReader) -> Iterator[Entry | Note]:
    try:
        archive = zipfile.ZipFile(stream)
        members = sorted((entry for entry in archive.infolist() if not entry.is_dir()), key=lambda each: each.filename)
    except Exception as error:  # a broken directory can raise anything
        yield Note(file, None, "error", f"broken or cut off: {error}", "skipped; fetch the file again")
        return
    if not members:
        yield Note(file, None, "warning", "empty archive", "skipped")
    try:
        check_archive(archive)
    except LimitError as error:
        yield Note(file, None, "error", error.what, error.action)
        return
    for entry in members:
        name = f"{file}/{_name(entry)}"
        refusal = _refusal(entry)
        if refusal:
            yield Note(name, None, *refusal)
            continue
        if refusal is not None:
            continue
        try:
            data = archive.read(entry)
        except Exception as error:  # whatever a broken or unknown compression raises
            yield Note(name, None, "error", f"cannot be unpacked: {error}", "skipped; fetch the archive again")
            continue
        yield from unpacked(name, data)


def check_archive(archive: zipfile.ZipFile) -> None:
    """Raise LimitError where an archive would unpack to too much, by what its directory says.

    Entries that lie over one another unpack to many times the archive, and no program writes them.
    """
    entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
    check("entries", len(entries), "entries in an archive", "unpack it")
    for entry, after in pairwise(entries):
        end = entry.header_offset + _HEADER + len(entry.orig_filename) + entry.compress_size
        if end > after.header_offset:
            names = " and ".join(repr(each.filename[:60]) for each in (entry, after))
            raise LimitError(f"entries that lie over one another: {names}", "refused; pack it again")
    total = 0
    for entry in entries:
        total += entry.file_size
        if problem := outgrown(entry.compress_size, entry.file_size):
            raise LimitError(problem, unpacking(entry.compress_size, entry.file_size))
    if total > most("bytes"):
        packed = sum(entry.compress_size for entry in entries)
        raise LimitError(outgrown(packed, total), unpacking(packed, total))


def _refusal(entry: zipfile.ZipInfo) -> tuple[str, str, str] | tuple[()] | None:
    """Return why an entry is not unpacked (level, what, action; empty for files of a system); None if it is."""
    path = PurePosixPath(entry.orig_filename.replace("\\", "/"))
    if _DRIVE.match(entry.orig_filename) or ".." in path.parts:
        return "error", "name that leads out of the archive", "refused"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "warning", "link in an archive", "refused"
    if entry.flag_bits & 1:
        return "error", "locked by a password", "skipped; unpack it with its password"
    if path.suffix.lower() in (".zip", ".tar", ".tgz", ".7z", ".rar"):
        return "error", "archive in an archive", "refused; unpack it first"
    if SILENT.fullmatch(path.name) or any(part in SILENT_FOLDERS for part in path.parts):
        return ()
    if any(part.startswith(".") for part in path.parts):
        return "info", "hidden", "skipped"
    return ("info", "a picture, style or script", "skipped") if path.suffix.lower() in COMPANIONS else None


def _name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name; UTF-8 that its archive does not declare is recognised."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode()
    return shown(unicodedata.normalize("NFC", name.encode("utf-8", "backslashreplace").decode()))
