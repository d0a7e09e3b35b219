"""A codebook: what a study fixed before it counted, in one file, and what has changed since."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from analysis.actors.registry import load_registry
from analysis.base.notes import InputError
from analysis.base.places import locate
from analysis.base.yaml_lines import compose, plain, read
from analysis.corpus.articles import digest
from analysis.reports.parameters import defaults
from analysis.reports.spoken import say
from analysis.sources.checks import of_source
from analysis.topics.dictionary import load_dictionary

HEAD = "# What was fixed before counting (analysis codebook). Do not change it: its hash stands in run.json.\n"
OWN = ("registry", "dictionary")  # parameters that name files of the researcher's own
LEFT = ("out", "language", "source", "columns", *OWN)  # no choice of the study, or told by what they name
OTHER, NEW = "other than fixed", "not in the codebook"  # what is said of a part of a study
SAID = {OTHER: "codebook.other", NEW: "codebook.new"}
Parameters = Mapping[str, Mapping[str, Any]]


def write(parameters: Parameters, path: str | os.PathLike[str], *, seed: int = 1) -> str:
    """Write the codebook of reports with these parameters to `path`, which must be new, and return its hash.

    Holds the day, the version, the seed of samples, every parameter of each report that is a choice, hashes of the
    registry and the themes, built-in ones with the researcher's own, and the text of the latter.
    """
    path = Path(path)
    if path.exists():
        raise InputError(f"{path}: is there already, and a codebook stays as it is; give --out another name")
    told = {"made": _today(), "version": version("arabic-news-analysis"), "seed": seed, **_fixed(parameters)}
    data = (HEAD + yaml.safe_dump(told, allow_unicode=True, sort_keys=False)).encode()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); give --out another place") from None
    return sha256(data).hexdigest()


def since(path: str | os.PathLike[str], parameters: Parameters) -> dict[str, Any]:
    """Return what a run keeps of a codebook: its sha256, the day it was made, and what has changed since.

    A sample whose score is kept beside the source was drawn with the seed of the codebook, or it is among the changes.
    Raises InputError where the file is none that `write` wrote.
    """
    path = Path(path)
    held = _held(path)
    now = _fixed(parameters)
    changed = [f"{name}: {OTHER}" for name in ("registry", "themes") if now[name] != held[name]]
    if held["version"] != version("arabic-news-analysis"):
        changed.append(f"version: {held['version']}, now {version('arabic-news-analysis')}")
    for report, values in now["parameters"].items():
        fixed = held["parameters"].get(report)
        if not isinstance(fixed, Mapping):
            changed.append(f"{report}: {NEW}")
            continue
        changed += [
            f"{report}.{name}: {fixed.get(name)!r}, now {value!r}"
            for name, value in values.items()
            if fixed.get(name) != value
        ]
    if type(seed := held.get("seed")) is int:
        drawn = {kind: about["seed"] for kind, about in of_source(_source(parameters)).items() if "seed" in about}
        changed += [f"sample {kind} --seed: {seed}, now {other}" for kind, other in drawn.items() if other != seed]
    return {"sha256": sha256(path.read_bytes()).hexdigest(), "made": str(held["made"]), "changed": changed}


def seed_of(path: str | os.PathLike[str]) -> int:
    """Return the seed of samples of a codebook. Raises InputError where the file is none, or holds none."""
    seed = _held(Path(path)).get("seed")
    if type(seed) is not int or seed < 0:
        raise InputError(f"{path}: holds no seed of samples; name a file that `analysis codebook` wrote")
    return seed


def told(book: Mapping[str, Any], language: str) -> list[str]:
    """Return what a page says of the codebook of its run (`since`): whether all was fixed before, else each change.

    >>> told({"sha256": "0f", "made": "2026-01-02", "changed": ["topics.top: 30, now 40"]}, "en")[1]
    '\u2068topics.top\u2069: 30, now 40'
    """
    changed = [_change(each, language) for each in book["changed"]]
    first = "codebook.changed" if changed else "codebook.same"
    lines = [say(language, first, day=book["made"], n=len(changed)), *changed]
    return [*lines, say(language, "codebook.hash", hash=book["sha256"])]


def _held(path: Path) -> Mapping[str, Any]:
    node = compose(read(path, "codebook"), str(path))
    held = {} if node is None else plain(node, str(path))
    if not isinstance(held, Mapping) or not {"made", "version", "parameters", "registry", "themes"} <= set(held):
        raise InputError(f"{path}: is no codebook; name a file that `analysis codebook` wrote")
    return held


def _source(parameters: Parameters) -> str:
    return next((str(each["source"]) for each in parameters.values() if each.get("source")), "")


def _change(text: str, language: str) -> str:
    """Return one of the changes of `since` in the language of a page."""
    what, _, rest = text.partition(": ")
    if rest in SAID:
        return say(language, SAID[rest], what=f"\u2068{what}\u2069")
    before, _, now = rest.rpartition(", now ")
    return say(language, "codebook.value", what=f"\u2068{what}\u2069", before=before, now=now)


def _fixed(parameters: Parameters) -> dict[str, Any]:
    """Return the choices of a study: parameters, hashes of registry and themes, and the researcher's own files."""
    given = {name: next((str(each[name]) for each in parameters.values() if each.get(name)), "") for name in OWN}
    themes = load_dictionary(locate(given["dictionary"]) if given["dictionary"] else None).themes
    return {
        "parameters": {
            report: {name: value for name, value in {**defaults(report), **each}.items() if name not in LEFT}
            for report, each in parameters.items()
        },
        "registry": load_registry(locate(given["registry"]) if given["registry"] else None).fingerprint,
        "themes": digest(*(f"{id} {theme.model_dump_json()}" for id, theme in themes.items())),
        "own": {name: locate(path).read_text(encoding="utf-8") for name, path in given.items() if path},
    }


def _today() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return (datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)).date().isoformat()
