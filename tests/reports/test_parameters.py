import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.reports import parameters
from analysis.sources import InputError


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "params.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_goes_to_the_notebooks_that_take_its_names(tmp_path: Path) -> None:
    text = "from: 2021-08-01\nlanguage: ar\ntopics: {top: 40, lemmatizer: simple}\nactors:\n  unit: paragraph\n"
    given = parameters.from_file(written(tmp_path, text))
    assert all(values["start"] == "2021-08-01" and values["language"] == "ar" for values in given.values())
    assert given["topics"]["top"] == 40 and "top" not in given["actors"]
    assert given["actors"]["unit"] == "paragraph" and "unit" not in given["topics"]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("language: en\ntopp: 3\n", 2, "topp"),
        ("language: en\ntopics:\n  units: 3\n", 3, "units"),
        ("top: many\n", 1, "int"),
        ("\n\nkeep_duplicates: 1\n", 3, "bool"),
        ("maps: {top: 3}\n", 1, "maps"),
        ("out: elsewhere\n", 1, "out"),
        ("top: true\n", 1, "int"),
        ("- top\n", 1, "name: value"),
    ],
)
def test_faults_are_named_with_file_and_line(tmp_path: Path, text: str, line: int, word: str) -> None:
    with pytest.raises(InputError, match=word) as error:
        parameters.from_file(written(tmp_path, text))
    assert f"params.yml, line {line}" in str(error.value)


def test_a_file_that_is_no_yaml_or_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"params\.yml, line 2: not YAML"):
        parameters.from_file(written(tmp_path, "top: [1,\n"))
    with pytest.raises(InputError, match="nowhere"):
        parameters.from_file(tmp_path / "nowhere.yml")
    assert parameters.from_file(written(tmp_path, "")) == {name: {} for name in parameters.NOTEBOOKS}


def test_pairs_are_typed() -> None:
    given = parameters.from_pairs([("top", "15"), ("actors.unit", "article"), ("start", "2022-01-01"), ("query", "3")])
    assert given["topics"] == {"top": 15, "start": "2022-01-01", "query": "3"}
    assert given["actors"] == {"top": 15, "unit": "article", "start": "2022-01-01"}
    with pytest.raises(InputError, match="-p top"):
        parameters.from_pairs([("top", "fifteen")])


@pytest.mark.parametrize("text", ["2024", "yes", "null", "a #1", "[draft]", "a: b", "*", "@", "'"])
def test_text_on_the_command_line_stays_as_it_is(text: str) -> None:
    assert parameters.from_pairs([("source", text), ("query", text)])["topics"] == {"source": text, "query": text}


def test_every_notebook_documents_its_parameters() -> None:
    for name in parameters.NOTEBOOKS:
        found = parameters.papermill.inspect_notebook(str(parameters.notebook_path(name)))
        assert {"source", "language", "start", "end", "out"} <= set(found)
        for about in found.values():
            assert about["inferred_type_name"] in parameters.TYPES and about["help"].strip()


def test_text_may_look_like_something_else_in_yaml(tmp_path: Path) -> None:
    given = parameters.from_file(written(tmp_path, "entities: off\nquery: 2021\nfrom: 2021-08-01\n"))
    assert given["topics"] == {"entities": "off", "query": "2021", "start": "2021-08-01"}


@pytest.mark.parametrize("entities", ["off", "auto", "crf", "camel"])
def test_names_beyond_the_registry_may_be_looked_for(entities: str) -> None:
    assert parameters.from_pairs([("entities", entities)])["actors"] == {"entities": entities}
    assert parameters.from_pairs([("unit", "window"), ("split", "2022-01-01")])["actors"]["unit"] == "window"


def test_what_only_compare_takes_is_for_compare(tmp_path: Path) -> None:
    path = written(tmp_path, "compare: {other_outlet: x}\ntopics:\n")
    assert parameters.from_file(path) == {name: {} for name in parameters.NOTEBOOKS}
    assert parameters.from_file(path, ["compare"]) == {"compare": {"other_outlet": "x"}}
    with pytest.raises(InputError, match=r"line 2: other_outlet is taken by compare only"):
        parameters.from_file(written(tmp_path, "language: ar\nother_outlet: x\n"))
    assert parameters.from_pairs([("other_outlet", "x")], ["compare"]) == {"compare": {"other_outlet": "x"}}


def test_a_path_may_be_told_from_the_folder_of_the_file(tmp_path: Path, monkeypatch) -> None:
    project, elsewhere = tmp_path / "project", tmp_path / "elsewhere"
    for folder in (project / "pages", elsewhere / "mine"):
        folder.mkdir(parents=True)
    monkeypatch.chdir(elsewhere)
    path = written(project, "source: pages\n")
    assert parameters.from_file(path)["topics"] == {"source": str(project / "pages")}
    for source in ("mine", "nowhere", "s3://pages", "~/pages", ""):
        path = written(project, f"source: {source!r}\n")
        assert parameters.from_file(path)["topics"] == {"source": source}


# --- sweeps ---------------------------------------------------------------------------------------------------------
def test_a_file_without_a_sweep_is_one_run(tmp_path: Path) -> None:
    (run,) = parameters.runs(written(tmp_path, "\ufefftop: 3\n"), ["topics"])
    assert run == parameters.Run("", {"topics": {"top": 3}})


def test_a_run_of_a_sweep_is_laid_over_the_rest(tmp_path: Path) -> None:
    text = "top: 9\nsweep:\n- {name: 2021, from: 2021-01-01}\n- {actors: {top: 3}, name: b}\n"
    first, second = parameters.runs(written(tmp_path, text), ["topics", "actors"])
    assert first == ("2021", {name: {"top": 9, "start": "2021-01-01"} for name in ("topics", "actors")})
    assert second == ("b", {"topics": {"top": 9}, "actors": {"top": 3}})


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("top: 3\nsweep: 2021\n", 2, "write a list"),
        ("sweep: []\n", 1, "write a list"),
        ("sweep:\n- 2021\n", 2, "name: value"),
        ("sweep:\n- {name: a}\n- {name: b, topp: 3}\n", 3, "topp"),
        ("sweep:\n- {name: a}\n- {name: A}\n", 3, "'A' too"),
        ("sweep:\n- {name: ..}\n", 2, "letters or digits"),
        ("sweep:\n- {name: [a]}\n", 2, "one word"),
        ("sweep:\n- name: a\n  start: soon\n", 3, "no day"),
        ("top: 3\nname: a\n", 2, "unknown parameter 'name'"),
        ("top: 3\ntop: 4\n", 2, "twice"),
    ],
)
def test_faults_of_a_sweep_are_named_with_file_and_line(tmp_path: Path, text: str, line: int, word: str) -> None:
    with pytest.raises(ValueError, match=word) as error:
        parameters.runs(written(tmp_path, text))
    assert f"params.yml, line {line}" in str(error.value)


@given(st.text(max_size=100))
def test_names_of_folders_are_safe(text: str) -> None:
    name = parameters.folder_name(text)
    assert not re.search(r'[/\\\\:*?"<>|.\x00-\x1f]', name) and len(name) <= 61
    assert not name or (name == name.strip(" -") and Path(name).name == name)
