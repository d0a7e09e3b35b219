"""One figure function for each kind of table. Each draws on `ax`, or on a new figure, and returns the Axes.

Arabic is joined and ordered by matplotlib (3.11) itself, in its own DejaVu Sans. With `language="ar"` the axes run
from right to left.
"""

from analysis.plots.actors import actors, centrality, changes, cooccurrence, ego, relations
from analysis.plots.events import events
from analysis.plots.network import network
from analysis.plots.reuse import exchanges, shares
from analysis.plots.stories import stories
from analysis.plots.timeline import calendar, lags, memory, trend, volume
from analysis.plots.topics import (
    collocations,
    frequency,
    frequency_intervals,
    keyness,
    model_sizes,
    models,
    term_trend,
    themes,
)
from analysis.plots.voices import speakers, stances, unnamed

# fmt: off
__all__ = [
    "actors", "calendar", "centrality", "changes", "collocations", "cooccurrence", "ego", "events", "exchanges",
    "frequency", "frequency_intervals", "keyness", "lags", "memory", "model_sizes", "models", "network",
    "relations", "shares", "speakers", "stances", "stories", "term_trend", "themes", "trend", "unnamed", "volume",
]
# fmt: on
