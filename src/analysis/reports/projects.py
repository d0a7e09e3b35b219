"""A project folder of one's own: notebooks, actors, themes, parameters, and a place for articles."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import nbformat
import papermill
import yaml

from analysis.base.notes import InputError, choice
from analysis.base.places import NOTEBOOKS, REPORTS, bundled
from analysis.reports.parameters import PROJECT, notebook_path
from analysis.reports.translation import in_language
from analysis.text import tables
from analysis.wording.phrases import LANGUAGES

OWN = {
    "source": "data/articles",
    "registry": "actors.yml",
    "dictionary": "topics.yml",
}  # what a project's notebooks take

# Ends the cell of the parameters: what papermill is told with -p comes in a cell after it.
FROM_FILE = """

# What the parameters.yml of this project says goes before what stands above.
from analysis.reports import parameters

globals().update(parameters.of_project("{name}"))"""


class Parameter(NamedTuple):
    """A parameter of a notebook: its value where it is told nothing, as YAML, and its meaning."""

    default: str
    meaning: str


def create(folder: str | os.PathLike[str], *, language: str = "en") -> Path:
    """Make a project in `folder`, which must be new or empty, and return its path.

    Holds README.md, actors.yml, topics.yml, parameters.yml, data/articles/ and notebooks/ (whose parameters are set to
    these, and whose text and findings are in `language`). Raises InputError where something is in the folder, or it
    cannot be written; ValueError for another language than English and Arabic.
    """
    choice("language", language, LANGUAGES)
    root = Path(folder).expanduser()
    try:
        if root.is_dir() and any(root.iterdir()):
            raise InputError(f"{root}: something is in that folder; name a new or an empty one")
        articles, notebooks = root / "data" / "articles", root / "notebooks"
        articles.mkdir(parents=True)
        notebooks.mkdir()
        template = tables.path("reports/data/project")
        for name in ("README.md", "actors.yml", "topics.yml"):
            shutil.copyfile(template / name, root / name)
        shutil.copyfile(template / "articles.md", articles / "README.md")
        (root / PROJECT).write_text(parameters_file(language), encoding="utf-8")
        for path in sorted(bundled("notebooks").glob("*.ipynb")):
            (notebooks / path.name).write_text(_own(path, language), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{root}: cannot be made ({error.strerror}); name another folder") from None
    return root


def parameters_file(language: str = "en") -> str:
    """Return a parameters file that tells every parameter of the reports, with its default and its meaning.

    What it says of the language is in force where that is not English.

    >>> "#language: en  # language of headings" in parameters_file()
    True
    """
    template = tables.path("reports/data/project")
    head, sweep = ((template / name).read_text(encoding="utf-8") for name in ("parameters.yml", "sweep.yml"))
    taken = {name: _parameters(name) for name in REPORTS}
    shared = _shared(taken)
    lines = ["", "# For all reports that take it", *_lines({k: v for k, v in shared.items() if k not in OWN}), ""]
    lines.append("# For one report")
    for name, held in taken.items():
        lines += [f"{name}:", *_lines({k: v for k, v in held.items() if shared.get(k) != v and k not in OWN}, "  ")]
    said = head + "\n".join(lines) + "\n" + sweep
    return said if language == "en" else said.replace("#language: en", f"language: {language}", 1)


def _parameters(name: str) -> dict[str, Parameter]:
    """Return the parameters of a notebook; the folder for its output is left out."""
    found = papermill.inspect_notebook(str(notebook_path(name)))
    return {key: _parameter(about) for key, about in found.items() if key != "out"}


def _parameter(about: dict[str, Any]) -> Parameter:
    value = yaml.safe_load(about["default"].replace("False", "false").replace("True", "true"))
    text = yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, default_style=None).splitlines()[0]
    return Parameter(text if value != "" else '""', about["help"])


def _shared(taken: dict[str, dict[str, Parameter]]) -> dict[str, Parameter]:
    """Return the parameters that mean the same in all reports that take them, of which there are at least two."""
    result: dict[str, Parameter] = {}
    for name in dict.fromkeys(name for held in taken.values() for name in held):
        found = [taken[each][name] for each in NOTEBOOKS if name in taken[each]]
        if len(found) > 1 and len(set(found)) == 1:
            result[name] = found[0]
    return result


def _lines(held: dict[str, Parameter], indent: str = "") -> Iterator[str]:
    for name, each in held.items():
        yield f"{indent}#{name}: {each.default}  # {each.meaning}"


def _own(path: Path, language: str) -> str:
    """Return a notebook in a language whose parameters name what is in the project, those of its parameters.yml."""
    notebook = in_language(nbformat.read(path, as_version=4), path.stem, language, alone=True)
    for cell in notebook.cells:
        if "parameters" in cell.metadata.get("tags", []):
            for name, value in OWN.items():
                cell.source = cell.source.replace(f'{name}: str = ""', f'{name}: str = "{value}"')
            cell.source = cell.source.replace('language: str = "en"', f'language: str = "{language}"')
            cell.source += FROM_FILE.format(name=path.stem)
    return nbformat.writes(notebook) + "\n"
