"""What a researcher decided by hand, in the files beside the articles: read as decisions, and written again.

A decision is a key (its file, and what it is about) and what is said of that.
"""

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from analysis.actors.table import SECTIONS, parse
from analysis.base.notes import InputError, did_you_mean
from analysis.base.yaml_lines import compose, plain, read
from analysis.sources.checks import FILE as CHECKS
from analysis.sources.checks import checks_in
from analysis.sources.columns import key_of
from analysis.sources.decoding import text_of
from analysis.sources.records import csv_rows
from analysis.sources.side import CORRECTIONS as COLUMNS
from analysis.sources.side import MOST, refused
from analysis.text.folding import normalize

CORRECTIONS, ACTORS = "corrections.csv", "actors.yml"
FILES = (CORRECTIONS, CHECKS, ACTORS)
PLACES = ("", "data", "codebook", "data/*")  # of a folder: its top, those of a project, and that of an archive
Key = tuple[str, ...]
Decisions = dict[Key, Any]


class Held(NamedTuple):
    """The decisions that stand in a folder, and the files that they are from, by name."""

    decisions: Decisions
    files: dict[str, Path]


def held_in(folder: str | os.PathLike[str]) -> Held:
    """Return the decisions of a folder: of its corrections.csv, checks.yml and actors.yml.

    They are looked for in the folder, in `data`, in folders of it, and in `codebook` (of an archive). Raises InputError
    where there is none of them, where two have one name, and where one says two things of the same.
    """
    folder = Path(folder)
    if not folder.is_dir():
        beside = [each.name for each in folder.parent.iterdir()] if folder.parent.is_dir() else []
        raise InputError(f"{folder}: is no folder{did_you_mean(folder.name, beside)}; name one with {_listed()} in it")
    decisions: Decisions = {}
    files: dict[str, Path] = {}
    for name in FILES:
        found = sorted({path for place in PLACES for path in folder.glob(f"{place}/{name}".strip("/"))})
        if len(found) > 1:
            raise InputError(f"{found[0]} and {found[1]}: name the folder of one of them")
        for path in found:
            if problem := refused(path, MOST["MB"]):
                raise InputError(f"{path}: {problem[0]}; put the file itself there")
            files[name] = path
            for about, said in READ[name](path):
                key = (name, *about)
                if key in decisions and decisions[key] != said:
                    raise InputError(f"{path}: says two things of {told(key)}; keep one of them")
                decisions[key] = said
    if not files:
        raise InputError(f"{folder}: holds none of {_listed()}; name the folder that they lie in")
    return Held(decisions, files)


def write(decisions: Mapping[Key, Any], folder: Path, sources: Sequence[Held]) -> list[str]:
    """Write decisions to a folder, each file that `sources` have, and return the names of those that were made anew.

    A file that says what one of the sources says is that one's, byte for byte, with its comments.
    """
    made = []
    for name in FILES:
        if not any(name in each.files for each in sources):
            continue
        own = _of(decisions, name)
        same = next((each.files[name] for each in sources if name in each.files and _of(each[0], name) == own), None)
        data = same.read_bytes() if same else WRITTEN[name](own)
        (folder / name).write_bytes(data)
        made += [] if same else [name]
    return made


def told(key: Key) -> str:
    """Return what a decision is about, as text.

    >>> told(("corrections.csv", "eca3705316b92030", "6", "13", "actor"))
    'eca3705316b92030, 6-13, actor'
    """
    if key[0] != CORRECTIONS:
        return ", ".join(key[1:])
    _, id, start, end, field = key
    return ", ".join([id, *([f"{start}-{end}"] if start else []), field])


# --- the three files ------------------------------------------------------------------------------------------------
def _corrections(path: Path) -> Iterator[tuple[Key, Any]]:
    """Yield the rows of corrections.csv: article_id, start, end, field, and the other columns by name."""
    text = next((each for each in text_of(path.name, path.read_bytes()) if isinstance(each, str)), "")
    if not text:
        return
    found, rows, _ = csv_rows(path.name, text)
    usual = {key_of(name): name for name in COLUMNS}
    names = {name: usual.get(key_of(name), name) for name in found}
    if lacking := [name for name in ("article_id", "field", "value") if name not in names.values()]:
        raise InputError(f"{path}, row 1: no column {', '.join(lacking)}; name columns {', '.join(COLUMNS)}")
    for _, row in rows:
        cells = {name: (row.get(old) or "").strip() for old, name in names.items()}
        about = [cells.pop(name, "") for name in COLUMNS[:-1]]
        yield (about[0], *(each.removesuffix(".0") for each in about[1:3]), about[3].casefold()), cells


def _checks(path: Path) -> Iterator[tuple[Key, Any]]:
    for source, kinds in checks_in(path).items():
        for kind, entry in kinds.items():
            yield (source, kind), entry


def _actors(path: Path) -> Iterator[tuple[Key, Any]]:
    """Yield actors by id, further names by id and name, and what sections say by name: accept, ignore, merge."""
    text = read(path, "actors")
    parse(str(path), text)  # says what is wrong, and where
    node = compose(text, str(path))
    root = plain(node, str(path)) if node is not None else []
    sections = root.items() if isinstance(root, dict) else [("actors", root)]
    for section, content in sections:
        yield from _section(section, content)


def _section(section: str, content: Any) -> Iterator[tuple[Key, Any]]:
    if section == "merge":
        for name, id in (content or {}).items():
            yield ("name", _key(name)), {"merge": {name: id}}
        return
    for item in content if isinstance(content, list) else [content] if content else []:
        if section != "actors":
            fields = item if isinstance(item, dict) else {}
            name = fields.get("ar", next(iter(fields.values()))) if fields else item
            yield ("name", _key(name)), {section: item}
        elif len(item) == 1 and next(iter(item)) in SECTIONS:
            yield from _section(*next(iter(item.items())))
        elif len(item) == 1 and "id" not in item:
            yield ("actor", *map(str, next(iter(item.items())))), item
        else:
            yield ("actor", str(item.get("id"))), item


def _key(name: Any) -> str:
    return normalize(" ".join(str(name).split()))


def _write_corrections(decisions: Decisions) -> bytes:
    more = dict.fromkeys(name for cells in decisions.values() for name in cells if name != "value")
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow([*COLUMNS, *more])
    for key, cells in decisions.items():
        table.writerow([*key[1:], *(cells.get(name, "") for name in ("value", *more))])
    return stream.getvalue().encode("utf-8-sig")


def _write_checks(decisions: Decisions) -> bytes:
    kept: dict[str, dict[str, Any]] = {}
    for (_, source, kind), entry in decisions.items():
        kept.setdefault(source, {})[kind] = entry
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=True).encode()


def _write_actors(decisions: Decisions) -> bytes:
    entries = [said for key, said in decisions.items() if key[1] == "actor"]
    sections: dict[str, list[Any]] = {}
    for key, said in decisions.items():
        for section, item in said.items() if key[1] == "name" else ():
            sections.setdefault(section, []).append(item)
    told: list[Any] = [{name: items} for name, items in sections.items() if name != "merge"]
    if "merge" in sections:
        told.append({"merge": {name: id for each in sections["merge"] for name, id in each.items()}})
    return yaml.safe_dump([*entries, *told], allow_unicode=True, sort_keys=False, width=110).encode()


READ = {CORRECTIONS: _corrections, CHECKS: _checks, ACTORS: _actors}
WRITTEN = {CORRECTIONS: _write_corrections, CHECKS: _write_checks, ACTORS: _write_actors}


def short(said: Any) -> str:
    """Return what a decision says as text on one line; nothing where it says nothing."""
    if said is None:
        return ""
    if isinstance(said, dict) and set(said) == {"value"}:
        return str(said["value"])
    return json.dumps(said, ensure_ascii=False, sort_keys=True)


def _of(decisions: Mapping[Key, Any], name: str) -> Decisions:
    return {key: said for key, said in decisions.items() if key[0] == name}


def _listed() -> str:
    return f"{', '.join(FILES[:-1])} or {FILES[-1]}"
