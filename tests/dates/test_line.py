"""Lines that date a page, and what a text tells of its own day."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dates import date_line, inferred_day, published_after
from analysis.dates.find import date_rows
from analysis.dates.line import told_day
from written_days import FORMS

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
    # glued to a time, to the next date; ordinals, Maghreb months, issues, a stop before the clock
    ("2 ديسمبر 2022آخر تحديث : 5 ديسمبر 2022", date(2022, 12, 2)),
    ("2022/12/2-آخر تحديث: 2022/12/510:22 (بتوقيت مكة المكرمة)", date(2022, 12, 2)),
    ("2/12/202210:30 ص", date(2022, 12, 2)),
    ("10:30 GMT2 ديسمبر/ كانون الأول 2022", date(2022, 12, 2)),
    ("Last updated on December 2nd, 2022 at 10:22 am", date(2022, 12, 2)),
    ("2nd of December 2022", date(2022, 12, 2)),
    ("الجمعة 2 فيفري 2018", date(2018, 2, 2)),
    ("تم نشره الجمعة 2 كانون الأول / ديسمبر 2022. 10:22 صباحاً", date(2022, 12, 2)),
    ("نُشر في: 02 ديسمبر ,2022: 02:30 م GST", date(2022, 12, 2)),
    ("العدد 4120 - الجمعة 2 ديسمبر 2022", date(2022, 12, 2)),
    ("الجمعة 8 جمادى الأولى 1444هـ الموافق 2 ديسمبر 2022م العدد 4120", date(2022, 12, 2)),
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


def test_a_line_tells_a_day_and_what_else() -> None:
    told = told_day("دولية2022/12/02 10:19")
    assert told is not None
    assert (told.day, told.clock, told.updated, len(told.rest.split())) == (date(2022, 12, 2), True, False, 1)
    update = told_day("(محدثة 17:49 GMT 17.03.2020)")
    assert update is not None
    assert (update.day, update.updated) == (date(2020, 3, 17), True)


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


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from(FORMS[:6] + FORMS[7:]))
def test_round_trip_of_date_lines(day: date, form: object) -> None:
    assert date_line(f"نُشر في: {form(day)} - 10:30") == day  # type: ignore[operator]
