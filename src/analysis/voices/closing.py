"""Where what is said ends, and whether it is told in its own words."""

from analysis.voices.act import Act
from analysis.voices.content import end_of_clause
from analysis.voices.lists import listed
from analysis.voices.words import ENDING, Quote, Words

_TURNING = ("من", "في", "وفي", "ومن")


def close(words: Words, act: Act, later: list[Act]) -> None:
    """Tell where the content of an act ends, and its kind."""
    if act.silent:
        return
    first = act.first
    if act.lead.how == "before":
        act.start, act.end = words.trimmed(words.start[first], words.end[act.last - 1])
        act.kind = _mixed(words, first, act.last)
        return
    quote = words.quote_at(first)
    if quote and (quote.last - quote.first >= 2 or "as" in act.cue.frames) and _whole(words, act, quote, later):
        act.last, act.kind = quote.last, "direct"
        act.start, act.end = words.trimmed(quote.start, quote.end)
        return
    end = words.after_sentence(first)
    around = words.quote_around(act.at)
    if around and around.last > first:
        end = min(end, around.last)
    elif (over := words.quote_around(end - 1)) and over.first > first:
        end = max(end, over.last)  # a quotation in it goes on over the stop
    waits = words.forms[first] in listed("when")
    for each in later:
        border = _border(words, each)
        if border >= end:
            break
        if waits and each.cue.pos == "verb" and not each.joined:
            waits = False
            continue
        if each.silent and not each.joined:
            continue
        if _of_another(words, act, each):
            continue
        if border > first and _breaks(words, each):
            end = border
            break
    end = end_of_clause(words, first, end, act.lead.how, _embedded(words, act))
    act.last = end
    act.start, act.end = words.trimmed(words.start[first], words.end[end - 1]) if end > first else (0, 0)
    act.kind = "direct" if act.lead.how == "colon" else _mixed(words, first, end)


def _of_another(words: Words, act: Act, later: Act) -> bool:
    """Tell whether a verb without a subject, after حيث and the like, is told of somebody in what is said."""
    genders = {act.cue.person, later.cue.person}
    led = later.at > 0 and words.forms[later.at - 1] in ("حيث", "اذ")
    return led and later.cue.pos == "verb" and later.speaker is None and genders == {"m", "f"}


def is_first(words: Words, at: int) -> bool:
    """Tell whether a verb is the first word of its clause, or stands after من جهته and the like."""
    return at == 0 or words.paused(at) or words.forms[at - 1] in listed("turns") or at == words.first_of_sentence(at)


def _embedded(words: Words, act: Act) -> bool:
    """Tell whether an act stands in a clause of a noun (حملة تقول إنها): it ends with the clause."""
    if act.cue.pos != "verb" or act.joined or act.at == words.first_of_sentence(act.at) or words.paused(act.at):
        return bool(act.speaker and act.speaker.leaning)
    before = words.forms[act.at - 1]
    return before not in listed("joining") | listed("turns") and (act.elided or before in listed("relatives"))


def _mixed(words: Words, first: int, last: int) -> str:
    inner = any(quote.first >= first and quote.last <= last and quote.last - quote.first >= 3 for quote in words.quotes)
    return "mixed" if inner else "indirect"


def _whole(words: Words, act: Act, quote: Quote, later: list[Act]) -> bool:
    """Tell whether a quotation is all of the content."""
    if act.lead.how in ("colon", "quote") or "as" in act.cue.frames:
        return True
    if quote.last >= words.size or words.sentence[quote.last] != words.sentence[quote.last - 1]:
        return True
    return words.paused(quote.last) or any(
        _border(words, each) == quote.last and _breaks(words, each) for each in later
    )


def _border(words: Words, act: Act) -> int:
    """Return where an act begins: at its cue, or at what stands before it (كما، فيما، the subject)."""
    at = act.at
    if act.speaker and act.speaker.first < at and not act.speaker.leaning:
        at = act.speaker.first
    while at > 1 and words.forms[at - 1] in listed("joining"):
        at -= 1
    if at > 2 and words.forms[at - 1] in listed("turns"):
        near = range(at - 1, max(at - 5, 0), -1)
        begun = next((each for each in near if words.forms[each] in _TURNING or words.paused(each + 1)), at)
        at = begun if words.forms[begun] in _TURNING else at  # ، من جانبه أوضح
    elif at > 1 and words.forms[at - 1].removeprefix("و") in ("بدوره", "بدورها", "بدورهم"):
        at -= 1
    return at


def _breaks(words: Words, act: Act) -> bool:
    """Tell whether an act ends the content before it, rather than standing in it."""
    border = _border(words, act)
    if act.cue.pos == "participle":
        return True
    if act.cue.pos == "source":
        return words.paused(border) and (act.joined or act.lead.how == "before")
    if act.cue.pos != "verb":
        return False
    if border < act.at and words.forms[border] in _TURNING:
        return True
    if act.joined:
        return words.paused(border) or act.speaker is None or any(mark in ENDING for mark in words.gap(border))
    return words.paused(border) and not act.cue.imperfect
