"""Side data: read apart from the articles."""

import pandas as pd

import analysis
from analysis.sources import read_raw, read_side
from story import PAGE


def test_side_data_is_no_article_and_reads_apart(folder) -> None:
    root = folder(a=PAGE)
    (root / "metadata.csv").write_text(
        "File,ordinal,المصدر,Date,colour\n./a.txt,0,الساحل,15/8/2021,red\na.txt,,,,\n,1,x,,\na.txt,one,x,,\na.txt,,x,soon,\n",
        encoding="utf-8",
    )
    (root / "corrections.csv").write_text(
        "article_id,start,end,field,value\nab12,3,9,Actor,afghan_taliban\nab12,,,duplicate_of,\nab12,9,3,actor,x\nab12,3,,actor,x\n",
        encoding="utf-8",
    )
    assert [each.file for each in read_raw(root)[0]] == ["a.txt"]
    side = read_side(root)
    assert side.metadata is not None
    assert side.corrections is not None
    assert side.metadata.columns.tolist() == ["file", "ordinal", "source", "published", "colour"]
    assert side.metadata["colour"].tolist() == ["red", None]
    assert side.metadata["file"].tolist() == ["a.txt", "a.txt"]
    assert side.metadata["ordinal"].fillna(-1).tolist() == [0, -1]
    assert side.metadata["source"].tolist() == ["الساحل", None]
    assert side.metadata["published"].tolist() == [pd.Timestamp("2021-08-15"), pd.NaT]
    assert side.corrections.values.tolist() == [
        ["ab12", 3, 9, "actor", "afghan_taliban"],
        ["ab12", pd.NA, pd.NA, "duplicate_of", None],
    ]
    assert [(note.file, note.row, note.level) for note in side.notes] == [
        ("metadata.csv", None, "info"),
        ("metadata.csv", 2, "error"),
        ("metadata.csv", 3, "error"),
        ("metadata.csv", 4, "error"),
        ("corrections.csv", 2, "error"),
        ("corrections.csv", 3, "error"),
    ]


def test_side_data_that_cannot_be_used_is_told(folder) -> None:
    root = folder(a=PAGE)
    assert read_side(root) == (None, None, [])
    (root / "metadata.csv").write_text("title,date\nx,2021-08-15\n", encoding="utf-8")
    (root / "corrections.csv").write_bytes(b"")
    side = read_side(root)
    assert (side.metadata, side.corrections) == (None, None)
    assert [note.what for note in side.notes] == ["no column file; there are: title, date", "empty file"]


def test_corrections_of_whole_articles_need_no_places(folder) -> None:
    page = "وفد أممي يصل إلى كابل\n3 مارس 2022\nوصل وفد من الأمم المتحدة إلى كابل لبحث توزيع المساعدات الشتوية.\n"
    root = folder(one=page)
    (id,) = analysis.read(root).articles["article_id"]
    (root / "corrections.csv").write_text(f"article_id,field,value\n{id},source,نشرة الصباح\n", encoding="utf-8")
    assert analysis.read(root).articles["source"].tolist() == ["نشرة الصباح"]
