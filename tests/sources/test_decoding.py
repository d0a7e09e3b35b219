"""Bytes to text: every encoding, text decoded wrongly, letters that are none."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.sources import read_raw
from analysis.sources.decoding import decode
from story import BODY, MARKUP, PAGE, RECORD, TITLE, article, csv_of

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1256", "iso8859_6"]
MISREAD = [("utf-8", "latin-1"), ("utf-8", "cp1256"), ("cp1256", "latin-1"), ("iso8859_6", "latin-1")]


@pytest.mark.parametrize("kind", ["txt", "csv", "json", "html"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_one_story_is_the_same_in_every_encoding(tmp_path: Path, kind: str, encoding: str) -> None:
    text = {
        "txt": PAGE,
        "csv": csv_of().decode(),
        "json": json.dumps(RECORD, ensure_ascii=False),
        "html": MARKUP.replace('<meta charset="utf-8">', ""),
    }[kind]
    (tmp_path / f"page.{kind}").write_bytes(text.encode(encoding))
    (raw,), notes = read_raw(tmp_path)
    assert article(raw) == (TITLE, BODY)
    told = [note for note in notes if "encoding" in note.what]
    assert bool(told) == (not encoding.startswith("utf-8"))


@pytest.mark.parametrize(("written", "read_as"), MISREAD)
@pytest.mark.parametrize("kind", ["txt", "json", "parquet"])
def test_double_encoded_text_is_repaired_and_told(tmp_path: Path, kind: str, written: str, read_as: str) -> None:
    def misread(text: str) -> str:
        return text.encode(written).decode(read_as)

    record = {name: misread(cell) for name, cell in RECORD.items()}
    path = tmp_path / f"page.{kind}"
    if kind == "txt":
        path.write_text(misread(PAGE), encoding="utf-8")
    elif kind == "json":
        path.write_text(json.dumps(record), encoding="utf-8")
    else:
        pd.DataFrame([record]).to_parquet(path)
    (raw,), notes = read_raw(tmp_path)
    assert article(raw) == (TITLE, BODY)
    assert [note.action for note in notes if "double-encoded" in note.what] == ["repaired"]


@pytest.mark.parametrize("encoding", ["cp1256", "iso8859_6"])
@pytest.mark.parametrize("text", ["العنوان", "الخبر في كابل", "وزير الخارجية يزور طهران", "title,body\nخبر,نص قصير\n"])
def test_short_texts_are_enough_to_tell_the_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


def test_what_is_written_stays_as_it_is(tmp_path: Path) -> None:
    text = "ﻗﺎل المتحدث: «كـــابل» هاد‌ئة، ی ک گ پ ١٢٣ ‏(أ.ف.ب) café \u00ad"
    (tmp_path / "page.txt").write_text(text, encoding="utf-8")
    (tmp_path / "lines.jsonl").write_text(json.dumps({"body": text}), encoding="utf-8")
    raw, _ = read_raw(tmp_path)
    assert [each.text for each in raw] == [text, text]


def test_nuls_surrogates_and_cut_off_letters_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(PAGE.encode().replace(b" ", b" \0", 3) + b"\0" * 4096)
    (tmp_path / "b.txt").write_bytes(b"\xed\xa0\x80" + PAGE.encode())
    (tmp_path / "c.jsonl").write_text('{"body": "\\ud83d ' + BODY.replace("\n", " ") + '"}', encoding="utf-8")
    (tmp_path / "d.txt").write_bytes(PAGE.encode().rstrip() + "م".encode()[:1])
    raw, notes = read_raw(tmp_path)
    assert len(raw) == 4
    assert not any(re.search("[\0\ud800-\udfff]", each.text) for each in raw)
    told = [(note.file, note.what, note.action) for note in notes if not note.what.startswith("columns")]
    assert told == [
        ("a.txt", "NUL bytes: 4099", "removed"),
        ("b.txt", "lone surrogates: 1", "removed"),
        ("c.jsonl", "lone surrogates, in 1 cell", "repaired"),
        ("d.txt", "1 broken byte in UTF-8", "replaced by \ufffd"),
    ]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(codec="cp1256", exclude_categories=["Cc"]), max_size=80))
def test_any_utf8_text_is_left_as_it_is_when_it_makes_sense(text: str) -> None:
    whole = BODY + text
    assert (decode(whole.encode()).text or "")[: len(BODY)] == BODY
