"""What goes with an actor, counted again, with measures of other libraries."""

import math

import pandas as pd
import pytest
from nltk.metrics import BigramAssocMeasures
from scipy import stats

import analysis
from analysis import networks, profiles, topics, voices

ACTOR = "pakistan"


@pytest.fixture(scope="module")
def table(sample: analysis.Corpus) -> pd.DataFrame:
    return profiles.profile(sample, ACTOR, min_count=1)


def test_words_are_those_of_dependents_against_all_actors(sample: analysis.Corpus, table: pd.DataFrame) -> None:
    rows = profiles.dependents(sample).query("kind == 'subject'")
    own = rows[rows["actor"] == ACTOR]
    found = table[table["kind"] == "subject"].set_index("term")
    assert found["count"].to_dict() == own["term"].value_counts().to_dict() and len(found) > 5
    for term, row in found.iterrows():
        all_ = int((rows["term"] == term).sum())
        counts = (row["count"], (len(own), all_), len(rows))
        assert row["expected"] == pytest.approx(len(own) * all_ / len(rows))
        assert row["g2"] == pytest.approx(BigramAssocMeasures.likelihood_ratio(*counts), abs=1e-6)
        assert row["npmi"] == pytest.approx(BigramAssocMeasures.pmi(*counts) / -math.log2(row["count"] / len(rows)))
        rate = (all_ - row["count"] or 0.5) / (len(rows) - len(own))
        assert row["log_ratio"] == pytest.approx(math.log2(row["count"] / len(own) / rate))


def test_neighbours_are_those_of_cooccurrence(sample: analysis.Corpus, table: pd.DataFrame) -> None:
    pairs = networks.cooccurrence(sample)
    pairs = pairs[pairs[["source", "target"]].eq(ACTOR).any(axis=1)]
    pairs = pairs.assign(term=pairs["source"].where(pairs["source"] != ACTOR, pairs["target"]))
    both = table[table["kind"] == "neighbour"].merge(pairs, on="term")
    assert len(both) == len(pairs) == (table["kind"] == "neighbour").sum()
    for name in ("count", "articles", "npmi", "g2"):
        assert both[f"{name}_x"].tolist() == pytest.approx(both[f"{name}_y"].tolist())


def test_themes_are_told_in_its_sentences(sample: analysis.Corpus, table: pd.DataFrame) -> None:
    key = ["article_id", "part", "sentence"]
    named = sample.counted_mentions().query("actor == @ACTOR")[key].drop_duplicates()
    told = topics.theme_matches(sample)[["theme", *key]].drop_duplicates().merge(named)
    found = table[table["kind"] == "theme"].set_index("term")["count"]
    assert found.to_dict() == told["theme"].value_counts().to_dict()


def test_sayings_are_verbs_of_its_quotations(sample: analysis.Corpus, table: pd.DataFrame) -> None:
    said = voices.quotations(sample)
    own = said[[ACTOR in speaker.split(" + ") for speaker in said["speaker"]]]
    found = table[table["kind"] == "saying"]
    assert 0 < found["count"].sum() <= len(own) and not {"في", "بحسب"} & set(found["term"])


def test_a_profile_by_name_in_its_order(sample: analysis.Corpus, table: pd.DataFrame) -> None:
    pd.testing.assert_frame_equal(profiles.profile(sample, "باكستان", min_count=1), table)
    for _, rows in table.groupby("kind"):
        sure = rows["g2"].where(rows["count"] > rows["expected"], -rows["g2"])
        assert sure.is_monotonic_decreasing
    short = profiles.profile(sample, "Pakistan", top=2)
    assert short["kind"].value_counts().max() == 2 and short["count"].min() >= 2
    with pytest.raises(ValueError, match=r"actor='Pakistann': no such actor \(did you mean pakistan"):
        profiles.profile(sample, "Pakistann")


def test_an_actor_that_is_not_named_has_an_empty_profile(sample: analysis.Corpus) -> None:
    none = profiles.profile(sample.filter("1990-01-01", "1990-01-02"), ACTOR)
    assert none.empty and list(none.columns) == list(profiles.profile(sample, ACTOR).columns)


def test_a_difference_sets_shares_side_by_side(sample: analysis.Corpus, table: pd.DataFrame) -> None:
    apart = profiles.difference(sample, ACTOR, "united_states", min_count=1)
    other = profiles.profile(sample, "united_states", min_count=1)
    for kind, rows in apart.groupby("kind"):
        ours, theirs = (each[each["kind"] == kind].set_index("term")["count"] for each in (table, other))
        assert rows.set_index("term")["count"].to_dict() == ours.reindex(rows["term"]).fillna(0).to_dict()
        assert rows.set_index("term")["other_count"].to_dict() == theirs.reindex(rows["term"]).fillna(0).to_dict()
        assert set(rows["term"]) == set(ours.index) | set(theirs.index)
        assert rows["g2"].is_monotonic_decreasing
    verbs = apart[apart["kind"] == "subject"]
    sizes = verbs["count"].sum(), verbs["other_count"].sum()
    for row in verbs.to_dict("records"):
        counts = [row["count"], row["other_count"]]
        expected = [sum(counts) * size / sum(sizes) for size in sizes]
        g2 = stats.power_divergence(counts, expected, lambda_="log-likelihood").statistic
        assert row["g2"] == pytest.approx(g2) and row["share"] == pytest.approx(row["count"] / sizes[0])
    turned = profiles.difference(sample, "united_states", ACTOR, min_count=1)
    assert turned["log_ratio"].tolist() == pytest.approx((-apart["log_ratio"]).tolist())
