"""Backbone, communities and centrality, beside networkx and computations of their own."""

import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from sklearn.metrics import adjusted_mutual_info_score, normalized_mutual_info_score

from analysis import networks
from analysis.networks.communities import _overlap

COLUMNS = ["source", "target", "count"]


def table_of(*rows: tuple[str, str, int]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS).astype({"source": "str", "target": "str", "count": "int64"})


def pairs_of(network: nx.Graph) -> pd.DataFrame:
    return table_of(*((f"n{a:02}", f"n{b:02}", int(w)) for a, b, w in network.edges(data="weight", default=1)))


KARATE = pairs_of(nx.karate_club_graph())
CLIQUES = table_of(
    *((f"{group}{a}", f"{group}{b}", 9) for group, size in (("x", 5), ("y", 4)) for a in range(size) for b in range(a)),
    ("x0", "y0", 1),
)
EMPTY = table_of()


def test_disparity_is_the_integral_of_the_paper() -> None:
    strength = dict.fromkeys({*KARATE["source"], *KARATE["target"]}, 0)
    degree = dict(strength)
    for row in KARATE.itertuples():
        for end in (row.source, row.target):
            strength[end] += row.count
            degree[end] += 1
    for row, found in zip(KARATE.itertuples(), networks.disparity(KARATE), strict=True):
        chances = []
        for end in (row.source, row.target):
            k, share = degree[end], row.count / strength[end]
            # Serrano et al. (2009), equation 2: 1 - (k - 1) times the integral of (1 - x)^(k - 2) up to the share.
            chances.append(1 - (k - 1) * quad(lambda x, k=k: (1 - x) ** (k - 2), 0, share)[0] if k > 1 else 1.0)
        assert found == pytest.approx(min(chances))


def test_the_backbone_keeps_rows_as_they_are() -> None:
    kept = networks.backbone(KARATE.assign(npmi=0.5), alpha=0.2)
    assert 0 < len(kept) < len(KARATE)
    assert (kept["disparity"] < 0.2).all()
    assert list(kept.columns) == [*COLUMNS, "npmi", "disparity"]
    places = [KARATE[COLUMNS].values.tolist().index(row) for row in kept[COLUMNS].values.tolist()]
    assert places == sorted(places)


def test_a_single_tie_stands_or_falls_with_its_other_end() -> None:
    star = table_of(("a", "b", 40), ("a", "c", 1), ("a", "d", 1), ("a", "e", 1))
    assert networks.backbone(star)["target"].tolist() == ["b"]
    assert networks.backbone(table_of(("a", "b", 1000))).empty
    assert list(networks.backbone(EMPTY).columns) == [*COLUMNS, "disparity"]
    with pytest.raises(ValueError, match="alpha=0"):
        networks.backbone(star, alpha=0)


def test_two_cliques_are_two_communities() -> None:
    found = networks.communities(CLIQUES)
    assert found["community"].tolist() == [0] * 5 + [1] * 4
    assert found["actor"].str[0].tolist() == ["x"] * 5 + ["y"] * 4
    assert (found["stability"] == 1).all()
    assert (found.attrs["agreement"], found.attrs["communities"], found.attrs["runs"]) == (1.0, 2, 20)


def test_modularity_and_agreement_equal_those_of_networkx_and_scikit_learn() -> None:
    found = networks.communities(KARATE, seed=3, runs=5)
    graph = networks.graph(KARATE)
    parts = [set(rows["actor"]) for _, rows in found.groupby("community")]
    assert found.attrs["modularity"] == pytest.approx(nx.community.modularity(graph, parts, weight="count"))
    assert [len(part) for part in parts] == sorted(map(len, parts), reverse=True)
    actors = sorted(graph)
    numbered = nx.Graph()
    numbered.add_nodes_from(range(len(actors)))
    edges = sorted(tuple(sorted(map(actors.index, ends))) for ends in graph.edges)
    numbered.add_edges_from((a, b, graph.edges[actors[a], actors[b]]) for a, b in edges)
    runs = []
    for seed in range(3, 8):
        parts = nx.community.louvain_communities(numbered, weight="count", seed=seed)
        runs.append([next(place for place, part in enumerate(parts) if node in part) for node in numbered])
    scores = [adjusted_mutual_info_score(runs[i], runs[j]) for i in range(5) for j in range(i)]
    assert found.attrs["agreement"] == pytest.approx(np.mean(scores))
    own = found.set_index("actor")["community"].reindex(actors).tolist()
    assert max(normalized_mutual_info_score(own, run) for run in runs) == pytest.approx(1)


def test_overlap_is_the_mean_overlap_with_the_other_runs() -> None:
    own = np.array([0, 0, 0, 1])
    runs = np.array([[0, 0, 0, 1], [0, 0, 1, 1], [0, 0, 0, 0]])
    # The first run is the chosen one. Second: 2/3, 2/3, 1/4, 1/2. Third: 3/4, 3/4, 3/4, 1/4.
    assert _overlap(own, runs).tolist() == pytest.approx([17 / 24, 17 / 24, 1 / 2, 3 / 8])
    assert _overlap(own, runs[:1]).tolist() == [1, 1, 1, 1]


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_ties_changes_nothing(random) -> None:
    rows = KARATE.values.tolist()
    random.shuffle(rows)
    turned = table_of(*((b, a, n) if random.random() < 0.5 else (a, b, n) for a, b, n in rows))
    pd.testing.assert_frame_equal(networks.communities(turned, runs=2), networks.communities(KARATE, runs=2))
    pd.testing.assert_frame_equal(networks.centrality(turned), networks.centrality(KARATE))


def les_miserables() -> str:
    graph = nx.relabel_nodes(nx.les_miserables_graph(), str)
    nx.set_edge_attributes(graph, {ends: graph.edges[ends]["weight"] for ends in graph.edges}, "count")
    return networks.communities(graph, runs=3).to_csv() + networks.centrality(graph).to_csv()


def test_communities_do_not_depend_on_the_hash_of_text() -> None:
    code = "import test_structure; print(test_structure.les_miserables(), end='')"
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    other = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    env = os.environ | {"PYTHONHASHSEED": other, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8"}
    again = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, check=True, encoding="utf-8")
    assert again.stdout == les_miserables()
    assert "Valjean" in again.stdout


def test_centrality_equals_that_of_networkx() -> None:
    found = networks.centrality(KARATE).set_index("actor")
    graph = networks.graph(KARATE)
    assert found["degree"].to_dict() == dict(graph.degree)
    assert found["strength"].to_dict() == dict(graph.degree(weight="count"))
    assert found["betweenness"].to_dict() == pytest.approx(nx.betweenness_centrality(graph))
    assert found["eigenvector"].to_dict() == pytest.approx(
        nx.eigenvector_centrality(graph, 1000, weight="count"), abs=1e-5
    )
    assert found["strength"].is_monotonic_decreasing


def test_centrality_of_a_star() -> None:
    # Freeman (1977): all shortest paths lead through the middle of a star.
    found = networks.centrality(table_of(*(("m", leaf, 2) for leaf in "abcd"))).set_index("actor")
    assert found.loc["m", ["degree", "strength", "betweenness"]].tolist() == [4, 8, 1]
    assert found["betweenness"].drop("m").tolist() == [0] * 4
    # Its matrix has the eigenvalues +4 and -4, on which power iteration alone would not settle.
    assert found["eigenvector"].to_dict() == pytest.approx({"m": 2**-0.5} | dict.fromkeys("abcd", 8**-0.5))


def test_separate_parts() -> None:
    pair = table_of(("p", "q", 1000))
    found = networks.centrality(pd.concat([KARATE, pair])).set_index("actor")
    assert found.loc[["p", "q"], "eigenvector"].tolist() == [0, 0]
    alone = networks.centrality(KARATE).set_index("actor")["eigenvector"]
    assert found["eigenvector"].drop(["p", "q"]).to_dict() == pytest.approx(alone.to_dict())
    assert networks.communities(pd.concat([CLIQUES, pair]))["community"].max() == 2
    assert networks.centrality(pair)["eigenvector"].tolist() == pytest.approx([2**-0.5] * 2)


def test_a_network_of_one_actor_or_none() -> None:
    lone = nx.Graph()
    lone.add_node("iran", name="إيران")
    assert networks.centrality(lone).values.tolist() == [["iran", 0, 0, 0.0, 0.0]]
    assert networks.communities(lone)[["actor", "community", "stability"]].values.tolist() == [["iran", 0, 1.0]]
    for network in (EMPTY, nx.Graph()):
        assert networks.centrality(network).empty and networks.communities(network).empty
        assert networks.centrality(network)["degree"].dtype == "int64"
        assert networks.communities(network).attrs["communities"] == 0
    with pytest.raises(ValueError, match="runs=0"):
        networks.communities(EMPTY, runs=0)


def test_betweenness_of_a_large_network_is_estimated() -> None:
    large = nx.relabel_nodes(nx.barabasi_albert_graph(600, 2, seed=1), str)
    found = networks.centrality(large).set_index("actor")["betweenness"]
    exact = pd.Series(nx.betweenness_centrality(large))
    assert found.reindex(exact.index).corr(exact) > 0.97
    pd.testing.assert_frame_equal(networks.centrality(large), networks.centrality(large))
