"""Queries through time."""

import pandas as pd
import pytest

import analysis
from analysis import query, timeline, topics


def test_a_query_through_time_counts_what_find_finds(sample: analysis.Corpus) -> None:
    asked = "theme:terrorism AND actor:pakistan"
    table = query.trend(sample, asked, "year", unit="sentence")
    hits = query.find(sample, asked, unit="sentence")
    years = hits["published"].dt.year.value_counts()
    assert table.set_index(table["period"].dt.year)["mentions"].to_dict() == {
        year: years.get(year, 0) for year in range(2021, 2026)
    }
    articles = hits.groupby(hits["published"].dt.year)["article_id"].nunique()
    assert table["articles"].tolist() == [articles.get(year, 0) for year in range(2021, 2026)]
    assert set(table["of"]) == {asked} and set(table["kind"]) == {"query"}


def test_it_agrees_with_the_trends_of_an_actor_and_a_word(sample: analysis.Corpus) -> None:
    counts = ["period", "mentions", "articles", "per_1000", "low", "high"]
    mine = query.trend(sample, "actor:iran", "quarter")
    theirs = timeline.trend(sample, ["iran"], "quarter")
    assert list(mine.columns) == list(theirs.columns)
    pd.testing.assert_frame_equal(mine[counts], theirs[counts])
    words = topics.trend(sample, ["محادثات"], "year")
    assert query.trend(sample, "محادثات", "year")["mentions"].tolist() == words["count"].tolist()


def test_hits_of_the_whole_are_counted_in_a_part(sample: analysis.Corpus) -> None:
    part = sample.filter("2022-01-01", "2022-12-31")
    hits = query.find(sample, "باكستان")
    pd.testing.assert_frame_equal(
        query.trend(part, "باكستان", "month", hits=hits), query.trend(part, "باكستان", "month")
    )


def test_nothing_found_is_no_error(sample: analysis.Corpus) -> None:
    assert query.trend(sample, "زخرفة", "year")["mentions"].tolist() == [0] * 5
    assert query.trend(sample.of([]), "زخرفة", "year").empty
    with pytest.raises(query.QueryError):
        query.trend(sample, "(كابل")
    with pytest.raises(ValueError, match="grain"):
        query.trend(sample, "كابل", "fortnight")
