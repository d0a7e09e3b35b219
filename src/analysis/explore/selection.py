"""What the controls ask for, to the part of a corpus that has it, and the lines of code that make it."""

from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import networkx as nx
import pandas as pd

from analysis.base.frames import frame
from analysis.corpus.corpus import Corpus
from analysis.explore.code import Name, field, line
from analysis.networks.actors import actors, graph
from analysis.networks.cooccurrence import cooccurrence
from analysis.query.find import UNITS, find
from analysis.query.parse import QueryError
from analysis.query.select import select
from analysis.stories.members import members
from analysis.stories.stories import stories
from analysis.voices.quotations import quotations

KEPT = 16  # answers of a kind that are kept, those asked for last


class Asked(NamedTuple):
    """What the controls ask for; what is empty leaves nothing out. `start` and `end` are days."""

    query: str = ""
    unit: str = "sentence"
    outlets: tuple[str, ...] = ()
    actor: str = ""
    theme: str = ""
    start: str = ""
    end: str = ""

    @property
    def together(self) -> str:
        """The unit in which a query joins its parts; a window is none of a query's."""
        return self.unit if self.unit in UNITS else "article"


class Whole:
    """A corpus with what was asked of it as a whole. Each answer is made once: to narrow it is to mask it."""

    def __init__(self, corpus: Corpus, dictionary: str = "") -> None:
        self.corpus, self.dictionary = corpus, dictionary
        self.hits = lru_cache(KEPT)(self._hits)
        self.holding = lru_cache(KEPT)(self._holding)
        self.selection = lru_cache(KEPT)(self._selection)

    def _hits(self, query: str, unit: str) -> pd.DataFrame | None:
        """Return the places that a query finds; nothing for one that shows no word."""
        try:
            return find(self.corpus, query, unit=unit, dictionary=self.dictionary or None)
        except QueryError:
            self.holding(query, unit)  # raises where more is wrong
            return None

    def _holding(self, query: str, unit: str) -> frozenset[str]:
        """Return the ids of the articles in which a query holds. Raises QueryError."""
        found = select(self.corpus, query, unit=unit, dictionary=self.dictionary or None)
        return frozenset(found.articles["article_id"])

    def _selection(self, asked: Asked) -> "Selection":
        return Selection(self, asked)

    @cached_property
    def light(self) -> Corpus:
        """The corpus without its words, which no filter by day, outlet or actor looks at."""
        return self.corpus.replace(**{name: frame(name) for name in ("sentences", "tokens", "dates")})

    @cached_property
    def told(self) -> pd.DataFrame:
        return members(self.corpus)

    @cached_property
    def stories(self) -> pd.DataFrame:
        return stories(self.corpus, told=self.told)

    @cached_property
    def quotations(self) -> pd.DataFrame:
        return quotations(self.corpus)


class Selection:
    """The part of a corpus that is asked for: its `corpus`, and the `code` that makes it.

    Raises QueryError for a query that cannot be read, when it is made.
    """

    def __init__(self, whole: Whole, asked: Asked) -> None:
        self.whole, self.asked = whole, asked
        self.ids = self._ids()

    def without(self, *names: str) -> "Selection":
        """Return the selection that some of what is asked for does not narrow."""
        empty: dict[str, Any] = dict.fromkeys(names, "")
        return self.whole.selection(self.asked._replace(**empty))

    def _ids(self) -> frozenset[str]:
        """Return the ids of its articles."""
        asked, whole = self.asked, self.whole
        days = (asked.start or None, asked.end or None)
        inside = whole.light.filter(*days, outlet=asked.outlets or None, actor=asked.actor or None)
        ids = frozenset(inside.articles["article_id"])
        if asked.theme:
            hits = whole.hits(field("theme", asked.theme), asked.together)  # a theme holds where it stands
            ids &= frozenset() if hits is None else frozenset(hits["article_id"])
        if asked.query:
            ids &= whole.holding(asked.query, asked.together)
        return ids

    @property
    def code(self) -> list[str]:
        asked, source = self.asked, Name("corpus")
        days = [asked.start, asked.end] if asked.start or asked.end else []
        plain = line("filter", *days, outlet=asked.outlets, actor=asked.actor).removeprefix("analysis.")
        lines = ["selection = corpus" if plain == "filter()" else f"selection = corpus.{plain}"]
        about = {"dictionary": self.whole.dictionary}
        searches = [line("query.select", source, field("theme", asked.theme), **about)] if asked.theme else []
        if asked.query:
            searches.append(line("query.select", source, asked.query, unit=asked.together, **about))
        return [*lines, *(f'selection = selection.of({each}.articles["article_id"])' for each in searches)]

    @property
    def narrow(self) -> bool:
        """Whether anything is left out."""
        return len(self.ids) < len(self.whole.corpus)

    @cached_property
    def corpus(self) -> Corpus:
        return self.whole.corpus.of(self.ids) if self.narrow else self.whole.corpus

    @cached_property
    def actors(self) -> pd.DataFrame:
        return actors(self.corpus)

    @cached_property
    def pairs(self) -> pd.DataFrame:
        return cooccurrence(self.corpus, self.asked.unit)

    @cached_property
    def graph(self) -> nx.Graph:
        return graph(self.pairs, self.actors)
