"""Who says it: the noun phrase after the verb, or before it; nothing where the subject is left out."""

from typing import NamedTuple

from analysis.voices.asides import addressed, past_asides, tells_how, wish
from analysis.voices.cues import cues_of
from analysis.voices.forms import ends_accusative, given, is_between, is_masdar, is_some, is_that
from analysis.voices.lists import listed, plain, pronominal
from analysis.voices.words import CLOSING, Words

LONG = 24  # words of a speaker with his titles
BACK = 25  # words between a subject and the verb after it
_AGREE = {"الذي": "m", "التي": "fp", "الذين": "p", "اللذين": "dm", "اللذان": "dm"}
_OVER = frozenset(("هذا", "هذه", "فان", "فانه", "فانها", "فقد"))  # no noun phrase goes over these
_DASHES = frozenset("-–—:.؛()[]")


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
    if words.verbs[first] and words.forms[first] not in given() and (future or _acts(words.forms[first])):
        return None
    unnamed = words.forms[first] in plain("anonymous", "documents")
    if unnamed and first > at + 1 and words.forms[first - 1] in listed("between"):
        return None
    quote = words.quote_at(first)
    titled = quote and quote.last < limit and words.forms[quote.last] in plain("roles")
    named = quote and not titled and quote.last - first < 4 and quote.last < limit and ":" not in words.gap(first)
    found = Speaker(first, quote.last if quote and named else _end(words, first, limit))
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
    some = words.forms[place] in listed("some") | {"مجموعات", "جماعات", "جهات", "فصائل"}
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
    last = _end(words, start, verb, form[clitic:])
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
    last = _end(words, was + 1, verb)
    return Speaker(was + 1, last) if last > was + 1 else None


def _fits(relative: str, person: str) -> bool:
    """Tell whether a verb can have the antecedent of a relative pronoun as its subject."""
    return relative not in _AGREE or person in _AGREE[relative]


def source(words: Words, at: int) -> Speaker | None:
    """Return the source that a source phrase names: وفقا للوزير، بحسب ما ذكرته الوكالة."""
    end = words.after_sentence(at)
    first = at + 1
    while first < end and (words.forms[first] in listed("of_source") or _acts(words.forms[first])):
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
    last = _end(words, first, end, form[clitic:])
    if last < end and form[clitic:] in plain("media") and addressed(words, last) and words.gap(last) == " ":
        last = _end(words, last, end)  # وفقا للموقع الإلكتروني لصحيفة النهر
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
    return at > 0 and _acts(words.forms[at]) and words.forms[at - 1] in listed("of_source") | listed("as_source")


def _clause(words: Words, verb: int, least: int) -> int | None:
    """Return where the clause of a verb begins, if nothing but its subject stands before the verb."""
    start = verb
    while start > least:
        if words.forms[start - 1] in listed("openers"):
            return start
        verb_before = words.verbs[start - 1] and words.forms[start - 1] not in listed("bodies")  # حلف الأطلسي يدعو
        if verb_before or words.forms[start - 1] in listed("relatives") or _acts(words.forms[start - 1]):
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


def _end(words: Words, first: int, limit: int, head: str = "") -> int:
    """Return the place after the last word of a noun phrase: title, name, apposition."""
    head = head or words.forms[first]
    limit = min(limit, first + LONG)
    named = words.forms[first] in given()
    place = first + 1
    while place < limit:
        form, gap = words.forms[place], words.gap(place)
        if gap not in (" ", "."):  # a stop without a space is that of an acronym
            if any(mark in gap for mark in "،,") and not _apposed(words, first, place, limit, named):
                return place
            if (
                any(mark in _DASHES for mark in gap)
                and "(" not in gap
                and ")" not in gap
                and not _initial(words, place)
            ):
                return place
            if "(" in gap and not _more_after(words, place, limit):
                return place
        if (is_that(form) and form[0] == "ا" and words.forms[place - 1] not in ("سي", "ان")) or form in _OVER:
            return place
        if (words.verbs[place] and form[:2] in ("سي", "ست") and form not in given()) or (
            form == "اكثر" and words.forms[place + 1 : place + 2] == ["من"]
        ):
            return place
        told = form[:1] == "ل" and head not in plain("documents") and addressed(words, place)
        told = told and not (form[1:] in listed("bodies") and _more_after(words, place, limit))
        given_to = form[:1] == "ل" and form[1:] in plain("roles", "honours") and form not in given()
        if given_to and head not in plain("roles", "bodies", "documents", "anonymous"):
            return place  # نقل الهواري لوزير النقل
        titled = form[:2] == "لل" and "ال" + form[2:] in listed("honours")
        crowd = form[:3] == "بال" and form[1:] in plain("groups", "determiners")  # أهاب المدير بالجميع
        crowd = crowd or form in listed("greetings")  # رفع الهواري التهاني
        if crowd or wish(words, place) or (titled and (head in listed("honours") or head in given())):
            return place  # قال الأمير فهد للرئيس الدالي
        if told or form in listed("questions") or form in listed("relatives") or _unveils(words, place):
            return place
        if any(cue.pos == "noun" and cue.object for cue in cues_of(form)[0]):
            return place  # نقلت عن الوزير قوله
        if (named and words.quote_at(place) and not _names(words.forms[place - 1])) or (
            form in ("ل", "لـ") and words.quote_at(place + 1)
        ):
            return place
        if tells_how(words, place) or (form[:2] == "وب" and form[1:] in listed("adverbs")) or _anew(words, place):
            return place
        if _adverbial(words, place) and not named:
            return place
        if form in listed("adverbs") and not _in_name(words, place) and (named or not _more_after(words, place, limit)):
            return place
        letter = form in listed("letters") and (
            words.raw(place)[0] in "إآ" or words.forms[place - 1] in listed("letters")
        )
        if (
            form in pronominal()
            or (form in listed("determiners") and not letter)
            or form in ("احدي", "احد")
            or ends_accusative(form)
        ):
            return place
        if words.verbs[place] and "\u064f" in words.raw(place)[:2]:
            return place  # قُتل
        if words.verbs[place] and form not in given() and (_acts(form) or _resumes(words, place)):
            return place
        if is_between(words, place) and (named or not _goes_on(words, head, first, place, limit)):
            return place
        named = named or (form in given() and form != "باسم" and not _of_place(words, place))
        place += 1
    return place


def _unveils(words: Words, place: int) -> bool:
    """Tell whether a word is what is taken off what is told (كشف الستار), not in a name: عبد الستار."""
    return words.forms[place] in listed("unveiled") and words.forms[place - 1] != "عبد"


def _of_place(words: Words, place: int) -> bool:
    """Tell whether a name is that of a place: بجامعة الملك سامي، جسر سامي."""
    at = place - 1
    while at > 0 and words.forms[at] in listed("honours"):
        at -= 1
    form = words.forms[at]
    return any(form.removeprefix(each) in listed("places") for each in ("", "ب", "ل", "و"))


def _resumes(words: Words, place: int) -> bool:
    """Tell whether a verb and a noun with a pronoun tell of the noun before: مسح للوكالة نشرت نتائجه."""
    if words.forms[place][-1] != "ت" or words.gap(place) != " " or place + 1 >= words.size:
        return False
    definite = words.forms[place - 1][:2] in ("ال", "لل")  # للهيئة العامة للاستثمار تجاوزت
    return definite or words.raw(place + 1).endswith(("ه", "ها"))


def _names(form: str) -> bool:
    """Tell whether a name in quotation marks goes with a word: حركة «الفجر»."""
    return form in listed("names_of") | listed("bodies") | listed("media") or form[:1] == "ل"


def _anew(words: Words, place: int) -> bool:
    """Tell whether a noun after a definite one is what the verb is about: الجامعات استقطاب الطلاب."""
    form = words.forms[place]
    if words.forms[place - 1][:2] != "ال" or words.gap(place) != " ":
        return False
    if form[:2] == "ال":  # عزت الشركة الارتفاع
        alone = place > 1 and _acts(words.forms[place - 2])
        if alone and form[-2:] == "ين" and words.forms[place - 1][-2:] != "ين":
            return form not in given()  # دعا الهواري المرشحين
        return (
            alone
            and form[-1] != "ي"
            and is_masdar(form[2:])
            and form not in given()
            and form not in plain("bodies", "roles")
        )
    if form in listed("given_over"):
        return True  # رفع الدكتور الهواري أسمى آيات الشكر
    if form in given() or form[:3] == "عبد" or form in plain("roles", "bodies", "honours", "places"):
        return False
    if _is_family(words, place):
        return True
    if form[:1] in "ول":
        return False
    return (
        form in listed("heads")
        or form.endswith("ات")
        or is_masdar(form)
        or (len(form) > 4 and words.raw(place).endswith(("ه", "ها", "هم")))
    )


def _is_family(words: Words, place: int) -> bool:
    """Tell whether a noun follows a family name that stands alone after its verb: كشف الهواري قصة الحادث."""
    head, form = words.forms[place - 1], words.forms[place]
    if place < 2 or not _acts(words.forms[place - 2]) or form in ("بن", "ال", "ابو", "عبد") or is_between(words, place):
        return False
    kinds = ("roles", "honours", "bodies", "anonymous", "documents", "media", "media_heads", "peoples", "groups")
    common = words.raw(place).endswith("ة") or form in listed("heads")
    return common and head[:2] == "ال" and head not in plain(*kinds)


def _adverbial(words: Words, place: int) -> bool:
    """Tell whether an indefinite word after a definite one tells how, rather than whose: الحركة مستخدمة اسمها."""
    form, raw = words.forms[place], words.raw(place)
    if (
        words.forms[place - 1][:2] != "ال"
        or form[:2] == "ال"
        or form in given()
        or form in plain("roles", "bodies", "honours")
    ):
        return False
    return (raw.endswith(("ًا", "اً")) and form not in listed("adverbs")) or (raw[0] == "م" and raw.endswith("ة"))


def _initial(words: Words, place: int) -> bool:
    """Tell whether the stop before a word is that of a title of one letter: د. سامي."""
    return len(words.forms[place - 1]) == 1 and words.gap(place).strip() == "."


def _in_name(words: Words, place: int) -> bool:
    """Tell whether a day of the week stands in the name of a body: جمعية الجمعة."""
    return words.forms[place] in listed("days") and words.forms[place - 1] in listed("bodies") | listed(
        "roles"
    ) | listed("media")


def _goes_on(words: Words, head: str, first: int, place: int, limit: int) -> bool:
    """Tell whether a phrase of a preposition belongs to a title: مصدر في الشرطة، عضو المجلس في نجران خالد."""
    if words.forms[place] not in ("في", "من", "لدي", "عن", "علي"):
        return False
    after = words.forms[place + 1] if place + 1 < limit else ""
    about = words.forms[place] == "عن" and words.forms[place - 1].removeprefix("ال") not in ("مسوول", "مسووله")
    if about and head not in plain("documents", "anonymous"):
        return False  # تحدث اللاعب عن سامي
    told = after.removesuffix("ها").removesuffix("ه")
    if (told in listed("venues") and after not in listed("bodies")) or after in ("بيان", "تقرير"):
        return False
    if place - first <= 3 and head in plain("anonymous", "groups", "peoples") | listed("documents"):
        return words.forms[place + 1] not in listed("no_place") if place + 1 < limit else False
    return _more_after(words, place, limit) or _named_after(words, head, place, limit)


def _named_after(words: Words, head: str, place: int, limit: int) -> bool:
    """Tell whether a name stands between commas after an office: وزير العمل في حكومة النهر، سامي الهواري،."""
    if head not in plain("roles"):
        return False
    comma = next((at for at in range(place + 1, min(limit, place + 6)) if words.gap(at) != " "), limit)
    if comma >= limit or not {"،", ","} & set(words.gap(comma)) or any(words.verbs[place:comma]):
        return False
    over = next((at for at in range(comma + 1, min(comma + 6, limit + 1)) if at == limit or words.paused(at)), 0)
    return bool(over) and (words.forms[comma] in given() or words.forms[comma] in listed("honours"))


def _more_after(words: Words, place: int, limit: int) -> bool:
    """Tell whether a name follows in the same phrase."""
    for at in range(place + 1, min(limit, place + 12)):
        gap = words.gap(at)
        if gap != " " and any(mark in gap for mark in "،,:."):
            return False
        if words.forms[at] in listed("relatives") or words.forms[at] in (
            "بيان",
            "تصريح",
            "حديث",
            "موتمر",
            "مقابله",
            "اتصال",
        ):
            return False
        named = words.forms[at] in given() and words.forms[at - 1] not in listed("places") | listed("bodies")
        if named or words.forms[at] == "بن" or words.forms[at] in listed("honours"):
            return True
    return False


def _apposed(words: Words, first: int, place: int, limit: int, named: bool) -> bool:
    """Tell whether a name follows the comma after its office: مدير الميناء، المهندس سامي."""
    if named or words.forms[first] not in plain("roles"):
        return False
    if words.forms[place] in listed("honours") or words.forms[place] in given():
        return True
    over = next((at for at in range(place + 1, min(place + 5, limit + 1)) if at == limit or words.paused(at)), place)
    plain_words = all(
        not (words.verbs[at] or is_between(words, at) or words.forms[at] in plain("roles", "bodies", "adverbs"))
        for at in range(place, over)
    )
    return over > place + 1 and plain_words and words.forms[place][:2] != "ال" and words.forms[place][:1] not in "وفبل"


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


def _acts(form: str) -> bool:
    return any(cue.pos == "verb" for cue in cues_of(form)[0])


def _adjectival(form: str) -> bool:
    return form.endswith(("ي", "يه"))


def _nominal(words: Words, start: int) -> bool:
    """Tell whether a clause begins with a noun, as its subject would."""
    form = words.forms[start]
    if form.removeprefix("و") in listed("between") | listed("negations") | {"ما"}:
        return False
    if form in listed("adverbs") | listed("pronouns"):
        return False
    if _acts(form) and form not in given():
        return False
    return (not words.verbs[start] or form in listed("bodies")) and form[:1] != "ل"


def within(words: Words, first: int, limit: int) -> Speaker | None:
    """Return the noun phrase that begins at a place."""
    last = _end(words, first, limit) if first < limit else first
    return Speaker(first, last) if last > first else None
