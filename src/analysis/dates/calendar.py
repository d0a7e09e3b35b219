"""Calendar arithmetic for `dates`: the first and the last day of each unit, Gregorian and Hijri."""

from calendar import monthrange
from datetime import date, timedelta

from hijridate import Hijri

Interval = tuple[date, date]
DAY = timedelta(days=1)
# Umm al-Qura as hijridate has it; outside it the tabular calendar (civil epoch, 16 July 622 Julian) stands in.
UMM_AL_QURA = range(1343, 1501)


def day(year: int, month: int, number: int, hijri: bool = False) -> Interval | None:
    """Return a day as an interval, or None where the calendar has no such day."""
    whole = month_of(year, month, hijri)
    if whole is None or number < 1:
        return None
    found = whole[0] + (number - 1) * DAY
    # Early months of Umm al-Qura are recorded with 28 days; newspapers of the time counted 29.
    return (found, found) if found <= whole[1] or (hijri and number == 29) else None


def month_of(year: int, month: int, hijri: bool = False) -> Interval | None:
    """Return the first and last day of a month, or None where there is no such month."""
    if not 1 <= month <= 12 or not 1 <= year <= (1700 if hijri else 9998):
        return None
    if hijri:
        if year in UMM_AL_QURA:
            first = _umm_al_qura(year, month)
            return first, first + (Hijri(year, month, 1, validate=False).month_length() - 1) * DAY
        following = (year + 1, 1) if month == 12 else (year, month + 1)
        begun = _umm_al_qura if following[0] in UMM_AL_QURA else _tabular
        return _tabular(year, month), begun(*following) - DAY
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def hijri_in_gregorian(year: int, month: int, number: int | None = None) -> Interval | None:
    """Return a Hijri month, or a day of it, that begins in a Gregorian year; the first where there are two."""
    years = range(max(1, (year - 623) * 33 // 32), (year - 621) * 33 // 32 + 2)
    found = [month_of(each, month, True) if number is None else day(each, month, number, True) for each in years]
    return next((each for each in found if each and each[0].year == year), None)


def year_of(year: int, hijri: bool = False) -> Interval | None:
    """Return the first and last day of a year."""
    return span(month_of(year, 1, hijri), month_of(year, 12, hijri))


def quarter(year: int, number: int) -> Interval | None:
    """Return the quarter `number` (1 to 4) of a year; numbers beyond run into the years beside it."""
    years, index = divmod(number - 1, 4)
    return span(month_of(year + years, 3 * index + 1), month_of(year + years, 3 * index + 3))


def season(year: int, first_month: int) -> Interval | None:
    """Return the season that begins with `first_month` in `year`; the winter runs into the next year."""
    last = first_month + 2
    return span(month_of(year, first_month), month_of(year + (last > 12), (last - 1) % 12 + 1))


def year_after(first: date) -> date:
    """Return the first of a month a year later."""
    return first.replace(year=min(first.year + 1, 9998))


def week(day_in_it: date, offset: int = 0) -> Interval:
    """Return the week, Monday to Sunday, `offset` weeks from that of `day_in_it`."""
    monday = day_in_it - day_in_it.weekday() * DAY + 7 * offset * DAY
    return monday, monday + 6 * DAY


def years(first: int, last: int, hijri: bool = False) -> Interval | None:
    """Return the interval from one year's first day to another's last."""
    return span(year_of(first, hijri), year_of(last, hijri))


def century(number: int, hijri: bool = False) -> Interval | None:
    """Return the century `number`: the twentieth is 1901 to 2000."""
    return years(100 * number - 99, 100 * number, hijri) if 1 <= number <= 30 else None


def decade(first: int) -> Interval | None:
    """Return the decade that begins with the year `first`."""
    return years(first, first + 9)


def month_shift(day_in_it: date, months: int) -> tuple[int, int]:
    """Return (year, month) of the month `months` after that of `day_in_it`."""
    years_on, index = divmod(day_in_it.month - 1 + months, 12)
    return day_in_it.year + years_on, index + 1


def hijri_of(when: date) -> tuple[int, int]:
    """Return the Hijri (year, month) in which a day falls."""
    # The tabular mean year is 10631 days in 30 years; the guess is then at most one month off.
    year = max(1, (when.toordinal() - 227015) * 30 // 10631)
    months = [(y, m) for y in (year, year + 1, year + 2) for m in range(1, 13)]
    return next((each for each in months if (month_of(*each, hijri=True) or (when, when))[1] >= when), (year, 1))


def span(first: Interval | None, last: Interval | None) -> Interval | None:
    """Return the interval from the beginning of one to the end of the other."""
    return (first[0], last[1]) if first and last else None


def _umm_al_qura(year: int, month: int) -> date:
    """Return the first day of a month of the Umm al-Qura calendar."""
    first = Hijri(year, month, 1, validate=False).to_gregorian()
    return date(first.year, first.month, first.day)


def _tabular(year: int, month: int) -> date:
    """Return the first day of a month of the tabular calendar (11 leap years in 30; Reingold and Dershowitz 2018)."""
    return date.fromordinal(227015 + 29 * (month - 1) + month // 2 + (year - 1) * 354 + (3 + 11 * year) // 30)
