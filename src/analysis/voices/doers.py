"""Who does what a sentence tells before an act without a subject: التقى الوزير الوفد، مؤكدا أن."""

from collections.abc import Sequence

from analysis.voices import speaker as speakers
from analysis.voices.act import Act
from analysis.voices.agreement import disagrees
from analysis.voices.cues import cues_of
from analysis.voices.forms import given, is_between, is_masdar, is_that
from analysis.voices.lists import listed, plain
from analysis.voices.speaker import Speaker
from analysis.voices.words import Words

NEAR = 8  # words between a verb and the participle right after its subject (ورد عليه المدير قائلا)
LONG = 12  # words of a subject before its verb
Spans = Sequence[tuple[int, int]]  # offsets of the names of actors


def doer(words: Words, act: Act, since: int, actors: Spans) -> Speaker | None:
    """Return the subject of the nearest verb before an act, from a place on, that is somebody who can speak."""
    for at in range(act.at - 1, since - 1, -1):
        if _is_verb(words, at, since) and (found := _subject(words, at, act, actors)):
            return found
    return None


def beside(words: Words, act: Act, actors: Spans) -> Speaker | None:
    """Return the subject that a participle follows at once: ليرد عليه المدير قائلا."""
    if act.cue.pos != "participle" or words.paused(act.at):
        return None
    for at in range(act.at - 2, max(act.at - NEAR, words.first_of_sentence(act.at) - 1), -1):
        if words.verbs[at]:
            if not _is_verb(words, at, at - 1):
                return None
            found = speakers.after(words, at, act.at)
            ends = found is not None and found.last == act.at and not disagrees(words, found, act.cue.person)
            return found if ends and found and _is_voice(words, found, actors) else None
        if words.paused(at):
            return None
    return None


def _is_verb(words: Words, at: int, since: int) -> bool:
    """Tell whether a word is the verb of a clause that stands for itself, not beside a noun (صور نشرها كثيرون)."""
    form, before = words.forms[at], words.forms[at - 1] if at > since else ""
    if (
        before in listed("relatives") - listed("when_where") | {"كما"}
        or is_that(before)
        or before in ("ما", "من", "مما")
    ):
        return False
    if form in ("كان", "وكان", "كانت", "وكانت"):
        return False
    first = at == since or words.paused(at)
    if not first and form[:1] not in "وفل" and not _led(before):
        return False
    if words.verbs[at] or before in ("قد", "وقد"):
        return True
    then = "".join(words.forms[at + 1 : at + 2])
    if (
        (first or (_led(before) and form not in listed("given_over") and not form.endswith(("ات", "ه"))))
        and then in plain("roles", "honours")
        and form[:2] != "ال"
        and form not in plain("roles", "honours", "bodies")
    ):
        return not is_between(words, at)  # من جانبه، قدم رئيس النادي
    joined = at == since and form[:1] == "و" and form[:3] != "وال"
    if joined and not any(form in listed(name) or form[1:] in listed(name) for name in ("joining", "between", "turns")):
        return all(cue.pos == "verb" for cue in cues_of(form)[0])
    return first and any(cue.pos == "verb" for cue in cues_of(form)[0])


def _led(before: str) -> bool:
    """Tell whether a clause begins after a word, or a definite subject stands there."""
    names = ("joining", "turns", "openers", "aside", "adverbs", "negations")
    return any(before in listed(name) for name in names) or before[:2] == "ال" or before in given()


def _subject(words: Words, at: int, act: Act, actors: Spans) -> Speaker | None:
    """Return the subject of a verb, after it or before it, that an act without one can have."""
    for found in (speakers.after(words, at, act.at), speakers.before(words, at, "")):
        if found is None or not _is_noun(words, found.first):
            continue
        if found.first == at + 1 and disagrees(words, found, _person(words, at)):
            continue  # كتب تغريدة
        if found.first < at and found.last - found.first > LONG:
            continue
        far = found.first > at + 4 and not words.paused(found.first)
        feminine = act.cue.pos == "participle" and act.cue.person != "f"  # مشيرا is told of women and bodies too
        if far or (not feminine and disagrees(words, found, act.cue.person)):
            continue
        if _is_voice(words, found, actors):
            return found
    return None


def _person(words: Words, at: int) -> str:
    """Return whether a verb is masculine or feminine by its form."""
    form = words.forms[at].removeprefix("و").removeprefix("ف")
    feminine = form[-1:] == "ت" or (form[:1] == "ت" and words.verbs[at] and not form.endswith(("ن", "وا")))
    return "m" if form[:1] == "ي" or not feminine else "" if form[:1] == "ت" else "f"


def _is_voice(words: Words, found: Speaker, actors: Spans) -> bool:
    """Tell whether a subject is somebody who can speak."""
    begun, ended = words.start[found.first], words.end[found.last - 1]
    if any(each in listed("unheard") for each in words.forms[found.first : found.first + 2]):
        return False
    head = words.forms[found.first][found.clitic :]
    if any(cue.pos == "noun" and cue.object for cue in cues_of(head)[0]):
        return False  # وتابع قوله
    bare = head.removeprefix("ال")
    if (bare in listed("heads") or is_masdar(bare)) and not (
        head in given() or head in plain("bodies", "documents", "roles")
    ):
        return False  # رفض النقل
    named = any(begun <= start < ended for start, _ in actors)
    return named or speakers.can_speak(words, found) or words.quote_at(found.first) is not None


def _is_noun(words: Words, at: int) -> bool:
    form = words.forms[at]
    return not is_between(words, at) and form.removeprefix("و") not in listed("between") | listed("adverbs")
