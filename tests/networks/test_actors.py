import math
from itertools import combinations
from pathlib import Path

import networkx as nx
import pandas as pd
import pytest

import analysis
from analysis import networks
from analysis.base.statistics import npmi
from analysis.corpus.units import UNITS
from analysis.evidence import of_pair


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
    by_unit = {unit: networks.cooccurrence(sample, unit=unit).set_index(["source", "target"]) for unit in UNITS}
    pair = by_unit["sentence"].index[0]
    assert by_unit["article"].at[pair, "count"] == by_unit["article"].at[pair, "articles"]
    assert len(by_unit["sentence"]) <= len(by_unit["paragraph"]) <= len(by_unit["article"])


def test_npmi_of_a_worked_example() -> None:
    # 100 units; x in 10, y in 20, both in 5: pmi = ln(0.05 / 0.02), npmi = pmi / -ln 0.05 (Bouma 2009).
    value = npmi(pd.Series([5]), pd.Series([10]), pd.Series([20]), 100)[0]
    assert value == pytest.approx(math.log(2.5) / -math.log(0.05))
    assert npmi(pd.Series([7]), pd.Series([7]), pd.Series([7]), 100)[0] == pytest.approx(1)
    assert npmi(pd.Series([2]), pd.Series([10]), pd.Series([20]), 100)[0] == pytest.approx(0)
    assert npmi(pd.Series([9]), pd.Series([9]), pd.Series([9]), 9)[0] == 1


def test_evidence_holds_the_sentences_counted(sample) -> None:
    for row in networks.cooccurrence(sample).head(5).itertuples():
        sentences = of_pair(sample, row.source, row.target)
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
    assert nx.read_gexf(tmp_path / "actors.gexf").nodes["pakistan"]["name"] == "باكستان"


@pytest.mark.parametrize(
    "text",
    [
        "وصل المسافرون إلى محطة القطار في وسط المدينة بعد رحلة طويلة عبر الجبال والوديان.",
        "أعلنت باكستان أن المسافرين وصلوا إلى محطة القطار بعد رحلة طويلة عبر الجبال والوديان.",
    ],
)
@pytest.mark.parametrize("unit", UNITS)
def test_one_actor_or_none_gives_empty_tables(folder, sample, text: str, unit: str) -> None:
    corpus = analysis.read(folder(a=text))
    nothing = sample.filter(start="1950-01-01", end="1950-01-02")
    for few in (corpus, nothing):
        table = networks.cooccurrence(few, unit)
        nodes = networks.node_table(few, table)
        made = {
            "pairs": (table, networks.cooccurrence(sample, unit)),
            "periods": (networks.by_period(few, "month", unit=unit), networks.by_period(sample, "month", unit=unit)),
            "backbone": (networks.backbone(table), networks.backbone(networks.cooccurrence(sample, unit))),
            "communities": (networks.communities(table), networks.communities(networks.cooccurrence(sample), runs=1)),
            "centrality": (networks.centrality(table), networks.centrality(networks.cooccurrence(sample))),
            "changes": (networks.changes(nothing, few, unit=unit), networks.changes(nothing, sample, unit=unit)),
        }
        for empty, full in made.values():
            assert empty.empty
            pd.testing.assert_series_equal(empty.dtypes, full.dtypes)
        assert len(nodes) == few.mentions["actor"].nunique()
        assert nodes["community"].isna().all() and (nodes["degree"] == 0).all()
        assert len(networks.graph(table, nodes)) == 0


def test_nodes_know_their_place(sample) -> None:
    table = networks.cooccurrence(sample, min_count=3)
    nodes = networks.node_table(sample, table)
    assert nodes["actor"].tolist() == networks.actors(sample)["actor"].tolist()
    tied = set(table["source"]) | set(table["target"])
    assert set(nodes.loc[nodes["community"].notna(), "actor"]) == tied
    assert nodes["strength"].sum() == 2 * table["count"].sum()
    assert nodes.attrs["communities"] == nodes["community"].nunique()
    graph = networks.graph(table.assign(low=None), nodes.assign(other=[["a"]] * len(nodes)))
    assert graph.nodes["pakistan"]["other"] == ["a"]
    assert set(graph.edges[table["source"][0], table["target"][0]]) >= {"count", "jaccard", "g2", "p_adjusted"}


def test_a_table_of_ends_alone_is_a_graph() -> None:
    graph = networks.graph(pd.DataFrame({"source": ["a"], "target": ["b"]}))
    assert list(graph.edges) == [("a", "b")]
