"""Actors under two ids made one."""

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.actors.models import Actor
from analysis.actors.table import Told
from analysis.base.yaml_lines import fault

_LISTS = ("aliases", "short", "descriptions", "offices", "capital", "adjectives", "context")
_IDS = ("around", "named", "unless_around", "unless_named", "also")  # of a rule


def merge(actors: dict[str, Actor], told: Sequence[Told], file: str) -> tuple[dict[str, Actor], dict[str, str]]:
    """Return actors with those joined that `told` says are one, and what each old id has become.

    What is merged is an id, an Arabic name of the registry, or a name of its own, which becomes an alias. Raises
    RegistryError where the new id is unknown, or where the merges go round in a circle.
    """
    into = {_id(each.name, actors): each for each in told}
    ends: dict[str, str] = {}
    for old, each in into.items():
        ends[old] = _end(old, into, file)
        if ends[old] not in actors:
            what = f"{each.value!r} is no actor of the registry; correct the id or add the actor"
            raise fault(file, each.node, "merge", what)
    if not ends:
        return actors, {}
    merged = {old: new for old, new in ends.items() if old in actors}
    joined = {id: _renamed(actor, merged) for id, actor in actors.items() if id not in merged}
    for old, new in ends.items():
        names = [old] if old not in actors else [actors[old].ar, *actors[old].aliases]
        joined[new] = _joined(joined[new], _renamed(actors[old], merged) if old in actors else None, names)
    return joined, merged


def _id(name: str, actors: Mapping[str, Actor]) -> str:
    """Return the id that an actor is told by: its own, or that of the actor with this Arabic or English name."""
    if name in actors:
        return name
    return next((id for id, actor in actors.items() if name in (actor.ar, actor.en)), name)


def _end(old: str, into: Mapping[str, Told], file: str) -> str:
    """Return what an actor is in the end, over one merge or several."""
    way = [old]
    while (new := way[-1]) in into:
        way.append(into[new].value)
        if way[-1] in way[:-1]:
            circle = " -> ".join(way[way.index(way[-1]) :])
            raise fault(file, into[old].node, "merge", f"goes round in a circle ({circle}); remove one of them")
    return way[-1]


def _joined(actor: Actor, other: Actor | None, names: Sequence[str]) -> Actor:
    """Return an actor with all that another is known by."""
    changed: dict[str, Any] = {field: [*getattr(actor, field), *getattr(other, field)] for field in _LISTS if other}
    known = [actor.ar, *actor.aliases]
    changed["aliases"] = [*actor.aliases, *(name for name in names if name not in known)]
    return actor.model_copy(update=changed)


def _renamed(actor: Actor, merged: Mapping[str, str]) -> Actor:
    """Return an actor that names others by the ids that they have now."""

    def now(ids: Sequence[str]) -> list[str]:
        return list(dict.fromkeys(merged.get(id, id) for id in ids))

    changed: dict[str, Any] = {}
    if any(id in merged for id in actor.member_of):
        changed["member_of"] = [id for id in now(actor.member_of) if id != merged.get(actor.id, actor.id)]
    if actor.state in merged:
        changed["state"] = merged[actor.state]
    if any(office.of in merged for office in actor.offices):
        changed["offices"] = [
            office.model_copy(update={"of": merged.get(office.of, office.of)}) for office in actor.offices
        ]
    if any(id in merged for rule in actor.context for field in _IDS for id in getattr(rule, field)):
        changed["context"] = [
            rule.model_copy(update={field: now(getattr(rule, field)) for field in _IDS if getattr(rule, field)})
            for rule in actor.context
        ]
    return actor.model_copy(update=changed) if changed else actor
