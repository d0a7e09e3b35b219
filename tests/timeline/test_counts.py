import numpy as np
import pandas as pd
import pytest

import analysis
from analysis import timeline, topics
from analysis.base.periods import GRAINS
from analysis.base.resampling import Drawn, rates
from analysis.wording import interval_label


def test_volume_keeps_empty_periods_and_undated_articles(sample) -> None:
    table = timeline.volume(sample, "month")
    assert table["articles"].sum() == len(sample.counted)
    assert table["words"].sum() == sample.counted["words"].sum()
    months = table["period"].dropna()
    assert (months.diff().dropna() <= pd.Timedelta(days=31)).all(), "a month is missing"
    assert (table["articles"] == 0).any()
    assert table.loc[table["period"].isna(), "articles"].item() == sample.counted["published"].isna().sum()


@pytest.mark.parametrize("grain", list(GRAINS))
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
    for actor, rows in table.groupby("of"):
        expected = mentions[(mentions["actor"] == actor) & mentions["article_id"].isin(dated)]
        assert rows["mentions"].sum() == len(expected) > 0
    assert table.groupby("period").size().eq(2).all()


def test_events_list_every_date_told_with_its_sentence(sample) -> None:
    table = timeline.events(sample)
    assert 0 < len(table) == (sample.dates["use"] == "told").sum() < len(sample.dates)
    assert all(row.surface in row.text for row in table.itertuples())
    known = table["earliest"].dropna()
    assert known.is_monotonic_increasing
    only = timeline.events(sample, actor="russia")
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


def test_volume_by_outlet_sums_to_the_volume(sample) -> None:
    whole, table = timeline.volume(sample, "year"), timeline.volume(sample, "year", by="outlet")
    sums = table.groupby("period", dropna=False)[["articles", "words"]].sum().reset_index()
    pd.testing.assert_frame_equal(sums, whole)
    assert set(table["source"]) == set(sample.counted["source"])
    dated = table.dropna(subset="period")
    assert (dated.groupby("period").size() == dated["source"].nunique(dropna=False)).all(), "an outlet lacks a period"
    with pytest.raises(ValueError, match="author"):
        timeline.volume(sample, by="author")


def test_trend_of_a_theme_counts_its_matches(sample) -> None:
    table = timeline.trend(sample, ["diplomacy", "pakistan"], "year")
    assert table["kind"].tolist() == ["theme", "actor"] * (len(table) // 2)
    found = topics.theme_matches(sample).merge(sample.counted[["article_id", "published"]].dropna())
    found = found[found["theme"] == "diplomacy"]
    rows = table[table["of"] == "diplomacy"].set_index(
        table["period"].dt.year.loc[lambda _: table["of"] == "diplomacy"]
    )
    assert rows["mentions"].to_dict() == found.groupby(found["published"].dt.year).size().to_dict()
    assert rows["articles"].to_dict() == found.groupby(found["published"].dt.year)["article_id"].nunique().to_dict()


def test_intervals_are_those_of_articles(sample) -> None:
    table = timeline.trend(sample, "pakistan", "year")
    mentions = sample.counted_mentions().query("actor == 'pakistan'")["article_id"].value_counts()
    dated = sample.counted.dropna(subset="published")["article_id"].map(mentions).dropna()
    jump = (dated**2).sum() / dated.sum()  # mentions that come with one
    for row in table.itertuples():
        year = sample.counted[sample.counted["published"].dt.year == row.period.year]
        times = year["article_id"].map(mentions).fillna(0).to_numpy()
        drawn = Drawn(np.zeros(len(times), int), np.arange(len(times)), times, year["words"].to_numpy(float), 1)
        assert (row.low, row.high) == pytest.approx(
            tuple(rates(drawn, 1000, jump=np.array([jump]))[["low", "high"]].iloc[0])
        )
        assert row.low <= row.per_1000 <= row.high
    assert 0 <= table.attrs["p"]["pakistan"] <= 1


def test_articles_of_one_cluster_are_one_draw(sample) -> None:
    clusters = pd.Series("one story", index=sample.counted["article_id"])
    alone, joined = (
        timeline.trend(sample, "pakistan", "year"),
        timeline.trend(sample, "pakistan", "year", clusters=clusters),
    )
    assert (alone["per_1000"] == joined["per_1000"]).all()
    assert (joined["high"] > alone["high"]).all()


def test_the_most_mentioned_actors_are_the_default(sample) -> None:
    most = sample.counted_mentions()["actor"].value_counts()
    table = timeline.trend(sample, top=3)
    assert table["of"].nunique() == 3
    assert most[table["of"].unique()].min() >= most.drop(table["of"].unique()).max()


def test_an_id_that_is_nothing_is_named(sample) -> None:
    with pytest.raises(ValueError, match=r"atlantis.*diplomacy"):
        timeline.trend(sample, ["pakistan", "atlantis"])


def test_names_of_actors_and_themes(sample) -> None:
    names = timeline.labels(sample, ["russia", "diplomacy", "name:كابول"], language="ar")
    assert names == {"russia": "روسيا", "diplomacy": "المفاوضات والدبلوماسية", "name:كابول": "كابول"}


@pytest.mark.parametrize(
    ("earliest", "latest", "grain", "english", "arabic"),
    [
        ("2021-08-15", "2021-08-15", "day", "15 Aug 2021", "15 أغسطس 2021"),
        ("2021-08-30", "2021-09-02", "day", "30 Aug 2021 – 2 Sept 2021", "30 أغسطس 2021 – 2 سبتمبر 2021"),
        ("2015-06-18", "2015-07-16", "month", "18 Jun 2015 – 16 Jul 2015", "18 يونيو 2015 – 16 يوليو 2015"),
        ("2023-02-01", "2023-02-28", "month", "Feb 2023", "فبراير 2023"),
        ("2015-06-01", "2015-08-31", "season", "Summer 2015", "صيف 2015"),
        ("1990-01-01", "1999-12-31", "decade", "1990–1999", "1990–1999"),
        ("0001-01-01", "0100-12-31", "century", "1–100", "1–100"),
    ],
)
def test_intervals_are_written_as_periods_or_from_day_to_day(earliest, latest, grain, english, arabic) -> None:
    days = pd.Timestamp(earliest), pd.Timestamp(latest)
    labels = [interval_label(*days, grain, language).replace("Sep ", "Sept ") for language in ("en", "ar")]
    assert labels == [english, arabic]


def tables(corpus) -> dict[str, pd.DataFrame]:
    events, bursts = timeline.events(corpus), timeline.bursts(corpus)
    burst = {"of": "pakistan", "start": pd.Timestamp("2021-01-01"), "end": pd.Timestamp("2025-01-01")}
    return {
        "volume": timeline.volume(corpus),
        "volume by outlet": timeline.volume(corpus, by="outlet"),
        "trend": timeline.trend(corpus),
        "trend of a theme": timeline.trend(corpus, "diplomacy"),
        "events": events,
        "grouped": timeline.grouped_events(events),
        "lags": timeline.lags(corpus),
        "bursts": bursts,
        "burst articles": timeline.burst_articles(corpus, burst),
    }


def test_an_empty_selection_gives_empty_tables_with_the_same_columns(sample) -> None:
    empty = tables(sample.filter("1990-01-01", "1990-01-02"))
    for name, full in tables(sample).items():
        assert empty[name].empty and empty[name].dtypes.equals(full.dtypes), name


def test_articles_without_a_date_are_counted_beside_and_nowhere_else(folder) -> None:
    corpus = analysis.read(folder(one="التقى الوفد الباكستاني مسؤولين في كابل أمس.\n\nغادر الوفد باكستان مساء الأحد."))
    found = tables(corpus)
    assert found["volume"]["articles"].tolist() == [1] and found["volume"]["period"].isna().all()
    assert len(found["events"]) == len(corpus.dates) > 0 and found["events"]["event"].isna().all()
    assert all(found[name].empty for name in ("trend", "grouped", "lags", "bursts", "burst articles"))


def test_a_text_without_any_date(folder) -> None:
    corpus = analysis.read(folder(one="التقى الوفد الباكستاني مسؤولين في كابل."))
    assert (
        len(corpus.dates) == 0
        and timeline.events(corpus).empty
        and timeline.memory(timeline.lags(corpus))["share"].isna().all()
    )
