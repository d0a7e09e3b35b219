"""Date expressions of Arabic news and the calendar intervals that they mean."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from itertools import islice
from typing import Any, NamedTuple

import pandas as pd

from analysis.base.periods import as_day
from analysis.dates import calendar
from analysis.dates.calendar import DAY
from analysis.dates.context import Around, Tense, is_planned, tense
from analysis.dates.neighbours import LINK, parse
from analysis.dates.rules import Expression
from analysis.dates.suspects import (
    Suspect,
    cut_or_wrong,
    far_from_told,
    goes_on,
    odd_numbers,
    of_none,
    of_tense,
    of_value,
)
from analysis.dates.uses import use_of
from analysis.dates.values import Memory, is_future, resolve
from analysis.dates.words import chains, offsets
from analysis.text.folding import Folded, fold


class DateMention(NamedTuple):
    """A date expression: `surface` is `text[start:end]`, `earliest` and `latest` are inclusive.

    `type` is `absolute` or `relative`, `grain` one of day, week, month, quarter, season, year, decade, century; `use`
    is one of `uses.USES`; `future` tells whether it is told as planned or lies after publication.
    """

    start: int
    end: int
    surface: str
    type: str
    earliest: date | None
    latest: date | None
    grain: str
    use: str
    future: bool


def date_rows(text: str, published: date | None = None, suspects: list[Suspect] | None = None) -> list[DateMention]:
    """Return the date mentions of `text` in order; the plain form of `find_dates`.

    What looks wrong is added to `suspects`, where a list is given.
    """
    folded = fold(text)
    memory = Memory()
    mentions: list[DateMention] = []
    previous: tuple[Expression, int] | None = None  # one that stands in a range, and where that begins
    told: Tense | None = None
    expressions = list(_expressions(folded, suspects))
    written = _written(expressions, published)
    for expression, start, end, linked in expressions:
        told = Tense(folded.text, linked, end, told)
        bare = expression.today is not None and expression.weekday is None and expression.day is None
        try:
            interval = resolve(expression, written if bare else published, told, memory)
        except (ValueError, OverflowError):
            if suspects is not None:
                suspects += of_none(folded, expression, start, end)
            continue
        first, last = folded.span(start, end)
        absolute = expression.year is not None or (
            expression.grain == "century" and expression.number is not None and not expression.form
        )
        earliest, latest = interval or (None, None)
        future = is_future(expression)
        if future is not None:
            told.settle("future" if future else "past")
        else:
            if published and latest and (latest < published or (earliest and earliest > published)):
                future = latest > published
            else:
                future = told() in _AHEAD or (told() != "past" and is_planned(folded.text, start))
        kind = "absolute" if absolute else "relative"
        use = use_of(expression, folded, start, end)
        mention = DateMention(first, last, text[first:last], kind, earliest, latest, expression.grain, use, future)
        if suspects is not None and earliest and published:
            suspects += of_value(folded, expression, start, end, earliest)
            if absolute and earliest > published:
                suspects += of_tense(folded, expression, start, end, earliest, published)
        if previous and previous[1] == linked and published:
            if _is_weekday(previous[0]) and _is_weekday(expression):
                mentions[-1], mention = _in_order(mentions[-1], mention, published)
            elif _is_month(previous[0]) and _is_month(expression):
                mentions[-1], mention = _in_year(mentions[-1], mention, published)
        previous = (expression, linked)
        mentions.append(mention)
    if suspects is not None:
        suspects += odd_numbers(folded)
        suspects.sort()
    return mentions


def suspects(text: str, published: Any = None) -> list[Suspect]:
    """Return what looks wrong about the dates of `text`: (start, end, surface, why) of each, in order.

    Days and years that do not exist, digits run together, a date cut off by the end of the text, a weekday that is
    not that of its day. Nothing of it has a value in `find_dates`, but for the weekday: there the date counts.

    >>> suspects("زار المدينة في 31 فبراير 2020")
    [Suspect(start=15, end=29, surface='31 فبراير 2020', why='no such day')]
    """
    found: list[Suspect] = []
    date_rows(text, as_day(published), found)
    return found


def implausible(mentions: Iterable[DateMention], published: date | None) -> str | None:
    """Return what is odd about the day of publication of a story with these mentions, or None.

    Three full dates or more within two years, all of them more than five years before it.
    """
    if published is None:
        return None
    days = [each.earliest for each in mentions if each.type == "absolute" and each.grain == "day" and each.earliest]
    return far_from_told(days, published)


def find_dates(text: str, published: Any = None) -> pd.DataFrame:
    """Return the date mentions of `text`: a frame of start, end, surface, type, earliest, latest, grain.

    `start` and `end` are character offsets; `type` is `absolute` (the expression itself fixes the year) or `relative`
    (the publication date does); `earliest` and `latest` are `datetime64[s]`, inclusive, NaT where only a missing
    `published` (a date, a Timestamp, an ISO string or None) could fix them; `grain` is one of day, week, month,
    quarter, season, year, decade, century. Hijri dates are converted by the Umm al-Qura calendar (hijridate; 1343 to
    1500 AH) and by the tabular calendar outside it. Expressions that name no calendar interval (durations, feasts,
    ages, recurring days, impossible dates) give no row.

    Raises
    ------
    InputError
        If `published` is no day.

    >>> found = find_dates("التقى الوزيران أمس، واتفقا في 10 مايو (أيار) 2024.", "2024-05-12")
    >>> found[["surface", "earliest", "grain"]].values.tolist()
    [['أمس', Timestamp('2024-05-11 00:00:00'), 'day'], ['10 مايو (أيار) 2024', Timestamp('2024-05-10 00:00:00'), 'day']]
    """
    rows = date_rows(text, as_day(published))
    frame = pd.DataFrame(
        {
            "start": pd.array([row.start for row in rows], dtype="int64"),
            "end": pd.array([row.end for row in rows], dtype="int64"),
            "surface": pd.Series([row.surface for row in rows], dtype="str"),
            "type": pd.Series([row.type for row in rows], dtype="str"),
        }
    )
    for name in ("earliest", "latest"):
        days = [getattr(row, name) for row in rows]
        frame[name] = pd.Series([None if day is None else day.isoformat() for day in days], dtype="datetime64[s]")
    frame["grain"] = pd.Series([row.grain for row in rows], dtype="str")
    return frame


def published_after(mentions: Iterable[DateMention]) -> date | None:
    """Return the latest `earliest` among the absolute mentions told as past: the text cannot be older.

    A year of accounts or in the name of a text (`ميزانية 2016`, `رؤية 2030`) can lie ahead and is no bound.
    """
    past = [each for each in mentions if each.type == "absolute" and not each.future]
    return max((each.earliest for each in past if each.earliest and each.use not in _NO_BOUND), default=None)


_AHEAD = ("future", "scheduled", "start")
_NO_BOUND = ("fiscal", "quoted")


def inferred_day(text: str, after: date | None, newest: date | None) -> date | None:
    """Return the day of publication that `text` itself tells without its year, where just one year fits.

    The text says `اليوم الجمعة 15 ديسمبر` (or `أمس`), stands the date on a line of its own, or names weekday, day and
    month in its first paragraph as past; the year is the only one in which that day is that weekday, between `after`
    and `newest`. Without both bounds nothing is inferred.
    """
    if after is None or newest is None:
        return None
    folded = fold(text)
    lead = len(text.strip().split("\n", 1)[0]) + len(text) - len(text.lstrip())
    told: list[tuple[int, date]] = []
    for expression, start, end, _ in _expressions(folded):
        if (
            expression.weekday is None
            or not expression.day
            or not expression.month
            or expression.year is not None
            or expression.modifier
        ):
            continue
        whole = "\n" in f"\n{folded.text}"[start] and "\n" in f"{folded.text}\n"[end]
        rank = 0 if expression.today in (0, -1) else 1 if whole else 2 if end <= lead else 3
        if rank == 3 or (expression.today or 0) > 0 or tense(folded.text, start, end) in ("future", "scheduled"):
            continue
        days = (
            found - timedelta(days=expression.today or 0)
            for year in range(after.year - 1, newest.year + 2)
            for found in _days_of(expression, year)
        )
        fitting = list(islice((day for day in days if after <= day <= newest), 2))
        if len(fitting) == 1:
            told.append((rank, fitting[0]))
    best = [day for rank, day in told if rank == min(told)[0]]
    return max(best, default=None)


def _days_of(expression: Expression, year: int) -> list[date]:
    """Return the day that an expression names in the Gregorian `year`, where it is the weekday that is named."""
    years = [year - 579, year - 580] if expression.hijri else [year]
    intervals = [calendar.day(each, expression.month or 0, expression.day or 0, expression.hijri) for each in years]
    return [each[0] for each in intervals if each and each[0].year == year and each[0].weekday() == expression.weekday]


def _is_today(expression: Expression, text: str, start: int, end: int) -> bool:
    """Tell whether `اليوم` is surely the day of the report: a weekday, a part of day or a verb in the past says so."""
    if expression.today != 0:
        return False
    told = expression.weekday is not None or _PART_OF_DAY.search(text, max(0, start - 12), start)
    return bool(told) or tense(text, start, end, 60) == "past"


def _is_report(text: str, start: int, end: int, today: bool) -> bool:
    """Tell whether `اليوم` is the day of the report, and not "nowadays".

    It is in the lead, close to a verb, and at the end of a clause where the report has said `today` before.
    """
    first = text[start:end]
    if first.startswith("و") and text[:start].rstrip()[-1:] in _SENTENCE_ENDS:
        return False
    if start < _LEAD or _PART_OF_DAY.search(text, max(0, start - 12), start) or tense(text, start, end, 60):
        return True
    # At the end of a clause the verb may stand further off: `أعلنت ... اليوم؛`.
    last = first == "اليوم" and _CLAUSE_END.match(text, end)
    return bool(last) and (today or tense(text, start, end, 100) == "past")


_LEAD = 300  # letters of a text that tell what is new
_SENTENCE_ENDS = frozenset(".!?؟؛\n:") | {""}
_CLAUSE_END = re.compile(r"\s*[؛;،,.\n]|\s{2}")
_PART_OF_DAY = re.compile(r"(?:صباح|مساء|ظهر|عصر|فجر|ليل|مغرب|منتصف|وقت سابق|وقت لاحق)\s+(?:من\s+)?$")


def _expressions(folded: Folded, suspects: list[Suspect] | None = None) -> Iterator[tuple[Expression, int, int, int]]:
    """Yield the date expressions of a text with their offsets in its folded form, and where their range begins."""
    today = False
    for chain in chains(folded.text):
        previous, linked, named = 0, 0, False
        for expression in parse(chain):
            start, end = offsets(chain, expression, folded.text)
            linked = linked if previous and LINK.fullmatch(chain.codes, previous, expression.first) else start
            previous = expression.last
            if expression.month is not None and expression.year is None:
                beyond = goes_on(folded.text, end)
                if beyond:
                    if suspects is not None:
                        suspects.append(cut_or_wrong(folded, start, beyond))
                    continue
            # What a name leaves out takes the rest of its list with it: `ثورتا 25 يناير و30 يونيو`.
            named = named and linked != start and expression.year is None
            if not named and _is_date(expression, folded, start, end, today):
                today = today or _is_today(expression, folded.text, start, end)
                yield expression, start, end, linked
            else:
                named = expression.month is not None


def _written(expressions: list[tuple[Expression, int, int, int]], published: date | None) -> date | None:
    """Return the day that the text itself takes for today (`اليوم (الثلاثاء)`), else that of publication."""
    if published is None:
        return None
    days = set()
    for expression, *_ in expressions:
        if expression.today is not None and expression.weekday is not None and expression.day is None:
            with suppress(ValueError, OverflowError):
                found = resolve(expression, published, str, Memory())
                days.add(found and found[0] - expression.today * DAY)
    return days.pop() if len(days) == 1 else published


def _in_order(one: DateMention, other: DateMention, published: date) -> tuple[DateMention, DateMention]:
    """Return two weekdays of one range in order: `يومي الثلاثاء والأربعاء` are neighbours."""
    if not one.earliest or not other.earliest or one.earliest < other.earliest:
        return one, other
    with suppress(OverflowError):
        if other.earliest <= published or one.earliest - 7 * DAY >= published:
            day = one.earliest - 7 * DAY
            return one._replace(earliest=day, latest=day), other
        day = other.earliest + 7 * DAY
        return one, other._replace(earliest=day, latest=day)
    return one, other


def _is_weekday(expression: Expression) -> bool:
    return expression.weekday is not None and not expression.day and expression.today is None


def _is_month(expression: Expression) -> bool:
    """Tell whether an expression is a Gregorian month, or a day of one, whose year nothing says."""
    told = expression.year or expression.modifier or expression.year_modifier or expression.hijri
    return expression.month is not None and expression.weekday is None and not told


def _in_year(one: DateMention, other: DateMention, published: date) -> tuple[DateMention, DateMention]:
    """Return two months (or days of them) of one range: `من أبريل إلى أغسطس`, told in July, lies in one year."""
    if not (one.earliest and one.latest and other.earliest and other.latest) or one.earliest < other.earliest:
        return one, other
    if one.earliest.replace(year=2000) >= other.earliest.replace(year=2000):
        return one, other
    return tuple(_of_year(each, published) for each in (one, other))  # type: ignore[return-value]


def _of_year(mention: DateMention, published: date) -> DateMention:
    assert mention.earliest
    year, first = published.year, mention.earliest
    day = mention.grain == "day"
    interval = calendar.day(year, first.month, first.day) if day else calendar.month_of(year, first.month)
    return mention._replace(earliest=interval[0], latest=interval[1]) if interval else mention


def _is_date(expression: Expression, folded: Folded, start: int, end: int, today: bool) -> bool:
    """Tell whether what stands around an expression leaves it a date; `today` as `_is_report` takes it."""
    last = folded.span(start, end)[1]
    around = Around(folded.text, folded.raw[last : last + 30], start, end)
    if around.recurs():
        return False
    if expression.modifier == "q":
        return around.is_in_time()
    if expression.form in ("one", "offset"):
        ahead = (expression.number or 0) > 0
        told = not ahead or tense(folded.text, start, end) == "future"
        return told and not around.counts_from_event(expression.form == "one")
    if expression.grain == "day" and expression.day is None:
        if expression.weekday is None:
            return not around.is_other_today(expression.today == 0) and (
                expression.today != 0 or _is_report(folded.text, start, end, today)
            )
        return expression.today is not None or bool(expression.modifier) or not around.is_other_weekday()
    if expression.grain in ("day", "month") and expression.month is not None and expression.year is None:
        surface = folded.raw[slice(*folded.span(start, end))]
        if expression.form == "unsure" and not around.is_month(surface):
            return False
        if (
            expression.form == "led"
            or expression.year_modifier
            or expression.weekday is not None
            or expression.today is not None
        ):
            return True
        return not around.is_name(expression.day, expression.month, surface)
    if expression.grain in ("year", "decade", "century") and around.is_before_christ():
        return False
    if expression.grain == "year" and expression.year is not None:
        return _is_year(expression.form, expression.year, around, folded.text[start].isdigit())
    if expression.grain == "year":
        adjective = folded.text.startswith("العام", start) and around.is_general()
        return not adjective and (expression.form != "part" or around.is_part())
    if expression.form == "part":
        return around.is_part()
    if expression.grain == "season" and expression.form == "bare":
        return folded.text.startswith("ال", start) and around.is_certain_season()
    if expression.grain == "decade" and expression.year is None:
        return around.is_in_time()
    if expression.grain == "decade":
        return not around.is_age()
    return True


def _is_year(form: str, year: int, around: Around, alone: bool) -> bool:
    """Tell whether what stands around leaves a number a year; `alone`: no word before it says so."""
    if form == "bare":
        return year in range(1500, 2100) and around.is_year(year)
    if form == "range" and (year not in range(1500, 2100) or around.is_counted()):
        return False
    if alone and form == "gregorian" and around.is_measure(year):
        return False
    return not (alone and around.is_season(year))
