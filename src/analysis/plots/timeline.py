"""Figures of time, one function for each kind of table, as in analysis.plots."""

from collections.abc import Mapping
from datetime import timedelta

import numpy as np
import pandas as pd
from babel import Locale
from babel.dates import format_timedelta
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, PowerNorm
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from pandas.tseries.offsets import MonthEnd

from analysis.base.periods import grain_of, period_of
from analysis.plots.axes import (
    BURST,
    INK,
    LIGHT,
    NOTE,
    PALE,
    WIDER,
    bars,
    empty,
    legend_above,
    new_axes,
    period_axis,
    pixels,
    right_to_left,
    settle,
    text_width,
)
from analysis.plots.tables import table_of
from analysis.wording.phrases import wording

SHADES = LinearSegmentedColormap.from_list("shades", ["#eeeeee", "#c6dbef", "#6baed6", "#2171b5", "#08306b"])
LOCALES = {"en": "en_GB", "ar": "ar_EG"}  # whose week a calendar shows: from Monday, from Saturday
WEEKDAYS = (0, 2, 4, 6)  # the days of a week that a calendar names
LANE = 0.27  # inches of a lane of bursts
YEAR = 9  # rows of a calendar from one year to the next
# Distances in days: those that an axis of lags marks, and where its bars end. What lies further is in the last bar.
MARKS = (1, 7, 30, 365, 3652, 36525)
EDGES = (0.5, 1.5, 2.5, 4.5, 7.5, 12.5, 20, 31, 61, 122, 244, 366, 731, 1461, 2557, 3653, 7305, 14610, 25568, 45000)


@table_of("timeline.volume", "period", "articles")
def volume(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    grain: str | None = None,
    top: int = 8,
    bursts: pd.DataFrame | None = None,
    names: Mapping[str, str] | None = None,
    language: str = "en",
) -> Axes:
    """Draw a volume table as bars: articles a period; the number of undated articles stands below.

    The periods are those of the table; `grain` names them otherwise.

    The `top` weightiest `bursts` are marked above, each with its name (`names`) and as long as it lasts, and the
    periods below are shaded.
    """
    grain = grain or grain_of(table)
    dated = table[table["period"].notna()].groupby("period", as_index=False)["articles"].sum()
    undated = int(table.loc[table["period"].isna(), "articles"].sum())
    own = ax is None
    ax = new_axes(ax, 10, 3.2)
    if dated.empty:
        empty(ax, language)
    else:
        ax.bar(range(len(dated)), dated["articles"], color=INK, width=0.85)
        period_axis(ax, dated["period"].tolist(), grain, language)
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
        if bursts is not None and len(bursts):
            _mark_bursts(ax, dated["period"], bursts.head(top), names or {}, grain, language, own)
    ax.set_ylabel(wording(language)["axes"]["articles"])
    if undated:
        ax.set_xlabel(wording(language)["axes"]["undated"].format(count=undated), fontsize=9, color=NOTE)
    return ax


@table_of("timeline.trend", "period", "of", "mentions")
def trend(
    table: pd.DataFrame,
    ax: Axes | None = None,
    *,
    grain: str | None = None,
    names: Mapping[str, str] | None = None,
    language: str = "en",
) -> Axes:
    """Draw a trend table as lanes: one an actor or theme, a dot a period, its area the mentions. `names` label them.

    The periods are those of the table; `grain` names them otherwise.
    """
    lanes = list(dict.fromkeys(table["of"]))
    periods = sorted(table["period"].unique())
    ax = new_axes(ax, 10, 0.9 + 0.5 * max(len(lanes), 1))
    if table.empty:
        return empty(ax, language)
    peak = max(table["mentions"].max(), 1)
    at = {period: place for place, period in enumerate(periods)}
    for lane, actor in enumerate(lanes):
        rows = table[(table["of"] == actor) & (table["mentions"] > 0)]
        ax.axhline(lane, color=PALE, lw=0.8, zorder=0)
        ax.scatter(
            rows["period"].map(at), [lane] * len(rows), s=260 * rows["mentions"] / peak + 8, color=INK, alpha=0.8
        )
    ax.set_yticks(range(len(lanes)), [(names or {}).get(actor, actor) for actor in lanes])
    ax.set_ylim(len(lanes) - 0.4, -0.6)
    ax.spines[["left", "right", "top"]].set_visible(False)
    period_axis(ax, periods, grain or grain_of(table), language)
    return ax


@table_of("timeline.lags", "lag", "class", "earliest", "latest")
def lags(table: pd.DataFrame, ax: Axes | None = None, *, language: str = "en") -> Axes:
    """Draw a table of lags as a histogram: how far back and ahead of its publication the coverage looks.

    The axis is logarithmic to both sides of the day of publication. Single days are dark, longer intervals light, at
    their middle; what is longer than a day and holds the day of publication stands with that day.
    """
    ax = new_axes(ax, 10, 3.4)
    if table.empty:
        return empty(ax, language)
    names = wording(language)
    lag = table["lag"].where(table["class"] != "running", 0.0).to_numpy()
    edges = _scaled(np.array([*(-each for each in reversed(EDGES)), *EDGES]))
    day = (table["earliest"] == table["latest"]).to_numpy()
    at = _scaled(np.clip(lag, -EDGES[-1], EDGES[-1]))
    ax.hist([at[day], at[~day]], bins=edges.tolist(), stacked=True, color=[INK, LIGHT], rwidth=0.92)
    days = [-days for days in reversed(MARKS)] + [0, *MARKS]
    ax.set_xticks(_scaled(np.array(days, dtype=float)), [_distance(each, language) for each in days], fontsize=8)
    ax.set_xlim(edges[0], edges[-1])
    ax.yaxis.set_major_locator(MaxNLocator(integer=True))
    ax.set_ylabel(names["axes"]["dates"])
    for at_edge, name in ((0.01, "before"), (0.99, "after")):
        across = at_edge if language != "ar" else 1 - at_edge
        side = "left" if across < 0.5 else "right"
        ax.text(across, 0.97, names["axes"][name], transform=ax.transAxes, ha=side, va="top", fontsize=9, color=NOTE)
    legend_above(
        ax,
        [Patch(color=INK, label=names["axes"]["one_day"]), Patch(color=LIGHT, label=names["axes"]["longer"])],
        language,
    )
    ax.spines[["right", "top"]].set_visible(False)
    right_to_left(ax, language)
    if language == "ar":
        ax.yaxis.set_label_position("right")
        ax.spines["right"].set_visible(True)
        ax.spines["left"].set_visible(False)
    return ax


@table_of("timeline.memory", "class", "mentions")
def memory(table: pd.DataFrame, ax: Axes | None = None, *, language: str = "en") -> Axes:
    """Draw a memory table as bars: the dates that are told of each class, from the furthest past to the future."""
    rows = table[table["mentions"] > 0]
    labels = [wording(language)["values"][each] for each in rows["class"]]
    return bars(labels, rows["mentions"].tolist(), INK, "dates", ax, language)


@table_of("timeline.volume", "period", "articles")
def calendar(table: pd.DataFrame, ax: Axes | None = None, *, years: int = 5, language: str = "en") -> Axes:
    """Draw a volume table by day as a calendar: a square a day, a column a week, the years one below the other.

    The last `years` years are drawn, of a single one only its months with articles. The darker, the more articles;
    the legend tells some of the shades. Weeks begin on Monday, in Arabic on Saturday.
    """
    daily = table.dropna(subset="period").groupby("period")["articles"].sum()
    shown = sorted(set(daily.index.year))[-years:]
    ax = new_axes(ax, 10, 0.9 + 1.4 * max(len(shown), 1))
    if daily.empty:
        return empty(ax, language)
    locale = Locale.parse(LOCALES[language])
    months, weekdays = (each["stand-alone"]["abbreviated"] for each in (locale.months, locale.days))
    daily = daily[daily.index.year.isin(shown)]
    norm = PowerNorm(0.5, 0, max(int(daily.max()), 1))
    widest = 0
    for place, year in enumerate(shown):
        days = _days_of(daily, year, whole=len(shown) > 1)
        weekday = (days.day_of_week.to_numpy() - locale.first_week_day) % 7
        week = np.cumsum(weekday == 0) - (weekday[0] == 0)
        grid = np.full((7, week[-1] + 1), np.nan)
        grid[weekday, week] = daily.reindex(days, fill_value=0)
        edges = np.arange(week[-1] + 2) - 0.5, place * YEAR + np.arange(8) - 0.5
        ax.pcolormesh(*edges, np.ma.masked_invalid(grid), cmap=SHADES, norm=norm, ec="white", lw=1.2)
        for month in sorted(set(days.month)):
            at = week[days.month == month].mean()
            ax.text(at, place * YEAR - 0.8, months[month], fontsize=8, ha="center", va="bottom")
        for day in WEEKDAYS:
            name = weekdays[(locale.first_week_day + day) % 7]
            side = "left" if language == "ar" else "right"
            ax.text(-0.9, place * YEAR + day, name, fontsize=7, ha=side, va="center")
        ax.text(-5.6, place * YEAR + 3, str(year), fontsize=11, ha="center", va="center", weight="bold")
        widest = max(widest, week[-1])
    counts = sorted({round(int(daily.max()) * share) for share in (0, 0.05, 0.25, 0.5, 1)})
    squares = [Patch(color=SHADES(norm(count)), label=f"{count:,}") for count in counts]
    legend_above(ax, squares, language, wording(language)["axes"]["articles"])
    ax.set_xlim(-7.4, max(widest, 30) + 0.6)
    ax.set_ylim(len(shown) * YEAR - 1.2, -2.2)
    ax.set_xticks([])
    ax.set_yticks([])
    ax.spines[:].set_visible(False)
    ax.set_aspect("equal")
    right_to_left(ax, language)
    return ax


def _days_of(daily: pd.Series, year: int, whole: bool) -> pd.DatetimeIndex:
    """Return the days of a year, or of its months from the first with articles to the last."""
    told = daily.index[(daily.index.year == year) & (daily > 0)]
    first, last = (f"{year}-01-01", f"{year}-12-31") if whole else (told.min().replace(day=1), told.max() + MonthEnd(0))
    return pd.date_range(first, last, freq="D").astype("datetime64[s]")


def _mark_bursts(
    ax: Axes, periods: pd.Series, bursts: pd.DataFrame, names: Mapping[str, str], grain: str, language: str, grow: bool
) -> None:
    """Mark bursts above the bars of `ax`: a line as long as each and its name, in lanes in which none meets another."""
    peak = max(ax.get_ylim()[1], 1)
    at = pd.Series(range(len(periods)), index=pd.DatetimeIndex(periods))
    rows = [
        (int(at.get(first, 0)), int(at.get(last, len(at) - 1)), names.get(id, id))
        for first, last, id in zip(
            period_of(bursts["start"], grain), period_of(bursts["end"], grain), bursts["of"], strict=True
        )
    ]
    settle(ax)
    scale, ends = pixels(ax), list[float]()
    origin, width = scale(min(ax.get_xlim())), ax.get_window_extent().width
    marks = []
    for first, last, name in sorted(rows):
        text = ax.text(0, 0, name, fontsize=8, va="bottom", in_layout=False)
        size = WIDER * text_width(text)
        # In pixels from where reading begins; the name goes back from the end where the axis ends too soon.
        begin, end = abs(scale(first - 0.45) - origin), abs(scale(last + 0.45) - origin)
        back = begin + size > width
        low, high = (min(begin, end - size), end) if back else (begin, max(end, begin + size))
        lane = next((lane for lane, taken in enumerate(ends) if taken < low), len(ends))
        ends[lane:] = [high + 6, *ends[lane + 1 :]]
        marks.append((first, last, text, lane, back))
    figure = ax.get_figure(root=True)
    if figure is not None and grow:
        figure.set_figheight(figure.get_figheight() + LANE * len(ends))
    step = peak * LANE / 2.4  # of the height of the bars, in inches
    for first, last, text, lane, back in marks:
        height = peak * 1.04 + lane * step
        ax.plot([first - 0.45, last + 0.45], [height, height], color=BURST, lw=3, solid_capstyle="butt")
        text.set_position((last + 0.45 if back else first - 0.45, height + 0.012 * peak))
        text.set_horizontalalignment("right" if back != (language == "ar") else "left")
    for place in sorted({place for first, last, *_ in marks for place in range(first, last + 1)}):
        ax.axvspan(place - 0.5, place + 0.5, color=BURST, alpha=0.10, lw=0, zorder=0)
    ax.set_yticks([tick for tick in ax.get_yticks() if 0 <= tick <= peak])
    ax.set_ylim(0, peak * 1.04 + len(ends) * step)


def _scaled(days: np.ndarray) -> np.ndarray:
    """Return distances in days on a scale that is logarithmic to both sides of 0, and leaves room for a single day."""
    return np.asarray(np.sign(days) * np.log10(1 + 5 * np.abs(days)))


def _distance(days: int, language: str) -> str:
    """Return a distance as a reader writes it."""
    if not days:
        return str(wording(language)["axes"]["same_day"])
    return format_timedelta(timedelta(days=abs(days)), threshold=1, locale=language)
