"""Gender: whether a noun can be the subject of a verb, or must be its object (دعا الوزارة إلى، كابل تتهم الجيش)."""

from analysis.voices.forms import ends_accusative, given
from analysis.voices.genders import gender
from analysis.voices.lists import listed, plain
from analysis.voices.speaker import Speaker
from analysis.voices.words import Words

_OF = {"women": "f", "men": "m", "unknown": ""}


def disagrees(words: Words, speaker: Speaker, person: str) -> bool:
    """Tell whether a noun phrase after a verb can be no subject of it: one is masculine, the other feminine."""
    own = noun_gender(words, speaker.first, speaker.clitic)
    return {own, person} == {"m", "f"}


def is_accusative(words: Words, speaker: Speaker) -> bool:
    """Tell whether an indefinite noun has the ending of an object, or its adjective has: اتهم رجلا، اتهم مصرفا خاصا."""
    form, then = words.forms[speaker.first], words.forms[speaker.first + 1 : speaker.last]
    if form[:2] == "ال" or form in given():
        return False
    if ends_accusative(form):
        return True
    common = form in plain("bodies", "roles", "anonymous", "places")
    return common and bool(then) and len(then[0]) > 3 and then[0][-1] == "ا" and then[0] not in given()


def noun_gender(words: Words, at: int, clitic: int = 0) -> str:
    """Return whether the noun at a place is masculine (m) or feminine (f), or nothing where it does not tell."""
    form, raw = words.forms[at][clitic:], words.raw(at)
    if form in given():
        return _OF[gender(form)]
    if raw.endswith("ة") and form not in plain("masculine_in_ta"):
        return "f"
    if form in plain("masculine") or form.removesuffix("ه").removesuffix("ها") in listed("masculine"):
        return "m"
    if form in plain("feminine"):
        return "f"
    if form[:2] == "ال" and form.endswith("ات"):
        return "f"
    return ""
