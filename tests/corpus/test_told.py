"""The reading log in short: remarks of one kind are one row."""

import pandas as pd

import analysis
from analysis.base.notes import Note, grouped

TEXT = "وصل الوفد إلى العاصمة صباح الخميس، وقال الوزير إن المحادثات تبدأ غدا مع الطرف {} في القصر."


def test_remarks_that_differ_in_numbers_and_names_are_one() -> None:
    notes = [
        Note("a.csv", 1, "info", "line 2: 3 cells instead of 4", "missing cells left empty"),
        Note("b.csv", 7, "info", "line 31: 12 cells instead of 40", "missing cells left empty"),
        Note("a.csv", 1, "warning", "column date: no date in 'soon'", "left empty"),
        Note("a.csv", 2, "info", "the same text as story 4 of a.csv", "not counted"),
        Note("a.csv", 3, "info", "the same text as story 12 of b c.csv", "not counted"),
        Note("a.csv", 4, "info", "91% the same words as story 12 of b.csv", "not counted"),
    ]
    assert [(note.row, count) for note, count in grouped(notes)] == [(1, 2), (1, 1), (2, 2), (4, 1)]


def test_a_corpus_tells_each_kind_once_and_keeps_all() -> None:
    words = ["الأول", "الثاني", "الثالث", "الرابع", "الخامس"]
    corpus = analysis.read([*map(TEXT.format, words), None], lemmatizer="simple", keep_duplicates=True)
    told = corpus.told()
    undated = told[told["what"].str.startswith("no date")].iloc[0]
    assert (undated["count"], undated["file"], undated["row"]) == (len(words), "frame.jsonl", 0)
    assert told["count"].sum() == len(corpus.log)
    assert told["level"].tolist()[0] == "warning"  # the row without text goes first
    assert "1 warning" in repr(corpus)
    assert isinstance(told, pd.DataFrame)
    assert len(corpus.log[corpus.log["what"].str.startswith("no date")]) == len(words)
