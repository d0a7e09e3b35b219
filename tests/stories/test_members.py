"""Which articles tell one event."""

import pandas as pd
import pytest

import analysis
from analysis.stories import members

FIRE = "اندلع حريق كبير في سوق الخضار القديم بمدينة صفاقس فجر الثلاثاء وأتلف أربعين متجرا قبل أن تخمده الحماية المدنية"
FIRE_TOLD_AGAIN = "أتلف حريق في سوق الخضار بصفاقس أربعين متجرا، وقالت الحماية المدنية إنها أخمدته فجر الثلاثاء"
BRIDGE = "دشن وزير النقل جسرا جديدا فوق نهر العاصي يربط ضفتي مدينة حماة بعد ثلاث سنوات من الأشغال"


def corpus_of(*texts: str, days: list[str | None] | None = None) -> analysis.Corpus:
    given = days or ["2021-03-09"] * len(texts)
    rows = [{"body": text, "published": day} for text, day in zip(texts, given, strict=True)]
    return analysis.read([{key: value for key, value in row.items() if value} for row in rows])


def groups(corpus: analysis.Corpus) -> list[list[int]]:
    """The stories of a corpus, as the numbers of their articles."""
    table = members(corpus).merge(corpus.articles[["article_id", "ordinal"]])
    return sorted(sorted(each) for _, each in table.groupby("story")["ordinal"])


def test_two_accounts_of_one_fire_are_one_story_and_a_bridge_is_another() -> None:
    assert groups(corpus_of(FIRE, BRIDGE, FIRE_TOLD_AGAIN)) == [[0, 2], [1]]


def test_each_article_stands_once_and_a_single_one_is_its_own_story() -> None:
    corpus = corpus_of(FIRE, BRIDGE, FIRE_TOLD_AGAIN, BRIDGE)
    table = members(corpus)
    assert table["article_id"].tolist() == corpus.articles["article_id"].tolist()
    assert table["story"].isin(table["article_id"]).all()
    assert groups(corpus_of(BRIDGE)) == [[0]]


@pytest.mark.parametrize("days", [[None, None], ["2021-03-09", None], ["2021-03-09", "2021-03-10"]])
def test_an_article_without_a_day_may_tell_any_story(days: list[str | None]) -> None:
    assert groups(corpus_of(FIRE, FIRE_TOLD_AGAIN, days=days)) == [[0, 1]]


def test_the_fire_of_another_month_is_another_story() -> None:
    assert groups(corpus_of(FIRE, FIRE_TOLD_AGAIN, days=["2021-03-09", "2021-05-11"])) == [[0], [1]]


def test_no_article_is_no_story() -> None:
    empty = corpus_of(FIRE).of([])
    pd.testing.assert_frame_equal(members(empty), members(corpus_of(FIRE)).iloc[:0])
