"""Tables of language: patterns of their words, and the lists that several rooms read."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text import tables

WORDS = st.lists(st.text(alphabet="ابتد .*+(|-", min_size=1, max_size=6), min_size=1, max_size=8)


@given(WORDS)
def test_any_of_matches_its_words_as_they_are_written(words: list[str]) -> None:
    assert all(re.fullmatch(tables.any_of(words), word) for word in words)
    assert not re.fullmatch(tables.any_of(words), "ق")


@given(WORDS)
def test_any_of_is_the_same_in_any_order(words: list[str]) -> None:
    assert tables.any_of(words) == tables.any_of(words[::-1]) == tables.any_of(frozenset(words))


@given(WORDS, st.text(alphabet="ابتد .*+(|-", max_size=6))
def test_tree_of_matches_its_words_and_no_other(words: list[str], other: str) -> None:
    assert all(re.fullmatch(tables.tree_of(words), word) for word in [*words, *words[::-1]])
    assert bool(re.fullmatch(tables.tree_of(words), other)) == (other in words)


def test_any_of_takes_the_longest() -> None:
    found = re.match(tables.any_of(["ربيع", "ربيع الأول"]), "ربيع الأول 1445")
    assert found and found.group() == "ربيع الأول"


def test_any_of_reads_any_gap_between_the_words_of_one() -> None:
    pattern = tables.any_of(["اقرأ أيضا"], r"\s+")
    assert re.fullmatch(pattern, "اقرأ \n أيضا") and not re.fullmatch(pattern, "اقرأأيضا")


PACKAGE = tables.path("")
SHARED = ("given_names", "places", "outlets")  # read by functions of text.tables alone


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_a_room_reads_no_table_of_another(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own == "text":
        return
    for room, name in re.findall(r"[\"'](\w+)/data/(\w+)\.\w+[\"']", path.read_text(encoding="utf-8")):
        assert room in (own, "text") and name not in SHARED, f"{own} reads {room}/data/{name}"


@pytest.mark.parametrize("name", SHARED)
def test_lists_of_several_rooms_are_read_once(name: str) -> None:
    entries = getattr(tables, name)()
    assert entries is getattr(tables, name)()
    assert all(entry == entry.strip() and not entry.startswith("#") for entry in entries)
