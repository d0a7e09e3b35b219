"""What a corpus is, in a sentence or two: how much, whose, when; copies, gaps, undated articles where there are any."""

from itertools import groupby
from typing import NamedTuple

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.reports.spoken import say
from analysis.wording.phrases import interval_label

GAPS = 3  # stretches of days not collected that are told by their days


class Lead(NamedTuple):
    """The headline of a front page, and the sentences below it."""

    title: str
    more: list[str]


def lead(corpus: Corpus, language: str) -> Lead:
    """Return the lead of a front page.

    >>> import analysis
    >>> lead(analysis.read(), "en").title
    '88 articles from 6 outlets, 16 Aug 2021 – 19 Jun 2025'
    """
    counted = corpus.counted_columns(["published", "source", "words"])
    days = counted["published"].dropna()
    title = say(language, "articles", n=len(counted))
    outlets = counted["source"].nunique()
    if outlets:
        title = say(language, "lead.from", articles=title, outlets=say(language, "outlets", n=outlets))
    if len(days):
        title = say(language, "lead.when", what=title, span=interval_label(days.min(), days.max(), "day", language))
    more = []
    if words := int(counted["words"].sum()):
        more.append(say(language, "lead.words", n=words))
    if copies := len(corpus) - len(counted):
        more.append(say(language, "lead.copies", n=copies))
    if gaps := _gaps(corpus):
        told = [interval_label(first, last, "day", language) for first, last in gaps]
        shown = say(language, "comma").join(told) if len(told) <= GAPS else say(language, "days", n=_days(gaps))
        more.append(say(language, "lead.gaps", days=shown))
    if undated := int(counted["published"].isna().sum()):
        more.append(say(language, "lead.undated", n=undated))
    return Lead(title, more)


def _gaps(corpus: Corpus) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Return the first and last day of each stretch without an article, where the days of a corpus are full."""
    known = corpus.columns("articles", ["published"])["published"].dropna().dt.normalize()
    if known.empty or corpus.grain != "day":
        return []
    span = pd.date_range(known.min(), known.max())
    runs = groupby(span, key=lambda day: day in frozenset(known))
    found = [list(days) for there, days in runs if not there]
    return [(days[0], days[-1]) for days in found]


def _days(gaps: list[tuple[pd.Timestamp, pd.Timestamp]]) -> int:
    return sum((last - first).days + 1 for first, last in gaps)
