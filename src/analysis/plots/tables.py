"""What each figure wants: the table or the graph that it draws, and the function that makes it."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

import networkx as nx
import pandas as pd
from matplotlib.axes import Axes

from analysis.base.notes import InputError
from analysis.plots.axes import name_column

NAMES = "name or name_en"  # the names of actors or themes, by the language of the figure

Figure = TypeVar("Figure", bound=Callable[..., Axes])


def table_of(maker: str, *columns: str) -> Callable[[Figure], Figure]:
    """Have a figure function say, of a wrong table, that it wants the one of `maker`, with these columns.

    >>> @table_of("timeline.trend", "period", "of", "mentions")
    ... def trend(table, ax=None, *, language="en"): ...
    >>> trend(pd.DataFrame({"period": [], "count": []}))
    Traceback (most recent call last):
    analysis.base.notes.InputError: plots.trend wants the table of timeline.trend: columns period, of, mentions; \
missing: of, mentions
    """
    return _looking(lambda table, figure, language: check(table, figure, maker, columns, language))


def graph_of(maker: str) -> Callable[[Figure], Figure]:
    """Have a figure function say, of what is no graph, that it wants the one of `maker`."""

    def look(graph: object, figure: str, language: str) -> None:
        if not isinstance(graph, nx.Graph):
            raise InputError(f"plots.{figure} wants the graph of {maker}, not {_kind(graph)}")

    return _looking(look)


def check(table: object, figure: str, maker: str, columns: tuple[str, ...], language: str = "en") -> None:
    """Raise InputError where a figure is given no table, or one that lacks columns which `maker` gives."""
    wants = f"plots.{figure} wants the table of {maker}"
    if not isinstance(table, pd.DataFrame):
        raise InputError(f"{wants}, not {_kind(table)}")
    needed = [name_column(language) if each == NAMES else each for each in columns]
    missing = [each for each in needed if each not in table]
    if missing:
        raise InputError(f"{wants}: columns {', '.join(needed)}; missing: {', '.join(missing)}")


def _looking(look: Callable[[object, str, str], None]) -> Callable[[Figure], Figure]:
    """Return what has a figure function look at what it is given before it draws."""

    def checked(figure: Figure) -> Figure:
        @wraps(figure)
        def draw(*given: Any, **named: Any) -> Axes:
            about = given[0] if given else named.get("table", named.get("graph"))
            look(about, figure.__name__, str(named.get("language", "en")))
            return figure(*given, **named)

        return cast(Figure, draw)

    return checked


def _kind(value: object) -> str:
    name = type(value).__name__
    return f"a{'n' * (name[0] in 'AEIOU')} {name}" if value is not None else "nothing"
