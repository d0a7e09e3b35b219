"""What may be wrong with the actors of a file: terms, ids, spellings, circles, and names that two claim."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import yaml

from analysis.actors.models import Actor, Office, expand
from analysis.actors.offices import kinds
from analysis.base.limits import SETTING, most
from analysis.base.yaml_lines import DEEPEST, abridged, fault, node_at

_CUES = ("before", "after", "earlier", "near", "title", "unless_before", "unless_after", "unless_near")


def check(actors: dict[str, Actor], nodes: dict[str, yaml.Node], file: str) -> None:
    spellings, limit = 0, most("names")
    for id, node in nodes.items():
        _check_actor(actors[id], actors, node, file)
        spellings += sum(len(expand(form)) for _, _, form in _forms(actors[id]))
        if spellings > limit:
            what = f"brings the spellings to {spellings:,}, more than {limit:,}; write fewer alternatives"
            raise fault(file, node, "aliases", f"{what}, or set {SETTING}NAMES={10 * spellings} if you trust it")
    _check_cycles(actors, nodes, file)
    _check_claims(actors, nodes, file)


def _check_actor(actor: Actor, actors: dict[str, Actor], node: yaml.Node, file: str) -> None:
    terms: list[tuple[list[Any], Actor | Office]] = [([], actor)]
    terms += [(["offices", position], office) for position, office in enumerate(actor.offices)]
    for way, dated in terms:
        if dated.valid_from and dated.valid_to and dated.valid_from > dated.valid_to:
            field = ".".join(str(part) for part in [*way, "valid_from"])
            what = f"{dated.valid_from} is after valid_to {dated.valid_to}; swap or correct them"
            raise fault(file, node_at(node, [*way, "valid_from"]), field, what)
    for position, office in enumerate(actor.offices):
        if office.kind and office.kind not in kinds():
            what = f"{office.kind!r} is no kind of office; write a title, or one of {', '.join(kinds())}"
            raise fault(file, node_at(node, ["offices", position]), f"offices.{position}", what)
    for position, group in enumerate(actor.member_of):
        if group not in actors:
            what = f"{group!r} is no actor of the registry; correct the id or add the actor"
            raise fault(file, node_at(node, ["member_of", position]), "member_of", what)
    bodies: list[tuple[list[Any], str]] = [(["state"], actor.state)]
    bodies += [(["offices", position], office.of) for position, office in enumerate(actor.offices)]
    for way, id in bodies:
        if id and id not in actors:
            what = f"{id!r} is no actor of the registry; correct the id or add the actor"
            raise fault(file, node_at(node, way), ".".join(map(str, way)), what)
    for field, position, form in _forms(actor):
        for each in expanded(form, node_at(node, [field, position]), file, field):
            if sum(letter.isalnum() for letter in each) < 2:
                what = f"{form!r} is {each!r} after normalisation; a form needs at least two letters"
                raise fault(file, node_at(node, [field, position]), field, what)
    for position, rule in enumerate(actor.context):
        for word in (word for field in _CUES for word in getattr(rule, field)):
            expanded(word, node_at(node, ["context", position]), file, f"context.{position}")
        for id in [*rule.around, *rule.named, *rule.unless_around, *rule.unless_named, *rule.also]:
            if id not in actors:
                what = f"{id!r} is no actor of the registry; correct the id or add the actor"
                raise fault(file, node_at(node, ["context", position]), f"context.{position}", what)


def _forms(actor: Actor) -> Iterator[tuple[str, int, str]]:
    """Yield (field, position, form) for all that stands for the actor in text."""
    yield "ar", 0, actor.ar
    for field in ("aliases", "short", "descriptions", "capital", "adjectives"):
        for position, form in enumerate(getattr(actor, field)):
            yield field, position, form
    for position, office in enumerate(actor.offices):
        for form in office.title:
            yield "offices", position, form
    for position, rule in enumerate(actor.context):
        for form in rule.form:
            yield "context", position, form


def expanded(form: str, node: yaml.Node, file: str, field: str) -> list[str]:
    try:
        return expand(form)
    except ValueError as error:
        raise fault(file, node, field, f"{abridged(form)}: {error}") from error


def _check_cycles(actors: dict[str, Actor], nodes: dict[str, yaml.Node], file: str) -> None:
    done: set[str] = set()

    def visit(id: str, way: tuple[str, ...]) -> None:
        if len(way) > DEEPEST:
            node = next((nodes[each] for each in way if each in nodes), None)
            raise fault(file, node, "member_of", f"goes up over more than {DEEPEST} groups; leave some out")
        if id in way:
            circle = " -> ".join([*way[way.index(id) :], id])
            culprit = next((each for each in way if each in nodes), id)
            node = nodes.get(culprit)
            where = node_at(node, ["member_of"]) if node is not None else None
            raise fault(file, where, "member_of", f"goes round in a circle ({circle}); remove one of them")
        if id not in done:
            for group in actors[id].member_of:
                visit(group, (*way, id))
            done.add(id)

    for id in actors:
        visit(id, ())


def _check_claims(actors: dict[str, Actor], nodes: dict[str, yaml.Node], file: str) -> None:
    """Refuse a name that two actors claim, unless a rule decides."""
    decided = {
        normal for actor in actors.values() for rule in actor.context for form in rule.form for normal in expand(form)
    }
    claims: dict[str, list[tuple[str, str, int]]] = defaultdict(list)
    for id, actor in actors.items():
        for field, position, form in _forms(actor):
            if field in ("ar", "aliases", "capital"):
                for normal in expand(form):
                    claims[normal].append((id, field, position))
    for normal, claimants in claims.items():
        ids = list(dict.fromkeys(id for id, _, _ in claimants))
        if len(ids) < 2 or normal in decided:
            continue
        id, field, position = next((each for each in reversed(claimants) if each[0] in nodes), claimants[-1])
        what = (
            f"{normal!r} is claimed by {' and '.join(ids)}; take it from one of them, "
            "or add a rule under 'context' that tells when it means which"
        )
        node = nodes.get(id)
        raise fault(file, node_at(node, [field, position]) if node is not None else None, field, what)
