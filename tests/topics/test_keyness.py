import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import topics
from analysis.base.statistics import log_likelihood
from analysis.topics.keyness import compared

# (count, size, count, size) and the value that the log-likelihood calculator of Rayson (Lancaster) gives.
RAYSON = [
    (540, 116_000, 7525, 5_451_382, 534.64),
    (227, 116_000, 3635, 5_451_382, 183.53),
    (29, 116_000, 504, 5_451_382, 20.50),
    (431, 116_000, 5892, 5_451_382, 437.88),
    (16, 116_000, 650, 5_451_382, 0.32),
    (540, 116_000, 0, 5_451_382, 4180.78),
    (7, 10_000, 0, 100_000, 33.57),
    (10, 150, 10, 150, 0.0),
]


@pytest.mark.parametrize(("ours", "size", "theirs", "total", "g2"), RAYSON)
def test_g2_is_that_of_rayson(ours, size, theirs, total, g2) -> None:
    assert round(float(log_likelihood(np.array([ours]), np.array([theirs]), size, total)[0]), 2) == g2


@pytest.mark.parametrize(("ours", "theirs"), [(540, 7525), (16, 650), (3, 0), (0, 12), (1, 1)])
def test_measures_agree_with_scipy(ours, theirs) -> None:
    size, total = 116_000, 5_451_382
    row = compared(pd.DataFrame({"term": ["x"], "count": [ours], "reference_count": [theirs]}), size, total).iloc[0]
    both = (ours + theirs) / (size + total)
    plain = stats.power_divergence([ours, theirs], [size * both, total * both], lambda_="log-likelihood")
    assert (row["g2"], row["p"]) == pytest.approx((plain.statistic, plain.pvalue))
    # Hardie (2014): the binary logarithm of the ratio of relative frequencies, 0.5 for a count of 0.
    assert row["log_ratio"] == pytest.approx(np.log2(((ours or 0.5) / size) / ((theirs or 0.5) / total)))


def test_p_is_adjusted_as_benjamini_and_hochberg_say(sample) -> None:
    table = topics.keyness(sample.filter(end="2022-12-31"), sample.filter(start="2023-01-01"))
    p = table["p"].to_numpy()
    order = np.argsort(p)
    ranked = p[order] * len(p) / np.arange(1, len(p) + 1)
    plain = np.minimum.accumulate(ranked[::-1])[::-1].clip(max=1)
    np.testing.assert_allclose(table["p_adjusted"].to_numpy()[order], plain)
    assert table["g2"].is_monotonic_decreasing and (table["g2"] >= 0).all()


def test_two_parts_of_a_corpus_mirror_each_other(sample) -> None:
    early, late = sample.filter(end="2022-12-31"), sample.filter(start="2023-01-01")
    table = topics.keyness(early, late).set_index("term")
    mirror = topics.keyness(late, early).set_index("term").reindex(table.index)
    np.testing.assert_allclose(table["g2"], mirror["g2"])
    np.testing.assert_allclose(table["log_ratio"], -mirror["log_ratio"])
    assert table.attrs["approximate"] is False
    assert ((table["count"] >= 3) | (table["reference_count"] >= 3)).all()


def test_a_frequency_table_is_as_good_as_its_corpus(sample) -> None:
    early, late = sample.filter(end="2022-12-31"), sample.filter(start="2023-01-01")
    pd.testing.assert_frame_equal(topics.keyness(early, late), topics.keyness(early, topics.frequency(late)))


def test_against_general_arabic_the_field_stands_out(sample) -> None:
    table = topics.keyness(sample)
    assert table.attrs["approximate"] is True
    assert {"طالبان", "باكستاني", "أفغاني", "خراسان"} <= set(table["term"].head(12))
    common = table.set_index("term")
    assert (
        common.at["طالبان", "log_ratio"] > 5 > abs(common.at["يومي" if "يومي" in common.index else "عمل", "log_ratio"])
    )
    by_form = topics.keyness(sample, by="form").set_index("term")
    assert by_form.at["طالبان", "reference_count"] < common.at["طالبان", "reference_count"]


def test_terms_of_several_words_are_not_held_against_single_ones(sample) -> None:
    merged = topics.merge(sample, ["كوريا الشمالية"])
    assert "كوريا الشمالية" in topics.frequency(merged)["term"].tolist()
    assert "كوريا الشمالية" not in topics.keyness(merged)["term"].tolist()
    assert "كوريا الشمالية" in topics.keyness(merged, merged.filter(end="2021-12-31"))["term"].tolist()
