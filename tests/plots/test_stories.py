"""The figure of stories: who tells each."""

import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis import plots

TABLE = pd.DataFrame(
    {
        "story": ["a", "b"],
        "headline": ["حريق في سوق صفاقس", "جسر جديد في حماة"],
        "first": pd.Timestamp("2021-03-09"),
        "outlets": [3, 2],
        "first_outlet": ["الساحل", ""],
        "الساحل": [2, 0],
        "الجنوب": [1, 1],
        "الشاطئ": [1, 1],
        "الضفة": [0, 0],
    }
)


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_dot_stands_where_an_outlet_tells_a_story_and_a_ring_where_it_was_first(language: str) -> None:
    ax = plots.stories(TABLE, language=language)
    dots, rings = (each.get_offsets().tolist() for each in ax.collections[1:])
    assert sorted(dots) == [[0, 0], [1, 0], [1, 1], [2, 0], [2, 1]]
    assert rings == [[0, 0]]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["الساحل", "الجنوب", "الشاطئ"]
    areas = dict(zip(map(tuple, dots), ax.collections[1].get_sizes(), strict=True))
    assert areas[0, 0] == max(areas.values()) > areas[1, 0]


def test_only_the_first_stories_are_drawn() -> None:
    ax = plots.stories(TABLE, top=1)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["حريق في سوق صفاقس"]
