"""Lines of a page that give a date: when a story was published, or what day its report is of."""

import re
from datetime import date
from typing import NamedTuple

from analysis.dates.neighbours import parse
from analysis.dates.rules import Expression
from analysis.dates.values import Memory, resolve
from analysis.dates.words import chains, offsets
from analysis.text import tables
from analysis.text.folding import normalize

_LONGEST = 120  # letters
_SHORT = re.compile(r"(?<!\d)(\d{1,2}-[A-Za-z]{3}-)(\d{2})(?!\d)")  # 03-Mar-24
_YEAR = re.compile(r"\d{4}|\d-[A-Za-z]{3}-\d{2}|\d{1,2}/\d{1,2}/\d{2}")
_CLOCK = r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:Z\b|[+-]\d{2}:?\d{2})?(?!\w)"
_TIME = re.compile(rf"(?<=\d)T(?=\d\d:)|{_CLOCK}")
_MARKS = " \t|-–—_/\\،,.:؛;()[]•·*«»\"'\u200f+"
# What a page's markup sets apart and its text does not: 2017/03/0210:22, دولية2017/03/02, GMT17 مارس, 2017آخر تحديث
_GLUED = re.compile(
    r"(?<=\d)(?=(?:[01]\d|2[0-3]):[0-5]\d(?!\d))|(?<=[\u0621-\u064a])(?=\d)|(?<=MT|TC)(?=\d)|(?<=\d)(?=[\u0621-\u064a]{2})"
)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b(?:\s+of\b)?", re.I)  # March 3rd, 3rd of March
_ISSUE = re.compile(r"(?<!\w)العدد\s*:?\s*(?:رقم\s*)?\d[\d,]*")


def _whole(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){tables.any_of(map(normalize, words))}(?!\w)")


_WORDS = _whole(tables.lines("dates/data/line_words.txt"))
_UPDATE = _whole(["تحديث", "حدث", "التحديث", "حدثت", "محدثة", "محدث", "تعديل", "updated", "modified", "Updated"])


class Told(NamedTuple):
    """The day that a line tells, what else it says, whether it tells a time of day, and only an update's day."""

    day: date
    rest: str
    clock: bool
    updated: bool


def date_line(line: str) -> date | None:
    """Return the day that a line of a page gives, when the line says nothing else than when it was published.

    Of two days the one of publication is given, not the one of an update. None for running text, for a line without
    a full date, and for a date that does not exist.

    >>> date_line("الجمعة 15/ديسمبر/2023 - 04:49 ص")
    datetime.date(2023, 12, 15)
    >>> date_line("نُشر في 15 ديسمبر 2023 - آخر تحديث 17 ديسمبر 2023")
    datetime.date(2023, 12, 15)
    >>> date_line("قتل ثلاثة في 15 ديسمبر 2023") is None
    True
    """
    told = told_day(line)
    return told.day if told and not told.rest else None


def told_day(line: str) -> Told | None:
    """Return the day that a line of a page gives, and what else it says: a category, a place, a name, a headline.

    >>> told_day("محليات 15/12/2023 04:49")
    Told(day=datetime.date(2023, 12, 15), rest='محليات', clock=True, updated=False)
    """
    if len(line) > _LONGEST or not _YEAR.search(line):
        return None
    text = _SHORT.sub(r"\g<1>20\2", _GLUED.sub(" ", normalize(line)))
    clock = _TIME.search(text) is not None
    text = _ISSUE.sub(" ", _ORDINAL.sub("", _TIME.sub(" ", text)))
    found, rest = _read(text)
    days: list[tuple[bool, bool, int, date]] = []
    for expression, before in found:
        if days and expression.year is None and _UPDATE.search(before):
            continue  # "آخر تحديث منذ سنة"
        if expression.grain != "day" or (expression.year is None and expression.weekday is None):
            return None
        if expression.year is not None:
            try:
                day = resolve(expression, None, str, Memory())
            except (ValueError, OverflowError):
                return None
            if day:
                days.append((bool(_UPDATE.search(before)), expression.hijri, len(days), day[0]))
    if not days:
        return None
    updated, _, _, first = min(days)
    return Told(first, " ".join(rest.split()).strip(_MARKS), clock, updated)


def _read(text: str) -> tuple[list[tuple[Expression, str]], str]:
    """Return the date expressions of a line, each with what stands before it; and what else the line says."""
    rest, done = text, 0
    found = []
    for chain in chains(text):
        for expression in parse(chain):
            start, end = offsets(chain, expression, text)
            rest = rest[:start] + " " * (end - start) + rest[end:]
            found.append((expression, text[done:start]))
            done = end
    left = _WORDS.sub(" ", rest)
    return found, left if left.strip(_MARKS) else ""
