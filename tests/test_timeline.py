import pandas as pd
import pytest

from analysis import timeline


def test_volume_keeps_empty_periods_and_undated_articles(sample) -> None:
    table = timeline.volume(sample, "month")
    assert table["articles"].sum() == len(sample.counted)
    assert table["words"].sum() == sample.counted["words"].sum()
    months = table["period"].dropna()
    assert (months.diff().dropna() <= pd.Timedelta(days=31)).all(), "a month is missing"
    assert (table["articles"] == 0).any()
    assert table.loc[table["period"].isna(), "articles"].item() == sample.counted["published"].isna().sum()


@pytest.mark.parametrize("grain", list(timeline.GRAINS))
def test_volume_of_each_grain_agrees_with_pandas(sample, grain: str) -> None:
    table = timeline.volume(sample, grain).dropna(subset="period").set_index("period")["articles"]
    rule = {"day": "D", "week": "W-MON", "month": "MS", "quarter": "QS", "year": "YS"}[grain]
    dated = sample.counted.dropna(subset="published").set_index("published")
    label = {"label": "left", "closed": "left"} if grain == "week" else {}
    plain = dated.resample(rule, **label).size()
    assert table[table > 0].to_dict() == plain[plain > 0].to_dict()


def test_trend_sums_to_the_mentions_of_dated_articles(sample) -> None:
    table = timeline.trend(sample, of=["pakistan", "russia"], grain="quarter")
    dated = sample.counted.dropna(subset="published")["article_id"]
    mentions = sample.counted_mentions()
    for actor, rows in table.groupby("actor"):
        expected = mentions[(mentions["actor"] == actor) & mentions["article_id"].isin(dated)]
        assert rows["mentions"].sum() == len(expected) > 0
    assert table.groupby("period").size().eq(2).all()


def test_events_list_every_date_with_its_sentence(sample) -> None:
    table = timeline.events(sample)
    assert len(table) == len(sample.dates)
    assert all(row.surface in row.text for row in table.itertuples())
    known = table["earliest"].dropna()
    assert known.is_monotonic_increasing
    only = timeline.events(sample, "russia")
    assert 0 < len(only) < len(table) and all("russia" in each for each in only["actors"])


def test_dates_of_the_seven_stories(seven) -> None:
    table = timeline.events(seven)
    absolute = table[table["type"] == "absolute"].dropna(subset=["earliest"])
    told = {(f"{row.earliest:%Y-%m-%d}", row.grain) for row in absolute.itertuples()}
    years = {("1979", "year"), ("2013", "year"), ("2021", "year"), ("2024", "year"), ("2025", "year")}
    assert {(f"{year}-01-01", grain) for year, grain in years} <= told
    months = {"2022-02-01", "2022-07-01", "2023-03-01", "2021-08-01"}
    assert {(month, "month") for month in months} <= told
    assert ("1990-01-01", "decade") in told and ("2015-06-01", "season") in told
    undated = seven.articles.loc[seven.articles["published"].isna(), "article_id"]
    relative = table[(table["type"] == "relative") & table["article_id"].isin(undated)]
    assert len(relative) > 5 and relative["earliest"].isna().all()


def test_an_unknown_grain_is_named(sample) -> None:
    with pytest.raises(ValueError, match="fortnight"):
        timeline.volume(sample, "fortnight")


def test_an_empty_selection(sample) -> None:
    empty = sample.filter("1990-01-01", "1990-01-02")
    for table, full in (
        (timeline.volume(empty), timeline.volume(sample)),
        (timeline.trend(empty), timeline.trend(sample)),
        (timeline.events(empty), timeline.events(sample)),
    ):
        assert table.empty and list(table.columns) == list(full.columns)
