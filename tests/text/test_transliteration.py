"""Arabic in Latin letters: names as English writes them, other words readable, all else as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.text import normalize, tables
from analysis.text.transliteration import transliterate


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        # names that are known, in any spelling and as entities carry them (normalised)
        ("محمد", "Muhammad"),
        ("أحمد", "Ahmad"),
        ("احمد", "Ahmad"),
        ("عبد الله", "Abdallah"),
        ("عبد العزيز الدوسري", "Abd al-Aziz al-Dawsari"),
        ("نور ولي محسود", "Nour Waly Mehsud"),
        ("فؤاد علي", "Fuad Ali"),
        ("أبو بكر البغدادي", "Abu Bakr al-Baghdadi"),
        ("قندهار", "Kandahar"),
        ("أفغانستان", "Afghanistan"),
        ("الولايات المتحدة", "United States"),
        # words and names by their shape
        ("كتاب", "Kitab"),
        ("الاقتصاد", "al-Iqtisad"),
        ("استقرار", "Istiqrar"),
        ("انفجار", "Infijar"),
        ("تعليم", "Ta'lim"),
        ("هجوم", "Hujum"),
        ("قائد", "Qa'id"),
        ("مفاوضات", "Mufawadat"),
        ("زيارة", "Ziyara"),
        ("العلي", "al-Ali"),
        ("اقبال", "Iqbal"),
        # by their marks
        ("كَتَبَ", "Kataba"),
        ("كُتُب", "Kutub"),
        ("مُدَرِّس", "Mudarris"),
        ("الشَّمْس", "al-Shams"),
        ("مَدِينَةٌ", "Madina"),
    ],
)
def test_name(arabic: str, latin: str) -> None:
    assert transliterate(arabic, name=True) == latin


def test_only_names_have_capitals_in_running_text() -> None:
    assert transliterate("وزير الخارجية") == "wazir al-kharijiyya"
    assert transliterate("وزير الخارجية", name=True) == "Wazir al-Kharijiyya"
    assert transliterate("حكومة باكستان") == "hukuma Pakistan"


def test_what_is_not_arabic_stays() -> None:
    assert transliterate("عام 2015، (CNN)") == "am 2015، (CNN)"
    assert transliterate("") == ""
    assert transliterate("plain text") == "plain text"


@given(st.text(alphabet="ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىيَُِّْ \n-،abc1", max_size=30), st.booleans())
def test_no_letter_is_left(text: str, name: bool) -> None:
    told = transliterate(text, name=name)
    assert not any("\u0620" <= letter <= "\u06d3" for letter in told)
    assert sum(letter in "1\n" for letter in told) == sum(letter in "1\n" for letter in text)


@given(st.text(max_size=30))
def test_any_text(text: str) -> None:
    assert isinstance(transliterate(text), str)


def test_the_table_is_written_as_matching_sees_it() -> None:
    rows = [line.split("\t") for line in tables.lines("text/data/transliteration.tsv")]
    assert {row[0] for row in rows} == {"letter", "word", "name", "pattern"}
    keys = [(kind, key) for kind, key, _ in rows]
    assert len(set(keys)) == len(keys)
    assert [key for kind, key in keys if kind in ("word", "name") and normalize(key) != key] == []
