"""What every figure shares: axes, bars, the axis of periods, legends, and the way that Arabic reads."""

from collections.abc import Callable, Sequence
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.offsetbox import AnnotationBbox, DrawingArea
from matplotlib.text import Text
from matplotlib.ticker import MaxNLocator

from analysis.wording.phrases import period_label, wording

# Okabe and Ito (2008): colours that readers with any colour vision tell apart.
COLOURS = {
    "state": "#0072B2",
    "government": "#56B4E9",
    "armed_group": "#D55E00",
    "organisation": "#009E73",
    "person": "#CC79A7",
}
INK, PALE, OTHER = "#0072B2", "#d9d9d9", "#777777"
EMPTY = "nothing"  # the id of axes that have nothing to show
ROW = 0.3  # inches a row of a bar chart


def bars(
    labels: Sequence[str], values: Sequence[float], colour: Any, axis: str, ax: Axes | None, language: str
) -> Axes:
    ax = new_axes(ax, 8, 0.9 + ROW * max(len(labels), 1))
    if not labels:
        return empty(ax, language)
    ax.barh(range(len(labels)), values, color=colour, height=0.75)
    for place, value in enumerate(values):
        number(ax, f"{value:,.3g}" if isinstance(value, float) else f"{value:,}", value, place, language)
    ax.set_xlabel(wording(language)["axes"][axis])
    ax.margins(x=0.1)
    ax.xaxis.set_major_locator(MaxNLocator(integer=all(float(value).is_integer() for value in values)))
    row_axis(ax, labels, language)
    return ax


def number(ax: Axes, text: str, x: float, y: float, language: str, gap: float = 3) -> None:
    """Write a number behind the end of a bar, a `gap` of points away."""
    way, side = (-gap, "right") if language == "ar" else (gap, "left")
    ax.annotate(text, (x, y), (way, 0), textcoords="offset points", va="center", ha=side, fontsize=8)


def new_axes(ax: Axes | None, width: float, height: float) -> Axes:
    return ax if ax is not None else plt.subplots(figsize=(width, height), layout="constrained")[1]


def empty(ax: Axes, language: str) -> Axes:
    ax.set_gid(EMPTY)
    ax.set_axis_off()
    ax.text(0.5, 0.5, wording(language)["phrases"]["nothing"], ha="center", va="center", transform=ax.transAxes)
    return ax


def is_empty(ax: Axes) -> bool:
    """Tell whether a figure says that there is nothing to show."""
    return ax.get_gid() == EMPTY


def name_column(language: str) -> str:
    return "name" if language == "ar" else "name_en"


def short(text: str, most: int = 36) -> str:
    """Return text cut to `most` characters, whose `$` are no formula to matplotlib."""
    return (text if len(text) <= most else text[: most - 1].rstrip() + "…").replace("$", r"\$")


def extent(artist: Artist) -> np.ndarray:
    """Return the width and height of text or a legend in points."""
    figure = artist.get_figure(root=True)
    assert figure is not None
    box = artist.get_window_extent()
    return np.array([box.width, box.height]) * 72 / figure.dpi


def margin(ax: Axes, labels: Sequence[str], below: bool = False) -> None:
    """Keep a tenth more room than the labels of rows, or the slanted ones below, fill: readers' fonts may be wider."""
    texts = [ax.text(0, 0, label, fontsize=mpl.rcParams["ytick.labelsize"]) for label in labels]
    room = 1.1 * max(extent(text)[0] for text in texts) + 8
    for text in texts:
        text.remove()
    right = ax.yaxis.get_ticks_position() == "right"
    box = DrawingArea(0, room * np.sqrt(0.5)) if below else DrawingArea(room, 0)
    at, side = ((0.5, 0.0), (0.5, 1.0)) if below else ((float(right), 0.5), (float(not right), 0.5))
    ax.add_artist(AnnotationBbox(box, at, xycoords="axes fraction", box_alignment=side, frameon=False, pad=0))


def row_axis(ax: Axes, labels: Sequence[str], language: str) -> None:
    """Label the rows of a figure whose limits of x are set: the first on top, no frame but the line below."""
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.spines[["right", "top", "left"]].set_visible(False)
    right_to_left(ax, language)


def right_to_left(ax: Axes, language: str) -> None:
    if language == "ar":
        ax.invert_xaxis()
        ax.yaxis.tick_right()


def period_axis(ax: Axes, periods: Sequence[pd.Timestamp], grain: str, language: str) -> None:
    """Label some of the periods of an axis whose positions count periods, as many as have room."""
    labels = [period_label(period, grain, language) for period in periods]
    ax.set_xlim(-0.8, max(len(periods), 10) - 0.2)
    longest = ax.text(0, 0, max(labels, key=len), fontsize=8)
    room = int(len(labels) / max(len(labels), 10) * ax.get_window_extent().width / (WIDER * text_width(longest) + 6))
    longest.remove()
    step = -(-len(periods) // max(min(room, 8 if language == "ar" else 12), 1))
    places = range(0, len(periods), step)
    ax.set_xticks(places, [labels[place] for place in places], fontsize=8)
    ax.spines[["right", "top"]].set_visible(False)
    if language == "ar":
        ax.invert_xaxis()
        ax.yaxis.tick_right()
        ax.yaxis.set_label_position("right")


def node_name(graph: nx.Graph, node: str, language: str) -> str:
    """Return the name of an actor that a graph holds, else its id."""
    return str(graph.nodes[node].get(name_column(language)) or node)


def type_dots(kinds: Sequence[str] | pd.Series, language: str) -> list[Line2D]:
    """Return a dot for the legend for each type there is, the unknown ones as other."""
    names, present = wording(language)["values"], set(kinds)
    dots = [dot(COLOURS[kind], names[kind]) for kind in COLOURS if kind in present]
    return dots + ([dot(OTHER, names["other"])] if present - set(COLOURS) else [])


def dot(colour: str, label: str, size: float = 6.0) -> Line2D:
    return Line2D([], [], marker="o", ls="", color=colour, label=label, ms=size)


def legend_above(ax: Axes, handles: Sequence[Any], language: str, title: str | None = None, *, rows: int = 1) -> None:
    """Put a legend of one row or more above the drawing, read from right to left in Arabic."""
    arabic = language == "ar"
    ax.legend(
        handles=list(reversed(handles)) if arabic else handles,
        title=title,
        title_fontproperties={"weight": "bold", "size": 10},
        ncols=max(-(-len(handles) // rows), 1),
        loc="lower center",
        bbox_to_anchor=(0.5, 1),
        markerfirst=not arabic,
        frameon=False,
        fontsize=8,
        columnspacing=2.4,
        handletextpad=0.5,
    )


LIGHT, BURST, NOTE = "#9ecae1", "#D55E00", "#555555"
WIDER = 1.1  # readers' fonts may be a tenth wider than ours


def settle(ax: Axes) -> None:
    """Lay out the figure of `ax`, so that what is measured stays."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    figure.draw_without_rendering()


def pixels(ax: Axes) -> Callable[[float], float]:
    """Return the function from a place on the x axis to pixels."""
    return lambda x: float(ax.transData.transform((x, 0))[0])


def text_width(text: Text) -> float:
    """Return the width of a text in pixels."""
    return float(text.get_window_extent().width)
