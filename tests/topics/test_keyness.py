from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import topics
from analysis.base.statistics import log_likelihood
from analysis.topics.keyness import measured
from corpora import corpus_of

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
    row = measured(pd.DataFrame({"term": ["x"], "count": [ours], "reference_count": [theirs]}), size, total).iloc[0]
    both = (ours + theirs) / (size + total)
    plain = stats.power_divergence([ours, theirs], [size * both, total * both], lambda_="log-likelihood")
    assert row["g2"] == pytest.approx(plain.statistic)
    # Hardie (2014): the binary logarithm of the ratio of relative frequencies, 0.5 for a count of 0.
    assert row["log_ratio"] == pytest.approx(np.log2(((ours or 0.5) / size) / ((theirs or 0.5) / total)))


def test_p_is_adjusted_as_benjamini_and_hochberg_say(sample) -> None:
    table = topics.keyness(sample.filter(end="2022-12-31"), sample.filter(start="2023-01-01"))
    p = table["p"].to_numpy()
    order = np.argsort(p, kind="stable")
    ranked = p[order] * len(p) / np.arange(1, len(p) + 1)
    plain = np.minimum.accumulate(ranked[::-1])[::-1].clip(max=1)
    np.testing.assert_allclose(table["p_adjusted"].to_numpy()[order], plain)


def test_two_parts_of_a_corpus_mirror_each_other(sample) -> None:
    early, late = sample.filter(end="2022-12-31"), sample.filter(start="2023-01-01")
    table = topics.keyness(early, late).set_index("term")
    mirror = topics.keyness(late, early).set_index("term").reindex(table.index)
    for column in ("g2", "p", "dispersion"):
        np.testing.assert_allclose(table[column], mirror[column])
    np.testing.assert_allclose(table["log_ratio"], -mirror["log_ratio"])
    np.testing.assert_allclose(table["low"], -mirror["high"])
    assert table.attrs["approximate"] is False
    assert ((table["count"] >= 3) | (table["reference_count"] >= 3)).all()
    assert (table[["articles", "reference_articles"]].max(axis=1) >= 5).all()


def test_parts_that_share_articles_are_refused(sample) -> None:
    with pytest.raises(ValueError, match="stand in both"):
        topics.keyness(sample, sample.filter(end="2022-12-31"))


def test_counts_alone_tell_no_p(sample) -> None:
    early, late = sample.filter(end="2022-12-31"), sample.filter(start="2023-01-01")
    table = topics.keyness(early, topics.frequency(late)).set_index("term")
    whole = topics.keyness(early, late, min_articles=1).set_index("term").reindex(table.index)
    pd.testing.assert_series_equal(table["g2"], whole["g2"])
    for each in (table, topics.keyness(sample)):
        assert each[["p", "p_adjusted", "low", "high"]].isna().all(axis=None) and each["g2"].is_monotonic_decreasing


def test_random_halves_of_the_articles_do_not_differ(sample) -> None:
    rng, ids = np.random.default_rng(5), sample.counted["article_id"].to_numpy()
    found = 0
    for _ in range(12):
        dealt = rng.permutation(ids)
        half = len(dealt) // 2
        table = topics.keyness(sample.of(dealt[:half]), sample.of(dealt[half:]))
        found += int((table["p_adjusted"] < 0.05).any())
    assert found <= 1, f"{found} of 12 random halves differ"


def test_a_planted_difference_is_found_and_a_repeated_word_is_none() -> None:
    rng = np.random.default_rng(2)
    words = [f"كلمة{letter}" for letter in "ابتثجحخدذرزسشصض"]
    texts = [rng.choice(words, 30).tolist() for _ in range(120)]
    for number, text in enumerate(texts):
        text += ["هدنة"] * (number < 60 and number % 3 > 0)
    texts[3] += ["قمح"] * 80  # one article of one side
    texts[80] += ["قمح"]
    made = corpus_of(*[[" ".join(text)] for text in texts])
    ids = made.counted["article_id"]
    table = topics.keyness(made.of(ids[:60]), made.of(ids[60:]), by="form", min_articles=1).set_index("term")
    assert table.index[0] == "هدنة" and table.at["هدنة", "p_adjusted"] < 0.001 and table.at["هدنة", "low"] > 0
    assert table.at["قمح", "p_adjusted"] > 0.5 and table.at["قمح", "dispersion"] > 0.9
    assert (table["p_adjusted"] < 0.05).sum() == 1


def test_copies_of_one_release_are_one_draw() -> None:
    texts = [["بيان الهيئة عن الميناء الجديد"]] * 12 + [["تقرير آخر عن السوق"]] * 30
    made = corpus_of(*texts, days=None)
    ids = made.counted["article_id"]
    parts = made.of(ids[:20]), made.of(ids[20:])
    clusters = pd.Series("release", index=ids[:12])
    alone, joined = (topics.keyness(*parts, by="form", clusters=each).set_index("term") for each in (None, clusters))
    assert alone.at["الميناء", "p"] < 0.01 < 0.05 < joined.at["الميناء", "p"]


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
    early, late = merged.filter(end="2023-12-31"), merged.filter(start="2024-01-01")
    assert "كوريا الشمالية" in topics.keyness(early, late, min_articles=1)["term"].tolist()


def test_what_is_written_alike_without_marks_is_general_arabic_of_its_commonest_lemma() -> None:
    made = corpus_of(["فرنسا باريس فرنسا ليون فرنساً"])
    tokens = made.tokens.assign(lemma=["فرنسا", "باريس", "فرنسا", "ليون", "فرنس"])
    tokens["lemma"] = tokens["lemma"].astype("category")
    found = topics.keyness(made.replace(tokens=tokens), min_count=1).set_index("term")["reference_count"]
    assert found["فرنسا"] > 10_000 > found["فرنس"]


@pytest.mark.parametrize("clusters", [False, True])
def test_terms_told_in_parts_are_told_as_in_one(sample, monkeypatch: pytest.MonkeyPatch, clusters: bool) -> None:
    ids = sample.counted["article_id"]
    of = pd.Series(np.arange(len(ids)) // 3, index=ids) if clusters else None
    whole = topics.keyness(*sample.split_at(), clusters=of)
    monkeypatch.setattr(import_module("analysis.topics.ledger"), "HELD", len(ids) // 7)
    assert len(whole) > 100
    pd.testing.assert_frame_equal(topics.keyness(*sample.split_at(), clusters=of), whole)
