"""Networks of two kinds of nodes, counted by hand."""

import math

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from nltk.metrics import BigramAssocMeasures
from scipy import stats

import analysis
from analysis import networks, topics
from corpora import corpus_of


@pytest.fixture
def corpus() -> analysis.Corpus:
    """Three articles of two outlets, and one without an outlet."""
    corpus = corpus_of(
        ["iran talks peace", "syria talks war", "iran wants peace"],
        ["iran talks", "iran iran iran"],
        ["syria peace peace"],
        ["iran rests"],
    )
    return corpus.replace(articles=corpus.articles.assign(source=["east", "west", "west", None]))


def test_actors_and_terms_of_one_sentence(corpus: analysis.Corpus) -> None:
    table = networks.actor_terms(corpus, ["peace", "talks", "nothing"], min_count=1)
    pairs = set(zip(table["source"], table["target"], strict=True))
    assert pairs == {("iran", "peace"), ("iran", "talks"), ("syria", "talks"), ("syria", "peace")}
    first = table[(table["source"] == "iran") & (table["target"] == "peace")].iloc[0]
    assert first[["count", "articles", "source_count", "target_count"]].tolist() == [2, 1, 5, 3]
    counts = (2, (5, 3), 7)  # of seven sentences
    assert first["g2"] == pytest.approx(BigramAssocMeasures.likelihood_ratio(*counts))
    assert first["npmi"] == pytest.approx(BigramAssocMeasures.pmi(*counts) / -math.log2(2 / 7))


def test_actors_and_terms_of_one_article(corpus: analysis.Corpus) -> None:
    table = networks.actor_terms(corpus, pd.DataFrame({"term": ["talks"]}), unit="article", min_count=2)
    assert table[["source", "target", "count"]].to_numpy().tolist() == [["iran", "talks", 2]]
    assert networks.actor_terms(corpus, []).empty
    with pytest.raises(ValueError, match="unit='day'"):
        networks.actor_terms(corpus, ["peace"], unit="day")


def test_outlets_and_actors(corpus: analysis.Corpus) -> None:
    table = networks.outlet_actors(corpus).set_index(["source", "target"])
    assert table["count"].to_dict() == {
        ("west", "iran"): 4, ("east", "iran"): 2, ("east", "syria"): 1, ("west", "syria"): 1,
    }  # fmt: skip
    row = table.loc["west", "iran"]
    assert row[["articles", "per_1000", "other_per_1000"]].tolist() == [1, 4000 / 8, 3000 / 11]
    expected = np.array([8, 11]) * 7 / 19  # of mentions, by the tokens of each side
    g2 = stats.power_divergence([4, 3], expected, lambda_="log-likelihood").statistic
    assert row["g2"] == pytest.approx(g2)
    assert row["log_ratio"] == pytest.approx(math.log2((4 / 8) / (3 / 11)))
    assert len(networks.outlet_actors(corpus, min_count=2)) == 2


def test_a_graph_of_two_sides(sample: analysis.Corpus) -> None:
    table = networks.actor_terms(sample, topics.frequency(sample, top=30))
    graph = networks.two_mode(table)
    assert nx.is_bipartite(graph) and graph.number_of_edges() == len(table) > 50
    sides = nx.get_node_attributes(graph, "bipartite")
    assert {name for name, side in sides.items() if side == 0} == set(table["source"])


def test_a_name_on_both_sides_is_two_nodes() -> None:
    graph = networks.two_mode(pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "count": [2, 3]}))
    assert dict(graph.nodes(data="bipartite")) == {"a": 0, "target:b": 1, "b": 0, "c": 1}
    assert graph.edges["a", "target:b"]["count"] == 2
