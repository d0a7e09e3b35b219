"""Institutions of a state: the nouns for them, and whose they are by the nationality or the state beside them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from analysis.actors.forms import Form, Hit, Noun, Text
from analysis.actors.models import expand
from analysis.text import tables
from analysis.text.folding import normalize

REACH = 4  # words between an institution and its nationality: القوات الجوية الملكية [السعودية]

GROUPS = ("bodies", "beside", "acts", "offices", "people", "kinds")

TABLE: dict[str, Any] = tables.table("actors/data/organs.yml")
WEAK = frozenset(TABLE["weak"])
_WORD = re.compile(r"\w+")
_SENT = frozenset(map(normalize, TABLE["sent"]))
_COMPLEMENTS = frozenset(map(normalize, TABLE["complements"]))
# Attributes between: relative adjectives, and some participles. القوات المسلحة, الجيش الوطني
_ATTRIBUTE = re.compile(rf"(?:ال)?(?:\w+(?:ي|يه)|{tables.any_of(map(normalize, TABLE['attributes']))})")


class Organ(NamedTuple):
    """An institution of a state: whose, by what role, and where the words for it end and begin."""

    state: str
    role: str
    end: int
    start: int
    named: bool  # by the name of the state: حكومة اليمن


@cache
def nouns() -> dict[str, Noun]:
    """Return the nouns by the forms that they take, without and with the article."""
    found: dict[str, Noun] = {}
    for group in GROUPS:
        for role, entries in TABLE[group].items():
            for spellings in map(expand, entries):
                for form, definite in (each for spelling in spellings for each in _forms(spelling)):
                    found.setdefault(form, Noun(spellings[0], group, role, definite, definite or " ال" in form))
    return found


def _forms(head: str) -> Iterator[tuple[str, bool]]:
    """Yield a noun bare, in construct with its definite last word, and with the article on each word."""
    words = head.split(" ")
    yield head, False
    if len(words) == 1 and not head.endswith(("ه", "ات", "ا", "ن")):
        yield head + "ا", False  # وزيرا
    if len(words) > 1:
        yield " ".join([*words[:-1], "ال" + words[-1]]), False
    yield " ".join("ال" + word for word in words), True


def organ_at(hit: Hit, text: Text, at: Mapping[int, Hit], known: frozenset[str]) -> Organ | None:
    """Return the institution that begins at a noun; None where no state stands beside it.

    `at` are the hits by the start of their word, the longest each; `known` the states that the article names.
    """
    noun = hit.form.noun
    assert noun is not None
    squeezed, position, closed = text.text, hit.end, noun.closed
    for _ in range(REACH + 1):
        if squeezed[position : position + 1] != " ":
            return None
        beside = at.get(position + 1)
        if beside is not None and not is_weak(beside.form, known):
            if state := _state(beside, noun, squeezed, closed, known):
                return Organ(state, noun.role, beside.end, hit.start, not beside.form.of("adjective"))
            within = beside.form.noun is not None and beside.form.noun.head in _COMPLEMENTS
            if beside.form.noun is None or (closed and not within):
                return _in_state(beside, hit, position) if closed else None
        if noun.group == "acts":
            return None
        match = _WORD.match(squeezed, position + 1)
        if match is None:
            return None
        if closed and match.group() == "في":
            return _in_state(at.get(match.end() + 1), hit, match.end())
        if not _goes_on(match.group(), noun, closed):
            return None
        closed = closed or match.group().startswith(("ال", "وال"))
        position = match.end()
    return None


def is_weak(form: Form, known: frozenset[str]) -> bool:
    """Tell whether a form is the adjective of a state and mostly another word, in an article that does not name it."""
    states = form.of("adjective")
    return bool(states) and states[0] in WEAK and states[0] not in known


def _in_state(beside: Hit | None, hit: Hit, position: int) -> Organ | None:
    """Return the institution of the state that stands after في or ب: وزارة الدفاع في [روسيا]."""
    noun = hit.form.noun
    if beside is None or noun is None or noun.group != "bodies" or noun.role == "MIL":
        return None
    if not beside.form.state or beside.start - position > len(" ب"):
        return None
    names = beside.form.plain("name")
    return Organ(names[0], noun.role, beside.end, hit.start, True) if len(names) == 1 else None


def _state(beside: Hit, noun: Noun, squeezed: str, closed: bool, known: frozenset[str]) -> str | None:
    """Return the state that the word beside a noun names or describes."""
    form = beside.form
    if beside.word != beside.start or noun.group == "kinds":
        return None
    if form.state and squeezed[beside.start - 2] == "ا" and squeezed.startswith(" و", beside.end):
        return None  # مسؤولا [روسيا] والصين
    if states := form.of("adjective"):
        definite = squeezed.startswith("ال", beside.start)
        if definite == closed:
            return states[0]
    if closed or not (noun.group in ("bodies", "offices") or noun.head in _SENT) or form.rules:
        return None
    names = [id for id in form.of("name") if form.state]
    return names[0] if len(names) == 1 else None


def _goes_on(word: str, noun: Noun, closed: bool) -> bool:
    """Tell whether a word may stand between a noun and its state."""
    if noun.definite:
        return word.startswith("ال") and _ATTRIBUTE.fullmatch(word) is not None
    if closed:
        return word.startswith(("ال", "وال"))
    return word.startswith("ال") or noun.group == "offices" or _ATTRIBUTE.fullmatch(word) is not None


def complement(hit: Hit, text: Text) -> int:
    """Return where the name of a ministry ends, without a state beside it (وزارة التربية والتعليم); 0 for none."""
    match = _COMPLEMENT.match(text.text, hit.end)
    return match.end() if match else 0


def stands_for_office(end: int, text: Text) -> bool:
    """Tell whether a title that ends there stands by itself: after it come no name and nothing that makes it past."""
    return _AFTER_TITLE.match(text.text, end) is not None


# وزارة الشؤون البلدية والقروية
_COMPLEMENT = re.compile(r" ال\w+(?: و?ال\w+(?:ي|يه)(?!\w)| وال\w+)*")
_HONORIFIC = tables.any_of(map(normalize, TABLE["honorifics"]))
# A mark, a word of grammar, a definite word, or a verb: وزير الدفاع الأردني يزور ...
_AFTER_TITLE = re.compile(
    rf"(?! {_HONORIFIC}(?!\w))(?: ?[^\w ]|$| (?:{tables.any_of(map(normalize, TABLE['after_title']))}(?!\w)"
    r"|و?(?:ال|بال|لل|كال)\w|[وس]?ي[^او]\w\w))"
)
