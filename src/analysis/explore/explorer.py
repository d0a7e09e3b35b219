"""A corpus under one's hands in JupyterLab: a span of months, a word, an actor, and what they show at once.

`Explorer` has five panels; each shows, beneath what it draws, the lines of code that do the same, with the values of
its controls. Only what a control changes is drawn again, typing waits for a pause, and no panel shows more than `rows`
rows, so that it answers at once for many thousand articles too.
"""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import cached_property
from html import escape
from typing import Any

import ipywidgets as widgets
import networkx as nx
import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis import evidence
from analysis.base.frames import SENTENCE
from analysis.corpus.corpus import Corpus
from analysis.explore.panel import LOOK, Panel, quoted
from analysis.networks.actors import actors, graph
from analysis.networks.cooccurrence import cooccurrence
from analysis.plots.actors import ego as ego_figure
from analysis.plots.timeline import trend as trend_figure
from analysis.plots.timeline import volume as volume_figure
from analysis.show.html import html_evidence, html_table
from analysis.show.svg import svg_of
from analysis.text.segments import token_spans
from analysis.timeline.counts import labels
from analysis.timeline.counts import trend as trend_of
from analysis.timeline.counts import volume as volume_of
from analysis.topics.concordance import evenly_drawn, in_context
from analysis.topics.frequency import frequency
from analysis.topics.token_index import TokenIndex
from analysis.wording.phrases import period_label, wording

SHORT = 3  # months of a corpus that is narrowed by days
WIDTH = 60  # characters of context
ISOLATE = "\u2068{}\u2069"  # a name within a line of the other direction
SEARCH = ["left", "match", "right", "title", "published"]


class Explorer:
    """The panels of a corpus: `span`, `search`, `lane`, `neighbours`, `sentences`; show any of them in a cell.

    They share their controls: `months` (a slider over everything; over days where the months are few), `query` (a word
    or phrase), `actor`, and `other` (an actor named with it). `query` and `actor` are what they begin with; empty, the
    commonest term and the most mentioned actor. `language` is that of labels and names, `grain` the period of the
    figures, `unit` where two actors must both be named, `rows` the most rows and actors that a panel shows. Raises
    ValueError for an actor that the corpus does not mention.

    >>> import analysis
    >>> explorer = Explorer(analysis.read(), query="باكستان", actor="pakistan")
    >>> "<mark>" in explorer.sentences.shown.value
    True
    """

    def __init__(
        self,
        corpus: Corpus,
        *,
        query: str = "",
        actor: str = "",
        grain: str = "month",
        unit: str = "sentence",
        rows: int = 20,
        language: str = "en",
    ) -> None:
        self.corpus, self.language, self.grain, self.rows = corpus, language, grain, rows
        self.words = wording(language)["explore"]
        self.selection = Selection(corpus, "selection = corpus", unit)
        self.months = _slider(corpus, language, self.words["published"])
        self.query = widgets.Text(
            query or _commonest(corpus), description=self.words["search"], placeholder=self.words["hint"], **LOOK
        )
        self.actor = widgets.Dropdown(description=self.words["actor"], **LOOK)
        self.other = widgets.Dropdown(description=self.words["other"], **LOOK)
        self._fill_actors(actor)
        self._fill_others()
        # Before the panels look at them, so that these draw what holds by then.
        self.months.observe(self._narrow, "value")
        self.actor.observe(self._fill_others, "value")

    @cached_property
    def span(self) -> "Panel":
        """The slider over everything, and the volume of coverage within it."""
        return self._panel([self.months], self._draw_span, "span")

    @cached_property
    def search(self) -> "Panel":
        """A search box with a live concordance."""
        return self._panel([self.query, self.months], self._draw_search, "search")

    @cached_property
    def lane(self) -> "Panel":
        """An actor picker with the actor's lane through time."""
        return self._panel([self.actor, self.months], self._draw_lane, "lane")

    @cached_property
    def neighbours(self) -> "Panel":
        """The actors that are named together with the actor."""
        return self._panel([self.actor, self.months], self._draw_neighbours, "neighbours")

    @cached_property
    def sentences(self) -> "Panel":
        """The sentences that name the actor, or the actor and another."""
        return self._panel([self.actor, self.other, self.months], self._draw_sentences, "sentences")

    def concordance(self, query: str) -> pd.DataFrame:
        """Return `topics.concordances(selection, [query], limit=rows)[0]`; the corpus is numbered once."""
        first, last = self._numbered.occurrences(query, "any")
        tokens, articles = self.corpus.tokens, self.selection.corpus.articles
        within = tokens["article_id"].iloc[first].isin(articles["article_id"]).to_numpy()
        drawn = evenly_drawn(pd.DataFrame({"first": first[within], "last": last[within]}), self.rows)
        table = tokens.iloc[drawn["first"]][[*SENTENCE, "start"]].assign(end=tokens["end"].to_numpy()[drawn["last"]])
        table = in_context(articles.set_index("article_id"), table.reset_index(drop=True), WIDTH)
        table.attrs["total"] = int(np.count_nonzero(within))
        return table

    @cached_property
    def _numbered(self) -> TokenIndex:
        return TokenIndex(self.corpus)

    def _panel(self, controls: Sequence[widgets.Widget], draw: Callable[[], tuple[str, str]], name: str) -> "Panel":
        return Panel(controls, draw, name, self.language)

    def _narrow(self, _: Any) -> None:
        """Keep the part of the corpus that the slider spans; at its full length that is everything, dated or not."""
        corpus, made = self.corpus, "selection = corpus"
        if set(self.months.index) != {0, len(self.months.options) - 1}:
            first, last = sorted(self.months.value)
            start, end = f"{first[0]:%Y-%m-%d}", f"{last[1]:%Y-%m-%d}"
            corpus, made = corpus.filter(start, end), f'selection = corpus.filter("{start}", "{end}")'
        self.selection = Selection(corpus, made, self.selection.unit)
        self._fill_others()

    def _fill_actors(self, actor: str) -> None:
        table = actors(self.corpus)
        known = table["actor"].tolist()
        if actor and actor not in known:
            near = get_close_matches(actor, known, n=3, cutoff=0.5) or known[:3]
            raise ValueError(f"actor={actor!r} is not mentioned in the corpus; give an id such as {', '.join(near)}")
        names = ("name", "name_en") if self.language == "ar" else ("name_en", "name")
        self.actor.options = [
            (f"{ISOLATE.format(first)} ({mentions:,})" + ("" if second == first else f" {ISOLATE.format(second)}"), id)
            for id, mentions, first, second in table[["actor", "mentions", *names]].itertuples(index=False)
        ] or [("—", "")]
        self.actor.value = actor or self.actor.options[0][1]

    def _fill_others(self, _: Any = None) -> None:
        """Offer those whom the actor is named with, the most often first; who is chosen stays if it is there."""
        actor, graph, chosen = self.actor.value, self.selection.graph, self.other.value
        around = dict(graph.adj.get(actor, {}))
        nodes = sorted(around, key=lambda node: (-around[node]["count"], node))
        name = "name" if self.language == "ar" else "name_en"
        labels = [f"{ISOLATE.format(graph.nodes[node].get(name, node))} ({around[node]['count']:,})" for node in nodes]
        options = [(self.words["anyone"], ""), *zip(labels, nodes, strict=True)]
        if list(self.other.options) != options:
            self.other.options = options  # this chooses the first
            self.other.value = chosen if chosen in nodes else ""

    def _draw_span(self) -> tuple[str, str]:
        counted = self.selection.corpus.counted
        text = self.words["span"].format(articles=f"{len(counted):,}", words=f"{int(counted['words'].sum()):,}")
        volume = volume_of(self.selection.corpus, self.grain)
        figure = self._figure(volume_figure(volume, grain=self.grain, language=self.language), "span")
        return f"<p>{escape(text)}</p>{figure}", self._code(
            f"plots.volume(timeline.volume(selection, {quoted(self.grain)}), "
            f"grain={quoted(self.grain)}{self._language})"
        )

    def _draw_search(self) -> tuple[str, str]:
        query = " ".join(self.query.value.split())
        if not token_spans(query):
            return f"<p>{escape(self.words['hint'])}</p>", ""
        table = self.concordance(query)
        note = self._count("found", len(table), table.attrs["total"])
        html = html_table(table[SEARCH], self.language, direction="rtl") if len(table) else ""
        return note + html, self._code(f"topics.concordances(selection, [{quoted(query)}], limit={self.rows})[0]")

    def _draw_lane(self) -> tuple[str, str]:
        actor = self.actor.value
        if not actor:
            return self._nothing()
        trend = trend_of(self.selection.corpus, [actor], self.grain)
        names = labels(self.selection.corpus, [actor], language=self.language)
        note = self._count("mentions_found", int(trend["mentions"].sum()))
        figure = self._figure(trend_figure(trend, names=names, grain=self.grain, language=self.language), "lane")
        return note + figure, self._code(
            f"lane = timeline.trend(selection, [{quoted(actor)}], {quoted(self.grain)})",
            f"names = timeline.labels(selection, [{quoted(actor)}], language={quoted(self.language)})",
            f"plots.trend(lane, names=names, grain={quoted(self.grain)}{self._language})",
        )

    def _draw_neighbours(self) -> tuple[str, str]:
        actor, graph = self.actor.value, self.selection.graph
        if actor not in graph:
            return self._nothing()
        figure = self._figure(ego_figure(graph, actor, top=self.rows, language=self.language), "neighbours")
        return self._count("neighbours", graph.degree(actor)) + figure, self._code(
            f"pairs = networks.cooccurrence(selection, unit={quoted(self.selection.unit)})",
            "graph = networks.graph(pairs, networks.actors(selection))",
            f"plots.ego(graph, {quoted(actor)}, top={self.rows}{self._language})",
        )

    def _draw_sentences(self) -> tuple[str, str]:
        actor, other, unit = self.actor.value, self.other.value, self.selection.unit
        if not actor:
            return self._nothing()
        if not other:
            rows, asked = evidence.of_actors(self.selection.corpus, [actor])[0], quoted(actor)
        else:
            pair = pd.DataFrame({"source": [actor], "target": [other]})
            rows = evidence.of_pairs(self.selection.corpus, pair, unit=unit)[0]
            asked = f"{quoted(actor)}, {quoted(other)}, unit={quoted(unit)}"
        shown = rows.head(self.rows)
        note = self._count("sentences", len(shown), int(rows.attrs["total"]))
        return note + html_evidence(shown, self.language), self._code(
            f"evidence.of_pair(selection, {asked}).head({self.rows})"
        )

    @property
    def _language(self) -> str:
        """What the code says of the language where it is not the one that is meant without a word."""
        return "" if self.language == "en" else f", language={quoted(self.language)}"

    def _code(self, *lines: str) -> str:
        return "\n".join([self.selection.made, *lines])

    def _count(self, key: str, shown: int, total: int | None = None) -> str:
        """Return a line that tells how many rows there are, and how many are shown where that is not all."""
        count = shown if total is None else total
        text = self.words[key].format(count=f"{count:,}")
        if shown < count:
            text += " " + self.words["shown"].format(shown=f"{shown:,}")
        return f'<p class="note">{escape(text)}</p>'

    def _nothing(self) -> tuple[str, str]:
        return f"<p>{escape(wording(self.language)['phrases']['nothing'])}</p>", ""

    def _figure(self, ax: Axes, name: str) -> str:
        return f'<div class="picture">{svg_of(ax, f"explore-{name}", self.words["figures"][name])}</div>'


class Selection:
    """The part of a corpus that the slider spans, the line of code that makes it, and its network."""

    def __init__(self, corpus: Corpus, made: str, unit: str) -> None:
        self.corpus, self.made, self.unit = corpus, made, unit

    @cached_property
    def graph(self) -> nx.Graph:
        return graph(cooccurrence(self.corpus, unit=self.unit), actors(self.corpus))


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
    look = LOOK | {"layout": {"width": "46rem", "max_width": "100%"}}
    slider = widgets.SelectionRangeSlider(
        options=options, index=(0, len(options) - 1), description=label, continuous_update=False, **look
    )
    slider.disabled = len(options) < 2
    return slider


def _commonest(corpus: Corpus) -> str:
    table = frequency(corpus, top=1)
    return str(table["term"].iloc[0]) if len(table) else ""
