"""What a story is called, when it was told, by whom and of whom; and which are near each other."""

import pandas as pd

import analysis
from analysis.stories import members, near, stories
from told_stories import BRIDGE, DAY, FIRE, FIRE_FOLLOWED_UP, FIRE_TOLD_AGAIN, FIRE_TOLD_LAST, corpus_of

LATER = "2021-03-10"


def test_a_story_has_its_days_its_outlets_and_the_title_that_says_most_of_it() -> None:
    corpus = corpus_of(
        *(FIRE, FIRE_TOLD_AGAIN, FIRE_TOLD_LAST, BRIDGE),
        title=["ليلة في صفاقس", "حريق في سوق الخضار بصفاقس يتلف أربعين متجرا", "حريق صفاقس", None],
        source=["الساحل", "الجنوب", "الشاطئ", "الضفة"],
        published=[DAY, LATER, LATER, None],
    )
    fire, bridge = stories(corpus).to_dict("records")
    assert fire["headline"] == "حريق في سوق الخضار بصفاقس يتلف أربعين متجرا"
    assert (fire["articles"], fire["outlets"], fire["independent"], fire["first_outlet"]) == (3, 3, 3, "الساحل")
    assert (fire["first"], fire["last"]) == (pd.Timestamp(DAY), pd.Timestamp(LATER))
    assert bridge["headline"] == BRIDGE  # without a title, the first words
    assert bridge["articles"] == 1 and pd.isna(bridge["first"])


def test_who_was_first_is_left_open_where_days_do_not_tell() -> None:
    outlets = ["الساحل", "الجنوب"]
    same_day = corpus_of(FIRE, FIRE_TOLD_AGAIN, source=outlets)
    downloaded = corpus_of(FIRE, FIRE_TOLD_AGAIN, source=outlets, published=[DAY, LATER])
    downloaded = downloaded.replace(articles=downloaded.articles.assign(published_from="collected"))
    one_undated = corpus_of(FIRE, FIRE_TOLD_AGAIN, source=outlets, published=[DAY, None])
    one_outlet = corpus_of(FIRE, FIRE_TOLD_AGAIN, source=["الساحل", "الساحل"])
    first = [stories(corpus)["first_outlet"].tolist() for corpus in (same_day, downloaded, one_undated, one_outlet)]
    assert first == [[""], [""], [""], ["الساحل"]]


def test_the_actors_of_a_story_stand_in_the_order_of_how_many_articles_name_them() -> None:
    talks = "بحثت مصر وتركيا الأربعاء في أنقرة عودة السفيرين وزيادة التجارة بين البلدين في السنة المقبلة"
    again = "عودة السفيرين وزيادة التجارة بحثتهما مصر وتركيا الأربعاء في أنقرة، ورحبت قطر بعودة السفيرين"
    (found,) = stories(corpus_of(talks, again)).to_dict("records")
    assert found["actors"].index("egypt") < found["actors"].index("qatar")


def test_a_copy_is_an_article_of_its_story_and_no_text_of_its_own() -> None:
    (found,) = stories(corpus_of(FIRE, FIRE, source=["الساحل", "الجنوب"])).to_dict("records")
    assert (found["articles"], found["outlets"], found["independent"]) == (2, 2, 1)


def test_stories_sum_up_members(sample: analysis.Corpus) -> None:
    told = members(sample)
    table = stories(sample, told=told)
    assert table.set_index("story")["articles"].sort_index().to_dict() == told["story"].value_counts().to_dict()
    assert table["articles"].sum() == len(sample)
    assert table["headline"].str.len().gt(0).all()


def test_a_follow_up_is_near_its_story_and_no_part_of_it() -> None:
    corpus = corpus_of(FIRE, FIRE_FOLLOWED_UP, BRIDGE, published=[DAY, "2021-03-12", DAY])
    assert len(stories(corpus)) == 3
    (found,) = near(corpus).to_dict("records")
    ids = corpus.articles.set_index("ordinal")["article_id"]
    assert (found["story"], found["other"], found["days"]) == (ids[0], ids[1], 3)
    assert 0.28 <= found["likeness"] < 1


def test_empty_in_empty_out() -> None:
    corpus = corpus_of(FIRE, BRIDGE)
    for table in (stories, near):
        pd.testing.assert_frame_equal(table(corpus.of([])), table(corpus).iloc[:0])
