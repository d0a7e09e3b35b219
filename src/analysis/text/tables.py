"""Tables of language: months, clitics, cues, names. Data files, read by the rooms that use them."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml


def path(name: str) -> Path:
    """Return the path of a file of the package: `dates/data/months.yml`."""
    return Path(str(files("analysis").joinpath(name)))


def lines(name: str) -> list[str]:
    """Return the entries of a text resource: one a line, without blank lines and `#` comments."""
    entries = (line.split("#", 1)[0].strip() for line in path(name).read_text(encoding="utf-8").splitlines())
    return [entry for entry in entries if entry]


def table(name: str) -> Any:
    """Return what a YAML resource holds."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where libyaml is there
    return yaml.load(path(name).read_text(encoding="utf-8"), Loader=loader)


# --- lists that several rooms read ----------------------------------------------------------------------------------
@cache
def given_names() -> tuple[str, ...]:
    """Return given names, as they are written."""
    return _words("given_names.txt")


@cache
def places() -> tuple[str, ...]:
    """Return the words of places of the news that no other table names; of a name of two words each."""
    return _words("places.txt")


@cache
def outlets() -> tuple[str, ...]:
    """Return names that hold the name of an actor and are none: outlets, seas, clubs; `(a|b)` gives alternatives."""
    return tuple(lines("text/data/outlets.txt"))


def _words(name: str) -> tuple[str, ...]:
    return tuple(word for line in lines(f"text/data/{name}") for word in line.split())


# --- patterns -------------------------------------------------------------------------------------------------------
def any_of(words: Iterable[str], gap: str = " ") -> str:
    """Return the pattern of any of `words`, the longest first; `gap` is the pattern of the space inside one.

    >>> any_of(["عام", "عام دراسي"])
    '(?:عام دراسي|عام)'
    """
    longest_first = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", gap) for word in longest_first) + ")"


def tree_of(words: Iterable[str]) -> str:
    """Return the pattern of any of `words` in which beginnings are shared: a thousand words cost no more than one.

    Of words that begin alike it takes the longest that leads to a match of the whole pattern.

    >>> tree_of(["عام", "عامين", "علم"])
    'ع(?:ام(?:ين)?|لم)'
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        rests.setdefault(word[:1], []).append(word[1:])
    shorter = "" in rests
    branches = [re.escape(first) + tree_of(rest) for first, rest in rests.items() if first]
    if not shorter:
        return branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{'|'.join(branches)})?" if branches else ""
