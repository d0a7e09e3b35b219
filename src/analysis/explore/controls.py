"""A corpus to the controls that narrow it: words, outlets, actors, themes, days."""

from difflib import get_close_matches
from typing import Any

import ipywidgets as widgets
import pandas as pd

from analysis.base.notes import choice
from analysis.corpus.corpus import Corpus
from analysis.corpus.units import UNITS as ALL_UNITS
from analysis.explore.selection import Asked
from analysis.networks.actors import actors
from analysis.query.find import UNITS
from analysis.topics.dictionary import load_dictionary
from analysis.wording.phrases import period_label, wording

SHORT = 3  # months of a corpus that is narrowed by days
ISOLATE = "\u2068{}\u2069"  # a name within a line of the other direction
WIDE: dict[str, Any] = {"layout": {"width": "auto"}}


class Controls:
    """The controls of a corpus, each a widget: query, unit, outlets, actor, theme, days.

    Raises ValueError for an actor that the corpus does not mention, a theme that the dictionary lacks and a unit that
    there is none of.
    """

    def __init__(
        self,
        corpus: Corpus,
        *,
        query: str = "",
        actor: str = "",
        theme: str = "",
        unit: str = "sentence",
        dictionary: str = "",
        language: str = "en",
    ) -> None:
        choice("unit", unit, ALL_UNITS)
        words = wording(language)["explore"]
        self.query = widgets.Text(query, description=words["search"], placeholder=words["hint"], **WIDE)
        units = [each for each in ALL_UNITS if each in (*UNITS, unit)]
        self.unit = widgets.Dropdown(
            options=[(words["units"][each], each) for each in units], value=unit, description=words["together"], **WIDE
        )
        self.outlets = _outlets(corpus, words["outlets"])
        self.actor = _actors(corpus, actor, language)
        self.theme = _themes(theme, dictionary, language)
        self.days = _slider(corpus, language, words["published"])

    @property
    def every(self) -> list[widgets.Widget]:
        return [self.query, self.unit, self.outlets, self.actor, self.theme, self.days]

    @property
    def asked(self) -> Asked:
        """What the controls ask for; at its full length the slider leaves nothing out, dated or not."""
        start = end = ""
        if set(self.days.index) != {0, len(self.days.options) - 1}:
            first, last = sorted(self.days.value)
            start, end = f"{first[0]:%Y-%m-%d}", f"{last[1]:%Y-%m-%d}"
        query = " ".join(self.query.value.split())
        return Asked(query, self.unit.value, self.outlets.value, self.actor.value, self.theme.value, start, end)

    def clear(self) -> None:
        """Leave nothing out."""
        self.query.value = self.actor.value = self.theme.value = ""
        self.outlets.value = ()
        self.days.index = (0, len(self.days.options) - 1)


def _outlets(corpus: Corpus, label: str) -> widgets.SelectMultiple:
    """Return a list of the outlets, those with most articles first; any number of them is chosen, or none."""
    counts = corpus.counted["source"].dropna().value_counts(sort=False).sort_index().sort_values(ascending=False)
    options = [(f"{ISOLATE.format(name)} ({count:,})", str(name)) for name, count in counts.items()]
    return widgets.SelectMultiple(options=options, description=label, rows=min(max(len(options), 2), 7), **WIDE)


def _actors(corpus: Corpus, actor: str, language: str) -> widgets.Dropdown:
    """Return a list of the actors, those mentioned most first, each with its name in both languages."""
    table, words = actors(corpus), wording(language)["explore"]
    known = table["actor"].tolist()
    if actor and actor not in known:
        near = get_close_matches(actor, known, n=3, cutoff=0.5) or known[:3]
        raise ValueError(f"actor={actor!r} is not mentioned in the corpus; give an id such as {', '.join(near)}")
    names = ("name", "name_en") if language == "ar" else ("name_en", "name")
    options = [
        (f"{ISOLATE.format(first)} ({mentions:,})" + ("" if second == first else f" {ISOLATE.format(second)}"), id)
        for id, mentions, first, second in table[["actor", "mentions", *names]].itertuples(index=False)
    ]
    options.insert(0, (words["any_actor"], ""))
    return widgets.Dropdown(options=options, value=actor, description=words["actor"], **WIDE)


def _themes(theme: str, dictionary: str, language: str) -> widgets.Dropdown:
    known, words = load_dictionary(dictionary), wording(language)["explore"]
    if theme:
        known.theme(theme)
    options = sorted((known.name(id, language), id) for id in known.themes)
    options.insert(0, (words["any_theme"], ""))
    return widgets.Dropdown(options=options, value=theme, description=words["theme"], **WIDE)


def _slider(corpus: Corpus, language: str, label: str) -> widgets.SelectionRangeSlider:
    """Return a slider over the months of publication, or the days of a short corpus; in Arabic it begins at the right.

    Its options are the first and the last day of each.
    """
    days = corpus.counted["published"].dropna()
    grain = "month" if days.dt.to_period("M").nunique() > SHORT else "day"
    periods = pd.period_range(days.min(), days.max(), freq=grain[0].upper()) if len(days) else []
    options: list[tuple[str, Any]] = [
        (ISOLATE.format(period_label(each.start_time, grain, language)), (each.start_time, each.end_time))
        for each in periods
    ] or [("—", None)]
    if language == "ar":
        options.reverse()
    slider = widgets.SelectionRangeSlider(
        options=options, index=(0, len(options) - 1), description=label, continuous_update=False, **WIDE
    )
    slider.disabled = len(options) < 2
    return slider
