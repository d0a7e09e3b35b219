"""Figures of who speaks, one function for each kind of table, as in analysis.plots."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.plots.axes import INK, OTHER, ROW, empty, legend_above, margin, new_axes, row_axis, short
from analysis.plots.tables import table_of
from analysis.wording.outlets import outlet_name
from analysis.wording.phrases import wording

# Each stance a colour (Okabe and Ito 2008, and two greys): blues for what only tells, warm ones for what is against.
STANCES = {
    "neutral": "#bbbbbb",
    "outlet": "#777777",
    "assert": "#56B4E9",
    "announce": "#0072B2",
    "praise": "#009E73",
    "demand": "#F0E442",
    "warn": "#E69F00",
    "claim": "#CC79A7",
    "accuse": "#D55E00",
    "deny": "#000000",
}


@table_of("voices.speakers", "name", "share", "low", "high")
def speakers(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 25, language: str = "en") -> Axes:
    """Draw a table of speakers as bars: the share of each of the first `top` in all words that are quoted.

    A line shows the 95 % interval over articles.

    >>> row = {"name": "وزارة النقل", "share": 0.2, "low": 0.1, "high": 0.3}
    >>> len(speakers(pd.DataFrame([row])).patches)
    1
    """
    return _shares(table.head(top), "name", "quoted", ax, language)


@table_of("voices.unnamed", "outlet", "share", "low", "high")
def unnamed(table: pd.DataFrame, ax: Axes | None = None, *, language: str = "en") -> Axes:
    """Draw how often outlets quote unnamed sources: the share of each in its quotations, with its 95 % interval."""
    rows = table.sort_values("share", ascending=False, kind="stable")
    rows = rows.assign(outlet=[outlet_name(outlet, language) for outlet in rows["outlet"]])
    return _shares(rows, "outlet", "unnamed", ax, language)


@table_of("voices.stances", "name")
def stances(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 15, language: str = "en") -> Axes:
    """Draw with which words the first `top` speakers are quoted: a bar a speaker, parted by stance.

    >>> ax = stances(pd.DataFrame([{"name": "وزارة النقل", "neutral": 3, "deny": 1}]))
    >>> [round(bar.get_width()) for bar in ax.patches]
    [3, 1]
    """
    kinds = [each for each in STANCES if each in table and table[each].head(top).sum() > 0]
    rows = table[table[kinds].sum(axis=1) > 0].head(top) if kinds else table.head(0)
    ax = new_axes(ax, 9, 1.3 + ROW * max(len(rows), 1))
    if rows.empty:
        return empty(ax, language)
    start, handles, values = np.zeros(len(rows)), [], wording(language)["values"]
    for kind in kinds:
        wide = rows[kind].to_numpy(dtype=float)
        colour, label = STANCES[kind], values[kind]
        handles.append(ax.barh(range(len(rows)), wide, left=start, height=0.72, color=colour, label=label))
        start += wide
    ax.set_xlim(0, 1.02 * start.max())
    ax.set_xlabel(wording(language)["axes"]["quotations"])
    labels = [short(name) for name in rows["name"]]
    row_axis(ax, labels, language)
    legend_above(ax, handles, language, rows=1 if len(handles) < 6 else 2)
    margin(ax, labels)
    return ax


def _shares(rows: pd.DataFrame, label: str, axis: str, ax: Axes | None, language: str) -> Axes:
    """Draw shares as bars with their intervals."""
    ax = new_axes(ax, 8, 0.9 + ROW * max(len(rows), 1))
    if rows.empty:
        return empty(ax, language)
    places, share = np.arange(len(rows)), 100 * rows["share"].to_numpy(dtype=float)
    ends = 100 * rows[["low", "high"]].to_numpy(dtype=float)
    ax.barh(places, share, color=INK, height=0.7)
    ax.hlines(places, ends[:, 0], ends[:, 1], color=OTHER, lw=1.4)
    ax.set_xlim(0, 1.05 * float(np.nanmax(ends)) or 1)
    ax.set_xlabel(wording(language)["axes"][axis])
    labels = [short(name) for name in rows[label]]
    row_axis(ax, labels, language)
    margin(ax, labels)
    return ax
