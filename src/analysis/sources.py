"""Files of any accepted kind to raw pages; what could not be read, and why."""

import os
from pathlib import Path
from typing import NamedTuple

from charset_normalizer import from_bytes

KINDS = (".txt",)
IGNORED_FILES = ("README.md", ".gitkeep", ".DS_Store", "Thumbs.db")


class InputError(ValueError):
    """What the user gave cannot be read; the message says what, where and what to do."""


class Page(NamedTuple):
    """A raw page: its path relative to the source and its text."""

    file: str
    text: str


class Note(NamedTuple):
    """A row of the reading log."""

    file: str
    row: int | None
    level: str  # info, warning, error
    what: str
    action: str


def project_root() -> Path | None:
    """Return the folder of the project that the current directory or this checkout is in, or None."""
    for folder in (Path.cwd(), *Path.cwd().parents, Path(__file__).resolve().parents[2]):
        if (folder / "notebooks").is_dir() and (folder / "data").is_dir():
            return folder
    return None


def bundled(name: str) -> Path:
    """Return the path of what ships with the package: `notebooks` or `sample`."""
    inside = Path(__file__).resolve().parent / "bundled" / name
    checkout = Path(__file__).resolve().parents[2] / ("data/sample" if name == "sample" else name)
    return inside if inside.is_dir() else checkout


def locate(source: str | os.PathLike[str] = "") -> Path:
    """Return the folder or file that `source` names.

    Nothing is the shipped sample; a relative path is taken from the current directory, then from the project's
    root, since JupyterLab starts a notebook in its own folder. Raises InputError where there is none.
    """
    if not str(source):
        return bundled("sample")
    path = Path(source).expanduser()
    root = project_root()
    for candidate in [path] if path.is_absolute() or root is None else [path, root / path]:
        if candidate.exists():
            return candidate
    raise InputError(f"{source}: no such file or folder (looked from {Path.cwd()}); check the path")


def read_pages(source: str | os.PathLike[str] = "") -> tuple[list[Page], list[Note]]:
    """Return the pages of a folder (with its subfolders) or a file, sorted by path, and the log of the reading.

    Raises InputError where the source does not exist or holds no file.
    """
    root = locate(source)
    files = [root] if root.is_file() else _files(root)
    base = root.parent if root.is_file() else root
    if not files:
        raise InputError(f"{root}: the folder is empty; put articles ({', '.join(KINDS)}) into it")
    pages, notes = [], []
    for path in files:
        name = path.relative_to(base).as_posix()
        page, note = _read_file(path, name)
        if page:
            pages.append(page)
        if note:
            notes.append(note)
    return pages, notes


def _files(root: Path) -> list[Path]:
    """Return the files below a folder, hidden ones and notes left out, in an order that is the same everywhere."""
    found = []
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(folder) / name for name in names if not name.startswith(".") and name not in IGNORED_FILES]
    return sorted(found, key=lambda path: path.relative_to(root).as_posix())


def _read_file(path: Path, name: str) -> tuple[Page | None, Note | None]:
    if path.suffix.lower() not in KINDS:
        return None, Note(name, None, "warning", f"kind {path.suffix or 'without ending'} is not read", "skipped")
    try:
        data = path.read_bytes()
    except OSError as error:
        return None, Note(name, None, "error", f"cannot be read: {error.strerror}", "skipped")
    if not data.strip():
        return None, Note(name, None, "warning", "empty file", "skipped")
    text, encoding = _decode(data)
    if text is None:
        return None, Note(name, None, "error", "no text: the bytes fit no known encoding", "skipped")
    note = None if encoding == "utf-8" else Note(name, None, "info", f"encoding {encoding}", "converted")
    return Page(name, text), note


def _decode(data: bytes) -> tuple[str | None, str]:
    """Return the text of a file and the name of its encoding; None where it is not text."""
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        best = from_bytes(data).best()
        return (str(best), best.encoding) if best else (None, "")
