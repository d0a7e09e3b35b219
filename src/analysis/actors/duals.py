"""Two office-holders told at once: وزيرا العمل والعدل. Private."""

import re
from collections.abc import Callable
from typing import NamedTuple

from analysis.actors.forms import Hit, Text

_OFFICE = {"وزيرا": "وزير", "وزيري": "وزير"}
_PAIR = re.compile(r" (ال\w+)( ال\w+)? و(ال\w+)( ال\w+)?")


class Pair(NamedTuple):
    """Who is meant, and where the words for them end."""

    ids: tuple[str, str]
    end: int


def pair_at(hit: Hit, text: Text, holder: Callable[[str], str]) -> Pair | None:
    """Return the two whom a dual and two fields mean; `holder` tells who holds an office by its title."""
    office = _OFFICE.get(hit.form.text)
    match = _PAIR.match(text.text, hit.end) if office else None
    if match is None or office is None:
        return None
    first = holder(f"{office} {match[1]}{match[2] or ''}")
    for field, end in ((match[3] + (match[4] or ""), match.end()), (match[3], match.end(3))):
        second = holder(f"{office} {field}")
        if first and second and first != second:
            return Pair((first, second), end)
    return None
