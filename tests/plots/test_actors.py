"""Figures of actors and networks: what they say is there, inside the figure, and covered by nothing."""

import io
from itertools import combinations
from random import Random

import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.legend import Legend
from matplotlib.transforms import Bbox

from analysis import networks, plots, show

LANGUAGES = pytest.mark.parametrize("language", ["en", "ar"])
ENGLISH = ["Northern", "United", "River", "Council", "Movement", "Security", "Assembly", "Harbour", "Democratic", "of"]
ARABIC = ["حركة", "الوحدة", "مجلس", "الأمن", "الوطني", "جمهورية", "الشمال", "الديمقراطية", "عبد", "الكريم", "المرفأ"]


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def synthetic(nodes: int, density: float = 0.7, seed: int = 1) -> nx.Graph:
    """Return a random graph whose names have two to four words."""
    return named(nx.gnp_random_graph(nodes, density, seed=seed), seed)


def named(graph: nx.Graph, seed: int = 1) -> nx.Graph:
    random, graph = Random(seed), nx.convert_node_labels_to_integers(graph)
    for node in graph:
        graph.nodes[node].update(
            name=" ".join([*random.sample(ARABIC, random.randint(1, 3)), str(node)]),
            name_en=" ".join([*random.sample(ENGLISH, random.randint(1, 3)), str(node)]),
            type=random.choice(["state", "person", "organisation", "armed_group", "place"]),
            mentions=int(20 * random.paretovariate(1)),
            community=random.randrange(8),
        )
    for edge in graph.edges:
        graph.edges[edge]["count"] = int(random.paretovariate(0.8))
    return nx.relabel_nodes(graph, {node: f"actor_{node:02}" for node in graph})


def pairs_of(graph: nx.Graph) -> pd.DataFrame:
    rows = [(*sorted(edge[:2]), edge[2]["count"]) for edge in graph.edges(data=True)]
    return pd.DataFrame(rows, columns=["source", "target", "count"]).assign(npmi=lambda t: 1 - 1 / t["count"])


def nodes_of(graph: nx.Graph) -> pd.DataFrame:
    table = pd.DataFrame([{"actor": node, **about} for node, about in graph.nodes(data=True)])
    return table.sort_values(["mentions", "actor"], ascending=[False, True], ignore_index=True)


def boxes(texts, wider: float = 1.1) -> list[Bbox]:
    """Return the extents of texts as they would be in a font that is wider."""
    texts = list(texts)
    texts[0].figure.canvas.draw()
    return [text.get_window_extent().expanded(wider, 1) for text in texts if text.get_text()]


def disjoint(found: list[Bbox]) -> bool:
    return not any(a.overlaps(b) for a, b in combinations(found, 2))


def inside(found: list[Bbox], ax: Axes) -> bool:
    frame = ax.figure.bbox
    return all(frame.x0 <= b.x0 and b.x1 <= frame.x1 and frame.y0 <= b.y0 and b.y1 <= frame.y1 for b in found)


def legends(ax: Axes) -> list[Legend]:
    return [child for child in ax.get_children() if isinstance(child, Legend)]


def nodes_in(ax: Axes) -> list[tuple[np.ndarray, float]]:
    """Return the centre and the radius of each node."""
    dots = next(each for each in ax.collections if isinstance(each, PathCollection))
    radii = np.sqrt(dots.get_sizes()) / 2 * ax.figure.dpi / 72
    return list(zip(ax.transData.transform(dots.get_offsets()), radii, strict=True))


def covers(box: Bbox, node: tuple[np.ndarray, float]) -> bool:
    centre, radius = node
    return bool(np.hypot(*(centre - np.clip(centre, box.min, box.max))) < radius)


def network_is_readable(ax: Axes) -> None:
    names, nodes = boxes(ax.texts), nodes_in(ax)
    keys = [legend.get_window_extent() for legend in legends(ax)]
    marks = [Bbox([centre - radius, centre + radius]) for centre, radius in nodes]
    assert disjoint(names + keys)
    assert not any(covers(box, node) for box in names + keys for node in nodes)
    assert disjoint(marks)
    assert inside(names + keys + marks, ax)


@LANGUAGES
@pytest.mark.parametrize("nodes", [1, 2, 7, 25, 40])
@pytest.mark.parametrize("others", ["faint", "hidden"])
def test_names_in_a_dense_network_cover_nothing(nodes: int, others: str, language: str) -> None:
    ax = plots.network(synthetic(nodes), top=40, others=others, language=language)
    assert len(ax.texts) == nodes
    network_is_readable(ax)


@LANGUAGES
@pytest.mark.parametrize(
    "shape", [nx.star_graph(39), nx.barbell_graph(18, 2), nx.path_graph(30), nx.full_rary_tree(6, 40)]
)
def test_names_in_a_crowded_network_cover_nothing(shape: nx.Graph, language: str) -> None:
    network_is_readable(plots.network(named(shape), top=40, language=language))


@LANGUAGES
def test_names_in_the_network_of_the_sample_cover_nothing(sample, language: str) -> None:
    graph = networks.graph(networks.cooccurrence(sample), networks.actors(sample))
    ax = plots.network(graph, language=language)
    assert len(ax.texts) == 25
    network_is_readable(ax)


@LANGUAGES
def test_a_given_axes_holds_the_whole_network(language: str) -> None:
    _, (ax, other) = plt.subplots(1, 2, figsize=(9, 4), layout="constrained")
    other.plot([0, 1])
    assert plots.network(synthetic(25), ax, language=language) is ax
    found = boxes(ax.texts)
    assert disjoint(found) and inside(found, ax)
    assert not any(box.overlaps(other.get_window_extent()) for box in found)


def test_components_stand_side_by_side_and_lone_nodes_below() -> None:
    parts = [nx.complete_graph(6), nx.path_graph(3), nx.path_graph(2), nx.path_graph(2), nx.empty_graph(3)]
    graph = nx.convert_node_labels_to_integers(nx.disjoint_union_all(parts))
    graph = nx.relabel_nodes(graph, {node: f"n{node:02}" for node in graph})
    nx.set_edge_attributes(graph, 2, "count")
    ax = plots.network(graph)
    at = {text.get_text(): np.array(text.get_position()) for text in ax.texts}
    groups = [list(map(at.get, sorted(nodes))) for nodes in nx.connected_components(graph)]
    frames = [Bbox([np.min(group, axis=0), np.max(group, axis=0)]) for group in groups]
    assert disjoint(frames)
    lone = [frame.y1 for group, frame in zip(groups, frames, strict=True) if len(group) == 1]
    assert max(lone) < min(frame.y0 for group, frame in zip(groups, frames, strict=True) if len(group) > 1)
    high = ax.get_ylim()[1]
    assert np.ptp([place[1] for place in at.values()]) > 0.5 * high


@LANGUAGES
def test_a_network_explains_its_colours_sizes_and_widths(language: str) -> None:
    graph = synthetic(25)
    keys = [[text.get_text() for text in legend.get_texts()] for legend in legends(plots.network(graph))]
    assert keys[0] == ["state", "armed group", "organisation", "person", "other"]
    most = max(dict(graph.nodes(data="mentions")).values())
    sizes = [int(text.replace(",", "")) for text in keys[1]]
    assert len(sizes) == 3 and sizes == sorted(sizes) and most / 2 < sizes[-1] <= most
    assert len(keys[2]) == 4 and keys[2][-1].replace("\n", " ") == "outside the backbone"
    around = legends(plots.network(graph, colour="community", language=language))[0]
    names = {about["name" if language == "ar" else "name_en"] for _, about in graph.nodes(data=True)}
    told = [text.get_text().replace("\n", " ") for text in around.get_texts()]
    assert len(told) == 7 and set(told[:-1]) <= names


@pytest.mark.parametrize("told", [{"backbone": True}, {"disparity": 0.01}])
def test_lines_outside_of_the_backbone_are_faint_or_hidden(told: dict[str, float]) -> None:
    graph = nx.Graph()
    graph.add_edges_from([("a", "b"), ("b", "c")], count=9, **told)
    graph.add_edge("a", "c", count=3, **{key: value is not True and 0.9 for key, value in told.items()})
    faint = plots.network(graph).collections[0]
    assert len(faint.get_segments()) == 3
    assert sorted(colour[3] < 0.5 for colour in faint.get_colors()) == [False, False, True]
    assert len(plots.network(graph, others="hidden").collections[0].get_segments()) == 2


def test_a_network_without_a_backbone_shows_every_line() -> None:
    graph = nx.cycle_graph(["a", "b", "c", "d"])
    nx.set_edge_attributes(graph, 1, "count")
    assert all(colour[3] > 0.5 for colour in plots.network(nx.Graph(graph)).collections[0].get_colors())


def test_a_wrong_choice_is_told() -> None:
    with pytest.raises(ValueError, match="type, community"):
        plots.network(synthetic(3), colour="size")
    with pytest.raises(ValueError, match="count, npmi"):
        plots.cooccurrence(pairs_of(synthetic(3)), nodes_of(synthetic(3)), value="p")


CHANGES = pd.DataFrame(
    [
        ("a", "b", 0, 12, 4.6, 0.6, 8.7, "new"),
        ("a", "c", 4, 20, 2.3, 0.8, 3.9, "stronger"),
        ("b", "c", 9, 10, 0.2, -1.1, 1.4, "steady"),
        ("b", "d", 30, 6, -2.3, -3.6, -1.1, "weaker"),
        ("c", "d", 15, 0, -4.9, -9.0, -0.9, "lost"),
    ],
    columns=["source", "target", "before", "after", "log_ratio", "low", "high", "change"],
)
RELATIONS = pd.DataFrame(
    [("a", "b", 3, 1, 7, 4), ("a", "c", 10, 5, 0, 2), ("b", "c", 0, 0, 0, 0)],
    columns=[
        "source",
        "target",
        "verbal_cooperation",
        "material_cooperation",
        "verbal_conflict",
        "material_conflict",
    ],
)


def drawn(language: str, empty: bool = False) -> dict[str, Axes]:
    graph = synthetic(0 if empty else 30)
    some = synthetic(30)
    pairs, nodes = pairs_of(some), nodes_of(some)
    if empty:
        pairs, nodes = pairs.head(0), nodes.head(0)
    nodes["betweenness"] = nodes["mentions"] / 1000
    cut = 0 if empty else None
    return {
        "actors": plots.actors(nodes, language=language),
        "centrality": plots.centrality(nodes, language=language),
        "cooccurrence": plots.cooccurrence(pairs, nodes, language=language),
        "npmi": plots.cooccurrence(pairs, nodes, value="npmi", top=25, language=language),
        "network": plots.network(graph, language=language),
        "changes": plots.changes(CHANGES[:cut], language=language),
        "ego": plots.ego(graph, "actor_00", language=language),
        "relations": plots.relations(RELATIONS[:cut], language=language),
    }


@LANGUAGES
def test_nothing_to_show_is_said(language: str) -> None:
    phrase = {"en": "Nothing to show", "ar": "لا شيء يُعرض"}[language]
    for name, ax in drawn(language, empty=True).items():
        ax.figure.canvas.draw()
        assert any(phrase in text.get_text() for text in ax.texts), name


@LANGUAGES
def test_the_labels_of_rows_have_room_in_a_wider_font(language: str) -> None:
    for name, ax in drawn(language).items():
        if name == "network":
            continue
        ax.figure.canvas.draw()
        labels = [label for label in ax.get_yticklabels() if label.get_text()]
        found = [label.get_window_extent() for label in labels]
        assert disjoint(found), name
        assert inside(found, ax), name
        room = ax.figure.bbox.width
        for box in found:
            assert 0.1 * box.width <= (room - box.x1 if language == "ar" else box.x0), name


@LANGUAGES
def test_every_figure_is_the_same_bytes_twice(language: str) -> None:
    first, again = ({name: show.svg_of(ax, name) for name, ax in drawn(language).items()} for _ in range(2))
    assert first == again


@LANGUAGES
@pytest.mark.parametrize("name", ["actors", "changes", "ego", "relations"])
def test_a_legend_stands_above_the_rows(name: str, language: str) -> None:
    ax = drawn(language)[name]
    ax.figure.canvas.draw()
    assert ax.get_legend().get_window_extent().y0 >= ax.get_window_extent().y1
    assert inside([ax.get_legend().get_window_extent()], ax)


def test_a_matrix_is_ordered_by_community() -> None:
    graph = synthetic(20)
    nodes = nodes_of(graph)
    ax = plots.cooccurrence(pairs_of(graph), nodes)
    shown = [label.get_text() for label in ax.get_yticklabels()]
    rows = nodes.head(15)
    assert sorted(shown) == sorted(rows["name_en"])
    community = dict(zip(rows["name_en"], rows["community"], strict=True))
    order = [community[name] for name in shown]
    weight = rows.groupby("community")["mentions"].sum()
    assert order == sorted(order, key=lambda group: (-weight[group], group))
    frames = [patch.get_height() for patch in ax.patches]
    assert frames == [order.count(group) for group in dict.fromkeys(order)]
    plain = plots.cooccurrence(pairs_of(graph), nodes.drop(columns="community"))
    assert [label.get_text() for label in plain.get_yticklabels()] == nodes["name_en"].head(15).tolist()
    assert not plain.patches


@pytest.mark.parametrize(("value", "label"), [("count", "times named together"), ("npmi", "NPMI")])
def test_a_matrix_prints_its_values_and_explains_its_colours(value: str, label: str) -> None:
    nodes = pd.DataFrame({"actor": ["a", "b", "c"], "name": "أ", "name_en": ["A", "B", "C"], "mentions": [9, 5, 2]})
    pairs = pd.DataFrame({"source": ["a", "b"], "target": ["b", "c"], "count": [4, 1], "npmi": [0.25, -0.1]})
    ax = plots.cooccurrence(pairs, nodes, value=value)
    told = {text.get_position(): text.get_text() for text in ax.texts}
    shown = ["4", "1"] if value == "count" else [".25", "-.10"]
    assert told == {(1, 0): shown[0], (0, 1): shown[0], (2, 1): shown[1], (1, 2): shown[1]}
    assert any(other.get_ylabel() == label for other in ax.figure.axes)


def test_changes_are_sorted_with_their_interval_and_symbol() -> None:
    names = {"a": "Alpha", "b": "Beta"}
    ax = plots.changes(CHANGES.sample(frac=1, random_state=1), names=names)
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        "Alpha – Beta",
        "Alpha – c",
        "Beta – c",
        "Beta – d",
        "c – d",
    ]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["new", "stronger", "steady", "weaker", "lost"]
    spans = sorted(tuple(segment[:, 0]) for lines in ax.collections[::2] for segment in lines.get_segments())
    assert spans == sorted(zip(CHANGES["low"], CHANGES["high"], strict=True))
    assert {"0 → 12", "15 → 0"} <= {text.get_text() for text in ax.texts}
    arabic = plots.changes(CHANGES.assign(source_name="س", target_name="ص"), language="ar")
    assert arabic.get_yticklabels()[0].get_text() == "س – ص"
    assert {"12 ← 0", "0 ← 15"} <= {text.get_text() for text in arabic.texts}


def test_central_actors_are_sorted_by_the_measure() -> None:
    nodes = pd.DataFrame({"actor": ["a", "b", "c"], "name": "أ", "name_en": ["A", "B", "C"], "type": "state"})
    ax = plots.centrality(nodes.assign(betweenness=[0.0, 0.1, 0.25]))
    assert [label.get_text() for label in ax.get_yticklabels()] == ["C", "B"]
    assert [text.get_text() for text in ax.texts] == ["0.25", "0.1"]


def test_the_neighbours_of_an_actor_are_sorted() -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", count=3, npmi=0.21)
    graph.add_edge("a", "c", count=1200, npmi=-0.5)
    graph.add_edge("b", "c", count=50, npmi=0.1)
    ax = plots.ego(graph, "a")
    assert [label.get_text() for label in ax.get_yticklabels()] == ["c", "b"]
    assert [text.get_text() for text in ax.texts] == ["1,200 (-0.50)", "3 (0.21)"]


def test_conflict_and_cooperation_go_to_two_sides() -> None:
    ax = plots.relations(RELATIONS)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a – c", "a – b"]
    ends = {bars.get_label(): [bar.get_x() + bar.get_width() for bar in bars] for bars in ax.containers}
    assert ends == {
        "verbal conflict": [0, -7],
        "material conflict": [-2, -11],
        "verbal cooperation": [10, 3],
        "material cooperation": [15, 4],
    }
    low, high = ax.get_xlim()
    assert low == -high


def test_a_name_is_text_never_a_formula_or_markup() -> None:
    graph = nx.Graph()
    graph.add_edge("a", "b", count=1)
    graph.nodes["a"].update(name_en=r"$\frac$ <b>", mentions=2)
    for ax in (plots.network(graph), plots.ego(graph, "b")):
        svg = io.StringIO()
        with plt.rc_context({"svg.fonttype": "none"}):
            ax.figure.savefig(svg, format="svg")
        assert r"$\frac$ &lt;b&gt;" in svg.getvalue()
