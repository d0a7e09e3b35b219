"""A registry file of one's own: an actor added to it, and what may be wrong with what it holds."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from analysis.actors.models import Actor, expand
from analysis.actors.registry import Registry, RegistryError, load_registry
from analysis.actors.table import parse
from analysis.base.yaml_lines import read


# --- the file ---------------------------------------------------------------------------------------------------------
def append(path: Path, entry: dict[str, str | list[str]]) -> "Registry":
    """Append an actor to a registry file, whose bytes stay as they are, and return the registry that it makes.

    Raises RegistryError where the result would not load; the file is then untouched.
    """
    old = path.read_bytes() if path.exists() else b""
    text = _block(entry, old, _indent(path, old))
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(old + text)
        try:
            registry = load_registry(name)
        except RegistryError as error:
            told = str(error).replace(name, str(path))
            raise RegistryError(f"{told} (with the new actor; nothing was written)") from None
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
    import yaml

    text = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=1000)
    lines = [indent + line for line in text.splitlines()]
    gap = [] if not old.strip() else [""] if old.endswith(b"\n") else ["", ""]
    end = "\r\n" if b"\r\n" in old else "\n"
    return (end.join([*gap, *lines]) + end).encode()


def _indent(path: Path, old: bytes) -> str:
    """Return the spaces before the dashes of the list that a file holds."""
    import yaml

    try:
        root = yaml.compose(old.decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError):
        return ""  # loading it tells what is wrong
    if isinstance(root, yaml.SequenceNode) and root.flow_style:
        what = "the list stands in brackets [...]; write each actor as lines that begin with '- id: ...'"
        raise RegistryError(f"{path}, line {root.start_mark.line + 1}: {what}")
    return " " * root.start_mark.column if root else ""


# --- what may be wrong ------------------------------------------------------------------------------------------------
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
