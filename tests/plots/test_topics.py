import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis import plots, topics
from analysis.wording import wording

TABLES = {
    "keyness": lambda c: topics.keyness(c.filter(end="2022-12-31"), c.filter(start="2023-01-01")),
    "frequency_intervals": lambda c: topics.frequency(c, intervals=True),
    "collocations": topics.collocations,
    "themes": topics.themes,
    "term_trend": lambda c: topics.trend(c, ["باكستان", "كوريا"], "quarter"),
    "models": lambda c: topics.models(c, k=4),
    "model_sizes": lambda c: topics.model_sizes(c, (2, 4)),
}


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", TABLES)
def test_each_table_has_a_figure(sample, name, language) -> None:
    table = TABLES[name](sample)
    ax = getattr(plots, name)(table, language=language)
    ax.figure.canvas.draw()
    assert len(table) and ax.axison and (ax.patches or ax.lines or ax.collections)
    assert ax.get_xlabel() or ax.get_ylabel() or ax.get_title()
    plt.close(ax.figure)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_has_a_figure_that_says_so(sample, name, language) -> None:
    table = TABLES[name](sample.filter("1990-01-01", "1990-01-02"))
    ax = getattr(plots, name)(table, language=language)
    ax.figure.canvas.draw()
    assert table.empty and not ax.axison
    assert [text.get_text() for text in ax.texts] == [wording(language)["phrases"]["nothing"]]
    plt.close(ax.figure)


def test_both_sides_of_keyness_have_one_scale(sample) -> None:
    ax = plots.keyness(TABLES["keyness"](sample))
    low, high = ax.get_xlim()
    assert low == -high
    plt.close(ax.figure)


def test_a_frequency_table_with_labels_shows_them() -> None:
    table = pd.DataFrame({"term": ["صين", "هند"], "label": ["الصين", "الهند"], "count": [3, 2]})
    shown = [
        [tick.get_text() for tick in plots.frequency(each).get_yticklabels()]
        for each in (table, table[["term", "count"]])
    ]
    assert shown[0] != shown[1] and len(shown[0]) == len(shown[1]) == 2
