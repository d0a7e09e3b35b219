"""What looks like a date and is none: told, never resolved."""

from datetime import date

import pytest

from analysis.dates import suspects
from analysis.dates.find import date_rows, implausible
from written_days import PUBLISHED

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
