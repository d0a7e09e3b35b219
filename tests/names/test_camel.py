"""The names of CAMeL Tools: its own loading code, on a tiny model that has learnt six sentences."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import camel_fixture
from analysis.names import camel

LESSONS = [[pair.rsplit("/", 1) for pair in lesson.split()] for lesson in camel_fixture.LESSONS]

CODE = """
import json, sys
from pathlib import Path
import camel_fixture
from analysis.names import camel as _name_camel
camel_fixture.write_ner(Path(sys.argv[1]))
sentences = json.load(sys.stdin)
from camel_tools.ner import NERecognizer
plain = NERecognizer(str(_name_camel._model_folder()))
print(json.dumps({
    "available": _name_camel.available(),
    "describe": _name_camel.describe(),
    "tags": _name_camel.tag(sentences),
    "again": _name_camel.tag(sentences[::-1])[::-1],
    "plain": plain.predict(sentences[: len(camel_fixture.LESSONS)]),
    "none": _name_camel.tag([]),
}))
"""


def run(folder: Path, code: str, *arguments: str, given: Any = None) -> subprocess.CompletedProcess[str]:
    """Run code in a process of its own: camel_tools reads CAMELTOOLS_DATA once, when it is imported."""
    environment = os.environ | {"CAMELTOOLS_DATA": str(folder), "HOME": str(folder), "PYTHONIOENCODING": "utf-8"}
    environment["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parents[1]), *sys.path])
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment,
        check=False,
    )


ODD: list[list[str]] = [
    [],
    ["\u200f", "إلى", "\u200b\u200e", "كابل", "\ufffd", "ًٌ", ""],
    ["وصل", "إلى", "كَابُـل"],
    ["كابل" * 400, "." * 400, "في"],
    ["إلى", "كابل"] * 300,
    ["؟", "«", "NATO", "٢٠٢١"],
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("camel")
    done = run(folder, CODE, str(folder), given=[*([word for word, _ in each] for each in LESSONS), *ODD])
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def test_what_the_model_has_learnt(found: dict[str, Any]) -> None:
    assert found["available"]
    assert found["describe"] == f"CAMeL Tools {camel.version('camel-tools')}, NER, {camel_fixture.NER}"
    assert found["tags"][: len(LESSONS)] == [[label for _, label in each] for each in LESSONS]


def test_every_word_has_a_tag(found: dict[str, Any]) -> None:
    odd = found["tags"][len(LESSONS) :]
    assert [len(tags) for tags in odd] == [len(words) for words in ODD]
    assert odd[1][3] == "B-LOC" and odd[2][2] == "B-LOC"  # invisible words and diacritics are no hindrance
    assert found["none"] == []


def test_tags_are_those_of_camel_tools(found: dict[str, Any]) -> None:
    # Without the padding that is cut off, and in whatever order the sentences come.
    assert found["tags"][: len(LESSONS)] == found["plain"]
    assert found["again"] == found["tags"]


def test_long_sentences_are_tagged_to_their_end(found: dict[str, Any]) -> None:
    words, tags = ODD[4], found["tags"][len(LESSONS) + 4]
    assert len(words) == 600 and "B-LOC" in tags[-40:]


def test_no_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path / "nowhere"))
    assert not camel.available()
    assert not (tmp_path / "nowhere").exists()


def test_lemma_data_alone_is_no_recogniser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAMELTOOLS_DATA", str(camel_fixture.write(tmp_path)))
    assert not camel.available()


@pytest.mark.parametrize(
    "broken",
    [
        *("{", "[]", "3", '{"components": null}', '{"components": {"NamedEntityRecognition": {"default": "x"}}}'),
        '{"components": {"NamedEntityRecognition": {"default": "x", "datasets": {"x": {"path": 3}}}}}',
        '{"components": {"NamedEntityRecognition": {"default": ["x"], "datasets": {"x": {"path": "ner/x"}}}}}',
        '{"components": {"NamedEntityRecognition": {"default": "x", "datasets": {"x": {"path": "a\\u0000b"}}}}}',
    ],
)
def test_broken_catalogue_is_no_data(broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "catalogue.json").write_text(broken, encoding="utf-8")
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    assert not camel.available()


def test_half_installed_data_is_no_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    component = {"default": "x", "datasets": {"x": {"path": "ner/x"}}}
    catalogue = {"components": {"NamedEntityRecognition": component}}
    (tmp_path / "catalogue.json").write_text(json.dumps(catalogue), encoding="utf-8")
    monkeypatch.setenv("CAMELTOOLS_DATA", str(tmp_path))
    folder = tmp_path / "data" / "ner" / "x"
    folder.mkdir(parents=True)
    for file in ("config.json", "vocab.txt"):
        (folder / file).write_text("{}", encoding="utf-8")
        assert not camel.available()
    (folder / "pytorch_model.bin").write_bytes(b"")
    assert camel.available()


def test_fetch_without_a_network_says_what_to_do(tmp_path: Path) -> None:
    # A catalogue whose package lies nowhere: the downloader of camel_tools fails on it.
    package = {
        "name": camel.PACKAGE,
        "package_type": "http",
        "private": False,
        "version": "1",
        "url": "http://127.0.0.1:9/ner.zip",
        "destination": "ner/arabert",
    }
    catalogue = {"version": "1.6", "packages": {camel.PACKAGE: package}, "components": {}}
    (tmp_path / "catalogue.json").write_text(json.dumps(catalogue), encoding="utf-8")
    done = run(tmp_path, "from analysis.names import camel as _name_camel; _name_camel.fetch()")
    assert done.returncode == 1
    message = done.stderr.splitlines()[-1]
    assert message.startswith("RuntimeError: the name recogniser of CAMeL Tools could not be fetched")
    assert "built-in recogniser" in message and "run `analysis data`" in message
