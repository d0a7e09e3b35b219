"""Figures of stories, one function for each kind of table, as in analysis.plots."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.plots.axes import BURST, INK, PALE, ROW, dot, empty, legend_above, new_axes, right_to_left, short
from analysis.plots.tables import table_of
from analysis.wording.outlets import outlet_name
from analysis.wording.phrases import wording

ABOUT = ("story", "headline", "first", "outlets", "first_outlet")  # columns of a matrix that are no outlet


@table_of("stories.matrix", "headline", "first_outlet")
def stories(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 25, language: str = "en") -> Axes:
    """Draw the `top` first stories of a matrix as rows of dots: a column an outlet, a dot's area its articles.

    `table` is one of analysis.stories.matrix. A ring marks who ran a story first, where days of publication tell.
    """
    told = table.head(top)
    names = [name for name in told.columns if name not in ABOUT]
    outlets = [name for name in names if told[name].sum() > 0]
    ax = new_axes(ax, 10, 1.6 + ROW * max(len(told), 1))
    if told.empty:
        return empty(ax, language)
    counts = told[outlets].to_numpy(dtype="float64")
    row, column = np.nonzero(counts)
    area = 30 + 150 * counts[row, column] / counts.max()
    ax.hlines(range(len(told)), -0.5, len(outlets) - 0.5, color=PALE, lw=0.6, zorder=0)
    ax.scatter(column, row, s=area, color=INK, zorder=2)
    first = told["first_outlet"].to_numpy()
    ahead = np.array([outlets[at] == first[place] for place, at in zip(row, column, strict=True)], dtype=bool)
    if ahead.any():
        ax.scatter(column[ahead], row[ahead], s=area[ahead] * 2.2, facecolors="none", edgecolors=BURST, lw=1.5)
        words = wording(language)["phrases"]
        legend_above(ax, [dot(INK, words["tells"]), dot(BURST, words["ran_first"])], language)
    ax.set_xticks(
        range(len(outlets)),
        [short(outlet_name(name, language), 18) for name in outlets],
        rotation=45,
        ha="right",
        fontsize=8,
    )
    ax.set_yticks(range(len(told)), [short(text, 60) for text in told["headline"]], fontsize=8)
    ax.set_xlim(-0.6, len(outlets) - 0.4)
    ax.set_ylim(len(told) - 0.4, -0.6)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    right_to_left(ax, language)
    return ax
