"""Parameters of the notebooks: what each takes, and a file or command line of them checked against it."""

import ast
import os
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from unicodedata import normalize

import papermill
import yaml

from analysis.base.limits import SETTING, most
from analysis.base.notes import InputError, did_you_mean
from analysis.base.periods import GRAINS
from analysis.base.places import NOTEBOOKS, REPORTS, bundled, project_root
from analysis.base.yaml_lines import abridged, compose, plain, read
from analysis.corpus.units import UNITS
from analysis.lemmas.lemmatize import LEMMATIZERS
from analysis.names.find import ENTITIES
from analysis.wording.phrases import LANGUAGES

LAB = "explore"  # the notebook that is no report
PROJECT = "parameters.yml"  # of a project that `analysis new` has made
PATHS = ("source", "registry", "dictionary")
SWEEP = "sweep"
ALIASES = {"from": "start", "to": "end"}  # `from` is no name in Python
CHOICES: dict[str, tuple[str, ...]] = {
    "by": ("lemma", "form"),
    "entities": ENTITIES,
    "grain": ("", *GRAINS),
    "language": LANGUAGES,
    "lemmatizer": LEMMATIZERS,
    "unit": tuple(UNITS),
}
DAYS = ("start", "end", "split", "other_start", "other_end")
LEAST = {"top": 1, "k": 2, "min_count": 0, "window": 1}
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


class Run(NamedTuple):
    """One run of the notebooks: its name (a folder; empty where there is one run alone) and their parameters."""

    name: str
    parameters: dict[str, dict[str, Any]]


def from_file(path: str | Path, chosen: Sequence[str] = NOTEBOOKS) -> dict[str, dict[str, Any]]:
    """Return the parameters of each of the `chosen` notebooks that a YAML file gives (see `resolve`).

    A path in it is taken from the current directory or, where nothing is there, from the file's own folder. Raises
    InputError, naming the file and the line, where the file is not YAML of the right shape.
    """
    values, node = _read(path)
    return _beside(resolve(_entries(values, node, str(path)), chosen), Path(path).parent)


def runs(path: str | Path, chosen: Sequence[str] = NOTEBOOKS) -> list[Run]:
    """Return the runs that a YAML file asks for: one without a name, or those of its `sweep`.

    A sweep is a list; each entry is a run: the parameters of the file with those of the entry laid over them, under
    its `name` (or one made of its values), written as the name of a folder on any system. Raises InputError as
    `from_file` does, and where two runs have one name.
    """
    base = from_file(path, chosen)
    values, node = _read(path)
    if SWEEP not in values:
        return [Run("", base)]
    listed = next(value for key, value in node.value if key.value == SWEEP)
    if not isinstance(values[SWEEP], list) or not values[SWEEP]:
        raise InputError(
            f"{path}, line {listed.start_mark.line + 1}: sweep: write a list, a run an entry: - start: ..."
        )
    count = len(values[SWEEP])
    if count > most("runs"):
        what = f"sweep: {count:,} runs, more than {most('runs'):,}; split the list"
        raise InputError(f"{path}, line {listed.start_mark.line + 1}: {what}, or set {SETTING}RUNS={count}")
    found: dict[str, Run] = {}
    for entry, entry_node in zip(values[SWEEP], listed.value, strict=True):
        where = f"{path}, line {entry_node.start_mark.line + 1}"
        if not isinstance(entry, dict):
            raise InputError(f"{where}: sweep: write each run as `name: value` pairs")
        name = folder_name(_name_of(entry, entry_node, where))
        if not name:
            raise InputError(f"{where}: sweep: give this run a name of letters or digits")
        if name.casefold() in found:
            raise InputError(f"{where}: sweep: a run before it is called {name!r} too; give each a `name` of its own")
        told = [each for each in _entries(entry, entry_node, str(path)) if each[:2] != ("", "name")]
        given = {key: dict(each) for key, each in base.items()}
        _update(given, _beside(resolve(told, chosen), Path(path).parent))
        found[name.casefold()] = Run(name, given)
    return list(found.values())


def of_project(name: str) -> dict[str, Any]:
    """Return what the parameters.yml of the project that one is in says to a notebook; nothing where there is none.

    Raises InputError as `from_file` does.
    """
    root = project_root()
    path = root / PROJECT if root else None
    if path is None or not path.is_file():
        return {}
    return from_file(os.path.relpath(path), [name])[name]


def place(path: str | Path, number: int, report: str, name: str) -> str:
    """Return where a file says what holds for a parameter of a report in its run `number`; "" where it does not."""
    values, node = _read(path)
    entries = _entries(values, node, str(path))
    if SWEEP in values:
        listed = next(value for key, value in node.value if key.value == SWEEP)
        entries += _entries(values[SWEEP][number], listed.value[number], str(path))
    found = [
        where for section, key, _, _, where in entries if section in ("", report) and ALIASES.get(key, key) == name
    ]
    return found[-1] if found else ""


def folder_name(text: str) -> str:
    """Return text as the name of a folder: letters, digits, `_` and `-`; empty where it has none of them.

    >>> folder_name("../صحيفة «الأفق» 2021"), folder_name("aux"), folder_name("..")
    ('صحيفة-الأفق-2021', 'aux_', '')
    """
    name = re.sub(r"[^\w]+", "-", normalize("NFC", text)).strip("-_")[:60].rstrip("-_")
    return f"{name}_" if re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", name) else name  # names that Windows keeps


def from_pairs(pairs: Iterable[tuple[str, str]], chosen: Sequence[str] = NOTEBOOKS) -> dict[str, dict[str, Any]]:
    """Return the parameters of each chosen notebook that `-p name value` pairs give; `topics.top` is one notebook's."""
    kinds = {key: kind for name in REPORTS for key, kind in takes(name).items()}
    result: dict[str, dict[str, Any]] = {name: {} for name in chosen}
    for name, text in pairs:
        section, _, key = name.rpartition(".")
        # Text stays as it is written: a folder may be called `2024`, `yes` or `a #1`.
        is_text = kinds.get(ALIASES.get(key, key)) == "str"
        given = resolve([(section, key, text if is_text else _value(text), text, f"-p {name}")], chosen)
        if not any(given.values()):
            raise InputError(f"-p {name}: not taken by {', '.join(chosen)}; leave it out, or add its report to --only")
        _update(result, given)
    return result


def _update(given: dict[str, dict[str, Any]], more: dict[str, dict[str, Any]]) -> None:
    """Lay parameters over others, notebook by notebook."""
    for name, values in more.items():
        given[name].update(values)


def _value(text: str) -> Any:
    """Return the number, yes or no that a text is, or the text itself."""
    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        return text


def resolve(
    entries: Iterable[tuple[str, str, Any, str, str]], chosen: Sequence[str] = NOTEBOOKS
) -> dict[str, dict[str, Any]]:
    """Return {notebook: {name: value}} of entries (notebook or nothing, name, value, its text, where it stands).

    An entry without a notebook goes to every notebook that takes it. What is given is for the `chosen` notebooks; an
    entry may also be for one of the others of REPORTS by name, and for those of NOTEBOOKS without. Raises
    InputError, naming the place, for a name that no notebook takes and for a value of another type.
    """
    known = {name: takes(name) for name in (*REPORTS, LAB)}
    open_to = dict.fromkeys((*REPORTS, *chosen))  # what is given without a section
    result: dict[str, dict[str, Any]] = {name: {} for name in known}
    for section, given, value, text, where in entries:
        if section and section not in known:
            near = did_you_mean(str(section), known)
            raise InputError(f"{where}: no notebook {abridged(section)}{near}; there are {', '.join(known)}")
        name = ALIASES.get(given, given)
        takers = [each for each in ([section] if section else open_to) if name in known[each] and name != "out"]
        if not takers:
            there = set().union(*(known[each] for each in ([section] if section else open_to))) - {"out"}
            told = f"{did_you_mean(str(given), there)}; there are {', '.join(sorted(there))}"
            raise InputError(f"{where}: unknown parameter {abridged(given)}{told}")
        if not section and not {*NOTEBOOKS, *chosen} & set(takers):
            only = " or ".join(takers)
            raise InputError(f"{where}: {given} is taken by {only} only; ask for that report (--only {takers[0]})")
        for each in takers:
            result[each][name] = _checked(name, _typed(value, text, known[each][name], f"{where}: {given}"), where)
    return {name: result[name] for name in chosen}


def _read(path: str | Path) -> tuple[dict[str, Any], Any]:
    """Return what a YAML file maps, and its node, which knows the lines."""
    node = compose(read(Path(path), "parameters"), str(path))
    values = {} if node is None else plain(node, str(path))
    if not isinstance(values, dict):
        raise InputError(f"{path}, line 1: write one `name: value` a line")
    return values, node


def _name_of(entry: dict[str, Any], node: Any, where: str) -> str:
    """Return the name of a run of a sweep: the one it gives, or its values."""
    texts = {key.value: value for key, value in node.value}
    if "name" in entry and isinstance(entry["name"], dict | list):
        raise InputError(f"{where}: sweep: a name is one word or a few")
    if "name" in entry:
        return str(texts["name"].value)
    values = [each.value for value in texts.values() for each in _scalars(value)]
    return "-".join(values)


def _scalars(node: Any) -> list[Any]:
    """Return the values below a node, in their order."""
    if isinstance(node, yaml.ScalarNode):
        return [node]
    pieces = [value for _, value in node.value] if isinstance(node, yaml.MappingNode) else node.value
    return [each for piece in pieces for each in _scalars(piece)]


def _beside(given: dict[str, dict[str, Any]], folder: Path) -> dict[str, dict[str, Any]]:
    """Return parameters; a path that leads nowhere from here, but somewhere from `folder`, is taken from there."""
    for values in given.values():
        for name in PATHS:
            path = str(values.get(name) or "")
            if path and "://" not in path and not Path(path).exists() and (folder / path).exists():
                values[name] = str(folder / path)
    return given


def _entries(values: dict[str, Any], node: Any, path: str) -> list[tuple[str, str, Any, str, str]]:
    """Return the entries of a parsed file or of a run of its sweep, each with its line."""
    entries = []
    for key_node, value_node in node.value if node is not None else []:
        key = key_node.value
        value = values[key]
        where = f"{path}, line {key_node.start_mark.line + 1}"
        if key == SWEEP or (key in (*REPORTS, LAB) and value is None):  # a section with nothing in it
            continue
        if not isinstance(value, dict):
            entries.append(("", key, value, getattr(value_node, "value", ""), where))
            continue
        for inner_node, text in value_node.value:
            place = f"{path}, line {inner_node.start_mark.line + 1}"
            entries.append((key, inner_node.value, value[inner_node.value], getattr(text, "value", ""), place))
    return entries


def _checked(name: str, value: Any, where: str) -> Any:
    """Return the value where it is one that its parameter takes."""
    if name in CHOICES and value not in CHOICES[name]:
        near = did_you_mean(str(value), CHOICES[name])
        raise InputError(f"{where}: {name} {abridged(value)} is none of {', '.join(filter(None, CHOICES[name]))}{near}")
    if name in LEAST and value < LEAST[name]:
        raise InputError(f"{where}: {name} must be {LEAST[name]} or more, not {value}")
    if name in DAYS and value:
        try:
            date.fromisoformat(value)
        except ValueError:
            raise InputError(f"{where}: {name} {abridged(value)} is no day; write it as 2021-08-15") from None
    return value


def _typed(value: Any, text: str, kind: str, where: str) -> Any:
    """Return the value where it is of the type that the notebook asks for; any single value may stand for text.

    YAML takes `off` for a truth value and 2021-08-01 for a date.
    """
    if kind == "str" and isinstance(value, date | int | float):
        return str(value) if isinstance(value, date) else str(text)
    wanted = TYPES.get(kind)
    if wanted and (not isinstance(value, wanted) or (isinstance(value, bool) and kind != "bool")):
        raise InputError(f"{where} must be {kind}, not {type(value).__name__} ({abridged(value)})")
    return value
