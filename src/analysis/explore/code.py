"""Calls as lines of code that one may copy and run."""

import json
import re
from typing import Any
from unicodedata import category

JOINERS = "\u200c\u200d"  # letters without width that words are written with


class Name(str):
    """Something that stands in code as it is: a variable, or an expression."""


def line(function: str, *subjects: Any, **options: Any) -> str:
    """Return a call as a line of code; options that are empty are left to the function.

    >>> line("timeline.trend", Name("selection"), ["iran"], "month", top=5, dictionary="")
    'analysis.timeline.trend(selection, ["iran"], "month", top=5)'
    """
    given = [written(each) for each in subjects]
    given += [f"{name}={written(value)}" for name, value in options.items() if value not in ("", None, ())]
    return f"analysis.{function}({', '.join(given)})"


def written(value: Any) -> str:
    """Return a value as it is written in code; what steers a line or has no width is written by its number.

    >>> written('the "third" way'), written(("a", 2)), written("\\u202e")
    ('"the \\\\"third\\\\" way"', '["a", 2]', '"\\\\u202e"')
    """
    if isinstance(value, Name):
        return str(value)
    if isinstance(value, str):
        return "".join(map(_seen, json.dumps(value, ensure_ascii=False)))
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{written(key)}: {written(each)}' for key, each in value.items())}}}"
    return repr(value)


def field(name: str, value: str) -> str:
    """Return a field of a query: `actor:pakistan`; what is no plain word stands in quotes.

    >>> field("actor", "iran"), field("actor", "name:x y")
    ('actor:iran', 'actor:"name:x y"')
    """
    return f"{name}:{value}" if re.fullmatch(r"[\w-]+", value) else f'{name}:"{value}"'


def _seen(letter: str) -> str:
    if letter in JOINERS or category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return letter
    number = ord(letter)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
