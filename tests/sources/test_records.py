"""Lists and tables, whole and broken."""

import json
from pathlib import Path

from analysis.sources import read_raw
from story import BODY, RECORD, TITLE, article


def test_what_comes_before_the_break_of_a_list_is_read(tmp_path: Path) -> None:
    text = json.dumps([RECORD, RECORD], ensure_ascii=False)
    (tmp_path / "list.json").write_text(text[:-40], encoding="utf-8")
    raw, notes = read_raw(tmp_path)
    assert [article(each) for each in raw] == [(TITLE, BODY)]
    assert notes[0].level == "error"
    assert notes[0].what.startswith("broken JSON at line 1, column ")


def test_a_quote_that_is_not_closed_costs_one_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('title,text\nأول,نص\nثان,"نص\nثالث,نص\nرابع,"نص\nفي سطرين"\n', encoding="utf-8")
    raw, notes = read_raw(tmp_path)
    assert [(each.row, each.text) for each in raw] == [(0, "نص"), (1, "نص"), (2, "نص"), (3, "نص\nفي سطرين")]
    assert [note.row for note in notes if "quote" in note.what] == [1]


def test_rows_over_several_lines_stay_whole(tmp_path: Path) -> None:
    text = 'title,text,date\nأول,"سطر\nسطران"\nثان,"قال "نعم" ثم عاد",2021-08-15\nثالث,"لم يغلق\nحتى النهاية'
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    raw, notes = read_raw(tmp_path)
    assert [each.text.strip('"').split()[-1] for each in raw] == ["سطران", "عاد", "النهاية"]
    assert [note.row for note in notes if note.row is not None] == [0, 2]
