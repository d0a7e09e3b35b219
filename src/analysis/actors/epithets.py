"""Other names of a state (المملكة): whose they are, by the outlet's country or the states that an article names."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from analysis.actors.forms import Epithet, Hit, Text, pattern
from analysis.actors.models import expand
from analysis.text import tables


@cache
def epithets() -> Mapping[str, list[Epithet]]:
    """Return the epithets by their forms, in the order of the table."""
    found: dict[str, list[Epithet]] = {}
    for entry in tables.table("actors/data/epithets.yml"):
        epithet = _epithet(entry)
        for form in (spelling for each in entry["forms"] for spelling in expand(each)):
            found.setdefault(form, []).append(epithet)
    return found


def _epithet(entry: Mapping[str, Any]) -> Epithet:
    return Epithet(
        entry["actor"],
        entry.get("role", ""),
        frozenset(entry.get("home", ())),
        frozenset(entry.get("around", ())),
        frozenset(entry.get("unless_around", ())),
        tuple((pattern(entry.get(key, ()), end=True), key == "before") for key in ("before", "unless_before")),
        tuple((pattern(entry.get(key, ()), begin=True), key == "after") for key in ("after", "unless_after")),
        entry.get("method", "epithet"),
    )


def holds(epithet: Epithet, hit: Hit, text: Text, home: str, around: frozenset[str]) -> bool:
    """Tell whether an epithet means its actor where it stands; `home` is the outlet's state, `around` who is named."""
    if home not in epithet.home and epithet.around.isdisjoint(around) and (epithet.home or epithet.around):
        return False
    if home not in epithet.home and not epithet.unless_around.isdisjoint(around):
        return False
    before = text.text[max(0, hit.word - 40) : hit.word]
    return all(bool(each.search(before)) == wanted for each, wanted in epithet.before if each is not None) and all(
        bool(each.match(text.text, hit.end)) == wanted for each, wanted in epithet.after if each is not None
    )
