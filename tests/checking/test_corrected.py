"""Counts corrected by a checked sheet: made-up recognisers whose errors are known."""

from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.checking import corrected, corrected_actors

SIZES = np.maximum(400 // np.arange(1, 26), 5)
ACTORS = [f"actor{number}" for number in range(len(SIZES))]


def drawn(rng: np.random.Generator, judged: int = 300) -> tuple[dict, np.ndarray]:
    """The checks of a sheet of some mentions, and how many mentions of each actor are right in truth."""
    precision = rng.beta(8, 1.5, len(SIZES))  # the recogniser errs more of some than of others
    actor = np.repeat(np.arange(len(SIZES)), SIZES)
    right = rng.random(len(actor)) < precision[actor]
    rows = rng.choice(len(actor), judged, replace=False)
    hits, of = (np.bincount(actor[rows], each, len(SIZES)) for each in (right[rows], None))
    groups = {ACTORS[at]: {"right": int(hits[at]), "of": int(of[at])} for at in np.flatnonzero(of)}
    return {"right": int(hits.sum()), "of": judged, "by": {"actor": groups}}, np.bincount(actor, right, len(SIZES))


@pytest.mark.parametrize("share", [None, 0.7])
def test_intervals_hold_the_truth_in_95_of_100_cases(share: float | None) -> None:
    rng, held = np.random.default_rng(6), []
    for _ in range(120):
        checks, truth = drawn(rng)
        plain = stats.binomtest(int(rng.binomial(150, share)), 150) if share else None
        found = (plain.statistic, *plain.proportion_ci(method="wilson")) if plain else None
        table = corrected(pd.DataFrame({"actor": ACTORS, "mentions": SIZES}), checks, recall=found)
        truth = truth / (share or 1)
        inside = table["corrected_low"].le(truth + 1e-6) & table["corrected_high"].ge(truth - 1e-6)
        held += inside[table["judged"] > 0].tolist()
    assert 0.93 <= np.mean(held) <= 0.97, f"{np.mean(held):.3f} of {len(held)}"


def test_all_that_is_judged_leaves_nothing_open() -> None:
    checks = {"right": 7, "of": 10, "by": {"actor": {"iran": {"right": 7, "of": 10}}}}
    row = corrected(pd.DataFrame({"actor": ["iran"], "mentions": [10]}), checks).iloc[0]
    assert row[["corrected_low", "corrected", "corrected_high"]].tolist() == pytest.approx([7, 7, 7], abs=1e-3)


def test_of_many_mentions_the_interval_is_that_of_wilson_by_scipy() -> None:
    checks = {"right": 41, "of": 60, "by": {"actor_type": {"state": {"right": 36, "of": 45}}}}
    table = pd.DataFrame({"actor": ["iran"], "type": ["state"], "per_1000": [1000.0]})
    row = corrected(table, checks, of="per_1000", by="actor_type").iloc[0]
    plain = stats.binomtest(36, 45).proportion_ci(method="wilson")
    assert row[["corrected_low", "corrected_high"]].tolist() == pytest.approx([1000 * plain.low, 1000 * plain.high])


def test_an_interval_of_articles_is_widened() -> None:
    checks = {"right": 36, "of": 45, "by": {"actor": {"iran": {"right": 36, "of": 45}}}}
    rate = pd.DataFrame({"of": ["iran"], "per_1000": [5.0], "low": [4.0], "high": [6.5]})
    row = corrected(rate, checks, of="per_1000").iloc[0]
    assert row["corrected"] == pytest.approx(4)
    assert row["corrected_low"] < 4 * 0.8 and row["corrected_high"] > 6.5 * 0.8


def test_checks_without_the_group_are_refused() -> None:
    with pytest.raises(ValueError, match="actor_type"):
        corrected(pd.DataFrame({"actor": ["iran"], "mentions": [3]}), {"right": 1, "of": 1, "by": {"actor_type": {}}})


def test_actors_are_corrected_by_the_sheet_of_their_corpus(sample, monkeypatch) -> None:
    table = pd.DataFrame({"actor": ["iran", "iraq"], "mentions": [200, 40]})
    assert corrected_actors(sample, table).empty and "corrected_low" in corrected_actors(sample, table)
    whole = {"right": 24, "of": 30, "precision": 0.8, "low": 0.6, "high": 0.9}
    checks = {**whole, "by": {"actor": {"iran": {"right": 18, "of": 20}}}}
    held: dict = {"mentions": checks}
    monkeypatch.setattr(import_module("analysis.checking.corrected"), "of_source", lambda source: held)
    found = corrected_actors(sample, table)
    pd.testing.assert_frame_equal(found, corrected(table, checks), check_flags=False)
    assert found.attrs == whole and found["recall"].isna().all()  # nobody has read what was missed
    read = {"read": 60, "recall": 0.8, "low": 0.6, "high": 0.9}
    held["recall"] = {**read, "missed": 50.0}
    checks["recall"] = 0.8, 0.6, 0.9
    both = corrected_actors(sample, table)
    assert both.attrs == {**whole, "missed": read} and (both["recall"] == 0.8).all()
    assert both["corrected"].tolist() == pytest.approx((found["corrected"] / 0.8).tolist())
    del held["mentions"]
    assert corrected_actors(sample, table).attrs == {"missed": read} and corrected_actors(sample, table).empty
