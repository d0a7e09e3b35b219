"""Adjectives of nationality: the state that each tells, and the people that they name (`فلسطينيين`)."""

from collections.abc import Mapping
from functools import lru_cache

from analysis.actors.models import expand
from analysis.actors.organs import WEAK
from analysis.actors.registry import Registry

_ENDINGS = ("", "ه", "ا", "ان", "ين", "ون", "تان", "تين", "ات")


@lru_cache(maxsize=8)
def nations(registry: Registry) -> Mapping[str, str]:
    """Return the state that a word tells, by its folded forms: `الفلسطينيين` -> `palestinian_territories`."""
    found: dict[str, str] = {}
    for actor in registry.actors.values():
        if actor.id in WEAK:
            continue
        for stem in (each for adjective in actor.adjectives for each in expand(adjective)):
            if " " in stem:
                continue
            endings = _ENDINGS if stem.endswith("ي") else ("",)
            for form in (stem + ending for ending in endings):
                found.setdefault(form, actor.id)
                if not form.endswith("يا"):
                    found.setdefault("ال" + form, actor.id)
    return found


def is_people(form: str) -> bool:
    """Tell whether an adjective of nationality stands for people: in the plural."""
    return form.endswith(("يين", "يون"))
