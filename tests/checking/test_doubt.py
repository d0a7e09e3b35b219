"""Sheets of the least sure: what errs most comes first, and the weights keep the estimates those of all cases."""

import numpy as np
import pandas as pd
import pytest

import analysis
from analysis.base.notes import InputError
from analysis.checking import doubt
from analysis.checking.sample import SAMPLES, sample_mentions, score_of
from analysis.checking.sheet import Stamp
from analysis.sources.checks import save

GROUPS = {
    "name": (900, 0.98),
    "context": (80, 0.75),
    "nominal": (20, 0.5),
}  # how many, how many right


@pytest.fixture(scope="module")
def population() -> pd.DataFrame:
    rng = np.random.default_rng(7)
    parts = [pd.DataFrame({"method": name, "verdict": rng.random(of) < share}) for name, (of, share) in GROUPS.items()]
    return pd.concat(parts, ignore_index=True).astype({"verdict": "float64"})


def rows(table: pd.DataFrame, judged: int) -> list[dict]:
    table = table.assign(id=range(1, len(table) + 1))
    table["verdict"] = [
        verdict if id <= judged else None for id, verdict in zip(table["id"], table["verdict"], strict=True)
    ]
    return table.astype("object").where(table.notna(), None).to_dict("records")


@pytest.mark.parametrize("judged", [80, 30])
def test_estimates_are_unbiased_and_surer_than_of_a_simple_sample(population: pd.DataFrame, judged: int) -> None:
    truth, size = population["verdict"].mean(), len(population)
    unsure = doubt.doubts(population, "mentions", {})
    totals, shares, simple, covered = [], [], [], 0
    for seed in range(1500):
        told = rows(doubt.drawn(population, unsure, 80, seed), judged)
        weight = doubt.weights(told)
        verdict = pd.Series([row["verdict"] for row in told], dtype="float64")
        totals.append((weight * verdict.fillna(0)).sum() / size)  # Horvitz and Thompson
        share, low, high = doubt.weighted(verdict, pd.Series(weight))
        shares.append(share)
        covered += low <= truth <= high
        simple.append(population["verdict"].sample(judged, random_state=seed).mean())
    wrong = 3.5 * np.std(totals) / np.sqrt(len(totals))
    assert abs(np.mean(totals) - truth) < wrong
    assert abs(np.mean(shares) - truth) < 0.005
    assert covered / 1500 > 0.92
    assert np.std(shares) < 1.25 * np.std(simple)  # and the groups that err are known far better:
    table = doubt.drawn(population, unsure, 80, 1)
    assert (table["method"] != "name").mean() > 2 * (population["method"] != "name").mean()


def test_what_was_checked_before_says_where_to_look(population: pd.DataFrame) -> None:
    checks = {
        "right": 90,
        "of": 100,
        "by": {"method": {"name": {"right": 20, "of": 40}, "nominal": {"right": 60, "of": 60}}},
    }
    unsure = pd.Series(doubt.doubts(population, "mentions", checks)).groupby(population["method"]).first()
    assert unsure["name"] > unsure["context"] > unsure["nominal"] >= doubt.LEAST


@pytest.mark.parametrize("kind", [each for each in SAMPLES if each != "recall"])
def test_each_kind_of_sheet_has_one_of_the_least_sure(sample: analysis.Corpus, kind: str) -> None:
    table = SAMPLES[kind](sample, n=20, least_sure=True)
    if kind == "stories" and table.empty:
        return
    assert {*doubt.COLUMNS} <= {*table.columns} and table["priority"].is_monotonic_decreasing
    assert not {*doubt.COLUMNS} & {*SAMPLES[kind](sample, n=20).columns}
    pd.testing.assert_frame_equal(
        SAMPLES[kind](sample, n=8, least_sure=True).drop(columns="sheet"), table.head(8).drop(columns="sheet")
    )


def test_a_score_is_weighted_and_is_not_kept_for_single_actors(sample: analysis.Corpus, tmp_path) -> None:
    table = sample_mentions(sample, n=40, least_sure=True)
    told = table.assign(verdict=(table["method"] == "name").astype("float64")).to_dict("records")
    scores = score_of(told, Stamp("mentions", 1, 40, table.attrs["population"]))
    share = (sample.counted_mentions()["method"] == "name").mean()
    whole = scores.iloc[0]
    assert whole["of"] == 40 and whole["low"] < share < whole["high"] and whole["precision"] != whole["right"] / 40
    with pytest.raises(InputError, match="draw one without --least-sure"):
        save(scores, tmp_path)
    with pytest.raises(InputError, match="restore the cells"):
        score_of([{**each, "doubt": "x"} for each in told], Stamp("mentions", 1, 40, 100))


def test_the_sheet_of_stories_sets_two_headlines_side_by_side(sample: analysis.Corpus) -> None:
    table = SAMPLES["stories"](sample, n=10)
    assert len(table) and (table["read"] != "").all() and (table["story"] != table["article_id"]).all()
    heads = sample.articles.set_index("article_id")["title"]
    assert (table["read"] == table["story"].map(heads)).mean() > 0.5
