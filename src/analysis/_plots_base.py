"""What every figure shares: axes, bars, the axis of periods, legends, and the way that Arabic reads."""

from collections.abc import Sequence
from typing import Any

import matplotlib.pyplot as plt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from analysis.words import period_label, words

# Okabe and Ito (2008): colours that readers with any colour vision tell apart.
COLOURS = {
    "state": "#0072B2",
    "government": "#56B4E9",
    "armed_group": "#D55E00",
    "organisation": "#009E73",
    "person": "#CC79A7",
}
INK, PALE, OTHER = "#0072B2", "#d9d9d9", "#777777"
ROW = 0.3  # inches a row of a bar chart


def bars(
    labels: Sequence[str], values: Sequence[float], colour: Any, axis: str, ax: Axes | None, language: str
) -> Axes:
    ax = new_axes(ax, 8, 0.9 + ROW * max(len(labels), 1))
    if not labels:
        return empty(ax, language)
    ax.barh(range(len(labels)), values, color=colour, height=0.75)
    for place, value in enumerate(values):
        number(ax, f"{value:,}", value, place, language)
    ax.set_yticks(range(len(labels)), labels)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    ax.set_xlabel(words(language)["axes"][axis])
    ax.margins(x=0.1)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.spines[["right", "top", "left"]].set_visible(False)
    right_to_left(ax, language)
    return ax


def number(ax: Axes, text: str, x: float, y: float, language: str) -> None:
    """Write a number behind the end of a bar."""
    gap, side = (-3, "right") if language == "ar" else (3, "left")
    ax.annotate(text, (x, y), (gap, 0), textcoords="offset points", va="center", ha=side, fontsize=8)


def new_axes(ax: Axes | None, width: float, height: float) -> Axes:
    return ax if ax is not None else plt.subplots(figsize=(width, height), layout="constrained")[1]


def empty(ax: Axes, language: str) -> Axes:
    ax.set_axis_off()
    ax.text(0.5, 0.5, words(language)["phrases"]["nothing"], ha="center", va="center", transform=ax.transAxes)
    return ax


def name_column(language: str) -> str:
    return "name" if language == "ar" else "name_en"


def right_to_left(ax: Axes, language: str) -> None:
    if language == "ar":
        ax.invert_xaxis()
        ax.yaxis.tick_right()


def period_axis(ax: Axes, periods: list[pd.Timestamp], grain: str, language: str) -> None:
    """Label some of the periods of an axis whose positions count periods, as many as have room."""
    step = max(1, -(-len(periods) // (8 if language == "ar" else 12)))
    places = range(0, len(periods), step)
    ax.set_xticks(places, [period_label(periods[place], grain, language) for place in places], fontsize=8)
    ax.set_xlim(-0.8, max(len(periods), 10) - 0.2)
    ax.spines[["right", "top"]].set_visible(False)
    if language == "ar":
        ax.invert_xaxis()
        ax.yaxis.tick_right()
        ax.yaxis.set_label_position("right")


def legend(ax: Axes, kinds: Sequence[str] | pd.Series, language: str, place: Any) -> None:
    names = words(language)["values"]
    present = [kind for kind in COLOURS if kind in set(kinds)]
    dots = [Line2D([], [], marker="o", ls="", color=COLOURS[kind], label=names[kind]) for kind in present]
    if dots:
        ax.legend(handles=dots, loc=place, frameon=False, fontsize=8)
