"""Every form in every calendar: written, found and resolved to the same days."""

from datetime import date, timedelta

from hijridate import Gregorian
from hypothesis import given
from hypothesis import strategies as st

from analysis.dates import calendar
from analysis.dates.find import date_rows
from analysis.text import tables
from written_days import FORMS, HIJRI_MONTHS, MONTHS, ORDINALS, PUBLISHED, WEEKDAYS, ordinal, year_in_words


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(FORMS), st.sampled_from([None, PUBLISHED]))
def test_round_trip_of_gregorian_days(day: date, form: object, published: date | None) -> None:
    expression = form(day)  # type: ignore[operator]
    (row,) = date_rows(f"عقد اللقاء في {expression} بحضور الأهالي", published)
    assert (row.surface, row.earliest, row.latest, row.type, row.grain) == (expression, day, day, "absolute", "day")


@given(st.dates(date(1924, 8, 1), date(2077, 11, 16)), st.sampled_from(["named", "numeric", "both"]))
def test_round_trip_of_hijri_days(day: date, form: str) -> None:
    hijri = Gregorian.fromdate(day).to_hijri()
    expression = f"{hijri.day} {HIJRI_MONTHS[hijri.month - 1]} {hijri.year}هـ"
    if form == "numeric":
        expression = f"{hijri.day}/{hijri.month}/{hijri.year}هـ"
    elif form == "both":
        expression += f" الموافق {day.day} {MONTHS[0][day.month - 1]} {day.year}"
    (row,) = date_rows(f"عقد اللقاء في {expression} بحضور الأهالي")
    assert (row.surface, row.earliest, row.latest) == (expression, day, day)


NAMES = tables.table("dates/data/months.yml")
GREGORIAN_NAMES = [(n, name) for n, names in NAMES["gregorian"].items() for name in names if not name.isascii()]
HIJRI_NAMES = [(number, name) for number, names in NAMES["hijri"].items() for name in names]


@given(st.sampled_from(GREGORIAN_NAMES), st.integers(1, 28), st.integers(1800, 2099), st.data())
def test_round_trip_of_every_month_name(month: tuple[int, str], day: int, year: int, data: st.DataObject) -> None:
    number, name = month
    twin = data.draw(st.sampled_from([other for same, other in GREGORIAN_NAMES if same == number]))
    for written in (f"{day} {name} {year}", f"{day} {name} ({twin}) {year}", f"{day} {name}/{twin} {year}"):
        (row,) = date_rows(f"عقد اللقاء في {written} بحضور الأهالي")
        assert (row.surface, row.earliest, row.grain) == (written, date(year, number, day), "day")
    for written in (f"{name} {year}", f"شهر {name} من عام {year}", f"{name} ({twin}) {year}م"):
        (row,) = date_rows(f"عقد اللقاء في {written} بحضور الأهالي")
        assert (row.surface, row.grain) == (written, "month")
        assert (row.earliest, row.latest) == calendar.month_of(year, number)


@given(st.sampled_from(HIJRI_NAMES), st.integers(1, 28), st.integers(1200, 1500))  # four months of the table have 28
def test_round_trip_of_every_hijri_month_name(month: tuple[int, str], day: int, year: int) -> None:
    number, name = month
    for written in (f"{day} {name} {year}هـ", f"{day} من {name} عام {year} هـ", f"{day}/{number}/{year}هـ"):
        (row,) = date_rows(f"عقد اللقاء في {written} بحضور الأهالي")
        assert (row.surface, row.earliest) == (written, calendar.day(year, number, day, True)[0])  # type: ignore[index]
    (row,) = date_rows(f"عقد اللقاء في {name} {year}هـ بحضور الأهالي")
    assert (row.earliest, row.latest, row.grain) == (*calendar.month_of(year, number, True), "month")  # type: ignore[misc]


@given(st.integers(1500, 2099), st.integers(100, 1500))
def test_round_trip_of_years(year: int, hijri: int) -> None:
    for written in (f"عام {year}", f"سنة {year}م", f"العام {year}", f"عام {year} ميلادي"):
        (row,) = date_rows(f"ولد {written} في القرية")
        assert (row.surface, row.earliest, row.latest) == (written, date(year, 1, 1), date(year, 12, 31))
    for written in (f"عام {hijri}هـ", f"سنة {hijri} هجرية"):
        (row,) = date_rows(f"ولد {written} في القرية")
        assert (row.surface, (row.earliest, row.latest)) == (written, calendar.year_of(hijri, True))


@given(st.integers(1900, 2099))
def test_round_trip_of_years_in_words(year: int) -> None:
    written = f"عام {year_in_words(year)}"
    (row,) = date_rows(f"ولد {written} في القرية")
    assert (row.surface, row.earliest, row.latest) == (written, date(year, 1, 1), date(year, 12, 31))


SEASONS = {"ربيع": 3, "صيف": 6, "خريف": 9, "شتاء": 12}


@given(st.integers(1900, 2090), st.integers(1, 4), st.sampled_from(sorted(SEASONS)))
def test_round_trip_of_quarters_and_seasons(year: int, number: int, season: str) -> None:
    for written in (f"الربع {ORDINALS[number]} من عام {year}", f"الربع {ORDINALS[number]} من {year}م"):
        (row,) = date_rows(f"زادت الأرباح في {written} كثيرا")
        assert (row.surface, row.grain) == (written, "quarter")
        assert (row.earliest, row.latest) == calendar.quarter(year, number)
    for written in (f"{season} {year}", f"{season} عام {year}"):
        (row,) = date_rows(f"زار القرية في {written} مرتين")
        assert (row.surface, row.grain) == (written, "season")
        assert (row.earliest, row.latest) == calendar.season(year, SEASONS[season])


@given(st.integers(2, 9), st.integers(17, 20), st.integers(1, 21))
def test_round_trip_of_decades_and_centuries(tens: int, hundreds: int, century: int) -> None:
    names = ["عشرينيات", "ثلاثينيات", "أربعينيات", "خمسينيات", "ستينيات", "سبعينيات", "ثمانينيات", "تسعينيات"]
    written = f"{names[tens - 2]} القرن {ordinal(hundreds)}"
    (row,) = date_rows(f"ازدهرت المدينة في {written} كثيرا")
    first = 100 * (hundreds - 1) + 10 * tens
    assert (row.surface, row.earliest, row.latest) == (written, date(first, 1, 1), date(first + 9, 12, 31))
    for written in (f"القرن {ordinal(century)}", f"القرن الـ{century}", f"القرن {ordinal(century)} الميلادي"):
        (row,) = date_rows(f"ازدهرت المدينة في {written} كثيرا")
        assert (row.surface, row.grain) == (written, "century")
        assert (row.earliest, row.latest) == calendar.century(century)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 1)), st.integers(1, 27), st.integers(1, 50))
def test_round_trip_of_ranges(first: date, days: int, years: int) -> None:
    last = first + timedelta(days)
    one, other = (f"{day.day} {MONTHS[0][day.month - 1]}" for day in (first, last))
    for text in (
        f"يستمر من {first.day if first.month == last.month else one} إلى {other} {last.year} في القاعة",
        f"استمر بين {one} و{other} {last.year} في القاعة",
    ):
        assert [(row.earliest, row.latest) for row in date_rows(text)] == [(first, first), (last, last)]
    text = f"عاش هناك بين عامي {first.year} و{first.year + years} مع أسرته"
    assert [row.earliest.year for row in date_rows(text) if row.earliest] == [first.year, first.year + years]


@given(st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_weekdays_fall_around_publication(published: date) -> None:
    for number, name in enumerate(WEEKDAYS):
        past, last, coming = (
            date_rows(sentence, published)[0].earliest
            for sentence in (f"وصل الوفد {name}", f"وصل الوفد {name} الماضي", f"سيصل الوفد {name}")
        )
        assert past is not None and last is not None and coming is not None
        assert past.weekday() == last.weekday() == coming.weekday() == number
        assert timedelta(0) <= published - past < timedelta(7)
        assert timedelta(0) < published - last <= timedelta(7)
        assert timedelta(0) < coming - published <= timedelta(7)
