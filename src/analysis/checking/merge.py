"""The decisions of two colleagues as one: what both say once, what one says taken, where they differ told to both."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.actors.registry import RegistryError, load_registry
from analysis.base.csv_file import write_csv
from analysis.base.notes import InputError
from analysis.checking.decisions import ACTORS, CORRECTIONS, Decisions, Key, held_in, short, told, write

CONFLICTS = "conflicts.csv"
COLUMNS = ["file", "row", "mine", "theirs"]


class Merged(NamedTuple):
    """What became of two folders of decisions: the new folder, how many decisions it holds, conflicts, remarks.

    `conflicts`: file, row (what the decision is about), mine, theirs (what each says; empty: nothing, or it was taken
    out). `broken` tells that the actors do not load as they are; a remark says why.
    """

    folder: Path
    decisions: int
    conflicts: pd.DataFrame
    remarks: list[str]
    broken: bool


def merge(
    mine: str | os.PathLike[str],
    theirs: str | os.PathLike[str],
    out: str | os.PathLike[str],
    base: str | os.PathLike[str] = "",
) -> Merged:
    """Merge corrections.csv, checks.yml and actors.yml of two folders into `out`, which must be new or empty.

    What both say is kept once, and what one says is taken. Where they say different things of the same (one span, one
    sheet, one actor or name), neither is taken: both stand in `out`/conflicts.csv. With `base`, a folder that both
    began from, what only one has changed or taken out since is changed or taken out. Further names of an actor are put
    together. Nothing in the folders is changed. Raises InputError for folders that cannot be read or written.
    """
    sides = held_in(mine), held_in(theirs)
    begun = held_in(base).decisions if str(base) else {}
    out = Path(out)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError(f"{out}: something is there; name a new or an empty folder (--out)")
    decisions, apart = merged(sides[0].decisions, sides[1].decisions, begun)
    conflicts = pd.DataFrame([(key[0], told(key), *map(short, both)) for key, both in apart.items()], columns=COLUMNS)
    try:
        out.mkdir(parents=True, exist_ok=True)
        made = write(decisions, out, sides)
        if len(conflicts):
            write_csv(conflicts, out / CONFLICTS)
    except OSError as error:
        raise InputError(f"{out}: cannot be written ({error.strerror}); choose another folder (--out)") from None
    remarks = [f"{name}: its comments stay in the files that it was made of" for name in made if name.endswith(".yml")]
    broken = _unsound(out / ACTORS)
    return Merged(out, len(decisions), conflicts, [*remarks, *broken], bool(broken))


def merged(mine: Decisions, theirs: Decisions, base: Decisions) -> tuple[Decisions, dict[Key, tuple[Any, Any]]]:
    """Return decisions on which two sides agree, and those on which they do not, with what each says.

    >>> merged({("f", "a"): 1, ("f", "b"): 2}, {("f", "b"): 2, ("f", "c"): 3}, {})[0]
    {('f', 'a'): 1, ('f', 'b'): 2, ('f', 'c'): 3}
    >>> merged({("f", "a"): 1}, {("f", "a"): 2}, {})[1]
    {('f', 'a'): (1, 2)}
    """
    agreed: Decisions = {}
    apart: dict[Key, tuple[Any, Any]] = {}
    for key in dict.fromkeys([*mine, *theirs]):
        one, other, begun = mine.get(key), theirs.get(key), base.get(key)
        said = _one_of(one, other, begun)
        if said is APART and _has_fields(key) and isinstance(one, dict) and isinstance(other, dict):
            said = _together(one, other, begun if isinstance(begun, dict) else {})
        if said is APART:
            apart[key] = one, other
        elif said is not None:
            agreed[key] = said
    return agreed, apart


APART: Any = object()  # what is said where two differ


def _one_of(one: Any, other: Any, base: Any) -> Any:
    """Return what holds where at most one side has changed what was said before; APART where both have."""
    if one == other or other == base:
        return one
    return other if one == base else APART


def _together(one: Mapping[str, Any], other: Mapping[str, Any], base: Mapping[str, Any]) -> Any:
    """Return an entry with the fields of both; lists of words are put together. APART where a field differs."""
    result = {}
    for name in dict.fromkeys([*one, *other]):
        said = _one_of(one.get(name), other.get(name), base.get(name))
        if said is APART and _are_words(one.get(name)) and _are_words(other.get(name)):
            said = _words(one[name], other[name], base.get(name) or [])
        if said is APART:
            return APART
        if said is not None:
            result[name] = said
    return result


def _words(one: list[str], other: list[str], base: list[str]) -> list[str]:
    """Return the words of both lists, without those that one side has taken out of `base`."""
    both = {*one} & {*other}
    return [word for word in dict.fromkeys([*one, *other]) if word in both or word not in base]


def _has_fields(key: Key) -> bool:
    """Tell whether fields of a decision stand each for themselves: those of a score and of a name are one thing."""
    return key[0] == CORRECTIONS or key[:2] == (ACTORS, "actor")


def _are_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _unsound(path: Path) -> list[str]:
    """Return what is wrong with a registry file, if anything is."""
    try:
        if path.is_file():
            load_registry(path)
    except RegistryError as error:
        return [f"does not load yet: {error}"]
    return []
