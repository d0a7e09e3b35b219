"""Which names are no actors, whatever the text: God, currencies, months, prizes, clubs."""

from functools import cache
from typing import NamedTuple

from analysis.actors.models import expand
from analysis.candidates.variants import Key, is_given, key_of
from analysis.text import tables


class NoActors(NamedTuple):
    """Names as keys: whole ones, how others begin, and how those begin that act all the same."""

    names: frozenset[Key]
    heads: frozenset[Key]
    but: frozenset[Key]


def is_no_actor(name: str, kind: str = "") -> bool:
    """Tell whether a name is of a kind that never acts; a person (`kind` PERS) is known by the whole name alone.

    A given name alone is nobody's.

    >>> is_no_actor("الدولار"), is_no_actor("كأس الخليج"), is_no_actor("نادي الأسير"), is_no_actor("عيد الشمري", "PERS")
    (True, True, False, False)
    """
    key, known = key_of(name), _no_actors()
    if key in known.names or (kind == "PERS" and len(key) == 1 and is_given(key[0])):
        return True
    begun = {key[:length] for length in range(1, len(key) + 1)}
    return kind != "PERS" and bool(begun & known.heads) and not begun & known.but


@cache
def _no_actors() -> NoActors:
    kinds = tables.table("candidates/data/no_actors.yml").values()
    told = {field: [form for kind in kinds for form in kind.get(field, [])] for field in NoActors._fields}
    keys = {field: frozenset(key_of(text) for form in forms for text in expand(form)) for field, forms in told.items()}
    return NoActors(**keys)
