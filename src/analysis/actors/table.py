"""A table of actors in YAML: its entries and its sections, each with the line that it stands on. Private.

A file is a list of actors, or a mapping of sections: `actors:`, `ignore:`, `merge:`, `accept:`. A section may stand in
the list too (`- ignore: [...]`). `- id: name` is an actor in one line.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from analysis.actors.guess import id_of, type_of
from analysis.base.yaml_lines import compose, fault, plain

SECTIONS = ("ignore", "merge", "accept")
_ID = "lower-case Latin letters, digits and _"


class Entry(NamedTuple):
    """One actor of a table as it is written, and where.

    `kind` is `actor`, or of a name alone: `named` with an id (of an actor that is known, it is an alias), `accepted`.
    """

    fields: dict[str, Any]
    node: yaml.Node
    kind: str = "actor"


class Told(NamedTuple):
    """A name of a section (`value` is what a merged one becomes), and where."""

    name: str
    value: str
    node: yaml.Node


class Table(NamedTuple):
    """What a file holds."""

    entries: list[Entry]
    ignore: list[Told]
    merge: list[Told]


def parse(file: str, text: str) -> Table:
    """Return the entries and sections of a file. Raises RegistryError, with the line, where it is neither."""
    table = Table([], [], [])
    root = compose(text, file)
    if isinstance(root, yaml.MappingNode):
        plain(root, file)  # refuses a section that stands twice
        for key, value in root.value:
            _section(key.value, value, table, file)
    elif isinstance(root, yaml.SequenceNode):
        for node in root.value:
            _item(node, table, file)
    elif root is not None:
        raise fault(file, root, "(file)", "must be a list of actors; begin each with '- id: ...'")
    return table


def _item(node: yaml.Node, table: Table, file: str) -> None:
    """Take an entry of a list: an actor, `id: name`, or a section."""
    if not isinstance(node, yaml.MappingNode):
        raise fault(file, node, "(entry)", "is not an actor; write '- id: ...' with its fields below, or '- id: name'")
    fields = plain(node, file)
    if len(fields) == 1 and "id" not in fields:
        key, value = node.value[0]
        if key.value in SECTIONS:
            _section(key.value, value, table, file)
            return
        if isinstance(value, yaml.ScalarNode):
            table.entries.append(_in_one_line(str(fields[key.value]), key, id=key.value))
            return
    table.entries.append(Entry(fields, node))


def _in_one_line(name: str, node: yaml.Node, id: str = "") -> Entry:
    name = " ".join(name.split())
    fields = {"id": id or id_of(name), "ar": name, "en": "", "type": type_of(name)}
    return Entry(fields, node, "named" if id else "accepted")


def _section(name: str, node: yaml.Node, table: Table, file: str) -> None:
    if name not in ("actors", *SECTIONS):
        what = f"must be a list of actors, or have sections (actors, {', '.join(SECTIONS)}); {name!r} is none"
        raise fault(file, node, "(file)", what)
    if name == "merge":
        table.merge.extend(_merges(node, file))
        return
    for item in _items(node, name, file):
        if name == "actors" or (name == "accept" and isinstance(item, yaml.MappingNode)):
            _item(item, table, file)
        elif not isinstance(item, yaml.ScalarNode) or not item.value.strip():
            raise fault(file, item, name, "is no name; write a list of names, [first, second]")
        elif name == "accept":
            table.entries.append(_in_one_line(item.value, item))
        else:
            table.ignore.append(Told(" ".join(item.value.split()), "", item))


def _items(node: yaml.Node, field: str, file: str) -> list[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        items: list[yaml.Node] = node.value
        return items
    if isinstance(node, yaml.ScalarNode):
        return [node] if node.value.strip() else []
    raise fault(file, node, field, "must be a list; write [first, second]")


def _merges(node: yaml.Node, file: str) -> Iterator[Told]:
    if isinstance(node, yaml.ScalarNode) and not node.value.strip():
        return
    if not isinstance(node, yaml.MappingNode):
        raise fault(file, node, "merge", "must say what becomes what; write {old: new}, with the id of the new one")
    plain(node, file)
    for key, value in node.value:
        if not isinstance(value, yaml.ScalarNode) or not value.value.strip():
            raise fault(file, value, f"merge.{key.value}", "must be the id of the actor that it is; write {old: new}")
        yield Told(" ".join(key.value.split()), value.value.strip(), key)
