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
_ABROAD = frozenset(map(normalize, TABLE["abroad"]))
_OF_THEIR_OWN = frozenset(map(normalize, TABLE["of_their_own"]))
_SEVERAL = frozenset(map(normalize, TABLE["several"]))
_MINISTRIES = frozenset(map(normalize, ("وزارة",)))
_BROKEN = frozenset(map(normalize, TABLE["broken_plurals"]))
_DEFINITE_ONLY = frozenset(map(normalize, TABLE["definite_only"]))
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
    if not noun.closed and noun.head in _DEFINITE_ONLY:
        return None
    squeezed, position, closed = text.text, hit.end, noun.closed
    for _ in range(REACH + 1):
        if squeezed[position : position + 1] != " ":
            return None
        beside = at.get(position + 1)
        if beside is not None and not is_weak(beside.form, known):
            if state := _state(beside, noun, squeezed, closed, known):
                if position > hit.end and not _agrees(hit, beside, squeezed):
                    return None  # رئيس جمعية الصحفيين [السعوديين], إدارة الملعب [الإنجليزي]
                return Organ(state, noun.role, beside.end, hit.start, not beside.form.of("adjective"))
            within = beside.form.noun is not None and beside.form.noun.head in _COMPLEMENTS
            if beside.form.noun is None or (closed and not within):
                return _in_state(beside, hit, position, text) if closed else None
        if noun.group == "acts":
            return None
        match = _WORD.match(squeezed, position + 1)
        if match is None:
            return None
        if closed and match.group() == "في":
            return _in_state(at.get(match.end() + 1), hit, match.end(), text)
        if not _goes_on(match.group(), noun, closed):
            return None
        closed = closed or match.group().startswith(("ال", "وال"))
        position = match.end()
    return None


def is_weak(form: Form, known: frozenset[str]) -> bool:
    """Tell whether a form is the adjective of a state and mostly another word, in an article that does not name it."""
    states = form.of("adjective")
    return bool(states) and states[0] in WEAK and states[0] not in known


def _in_state(beside: Hit | None, hit: Hit, position: int, text: Text) -> Organ | None:
    """Return the institution of the state that, or whose capital, stands after في or ب: وزارة الدفاع في [روسيا]."""
    noun = hit.form.noun
    if noun is None or noun.group != "bodies" or noun.role == "MIL" or noun.head in _ABROAD:
        return None
    state = _named_state(beside, position)
    if not state and not _of_minister(hit, text):  # where a minister is, he may be a guest
        state = _of_capital(beside, position)
    return Organ(state, noun.role, beside.end, hit.start, True) if beside and state else None


def _named_state(beside: Hit | None, position: int) -> str:
    """Return the state that a name tells which stands right after a position, ب before it or not."""
    if beside is None or not beside.form.state or beside.start - position > len(" ب"):
        return ""
    names = beside.form.plain("name")
    return names[0] if len(names) == 1 else ""


def _of_capital(beside: Hit | None, position: int) -> str:
    """Return the state whose capital stands right after a position: وزارة الخارجية في [كابل]."""
    if beside is None or beside.form.noun or beside.start - position > len(" ب"):
        return ""
    states = beside.form.plain("capital")
    return states[0] if len(states) == 1 else ""


def _of_minister(hit: Hit, text: Text) -> bool:
    """Tell whether an institution stands in somebody's title: وزير [الخارجية]."""
    before = nouns().get(text.text[: hit.word].rstrip().rpartition(" ")[2])
    return before is not None and before.group == "offices"


def state_after(end: int, text: Text, at: Mapping[int, Hit]) -> tuple[str, int] | None:
    """Return the state whose name stands after an office and ب or في, and where the name ends."""
    squeezed = text.text
    if squeezed.startswith(" ب", end):
        beside = at.get(end + 1)
        if beside is None or beside.start != end + 2:
            return None
    elif squeezed.startswith(" في ", end):
        end += len(" في")
        beside = at.get(end + 1)
    else:
        return None
    state = _named_state(beside, end)
    return (state, beside.end) if beside and state else None


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
    if closed or not (noun.group in ("bodies", "offices") or noun.head in _SENT) or not form.certain:
        return None
    names = [id for id in form.of("name") if form.state]
    return names[0] if len(names) == 1 else None


def _agrees(hit: Hit, beside: Hit, squeezed: str) -> bool:
    """Tell whether a nationality, words between, may be that of a noun, or of the ministry or army after it."""
    noun, form = hit.form.noun, hit.form.text
    nationality = squeezed[beside.start : beside.end]
    if noun is None or not beside.form.of("adjective"):
        return True
    if noun.group not in ("bodies", "offices") and not (noun.group == "beside" and form.endswith("ه")):
        return True
    between = [nouns().get(word) for word in squeezed[hit.end : beside.word].split()]
    if any(each is not None and (each.group == "bodies" or each.head in _COMPLEMENTS) for each in between):
        return True
    if nationality.endswith(("ين", "ون")):
        return noun.head in _SEVERAL
    if noun.group == "bodies" and noun.head in _MINISTRIES:
        return True  # وزارة الدفاع [الأمريكي], as many write
    return nationality.endswith("ه") == (form.endswith(("ه", "ات")) or " " in form or noun.head in _BROKEN)


def _goes_on(word: str, noun: Noun, closed: bool) -> bool:
    """Tell whether a word may stand between a noun and its state."""
    if word.removeprefix("ال") in _OF_THEIR_OWN:
        return False
    if noun.definite:
        return word.startswith("ال") and _ATTRIBUTE.fullmatch(word) is not None
    if closed:
        return word.startswith(("ال", "وال"))
    return word.startswith("ال") or noun.group == "offices" or _ATTRIBUTE.fullmatch(word) is not None


def is_of_another(state: str, hit: Hit, at: Mapping[int, Hit]) -> bool:
    """Tell whether a nationality makes a body that of a state other than its own: هيئة الطيران المدني [البريطانية]."""
    beside = at.get(hit.end + 1)
    states = beside.form.of("adjective") if beside is not None and beside.start == beside.word else []
    return bool(states and state and state not in states)


def complement(hit: Hit, text: Text) -> int:
    """Return where the name of a ministry ends, without a state beside it (وزارة التربية والتعليم); 0 for none."""
    match = _COMPLEMENT.match(text.text, hit.end)
    return match.end() if match else 0


def stands_for_office(end: int, text: Text) -> bool:
    """Tell whether a title that ends there stands by itself: after it come no name and nothing that makes it past."""
    if _AFTER_TITLE.match(text.text, end) is not None:
        return _ALI.match(text.text, end) is None
    after = _WORD.match(text.text, end + 1)
    return after is not None and text.is_accusative(*after.span())  # أصدر وزير الصحة [قرارًا]


# وزارة الشؤون البلدية والقروية
_COMPLEMENT = re.compile(r" ال\w+(?: و?ال\w+(?:ي|يه)(?!\w)| وال\w+)*")
_ALI = re.compile(" علي (?:بن|ابن|ال|عبد)(?!\\w)")  # a name, which على is written like
_HONORIFIC = tables.any_of(map(normalize, TABLE["honorifics"]))
# A mark, a word of grammar, a definite word, or a verb: وزير الدفاع الأردني يزور ...
_AFTER_TITLE = re.compile(
    rf"(?! {_HONORIFIC}(?!\w))(?: ?[^\w ]|$| (?:{tables.any_of(map(normalize, TABLE['after_title']))}(?!\w)"
    r"|و?(?:ال|بال|لل|كال)\w|[وس]?ي[^او]\w\w))"
)
