"""The rules of relations: who stands where beside a verb or a noun of the lexicon.

A rule looks left and right of its word, the cue, with regular expressions over the parts of words. `lexicon.PARTS` is
the legend of the parts; it is not that of dates (`i` is "to" here, a day there). What a rule finds it names `source`
and `target`, or `group` where they do it together. `RULES`, at the end, lists the rules in the order of trying, each
with the parts of its cues and with examples: the parts of the words, then the words.
"""

from collections.abc import Callable, Sequence
from functools import cache
from re import Match, Pattern
from typing import NamedTuple

from analysis.relations.lexicon import DOING, HARMS, KINDS, PARTS_IN, Entry, pattern
from analysis.relations.words import Actor, Sentence, gender, is_object


class Roles(NamedTuple):
    """Who acts on whom; without targets, the sources do it to each other."""

    sources: Sequence[Actor]
    targets: Sequence[Actor]
    denied: bool = False
    deed: bool = False  # the target stands for what it says or does


class Reading(NamedTuple):
    """What a cue tells by a rule."""

    rule: "Rule"
    roles: Roles


def read_cue(cue: "Cue") -> Reading | None:
    """Return what a word of the lexicon tells where it stands: the first of its rules that fits."""
    return next((Reading(rule, roles) for rule in _BY_PART[cue.entry.part] if (roles := rule.read(cue))), None)


class Cue:
    """A verb or a noun in its sentence, as the rules see it."""

    def __init__(self, sentence: Sentence, at: int, entry: Entry) -> None:
        self.words = sentence.words
        self.codes = sentence.codes
        self.at = at
        self.before = sentence.codes[:at]
        self.entry = entry
        self.marks = entry.marks
        self.about = KINDS[entry.kind]
        self.both: bool = self.about.get("both", False)

    def left(self, rule: Pattern[str]) -> Match[str] | None:
        return rule.search(self.before)

    def right(self, rule: Pattern[str]) -> Match[str] | None:
        return rule.match(self.codes, self.at + 1)

    def actors(self, match: Match[str], phrase: str) -> list[Actor]:
        """Return the actors that a phrase of a match names; people by role alone only where it names no others."""
        start, end = match.span(phrase)
        named = dict.fromkeys(a for word in self.words[start:end] if "M" in PARTS_IN[word.code] for a in word.actors)
        return [actor for actor in named if actor.id] or list(named)


# --- phrases --------------------------------------------------------------------------------------------------------

# One actor, with the titles and forces before it; as a target, also with its words and deeds.
# T A l M : القوات التابعة لإيران
_ONE = "(?:(?:[TE][ADy]*)+m?|(?:T[ADy]*)+l)?M"
# B M : تصريحات باكستان
_OBJECT = "(?:B?[ADy]*(?:[TE][ADy]*)*m?|B?[ADy]*(?:T[ADy]*)*l)M"
# What follows `and` is one of them, unless a verb after it begins a new clause.
_AND = "(?:(?:,M)*A*(?:&{0}(?!A*y*[VLKXRGCv])|,&{0}(?!A*y*[VLKXRGCvo])))"
# M & M : باكستان والهند; M , M & M : باكستان، الهند وإيران
_ONES = _ONE + _AND.format(_ONE)
_SOURCE = f"(?P<source>{_ONES}*)"
_TARGET = f"(?P<target>{_OBJECT}{_AND.format(_OBJECT)}*)"
_GROUP = f"(?P<group>{_ONES}+)"
# What may stand between a subject and the rest: adjectives, its office, adverbs, where an envoy is sent, a place.
# , F T , : ، وزير الخارجية،
_OFFICE = "(?:,?F(?:[TFADy]|l[TFA])*,?)?"
# A y : الجديدة أمس; n o : في مدينة; i M : إلى سوريا
_GAP = f"A*{_OFFICE}(?:,?y+,?|[iu][TA]*MA*|,?[fn](?:[oADT](?:MA*|(?!M))|[oADT]{{2,3}}(?:MA*|(?!M))),?){{0,3}}"
# c : بينما; & J : وكانت
_BEGIN = '(?:^&?|[,;:"-]&?|&?[cJ]&?)'
_FREE = '(?:^|[&,;:"VLcwb-])'  # before a phrase that hangs on no noun
# m Y : من قبل; g : بواسطة
_BY = "(?:[ma]Y|g)"
# m : من; a Y : على يد
_FROM = "(?:mY?|aY|g)"
_DEED = pattern("B")


@cache
def _marked(marks: tuple[str, ...], before: str) -> Pattern[str] | None:
    """Return the rule of a target after any of its prepositions, with what stands before these."""
    plain = "".join(mark for mark in marks if mark)
    choices = ([f"[{plain}]"] if plain else []) + ([""] if "" in marks else [])
    return pattern(f"{before}(?:{'|'.join(choices)}){_TARGET}") if choices else None


def _target(cue: Cue, before: str, *, direct: bool = True) -> Match[str] | None:
    marks = cue.marks if direct else tuple(mark for mark in cue.marks if mark)
    rule = _marked(marks, before)
    return cue.right(rule) if rule else None


def _roles(cue: Cue, source: Match[str], target: Match[str], *, denied: bool = False) -> Roles:
    deed = _DEED.match(cue.codes, target.start("target")) is not None
    return Roles(cue.actors(source, "source"), cue.actors(target, "target"), denied, deed)


def _together(cue: Cue, match: Match[str] | None) -> Roles | None:
    """Return a group as doing it to each other, where it is two."""
    actors = cue.actors(match, "group") if match else []
    return Roles(actors, []) if len(actors) > 1 else None


# --- denials --------------------------------------------------------------------------------------------------------
# q : لم; Q : ما
_NO = '(?:q|(?:^&?|[,;:"c-]&?)Q)'
# q [V] : لم تتهم
_NOT_VERB = pattern(f"(?:{_NO}|x)$")
# x [N] : دون هجوم; q v [N] : لن يستمر هجوم
_NOT_NOUN = pattern(f"(?:{_NO}[vL]?|x)[Ay]*$")
_NOT_CARRIED = pattern(f"{_NO}$")


def denied(cue: Cue) -> bool:
    return cue.left(_NOT_VERB if cue.entry.part in "VW" else _NOT_NOUN) is not None


# --- verbs ----------------------------------------------------------------------------------------------------------
# M J [V] : باكستان قد هاجمت
_SUBJECT_LEFT = pattern(f"{_BEGIN}{_SOURCE}A*{_OFFICE}y*,?J?[qQj]?$")
# M & M [V] : روسيا والصين تتفاوضان
_GROUP_LEFT = pattern(f"{_BEGIN}{_GROUP}A*y*$")
# M , r [V] : الصين، التي تدعم
_WHO = pattern(f"{_FREE}{_SOURCE}A*,?&?rJ{{0,2}}q?$")
# M r [W] : اليمن الذي تدعمه
_WHOM = pattern(f"{_FREE}{_TARGET}A*,?&?rJ{{0,2}}q?$")
# r [V] : التي تستهدف
_RELATIVE = pattern("r$")
# [V] y : تتهم فيها
_ADVERB = pattern("y")
# [V] M : اتهمت باكستان
_SUBJECT_RIGHT = pattern(_SOURCE)
# [V] M & M : اتفقت روسيا والصين
_GROUP_RIGHT = pattern(_GROUP)
# [V] M m Y M : قصف اليمن من قبل السعودية
_PASSIVE = pattern(f"{_TARGET}A*y*[Aoy]{{0,3}}{_BY}{_SOURCE}")


def _agrees(cue: Cue, subject: Match[str]) -> bool:
    """Tell whether the verb can have that subject, by gender: in يهدد إسرائيل it is the object."""
    if len(cue.actors(subject, "source")) > 1 and subject.end() <= cue.at:
        return True  # X وY تتهمان
    if subject.end() > cue.at and (cue.entry.gender == "+" or is_object(cue.words[slice(*subject.span("source"))])):
        return False
    noun = gender(cue.words[subject.start("source")])
    return not noun or cue.entry.gender in ("", "+") or noun == cue.entry.gender


def _verb_first(cue: Cue) -> Roles | None:
    """اتهمت X Y."""
    if cue.left(_RELATIVE) and not cue.right(_ADVERB):
        return None
    target = _target(cue, "y*" + _SOURCE + _GAP)
    if target and cue.entry.kind == "speak":
        described, preposition = map(PARTS_IN.get, cue.codes[target.start("target") - 2 : target.start("target")])
        if preposition == {"l"} and described == {"A"}:
            return None  # قالت الرئاسة الحالية لـY: whose it is
    return _roles(cue, target, target) if target and _agrees(cue, target) else None


def _verb_second(cue: Cue) -> Roles | None:
    """X تتهم Y؛ X التي تتهم Y."""
    source = cue.left(_WHO) or cue.left(_SUBJECT_LEFT)
    target = _target(cue, "y*") if source and _agrees(cue, source) else None
    return _roles(cue, source, target) if source and target else None


def _passive(cue: Cue) -> Roles | None:
    """قتل X على يد Y؛ قصف X من قبل Y."""
    found = cue.right(_PASSIVE) if "" in cue.marks else None
    return _roles(cue, found, found) if found else None


def _verb_of_both(cue: Cue) -> Roles | None:
    """اتفق X وY؛ X وY يبحثان."""
    if not cue.both:
        return None
    after = cue.right(_GROUP_RIGHT) if "" not in cue.marks and cue.entry.gender != "+" else None
    return _together(cue, after) or (None if cue.right(_SUBJECT_RIGHT) else _together(cue, cue.left(_GROUP_LEFT)))


def _verb_with_pronoun(cue: Cue) -> Roles | None:
    """X الذي تدعمه Y."""
    target, source = cue.left(_WHOM), cue.right(_SUBJECT_RIGHT)
    return _roles(cue, source, target) if source and target and "" in cue.marks else None


# --- nouns ----------------------------------------------------------------------------------------------------------
# z [N] : هل تعاون
QUESTION = pattern("z[Ay]*$")
# N [N] : اتفاقية تعاون
_AFTER_NOUN = pattern("[NDO]$")
# [N] t M & M : مفاوضات بين إيران وروسيا
_BETWEEN = pattern(f"N?[oAy]{{0,3}}t(?P<group>{_OBJECT}A*(?:,M)*,?&t?{_OBJECT})")
# N t M & M [m] o : قتال بين إيران وروسيا من جهة
_ONE_SIDE = pattern("A*y*(?:m[oyY]|,?&[^VLKv])")
# R M l [N] : تعرضت باكستان لهجوم; M R [D] : باكستان تتلقى الدعم
_SUFFERED = (pattern(f"R{_TARGET}{_GAP}l?$"), pattern(f"{_BEGIN}{_TARGET}A*y*,?J?Ry*l?$"))
# [N] m M : هجوم من الهند
_SENDER = pattern(f"[oAy]{{0,2}}{_FROM}{_SOURCE}")
# [S] m M : المدعومة من إيران
_SENDER_AFTER = pattern(f"A*y*{_FROM}{_SOURCE}")
# X M & M [D] : تبادلت باكستان والهند الاتهامات
_EACH_OTHER = pattern(f"X{_GROUP}{_GAP}$")
# M n [O] : الصين خلال زيارتها
_DURING = pattern(f"{_FREE}{_SOURCE}A*y*,?n$")
# M b [D] : الصين بالتعاون
_WITH = pattern(f'(?:^|[,;:"VLcwb-]){_SOURCE}A*y*,?b$')


def _carriers(verbs: str, middle: str) -> tuple[Pattern[str], ...]:
    """Return the rules of a subject with a verb that carries the noun after it, verb first or second."""
    return (
        pattern(f"(?P<verb>[{verbs}]){_SOURCE}{_GAP}{middle}$"),
        pattern(f"{_BEGIN}{_SOURCE}A*{_OFFICE}y*,?J?[qj]?(?P<verb>[{verbs}])y*{middle}$"),
    )


# L M [N] : شنت السعودية هجوما; M L [N] : إيران تقدم دعما
_CARRIED = _carriers("L", "[eb]?o?")
# G M [O] : أوقفت روسيا دعمها
_REFUSED = _carriers("G", "[eb]?")
# H M [C] : قطعت السعودية علاقاتها
_BROKEN = _carriers("H", "")


def _between(cue: Cue) -> Roles | None:
    """مفاوضات بين X وY."""
    if not cue.both or (cue.entry.kind == "cooperate" and cue.left(_AFTER_NOUN)):
        return None  # اتفاقية تعاون بين: an agreement
    found = cue.right(_BETWEEN)
    # Fights between X and Y on the one side, Z on the other: nobody knows who X fights.
    if found and "conflict" in cue.about["quad_class"] and _ONE_SIDE.match(cue.codes, found.end()):
        return None
    return _together(cue, found)


def _suffered(cue: Cue) -> Roles | None:
    """تعرضت X لهجوم من Y."""
    source = cue.right(_SENDER)
    target = next((found for rule in _SUFFERED if (found := cue.left(rule))), None) if source else None
    return _roles(cue, source, target) if source and target else None


def _each_other(cue: Cue) -> Roles | None:
    """تبادلت X وY الاتهامات."""
    return _together(cue, cue.left(_EACH_OTHER))


def _carried_before(cue: Cue) -> Roles | None:
    """الدعم الذي تقدمه X لـY."""
    found = _target(cue, f"A*,?r[LK]{_SOURCE}A*y*", direct=False)
    return _roles(cue, found, found) if found else None


def _own(cue: Cue) -> Roles | None:
    """دعم X لـY؛ هجوم من X على Y."""
    if cue.entry.part != "N" or cue.entry.kind == "retake":
        return None  # تحرير X من Y: what is freed
    found = _target(cue, f"{_SOURCE}A*y*")
    if found and found.end("source") == found.start("target") and not cue.actors(found, "source")[0].id:
        return None  # طرد المسلحين الحوثيين: one, not two
    found = found or _target(cue, f"[oA]{{0,2}}m{_SOURCE}A*y*", direct=False)
    return _roles(cue, found, found) if found else None


def _addressed(cue: Cue) -> Roles | None:
    """شنت X هجوما على Y؛ هجوم على Y من قبل X؛ X خلال زيارته إلى Y؛ X بالتعاون مع Y."""
    target = _target(cue, "[oAyN]{0,3}", direct=False) or ("" in cue.marks and _target(cue, "")) or None
    if target is None:
        return None
    form = cue.words[cue.at].form.removeprefix("ال")
    if "m" not in cue.marks and (sender := _SENDER_AFTER.match(cue.codes, target.end())):
        return _roles(cue, sender, target)
    during = bool(cue.before) and bool(PARTS_IN[cue.before[-1]] & {"n", "f"})
    for rules, denied in ((_CARRIED, False), (() if during else _REFUSED, True)):
        for carrying in filter(None, map(cue.left, rules)):
            if form in HARMS and cue.words[carrying.start("verb")].form not in DOING:
                continue  # أكد مقتل X: not who says so
            before = cue.codes[: carrying.start("verb")]
            refused = _NOT_CARRIED.search(before) is not None
            return _roles(cue, carrying, target, denied=denied != refused)
    if cue.entry.part == "O" or (cue.entry.part == "N" and (cue.both or cue.entry.kind == "visit")):
        source = cue.left(_DURING)
        if source:
            return _roles(cue, source, target)
    source = cue.left(_WITH) if cue.both else None
    return _roles(cue, source, target) if source else None


def _broken(cue: Cue) -> Roles | None:
    """قطعت X علاقاتها مع Y."""
    target = _target(cue, "[oAy]{0,3}")
    source = next((found for rule in _BROKEN if (found := cue.left(rule))), None) if target else None
    return _roles(cue, source, target) if source and target else None


# N M & M [w] : اجتماع روسيا والصين مع
_WITH_OTHERS = pattern("A*,?[bw]")


def _noun_of_both(cue: Cue) -> Roles | None:
    """لقاء X وY؛ عقدت X وY اجتماعا."""
    if not cue.both:
        return None
    beside = cue.right(_GROUP_RIGHT) if cue.entry.part == "N" and cue.about["plover"] == "CONSULT" else None
    if beside and not _WITH_OTHERS.match(cue.codes, beside.end()) and (pair := _together(cue, beside)):
        return pair
    for source in filter(None, map(cue.left, _CARRIED)):
        actors = cue.actors(source, "source")
        return Roles(actors, []) if len(actors) > 1 else None
    return None


# --- participles ----------------------------------------------------------------------------------------------------
_NAMED_LEFT = '(?:^|[&,;:"VLcwbmialt-])'
# M [P] : سوريا المعادية
_DOER_LEFT = pattern(f"{_NAMED_LEFT}{_SOURCE}A*,?$")
# M , [S] : باكستان، بدعم
_DONE_LEFT = pattern(f'(?:^|[,;:"VLcwbmialt-]){_TARGET}A*,?$')


def _active(cue: Cue) -> Roles | None:
    """X المعادية لـY."""
    source, target = None if cue.entry.adverbial else cue.left(_DOER_LEFT), _target(cue, "")
    return _roles(cue, source, target) if source and target else None


def _done_by(cue: Cue) -> Roles | None:
    """X المدعومة من Y؛ X بدعم من Y."""
    target, source = cue.left(_DONE_LEFT), cue.right(_SENDER_AFTER)
    return _roles(cue, source, target) if source and target else None


# --- the rules, in the order of trying ------------------------------------------------------------------------------
class Rule(NamedTuple):
    """The parts of the cues that a rule reads, the rule, and examples: `V M M : اتهمت باكستان الهند`."""

    cues: str
    read: Callable[[Cue], Roles | None]
    examples: tuple[str, ...]


RULES = (
    Rule("NDO", _between, ("N t M & M : مفاوضات بين إيران وروسيا",)),
    Rule("NDO", _suffered, ("R M l N m M : تعرضت باكستان لهجوم من الهند", "M R D m M : باكستان تتلقى الدعم من الصين")),
    Rule("NDO", _each_other, ("X M & M D : تبادلت باكستان والهند الاتهامات",)),
    Rule("NDO", _carried_before, ("D r K M a M : الحرب التي تشنها روسيا على أوكرانيا",)),
    Rule("NDO", _own, ("N M l M : دعم إيران للعراق", "N m M i M : رسالة من الصين إلى الهند")),
    Rule(
        "VNDO",
        _passive,
        ("V M a Y M : قتل أسامة بن لادن على يد الولايات المتحدة", "N M m Y M : قصف اليمن من قبل السعودية"),
    ),
    Rule(
        "NDO",
        _addressed,
        (
            "L M N a M : شنت السعودية هجوما على اليمن",
            "M L N l M : إيران تقدم دعما للعراق",
            "G M O l M : أوقفت روسيا دعمها لإيران",
            "D a M m Y M : الهجوم على إسرائيل من قبل إيران",
            "I n O i M : فلاديمير بوتين خلال زيارته إلى الصين",
            "M b D w M : الصين بالتعاون مع روسيا",
        ),
    ),
    Rule("NDO", _noun_of_both, ("N M & M : لقاء روسيا والصين", "L M & M N : وقعت مصر وفرنسا اتفاقية")),
    Rule("V", _verb_first, ("V M M : اتهمت باكستان الهند", "V M w M : اتفقت باكستان مع إيران")),
    Rule("V", _verb_of_both, ("V M & M : اتفقت روسيا والصين", "M & M V : روسيا والصين تتفاوضان")),
    Rule("V", _verb_second, ("M V M : إيران تهدد إسرائيل", "M , r V M : الصين، التي تدعم باكستان")),
    Rule("W", _verb_with_pronoun, ("M r W M : اليمن الذي تدعمه إيران",)),
    Rule("P", _active, ("M P l M : سوريا المعادية لإسرائيل",)),
    Rule("S", _done_by, ("M S m M : اليمن المدعوم من إيران", "M , S m M : باكستان، بدعم من الصين")),
    Rule("C", _broken, ("H M C w M : قطعت السعودية علاقاتها مع إيران",)),
)
_BY_PART = {part: [rule for rule in RULES if part in rule.cues] for part in "VWNDOPSC"}
