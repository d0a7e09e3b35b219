"""Who tells which stories, and who ran them first."""

import pandas as pd
import pytest

import analysis
from analysis.stories import matrix, outlets, stories
from told_stories import BRIDGE, DAY, FIRE, FIRE_TOLD_AGAIN, corpus_of


@pytest.fixture
def corpus() -> analysis.Corpus:
    return corpus_of(
        *(FIRE, FIRE_TOLD_AGAIN, f"{FIRE} وعادت الحركة إلى السوق", BRIDGE),
        source=["الساحل", "الجنوب", "الجنوب", "الجنوب"],
        published=[DAY, "2021-03-10", "2021-03-10", DAY],
    )


def test_a_story_of_two_outlets_is_a_row_and_their_articles_stand_in_it(corpus) -> None:
    (row,) = matrix(corpus).to_dict("records")
    assert (row["outlets"], row["first_outlet"], row["الجنوب"], row["الساحل"]) == (2, "الساحل", 2, 1)
    assert len(matrix(corpus, min_outlets=1)) == 2


def test_outlets_tell_what_they_share_and_where_they_were_ahead(corpus) -> None:
    table = outlets(corpus).set_index("outlet")
    columns = ["articles", "stories", "shared", "alone", "ahead", "known"]
    assert table.loc["الساحل", columns].tolist() == [1, 1, 1, 0, 1, 1]
    assert table.loc["الجنوب", columns].tolist() == [3, 2, 1, 1, 0, 1]


def test_outlets_sum_up_the_stories(sample) -> None:
    table, told = outlets(sample), stories(sample)
    assert table["articles"].sum() == sample.articles["source"].notna().sum()
    assert (table["shared"] + table["alone"] == table["stories"]).all()
    assert table["stories"].sum() == told["outlets"].sum()


def test_empty_in_empty_out(corpus) -> None:
    assert len(matrix(corpus.of([]))) == 0
    pd.testing.assert_frame_equal(outlets(corpus.of([])), outlets(corpus).iloc[:0])
