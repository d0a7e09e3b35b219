"""The figure of dated events: a row each, in order of time."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.plots.axes import INK, NOTE, PALE, ROW, WIDER, empty, new_axes, pixels, right_to_left, settle, text_width
from analysis.plots.tables import table_of
from analysis.wording.phrases import interval_label, period_label, wording

REACH = 4  # times as long as most events need, at most, an axis is
# Up to so many days an axis is labelled by day, month or year, at one of these steps.
STEPS_OF_TIME = (
    (92, "day", (1, 2, 5, 7, 10, 14)),
    (1500, "month", (1, 2, 3, 6, 12)),
    (float("inf"), "year", (1, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000)),
)


@table_of("timeline.grouped_events", "event", "label", "earliest", "latest", "grain", "articles", "mentions")
def events(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 20, language: str = "en") -> Axes:
    """Draw the `top` most told events in order of time, a row each: its date, a bar as long as its interval, a label.

    `table` is one of analysis.timeline.grouped_events. The number after a label is that of the articles. Where a few
    events lie far from the others, the axis shows the time of most: an arrow at its edge stands for what lies beyond.
    Dates that could not be resolved are not drawn.
    """
    most = _most_told(table).head(top)
    told = most.sort_values(["earliest", "latest", "event"])
    ax = new_axes(ax, 10, 1.2 + ROW * max(len(told), 1))
    if told.empty:
        return empty(ax, language)
    starts, ends = _number(told["earliest"]), _number(told["latest"]) + 1
    first, last = _window(starts, ends)
    several = (told["articles"] > 1).any()
    room = (last - first) * 0.03
    ax.set_xlim(first - room, last + room)
    ax.set_ylim(len(told) - 0.4, -0.6)
    ax.set_yticks(
        range(len(told)),
        [interval_label(row.earliest, row.latest, row.grain, language) for row in told.itertuples()],
        fontsize=9,
    )
    ax.tick_params(axis="y", length=0)
    _time_axis(ax, first, last, language)
    ax.grid(axis="x", color=PALE, lw=0.6)
    ax.set_axisbelow(True)
    ax.spines[["left", "right", "top"]].set_visible(False)
    right_to_left(ax, language)
    settle(ax)
    for place, (row, start, end) in enumerate(zip(told.itertuples(), starts, ends, strict=True)):
        low, high = _bar(ax, place, start, end, (first, last))
        _beside(ax, place, low, high, row.label, f" ({row.articles})" if several else "")
    if (starts < first).any() or (ends > last).any():
        ax.set_xlabel(wording(language)["axes"]["beyond"], fontsize=9, color=NOTE)
    return ax


def _most_told(grouped: pd.DataFrame) -> pd.DataFrame:
    """Return events, the most told first; of those told as often, one of each date before others, by all it tells."""
    ranked = grouped.sort_values(["articles", "mentions", "event"], ascending=[False, False, True])
    same = ranked.groupby(["earliest", "latest"])
    ranked = ranked.assign(turn=same.cumcount(), told=same["articles"].transform("sum"))
    order = {"articles": False, "turn": True, "told": False, "mentions": False, "event": True}
    return ranked.sort_values(list(order), ascending=list(order.values()))


def _window(starts: np.ndarray, ends: np.ndarray) -> tuple[float, float]:
    """Return the time that an axis shows: that of most events, and of the nearest others while these have room.

    Most are four in five; the axis grows to at most REACH times the time that these take.
    """
    need = -(-len(starts) * 4 // 5)
    spans = [
        (end - start, start, end)
        for start in starts
        for end in ends
        if ((starts >= start) & (ends <= end)).sum() >= need
    ]
    length, first, last = min(spans)
    for start, end in sorted(zip(starts, ends, strict=True), key=lambda each: max(first - each[0], each[1] - last)):
        if max(last, end) - min(first, start) <= REACH * length:
            first, last = min(first, start), max(last, end)
    return float(first), float(last)


def _bar(ax: Axes, place: int, start: float, end: float, window: tuple[float, float]) -> tuple[float, float]:
    """Draw an interval as a bar within the window, with an arrow where it goes beyond; return where it is drawn."""
    first, last = window
    least = (last - first) / 200
    low, high = np.clip([start, end], first, last)
    if end > first and start < last:
        low, high = (low, max(high, low + least)) if low + least <= last else (last - least, last)
        ax.barh(place, high - low, left=low, height=0.56, color=INK)
    towards = "<>" if not ax.xaxis_inverted() else "><"
    for beyond, edge, marker, step in ((start < first, first, towards[0], -1), (end > last, last, towards[1], 1)):
        if beyond:
            ax.plot(edge + step * (last - first) * 0.012, place, marker=marker, color=INK, ms=6, clip_on=False)
    return float(low), float(high)


def _beside(ax: Axes, place: int, low: float, high: float, label: str, count: str) -> None:
    """Write a label on the roomier side of a bar, cut to the room that is there."""
    scale, box = pixels(ax), ax.get_window_extent()
    left, right = sorted((scale(low), scale(high)))
    gap = 9 * box.width / 600
    sides = {"left": box.x1 - right - gap, "right": left - box.x0 - gap}
    side = max(sides, key=lambda each: sides[each])
    within = sides[side] < box.width / 4  # a bar over nearly all of the axis holds its label
    x = (
        (low + high) / 2
        if within
        else float(ax.transData.inverted().transform((right if side == "left" else left, 0))[0])
    )
    text = ax.annotate(
        "",
        (x, place),
        (0 if within else (6 if side == "left" else -6), 0),
        textcoords="offset points",
        ha="center" if within else side,
        va="center",
        fontsize=8.5,
        color="white" if within else "black",
        in_layout=False,
    )
    room = (right - left if within else sides[side]) / WIDER
    kept = label
    text.set_text(kept + count)
    while kept and text_width(text) > room:
        kept = kept[: min(len(kept) - 1, int(len(kept) * room / text_width(text)))].rstrip(" …")
        text.set_text(f"{kept}…{count}")


def _time_axis(ax: Axes, first: float, last: float, language: str) -> None:
    """Label an axis of days since 1970 with years, months or days, as long as it is."""
    days = np.array([first, last]).astype("datetime64[D]").astype("datetime64[s]")
    grain, sizes = next((grain, sizes) for reach, grain, sizes in STEPS_OF_TIME if last - first <= reach)
    periods = pd.period_range(
        pd.Timestamp(days[0]), pd.Timestamp(days[1]), freq={"day": "D", "month": "M", "year": "Y"}[grain]
    )
    number = np.array([period.ordinal for period in periods]) + (1970 if grain == "year" else 0)
    most = 7 if grain == "day" or language == "ar" else 9
    size = next((size for size in sizes if len(periods) / size <= most), sizes[-1])
    chosen = [period.start_time for period, each in zip(periods, number, strict=True) if each % size == 0]
    places = _number(pd.Series(chosen, dtype="datetime64[s]"))
    kept = [(at, day) for at, day in zip(places, chosen, strict=True) if first <= at <= last]
    ax.set_xticks([at for at, _ in kept], [period_label(day, grain, language) for _, day in kept], fontsize=8)


def _number(days: pd.Series) -> np.ndarray:
    """Return days as numbers: days since 1970."""
    return days.to_numpy().astype("datetime64[s]").astype("datetime64[D]").astype(float)
