"""Figures of actors and of who appears with whom, one function for each kind of table, as in analysis.plots."""

from collections.abc import Mapping, Sequence

import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from analysis.base.notes import choice
from analysis.plots.axes import (
    COLOURS,
    OTHER,
    PALE,
    ROW,
    bars,
    empty,
    legend_above,
    margin,
    name_column,
    new_axes,
    node_name,
    number,
    right_to_left,
    row_axis,
    short,
    type_dots,
)
from analysis.plots.tables import NAMES, check, graph_of, table_of
from analysis.wording.phrases import wording

# Two blues for cooperation, two oranges for conflict (ColorBrewer, Harrower and Brewer 2003), the darker the material.
BALANCE = {
    "material_conflict": "#b35806",
    "verbal_conflict": "#fdb863",
    "verbal_cooperation": "#92c5de",
    "material_cooperation": "#2166ac",
}
MEASURES = ("degree", "strength", "betweenness", "eigenvector")
CHANGES = {  # the symbol and the colour of a change
    "new": ("^", "#009E73"),
    "stronger": ("o", "#0072B2"),
    "steady": ("o", OTHER),
    "weaker": ("o", "#E69F00"),
    "lost": ("v", "#D55E00"),
}


@table_of("networks.actors", NAMES, "type", "mentions")
def actors(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 25, language: str = "en") -> Axes:
    """Draw the first `top` rows of an actor table as bars: actor against mentions, coloured by type.

    >>> import analysis
    >>> from analysis import networks
    >>> len(actors(networks.actors(analysis.read()), top=5).patches)
    5
    """
    rows = table.head(top)
    return _actor_bars(rows, rows["mentions"].tolist(), "mentions", ax, language)


@table_of("networks.node_table", "actor", NAMES, "type")
def centrality(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    measure: str = "betweenness",
    top: int = 25,
    language: str = "en",
) -> Axes:
    """Draw the `top` actors of a node table as bars: actor against `measure`, coloured by type.

    `measure` is a column of `networks.node_table`: degree, strength, betweenness or eigenvector. Raises InputError for
    another one.

    >>> import analysis
    >>> from analysis import networks
    >>> corpus = analysis.read()
    >>> nodes = networks.node_table(corpus, networks.cooccurrence(corpus))
    >>> len(centrality(nodes, measure="strength", top=5).patches)
    5
    """
    choice("measure", measure, MEASURES)
    check(table, "centrality", "networks.node_table", ("actor", measure))
    rows = table[table[measure] > 0].sort_values([measure, "actor"], ascending=[False, True]).head(top)
    return _actor_bars(rows, rows[measure].tolist(), measure, ax, language)


@table_of("networks.cooccurrence", "source", "target", "count", "npmi")
def cooccurrence(
    table: pd.DataFrame,
    nodes: pd.DataFrame,
    ax: Axes | None = None,
    *,
    value: str = "count",
    top: int = 15,
    language: str = "en",
) -> Axes:
    """Draw a co-occurrence table as a matrix of the `top` actors of `nodes`: `value` is count or npmi.

    Where `nodes` has a column `community`, its members stand together, the community with the most mentions first
    and within it the actor with the strongest ties, and a frame holds each; else the order is that of `nodes`.
    Raises ValueError for another `value`.

    >>> import analysis
    >>> from analysis import networks
    >>> corpus = analysis.read()
    >>> ax = cooccurrence(networks.cooccurrence(corpus), networks.actors(corpus), top=5)
    >>> ax.get_yticklabels()[0].get_text()
    'Pakistan'
    """
    choice("value", value, ("count", "npmi"))
    check(nodes, "cooccurrence", "networks.actors as its second", ("actor", NAMES, "mentions"), language)
    strength = pd.concat([table.groupby(end)["count"].sum() for end in ("source", "target")]).groupby(level=0).sum()
    known = nodes[nodes["actor"].isin(strength.index)].head(top)
    ax = new_axes(ax, 2.6 + 0.5 * len(known), 1.6 + 0.42 * len(known))
    if known.empty:
        return empty(ax, language)
    known, groups = _by_community(known, strength)
    labels = [short(name) for name in known[name_column(language)]]
    place = {actor: at for at, actor in enumerate(known["actor"])}
    cells = np.full((len(known), len(known)), np.nan)
    for row in table[table["source"].isin(place) & table["target"].isin(place)].itertuples():
        i, j = place[row.source], place[row.target]
        cells[i, j] = cells[j, i] = getattr(row, value)
    peak = np.nanmax(np.abs(cells)) if np.isfinite(cells).any() else 1.0
    low, colours = (0, "Blues") if value == "count" else (-peak, "PuOr_r")
    image = ax.imshow(cells, cmap=colours, vmin=low, vmax=peak or 1, aspect="auto")
    for i, j in np.argwhere(np.isfinite(cells)):
        red, green, blue, _ = image.cmap(image.norm(cells[i, j]))
        ink = "white" if 0.3 * red + 0.59 * green + 0.11 * blue < 0.5 else "black"
        text = f"{cells[i, j]:.0f}" if value == "count" else f"{round(cells[i, j], 2) + 0:.2f}".replace("0.", ".")
        ax.text(j, i, text, ha="center", va="center", fontsize=8, color=ink)
    _frames(ax, groups)
    arabic = language == "ar"
    right_to_left(ax, language)
    ax.set_xticks(range(len(labels)), labels, rotation=-45 if arabic else 45, rotation_mode="anchor")
    plt.setp(ax.get_xticklabels(), ha="left" if arabic else "right")
    ax.set_yticks(range(len(labels)), labels)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    side = "left" if arabic else "right"
    bar = ax.figure.colorbar(image, ax=ax, location=side, shrink=0.6, pad=0.02, aspect=25)
    bar.set_label(wording(language)["axes"]["together" if value == "count" else "npmi"], fontsize=8)
    bar.ax.tick_params(labelsize=8)
    bar.outline.set_visible(False)
    margin(ax, labels)
    margin(ax, labels, below=True)
    return ax


@table_of("networks.changes", "source", "target", "before", "after", "log_ratio", "low", "high", "change")
def changes(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    top: int = 20,
    names: Mapping[str, str] | None = None,
    language: str = "en",
) -> Axes:
    """Draw a table of changes between two periods: a dot a pair, its log ratio, and a line, the 95 % interval of it.

    Shown are the first `top` rows, those that grew most above. Pairs that are new or lost have symbols of their own;
    the counts before and after stand beside. `names` label the actors.

    >>> row = {"source": "a", "target": "b", "before": 4, "after": 20, "change": "stronger"}
    >>> ax = changes(pd.DataFrame([row | {"log_ratio": 2.3, "low": 0.8, "high": 3.9}]), names={"a": "A", "b": "B"})
    >>> ax.get_yticklabels()[0].get_text()
    'A – B'
    """
    rows = table[table["log_ratio"].notna()].head(top)
    rows = rows.sort_values(["log_ratio", "source", "target"], ascending=[False, True, True], ignore_index=True)
    ax = new_axes(ax, 9, 1.3 + ROW * max(len(rows), 1))
    if rows.empty:
        return empty(ax, language)
    places = np.arange(len(rows))
    for kind, (symbol, colour) in CHANGES.items():
        some = (rows["change"] == kind).to_numpy()
        if some.any():
            ax.hlines(places[some], rows.loc[some, "low"], rows.loc[some, "high"], color=colour, lw=2, alpha=0.45)
            label = wording(language)["values"][kind]
            ax.scatter(rows.loc[some, "log_ratio"], places[some], c=colour, marker=symbol, s=42, zorder=2, label=label)
    ax.axvline(0, color="black", lw=0.8)
    _pair_axis(ax, rows, names, language)
    for place, row in enumerate(rows.itertuples()):
        # Numbers stand in visual order: in Arabic the earlier one is the right one.
        counts = f"{row.after:,} ← {row.before:,}" if language == "ar" else f"{row.before:,} → {row.after:,}"
        _beyond(ax, counts, place, language)
    _beyond(ax, wording(language)["axes"]["before_after"], -1, language)
    ax.set_xlabel(wording(language)["axes"]["change"])
    legend_above(ax, ax.get_legend_handles_labels()[0], language)
    return ax


@graph_of("networks.graph")
def ego(graph: nx.Graph, actor: str, ax: Axes | None = None, *, top: int = 25, language: str = "en") -> Axes:
    """Draw the neighbours of `actor`: a stem as long as the times each is named with it, the most first.

    The dot at its end is coloured by type; the number behind it is that count, with the NPMI where edges carry it.

    >>> import analysis
    >>> from analysis import networks
    >>> corpus = analysis.read()
    >>> graph = networks.graph(networks.cooccurrence(corpus), networks.actors(corpus))
    >>> len(ego(graph, "pakistan", top=5).texts)
    5
    """
    around = dict(graph[actor]) if actor in graph else {}
    nodes = sorted(around, key=lambda node: (-around[node]["count"], node))[:top]
    ax = new_axes(ax, 8, 1.3 + ROW * max(len(nodes), 1))
    if not nodes:
        return empty(ax, language)
    counts = [around[node]["count"] for node in nodes]
    kinds = [str(graph.nodes[node].get("type", "")) for node in nodes]
    places = range(len(nodes))
    ax.hlines(places, 0, counts, color=PALE, lw=2.5)
    ax.scatter(counts, places, c=[COLOURS.get(kind, OTHER) for kind in kinds], s=60, zorder=2)
    for place, node in zip(places, nodes, strict=True):
        npmi = around[node].get("npmi")
        behind = f"{counts[place]:,}" + (f" ({npmi:.2f})" if npmi is not None else "")
        number(ax, behind, counts[place], place, language, gap=7)
    labels = [short(node_name(graph, node, language)) for node in nodes]
    ax.set_xlim(0, max(counts) * 1.15)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    scored = any("npmi" in around[node] for node in nodes)
    ax.set_xlabel(wording(language)["axes"]["together_npmi" if scored else "together"])
    row_axis(ax, labels, language)
    legend_above(ax, type_dots(kinds, language), language, short(node_name(graph, actor, language)))
    margin(ax, labels)
    return ax


@table_of("relations.balance", "source", "target", *BALANCE)
def relations(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    top: int = 20,
    names: Mapping[str, str] | None = None,
    language: str = "en",
) -> Axes:
    """Draw a table of relations as bars to two sides: sentences of conflict to one, of cooperation to the other.

    Shown are the `top` pairs with the most sentences; the material (acts) lies outside of the verbal (words).
    `names` label the actors.

    >>> row = {"source": "a", "target": "b", "verbal_conflict": 7, "material_conflict": 4}
    >>> ax = relations(pd.DataFrame([row | {"verbal_cooperation": 3, "material_cooperation": 1}]))
    >>> sorted(round(bar.get_width()) for bar in ax.patches)
    [-7, -4, 1, 3]
    """
    kinds = list(BALANCE)
    told = table[table[kinds].sum(axis=1) > 0]
    rows = told.loc[told[kinds].sum(axis=1).sort_values(ascending=False, kind="stable").index].head(top)
    ax = new_axes(ax, 9, 1.3 + ROW * max(len(rows), 1))
    if rows.empty:
        return empty(ax, language)
    places, labels = np.arange(len(rows)), wording(language)["values"]
    handles = {}
    for sign, side in ((-1, kinds[1::-1]), (1, kinds[2:])):
        start = np.zeros(len(rows))
        for kind in side:  # from the middle outwards
            wide = sign * rows[kind].to_numpy(dtype=float)
            handles[kind] = ax.barh(places, wide, left=start, height=0.72, color=BALANCE[kind], label=labels[kind])
            start += wide
    ax.axvline(0, color="black", lw=0.8)
    widest = max(rows[kinds[:2]].sum(axis=1).max(), rows[kinds[2:]].sum(axis=1).max())
    ax.set_xlim(-1.05 * widest, 1.05 * widest)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.xaxis.set_major_formatter(lambda count, _: f"{abs(count):g}")
    ax.set_xlabel(wording(language)["axes"]["sentences"])
    _pair_axis(ax, rows, names, language)
    legend_above(ax, [handles[kind] for kind in kinds], language)
    return ax


# --- what the figures share -----------------------------------------------------------------------------------------
def _actor_bars(rows: pd.DataFrame, values: list[float], axis: str, ax: Axes | None, language: str) -> Axes:
    """Draw a bar an actor, coloured by type."""
    labels = [short(name) for name in rows[name_column(language)]]
    ax = bars(labels, values, [COLOURS.get(kind, OTHER) for kind in rows["type"]], axis, ax, language)
    if labels:
        legend_above(ax, type_dots(rows["type"], language), language)
        margin(ax, labels)
    return ax


def _pair_axis(ax: Axes, rows: pd.DataFrame, names: Mapping[str, str] | None, language: str) -> None:
    """Label the rows with their pairs, `A – B`, by `names`, else the columns of names, else the ids."""
    ends = []
    for end in ("source", "target"):
        known = rows[f"{end}_name"] if f"{end}_name" in rows else rows[end]
        ends.append([short((names or {}).get(actor, name), 26) for actor, name in zip(rows[end], known, strict=True)])
    labels = [f"{first} – {second}" for first, second in zip(*ends, strict=True)]
    ax.grid(axis="x", color=PALE, lw=0.6)
    ax.set_axisbelow(True)
    ax.tick_params(axis="y", length=0)
    row_axis(ax, labels, language)
    margin(ax, labels)


def _beyond(ax: Axes, text: str, place: float, language: str) -> None:
    """Write beside the end of a row, outside of the drawing."""
    x, gap, side = (0, -6, "right") if language == "ar" else (1, 6, "left")
    ax.annotate(
        text,
        (x, place),
        (gap, 0),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        va="center",
        ha=side,
        fontsize=8,
        color="#555555",
    )


# --- the matrix -----------------------------------------------------------------------------------------------------
def _by_community(nodes: pd.DataFrame, strength: pd.Series) -> tuple[pd.DataFrame, list[int]]:
    """Return the nodes of each community together, and the sizes of the communities; none where none are told."""
    if "community" not in nodes:
        return nodes, []
    weight = nodes["mentions"].groupby(nodes["community"], dropna=False).sum()
    order = nodes.assign(_weight=nodes["community"].map(weight), _strength=nodes["actor"].map(strength))
    keys = ["_weight", "community", "_strength", "actor"]
    order = order.sort_values(keys, ascending=[False, True, False, True]).drop(columns=keys[::2])
    return order, order.groupby("community", sort=False, dropna=False).size().tolist()


def _frames(ax: Axes, groups: Sequence[int]) -> None:
    """Frame each community on the diagonal, and part them with thin lines."""
    corner, last = -0.5, sum(groups) - 0.5
    for size in groups:
        ax.add_patch(Rectangle((corner, corner), size, size, fill=False, ec="#333333", lw=1.2, zorder=3, clip_on=False))
        corner += size
        if corner < last:
            ax.axhline(corner, color=PALE, lw=0.8, zorder=2)
            ax.axvline(corner, color=PALE, lw=0.8, zorder=2)
