"""Arabic in Latin letters, for readers of English: an aid to reading, not to be turned back."""

import functools
import re

from babel import Locale

from analysis.text import tables
from analysis.text.folding import normalize

_WORD = re.compile(r"[\u0621-\u065f\u0670-\u06d3]+")
_SHORT = {"َ": "a", "ِ": "i", "ُ": "u", "ْ": "", "ٰ": "a", "ً": "", "ٍ": "", "ٌ": ""}
_MARK = re.compile("[\u064b-\u0652\u0670]")
_SHADDA = "ّ"
_DIGRAPH = re.compile("[tdskg]h")
# Endings, and what they are read as.
_ENDINGS = [
    ("يات", "iyat"),
    ("يه", "iya"),
    ("ات", "at"),
    ("ون", "un"),
    ("ين", "in"),
    ("ان", "an"),
    ("ه", "a"),
    ("ي", "i"),
]
_CONSONANT = "ءؤئبتثجحخدذرزسشصضطظعغفقكلمنهوي"


def transliterate(text: str, *, name: bool = False) -> str:
    """Return `text` with its Arabic words in Latin letters, all else as it is.

    Names and places are written as English writes them (text/data/transliteration.tsv; states by the Unicode CLDR
    through Babel). Other words follow the ALA-LC romanisation (Library of Congress, 1997) without its dots and
    strokes: vowel marks are read where the text has them; without them the vowels are guessed from the shape of the
    word, and may be wrong. `name` gives every word a capital letter.

    >>> transliterate("محمد اقبال", name=True), transliterate("الاقتصاد"), transliterate("كِتاب")
    ('Muhammad Iqbal', 'al-iqtisad', 'kitab')
    """
    words = list(_WORD.finditer(text))
    pieces: list[str] = []
    done = position = 0
    while position < len(words):
        known, length = _known(text, words, position)
        match = words[position]
        pieces += [text[done : match.start()], known or _capital(_spelled(match.group()), name)]
        done = words[position + length - 1].end()
        position += length
    return "".join([*pieces, text[done:]])


def is_known(name: str) -> bool:
    """Tell whether English has a form of its own for a whole name.

    >>> is_known("السند"), is_known("رابطة الناسجين")
    (True, False)
    """
    words = list(_WORD.finditer(name))
    return bool(words) and _known(name, words, 0)[1] == len(words) and bool(_known(name, words, 0)[0])


def _known(text: str, words: list[re.Match[str]], position: int) -> tuple[str, int]:
    """Return the English form of the longest known name that begins at a word, and its number of words."""
    for length in (3, 2, 1):
        if position + length <= len(words):
            key = _key(text[words[position].start() : words[position + length - 1].end()])
            known = _names().get(key) or (_names().get(key.removeprefix("ال"), "") if key.startswith("ال") else "")
            if known:
                return known if key in _names() else f"al-{known}", length
    return "", 1


def _capital(word: str, name: bool) -> str:
    if not name:
        return word
    head, dash, rest = word.partition("-")
    return f"{head}-{rest[:1].upper()}{rest[1:]}" if dash and head == "al" else word[:1].upper() + word[1:]


@functools.cache
def _spelled(word: str) -> str:
    """Return one word in Latin letters."""
    if _MARK.search(word) or _SHADDA in word:
        return _voweled(word)
    letters = _table("letter")
    plain = "".join(letter if letter in letters else normalize(letter) for letter in word)
    article = "al-" if plain.startswith("ال") and len(plain) > 4 else ""
    stem = plain[2:] if article else plain
    return article + (_shaped(stem) or _letters(stem)).lstrip("'")


def _shaped(stem: str) -> str:
    """Return a stem with the vowels of its shape, with and without its ending; empty where no shape fits."""
    if known := _table("word").get(stem) or _pattern(stem):
        return known
    for ending, read in _ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= 3 and (inner := _pattern(stem[: -len(ending)])):
            return inner + read
    return ""


def _pattern(stem: str) -> str:
    for shape, spelling in _shapes():
        if match := shape.fullmatch(stem):
            return re.sub(r"\d", functools.partial(_consonant, match), spelling)
    return ""


def _consonant(match: re.Match[str], digit: re.Match[str]) -> str:
    return _table("letter")[match.group(f"c{digit.group()}")]


def _letters(stem: str) -> str:
    """Return a stem letter by letter, with an `a` wherever consonants would crowd."""
    units = [_unit(stem, place) for place in range(len(stem))]
    result = ""
    run = 0  # consonants in a row
    for place, unit in enumerate(units):
        vowel = unit in ("a", "i", "u")
        last = place == len(units) - 1
        if not vowel and ((run == 1 and (place == 1 or last)) or run == 2):
            result += "a"
            run = 0
        result += unit
        run = 0 if vowel else run + 1
    return result


def _unit(stem: str, place: int) -> str:
    """Return one letter: و and ي are vowels between consonants, and after one at the end."""
    letter = stem[place]
    if letter in "وي" and place and stem[place - 1] not in "اوي" and stem[place + 1 : place + 2] not in ("ا", "و", "ي"):
        return "u" if letter == "و" else "i"
    if letter == "ه" and place == len(stem) - 1 and place > 1:
        return "a"
    return _table("letter").get(letter, letter)


def _voweled(word: str) -> str:
    """Return a word by its vowel marks; a long vowel is written once."""
    result = ""
    word = re.sub("([\u064b-\u0650])\u0651", "\u0651\\1", word)  # the doubling before the vowel
    bare = _MARK.sub("", word).replace(_SHADDA, "")
    article = bare.startswith("ال") and len(bare) > 4
    if article:
        word = re.sub(f"^ا[{''.join(_SHORT)}]*لْ?(.)ّ?", r"\1", word)  # the doubled sun letter is not written
    for letter in word:
        if letter in _SHORT:
            result += _SHORT[letter]
        elif letter == _SHADDA:
            result += result[-2:] if _DIGRAPH.fullmatch(result[-2:]) else result[-1:]
        else:
            plain = normalize(letter)
            if plain == "ا" or (plain == "و" and result.endswith("u")) or (plain == "ي" and result.endswith("i")):
                result += "" if result.endswith(("a", "u", "i")) else "a" if plain == "ا" and letter != "إ" else ""
            elif letter in "ةى":
                result = result.removesuffix("a") + "a"
            else:
                result += _table("letter").get(plain, plain)
    return ("al-" if article else "") + result.lstrip("'")


# --- the table ------------------------------------------------------------------------------------------------------
@functools.cache
def _table(kind: str) -> dict[str, str]:
    rows = (line.split("\t") for line in tables.lines("text/data/transliteration.tsv"))
    return {key: value for each, key, value in rows if each == kind}


@functools.cache
def _names() -> dict[str, str]:
    arabic, english = Locale("ar").territories, Locale("en").territories
    states = {_key(name): english[code] for code, name in arabic.items() if code in english}
    return states | {_key(name): latin for name, latin in _table("name").items()}


def _key(name: str) -> str:
    return normalize(name).replace("ؤ", "و").replace("ئ", "ي")


@functools.cache
def _shapes() -> list[tuple[re.Pattern[str], str]]:
    shapes = []
    for shape, spelling in _table("pattern").items():
        seen: set[str] = set()
        parts = []
        for sign in shape:
            if sign.isdigit():
                parts.append(f"(?P=c{sign})" if sign in seen else f"(?P<c{sign}>[{_CONSONANT}])")
                seen.add(sign)
            else:
                parts.append(sign)
        end = "(?<!ه)" if shape[-1].isdigit() else ""  # a final ه is ta marbuta, an ending
        shapes.append((re.compile("".join(parts) + end), spelling))
    return shapes
