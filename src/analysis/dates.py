"""Date expressions of Arabic news and the calendar intervals that they mean."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

import pandas as pd

from analysis import _date_calendar as calendar
from analysis import resources
from analysis._date_context import Around, tense
from analysis._date_rules import LINK, Part, parse
from analysis._date_values import Memory, is_future, resolve
from analysis._date_words import CLOSING, Chain, chains
from analysis.text import Folded, fold, normalize


class DateMention(NamedTuple):
    """A date expression: `surface` is `text[start:end]`, `earliest` and `latest` are inclusive.

    `type` is `absolute` or `relative`, `grain` one of day, week, month, quarter, season, year, decade, century;
    `future` tells whether it is told as planned or lies after publication.
    """

    start: int
    end: int
    surface: str
    type: str
    earliest: date | None
    latest: date | None
    grain: str
    future: bool


def date_rows(text: str, published: date | None = None) -> list[DateMention]:
    """Return the date mentions of `text` in order; the plain form of `find_dates`."""
    folded = fold(text)
    memory = Memory()
    mentions = []
    for part, start, end, linked in _parts(folded):
        told = _Tense(folded.text, linked, end)
        try:
            interval = resolve(part, published, told, memory)
        except (ValueError, OverflowError):
            continue
        first, last = folded.span(start, end)
        absolute = part.year is not None or (part.grain == "century" and part.number is not None and not part.form)
        earliest, latest = interval or (None, None)
        future = is_future(part)
        if future is None:
            if published and latest and (latest < published or (earliest and earliest > published)):
                future = latest > published
            else:
                future = told() == "future"
        kind = "absolute" if absolute else "relative"
        mentions.append(DateMention(first, last, text[first:last], kind, earliest, latest, part.grain, future))
    return mentions


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
    ValueError
        If `published` is a string that is no date.

    >>> found = find_dates("التقى الوزيران أمس، واتفقا في 10 مايو (أيار) 2024.", "2024-05-12")
    >>> found[["surface", "earliest", "grain"]].values.tolist()
    [['أمس', Timestamp('2024-05-11 00:00:00'), 'day'], ['10 مايو (أيار) 2024', Timestamp('2024-05-10 00:00:00'), 'day']]
    """
    rows = date_rows(text, _as_date(published))
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
    """Return the latest `earliest` among the absolute mentions told as past: the text cannot be older."""
    bounds = [each.earliest for each in mentions if each.type == "absolute" and not each.future and each.earliest]
    return max(bounds, default=None)


def date_line(line: str) -> date | None:
    """Return the day that a line of a page gives, when the line says nothing else than when it was published.

    None for running text, for a line without a full date, and for a date that does not exist.

    >>> date_line("الجمعة 15/ديسمبر/2023 - 04:49 ص")
    datetime.date(2023, 12, 15)
    >>> date_line("قتل ثلاثة في 15 ديسمبر 2023") is None
    True
    """
    if len(line) > _LONGEST_LINE or not _YEAR_IN_LINE.search(line):
        return None
    text = _TIME.sub(" ", normalize(line))
    rest, day = text, None
    for chain in chains(text):
        for part in parse(chain):
            start, end = _offsets(chain, part, text)
            rest = rest[:start] + " " * (end - start) + rest[end:]
            if part.grain == "day" and part.year is not None:
                try:
                    found = resolve(part, None, str, Memory())
                except (ValueError, OverflowError):
                    return None
                if day is None or not part.hijri:
                    day = found[0] if found else day
            elif part.weekday is None:
                return None
    return day if not _LINE_WORDS.sub("", rest).strip(_LINE_MARKS) else None


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
    for part, start, end, _ in _parts(folded):
        if part.weekday is None or not part.day or not part.month or part.year is not None or part.modifier:
            continue
        whole = "\n" in f"\n{folded.text}"[start] and "\n" in f"{folded.text}\n"[end]
        rank = 0 if part.today in (0, -1) else 1 if whole else 2 if end <= lead else 3
        if rank == 3 or (part.today or 0) > 0 or tense(folded.text, start, end) in ("future", "scheduled"):
            continue
        days = [
            found - timedelta(days=part.today or 0)
            for year in range(after.year - 1, newest.year + 2)
            for found in _days_of(part, year)
        ]
        fitting = [day for day in days if after <= day <= newest]
        if len(fitting) == 1:
            told.append((rank, fitting[0]))
    best = [day for rank, day in told if rank == min(told)[0]]
    return max(best, default=None)


def _days_of(part: Part, year: int) -> list[date]:
    """Return the day that `part` names in the Gregorian `year`, where it is the weekday that `part` names."""
    years = [year - 579, year - 580] if part.hijri else [year]
    intervals = [calendar.day(each, part.month or 0, part.day or 0, part.hijri) for each in years]
    return [each[0] for each in intervals if each and each[0].year == year and each[0].weekday() == part.weekday]


_LONGEST_LINE = 120
_YEAR_IN_LINE = re.compile(r"\d{4}|\d{1,2}/\d{1,2}/\d{2}")
_TIME = re.compile(r"(?<=\d)T(?=\d\d:)|(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?\s*(?:Z\b|[+-]\d{2}:?\d{2})?(?!\w)")
_LINE_MARKS = " \t|-–—_/\\،,.:؛;()[]•·*«»\"'\u200f+"
_LINE_WORDS = re.compile(
    r"(?<!\w)(?:" + "|".join(sorted(map(normalize, resources.lines("date_line_words.txt")), key=len)[::-1]) + r")(?!\w)"
)


def _is_report(text: str, start: int, end: int) -> bool:
    """Tell whether `اليوم` is the day of the report: in its lead, or close to a verb; else it means "nowadays"."""
    first = text[start:end]
    if first.startswith("و") and text[:start].rstrip()[-1:] in _SENTENCE_ENDS:
        return False
    return (
        start < _LEAD or bool(_PART_OF_DAY.search(text, max(0, start - 12), start)) or bool(tense(text, start, end, 60))
    )


_LEAD = 300
_SENTENCE_ENDS = frozenset(".!?؟؛\n:") | {""}
_PART_OF_DAY = re.compile(r"(?:صباح|مساء|ظهر|عصر|فجر|ليل|مغرب|منتصف|وقت سابق|وقت لاحق)\s+(?:من\s+)?$")


def _as_date(published: Any) -> date | None:
    """Return a day given as date, Timestamp or ISO string as a date, and nothing or NaT as None."""
    if published is None or published is pd.NaT:
        return None
    try:
        stamp = pd.Timestamp(published)
    except ValueError as error:
        raise ValueError(f"published={published!r} is no date; give a date, a Timestamp or YYYY-MM-DD") from error
    return None if stamp is pd.NaT else stamp.date()


class _Tense:
    """The tense around an expression, worked out when first asked for."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._where = (text, start, end)
        self._told: str | None = None

    def __call__(self) -> str:
        if self._told is None:
            self._told = tense(*self._where)
        return self._told


def _parts(folded: Folded) -> Iterator[tuple[Part, int, int, int]]:
    """Yield the date expressions of a text with their offsets in its folded form, and where their range begins."""
    for chain in chains(folded.text):
        previous, linked, named = 0, 0, False
        for part in parse(chain):
            start, end = _offsets(chain, part, folded.text)
            linked = linked if LINK.fullmatch(chain.codes, previous, part.first) else start
            previous = part.last
            # What a name leaves out takes the rest of its list with it: `ثورتا 25 يناير و30 يونيو`.
            named = named and linked != start and part.year is None
            if not named and _is_date(part, folded, start, end):
                yield part, start, end, linked
            else:
                named = part.month is not None


def _offsets(chain: Chain, part: Part, text: str) -> tuple[int, int]:
    """Return the offsets of a part, the bracket that closes it included."""
    words = [word for word in chain.words[part.first : part.last] if word]
    start, end = words[0].start, words[-1].end
    closing = CLOSING.match(text, end) if chain.codes[part.last - 1] == ")" else None
    return start, closing.end() if closing else end


def _is_date(part: Part, folded: Folded, start: int, end: int) -> bool:
    """Tell whether what stands around an expression leaves it a date."""
    last = folded.span(start, end)[1]
    around = Around(folded.text, folded.raw[last : last + 30], start, end)
    if around.recurs():
        return False
    if part.modifier == "q":
        return around.is_in_time()
    if part.form in ("one", "offset"):
        ahead = (part.number or 0) > 0
        told = not ahead or tense(folded.text, start, end) == "future"
        return told and not around.counts_from_event(part.form == "one")
    if part.grain == "day" and part.day is None:
        if part.weekday is None:
            return not around.is_other_today(part.today == 0) and (
                part.today != 0 or _is_report(folded.text, start, end)
            )
        return part.today is not None or bool(part.modifier) or not around.is_other_weekday()
    if part.grain in ("day", "month") and part.month is not None and part.year is None:
        surface = folded.raw[slice(*folded.span(start, end))]
        if part.form == "unsure" and not around.is_month(surface):
            return False
        if part.form == "led" or part.year_modifier or part.weekday is not None or part.today is not None:
            return True
        return not around.is_name(part.day, part.month, surface)
    if part.grain == "year" and part.year is not None:
        if part.form == "bare":
            return part.year in range(1800, 2100) and around.is_year(part.year)
        if part.form == "range" and (part.year not in range(1500, 2100) or around.is_counted()):
            return False
        return not around.is_sports_season()
    if part.grain == "year":
        return not around.is_general() and (part.form != "part" or around.is_part())
    if part.form == "part":
        return around.is_part()
    if part.grain == "decade" and part.year is None:
        return around.is_in_time()
    if part.grain == "decade":
        return not around.is_age()
    return True
