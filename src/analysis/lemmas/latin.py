"""A name in Latin letters, for readers of English."""

from functools import cache

from analysis.text import tables
from analysis.text.folding import normalize
from analysis.text.transliteration import is_known, transliterate


def latin_name(name: str) -> str:
    """Return an Arabic name in Latin letters; "" for another, and for one of which letters do not tell how it sounds.

    A person (a given name comes first) is told whatever the surname, and a name that English has as English has it. A
    foreign name is not, for Arabic letters do not tell its vowels; nor is a noun: `al-muwafaqa` helps nobody.

    >>> latin_name("نادر الحداد"), latin_name("ننغرهار"), latin_name("رابطة الناسجين"), latin_name("يوفال شتاينتز")
    ('Nadir al-Hidad', 'Nangarhar', '', '')
    """
    told = transliterate(name, name=True)
    words = name.split()
    if told == name or not words:
        return ""
    return told if is_known(name) or normalize(words[0]) in _given() else ""


@cache
def _given() -> frozenset[str]:
    return frozenset(map(normalize, tables.given_names()))
