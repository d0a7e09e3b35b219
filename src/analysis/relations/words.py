"""A sentence as a string of codes, a word each, for the rules of relations."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from analysis.relations.lexicon import CODES, ENTRIES, HARMS, ONE_SIDED, PARTS_IN, PEOPLE, Entry, code, pattern, words
from analysis.relations.nations import is_people
from analysis.text.folding import CLOSING, OPENING, normalize
from analysis.text.segments import token_spans

PLACE = "place"  # the type of a capital that is meant as a place: nobody acts, but somebody may go there


class Mention(NamedTuple):
    """A mention of an actor: its offsets, who is meant (empty where only a role is told), what of it acts."""

    start: int
    end: int
    actor: str
    type: str
    role: str = ""


class Actor(NamedTuple):
    """Who a word means: an id, or empty where it tells a role alone."""

    id: str
    type: str
    role: str = ""


class Word(NamedTuple):
    """A word or a mark of a sentence, or a mention: its code, its offsets, what the lexicon and the registry say."""

    code: str
    start: int
    end: int
    form: str = ""  # folded; of a mention, its first word
    entries: tuple[Entry, ...] = ()
    actors: tuple[Actor, ...] = ()
    nation: str = ""  # the state that an adjective tells


class Sentence(NamedTuple):
    """A sentence as codes, and the word or mark behind each."""

    codes: str
    words: list[Word]


class _Reading(NamedTuple):
    form: str
    codes: str  # of its attached particles, and of the word
    entries: tuple[Entry, ...]
    role: str  # of the people that it tells
    stem: str  # the form without the letter that may be a particle


_SPORT, _TAGS, _NUMBERS = words("sport"), words("tags"), words("numbers")
_ARMED = words("armed")
_POLITIES, _MASCULINE = words("polities"), words("masculine")
_DEFINITE, _OTHER, _VERB, _ACTOR, _PERSON, _STATE, _PEOPLE = map(code, ("A", "o", "v", "M", "IM", "MZ", "MT"))
_UNKNOWN = (_OTHER, _VERB)
_PARTICLES = {"و": code("&"), "ف": code("&"), "ب": code("b"), "ل": code("l"), "ك": code("k")}
_SIGNS = dict.fromkeys("،,", ",") | dict.fromkeys("؛;.!؟?…\n", ";") | dict.fromkeys("-–—", "-") | {":": ":"}
_SIGNS |= dict.fromkeys((OPENING + CLOSING).replace("\\", ""), '"')
_BRACKETS = re.compile(r"\([^()]{1,40}\)")
_SIGN = re.compile("[" + re.escape("".join(_SIGNS)) + "]")


def on_sport(text: str) -> bool:
    """Tell whether a text is on sport: one word in fifty."""
    forms = normalize(text).split()
    return 50 * sum(form in _SPORT for form in forms) > len(forms)


def gender(word: Word) -> str:
    """Return the gender (m or f) that a verb takes with a noun or a name, where it can be told."""
    if word.form in _MASCULINE:
        return "m"
    return "f" if word.form.endswith("ه") or any(actor.type == "state" for actor in word.actors) else ""


def is_object(words: Sequence[Word]) -> bool:
    """Tell whether a phrase of people stands in the case of an object: شخصا، المدنيين, but not مئات المدنيين."""
    form, first = words[-1].form, words[0].form
    if first.endswith("ين") and first.removeprefix("ال") in PEOPLE:
        return True
    return form in PEOPLE and not form.startswith("ال") and form.endswith(("ا", "ين"))


def read(
    text: str, mentions: Sequence[Mention], nations: Mapping[str, str] | None = None, *, anyway: bool = False
) -> Sentence | None:
    """Return a sentence as codes; None for one on sport, of tags, or (but for `anyway`) without a word of a relation.

    `mentions` are in order of start; `nations` the states that adjectives tell (`nations.nations`).
    """
    spans = token_spans(text)
    readings = [_reading(text[start:end]) for start, end in spans]
    nations = nations or {}
    if not readings or readings[0].form in _TAGS or not (anyway or _may_tell(readings, mentions, nations)):
        return None
    if not _SPORT.isdisjoint([reading.form for reading in readings]):
        return None
    found: list[Word] = []
    ahead = list(reversed(mentions))
    done, at_mention = 0, False  # where the last word or mention ended, and whether it was one
    brackets = [match.span() for match in _BRACKETS.finditer(text)] if "(" in text else []
    for (start, end), reading in zip(spans, readings, strict=True):
        if start < done:
            continue
        inside = next((last for first, last in brackets if first < start < last), 0) if brackets else 0
        if inside and found and found[-1].actors:
            done = inside  # حزب الاتحاد (أكراد سوريا): who they are, no one else
            while ahead and ahead[-1].start < done:
                ahead.pop()
            continue
        names = bool(ahead) and ahead[-1].start < end
        if text[done:start] != " ":
            found += _signs(text, done, start, at_mention or names)
        if names:
            found += _named(text, start, ahead)
            done = max(end, found[-1].end)
            while ahead and ahead[-1].start < done:
                ahead.pop()
        else:
            if len(reading.codes) > 1:
                found += [Word(each, start, end) for each in reading.codes[:-1]]
            found.append(_word(reading, start, end, nations))
            done = end
        at_mention = names
    _give_people_states(found)
    return _without_offices(Sentence("".join(word.code for word in found), found))


def _may_tell(readings: Sequence[_Reading], mentions: Sequence[Mention], nations: Mapping[str, str]) -> bool:
    """Tell whether a word of a relation stands beside two sides, or beside one of which it can be told alone."""
    found = [reading for reading in readings if reading.entries]
    actors = {mention.actor for mention in mentions}
    if not found or len(actors) > 1 or "" in actors:
        return bool(found)
    if any(entry.kind in ONE_SIDED for reading in found for entry in reading.entries):
        return True
    if any(reading.form in HARMS or reading.form.removeprefix("ال") in HARMS for reading in found):
        return True
    return any(reading.role or _state(reading, nations) for reading in readings)


def _state(reading: _Reading, nations: Mapping[str, str]) -> str:
    """Return the state that an adjective tells."""
    return "" if reading.entries else nations.get(reading.form) or nations.get(reading.stem, "")


def _word(reading: _Reading, start: int, end: int, nations: Mapping[str, str]) -> Word:
    """Return a word that is no mention of an actor: with its nationality, or the people that it tells."""
    form, codes, entries, role, _ = reading
    if role:
        return Word(codes[-1], start, end, form, entries, (Actor("", "", role),))
    state = _state(reading, nations)
    if not state:
        return Word(codes[-1], start, end, form, entries)
    own = _OTHER if codes[-1] == _VERB else codes[-1]  # يمنيين is no verb
    actors = (Actor(state, "state", "CVL"),) if is_people(form) else ()
    return Word(own, start, end, form, entries, actors, state)


def _give_people_states(words: list[Word]) -> None:
    """Say of people whose they are, by the adjective after them: مدنيين سوريين."""
    for at, word in enumerate(words):
        if word.form in _ARMED and at and _is_force(words[at - 1]):
            words[at] = word._replace(actors=())  # صدام مسلح: no man
        elif word.actors and not word.actors[0].id:
            state = next((each.nation for each in words[at + 1 : at + 3] if each.nation), "")
            if state:
                words[at] = word._replace(actors=(Actor(state, "state", word.actors[0].role),))


def _is_force(word: Word) -> bool:
    return word.form not in HARMS and any(entry.part == "N" for entry in word.entries)


def senses(word: str) -> tuple[Entry, ...]:
    """Return what the lexicon says of a word."""
    return _reading(word).entries


@lru_cache(maxsize=200_000)
def _reading(word: str) -> _Reading:
    form = normalize(word)
    codes, entries, bare = _taken_apart(form)
    if ("ً" in word or word.endswith("ة")) and any(entry.part in "VW" for entry in entries):
        entries = tuple(entry for entry in entries if entry.part not in "VW")  # ثأرًا، إصابة are no verbs
        codes = codes if entries else codes[:-1] + _OTHER
    stem = bare[1:] if bare[:1] in "وفبل" else ""
    return _Reading(bare, codes, entries, PEOPLE.get(bare.removeprefix("ال"), ""), stem)


def _taken_apart(form: str) -> tuple[str, tuple[Entry, ...], str]:
    """Return the codes of a form, attached particles first, what the lexicon says of it, and it without them."""
    if form in CODES:
        return CODES[form], ENTRIES.get(form, ()), form
    rest = "ال" + form[2:] if form.startswith("لل") else form[1:]
    if form[:1] in _PARTICLES and (len(form) > 3 or rest in CODES):
        codes, entries, bare = _taken_apart(rest)
        joins = form[0] in "وف"
        if joins and rest in _NUMBERS:
            return _PARTICLES[form[0]] + codes, entries, bare  # وثلاثة
        if (codes not in _UNKNOWN and (joins or len(codes) == 1)) or (joins and codes == _VERB and len(rest) > 4):
            return _PARTICLES[form[0]] + codes, entries, bare
    if form.startswith("ال") and len(form) > 4:
        return _DEFINITE, (), form
    if form in _PARTICLES:
        return _PARTICLES[form], (), form
    return _VERB if form.startswith("ي") and len(form) > 3 and not form.endswith("يا") else _OTHER, (), form


def _named(text: str, start: int, ahead: list[Mention]) -> Iterator[Word]:
    """Yield the particles that stand on the next mention, and the mention, of all the actors that it means."""
    first, last, _, kind, _ = ahead[-1]
    for letter in normalize(text[start:first]):
        if letter in _PARTICLES:
            yield Word(_PARTICLES[letter], start, first)
    form = normalize(text[first:last]).lstrip(OPENING).split(" ")[0]
    own = _PERSON if kind == "person" else _STATE if form.removeprefix("ال") in _POLITIES else _ACTOR
    if not kind:
        own = _PEOPLE
    elif kind == PLACE:
        own = _DEFINITE
    meant = tuple(Actor(each.actor, each.type, each.role) for each in reversed(ahead) if each.start == first)
    yield Word(own, first, last, form, (), meant)


def _signs(text: str, start: int, end: int, beside: bool) -> Iterator[Word]:
    """Yield the marks between two words; quotes and brackets beside a mention are its own."""
    for match in _SIGN.finditer(text, start, end):
        sign = _SIGNS[match.group()]
        if sign != '"' or not beside:
            yield Word(code(sign), match.start(), match.end())


# The state of an office, which is no actor beside its person:
_OFFICE = pattern(
    "F[TFADy]*[lm]?(?!I)(M)(?:A|&(?!F)[oTA]A*)*,?(?:[TF][AD]*)*I"  # F T M I : رئيس وزراء إسرائيل فلان
    "|I,?F[TFAD]+l(M)"  # I F A l M : فلان المتحدث الجديد للأمم المتحدة
    "|I,?F[TFAD]*(Z)"  # I F Z : فلان رئيس جمهورية مصر العربية
    "|I,?F[TFAD]*U(M)"  # I F U M : فلان رئيس جمهورية باكستان
    "|E(I)"  # E I : مبعوث الرئيس، سفير خادم الحرمين
)


# I , F T M , : فلان، قائد الحرس الثوري، ...
_APPOSED = pattern("I,([TF](?:[TFADU]*I&[TF])?[^,;VWLKGRXvI]{1,12}),")
# I F I I : فلان مستشار الملك أمير مكة
_AGAIN = pattern("(I),?F[TFAD]*(I),?[TFAD]*(?=(I))")


def _without_offices(sentence: Sentence) -> Sentence:
    """Return a sentence in which a person with an office is one actor, and not also what he or she is the head of."""
    codes, words = sentence
    for match in _OFFICE.finditer(codes):
        at = match.start(match.lastindex or 0)
        codes = codes[:at] + _DEFINITE + codes[at + 1 :]
        words[at] = words[at]._replace(code=_DEFINITE, actors=())
    for match in _APPOSED.finditer(codes):
        for at in range(*match.span(1)):
            if words[at].actors and PARTS_IN[words[at].code] >= {"M"}:
                codes = codes[:at] + _DEFINITE + codes[at + 1 :]
                words[at] = words[at]._replace(code=_DEFINITE, actors=())
    for match in _AGAIN.finditer(codes):
        first, at, last = (match.start(group) for group in (1, 2, 3))
        if words[first].actors[0].id == words[last].actors[0].id:  # فلان مستشار الملك أمير كذا: two offices of one
            codes = codes[:at] + _DEFINITE + codes[at + 1 :]
            words[at] = words[at]._replace(code=_DEFINITE, actors=())
    return Sentence(codes, words)
