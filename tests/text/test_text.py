import re

import pytest
from camel_tools.utils import charsets, dediac
from camel_tools.utils import normalize as camel
from hypothesis import given
from hypothesis import strategies as st

from analysis.text import normalize, sentences, tokenize
from analysis.text.folding import fold, words
from analysis.text.segments import token_columns, token_spans

ARABIC = st.text(
    alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإآؤئءـَُِّْ 0123456789٠١٢٣.،؛؟!…«»\"'()\n\u200f\u0640ﷲﻻAbc", max_size=200
)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("انضمت الـ34 ولاية", ["انضمت", "الـ", "34", "ولاية"]),
        ("وصفه بـ«الصديق»", ["وصفه", "بـ", "الصديق"]),
        ("قُتِلَ ١٢٫٥ ألفًا، 1,000.5 دولار.", ["قُتِلَ", "١٢٫٥", "ألفًا", "1,000.5", "دولار"]),
        ("مركز «CRSS» و(COVID-19)", ["مركز", "CRSS", "و", "COVID", "19"]),
        ("في 15/12/2023... انتهى", ["في", "15", "12", "2023", "انتهى"]),
        ("أفغانســتان", ["أفغانســتان"]),
        ("،؛؟ … «»", []),
    ],
)
def test_tokens(text: str, forms: list[str]) -> None:
    assert tokenize(text)["form"].tolist() == forms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وصل الوفد. ثم غادر.", ["وصل الوفد.", "ثم غادر."]),
        ("باعت شركة جيم.إل.سي دارها.ثم غادرت.", ["باعت شركة جيم.إل.سي دارها.", "ثم غادرت."]),
        ("هل انتهت الحرب؟ لا!", ["هل انتهت الحرب؟", "لا!"]),
        ("قال د. سمير إن النسبة 3.5 في المئة.", ["قال د. سمير إن النسبة 3.5 في المئة."]),
        ("نقلت أ.ف.ب عنه ذلك. وأكدته (أ.ف.ب).", ["نقلت أ.ف.ب عنه ذلك.", "وأكدته (أ.ف.ب)."]),
        ("بدأت عند 09:00 ت. غ وانتهت ظهرا.", ["بدأت عند 09:00 ت. غ وانتهت ظهرا."]),
        ("قال: «لن نرحل.» ثم صمت.", ["قال: «لن نرحل.»", "ثم صمت."]),
        ("انتهى الاجتماع.وقال الوزير كلمته.", ["انتهى الاجتماع.", "وقال الوزير كلمته."]),
        ("عنوان بلا نقطة\nفقرة أولى؛ وتتمة…", ["عنوان بلا نقطة", "فقرة أولى؛", "وتتمة…"]),
        (" \n\n ... \n", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text)["text"].tolist() == expected


def test_paragraphs_are_numbered_by_lines_with_text() -> None:
    assert sentences("أولى. ثانية.\n\nثالثة.")["paragraph"].tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("written", "matched"),
    [
        ("أَفْغانِسْتان", "افغانستان"),
        ("پاکستان", "باكستان"),
        ("الولايات المتّحدة", "الولايات المتحده"),
        ("ﻃﺎﻟﺒﺎن", "طالبان"),
        ("طالـــبان\u200f", "طالبان"),
        ("٢٠٢١ ۲۰۲۲", "2021 2022"),
        ("إلى آب", "الي اب"),
    ],
)
def test_normalize(written: str, matched: str) -> None:
    assert normalize(written) == matched


@given(st.text(alphabet=sorted(charsets.AR_CHARSET - set("پچڤگ")) + list(" \u0640ﷲﻻ﷼﷽"), max_size=50))
def test_letters_are_folded_as_camel_tools_folds_them(text: str) -> None:
    letters = camel.normalize_alef_ar(dediac.dediac_ar(camel.normalize_unicode(text.replace("\u0640", ""))))
    assert normalize(text) == dediac.dediac_ar(camel.normalize_teh_marbuta_ar(camel.normalize_alef_maksura_ar(letters)))


# Long enough to be folded by tables; with pairs, halves of pairs and ligatures some of it is not.
LONG = st.builds(
    lambda few, more: more + few * (200 // max(len(few), 1)) + more,
    st.text(alphabet="اأبةى ـًَ_.٢\u200fک«» \n", max_size=40),
    st.text(alphabet="اﷲﻻ😀\ud83d\ude00éé½ـ\u0301", max_size=3),
)


@given(LONG)
def test_a_long_text_is_folded_as_its_letters_are(text: str) -> None:
    folded = fold(text)
    assert folded.text == normalize(text) == "".join(map(normalize, text))
    for place, letter in enumerate(folded.text):
        assert letter in normalize(text[folded.origin(place)])


@given(LONG)
def test_words_are_the_runs_of_letters_and_digits(text: str) -> None:
    assert words(text) == re.findall(r"[^\W_]+", normalize(text))


@given(ARABIC | LONG)
def test_tokens_by_columns_are_those_by_rows(text: str) -> None:
    forms, starts, ends = token_columns(text)
    assert list(zip(starts.tolist(), ends.tolist(), strict=True)) == token_spans(text)
    assert forms == [text[start:end] for start, end in token_spans(text)]


@given(ARABIC)
def test_offsets_of_sentences_and_tokens_hold(text: str) -> None:
    for row in sentences(text).itertuples():
        assert text[row.start : row.end] == row.text == row.text.strip()
    inside = {position for row in sentences(text).itertuples() for position in range(row.start, row.end)}
    for row in tokenize(text).itertuples():
        assert text[row.start : row.end] == row.form
        assert row.start in inside


@given(ARABIC, st.data())
def test_a_span_of_the_folded_text_leads_back_to_the_original(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    assert folded.text == normalize(text)
    if folded.text:
        start = data.draw(st.integers(0, len(folded.text) - 1))
        end = data.draw(st.integers(start + 1, len(folded.text)))
        first, last = folded.span(start, end)
        assert 0 <= first < last <= len(text)
        assert folded.text[start:end] in normalize(text[first:last])


@given(st.text(max_size=100))
def test_any_text_is_read(text: str) -> None:
    tokenize(text)
    sentences(text)
    assert normalize(normalize(text)) == normalize(text)
