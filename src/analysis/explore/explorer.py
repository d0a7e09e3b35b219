"""A corpus under one's hands: a search, outlets, an actor, a theme, days, and all that they move at once.

`Explorer` has its controls on one side and five linked views on the other; each view stands above the lines of code
that do the same. What is asked of the whole corpus is answered once, and a control narrows it by a mask; typing waits
for a pause, and no view shows more than `rows` rows. It is made of the widgets that every notebook has.
"""

import asyncio
from html import escape
from typing import Any

import ipywidgets as widgets

from analysis.candidates.find import find_candidates
from analysis.corpus.corpus import Corpus
from analysis.explore.code import Name, field, line
from analysis.explore.controls import ISOLATE, Controls
from analysis.explore.panel import Panel, html_code
from analysis.explore.review import Review
from analysis.explore.selection import Selection, Whole
from analysis.explore.views import VIEWS, Look, centre
from analysis.query.parse import QueryError
from analysis.show.html import marked
from analysis.show.notebook import wrapped
from analysis.wording.phrases import wording

LEADS_ON: dict[str, Any] = {"layout": {"width": "auto"}, "style": {"description_width": "initial"}}
PAUSE = 0.35  # seconds without a key or a move before something is drawn


class Explorer(widgets.Box):
    """One linked view of a corpus, to show in a cell: controls, and what they show.

    `controls` are query (the language of `query.find`), unit (where the parts of a query, and two actors, must meet),
    outlets, actor, theme and days; together they make the `selection`, a Corpus. `panels` are what it shows:
    concordance, lane, neighbours, stories and speakers, each with its `table` and its `code`. A query that cannot be
    read changes nothing; what is wrong, and at which character, stands below it.

    `query`, `actor` (an id) and `theme` (an id of `dictionary`) are what it begins with; empty, all is shown. `grain`
    is the period of the figures (empty, one that fits), `rows` the most rows and actors that a view shows, `registry`
    the file that `Review` writes names into, `language` that of labels and names. Raises ValueError for an actor that
    the corpus does not mention, and an unknown theme or unit.

    >>> import analysis
    >>> explorer = Explorer(analysis.read(), query="زلزال", actor="afghanistan")
    >>> explorer.controls.actor.value = ""
    >>> len(explorer.selection) == len(analysis.query.select(analysis.read(), "زلزال", unit="sentence"))
    True
    """

    def __init__(
        self,
        corpus: Corpus,
        *,
        query: str = "",
        actor: str = "",
        theme: str = "",
        grain: str = "",
        unit: str = "sentence",
        rows: int = 20,
        dictionary: str = "",
        registry: str = "",
        language: str = "en",
    ) -> None:
        self.words, self.language, self.registry = wording(language)["explore"], language, registry
        self.whole, self.look = Whole(corpus, dictionary), Look(grain or corpus.grain, rows, language)
        self.controls = Controls(
            corpus, query=query, actor=actor, theme=theme, unit=unit, dictionary=dictionary, language=language
        )
        self.wrong, self.size = widgets.HTML(), widgets.HTML()
        self.clear = widgets.Button(description=self.words["clear"])
        self.beside = widgets.Dropdown(**LEADS_ON)
        self.story = widgets.Dropdown(description=self.words["read_story"], **LEADS_ON)
        follow = {"neighbours": self.beside, "stories": self.story}
        self.panels = {name: Panel(name, language, follow.get(name)) for name in VIEWS}
        self.names = Names(self)
        self._waiting: asyncio.TimerHandle | None = None
        self._still = False
        self._shown = self.whole.selection(self.controls.asked._replace(query=""))
        self.redraw()
        self._observe()
        query_box, *others = self.controls.every
        left = widgets.VBox([query_box, self.wrong, *others, widgets.HBox([self.clear]), self.size])
        right = widgets.Box([*self.panels.values(), self.names])
        super().__init__([left, right])
        for widget, name in ((self, "explore"), (left, "controls"), (right, "views"), (query_box, "query")):
            widget.add_class(f"analysis-{name}")
        if language == "ar":
            self.add_class("analysis-rtl")

    @property
    def selection(self) -> Corpus:
        """The part of the corpus that is shown."""
        return self._shown.corpus

    @property
    def code(self) -> list[str]:
        """The lines of code that make the selection."""
        return self._shown.code

    def redraw(self) -> None:
        """Draw all that the controls ask for; a query that cannot be read leaves what is there."""
        asked = self.controls.asked
        try:
            self._shown = self.whole.selection(asked)
        except QueryError as error:
            self.wrong.value = wrapped(_wrong(asked.query, error, self.language), self.language)
            return
        self.wrong.value = wrapped(f'<p class="note">{self.words["examples"]}</p>', self.language)
        self.size.value = wrapped(_size(self._shown, self.words), self.language)
        for name, panel in self.panels.items():
            panel.show(VIEWS[name](self._shown, self.look))
        self._lead_on()

    def _observe(self) -> None:
        for control in self.controls.every:
            control.observe(self._later, "value")
        self.clear.on_click(self._clear)
        self.beside.observe(self._read_pair, "value")
        self.story.observe(self._read_story, "value")

    def _later(self, _: Any = None) -> None:
        """Draw once nothing has changed for a while; at once where nothing runs that could wait."""
        if self._still:
            return
        if self._waiting:
            self._waiting.cancel()
        try:
            self._waiting = asyncio.get_running_loop().call_later(PAUSE, self.redraw)
        except RuntimeError:
            self.redraw()

    def _clear(self, _: Any = None) -> None:
        self._still = True
        self.controls.clear()
        self._still = False
        self._later()

    def _lead_on(self) -> None:
        """Offer the neighbours and the stories that are shown, to read the places of one."""
        graph, actor = self._shown.graph, centre(self._shown)
        around = dict(graph.adj.get(actor, {}))
        nodes = sorted(around, key=lambda node: (-around[node]["count"], node))[: self.look.rows]
        name = "name" if self.language == "ar" else "name_en"
        pairs = [
            (f"{ISOLATE.format(graph.nodes[node].get(name, node))} ({around[node]['count']:,})", node) for node in nodes
        ]
        told = self.whole.stories.loc[self.panels["stories"].table.index]
        headlines = [(ISOLATE.format(row.headline), row.story) for row in told.itertuples()]
        shown = self._shown.corpus.registry.label(actor, self.language) if actor else "—"
        self.beside.description = self.words["read_pair"].format(actor=shown)
        for widget, options in ((self.beside, pairs), (self.story, headlines)):
            widget.options = [(self.words["choose"], ""), *options]
            widget.index = 0

    def _read_pair(self, change: Any) -> None:
        """Search for the places that name the actor and the neighbour that was chosen."""
        if change.new:
            both = (field("actor", each) for each in (centre(self._shown), change.new))
            self.controls.query.value = " AND ".join(both)

    def _read_story(self, change: Any) -> None:
        """Search for the articles of the story that was chosen."""
        if change.new:
            self.controls.query.value = field("story", change.new)


class Names(widgets.VBox):
    """The names of the articles shown that the registry lacks, looked for when one asks: it takes a while."""

    def __init__(self, explorer: Explorer) -> None:
        self.explorer, words = explorer, explorer.words
        self.look_for = widgets.Button(description=words["look_for_names"], layout={"width": "auto"})
        self.look_for.on_click(self._look)
        self.review: Review | None = None
        title = f'<h3>{escape(words["views"]["names"])}</h3><p class="note">{escape(words["names"])}</p>'
        self.head = widgets.HTML(wrapped(title, explorer.language))
        self.same = widgets.HTML()
        super().__init__([self.head, self.look_for, self.same])
        self.add_class("analysis-panel")
        self.add_class("analysis-names")

    def _look(self, _: Any = None) -> None:
        explorer, rows = self.explorer, self.explorer.look.rows
        self.look_for.disabled = True
        table = find_candidates(explorer.selection, top=rows)
        self.look_for.disabled = False
        self.review = Review(table, registry=explorer.registry, language=explorer.language)
        call = line("candidates.find_candidates", Name("selection"), top=rows)
        code = "\n".join([*explorer.code, call])
        self.same.value = wrapped(html_code(code, explorer.language), explorer.language)
        self.children = [self.head, self.look_for, self.review, self.same]


def _wrong(query: str, error: QueryError, language: str) -> str:
    """Return what is wrong with a query, and the query with the character at fault marked."""
    at = min(error.at, len(query))
    told = marked(f"{query} ", [(at, at + 1)])
    where = escape(wording(language)["explore"]["wrong"].format(number=at + 1))
    what = f"<bdi>{escape(error.told(language))}</bdi>"
    return f'<p class="asked" dir="auto">{told}</p><p class="wrong">{where} {what}</p>'


def _size(selection: Selection, words: dict[str, Any]) -> str:
    """Return how much is selected."""
    counted, every = selection.corpus.counted, selection.whole.corpus.counted
    text = words["span"].format(
        articles=f"{len(counted):,}", every=f"{len(every):,}", words=f"{int(counted['words'].sum()):,}"
    )
    return f'<p class="size">{escape(text)}</p>'
