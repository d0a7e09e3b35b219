"""Figures of the topic tables, one function for each kind of table, as in analysis.plots."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from analysis.base.periods import grain_of
from analysis.plots.axes import INK, PALE, ROW, bars, empty, name_column, new_axes, period_axis, right_to_left, row_axis
from analysis.plots.tables import NAMES, table_of
from analysis.wording.phrases import wording

# Okabe and Ito (2008), the first for the first term.
LINES = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"]
SECOND = "#E69F00"


@table_of("topics.keyness", "term", "per_1000", "reference_per_1000", "log_ratio")
def keyness(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 15, language: str = "en") -> Axes:
    """Draw a keyness table side by side on one scale: rates in the corpus to one side, in the reference to the other.

    The `top` terms of highest g2 that are commoner in the corpus stand above, those commoner in the reference below.
    """
    sides = (table[table["log_ratio"] > 0].head(top), table[table["log_ratio"] < 0].head(top))
    rows = pd.concat(sides, ignore_index=True)
    ax = new_axes(ax, 9, 1.1 + ROW * max(len(rows), 1))
    if rows.empty:
        return empty(ax, language)
    names, places = wording(language)["axes"], np.arange(len(rows))
    ax.barh(places, rows["per_1000"], color=INK, height=0.75, label=names["corpus"])
    ax.barh(places, -rows["reference_per_1000"], color=SECOND, height=0.75, label=names["reference"])
    ax.axvline(0, color="black", lw=0.8)
    if len(sides[0]) and len(sides[1]):
        ax.axhline(len(sides[0]) - 0.5, color=PALE, lw=0.8)
    widest = 1.05 * rows[["per_1000", "reference_per_1000"]].to_numpy().max()
    ax.set_xlim(-widest, widest)
    ax.xaxis.set_major_formatter(FuncFormatter(lambda rate, _: f"{abs(rate):g}"))
    ax.set_xlabel(names["per_1000"])
    ax.legend(frameon=False, fontsize=8, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=2)
    row_axis(ax, _labels(rows), language)
    return ax


@table_of("topics.frequency(..., intervals=True)", "term", "per_1000", "low", "high")
def frequency_intervals(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 25, language: str = "en") -> Axes:
    """Draw the first `top` rows of a frequency table with intervals: a dot a rate, a line its 95 % interval."""
    rows = table.head(top)
    ax = new_axes(ax, 8, 0.9 + ROW * max(len(rows), 1))
    if rows.empty:
        return empty(ax, language)
    places = np.arange(len(rows))
    ax.hlines(places, rows["low"], rows["high"], color=INK, lw=2.5, alpha=0.45)
    ax.scatter(rows["per_1000"], places, color=INK, s=28, zorder=2)
    ax.set_xlim(left=0)
    ax.set_xlabel(wording(language)["axes"]["per_1000"])
    ax.grid(axis="x", color=PALE, lw=0.6)
    ax.set_axisbelow(True)
    row_axis(ax, _labels(rows), language)
    return ax


@table_of("topics.collocations", "term", "count")
def collocations(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 25, language: str = "en") -> Axes:
    """Draw the first `top` rows of a collocation table as bars: term against count."""
    rows = table.head(top)
    return bars(rows["term"].tolist(), rows["count"].tolist(), INK, "count", ax, language)


@table_of("topics.themes", NAMES, "count", "documents")
def themes(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 25, language: str = "en") -> Axes:
    """Draw the first `top` themes as bars: name against the articles that tell it."""
    rows = table[table["count"] > 0].sort_values(["documents", "count"], ascending=False, kind="stable").head(top)
    return bars(rows[name_column(language)].tolist(), rows["documents"].tolist(), INK, "articles", ax, language)


@table_of("topics.trend", "period", "term", "per_1000", "low", "high")
def term_trend(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    grain: str | None = None,
    names: Mapping[str, str] | None = None,
    language: str = "en",
) -> Axes:
    """Draw a trend table of terms or themes: a line a term with its 95 % interval; at most six. `names` label them.

    The periods are those of the table; `grain` names them otherwise.
    """
    periods = sorted(table["period"].unique())
    ax = new_axes(ax, 10, 3.6)
    if table.empty:
        return empty(ax, language)
    at = {period: place for place, period in enumerate(periods)}
    for colour, (term, rows) in zip(LINES, table.groupby("term", sort=False), strict=False):
        places = rows["period"].map(at)
        ax.fill_between(places, rows["low"], rows["high"], color=colour, alpha=0.15, lw=0)
        ax.plot(places, rows["per_1000"], color=colour, lw=1.6, marker="o", ms=3, label=(names or {}).get(term, term))
    period_axis(ax, periods, grain or grain_of(table), language)
    ax.set_ylim(bottom=0)
    ax.set_ylabel(wording(language)["axes"]["per_1000"])
    ax.legend(frameon=False, fontsize=8)
    return ax


@table_of("topics.models", "words", "share")
def models(table: pd.DataFrame, ax: Axes | None = None, *, language: str = "en") -> Axes:
    """Draw a table of topics as bars: the first words of each against its share."""
    separator = "، " if language == "ar" else ", "
    labels = [separator.join(shown[:5]) for shown in table["words"]]
    ax = new_axes(ax, 9, 0.9 + ROW * max(len(labels), 1))
    if not labels:
        return empty(ax, language)
    ax.barh(range(len(labels)), table["share"], color=INK, height=0.75)
    ax.xaxis.set_major_locator(MaxNLocator(steps=[1, 2, 5, 10]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{share:.0%}"))
    ax.set_xlabel(wording(language)["axes"]["share"])
    row_axis(ax, labels, language)
    return ax


@table_of("topics.model_sizes", "k", "coherence")
def model_sizes(table: pd.DataFrame, ax: Axes | None = None, *, language: str = "en") -> Axes:
    """Draw a table of model sizes: coherence against the number of topics."""
    ax = new_axes(ax, 6, 3)
    if table.empty:
        return empty(ax, language)
    ax.plot(table["k"], table["coherence"], color=INK, marker="o")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_xlabel(wording(language)["axes"]["k"])
    ax.set_ylabel(wording(language)["axes"]["coherence"])
    ax.spines[["right", "top"]].set_visible(False)
    right_to_left(ax, language)
    return ax


@table_of("topics.frequency", "term", "count")
def frequency(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 25, language: str = "en") -> Axes:
    """Draw the first `top` rows of a frequency table as bars: term (its `label`, where there is one) against count."""
    rows = table.head(top)
    return bars(_labels(rows), rows["count"].tolist(), INK, "count", ax, language)


def _labels(rows: pd.DataFrame) -> list[str]:
    """Return what stands at the rows: the column `label` where the table has it, else the terms."""
    return rows["label" if "label" in rows else "term"].tolist()
