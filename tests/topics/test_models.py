from importlib import import_module
from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from analysis import topics


def test_topics_of_the_sample_are_apart_and_the_same_each_time(sample) -> None:
    table = topics.models(sample, k=5)
    assert len(table) == 5 and table["topic"].tolist() == [0, 1, 2, 3, 4]
    assert table["share"].sum() == pytest.approx(1) and table["share"].is_monotonic_decreasing
    assert table["articles"].sum() <= len(sample.counted)
    korea = next(row for row in table.itertuples() if "كيم" in row.words[:5])
    assert {"كوريا", "سيول"} <= set(korea.words)
    assert all("كيم" in (title or "") or "بيونغ" in (title or "") or "كور" in title for title in korea.titles)
    pd.testing.assert_frame_equal(table, topics.models(sample, k=5))
    assert table.attrs == {"method": "nmf", "articles": len(sample.counted), "sampled": False}


def test_coherence_is_the_mean_npmi_of_pairs_of_words(sample) -> None:
    row = topics.models(sample, k=4).iloc[0]
    held = {word: set(sample.tokens.loc[sample.tokens["lemma"] == word, "article_id"]) for word in row["words"]}
    total, values = sample.tokens["article_id"].nunique(), []
    for first, second in combinations(row["words"], 2):
        joint = len(held[first] & held[second]) / total
        if joint == 0:
            values.append(-1.0)
        else:
            chance = len(held[first]) * len(held[second]) / total**2
            values.append(np.log(joint / chance) / -np.log(joint))
    assert row["coherence"] == pytest.approx(np.mean(values))


def test_lda_and_the_choice_of_k_look_at_a_sample_and_say_so(sample, monkeypatch) -> None:
    monkeypatch.setattr(import_module("analysis.topics.models"), "SAMPLED", 20)
    table = topics.models(sample, k=3, method="lda")
    assert len(table) == 3 and table.attrs == {"method": "lda", "articles": 20, "sampled": True}
    sizes = topics.model_sizes(sample, (2, 3, 500))
    assert sizes["k"].tolist() == [2, 3] and sizes.attrs["sampled"]
    assert sizes["distinct"].between(0, 1).all() and sizes["error"].between(0, 1).all()


def test_a_small_corpus_gives_fewer_topics(sample) -> None:
    few = sample.filter(query="كيم")
    assert 2 <= len(topics.models(few, k=50)) <= len(few.counted)
