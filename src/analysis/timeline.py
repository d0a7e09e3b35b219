"""What happened when: volume of coverage, trends, dated events, the memory of the coverage, bursts.

Every function takes a Corpus (or a table made from one) and returns a table; an empty selection gives an empty table
with the same columns. Two times run through them: the day of publication (telling) and the dates in the text (told).
"""

from analysis._timeline_bursts import burst_articles, bursts, kleinberg
from analysis._timeline_counts import names, trend
from analysis._timeline_events import events, grouped_events
from analysis._timeline_export import to_ics, to_timelinejs, write_events
from analysis._timeline_lags import LAGS, lags, memory
from analysis._timeline_volume import published_in, volume
from analysis.base.periods import GRAINS, all_periods, period_of
from analysis.wording.phrases import interval_label

__all__ = [
    "GRAINS",
    "LAGS",
    "all_periods",
    "burst_articles",
    "bursts",
    "events",
    "grouped_events",
    "interval_label",
    "kleinberg",
    "lags",
    "memory",
    "names",
    "period_of",
    "published_in",
    "to_ics",
    "to_timelinejs",
    "trend",
    "volume",
    "write_events",
]
