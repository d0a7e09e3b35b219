"""Names for readers of English."""

import pytest

from analysis.lemmas.latin import latin_name


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("محمد اقبال", "Muhammad Iqbal"),
        ("نادر الحداد", "Nadir al-Hidad"),  # a person, whatever the surname means
        ("السند", "Sindh"),  # English has a name for it
        ("قندوز", "Kunduz"),
        ("الموافقة على نزع السلاح", ""),
        ("رابطة الناسجين", ""),
        ("شركة قندوز", ""),
        ("يوفال شتاينتز", ""),  # a foreign name: its letters do not tell its vowels
        ("NATO", ""),
        ("  ", ""),
        ("", ""),
    ],
)
def test_common_nouns_are_not_spelled_out(name: str, told: str) -> None:
    assert latin_name(name) == told
