"""Speech acts of one part of an article: cue, content, the words that name the speaker."""

from analysis.voices import speaker as speakers
from analysis.voices.act import Act
from analysis.voices.agreement import disagrees
from analysis.voices.closing import close, is_first
from analysis.voices.content import Lead, after_colon, lead
from analysis.voices.cues import Cue, cues_of
from analysis.voices.forms import given, is_between, is_masdar, is_that
from analysis.voices.issuers import is_document
from analysis.voices.lists import light, listed, plain
from analysis.voices.speaker import Speaker
from analysis.voices.subjects import is_passive, is_said, subject
from analysis.voices.words import Words

TITLE = 9  # words before the colon of a headline
_FROM = (["من"], ["منه"], ["منها"], ["منهم"])
COLON = Cue("colon", ":", "neutral", frozenset())


def acts(words: Words, cues: list[int], is_title: bool = False) -> list[Act]:
    """Return the speech acts of a part, in the order of their cues; `cues` are the places that may be one."""
    found: list[Act] = []
    limit = words.size
    for at in reversed(cues):
        readings, joined = cues_of(words.forms[at])
        act = next((act for cue in readings if (act := _act(words, at, cue, joined, limit))), None)
        if act:
            found.append(act)
            limit = at if act.lead.how != "before" and not act.silent else limit
    found.reverse()
    found = _carried(words, found)
    if is_title:
        found = _headline(words, found)
    for number, act in enumerate(found):
        close(words, act, found[number + 1 :])
    found = [act for act in found if act.start < act.end or act.silent]
    for number, act in enumerate(found):
        act.inside = max((n for n in range(number) if found[n].first <= act.at < found[n].last), default=-1)
    return found


def _carried(words: Words, found: list[Act]) -> list[Act]:
    """Return acts with a noun of saying that a verb carries as one with its verb: جددت تأكيدها أن."""
    kept: list[Act] = []
    for act in found:
        verb = kept[-1] if kept else None
        if verb and act.cue.pos == "noun" and verb.lead.at == act.at and light(verb.cue.lemma, words.forms[act.at]):
            verb.first = act.first
            continue
        kept.append(act)
    return kept


def _act(words: Words, at: int, cue: Cue, joined: bool, limit: int) -> Act | None:
    """Return the act that a cue makes, open at its end."""
    if _is_other(words, at, cue):
        return None
    if cue.pos == "source":
        return _sourced(words, at, cue, joined)
    if cue.pos == "noun":
        return _of_noun(words, at, cue, joined, limit)
    if cue.pos == "verb" and _unreal(words, at, cue):
        return None
    if "inside" in cue.frames:
        return _of_document(words, at, cue, joined, limit)
    if "first" in cue.frames and cue.pos == "verb" and not joined and not (is_first(words, at) or _was(words, at)):
        return None
    if cue.pos == "verb" and at > 2 and words.forms[at - 2 : at] == ["علي", "ما"]:
        return _as_told(words, at, cue)
    led = lead(words, at, cue, limit)
    if led is None and cue.pos == "verb" and at and words.forms[at - 1] == "كما":
        return _as_well(words, at, cue)
    if led is None or _greets(words, cue, led):
        return _silent(words, at, cue, joined)
    act = Act(at, cue, joined, led, led.first)
    if cue.pos != "verb":
        return act
    act.unsaid = is_passive(words, act)
    act.speaker = None if act.unsaid else subject(words, act)
    return act if is_said(words, act) else None


def _was(words: Words, at: int) -> bool:
    """Tell whether a verb stands after كان and its subject, or after حيث: وكانت الصحيفة نقلت، حيث علمت."""
    if at and words.forms[at - 1] in ("حيث", "اذ"):
        return True
    begun = words.first_of_sentence(at)
    was = words.forms[begun].removeprefix("و") in ("كان", "كانت")
    return was and at - begun < 8 and not any(words.verbs[begun + 1 : at])


def _is_other(words: Words, at: int, cue: Cue) -> bool:
    """Tell whether a word is another by its letters, or in a name: علي، إبان، طالبة، جلال طالباني."""
    raw = words.raw(at).removeprefix("و")
    if (cue.maqsura and raw.endswith("ي")) or (cue.pos == "verb" and (raw.startswith("إ") or "\u064b" in raw)):
        return True  # علي، إبان، قدرًا
    if (cue.object and raw.endswith("ة")) or (cue.lemma == "وعد" and "ّ" in raw):
        return True
    if words.forms[at] == "طالبا" and (cue.pos == "verb" or words.forms[at + 1 : at + 2] not in _FROM):
        return True  # طالبا في الجامعة
    if cue.pos == "participle" and at and not words.paused(at) and is_between(words, at - 1):
        return True  # إضافة إلى متابعة
    if words.forms[at] == "مجددا" and not words.paused(at):
        return True
    if cue.pos == "verb" and words.forms[at] == "عقب" and not is_first(words, at):
        return True  # قال عقب اللقاء
    if words.forms[at] in listed("bylines") and ":" in words.gap(at + 1):
        return True  # الرياض - متابعة:
    named = at > 0 and words.forms[at - 1] in given() and words.gap(at) == " "
    return named and (words.forms[at] in given() or (cue.object and raw.endswith("ني")))


def _greets(words: Words, cue: Cue, led: Lead) -> bool:
    """Tell whether only greetings are passed on: عبر عن أطيب التهاني."""
    said = words.forms[led.first : led.first + 2]
    if cue.lemma == "رحب" and said[0][:1] == "ب":
        return said[0][1:] in given() or said[0][1:] in plain("roles", "honours", "anonymous")  # رحب بالوزير
    return (
        led.how in ("noun", "preposition") and cue.stance == "neutral" and any(w in listed("greetings") for w in said)
    )


def _as_told(words: Words, at: int, cue: Cue) -> Act | None:
    """...، على ما أفاد مصدر: what is said stands before."""
    begun, stop = words.first_of_sentence(at), words.after_sentence(at)
    found = speakers.after(words, at, min(stop, at + 12))
    if found is None or not words.paused(at - 2) or at - 2 - begun < 3:
        return None
    return Act(at, cue, False, Lead(at, begun, "before"), begun, at - 2, speaker=found)


def _as_well(words: Words, at: int, cue: Cue) -> Act | None:
    """...، كما أعلن الوزير: what is said stands before, and nothing comes after."""
    begun, stop = words.first_of_sentence(at), words.after_sentence(at)
    found = speakers.after(words, at, stop)
    if found is None or at - 1 - begun < 3 or not (found.last >= stop - 2 or words.paused(found.last)):
        return None
    return Act(at, cue, False, Lead(at, begun, "before"), begun, at - 1, speaker=found)


def _silent(words: Words, at: int, cue: Cue, joined: bool) -> Act | None:
    """Return a verb of saying without words that tells who speaks next: أكد المدير الخبر. وأضاف."""
    stop = min(words.after_sentence(at), at + 10)
    if cue.pos != "verb" or cue.imperfect or "object" in cue.frames or at + 2 >= stop or not words.verbs[at]:
        return None
    found = speakers.after(words, at, stop)
    if found is None or (found.first > at + 1 and not speakers.can_speak(words, found)):
        return None
    bare = words.forms[found.first].removeprefix("ال")
    if bare in listed("heads") or (is_masdar(bare) and not speakers.can_speak(words, found)):
        return None  # رفض النقل
    if disagrees(words, found, cue.person) or (is_document(words.forms[found.first]) and cue.lemma == "كتب"):
        return None  # كتب تغريدة
    return Act(at, cue, joined, Lead(at, at, "none"), at, speaker=found, silent=True)


def _unreal(words: Words, at: int, cue: Cue) -> bool:
    """Tell whether a verb is negated, conditional or wished, or impersonal (يذكر أن)."""
    before = words.forms[at - 1] if at else ""
    after = words.forms[at + 1] if at + 1 < words.size else ""
    if words.forms[at] in ("يذكر", "ويذكر") and is_that(after):
        return True
    if before in listed("negations") or before in ("ابي", "ابو", "ابن", "بن") or _of_source(words, at):
        return True
    if before == "مما" or (before == "ما" and words.paused(at - 1)):
        return True  # ما يؤكد أهمية: the newspaper infers
    if not cue.imperfect and at and _nominal(words, at):
        return True
    if "against" in cue.frames and cue.pos == "participle" and after[:1] == "ب":
        return True
    if cue.lemma == "بين" and before.startswith("بين"):
        return True  # بينه وبين
    return cue.imperfect and (is_that(before) or before in ("قد", "ربما", "لان"))


def _nominal(words: Words, at: int) -> bool:
    """Tell whether a form of the perfect can only be a noun or an adjective: بعد رفض الطلب، عمال جدد."""
    before = words.forms[at - 1]
    if words.paused(at):
        return False
    if words.forms[at] in listed("adjectives"):
        heads = listed("openers") | listed("relatives") | listed("aside") | listed("joining")
        return not is_first(words, at) and before not in heads and words.forms[at + 1 : at + 2] != ["عن"]
    return before in listed("before_nouns") or (is_between(words, at - 1) and before not in ("من", "منذ"))


def _of_source(words: Words, at: int) -> bool:
    """Tell whether a verb belongs to a source phrase: حسبما قال، بحسب ما ذكرت."""
    place = at - 1 - (words.forms[at - 1] == "ما") if at else 0
    return at > 0 and place >= 0 and any(cue.pos == "source" for cue in cues_of(words.forms[place])[0])


def _of_noun(words: Words, at: int, cue: Cue, joined: bool, limit: int) -> Act | None:
    """قوله إن، تصريحات بأن، تقارير عن أن."""
    before = words.forms[at - 1] if at else ""
    if at + 1 < words.size and words.forms[at + 1] in listed("bound"):
        return None
    if words.forms[at] == "القول":
        return None  # يمكن القول إن
    if not cue.object and (before in ("في", "خلال", "عبر", "ضمن") or _subject_of_cue(words, at)):
        return None
    for place in range(at + 1, min(at + 6, words.size, limit)):
        form = words.forms[place]
        if words.sentence[place] != words.sentence[at]:
            break
        if place > at + 1 and cue.object and words.forms[place - 1] not in listed("adverbs"):
            break
        if place == at + 1 and cue.object and form in listed("own_words"):
            return Act(at, cue, joined, Lead(place, place, "that"), place)  # بقولهم نتمنى
        if words.paused(place):
            led = after_colon(words, place) if ":" in words.gap(place) and cue.object else None
            return Act(at, cue, joined, led, led.first) if led else None
        if is_that(form) and place + 1 < words.size:
            act = Act(at, cue, joined, Lead(place, place + 1, "that"), place + 1)
            led_by = words.forms[place - 1] in ("عن", "من", "الي", "علي")
            rest = place - led_by
            if rest > at + 1:
                if not led_by and form[:1] != "ب":
                    return None
                act.speaker = Speaker(at + 1, rest)
            return act
        if cue.object and (quote := words.quote_at(place)) and quote.last - quote.first >= 3:
            return Act(at, cue, joined, Lead(place, place, "quote"), place)
        if words.verbs[place]:
            break
    return None


def _subject_of_cue(words: Words, at: int) -> bool:
    """Tell whether a noun is the subject of a verb of saying: تفيد الأنباء بأن، تقول بعض التقارير إن."""
    if words.forms[at][:3] == "بال":
        return False
    for before in range(at - 1, max(at - 4, -1), -1):
        if words.paused(before + 1):
            return False
        for cue in cues_of(words.forms[before])[0]:
            if cue.pos == "verb":
                return not cue.frames & {"noun", "refused"}
    return False


def _of_document(words: Words, at: int, cue: Cue, joined: bool, limit: int) -> Act | None:
    """جاء في البيان أن، ورد في التقرير: «...»."""
    if at + 2 >= words.size or words.forms[at + 1] not in ("في", "فيها", "فيه"):
        return None
    led = lead(words, at, cue, limit)
    if led is None or words.forms[led.at][:1] == "ب":
        return None
    act = Act(at, cue, joined, led, led.first)
    act.speaker = speakers.within(words, at + 2, led.at)
    return act if act.speaker or words.forms[at + 1] != "في" else None


def _sourced(words: Words, at: int, cue: Cue, joined: bool) -> Act | None:
    """Return the act of a source phrase: its clause stands before it, or after it where it begins the sentence."""
    after = words.forms[at + 1] if at + 1 < words.size else ""
    if ("ل" in cue.frames and after[:1] != "ل") or ("عن" in cue.frames and after != "عن"):
        return None
    found = speakers.source(words, at)
    if found is None or words.forms[found.first] in listed("no_source") or words.forms[at - 1] in ("ب", "علي"):
        return None
    if not words.paused(at) and not speakers.can_speak(words, found):
        return None
    begun, ended = words.first_of_sentence(at), words.after_sentence(at)
    if at - begun < 3 or joined:
        first = found.last + (found.last < ended and words.forms[found.last] in listed("itself"))
        if first >= ended:
            return None
        if words.forms[first] in ("ل", "لـ") and (quote := words.quote_at(first + 1)) and quote.last < ended:
            first = quote.last  # حسب مصادر لـ«النهر»، فإن
        if words.forms[first] in listed("relatives"):
            first = next((at for at in range(first, ended) if words.paused(at)), first)
        first += words.forms[first : first + 1] != [] and words.forms[first] in ("فان", "فانه", "فانها", "فقد")
        return Act(at, cue, joined, Lead(first, first, "that"), first, speaker=found) if first < ended else None
    if words.paused(at) or found.last >= ended - 2 or words.paused(found.last):
        return Act(at, cue, False, Lead(at, begun, "before"), begun, at, speaker=found)
    return None


def _headline(words: Words, found: list[Act]) -> list[Act]:
    """Return the acts of a title, with that of `speaker: words`."""
    at = next((at for at in range(1, min(words.size, TITLE)) if ":" in words.gap(at)), 0)
    if words.forms[0] in listed("labels"):
        return found
    topic = any(act.speaker and act.speaker.first == at for act in found)
    if at and topic and not speakers.can_speak(words, Speaker(0, at)):
        return found  # انتخابات المجلس: الوزير يحذر
    if not at or any(act.lead.first in (at, at + 1) for act in found) or any(words.verbs[:at]):
        return found
    named = speakers.within(words, 0, at)
    told = named and words.forms[named.last] in ("ل", "لـ") and named.last < at
    act = Act(at - 1, COLON, False, Lead(at, at, "colon"), at, speaker=named if told else Speaker(0, at))
    act.via = words.span(named.last + 1, at) if named and told else ""
    return sorted([*found, act], key=lambda each: each.at)
