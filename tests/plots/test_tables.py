"""A figure that is given the wrong table says which it wants, and reads the grain of the right one from it."""

import inspect
import re
from itertools import pairwise

import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd
import pytest

import analysis
from analysis import plots, timeline, topics
from analysis.base.notes import InputError
from analysis.base.periods import GRAINS, grain_of

WRONG = pd.DataFrame({"unlike": [1]})


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


def refused(name: str, given: object) -> str:
    figure = getattr(plots, name)
    others = [each for each in inspect.signature(figure).parameters.values() if each.default is each.empty][1:]
    with pytest.raises(InputError) as error:
        figure(given, *([WRONG] * len(others)))
    return str(error.value)


@pytest.mark.parametrize("name", plots.__all__)
@pytest.mark.parametrize("given", [WRONG, None, [1, 2], nx.Graph()], ids=["table", "nothing", "list", "graph"])
def test_each_figure_names_the_function_that_makes_its_table(name: str, given: object) -> None:
    if isinstance(given, nx.Graph) and name in ("network", "ego"):
        return
    told = refused(name, given)
    found = re.match(rf"plots\.{name} wants the (table|graph) of (\w+)\.(\w+)", told)
    assert found and "\n" not in told
    assert callable(getattr(getattr(analysis, found[2]), found[3]))
    assert ("missing: " in told) == (given is WRONG and found[1] == "table")


def test_what_is_missing_is_told(sample) -> None:
    table = timeline.trend(sample, ["pakistan"], "year").rename(columns={"mentions": "count"})
    with pytest.raises(InputError, match=r"timeline\.trend: columns period, of, mentions; missing: mentions$"):
        plots.trend(table)
    with pytest.raises(InputError, match=r"plots\.trend wants the table of timeline\.trend, not a Corpus$"):
        plots.trend(sample)
    with pytest.raises(InputError, match=r"networks\.actors as its second: columns actor, name_en, mentions; miss"):
        plots.cooccurrence(analysis.networks.cooccurrence(sample), WRONG)
    with pytest.raises(InputError, match="measure='size': choose one of degree"):
        plots.centrality(analysis.networks.actors(sample), measure="size")
    with pytest.raises(InputError, match=r"networks\.node_table: columns actor, degree; missing: degree$"):
        plots.centrality(analysis.networks.actors(sample), measure="degree")


@pytest.mark.parametrize("grain", GRAINS)
def test_a_figure_reads_the_grain_from_its_table(sample, grain: str) -> None:
    part = sample.filter("2022-01-01", "2023-06-30")
    for table, draw in (
        (topics.trend(part, ["باكستان"], grain), plots.term_trend),
        (timeline.trend(part, ["pakistan"], grain), plots.trend),
        (timeline.volume(part, grain), plots.volume),
    ):
        assert grain_of(table) == grain_of(pd.DataFrame({"period": table["period"]})) == grain
        shown, told = (
            [tick.get_text() for tick in ax.get_xticklabels()] for ax in (draw(table), draw(table, grain=grain))
        )
        assert shown == told and len(shown) > 1


def test_the_grain_of_one_period_is_the_one_it_was_made_with(sample) -> None:
    day = sample.filter("2022-01-01", "2022-01-31")
    assert {each: grain_of(timeline.volume(day, each).head(1)) for each in ("month", "year")} == {
        "month": "month",
        "year": "year",
    }


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("grain", GRAINS)
@pytest.mark.parametrize("width", [10, 5])
def test_labels_of_periods_never_cover_each_other(sample, grain: str, language: str, width: float) -> None:
    _, ax = plt.subplots(figsize=(width, 3), layout="constrained")
    plots.term_trend(topics.trend(sample, ["باكستان"], grain), ax, language=language)
    ax.figure.canvas.draw()
    boxes = sorted((label.get_window_extent() for label in ax.get_xticklabels()), key=lambda box: box.x0)
    assert len(boxes) > 1 and not any(one.overlaps(other) for one, other in pairwise(boxes))
