"""What a name beyond the registry is: told from the lab, written into the project's file of actors."""

from pathlib import Path

from analysis.actors.registry import Registry
from analysis.actors.registry_file import tell
from analysis.base.places import REGISTRIES, project_root


def accept(*names: str, name_en: str = "", registry: str | Path = "") -> Registry:
    """Count names as actors from the next reading on, and return the registry that knows them.

    They are written into `registry`, a YAML file, or the project's `actors.yml`; all else in it stays. `name_en` is
    the English name of a single one. Raises InputError where the file would not load with them; it is then untouched.
    """
    if name_en and len(names) != 1:
        raise ValueError(f"name_en={name_en!r}: {len(names)} names are given; accept them one by one")
    return tell(own_file(registry), "accept", dict.fromkeys(names, name_en))


def ignore(*names: str, registry: str | Path = "") -> Registry:
    """Take names for no actors, wherever they stand; as `accept`."""
    return tell(own_file(registry), "ignore", dict.fromkeys(names, ""))


def merge(*names: str, into: str, registry: str | Path = "") -> Registry:
    """Let names, or ids, mean the actor with the id `into`; as `accept`."""
    return tell(own_file(registry), "merge", dict.fromkeys(names, into))


def own_file(registry: str | Path) -> Path:
    """Return the file of actors that was named, or that of the project; it need not be there yet."""
    root = project_root() or Path.cwd()
    if registry:
        path = Path(registry).expanduser()
        return path if path.exists() or path.is_absolute() else root / path
    return next((root / name for name in REGISTRIES if (root / name).is_file()), root / REGISTRIES[0])
