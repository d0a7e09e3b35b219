"""As what the words around a relation tell it: as a fact, demanded, or only possible; `claims` asks the voices."""

from typing import Any

from analysis.relations.lexicon import PAST, Entry, inflected
from analysis.relations.phrases import Clauses
from analysis.text import tables
from analysis.text.folding import normalize

STATUSES = ("told", "claimed", "denied", "demanded", "possible")
ASKED = 14  # words between a demand and what is demanded
THOUGHT = 4  # words between a word of possibility and what is possible
SOURCED = 3  # words from the beginning of a sentence in which its source is told
ALLEGED = 8  # words between a word of doubt and what is doubted

_TIMES = ("قبل", "بعد", "منذ")
_TABLE: dict[str, Any] = tables.table("relations/data/status.yml")
_CUES = {name: frozenset(form for each in entries for form in inflected(each)) for name, entries in _TABLE.items()}


def status_of(clauses: Clauses, at: int, entry: Entry) -> str:
    """Return the status that its own sentence gives what the word at a place tells, but for `denied`."""
    forms = [normalize(word.form) for word in clauses.words[:at]]
    if _possible(clauses, forms, at, entry):
        return "possible"
    if entry.kind != "demand" and _asked(clauses, forms, at):
        return "demanded"
    sourced = any(is_cue(form, "according") for form in [*forms[:SOURCED], *(word.form for word in clauses.words[at:])])
    return "claimed" if sourced or any(is_cue(form, "alleged") for form in forms[-ALLEGED:]) else "told"


def ends_it(clauses: Clauses, at: int) -> bool:
    """Tell whether somebody asks that what the word at a place tells be ended, so that it is: طالب بوقف القصف."""
    forms = [normalize(word.form) for word in clauses.words[:at]]
    return bool(forms) and is_cue(forms[-1], "ending") and _asked(clauses, forms, at)


def is_cue(form: str, cues: str) -> bool:
    """Tell whether a folded form is one of the cues of that name, with a particle or without."""
    known = _CUES[cues]
    return form in known or (form[:1] in "وفبل" and form[1:] in known)


def _possible(clauses: Clauses, forms: list[str], at: int, entry: Entry) -> bool:
    """إذا هاجمت؛ قد تهاجم؛ قد تشن هجوما؛ احتمال هجوم؛ هجوم محتمل."""
    parts, verb, past = clauses.parts, at, entry.past
    if entry.part == "D" and _done(clauses, at):
        return False
    if entry.adverbial:
        return False
    if entry.part not in "VW":
        verb = _verb_before(clauses, at)
        form = forms[verb].lstrip("وف") if verb >= 0 else "ي"
        past = form in PAST or form[:1] not in ("ي", "ت")
    while verb > 0 and parts[verb - 1] & {"y", "q"}:
        verb -= 1
    if verb > 0 and _only_thought(clauses, forms, verb, past):
        return True
    for before in range(at - 1, max(-1, at - 1 - THOUGHT), -1):
        if parts[before] & {";", "c", "r"} or (parts[before] & {"M"} and entry.part in "VW"):
            break
        if is_cue(forms[before], "possible"):
            return True
    after = clauses.words[at + 1].form if at + 1 < len(clauses.words) else ""
    if entry.part in "ND" and (after in _CUES["likely"] or _put_off(clauses, at)):
        return True
    if "فان" in forms and any("z" in parts[n] for n in range(forms.index("فان"))):
        return True  # إذا ...، فإن X ستهاجم Y
    return hypothetical(clauses, at)


def _done(clauses: Clauses, at: int) -> bool:
    """Tell whether a relative clause says that a noun is so: قد ترفع العقوبات [التي فرضتها X]."""
    after = at + 1
    while after < len(clauses.words) and clauses.parts[after] <= {"A", "y"}:
        after += 1
    verb = clauses.words[after + 1].form if after + 1 < len(clauses.words) else ""
    return "r" in clauses.parts[min(after, len(clauses.words) - 1)] and not verb.startswith("س")


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
    if forms[at - 1] == "ان" and at > 1 and forms[at - 2] in _TIMES:
        return False  # قبل أن تهاجم
    return "j" in before and not past and not any(is_cue(form, "demanded") for form in forms[max(0, at - ASKED) : at])


def _verb_before(clauses: Clauses, at: int) -> int:
    """Return the place of the verb in whose clause a noun stands; -1 where there is none."""
    for place in range(at - 1, max(-1, at - 1 - ASKED), -1):
        if clauses.parts[place] & {";", "c", "r"}:
            return -1
        if clauses.is_verb(place):
            return place
    return -1


def _asked(clauses: Clauses, forms: list[str], at: int) -> bool:
    """دعا إلى وقف الهجوم؛ طالب X بأن تدعم."""
    for before in range(at - 1, max(-1, at - 1 - ASKED), -1):
        if clauses.parts[before] & {";", "r", ":"}:
            return False
        if is_cue(forms[before], "demanded"):
            return True
        if clauses.is_verb(before) and not is_cue(forms[before], "demanded"):
            return False
    return False
