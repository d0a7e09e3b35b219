"""The figures of the timeline count what pandas counts, under every filter."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import analysis
from analysis.timeline.events import events

Open = Callable[..., Any]
Keep = Callable[..., pd.DataFrame]
Count = Callable[[Any, str], pd.DataFrame]


@pytest.fixture(scope="module")
def page(opened: Open) -> Any:
    with opened("timeline-trend", "timeline-events", "timeline-lags", "timeline-undated") as page:
        yield page


def test_trend(page: Any, sample: analysis.Corpus, keep: Keep, count: Count) -> None:
    table = count(page, "timeline-trend")
    told = keep("days", "actor").dropna(subset="published")
    first = sample.articles["published"].min()
    quarter = (first + pd.to_timedelta(table["period"], unit="D")).dt.to_period("Q")
    sizes = told["published"].dt.to_period("Q").value_counts()
    assert (table["all"] == quarter.map(sizes)).all()
    mentions = sample.counted_mentions()
    named = mentions[["article_id", "actor"]].drop_duplicates().merge(told[["article_id", "published"]])
    named = named.assign(actor=[sample.registry.label(id, "en") for id in named["actor"]])
    counts = named.groupby(["actor", named["published"].dt.to_period("Q")]).size()
    keys = list(zip(table["actor"], quarter, strict=True))
    assert table["articles"].tolist() == [counts.get(key, 0) for key in keys]
    assert table["actor"].nunique() == min(12, named["actor"].nunique())
    found = count(page, "front-findings")
    rises = found.loc[found["kind"] == "A sudden rise", "g2"].to_numpy(float)
    marked = table.loc[table["burst"] == 1, "g2"].to_numpy(float)
    assert all(np.isclose(rises, each).any() for each in marked)
    assert not len(rises) or np.isclose(marked.max(), rises.max())  # the strongest of them has a lane


def test_events(page: Any, sample: analysis.Corpus, keep: Keep, count: Count) -> None:
    table = count(page, "timeline-events")
    told = events(sample)
    told = told[told["event"].notna() & told["article_id"].isin(keep()["article_id"])]
    groups = told.groupby("event")
    expected = pd.DataFrame({"first": groups["earliest"].first(), "articles": groups["article_id"].nunique()})
    first = sample.articles["published"].min()
    days = first + pd.to_timedelta(table["first"], unit="D")
    found = pd.Series(list(zip(days, table["articles"], strict=True)))
    known = pd.Series(list(zip(expected["first"], expected["articles"], strict=True))).value_counts()
    assert (found.value_counts() <= known.reindex(found.value_counts().index).fillna(0)).all()
    assert table["articles"].is_monotonic_decreasing or len(table) < 2


def test_years_outside_the_span(
    page: Any, sample: analysis.Corpus, keep: Keep, count: Count, data: dict[str, Any]
) -> None:
    table = count(page, "timeline-lags")
    kept_ids = set(keep()["article_id"])
    ids = data["articles"]["id"]
    past = data["past"]
    expected = {
        label: count
        for label, articles in zip(past["label"], past["articles"], strict=True)
        if (count := sum(ids[row] in kept_ids for row in articles))
    }
    assert dict(zip(table["years"], table["articles"], strict=True)) == expected


def test_undated(page: Any, sample: analysis.Corpus, keep: Keep, count: Count) -> None:
    table = count(page, "timeline-undated")
    told = keep("days")
    told = told[told["published"].isna()]
    first = sample.articles["published"].min()
    bounds = (told["published_after"] - first).dt.days
    found = table["not_before"].astype(float)
    assert sorted(found.dropna()) == sorted(bounds.dropna()) and found.isna().sum() == bounds.isna().sum()
