"""Where a noun phrase ends: title, name and apposition, up to what the verb tells of."""

from analysis.voices.asides import addressed, tells_how, wish
from analysis.voices.cues import cues_of
from analysis.voices.forms import ends_accusative, given, is_between, is_masdar, is_that
from analysis.voices.lists import listed, plain, pronominal
from analysis.voices.words import Words

LONG = 24  # words of a speaker with his titles
_DASHES = frozenset("-–—:.؛()[]")


def end_of_phrase(words: Words, first: int, limit: int, head: str = "") -> int:
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
        if (is_that(form) and form[0] == "ا" and words.forms[place - 1] not in ("سي", "ان")) or form in listed("over"):
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
        if words.verbs[place] and form not in given() and (acts(form) or _resumes(words, place)):
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
        alone = place > 1 and acts(words.forms[place - 2])
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
    if place < 2 or not acts(words.forms[place - 2]) or form in ("بن", "ال", "ابو", "عبد") or is_between(words, place):
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
        if words.forms[at] in listed("relatives") | listed("occasions"):
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


def acts(form: str) -> bool:
    """Tell whether a form can be a verb of saying."""
    return any(cue.pos == "verb" for cue in cues_of(form)[0])
