"""Outlets to the states that they are at home in: by name, host or the country's own domain."""

import re
from functools import cache

import yaml
from babel import Locale

from analysis.actors.guess import state_id
from analysis.text import tables
from analysis.text.folding import normalize

_HOST = re.compile(r"(?:https?:)?//([^/?#:]+)|^([a-z0-9-]+(?:\.[a-z0-9-]+)+)(?:[/:?#]|$)")
_NO_LETTER = re.compile(r"[^\w]|_")


@cache
def home(outlet: str | None) -> str:
    """Return the id of the state where an outlet is at home; empty where the table and its domain do not tell.

    `outlet` is a name (`الرياض`, `Al Riyadh`), a host or an address.

    >>> home("https://www.okaz.com.sa/news/1"), home("الشروق الجزائرية"), home("nobody")
    ('saudi_arabia', 'algeria', '')
    """
    if not outlet:
        return ""
    text = outlet.strip().lower()
    match = _HOST.search(text)
    if match is None:
        return _known().get(_key(text), "")
    labels = (match[1] or match[2]).removeprefix("www.").split(".")
    named = (_known().get(_key(label), "") for label in labels)
    return next(filter(None, named), "") or _domains().get(labels[-1], "")


def _key(name: str) -> str:
    key = _NO_LETTER.sub("", normalize(name))
    return re.sub(r"^(?:al|ال)", "", key)


@cache
def _known() -> dict[str, str]:
    table: dict[str, list[str]] = tables.table("text/data/newspapers.yml")
    return {_key(name): state for state, names in table.items() for name in names}


@cache
def _domains() -> dict[str, str]:
    """Return the states by the last label of their domains: ISO's codes, and uk."""
    english = Locale("en").territories
    table = yaml.safe_load(tables.path("actors/data/states.yml").read_text(encoding="utf-8"))
    found = {code.lower(): state_id(english[code]) for code in table}
    return found | {"uk": found["gb"]}
