"""Offices: what each kind of office is called, of which state or body. Private."""

import functools
import re
from collections.abc import Mapping
from typing import Any

from analysis.actors.models import Actor, Office, expand
from analysis.actors.spelling import surname
from analysis.text import tables

NAMES = 5  # of a body that its offices are called by, beside the first: its shortest


@functools.cache
def kinds() -> dict[str, dict[str, Any]]:
    """Return the kinds of office, each with the role of who holds it and its titles."""
    table: dict[str, dict[str, Any]] = tables.table("actors/data/offices.yml")
    return table


def settled(actor: Actor, actors: Mapping[str, Actor]) -> Actor:
    """Return an actor whose offices have their body and titles, a person with the surname that may stand for it."""
    changed: dict[str, Any] = {}
    if any(office.kind and not (office.of and office.title) for office in actor.offices):
        changed["offices"] = [_titled(office, actor, actors) for office in actor.offices]
    if actor.type == "person" and "short" not in actor.model_fields_set and (short := surname(actor.ar)):
        changed["short"] = [short]
    return actor.model_copy(update=changed) if changed else actor


def _titled(office: Office, actor: Actor, actors: Mapping[str, Actor]) -> Office:
    of = office.of or actor.state
    if office.title or office.kind not in kinds() or of not in actors:
        return office.model_copy(update={"of": of})
    return office.model_copy(update={"of": of, "title": titles(office.kind, actors[of])})


def titles(kind: str, body: Actor) -> list[str]:
    """Return what an office of a state or body is called, `(a|b)` for alternatives."""
    told = kinds()[kind]
    return [form for title in told["titles"] for form in _filled(title, body)] + told.get("named", {}).get(body.id, [])


@functools.cache
def own_titles(kind: str) -> tuple[str, ...]:
    """Return what a kind of office is called where its state goes without saying: وزير الداخلية."""
    told = kinds().get(kind, {}).get("own", ())
    return tuple(form for title in told for form in expand(title))


def serves(office: Office) -> str:
    """Return the id of the state or body that the holder of an office acts for."""
    told: str = kinds().get(office.kind, {}).get("serves", office.of)
    return told


def role_of(office: Office) -> str:
    """Return PLOVER's role of who holds an office."""
    role: str = kinds()[office.kind]["role"] if office.kind in kinds() else "GOV"
    return role


def _filled(title: str, body: Actor) -> list[str]:
    found = re.search(r"\{([mfnlp])\}", title)
    if found is None:
        return [title]
    words = {"m": _masculine, "f": _feminine, "n": _names, "l": _with_lam, "p": _places}[found[1]](body)
    return [title.replace(found[0], f"({'|'.join(words)})")] if words else []


def _masculine(body: Actor) -> list[str]:
    """Return nationality adjectives with their article; of two words, both take it."""
    adjectives = [form for stem in body.adjectives for form in expand(stem) if form.endswith("ي")]
    return [" ".join("ال" + word for word in form.split()) for form in adjectives]


def _feminine(body: Actor) -> list[str]:
    return [" ".join(word + "ه" for word in form.split()) for form in _masculine(body)]


def _names(body: Actor) -> list[str]:
    others = {form for name in body.aliases for form in expand(name)}
    return list(dict.fromkeys([*expand(body.ar), *sorted(others, key=lambda form: (len(form), form))[:NAMES]]))


def _with_lam(body: Actor) -> list[str]:
    """Return names after لـ, which takes the alef of the article."""
    return ["ل" + name.removeprefix("ا") if name.startswith("ال") else "ل" + name for name in _names(body)]


def _places(body: Actor) -> list[str]:
    """Return the names of an authority without their first word: إمارة [منطقة جازان]."""
    return [name.partition(" ")[2] for name in _names(body)] if body.type == "government" else []
