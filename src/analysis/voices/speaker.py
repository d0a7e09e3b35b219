"""Who says it: the noun phrase after the verb, or before it; nothing where the subject is left out."""

from typing import NamedTuple

from analysis.voices.asides import addressed, past_asides, tells_how
from analysis.voices.cues import cues_of
from analysis.voices.forms import given, is_between, is_masdar, is_some
from analysis.voices.lists import listed, plain, pronominal
from analysis.voices.phrases import acts, end_of_phrase
from analysis.voices.words import CLOSING, Words

BACK = 25  # words between a subject and the verb after it
_AGREE = {"الذي": "m", "التي": "fp", "الذين": "p", "اللذين": "dm", "اللذان": "dm"}


class Speaker(NamedTuple):
    """The words that name a speaker; `leaning` where the verb stands in a relative clause beside him (الذي أعلن)."""

    first: int
    last: int  # one after the last
    leaning: bool = False
    clitic: int = 0  # letters of a preposition before the first word


def after(words: Words, at: int, limit: int) -> Speaker | None:
    """Return the subject that stands between a cue and what leads to its content."""
    first = past_asides(words, at + 1, limit)
    if words.forms[first : first + 2] == ["كل", "من"]:
        first += 2
    if first >= limit or words.forms[first] in listed("pronouns") | listed("unveiled") | listed("joining"):
        return None
    if words.forms[first] in listed("relatives") | listed("questions") or tells_how(words, first):
        return None
    if any(cue.pos == "source" or (cue.pos == "noun" and cue.object) for cue in cues_of(words.forms[first])[0]):
        return None  # قالت، وفق الصحيفة؛ وتابع قوله
    if words.forms[first][:1] == "ب" and _is_done(words.forms[first][1:]) and words.forms[first] not in given():
        return None  # علق بامتعاض
    future = words.forms[first][:2] in ("ست", "سي", "سن")  # وأضاف ستكون الساعة
    if words.verbs[first] and words.forms[first] not in given() and (future or acts(words.forms[first])):
        return None
    unnamed = words.forms[first] in plain("anonymous", "documents")
    if unnamed and first > at + 1 and words.forms[first - 1] in listed("between"):
        return None
    quote = words.quote_at(first)
    titled = quote and quote.last < limit and words.forms[quote.last] in plain("roles")
    named = quote and not titled and quote.last - first < 4 and quote.last < limit and ":" not in words.gap(first)
    found = Speaker(first, quote.last if quote and named else end_of_phrase(words, first, limit))
    bare = words.forms[first].removeprefix("و")
    if (
        found.last == first
        or bare in listed("between") - {"علي"} | listed("negations") | {"ما"}
        or (_far(words, at, first) and not can_speak(words, found))
    ):
        return None
    return found


def _is_done(form: str) -> bool:
    """Tell whether a word is a verbal noun: امتعاض، رفع."""
    return is_masdar(form) or form in listed("heads")


def _far(words: Words, at: int, first: int) -> bool:
    """Tell whether more than an adverb or two stands before a subject: phrases whose end no mark tells."""
    return first > at + 3 and not words.paused(first)


def before(words: Words, at: int, person: str) -> Speaker | None:
    """Return the subject before a verb: at the head of its clause, or what its relative clause stands beside."""
    least = max(words.first_of_sentence(at), at - BACK)
    verb = at
    if verb > least + 1 and words.forms[verb - 1] == "اذ" and not words.paused(verb - 1):
        verb -= 1  # والوزارة إذ تعلن
    if words.forms[verb - 2 : verb] in (["سبق", "ان"], ["سبق", "وان"]) and verb > least + 2:
        verb -= 2  # بعضهم سبق وأن قال
    while verb > least and _is_aside(words.forms[verb - 1]) and not words.paused(verb):
        verb -= 1
    if verb == least:
        return None
    place = verb - 1
    if words.forms[place].removeprefix("و") in listed("relatives"):
        if words.forms[place].removeprefix("و") in listed("when_where"):
            return None
        return _antecedent(words, place, least) if _fits(words.forms[place], person) else None
    if words.forms[place] in listed("openers"):
        return None
    if person == "p" and words.forms[place].endswith(("ين", "ون")) and words.forms[place][:2] != "ال":
        if words.paused(verb) or words.verbs[place]:
            return None
        described = place > least and words.forms[place - 1] in listed("anonymous")  # مسؤولين أمريكيين قالوا
        return Speaker(place - described, verb, True)
    alone = place == least or words.forms[place - 1][:2] != "ال"  # not المصادر الأمنية والطبية
    if words.forms[place][:3] == "وال" and alone and verb == at and not words.paused(verb):
        return Speaker(place, verb, False, 1)  # والتوقعات تشير
    some = words.forms[place] in listed("some") | listed("some_groups")
    if some and verb == at and place > least and is_between(words, place - 1):
        return Speaker(place, verb, True)  # إلى مجموعات تقول إنها
    if found := _after_was(words, verb, least, at):
        return found
    start = _clause(words, verb, least)
    if start is None or not _nominal(words, start):
        if words.forms[place] in plain("documents") | listed("anonymous") and not words.paused(verb):
            return Speaker(place, verb, True)
        heads = plain("documents") | listed("anonymous")
        if _adjectival(words.forms[place]) and words.forms[place - 1] in heads and not words.paused(verb):
            return Speaker(place - 1, verb, True)
        return None
    start += words.forms[start] in ("اما", "واما") and start + 1 < verb
    form = words.forms[start]
    clitic = int(form[:1] == "و" and len(form) > 3 and form not in listed("w_words"))
    last = end_of_phrase(words, start, verb, form[clitic:])
    found = Speaker(start, last, False, clitic)
    of_them = last == verb - 1 and words.forms[last] in pronominal()  # البعض منهم قال
    if (
        last < verb
        and not of_them
        and not words.paused(last)
        and not (is_between(words, last) and can_speak(words, found))
    ):
        return None
    return found if last > start else None


def _is_aside(form: str) -> bool:
    return form in listed("aside") or form in listed("itself")


def _after_was(words: Words, verb: int, least: int, at: int) -> Speaker | None:
    """Return the subject between كان and قد, however long it is: وكان الوزير، الذي زار المدينة، قد أعلن."""
    if words.forms[at - 1] != "قد" and not words.paused(at):
        return None
    was = next((p for p in range(verb - 1, least - 1, -1) if words.forms[p].removeprefix("و") in ("كان", "كانت")), None)
    if was is None or was + 1 >= verb or not (was == words.first_of_sentence(at) or words.paused(was)):
        return None
    if words.forms[at - 1] != "قد" and any(words.verbs[was + 1 : verb]):
        return None
    if not _nominal(words, was + 1):
        return None
    last = end_of_phrase(words, was + 1, verb)
    return Speaker(was + 1, last) if last > was + 1 else None


def _fits(relative: str, person: str) -> bool:
    """Tell whether a verb can have the antecedent of a relative pronoun as its subject."""
    return relative not in _AGREE or person in _AGREE[relative]


def source(words: Words, at: int) -> Speaker | None:
    """Return the source that a source phrase names: وفقا للوزير، بحسب ما ذكرته الوكالة."""
    end = words.after_sentence(at)
    first = at + 1
    while first < end and (words.forms[first] in listed("of_source") or acts(words.forms[first])):
        first += 1
        if words.forms[first - 1] in ("ما", "لما") and first < end and not words.paused(first):
            first += 1  # its verb
    if words.forms[first - 1] in ("ورد", "جاء") and words.forms[first : first + 1] != ["في"]:
        return None
    first += words.forms[first : first + 1] == ["في"]
    if first >= end or words.paused(first):
        return None
    first += words.forms[first] in ("ل", "لـ", "ـ") and first + 1 < end
    form = words.forms[first]
    clitic = (
        0
        if form[:1] != "ل" or form in listed("l_words") or words.forms[at] in ("بحسب", "حسب", "وفق")
        else 2
        if form[:2] == "لل"
        else 1
    )
    last = end_of_phrase(words, first, end, form[clitic:])
    if last < end and form[clitic:] in plain("media") and addressed(words, last) and words.gap(last) == " ":
        last = end_of_phrase(words, last, end)  # وفقا للموقع الإلكتروني لصحيفة النهر
    return Speaker(first, last, False, clitic) if last > first else None


def can_speak(words: Words, speaker: Speaker) -> bool:
    """Tell whether a source is told to be somebody: a person, a body, a document, not a measure (حسب الإمكانيات)."""
    form = words.forms[speaker.first]
    head = "ال" + form[2:] if speaker.clitic == 2 else form[speaker.clitic :]
    if head in ("كبير", "كبيره") and speaker.last == speaker.first + 1:
        return False  # بشكل كبير
    if head in listed("determiners") and speaker.first + 1 < speaker.last:
        head = words.forms[speaker.first + 1]
    if speaker.first and _of_verb(words, speaker.first - 1):
        return True  # بحسب ما ذكر
    kinds = (
        "roles",
        "honours",
        "bodies",
        "anonymous",
        "documents",
        "media",
        "media_heads",
        "peoples",
        "groups",
        "feminine",
    )
    return (
        head in plain(*kinds)
        or is_some(head)
        or any(each in given() for each in words.forms[speaker.first : speaker.last])
    )


def _of_verb(words: Words, at: int) -> bool:
    """Tell whether a word leads from a source phrase to its source: بحسب ما ذكر، حسبما أعلن، على لسان."""
    if words.forms[at] in listed("of_source"):
        return True
    return at > 0 and acts(words.forms[at]) and words.forms[at - 1] in listed("of_source") | listed("as_source")


def _clause(words: Words, verb: int, least: int) -> int | None:
    """Return where the clause of a verb begins, if nothing but its subject stands before the verb."""
    start = verb
    while start > least:
        if words.forms[start - 1] in listed("openers"):
            return start
        verb_before = words.verbs[start - 1] and words.forms[start - 1] not in listed("bodies")  # حلف الأطلسي يدعو
        if verb_before or words.forms[start - 1] in listed("relatives") or acts(words.forms[start - 1]):
            return None
        start -= 1
        quote = words.quote_at(start)
        if quote and quote.last > verb:
            return start  # «المجلس نفسه يقول إن
        if (
            words.paused(start)
            and start > least
            and (":" in words.gap(start) or words.forms[start - 1] in listed("openers"))
        ):
            return start
    return start if start < verb and start == words.first_of_sentence(verb) else None


def _antecedent(words: Words, place: int, least: int) -> Speaker | None:
    """Return what a relative clause stands beside."""
    start = place
    while start > least and place - start < 8:
        if start < place and (words.paused(start) or words.verbs[start - 1]):
            break
        if start < place and any(mark in words.gap(start) for mark in CLOSING):
            break
        if words.forms[start - 1] in pronominal() | listed("between") | listed("openers") | listed("no_speakers"):
            break
        start -= 1
        if carried := _carried(words.forms[start]):
            return Speaker(start, place, True, carried)  # رفضه تصريحات نائب الوزير للمدير سامي الهواري الذي
    clitic = int(words.forms[start][:3] in ("وال", "فال"))
    return Speaker(start, place, True, clitic) if start < place else None


def _carried(form: str) -> int:
    """Return the letters of a preposition before an office or a title (لنائب، للوزير), or none."""
    if form in given() or form in listed("l_words"):
        return 0
    if form[:2] == "لل" and "ال" + form[2:] in plain("roles", "honours"):
        return 2
    return int(form[:1] in "لب" and form[1:] in plain("roles", "honours"))


def _adjectival(form: str) -> bool:
    return form.endswith(("ي", "يه"))


def _nominal(words: Words, start: int) -> bool:
    """Tell whether a clause begins with a noun, as its subject would."""
    form = words.forms[start]
    if form.removeprefix("و") in listed("between") | listed("negations") | {"ما"}:
        return False
    if form in listed("adverbs") | listed("pronouns"):
        return False
    if acts(form) and form not in given():
        return False
    return (not words.verbs[start] or form in listed("bodies")) and form[:1] != "ل"


def within(words: Words, first: int, limit: int) -> Speaker | None:
    """Return the noun phrase that begins at a place."""
    last = end_of_phrase(words, first, limit) if first < limit else first
    return Speaker(first, last) if last > first else None
