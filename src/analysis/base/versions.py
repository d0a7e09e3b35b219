"""Which versions are at work: what a report of a fault, and a report's record, tell."""

import platform
from importlib.metadata import PackageNotFoundError, version

from analysis.base import camel_data

TOLD = (
    *("arabic-news-analysis", "camel-tools", "simplemma", "wordfreq", "hijridate", "python-crfsuite", "rensa"),
    *("pandas", "numpy", "scipy", "scikit-learn", "networkx", "pyarrow", "matplotlib", "papermill"),
)


def versions() -> dict[str, str]:
    """Return the version of Python and of each package that results depend on.

    >>> list(versions())[:2]
    ['python', 'arabic-news-analysis']
    """
    return {"python": platform.python_version(), **{name: _version(name) for name in TOLD}}


def show_versions() -> None:
    """Print the versions of Python, the system and all packages that results depend on: for a report of a fault."""
    folder = camel_data.folder()
    data = str(folder) if folder.is_dir() else f"none in {folder}"
    lines = versions() | {"system": platform.platform(), "CAMeL Tools data": data}
    width = max(map(len, lines))
    print("\n".join(f"{name:<{width}}  {told}" for name, told in lines.items()))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
