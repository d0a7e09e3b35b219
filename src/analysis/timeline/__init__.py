"""What happened when: volume of coverage, trends, dated events, the memory of the coverage, bursts.

Every function takes a Corpus (or a table made from one) and returns a table; an empty selection gives an empty table
with the same columns. Two times run through them: the day of publication (telling) and the dates in the text (told).
"""

from analysis.timeline.automaton import kleinberg
from analysis.timeline.bursts import burst_articles, bursts, in_bursts
from analysis.timeline.counts import labels, published_in, trend, volume
from analysis.timeline.events import events, grouped_events
from analysis.timeline.export import to_ics, to_timelinejs, write_events
from analysis.timeline.lags import lags, memory

__all__ = [
    "burst_articles",
    "bursts",
    "events",
    "grouped_events",
    "in_bursts",
    "kleinberg",
    "labels",
    "lags",
    "memory",
    "published_in",
    "to_ics",
    "to_timelinejs",
    "trend",
    "volume",
    "write_events",
]
