"""Date expressions: found where they stand, resolved to what they mean, left alone where they are none."""

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dates import date_line, find_dates, inferred_day, suspects
from analysis.dates.find import date_rows
from written_days import PUBLISHED

SHARED = Path(__file__).parents[2].parent / "shared"


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


def test_offsets_survive_diacritics_and_tatweel() -> None:
    text = "وصلَ الوفدُ مساءَ أمسٍ، وبقـــي حتّى الخـامس من ينايـر ٢٠٢٥مـ"
    for row in date_rows(text, PUBLISHED):
        assert text[row.start : row.end] == row.surface
    assert [row.latest for row in date_rows(text, PUBLISHED)] == [date(2024, 5, 14), date(2025, 1, 5)]


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
    sentences = (Path(__file__).parents[1] / "data" / "date_sentences.txt").read_text(encoding="utf-8")
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
