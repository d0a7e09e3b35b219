import pandas as pd
import pytest

from analysis import timeline
from analysis.timeline.lags import GRAINS, LAGS


def test_lags_agree_with_plain_arithmetic(sample) -> None:
    table = timeline.lags(sample)
    published = sample.counted.set_index("article_id")["published"]
    resolved = sample.dates[sample.dates["use"] == "told"].dropna(subset="earliest")
    assert len(table) == resolved["article_id"].map(published).notna().sum()
    for row in table.itertuples():
        day = published[row.article_id]
        middle = row.earliest + (row.latest - row.earliest) / 2
        assert row.lag == (middle - day).total_seconds() / 86400
        assert sample.articles.set_index("article_id").at[row.article_id, row.part][row.start : row.end] == row.surface


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        ("2023-12-15", "2023-12-15", "same_day"),
        ("2023-12-01", "2023-12-31", "running"),
        ("2023-12-14", "2023-12-14", "past_week"),
        ("2023-12-08", "2023-12-08", "past_week"),
        ("2023-12-07", "2023-12-07", "past_month"),
        ("2023-11-14", "2023-11-14", "past_month"),
        ("2023-11-13", "2023-11-13", "past_year"),
        ("2022-12-14", "2022-12-14", "past_year"),
        ("2022-12-13", "2022-12-13", "past_decade"),
        ("2022-01-01", "2022-12-31", "past_decade"),
        ("2013-12-14", "2013-12-14", "past_decade"),
        ("2013-12-13", "2013-12-13", "older"),
        ("0622-07-16", "0622-07-16", "older"),
        ("2023-12-16", "2023-12-16", "next_week"),
        ("2024-01-15", "2024-01-15", "next_month"),
        ("2024-01-16", "2024-01-16", "next_year"),
        ("2025-01-01", "2025-12-31", "next_decade"),
        ("2101-01-01", "2200-12-31", "later"),
    ],
)
def test_classes_by_distance(sample, earliest: str, latest: str, expected: str) -> None:
    article = sample.counted.iloc[[0]].assign(published=pd.Timestamp("2023-12-15"))
    date = sample.dates.iloc[[0]].assign(article_id=article["article_id"].item())
    date = date.assign(earliest=pd.Timestamp(earliest).as_unit("s"), latest=pd.Timestamp(latest).as_unit("s"))
    table = timeline.lags(sample.replace(articles=article, dates=date))
    assert table["class"].tolist() == [expected]


def test_memory_shares_add_up_and_keep_every_class(sample) -> None:
    table = timeline.lags(sample)
    memory = timeline.memory(table)
    assert memory["class"].tolist() == LAGS
    assert memory["mentions"].sum() == len(table)
    assert memory[list(GRAINS)].sum(axis=1).tolist() == memory["mentions"].tolist()
    assert memory["year"].sum() == (table["grain"] == "year").sum() > 0
    assert memory["share"].sum() == pytest.approx(1)
    assert (
        memory.set_index("class").at["same_day", "mentions"] == ((table["lag"] == 0) & (table["grain"] == "day")).sum()
    )


def test_undated_articles_have_no_lag(sample) -> None:
    undated = set(sample.articles.loc[sample.articles["published"].isna(), "article_id"])
    assert undated & set(sample.dates["article_id"]) and not undated & set(timeline.lags(sample)["article_id"])
