"""Articles in memory: frames and lists are read as files are."""

import math
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
from analysis.sources import InputError, read_raw
from analysis.sources.memory import as_place, name_of

TEXT = "وصل الوفد إلى العاصمة صباح الخميس، وقال الوزير إن المحادثات تبدأ غدا."
OTHER = "أعلنت الشركة نتائج الربع الأول في بيان نشرته أمس على موقعها."


def raw_of(source: object) -> list[tuple[int | None, str, dict | None]]:
    with as_place(source) as path:
        return [(each.row, each.text, each.fields) for each in read_raw(path)[0]]


def test_a_frame_is_read_as_a_table_in_a_file_is(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {"العنوان": ["زيارة", None], "النص": [TEXT, OTHER], "تاريخ النشر": ["21/07/2015", "2015-07-22"]}
    )
    frame.to_csv(tmp_path / "table.csv", index=False)
    assert raw_of(frame) == [(each.row, each.text, each.fields) for each in read_raw(tmp_path)[0]]


def test_cells_keep_what_they_say() -> None:
    rows = [
        {"text": TEXT, "date": pd.Timestamp("2021-03-04 22:00", tz="Asia/Riyadh"), "author": np.nan, "title": pd.NA},
        {"text": [TEXT, OTHER], "date": np.int64(42206), "author": ["سلمى", "هند"], "title": np.array(["خبر"])},
        {"text": TEXT, "date": date(2021, 3, 5), "author": math.nan, "title": "خبر".encode()},
    ]
    found = raw_of(rows)
    days = [fields["published"] for _, _, fields in found if fields]
    assert days == [date(2021, 3, 4), date(2015, 7, 21), date(2021, 3, 5)]
    assert found[1][1] == f"{TEXT}\n{OTHER}"
    assert [fields.get("author") for _, _, fields in found if fields] == [None, "سلمى هند", None]
    assert [fields.get("title") for _, _, fields in found if fields] == [None, "خبر", "خبر"]


def test_a_named_index_is_a_column() -> None:
    days = pd.DatetimeIndex(["2021-03-04"], name="date")
    ((_, _, fields),) = raw_of(pd.DataFrame({"text": [TEXT]}, index=days))
    assert fields and fields["published"] == date(2021, 3, 4)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=60), min_size=1, max_size=5))
@settings(max_examples=50, deadline=None)
def test_any_texts_give_rows_in_their_order(texts: list[str]) -> None:
    with as_place([*texts, TEXT]) as path:
        found, _ = read_raw(path)
    assert [each.row for each in found] == sorted({each.row for each in found if each.row is not None})
    assert found[-1].row == len(texts)
    assert found[-1].text == TEXT


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ([], "no rows"),
        (pd.DataFrame(), "no rows"),
        (5, "a source of type int; give a folder"),
        (None, "a source of type NoneType"),
        ({"text": TEXT}, "a source of type dict"),
        ([TEXT, 3], "row 1: of type int"),
        (pd.DataFrame([["x", "y"]], columns=["text", "text"]), "two columns called 'text'"),
        (pd.DataFrame({"a": [1], "b": [2]}), r"frame\.jsonl: no column of text among: a, b"),
        ([None, ""], "no text in the row"),
    ],
)
def test_what_cannot_be_read_is_one_line(source: object, told: str) -> None:
    with pytest.raises(InputError, match=told) as raised:
        analysis.read(source)  # type: ignore[arg-type]
    assert "\n" not in str(raised.value)
    assert "/tmp" not in str(raised.value)


def test_articles_in_memory_have_ids_of_their_own_everywhere() -> None:
    frame = pd.DataFrame({"body": [TEXT, "", OTHER], "source": ["أ", "أ", "ب"]})
    corpus = analysis.read(frame, lemmatizer="simple")
    again = analysis.read(frame.to_dict("records"), lemmatizer="simple", jobs=2)
    assert corpus.articles["article_id"].tolist() == again.articles["article_id"].tolist()
    assert set(corpus.articles["file"]) == {"frame.jsonl"}
    assert corpus.articles["ordinal"].tolist() == [0, 2]  # the rows of the frame
    assert corpus.info["source"] == name_of(frame) == "frame"
    log = corpus.log.set_index("row")
    assert log.loc[1, "what"] == "no text in the row"


def test_offsets_hold_in_a_frame() -> None:
    corpus = analysis.read([TEXT, OTHER], lemmatizer="simple")
    bodies = corpus.articles.set_index("article_id")["body"]
    tokens = corpus.tokens
    assert len(tokens) > 10
    for id, start, end, form in zip(tokens["article_id"], tokens["start"], tokens["end"], tokens["form"], strict=True):
        assert bodies[id][start:end] == form


def test_columns_are_named_and_copies_kept() -> None:
    frame = pd.DataFrame({"Meldung": [TEXT * 3, TEXT * 3], "Blatt": ["أ", "ب"]})
    corpus = analysis.read(frame, columns={"body": "meldung", "source": "Blatt"}, keep_duplicates=True)
    assert corpus.articles["source"].tolist() == ["أ", "ب"]
    assert len(corpus.counted) == 2
    assert len(analysis.read(frame, columns="body=Meldung, source=Blatt").counted) == 1
