"""What is built once: what was built comes back, another version or a broken file is built anew."""

import sys
from pathlib import Path

import pytest

from analysis.actors import registry
from analysis.actors.forms import Form
from analysis.actors.matcher import Matcher
from analysis.base import built as room
from analysis.base.built import built
from analysis.lemmas import lexicon

VALUE = {"كلمة": (0.5, "كلم"), "عدد": [1, 2.25, frozenset({"أ", "ب"})]}


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Return the folder beside the code, and the user's."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(room, "_beside", lambda: tmp_path / "beside")
    monkeypatch.setattr(room, "_of_user", lambda: tmp_path / "user")
    return tmp_path / "beside", tmp_path / "user"


def asked(value: object = VALUE, packages: tuple[str, ...] = ("numpy",)) -> tuple[object, bool]:
    """Return what comes back, and whether it was made for it."""
    made = []

    def make() -> object:
        made.append(value)
        return value

    return built("words", make, rooms=["wording"], packages=packages), bool(made)


def test_it_is_made_once_and_comes_back_as_it_was(folders: tuple[Path, Path]) -> None:
    assert asked() == (VALUE, True)
    assert asked("another") == (VALUE, False)
    assert len(list(folders[0].glob("words-*.pickle"))) == 1 and not folders[1].exists()


def test_what_depends_on_something_else_is_made_anew_and_takes_the_place_of_the_old(folders: tuple[Path, Path]) -> None:
    asked()
    assert asked("new", ("numpy", "pandas")) == ("new", True)
    assert len(list(folders[0].iterdir())) == 1


@pytest.mark.parametrize("spoil", [lambda data: b"", lambda data: data[:-3], lambda data: data[:-1] + b"\xff"])
def test_a_broken_file_is_made_anew(folders: tuple[Path, Path], spoil) -> None:
    asked()
    (file,) = folders[0].iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    assert asked() == (VALUE, True) and asked() == (VALUE, False)


def test_it_goes_to_the_user_where_python_keeps_no_compiled_modules(folders, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert asked()[1] and not asked()[1]
    assert not folders[0].exists() and len(list(folders[1].iterdir())) == 1


def test_where_nothing_can_be_written_it_is_made_each_time(folders: tuple[Path, Path]) -> None:
    for folder in folders:
        folder.write_text("a file", encoding="utf-8")
    assert asked() == asked() == (VALUE, True)


def test_the_lexicon_is_what_their_sources_say(folders: tuple[Path, Path]) -> None:
    lexicon.lexicon.cache_clear()
    first = lexicon.lexicon()  # made here
    lexicon.lexicon.cache_clear()
    again, fields = lexicon.lexicon(), lexicon.Lexicon.__slots__
    assert first is not again and all(getattr(first, each) == getattr(again, each) for each in fields)
    assert all(list(getattr(first, each)) == list(getattr(again, each)) for each in ("frequency", "lemma", "usual"))
    kept = folders[0].glob("lexicon-*.pickle")
    assert len(list(kept)) == 1


def test_the_forms_of_the_registry_are_what_its_tables_say(folders: tuple[Path, Path]) -> None:
    registry._built_in.cache_clear()
    first = Matcher(registry.load_registry())  # made here
    registry._built_in.cache_clear()
    again = Matcher(registry.load_registry())
    assert first.registry is not again.registry and first.registry.actors == again.registry.actors
    assert [told(form) for form in first._forms.values()] == [told(form) for form in again._forms.values()]
    assert sorted(file.name.partition("-")[0] for file in folders[0].iterdir()) == ["forms", "registry"]


def told(form: Form) -> dict[str, object]:
    """Return what a form holds, its rules and the names that it ends by what they say."""
    return vars(form) | {
        "rules": [rule.rule for rule in form.rules],
        "full": {first: whole.text for first, whole in form.full.items()},
    }
