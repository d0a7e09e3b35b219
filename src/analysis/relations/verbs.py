"""Who does what to whom by a verb where the order of words is loose: adjuncts between, relative clauses, pronouns."""

from analysis.relations.cues import NEAR, ClauseCue, Reading
from analysis.relations.harm import is_people
from analysis.relations.lexicon import GATHERING, HARMS, INSTRUMENTS, ONE_SIDED, SUFFERED, TWO_SIDED, code, words
from analysis.relations.phrases import Phrase, agrees, ends
from analysis.relations.words import is_object

THEY, WITHIN, THEREIN, _ANGER = map(words, ("they", "within", "therein", "anger"))
_FOR = code("l")
_NOMINAL, _VERBAL = frozenset("oATFDE"), frozenset("VWLKGRXHvyJjq")
_TIMES = ("عند", "بعد", "حين", "كما", "لكن", "ولكن", "بل", "حيث", "بين", "فيما", "اذ")


def read_verb(cue: ClauseCue) -> Reading | None:
    """أدانت X في بيان Y؛ X في زيارته Y؛ والتقى بـY."""
    clauses, at = cue.clauses, cue.at
    if cue.word.form in SUFFERED:
        return None
    after = clauses.subject_after(at)
    if after and at and (clauses.words[at - 1].form in THEY or clauses.words[at + 1].form in THEREIN):
        return _they(cue, after)
    if after and after.strange and "N" in clauses.parts[at]:
        after = None  # دعم مستشفيات X: a noun
    if after and (after.deed or is_object(clauses.words[after.start : after.end]) or cue.entry.gender == "+"):
        after = None
    if at and clauses.parts[at - 1] == {"r"} and clauses.parts[at + 1 : at + 2] != [{"y"}]:
        after = None  # هجماتها التي تستهدف X: whom, not who
    if after and _told_before(cue):
        after = None
    if after and not agrees(cue.entry.gender, clauses.words, after):
        after = None
    before = clauses.subject_before(at)
    if before and (before.deed or before.strange or not agrees(cue.entry.gender, clauses.words, before)):
        before = None
    if after:
        target = cue.marked(cue.after(after), direct=cue.direct, after=after.end)
        if target and not target.prep and not _object(cue, after, target):
            return None
        far = target and cue.entry.kind == "speak" and target.start - after.end > (1 if target.prep == "l" else 3)
        if target and not far:  # قالت الرئاسة الحالية لـY: whose it is
            return cue.found("verb first", after, target)
        if before and cue.direct:
            return cue.found("verb second", before, after)
        if cue.both and not cue.direct and len(clauses.group(after)) > 1:
            return Reading("both", tuple(clauses.group(after)), ())
        if (
            after.strange
            or _by_deed(cue)
            or clauses.parts[after.end : after.end + 1] == [{"a"}]
            or (cue.word.form in HARMS and is_people(cue, after))
            or (after.person and cue.entry.kind in ("attack", "coerce") and after.end - after.start == 1)
        ):
            return None
        return cue.found("one side", after, _owner(cue)) if _one_sided(cue) else None
    if before:
        target = cue.marked(cue.right, direct=cue.direct)
        if target and (target.prep or clauses.follows(at, target)):
            return cue.found("verb second", before, target)
        if cue.both and len(clauses.group(before)) > 1:
            return Reading("both", tuple(clauses.group(before)), ())
        near = not any("," in clauses.parts[n] for n in range(before.end, at))
        harmed = cue.word.form in HARMS and (cue.entry.gender == "m" or ends(clauses, at))  # X قتل: perhaps he was
        return cue.found("one side", before, _owner(cue)) if near and not harmed and _one_sided(cue) else None
    last = clauses.last_subjects[at]
    if last and last.actors[0].id and _goes_on(cue) and agrees(cue.entry.gender, clauses.words, last):
        target = cue.marked(cue.right, direct=False)
        return cue.found("same subject", last, target) if target else None
    return None


def _told_before(cue: ClauseCue) -> bool:
    """Tell whether an unknown subject stands between أن and the verb: أن قوات برية استهدفت X."""
    parts, first = cue.clauses.parts, cue.at
    while first and parts[first - 1] & _NOMINAL and not parts[first - 1] & _VERBAL:
        first -= 1
    return cue.at > first > 0 and "c" in parts[first - 1] and not cue.clauses.words[first - 1].form.startswith(_TIMES)


def _object(cue: ClauseCue, subject: Phrase, target: Phrase) -> bool:
    """Tell whether a phrase without a preposition follows the subject as its object does, and is not its name."""
    words, start = cue.clauses.words, subject.end
    while start < target.start and (cue.clauses.parts[start] == {"A"} or words[start].nation):
        start += 1
    named = target.person and target.end - target.start == 1 and not subject.person and subject.strange
    if named or cue.clauses.follows(start - 1, target):
        return not named
    between = cue.clauses.parts[start : target.start]
    described = cue.clauses.words[target.start - 1].form.startswith("ال") and "y" not in between[-1]
    return bool(target.actors[0].id) and not described and not any("&" in parts for parts in between)


def _by_deed(cue: ClauseCue) -> bool:
    """Tell whether the noun before a verb is its subject: غارات جوية استهدفت X."""
    words, parts = cue.clauses.words, cue.clauses.parts
    near = range(cue.at - 1, max(-1, cue.at - 4), -1)
    noun = next((at for at in near if words[at].form in INSTRUMENTS), None)
    return noun is not None and all(parts[at] <= {"o", "A", "T", "y"} for at in range(noun + 1, cue.at))


def _they(cue: ClauseCue, after: Phrase) -> Reading | None:
    """قالت X إنها تدعم Y: the pronoun is the subject."""
    last = cue.clauses.last_subjects[cue.at]
    if last and last.person and cue.clauses.words[cue.at - 1].form.endswith("هم"):
        return None  # they are more than he
    target = after if cue.direct and not after.strange else cue.marked(cue.right, direct=False)
    return cue.found("they", last, target) if last and target else None


def _owner(cue: ClauseCue) -> Phrase | None:
    """Return whose it is that was hit: دمر X آليات [لـY]."""
    near = (phrase for phrase in cue.right if phrase.prep == "l" and phrase.start - cue.at <= NEAR + 3)
    return next((each for each in near if cue.clauses.parts[each.start - 2] & {"o", "T", "A"}), None)


def _one_sided(cue: ClauseCue) -> bool:
    """Tell whether a verb tells enough with its subject alone: what only befalls people needs them."""
    if cue.word.form in GATHERING and not any(word.form in _ANGER for word in cue.clauses.words):
        return False  # تجمعوا لمشاهدة كذا
    if cue.word.form in TWO_SIDED or (cue.by_accident() and cue.word.form in HARMS):
        return False
    direct = cue.direct or cue.entry.kind == "protest"
    after = cue.clauses.words[cue.at + 1 : cue.at + 2]
    if cue.entry.kind != "protest" and after and (after[0].code == _FOR or after[0].form.startswith("ل")):
        return False  # كافحت لتحقيق كذا: nobody is fought
    return direct and cue.entry.kind in ONE_SIDED and cue.entry.past and "G" not in cue.clauses.parts[cue.at]


def _goes_on(cue: ClauseCue) -> bool:
    """Tell whether a verb goes on with the subject before it: والتقى."""
    at, clauses = cue.at, cue.clauses
    if at == 0 or (at + 1 < len(clauses.words) and clauses.parts[at + 1] & {"o", "A", "D"}):
        return False  # its subject is told, and unknown: وأشادت شخصيتان
    within = at + 1 < len(clauses.words) and clauses.words[at + 1].form in WITHIN
    return within or bool(clauses.parts[at - 1] & {"&", ",", "c"}) or clauses.words[at - 1].form in THEY
