"""Lines of a page that give a date and say nothing else: when a story was published, or what day its report is of."""

import re
from datetime import date

from analysis.dates.neighbours import parse
from analysis.dates.rules import Expression
from analysis.dates.values import Memory, resolve
from analysis.dates.words import chains, offsets
from analysis.text import tables
from analysis.text.folding import normalize

_LONGEST = 120
_YEAR = re.compile(r"\d{4}|\d{1,2}/\d{1,2}/\d{2}")
_TIME = re.compile(r"(?<=\d)T(?=\d\d:)|(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:Z\b|[+-]\d{2}:?\d{2})?(?!\w)")
_MARKS = " \t|-–—_/\\،,.:؛;()[]•·*«»\"'\u200f+"


def _whole(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){tables.any_of(map(normalize, words))}(?!\w)")


_WORDS = _whole(tables.lines("dates/data/line_words.txt"))
_UPDATE = _whole(["تحديث", "حدث", "التحديث", "حدثت", "تعديل", "updated", "modified"])


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
    if len(line) > _LONGEST or not _YEAR.search(line):
        return None
    read = _read(line)
    if read is None:
        return None
    days: list[tuple[bool, bool, int, date]] = []
    for expression, before in read:
        if expression.grain != "day" or (expression.year is None and expression.weekday is None):
            return None
        if expression.year is not None:
            try:
                found = resolve(expression, None, str, Memory())
            except (ValueError, OverflowError):
                return None
            if found:
                days.append((bool(_UPDATE.search(before)), expression.hijri, len(days), found[0]))
    return min(days)[3] if days else None


def _read(line: str) -> list[tuple[Expression, str]] | None:
    """Return the date expressions of a line, each with what stands before it; None where the line says more."""
    text = _TIME.sub(" ", normalize(line))
    rest, done = text, 0
    found = []
    for chain in chains(text):
        for expression in parse(chain):
            start, end = offsets(chain, expression, text)
            rest = rest[:start] + " " * (end - start) + rest[end:]
            found.append((expression, text[done:start]))
            done = end
    return None if _WORDS.sub("", rest).strip(_MARKS) else found
