"""One figure function for each kind of table. Each draws on `ax`, or on a new figure, and returns the Axes.

Arabic is joined and ordered by matplotlib (3.11) itself, in its own DejaVu Sans. With `language="ar"` the axes run
from right to left.
"""

import pandas as pd
from matplotlib.axes import Axes

from analysis._plots_base import INK, bars
from analysis._plots_graph import network
from analysis._plots_networks import actors, centrality, changes, cooccurrence, ego, relations
from analysis._plots_timeline import calendar, events, lags, memory, trend, volume
from analysis._plots_topics import collocations, frequency_intervals, keyness, model_sizes, models, term_trend, themes

__all__ = [
    "actors",
    "calendar",
    "centrality",
    "changes",
    "collocations",
    "cooccurrence",
    "ego",
    "events",
    "frequency",
    "frequency_intervals",
    "keyness",
    "lags",
    "memory",
    "model_sizes",
    "models",
    "network",
    "relations",
    "term_trend",
    "themes",
    "trend",
    "volume",
]


def frequency(table: pd.DataFrame, ax: Axes | None = None, *, top: int = 25, language: str = "en") -> Axes:
    """Draw the first `top` rows of a frequency table as bars: term against count."""
    rows = table.head(top)
    return bars(rows["term"].tolist(), rows["count"].tolist(), INK, "count", ax, language)
