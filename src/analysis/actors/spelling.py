"""Spellings that a name takes by rule, and the surname that stands for a person who has been named. Private.

Forms are normalised: hamza, final ya, ta marbuta and marks are alike already.
"""

import functools
import re
from collections.abc import Iterator, Mapping

from analysis.actors.models import Actor
from analysis.text import tables
from analysis.text.folding import normalize

LEAST = 5  # letters of a word alone that is spelt by rule: shorter ones would be other words
_DATA: dict[str, list[str]] = tables.table("actors/data/spelling.yml")
_JOINED = frozenset(map(normalize, _DATA["joined"]))
_EVERYDAY = frozenset(map(normalize, _DATA["everyday"]))
_FATHER = re.compile(r"(?<!\w)ابو (?=\w)")
_TWO = re.compile(r"((?:عبد )?(?!ابو |بن )\w+) ((?:ال |ابو )?(?!بن )\w{4,})")
_INNER_VOWEL = re.compile(r"(?<=[^\W\daاوي])[اوي](?=[^\W\daاوي])")
_GAF = "غ"  # a g, which newspapers write غ, ج or ق


def surname(name: str) -> str:
    """Return the word that stands for a person once the full name has been told, empty where none is safe.

    >>> surname("عادل الجبير"), surname("موسى أبو مرزوق"), surname("محمد بن سلمان"), surname("علي حسن")
    ('الجبير', 'أبو مرزوق', '', '')
    """
    words = name.split()
    last = len(words) - 1
    while last > 0 and normalize(words[last - 1]) in _JOINED:
        last -= 1
    short = " ".join(words[last:])
    if last < 1 or _word(words[last]) in ("بن", "ابن", "ال") or _word(words[-1]) in _plain_words():
        return ""
    return short if sum(map(str.isalpha, short)) > 2 else ""


@functools.cache
def _word(word: str) -> str:
    return normalize(word)


@functools.cache
def _plain_words() -> frozenset[str]:
    """Return words that are more often no surname: given names, and common words."""
    words = {normalize(name) for name in tables.given_names()}
    return frozenset(words | set(map(normalize, tables.lines("actors/data/no_surnames.txt"))))


def split(name: str) -> tuple[str, str]:
    """Return the first and the last part of a normalised name of two, empty where it is none or they are plain words.

    >>> split("عادل الجبير"), split("عبد اللطيف ال الشيخ"), split("محمد بن سلمان")
    (('عادل', 'الجبير'), ('عبد اللطيف', 'ال الشيخ'), ('', ''))
    """
    match = _TWO.fullmatch(name)
    return (match[1], match[2]) if match and match[2] not in _plain_words() else ("", "")


@functools.cache
def is_common(name: str) -> bool:
    """Tell whether a normalised name has given names alone, two or three, an everyday one among them: many bear it.

    >>> is_common("محمد ابراهيم"), is_common("عاصم منير"), is_common("محمد مرسي")
    (True, False, False)
    """
    words = name.replace("عبد ", "عبد").split(" ")
    return 1 < len(words) < 4 and _plain_words().issuperset(words) and not _EVERYDAY.isdisjoint(words)


def is_foreign(actor: Actor, actors: Mapping[str, Actor]) -> bool:
    """Tell whether a person's name is one that Arabic writes by ear, as the state or body tells it."""
    body = actors.get(actor.state)
    if body is None:
        return False
    return not is_arab(body.id) if body.type == "state" else body.role == "IGO"


def spellings(form: str, *, foreign: bool) -> Iterator[str]:
    """Yield the other spellings of a normalised name; `foreign` for one that Arabic writes by ear.

    >>> list(spellings("ابو مازن", foreign=False)), list(spellings("غوتيرس", foreign=True))[:3]
    (['ابي مازن', 'ابا مازن'], ['غتيرس', 'غوترس', 'جوتيرس'])
    """
    found = dict.fromkeys([*_by_ear(form)] if foreign else [*_of_arabs(form)])
    yield from (each for each in found if each != form and (" " in each or len(each) >= LEAST))


def is_arab(state: str) -> bool:
    """Tell whether a state's names and people's are Arabic."""
    return state in _DATA["arabic"]


def spellings_of_state(form: str) -> Iterator[str]:
    """Yield the other spellings of a foreign state's normalised name: its g and its t, which Arabic writes in two ways.

    >>> list(spellings_of_state("التوغو"))
    ['التوجو', 'التوقو', 'الطوغو', 'الطوجو', 'الطوقو']
    """
    sounds = [form.replace("ت", told) for told in ("ت", "ط")]
    found = (sound.replace(_GAF, told) for sound in sounds for told in (_GAF, "ج", "ق"))
    yield from (each for each in dict.fromkeys(found) if each != form and len(each) >= LEAST)


def _of_arabs(form: str) -> Iterator[str]:
    if _FATHER.search(form):
        yield _FATHER.sub("ابي ", form)
        yield _FATHER.sub("ابا ", form)
    words = form.split(" ")
    if "بن" in words and len(words) > 4:
        yield " ".join(word for word in words if word != "بن")
    *first, last = words
    bare = last.removeprefix("ال")
    if first and first[-1] not in _JOINED and len(last) > 3 and bare not in _plain_words():
        yield " ".join([*first, bare if bare != last else "ال" + last])


def _by_ear(form: str) -> Iterator[str]:
    for sound in dict.fromkeys((form, form.replace(_GAF, "ج"), form.replace(_GAF, "ق"))):
        yield sound
        for match in _INNER_VOWEL.finditer(sound):
            yield sound[: match.start()] + sound[match.end() :]
        for written, other in (("ط", "ت"), ("نيو", "نهو"), ("تش", "ش"), ("يا", "ييا")):
            if written in sound:
                yield sound.replace(written, other)
