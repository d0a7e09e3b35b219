"""A selection to what the lab shows of it: each view is a table, its HTML, and the lines of code that make it."""

from collections.abc import Callable
from html import escape
from typing import NamedTuple

import pandas as pd
from matplotlib.axes import Axes

from analysis.explore.code import Name, field, line, written
from analysis.explore.selection import Selection
from analysis.plots.actors import ego as ego_figure
from analysis.plots.axes import short
from analysis.plots.timeline import trend as trend_figure
from analysis.query.trend import trend as trend_of_query
from analysis.show.html import html_table
from analysis.show.svg import svg_of
from analysis.timeline.counts import labels, trend
from analysis.topics.frequency import frequency
from analysis.voices.speakers import speakers as speakers_of
from analysis.wording.phrases import wording

IN_CONTEXT = ["left", "match", "right", "title", "source", "published"]
OF_STORY = ["headline", "first", "articles", "independent", "outlets", "first_outlet"]
OF_SPEAKER = ["speaker_name", "quotations", "words", "share", "articles", "outlets"]
INSIDE = '{}["article_id"].isin(selection.articles["article_id"])'
LANES = 6  # actors whose lanes are drawn where none is chosen
SELECTION, CORPUS = Name("selection"), Name("corpus")


class Look(NamedTuple):
    """How views are drawn: the period of figures, the most rows, the language of names and labels."""

    grain: str = "month"
    rows: int = 20
    language: str = "en"

    @property
    def words(self) -> dict:
        return wording(self.language)["explore"]

    @property
    def told(self) -> str:
        """The language as it stands in code: nothing for the one that is meant without a word."""
        return "" if self.language == "en" else self.language


class View(NamedTuple):
    """What is shown: a table, HTML of it or of its figure, and code; `held` is the variable that holds the table.

    Where `held` is empty, the last line of `code` is the table.
    """

    table: pd.DataFrame
    html: str
    code: list[str]
    held: str = ""


def concordance(selection: Selection, look: Look) -> View:
    """Show the places that the query finds; without one, those of the actor, the theme, or the commonest term."""
    whole, asked = selection.whole, selection.asked
    sought = _sought(selection)
    hits = whole.hits(sought, asked.together) if sought else None
    if hits is None:
        return _nothing(look)
    found = line("query.find", CORPUS, sought, unit=asked.together, dictionary=whole.dictionary)
    code = [*selection.code, f"hits = {found}"]
    inside = hits
    if selection.narrow:
        inside = hits[hits["article_id"].isin(selection.ids)]
        code.append(f"hits = hits[{INSIDE.format('hits')}]")
    step = max(-(-len(inside) // look.rows), 1)
    table = inside[::step].head(look.rows)[IN_CONTEXT]
    every = f"[::{step}]" if step > 1 else ""
    code.append(f"hits{every}.head({look.rows})[{written(IN_CONTEXT)}]")
    note = _counted(look, "found", len(table), len(inside), query=_isolated(sought))
    return View(table, note + html_table(table, look.language, direction="rtl"), code)


def lane(selection: Selection, look: Look) -> View:
    """Show how often the query is found through time; without one, the actor and the theme, or the leading actors.

    What is drawn does not narrow the articles that it is counted in.
    """
    asked = selection.asked
    hits = selection.whole.hits(asked.query, asked.together) if asked.query else None
    within, table, names, code = _of_actors(selection, look) if hits is None else _of_query(selection, look, hits)
    told = {"names": Name("names") if names else "", "grain": look.grain, "language": look.told}
    code = [*within.code, *code, line("plots.trend", Name("lane"), **told)]
    note = _counted(look, "mentions_found", int(table["mentions"].sum()))
    figure = trend_figure(table, names=names, grain=look.grain, language=look.language)
    return View(table, note + _figure(look, figure, "lane"), code, "lane")


def centre(selection: Selection) -> str:
    """Return the actor whose neighbours are shown: the one that is chosen, or the one that is mentioned most."""
    table = selection.actors
    return selection.asked.actor or (str(table["actor"].iloc[0]) if len(table) else "")


def neighbours(selection: Selection, look: Look) -> View:
    """Show who is named together with the actor; without one, with the actor that is mentioned most."""
    actor, graph = centre(selection), selection.graph
    if actor not in graph or not graph.degree(actor):
        return _nothing(look)
    code = [
        f"pairs = {line('networks.cooccurrence', SELECTION, selection.asked.unit)}",
        f"graph = {line('networks.graph', Name('pairs'), Name(line('networks.actors', SELECTION)))}",
        line("plots.ego", Name("graph"), actor, top=look.rows, language=look.told),
    ]
    name = selection.corpus.registry.label(actor, look.language)
    unit = look.words["units"][selection.asked.unit]
    note = _counted(look, "neighbours", graph.degree(actor), actor=_isolated(name), unit=unit)
    figure = ego_figure(graph, actor, top=look.rows, language=look.language)
    return View(selection.pairs, note + _figure(look, figure, "neighbours"), [*selection.code, *code], "pairs")


def stories(selection: Selection, look: Look) -> View:
    """Show the stories that the articles tell, each as the whole corpus has it."""
    whole = selection.whole
    told = whole.told[whole.told["article_id"].isin(selection.ids)]
    inside = whole.stories[whole.stories["story"].isin(told["story"])]
    if inside.empty:
        return _nothing(look)
    table = inside.head(look.rows)[OF_STORY]
    code = [f"stories = {line('stories.stories', CORPUS)}"]
    if selection.narrow:
        code += [
            f"told = {line('stories.members', CORPUS)}",
            f"told = told[{INSIDE.format('told')}]",
            'stories = stories[stories["story"].isin(told["story"])]',
        ]
    code.append(f"stories.head({look.rows})[{written(OF_STORY)}]")
    note = _counted(look, "stories", len(table), len(inside), articles=f"{len(told):,}")
    return View(table, note + html_table(table, look.language), [*selection.code, *code])


def speakers(selection: Selection, look: Look) -> View:
    """Show who speaks in the articles, those with most words first."""
    said = selection.whole.quotations
    said = said[said["article_id"].isin(selection.ids)]
    if said.empty:
        return _nothing(look)
    every = speakers_of(selection.corpus, said, language=look.language).rename(columns={"name": "speaker_name"})
    table = every.head(look.rows)[OF_SPEAKER]
    told = line("voices.speakers", SELECTION, Name("said"), language=look.language)
    code = [f"said = {line('voices.quotations', CORPUS)}"]
    if selection.narrow:
        code.append(f"said = said[{INSIDE.format('said')}]")
    code.append(f"speakers = {told}.rename(columns={written({'name': 'speaker_name'})})")
    code.append(f"speakers.head({look.rows})[{written(OF_SPEAKER)}]")
    note = _counted(look, "speakers", len(table), len(every), quotations=f"{len(said):,}")
    return View(table, note + html_table(table, look.language), [*selection.code, *code])


VIEWS: dict[str, Callable[[Selection, Look], View]] = {
    "concordance": concordance,
    "lane": lane,
    "neighbours": neighbours,
    "speakers": speakers,
    "stories": stories,
}


Lane = tuple[Selection, pd.DataFrame, dict[str, str], list[str]]  # what it is counted in, its table, names, code


def _of_query(selection: Selection, look: Look, hits: pd.DataFrame) -> Lane:
    asked, within = selection.asked, selection.without("query")
    table = trend_of_query(within.corpus, asked.query, look.grain, hits=hits)
    found = line("query.find", CORPUS, asked.query, unit=asked.together, dictionary=selection.whole.dictionary)
    lane = line("query.trend", SELECTION, asked.query, look.grain, hits=Name("hits"))
    name = short(asked.query)
    names = {} if name == asked.query else {asked.query: name}
    return (
        within,
        table,
        names,
        [f"hits = {found}", f"lane = {lane}", *([f"names = {written(names)}"] if names else [])],
    )


def _of_actors(selection: Selection, look: Look) -> Lane:
    chosen = [each for each in (selection.asked.actor, selection.asked.theme) if each]
    within, about = selection, {"dictionary": selection.whole.dictionary}
    lane = line("timeline.trend", SELECTION, grain=look.grain, top=LANES, **about)
    if chosen:
        within = selection.without("actor", "theme")
        lane = line("timeline.trend", SELECTION, chosen, look.grain, **about)
    table = trend(within.corpus, chosen or None, look.grain, top=LANES, **about)
    names = labels(within.corpus, table["of"], language=look.language, **about)
    told = line("timeline.labels", SELECTION, Name('lane["of"]'), language=look.told, **about)
    return within, table, names, [f"lane = {lane}", f"names = {told}"]


def _sought(selection: Selection) -> str:
    """Return the query whose places are shown; empty where there is no word at all."""
    asked = selection.asked
    if asked.query and selection.whole.hits(asked.query, asked.together) is not None:
        return asked.query
    for name, value in (("actor", asked.actor), ("theme", asked.theme)):
        if value:
            return field(name, value)
    table = frequency(selection.corpus, top=1)
    return str(table["term"].iloc[0]) if len(table) else ""


def _nothing(look: Look) -> View:
    return View(pd.DataFrame(), f"<p>{escape(wording(look.language)['phrases']['nothing'])}</p>", [])


def _counted(look: Look, key: str, shown: int, total: int | None = None, **more: str) -> str:
    """Return a line that tells how many rows there are, and how many are shown where that is not all."""
    count = shown if total is None else total
    text = look.words[key].format(count=f"{count:,}", **more)
    if shown < count:
        text += " " + look.words["shown"].format(shown=f"{shown:,}")
    return f'<p class="note">{escape(text)}</p>'


def _isolated(text: str) -> str:
    return f"\u2068{text}\u2069"


def _figure(look: Look, ax: Axes, name: str) -> str:
    return f'<div class="picture">{svg_of(ax, f"explore-{name}", look.words["figures"][name])}</div>'
