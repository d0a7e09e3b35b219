"""What changed between two parts of a corpus."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import networks
from analysis.networks.changes import CHANGES
from corpora import corpus_of

DAYS = ["2021-01-01"] * 30 + ["2022-01-01"] * 30
LINES = {
    "iran iraq": [number % 5 == 0 if number < 30 else number % 3 > 0 for number in range(60)],  # stronger
    "egypt yemen": [number < 24 for number in range(60)],  # lost
    "oman qatar": [number >= 34 for number in range(60)],  # new
    "iran syria": [number % 4 == 0 for number in range(60)],  # as often
}
CORPUS = corpus_of(
    *([line for line, held in LINES.items() if held[number]] + ["nobody", "nothing"] for number in range(60)), days=DAYS
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
    row, sizes = table.loc[("iran", "iraq")], CORPUS.sentences.groupby("article_id").size().to_numpy()
    assert (row["before"], row["after"]) == (6, 20)
    assert (row["before_units"], row["after_units"]) == (sizes[:30].sum(), sizes[30:].sum())
    assert row["before_per_1000"] == pytest.approx(6000 / sizes[:30].sum())
    assert row["log_ratio"] == pytest.approx(np.log2(20 / sizes[30:].sum() / (6 / sizes[:30].sum())))
    assert 0 < row["low"] < row["log_ratio"] < row["high"]
    lost = table.loc[("egypt", "yemen")]  # none after is taken as a half
    assert lost["log_ratio"] == pytest.approx(np.log2(0.5 / sizes[30:].sum() / (24 / sizes[:30].sum())))
    assert lost["high"] < 0
    assert table["p_adjusted"].to_numpy() == pytest.approx(stats.false_discovery_control(table["p"]))


def test_one_article_that_repeats_a_pair_changes_nothing() -> None:
    articles = [["iran iraq"] * 40 if number == 0 else ["syria", "egypt", "nobody"] for number in range(40)]
    ids = (corpus := corpus_of(*articles)).counted["article_id"]
    row = networks.changes(corpus.of(ids[:20]), corpus.of(ids[20:])).iloc[0]
    assert (row["before"], row["after"], row["change"]) == (40, 0, "steady") and row["p"] > 0.1


def test_turned_round_the_ratio_turns_its_sign(table) -> None:
    before, after = CORPUS.filter(end="2021-12-31"), CORPUS.filter(start="2022-01-01")
    other = networks.changes(after, before).set_index(["source", "target"]).reindex(table.index)
    assert other["log_ratio"].tolist() == pytest.approx((-table["log_ratio"]).tolist())
    assert other["low"].tolist() == pytest.approx((-table["high"]).tolist())
    assert other["p"].tolist() == pytest.approx(table["p"].tolist())


def test_random_halves_do_not_differ(sample) -> None:
    rng, ids = np.random.default_rng(5), sample.counted["article_id"].to_numpy()
    found = 0
    for _ in range(10):
        dealt = rng.permutation(ids)
        half = len(dealt) // 2
        table = networks.changes(sample.of(dealt[:half]), sample.of(dealt[half:]))
        found += int((table["change"] != "steady").any())
    assert found <= 1, f"{found} of 10 random halves differ"


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
    assert set(table["change"]) == {"steady"}, "nothing to compare with"
    assert table["log_ratio"].isna().all() and (table["p"] == 1).all()


def test_a_day_parts_a_corpus_in_two(sample) -> None:
    earlier, later = sample.split_at("2023-06-01")
    table = networks.changes_at(sample, "2023-06-01", min_count=4)
    pd.testing.assert_frame_equal(table, networks.changes(earlier, later, min_count=4), check_flags=False)
    assert table.attrs["day"] == f"{later.counted['published'].min():%Y-%m-%d}"


def test_a_corpus_of_one_part_has_not_changed(sample) -> None:
    for day in ("1950-01-01", "2050-01-01"):
        table = networks.changes_at(sample, day)
        assert table.empty and table.attrs["day"] == ""
