"""The figure of a network: lines, nodes, names and their explanation."""

from textwrap import wrap
from typing import Any

import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.legend import Legend
from matplotlib.lines import Line2D
from matplotlib.text import Text

from analysis.base.notes import choice
from analysis.base.statistics import BACKBONE, disparity
from analysis.plots.axes import COLOURS, OTHER, dot, empty, extent, node_name, short, type_dots
from analysis.plots.layout import GAP, arrange, place_labels
from analysis.plots.tables import graph_of
from analysis.wording.phrases import wording

# Okabe and Ito (2008); the communities after the sixth are grey.
COMMUNITIES = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"]
LINE, PALE_LINE = "#8a8a8aa6", "#8a8a8a38"
FAINT = 0.6  # width in points of a line outside of the backbone
FONT, EDGE, BESIDE = 9, 6, 12  # points: type, the free edge of the drawing, the space around legends


@graph_of("networks.graph")
def network(
    graph: nx.Graph,
    ax: Axes | None = None,
    *,
    colour: str = "type",
    others: str = "faint",
    top: int = 25,
    language: str = "en",
) -> Axes:
    """Draw a co-occurrence graph: the `top` most mentioned actors, each with its name.

    A node is as large as its mentions and coloured by `colour`: type or community (an attribute of the nodes). A line
    is as wide as the times its ends are named together. Lines outside of the backbone are `others`: faint, or hidden.
    The backbone are the edges whose `backbone` is true or whose `disparity` is below 0.05; where edges carry neither
    and there are more than three to a node, the disparity is that of `graph` (Serrano et al. 2009), else all are in.

    Each component is a spring layout of its own (Fruchterman and Reingold 1991) with a fixed seed, beside the others;
    no name covers another or a node. Raises ValueError for another `colour` or `others`.

    >>> import analysis
    >>> from analysis import networks
    >>> corpus = analysis.read()
    >>> ax = network(networks.graph(networks.cooccurrence(corpus), networks.actors(corpus)), top=5)
    >>> ax.texts[0].get_text()
    'Pakistan'
    """
    choice("colour", colour, ("type", "community"))
    choice("others", others, ("faint", "hidden"))
    mentions = {node: float(count or 0) for node, count in graph.nodes(data="mentions", default=1)}
    kept = sorted(graph, key=lambda node: (-mentions[node], node))[:top]
    own = ax is None
    ax = plt.figure(figsize=(10, 4)).add_axes((0, 0, 1, 1)) if ax is None else ax
    ax.set_axis_off()
    if not kept:
        return empty(ax, language)
    shown = _shown(graph, kept, others)
    edges = sorted(shown.edges(data=True), key=lambda edge: (edge[2]["strong"], edge[2]["count"], edge[:2]))
    counts = np.array([about["count"] for _, _, about in edges])
    strong = np.array([about["strong"] for _, _, about in edges], dtype=bool)
    colours, key = _colours(shown, kept, colour, language)
    legends = _legends(ax, colour, key, mentions[kept[0]], counts, not strong.all(), language)

    areas = np.array([_area(mentions[node], mentions[kept[0]]) for node in kept])
    radii = np.sqrt(areas) / 2
    texts, labels = _names(ax, [node_name(shown, node, language) for node in kept])
    boxes = np.stack([np.maximum(labels[:, 0], 2 * radii + 2), labels[:, 1] + 2 * radii + GAP + 1], axis=1)
    places, natural = arrange(shown, dict(zip(kept, boxes, strict=True)))
    frame, zoom = _page(ax, own, natural + 2 * EDGE, legends, language)
    centres = EDGE + np.array([places[node] for node in kept]) * ((frame - 2 * EDGE) / natural)
    centres[:, 1] += boxes[:, 1] / 2 - radii

    at = dict(zip(kept, centres, strict=True))
    lines = np.array([(at[a], at[b]) for a, b, _ in edges]).reshape(-1, 2, 2)
    widths = _width(counts, counts.max(initial=1))
    where = place_labels(centres, radii, labels, lines, np.where(strong, 0.3 + widths / 4, 0.05), frame)
    widths, inks = np.where(strong, widths, FAINT), [LINE if each else PALE_LINE for each in strong]
    ax.add_collection(LineCollection(list(lines), linewidths=widths / zoom, colors=inks, zorder=1))
    ax.scatter(centres[:, 0], centres[:, 1], s=areas / zoom**2, c=colours, edgecolors="white", linewidths=0.8, zorder=3)
    for text, place in zip(texts, where, strict=True):
        text.set(position=place, fontsize=FONT / zoom)
        text.set_bbox({"facecolor": "white", "alpha": 0.7, "pad": 0.5, "edgecolor": "none"})
    return ax


def _shown(graph: nx.Graph, kept: list[str], others: str) -> nx.Graph:
    """Return the graph to draw: on its edges count, strong (within the backbone) and pull (for the layout)."""
    inner = graph.subgraph(kept)
    backbone = _backbone(graph, inner)
    weight = dict(inner.degree(weight="count"))
    shown = nx.Graph()
    shown.add_nodes_from((node, graph.nodes[node]) for node in kept)
    for a, b, count in inner.edges(data="count", default=1):
        strong = frozenset((a, b)) in backbone
        if strong or others == "faint":
            pull = count / np.sqrt(weight[a] * weight[b]) * (1 if strong else 0.1)
            shown.add_edge(*sorted((a, b)), count=count, strong=strong, pull=pull)
    return shown


def _backbone(graph: nx.Graph, inner: nx.Graph) -> set[frozenset[str]]:
    """Return the edges of `inner` that are in the backbone: see `network`."""
    told = list(inner.edges(data=True))
    if any("backbone" in about for *_, about in told):
        firm = {frozenset((a, b)) for a, b, about in told if about.get("backbone")}
    elif any("disparity" in about for *_, about in told):
        firm = {frozenset((a, b)) for a, b, about in told if about.get("disparity", 1) < BACKBONE}
    elif len(told) > 3 * len(inner):
        table = nx.to_pandas_edgelist(graph)
        table = table[disparity(table) < BACKBONE]
        firm = set(map(frozenset, zip(table["source"], table["target"], strict=True)))
    else:
        firm = set()
    ends = {frozenset((a, b)) for a, b, _ in told}
    return firm & ends or ends


def _names(ax: Axes, names: list[str]) -> tuple[list[Text], np.ndarray]:
    """Return the names, not yet in place, and the room of each: a reader's own font may be a tenth wider than ours."""
    about = {"ha": "center", "va": "center", "fontsize": FONT, "linespacing": 1.05, "zorder": 4}
    texts = [ax.text(0, 0, _lines(name), about) for name in names]
    return texts, np.array([extent(text) for text in texts]) * [1.1, 1.0] + [3, 2]


def _lines(name: str) -> str:
    """Return a name on as many lines as it needs."""
    return "\n".join(wrap(short(name), 18, break_long_words=False, break_on_hyphens=False))


def _area(mentions: float, most: float) -> float:
    """Return the area of a node in square points."""
    return 25 + 475 * mentions / max(most, 1)


def _width(count: Any, most: float) -> Any:
    """Return the width of a line, or of many, in points."""
    return 0.6 + 4.9 * count / max(most, 1)


def _examples(most: float) -> list[int]:
    """Return up to three round numbers up to `most`, for a legend.

    >>> _examples(4686), _examples(3), _examples(1)
    ([200, 1000, 4000], [1, 3], [1])
    """
    found = set()
    for part in (0.06, 0.35, 1):
        unit = 10 ** int(np.log10(max(part * most, 1)))
        found.add(max(int(part * most / unit) * unit, 1))
    return sorted(found)


def _colours(graph: nx.Graph, kept: list[str], colour: str, language: str) -> tuple[list[str], list[Line2D]]:
    """Return the colour of each node, and the dots that explain them."""
    if colour == "type":
        kinds = [str(graph.nodes[node].get("type", "")) for node in kept]
        return [COLOURS.get(kind, OTHER) for kind in kinds], type_dots(kinds, language)
    groups = [graph.nodes[node].get("community") for node in kept]
    # A community is told by the most mentioned of its actors.
    first: dict[Any, str] = {}
    for node, group in zip(kept, groups, strict=True):
        if group is not None:
            first.setdefault(group, node)
    paint = dict(zip(first, COMMUNITIES, strict=False))
    dots = [dot(paint[group], _lines(node_name(graph, first[group], language))) for group in paint]
    rest = [dot(OTHER, wording(language)["values"]["other"])] if set(groups) - set(paint) else []
    return [paint.get(group, OTHER) for group in groups], dots + rest


def _legends(
    ax: Axes, colour: str, key: list[Line2D], most: float, counts: np.ndarray, faint: bool, language: str
) -> list[Legend]:
    """Return what explains a network, not yet in place: colours, sizes, widths."""
    names, arabic = wording(language)["axes"], language == "ar"
    sizes = [dot("#bdbdbd", f"{m:,}", np.sqrt(_area(m, most))) for m in _examples(most)]
    blocks = [(names[colour], key, 0.5), (names["mentions"], sizes, 1.3)]
    if len(counts):
        widest = counts.max()
        lines = [Line2D([], [], color=LINE, lw=_width(c, widest), label=f"{c:,}") for c in _examples(widest)]
        outside = [Line2D([], [], color=PALE_LINE, lw=FAINT, label=_lines(names["outside"]))] if faint else []
        blocks.append((names["together"], lines + outside, 0.6))
    made = [
        Legend(
            ax,
            handles,
            [str(handle.get_label()) for handle in handles],
            title=_lines(title),
            loc="upper right" if arabic else "upper left",
            alignment="right" if arabic else "left",
            markerfirst=not arabic,
            labelspacing=spacing,
            handlelength=2.6,
            borderaxespad=0,
            frameon=False,
            fontsize=8,
            title_fontproperties={"size": 8, "weight": "bold"},
        )
        for title, handles, spacing in blocks
    ]
    for legend in made:
        ax.add_artist(legend)
    return made


def _page(ax: Axes, own: bool, needed: np.ndarray, legends: list[Legend], language: str) -> tuple[np.ndarray, float]:
    """Fit the axes to a drawing that needs some room, a unit a point, with the legends where its lines end.

    Returns the size of the drawing, and how many units a point has become where the axes had too little room.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    extents = np.array([extent(legend) for legend in legends])
    side, tall = 1.1 * extents[:, 0].max() + BESIDE, extents[:, 1].sum() + BESIDE * (len(legends) + 1)
    if own:
        wide = max(720 - side, needed[0])
        high = max(needed[1], tall, min(needed[1] * min(wide / needed[0], 1.8), 0.8 * wide))
        figure.set_size_inches((wide + side) / 72, high / 72)
    else:
        figure.draw_without_rendering()  # what lays out the figure does so now
        box = ax.get_window_extent()
        wide, high = np.maximum(np.array([box.width, box.height]) * 72 / figure.dpi - [side, 0], 72)
    zoom = max(1.0, needed[0] / wide, needed[1] / high)
    wide, high, side, beside = zoom * np.array([wide, high, side, BESIDE])
    ax.set_xlim((-side, wide) if language == "ar" else (0, wide + side))
    ax.set_ylim(0, high)
    left, top = -beside if language == "ar" else wide + beside, high - beside
    for legend, height in zip(legends, zoom * extents[:, 1], strict=True):
        legend.set_bbox_to_anchor((left, top), transform=ax.transData)
        top -= height + beside
    return np.array([wide, high]), zoom
