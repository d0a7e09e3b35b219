"""Figures of reuse: how much of their text outlets have from where, and which of them share text."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch

from analysis.plots.axes import ROW, empty, legend_above, new_axes, row_axis, short
from analysis.plots.tables import table_of
from analysis.wording.outlets import outlet_name
from analysis.wording.phrases import wording

# Okabe and Ito (2008); what is not known is grey.
KINDS = {"own": "#0072B2", "wire": "#56B4E9", "copied": "#D55E00", "open": "#bdbdbd"}
LINES = {"agency": "#56B4E9", "directed": "#D55E00", "unknown": "#9a9a9a"}
WIDEST = 7.0  # points of the line of most pairs
BENT = 0.12  # of a line: what differs in kind lies side by side


@table_of("stories.shares", "outlet", "words", *KINDS, "own_low", "own_high")
def shares(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 25, language: str = "en") -> Axes:
    """Draw where the text of outlets is from: a bar each, the most own text first, with the interval of its own text.

    The `top` outlets of most words are drawn; in the order of KINDS stand own, wire, copied and open.
    """
    rows = table.sort_values("words", ascending=False).head(top).sort_values("own", ascending=False)
    ax = new_axes(ax, 8, 1.2 + ROW * max(len(rows), 1))
    if rows.empty:
        return empty(ax, language)
    names, places, left = wording(language)["axes"], np.arange(len(rows)), np.zeros(len(rows))
    for kind, colour in KINDS.items():
        ax.barh(places, rows[kind], left=left, color=colour, height=0.75)
        left += rows[kind].to_numpy()
    ax.hlines(places, rows["own_low"], rows["own_high"], color="black", lw=1.2)
    ax.set_xlim(0, 1)
    ax.xaxis.set_major_formatter(lambda share, _: f"{share:.0%}")
    ax.set_xlabel(names["own_share"])
    keys = [Line2D([], [], marker="s", ls="", color=KINDS[kind], label=names[f"{kind}_text"]) for kind in KINDS]
    legend_above(ax, keys, language)
    row_axis(ax, [short(outlet_name(outlet, language)) for outlet in rows["outlet"]], language)
    return ax


@table_of("stories.exchanges", "outlet", "other", "pairs", "agency", "outlet_first", "other_first", "unknown")
def exchanges(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 14, language: str = "en") -> Axes:
    """Draw which outlets share text: the wider a line, the more pairs of articles.

    Between two outlets there are up to four lines: pairs that credit an agency; pairs of which one article is known to
    have come out first, an arrow from its outlet each way; and pairs of which it is not known. The `top` outlets that
    share most are drawn, on a circle.
    """
    ax = new_axes(ax, 8, 7.4)
    ax.set_axis_off()
    if table.empty:
        return empty(ax, language)
    ends = pd.concat([table[["outlet", "pairs"]], table[["other", "pairs"]].set_axis(["outlet", "pairs"], axis=1)])
    most = ends.groupby("outlet")["pairs"].sum().sort_values(ascending=False, kind="stable").head(top)
    angles = np.pi / 2 - 2 * np.pi * np.arange(len(most)) / len(most)
    at = {outlet: (np.cos(angle), np.sin(angle)) for outlet, angle in zip(sorted(most.index), angles, strict=True)}
    rows = table[table["outlet"].isin(at) & table["other"].isin(at)]
    widest = rows[["agency", "outlet_first", "other_first", "unknown"]].to_numpy().max()
    for row in rows.sort_values("pairs").itertuples(index=False):
        one, other = at[row.outlet], at[row.other]
        _line(ax, one, other, row.agency / widest, "agency", BENT)
        _line(ax, one, other, row.unknown / widest, "unknown", 0)
        _line(ax, one, other, row.outlet_first / widest, "directed", -BENT)
        _line(ax, other, one, row.other_first / widest, "directed", -2 * BENT)
    for outlet, (x, y) in at.items():
        ax.plot(x, y, "o", ms=7, color="black", zorder=3)
        side = "center" if abs(x) < 0.2 else "left" if x > 0 else "right"
        ax.text(1.07 * x, 1.07 * y, short(outlet_name(outlet, language), 20), ha=side, va="center", fontsize=9)
    ax.set_xlim(-1.6, 1.6)
    ax.set_ylim(-1.2, 1.2)
    names = wording(language)["axes"]
    legend_above(
        ax,
        [Line2D([], [], color=colour, lw=3, label=names[f"{kind}_pairs"]) for kind, colour in LINES.items()],
        language,
    )
    return ax


def _line(
    ax: Axes, one: tuple[float, float], other: tuple[float, float], weight: float, kind: str, bent: float
) -> None:
    """Draw a line between two places, an arrow where the way is known."""
    if not weight:
        return
    ax.add_patch(
        FancyArrowPatch(
            one,
            other,
            arrowstyle="-|>" if kind == "directed" else "-",
            connectionstyle=f"arc3,rad={bent}",
            mutation_scale=12,
            shrinkA=5,
            shrinkB=5,
            linewidth=0.4 + WIDEST * weight,
            color=LINES[kind],
            alpha=0.75,
            zorder=1,
        )
    )
