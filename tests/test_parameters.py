from pathlib import Path

import pytest

from analysis import parameters
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
    with pytest.raises(InputError, match=r"params\.yml: not YAML"):
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
