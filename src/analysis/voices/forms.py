"""What a word is by its form alone: أن, a verbal noun, a given name, a preposition."""

import re
from functools import cache

from analysis.text import tables
from analysis.text.folding import normalize
from analysis.voices.lists import listed
from analysis.voices.words import Words

_THAT = frozenset(b + "ان" + end for b in ("", "ب") for end in ("", "ه", "ها", "هم", "هما", "هن", "نا", "ني", "ي", "ا"))
_MASDAR = re.compile(
    # تأجيل، تهدئة | تعاون | تقدم | استقبال، استعادة | انفجار | ارتفاع | إعلان، إقامة | مغادرة
    "(?:ت[^ا]{2}ي[^ا]|ت[^ا]{3}ه|ت[^ا]ا[^ا]{1,2}|ت[^ا]{3}|است(?:[^ا]{2}ا[^ا]|[^ا]ا[^ا][هت])|ان[^ا]{2}ا[^ا]"
    "|ا[^ا][تدط][^ا]ا[^ا]|ا[^ا]{2}ا[^ا]|ا[^ا]ا[^ا][هت]|م[^ا]ا[^ا]{2}[هت])"
    "(?:ه|ها|هم|هما|نا|ات|اتها|اته|اتهم)?$"
)


_SOME = re.compile("(?:م.{2,}[^س]|.{3,}ي|[^ا]ا[^ا]{2}(?<!س))(?:ون|ين)$")  # مغردون | بريطانيون | باحثون


def is_that(form: str) -> bool:
    """Tell whether a word is أن or إن, with a pronoun or with بـ or without."""
    return form in _THAT


def is_masdar(form: str) -> bool:
    """Tell whether a form has the pattern of a verbal noun."""
    return bool(_MASDAR.match(form)) and form not in listed("no_masdar")


def is_some(form: str) -> bool:
    """Tell whether a form is an indefinite plural of people, who are not named: مغردون، منتسبين، ممثلو."""
    if form[:2] == "ال" or len(form) < 6 or form in given() or form in listed("no_plurals"):
        return False
    return bool(_SOME.match(form))


def ends_accusative(form: str) -> bool:
    """Tell whether a form is an indefinite noun of somebody with the ending of an object: رجلا، وفدا."""
    kinds = ("roles", "bodies", "anonymous", "documents")
    return form[-1] == "ا" and form not in given() and any(form[:-1] in listed(kind) for kind in kinds)


@cache
def given() -> frozenset[str]:
    """Return given names and well-known surnames, normalised."""
    names = [*tables.given_names(), *_of_file("given.txt"), *_of_file("surnames.txt")]
    return frozenset(normalize(name) for name in names if len(name) > 2) - listed("no_names")


def _of_file(name: str) -> list[str]:
    return [word for line in tables.lines(f"names/data/{name}") for word in line.split()]


def is_between(words: Words, at: int) -> bool:
    """Tell whether a word is a preposition: على, not the name علي."""
    form = words.forms[at]
    if form == "وسط" and at and words.forms[at - 1] == "خط":
        return False
    return form in listed("between") and not (form == "علي" and words.raw(at)[-1] == "ي")
