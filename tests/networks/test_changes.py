"""What changed between two parts of a corpus."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis import networks
from analysis.networks.cooccurrence import CHANGES, log_ratio
from corpora import corpus_of

CORPUS = corpus_of(
    ["iran iraq"] * 2 + ["syria"] * 38,
    ["egypt yemen"] * 20 + ["iran syria"] * 5 + ["oman"] * 15,
    ["iran iraq"] * 30 + ["qatar oman"] * 3 + ["iran syria"] * 6 + ["nobody"] * 20,
    days=["2021-01-01", "2021-01-02", "2022-01-01"],
)


@pytest.fixture
def table() -> pd.DataFrame:
    before, after = CORPUS.filter(end="2021-12-31"), CORPUS.filter(start="2022-01-01")
    return networks.changes(before, after).set_index(["source", "target"])


def test_changes_of_a_worked_example(table) -> None:
    assert table["change"].to_dict() == {
        ("iran", "iraq"): "stronger",
        ("egypt", "yemen"): "lost",
        ("oman", "qatar"): "new",
        ("iran", "syria"): "steady",
    }
    row = table.loc[("iran", "iraq")]
    assert (row["before"], row["after"], row["before_units"], row["after_units"]) == (2, 30, 80, 59)
    assert row["before_per_1000"] == pytest.approx(25)
    assert row["log_ratio"] == pytest.approx(np.log2(30 / 59 / (2 / 80)))


def test_intervals_and_chances_equal_those_of_scipy(table) -> None:
    for row in table.itertuples():
        cells = [[row.after, row.after_units - row.after], [row.before, row.before_units - row.before]]
        tails = [stats.fisher_exact(cells, alternative=tail)[1] for tail in ("less", "greater")]
        assert row.p == pytest.approx(min(1, 2 * min(tails)))
        if row.before and row.after:
            risk = stats.contingency.relative_risk(row.after, row.after_units, row.before, row.before_units)
            ends = risk.confidence_interval()
            assert [row.low, row.high] == pytest.approx(np.log2([ends.low, ends.high]).tolist())
    assert table["p_adjusted"].to_numpy() == pytest.approx(stats.false_discovery_control(table["p"]))
    lost = table.loc[("egypt", "yemen")]  # none after is taken as a half
    assert lost["log_ratio"] == pytest.approx(np.log2(0.5 / 59 / (20 / 80)))
    assert lost["high"] < 0


@given(st.integers(0, 50), st.integers(0, 50), st.integers(50, 500), st.integers(50, 500))
def test_turned_round_the_ratio_turns_its_sign(first: int, second: int, before: int, after: int) -> None:
    one = [float(each[0]) for each in log_ratio(np.array([first]), np.array([second]), before, after)]
    other = [float(each[0]) for each in log_ratio(np.array([second]), np.array([first]), after, before)]
    assert one == pytest.approx([-other[0], -other[2], -other[1]])
    assert one[1] <= one[0] <= one[2]


def test_halves_of_the_sample(sample) -> None:
    end, start = sample.halves()
    before, after = sample.filter(end=end), sample.filter(start=start)
    table = networks.changes(before, after, unit="article", min_count=2)
    assert list(table.columns) == list(CHANGES)
    counts = networks.cooccurrence(sample.filter(start="1950-01-01"), "article").set_index(["source", "target"])[
        "count"
    ]
    together = table.set_index(["source", "target"])[["before", "after"]].sum(axis=1)
    assert together.to_dict() == counts[counts >= 2].to_dict()


def test_parts_that_overlap_are_refused(sample) -> None:
    with pytest.raises(ValueError, match="articles stand in both"):
        networks.changes(sample, sample)


def test_nothing_before_or_after(sample) -> None:
    nothing = sample.filter(start="1950-01-01", end="1950-01-02")
    assert networks.changes(nothing, nothing).empty
    table = networks.changes(nothing, sample)
    assert set(table["change"]) == {"new"}
    assert table["log_ratio"].isna().all() and (table["p"] == 1).all()
