"""Parameters of the notebooks: what each takes, and a file or command line of them checked against it."""

import ast
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import papermill
import yaml

from analysis import lemmas
from analysis.networks import UNITS
from analysis.sources import InputError, bundled
from analysis.timeline import GRAINS
from analysis.words import LANGUAGES

NOTEBOOKS = ("overview", "topics", "actors", "timeline")
ALIASES = {"from": "start", "to": "end"}  # `from` is no name in Python
CHOICES: dict[str, tuple[str, ...]] = {
    "by": ("lemma", "form"),
    "entities": ("off", "auto"),
    "grain": tuple(GRAINS),
    "language": LANGUAGES,
    "lemmatizer": lemmas.LEMMATIZERS,
    "unit": tuple(UNITS),
}
DAYS = ("start", "end")
LEAST = {"top": 1, "k": 2, "min_count": 0}
TYPES: dict[str, type | tuple[type, ...]] = {"str": str, "int": int, "float": (int, float), "bool": bool, "list": list}


def notebook_path(name: str) -> Path:
    """Return the path of one of the project's notebooks."""
    return bundled("notebooks") / f"{name}.ipynb"


@cache
def takes(name: str) -> dict[str, str]:
    """Return the parameters that a notebook takes, with the names of their types."""
    found = papermill.inspect_notebook(str(notebook_path(name)))
    return {key: about["inferred_type_name"] for key, about in found.items()}


def defaults(name: str) -> dict[str, Any]:
    """Return the values that a notebook takes where it is told nothing; the folder for its output is left out."""
    found = papermill.inspect_notebook(str(notebook_path(name)))
    return {key: ast.literal_eval(about["default"]) for key, about in found.items() if key != "out"}


def from_file(path: str | Path) -> dict[str, dict[str, Any]]:
    """Return the parameters of each notebook that a YAML file gives (see `resolve`).

    Raises InputError, naming the file and the line, where the file is not YAML of the right shape.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error}); name a YAML file") from None
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        values = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as error:
        raise InputError(f"{path}: not YAML: {' '.join(str(error).split())}") from None
    if values is None:
        return resolve([])
    if not isinstance(values, dict):
        raise InputError(f"{path}, line 1: write one `name: value` a line")
    return resolve(_entries(values, node, str(path)))


def from_pairs(pairs: Iterable[tuple[str, str]]) -> dict[str, dict[str, Any]]:
    """Return the parameters of each notebook that `-p name value` pairs give; `topics.top` is one notebook's."""
    kinds = {key: kind for name in NOTEBOOKS for key, kind in takes(name).items()}
    entries = []
    for name, text in pairs:
        section, _, key = name.rpartition(".")
        # Text stays as it is written: a folder may be called `2024`, `yes` or `a #1`.
        is_text = kinds.get(ALIASES.get(key, key)) == "str"
        entries.append((section, key, text if is_text else _value(text), text, f"-p {name}"))
    return resolve(entries)


def _value(text: str) -> Any:
    """Return the number, yes or no that a text is, or the text itself."""
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError):
        return text


def resolve(entries: Iterable[tuple[str, str, Any, str, str]]) -> dict[str, dict[str, Any]]:
    """Return {notebook: {name: value}} of entries (notebook or nothing, name, value, its text, where it stands).

    An entry without a notebook goes to every notebook that takes it. Raises InputError, naming the place, for a
    name that no notebook takes and for a value of another type.
    """
    known = {name: takes(name) for name in NOTEBOOKS}
    result: dict[str, dict[str, Any]] = {name: {} for name in NOTEBOOKS}
    for section, given, value, text, where in entries:
        if section and section not in known:
            raise InputError(f"{where}: no notebook {section!r}; there are {', '.join(NOTEBOOKS)}")
        name = ALIASES.get(given, given)
        takers = [each for each in ([section] if section else NOTEBOOKS) if name in known[each] and name != "out"]
        if not takers:
            names = {each for each in (known[section] if section else set().union(*known.values())) if each != "out"}
            raise InputError(f"{where}: unknown parameter {given!r}; there are {', '.join(sorted(names))}")
        for each in takers:
            result[each][name] = _checked(name, _typed(value, text, known[each][name], f"{where}: {given}"), where)
    return result


def _entries(values: dict[Any, Any], node: Any, path: str) -> list[tuple[str, str, Any, str, str]]:
    """Return the entries of a parsed file, each with its line."""
    entries = []
    for (key, value), (key_node, value_node) in zip(values.items(), node.value, strict=True):
        where = f"{path}, line {key_node.start_mark.line + 1}"
        if not isinstance(value, dict):
            entries.append(("", str(key), value, getattr(value_node, "value", ""), where))
            continue
        for (inner, inner_value), (inner_node, text) in zip(value.items(), value_node.value, strict=True):
            place = f"{path}, line {inner_node.start_mark.line + 1}"
            entries.append((str(key), str(inner), inner_value, getattr(text, "value", ""), place))
    return entries


def _checked(name: str, value: Any, where: str) -> Any:
    """Return the value where it is one that its parameter takes."""
    if name in CHOICES and value not in CHOICES[name]:
        raise InputError(f"{where}: {name} {value!r} is none of {', '.join(CHOICES[name])}")
    if name in LEAST and value < LEAST[name]:
        raise InputError(f"{where}: {name} must be {LEAST[name]} or more, not {value}")
    if name in DAYS and value:
        try:
            date.fromisoformat(value)
        except ValueError:
            raise InputError(f"{where}: {name} {value!r} is no day; write it as 2021-08-15") from None
    return value


def _typed(value: Any, text: str, kind: str, where: str) -> Any:
    """Return the value where it is of the type that the notebook asks for; a day or a number may stand for text."""
    if kind == "str" and isinstance(value, date | int | float) and not isinstance(value, bool):
        return str(value) if isinstance(value, date) else str(text)
    wanted = TYPES.get(kind)
    if wanted and (not isinstance(value, wanted) or (isinstance(value, bool) and kind != "bool")):
        raise InputError(f"{where} must be {kind}, not {type(value).__name__} ({value!r})")
    return value
