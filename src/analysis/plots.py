"""One figure function for each kind of table. Each draws on `ax`, or on a new figure, and returns the Axes.

Arabic is joined and ordered by matplotlib (3.11) itself, in its own DejaVu Sans. With `language="ar"` the axes run
from right to left.
"""

import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from analysis._plots_base import (
    COLOURS,
    INK,
    OTHER,
    PALE,
    ROW,
    bars,
    empty,
    legend,
    name_column,
    new_axes,
    number,
    period_axis,
    right_to_left,
)
from analysis._plots_topics import (
    collocations,
    frequency_intervals,
    keyness,
    model_sizes,
    models,
    term_trend,
    themes,
)
from analysis.words import period_label, words

__all__ = [
    "actors",
    "collocations",
    "cooccurrence",
    "events",
    "frequency",
    "frequency_intervals",
    "keyness",
    "model_sizes",
    "models",
    "network",
    "term_trend",
    "themes",
    "trend",
    "volume",
]


def frequency(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 25, language: str = "en") -> Axes:
    """Draw the first `top` rows of a frequency table as bars: term against count."""
    rows = table.head(top)
    return bars(rows["term"].tolist(), rows["count"].tolist(), INK, "count", ax, language)


def actors(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 25, language: str = "en") -> Axes:
    """Draw the first `top` rows of an actor table as bars: actor against mentions, coloured by type."""
    rows = table.head(top)
    colours = [COLOURS.get(kind, OTHER) for kind in rows["type"]]
    ax = bars(rows[name_column(language)].tolist(), rows["mentions"].tolist(), colours, "mentions", ax, language)
    legend(ax, rows["type"], language, "lower left" if language == "ar" else "lower right")
    return ax


def cooccurrence(
    table: pd.DataFrame, nodes: pd.DataFrame, ax: Axes | None = None, *, top: int = 15, language: str = "en"
) -> Axes:
    """Draw a co-occurrence table as a matrix of the `top` actors of `nodes`: counts of shared units."""
    weight = pd.concat([table.groupby(end)["count"].sum() for end in ("source", "target")]).groupby(level=0).sum()
    shown = [actor for actor in nodes["actor"] if actor in weight.index][:top]
    counts = pd.DataFrame(0, index=shown, columns=shown)
    for row in table.itertuples():
        if row.source in counts.index and row.target in counts.index:
            counts.at[row.source, row.target] = counts.at[row.target, row.source] = row.count
    labels = nodes.set_index("actor")[name_column(language)].reindex(shown).tolist()
    ax = new_axes(ax, 1.6 + 0.5 * len(shown), 1.2 + 0.45 * len(shown))
    if not shown:
        return empty(ax, language)
    ax.imshow(np.where(np.eye(len(shown), dtype=bool), np.nan, counts), cmap="Blues", aspect="auto")
    dark = counts.to_numpy().max() * 0.6
    for i in range(len(shown)):
        for j in range(len(shown)):
            if i != j and counts.iat[i, j]:
                colour = "white" if counts.iat[i, j] > dark else "black"
                ax.text(j, i, str(counts.iat[i, j]), ha="center", va="center", fontsize=8, color=colour)
    ax.set_xticks(range(len(shown)), labels, rotation=45, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(shown)), labels)
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0)
    if language == "ar":
        ax.invert_xaxis()
        ax.yaxis.tick_right()
        ax.set_xticks(range(len(shown)), labels, rotation=-45, ha="left", rotation_mode="anchor")
    return ax


def network(graph: nx.Graph, ax: Axes | None = None, *, top: int = 25, language: str = "en") -> Axes:
    """Draw a co-occurrence graph: the `top` most mentioned actors.

    Nodes are sized by mentions and coloured by type, lines as wide as the units with both. The layout is a
    spring model (Fruchterman and Reingold 1991) with a fixed seed, spread until no label covers another.
    """
    mentions = dict(graph.nodes(data="mentions", default=1))
    kept = sorted(graph, key=lambda node: (-mentions[node], node))[:top]
    shown = graph.subgraph(kept)
    ax = new_axes(ax, 10, 7.5)
    ax.set_axis_off()
    if not kept:
        return empty(ax, language)
    labels = {node: str(shown.nodes[node].get(name_column(language)) or node) for node in kept}
    strength = nx.Graph()
    strength.add_nodes_from(sorted(kept))
    strength.add_weighted_edges_from((a, b, np.sqrt(c)) for a, b, c in sorted(shown.edges(data="count", default=1)))
    places = nx.spring_layout(strength, seed=1, iterations=200, k=1.8 / np.sqrt(len(kept)))
    boxes = {node: (0.22 + 0.095 * len(labels[node]), 0.5) for node in kept}
    places = _spread({node: places[node] * [4.2, 3.1] for node in sorted(kept)}, boxes)
    most = max((count for _, _, count in shown.edges(data="count", default=1)), default=1)
    for a, b, count in sorted(shown.edges(data="count", default=1)):
        (x1, y1), (x2, y2) = places[a], places[b]
        ax.plot([x1, x2], [y1, y2], color="#9a9a9a", lw=0.5 + 4.5 * count / most, alpha=0.55, zorder=1)
    peak = max(mentions[node] for node in kept)
    for node in kept:
        x, y = places[node]
        size = 40 + 500 * mentions[node] / peak
        ax.scatter(x, y, s=size, color=COLOURS.get(shown.nodes[node].get("type"), OTHER), ec="white", zorder=2)
        offset = (0, -(np.sqrt(size) / 2 + 2))
        text = ax.annotate(labels[node], (x, y), offset, textcoords="offset points", ha="center", va="top", fontsize=9)
        text.set_bbox({"facecolor": "white", "alpha": 0.7, "pad": 0.6, "edgecolor": "none"})
    ax.margins(0.08)
    kinds = [shown.nodes[node].get("type", "") for node in kept]
    legend(ax, kinds, language, "upper right" if language == "ar" else "upper left")
    return ax


def volume(table: pd.DataFrame, ax: Axes | None = None, *, grain: str = "month", language: str = "en") -> Axes:
    """Draw a volume table as bars: articles a period; the number of undated articles stands below."""
    dated = table[table["period"].notna()]
    undated = int(table.loc[table["period"].isna(), "articles"].sum())
    ax = new_axes(ax, 10, 3.2)
    if dated.empty:
        empty(ax, language)
    else:
        ax.bar(range(len(dated)), dated["articles"], color=INK, width=0.85)
        period_axis(ax, dated["period"].tolist(), grain, language)
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_ylabel(words(language)["axes"]["articles"])
    if undated:
        ax.set_xlabel(words(language)["axes"]["undated"].format(count=undated), fontsize=9, color="#555555")
    return ax


def trend(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    names: dict[str, str] | None = None,
    grain: str = "month",
    language: str = "en",
) -> Axes:
    """Draw a trend table as lanes: one a actor, a dot a period, its area the mentions. `names` label the lanes."""
    lanes = list(dict.fromkeys(table["actor"]))
    periods = sorted(table["period"].unique())
    ax = new_axes(ax, 10, 0.9 + 0.5 * max(len(lanes), 1))
    if table.empty:
        return empty(ax, language)
    peak = max(table["mentions"].max(), 1)
    at = {period: place for place, period in enumerate(periods)}
    for lane, actor in enumerate(lanes):
        rows = table[(table["actor"] == actor) & (table["mentions"] > 0)]
        ax.axhline(lane, color=PALE, lw=0.8, zorder=0)
        ax.scatter(
            rows["period"].map(at), [lane] * len(rows), s=260 * rows["mentions"] / peak + 8, color=INK, alpha=0.8
        )
    ax.set_yticks(range(len(lanes)), [(names or {}).get(actor, actor) for actor in lanes])
    ax.set_ylim(len(lanes) - 0.4, -0.6)
    ax.spines[["left", "right", "top"]].set_visible(False)
    period_axis(ax, [pd.Timestamp(period) for period in periods], grain, language)
    return ax


def events(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 20, language: str = "en") -> Axes:
    """Draw the `top` most told dates of an event table, in order of time: a bar a date, as long as its grain.

    Dates that could not be resolved are not drawn.
    """
    placed = table.dropna(subset=["earliest", "latest"])
    told = placed.groupby(["earliest", "latest", "grain"]).agg(
        mentions=("surface", "size"), articles=("article_id", "nunique")
    )
    told = (
        told.sort_values(["articles", "mentions"], ascending=False, kind="stable").head(top).sort_index().reset_index()
    )
    ax = new_axes(ax, 10, 1.2 + ROW * max(len(told), 1))
    if told.empty:
        return empty(ax, language)
    labels = [period_label(row.earliest, row.grain, language) for row in told.itertuples()]
    starts = told["earliest"].map(_decimal_year)
    ends = told["latest"].map(_decimal_year) + 1 / 366
    # A century would squeeze everything else: it is cut where the other dates end.
    framed = told["grain"] != "century" if (told["grain"] != "century").any() else told["grain"].notna()
    first, last = starts[framed].min(), ends[framed].max()
    starts, ends = starts.clip(lower=first), np.maximum(ends, starts + (last - first) / 250).clip(upper=last)
    ax.barh(range(len(told)), ends - starts, left=starts, height=0.6, color=INK)
    for place, (row, end) in enumerate(zip(told.itertuples(), ends, strict=True)):
        number(ax, str(row.articles), end, place, language)
    ax.set_yticks(range(len(told)), labels)
    ax.set_ylim(len(told) - 0.4, -0.6)
    ax.margins(x=0.06)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.xaxis.set_major_formatter(lambda year, _: f"{year:.0f}")
    ax.grid(axis="x", color=PALE, lw=0.6)
    ax.set_axisbelow(True)
    ax.spines[["left", "right", "top"]].set_visible(False)
    right_to_left(ax, language)
    return ax


def _spread(places: dict[str, np.ndarray], boxes: dict[str, tuple[float, float]]) -> dict[str, np.ndarray]:
    """Return places moved apart until no two boxes (width, height) overlap, each pair along its shorter way."""
    places = {node: np.array(place, dtype=float) for node, place in places.items()}
    nodes = list(places)
    for _ in range(500):
        moved = False
        for i, a in enumerate(nodes):
            for b in nodes[i + 1 :]:
                apart = places[b] - places[a]
                need = (np.array(boxes[a]) + np.array(boxes[b])) / 2 - np.abs(apart)
                if (need > 1e-9).all():
                    axis = int(need[1] <= need[0])
                    step = np.zeros(2)
                    step[axis] = (need[axis] / 2 + 0.01) * (1 if apart[axis] >= 0 else -1)
                    places[a] -= step
                    places[b] += step
                    moved = True
        if not moved:
            break
    return places


def _decimal_year(day: pd.Timestamp) -> float:
    return day.year + (day.day_of_year - 1) / 366
