"""What befalls people, and by whom: قتل مدنيان في غارة، اعتقال X، 22 شخصا قتلوا."""

from analysis.relations.cues import NEAR, ClauseCue, Reading
from analysis.relations.lexicon import HARMS, PEOPLE, SUFFERED, words
from analysis.relations.nouns import carried_by
from analysis.relations.phrases import Phrase, ends
from analysis.relations.words import is_object

_AFTER = ({"b"}, {"m"}, {"n"})  # بقتل، من قتل، في قتل
_KILLERS = words("killers")
_VICTIMS = frozenset(("CVL", "MED", "REF", "OPP"))


def read_harmed(cue: ClauseCue) -> Reading | None:
    """قتل مدنيان في غارة؛ 22 شخصا قتلوا."""
    if cue.word.form not in HARMS or cue.by_accident():
        return None
    if any(word.form.startswith(("نفس", "انفس")) for word in cue.clauses.words[cue.at + 1 : cue.at + 6]):
        return None  # قتل المسلح نفسه
    clauses, at = cue.clauses, cue.at
    plain = [phrase for phrase in cue.right if not phrase.prep]
    first = clauses.subject_after(at)
    before = clauses.subject_before(at)
    if before and (before.deed or before.strange):
        before = None
    if first is None:
        if before and not plain and cue.entry.past and (cue.word.form in SUFFERED or ends(clauses, at)):
            agent = cue.agent()
            return cue.found("harmed", agent, before) if agent or before.person or is_people(cue, before) else None
        return None
    if any("," in clauses.parts[n] for n in range(at + 1, first.start)) and not cue.agent():
        return None
    if any(not phrase.prep and phrase.start - first.end <= NEAR for phrase in cue.after(first)):
        return None
    if is_people(cue, first) and not first.deed:
        active = is_object(cue.clauses.words[first.start : first.end]) and first.end - first.start == 1  # وجرحت آخرين
        they = clauses.last_subjects[at] if active or cue.word.form.endswith("وا") else None
        if at and clauses.parts[at - 1] & {"r"}:
            they = None  # المسلحين الذين قتلوا: they themselves
        if before and not before.actors[0].id and before.actors[0].role in _VICTIMS:
            before = None  # مقتل 4 أطفال وجرح 17 شخصا
        agent = before or cue.agent() or they
        if (active and agent is None) or clauses.words[first.end - 1].form in _KILLERS:
            return None
        return cue.found("harmed", agent, first)
    return None


def is_people(cue: ClauseCue, phrase: Phrase) -> bool:
    """Tell whether a phrase names people, not a body that acts."""
    parts, word = cue.clauses.parts[phrase.end - 1], cue.clauses.words[phrase.end - 1]
    return word.form in PEOPLE or "M" not in parts or "T" in parts or phrase.actors[0].role in _VICTIMS


def read_harm(cue: ClauseCue) -> Reading | None:
    """مقتل مدنيين في غارة؛ اعتقال X."""
    if (
        cue.entry.part not in "ND"
        or cue.word.form.removeprefix("ال") not in HARMS
        or cue.word.actors
        or cue.by_accident()
    ):
        return None
    beside = (phrase for phrase in cue.right if cue.clauses.beside(cue.at, phrase) or phrase.prep in cue.marks)
    first = next(beside, None)
    if first is None or first.deed or first.start - cue.at > 2:
        return None
    if not is_people(cue, first) and cue.agent() is None:
        return None
    agent = cue.agent()
    if agent is None and cue.at and cue.clauses.parts[cue.at - 1] in _AFTER and (carrier := carried_by(cue)):
        agent = carrier[0]  # قام X بقتل Y؛ تمكن X من قتل Y
    if agent is None and cue.at and cue.clauses.parts[cue.at - 1] == {"l"}:
        before = (phrase for phrase in reversed(cue.clauses.phrases) if phrase.end <= cue.at)
        last = next(before, None)  # تدخل X لاعتقال Y
        agent = last if last and last.actors[0].id and cue.at - last.end <= NEAR else None
    if agent is None and _in_general(cue, first):
        return None
    return cue.found("harm", agent, first)


def _in_general(cue: ClauseCue, people: Phrase) -> bool:
    """Tell whether what is done to people is no event: نهى عن قتل النساء."""
    word = cue.clauses.words[people.end - 1]
    purpose = cue.at > 0 and cue.clauses.parts[cue.at - 1] == {"l"}
    return not purpose and not people.actors[0].id and word.form.startswith("ال") and people.end - people.start == 1
