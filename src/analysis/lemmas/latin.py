"""A name in Latin letters, for readers of English."""

from functools import cache

from analysis.lemmas.common import is_common
from analysis.text import tables
from analysis.text.folding import normalize
from analysis.text.transliteration import is_known, transliterate


def latin_name(name: str) -> str:
    """Return an Arabic name in Latin letters; "" for another, and for one that holds a common noun.

    Letters tell how a proper name sounds, and nothing of what a noun means: `al-muwafaqa` helps nobody. A person (a
    given name comes first) is told whatever the surname, and a name that English has as English has it.

    >>> latin_name("نادر الحداد"), latin_name("ننغرهار"), latin_name("رابطة الناسجين")
    ('Nadir al-Hidad', 'Nangarhar', '')
    """
    told = transliterate(name, name=True)
    words = name.split()
    if told == name or not words:
        return ""
    is_name = is_known(name) or normalize(words[0]) in _given() or not any(map(is_common, words))
    return told if is_name else ""


@cache
def _given() -> frozenset[str]:
    return frozenset(map(normalize, tables.given_names()))
