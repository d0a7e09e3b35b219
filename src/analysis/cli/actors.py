"""The command `analysis actors`: what the registry knows, whether a file of one's own is right, and new actors."""

from pathlib import Path
from typing import Annotated
from unicodedata import category

import typer

from analysis.actors.models import Actor
from analysis.actors.registry import Registry
from analysis.actors.registry_file import append, expanded, full_names, own_actors, tell, warnings_of
from analysis.base.places import REGISTRIES

app = typer.Typer(
    help="The registry of actors: list it, check a file of your own, add to it, find names that it lacks.\n\n"
    "Example: analysis actors list طالبان",
    no_args_is_help=True,
)
File = Annotated[str, typer.Option("--registry", metavar="FILE", help="YAML file that extends the built-in registry.")]


@app.command("list")
def list_actors(
    query: Annotated[str, typer.Argument(help="Part of an id, a name or an alias; without it, all actors.")] = "",
    registry: File = "",
) -> None:
    """Print the actors: id, type, Arabic and English name, aliases, one a line, with tabs between.

    Examples: analysis actors list pakistan; analysis actors list القاعدة --registry data/actors.yml
    """
    found = [actor for actor in _load(registry).actors.values() if _matches(actor, query)]
    for actor in found:
        _print("\t".join([actor.id, actor.type, actor.ar, actor.en, "، ".join(actor.aliases)]))
    if not found:
        _print(f"No actor has {query!r} in its id, names or aliases.", err=True)


@app.command()
def check(
    file: Annotated[str, typer.Argument(help="YAML file of actors; without it, actors.yml or data/actors.yml.")] = "",
) -> None:
    """Check a registry file: say what is wrong, where, and how to mend it; warn of what may mean too much.

    Example: analysis actors check data/actors.yml
    """
    from analysis.actors.registry import load_registry
    from analysis.base.places import locate
    from analysis.lemmas.common import is_common

    file = file or _usual()
    path = locate(file)
    registry = load_registry(path)
    own = own_actors(path, registry)
    forms = sum(len(set(full_names(actor))) for actor in own.values())
    _print(
        f"{file}: in order, {_counted(len(own), 'actor')} with {_counted(forms, 'name and alias', 'names and aliases')}"
    )
    for warning in warnings_of(own, registry, is_common):
        _print(f"{file}: warning: {warning}")


@app.command()
def add(
    name_ar: Annotated[str, typer.Argument(help="Arabic name, as figures show it and texts have it.")],
    name_en: Annotated[str, typer.Option(help="English name.")],
    kind: Annotated[str, typer.Option("--type", help="state, government, armed_group, organisation or person.")],
    id: Annotated[str, typer.Option(help="Id; without it, made of the English name.")] = "",
    alias: Annotated[
        list[str] | None, typer.Option(help="Another name (repeatable); (a|b) gives alternatives.")
    ] = None,
    short: Annotated[
        list[str] | None, typer.Option(help="Form that means the actor once it is named in full (repeatable).")
    ] = None,
    member_of: Annotated[list[str] | None, typer.Option(help="Id of what it belongs to (repeatable).")] = None,
    file: Annotated[
        str, typer.Option(help="YAML file to add to, made where there is none; else actors.yml or data/actors.yml.")
    ] = "",
) -> None:
    """Add an actor to a registry file. What stands in the file stays as it is; nothing is written if it would not load.

    Example: analysis actors add "جبهة الإنقاذ" --name-en "Salvation Front" --type organisation --alias "حزب الإنقاذ"
    """
    from analysis.actors.guess import state_id
    from analysis.actors.registry import RegistryError, load_registry
    from analysis.lemmas.common import is_common

    file = file or _usual()
    path = _writable(file)
    known = load_registry(path if path.exists() else None)
    id = id or state_id(name_en)
    if id in known.actors:
        raise RegistryError(
            f"--id {id}: is there already ({known.name(id)}); "
            f"choose another id, or write further names of that actor into {file}"
        )
    entry: dict[str, str | list[str]] = {"id": id, "ar": _plain(name_ar), "en": _plain(name_en), "type": kind}
    for field, values in (("aliases", alias), ("short", short), ("member_of", member_of)):
        if values:
            entry[field] = [_plain(value) for value in values]
    registry = append(path, entry)
    _print(f"{path}: {id} added")
    for warning in warnings_of({id: registry.actors[id]}, registry, is_common):
        _print(f"{path}: warning: {warning}")


Names = Annotated[list[str], typer.Argument(help="Names as the texts have them, or ids.", metavar="NAME...")]
Own = Annotated[str, typer.Option(help="YAML file to write to; else actors.yml or data/actors.yml.")]


@app.command()
def accept(
    names: Names,
    name_en: Annotated[str, typer.Option(help="English name, of one NAME; its id is made of it.")] = "",
    file: Own = "",
) -> None:
    """Count names beyond the registry as actors: they are found as the registry's are from then on.

    The type is guessed from the first word; to change it, or the name that is shown, edit the line in the file.

    Examples: analysis actors accept "رابطة الناسجين"; analysis actors accept "رابطة البنائين" --name-en "Masons"
    """
    from analysis.base.notes import InputError

    if name_en and len(names) > 1:
        raise InputError(f"--name-en {name_en}: {len(names)} names are given; accept them one by one")
    _tell(file, "accept", dict.fromkeys(map(_plain, names), _plain(name_en)))


@app.command()
def ignore(names: Names, file: Own = "") -> None:
    """Take names for no actors, wherever they stand.

    Example: analysis actors ignore "نهر النيل" "كأس العالم"
    """
    _tell(file, "ignore", dict.fromkeys(map(_plain, names), ""))


@app.command()
def merge(
    names: Names,
    into: Annotated[str, typer.Option(help="Id of the one actor; without it, the last NAME.")] = "",
    file: Own = "",
) -> None:
    """Make one actor of several: ids, or names, become the actor whose id stands last.

    Example: analysis actors merge "المنظمة الأممية" united_nations
    """
    from analysis.base.notes import InputError

    *old, new = [*map(_plain, names), *([into] if into else [])]
    if not old:
        raise InputError("merge: one name alone; write what becomes what, 'analysis actors merge OLD NEW'")
    _tell(file, "merge", dict.fromkeys(old, new))


def _tell(file: str, section: str, told: dict[str, str]) -> None:
    path = _writable(file or _usual())
    tell(path, section, told)
    _print(f"{path}: {section}: {', '.join(told)}")


@app.command()
def candidates(
    source: Annotated[str, typer.Argument(help="Folder (or file) of articles; without it, the shipped sample.")] = "",
    top: Annotated[int, typer.Option(min=1, help="Names at most.")] = 20,
    registry: File = "",
) -> None:
    """Print names that the registry lacks, the most widespread first, as YAML to paste into a registry file.

    Look at each id, English name and type before you keep it.

    Example: analysis actors candidates data/articles --top 10 > new.yml
    """
    import analysis
    from analysis.candidates.find import find_candidates

    corpus = analysis.read(source, registry=_load(registry), entities="auto")
    found = find_candidates(corpus, top=top)
    for row in found.itertuples():
        _print(f"# {_counted(row.articles, 'article')}, {_counted(row.mentions, 'mention')}, {row.type}")
        for sentence in row.sentences[:1]:
            _print(f"#   {' '.join(sentence.split())}")
        _print(row.entry)
    if not len(found):
        _print("# No name that the registry lacks was found.")


def _usual() -> str:
    """Return the registry file of the project that the current folder is."""
    return next((file for file in REGISTRIES if Path(file).is_file()), REGISTRIES[-1])


def _writable(file: str) -> Path:
    """Return the path of a registry file: where `locate` finds it, or where it is to be made."""
    from analysis.base.notes import InputError
    from analysis.base.places import locate

    try:
        path = locate(file).resolve()  # a link stays a link
    except InputError:
        path = Path(file).expanduser()
    if path.is_dir() or not path.parent.is_dir():
        what = "is a folder" if path.is_dir() else f"there is no folder {path.parent}"
        raise InputError(f"--file {file}: {what}; name a YAML file in a folder that is there")
    return path


def _load(registry: str) -> "Registry":
    from analysis.actors.registry import load_registry
    from analysis.base.places import locate

    # In a project of one's own its actors are known without being asked for, as `check` and `add` take them.
    registry = registry or next((file for file in REGISTRIES[:1] if Path(file).is_file()), "")
    return load_registry(locate(registry) if registry else None)


def _matches(actor: "Actor", query: str) -> bool:
    from analysis.text.folding import normalize

    wanted = normalize(query).casefold().strip()
    told = [actor.id, actor.en.casefold(), *full_names(actor), *expanded([*actor.short, *actor.descriptions])]
    return any(wanted in text for text in told)


def _counted(number: int, one: str, more: str = "") -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def _print(text: str, err: bool = False) -> None:
    typer.echo(_plain(text), err=err)


def _plain(text: str) -> str:
    """Return text without the characters that steer a terminal or turn the direction of writing."""
    return "".join(each for each in text if each in "\n\t" or category(each)[0] != "C")
