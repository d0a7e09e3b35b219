"""A sentence as phrases and clauses: who is named with which preposition, and whose doing each verb is.

No parser: a phrase is an actor with the bare nouns before it (an Arabic noun that governs another has no article), and
a clause goes from one verb to the next.
"""

from functools import cached_property
from typing import NamedTuple

from analysis.relations.lexicon import INSTRUMENTS, PARTS_IN, words
from analysis.relations.words import PLACE, Actor, Sentence, Word, gender, is_object

REACH = 30  # words and marks to the right of a verb that are still its clause
BEFORE = 14  # words between a subject and the verb after it
_VERB, _NOUN = frozenset("VWLKGRXHv"), frozenset("NODTBEFUCPSoA")
_HEAD, _TITLE = frozenset("TEFU"), frozenset("TFEU")
_PREPOSITIONS = frozenset("blkmaiewdtungf")
_BORDER = frozenset(";cr:")  # of clauses
_SKIPPED = frozenset("Ayq")
_BESIDE, _BORDERS = "جانب", ("حدود", "الحدود")
_AFTER = frozenset('bnfiawmlytY,;:"cg-&')  # after a verb without an object
_NUMBERS, _DATES = words("numbers"), words("dates")
_THAT, _TIMES = frozenset(("ان", "بان")), frozenset(("بعد", "قبل", "منذ"))
_HEDGES = sorted(hedge.split() for hedge in words("hedges"))


class Phrase(NamedTuple):
    """Words that name who acts or is acted on: from its first to its last, the preposition before them, who it is."""

    start: int
    end: int
    prep: str  # the letter of its preposition, `@` for "by", `~` for a noun of the lexicon, empty where none governs it
    actors: tuple[Actor, ...]
    strange: int  # unknown nouns at its head: سيارة إسرائيلية
    deed: bool  # what they say or do, not they
    person: bool
    place: bool


class Clauses:
    """The phrases of a sentence and the subjects of its verbs, each worked out once."""

    def __init__(self, sentence: Sentence) -> None:
        self.codes, self.words = sentence
        self.parts = [PARTS_IN[code] for code in self.codes]
        self._stops: dict[int, int] = {}

    def is_verb(self, at: int) -> bool:
        """Tell whether a word can only be a verb."""
        return bool(self.parts[at] & _VERB) and not self.parts[at] & _NOUN and self.words[at].form not in _DATES

    @cached_property
    def phrases(self) -> list[Phrase]:
        """The phrases that name an actor or people, in order; a pair joined by و is two."""
        found: list[Phrase] = []
        for at, word in enumerate(self.words):
            if word.nation and not word.actors and (phrase := self._national(at, word, found)):
                found.append(phrase)
            if not word.actors or (found and found[-1].end > at):
                continue
            if self._leads_to_actor(at):
                continue
            found.append(self._phrase(at, word, found[-1] if found else None))
        return found

    def _national(self, at: int, word: Word, found: list[Phrase]) -> Phrase | None:
        """Return the phrase of a noun that an adjective gives a state: نظيره الروسي؛ البنوك السعودية والألمانية."""
        least, after = found[-1].end if found else 0, at + 1
        while after < len(self.parts) and self.parts[after] & (_TITLE | {"A"}) and not self.words[after].actors:
            after += 1
        if after < len(self.parts) and "I" in self.parts[after]:
            return None  # نظيره الروسي سيرغي لافروف
        state = (Actor(word.nation, "state"),)
        if at >= 2 and self.parts[at - 1] == {"&"} and (self.words[at - 2].nation or "M" in self.parts[at - 2]):
            prep = found[-1].prep if found and found[-1].end == at - 1 else ""
            return Phrase(at, at + 1, prep, state, 0, False, False, False) if found else None
        head = at - 1
        while head > least and at - head < 4 and (self.parts[head] == {"A"} or self.words[head].nation):
            head -= 1
        parts = self.parts[head] if head >= least else frozenset()
        deed = not parts & {"T", "E", "U"}
        if self.words[head].actors or not (parts & {"T", "E", "U", "B", "D"} or self.words[head].form in INSTRUMENTS):
            return None
        return Phrase(head, at + 1, self._governed(head), state, 0, deed, False, False)

    def _leads_to_actor(self, at: int) -> bool:
        """Tell whether people are told more of by the actor after them: مسلحين من طالبان."""
        if "M" in self.parts[at] and "T" not in self.parts[at]:
            return False
        after = at + 1
        while after < len(self.words) and (self.parts[after] == {"A"} or self.words[after].nation):
            after += 1
        if after < len(self.words) and self.parts[after] == {"m"}:
            after += 1
        elif after > at + 1:
            return False
        return after < len(self.words) and "M" in self.parts[after] and not self.words[at].actors[0].id

    def _phrase(self, at: int, word: Word, before: Phrase | None) -> Phrase:
        start, strange, deed, role = self._head(at, before.end if before else 0)
        prep, actors = self._governed(start), word.actors
        if role:
            actors = tuple(actor._replace(role=role) for actor in actors)
        if before and self.joined(before, start) and prep in ("", before.prep):
            prep = before.prep
        return Phrase(start, at + 1, prep, actors, strange, deed, "I" in self.parts[at], actors[0].type == PLACE)

    def _head(self, at: int, least: int) -> tuple[int, int, bool, str]:
        """Return where the nouns before an actor begin, how many are unknown, whether a deed is told, a role."""
        first, strange, deed, role = at, 0, False, ""
        while first > least:
            word, parts = self.words[first - 1], self.parts[first - 1]
            definite = word.form.startswith("ال")
            if word.actors and "M" not in parts:
                if definite and not self.words[first].form.startswith("ال"):
                    break  # الشبان [جنود X]: who does it to whom
                role = role or word.actors[0].role
                first -= 1
            elif parts & _TITLE or (parts & {"B"} and not definite and not parts & _VERB):
                deed = deed or ("B" in parts and "T" not in parts)
                first -= 1
            elif parts == {"o"} and not definite and strange < 2 and not word.form.endswith("ا") and word.form:
                if word.form in _NUMBERS or word.form in _DATES or word.form[0].isdigit():
                    break
                strange += 1
                first -= 1
            elif parts == {"m"} and first - 1 > least and "T" in self.parts[first - 2]:
                first -= 1
            elif parts == {"l"} and first - 1 > least and self._title(first - 2, least) >= 0:
                first = self._title(first - 2, least)
            elif "I" in self.parts[at] and parts == {"A"} and (title := self._title(first - 1, least)) >= 0:
                first = title
            else:
                break
        numbered = first
        while first > least and (self.words[first - 1].form in _NUMBERS or self.words[first - 1].form[:1].isdigit()):
            first -= 1
        if first < numbered:
            first -= self._hedge(first, least)
        return first, strange, deed, role

    def _hedge(self, at: int, least: int) -> int:
        """Return how many words before a number leave it open: أكثر من عشرة، ما لا يقل عن عشرة."""
        before = [word.form for word in self.words[least:at]]
        return next((len(hedge) for hedge in _HEDGES if before[-len(hedge) :] == hedge), 0)

    def _title(self, at: int, least: int) -> int:
        """Return where the title begins whose last words with the article stand here: وزير الدفاع والإنتاج؛ else -1."""
        first = at
        while first > least and at - first < 6 and self.parts[first] in ({"A"}, {"&"}):
            first -= 1
        titled = self.parts[first] & _TITLE and not self.words[first].actors
        return first if titled and (first < at or "F" in self.parts[first]) else -1

    def _governed(self, start: int) -> str:
        """Return the preposition before a phrase."""
        if start == 0:
            return ""
        parts = self.parts[start - 1]
        if parts & {"N", "S"} and not self.words[start - 1].actors:
            return "~"
        if self.words[start - 1].form == _BESIDE and start > 1 and self.parts[start - 2] == {"i"}:
            return "w"  # إلى جانب X
        if parts == {"w"} and start > 1 and self.words[start - 2].form.startswith(_BORDERS):
            return ""  # الحدود مع X
        if "Y" in parts and start > 1 and self.parts[start - 2] & {"m", "a"}:
            return "@"
        if "g" in parts:
            return "@"
        if parts == {"&"}:
            return self._shared(start - 2)
        return next(iter(parts)) if len(parts) == 1 and parts <= _PREPOSITIONS else ""

    def _shared(self, at: int) -> str:
        """Return the preposition of a title that و joins to a phrase: للرئيس والحكومة المصرية."""
        while at > 0 and self.parts[at] & (_TITLE | {"A"}) and not self.words[at].actors:
            at -= 1
        titled = self.parts[at + 1] & _TITLE and len(self.parts[at]) == 1 and self.parts[at] <= _PREPOSITIONS
        return next(iter(self.parts[at])) if titled else ""

    def joined(self, before: Phrase, start: int) -> bool:
        """Tell whether only و stands between a phrase and a word, and what describes the phrase."""
        between = range(before.end, start)
        if between and len(self.parts[start - 1]) == 1 and self.parts[start - 1] <= _PREPOSITIONS:
            between = between[:-1]
        return (
            0 < len(between) <= 6
            and bool(self.parts[between[-1]] & {"&", ","})
            and all(self._describes(at) or self.parts[at] & {"y", "&", ",", '"'} for at in between)
        )

    def _describes(self, at: int) -> bool:
        return "A" in self.parts[at] or bool(self.words[at].nation)

    def group(self, phrase: Phrase) -> list[Actor]:
        """Return the actors of a phrase and of those joined to it."""
        found = list(phrase.actors)
        last = phrase
        for each in self.phrases[self.phrases.index(phrase) + 1 :]:
            if each.prep != last.prep or each.place or not self.joined(last, each.start) or each.strange:
                break
            after = each.end
            while after < len(self.words) and self.parts[after] & _SKIPPED:
                after += 1
            if after < len(self.words) and self.is_verb(after) and not last.prep:
                break  # ... وY تتهم: a clause of its own
            found += each.actors
            last = each
        return found

    # --- clauses ----------------------------------------------------------------------------------------------------
    def stop(self, at: int) -> int:
        """Return where the clause of a verb ends: at the next verb, relative, conjunction or full stop."""
        if at not in self._stops:
            last = min(at + 1 + REACH, len(self.words))
            near = (after for after in range(at + 1, last) if self.parts[after] & _BORDER or self.is_verb(after))
            self._stops[at] = next(near, last)
        return self._stops[at]

    def right(self, at: int) -> list[Phrase]:
        """Return the phrases after a word, in its clause."""
        end = self.stop(at)
        return [phrase for phrase in self.phrases if at < phrase.start and phrase.end <= end]

    def beside(self, at: int, phrase: Phrase) -> bool:
        """Tell whether a phrase stands directly after a word that may be a verb or the noun that governs it."""
        return phrase.prep in ("", "~") and phrase.start == at + 1

    def follows(self, at: int, phrase: Phrase) -> bool:
        """Tell whether a phrase comes next after a verb, but for adverbs and what a preposition governs."""
        position = at + 1
        while position < phrase.start:
            parts = self.parts[position]
            if "-" in parts and (closing := self._dash(position, phrase.start)):
                position = closing + 1  # - بمشيئة الله -
            elif parts & {"y", ",", '"', "q", "-"} or self.words[position].form in _DATES or self._number(position):
                position += 1
            elif len(parts) == 1 and parts <= frozenset("nfiuwbmal"):
                position += 2  # the preposition and its noun
                while position < phrase.start and (self._definite(position) or "y" in self.parts[position]):
                    position += 1
            else:
                return False
        return True

    def _definite(self, at: int) -> bool:
        """Tell whether a word describes the noun before it, or is what that is of: في مقر [الوزارة]."""
        word = self.words[at]
        return self._describes(at) or (word.form.startswith("ال") and not word.actors)

    def _dash(self, at: int, end: int) -> int:
        return next((after for after in range(at + 1, min(at + 8, end)) if "-" in self.parts[after]), 0)

    def _number(self, at: int) -> bool:
        return self.words[at].form[:1].isdigit()

    def subject_after(self, at: int) -> Phrase | None:
        """Return the subject of a verb that stands first: the next phrase without a preposition."""
        right = (each for each in self.right(at) if not each.place)
        first = next((each for each in right if not each.prep or self.beside(at, each)), None)
        return first if first and first.strange <= 1 and self.follows(at, first) else None

    def subject_before(self, at: int) -> Phrase | None:
        """Return the subject of a verb that stands second: a phrase at the beginning of its clause."""
        for phrase in reversed(self.phrases):
            if phrase.end > at or phrase.place:
                continue
            if at - phrase.end > BEFORE:
                return None
            if any(self.is_verb(n) or self.parts[n] & {"c", ";", ":", "z"} for n in range(phrase.end, at)):
                return None
            if any("r" in self.parts[n] for n in range(phrase.end, at)):
                near = self.parts[at - 1] == {"r"} or (at > 1 and self.parts[at - 2] == {"r"})
                return phrase if near and self._free(phrase.end, at) else None
            if not phrase.prep and self._begins(phrase.start):
                return phrase
        return None

    def _free(self, start: int, end: int) -> bool:
        if any("," in self.parts[at] and self.parts[at + 1] == {"A"} for at in range(start, end)):
            return False  # لـX، السلاح الذي: not he
        return all(self._describes(at) or self.parts[at] & {"r", "J", "q", ",", "&", "y"} for at in range(start, end))

    def _begins(self, start: int) -> bool:
        """Tell whether a clause begins here: باكستان ...، وأن باكستان."""
        if start and self.parts[start - 1] == {"&"}:
            start -= 1
        return start == 0 or bool(self.parts[start - 1] & {"c", ",", ";", ":", '"', "J", "-"})

    @cached_property
    def last_subjects(self) -> list[Phrase | None]:
        """For each word, the subject of the last verb before it; none where that is somebody unknown."""
        found: list[Phrase | None] = []
        last: Phrase | None = None
        for at in range(len(self.words)):
            found.append(last)
            if self.is_verb(at):
                after = self.subject_after(at)
                if after and is_object(self.words[after.start : after.end]):
                    after = None
                subject = after or self.subject_before(at)
                if subject and not subject.deed:
                    last = subject
                elif at + 1 < len(self.words) and self.parts[at + 1] & {"A", "o", "D", "T", "F"}:
                    last = None
        return found


def agrees(word_gender: str, words: list[Word], phrase: Phrase) -> bool:
    """Tell whether a verb of that gender can have a phrase as subject."""
    noun = gender(words[phrase.start])
    return not noun or word_gender in ("", "+") or noun == word_gender


def can_be_verb(clauses: Clauses, at: int, past: bool) -> bool:
    """Tell whether a form that is a noun too stands where a verb does: at the beginning of its clause."""
    if at and clauses.parts[at - 1] & {"b", "l"} and clauses.words[at - 1].start == clauses.words[at].start and past:
        return False  # بقتل, لأسر: nouns
    if at and len(clauses.parts[at - 1]) == 1 and clauses.parts[at - 1] <= set("maiewtndfug"):
        return False  # بين فرق: a noun
    if past and at and clauses.is_verb(at - 1) and clauses.parts[at] & {"N", "T"}:
        return False  # أيد عزل X: a noun
    if past and at and "F" in clauses.parts[at]:
        return False  # رئيس الوزراء وحاكم X: a title
    if past and at and "N" in clauses.parts[at] and clauses.words[at - 1].form in _THAT:
        return at > 1 and clauses.words[at - 2].form in _TIMES  # قال إن طرد X: a noun
    begins = at == 0 or clauses.parts[at - 1] & set('&,;:"-cJqQjrz') or clauses.words[at - 1].actors
    return not clauses.parts[at] & {"N", "T", "o"} or bool(begins)


def ends(clauses: Clauses, at: int) -> bool:
    """Tell whether no object follows a verb: قتلوا في غارة، أصيبوا بجروح."""
    after = at + 1
    if clauses.parts[after : after + 1] == [{"&"}] and clauses.words[after + 1].form.endswith("وا"):
        after += 2  # عذبوا وقتلوا
    if after >= len(clauses.words):
        return True
    form, parts = clauses.words[after].form, clauses.parts[after]
    return bool(parts & _AFTER) or "P" in parts or (parts == {"o"} and form.startswith("ب"))
