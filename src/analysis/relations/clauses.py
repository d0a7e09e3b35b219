"""Who does what to whom where the order of words is loose: by the phrases and the subjects of a clause.

What `rules` leaves open is read here: with adjuncts and titles between, in relative clauses, with a subject that the
clause before named, with participles (`متهما`), with one end alone (`قتل مدنيان`).
"""

import re
from typing import Any, NamedTuple

from analysis.relations.lexicon import DOING, HARMS, INSTRUMENTS, KINDS, ONE_SIDED, PEOPLE, Entry, code, words
from analysis.relations.phrases import Clauses, Phrase, agrees, can_be_verb, ends
from analysis.relations.words import Actor, Word, gender

NEAR = 9  # words between a noun and the end that its preposition marks
ALONE = 4  # words between a subject and what it does, where no target is told
CARRIED = 30  # words between a verb and the noun that it carries
NOBODY = (Actor("", "", ""),)
THEY, WITHIN, THEREIN, _RANKS = map(words, ("they", "within", "therein", "ranks"))
_VAGUE, _FORCEFUL = words("vague"), words("forceful")
_ACCIDENTS = words("accidents") | frozenset("ال" + word for word in words("accidents"))
_MASDAR = re.compile("م.ا..ه")  # مكافحة: who does it, or the doing
_FOR = code("l")
_SIDES = frozenset(("جهه", "ناحيه"))  # من جهة: nobody knows which of several stand together
_KILLERS = words("killers")
_BORDER = ("حدود", "الحدود")
_VICTIMS = frozenset(("CVL", "MED", "REF", "OPP"))


class Reading(NamedTuple):
    """Who acts on whom, and how it was read; without targets, the sources do it to each other."""

    how: str
    sources: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    denied: bool = False
    deed: bool = False


def read_clause(clauses: Clauses, at: int, entry: Entry) -> Reading | None:
    """Return what a verb, noun or participle of the lexicon tells where it stands; None where nothing fits."""
    cue = _Cue(clauses, at, entry)
    if entry.part == "V":
        return (_harmed(cue) or _verb(cue)) if can_be_verb(clauses, at, entry.past) else None
    if entry.part == "C":
        return _with_verb(cue)
    if entry.part in "NDO":
        return _harm(cue) or _between(cue) or _noun(cue)
    if entry.part == "P":
        return _participle(cue)
    return None


class _Cue:
    """A word of the lexicon in the clauses of its sentence."""

    def __init__(self, clauses: Clauses, at: int, entry: Entry) -> None:
        self.clauses, self.at, self.entry = clauses, at, entry
        self.word: Word = clauses.words[at]
        self.about: dict[str, Any] = KINDS[entry.kind]
        self.both: bool = self.about.get("both", False)
        places = self.about.get("places", False)
        self.right = [phrase for phrase in clauses.right(at) if places or not phrase.place]
        self.marks = tuple(mark for mark in entry.marks if mark)
        self.direct = "" in entry.marks

    def marked(self, phrases: list[Phrase], *, direct: bool, after: int = 0) -> Phrase | None:
        """Return the first phrase that stands as the target does; without a preposition, near to where `after` is."""
        for phrase in phrases:
            if phrase.prep in self.marks and phrase.prep and phrase.strange <= 2:
                return None if self._taken(phrase) else phrase
            near = phrase.start - (after or self.at) <= NEAR
            if (
                direct
                and near
                and not phrase.prep
                and not self._listed(phrase)
                and phrase.strange <= (1 if self.entry.kind in ONE_SIDED else 0)
            ):
                return phrase
        return None

    def _taken(self, phrase: Phrase) -> bool:
        """Tell whether a noun of the lexicon between takes the preposition: تحدث عن [اشتباكات مع] X."""
        words, prep = self.clauses.words, phrase.prep
        between = (entry for at in range(phrase.start - 1, self.at, -1) for entry in words[at].entries)
        near = next((entry.kind for entry in between if entry.part in "NDO" and prep in entry.marks), None)
        return self.entry.part == "V" and near is not None and KINDS[near]["quad_class"] != self.about["quad_class"]

    def _listed(self, phrase: Phrase) -> bool:
        """Tell whether a comma parts a phrase from what stands before it, which is no subject."""
        before = phrase.start - 1
        return self.clauses.parts[before] == {","} and not any(each.end == before for each in self.clauses.phrases)

    def after(self, phrase: Phrase) -> list[Phrase]:
        """Return the phrases of the clause after one and those joined to it."""
        rest = [each for each in self.right if each.start >= phrase.end]
        while rest and self.clauses.joined(phrase, rest[0].start) and rest[0].prep == phrase.prep:
            phrase = rest.pop(0)
        return rest

    def found(self, how: str, source: Phrase | None, target: Phrase | None) -> Reading:
        group = self.clauses.group
        sources = tuple(group(source)) if source else NOBODY
        targets = tuple(group(target)) if target else NOBODY
        return Reading(how, sources, targets, deed=bool(target and target.deed))

    def by_accident(self) -> bool:
        """Tell whether what befalls people is nobody's deed: في حادث سير."""
        return any(word.form in _ACCIDENTS for word in self.clauses.words)

    def _by_means(self, at: int) -> bool:
        """Tell whether a phrase is whose means it was: [برصاص] الجيش، في [غارة إسرائيلية]."""
        words, parts = self.clauses.words, self.clauses.parts
        head = at if words[at].form in INSTRUMENTS else at - 1
        return head > 0 and words[head].form in INSTRUMENTS and bool(parts[head - 1] & {"b", "n"})

    def agent(self) -> Phrase | None:
        """Return who did it, where a phrase says by whom: على يد، برصاص، في غارة."""
        clauses = self.clauses
        for phrase in clauses.phrases:
            if phrase.start <= self.at or phrase.start - self.at > 25:
                continue
            if phrase.prep == "@":
                return phrase
            if phrase.actors[0].id and self._by_means(phrase.start):
                return phrase
        return None


# --- verbs ----------------------------------------------------------------------------------------------------------
def _verb(cue: _Cue) -> Reading | None:
    """أدانت X في بيان Y؛ X في زيارته Y؛ والتقى بـY."""
    clauses, at = cue.clauses, cue.at
    if any(word.form in _RANKS for word in clauses.words[at + 1 : at + 8]):
        return None
    after = clauses.subject_after(at)
    if after and at and (clauses.words[at - 1].form in THEY or clauses.words[at + 1].form in THEREIN):
        return _they(cue, after)
    if after and after.strange and "N" in clauses.parts[at]:
        after = None  # دعم مستشفيات X: a noun
    if after and (after.deed or _accusative(cue, after) or not agrees(cue.entry.gender, clauses.words, after)):
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
            or (cue.word.form in HARMS and _is_people(cue, after))
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


def _object(cue: _Cue, subject: Phrase, target: Phrase) -> bool:
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


def _accusative(cue: _Cue, phrase: Phrase) -> bool:
    """Tell whether people stand in the case of an object: اعتقلت [شخصا]."""
    form = cue.clauses.words[phrase.end - 1].form
    return form in PEOPLE and not form.startswith("ال") and form.endswith(("ا", "ين"))


def _by_deed(cue: _Cue) -> bool:
    """Tell whether the noun before a verb is its subject: غارات جوية استهدفت X."""
    words, parts = cue.clauses.words, cue.clauses.parts
    near = range(cue.at - 1, max(-1, cue.at - 4), -1)
    noun = next((at for at in near if words[at].form in INSTRUMENTS), None)
    return noun is not None and all(parts[at] <= {"o", "A", "T", "y"} for at in range(noun + 1, cue.at))


def _they(cue: _Cue, after: Phrase) -> Reading | None:
    """قالت X إنها تدعم Y: the pronoun is the subject."""
    last = cue.clauses.last_subjects[cue.at]
    if last and last.person and cue.clauses.words[cue.at - 1].form.endswith("هم"):
        return None  # they are more than he
    target = after if cue.direct and not after.strange else cue.marked(cue.right, direct=False)
    return cue.found("they", last, target) if last and target else None


def _owner(cue: _Cue) -> Phrase | None:
    """Return whose it is that was hit: دمر X آليات [لـY]."""
    near = (phrase for phrase in cue.right if phrase.prep == "l" and phrase.start - cue.at <= NEAR + 3)
    return next((each for each in near if cue.clauses.parts[each.start - 2] & {"o", "T", "A"}), None)


def _one_sided(cue: _Cue) -> bool:
    """Tell whether a verb tells enough with its subject alone: what only befalls people needs them."""
    direct = cue.direct or cue.entry.kind == "protest"
    after = cue.clauses.words[cue.at + 1 : cue.at + 2]
    if cue.entry.kind != "protest" and after and (after[0].code == _FOR or after[0].form.startswith("ل")):
        return False  # كافحت لتحقيق كذا: nobody is fought
    return direct and cue.entry.kind in ONE_SIDED and cue.entry.past and "G" not in cue.clauses.parts[cue.at]


def _goes_on(cue: _Cue) -> bool:
    """Tell whether a verb goes on with the subject before it: والتقى."""
    at, clauses = cue.at, cue.clauses
    if at == 0 or (at + 1 < len(clauses.words) and clauses.parts[at + 1] & {"o", "A", "D"}):
        return False  # its subject is told, and unknown: وأشادت شخصيتان
    within = at + 1 < len(clauses.words) and clauses.words[at + 1].form in WITHIN
    return within or bool(clauses.parts[at - 1] & {"&", ",", "r", "c"}) or clauses.words[at - 1].form in THEY


def _harmed(cue: _Cue) -> Reading | None:
    """قتل مدنيان في غارة؛ 22 شخصا قتلوا."""
    if cue.word.form not in HARMS or cue.by_accident():
        return None
    clauses, at = cue.clauses, cue.at
    plain = [phrase for phrase in cue.right if not phrase.prep]
    first = clauses.subject_after(at)
    before = clauses.subject_before(at)
    if before and (before.deed or before.strange):
        before = None
    if first is None:
        if before and not plain and ends(clauses, at) and cue.entry.past:
            return cue.found("harmed", cue.agent(), before)
        return None
    if cue.after(first) and any(not phrase.prep for phrase in cue.after(first)):
        return None
    if _is_people(cue, first):
        active = _accusative(cue, first) and first.end - first.start == 1  # وجرحت آخرين
        they = clauses.last_subjects[at] if active or cue.word.form.endswith("وا") else None
        agent = before or cue.agent() or they
        if (active and agent is None) or clauses.words[first.end - 1].form in _KILLERS:
            return None
        return cue.found("harmed", agent, first)
    return None


def _is_people(cue: _Cue, phrase: Phrase) -> bool:
    """Tell whether a phrase names people, not a body that acts."""
    parts, word = cue.clauses.parts[phrase.end - 1], cue.clauses.words[phrase.end - 1]
    return word.form in PEOPLE or "M" not in parts or "T" in parts or phrase.actors[0].role in _VICTIMS


# --- nouns ----------------------------------------------------------------------------------------------------------
def _harm(cue: _Cue) -> Reading | None:
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
    if not _is_people(cue, first) and cue.agent() is None:
        return None
    agent = cue.agent()
    if agent is None and cue.at and cue.clauses.parts[cue.at - 1] == {"b"} and (carrier := _carrier(cue)):
        agent = carrier[0]  # قام X بقتل Y
    if agent is None and cue.at and cue.clauses.parts[cue.at - 1] == {"l"}:
        agent = cue.clauses.last_subjects[cue.at]  # تدخل X لاعتقال Y
    if agent is None and _in_general(cue, first):
        return None
    return cue.found("harm", agent, first)


def _in_general(cue: _Cue, people: Phrase) -> bool:
    """Tell whether what is done to people is no event: نهى عن قتل النساء."""
    word = cue.clauses.words[people.end - 1]
    purpose = cue.at > 0 and cue.clauses.parts[cue.at - 1] == {"l"}
    return not purpose and not people.actors[0].id and word.form.startswith("ال") and people.end - people.start == 1


def _between(cue: _Cue) -> Reading | None:
    """مواجهات عنيفة في X بين Y وZ."""
    if not cue.both:
        return None
    first = next((phrase for phrase in cue.right if phrase.prep == "t"), None)
    if first is None or first.start - cue.at > NEAR:
        return None
    if cue.clauses.words[first.start - 2].form.startswith(_BORDER):
        return None  # المنطقة الحدودية بين X وY
    actors = cue.clauses.group(first)
    sides = [n for n in range(first.start, cue.clauses.stop(cue.at)) if cue.clauses.words[n].form in _SIDES]
    return Reading("between", tuple(actors), ()) if len(actors) == 2 and not sides else None


def _noun(cue: _Cue) -> Reading | None:
    """قصف X العنيف على Y؛ شنت X ... هجوما على Y؛ خلال استقباله Y."""
    clauses, at = cue.clauses, cue.at
    if at and cue.entry.part == "O" and ("r" in clauses.parts[at - 1] or cue.entry.kind == "retake"):
        return None  # التي منحها X: a verb; تحريرها: what is freed
    own = next((phrase for phrase in cue.right if clauses.beside(at, phrase)), None)
    if own and cue.entry.part == "O" and not (cue.direct or "l" in cue.marks or cue.both):
        return None
    definite = own is not None and clauses.words[own.end - 1].form.startswith("ال")  # الدعم [العسكري الإيراني]
    if own and not own.actors[0].id and (cue.direct or "cooperation" in cue.about["quad_class"]):
        own = None  # إيواء مقاتلين: whom, not who
    if own and (own.strange or own.deed or not (cue.entry.part == "N" or (cue.entry.part == "D" and definite))):
        own = None
    rest = [phrase for phrase in (cue.after(own) if own else cue.right) if phrase.start - at <= NEAR + 4]
    target = next((phrase for phrase in rest if phrase.prep in cue.marks), None)
    if target and target.start - (own.end if own else at) > NEAR:
        target = None
    if own is None and target is None and cue.entry.part == "O" and (cue.direct or "l" in cue.marks):
        target = next((phrase for phrase in rest if clauses.beside(at, phrase)), None)
    if target is None:
        return _carried_alone(cue)
    if _is_vague(cue) and target.prep != "d":
        return None
    if cue.word.actors:
        return Reading("act", cue.word.actors, tuple(clauses.group(target)), deed=target.deed)
    if own:
        return cue.found("noun of", own, target)
    if state := next((word.nation for word in clauses.words[at + 1 : at + 3] if word.nation and not word.actors), ""):
        return Reading("noun adjective", (Actor(state, "state"),), tuple(clauses.group(target)), deed=target.deed)
    purpose = cue.entry.part == "O" and at > 1 and "N" in clauses.parts[at - 1] and clauses.parts[at - 2] == {"l"}
    carrier = None if purpose else _carrier(cue)
    if carrier:
        return cue.found("carried", carrier[0], target)._replace(denied=carrier[1])
    if cue.entry.part == "O" and (last := _whose(cue)):
        return cue.found("own noun", last, target)
    return None


def _is_vague(cue: _Cue) -> bool:
    """Tell whether a noun is perhaps of no force: عملية, but عملية عسكرية."""
    return cue.word.form.removeprefix("ال") in _VAGUE and not any(
        word.form.removeprefix("ال") in _FORCEFUL for word in cue.clauses.words[cue.at + 1 : cue.at + 3]
    )


def _whose(cue: _Cue) -> Phrase | None:
    """Return whom the pronoun on a noun means: who stands near before it (روسيا لدعم حربها), else the last subject."""
    clauses, at = cue.clauses, cue.at
    near = next((each for each in reversed(clauses.phrases) if each.end <= at and not each.place), None)
    feminine = cue.word.form.endswith("ها")
    likely = near is not None and at - near.end <= 4 and not near.deed and near.actors[0].id
    if near and likely and (gender(clauses.words[near.start]) == "f") == feminine:
        return near
    return clauses.last_subjects[at]


def _carried_alone(cue: _Cue) -> Reading | None:
    """شنت X هجوما؛ عقدت X وY اجتماعا: no target told."""
    governed = cue.at > 0 and cue.clauses.parts[cue.at - 1] & set("lmiewatfndND")
    carrier = _carrier(cue) if cue.entry.part == "N" and not cue.word.actors and not governed else None
    if carrier is None:
        return None
    actors = cue.clauses.group(carrier[0])
    begins = max(0, cue.at - ALONE, carrier[0].end)
    if not any(cue.clauses.words[at].form in DOING for at in range(max(0, cue.at - CARRIED), cue.at)):
        return None
    if cue.both and len(actors) > 1:
        return Reading("both", tuple(actors), (), carrier[1])
    if cue.at - carrier[0].end > ALONE or any(cue.clauses.parts[at] & set("blmiew") for at in range(begins, cue.at)):
        return None
    if cue.entry.kind in ONE_SIDED and not carrier[1] and not _is_vague(cue):
        return cue.found("one side", carrier[0], None)
    return None


def _with_verb(cue: _Cue) -> Reading | None:
    """أطلق X النار على Y؛ أطلقت X سراح Y."""
    carrier = _carrier(cue, "H")
    if carrier is None:
        return None
    target = next((phrase for phrase in cue.right if phrase.prep in cue.marks and phrase.start - cue.at <= NEAR), None)
    if target is None and cue.direct:
        target = next((phrase for phrase in cue.right if cue.clauses.beside(cue.at, phrase)), None)
    if target is None and cue.entry.kind not in ONE_SIDED:
        return None
    return cue.found("with verb", carrier[0], target)


def _carrier(cue: _Cue, verbs: str = "LKG") -> tuple[Phrase, bool] | None:
    """Return the subject of the verb that carries a noun, and whether that verb denies it."""
    clauses, carrying = cue.clauses, frozenset(verbs)
    for at in range(cue.at - 1, max(cue.at - CARRIED, 0) - 1, -1):
        parts = clauses.parts[at]
        if parts & carrying and not parts & {"N", "D"}:
            if at and clauses.parts[at - 1] & {"b", "l"} and clauses.words[at - 1].start == clauses.words[at].start:
                return None  # بشن غارات: whose it is stands elsewhere
            subject = clauses.subject_after(at)
            if subject is None or subject.end > cue.at:
                subject = clauses.subject_before(at)
            if subject is None or subject.deed or subject.strange:
                return None
            return subject, "G" in parts and "L" not in parts
        asks = any(entry.adverbial for entry in clauses.words[at].entries) and not parts & {"N", "D"}
        if asks or clauses.is_verb(at) or parts & {"c", "r", ";", ":"}:
            return None
    return None


# --- participles ----------------------------------------------------------------------------------------------------
def _participle(cue: _Cue) -> Reading | None:
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


def _alike(cue: _Cue) -> Reading | None:
    """X وY متفقتان."""
    subject = cue.clauses.subject_before(cue.at) if cue.both else None
    actors = cue.clauses.group(subject) if subject else []
    return Reading("alike", tuple(actors), ()) if len(actors) > 1 else None
