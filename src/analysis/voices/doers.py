"""Who does what a sentence tells before an act without a subject: التقى الوزير الوفد، مؤكدا أن."""

from collections.abc import Sequence

from analysis.voices import speaker as speakers
from analysis.voices.act import Act
from analysis.voices.agreement import disagrees, noun_gender
from analysis.voices.cues import cues_of
from analysis.voices.forms import given, is_between, is_masdar, is_that
from analysis.voices.lists import listed, plain, pronominal
from analysis.voices.names import person
from analysis.voices.speaker import Speaker
from analysis.voices.words import Words

NEAR = 8  # words between a verb and the participle right after its subject (ورد عليه المدير قائلا)
LONG = 12  # words of a subject before its verb
_WHO = ("الذي", "التي", "الذين")
Spans = Sequence[tuple[int, int]]  # offsets of the names of actors


def doer(words: Words, act: Act, since: int, actors: Spans, deep: bool = False) -> Speaker | None:
    """Return the subject of the nearest verb before an act, from a place on, that is somebody who can speak.

    `deep` looks at verbs after أن too: قبل أن يزور الوزير.
    """
    for at in range(act.at - 1, since - 1, -1):
        if act.cue.pos == "participle" and at > since + 1 and words.forms[at - 1] in _WHO and _speaks(words, at):
            beside_it = speakers.before(words, at, "")
            if beside_it and _is_voice(words, beside_it, actors):
                return beside_it  # الكاتب سامي الهواري، الذي كتب في صحيفة النهر قائلا
        led = deep and at > since and is_that(words.forms[at - 1]) and words.verbs[at]
        if (led or _is_verb(words, at, since)) and (found := _subject(words, at, act, actors)):
            return found
    return None


def teller(words: Words, act: Act, since: int, actors: Spans, *, told: bool) -> Speaker | None:
    """Return the person of whom the sentence before an act tells: وانتقل المدير سامي الهواري إلى القرية. وقال إن.

    Of whom it tells only that he spoke with somebody or met him, where `told`.
    """
    begun = words.first_of_sentence(act.at)
    first = words.first_of_sentence(begun - 1) if begun else 0
    if not begun or first < since or not _is_verb(words, first, first):
        return None
    if told and not _is_deed(words.forms[first]):
        return None
    found = speakers.after(words, first, begun)
    if found is None or found.first != first + 1 or disagrees(words, found, act.cue.person):
        return None
    named = person(words, found.first, found.last, found.clitic)
    return found if named and _is_voice(words, found, actors) else None


def beside(words: Words, act: Act, actors: Spans) -> Speaker | None:
    """Return the subject that a participle follows at once: ليرد عليه المدير قائلا."""
    if act.cue.pos != "participle" or words.paused(act.at):
        return None
    for at in range(act.at - 2, max(act.at - NEAR, words.first_of_sentence(act.at) - 1), -1):
        if words.verbs[at]:
            if not _is_verb(words, at, at - 1) or (at and words.forms[at - 1] == "كما"):
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
    if before == "كما" and at - 1 == words.first_of_sentence(at):
        since, before = at, ""  # كما رفض: he refused too
    if (
        before.removeprefix("و") in listed("relatives") - listed("when_where") | {"كما"}
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
        and form.removeprefix("و") not in plain("roles", "honours", "bodies") | listed("heads")
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
        near = found.first == at + 1 or (found.first == at + 2 and words.forms[at + 1] in pronominal())
        if near and _is_called(words, at, found):
            return _name(words, found)
        if at and words.forms[at - 1] == "كما":
            continue  # كما أدانت القرارات
        if _is_voice(words, found, actors) or _is_plural(words, found):
            return found
    return None


def _speaks(words: Words, at: int) -> bool:
    """Tell whether a verb after a relative pronoun is one of saying or meeting whose subject is left out."""
    told = any(cue.pos == "verb" and not cue.object for cue in cues_of(words.forms[at])[0])
    return (told or _is_deed(words.forms[at])) and is_between(words, min(at + 1, words.size - 1))


def _is_deed(form: str) -> bool:
    """Tell whether a form is a verb that only somebody does: اجتمع، والتقت."""
    bare = form.removeprefix("و").removeprefix("ف")
    return bare in listed("deeds") or (bare[-1:] == "ت" and bare[:-1] in listed("deeds"))


def _is_plural(words: Words, found: Speaker) -> bool:
    """Tell whether a noun is a plural in construct, of people: مسافرو النهر; or a name that ends like one."""
    head = words.forms[found.first][found.clitic :]
    return len(head) > 4 and head[-1] == "و" and not is_between(words, found.first)


def _is_called(words: Words, at: int, found: Speaker) -> bool:
    """Tell whether a noun that no list knows is a name by its verb: اجتمع دا سيلفا، رفضت أبل التعليق.

    What is not feminine by its letters and has a feminine verb is the name of a body.
    """
    form, raw = words.forms[found.first], words.raw(found.first)
    known = plain(
        "roles", "bodies", "honours", "anonymous", "media_heads", "documents", "heads", "unheard", "no_speakers"
    )
    if form in known or form in given() or is_masdar(form):
        return False
    if raw.endswith(("ة", "ً", "ه", "ها", "هم", "نا")) or (form[:2] == "ال" and form.endswith("ان")):
        return False  # البلدان: two that are named elsewhere
    if _is_deed(words.forms[at]):
        return True
    name = form[:2] != "ال" and not form.endswith(("ات", "يه")) and not raw.endswith("اً")
    return name and words.verbs[at] and _person(words, at) == "f" and not noun_gender(words, found.first)


def _name(words: Words, found: Speaker) -> Speaker:
    """Return a name that no list knows without the object behind it: رفضت زونكو التعليق، حققت زونكو ربحا كبيرا."""
    for at in range(found.first + 1, found.last):
        form = words.forms[at]
        indefinite = form[-1] == "ا" and len(form) > 3 and form not in given() and len(words.forms[at - 1]) > 3
        if (form[:2] == "ال" and is_masdar(form[2:])) or indefinite:
            return found._replace(last=at)
    return found


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
    return not is_between(words, at) and form.removeprefix("و") not in (listed("between") - {"علي"}) | listed("adverbs")
