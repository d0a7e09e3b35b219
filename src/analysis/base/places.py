"""Where things lie: a source that was named, the shipped sample and notebooks, the project around us."""

import os
from importlib import resources
from pathlib import Path
from typing import cast

from analysis.base.notes import InputError

PACKAGE = Path(str(resources.files("analysis")))
NOTEBOOKS = ("overview", "topics", "actors", "timeline")  # each writes the report of its name
REPORTS = (*NOTEBOOKS, "compare")  # the last on request
REGISTRIES = ("actors.yml", "data/actors.yml")  # one's own actors in a project, of `analysis new` and of this checkout


def project_root() -> Path | None:
    """Return the folder of the project that the current directory or this checkout is in, or None."""
    for folder in (Path.cwd(), *Path.cwd().parents, PACKAGE.parents[1]):
        if (folder / "notebooks").is_dir() and (folder / "data").is_dir():
            return folder
    return None


def bundled(name: str) -> Path:
    """Return the path of what ships with the package: `notebooks` or `sample`."""
    inside = PACKAGE / "bundled" / name
    checkout = PACKAGE.parents[1] / ("data/sample" if name == "sample" else name)
    return inside if inside.is_dir() else checkout


def locate(source: str | os.PathLike[str] = "") -> Path:
    """Return the folder or file that `source` names.

    Nothing is the shipped sample; a relative path is taken from the current directory, then from the project's
    root, since JupyterLab starts a notebook in its own folder. Raises InputError where there is none.
    """
    if not str(source):
        return bundled("sample")
    if "://" in str(source):
        return _remote(str(source))
    try:
        path = Path(source).expanduser()
        root = project_root()
        for candidate in [path] if path.is_absolute() or root is None else [path, root / path]:
            if candidate.exists():
                return candidate
    except (OSError, RuntimeError, ValueError) as error:  # no permission, no such home, a NUL in the name
        raise InputError(f"{source}: {error}; check the path") from None
    raise InputError(f"{source}: no such file or folder (looked from {Path.cwd()}); check the path")


def _remote(address: str) -> Path:
    """Return an address that fsspec knows as a path."""
    from analysis.base.addresses import path_of  # which takes a while to import

    try:
        path = path_of(address)
        if path.exists():
            return Path(path.path) if path.protocol == "file" else cast(Path, path)
    except (OSError, ImportError, ValueError) as error:
        raise InputError(f"{address}: {error}; check the address") from None
    raise InputError(f"{address}: no such file or folder; check the address")
