"""Checking by hand: samples, sheets as people and programs save them, scores, and what is kept of them."""

import csv
import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

import analysis
from analysis import checking
from analysis.checking.sample import SAMPLES
from analysis.checking.sheet import Stamp, _verdict, read_sheet
from analysis.sources import InputError
from analysis.sources.checks import GROUPS

COMMON = ["id", "article", "date", "sentence", "marked", "read", "right", "note"]


def cut(table: pd.DataFrame, rights: list[str]) -> pd.DataFrame:
    """Return a sheet of as many rows as there are verdicts."""
    return table.head(len(rights)).assign(right=rights)


@pytest.fixture(scope="module")
def mentions(sample: analysis.Corpus) -> pd.DataFrame:
    return checking.sample_mentions(sample, n=10, seed=3)


@pytest.mark.parametrize("kind", GROUPS)
def test_samples_show_each_case_in_its_sentence(sample: analysis.Corpus, kind: str) -> None:
    table = SAMPLES[kind](sample, n=20, seed=1)
    drawn = min(20, table.attrs["population"])
    assert drawn > 1 and list(table.columns[:8]) == COMMON and table["id"].tolist() == list(range(1, drawn + 1))
    assert (table["right"] == "").all() and (table["note"] == "").all() and table["read"].str.len().gt(0).all()
    articles = sample.articles.set_index("article_id")
    for row in table.itertuples():
        assert f"[[{row.marked}]]" in row.sentence
        assert articles.loc[row.article_id, row.part][row.start : row.end] == row.marked
        assert row.sentence.replace("[[", "").replace("]]", "") in articles.loc[row.article_id, row.part]
    assert set(GROUPS[kind]) < set(table.columns)


def test_what_was_read_is_told(sample: analysis.Corpus) -> None:
    names = checking.sample_mentions(sample, n=2000)
    assert "طالبان الأفغانية (Afghan Taliban)" in set(names["read"])
    assert len(names) == len(sample.counted_mentions()) and not set(names["method"]) & {"place", "adjective"}
    dates = checking.sample_dates(sample, n=1000)
    days = dates[dates["grain"] == "day"]["read"]
    assert days.str.fullmatch(r"\d{4}-\d\d-\d\d|unresolved").all()
    assert dates[dates["grain"] == "year"]["read"].str.contains("-01-01 – ").any()
    relations = checking.sample_relations(sample, n=1000)
    directed = relations[relations["directed"] == "yes"]
    assert directed["read"].str.count(r" \| ").eq(2).all() and set(relations["negated"]) <= {"yes", "no"}


def test_a_sample_is_random_and_repeatable(sample: analysis.Corpus, mentions: pd.DataFrame) -> None:
    again = checking.sample_mentions(sample, n=10, seed=3)
    pd.testing.assert_frame_equal(mentions, again)
    other = checking.sample_mentions(sample, n=10, seed=4)
    places = [list(zip(table["article_id"], table["start"], strict=True)) for table in (mentions, other)]
    assert places[0] != places[1]
    more = checking.sample_mentions(sample, n=30, seed=3)  # begins with the smaller one
    assert more["start"].head(10).tolist() == mentions["start"].tolist()
    assert mentions["article_id"].tolist() != sorted(mentions["article_id"])  # in random order


def test_the_xlsx_sheet_is_made_to_be_filled_in(mentions: pd.DataFrame, tmp_path: Path) -> None:
    xlsx, _ = checking.write_sheet(mentions, tmp_path / "sheet.xlsx")
    sheet = load_workbook(xlsx).active
    assert sheet.sheet_view.rightToLeft and sheet.title == "mentions" and sheet.max_row == 11
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"right,wrong"' and str(choice.sqref) == "G2:G11" and not choice.showErrorMessage
    assert sheet["G1"].value == "right" and sheet["D2"].alignment.wrap_text and sheet["D2"].alignment.readingOrder == 2


def test_formulas_and_steering_characters_are_only_text(mentions: pd.DataFrame, tmp_path: Path) -> None:
    table = mentions.assign(article='=HYPERLINK("http://a.b";"c")', sentence="=1+1\u202e\x07 [[x]]", marked="+1")
    xlsx, text = checking.write_sheet(table, tmp_path / "sheet")
    cells = load_workbook(xlsx).active[2]
    assert cells[1].value.startswith("=HYPERLINK") and {cell.data_type for cell in cells} <= {"s", "n"}
    assert cells[3].value == "=1+1 [[x]]"
    with text.open(encoding="utf-8-sig", newline="") as file:
        row = next(csv.DictReader(file))
    assert row["article"].startswith("'=") and row["sentence"].startswith("'=") and row["marked"] == "'+1"
    assert len(checking.score(text)) == len(checking.score(xlsx)) > 1


def test_a_sheet_is_never_written_over(mentions: pd.DataFrame, tmp_path: Path) -> None:
    checking.write_sheet(mentions, tmp_path / "deep" / "sheet.xlsx")
    (tmp_path / "deep" / "sheet.xlsx").unlink()
    with pytest.raises(InputError, match=r"sheet\.csv: is there already"):
        checking.write_sheet(mentions, tmp_path / "deep" / "sheet.xlsx")


# --- the score ------------------------------------------------------------------------------------------------------
def test_score_is_precision_with_its_interval(mentions: pd.DataFrame, tmp_path: Path) -> None:
    rights = ["right"] * 6 + ["wrong"] * 2 + [""] * 2
    xlsx, text = checking.write_sheet(cut(mentions, rights), tmp_path / "sheet")
    scores = checking.score(xlsx)
    pd.testing.assert_frame_equal(scores, checking.score(text))
    whole = scores.iloc[0]
    assert (whole["by"], whole["right"], whole["of"], whole["empty"], whole["precision"]) == ("all", 6, 8, 2, 0.75)
    assert (round(whole["low"], 4), round(whole["high"], 4)) == (0.4093, 0.9285)  # Wilson's interval of 6 of 8
    for by in ("method", "actor_type"):
        part = scores[scores["by"] == by]
        assert part["of"].sum() == 8 and part["right"].sum() == 6 and part["empty"].sum() == 2
    assert scores.attrs["kind"] == "mentions" and scores.attrs["fingerprint"] and scores.attrs["seed"] == 3


def test_nothing_filled_in_has_no_precision(mentions: pd.DataFrame, tmp_path: Path) -> None:
    xlsx, _ = checking.write_sheet(mentions, tmp_path / "sheet")
    whole = checking.score(xlsx).iloc[0]
    assert whole["of"] == 0 and whole["empty"] == 10 and pd.isna(whole["precision"]) and pd.isna(whole["low"])


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        *[
            (each, 1.0)
            for each in ("right", "Right ", "R", "y", "YES", "1", "1.0", "TRUE", "صح", "صحيح", "نعم", "✓", "✔️")
        ],
        *[(each, 0.0) for each in ("wrong", "w", "n", "No.", "0", "0.0", "false", "خطأ", "خطا", "غلط", "لا", "✗", "✘")],
        *[(each, None) for each in ("", "  ", "\u200f")],
    ],
)
def test_verdicts_as_people_write_them(text: str, verdict: float | None) -> None:
    assert _verdict(text, "row 2") == verdict


@given(st.text(max_size=8))
def test_any_other_verdict_is_refused_with_its_row(text: str) -> None:
    try:
        assert _verdict(text, "s.csv, row 7") in (1.0, 0.0, None)
    except InputError as error:
        assert "s.csv, row 7" in str(error) and "right or wrong" in str(error)


def written(table: pd.DataFrame, separator: str = ",") -> str:
    out = io.StringIO()
    table.to_csv(out, sep=separator, index=False, lineterminator="\r\n")
    return out.getvalue()


@pytest.mark.parametrize(
    ("separator", "encoding", "hint"),
    [
        (",", "utf-8", ""),
        (";", "utf-8-sig", ""),
        ("\t", "utf-16", ""),
        (";", "cp1256", ""),
        (";", "utf-8", "sep=;\r\n"),
    ],
)
def test_csv_as_office_programs_save_it(
    mentions: pd.DataFrame, tmp_path: Path, separator: str, encoding: str, hint: str
) -> None:
    table = cut(mentions, ["صح", "خطأ", "", "صح"]).drop(columns=["sentence", "read"] if encoding == "cp1256" else [])
    table = table.rename(columns={"right": "Right "}).assign(note='a; "b", c')
    path = tmp_path / "saved.csv"
    path.write_bytes((hint + written(table, separator)).encode(encoding))
    whole = checking.score(path).iloc[0]
    assert (whole["right"], whole["of"], whole["empty"]) == (2, 3, 1)


def test_an_unclosed_quote_takes_no_other_rows_along(mentions: pd.DataFrame, tmp_path: Path) -> None:
    table = cut(mentions, ["y", "n", "y", "y"]).assign(note="plain")
    path = tmp_path / "typed.csv"
    path.write_text(written(table, ",").replace("plain", '"plain', 1), encoding="utf-8")
    whole = checking.score(path).iloc[0]
    assert (whole["right"], whole["of"]) == (3, 4)


def test_xlsx_with_numbers_truth_values_and_another_sheet_first(mentions: pd.DataFrame, tmp_path: Path) -> None:
    table = cut(mentions, ["", "", "", ""]).astype({"right": "object"})
    table["right"] = [1, 0, True, 1.0]
    book = Workbook()
    book.active.append(["notes of mine"])
    sheet = book.create_sheet("mentions")
    for row in [list(table.columns), *table.values.tolist(), [None] * 5]:
        sheet.append(row)
    book.save(tmp_path / "s.xlsx")
    whole = checking.score(tmp_path / "s.xlsx").iloc[0]
    assert (whole["right"], whole["of"]) == (3, 4)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda t: t.assign(right=["right", "maybe", ""]), ["row 3", "'maybe'"]),
        (lambda t: t.assign(id=[1, 2, 2]), ["row 4", "id 2 stands in row 3 too"]),
        (lambda t: t.assign(id=[1, 2, 999]), ["row 4", "'999'"]),
        (lambda t: t.assign(id=[1, "", 3]), ["row 3", "restore"]),
        (lambda t: t.assign(sheet=[*t["sheet"][:2], "mine"]), ["row 4", "'sheet' was changed"]),
        (lambda t: t.assign(sheet=[*t["sheet"][:2], t["sheet"][0].replace("seed=3", "seed=4")]), ["row 4", "another"]),
        (lambda t: t.drop(columns="right"), ["row 1", "no column 'right'"]),
        (lambda t: t.head(0), ["no row below the header"]),
    ],
)
def test_what_cannot_be_read_is_told_with_sheet_and_row(mentions, tmp_path: Path, change, told: list[str]) -> None:
    path = tmp_path / "bad.csv"
    path.write_text(written(change(mentions.head(3))), encoding="utf-8")
    with pytest.raises(InputError) as error:
        checking.score(path)
    assert all(each in str(error.value) for each in ("bad.csv", *told)), str(error.value)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nothing", b"\xd0\xcf\x11\xe0\0\0\0\0\0", "نص".encode()])
def test_files_that_are_no_sheets(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"x\.xlsx"):
        checking.score(path)
    with pytest.raises(InputError, match="nowhere"):
        checking.score(tmp_path / "nowhere.csv")


@given(st.text(max_size=40), st.text(max_size=20))
def test_a_stamp_reads_back(source: str, fingerprint: str) -> None:
    stamp = Stamp("relations", 7, 3, 90, fingerprint.replace(";", ""), source)
    assert Stamp.read(str(stamp)) == stamp


# --- what is kept ---------------------------------------------------------------------------------------------------
def test_a_score_is_kept_beside_its_source(mentions: pd.DataFrame, tmp_path: Path) -> None:
    (tmp_path / "articles").mkdir()
    xlsx, _ = checking.write_sheet(cut(mentions, ["y"] * 9 + ["n"]), tmp_path / "one")
    source = tmp_path / "articles"
    path = checking.save(checking.score(xlsx), source)
    assert path == tmp_path / "checks.yml" and list(source.iterdir()) == []  # reading the source is not disturbed
    about = checking.of_source(source)["mentions"]
    assert (about["right"], about["of"], about["precision"], about["seed"]) == (9, 10, 0.9, 3)
    assert about["fingerprint"] == checking.score(xlsx).attrs["fingerprint"]
    assert (round(about["low"], 4), round(about["high"], 4)) == (0.5958, 0.9821)
    assert sum(each["of"] for each in about["by"]["method"].values()) == 10
    assert checking.of_source(tmp_path) == {} and checking.of_source("nowhere/at/all") == {}


def test_kinds_and_sources_do_not_disturb_each_other(
    sample: analysis.Corpus, mentions: pd.DataFrame, tmp_path: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    one, _ = checking.write_sheet(cut(mentions, ["y", "n"]), tmp_path / "one")
    two, _ = checking.write_sheet(cut(checking.sample_dates(sample, n=2), ["y", "y"]), tmp_path / "two")
    checking.save(checking.score(one), tmp_path / "a")
    checking.save(checking.score(two), tmp_path / "a")
    checking.save(checking.score(two), tmp_path / "b")
    assert set(checking.of_source(tmp_path / "a")) == {"mentions", "dates"}
    assert checking.of_source(tmp_path / "b")["dates"]["precision"] == 1.0


def test_what_cannot_be_kept_is_told(mentions: pd.DataFrame, tmp_path: Path) -> None:
    empty, _ = checking.write_sheet(mentions, tmp_path / "empty")
    with pytest.raises(InputError, match="nothing on the sheet is filled in"):
        checking.save(checking.score(empty), tmp_path / "empty.csv")
    some, _ = checking.write_sheet(cut(mentions, ["y"]), tmp_path / "some")
    with pytest.raises(InputError, match="shipped sample"):
        checking.save(checking.score(some), "")
    (tmp_path / "articles").mkdir()
    for text in ("- a\n", "a: [", "articles: {mentions: {right: 3, of: 2}}\n", "articles: {mentions: 1}\n"):
        (tmp_path / "checks.yml").write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=r"checks\.yml"):
            checking.of_source(tmp_path / "articles")


STAMP = "kind=dates; seed=1; n=2; population=9; fingerprint=f; source=s"


@pytest.mark.parametrize("id", ["9" * 5000, "1e400", "inf", "nan", "-1", "²", "=1+1", "1" * 40])
def test_a_number_on_a_sheet_that_is_none_of_it_is_told_in_short(id: str, tmp_path: Path) -> None:
    path = tmp_path / "sheet.csv"
    path.write_text(f'id,right,sheet\n1,y,"{STAMP}"\n{id},y,"{STAMP}"\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"sheet\.csv, row 3: id .* is none of 1 to 2; restore the cell") as told:
        checking.score(path)
    assert len(str(told.value)) < 300


def _changed(path: Path, old: bytes, new: bytes) -> Path:
    """Write the sheet of a good workbook with something in its XML put otherwise."""
    book = Workbook()
    book.active.append(["id", "right", "sheet"])
    book.active.append([1, "y", STAMP])
    book.save(path.with_suffix(".good"))
    with zipfile.ZipFile(path.with_suffix(".good")) as good, zipfile.ZipFile(path, "w") as bad:
        for name in good.namelist():
            data = good.read(name)
            bad.writestr(name, data.replace(old, new) if name == "xl/worksheets/sheet1.xml" else data)
    return path


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (b'r="A2"', b'r="A999999999"', "cells, more than 2,000,000"),
        (b"<v>1</v>", b"<v>" + b"9" * 5000 + b"</v>", "cannot be read as .xlsx"),
        (b"</sheetData>", b"", "cannot be read as .xlsx"),
    ],
)
def test_a_workbook_that_swells_or_is_broken_is_refused(
    old: bytes, new: bytes, told: str, tmp_path: Path, alone: Callable
) -> None:
    ended = alone("score", str(_changed(tmp_path / "sheet.xlsx", old, new)), seconds=30)
    assert ended.code == 2 and told in ended.err


@pytest.mark.parametrize("of", [".inf", ".nan", "9" * 5000, "9" * 400, "'2'", "true", "[" * 3000, "2021-99-99"])
def test_checks_of_a_wrong_type_are_told_with_their_file(of: str, tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    (tmp_path / "checks.yml").write_text(f"art: {{dates: {{right: 1, of: {of}}}}}", encoding="utf-8")
    with pytest.raises(InputError, match=r"checks\.yml.*(cannot be read|more than 50 lists)"):
        checking.of_source(tmp_path / "art")


def test_checks_behind_a_link_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "art").mkdir()
    (tmp_path / "secret").write_text("hidden: x: 0", encoding="utf-8")
    (tmp_path / "checks.yml").symlink_to(tmp_path / "secret")
    with pytest.raises(InputError, match=r"checks\.yml: is a link, which is not followed") as told:
        checking.of_source(tmp_path / "art")
    assert "hidden" not in str(told.value)


def test_a_sheet_that_is_no_file_does_not_hang(tmp_path: Path, alone: Callable) -> None:
    os.mkfifo(tmp_path / "sheet.csv")
    ended = alone("score", "sheet.csv", seconds=30)
    assert ended.code == 2 and "sheet.csv: no file" in ended.err


@pytest.mark.parametrize(("kind", "word"), [("mentions", "also as a place"), ("recall", "Brackets that are wrong")])
def test_the_rules_by_which_to_judge_stand_in_the_workbook(sample, kind: str, word: str, tmp_path: Path) -> None:
    path, _ = checking.write_sheet(SAMPLES[kind](sample, n=3), tmp_path / "s")
    book = load_workbook(path)
    english, arabic = ([cell.value for cell in column] for column in book["how"].iter_cols())
    assert "its title and its day" in english[1] and any(word in each for each in english)
    assert len(english) == len(arabic) > 3 and all(arabic) and book.active.title == kind
    assert len(read_sheet(path)[0]) == 3  # the sheet of rules is passed over
