"""What stands between a verb and its subject: adverbs, how it is said, phrases of a preposition, whom it is told."""

from analysis.voices.cues import cues_of
from analysis.voices.forms import given, is_between, is_masdar
from analysis.voices.lists import listed, plain, pronominal
from analysis.voices.words import Words

_TIMES = ("الشهر", "العام", "الاسبوع", "السنه")


def past_asides(words: Words, first: int, limit: int) -> int:
    """Return the place after adverbs, phrases of a preposition, whom it was told."""
    begun = first
    while first < limit:
        form = words.forms[first]
        if form in _TIMES and first == begun:
            first += 1  # أعلنت الشهر الماضي
        elif form == "اول" and words.forms[first + 1 : first + 2] == ["من"]:
            first += 3  # أول من أمس
        elif (
            form in listed("adverbs")
            or words.forms[first - 1 : first + 1] == ["امس", "الاول"]
            or (form == "اول" and words.forms[first + 1 : first + 2] == ["امس"])
        ):
            first += 1
        elif wish(words, first):
            first += 2
        elif is_between(words, first) or form in ("ل", "لل") or (form[:1] == "ل" and _with_l(words, first)):
            first = _past_phrase(words, first, limit)
        elif form in listed("documents") and first == begun:
            break  # أكد بيان
        elif form in listed("no_subjects") or form in pronominal():
            first = _past_phrase(words, first, limit) if words.paused(first) else first + 1
        else:
            break
    return first


def wish(words: Words, at: int) -> bool:
    """Tell whether a wish begins at a word: حفظه الله، رحمها الله; not the name هبة الله."""
    pronoun = words.forms[at].endswith(("ه", "ها", "هم", "هما")) and not words.raw(at).endswith("ة")
    return pronoun and words.forms[at + 1 : at + 2] == ["الله"]


def _with_l(words: Words, place: int) -> bool:
    """Tell whether a word carries the preposition لـ: لصندوق، للوزارة، لإنشاء، لجمهوره."""
    form = words.forms[place]
    if addressed(words, place) or form[:2] == "لل":
        return True
    rest = form[1:]
    if form in given() or form in listed("l_words"):
        return False
    if rest in plain("roles", "bodies", "media", "honours", "places", "anonymous", "groups") or is_masdar(rest):
        return True
    return len(rest) > 3 and rest.endswith(("ه", "ها", "هم", "كم", "نا", "ات")) and words.raw(place)[-1] != "ة"


def addressed(words: Words, place: int) -> bool:
    """Tell whether a word is whom it was told: للصحفيين، لوكالة رويترز."""
    form = words.forms[place]
    return (
        form in listed("addressed")
        or form[1:] in listed("media")
        or (form[:2] == "لل" and "ال" + form[2:] in listed("media"))
    )


def _past_phrase(words: Words, place: int, limit: int) -> int:
    """Return the place after a phrase of a preposition: at the next comma, or where a title or a new phrase begins."""
    begun = place
    quote = words.quote_at(place + 1)
    if quote and quote.last <= limit and quote.last - quote.first < 5:
        return quote.last
    place += 1
    while place < limit:
        gap, form = words.gap(place), words.forms[place]
        if gap != " " and any(mark in gap for mark in '،,»”)"'):
            return place
        if place > begun + 1 and (form in listed("between") or form in listed("adverbs")):
            return place
        if (
            place > begun + 1
            and form in listed("honours") | listed("subjects")
            and words.forms[place - 1] not in listed("bodies") | listed("between")
        ):
            return place
        place += 1
    return limit


def tells_how(words: Words, at: int) -> bool:
    """Tell whether a word is a participle or an adverb beside the verb: قال مازحا، مهاجما، مسبقًا."""
    form, raw = words.forms[at], words.raw(at)
    if form in given() or form in listed("adverbs"):
        return False
    manner = form in listed("manner") or any(cue.pos == "participle" for cue in cues_of(form)[0])
    return raw.endswith(("ًا", "اً")) or (manner and form[-1] == "ا")
