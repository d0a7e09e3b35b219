"""The house: which room may import which, what leaves a file, how much a face says.

`python tests/test_house.py [PACKAGE]` prints the counts: of names at the top, floors, circles and arrows back.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "analysis"
FLOORS = [
    "base text",
    "lemmas dates actors wording",
    "names sources pages plots",
    "corpus",
    "topics networks candidates voices",
    "relations stories profiles",
    "timeline evidence checking show query",
    "explore reports",
    "cli",
]
TO_COME: set[str] = set()  # rooms that are planned: a floor is kept for them
FLOOR = {room: number for number, rooms in enumerate(FLOORS, 1) for room in rooms.split()}
FACE = 40  # lines that the face of a room stays under
HEAD = 118  # characters of a line that heads the half of a file
FILES = sorted(PACKAGE.rglob("*.py"))
NAMES = [path.relative_to(PACKAGE).as_posix() for path in FILES]


def room_of(path: Path, package: Path = PACKAGE) -> str:
    """Return the room of a file: the folder or the file at the top of the package; empty for the package itself."""
    first = path.relative_to(package).parts[0]
    return first.removesuffix(".py").replace("__init__", "")


def imported(node: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield the modules of this package that a node imports, each with the name that is taken from it."""
    if isinstance(node, ast.Import):
        yield from ((each.name, "") for each in node.names if each.name.split(".")[0] == "analysis")
    elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "analysis":
        yield from ((node.module or "", each.name) for each in node.names)


def rooms_imported(node: ast.AST) -> set[str]:
    """Return the rooms that a node imports; `analysis` alone is that of its face, which is lazy."""
    return {([*f"{module}.{name}".split("."), ""])[1] for module, name in imported(node)} - {""}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_rooms_import_from_lower_floors_only(path: Path) -> None:
    own = room_of(path)
    if not own:  # the package itself names its rooms and imports none
        return
    for node in ast.walk(tree_of(path)):
        for other in rooms_imported(node):
            assert other == own or FLOOR[other] < FLOOR[own], f"line {node.lineno}: {own} imports {other}"


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_a_name_is_imported_from_the_file_that_defines_it(path: Path) -> None:
    if path.name == "__init__.py":  # a face hands on
        return
    for node in ast.walk(tree_of(path)):
        for module, name in imported(node):
            file = PACKAGE / Path(*module.split(".")[1:])
            assert not name.startswith("_"), f"line {node.lineno}: {name} is private to {module}"
            if name and file.is_dir():  # of a folder, only its files
                inside = (file / f"{name}.py").is_file() or module == "analysis"
                assert inside, f"line {node.lineno}: {name} comes through the face of {module}"
            elif name:
                assert name in defined(file.with_suffix(".py")), f"line {node.lineno}: {module} does not define {name}"


def defined(path: Path) -> set[str]:
    """Return the names that a file defines itself."""
    names: set[str] = set()
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
            names |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return names


@pytest.mark.parametrize("path", [path for path in FILES if path.name == "__init__.py" and room_of(path)], ids=room_of)
def test_faces_are_short_and_define_nothing(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree), "says what the room is for"
    assert len(path.read_text(encoding="utf-8").splitlines()) < FACE
    kinds = {type(node) for node in tree.body[1:]}
    assert kinds <= {ast.ImportFrom, ast.Assign}, "imports names and lists them, no more"
    listed = [name for node in tree.body if isinstance(node, ast.Assign) for name in ast.literal_eval(node.value)]
    assert sorted(listed) == sorted(name for node in tree.body for _, name in imported(node))


def test_every_room_has_a_floor_and_every_floor_its_rooms() -> None:
    assert {room_of(path) for path in FILES} - {""} | TO_COME == set(FLOOR)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_files_are_set_out_in_one_form(path: Path) -> None:
    says = ast.get_docstring(tree_of(path)) or ""
    assert says, "the first line says what the file turns into what"
    assert not re.search(r"\b(Public|Private) (in|to)\b", says), "the folder tells"
    heads = re.findall(r"(?m)^# -.*", path.read_text(encoding="utf-8"))
    assert [head for head in heads if not re.fullmatch(r"# --- .+ -+", head) or len(head) != HEAD] == []


def test_the_package_names_its_rooms() -> None:
    import analysis

    assert set(analysis.__all__) - {"Corpus", "read", "show_versions"} <= set(FLOOR)
    assert all(getattr(analysis, name) for name in analysis.__all__)


# --- counts ---------------------------------------------------------------------------------------------------------
def counts(package: Path) -> dict[str, int]:
    """Return what can be counted of a house, of this one and of one whose modules lie side by side."""
    files = {path: room_of(path, package) for path in package.rglob("*.py") if room_of(path, package) != ""}
    graph, hidden = nx.DiGraph(), 0
    graph.add_nodes_from(files.values())
    for path, own in files.items():
        tree = tree_of(path)
        graph.add_edges_from((own, other) for node in ast.walk(tree) for other in rooms_imported(node) - {own})
        inner = [node for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) for node in ast.walk(each)]
        hidden += sum(bool(rooms_imported(node)) for node in {id(node): node for node in inner}.values())
    graph = graph.subgraph(set(files.values())).copy()
    circles = [group for group in nx.strongly_connected_components(graph) if len(group) > 1]
    whole = nx.condensation(graph)
    back = [(a, b) for a, b in graph.edges if a in FLOOR and b in FLOOR and FLOOR[b] >= FLOOR[a]]
    return {
        "names at the top": len(files.values()) and len(set(files.values())),
        "floors": nx.dag_longest_path_length(whole) + 1,
        "circles": len(circles),
        "rooms in circles": sum(map(len, circles)),
        "arrows back or sideways": len(back),
        "imports of rooms inside functions": hidden,
    }


if __name__ == "__main__":
    for name, count in counts(Path(sys.argv[1]) if len(sys.argv) > 1 else PACKAGE).items():
        print(f"{count:5} {name}")
