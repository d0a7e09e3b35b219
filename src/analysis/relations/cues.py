"""A word of the lexicon in the clauses of its sentence, and what is read there."""

from typing import Any, NamedTuple

from analysis.relations.lexicon import INSTRUMENTS, KINDS, ONE_SIDED, Entry, words
from analysis.relations.phrases import Clauses, Phrase
from analysis.relations.words import Actor, Word

NEAR = 9  # words between a noun and the end that its preposition marks
NOBODY = (Actor("", "", ""),)
_TIES = ("علاق", "العلاق")
_KIN = words("kin")
_ACCIDENTS = words("accidents") | frozenset("ال" + word for word in words("accidents"))


class Reading(NamedTuple):
    """Who acts on whom, and how it was read; without targets, the sources do it to each other."""

    how: str
    sources: tuple[Actor, ...]
    targets: tuple[Actor, ...]
    denied: bool = False
    deed: bool = False


class ClauseCue:
    """A word of the lexicon in the clauses of its sentence."""

    def __init__(self, clauses: Clauses, at: int, entry: Entry) -> None:
        self.clauses, self.at, self.entry = clauses, at, entry
        self.word: Word = clauses.words[at]
        self.about: dict[str, Any] = KINDS[entry.kind]
        self.both: bool = self.about.get("both", False)
        places = self.about.get("places", False)
        self.right = [phrase for phrase in clauses.right(at) if places or not phrase.place]
        self.marks = tuple(mark for mark in entry.marks if mark)
        self.direct = "" in entry.marks

    def marked(self, phrases: list[Phrase], *, direct: bool, after: int = 0) -> Phrase | None:
        """Return the first phrase that stands as the target does; without a preposition, near to where `after` is."""
        for phrase in phrases:
            if phrase.strange and self.clauses.words[phrase.start].form in _KIN:
                return None  # نجل X: not X
            if phrase.prep in self.marks and phrase.prep and phrase.strange <= 2:
                return None if self.taken(phrase) else phrase
            near = phrase.start - (after or self.at) <= NEAR
            if (
                direct
                and near
                and not phrase.prep
                and not self._listed(phrase)
                and phrase.strange <= (1 if self.entry.kind in ONE_SIDED else 0)
            ):
                return phrase
        return None

    def taken(self, phrase: Phrase) -> bool:
        """Tell whether a noun between takes the preposition: تحدث عن [اشتباكات مع] X، [علاقاته مع] X."""
        words, prep = self.clauses.words, phrase.prep
        if any(words[at].form.startswith(_TIES) for at in (phrase.start - 2, phrase.start - 3) if at > self.at):
            return True
        last = phrase.start - 2
        if last > self.at + 1 and self.clauses.parts[last - 1] != {"&"}:
            nouns = (entry for entry in words[last].entries if entry.part in "NDO")
            if any(prep in entry.marks for entry in nouns):
                return True  # تدمير سيارة بقصف لـX
        between = (entry for at in range(phrase.start - 1, self.at, -1) for entry in words[at].entries)
        near = next((entry.kind for entry in between if entry.part in "NDO" and prep in entry.marks), None)
        return near is not None and KINDS[near]["quad_class"] != self.about["quad_class"]

    def _listed(self, phrase: Phrase) -> bool:
        """Tell whether a comma parts a phrase from what stands before, which is no subject, or و joins it to that."""
        before = phrase.start - 1
        if self.clauses.parts[before] == {"&"}:
            return True  # أطلع X وزير الخارجية وY: of the subjects
        return self.clauses.parts[before] == {","} and not any(each.end == before for each in self.clauses.phrases)

    def after(self, phrase: Phrase) -> list[Phrase]:
        """Return the phrases of the clause after one and those joined to it."""
        rest = [each for each in self.right if each.start >= phrase.end]
        while rest and self.clauses.joined(phrase, rest[0].start) and rest[0].prep == phrase.prep:
            phrase = rest.pop(0)
        return rest

    def found(self, how: str, source: Phrase | None, target: Phrase | None) -> Reading:
        group = self.clauses.group
        sources = tuple(group(source)) if source else NOBODY
        targets = tuple(group(target)) if target else NOBODY
        return Reading(how, sources, targets, deed=bool(target and target.deed))

    def by_accident(self) -> bool:
        """Tell whether what befalls people is nobody's deed: في حادث سير."""
        return any(word.form in _ACCIDENTS for word in self.clauses.words)

    def _by_means(self, at: int) -> bool:
        """Tell whether a phrase is whose means it was: [برصاص] الجيش، في [غارة إسرائيلية]."""
        words, parts = self.clauses.words, self.clauses.parts
        head = at if words[at].form in INSTRUMENTS else at - (2 if parts[at - 1] == {"l"} else 1)
        return head > 0 and words[head].form in INSTRUMENTS and bool(parts[head - 1] & {"b", "n"})

    def agent(self) -> Phrase | None:
        """Return who did it, where a phrase says by whom: على يد، برصاص، في غارة."""
        clauses = self.clauses
        for phrase in clauses.phrases:
            if phrase.start <= self.at or phrase.start - self.at > 25:
                continue
            if any(clauses.is_verb(n) for n in range(self.at + 1, phrase.start)):
                return None
            if phrase.prep == "@":
                return phrase
            if phrase.actors[0].id and self._by_means(phrase.start):
                return phrase
        return None
