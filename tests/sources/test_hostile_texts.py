"""Texts, rows and names that nobody would write by accident: none ends a run, hangs it, or steers a terminal."""

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
from analysis import actors, lemmas, names, pages
from analysis.actors.find import mention_rows
from analysis.base.notes import shown
from analysis.corpus import annotate, annotation, articles
from analysis.dates import date_line, find_dates, inferred_day, suspects
from analysis.sources import InputError, Note, Raw, read_raw
from analysis.sources.columns import read_day
from analysis.text import sentences, tokenize

GOOD = "عنوان خبر جيد من كابل\n\nوصل وفد من طالبان إلى كابل في 5 مايو 2021 والتقى الوزير سمير الخطيب هناك صباحا.\n"
LONG = "9" * 5000
BOMB = "قنبلة"  # a word that a tool is made to fall over


# --- files beside a good one, each read in a process of its own -----------------------------------------------------
ROW = {"body": "وصل الوفد إلى كابل في 5 مايو 2021 والتقى الوزير هناك.", "title": "وصول الوفد"}
MORE = f'{{"body": "نص آخر عن كابل اليوم.", "id": {LONG}, "date": {LONG}}}'
TEXTS = {
    "digits.txt": f"عنوان خبر الأرقام\n\nبلغ العدد {LONG} ثم {'۹' * 5000} في 5 مايو 2021 بحسب الوزير في كابل.\n",
    "page.html": f"<title>x</title><meta name=date content='{LONG}-01-01'><p>بلغ العدد {LONG} بحسب الوزير في كابل.",
    "rows.json": f'[{json.dumps(ROW)}, {MORE}, {{"body": 1e999}}]',
    "lines.jsonl": f"{json.dumps(ROW)}\n{MORE}\n",
    "table.csv": f"title,body,date\nأول,نص أول عن كابل اليوم.,\nثان,نص آخر عن كابل اليوم.,{LONG}\n",
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_number_of_thousands_of_digits_loses_nothing_of_its_file(name: str, tmp_path: Path, alone: Callable) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "good.txt").write_text(GOOD, encoding="utf-8")
    (source / name).write_text(TEXTS[name], encoding="utf-8")
    ended = alone("read", "source")
    rows = 1 if name.endswith(("txt", "html")) else 2
    assert ended.code == 0 and f"<Corpus: {rows + 1} articles" in ended.out
    if rows == 2:
        assert f"{name}, 1: column date: no date in" in ended.out


SIDES = {
    "metadata.csv": f"file,ordinal,title\ngood.txt,{LONG},a\ngood.txt,{'9' * 30},b\ngood.txt,0,عنوان من الجدول\n",
    "corrections.csv": f"article_id,start,end,field,value\nx,{LONG},{LONG}1,actor,y\nx,1,{'9' * 30},actor,y\n",
}


@pytest.mark.parametrize("name", SIDES)
def test_a_huge_number_beside_the_articles_loses_its_row_alone(name: str, tmp_path: Path, alone: Callable) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "good.txt").write_text(GOOD, encoding="utf-8")
    (source / name).write_text(SIDES[name], encoding="utf-8")
    ended = alone("read", "source", "--all")
    assert ended.code == 0 and "<Corpus: 1 articles" in ended.out
    for row in (0, 1):
        assert f"error   {name}, {row}:" in ended.out and "is no whole number" in ended.out
    if name == "metadata.csv":
        assert analysis.read(source).articles["title"].tolist() == ["عنوان من الجدول"]


def test_side_data_that_is_a_link_a_pipe_or_a_folder_is_told_and_not_followed(tmp_path: Path, alone: Callable) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "good.txt").write_text(GOOD, encoding="utf-8")
    secret = tmp_path / "secret.csv"
    secret.write_text("file,title\ngood.txt,السر المكتوم\nroot:x:0\n", encoding="utf-8")
    (source / "metadata.csv").symlink_to(secret)
    os.mkfifo(source / "corrections.csv")
    ended = alone("read", "source", seconds=30)
    assert ended.code == 0 and "<Corpus: 1 articles" in ended.out
    assert "metadata.csv: is a link, which is not followed" in ended.out
    assert "corrections.csv: is no file" in ended.out
    assert "root" not in ended.out + ended.err and "السر" not in ended.out + ended.err
    assert analysis.read(source).articles["title"].tolist() == ["عنوان خبر جيد من كابل"]


def test_side_data_of_many_columns_or_rows_is_told_and_left(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "metadata.csv").write_text("file," + "x," * 5000 + "\n", encoding="utf-8")
    (tmp_path / "corrections.csv").write_text("article_id,start,end,field,value\n" + "\n" * 1_000_001, encoding="utf-8")
    log = analysis.read(tmp_path).log
    told = log[log["level"] == "error"]
    assert told["file"].tolist() == ["corrections.csv", "metadata.csv"]
    assert told["what"].str.contains("more than 1,0").all()


# --- what a tool cannot take ----------------------------------------------------------------------------------------
def _falling(tool: Callable) -> Callable:
    def fall(given, *rest, **more):
        if BOMB in str(given):
            raise ValueError("cannot\ntake it")
        return tool(given, *rest, **more)

    return fall


@pytest.mark.parametrize(
    ("place", "what", "empty"),
    [
        ((annotation, "date_rows"), "no dates: ValueError: cannot take it", "dates"),
        ((annotation, "mention_rows"), "no mentions of actors: ValueError", "actors"),
        ((annotation, "name_rows"), "no names beyond the registry: ValueError", "names"),
        ((annotation, "sentence_spans"), "no words: ValueError", "sentences tokens"),
        ((annotation, "readings"), f"no lemma of '{BOMB}': ValueError", ""),
    ],
)
def test_an_article_that_a_tool_cannot_take_keeps_the_rest(
    place: tuple, what: str, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(GOOD.replace("الوزير", f"الوزير {BOMB}"), encoding="utf-8")
    (tmp_path / "b.txt").write_text(GOOD.replace("وفد", "رئيس"), encoding="utf-8")
    monkeypatch.setenv("ANALYSIS_CACHE", "off")
    monkeypatch.setattr(*place, _falling(getattr(*place)))
    corpus = analysis.read(tmp_path, entities="crf")
    assert len(corpus) == 2
    told = corpus.log[corpus.log["level"] == "error"]
    assert told[["file", "row"]].values.tolist() == [["a.txt", 0]]
    assert told["what"].iloc[0].startswith(what)
    bad = corpus.articles.set_index("file").at["a.txt", "article_id"]
    held = {name: getattr(corpus, name) for name in ("sentences", "tokens", "dates")}
    held["names"] = corpus.mentions[corpus.mentions["method"] == "entity"]
    held["actors"] = corpus.mentions.drop(held["names"].index)
    for name, table in held.items():
        assert table["article_id"].nunique() == 2 - (name in empty), name
        assert name not in empty or bad not in set(table["article_id"])


def test_what_a_tool_could_not_take_is_told_of_a_store_that_is_made_anew_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    source.mkdir()
    (source / "a.txt").write_text(GOOD.replace("الوزير", f"الوزير {BOMB}"), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(annotation, "date_rows", _falling(annotation.date_rows))
        patch.setattr(annotation, "mention_rows", _falling(mention_rows))
        assert annotate(source, out).log["level"].tolist().count("error") == 2
    log = annotate(source, out, entities="crf").log  # the mentions alone are made anew
    assert [what[:8] for what in log.loc[log["level"] == "error", "what"]] == ["no dates"]


def test_a_page_or_a_row_that_cannot_be_taken_apart_is_left_out_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(articles, "stories", _falling(pages.stories))
    raw = [Raw("a.txt", None, f"{BOMB}\n{GOOD}", None), Raw("b.txt", None, GOOD, None)]
    found, notes = articles.collect(raw)
    assert [each["file"] for each in found] == ["b.txt"]
    what = "cannot be taken apart: ValueError: cannot take it"
    assert Note("a.txt", None, "error", what, "skipped; check the text") in notes


def test_a_row_that_cannot_be_read_is_left_out_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from analysis.sources import columns as tables

    (tmp_path / "a.json").write_text(json.dumps([ROW, ROW | {"body": BOMB}, ROW | {"body": "نص ثالث عن كابل."}]))
    monkeypatch.setattr(tables, "_plain", _falling(tables._plain))
    monkeypatch.setenv("ANALYSIS_CACHE", "off")
    corpus = analysis.read(tmp_path)
    assert len(corpus) == 2
    told = corpus.log[corpus.log["level"] == "error"]
    assert told[["file", "row"]].values.tolist() == [["a.json", 1]]


# --- any text, any function -----------------------------------------------------------------------------------------
PIECES = [
    *("1" * 5000, "٩" * 4400, "۹" * 30, "５" * 10, "²", "๓", "1e400", "nan", "inf", "-0", "0", "2020-", "99:99", "99%"),
    *("31/12/9999", "1/1/1/1/", "30 فبراير 9999", "31 ديسمبر 9998", "1 محرم 1700", "عام 0000", "عام 9999", "القرن 99"),
    *("قبل 9999 سنة", "بعد 999 عقدا", "ألف ", "وألف ", "مايو", "الأحد", "أمس", "غدا", "في ", "يوم ", "اليوم (الأحد)"),
    *("طالبان", "كابل", "محمد ", "الرئيس الأمريكي", "NATO", "و", "ال", "ل", "ـ", "ﷺ", "ﻻ", "😀", "a\u0301", "漢"),
    *("\u064e", "\u0651", "\u200c", "\u200d", "\u200f", "\u202e", "\ufeff", "\u00ad", "\0", "\x9b"),
    *('"', "«", "»", "(", ")", "[", "-", "–", "،", ".", "…", "؟", ":", "/", "|", "*", "_", "#", "@", "<b>", "&amp;"),
    *(" ", "\n", "\t", "\r", "\x0b", "\x1c", "\x85", "\u2028", "\u00a0"),
]
HOSTILE = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=14).map(
    lambda pieces: "".join(pieces).encode("utf-8", "replace").decode()
)
DAYS = st.sampled_from([None, date.min, date(622, 7, 19), date(2024, 2, 29), date.max])


@given(HOSTILE, DAYS)
@settings(max_examples=300)
def test_dates_of_any_text_stand_where_they_say(text: str, published: date | None) -> None:
    found = find_dates(text, published and published.isoformat())
    assert [text[start:end] for start, end in zip(found["start"], found["end"], strict=True)] == found[
        "surface"
    ].tolist()
    assert (found["earliest"].isna() | (found["earliest"] <= found["latest"])).all()
    for each in suspects(text, published):
        assert text[each.start : each.end] == each.surface
    date_line(text)
    inferred_day(text, date(1, 1, 1), published)
    day = read_day(text)
    assert day is None or 1900 <= day.year <= 2100


@given(HOSTILE, HOSTILE, DAYS)
@settings(max_examples=150)
def test_mentions_and_names_of_any_text_stand_where_they_say(text: str, title: str, published: date | None) -> None:
    for found in (
        actors.find_mentions(text, title=title, published=published, adjectives=True),
        names.find_names(text, "crf"),
    ):
        for start, end, surface in zip(found["start"], found["end"], found["surface"], strict=True):
            assert surface and text[start:end] == surface


@given(HOSTILE)
@settings(max_examples=200)
def test_words_and_stories_of_any_text(text: str) -> None:
    for found, column in ((tokenize(text), "form"), (sentences(text), "text")):
        assert [text[row.start : row.end] for row in found.itertuples()] == found[column].tolist()
        assert (found["start"] < found["end"]).all()
    forms = tokenize(text)["form"].tolist()
    assert len(lemmas.lemmatize(forms, "simple")) == len(forms)
    found, notes = articles.collect([Raw("a.txt", None, text, None), Raw("b.csv", 0, text, {"title": text or None})])
    assert not [note for note in notes if note.level == "error"]


@given(
    st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.none()
    | st.lists(st.floats())
    | st.dates()
    | st.datetimes()
)
def test_any_cell_is_a_day_of_these_centuries_or_none(cell: object) -> None:
    day = read_day(cell)
    assert day is None or 1900 <= day.year <= 2100


# --- time -----------------------------------------------------------------------------------------------------------
SIZE = 200_000
TIMED = {
    "a signature before white space": """
from analysis.pages.furniture import before_signature
before_signature(" " * SIZE + "x")""",
    "a name in a sentence without end": """
from analysis.actors import load_registry
from analysis.actors.find import mention_rows
mention_rows({"body": ("لطالبان و" * SIZE)[:SIZE]}, load_registry())""",
    "a name in a title without end": """
from analysis.actors import load_registry
from analysis.actors.find import mention_rows
mention_rows({"title": ("لطالبان و" * SIZE)[:SIZE], "body": "x"}, load_registry())""",
    "a mark of doubling on each letter": """
from analysis.text.transliteration import transliterate
transliterate("اَّ" * (SIZE // 3))""",
    "a weekday and its day, told of no year": """
from datetime import date
from analysis.dates import inferred_day
inferred_day("الجمعة 15 ديسمبر " * (SIZE // 17), date(1000, 1, 1), date(9998, 1, 1))""",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TIMED)
def test_time_grows_with_the_text_and_not_with_its_square(name: str, alone: Callable) -> None:
    alone("-c", f"SIZE = {SIZE}\n{TIMED[name]}", seconds=30)


TEXT = "<p>قال الوزير إن الحكومة ستجتمع غدا في العاصمة كابل لبحث ما جرى في البلاد.</p>" * 5
HTML = {
    "headings": ("<h2>عنوان الخبر الثاني اليوم</h2>", "<meta property='og:title' content='عنوان خبر آخر تماما'>"),
    "cues in a row": ("<p>اقرأ أيضا</p><ul><li><a href=x>خبر</a></li></ul>", ""),
    "cues in one block": ("<b>اقرأ أيضا</b><a href=x>خبر</a>", ""),
    "cues in many blocks": ("<div>اقرأ أيضا<a href=x>خبر</a>", ""),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HTML)
def test_a_page_of_a_quarter_megabyte_is_read_in_seconds(name: str, alone: Callable) -> None:
    code = f"""
from analysis.sources.html import article
text, (piece, head) = {TEXT!r}, {HTML[name]!r}
count = 260_000 // len((piece + head).encode())
page = f"<title>عنوان الخبر الأول</title>{{head * count}}<body>{{text}}<div>{{piece * count}}</div>"
assert "قال الوزير" in article(page).body"""
    alone("-c", code, seconds=30)


# --- names that steer -----------------------------------------------------------------------------------------------
STEERING = "a\x9b2J\x1b[31m\u202e\u2066\u200f\u061c\u200b\ufeff\x85\x7f\u2028"


def test_what_steers_a_terminal_is_written_out() -> None:
    told = shown(STEERING + "\ud800")
    assert told.isascii() and told.startswith("a\\x9b2J\\x1b[31m\\u202e")
    assert shown("می\u200cروم ه\u200d") == "می\u200cروم ه\u200d"  # the joiners of Persian and of Arabic names
    assert str(InputError(f"{STEERING}: no such file")).isascii()
    note = Note(STEERING, None, "error", STEERING, STEERING)
    assert "".join((note.file, note.what, note.action)).isascii()


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be written there")
def test_names_of_files_reach_neither_terminal_nor_tables_as_they_are(tmp_path: Path, alone: Callable) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / f"{STEERING}.txt").write_text(GOOD, encoding="utf-8")
    (source / f"{STEERING}.xyz").write_text(GOOD, encoding="utf-8")
    ended = alone("read", "source")
    assert ended.code == 0
    gone = alone("read", f"source/{STEERING}-no")
    assert gone.code == 2
    for letter in set(STEERING) - set("a2J[31m"):
        assert letter not in ended.out + ended.err and letter not in gone.out + gone.err
    corpus = analysis.read(source)
    assert corpus.articles["file"].tolist() == [shown(f"{STEERING}.txt")]


def test_a_control_character_costs_no_row_and_no_page(tmp_path: Path) -> None:
    body = "وصل الوفد إلى المدينة صباح اليوم لبحث ملف الحدود مع السلطات المحلية."
    rows = "".join(f"عنوان {n},{sign}<b>{body}</b>\n" for n, sign in enumerate(("\x02", "\x01", "")))
    (tmp_path / "table.csv").write_text(f"title,body\n{rows}", encoding="utf-8")
    (tmp_path / "page.html").write_text(f"<h1>عنوان</h1><script></script>\x01لاء<p>{body}</p>", encoding="utf-8")
    raw, notes = read_raw(tmp_path)
    assert [item.text.strip() for item in raw if item.file == "table.csv"] == [body] * 3
    assert any(body in item.text for item in raw if item.file == "page.html")
    assert any(note.file == "table.csv" and "control characters" in note.what for note in notes)
