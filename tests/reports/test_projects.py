"""A project folder of one's own, from `analysis new` to a report."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pandas as pd
import papermill
import pytest
import yaml

import analysis
from analysis import actors, topics
from analysis.reports import parameters, projects
from analysis.sources import InputError
from analysis.sources.read import list_files

PAGE = """اجتماع في كابل حول مياه النهر
نُشر: 4 يونيو 2023
بحثت حركة حماية البشتون مع مسؤولين من باكستان شح المياه في الولايات الشرقية.
وقال متحدث باسم حركة حماية البشتون إن موارد المياه تكفي إذا أحسن توزيعها.
"""


def uncommented(path: Path) -> str:
    """Return a file with all that is switched off switched on, as its head says: the # of these lines taken away."""
    return re.sub(r"(?m)^( *)#(?! \S)", r"\1", path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return projects.create(tmp_path_factory.mktemp("projects") / "deep" / "mine")


def test_everything_is_there(made: Path) -> None:
    assert {path.name for path in made.iterdir()} == {
        *("README.md", "actors.yml", "topics.yml", "parameters.yml", "data", "notebooks")
    }
    assert {f"{name}.ipynb" for name in parameters.REPORTS} <= {path.name for path in (made / "notebooks").iterdir()}
    assert [path.name for path in (made / "data" / "articles").iterdir()] == ["README.md"]
    readme = (made / "README.md").read_text(encoding="utf-8")
    commands = ("analysis read data/articles", "analysis report --params parameters.yml", "jupyter lab notebooks")
    assert all(command in readme for command in commands)


def test_examples_load_as_they_are_and_switched_on(made: Path, tmp_path: Path) -> None:
    assert len(actors.load_registry(made / "actors.yml")) == len(actors.load_registry())
    assert len(topics.load_dictionary(made / "topics.yml")) == len(topics.load_dictionary())
    for name in ("actors.yml", "topics.yml"):
        (tmp_path / name).write_text(uncommented(made / name), encoding="utf-8")
    assert "pashtun_tahafuz_movement" in actors.load_registry(tmp_path / "actors.yml").actors
    assert "تي تي بي" in actors.load_registry(tmp_path / "actors.yml").actors["pakistani_taliban"].aliases
    assert topics.load_dictionary(tmp_path / "topics.yml").name("water") == "Water and rivers"


def test_the_parameters_file_holds_every_parameter_with_its_default(made: Path, monkeypatch) -> None:
    monkeypatch.chdir(made)
    given = parameters.from_file("parameters.yml", parameters.REPORTS)
    assert given["topics"] == {"source": "data/articles", "registry": "actors.yml", "dictionary": "topics.yml"}
    Path("all.yml").write_text(uncommented(made / "parameters.yml"), encoding="utf-8")
    runs = parameters.runs("all.yml", parameters.REPORTS)
    Path("all.yml").unlink()
    assert [run.name for run in runs] == ["2021", "2022"]  # its example of a sweep
    for name in parameters.REPORTS:
        told = {**parameters.defaults(name), **given[name]}
        assert runs[0].parameters[name] == {**told, "start": "2021-01-01", "end": "2021-12-31"}


def test_parameters_stand_once(made: Path) -> None:
    text = (made / "parameters.yml").read_text(encoding="utf-8")
    whole = yaml.safe_load(uncommented(made / "parameters.yml"))
    assert list(whole)[:3] == ["source", "registry", "dictionary"]
    assert text.count("#lemmatizer:") == 1 and "unit" in whole["actors"] and "lemmatizer" not in whole["actors"]
    assert all("  # " in line for line in text.splitlines() if line.lstrip().startswith("#top:"))


def test_its_notebooks_read_what_lies_beside_them(made: Path) -> None:
    for path in (made / "notebooks").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        cells = [cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
        assert any('source: str = "data/articles"' in cell for cell in cells) or not cells
        assert not any('registry: str = ""' in cell or 'dictionary: str = ""' in cell for cell in cells)


def test_the_readme_of_the_articles_is_no_article(made: Path) -> None:
    with pytest.raises(InputError, match="empty; put articles"):
        list_files(made / "data" / "articles")


def test_an_arabic_project_reads_in_arabic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = projects.create(tmp_path / "mine", language="ar")
    for path in (project / "notebooks").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        nbformat.validate(notebook)
        text = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
        assert all(each.startswith('<div dir="rtl" lang="ar">') for each in text) and len(set(text)) == len(text)
        (cell,) = (cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
        assert 'language: str = "ar"  # لغة' in cell.source
        assert set(papermill.inspect_notebook(str(path))) == set(parameters.takes(path.stem))
    monkeypatch.chdir(project)
    assert parameters.from_file("parameters.yml")["actors"]["language"] == "ar"


def test_a_project_is_in_a_language_that_there_is(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="language='fr'"):
        projects.create(tmp_path / "mine", language="fr")
    assert not (tmp_path / "mine").exists()


def test_only_a_new_or_empty_folder(tmp_path: Path) -> None:
    assert projects.create(tmp_path) == tmp_path  # empty
    with pytest.raises(InputError, match="something is in that folder"):
        projects.create(tmp_path)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be made"):
        projects.create(tmp_path / "file")


def test_its_notebooks_find_its_parameters(tmp_path: Path, monkeypatch) -> None:
    project = projects.create(tmp_path / "mine")
    text = "قال الوزير في كابل إن المحادثات مستمرة مع باكستان."
    (project / "data" / "articles" / "t.csv").write_text(f"Foo,Bar\nأول,{text}\n", encoding="utf-8")
    mine = "source: data/articles\ncolumns: body=Bar, title=Foo\ntop: 7\nactors: {unit: article}\nexplore: {rows: 3}\n"
    (project / "parameters.yml").write_text(mine, encoding="utf-8")
    told = {}
    for folder in (project, project / "notebooks"):  # papermill and JupyterLab
        monkeypatch.chdir(folder)
        for name in (*parameters.REPORTS, parameters.LAB):
            notebook = nbformat.read(project / "notebooks" / f"{name}.ipynb", as_version=4)
            (cell,) = (cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
            scope: dict = {}
            exec(cell.source, scope)
            told[name] = scope
            assert scope["columns"] == "body=Bar, title=Foo" and scope.get("top", 7) == 7
            assert len(analysis.read(scope["source"], columns=scope["columns"])) == 1
    assert (
        told["actors"]["unit"] == "article" and told["explore"]["unit"] == "sentence" and told["explore"]["rows"] == 3
    )
    assert parameters.from_file(project / "parameters.yml")["topics"]["columns"] == "body=Bar, title=Foo"


def test_papermill_goes_before_the_file(tmp_path: Path) -> None:
    project = projects.create(tmp_path / "mine")
    with (project / "parameters.yml").open("a", encoding="utf-8") as file:
        file.write("language: ar\n")
    for path in (project / "notebooks").glob("*.ipynb"):
        about = papermill.inspect_notebook(str(path))
        assert set(about) == set(parameters.takes(path.stem))
    notebook = papermill.iorw.load_notebook_node(str(project / "notebooks" / "overview.ipynb"))
    filled = papermill.parameterize.parameterize_notebook(notebook, {"language": "en"})
    code = [cell for cell in filled.cells if set(cell.metadata.get("tags", [])) & {"parameters", "injected-parameters"}]
    assert "parameters.of_project" in code[0].source and 'language = "en"' in code[1].source


def test_a_report_with_an_actor_and_a_theme_of_ones_own(made: Path) -> None:
    (made / "data" / "articles" / "one.txt").write_text(PAGE, encoding="utf-8")
    for name in ("actors.yml", "topics.yml"):
        (made / name).write_text(uncommented(made / name), encoding="utf-8")
    command = [sys.executable, "-m", "analysis.cli", "report", "--params", "parameters.yml"]
    command += ["--only", "actors,topics", "--jobs", "2", "--quiet"]
    done = subprocess.run(command, cwd=made, capture_output=True, text=True, encoding="utf-8", env={**os.environ})
    assert done.returncode == 0, done.stderr
    out = made / "reports" / "articles"
    assert done.stdout.splitlines() == [f"Open {Path('reports') / 'articles' / 'index.html'}"] and done.stderr == ""
    tables = {path.name: pd.read_csv(path, encoding="utf-8-sig") for path in (out / "tables").glob("*.csv")}
    assert any("Pashtun Tahafuz Movement" in table.to_string() for name, table in tables.items() if "actors-" in name)
    assert any("Water and rivers" in table.to_string() for name, table in tables.items() if "topics-themes" in name)
    record = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert set(record["parameters"]) == {"topics", "actors"} and not (out / "overview.html").exists()
