import matplotlib.pyplot as plt
import pandas as pd
import pytest

from analysis import plots
from analysis.voices.quotations import STANCES
from analysis.wording.phrases import wording


@pytest.fixture(autouse=True)
def closed():
    yield
    plt.close("all")


SPEAKERS = pd.DataFrame(
    {"name": ["وزارة النقل", "ريم العلي"], "share": [0.5, 0.25], "low": [0.3, 0.1], "high": [0.7, 0.4]}
)


def test_shares_are_drawn_in_per_cent_with_their_intervals() -> None:
    ax = plots.speakers(SPEAKERS)
    assert [bar.get_width() for bar in ax.patches] == [50, 25]
    assert [line.tolist() for line in ax.collections[0].get_segments()] == [[[30, 0], [70, 0]], [[10, 1], [40, 1]]]


def test_outlets_stand_by_the_share_of_unnamed_sources() -> None:
    table = SPEAKERS.rename(columns={"name": "outlet"}).iloc[::-1]
    assert [label.get_text() for label in plots.unnamed(table).get_yticklabels()] == ["وزارة النقل", "ريم العلي"]


def test_every_stance_has_a_colour_and_a_name() -> None:
    table = pd.DataFrame([{"name": "ريم العلي"} | dict.fromkeys(STANCES, 1)])
    ax = plots.stances(table)
    colours = {tuple(bar.get_facecolor()) for bar in ax.patches}
    assert len(colours) == len(ax.patches) == len(STANCES)
    for language in ("en", "ar"):
        assert set(STANCES) <= set(wording(language)["values"])


@pytest.mark.parametrize("figure", [plots.speakers, plots.stances, plots.unnamed])
def test_no_speakers_are_told_as_such(figure) -> None:
    table = SPEAKERS.rename(columns={"name": "outlet"}) if figure is plots.unnamed else SPEAKERS
    ax = figure(table.head(0))
    assert "Nothing to show" in " ".join(text.get_text() for text in ax.texts)
