"""The accounts of one story, side by side."""

import pytest

from analysis.base.notes import InputError
from analysis.stories import accounts, differences, members
from told_stories import BRIDGE, DAY, corpus_of

FIRST = "انهار سد في شمال سوريا فجر الأحد، وقالت الأمم المتحدة إن الانهيار أدى إلى مقتل 12 شخصا وإصابة 30 آخرين"
SECOND = "انهار سد في شمال سوريا فجر الأحد وأدى الانهيار إلى مقتل 15 شخصا وإصابة 30 آخرين، وعرضت تركيا المساعدة"
THIRD = "انهار سد في شمال سوريا فجر الأحد، وقالت الأمم المتحدة إن تركيا عرضت المساعدة بعد الانهيار"


@pytest.fixture
def corpus():
    return corpus_of(
        *(FIRST, SECOND, THIRD, BRIDGE),
        source=["الساحل", "الجنوب", "الشاطئ", "الضفة"],
        published=[DAY, DAY, "2021-03-10", DAY],
    )


def test_accounts_stand_side_by_side_with_what_they_leave_out_and_count(corpus) -> None:
    ids = corpus.articles.set_index("source")["article_id"]
    table = accounts(corpus, ids["الجنوب"]).set_index("outlet")
    assert set(table.index) == {"الساحل", "الجنوب", "الشاطئ"}
    assert table.index[-1] == "الشاطئ"  # the last to come out
    assert table["left_out"].to_dict() == {"الساحل": ["turkiye"], "الجنوب": ["united_nations"], "الشاطئ": []}
    assert table.at["الساحل", "figures"] == {"killed": [12], "wounded": [30]}
    assert table.at["الجنوب", "figures"] == {"killed": [15], "wounded": [30]}
    assert table["differs"].to_dict() == {"الساحل": ["killed"], "الجنوب": ["killed"], "الشاطئ": []}


def test_a_story_is_named_by_its_id_or_by_any_of_its_articles(corpus) -> None:
    told = members(corpus)
    (story,) = told["story"].mode()
    tables = [accounts(corpus, id, told=told) for id in told.loc[told["story"] == story, "article_id"]]
    assert all(table.equals(tables[0]) for table in tables)


def test_a_copy_is_an_account_that_says_what_it_repeats() -> None:
    copied = accounts(corpus_of(FIRST, FIRST, source=["الساحل", "الجنوب"]), _first(FIRST))
    assert copied["repeats"].notna().sum() == 1
    assert copied["figures"].tolist() == [{"killed": [12], "wounded": [30]}] * 2


def _first(body: str) -> str:
    return corpus_of(body, body, source=["الساحل", "الجنوب"]).articles["article_id"][0]


def test_a_story_that_is_not_there_is_told(corpus) -> None:
    with pytest.raises(InputError, match="no article of this corpus"):
        accounts(corpus, "fire")


def test_stories_whose_accounts_count_differently_are_told(corpus) -> None:
    (found,) = differences(corpus).to_dict("records")
    assert (found["kind"], found["least"], found["most"]) == ("killed", 12, 15)
    assert (found["accounts"], found["outlets"]) == (2, 3)
    assert differences(corpus.of([])).empty


OTHER = "انهار سد في شمال سوريا فجر الأحد وعرضت تركيا المساعدة، وأدى الانهيار إلى مقتل {told}"


@pytest.mark.parametrize(
    ("told", "most"),
    [
        ("15 شخصا", 15),
        ("خمسة عشر مدنيا", 15),
        ("عشرات. وقتل في سوريا 230 ألف شخص منذ اندلاع الحرب", None),  # the dead of a war
        ("عشرات. وقتل هناك 300 شخص في آذار 2011", None),  # of another day
        ("15 شخصا. وقتل 400 شخص في انهيارات أخرى", 15),  # the first that is told
    ],
)
def test_the_dead_of_a_day_are_not_set_beside_those_of_a_war(told: str, most: int | None) -> None:
    corpus = corpus_of(FIRST, OTHER.format(told=told), source=["الساحل", "الجنوب"], published=[DAY, DAY])
    table = differences(corpus)
    assert table["most"].tolist() == ([most] if most else [])


def test_what_came_out_days_later_is_no_other_account() -> None:
    later = corpus_of(FIRST, SECOND, source=["الساحل", "الجنوب"], published=[DAY, "2021-03-12"])
    assert differences(later).empty
