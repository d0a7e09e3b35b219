"""Who does what to whom where the order of words is loose: by the phrases and the subjects of a clause.

What `rules` leaves open is read here: with adjuncts and titles between, in relative clauses, with a subject that the
clause before named, with participles (`متهما`), with one end alone (`قتل مدنيان`).
"""

import re

from analysis.relations.cues import ClauseCue, Reading
from analysis.relations.harm import read_harm, read_harmed
from analysis.relations.lexicon import Entry
from analysis.relations.nouns import read_between, read_noun, read_with_verb
from analysis.relations.phrases import Clauses, can_be_verb
from analysis.relations.verbs import read_verb

_MASDAR = re.compile("م.ا..ه")  # مكافحة: who does it, or the doing


def read_clause(clauses: Clauses, at: int, entry: Entry) -> Reading | None:
    """Return what a verb, noun or participle of the lexicon tells where it stands; None where nothing fits."""
    cue = ClauseCue(clauses, at, entry)
    if entry.part == "V":
        return (read_harmed(cue) or read_verb(cue)) if can_be_verb(clauses, at, entry.past) else None
    if entry.part == "C":
        return read_with_verb(cue)
    if entry.part in "NDO":
        return read_harm(cue) or read_between(cue) or read_noun(cue)
    if entry.part == "P":
        return _participle(cue)
    return None


# --- participles ----------------------------------------------------------------------------------------------------
def _participle(cue: ClauseCue) -> Reading | None:
    """وقال X متهما Y؛ مشيدا بـY."""
    if not cue.entry.adverbial:
        return _alike(cue)
    before = cue.clauses.parts[cue.at - 1] if cue.at else frozenset()
    if ("N" in cue.clauses.parts[cue.at] or _MASDAR.fullmatch(cue.word.form)) and not before & {",", '"'}:
        return None  # إثر مداهمة: a noun
    last = cue.clauses.last_subjects[cue.at]
    target = cue.marked(cue.right, direct=cue.direct) if last and last.actors[0].id else None
    if target is None or (not target.prep and not cue.clauses.follows(cue.at, target)):
        return None
    return cue.found("participle", last, target)


def _alike(cue: ClauseCue) -> Reading | None:
    """X وY متفقتان."""
    subject = cue.clauses.subject_before(cue.at) if cue.both else None
    actors = cue.clauses.group(subject) if subject else []
    return Reading("alike", tuple(actors), ()) if len(actors) > 1 else None
