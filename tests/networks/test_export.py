"""A network as files: read again by networkx, and held against what the formats ask for."""

import csv
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import networks

GEXF = "{http://www.gexf.net/1.2draft}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
# What the GEXF 1.2 schema lets each element carry, and what it asks for.
ELEMENTS = {
    "gexf": ({"version", "variant"}, {"version"}),
    "meta": ({"lastmodifieddate"}, set()),
    "creator": (set(), set()),
    "graph": ({"defaultedgetype", "mode", "idtype", "timeformat", "start", "end"}, set()),
    "attributes": ({"class", "mode", "start", "end"}, {"class"}),
    "attribute": ({"id", "title", "type"}, {"id", "title", "type"}),
    "nodes": ({"count"}, set()),
    "node": ({"id", "label", "pid", "start", "end"}, {"id"}),
    "edges": ({"count"}, set()),
    "edge": ({"id", "source", "target", "type", "label", "weight", "start", "end"}, {"id", "source", "target"}),
    "attvalues": (set(), set()),
    "attvalue": ({"for", "value", "start", "end"}, {"for", "value"}),
}
NUMBERS = {"long": int, "double": float}


@pytest.fixture
def graph(sample) -> nx.Graph:
    pairs = networks.cooccurrence(sample, min_count=2)
    pairs["backbone"] = networks.disparity(pairs) < 0.2
    return networks.graph(pairs, networks.node_table(sample, pairs))


def written(graph: nx.Graph, folder: Path) -> dict[str, Path]:
    networks.write_graph(graph, folder / "actors.v1")
    ends = (".graphml", ".gexf", "-nodes.csv", "-edges.csv")
    assert sorted(path.name for path in folder.iterdir()) == sorted(f"actors.v1{end}" for end in ends)
    return {end: folder / f"actors.v1{end}" for end in ends}


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def check_gexf(path: Path) -> ElementTree.Element:
    root = ElementTree.parse(path).getroot()
    for element in root.iter():
        assert element.tag.startswith(GEXF)
        allowed, needed = ELEMENTS[element.tag.removeprefix(GEXF)]
        names = {name for name in element.attrib if not name.startswith("{")}
        assert needed <= names <= allowed, element.tag
    for kind in ("node", "edge"):
        types = {
            each.get("id"): each.get("type")
            for each in root.findall(f"{GEXF}graph/{GEXF}attributes[@class='{kind}']/{GEXF}attribute")
        }
        assert set(types.values()) <= {"long", "double", "string", "boolean"}
        for value in root.findall(f".//{GEXF}{kind}/{GEXF}attvalues/{GEXF}attvalue"):
            told = value.get("value")
            assert np.isfinite(NUMBERS.get(types[value.get("for")], len)(told))
            assert types[value.get("for")] != "boolean" or told in ("true", "false")
    ids = [edge.get("id") for edge in root.iter(f"{GEXF}edge")]
    assert len(ids) == len(set(ids))
    known = {node.get("id") for node in root.iter(f"{GEXF}node")}
    assert {edge.get(end) for edge in root.iter(f"{GEXF}edge") for end in ("source", "target")} <= known
    return root


def check_graphml(path: Path) -> None:
    root = ElementTree.parse(path).getroot()
    keys = [(key.get("for"), key.get("attr.name")) for key in root.iter(f"{GRAPHML}key")]
    assert len(keys) == len(set(keys))
    assert {key.get("attr.type") for key in root.iter(f"{GRAPHML}key")} <= {"long", "double", "string", "boolean"}
    # The schema wants the keys first, then the graph.
    assert [child.tag for child in root] == [f"{GRAPHML}key"] * len(keys) + [f"{GRAPHML}graph"]


@pytest.mark.parametrize(("end", "read"), [(".graphml", nx.read_graphml), (".gexf", nx.read_gexf)])
def test_networkx_reads_every_attribute_again(graph, tmp_path: Path, end: str, read) -> None:
    again = read(written(graph, tmp_path)[end])
    assert set(again) == set(graph) and again.number_of_edges() == graph.number_of_edges()
    for node, about in graph.nodes(data=True):
        told = again.nodes[node]
        assert told["label"] == about["name_en"]
        for key, value in about.items():
            assert told[key] == pytest.approx(value) if isinstance(value, float) else told[key] == value
    for first, second, about in graph.edges(data=True):
        told = again.edges[first, second]
        assert told["weight"] == about["count"]
        for key, value in about.items():
            assert told[key] == pytest.approx(value)


def test_files_have_the_shape_of_their_formats(graph, tmp_path: Path) -> None:
    files = written(graph, tmp_path)
    root = check_gexf(files[".gexf"])
    assert root.get("version") == "1.2"
    assert root.find(f"{GEXF}graph").get("defaultedgetype") == "undirected"
    check_graphml(files[".graphml"])
    assert "باكستان" in files[".gexf"].read_text(encoding="utf-8")


def test_tables_are_those_that_gephi_imports(graph, tmp_path: Path) -> None:
    files = written(graph, tmp_path)
    nodes, edges = rows_of(files["-nodes.csv"]), rows_of(files["-edges.csv"])
    assert list(nodes[0])[:2] == ["Id", "Label"] and list(edges[0])[:4] == ["Source", "Target", "Type", "Weight"]
    assert {row["Id"] for row in nodes} == set(graph)
    for row in edges:
        about = graph.edges[row["Source"], row["Target"]]
        assert (row["Type"], int(row["Weight"])) == ("Undirected", about["count"])
        assert float(row["npmi"]) == about["npmi"]
    assert files["-edges.csv"].read_bytes().startswith(b"Source,")  # no byte order mark: Gephi would stumble over it


def test_the_same_graph_gives_the_same_bytes(graph, tmp_path: Path) -> None:
    turned = nx.Graph()
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from((b, a, about) for a, b, about in reversed(list(graph.edges(data=True))))
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    one, two = written(graph, tmp_path / "one"), written(turned, tmp_path / "two")
    for end in one:
        assert one[end].read_bytes() == two[end].read_bytes()


def test_values_that_formats_refuse(tmp_path: Path) -> None:
    graph = nx.Graph()
    graph.add_node(
        "a", name_en="=cmd()", size=1, share=float("nan"), seen=pd.Timestamp("2021-01-02"), member=["x", "y"]
    )
    graph.add_node("b\x00", name_en="A\x0bB", size=2.5, share=np.float64(0.5), seen=pd.NaT, community=pd.NA)
    graph.add_node("c", name_en=None, size=np.int64(3), ok=np.bool_(True), viz="blue", start="2021")
    graph.add_edge("a", "b\x00", count=np.int64(2), type="conflict", weight=7, log_ratio=float("inf"), mixed=1)
    graph.add_edge("a", "c", mixed="one")
    files = written(graph, tmp_path)
    check_gexf(files[".gexf"])
    check_graphml(files[".graphml"])
    for again in (nx.read_gexf(files[".gexf"]), nx.read_graphml(files[".graphml"])):
        assert set(again) == {"a", "b", "c"}
        assert again.nodes["a"]["member"] == "x | y" and again.nodes["a"]["seen"].startswith("2021-01-02")
        assert [again.nodes[node]["size"] for node in "abc"] == [1.0, 2.5, 3.0]
        assert again.nodes["b"]["label"] == "AB" and again.nodes["c"]["label"] == "c"
        assert "share" not in again.nodes["a"] and "community" not in again.nodes["b"]
        assert again.nodes["c"]["viz_"] == "blue" and again.nodes["c"]["ok"] is True
        assert (again.edges["a", "b"]["weight"], again.edges["a", "b"]["type_"]) == (2, "conflict")
        assert (again.edges["a", "c"]["weight"], again.edges["a", "c"]["mixed"]) == (1, "one")
        assert "log_ratio" not in again.edges["a", "b"]
    assert rows_of(files["-nodes.csv"])[0]["Label"] == "'=cmd()"


def test_a_directed_graph_keeps_its_directions(tmp_path: Path) -> None:
    graph = nx.DiGraph()
    graph.add_edge("b", "a", count=3)
    files = written(graph, tmp_path)
    assert list(nx.read_graphml(files[".graphml"]).edges) == [("b", "a")]
    assert list(nx.read_gexf(files[".gexf"]).edges) == [("b", "a")]
    assert rows_of(files["-edges.csv"])[0]["Type"] == "Directed"


def test_an_empty_graph(tmp_path: Path) -> None:
    files = written(nx.Graph(), tmp_path)
    check_gexf(files[".gexf"])
    assert len(nx.read_gexf(files[".gexf"])) == len(nx.read_graphml(files[".graphml"])) == 0
    assert files["-nodes.csv"].read_text(encoding="utf-8") == "Id,Label\n"


@settings(max_examples=60, deadline=None)
@given(st.text(), st.text(st.characters(), min_size=1))
def test_any_text_can_be_written(tmp_path_factory, name: str, key: str) -> None:
    graph = nx.Graph()
    graph.add_node("a", **{key: name})
    files = written(graph, tmp_path_factory.mktemp("any"))
    check_gexf(files[".gexf"])
    check_graphml(files[".graphml"])
