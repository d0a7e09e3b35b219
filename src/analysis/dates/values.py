"""From what a date expression states to the days it means, seen from the day of publication."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from analysis.dates import calendar
from analysis.dates.calendar import DAY, Interval
from analysis.dates.rules import Expression

# How many units the modifiers lead from the unit of publication.
_STEPS = {"<P": -2, "P": -1, "V": -1, "R": 0, "J": 0, "F": 1, ">F": 2}
_GREGORIAN_YEARS = range(1800, 2200)  # beside a Hijri month, such a year is a Gregorian one (`رمضان 2015`)
_BACK, _ON = frozenset({"P", "<P", "V"}), frozenset({"F", ">F", "N"})


@dataclass(slots=True)
class Memory:
    """What a text named last, for `الربع السابق`, `الأسبوع السابق`, `من العام نفسه` and `12 منه`."""

    year: int | None = None
    quarter: date | None = None
    month: date | None = None
    week: date | None = None
    hijri: bool = False


def is_future(expression: Expression) -> bool | None:
    """Return whether the expression itself says that it lies ahead; None where it does not say."""
    if expression.modifier in _ON or expression.year_modifier in _ON:
        return True
    if expression.modifier in _BACK or expression.year_modifier in _BACK:
        return False
    if expression.today is not None:
        return expression.today > 0
    if expression.number is not None and expression.form in ("one", "offset"):
        return expression.number > 0
    return None


def resolve(
    expression: Expression, published: date | None, tense: Callable[[], str], memory: Memory
) -> Interval | None:
    """Return the interval that an expression means, None where nothing but a missing `published` could fix it.

    Raises
    ------
    ValueError, OverflowError
        If the expression names a day or a year that does not exist.
    """
    if expression.form in ("one", "offset"):
        found = _offset(expression, published)
    else:
        found = _RESOLVERS[expression.grain](expression, published, tense, memory)
    if found is None and (published is not None or expression.year is not None or expression.modifier == "q"):
        raise ValueError("no such date")
    # A quarter set beside the same one a year later is a comparison: the later one stays the one last named.
    if found and expression.grain == "quarter" and calendar.year_after(found[0]) != memory.quarter:
        memory.quarter = found[0]
    if found and expression.form != "same" and (expression.month or expression.grain == "month"):
        memory.month, memory.hijri = found[0], expression.hijri
    if found and expression.grain == "week" and expression.modifier != "V":
        memory.week = found[0]
    if found and (expression.year or expression.grain == "year") and expression.modifier != "V":
        memory.year = found[0].year
    return found


def _offset(expression: Expression, published: date | None) -> Interval | None:
    if published is None or expression.number is None:
        return None
    number = expression.number
    if expression.grain == "day":
        found = published + number * DAY
        return found, found
    if expression.grain == "week":
        return calendar.week(published, number)
    if expression.grain == "month":
        return calendar.month_of(*calendar.month_shift(published, number))
    if expression.grain == "year":
        return calendar.year_of(published.year + number)
    if expression.grain == "decade":
        return calendar.decade((published.year // 10 + number) * 10)
    return calendar.century((published.year + 99) // 100 + number)


def _year_told(expression: Expression, published: date | None, memory: Memory) -> int | None:
    """Return the Gregorian year that an expression states outright or by `من العام الماضي`."""
    if expression.year is not None:
        return expression.year
    if expression.year_modifier == "J":
        return memory.year
    if expression.year_modifier == "V" and memory.year:
        return memory.year - 1
    if expression.year_modifier and published:
        return published.year + _year_step(expression.year_modifier, published)
    return None


def _year_step(modifier: str, published: date) -> int:
    # The new year is the one that begins next, or has just begun.
    return int(published.month > 6) if modifier == "N" else _STEPS[modifier]


def _day(expression: Expression, published: date | None, tense: Callable[[], str], memory: Memory) -> Interval | None:
    if expression.day is not None and expression.month is not None:
        return _day_of_month(expression, published, tense, memory)
    if expression.modifier in ("q", "J"):
        if memory.month is None:
            return None
        year, month = calendar.hijri_of(memory.month) if memory.hijri else (memory.month.year, memory.month.month)
        return calendar.day(year, month, expression.day or 0, memory.hijri)
    if expression.day is not None:
        if published is None:
            return None
        year, month = calendar.month_shift(published, _STEPS.get(expression.modifier, 0))
        own = calendar.day(year, month, expression.day)
        if expression.weekday is not None and (own is None or own[0].weekday() != expression.weekday):
            # The weekday tells that the month is a Hijri one: `الاثنين 18 من الشهر الحالي`.
            other = calendar.day(*_hijri_shift(published, _STEPS.get(expression.modifier, 0)), expression.day, True)
            return other if other and other[0].weekday() == expression.weekday else own
        return own
    if published is None:
        return None
    if expression.weekday is None:
        found = published + (expression.today or 0) * DAY
    elif expression.today is not None:
        # The text was written up to five days before the page came out, or on its eve.
        latest = published + (expression.today + 1) * DAY
        found = latest - (latest.weekday() - expression.weekday) % 7 * DAY
    else:
        found = _weekday(expression.weekday, expression.modifier, published, tense)
    return found, found


def _hijri_shift(when: date, months: int) -> tuple[int, int]:
    """Return the Hijri (year, month) `months` after that of a day."""
    year, month = calendar.hijri_of(when)
    years, index = divmod(month - 1 + months, 12)
    return year + years, index + 1


def _weekday(weekday: int, modifier: str, published: date, tense: Callable[[], str]) -> date:
    back = (published.weekday() - weekday) % 7
    on = (weekday - published.weekday()) % 7
    if modifier in _BACK:
        return published - ((back or 7) + 7 * (modifier == "<P")) * DAY
    if modifier in _ON:
        return published + ((on or 7) + 7 * (modifier == ">F")) * DAY
    told = "" if modifier == "R" else tense()
    if told in ("future", "scheduled", "start"):
        # `تجتمع اللجنة الاثنين` on a Monday is that Monday; `ستجتمع` is the next.
        return published + (on or 7 * (told == "future")) * DAY
    return published - back * DAY


def _day_of_month(
    expression: Expression, published: date | None, tense: Callable[[], str], memory: Memory
) -> Interval | None:
    assert expression.day is not None and expression.month is not None
    year = _year_told(expression, published, memory)
    if year is not None:
        if expression.year is None and expression.hijri and published:
            year += calendar.hijri_of(published)[0] - published.year
        return _day_of_year(expression, year)
    if published is None:
        return None
    around = calendar.hijri_of(published)[0] if expression.hijri else published.year
    choices = [
        calendar.day(around + step, expression.month, expression.day, expression.hijri) for step in range(-9, 10)
    ]
    days = [choice[0] for choice in choices if choice]
    if expression.weekday is not None and expression.form == "numeric":
        days = _numeric_days(expression, published) or days
    if expression.weekday is not None:
        named = [each for each in days if each.weekday() == expression.weekday and abs((each - published).days) < 550]
        days = named or days
    chosen = _choose([(each, each) for each in days], expression, published, tense)
    # `الأحد المقبل 19 يوليو` stays that day on a page of the 21st.
    return chosen or ((days[0], days[0]) if expression.weekday is not None and len(days) == 1 else None)


def _day_of_year(expression: Expression, year: int) -> Interval | None:
    """Return the day named, in `year`; a weekday told settles what the order of numbers or the moon leaves open."""
    assert expression.day is not None and expression.month is not None
    if expression.hijri and year in _GREGORIAN_YEARS:
        return calendar.hijri_in_gregorian(year, expression.month, expression.day)
    found = calendar.day(year, expression.month, expression.day, expression.hijri)
    if expression.weekday is None or (found and found[0].weekday() == expression.weekday):
        return found
    if expression.form == "numeric":
        swapped = calendar.day(year, expression.day, expression.month, expression.hijri)
        if swapped and swapped[0].weekday() == expression.weekday:
            return swapped
    if expression.hijri and found:
        near = [found[0] + step * DAY for step in (-1, 1)]
        return next(((day, day) for day in near if day.weekday() == expression.weekday), found)
    return found


def _numeric_days(expression: Expression, published: date) -> list[date]:
    """Return the days nearby that `الأحد 3/10` can mean in either calendar, where the weekday is right."""
    year = calendar.hijri_of(published)[0]
    years = [(published.year + step, False) for step in (-1, 0, 1)] + [(year + step, True) for step in (-1, 0, 1)]
    days = [calendar.day(each, expression.month or 0, expression.day or 0, hijri) for each, hijri in years]
    near = [
        day[0] for day in days if day and day[0].weekday() == expression.weekday and abs(day[0] - published) < 180 * DAY
    ]
    return sorted(near)


def _choose(
    choices: list[Interval], expression: Expression, published: date, tense: Callable[[], str]
) -> Interval | None:
    """Return the one of the yearly `choices`, in order, that modifier and tense point to."""
    back = [each for each in choices if each[0] <= published]
    on = [each for each in choices if each[1] >= published]
    if expression.modifier in _BACK:
        ended = [each for each in back if each[1] < published]
        return ended[-2 if expression.modifier == "<P" and expression.day is None else -1] if ended else None
    if expression.modifier in _ON:
        begun = [each for each in on if each[0] > published]
        return begun[1 if expression.modifier == ">F" and expression.day is None else 0] if begun else None
    if not back or not on:
        return (back or on or [None])[-1 if back else 0]  # type: ignore[list-item]
    last, following = back[-1], on[0]
    if expression.modifier == "R":
        return min(last, following, key=lambda each: abs((each[0] - published).days))
    told = tense()
    ahead, ago = (following[0] - published).days, (published - last[0]).days
    # A day almost a year ago or ahead would carry its year.
    if expression.day and max(ahead, ago) > 300 and min(ahead, ago) <= 35:
        return following if ahead < ago else last
    if told == "future" or (told in ("scheduled", "start") and ahead < ago):
        return following
    # Nothing tells: a month just ahead is likelier meant than one almost a year ago.
    return following if told != "past" and 4 * ahead < ago else last


def _month(expression: Expression, published: date | None, tense: Callable[[], str], memory: Memory) -> Interval | None:
    if expression.form == "same":
        return _same_month(expression, published, memory)
    if expression.month is None:
        if published is None:
            return None
        if expression.hijri:
            return calendar.month_of(*_hijri_shift(published, _STEPS.get(expression.modifier, 0)), True)
        return calendar.month_of(*calendar.month_shift(published, _STEPS.get(expression.modifier, 0)))
    told = _year_told(expression, published, memory)
    if told is not None:
        if expression.year is None and expression.hijri and published:
            told += calendar.hijri_of(published)[0] - published.year
        if expression.hijri and told in _GREGORIAN_YEARS:
            return calendar.hijri_in_gregorian(told, expression.month)
        return calendar.month_of(told, expression.month, expression.hijri)
    if published is None:
        return None
    around = calendar.hijri_of(published)[0] if expression.hijri else published.year
    choices = [calendar.month_of(around + step, expression.month, expression.hijri) for step in range(-3, 4)]
    return _choose([choice for choice in choices if choice], expression, published, tense)


def _same_month(expression: Expression, published: date | None, memory: Memory) -> Interval | None:
    """Return the month last named, in the year that the expression states; the year where none was named."""
    year = _year_told(expression, published, memory)
    if year is None:
        return None
    if memory.month is None:
        expression.grain = "year"
        return calendar.year_of(year)
    if memory.hijri:
        own, month = calendar.hijri_of(memory.month)
        return calendar.month_of(own + year - memory.month.year, month, True)
    return calendar.month_of(year, memory.month.month)


def _year(expression: Expression, published: date | None, tense: Callable[[], str], memory: Memory) -> Interval | None:
    if expression.year is not None:
        return calendar.year_of(expression.year, _is_hijri_year(expression))
    if expression.modifier == "V" and memory.year:
        return calendar.year_of(memory.year - 1)
    if published is None:
        return None
    if expression.hijri:
        year, month = calendar.hijri_of(published)
        return calendar.year_of(
            year + (int(month > 6) if expression.modifier == "N" else _STEPS.get(expression.modifier, 0)), True
        )
    return calendar.year_of(published.year + (_year_step(expression.modifier, published) if expression.modifier else 0))


def _is_hijri_year(expression: Expression) -> bool:
    # Between these bounds news writes the Hijri year without saying so.
    return expression.hijri or (expression.form in ("named", "") and expression.year in range(1340, 1466))


def _quarter(
    expression: Expression, published: date | None, tense: Callable[[], str], memory: Memory
) -> Interval | None:
    if expression.modifier == "J":
        return _same_quarter(expression, published, memory)
    if expression.number is None:
        origin = memory.quarter if expression.modifier == "V" and memory.quarter else published
        return calendar.quarter(origin.year, (origin.month + 2) // 3 + _STEPS[expression.modifier]) if origin else None
    year = _year_told(expression, published, memory)
    if year is not None:
        if _is_hijri_year(expression):
            first = 3 * expression.number - 2
            return calendar.span(calendar.month_of(year, first, True), calendar.month_of(year, first + 2, True))
        return calendar.quarter(year, expression.number)
    if published is None:
        return None
    if expression.modifier == "R":
        return calendar.quarter(published.year, expression.number)
    own, *others = (calendar.quarter(published.year + step, expression.number) for step in (0, -1, 1))
    before, after = others
    if own is None:
        return None
    if expression.modifier in _ON:
        return own if own[0] > published else after
    if expression.modifier in _BACK:
        return own if own[1] < published else before
    return own if own[0] <= published or tense() == "future" else before


def _same_quarter(expression: Expression, published: date | None, memory: Memory) -> Interval | None:
    """Return the quarter last named, in the year that the expression states: `الربع المماثل من العام الماضي`."""
    if memory.quarter is None:
        return None
    year = _year_told(expression, published, memory)
    return calendar.quarter(memory.quarter.year if year is None else year, (memory.quarter.month + 2) // 3)


def _season(
    expression: Expression, published: date | None, tense: Callable[[], str], memory: Memory
) -> Interval | None:
    assert expression.number is not None
    year = _year_told(expression, published, memory)
    if year is not None:
        if _is_hijri_year(expression):
            whole = calendar.year_of(year, True)
            seasons = [calendar.season(whole[0].year + step, expression.number) for step in (0, 1)] if whole else []
            return next((each for each in seasons if each and whole and whole[0] <= each[0] <= whole[1]), None)
        return calendar.season(year, expression.number)
    if published is None:
        return None
    choices = [calendar.season(published.year + step, expression.number) for step in range(-3, 4)]
    known = [each for each in choices if each]
    if expression.modifier == "R":
        own = calendar.season(published.year, expression.number)
        return next((each for each in known if each[0] <= published <= each[1]), own)
    return _choose(known, expression, published, tense)


def _week(expression: Expression, published: date | None, tense: Callable[[], str], memory: Memory) -> Interval | None:
    origin = memory.week if expression.modifier == "V" and memory.week else published
    return calendar.week(origin, _STEPS.get(expression.modifier, 0)) if origin else None


def _decade(
    expression: Expression, published: date | None, tense: Callable[[], str], memory: Memory
) -> Interval | None:
    if expression.year is not None:
        return calendar.years(expression.year, expression.year + 9, expression.hijri)
    return calendar.decade((published.year // 10 + _STEPS[expression.modifier]) * 10) if published else None


def _century(
    expression: Expression, published: date | None, tense: Callable[[], str], memory: Memory
) -> Interval | None:
    if expression.number is not None:
        return calendar.century(expression.number, expression.hijri)
    if expression.hijri and published:
        return calendar.century((calendar.hijri_of(published)[0] + 99) // 100 + _STEPS[expression.modifier], True)
    return calendar.century((published.year + 99) // 100 + _STEPS[expression.modifier]) if published else None


_RESOLVERS: dict[str, Callable[[Expression, date | None, Callable[[], str], Memory], Interval | None]] = {
    "day": _day,
    "week": _week,
    "month": _month,
    "quarter": _quarter,
    "season": _season,
    "year": _year,
    "decade": _decade,
    "century": _century,
}
