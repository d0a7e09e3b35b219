from itertools import pairwise

import matplotlib.pyplot as plt
import pytest
from matplotlib.axes import Axes

from analysis import networks, plots, show, stories, timeline, topics


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def drawn(corpus, language: str) -> dict[str, Axes]:
    nodes, pairs = networks.actors(corpus), networks.cooccurrence(corpus)
    shared = stories.pairs(corpus)
    return {
        "shares": plots.shares(stories.shares(corpus, found=shared), language=language),
        "exchanges": plots.exchanges(stories.exchanges(corpus, found=shared), language=language),
        "frequency": plots.frequency(topics.frequency(corpus), language=language),
        "actors": plots.actors(nodes, language=language),
        "cooccurrence": plots.cooccurrence(pairs, nodes, language=language),
        "network": plots.network(networks.graph(pairs, nodes), language=language),
        "volume": plots.volume(timeline.volume(corpus), language=language),
        "trend": plots.trend(timeline.trend(corpus), language=language),
        "events": plots.events(timeline.grouped_events(timeline.events(corpus)), language=language),
    }


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_figure_is_the_same_bytes_twice(sample, language: str) -> None:
    first = {name: show.svg_of(ax, name) for name, ax in drawn(sample, language).items()}
    again = {name: show.svg_of(ax, name) for name, ax in drawn(sample, language).items()}
    assert first == again
    assert all("<svg" in svg and "nan" not in svg.split("<defs>")[0] for svg in first.values())


def test_an_empty_selection_is_drawn_as_such(sample) -> None:
    for ax in drawn(sample.filter("1990-01-01", "1990-01-02"), "en").values():
        assert "Nothing to show" in " ".join(text.get_text() for text in ax.texts)


def test_bars_show_the_counts(sample) -> None:
    table = topics.frequency(sample, top=7)
    ax = plots.frequency(table)
    assert [round(bar.get_width()) for bar in ax.patches] == table["count"].tolist()
    assert [label.get_text() for label in ax.get_yticklabels()] == table["term"].tolist()


def test_a_given_axes_is_drawn_on(sample) -> None:
    _, ax = plt.subplots()
    assert plots.frequency(topics.frequency(sample), ax) is ax


@pytest.mark.parametrize("language", ["en", "ar"])
def test_labels_of_periods_do_not_cover_each_other(sample, language: str) -> None:
    ax = plots.volume(timeline.volume(sample), language=language)
    ax.figure.canvas.draw()
    boxes = sorted((label.get_window_extent() for label in ax.get_xticklabels()), key=lambda box: box.x0)
    assert len(boxes) > 4 and not any(a.overlaps(b) for a, b in pairwise(boxes))
