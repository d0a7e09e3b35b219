"""Media: which speakers report news, and what they only pass on."""

from functools import cache, lru_cache

from analysis.text.folding import normalize
from analysis.voices import speaker as speakers
from analysis.voices.act import Act
from analysis.voices.lists import listed, plain, pronominal
from analysis.voices.speaker import Speaker
from analysis.voices.words import Words

FROM = 25  # words between a verb of passing on and the noun of saying that it leads to (نقلت ... قوله)
HEAD = 6  # words of a sentence before the cue that tells what it is about


@lru_cache(20_000)
def is_medium(name: str) -> bool:
    """Tell whether a speaker is a medium that reports news.

    >>> is_medium("وكالة الأنباء الوطنية"), is_medium("وكالة الفضاء")
    (True, False)
    """
    forms = [form.strip('"«»“”()،,') for form in normalize(name).split()]
    if not forms:
        return False
    first = forms[0]
    if first in listed("media_heads"):
        return first not in listed("media_weak") or len(forms) == 1 or bool(set(forms) & listed("news"))
    if len(forms) == 1 and first in listed("agencies"):
        return True
    begun = f" {' '.join(forms[:4])} "
    known = any(each in begun for each in _names())
    return known and first not in plain("roles", "anonymous", "honours")


@cache
def _names() -> tuple[str, ...]:
    return tuple(f" {each} " for each in sorted(listed("media_names")))


def passed_on(words: Words, acts: list[Act]) -> list[Act]:
    """Return acts with those that media only pass on given to who spoke; the medium is `via`."""
    for act in acts:
        if "passes" in act.cue.frames or (act.cue.pos == "noun" and act.cue.object):
            _quoted_from(words, act)
        elif act.cue.pos == "verb" and act.speaker:
            act.via = _told_to(words, act)
    dropped = set()
    for number, act in enumerate(acts):
        if act.silent or act.speaker is None or not is_medium(_text(words, act.speaker)):
            continue
        own = _own(words, acts, number)
        if own is not None:
            own.via = _text(words, act.speaker)
            dropped.add(number)
    kept = [act for number, act in enumerate(acts) if number not in dropped]
    for number, act in enumerate(kept):
        act.inside = max((n for n in range(number) if kept[n].first <= act.at < kept[n].last), default=-1)
    return kept


def _text(words: Words, speaker: Speaker) -> str:
    return words.span(speaker.first, speaker.last)[speaker.clitic :]


def _quoted_from(words: Words, act: Act) -> None:
    """نقلت الصحيفة عن مسؤول قوله إن: the official speaks."""
    begun = max(words.first_of_sentence(act.at), act.at - FROM)
    if act.cue.pos == "noun":
        if act.at and words.forms[act.at - 1] in ("حد", "علي"):
            return
        source = next((at for at in range(act.at - 1, begun, -1) if words.forms[at] == "عن"), None)
        verb = next((at for at in range(begun, source or begun) if words.forms[at] in listed("passing_on")), None)
        stop = act.at
    else:
        verb, stop = act.at, act.lead.at
        by = "عن" if act.cue.lemma == "نقل" else "من"
        source = next((at for at in range(verb + 1, stop) if words.forms[at] == by), None)
    if source is None or verb is None:
        return
    found = speakers.within(words, source + 1, stop)
    if found:
        act.speaker = found
        after = verb + 1 + (words.forms[verb + 1] in pronominal())  # نقلت عنه الوكالة
        medium = speakers.within(words, after, source) if after < source else None
        act.via = _text(words, medium) if medium else ""


def _told_to(words: Words, act: Act) -> str:
    """قال الوزير لصحيفة النهر: the newspaper, which passes it on."""
    for at in range(act.at + 1, min(act.lead.at, act.at + 20)):
        form = words.forms[at]
        if form[:1] == "ل" and (form[1:] in listed("media_heads") or "ال" + form[2:] in listed("media_heads")):
            told = words.span(at, min(at + 2, act.lead.at))
            return "ال" + told[2:] if form[:2] == "لل" else told[1:]
    return ""


def _own(words: Words, acts: list[Act], number: int) -> Act | None:
    """Return the act that a medium's act only passes on: a speaker and a verb are all of its content."""
    act = acts[number]
    if act.lead.how == "before":
        begun = act.first
        inner = [each for each in acts if begun <= each.at < act.last and each.inside in (-1, number)]
        inner = [each for each in inner if each.at - begun <= HEAD and not (each.speaker and each.speaker.leaning)]
        return inner[0] if inner and each_verb(inner[0]) else None
    inner = [each for each in acts[number + 1 :] if each.inside == number]
    for each in inner[:1]:
        begins = each.speaker is not None and act.first in (each.speaker.first, each.at)
        if each_verb(each) and begins and each.last >= act.last - 8:
            return each
    return None


def each_verb(act: Act) -> bool:
    return act.cue.pos == "verb"
