"""Outlets and the states where they are at home."""

from collections import Counter

import pytest

from analysis.actors import load_registry
from analysis.actors.homes import home
from analysis.text import tables


@pytest.mark.parametrize(
    ("outlet", "state"),
    [
        ("عكاظ", "saudi_arabia"),
        ("AlRiyadh", "saudi_arabia"),
        ("https://www.alriyadh.com/1067", "saudi_arabia"),
        ("www.some-paper.ma", "morocco"),
        ("الشروق الجزائرية", "algeria"),
        ("https://news.example.co.uk/a", "united_kingdom"),
        ("https://news.example.com/a", ""),
        ("", ""),
        (None, ""),
    ],
)
def test_home(outlet: str | None, state: str) -> None:
    assert home(outlet) == state


def test_each_outlet_has_one_home_that_is_a_state() -> None:
    table = tables.table("text/data/newspapers.yml")
    actors = load_registry().actors
    assert {actors[state].type for state in table} == {"state"}
    assert [
        name for name, times in Counter(name for names in table.values() for name in names).items() if times > 1
    ] == []
