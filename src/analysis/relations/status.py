"""As what a relation is told: as a fact, a claim and whose, denied, demanded, or only possible."""

import re
from typing import Any

from analysis.relations.lexicon import KINDS, Entry, inflected
from analysis.relations.phrases import Clauses
from analysis.text import tables
from analysis.text.folding import normalize

STATUSES = ("told", "claimed", "denied", "demanded", "possible")
ASKED = 14  # words between a demand and what is demanded
THOUGHT = 4  # words between a word of possibility and what is possible
SAID = 30  # words between who says it and its أن

_TABLE: dict[str, Any] = tables.table("relations/data/status.yml")
_CUES = {name: frozenset(form for each in entries for form in inflected(each)) for name, entries in _TABLE.items()}
_TIMES = frozenset(("بعد", "قبل", "دون", "منذ", "رغم"))  # بعد أن: no claim
_OPEN, _CLOSE = re.compile(r"[«“]"), re.compile(r"[»”]")


def status_of(text: str, clauses: Clauses, at: int, entry: Entry, source: str) -> tuple[str, str]:
    """Return the status of what the word at a place tells, other than `denied`, and who says it where it is a claim."""
    quad_class = KINDS[entry.kind]["quad_class"]
    forms = [normalize(word.form) for word in clauses.words[:at]]
    if _possible(clauses, forms, at, entry):
        return "possible", ""
    if entry.kind != "demand" and _asked(clauses, forms, at, entry):
        return "demanded", ""
    speaker = _speaker(text, clauses, forms, at)
    if speaker is None or (speaker and speaker == source and quad_class.startswith("verbal")):
        return "told", ""
    return "claimed", speaker


def _is(form: str, cues: str) -> bool:
    """Tell whether a form is one of the cues, with a particle or without."""
    known = _CUES[cues]
    return form in known or (form[:1] in "وفبل" and form[1:] in known)


def _possible(clauses: Clauses, forms: list[str], at: int, entry: Entry) -> bool:
    """إذا هاجمت؛ قد تهاجم؛ قد تشن هجوما؛ احتمال هجوم؛ هجوم محتمل."""
    parts, verb, past = clauses.parts, at, entry.past
    if entry.part not in "VW":
        verb = _verb_before(clauses, at)
        past = verb >= 0 and forms[verb].lstrip("وف")[:1] not in ("ي", "ت")
    while verb > 0 and parts[verb - 1] & {"y", "q"}:
        verb -= 1
    if verb > 0 and _only_thought(clauses, forms, verb, past):
        return True
    for before in range(at - 1, max(-1, at - 1 - THOUGHT), -1):
        if parts[before] & {";", "c"} or (parts[before] & {"M"} and entry.part in "VW"):
            break
        if _is(forms[before], "possible"):
            return True
    after = clauses.words[at + 1].form if at + 1 < len(clauses.words) else ""
    if entry.part in "ND" and (after in _CUES["likely"] or _put_off(clauses, at)):
        return True
    if "فان" in forms and any("z" in parts[n] for n in range(forms.index("فان"))):
        return True  # إذا ...، فإن X ستهاجم Y
    return hypothetical(clauses, at)


def hypothetical(clauses: Clauses, at: int) -> bool:
    """Tell whether a word stands after إذا or لو in its clause."""
    parts, least = clauses.parts, max(-1, at - 9)
    clause = next((n for n in range(at - 1, least, -1) if parts[n] & {";", ",", "c"}), least)
    return any("z" in parts[n] for n in range(clause + 1, at))


def _put_off(clauses: Clauses, at: int) -> bool:
    return any(word.form in _CUES["put_off"] for word in clauses.words[at + 1 : at + 1 + ASKED])


def _only_thought(clauses: Clauses, forms: list[str], at: int, past: bool) -> bool:
    """إذا هاجمت؛ لتهاجم؛ قد تهاجم، but not قد هاجمت."""
    if at == 0:
        return False
    before = clauses.parts[at - 1]
    if "z" in before or before == {"l"}:
        return True
    return "j" in before and not past and not any(_is(form, "demanded") for form in forms[max(0, at - ASKED) : at])


def _verb_before(clauses: Clauses, at: int) -> int:
    """Return the place of the verb in whose clause a noun stands; -1 where there is none."""
    for place in range(at - 1, max(-1, at - 1 - ASKED), -1):
        if clauses.parts[place] & {";", "c", "r"}:
            return -1
        if clauses.is_verb(place):
            return place
    return -1


def _asked(clauses: Clauses, forms: list[str], at: int, entry: Entry) -> bool:
    """دعا إلى وقف الهجوم؛ طالب X بأن تدعم."""
    for before in range(at - 1, max(-1, at - 1 - ASKED), -1):
        if clauses.parts[before] & {";", "r", ":"}:
            return False
        if _is(forms[before], "demanded"):
            return True
        if clauses.is_verb(before) and not _is(forms[before], "demanded"):
            return False
    return False


def _speaker(text: str, clauses: Clauses, forms: list[str], at: int) -> str | None:
    """Return who says what the word at a place tells: an actor, empty where unknown; None where nobody does."""
    start = clauses.words[at].start
    before = text[:start]
    quoted = len(_OPEN.findall(before)) > len(_CLOSE.findall(before)) or before.count('"') % 2 == 1
    reached = False
    for place in range(at - 1, -1, -1):
        if ";" in clauses.parts[place] and not quoted:
            break
        form = forms[place]
        if not reached and form in _CUES["that"] and not (place and forms[place - 1] in _TIMES):
            reached = True
        if (reached or quoted) and _is(form, "said"):
            return _name(clauses, place)
        if _is(form, "alleged") and at - place <= 8:
            return "" if _is(form, "rumoured") else _name(clauses, place)
    if quoted and _long(text, start):
        return ""
    after = [word.form for word in clauses.words[at:]]
    return "" if any(_is(form, "according") for form in [*forms[:3], *after]) else None


def _name(clauses: Clauses, at: int) -> str:
    """Return the actor that is the subject of a word of saying."""
    subject = clauses.subject_after(at) or clauses.subject_before(at) or clauses.last_subjects[at]
    return subject.actors[0].id if subject and not subject.strange else ""


def _long(text: str, at: int) -> bool:
    """Tell whether the quote around a place is more than a name."""
    begins = max((match.end() for match in re.finditer(r'[«“"]', text[:at])), default=at)
    ends = next((at + match.start() for match in re.finditer(r'[»”"]', text[at:])), len(text))
    return len(text[begins:ends].split()) > 4
