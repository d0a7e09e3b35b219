"""Where what is said begins and ends: after أن, a colon, a preposition, in quotation marks, or as a noun."""

from functools import cache
from typing import NamedTuple

from analysis.text import tables
from analysis.text.folding import normalize
from analysis.voices.asides import addressed
from analysis.voices.cues import Cue
from analysis.voices.forms import given, is_between, is_masdar, is_that
from analysis.voices.lists import listed, plain
from analysis.voices.words import Words

FAR = 45  # words between a verb of saying and its أن: the subject with its titles and relative clauses
NEAR = 30  # and its preposition or noun
QUOTED = 25  # and the mark of a quotation
SENTENCE = 5  # words of one that need have no verb
NEXT = 4  # words between a verb and a quotation that is surely what it says
TITLE = 12  # words of a title after a noun in it, up to the name
PHRASE = 3  # words of a quotation that is more than a name
_FULL = {"إلى": "الي", "على": "علي", "عن": "عن", "من": "من", "في": "في"}
_BOUND = {"عن": "عن", "ال": "إلى", "عل": "على", "به": "ب", "بن": "ب", "من": "من"}  # the preposition of عنه, إليه ...


class Lead(NamedTuple):
    """What leads from a cue to its content: where the subject can no longer stand, the first word of the content."""

    at: int  # the place of the word that leads (أن, a preposition), or of the first word of the content
    first: int
    how: str  # that, colon, quote, preposition, noun, before (a source phrase after its clause)


def lead(words: Words, at: int, cue: Cue, limit: int) -> Lead | None:
    """Return how the cue at a place leads to what is said; nothing where it does not. `limit`: the next cue's place."""
    stop = min(words.after_sentence(at), at + 1 + FAR)
    after = words.forms[at + 1] if at + 1 < words.size else ""
    if after in listed("bound") and _BOUND.get(after[:2], "") in cue.frames:
        return None
    pauses = 0
    adjective = cue.pos == "participle"  # حضورا لافتا، إلى جانب: a mark before its preposition
    for place in range(at + 1, min(stop + 1, words.size)):
        pause = words.paused(place)
        pauses += pause
        if cue.frames & {"about", "carried"}:
            if place >= stop or place > limit:
                break
            if place - at <= NEAR and pauses <= 2 and (found := _framed(words, at, place, cue, stop)):
                return found
            continue
        if pause and ":" in words.gap(place) and place <= limit and ("quote" not in cue.frames or pauses < 2):
            return after_colon(words, place)
        if place >= stop or place > limit:
            break
        own = (place == at + 1 or words.forms[place] == "لقد") and _is_own(words, place)
        if own and "quote" not in cue.frames:
            return Lead(place, place, "that")
        if place == at + 1 and words.gap(place).strip() in ("-", "–", "—") and not _in_dashes(words, place):
            return Lead(place, place, "colon")
        if place - at <= QUOTED and "as" not in cue.frames and _quoted(words, at, place):
            return Lead(place, place, "quote")
        if words.text[words.start[place] - 1] == "(" and place > at + 1 and _in_brackets(words, place):
            return Lead(place, place, "colon")
        if "quote" in cue.frames:
            continue
        that = is_that(words.forms[place]) and not cue.frames & {"blame", "refused"}
        earlier = words.forms[place - 2 : place] == ["من", "قبل"]  # اعتبر من قبل أن
        before = words.forms[place - 1]
        if that and before in ("علي", "من") and not cue.frames & {"على", "من"} and place > at + 2:
            continue  # سجله على أنه
        if place < limit and that and (earlier or before not in listed("before_clauses")):
            return Lead(place, place + 1, "that") if place + 1 < stop else None
        near = place - at <= NEAR and pauses <= 2 and not (adjective and pauses == 1)
        if near and (found := _framed(words, at, place, cue, stop)):
            return found
    return None


def _is_own(words: Words, place: int) -> bool:
    """Tell whether a word begins the speaker's own words: قال لقد، قال نحن، قال تقدمنا بطلب."""
    form = words.forms[place]
    if form in listed("own_words"):
        return True
    return words.verbs[place] and len(form) > 4 and (form.endswith("نا") or form[:2] in ("ست", "سي", "سن"))


def _in_brackets(words: Words, place: int) -> bool:
    """Tell whether brackets hold a sentence that is said: قال المدرب (لعب الفريق جيدا اليوم)."""
    over = next((at for at in range(place + 1, min(place + 60, words.size + 1)) if ")" in words.gap(at)), place)
    ends = over >= words.size or words.sentence[over] != words.sentence[over - 1]
    return ends and over - place >= SENTENCE and any(words.verbs[place:over])


def _in_dashes(words: Words, place: int) -> bool:
    """Tell whether a dash opens an aside that another closes: تتابع - حاليا - الأسعار."""
    near = range(place + 1, min(place + 5, words.size + 1))
    return any("-" in words.gap(then) or "–" in words.gap(then) for then in near)


def after_colon(words: Words, place: int) -> Lead | None:
    if is_that(words.forms[place]):
        return Lead(place, place + 1, "that") if place + 1 < words.size else None
    return Lead(place, place, "colon")


def _quoted(words: Words, at: int, place: int) -> bool:
    """Tell whether a quotation begins at a place that is more than a name."""
    quote = words.quote_at(place)
    if quote is None or quote.last - quote.first < PHRASE:
        return False
    told = quote.last - quote.first >= SENTENCE or any(words.verbs[quote.first : quote.last])
    if not told and (place - at > NEXT or words.forms[place - 1] in listed("bodies")):
        return False
    before = words.forms[place - 1].removeprefix("ل")
    attached = words.gap(place)[:1].strip() in ("", "ـ") and before in ("ب", "ل", "لل", "ال", "ك")
    return not attached and before not in (listed("bodies") - listed("documents")) | listed("names_of") | listed(
        "media"
    ) | listed("between") | listed("roles")


def _framed(words: Words, at: int, place: int, cue: Cue, stop: int) -> Lead | None:
    """Return the lead that a frame of the cue gives at a place."""
    form = words.forms[place]
    for frame in sorted(cue.frames):
        first = place
        if frame in _FULL:
            named = form == "علي" and words.raw(place)[-1] == "ي"  # the name, not على
            if form != _FULL[frame] or named or place + 1 >= stop or words.paused(place + 1):
                continue
            if frame == "من" and words.forms[place - 1] in listed("determiners"):
                continue  # تحذر كل من
            if place <= at + 5 and place > at + 1 and _of_title(words, at, place):
                continue  # المشرف على القرية سامي أن
            first += 1
            if is_that(words.forms[first]) and first + 1 < stop:
                return Lead(place, first + 1, "that")
        elif frame == "ب":
            if not with_b(form) or (place > at + 1 and form[1:] in plain("bodies", "places")):
                continue
            if cue.stance == "neutral" and _that_after(words, place, stop):
                continue  # أفاد مصدر بالميناء بأن
            if "against" in cue.frames:
                accused = _object(words, at, place)
                return Lead(accused, accused, "preposition")
        elif frame == "ل":
            attached = form[:2] == "لل" and place == at + 1 and cue.stance == "neutral" and not addressed(words, place)
            if form[:1] != "ل" or not (is_masdar(form[1:]) or attached):
                continue
        elif frame == "as":
            if not (form.startswith("بان") and is_that(form)) and not (with_b(form) and (place > at + 1 or cue.object)):
                continue
            first += is_that(form) or (form == "ب" and words.quote_at(place + 1) is not None)
        elif frame == "noun":
            if not is_head(words, at, place) and not (place == at + 1 and _takes_it(words, at, cue)):
                continue
        elif frame == "refused":
            if form not in listed("refused") or not (place == at + 1 or closed(words, place)):
                continue
            if any(words.verbs[at + 1 : place]):
                continue
        elif frame == "claimed":
            if form not in plain("claimed") or not (place == at + 1 or closed(words, place)):
                continue
        elif frame == "carried":
            if form not in listed("carried") or not (place == at + 1 or closed(words, place)):
                continue
        elif frame == "blame":
            if form not in ("مسووليه", "المسووليه"):
                continue
        else:
            continue
        how = "noun" if frame in ("noun", "refused", "blame", "carried", "claimed") else "preposition"
        return Lead(place, first, how) if first < stop else None
    return None


def _that_after(words: Words, place: int, stop: int) -> bool:
    """Tell whether بأن follows in the same phrase."""
    for then in range(place + 1, min(place + 8, stop)):
        if words.verbs[then] or ":" in words.gap(then):
            return False
        if is_that(words.forms[then]):
            return words.forms[then][:1] == "ب"
    return False


def _object(words: Words, at: int, place: int) -> int:
    """Return where the object between a verb and its بـ begins: at the title after the subject, else at the بـ."""
    for begun in range(at + 2, place):
        before = words.forms[begun - 1]
        if words.forms[begun] in listed("honours") and not before_title(before):
            return begun
    return place


def before_title(form: str) -> bool:
    """Tell whether a title goes on after a word: نائب الرئيس، الدكتور المهندس."""
    return form in plain("roles", "honours", "bodies") | listed("between")


def with_b(form: str) -> bool:
    """Tell whether a word carries the preposition بـ, rather than beginning with that letter."""
    if form in _b_words() or form in listed("bound") or form in given():
        return False
    return form == "ب" or (form[:1] == "ب" and len(form) > 2)


def is_head(words: Words, at: int, place: int) -> bool:
    """Tell whether a noun begins what is said, rather than going on with the subject."""
    form = words.forms[place]
    if place > at + 1 and (not closed(words, place) or _of_title(words, at, place) or words.verbs[place - 1]):
        return False
    if form in listed("heads"):
        return True
    if words.verbs[place] and form not in listed("no_breaks"):
        return False
    if form[:2] == "ال" and form[-1] != "ي" and is_masdar(form[2:]) and form not in plain("bodies"):
        alone = place == at + 2 and words.forms[at + 1][:2] == "ال"
        if alone or words.forms[place - 1] in plain("feminine"):
            return True  # طلبت تركيا الاجتماع، أعلن الوزير الانسحاب
    if form[:2] == "ال" or form in listed("no_heads") or form in plain("roles", "honours", "anonymous", "bodies"):
        return False
    if is_masdar(form):
        return True
    if with_b(form):
        return False
    raw = words.raw(place)
    return len(form) > 4 and (raw.endswith(("ها", "هم", "هما")) or (raw.endswith("ه") and raw[-4:] != "الله"))


def _of_title(words: Words, at: int, place: int) -> bool:
    """Tell whether a noun goes on with a title whose name and أن are to come: مدير شؤون مكافحة الحريق سامي أن."""
    titled = words.forms[at + 1] in plain("roles", "honours")
    if not titled or any(words.forms[before] in given() for before in range(at + 1, place)):
        return False
    for then in range(place + 1, min(place + TITLE, words.size)):
        if words.paused(then) or words.verbs[then]:
            return False
        if is_that(words.forms[then]):
            named = any(words.forms[at] in given() for at in range(place, then))
            last = words.forms[then - 1]
            return named or (last[:2] != "ال" and last not in listed("between"))
    return False


def _takes_it(words: Words, at: int, cue: Cue) -> bool:
    """Tell whether the noun after a cue can only be its object: a participle has no subject, or it stands before."""
    form, before = words.forms[at + 1], words.forms[at - 1] if at else ""
    if (
        (words.verbs[at + 1] and (form[:1] in "يتن" or not cue.imperfect))
        or words.paused(at + 1)
        or form in listed("between") | listed("adverbs") | listed("no_heads")
    ):
        return False
    if cue.pos == "participle":
        return form[:1] != "ل"
    if at == words.first_of_sentence(at) or words.paused(at) or words.forms[at][:1] == "و" or not cue.imperfect:
        return False
    others = ("joining", "turns", "adverbs", "aside", "between", "openers")
    return not any(before in listed(name) for name in others)


def closed(words: Words, place: int) -> bool:
    """Tell whether the noun phrase before a place is whole: a noun in construct waits for the next."""
    gap = words.gap(place).strip()
    if gap and gap[0] in '،,)»”"':
        return True
    before = words.forms[place - 1]
    if before in listed("relatives"):
        return False
    if before[:1] == "ل" and before[1:] in listed("bodies"):
        return False  # لوكالة الأنباء
    return not (before in listed("bodies") or before in listed("roles") or before in listed("between"))


@cache
def _b_words() -> frozenset[str]:
    names = [normalize(name) for name in tables.given_names()]
    return listed("b_words") | frozenset(name for name in names if name[:1] == "ب")


# --- the end --------------------------------------------------------------------------------------------------------
def end_of_clause(words: Words, first: int, end: int, how: str, embedded: bool) -> int:
    """Return where what is said ends before what the newspaper adds after a comma.

    `embedded` is true of what is said in a relative clause: it ends with the clause.
    """
    if how == "noun" and words.forms[first] == "ذلك" and first + 1 < end and is_between(words, first + 1):
        return first + 1  # طلبت ذلك في 2003
    for place in range(first + 1, end):
        if words.forms[place] == "مما" and place + 1 < end and words.forms[place + 1] in listed("infers"):
            return place
        if not words.paused(place):
            continue
        form = words.forms[place]
        if words.quote_around(place) and words.quote_around(first) == words.quote_around(place):
            continue
        whole = any(words.verbs[first:place]) or not words.verbs[place] or form[:1] in "وف"
        if (embedded and whole) or (form == "وذلك" and _where(words, place + 1, end)) or _came(words, place, end):
            return place
        if how in ("noun", "preposition") and _new_clause(words, place):
            return place
    return end


def _came(words: Words, place: int, end: int) -> bool:
    """جاء ذلك في مؤتمر: the newspaper goes on."""
    said = words.forms[place] in ("جاء", "وجاء", "ياتي", "وياتي")
    return said and place + 1 < end and words.forms[place + 1] in ("ذلك", "هذا", "هذه")


def _where(words: Words, at: int, end: int) -> bool:
    """Tell whether what follows وذلك is where it was said: خلال مؤتمر، في رسالة."""
    return at < end and (
        words.forms[at] in ("خلال", "عقب", "اثناء", "لدي")
        or (words.forms[at + 1 : at + 2] or [""])[0] in listed("venues")
    )


def _new_clause(words: Words, place: int) -> bool:
    """Tell whether a clause of its own begins after a comma: واتفقتا، فإنها، لكن، والتي."""
    form = words.forms[place]
    if form in listed("breaks"):
        return True
    return form[:1] in "وف" and words.verbs[place] and form not in listed("no_breaks")
