"""Names of people in the words of a speaker, and which of an article's names is meant by a shorter one."""

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from analysis.text.folding import normalize
from analysis.voices.asides import tells_how
from analysis.voices.forms import given, is_between, is_masdar, is_some
from analysis.voices.lists import listed, plain
from analysis.voices.words import Words

_SPOKESMEN = frozenset(("متحدث", "المتحدث", "متحدثه", "المتحدثه", "ناطق", "الناطق", "ناطقه", "الناطقه"))
_MARKS = dict.fromkeys(map(ord, '«»“”„‟‹›"'))
COMPOUND = ("عبد", "ابو", "ال", "بن", "ابن", "ام", "بنت", "ذو", "ولد")  # a name goes on after these


def person(words: Words, first: int, last: int, clitic: int = 0) -> tuple[int, int] | None:
    """Return where the name of a person stands in a noun phrase; nothing where it has none.

    `clitic` is the letters of a particle before its first word.
    """
    key = (first, last, clitic)
    if key not in words.named:
        words.named[key] = _person(words, *key)
    return words.named[key]


def _person(words: Words, first: int, last: int, clitic: int) -> tuple[int, int] | None:
    head = words.forms[first][clitic:]
    start = _start(words, first, last, "ال" + head if clitic == 2 else head)
    if start is None or words.forms[start][0].isdigit() or (start > first and _is_body(words, first, start, head)):
        return None
    end = start + 1
    while end < last:
        form, gap = words.forms[end], words.gap(end)
        if words.forms[end - 1] == "عبد" and form[:2] == "ال" and gap == " ":
            end += 1  # عبد الستار
            continue
        if len(form) > 4 and words.raw(end)[-1] == "ه" and form not in given() and end > start + 1:
            break  # سامي الهواري زميله
        if gap != " " and any(mark in gap for mark in '،,(:-–—"«»“”'):
            break
        if (form in listed("places") or (form[:1] == "ب" and is_masdar(form[1:]))) and form not in given():
            break
        if words.verbs[end] and form not in given() and form not in COMPOUND and _is_person(words, start, end):
            break  # الهواري بعث برسالة
        letter = form in listed("letters") and words.raw(end)[0] in "إآ"
        if form[:1] == "ل" and form[1:] in plain("roles", "honours", "bodies") and form not in given():
            break
        if (form in listed("heads") and not letter and words.forms[end + 1 : end + 2] != ["الله"]) or (
            form[:1] == "ت" and form not in given() and words.forms[end - 1][:2] == "ال"
        ):
            break
        of_house = words.forms[end - 1] == "ال"  # آل الشيخ
        office = form in plain("roles", "honours") or (form in plain("bodies", "media") and form not in given())
        titled = office and words.forms[end - 1] not in ("بن", "ابن", "بنت") and form not in COMPOUND and not of_house
        if titled or is_between(words, end):
            return start, end + _is_family(words, start, end, last)
        of_god = words.forms[end - 1] == "الله"
        definite = form[:2] == "ال" == words.forms[end - 1][:2] and words.forms[end - 1][-1] == "ي"
        if definite and form[-1] not in "يه" and not of_house:
            break  # الوزير الهواري الأوضاع
        family = (
            words.forms[end - 1][:2] == "ال"
            and end - start > 1
            and not of_god
            and words.forms[end - 2] != "عبد"
            and not of_house
        )
        if family and (form[:2] == "ال" or (form not in given() and form not in COMPOUND)):
            break
        also = form[:1] == "و" and end - start > 1 and form not in given() and form not in listed("w_words")
        if also and form[:3] != "وال":
            break  # ناصر أبو خليل وأفضل لاعب
        if form.removesuffix("ها").removesuffix("ه") in listed("venues") or (end - start > 1 and _is_over(form)):
            break
        end += 1
    return start, end


def _is_body(words: Words, first: int, start: int, head: str) -> bool:
    """Tell whether a name is that of a body or stands in it: مؤسسة جسر الأمير سامي، مجلس برئاسة الأمير سامي."""
    others = listed("determiners") | {"عام", "شوون", "باسم", "احد", "احدي", "عدد", "فريق", "حزب"}
    return head in listed("bodies") - others and not any(
        each in listed("roles") and each[:2] != "ال" for each in words.forms[first + 1 : start]
    )


def _is_person(words: Words, start: int, at: int) -> bool:
    """Tell whether a known name stands before a place: a word after it that is like a verb is one."""
    return words.forms[at - 1] in given() and words.forms[at][-1:] not in "نوي"


def _is_family(words: Words, start: int, at: int, last: int) -> bool:
    """Tell whether a word that is an office too is a family name here: محمد المخرج."""
    return at - start == 1 and at + 1 == last and words.forms[start] in given() and words.forms[at][:2] == "ال"


def _is_over(form: str) -> bool:
    """Tell whether a word can be no part of a name: سامي الهواري بشدة، لابنه، ترتيب المقاعد، الجماعات."""
    if form in given() or form in COMPOUND:
        return False
    return (
        form in listed("unveiled")
        or form.endswith("ات")
        or form in listed("adverbs")
        or (form[:1] == "ل" and form.endswith(("ه", "ها")))
        or (form[:1] == "ت" and is_masdar(form))
    )


def _start(words: Words, first: int, last: int, head: str) -> int | None:
    """Return where the name in a noun phrase begins: after a title, at a given name, or where a plain title is over."""
    forms = words.forms
    if is_some(head):
        return None
    if head in given() and head not in plain("roles", "honours", "anonymous"):
        return first
    if head not in _heads() and not is_masdar(head) and not words.verbs[first]:
        for at in range(first + 1, min(first + 3, last - 1)):
            foreign = (
                at == first + 2 and forms[first + 1][:2] != "ال" and head[-1] not in "يه"
            )  # اليستير باسكي المتحدث باسم الوزارة
            if forms[at] in plain("roles") and (head[:2] != "ال" or foreign):
                return first  # سامي مستشار الوزير
    if called := next((at for at in range(first + 1, last - 1) if forms[at] in ("اسمه", "اسمها", "يدعي")), None):
        return called + 1
    for title in range(last - 1, first - 1, -1):
        if title > first and any(_in_construct(forms[title - 1].removeprefix(each)) for each in ("ل", "ب", "و")):
            continue  # مركز الأمير سامي
        if title > first + 2 and head in listed("anonymous") and _of_another(forms, title):
            continue  # مسؤول في إدارة الرئيس سامي
        if (head if title == first else forms[title]) in listed("honours"):
            begun = _after_honour(words, title, last)
            if begun is not None:
                return begun
    if father := next((at for at in range(first + 1, last) if forms[at] in ("بن", "بنت")), None):
        before = head if father == first + 1 else forms[father - 1]
        if before not in _heads() and before not in given():
            return father - 1
    unnamed = head in plain("anonymous")
    for at in range(first, last):
        form, before = head if at == first else forms[at], forms[at - 1] if at > first else ""
        if is_between(words, at) or form in plain("roles"):
            continue
        if form[:2] == "ال" and before[:2] in ("ال", "لل"):
            continue  # الهلال الأحمر
        spokesman = form == "باسم" and bool(_SPOKESMEN & set(forms[max(first, at - 2) : at]))
        servant = form == "عبد" and at + 1 < last and forms[at + 1][:2] == "ال"
        if (form in given() or servant) and not (
            spokesman or _in_construct(before) or (unnamed and form.endswith(("ي", "يه")))
        ):
            mother = at > first and before in ("ام", "ابو", "بو")
            return at - (mother or _has_first(forms, first, at))
    people = head[:2] == "ال" and head.endswith(("ي", "يه")) and head not in _heads() and first + 2 < last
    if people and not tells_how(words, first + 1):  # اليوناني دونيس مدرب الفريق
        return first + 1 if forms[first + 1][:2] != "ال" and forms[first + 1] not in _heads() else None
    if head in _heads() or head[:2] == "ال":
        return _after_title(words, first, last, head)
    return first


def _of_another(forms: Sequence[str], title: int) -> bool:
    """Tell whether a title stands in construct after a plain noun: the noun is what a source belongs to."""
    before = forms[title - 1]
    return before[:2] != "ال" and before not in _heads() and before not in given()


def _has_first(forms: Sequence[str], first: int, at: int) -> bool:
    """Tell whether a given name that is also another word stands before a name: المحلل السياسي وحيد عبدالمجيد."""
    if at == first + 1 and not (forms[first][:2] == "ال" or forms[first] in _heads() or is_masdar(forms[first])):
        return forms[first][-1] not in "هاي" and forms[first] not in listed("heads")  # فواز محمد
    if at < first + 2 or forms[at - 2][:2] not in ("ال", "لل") or forms[at - 1] not in listed("no_names"):
        return False
    return forms[at][:2] != "ال" and forms[at - 1] not in _heads()


def _after_honour(words: Words, title: int, last: int) -> int | None:
    """Return where the name after a title begins: الدكتور سامي، الرئيس الروسي بوتين."""
    forms, at = words.forms, title + 1
    while (
        at < last
        and len(forms[title]) > 1
        and (_adjective(forms[at]) or _of_state(forms, title, at, last) or _praised(forms, at, last))
    ):
        at += 1
    if at + 1 == last and forms[title] in listed("styles") and forms[at] in plain("roles") and forms[at][:2] == "ال":
        return at  # المهندس المخرج
    if at >= last:
        return title + 1 if at == title + 2 and forms[title] in listed("styles") else None
    if forms[at] in plain("roles") | listed("bodies") or is_between(words, at) or forms[at].startswith("لل"):
        return None
    if forms[at] in listed("heads") or (words.verbs[at] and forms[at] not in given()):
        return None
    if (forms[at][:2] == "ال" and forms[at].endswith("ات")) or is_some(forms[at]):
        return None
    if forms[at][:3] == "وال" or any(mark.isdigit() for mark in forms[at]):
        return None
    if forms[at][:1] in "لب" and forms[at][1:] in plain("bodies", "places", "roles"):
        return None
    return None if forms[at][:2] == "ال" and at > title + 1 else at


def _praised(forms: Sequence[str], at: int, last: int) -> bool:
    """Tell whether a word after a title praises whom it names: الكابتن الموهوب سامي."""
    named = at + 1 < last and forms[at + 1] in given() and forms[at + 1][:2] != "ال"
    return named and forms[at][:2] == "ال" and forms[at] not in given()


def _of_state(forms: Sequence[str], title: int, at: int, last: int) -> bool:
    """Tell whether a word that may be a name tells the state of an office: الرئيس التركي سامي."""
    named = at + 1 < last and (forms[at + 1] in given() or (forms[at + 1][:2] == "ال" and forms[at + 1][-1] == "ي"))
    return named and forms[title] not in listed("styles") and forms[at][:2] == "ال" and forms[at].endswith("ي")


def _in_construct(before: str) -> bool:
    """Tell whether a name after this word is a place's or a body's: جامعة سعود، مطار الملك."""
    if before[-2:] in ("تي", "تا", "ات"):
        before = before[:-2] + "ه"  # جامعتي
    return before in listed("bodies") or before in listed("places")


def _after_title(words: Words, first: int, last: int, head: str) -> int | None:
    """Return where two plain words end a title that ends in a definite one: المتحدث باسم الوزارة ماثيو ميلر."""
    if head not in plain("roles"):
        return None
    for at in range(first + 2, last - 1):
        before, form, after = words.forms[at - 1 : at + 2]
        plain_words = form[:2] != "ال" != after[:2] and form[:1] not in "وبل"
        if (
            before[:2] == "ال"
            and plain_words
            and not (is_masdar(form) or form in listed("heads"))
            and not {form, after} & (_heads() | listed("between"))
        ):
            return at
    return None


@cache
def _heads() -> frozenset[str]:
    names = (
        "roles",
        "bodies",
        "anonymous",
        "documents",
        "media",
        "honours",
        "no_speakers",
        "groups",
        "peoples",
        "places",
    )
    return frozenset[str]().union(*(plain(name) for name in names))


def _adjective(form: str) -> bool:
    """Tell whether a word looks like an adjective of a title: الرئيس الروسي."""
    if form in listed("of_office"):
        return True
    return (
        form[:2] == "ال" and form.endswith(("ي", "يه", "ين", "يون")) and form not in given() and form[2:] not in given()
    )


def plain_name(text: str) -> str:
    """Return a name without the quotation marks in it.

    >>> plain_name('شركة "النهر'), plain_name("حركة «الفجر»")
    ('شركة النهر', 'حركة الفجر')
    """
    return " ".join(text.translate(_MARKS).split())


def identity(name: str) -> str:
    """Return the id of somebody whom the registry does not know: his name, spelt one way.

    >>> identity("عبد الله الدالي"), identity("عبدالله الدالى")
    ('name:عبدالله الدالي', 'name:عبدالله الدالي')
    """
    return "name:" + _spelt(name)


def _spelt(name: str) -> str:
    """Return a name with its compounds written as one word: عبد الله، أبو طالب."""
    return (" " + normalize(name)).replace("عبد ال", "عبدال").replace(" ابو ", " ابو").strip()


def bare(form: str) -> str:
    """Return a form without its article."""
    return form[2:] if form[:2] == "ال" and len(form) > 4 else form


@lru_cache(20_000)
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared."""
    return tuple(bare(word) for word in _spelt(name).split())


def fullest(name: str, known: Iterable[str]) -> str:
    """Return the longest of the known names that has all words of a name, in their order; the first of such."""
    own = name_words(name)
    best = name
    for other in known:
        theirs = name_words(other)
        if len(theirs) > len(name_words(best)) and _within(own, theirs):
            best = other
    return best


def _within(short: Sequence[str], long: Sequence[str]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)
