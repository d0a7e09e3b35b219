"""Columns by name, and days in every usual form."""

import json
import re
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from analysis.sources import InputError, Raw, read_raw
from analysis.sources import columns as tables
from analysis.sources.columns import read_day, recognise


def test_named_columns_come_before_usual_names(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("title,text,Corps\nعنوان,مختصر,النص كله\n", encoding="utf-8")
    (raw,), notes = read_raw(tmp_path, {"body": "corps"})
    assert (raw.text, raw.fields) == ("النص كله", {"title": "عنوان", "own": {"text": "مختصر"}})
    assert notes[0].what == "columns: title → title, Corps → body; kept as they are: text"


def test_a_named_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("text\nقال الوزير\n", encoding="utf-8")
    (raw,), notes = read_raw(tmp_path, {"body": "Corps", "date": "jour"})
    assert raw.text == "قال الوزير"
    assert [note.what for note in notes[:2]] == ["no column 'Corps' for body", "no column 'jour' for published"]


def test_columns_for_no_field_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no field 'boddy'; choose among title, subtitle, body"):
        read_raw(tmp_path, {"boddy": "text"})


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        ("Titre,Texte,Publié le,Journal,Auteur,Lien", "title body author source url published"),
        ("Überschrift,Inhalt,Veröffentlicht am,Zeitung,Autorin", "title body author source published"),
        ("العنوان,نص_الخبر,تاريخ النشر,اسم الصحيفة,الكاتب,الرابط", "title body author source url published"),
    ],
)
def test_columns_are_known_in_four_languages(names: str, fields: str) -> None:
    assert list(recognise(names.split(","))[0]) == fields.split()


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Contnet,date", 'skipped; did you mean \'Contnet\'? name it: columns={"body": "Contnet"}'),
        ("foo,date", 'skipped; did you mean \'foo\'? name it: columns={"body": "foo"}'),
    ],
)
def test_the_likely_column_of_text_is_told(tmp_path: Path, header: str, told: str) -> None:
    (tmp_path / "t.csv").write_text(f"{header}\nوصل الوفد إلى العاصمة صباح الخميس.,2021-01-02\n", encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(told)):
        read_raw(tmp_path)


def test_a_mistyped_column_is_asked_for_once(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("text,Publishd,id\nقال الوزير,2021-01-02,7\n", encoding="utf-8")
    _, notes = read_raw(tmp_path)
    asked = [(note.what, note.action) for note in notes if "did you mean" in note.action]
    told = 'did you mean \'Publishd\'? name it: columns={"published": "Publishd"}'
    assert asked == [("no column for published", told)]


def test_the_next_usual_column_stands_in_for_an_empty_cell() -> None:
    assert recognise(["description", "Text", "crawled"])[0] == {
        "body": ["Text", "description"],
        "collected": ["crawled"],
    }
    rows = [(0, {"text": "", "description": "ملخص"}), (1, {"text": "نص", "description": "ملخص"})]
    found = [each.text for each in tables.articles("t", ["text", "description"], rows) if isinstance(each, Raw)]
    assert found == ["ملخص", "نص"]


def test_the_time_of_download_is_told_apart(tmp_path: Path) -> None:
    rows = [
        {"body": "نص", "date_extracted": "2015-07-21 02:51:32"},
        {"body": "نص", "date": "1/6/2015", "crawled": "2015-07-21"},
    ]
    (tmp_path / "list.json").write_text(json.dumps(rows), encoding="utf-8")
    raw, _ = read_raw(tmp_path)
    assert [each.fields for each in raw] == [
        {"published": date(2015, 7, 21), "published_from": "collected"},
        {"published": date(2015, 6, 1), "published_from": "metadata"},
    ]


@pytest.mark.parametrize(
    "value",
    [
        *("2015-07-21", "2015-07-21 02:51:32", "2015-07-21T23:51:32+03:00", "2015/07/21", "20150721", 20150721),
        *("21/07/2015", "21-7-2015", "21.07.2015 10:30", "٢١/٧/٢٠١٥", "21 يوليو 2015", "21 تموز 2015", "٢١ يوليو ٢٠١٥"),
        *("الثلاثاء 21 يوليو 2015", "5 شوال 1436 هـ", "Tue, 21 Jul 2015 02:51:32 GMT", "July 21, 2015"),
        *(42206, 42206.75, "42206", 1437447092, 1437447092000, "1437447092"),
        *(date(2015, 7, 21), datetime(2015, 7, 21, 3), pd.Timestamp("2015-07-21")),
    ],
)
def test_days_in_every_usual_form(value: object) -> None:
    assert read_day(value) == date(2015, 7, 21)


@pytest.mark.parametrize(
    "value", [None, "", "قريبا", "0000-00-00", "31/02/2015", "2015", 12, float("nan"), pd.NaT, True, 1e300]
)
def test_what_is_no_day_is_none(value: object) -> None:
    assert read_day(value) is None


def test_a_column_tells_the_order_of_day_and_month(tmp_path: Path) -> None:
    (tmp_path / "us.csv").write_text("text,date\nنص,07/04/2015\nنص,07/21/2015\n", encoding="utf-8")
    (tmp_path / "fr.csv").write_text("text,date\nنص,04/07/2015\nنص,21/07/2015\n", encoding="utf-8")
    raw, _ = read_raw(tmp_path)
    assert {(each.fields or {})["published"] for each in raw if each.row == 0} == {date(2015, 7, 4)}
