"""Date expressions: found where they stand, resolved to what they mean, left alone where they are none."""

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
from hijridate import Gregorian
from hypothesis import given
from hypothesis import strategies as st

from analysis.dates import calendar, date_line, find_dates, inferred_day, published_after, suspects
from analysis.dates.find import date_rows, implausible
from analysis.text import tables

SHARED = Path(__file__).parents[2].parent / "shared"
PUBLISHED = date(2024, 5, 15)  # a Wednesday, 7 Dhu al-Qa'da 1445

IMPOSSIBLE = """
31 فبراير 2020
30 فبراير
32 مايو 2020
0 مايو 2020
31/02/2020
15/13/2020
10/20/2015
2020-13-01
00/00/2000
31 نوفمبر 2021
15/14/1436هـ
35 رمضان 1440
1440/13/01هـ
عام 20222
31/04/2021
29 فبراير 2023
""".strip().split("\n")


@pytest.mark.parametrize("expression", IMPOSSIBLE)
def test_impossible_dates_have_no_value_and_are_told(expression: str) -> None:
    text = f"زار المدينة في {expression} وفد كبير"
    assert date_rows(text, PUBLISHED) == []
    (suspect,) = suspects(text, PUBLISHED)
    assert text[suspect.start : suspect.end] == suspect.surface == expression
    assert suspect.why.startswith("no such")


@pytest.mark.parametrize(
    ("text", "surface", "why"),
    [
        ("وقع العقد في 15122023 بمقر الشركة", "15122023", "the digits of a date run together"),
        ("وقع العقد بتاريخ 20231215 بمقر الشركة", "20231215", "the digits of a date run together"),
        ("وقع العقد في 1 يناير 20222 بمقر الشركة", "1 يناير 20222", "no such year"),
        ("وقع العقد يوم 31/13 بمقر الشركة", "يوم 31/13", "no such day"),
        ("وقع العقد في 15 مايو 20", "15 مايو 20", "cut off by the end of the text"),
        ("وقع العقد في 15/12/202", "15/12/202", "cut off by the end of the text"),
        ("وقع العقد في 15/12/", "15/12/", "cut off by the end of the text"),
        ("وقع العقد سنة 20", "سنة 20", "cut off by the end of the text"),
    ],
)
def test_dates_run_together_or_cut_off_have_no_value_and_are_told(text: str, surface: str, why: str) -> None:
    assert date_rows(text, PUBLISHED) == []
    assert [(each.surface, each.why) for each in suspects(text, PUBLISHED)] == [(surface, why)]


def test_a_wrong_weekday_and_a_past_far_ahead_are_told_and_keep_their_value() -> None:
    text = "زار الوفد المدينة الجمعة 14 ديسمبر 2023 ثم زار القرية في 3 مارس 2031"
    assert [row.earliest for row in date_rows(text, PUBLISHED)] == [date(2023, 12, 14), date(2031, 3, 3)]
    assert [each.why for each in suspects(text, PUBLISHED)] == [
        "told as Friday, but 2023-12-14 is Thursday",
        "told as past, but the text was published on 2024-05-15",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "اتصل على الرقم 0555123456 قبل الساعة 2030",
        "بلغت الأرباح 12345678 ريالا في عام 2015",
        "النسخة 16/3/1 من اللائحة والإصدار 5.1.13",
        "القطاع العام 4500 ريال",
        "أزياء من سنة 3500 ق.م",
        "ستقام البطولة في 15 ديسمبر 2034",
        "عاد في الجمعة 15 ديسمبر 2023 وغادر في رمضان 1440",
    ],
)
def test_plain_numbers_are_no_suspects(text: str) -> None:
    assert suspects(text, PUBLISHED) == []


def test_publication_far_from_all_dates_told_is_implausible() -> None:
    told = date_rows("وصل في 3 مارس 2015، واجتمع في 5 مارس 2015، وغادر في 9 مارس 2015")
    assert implausible(told, date(2024, 5, 15)) == (
        "published 2024-05-15, but the dates told are of 2015-03-03 to 2015-03-09"
    )
    assert implausible(told, date(2015, 3, 10)) is None
    assert implausible(told, None) is None
    assert implausible(told[:2], date(2024, 5, 15)) is None


def test_without_publication_only_absolute_dates_are_resolved() -> None:
    found = date_rows("زار المدينة أمس وفي مارس الماضي وفي 14 مايو وقبل عامين وفي يونيو 2022 وفي التسعينيات")
    assert [(row.surface, row.type, row.earliest) for row in found] == [
        ("أمس", "relative", None),
        ("مارس الماضي", "relative", None),
        ("14 مايو", "relative", None),
        ("وقبل عامين", "relative", None),
        ("يونيو 2022", "absolute", date(2022, 6, 1)),
        ("التسعينيات", "absolute", date(1990, 1, 1)),
    ]


@pytest.mark.parametrize(
    "published", [PUBLISHED, "2024-05-15", pd.Timestamp("2024-05-15 10:30"), datetime(2024, 5, 15)]
)
def test_frame(published: object) -> None:
    frame = find_dates("عاد أمس من رحلة بدأت عام 1436هـ", published)
    assert frame.columns.tolist() == ["start", "end", "surface", "type", "earliest", "latest", "grain"]
    assert frame["surface"].tolist() == ["أمس", "عام 1436هـ"]
    assert frame["earliest"].dtype == frame["latest"].dtype == "datetime64[s]"
    assert frame["earliest"].tolist() == [pd.Timestamp("2024-05-14"), pd.Timestamp("2014-10-25")]
    assert frame["grain"].tolist() == ["day", "year"]


@pytest.mark.parametrize("nothing", [None, pd.NaT, float("nan")])
def test_frame_without_publication_or_dates(nothing: object) -> None:
    frame = find_dates("عاد أمس", nothing)
    assert frame["earliest"].isna().all() and len(frame) == 1
    empty = find_dates("", nothing)
    assert empty.empty and empty["latest"].dtype == "datetime64[s]" and empty["start"].dtype == "int64"


def test_published_that_is_no_date_says_so() -> None:
    with pytest.raises(ValueError, match="published='soon' is no day"):
        find_dates("أمس", "soon")


def test_dates_far_from_the_frame_of_nanoseconds() -> None:
    frame = find_dates("قامت الدولة عام 132هـ وسقطت عام 1258م")
    assert frame["earliest"].dt.year.tolist() == [749, 1258]


LINES = [
    ("الجمعة 15/ديسمبر/2023 - 04:49 ص", date(2023, 12, 15)),
    ("نُشر: 10 مايو 2024", date(2024, 5, 10)),
    ("نشر في: 2 ديسمبر (كانون الأول) 2022", date(2022, 12, 2)),
    ("2022/08/01", date(2022, 8, 1)),
    ("آخر تحديث: الثلاثاء 31 يناير 2023 - 09:15", date(2023, 1, 31)),
    ("٣٠ يوليو ٢٠٢٣", date(2023, 7, 30)),
    ("الاثنين - 12 شوال 1444 هـ - 01 مايو 2023 م", date(2023, 5, 1)),
    ("12-09-2023", date(2023, 9, 12)),
    ("2023-12-15T04:49:00+03:00", date(2023, 12, 15)),
    ("2023-12-15 04:49:00", date(2023, 12, 15)),
    ("Friday, May 10, 2024", date(2024, 5, 10)),
    ("10 May 2024 at 10:30 AM", date(2024, 5, 10)),
    ("كتب بتاريخ 5/6/2021 | 10:30 م", date(2021, 6, 5)),
    ("الأحد 01 يناير 2023 الساعة 10:15 بتوقيت غرينتش", date(2023, 1, 1)),
    ("تاريخ النشر: 2023.05.12 | 10:30 GMT", date(2023, 5, 12)),
    ("الثلاثاء ٥ آذار ٢٠٢٤ | ١٢:٠٠", date(2024, 3, 5)),
    ("20/10/1436هـ", date(2015, 8, 5)),
    ("الأربعاء 5 أغسطس/آب 2015", date(2015, 8, 5)),
    ("أُنشئ في: 10 مايو 2024 - 12:30", date(2024, 5, 10)),
    ("تمت الإضافة بتاريخ 5/6/2021", date(2021, 6, 5)),
    ("التاريخ: 2023-05-12", date(2023, 5, 12)),
    ("نشر في 2 ديسمبر 2022 - آخر تحديث 5 ديسمبر 2022", date(2022, 12, 2)),
    ("آخر تحديث: 5 ديسمبر 2022 | تاريخ النشر: 2 ديسمبر 2022", date(2022, 12, 2)),
    ("2 ديسمبر 2022 10:30 - آخر تحديث 5 ديسمبر 2022 - 11:20", date(2022, 12, 2)),
    ("قتل شخصان في 12 مايو 2023", None),
    ("الرياضة في مايو 2023", None),
    ("مايو 2023", None),
    ("2023", None),
    ("الجمعة", None),
    ("الجمعة 15 ديسمبر", None),
    ("31/02/2023", None),
    ("1 يناير 20222", None),
    ("15/13/2023", None),
    ("04:49", None),
    ("", None),
]


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_date_line(line: str, expected: date | None) -> None:
    assert date_line(line) == expected


def test_published_after_is_the_latest_bound_told_as_past() -> None:
    text = (
        "زار المدينة في فبراير 2022 ثم عاد في 10 يونيو 2024. ومن المقرر أن يزورها في مارس 2026، "
        "وتمنى أن يكون العام الجديد 2025 عاما سعيدا، وعاد أمس."
    )
    assert published_after(date_rows(text)) == date(2024, 6, 10)
    assert published_after(date_rows("زارها في يونيو 2022")) == date(2022, 6, 1)
    assert published_after(date_rows("عاد أمس")) is None
    # A month counts by its first day, and a season or a year by theirs.
    assert published_after(date_rows("زارها في 3 مايو 2022 ثم في مايو 2022")) == date(2022, 5, 3)
    assert published_after(date_rows("زارها عام 2022 ولن يزورها قبل عام 2024")) == date(2022, 1, 1)


@pytest.mark.parametrize(
    ("text", "after", "newest", "expected"),
    [
        ("أعلنت الوزارة، اليوم الجمعة 15 ديسمبر، عن خطة", date(2021, 8, 1), date(2025, 2, 1), date(2023, 12, 15)),
        ("أعلنت الوزارة أمس الجمعة 15 ديسمبر عن خطة", date(2021, 8, 1), date(2025, 2, 1), date(2023, 12, 16)),
        ("الجمعة 15 ديسمبر\nأعلنت الوزارة عن خطة", date(2021, 8, 1), date(2025, 2, 1), date(2023, 12, 15)),
        # 15 December was a Friday in 2017 too.
        ("أعلنت الوزارة، اليوم الجمعة 15 ديسمبر، عن خطة", date(2015, 1, 1), date(2025, 2, 1), None),
        ("أعلنت الوزارة، اليوم الجمعة 15 ديسمبر، عن خطة", date(2024, 1, 1), date(2025, 2, 1), None),
        ("أعلنت الوزارة، اليوم الجمعة 15 ديسمبر، عن خطة", None, date(2025, 2, 1), None),
        ("أعلنت الوزارة أنها ستجتمع يوم الجمعة 15 ديسمبر", date(2021, 8, 1), date(2025, 2, 1), None),
        ("أعلنت الوزارة، اليوم 15 ديسمبر، عن خطة", date(2021, 8, 1), date(2025, 2, 1), None),
        ("أعلنت الوزارة، اليوم الجمعة، عن خطة", date(2021, 8, 1), date(2025, 2, 1), None),
        # The day itself may be either bound.
        ("أعلنت الوزارة، اليوم الجمعة 15 ديسمبر، عن خطة", date(2023, 12, 15), date(2023, 12, 15), date(2023, 12, 15)),
        ("أعلنت الوزارة، اليوم الجمعة 15 ديسمبر، عن خطة", date(2023, 12, 16), date(2025, 2, 1), None),
        ("أعلنت الوزارة، اليوم الجمعة 15 ديسمبر، عن خطة", date(2021, 8, 1), None, None),
        ("أعلنت الوزارة، اليوم الاثنين 2 رمضان، عن خطة", date(2023, 8, 1), date(2025, 2, 1), None),
        ("أعلنت الوزارة، اليوم الثلاثاء 2 رمضان، عن خطة", date(2023, 8, 1), date(2025, 2, 1), date(2024, 3, 12)),
        ("قررت الوزارة الاجتماع غدا السبت 16 ديسمبر", date(2021, 8, 1), date(2025, 2, 1), None),
    ],
)
def test_inferred_day(text: str, after: date | None, newest: date, expected: date | None) -> None:
    assert inferred_day(text, after, newest) == expected


def test_offsets_survive_diacritics_and_tatweel() -> None:
    text = "وصلَ الوفدُ مساءَ أمسٍ، وبقـــي حتّى الخـامس من ينايـر ٢٠٢٥مـ"
    for row in date_rows(text, PUBLISHED):
        assert text[row.start : row.end] == row.surface
    assert [row.latest for row in date_rows(text, PUBLISHED)] == [date(2024, 5, 14), date(2025, 1, 5)]


MONTHS = (
    ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"],
    [
        "كانون الثاني",
        *["شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول"],
        "تشرين الأول",
        "تشرين الثاني",
        "كانون الأول",
    ],
)
HIJRI_MONTHS = [
    *["محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة"],
    *["رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة"],
]
WEEKDAYS = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
UNITS = ["", "واحد", "اثنين", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
TENS = ["", "عشرة", "عشرين", "ثلاثين", "أربعين", "خمسين", "ستين", "سبعين", "ثمانين", "تسعين"]
ORDINALS = ["", "الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع", "العاشر"]


def _ordinal(day: int) -> str:
    """Return a day of the month as an ordinal in words."""
    tens, ones = divmod(day, 10)
    if day <= 10:
        return ORDINALS[day]
    first = "الحادي" if ones == 1 else ORDINALS[ones]
    if tens == 1:
        return f"{first} عشر"
    round_ten = "العشرين" if tens == 2 else "الثلاثين"
    return f"{first} و{round_ten}" if ones else round_ten


def _year_in_words(year: int) -> str:
    """Return a year of 1900 to 2099 in words."""
    tens, ones = divmod(year % 100, 10)
    if year % 100 <= 10:
        rest = UNITS[year % 100]
    elif tens == 1:
        rest = f"{['', 'أحد', 'اثني'][ones] if ones < 3 else UNITS[ones]} عشر"
    else:
        rest = f"{UNITS[ones]} و{TENS[tens]}" if ones else TENS[tens]
    head = "ألفين" if year >= 2000 else "ألف وتسعمائة"
    return f"{head} و{rest}" if rest else head


FORMS = [
    lambda day: f"{day.day} {MONTHS[0][day.month - 1]} {day.year}",
    lambda day: f"{day.day} {MONTHS[1][day.month - 1]} {day.year}",
    lambda day: f"{day.day} {MONTHS[0][day.month - 1]} ({MONTHS[1][day.month - 1]}) {day.year}",
    lambda day: f"{day.day} {MONTHS[1][day.month - 1]}/{MONTHS[0][day.month - 1]} {day.year}",
    lambda day: f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[0][day.month - 1]} {day.year}",
    lambda day: f"{_ordinal(day.day)} من {MONTHS[0][day.month - 1]} عام {day.year}",
    lambda day: f"{_ordinal(day.day)} من {MONTHS[0][day.month - 1]} عام {_year_in_words(day.year)}",
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day:%d-%m-%Y}",
    lambda day: f"{day:%Y/%m/%d}",
    lambda day: f"{day:%Y-%m-%d}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
]


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


@given(st.sampled_from(HIJRI_NAMES), st.integers(1, 29), st.integers(1200, 1500))
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
    written = f"عام {_year_in_words(year)}"
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
    written = f"{names[tens - 2]} القرن {_ordinal(hundreds)}"
    (row,) = date_rows(f"ازدهرت المدينة في {written} كثيرا")
    first = 100 * (hundreds - 1) + 10 * tens
    assert (row.surface, row.earliest, row.latest) == (written, date(first, 1, 1), date(first + 9, 12, 31))
    for written in (f"القرن {_ordinal(century)}", f"القرن الـ{century}", f"القرن {_ordinal(century)} الميلادي"):
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


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(FORMS[:6] + FORMS[7:]))
def test_round_trip_of_date_lines(day: date, form: object) -> None:
    assert date_line(f"نُشر في: {form(day)} - 10:30") == day  # type: ignore[operator]


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


_PIECES = st.sampled_from(
    [
        "أمس",
        "اليوم",
        "الجمعة",
        "31",
        "15",
        "2023",
        "1436",
        "00",
        "فبراير",
        "شوال",
        "(آذار)",
        "/",
        "-",
        "،",
        ")",
        "(",
        "هـ",
        "م",
        "من",
        "إلى",
        "و",
        "قبل",
        "منذ",
        "بعد",
        "عامين",
        "سنوات",
        "عام",
        "العام",
        "الماضي",
        "المقبل",
        "الربع",
        "الأول",
        "الأخير",
        "السابق",
        "القرن",
        "العشرين",
        "والعشرين",
        "التسعينيات",
        "صيف",
        "الشهر",
        "نفسه",
        "منه",
        "ألف",
        "وتسعمائة",
        "99/99/9999",
        "2020-13-45",
        "20222",
        "\n",
        ".",
        "الموافق",
        "يومي",
        "غد",
        "الحالي",
        "كل",
        "3/4",
        "٣٠",
    ]
)


@given(st.lists(_PIECES, max_size=12).map(" ".join) | st.text(), st.dates() | st.none())
def test_any_text_gives_valid_mentions(text: str, published: date | None) -> None:
    position = 0
    for row in date_rows(text, published):
        assert text[row.start : row.end] == row.surface != ""
        assert row.start >= position
        assert (row.earliest is None) == (row.latest is None)
        assert row.earliest is None or row.latest is None or row.earliest <= row.latest
        position = row.end
    date_line(text)
    inferred_day(text, date(2000, 1, 1), date(2030, 1, 1))
    for each in suspects(text, published):
        assert text[each.start : each.end] == each.surface != ""


@pytest.mark.parametrize("published", [date.min, date.max])
def test_the_ends_of_the_calendar_raise_nothing(published: date) -> None:
    sentences = (Path(__file__).parents[1] / "date_sentences.txt").read_text(encoding="utf-8")
    for row in date_rows(sentences.replace("⟦", "").replace("⟧", ""), published, []):
        assert row.earliest is None or row.latest is None or row.earliest <= row.latest
    suspects("31 فبراير 2020 والقرن المقبل وبعد عشرة قرون", published)


def test_a_sentence_of_thousands_of_dates_is_read() -> None:
    text = " ".join(f"سنة {year}" for year in range(1500, 2100)) * 5 + " الجمعة"
    assert len(date_rows(text, PUBLISHED)) == 3001


@pytest.mark.skipif(
    not (SHARED / "gold" / "dates-dev.jsonl").exists(), reason="the gold dates are not here (../shared)"
)
def test_development_set(tmp_path: Path) -> None:
    gold = SHARED / "gold" / "dates-dev.jsonl"
    predicted = tmp_path / "predicted.jsonl"
    with gold.open(encoding="utf-8") as lines, predicted.open("w", encoding="utf-8") as out:
        for article in map(json.loads, lines):
            rows = find_dates(article["text"], article["published"])
            for name in ("earliest", "latest"):
                rows[name] = rows[name].dt.strftime("%Y-%m-%d")
            out.write(json.dumps({"id": article["id"], "dates": rows.to_dict("records")}) + "\n")
    scorer = [sys.executable, str(SHARED / "gold" / "score_dates.py"), "--json", str(gold), str(predicted)]
    scores = json.loads(subprocess.run(scorer, capture_output=True, check=True, text=True).stdout)
    assert scores["all"]["both"]["f1"] >= 0.94
