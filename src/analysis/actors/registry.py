"""The registry of actors: its loading and its checks. Public through `analysis.actors`."""

import functools
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from pydantic import BaseModel, ValidationError

from analysis.actors.models import Actor, Office, Rule, expand
from analysis.base.limits import SETTING, most
from analysis.base.places import locate
from analysis.base.yaml_lines import DEEPEST, LOADER, YamlError, abridged, compose, fault, node_at, plain, read
from analysis.text import tables
from analysis.text.transliteration import transliterate

_BRACKET = re.compile(r"\s*\(.*?\)")
_CUES = ("before", "after", "earlier", "near", "title", "unless_before", "unless_after", "unless_near")
_LISTS = ("aliases", "short", "descriptions", "offices", "capital", "adjectives", "member_of", "context")

# A registry that cannot be used.
RegistryError = YamlError


class Registry:
    """Actors by id. Two registries read from the same tables are equal, in every process.

    >>> load_registry().name("pakistan", "ar")
    'باكستان'
    """

    def __init__(self, actors: dict[str, Actor], fingerprint: str) -> None:
        self.actors = actors
        self.fingerprint = fingerprint

    def name(self, id: str, language: str = "en") -> str:
        """Return the name of an actor in `language` (`ar` or `en`).

        An entity that is not registered (`name:...`) names itself; in English, in Latin letters.
        """
        actor = self.actors.get(id)
        if actor is None:
            name = id.removeprefix("name:")
            return name if language == "ar" else transliterate(name, name=True)
        return actor.ar if language == "ar" else actor.en

    def __len__(self) -> int:
        return len(self.actors)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Registry) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        return f"<Registry of {len(self)} actors>"


def load_registry(path: str | Path | None = None) -> Registry:
    """Return the built-in registry, or the built-in one extended by the YAML file at `path`.

    The file is a list of actors. An entry whose id is known already adds its lists to the actor and replaces its
    other fields; rules of the file are tried before the built-in ones. Names of states are those of the Unicode
    CLDR (through Babel).

    Raises RegistryError where the file cannot be read or used: with file, line, field and how to mend it.

    >>> load_registry().actors["pakistan"].adjectives
    ['باكستاني']
    """
    if path is None:
        return _built_in()
    file = Path(path)
    return _extended(str(file), read(file, "actors"))


def capitals() -> list[str]:
    """Return the names of the capitals of states that are built in.

    >>> "كابل" in capitals()
    True
    """
    return [name for actor in _built_in().actors.values() for name in actor.capital]


@functools.lru_cache(maxsize=1)
def _built_in() -> Registry:
    states = tables.path("actors/data/states.yml")
    others = tables.path("actors/data/actors.yml")
    table = others.read_text(encoding="utf-8")
    actors = {actor.id: actor for actor in _states(states)}
    return _merged(actors, str(others), table, _digest(states.read_text(encoding="utf-8") + table))


@functools.lru_cache(maxsize=8)
def _extended(file: str, text: str) -> Registry:
    base = _built_in()
    return _merged(dict(base.actors), file, text, _digest(base.fingerprint + text))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _states(path: Path) -> Iterator[Actor]:
    """Yield an actor a state: names from CLDR, the rest from the table."""
    arabic, english = Locale("ar").territories, Locale("en").territories
    for code, entry in yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER).items():
        yield Actor.model_validate(
            {
                "id": state_id(english[code]),
                "ar": _BRACKET.sub("", arabic[code]),
                "en": _BRACKET.sub("", english[code]),
                "type": "state",
                **entry,
            }
        )


def state_id(name: str) -> str:
    """Return the id of a state from its English CLDR name.

    >>> state_id("Myanmar (Burma)"), state_id("Côte d’Ivoire"), state_id("Bosnia & Herzegovina")
    ('myanmar', 'cote_d_ivoire', 'bosnia_and_herzegovina')
    """
    plain = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)", "", name).replace("&", " and "))
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return re.sub(r"[^a-z]+", "_", plain.lower()).strip("_")


# --- reading a table, with its lines --------------------------------------------------------------------------------
def _merged(actors: dict[str, Actor], file: str, text: str, fingerprint: str) -> Registry:
    """Return `actors` extended by the entries of a YAML table, checked."""
    lines: dict[str, yaml.Node] = {}
    for node in _entries(file, text):
        entry = plain(node, file)
        id = str(entry.get("id"))
        if id in lines:
            raise fault(file, node, "id", f"{id!r} stands twice; join the two entries")
        known = actors.get(id)
        actor = _validated(_joined(known, entry) if known else entry, node, file)
        lines[actor.id] = node
        actors[actor.id] = actor
    _check(actors, lines, file)
    return Registry(actors, fingerprint)


def _entries(file: str, text: str) -> list[yaml.MappingNode]:
    root = compose(text, file)
    if root is None:
        return []
    if not isinstance(root, yaml.SequenceNode):
        raise fault(file, root, "(file)", "must be a list of actors; begin each with '- id: ...'")
    for node in root.value:
        if not isinstance(node, yaml.MappingNode):
            raise fault(file, node, "(entry)", "is not an actor; write '- id: ...' with its fields below")
    return root.value


def _joined(known: Actor, entry: dict[str, Any]) -> dict[str, Any]:
    """Return an actor's fields with those of a later entry laid over them."""
    old = known.model_dump(exclude_unset=True)
    joined = {**old, **entry}
    for field in _LISTS:
        new = entry.get(field, [])
        new = [new] if isinstance(new, str) else new
        if isinstance(new, list):
            # New entries first: the first rule that holds decides.
            joined[field] = [*new, *old.get(field, [])]
    return joined


def _validated(entry: dict[str, Any], node: yaml.MappingNode, file: str) -> Actor:
    try:
        return Actor.model_validate(entry)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise fault(file, node_at(node, first["loc"]), field, _advice(first)) from error


_MODELS: dict[Any, tuple[str, type[BaseModel]]] = {"context": ("a rule", Rule), "offices": ("an office", Office)}


def _advice(error: Any) -> str:
    """Return what is wrong with a field and how to mend it."""
    given = f" (given: {abridged(error['input'])})" if not isinstance(error.get("input"), dict) else ""
    match error["type"]:
        case "extra_forbidden":
            kind, model = _MODELS.get(error["loc"][0] if len(error["loc"]) > 1 else "", ("an actor", Actor))
            return f"unknown field; remove or correct it ({kind} has {', '.join(model.model_fields)})"
        case "missing":
            return "is missing; add it"
        case "list_type":
            return f"must be a list; write [first, second]{given}"
        case "string_pattern_mismatch":
            return f"must be lower-case Latin letters, digits and _, a letter first{given}"
        case _:
            return f"{error['msg']}{given}; correct the value"


# --- checks ---------------------------------------------------------------------------------------------------------
def _check(actors: dict[str, Actor], nodes: dict[str, yaml.Node], file: str) -> None:
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
    for position, group in enumerate(actor.member_of):
        if group not in actors:
            what = f"{group!r} is no actor of the registry; correct the id or add the actor"
            raise fault(file, node_at(node, ["member_of", position]), "member_of", what)
    for field, position, form in _forms(actor):
        for each in _expanded(form, node_at(node, [field, position]), file, field):
            if sum(letter.isalnum() for letter in each) < 2:
                what = f"{form!r} is {each!r} after normalisation; a form needs at least two letters"
                raise fault(file, node_at(node, [field, position]), field, what)
    for position, rule in enumerate(actor.context):
        for word in (word for field in _CUES for word in getattr(rule, field)):
            _expanded(word, node_at(node, ["context", position]), file, f"context.{position}")
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


def _expanded(form: str, node: yaml.Node, file: str, field: str) -> list[str]:
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


def registry_of(registry: Any) -> Registry:
    """Return a registry: itself, the one of a file (found as a source is), or the built-in one."""
    if isinstance(registry, Registry):
        return registry
    return load_registry(locate(registry) if registry else None)
