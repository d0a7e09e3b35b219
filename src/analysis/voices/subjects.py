"""Whom a verb of saying has as its subject, and whether anybody says it at all."""

from analysis.voices import speaker as speakers
from analysis.voices.act import Act
from analysis.voices.agreement import disagrees, is_accusative
from analysis.voices.closing import is_first
from analysis.voices.forms import given, is_between, is_masdar
from analysis.voices.issuers import issued_before, issuer
from analysis.voices.lists import listed, plain, scripture
from analysis.voices.speaker import Speaker
from analysis.voices.words import Words

_DAMMA = "\u064f"
_OBJECTS = frozenset(("object", "against", "blame"))  # frames of verbs that tell of somebody


def subject(words: Words, act: Act) -> Speaker | None:
    """Return the words that name the subject of a verb: after it, else before it; nothing where it is left out."""
    cue, at = act.cue, act.at
    found = speakers.after(words, at, act.lead.at)
    told = bool(cue.frames & _OBJECTS)
    if found and "as" in cue.frames:
        comma = next((each for each in range(found.first + 1, found.last) if words.paused(each)), found.last)
        found = found._replace(last=comma)  # وصف الرئيس، بوتين بأنه
        titled = words.forms[found.first] in listed("styles") | {"الوزير"} and found.last > found.first + 2
        if titled and words.forms[found.first + 2][:2] == "ال" and words.forms[found.first + 2][-1] not in "يه":
            found = found._replace(last=found.first + 2)  # وصف الوزير الهواري الأوضاع
    if found and told and _is_object(words, act, found):
        found = None
    if found and told and not cue.object and at and words.forms[at - 1] in ("الذي", "التي", "الذين"):
        before = speakers.before(words, at, cue.person)
        return before if before and before.leaning else found  # المعاهدة التي تدعو كل جانب إلى
    if topic := _topic(words, act):
        return topic
    if found and _is_nobody(words, act, found):
        found = None
    if act.joined:
        return found
    if found is None or told:
        before = speakers.before(words, at, cue.person)
        if before and before.leaning and _is_place(words, before):
            return found
        if found is None or (before and not before.leaning and _heads(words, before, at)):
            return before
    return found


def _is_place(words: Words, before: Speaker) -> bool:
    """Tell whether وَالتي goes past the noun before it, that a preposition leads to: رحلة إلى النهر والتي قالت عنها."""
    led = before.first > 0 and is_between(words, before.first - 1)
    joined = words.forms[before.last : before.last + 1] in (["والذي"], ["والتي"], ["والذين"])
    return led and joined and not speakers.can_speak(words, before)


def _topic(words: Words, act: Act) -> Speaker | None:
    """Return the subject that stands before its verb for stress: أما المدير فأشار إلى، أما المدير فقد قال."""
    at = act.at - (words.forms[act.at - 1] == "فقد")
    if at == act.at and words.forms[at][:1] != "ف":
        return None
    begun = next((each for each in range(at - 1, max(at - 25, -1), -1) if words.forms[each] in ("اما", "واما")), None)
    if (
        begun is None
        or words.forms[begun + 1] in plain("times")
        or words.sentence[begun] != words.sentence[at]
        or any(words.verbs[begun + 1 : at])
    ):
        return None
    return speakers.within(words, begun + 1, at)


def _is_nobody(words: Words, act: Act, found: Speaker) -> bool:
    """Tell whether a noun after a verb is what it is about: أعلنت فيه تمكن الفريق، ووصف الاتفاق بأنه."""
    form = words.forms[found.first][found.clitic :]
    if (
        form in given()
        or scripture(words.forms[found.first : found.last])
        or form in plain("bodies", "documents", "roles", "honours", "media_heads")
    ):
        return False
    bare = form.removeprefix("ال")
    told = form[:2] != "ال" or "as" in act.cue.frames
    return told and is_masdar(bare) and found.first <= act.at + 3


def _is_object(words: Words, act: Act, found: Speaker) -> bool:
    """Tell whether the noun after a verb is whom it tells of: دعا الوزارة إلى، ويصف بوتين بأنه."""
    if found.first == act.at + 1 and (disagrees(words, found, act.cue.person) or _oblique(words, found)):
        return True
    if found.first == act.at + 1 and is_accusative(words, found):
        return True  # اتهم مستشفى خاصا
    if "as" in act.cue.frames and act.joined and found.first == act.at + 1 and not speakers.can_speak(words, found):
        return words.forms[found.first][:2] != "ال"  # ووصف ملعب الفريق بأنه
    short = found.first == act.at + 1 and found.last - found.first <= 3
    return "as" in act.cue.frames and act.joined and short and act.lead.at - found.last < 1  # ويصف بوتين بأنه


def _oblique(words: Words, found: Speaker) -> bool:
    """Tell whether a plural has the ending of an object: ناشد المواطنين، دعا فاعلي الخير."""
    form, then = words.forms[found.first], "".join(words.forms[found.first + 1 : found.first + 2])
    if form in given():
        return False
    people = listed("anonymous") | listed("groups") | listed("peoples") | listed("roles")
    bare = form.removeprefix("ال")
    if bare.endswith("ين") and (bare in people or bare[:-2] in people or bare[:-2] + "ون" in people):
        return True
    return bare.endswith("ي") and bare[:-1] in people | {"فاعل"} and then[:2] == "ال"


def _heads(words: Words, before: Speaker, at: int) -> bool:
    """Tell whether a subject stands at the head of the clause of a verb: باكستان تتهم الهند."""
    return before.last == at and words.forms[before.first] not in plain("times")


def is_passive(words: Words, act: Act) -> bool:
    """Tell whether a verb says that something is said, not by whom: أُعلن عن، قيل إن."""
    raw = words.raw(act.at)[act.joined :]
    if "against" in act.cue.frames and not act.cue.object and act.lead.at == act.at + 1 and not act.cue.imperfect:
        return True  # اتهم بالتزوير: him whom it tells of
    return "nobody" in act.cue.frames or (not act.cue.imperfect and raw[1:2] == _DAMMA)


def is_said(words: Words, act: Act) -> bool:
    """Tell whether somebody says it: not where a thing shows it, is expected, or is named by its noun."""
    cue, how, found = act.cue, act.lead.how, act.speaker
    if how in ("noun", "preposition") and _is_a_noun(words, act):
        return False
    if found and not issuer(words, found) and not issued_before(words, found):
        if words.forms[found.first][found.clitic :] in plain("no_speakers") and not _is_rule(words, found):
            return False
        if _needs_voice(words, act) and not speakers.can_speak(words, found):
            return False
    if how == "noun" and not act.joined and _of_another(words, act):
        return False
    if "issued" in cue.frames and found is None and (how == "noun" or cue.imperfect):
        return False
    if found is None and cue.imperfect and cue.person in "mf":
        return not ("personal" in cue.frames or _of_thing(words, act))
    return True


def _is_rule(words: Words, found: Speaker) -> bool:
    """Tell whether a system is that of a state, which speaks: النظام النهري."""
    state = "".join(words.forms[found.first + 1 : min(found.first + 2, found.last)])
    return words.forms[found.first] == "النظام" and state[:2] == "ال" and state[-1:] == "ي"


def _needs_voice(words: Words, act: Act) -> bool:
    """Tell whether a verb is speech only where its subject is somebody: يعتبر الوقت، أظهرت الصور."""
    frames, imperfect = act.cue.frames, act.cue.imperfect
    if "issued" in frames or (imperfect and frames & {"passive", "about"}):
        return True
    leaning = bool(act.speaker and act.speaker.leaning)
    if leaning and imperfect and words.forms[act.at - 1] == "التي":
        return True
    if leaning and frames & _OBJECTS and act.cue.imperfect and act.lead.at > act.at + 1:
        return True
    inferred = act.at > 0 and words.forms[act.at - 1] == "ما" and act.lead.how in ("noun", "preposition")
    return imperfect and ((leaning and "personal" in frames) or inferred)


def _of_thing(words: Words, act: Act) -> bool:
    """Tell whether a verb without a subject is a clause of the thing before it: كشف طبي يفيد بأن، ما يفسر."""
    at, before = act.at, words.forms[act.at - 1] if act.at else ""
    if "about" in act.cue.frames:
        return not act.joined
    if act.lead.how not in ("noun", "preposition") or act.joined or is_first(words, at) or words.verbs[at - 1]:
        return False
    if before == "ما":
        return True
    others = ("joining", "relatives", "aside", "openers", "turns", "adverbs", "pronouns", "between", "no_subjects")
    plain_word = not any(before in listed(name) for name in others) and before not in given()
    return plain_word and before[:2] != "ال" and before[:3] != "وال" and not before.endswith(("ه", "ها", "هم"))


def _is_a_noun(words: Words, act: Act) -> bool:
    """Tell whether a form is the noun that is written like it (ثمن، تعهد), within a clause."""
    if act.cue.lemma not in listed("twins") or words.verbs[act.at] or act.joined or is_first(words, act.at):
        return False
    if words.forms[act.at - 1] in listed("when_where"):
        return False
    return act.speaker is None or act.speaker.first > act.at


def _of_another(words: Words, act: Act) -> bool:
    """Tell whether a verb tells of the noun before it, in the passive or with its pronoun: التي تعتبر، التي يطلبها."""
    if "passive" in act.cue.frames and act.cue.imperfect:
        return act.speaker is None
    before = words.forms[act.at - 1] if act.at else ""
    return act.cue.object and before in ("الذي", "التي", "والتي", "والذي")
