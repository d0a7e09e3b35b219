import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from analysis import plots, timeline
from analysis.plots.events import _window
from analysis.wording import wording


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def drawn(corpus, language: str) -> dict:
    names = timeline.labels(corpus, corpus.mentions["actor"].unique(), language=language)
    lags, bursts = timeline.lags(corpus), timeline.bursts(corpus, grain="month", gamma=0.2, min_articles=3)
    return {
        "volume": plots.volume(timeline.volume(corpus), language=language, bursts=bursts, names=names),
        "trend": plots.trend(timeline.trend(corpus), names=names, language=language),
        "events": plots.events(timeline.grouped_events(timeline.events(corpus)), language=language),
        "lags": plots.lags(lags, language=language),
        "memory": plots.memory(timeline.memory(lags), language=language),
        "calendar": plots.calendar(timeline.volume(corpus, "day"), language=language),
    }


def overlapping(texts, space: float = 0.0) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes meet, as the figure is drawn; `space` widens each box by that share."""
    texts = [text for text in texts if text.get_text() and text.get_visible()]
    texts[0].figure.canvas.draw()
    boxes = [text.get_window_extent().expanded(1 + space, 1) for text in texts]
    return [
        (texts[i].get_text(), texts[j].get_text())
        for i in range(len(boxes))
        for j in range(i)
        if boxes[i].overlaps(boxes[j])
    ]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_label_covers_another(sample, language: str) -> None:
    for name, ax in drawn(sample, language).items():
        assert not overlapping([*ax.texts, *ax.get_yticklabels()]), name
        assert not overlapping(ax.get_xticklabels() or ax.texts), name


@pytest.mark.parametrize("language", ["en", "ar"])
def test_labels_of_events_stay_inside_with_room_for_other_fonts(sample, language: str) -> None:
    ax = plots.events(timeline.grouped_events(timeline.events(sample)), language=language)
    ax.figure.canvas.draw()
    frame = ax.get_window_extent()
    assert len(ax.texts) == 20
    for text in ax.texts:
        box = text.get_window_extent()
        spare = frame.x1 - box.x1 if text.get_ha() == "left" else box.x0 - frame.x0
        assert spare >= 0.09 * box.width


def test_bars_of_events_are_as_long_as_their_intervals(sample) -> None:
    table = timeline.grouped_events(timeline.events(sample))
    table = table[table["earliest"].dt.year >= 2000]
    ax = plots.events(table, top=12)
    days = {bar.get_x(): round(bar.get_width()) for bar in ax.patches}
    for row in table.itertuples():
        start = (row.earliest - pd.Timestamp("1970-01-01")).days
        if row.grain in ("year", "decade") and start in days:
            assert days[start] == (row.latest - row.earliest).days + 1
    assert any(width in (365, 366) for width in days.values())


def test_arabic_runs_from_right_to_left(sample) -> None:
    for name, ax in drawn(sample, "ar").items():
        assert ax.xaxis_inverted(), name
    assert not any(ax.xaxis_inverted() for ax in drawn(sample, "en").values())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_empty_selection_says_so(sample, language: str) -> None:
    for name, ax in drawn(sample.filter("1990-01-01", "1990-01-02"), language).items():
        assert wording(language)["phrases"]["nothing"] in [text.get_text() for text in ax.texts], name


def test_most_events_set_the_axis_and_the_near_ones_join() -> None:
    days = np.arange(16000.0, 16010.0)
    near, far = (np.append(days, extra) for extra in (16020.0, 8000.0))
    assert _window(near, near + 1) == (16000, 16021)
    assert _window(far, far + 1) == (16000, 16010)
    assert _window(np.append(days, 15000.0), np.append(days + 1, 18000.0)) == (16000, 16010)
    assert _window(np.array([5.0]), np.array([6.0])) == (5, 6)


def test_what_lies_beyond_the_axis_is_an_arrow_and_told(sample) -> None:
    table = timeline.grouped_events(timeline.events(sample))
    table = table[table["earliest"].dt.year >= 2020].head(12)
    ancient = table.iloc[[0]].assign(earliest=pd.Timestamp("0622-07-16").as_unit("s"), grain="day")
    ancient = ancient.assign(latest=ancient["earliest"])
    ax = plots.events(pd.concat([ancient, table]))
    assert [line.get_marker() for line in ax.lines] == ["<"]
    assert ax.get_xlabel() == wording("en")["axes"]["beyond"]
    assert "16 Jul 622" in [label.get_text() for label in ax.get_yticklabels()]
    assert plots.events(table).get_xlabel() == ""


def test_bars_of_lags_add_up_to_the_dates(sample) -> None:
    table = timeline.lags(sample)
    ax = plots.lags(table)
    assert sum(bar.get_height() for bar in ax.patches) == len(table)
    at_day = [bar.get_height() for bar in ax.patches if bar.get_x() < 0 < bar.get_x() + bar.get_width()]
    assert sum(at_day) == table["class"].isin(["same_day", "running"]).sum()


def test_the_calendar_has_a_square_a_day() -> None:
    days = pd.date_range("2023-12-30", "2024-01-02", unit="s")
    table = pd.DataFrame({"period": days, "articles": [1, 0, 2, 5]})
    ax = plots.calendar(table)
    squares = [np.ma.compressed(mesh.get_array()) for mesh in ax.collections]
    assert [len(each) for each in squares] == [365, 366] and [each.sum() for each in squares] == [1, 7]
    # 30 December 2023 is a Saturday: the first day of a week in Arabic, the sixth from Monday.
    for language, row in (("en", 5), ("ar", 0)):
        mesh = plots.calendar(table, language=language).collections[0]
        assert np.argwhere(np.ma.filled(mesh.get_array(), 0) == 1)[0][0] == row
    assert len(plots.calendar(table.assign(period=days + pd.DateOffset(months=2))).collections) == 1
    many = pd.DataFrame({"period": pd.date_range("2001-01-01", periods=12, freq="YS", unit="s"), "articles": 1})
    assert len(plots.calendar(many, years=4).collections) == 4


def test_bursts_are_marked_where_they_are(sample) -> None:
    table = timeline.volume(sample, "month").dropna(subset="period")
    months = table["period"]
    bursts = pd.DataFrame(
        {"of": ["x", "y"], "start": months.iloc[[3, 4]].to_numpy(), "end": months.iloc[[6, 4]].to_numpy()}
    )
    bursts["end"] += pd.Timedelta(days=20)
    ax = plots.volume(table, bursts=bursts, names={"x": "One name", "y": "Another name"})
    spans = [(line.get_xdata()[0], line.get_xdata()[1]) for line in ax.lines]
    assert spans == [(2.55, 6.45), (3.55, 4.45)]
    heights = [line.get_ydata()[0] for line in ax.lines]
    assert heights[0] != heights[1] and min(heights) > table["articles"].max()
    assert [text.get_text() for text in ax.texts] == ["One name", "Another name"]


def test_a_given_axes_is_drawn_on(sample) -> None:
    _, ax = plt.subplots(figsize=(5, 4))
    assert plots.events(timeline.grouped_events(timeline.events(sample)), ax) is ax


def test_single_dates_are_no_events(sample) -> None:
    with pytest.raises(ValueError, match="grouped_events"):
        plots.events(timeline.events(sample))
