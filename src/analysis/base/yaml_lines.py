"""YAML that people write: plain values, and where each stands, so that a fault is told with its line.

Aliases are counted before they are followed: ten lines of ten aliases each stand for thousands of millions of entries.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BeforeValidator

from analysis.base.limits import SETTING, most
from analysis.base.notes import InputError

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 50  # entries within each other; a registry has five
LONGEST = 100  # characters of a number, a day or a truth value
LARGEST = 10 << 20  # bytes of a file; the built-in registry has a hundredth of it
_SCALARS = yaml.SafeLoader("")


def _listed(value: Any) -> Any:
    """Return a single word as a list, and a list within a list (a YAML anchor used again) as part of it."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [word for each in value for word in (each if isinstance(each, list) else [each])]
    return value


Strings = Annotated[list[str], BeforeValidator(_listed)]  # a single one may stand where a list is expected


class YamlError(InputError):
    """A file that cannot be used; the message names file, line and field, and how to mend it."""


def read(path: Path, holds: str) -> str:
    """Return the text of a file that `holds` something. Raises YamlError where it cannot be read."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise YamlError(f"{path}: cannot be read ({error}); give a UTF-8 YAML file of {holds}") from error
    if len(data) > LARGEST:
        raise YamlError(f"{path}: more than {LARGEST >> 20} MiB; split it, and name one part")
    return text


def compose(text: str, file: str) -> yaml.Node | None:
    """Return the root node of a YAML text, None where it is empty. Raises YamlError where it is none, or too much."""
    try:
        _count(text, file)
        root: yaml.Node | None = yaml.compose(text, Loader=LOADER)
    except (yaml.YAMLError, ValueError) as error:
        if isinstance(error, YamlError):
            raise
        mark = getattr(error, "problem_mark", None)
        problem = " ".join(str(getattr(error, "problem", None) or error).split())
        what = f"not YAML ({problem}); check quotes, colons and indentation (spaces, no tabs)"
        raise YamlError(f"{file}, line {mark.line + 1 if mark else 1}: {what}") from error
    return root


def _count(text: str, file: str) -> None:
    """Refuse YAML that is nested too deep, or has too many entries once its aliases are written out."""
    limit, total = most("nodes"), 0
    sizes: dict[str, int] = {}  # entries that an anchor stands for
    begun: list[tuple[str | None, int]] = []  # anchors of the lists and mappings around, and how many came before
    for event in yaml.parse(text, Loader=LOADER):
        if isinstance(event, yaml.AliasEvent):
            total += sizes.get(event.anchor or "", 1)
        elif isinstance(event, yaml.ScalarEvent):
            total += 1
            sizes[event.anchor or ""] = 1
        elif isinstance(event, yaml.CollectionStartEvent):
            begun.append((event.anchor, total))
            total += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = begun.pop()
            sizes[anchor or ""] = total - before
        if len(begun) > DEEPEST:
            raise YamlError(f"{_place(file, event)}: more than {DEEPEST} lists within each other; write fewer")
        if total > limit:
            what = f"more than {limit:,} entries, aliases (*name) written out; use fewer aliases"
            raise YamlError(f"{_place(file, event)}: {what}, or set {SETTING}NODES={10 * limit} if you trust it")


def _place(file: str, event: yaml.Event) -> str:
    return f"{file}, line {event.start_mark.line + 1 if event.start_mark else 1}"


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
        if len(node.value) > LONGEST and node.tag != "tag:yaml.org,2002:str":
            raise ValueError("too long for a number")  # reading it would take a time that grows with its square
        return _SCALARS.construct_object(node)
    except (yaml.YAMLError, ValueError) as error:
        raise fault(file, node, "(value)", f"{abridged(node.value)} cannot be read; put it in quotes") from error


def abridged(value: Any) -> str:
    """Return a value as a message tells it: its beginning, where it is long."""
    text = repr(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


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
