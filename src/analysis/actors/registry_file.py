"""A registry file of one's own: an actor added to it, and what may be wrong with what it holds."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import yaml

from analysis.actors.guess import id_of, state_id, type_of
from analysis.actors.models import Actor, expand
from analysis.actors.registry import Registry, RegistryError, load_registry
from analysis.actors.table import parse
from analysis.base.yaml_lines import compose, read


# --- the file -------------------------------------------------------------------------------------------------------
def append(path: Path, entry: dict[str, str | list[str]]) -> "Registry":
    """Append an actor to a registry file, whose bytes stay as they are, and return the registry that it makes.

    Raises RegistryError where the result would not load; the file is then untouched.
    """
    old = path.read_bytes() if path.exists() else b""
    return _written(path, old + _block(entry, old, _indent(path, old)), "with the new actor")


def tell(path: Path, section: str, told: Mapping[str, str]) -> "Registry":
    """Add names to a section of a registry file (`accept`, `ignore`, `merge`) and return the registry that it makes.

    `told` are the names: of `merge` each with the id that it becomes, of `accept` with its English name, or "". All
    else in the file stays as it is, comments too. Raises RegistryError where the result would not load; the file is
    then untouched.
    """
    old = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    known = load_registry(path if path.exists() else None)
    items = [_item(section, name, value, known) for name, value in told.items()]
    root = compose(old, str(path))
    node = _section(root, section)
    if node is None:
        opened, closed = "{}" if section == "merge" else "[]"
        dash = "" if isinstance(root, yaml.MappingNode) else " " * (root.start_mark.column if root else 0) + "- "
        gap = "" if not old or old.endswith("\n") else "\n"
        new = f"{old}{gap}{dash}{section}: {opened}{', '.join(items)}{closed}\n"
    elif node.flow_style:
        at = node.end_mark.index - 1
        new = old[:at] + (", " if node.value else "") + ", ".join(items) + old[at:]
    else:
        last = node.value[-1][1] if section == "merge" else node.value[-1]
        dash = "" if section == "merge" else "- "
        lines = "".join(f"\n{' ' * node.start_mark.column}{dash}{item}" for item in items)
        new = old[: last.end_mark.index] + lines + old[last.end_mark.index :]
    return _written(path, new.encode(), f"with what is to stand under {section!r}")


def _section(root: yaml.Node | None, name: str) -> yaml.CollectionNode | None:
    """Return the list (or mapping) that stands under a section, where it is one already."""
    items = root.value if isinstance(root, yaml.SequenceNode) else [root]
    pairs = (pair for item in items if isinstance(item, yaml.MappingNode) for pair in item.value)
    found = (value for key, value in pairs if key.value == name and isinstance(value, yaml.CollectionNode))
    return next((value for value in found if value.flow_style or value.value), None)


def _item(section: str, name: str, value: str, known: "Registry") -> str:
    """Return what is told of a name as an item of its section."""
    if section == "merge":
        return f"{_scalar(name)}: {_scalar(value)}"
    if not value:
        return _scalar(name)
    id = state_id(value) or id_of(name)
    if id in known.actors:
        raise RegistryError(
            f"{value}: the registry has this actor ({id}); merge {name!r} into it, or choose another name"
        )
    return _scalar({"id": id, "ar": name, "en": value, "type": type_of(name)})


def _scalar(value: str | dict[str, str]) -> str:
    """Return a value as YAML writes it within a list."""
    text: str = yaml.safe_dump([value], allow_unicode=True, default_flow_style=True, sort_keys=False, width=10_000)
    return text.strip()[1:-1]


def _written(path: Path, text: bytes, what: str) -> "Registry":
    """Put a text in the place of a registry file, if it loads."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text)
        try:
            registry = load_registry(name)
        except RegistryError as error:
            told = str(error).replace(name, str(path))
            raise RegistryError(f"{told} ({what}; nothing was written)") from None
        if path.exists():
            shutil.copymode(path, name)
        else:
            os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    finally:
        Path(name).unlink(missing_ok=True)
    return registry


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _block(entry: dict[str, str | list[str]], old: bytes, indent: str) -> bytes:
    """Return an actor as lines to append to `old`, in its line ends."""
    text = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=1000)
    lines = [indent + line for line in text.splitlines()]
    gap = [] if not old.strip() else [""] if old.endswith(b"\n") else ["", ""]
    end = "\r\n" if b"\r\n" in old else "\n"
    return (end.join([*gap, *lines]) + end).encode()


def _indent(path: Path, old: bytes) -> str:
    """Return the spaces before the dashes of the list that a file holds."""
    try:
        root = yaml.compose(old.decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError):
        return ""  # loading it tells what is wrong
    if isinstance(root, yaml.SequenceNode) and root.flow_style:
        what = "the list stands in brackets [...]; write each actor as lines that begin with '- id: ...'"
        raise RegistryError(f"{path}, line {root.start_mark.line + 1}: {what}")
    return " " * root.start_mark.column if root else ""


# --- what may be wrong ----------------------------------------------------------------------------------------------
def own_actors(path: Path, registry: "Registry") -> dict[str, "Actor"]:
    """Return the actors that a file has entries for."""
    ids = (entry.fields["id"] for entry in parse(str(path), read(path, "actors")).entries)
    return {id: registry.actors[id] for id in (registry.merged.get(id, id) for id in ids)}


def warnings_of(own: dict[str, "Actor"], registry: "Registry", is_common: Callable[[str], bool]) -> Iterator[str]:
    """Yield what may go wrong with actors that load: common words as names, and names that another claims too."""
    claims: dict[str, dict[str, None]] = {}
    for id, actor in registry.actors.items():
        for form in {*full_names(actor), *expanded(actor.short)}:
            claims.setdefault(form, {})[id] = None
    for id, actor in own.items():
        ruled = {form for rule in actor.context for form in expanded(rule.form)}
        for form in dict.fromkeys([*full_names(actor), *expanded(actor.short)]):
            others = [each for each in claims[form] if each != id]
            if others:
                how = "rules under 'context' decide" if form in ruled else "it is decided by what the article has named"
                yield f"{id}: {form!r} is claimed by {', '.join(others)} too; {how}"
        for form in dict.fromkeys(full_names(actor)):
            if form not in ruled and is_common(form):
                yield (
                    f"{id}: {form!r} is a common word, and every one will count as a mention; "
                    "make it longer, move it to 'short', or add a rule under 'context'"
                )


def full_names(actor: "Actor") -> list[str]:
    """Return the normalised forms that name an actor by themselves."""
    return expanded([actor.ar, *actor.aliases, *actor.capital])


def expanded(forms: list[str]) -> list[str]:

    return [text for form in forms for text in expand(form)]
