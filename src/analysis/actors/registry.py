"""The registry of actors: its loading and its checks. Public through `analysis.actors`."""

import functools
import hashlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from babel import Locale
from pydantic import BaseModel, ValidationError

from analysis.actors.checks import check, expanded
from analysis.actors.compact import entries
from analysis.actors.guess import state_id, unused
from analysis.actors.merging import merge
from analysis.actors.models import Actor, Office, Rule, expand
from analysis.actors.offices import settled
from analysis.actors.table import Entry, Table, parse
from analysis.base.built import built
from analysis.base.notes import InputError, did_you_mean
from analysis.base.places import locate
from analysis.base.yaml_lines import LOADER, YamlError, abridged, fault, node_at, read
from analysis.text import tables
from analysis.text.folding import normalize
from analysis.text.transliteration import transliterate

_BRACKET = re.compile(r"\s*\(.*?\)")
ROOMS, PACKAGES = ("actors", "base", "text"), ("babel", "pydantic", "pyyaml")  # what the built-in registry is made of
_LISTS = ("aliases", "short", "descriptions", "offices", "capital", "adjectives", "member_of", "context")

# A registry that cannot be used.
RegistryError = YamlError


class Registry:
    """Actors by id. Two registries read from the same tables are equal, in every process.

    >>> load_registry().name("pakistan", "ar")
    'باكستان'
    """

    def __init__(
        self,
        actors: dict[str, Actor],
        fingerprint: str,
        ignored: frozenset[str] = frozenset(),
        merged: Mapping[str, str] | None = None,
    ) -> None:
        self.actors = actors
        self.fingerprint = fingerprint
        self.ignored = ignored  # normalised names that are no actors
        self.merged = dict(merged or {})  # an id that is no more, and the actor that it is now

    def name(self, id: str, language: str = "en") -> str:
        """Return the name of an actor in `language` (`ar` or `en`).

        An entity that is not registered (`name:...`) names itself; in English, in Latin letters, as an actor does that
        has no English name.
        """
        actor = self.actors.get(id)
        name = actor.ar if actor else id.removeprefix("name:")
        if language == "ar":
            return name
        return (actor.en if actor else "") or transliterate(name, name=True)

    def label(self, id: str, language: str = "en") -> str:
        """Return the name of an actor as tables and figures show it: in English the Arabic one, where it has no other.

        >>> load_registry().label("pakistan"), load_registry().label("name:نادر السالمي")
        ('Pakistan', 'نادر السالمي')
        """
        actor = self.actors.get(id)
        return actor.en if actor and actor.en and language == "en" else self.name(id, "ar")

    def holders(self, kind: str, of: str, day: date) -> list[str]:
        """Return who held an office of a state or body on a day, as a list of ids; `kind` is a key of offices.yml.

        >>> load_registry().holders("president", "united_states", date(2015, 7, 20))
        ['barack_obama']
        """
        return [id for id, office in self._offices.get((kind, of), ()) if office.covers(day)]

    @functools.cached_property
    def called(self) -> dict[str, frozenset[str]]:
        """The ids of the actors that an id or a name stands for, in either language; its keys are those of `key_of`."""
        names: dict[str, set[str]] = defaultdict(set)
        for id, actor in self.actors.items():
            for name in (id, actor.ar, actor.en, *(form for alias in actor.aliases for form in expand(alias))):
                names[key_of(name)].add(id)
        for old, new in self.merged.items():
            names[key_of(old)].add(new)
        return {name: frozenset(ids) for name, ids in names.items() if name}

    def ids_of(self, name: str, others: Collection[str] = ()) -> frozenset[str]:
        """Return the ids of the actors that an id or a name stands for; `others` are ids beyond the registry.

        Raises InputError where there is none: it tells the nearest.
        """
        found = self.called.get(key_of(name), frozenset()) | ({name} & set(others))
        if not found:
            near = did_you_mean(name, [*self.called, *others]) or "; `analysis actors list` shows all"
            raise InputError(f"actor={name!r}: no such actor{near}")
        return found

    def id_of(self, name: str) -> str:
        """Return the id of the actor that an id or a name stands for; a name beyond the registry (`name:...`) is one.

        Raises InputError where there is none, and where there are several.

        >>> load_registry().id_of("باكستان")
        'pakistan'
        """
        if name in self.actors or name.startswith("name:"):
            return name
        found = sorted(self.ids_of(name))
        if len(found) > 1:
            raise InputError(f"actor={name!r} stands for {', '.join(found)}; give one of these ids")
        return found[0]

    @functools.cached_property
    def _offices(self) -> dict[tuple[str, str], list[tuple[str, Office]]]:
        held: dict[tuple[str, str], list[tuple[str, Office]]] = defaultdict(list)
        for id, actor in self.actors.items():
            for office in actor.offices:
                if office.kind:
                    held[office.kind, office.of].append((id, office))
        return dict(held)

    def __len__(self) -> int:
        return len(self.actors)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Registry) and self.fingerprint == other.fingerprint

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __repr__(self) -> str:
        return f"<Registry of {len(self)} actors>"


def key_of(name: str) -> str:
    """Return a name as names are compared when they are asked for: in any spelling and case.

    >>> key_of("United  Nations"), key_of("الأمم المتحدة") == key_of("الامم المتحده")
    ('united nations', True)
    """
    return " ".join(normalize(name).casefold().split())


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
    return built("registry", _make, rooms=ROOMS, packages=PACKAGES)


def _make() -> Registry:
    """Return the built-in registry, made of its tables."""
    states, others = tables.path("actors/data/states.yml"), tables.path("actors/data/actors.yml")
    compact = sorted(tables.path("actors/data/registry").glob("*.yml"))
    actors = {actor.id: actor for actor in _states(states)}
    for path in compact:
        for fields in entries(yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)):
            known = actors.get(fields["id"])
            actor = Actor.model_validate(_joined(known, Entry(fields, _NOWHERE)) if known else fields)
            actors[actor.id] = actor
    fingerprint = _digest("".join(path.read_text(encoding="utf-8") for path in [states, *compact, others]))
    return _merged(actors, str(others), others.read_text(encoding="utf-8"), fingerprint)


_NOWHERE = yaml.ScalarNode("", "")


@functools.lru_cache(maxsize=8)
def _extended(file: str, text: str) -> Registry:
    base = _built_in()
    return _merged(dict(base.actors), file, text, _digest(base.fingerprint + text), base)


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


# --- reading a table, with its lines --------------------------------------------------------------------------------
def _merged(actors: dict[str, Actor], file: str, text: str, fingerprint: str, base: Registry | None = None) -> Registry:
    """Return `actors` extended by a YAML table, checked."""
    table = parse(file, text)
    nodes: dict[str, yaml.Node] = {}
    for entry in table.entries:
        id = str(entry.fields.get("id"))
        if entry.kind == "accepted":
            id = entry.fields["id"] = unused(id, actors)
        if id in nodes:
            first = nodes[id].start_mark.line + 1
            raise fault(file, entry.node, "id", f"{id!r} stands twice, first in line {first}; join the two entries")
        known = actors.get(id)
        actor = _validated(_joined(known, entry) if known else entry.fields, entry.node, file)
        nodes[actor.id] = entry.node
        actors[actor.id] = actor
    actors, merged = merge(actors, table.merge, file)
    actors = {id: settled(actor, actors) for id, actor in actors.items()}
    ignored = _ignored(actors, table, file)
    if base is not None:  # the tables that are built in are checked by the tests: it takes a quarter of the time
        check(actors, {merged.get(id, id): node for id, node in nodes.items()}, file)
        ignored, merged = ignored | base.ignored, base.merged | merged
    return Registry(actors, fingerprint, ignored, merged)


def _ignored(actors: dict[str, Actor], table: Table, file: str) -> frozenset[str]:
    """Return the forms that are no actor: names as they are written, and all names of an actor whose id is given."""
    accepted = {normal: entry for entry in table.entries for normal in _spellings(entry)}
    forms: set[str] = set()
    for told in table.ignore:
        actor = actors.get(told.name)
        names = [actor.ar, *actor.aliases, *actor.capital] if actor else [told.name]
        for name in names:
            for normal in expanded(name, told.node, file, "ignore"):
                if normal in accepted:
                    line = accepted[normal].node.start_mark.line + 1
                    what = f"{told.name!r} is an actor in line {line}, and is to be none here; remove one of the two"
                    raise fault(file, told.node, "ignore", what)
                forms.add(normal)
    return frozenset(forms)


def _spellings(entry: Entry) -> list[str]:
    name = entry.fields.get("ar")
    return expand(name) if isinstance(name, str) else []


def _joined(known: Actor, later: Entry) -> dict[str, Any]:
    """Return an actor's fields with those of a later entry laid over them."""
    entry = {"aliases": later.fields["ar"]} if later.kind == "named" else later.fields
    old = known.model_dump(exclude_unset=True)
    joined = {**old, **entry}
    for field in _LISTS:
        new = entry.get(field, [])
        new = [new] if isinstance(new, str) else new
        if isinstance(new, list):
            # New entries first: the first rule that holds decides.
            joined[field] = [*new, *old.get(field, [])]
    return joined


def _validated(entry: dict[str, Any], node: yaml.Node, file: str) -> Actor:
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


def registry_of(registry: Any) -> Registry:
    """Return a registry: itself, the one of a file (found as a source is), or the built-in one."""
    if isinstance(registry, Registry):
        return registry
    return load_registry(locate(registry) if registry else None)
