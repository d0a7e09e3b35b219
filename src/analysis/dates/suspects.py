"""What looks wrong about the dates of a text: days that do not exist, digits run together, dates cut off or amiss."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from analysis.dates import calendar
from analysis.dates.context import Around, tense
from analysis.dates.rules import Expression
from analysis.text import tables
from analysis.text.folding import Folded, normalize


class Suspect(NamedTuple):
    """A place where a date looks wrong: `surface` is `text[start:end]`, `why` says what is wrong with it."""

    start: int
    end: int
    surface: str
    why: str


_FAR = 5  # years
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_YEARS = re.compile(r"(?<!\w)(?:[وبلف]?(?:ال)?عام|[وبلف]?(?:ال)?سنه)\s+$")
_DAY_HEADS = tables.any_of(map(normalize, ("في", "يوم", "بتاريخ", "وتاريخ", "تاريخ", "منذ", "حتى")))
_DAYS = re.compile(rf"(?<!\w){_DAY_HEADS}\s+$")
# 22000, 3015, 2215, alone: the digit stands first, so that the search skips all else.
_LONG = re.compile(r"\d(?<![\d.,/+-].)(?:\d{4,}|(?<=[3-9])\d{3}|(?<=2)[2-9]\d\d)(?![\d.,/])")
_HALF = re.compile(rf"(?<!\w)(?:{normalize('يوم')}|{normalize('بتاريخ')})\s+(\d{{1,2}})/(\d{{1,2}})(?![/\d])")
_CUT = re.compile(
    r"(?<![\d/.-])(?:\d{1,2}([/-])\d{1,2}\1(?:\d|\d{3})?|\d{4}-\d{1,2}-|(?:ال)?(?:عام|سنه) (?:1\d?|1\d\d|20\d?|2))$"
)
_GOES_ON = re.compile(r"[\s,،/-]*(?:[وبل]?(?:ال)?(?:عام|سنه)\s+)?(?:\d{5,}|\d{1,3}\s*$)")


def goes_on(text: str, end: int) -> int:
    """Return where the year ends that stands behind a day or month but is none (20222, or cut off), else 0."""
    match = _GOES_ON.match(text, end)
    return match.end() if match else 0


def cut_or_wrong(folded: Folded, start: int, end: int) -> Suspect:
    """Return the suspect of a day or month whose year goes on to `end`."""
    cut = end == len(folded.text) and not re.search(r"\d{5}", folded.text[start:end])
    return _suspect(folded, start, end, "cut off by the end of the text" if cut else "no such year")


def odd_numbers(folded: Folded) -> Iterator[Suspect]:
    """Yield the numbers of a text that stand where a date does and cannot be one."""
    text = folded.text
    for match in _LONG.finditer(text):
        start, end = match.span()
        year = _YEARS.search(text, max(0, start - 9), start)
        if year and not Around(text, folded.raw[folded.origin(end - 1) + 1 :][:30], start, end).is_no_year():
            yield _suspect(folded, year.start(), end, "no such year")
        elif end - start == 8 and _is_run_together(match.group()) and _DAYS.search(text, max(0, start - 10), start):
            yield _suspect(folded, start, end, "the digits of a date run together")
    for match in _HALF.finditer(text) if "/" in text else ():
        if not (1 <= int(match[1]) <= 31 and 1 <= int(match[2]) <= 12):
            yield _suspect(folded, *match.span(), "no such day")
    cut = _CUT.search(text, max(0, len(text) - 16))
    if cut:
        yield _suspect(folded, *cut.span(), "cut off by the end of the text")


def _is_run_together(digits: str) -> bool:
    day_first = (int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    year_first = (int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    return any(
        year in range(1300, 2100) and calendar.day(year, month, day, hijri=year < 1500)
        for year, month, day in (day_first, year_first)
    )


def of_value(folded: Folded, expression: Expression, start: int, end: int, day: date) -> Iterator[Suspect]:
    """Yield that the weekday told is not that of the day, where it is not."""
    if expression.weekday is not None and expression.day and expression.weekday != day.weekday():
        yield _suspect(
            folded, start, end, f"told as {WEEKDAYS[expression.weekday]}, but {day} is {WEEKDAYS[day.weekday()]}"
        )


def of_tense(
    folded: Folded, expression: Expression, start: int, end: int, day: date, published: date
) -> Iterator[Suspect]:
    """Yield that a date told as past lies long after publication, where it does."""
    allowed = {"day": 1, "month": _FAR}.get(expression.grain)
    if allowed and (day - published).days > 366 * allowed and tense(folded.text, start, end) == "past":
        yield _suspect(folded, start, end, f"told as past, but the text was published on {published}")


def of_none(folded: Folded, expression: Expression, start: int, end: int) -> Iterator[Suspect]:
    """Yield that an expression names a day, month or year that does not exist."""
    if (expression.form == "numeric" and expression.year not in range(1300, 2200)) or expression.modifier in ("q", "J"):
        return
    if expression.day is not None or expression.year is not None:
        yield _suspect(
            folded, start, end, "no such day" if expression.day is not None else f"no such {expression.grain}"
        )


def _suspect(folded: Folded, start: int, end: int, why: str) -> Suspect:
    first, last = folded.span(start, end)
    return Suspect(first, last, folded.raw[first:last], why)


def far_from_told(days: Iterable[date], published: date) -> str | None:
    """Return what is odd about a day of publication that lies far from all the full dates of a story.

    One such date may be history. Three or more within two years make the publication doubtful where they all lie over
    five years before it.
    """
    told = sorted(days)
    if len(told) < 3 or (told[-1] - told[0]).days > 730 or published.year - told[-1].year <= _FAR:
        return None
    return f"published {published}, but the dates told are of {told[0]} to {told[-1]}"
