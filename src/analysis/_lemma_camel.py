"""The lemmas of CAMeL Tools, where its data is installed."""

import json
import os
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis._lemma_lexicon import clean

PACKAGE = "disambig-mle-calima-msa-r13"
_MODEL, _DATABASE = "DisambigMLE", "MorphologyDB"


def folder() -> Path:
    """Return the folder of the data, found as camel_tools.data does (whose import downloads where it is empty)."""
    chosen = os.environ.get("CAMELTOOLS_DATA")
    if chosen is not None:
        return Path(chosen).expanduser().absolute()
    return Path.home() / ("AppData/Roaming/camel_tools" if sys.platform == "win32" else ".camel_tools")


def model() -> str:
    """Return the name of the default model, as the installed catalogue gives it."""
    return str(_catalogue()["components"][_MODEL]["default"])


def installed() -> bool:
    """Tell whether the catalogue, the model and the database that it works on are there."""
    try:
        components = _catalogue()["components"]
        name = components[_MODEL]["default"]
        paths = [components[part]["datasets"][name]["path"] for part in (_MODEL, _DATABASE)]
    except (OSError, ValueError, LookupError, TypeError):
        return False
    files = ("model.json", "morphology.db")
    return all((folder() / "data" / path / file).is_file() for path, file in zip(paths, files, strict=True))


def install() -> None:
    """Fetch the data of the MLE disambiguator with camel_tools' own downloader, which shows its progress.

    Raises RuntimeError, which says what to do, where it cannot be had.
    """
    try:
        from camel_tools.data import CATALOGUE

        CATALOGUE.download_package(PACKAGE, recursive=True, force=False, print_status=True)
    except Exception as error:  # the import itself fetches the catalogue, and raises of its own kinds
        raise RuntimeError(
            f"the data of CAMeL Tools could not be fetched ({str(error).strip() or type(error).__name__}). Everything "
            "works without it, with the built-in lemmas. To have it, run `analysis data` where there is a network, or "
            f"copy the folder {folder()} from a machine that has it"
        ) from None


def lemmas(forms: list[str]) -> list[str]:
    """Return the lemma of each form, without diacritics and sense number."""
    disambiguator = _disambiguator()
    return [_lemma(disambiguator, form) for form in forms]


def _catalogue() -> dict[str, Any]:
    with (folder() / "catalogue.json").open(encoding="utf-8") as file:
        catalogue: dict[str, Any] = json.load(file)
    return catalogue


@lru_cache
def _disambiguator() -> Any:
    from camel_tools.disambig.mle import MLEDisambiguator

    return MLEDisambiguator.pretrained(cache_size=0)


def _lemma(disambiguator: Any, form: str) -> str:
    word = clean(form).casefold()
    analyses = disambiguator.disambiguate([word])[0].analyses if word else []
    lemma = clean(analyses[0].analysis["lex"].split("-")[0].split("_")[0]) if analyses else ""
    return lemma or word or form
