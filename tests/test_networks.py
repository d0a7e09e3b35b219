import math
from itertools import combinations
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

import analysis
from analysis import networks


def by_hand(corpus, keys) -> dict[tuple[str, str], int]:
    """Pairs in each unit, counted with plain sets."""
    counts: dict[tuple[str, str], int] = {}
    for _, group in corpus.counted_mentions().groupby(keys):
        for pair in combinations(sorted(set(group["actor"])), 2):
            counts[pair] = counts.get(pair, 0) + 1
    return counts


@pytest.mark.parametrize(
    ("unit", "keys"), [("sentence", ["article_id", "part", "sentence"]), ("article", "article_id")]
)
def test_counts_agree_with_sets(sample, unit, keys) -> None:
    table = networks.cooccurrence(sample, unit=unit)
    assert {(row.source, row.target): row.count for row in table.itertuples()} == by_hand(sample, keys)


def test_paragraphs_hold_sentences(sample) -> None:
    by_unit = {
        unit: networks.cooccurrence(sample, unit=unit).set_index(["source", "target"]) for unit in networks.UNITS
    }
    pair = by_unit["sentence"].index[0]
    assert by_unit["article"].at[pair, "count"] == by_unit["article"].at[pair, "articles"]
    assert len(by_unit["sentence"]) <= len(by_unit["paragraph"]) <= len(by_unit["article"])


def test_npmi_of_a_worked_example() -> None:
    # 100 units; x in 10, y in 20, both in 5: pmi = ln(0.05 / 0.02), npmi = pmi / -ln 0.05 (Bouma 2009).
    value = networks.npmi(pd.Series([5]), pd.Series([10]), pd.Series([20]), 100)[0]
    assert value == pytest.approx(math.log(2.5) / -math.log(0.05))
    assert networks.npmi(pd.Series([7]), pd.Series([7]), pd.Series([7]), 100)[0] == pytest.approx(1)
    assert networks.npmi(pd.Series([2]), pd.Series([10]), pd.Series([20]), 100)[0] == pytest.approx(0)
    assert networks.npmi(pd.Series([9]), pd.Series([9]), pd.Series([9]), 9)[0] == 1


def test_evidence_holds_the_sentences_counted(sample) -> None:
    for row in networks.cooccurrence(sample).head(5).itertuples():
        sentences = networks.evidence(sample, row.source, row.target)
        assert len(sentences) == row.count
        assert sentences["article_id"].nunique() == row.articles


def test_actor_table(sample) -> None:
    table = networks.actors(sample)
    counted = sample.counted_mentions()
    assert table["mentions"].sum() == len(counted)
    assert table["mentions"].is_monotonic_decreasing
    assert not set(counted["method"]) & {"place", "adjective"}


def test_graph_and_its_files(sample, tmp_path: Path) -> None:
    nodes = networks.actors(sample)
    graph = networks.graph(networks.cooccurrence(sample, min_count=2), nodes)
    networks.write_graph(graph, tmp_path / "actors")
    first = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    networks.write_graph(graph, tmp_path / "actors")
    assert first == {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    for read, name in ((nx.read_graphml, "actors.graphml"), (nx.read_gexf, "actors.gexf")):
        again = read(tmp_path / name)
        assert set(again) == set(graph) and again.number_of_edges() == graph.number_of_edges()
        assert again.nodes["pakistan"]["name"] == "باكستان"
        for a, b, count in graph.edges(data="count"):
            assert again.edges[a, b]["weight"] == count


def test_one_actor_or_none_gives_empty_tables(folder) -> None:
    corpus = analysis.read(folder(a="وصل المسافرون إلى محطة القطار في وسط المدينة بعد رحلة طويلة عبر الجبال والوديان."))
    table = networks.cooccurrence(corpus)
    assert table.empty and list(table.columns) == list(networks.EDGES)
    assert len(networks.graph(table, networks.actors(corpus))) == 0
    with pytest.raises(ValueError, match="sentence"):
        networks.cooccurrence(corpus, unit="page")
