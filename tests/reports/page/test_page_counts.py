"""The script of a page counts what pandas counts, under every filter."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import analysis
from analysis.base.statistics import SURE, adjusted, association, log_likelihood, wilson
from analysis.reports.columns.times import LEAD, YEAR
from analysis.reports.findings import findings
from analysis.stories.members import members
from analysis.stories.stories import stories
from analysis.timeline.events import events, grouped_events
from analysis.topics.themes import theme_matches

Open = Callable[..., Any]
Keep = Callable[..., pd.DataFrame]
Count = Callable[[Any, str], pd.DataFrame]


@pytest.fixture(scope="module")
def page(opened: Open) -> Any:
    with opened("front-volume", "front-stories", "front-ways", "front-findings") as page:
        yield page


def test_volume(page: Any, sample: analysis.Corpus, keep: Keep, count: Count) -> None:
    table = count(page, "front-volume")
    told = keep("days")
    expected = told["published"].dropna().dt.to_period("Q").value_counts()
    first = sample.articles["published"].min()
    period = (first + pd.to_timedelta(table["period"], unit="D")).dt.to_period("Q")
    assert dict(zip(period, table["articles"], strict=True)) == {each: expected.get(each, 0) for each in period}
    assert table["articles"].sum() == told["published"].notna().sum()
    assert table["all"].sum() == sample.counted["published"].notna().sum()


def test_stories(page: Any, sample: analysis.Corpus, keep: Keep, count: Count, data: dict[str, Any]) -> None:
    table = count(page, "front-stories")
    one_of = members(sample).set_index("article_id")["story"]
    copies = dict(zip(data["articles"]["id"], data["articles"]["copy"], strict=True))
    known = stories(sample).set_index("story")
    told = keep("outlet", copies=True)
    told = told.assign(story=told["article_id"].map(one_of), copy=told["article_id"].map(copies) >= 0)
    told = told[told["story"].map(known["articles"]) > 1]
    groups = told.groupby("story")
    expected = pd.DataFrame(
        {"articles": groups.size(), "copies": groups["copy"].sum(), "outlets": groups["source"].nunique()}
    )
    expected.insert(0, "headline", known["headline"].reindex(expected.index))
    by = ["headline", "articles", "copies", "outlets"]
    assert sorted(table[by].values.tolist()) == sorted(expected[by].values.tolist())
    assert table["outlets"].is_monotonic_decreasing
    counts = told["source"].value_counts()
    assert {name: table[name].sum() for name in counts.index} == counts.to_dict()


def test_ways(page: Any, sample: analysis.Corpus, keep: Keep, count: Count) -> None:
    table = count(page, "front-ways")

    def told(kind: str) -> dict[str, int]:
        return table[table["kind"] == kind].set_index("name")["articles"].to_dict()

    mentions = sample.counted_mentions()
    mentions = mentions[mentions["article_id"].isin(keep("actor")["article_id"])]
    expected = mentions.groupby("actor")["article_id"].nunique()
    found = told("Actors")
    assert found == {name: expected[id] for id in expected.index if (name := sample.registry.label(id, "en")) in found}
    assert len(found) > 10
    themes = theme_matches(sample)
    themes = themes[themes["article_id"].isin(keep("theme")["article_id"])]
    assert sorted(told("Topics").values()) == sorted(themes.groupby("theme")["article_id"].nunique())
    table_of = events(sample)
    day = grouped_events(table_of).set_index("event")
    day = day[(day["grain"] == "day") & (day["earliest"] == day["latest"])]["earliest"]
    published = sample.articles["published"]
    near = published.min() - pd.Timedelta(days=LEAD), published.max() + pd.Timedelta(days=YEAR)
    day = day[day.between(*near)]
    rows_of = table_of[table_of["event"].isin(day.index) & table_of["article_id"].isin(keep()["article_id"])]
    spoken = rows_of.groupby(rows_of["event"].map(day))["article_id"].nunique()
    assert sorted(told("Days most spoken of").values()) == sorted(spoken)


def test_ties_survive_the_same_test(
    page: Any, sample: analysis.Corpus, keep: Keep, count: Count, data: dict[str, Any]
) -> None:
    table = count(page, "front-findings")
    ties = table[table["kind"] == "A tie"]
    articles = set(keep()["article_id"])
    named = sample.counted_mentions()
    named = named[named["article_id"].isin(articles) & named["actor"].isin(data["actors"]["id"])]
    sentences = named[["article_id", "part", "sentence", "actor"]].drop_duplicates()
    sets = sentences.groupby(["article_id", "part", "sentence"])["actor"].agg(list)
    sets = sets[sets.str.len() > 1]
    single = sets.explode().value_counts()
    pairs = pd.Series([(a, b) for each in sets for a in each for b in each if a < b]).value_counts()
    pairs = pairs[pairs >= 6]
    if not len(pairs):
        assert ties.empty
        return
    left, right = (single.reindex([pair[side] for pair in pairs.index]).to_numpy() for side in (0, 1))
    g2, npmi, _ = association(pairs.to_numpy(), left, right, len(sets))
    often = int((single >= 6).sum())
    p = adjusted(pd.Series(stats.chi2.sf(g2, 1)), often * (often - 1) // 2)
    for one, other in zip(ties["g2"], ties["p"], strict=True):
        assert (np.isclose(g2, one) & np.isclose(p, other)).any()
    assert len(ties) <= sum((p < SURE) & (npmi > 0.2))


def test_findings_are_those_that_stand_without_script(page: Any, data: dict[str, Any]) -> None:
    live = page.evaluate("window.report.rows('front-findings')")["rows"]
    known = {"outlet": "An outlet apart", "day": "A sudden rise", "tie": "A tie"}
    known |= {"copies": "One text, many papers", "relation": "One-sided"}
    expected = sorted((known[each.kind], each.g2, each.p) for each in findings(data))
    found = sorted((kind, g2, p) for _, kind, g2, p in live)
    assert [kind for kind, *_ in found] == [kind for kind, *_ in expected]
    assert {"A sudden rise", "A tie"} <= {kind for kind, *_ in found}
    assert np.allclose([each[1:] for each in found], [each[1:] for each in expected])


def test_statistics_are_those_of_the_library(page: Any) -> None:
    random = np.random.default_rng(7)
    total = random.integers(50, 5000, 200)
    left, right = (random.integers(1, total) for _ in "ab")
    joint = np.maximum(np.minimum(left, right) // random.integers(1, 9, 200), np.maximum(left + right - total, 1))
    rows = np.column_stack([joint, left, right, total]).tolist()
    ask = "([name, rows]) => rows.map((each) => window.report.statistics[name](...each))"
    g2, npmi, t = association(joint, left, right, total)
    found = page.evaluate(ask, ["association", rows])
    for name, values in (("g2", g2), ("npmi", npmi), ("t", t)):
        assert np.allclose([each[name] for each in found], values, rtol=1e-9, atol=1e-9)
    low, high = wilson(pd.Series(left), pd.Series(total))
    found = page.evaluate(ask, ["wilson", np.column_stack([left, total]).tolist()])
    assert np.allclose(found, np.column_stack([low, high]))
    counts = np.column_stack([joint, right, left + joint, total]).tolist()
    assert np.allclose(
        page.evaluate(ask, ["logLikelihood", counts]), log_likelihood(joint, right, left + joint, total), atol=1e-9
    )
    values = np.concatenate([np.linspace(0, 30, 60), [60, 200]])
    found = page.evaluate(ask, ["chance", values[:, None].tolist()])
    assert np.allclose(found, stats.chi2.sf(values, 1), rtol=1e-9, atol=0)
    p = random.random(40) ** 3
    found = page.evaluate("(p) => window.report.statistics.adjusted(p)", p.tolist())
    assert np.allclose(found, adjusted(pd.Series(p), len(p)))
