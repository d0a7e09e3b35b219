"""From what a date expression states to the days it means, seen from the day of publication."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from analysis import _date_calendar as calendar
from analysis._date_calendar import DAY, Interval
from analysis._date_rules import Part

# How many units the modifiers lead from the unit of publication.
_STEPS = {"<P": -2, "P": -1, "V": -1, "R": 0, "J": 0, "F": 1, ">F": 2}
_BACK, _ON = frozenset({"P", "<P", "V"}), frozenset({"F", ">F", "N"})


@dataclass(slots=True)
class Memory:
    """What a text named last, for `الربع السابق`, `من العام نفسه` and `12 منه`."""

    year: int | None = None
    quarter: date | None = None
    month: date | None = None
    hijri: bool = False


def is_future(part: Part) -> bool | None:
    """Return whether the expression itself says that it lies ahead; None where it does not say."""
    if part.modifier in _ON or part.year_modifier in _ON:
        return True
    if part.modifier in _BACK or part.year_modifier in _BACK:
        return False
    if part.today is not None:
        return part.today > 0
    if part.number is not None and part.form in ("one", "offset"):
        return part.number > 0
    return None


def resolve(part: Part, published: date | None, tense: Callable[[], str], memory: Memory) -> Interval | None:
    """Return the interval that a part means, None where nothing but a missing `published` could fix it.

    Raises
    ------
    ValueError, OverflowError
        If the expression names a day or a year that does not exist.
    """
    if part.form in ("one", "offset"):
        found = _offset(part, published)
    else:
        found = _RESOLVERS[part.grain](part, published, tense, memory)
    if found is None and (published is not None or part.year is not None or part.modifier == "q"):
        raise ValueError("no such date")
    if found and part.grain == "quarter":
        memory.quarter = found[0]
    if found and part.month:
        memory.month, memory.hijri = found[0], part.hijri
    if found and (part.year or part.grain == "year") and part.modifier != "V":
        memory.year = found[0].year
    return found


def _offset(part: Part, published: date | None) -> Interval | None:
    if published is None or part.number is None:
        return None
    number = part.number
    if part.grain == "day":
        found = published + number * DAY
        return found, found
    if part.grain == "week":
        return calendar.week(published, number)
    if part.grain == "month":
        return calendar.month_of(*calendar.month_shift(published, number))
    if part.grain == "year":
        return calendar.year_of(published.year + number)
    if part.grain == "decade":
        return calendar.decade((published.year // 10 + number) * 10)
    return calendar.century((published.year + 99) // 100 + number)


def _year_told(part: Part, published: date | None, memory: Memory) -> int | None:
    """Return the Gregorian year that a part states outright or by `من العام الماضي`."""
    if part.year is not None:
        return part.year
    if part.year_modifier == "J":
        return memory.year
    if part.year_modifier == "V" and memory.year:
        return memory.year - 1
    if part.year_modifier and published:
        return published.year + _year_step(part.year_modifier, published)
    return None


def _year_step(modifier: str, published: date) -> int:
    # The new year is the one that begins next, or has just begun.
    return int(published.month > 6) if modifier == "N" else _STEPS[modifier]


def _day(part: Part, published: date | None, tense: Callable[[], str], memory: Memory) -> Interval | None:
    if part.day is not None and part.month is not None:
        return _day_of_month(part, published, tense, memory)
    if part.modifier == "q":
        if memory.month is None:
            return None
        year, month = calendar.hijri_of(memory.month) if memory.hijri else (memory.month.year, memory.month.month)
        return calendar.day(year, month, part.day or 0, memory.hijri)
    if part.day is not None:
        if published is None:
            return None
        year, month = calendar.month_shift(published, _STEPS.get(part.modifier, 0))
        return calendar.day(year, month, part.day)
    if published is None:
        return None
    if part.weekday is None:
        found = published + (part.today or 0) * DAY
    elif part.today is not None:
        # The text was written up to five days before the page came out, or on its eve.
        latest = published + (part.today + 1) * DAY
        found = latest - (latest.weekday() - part.weekday) % 7 * DAY
    else:
        found = _weekday(part.weekday, part.modifier, published, tense)
    return found, found


def _weekday(weekday: int, modifier: str, published: date, tense: Callable[[], str]) -> date:
    back = (published.weekday() - weekday) % 7
    on = (weekday - published.weekday()) % 7
    if modifier in _BACK:
        return published - ((back or 7) + 7 * (modifier == "<P")) * DAY
    if modifier in _ON:
        return published + ((on or 7) + 7 * (modifier == ">F")) * DAY
    if modifier != "R" and tense() in ("future", "scheduled", "start"):
        return published + (on or 7) * DAY
    return published - back * DAY


def _day_of_month(part: Part, published: date | None, tense: Callable[[], str], memory: Memory) -> Interval | None:
    assert part.day is not None and part.month is not None
    year = _year_told(part, published, memory)
    if year is not None:
        if part.year is None and part.hijri and published:
            year += calendar.hijri_of(published)[0] - published.year
        return calendar.day(year, part.month, part.day, part.hijri)
    if published is None:
        return None
    around = calendar.hijri_of(published)[0] if part.hijri else published.year
    choices = [calendar.day(around + step, part.month, part.day, part.hijri) for step in range(-9, 10)]
    days = [choice[0] for choice in choices if choice]
    if part.weekday is not None:
        named = [each for each in days if each.weekday() == part.weekday and abs((each - published).days) < 550]
        days = named or days
    return _choose([(each, each) for each in days], part, published, tense)


def _choose(choices: list[Interval], part: Part, published: date, tense: Callable[[], str]) -> Interval | None:
    """Return the one of the yearly `choices`, in order, that modifier and tense point to."""
    back = [each for each in choices if each[0] <= published]
    on = [each for each in choices if each[1] >= published]
    if part.modifier in _BACK:
        ended = [each for each in back if each[1] < published]
        return ended[-2 if part.modifier == "<P" and part.day is None else -1] if ended else None
    if part.modifier in _ON:
        begun = [each for each in on if each[0] > published]
        return begun[1 if part.modifier == ">F" and part.day is None else 0] if begun else None
    if not back or not on:
        return (back or on or [None])[-1 if back else 0]  # type: ignore[list-item]
    last, following = back[-1], on[0]
    if part.modifier == "R":
        return min(last, following, key=lambda each: abs((each[0] - published).days))
    told = tense()
    ahead, ago = (following[0] - published).days, (published - last[0]).days
    if told == "future" or (told in ("scheduled", "start") and ahead < ago):
        return following
    if part.day and ahead <= 35 and ago > 300:
        # A day almost a year ago would carry its year.
        return following
    # Nothing tells: a month just ahead is likelier meant than one almost a year ago.
    return following if told != "past" and 4 * ahead < ago else last


def _month(part: Part, published: date | None, tense: Callable[[], str], memory: Memory) -> Interval | None:
    if part.month is None:
        if published is None:
            return None
        if part.hijri:
            year, month = calendar.hijri_of(published)
            years, index = divmod(month - 1 + _STEPS.get(part.modifier, 0), 12)
            return calendar.month_of(year + years, index + 1, True)
        return calendar.month_of(*calendar.month_shift(published, _STEPS.get(part.modifier, 0)))
    told = _year_told(part, published, memory)
    if told is not None:
        if part.year is None and part.hijri and published:
            told += calendar.hijri_of(published)[0] - published.year
        return calendar.month_of(told, part.month, part.hijri)
    if published is None:
        return None
    around = calendar.hijri_of(published)[0] if part.hijri else published.year
    choices = [calendar.month_of(around + step, part.month, part.hijri) for step in range(-3, 4)]
    return _choose([choice for choice in choices if choice], part, published, tense)


def _year(part: Part, published: date | None, tense: Callable[[], str], memory: Memory) -> Interval | None:
    if part.year is not None:
        return calendar.year_of(part.year, _is_hijri_year(part))
    if part.modifier == "V" and memory.year:
        return calendar.year_of(memory.year - 1)
    if published is None:
        return None
    if part.hijri:
        year, month = calendar.hijri_of(published)
        return calendar.year_of(year + (int(month > 6) if part.modifier == "N" else _STEPS.get(part.modifier, 0)), True)
    return calendar.year_of(published.year + (_year_step(part.modifier, published) if part.modifier else 0))


def _is_hijri_year(part: Part) -> bool:
    # Between these bounds news writes the Hijri year without saying so.
    return part.hijri or (part.form == "named" and part.year in range(1340, 1466))


def _quarter(part: Part, published: date | None, tense: Callable[[], str], memory: Memory) -> Interval | None:
    if part.number is None:
        origin = memory.quarter if part.modifier == "V" and memory.quarter else published
        return calendar.quarter(origin.year, (origin.month + 2) // 3 + _STEPS[part.modifier]) if origin else None
    year = _year_told(part, published, memory)
    if year is not None:
        return calendar.quarter(year, part.number)
    if published is None:
        return None
    if part.modifier == "R":
        return calendar.quarter(published.year, part.number)
    own, *others = (calendar.quarter(published.year + step, part.number) for step in (0, -1, 1))
    before, after = others
    if own is None:
        return None
    if part.modifier in _ON:
        return own if own[0] > published else after
    if part.modifier in _BACK:
        return own if own[1] < published else before
    if tense() == "future":
        return own if own[1] >= published else after
    return own if own[0] <= published else before


def _season(part: Part, published: date | None, tense: Callable[[], str], memory: Memory) -> Interval | None:
    assert part.number is not None
    year = _year_told(part, published, memory)
    if year is not None:
        return calendar.season(year, part.number)
    if published is None:
        return None
    choices = [calendar.season(published.year + step, part.number) for step in range(-3, 4)]
    known = [each for each in choices if each]
    if part.modifier == "R":
        own = calendar.season(published.year, part.number)
        return next((each for each in known if each[0] <= published <= each[1]), own)
    return _choose(known, part, published, tense)


def _week(part: Part, published: date | None, tense: Callable[[], str], memory: Memory) -> Interval | None:
    return calendar.week(published, _STEPS.get(part.modifier, 0)) if published else None


def _decade(part: Part, published: date | None, tense: Callable[[], str], memory: Memory) -> Interval | None:
    if part.year is not None:
        return calendar.years(part.year, part.year + 9, part.hijri)
    return calendar.decade((published.year // 10 + _STEPS[part.modifier]) * 10) if published else None


def _century(part: Part, published: date | None, tense: Callable[[], str], memory: Memory) -> Interval | None:
    if part.number is not None:
        return calendar.century(part.number, part.hijri)
    return calendar.century((published.year + 99) // 100 + _STEPS[part.modifier]) if published else None


_RESOLVERS: dict[str, Callable[[Part, date | None, Callable[[], str], Memory], Interval | None]] = {
    "day": _day,
    "week": _week,
    "month": _month,
    "quarter": _quarter,
    "season": _season,
    "year": _year,
    "decade": _decade,
    "century": _century,
}
