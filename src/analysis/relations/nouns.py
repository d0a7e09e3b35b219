"""Who does what to whom by a noun where the order of words is loose: with its owner, or a verb that carries it."""

from analysis.relations.cues import NEAR, ClauseCue, Reading
from analysis.relations.lexicon import DOING, HARMS, ONE_SIDED, WITH_B, words
from analysis.relations.phrases import Clauses, Phrase
from analysis.relations.words import Actor, gender

ALONE = 4  # words between a subject and what it does, where no target is told
CARRIED = 30  # words between a verb and the noun that it carries
_VAGUE, _FORCEFUL, _REASONS = map(words, ("vague", "forceful", "reasons"))
_SIDES = frozenset(("جهه", "ناحيه"))  # من جهة: nobody knows which of several stand together
_BORDER = ("حدود", "الحدود")
_TIES = words("ties") | frozenset("ال" + word for word in words("ties"))
_GOVERNING = frozenset("maiewdungfY")


def read_between(cue: ClauseCue) -> Reading | None:
    """مواجهات عنيفة في X بين Y وZ."""
    if not cue.both:
        return None
    first = next((phrase for phrase in cue.right if phrase.prep == "t"), None)
    if first is None or first.start - cue.at > NEAR:
        return None
    if cue.clauses.words[first.start - 2].form.startswith(_BORDER):
        return None  # المنطقة الحدودية بين X وY
    if any(cue.clauses.words[at].form in _TIES for at in range(cue.at + 1, first.start)):
        return None  # الاتفاق بهدف تعزيز العلاقات بين X وY
    actors = cue.clauses.group(first)
    sides = [n for n in range(first.start, cue.clauses.stop(cue.at)) if cue.clauses.words[n].form in _SIDES]
    return Reading("between", tuple(actors), ()) if len(actors) == 2 and not sides else None


def read_noun(cue: ClauseCue) -> Reading | None:
    """قصف X العنيف على Y؛ شنت X ... هجوما على Y؛ خلال استقباله Y."""
    clauses, at = cue.clauses, cue.at
    if at and cue.entry.part == "O" and (clauses.parts[at - 1] & {"r", "Q"} or cue.entry.kind == "retake"):
        return None  # التي منحها X: a verb; تحريرها: what is freed
    if done := _done_by_whom(cue):
        return done
    own = next((phrase for phrase in cue.right if clauses.beside(at, phrase)), None)
    if own and cue.entry.part == "O" and not (cue.direct or "l" in cue.marks or cue.both):
        return None
    definite = own is not None and clauses.words[own.end - 1].form.startswith("ال")  # الدعم [العسكري الإيراني]
    if own and not own.actors[0].id and (cue.direct or "cooperation" in cue.about["quad_class"]):
        own = None  # إيواء مقاتلين: whom, not who
    if own and (own.strange or own.deed or not (cue.entry.part == "N" or (cue.entry.part == "D" and definite))):
        own = None
    if cue.entry.kind == "retake":
        own = None
    rest = [phrase for phrase in (cue.after(own) if own else cue.right) if phrase.start - at <= NEAR + 4]
    target = next((phrase for phrase in rest if phrase.prep in cue.marks), None)
    if target and target.prep and (cue.taken(target) or _other_first(cue, target, own.end if own else at + 1)):
        return None
    if target and target.start - (own.end if own else at) > NEAR:
        target = None
    if own and target and cue.direct and target.prep == "l" and not _next_to(clauses, own, target):
        return None  # ضرب X بهدف تعزيز وضع لـY: X is hit, or hits somebody else
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
    purpose = purpose or (cue.entry.part == "O" and at > 0 and clauses.parts[at - 1] == {"l"})  # عقوبات لدعمهم X
    harm = cue.word.form.removeprefix("ال") in HARMS  # أعلن مقتل X: not who says so
    carried = None if purpose or harm else carried_by(cue)
    if carried:
        return cue.found("carried", carried[0], target)._replace(denied=carried[1])
    if cue.entry.part == "O" and (last := _whose(cue)):
        return cue.found("own noun", last, target)
    return None


def _next_to(clauses: Clauses, own: Phrase, target: Phrase) -> bool:
    return all(_describes(clauses, at) for at in range(own.end, target.start - 1))


def _done_by_whom(cue: ClauseCue) -> Reading | None:
    """غارة نفذتها X على Y؛ اجتماع عقده X مع Y."""
    clauses, verb = cue.clauses, cue.at + 1
    while verb < len(clauses.words) and (clauses.parts[verb] <= {"A", "y", "r", ","} or clauses.words[verb].nation):
        verb += 1
    if cue.entry.part == "O" or verb >= len(clauses.words) or "K" not in clauses.parts[verb]:
        return None
    subject = clauses.subject_after(verb)
    if subject is None or subject.deed or subject.strange:
        return None
    rest = (phrase for phrase in clauses.right(verb) if phrase.start >= subject.end)
    target = next((phrase for phrase in rest if phrase.prep in cue.marks), None)
    if target and any(not _describes(clauses, n) for n in range(subject.end, target.start - 1)):
        target = None  # نفذته X في البلدة ... على Y: perhaps of another word
    enough = cue.entry.kind in ONE_SIDED and not _is_vague(cue)
    return cue.found("done by", subject, target) if target or enough else None


def _other_first(cue: ClauseCue, target: Phrase, start: int) -> bool:
    """Tell whether the same preposition stands before with another noun: تحذيرا [إلى رعاياها] بعدم السفر إلى X."""
    return any(cue.clauses.parts[n] == {target.prep} for n in range(start, target.start - 1))


def _describes(clauses: Clauses, at: int) -> bool:
    """Tell whether a word goes with the phrase before it: an adjective, a day."""
    return bool(clauses.parts[at] <= {"A", "y", ","} or clauses.words[at].nation)


def _is_vague(cue: ClauseCue) -> bool:
    """Tell whether a noun is perhaps of no force: عملية, but عملية عسكرية."""
    return cue.word.form.removeprefix("ال") in _VAGUE and not any(
        word.form.removeprefix("ال") in _FORCEFUL for word in cue.clauses.words[cue.at + 1 : cue.at + 3]
    )


def _whose(cue: ClauseCue) -> Phrase | None:
    """Return whom the pronoun on a noun means: who stands near before it (روسيا لدعم حربها), else the last subject."""
    clauses, at = cue.clauses, cue.at
    form = cue.word.form
    if form.endswith(("نا", "ني", "هما")):
        return None  # who speaks; of several
    near = next((each for each in reversed(clauses.phrases) if each.end <= at and not each.place), None)
    if near and near.prep == "n":
        near = None  # تدخلها في X أو دعمها: not whose country it is
    if near and near.start and "K" in clauses.parts[near.start - 1]:
        near = None  # التحالف الذي تقوده X ... غاراته: whose it is stands before
    likely = near is not None and at - near.end <= 4 and not near.deed and near.actors[0].id
    if near is None or not likely or (gender(clauses.words[near.start]) == "f") != form.endswith("ها"):
        near = None if any(word.nation for word in clauses.words[max(0, at - 4) : at]) else clauses.last_subjects[at]
    told = gender(clauses.words[near.start]) if near else ""
    if near and near.person and form.endswith("ها") and near.start:
        verb = clauses.words[near.start - 1].form  # قالت فلانة
        told = "f" if verb.startswith("ت") or verb.endswith("ت") else "m"
    one = near is not None and (near.person or told == "f")
    if (one and form.endswith("هم")) or (told == "f" and form.endswith("ه")) or (told == "m" and form.endswith("ها")):
        return None
    return near


def _carried_alone(cue: ClauseCue) -> Reading | None:
    """شنت X هجوما؛ عقدت X وY اجتماعا: no target told."""
    governed = cue.at > 0 and cue.clauses.parts[cue.at - 1] & set("lmiewatfndND")
    carrier = carried_by(cue) if cue.entry.part == "N" and not cue.word.actors and not governed else None
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


def read_with_verb(cue: ClauseCue) -> Reading | None:
    """أطلق X النار على Y؛ أطلقت X سراح Y."""
    carrier = carried_by(cue, "H")
    if carrier is None:
        return None
    target = next((phrase for phrase in cue.right if phrase.prep in cue.marks and phrase.start - cue.at <= NEAR), None)
    if target is None and cue.direct:
        target = next((phrase for phrase in cue.right if cue.clauses.beside(cue.at, phrase)), None)
    if target is None and cue.entry.kind not in ONE_SIDED:
        return None
    return cue.found("with verb", carrier[0], target)


def _is_governed(clauses: Clauses, at: int) -> bool:
    """Tell whether a preposition makes a noun of what could be a verb: إبان فرض عقوبات. Its owner stands beside."""
    parts = clauses.parts[at - 1] if at else frozenset()
    return bool(parts) and parts <= _GOVERNING and not clauses.words[at].form.startswith("ي")


def carried_by(cue: ClauseCue, verbs: str = "LG") -> tuple[Phrase, bool] | None:
    """Return the subject of the verb that carries a noun, and whether that verb denies it."""
    clauses, carrying = cue.clauses, frozenset(verbs)
    with_b = cue.at > 0 and clauses.parts[cue.at - 1] == {"b"}
    for at in range(cue.at - 1, max(cue.at - CARRIED, 0) - 1, -1):
        parts = clauses.parts[at]
        if parts & carrying and not parts & {"N", "D"}:
            if at and clauses.parts[at - 1] & {"b", "l"} and clauses.words[at - 1].start == clauses.words[at].start:
                return None  # بشن غارات: whose it is stands elsewhere
            if with_b and clauses.words[at].form not in WITH_B:
                return None  # أعلنت تدمير كذا بقصف
            subject = clauses.subject_after(at)
            if subject is None or subject.end > cue.at:
                subject = None if _is_governed(clauses, at) else clauses.subject_before(at)
            if subject is None or subject.deed or subject.strange:
                return None
            refuses = "G" in parts and "L" not in parts
            if refuses and any(clauses.parts[n] & {"n", "f"} for n in range(subject.end, cue.at)):
                return None  # علق X خلال زيارته
            return subject, refuses
        if clauses.words[at].form in _REASONS:
            return None
        asks = any(entry.adverbial for entry in clauses.words[at].entries) and not parts & {"N", "D"}
        if asks or clauses.is_verb(at) or parts & {"c", "r", ";", ":"}:
            return None
    return None
