"""YAML that people write: plain values, and where each stands, so that a fault is told with its line."""

from collections.abc import Iterable
from typing import Any

import yaml

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SCALARS = yaml.SafeLoader("")


class YamlError(ValueError):
    """A file that cannot be used; the message names file, line and field, and how to mend it."""


def plain(node: yaml.Node, file: str, way: tuple[yaml.Node, ...] = ()) -> Any:
    """Return what a node holds, refusing a key that stands twice."""
    if node in way:
        raise fault(file, node, "(entry)", "holds itself; write it out")
    way = (*way, node)
    if isinstance(node, yaml.MappingNode):
        pairs: dict[str, Any] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise fault(file, key, "(field)", "is no name of a field; write 'field: value'")
            if key.value in pairs:
                raise fault(file, key, key.value, "stands twice in one entry; keep one")
            pairs[key.value] = plain(value, file, way)
        return pairs
    if isinstance(node, yaml.SequenceNode):
        return [plain(item, file, way) for item in node.value]
    try:
        return _SCALARS.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        raise fault(file, node, "(value)", f"{node.value!r} cannot be read; put it in quotes") from error


def node_at(node: yaml.Node, loc: Iterable[Any]) -> yaml.Node:
    """Return the deepest node on the way to a field."""
    for part in loc:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == part]
            if not found:
                break
            key, value = found[0]
            node = value if isinstance(value, yaml.CollectionNode) else key
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
    return node


def fault(file: str, node: yaml.Node | None, field: str, what: str) -> YamlError:
    """Return the error that names file, line and field."""
    line = f", line {node.start_mark.line + 1}" if node is not None else ""
    return YamlError(f"{file}{line}, field {field}: {what}")
