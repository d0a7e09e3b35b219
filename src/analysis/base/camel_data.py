"""Where the data of CAMeL Tools is, what its catalogue says, and how it is fetched; never downloads unasked."""

import json
import os
import sys
from pathlib import Path
from typing import Any


def folder() -> Path:
    """Return the folder of the data, found as camel_tools.data does (whose import downloads where it is empty)."""
    chosen = os.environ.get("CAMELTOOLS_DATA")
    if chosen is not None:
        return Path(chosen).expanduser().absolute()
    return Path.home() / ("AppData/Roaming/camel_tools" if sys.platform == "win32" else ".camel_tools")


def default(component: str) -> str:
    """Return the name of the default data set of a component, as the installed catalogue gives it."""
    return str(_component(component)["default"])


def path(component: str, dataset: str) -> Path:
    """Return where a data set of a component lies. Raises OSError, ValueError or LookupError where none is known."""
    return folder() / "data" / str(_component(component)["datasets"][dataset]["path"])


def fetch(package: str, what: str, instead: str) -> None:
    """Fetch a package with camel_tools' own downloader, which shows its progress.

    `what` it is, and what works `instead`, are told where it cannot be had: raises RuntimeError then.
    """
    try:
        from camel_tools.data import CATALOGUE

        CATALOGUE.download_package(package, recursive=True, force=False, print_status=True)
    except Exception as error:  # the import itself fetches the catalogue, and raises of its own kinds
        why = str(error).strip() or type(error).__name__
        raise RuntimeError(
            f"the {what} of CAMeL Tools could not be fetched ({why}). Everything "
            f"works without it, with the built-in {instead}. To have it, run `analysis data` where there is a network, "
            f"or copy the folder {folder()} from a machine that has it"
        ) from None


def _component(name: str) -> dict[str, Any]:
    catalogue = json.loads((folder() / "catalogue.json").read_text(encoding="utf-8"))
    component: dict[str, Any] = catalogue["components"][name]
    return component
