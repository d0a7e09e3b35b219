"""What presents words as somebody's: verbs, participles, nouns and source phrases of saying, in all their forms."""

from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from analysis.text import tables
from analysis.text.folding import normalize

OBJECTS = ("ه", "ها", "هم", "هما", "نا", "ني")
PRONOUNS = ("ه", "ها", "هم", "هما", "هن")


class Cue(NamedTuple):
    """A reading of a form: its part of speech (verb, participle, noun, source), stance, frames and agreement."""

    pos: str
    lemma: str
    stance: str
    frames: frozenset[str]
    person: str = "m"  # m, f, p (they), d (both), 1, or empty where the form does not tell
    object: bool = False  # carries a pronoun
    imperfect: bool = False
    maqsura: bool = False  # written with alef maksura: with ya it is another word


def cues_of(form: str) -> tuple[list[Cue], bool]:
    """Return what a normalised form can be as a cue, and whether it carries و or ف; nothing for other words."""
    known = cues()
    if found := known.get(form):
        return found, False
    if form[:1] in "وف" and (found := known.get(form[1:])):
        return [cue for cue in found if form[0] == "و" or cue.pos == "verb"], True
    if form[:1] == "ب" and (found := known.get(form[1:])):
        return [cue for cue in found if cue.pos == "noun"], False
    return [], False


@cache
def cues() -> dict[str, list[Cue]]:
    """Return all forms of all cues, normalised."""
    table: dict[str, Any] = tables.table("voices/data/cues.yml")
    found: dict[str, list[Cue]] = {}

    def add(form: str, cue: Cue) -> None:
        readings = found.setdefault(normalize(form), [])
        if all((each.pos, each.lemma) != (cue.pos, cue.lemma) for each in readings):
            readings.append(cue)

    for stance, verbs in table["verbs"].items():
        for forms, frames in verbs.items():
            past, present, participle = forms.split()
            for form, features in _inflected(past, present, "object" in frames):
                add(form, Cue("verb", past, stance, frozenset(frames), **features))
            for form, person in _participles(participle):
                add(form, Cue("participle", past, stance, frozenset(frames), person))
    for stance, nouns in table["nouns"].items():
        for noun in nouns:
            for form, bound in _nouns(noun):
                add(form, Cue("noun", noun, stance, frozenset(), "", bound))
    for each in table["sources"]:
        add(each["cue"], Cue("source", each["cue"], "neutral", frozenset([each.get("of", "")])))
    for form in table["not_cues"]:
        found.pop(normalize(form), None)
    return found


def _inflected(past: str, present: str, bindable: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the forms of a verb, with and without a pronoun as object."""
    weak = past[-1] in "ىا"
    short = past[:-1] if weak else past
    perfect = [
        (past, "m"),
        (short + "ت", "f"),
        (short + "وا", "p"),
        (past if weak else past + "ا", "d"),
        (short + "تا", "d"),
    ]
    for form, person in perfect:
        yield form, {"person": person, "maqsura": form[-1] == "ى"}
        bound = form[:-1] if form.endswith("وا") else form[:-1] + "ا" if form[-1] == "ى" else form
        for pronoun in OBJECTS if bindable else ():
            yield bound + pronoun, {"person": person, "object": True}
    if present == "-":
        return
    stem = present[1:]
    open_stem = stem[:-1] if stem[-1] in "ىيو" else stem
    imperfect = [
        ("ي" + stem, "m"),
        ("ت" + stem, "f"),
        ("ي" + open_stem + "ون", "p"),
        ("ي" + stem + "ان", "d"),
        ("ت" + stem + "ان", "d"),
    ]
    for form, person in imperfect:
        yield form, {"person": person, "imperfect": True, "maqsura": form[-1] == "ى"}
        bound = form[:-1] + "ا" if form[-1] == "ى" else form
        for pronoun in OBJECTS if bindable else ():
            yield bound + pronoun, {"person": person, "imperfect": True, "object": True}


def _participles(participle: str) -> Iterator[tuple[str, str]]:
    """Yield the forms of a participle as it stands beside a verb: indefinite, accusative."""
    if participle != "-":
        stem = participle[:-1] if participle[-1] == "ي" else participle
        yield participle + "ا", "m"
        yield participle + "ة", "f"
        yield stem + "ين", "p"
        yield participle + "تين", "d"
        yield participle + "ات", "p"


def _nouns(noun: str) -> Iterator[tuple[str, bool]]:
    yield noun, False
    yield "ال" + noun, False
    stem = noun[:-1] + "ت" if noun[-1] == "ة" else noun
    for pronoun in PRONOUNS:
        yield stem + pronoun, True
    if noun.endswith("ء"):
        for pronoun in PRONOUNS:
            yield noun[:-1] + "ئ" + pronoun, True
