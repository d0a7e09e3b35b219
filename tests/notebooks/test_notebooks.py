"""The notebooks as essays: a question, its answer in one short cell, one language, and nothing that is left over."""

import ast
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest

from analysis.reports import parameters, projects
from analysis.reports.translation import COMMENT, in_language, translations

ALL = (*parameters.REPORTS, parameters.LAB)
LONGEST = 15  # lines of a cell; of parameters, one each
PAGES = (
    "لقاء في عمّان\nنُشر: 3 مايو 2024\nقال وزير الخارجية الأردني إن بلاده والعراق تبحثان القمح. وزار العراق وفد من مصر.",
    "قمح العراق\nنُشر: 9 مايو 2024\nاتهم العراق إيران بقطع الماء، ونفت إيران ذلك. وقالت مصر إن القمح يكفي حتى يونيو.",
)


def read(name: str) -> Any:
    return nbformat.read(parameters.notebook_path(name), as_version=4)


def code_of(name: str) -> list[Any]:
    return [cell for cell in read(name).cells if cell.cell_type == "code"]


def is_parameters(cell: Any) -> bool:
    return "parameters" in cell.metadata.get("tags", [])


@pytest.mark.parametrize("name", ALL)
def test_cells_are_short(name: str) -> None:
    for cell in code_of(name):
        if not is_parameters(cell):
            assert len(cell.source.splitlines()) <= LONGEST, cell.id
        assert all(len(line) <= 120 for line in cell.source.splitlines()), cell.id


@pytest.mark.parametrize("name", ALL)
def test_no_cell_asks_whether_there_is_anything(name: str) -> None:
    for cell in code_of(name):
        nodes = list(ast.walk(ast.parse(cell.source)))
        assert not [node for node in nodes if isinstance(node, ast.If | ast.For | ast.While | ast.FunctionDef)], cell.id
        assert not [node for node in nodes if isinstance(node, ast.Attribute) and node.attr == "empty"], cell.id


@pytest.mark.parametrize("name", parameters.REPORTS)
def test_a_cell_shows_one_figure_and_one_table_under_its_question(name: str) -> None:
    cells = read(name).cells
    for before, cell in pairwise(cells):
        found = re.findall(r"report\.(figure|table|concordance|say)\(", cell.source) if cell.cell_type == "code" else []
        assert found.count("figure") <= 1 and found.count("table") + found.count("concordance") <= 1, cell.id
        if found:
            assert before.cell_type == "markdown" and before.source.startswith("## "), cell.id
            heading = before.source.splitlines()[0]
            assert heading.endswith("?") and len(before.source.splitlines()) > 2, cell.id


@pytest.mark.parametrize("name", ALL)
def test_a_parameter_has_its_type_and_its_meaning(name: str) -> None:
    (cell,) = (cell for cell in code_of(name) if is_parameters(cell))
    assert all(re.fullmatch(r"\w+: (str|int|bool) = \S+  # .+", line) for line in cell.source.splitlines())


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ar"])
def test_each_runs_alone_in_a_project_of_either_language(tmp_path: Path, language: str) -> None:
    project = projects.create(tmp_path / "mine", language=language)
    for number, text in enumerate(PAGES):
        (project / "data" / "articles" / f"{number}.txt").write_text(text, encoding="utf-8")
    for name in parameters.REPORTS:
        path, done = project / "notebooks" / f"{name}.ipynb", tmp_path / f"{name}.ipynb"
        papermill.execute_notebook(str(path), str(done), cwd=str(project), progress_bar=False, kernel_name="python3")
        outputs = [each for cell in nbformat.read(done, as_version=4).cells for each in cell.get("outputs", [])]
        assert {each["output_type"] for each in outputs} == {"display_data"}
        shown = "".join(each["data"]["text/html"] for each in outputs)
        assert f'lang="{language}"' in shown and 'class="finding"' in shown and 'class="table"' in shown


@pytest.mark.parametrize("name", ALL)
def test_no_output_is_kept_and_ids_are_told_once(name: str) -> None:
    notebook = read(name)
    nbformat.validate(notebook)
    assert not [cell.id for cell in notebook.cells if cell.get("outputs") or cell.get("execution_count")]
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("name", ALL)
def test_every_text_has_its_arabic(name: str) -> None:
    texts = translations()[name]
    english = {cell.id: cell.source for cell in read(name).cells if cell.cell_type == "markdown"}
    assert list(texts) == list(english)  # in the order of the notebook, none left over
    for id, text in texts.items():
        assert re.search("[\u0620-\u064a]", text) and not re.search("[\u0620-\u064a]{3}", strip(english[id])), id
        assert marks(text) == marks(english[id]), id


def strip(text: str) -> str:
    """Return English without its examples in Arabic, which are isolated."""
    return re.sub(r"<bdi>.*?</bdi>", "", text)


def marks(text: str) -> tuple[int, int, set[str]]:
    """Return what a text and its translation share: its level as a heading, rows of a table, and what is code."""
    heading = len(text) - len(text.lstrip("#"))
    return heading, len(re.findall(r"(?m)^\|", text)), set(re.findall(r"`[^`]+`", text))


def test_every_comment_has_its_arabic_and_none_is_left_over() -> None:
    cells = [cell for name in ALL for cell in code_of(name)]
    comments = {found[1] for cell in cells for found in COMMENT.findall(cell.source)}
    assert comments == set(translations()["comments"])


def test_there_is_arabic_for_no_other_notebook() -> None:
    assert set(translations()) - {"comments"} <= set(ALL)


@pytest.mark.parametrize("name", ALL)
def test_the_arabic_notebook_has_the_same_code(name: str) -> None:
    english, arabic = read(name), in_language(read(name), name, "ar", alone=True)
    for one, other in zip(english.cells, arabic.cells, strict=True):
        if one.cell_type == "code":
            assert ast.dump(ast.parse(one.source)) == ast.dump(ast.parse(other.source))
        else:
            assert other.source.startswith('<div dir="rtl"') and one.source != other.source
    assert in_language(read(name), name, "en") == english
