"""The forms of a registry as patterns, and where they stand in a text."""

import bisect
import functools
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, NamedTuple

from analysis.actors.models import Rule, expand
from analysis.text import tables
from analysis.text.folding import CLOSING, OPENING, fold, normalize

PARTICLES = frozenset(["و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك"])
_QUOTES = f"{OPENING}{CLOSING}"
# Every gap between words that is not one plain space.
_GAP = re.compile(rf"[\s{_QUOTES}](?:[\s{_QUOTES}]+|(?<=[\n\t\r{_QUOTES}]))")
_OPENS = frozenset("\"'«“‘„‹([{﴾”")
_TANWIN = "\u064b"
_CLOSES = frozenset("\"'»”’‟›)]}﴿“")
_PAIRS = [("«", "»"), ("“", "”"), ("”", "“"), ("„", "“"), ("(", ")"), ("[", "]"), ("{", "}"), ("‹", "›"), ("‘", "’")]
_DASH = str.maketrans({"–": "-", "—": "-", "−": "-", "_": " ", "#": " "})
_HAS_DASH = re.compile("[–—−_#]")
_STOP = re.compile(r"[.\n؟!]")


class Text:
    """A text folded, without quotes and double spaces (`text`), with the way back to the original."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self._folded = fold(raw)
        folded = self._folded.text
        self._source = folded.translate(_DASH) if _HAS_DASH.search(folded) else folded
        self._starts = [0]  # from these positions of `text` on
        self._shifts = [0]  # the folded text is that far ahead
        self.text = self._squeezed()
        self._stops: list[int] | None = None
        self._found: dict[tuple[Sought, int], list[int]] = {}

    def _squeezed(self) -> str:
        source = self._source
        pieces: list[str] = []
        done = length = 0
        for match in _GAP.finditer(source):
            start, end = match.span()
            filler = _filler(source, start, end)
            pieces += (source[done:start], filler)
            length += start - done + len(filler)
            done = end
            self._starts.append(length)
            self._shifts.append(end - length)
        pieces.append(source[done:])
        return "".join(pieces)

    def _folded_span(self, start: int, end: int) -> tuple[int, int]:
        first = start + self._shifts[bisect.bisect_right(self._starts, start) - 1]
        last = end + self._shifts[bisect.bisect_right(self._starts, end - 1) - 1]
        return first, last

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original of `text[start:end]`; a quote inside takes its partner in."""
        first, last = self._folded.span(*self._folded_span(start, end))
        if last - first == end - start:
            return first, last
        raw = self.raw
        inside = raw[first:last]
        for opening, closing in _PAIRS:
            open_ended = inside.count(opening) - inside.count(closing)
            if open_ended > 0 and raw.startswith(closing, last):
                last += 1
            elif open_ended < 0 and first and raw.startswith(opening, first - 1):
                first -= 1
        if inside.count('"') % 2:
            if raw.startswith('"', last):
                last += 1
            elif first and raw.startswith('"', first - 1):
                first -= 1
        return first, last

    def quoted(self, start: int, end: int) -> bool:
        """Tell whether quotes stand right around `text[start:end]`."""
        first, last = self._folded_span(start, end)
        source = self._source
        return first > 0 and source[first - 1] in _OPENS and last < len(source) and source[last] in _CLOSES

    def is_accusative(self, start: int, end: int) -> bool:
        """Tell whether a word is written with the mark of an indefinite accusative, as no name is: قرارًا."""
        first, last = self.span(start, end)
        return _TANWIN in self.raw[last - 2 : last + 1] and last > first

    def between_quotes(self, start: int, end: int) -> bool:
        """Tell whether quotes of any kind, well set or not, stand right around `text[start:end]`."""
        first, last = self._folded_span(start, end)
        source, quotes = self._source, _OPENS | _CLOSES
        return first > 0 and source[first - 1] in quotes and last < len(source) and source[last] in quotes

    def quoted_before(self, start: int) -> bool:
        """Tell whether closing quotes and a space stand right before a place."""
        first, _ = self._folded_span(start, start + 1)
        return first > 1 and self._source[first - 1] == " " and self._source[first - 2] in _CLOSES

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return where the sentence around `text[start:end]` begins and ends; any full stop ends it here."""
        if self._stops is None:
            self._stops = [match.start() for match in _STOP.finditer(self.text)]
        stops = self._stops
        before, after = bisect.bisect_left(stops, start), bisect.bisect_left(stops, end)
        return stops[before - 1] + 1 if before else 0, stops[after] if after < len(stops) else len(self.text)

    def holds(self, sought: "Sought", sentence: tuple[int, int], start: int, end: int) -> bool:
        """Tell whether words stand in `text[start:end]`, a piece of a sentence; where they do is found once for all."""
        key = sought, sentence[0]
        if key not in self._found:
            self._found[key] = [match.start() for match in sought.starts.finditer(self.text, *sentence)]
        starts = self._found[key]
        within = range(bisect.bisect_left(starts, start), bisect.bisect_left(starts, end))
        return any(sought.whole.match(self.text, starts[place], end) for place in within)


def _filler(source: str, start: int, end: int) -> str:
    """Return what a gap becomes: a line break, a space, or nothing where quotes touch their word."""
    gap = source[start:end]
    if "\n" in gap or "\r" in gap:
        return "\n"
    if any(each.isspace() for each in gap):
        return " "
    if start == 0 or end == len(source) or not source[start - 1].isalnum() or not source[end].isalnum():
        return ""
    # «داعش»و«القاعدة»: a particle belongs to the word after it; anything else is a word of its own.
    begin = start
    while begin and source[begin - 1].isalnum() and start - begin < 4:
        begin -= 1
    return "" if source[begin:start] in PARTICLES and gap[-1] in _OPENS else " "


def pattern(words: Collection[str], *, begin: bool = False, end: bool = False) -> re.Pattern[str] | None:
    """Return a pattern of any of `words`, with or without an attached particle; None for no words.

    `begin` is for what follows a form, matched from its end; `end` for what stands before it, searched up to it.
    """
    if not words:
        return None
    forms = {form for word in words for form in expand(word)}
    forms |= {"ل" + form[1:] for form in forms if form.startswith("ال")}  # للجيش
    choice = tables.any_of(forms).replace(r"\*", r"\w*")
    head = r"[ -]{0,3}" if begin else r"(?<!\w)"
    tail = r"[ -]{0,3}$" if end else r"(?!\w)"
    return re.compile(f"{head}[وف]?[بلك]?{choice}{tail}")


class Sought(NamedTuple):
    """Words that are looked for in a sentence, as a pattern, and the pattern of where they begin."""

    whole: re.Pattern[str]
    starts: re.Pattern[str]

    @classmethod
    def of(cls, words: Collection[str]) -> "Sought | None":
        """Return words as patterns; None for no words."""
        whole = pattern(words)
        return cls(whole, re.compile(f"(?={whole.pattern})")) if whole else None


class Term(NamedTuple):
    """From one day to another, both included; an office holds on a known day only."""

    first: date | None
    last: date | None
    office: bool

    def covers(self, day: date | None) -> bool:
        """Tell whether a description holds on a day, or on none that is known."""
        if day is None:
            return not self.office
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


class Noun(NamedTuple):
    """A noun by which a state acts: the bare noun, the group of the table, its role, and whether it is definite."""

    head: str
    group: str  # bodies, beside, acts, offices, people, kinds
    role: str
    definite: bool  # in its first word: الجيش, not جيش الدفاع
    closed: bool  # definite in any of its words


class Epithet(NamedTuple):
    """A name that means an actor in the press of some states, or where the article names one of some actors."""

    actor: str
    role: str
    home: frozenset[str]
    around: frozenset[str]
    unless_around: frozenset[str]
    before: tuple["Condition", ...]
    after: tuple["Condition", ...]
    method: str


_NOBODY: list[str] = []
_NONE: Mapping[str, Any] = MappingProxyType({})
Condition = tuple[re.Pattern[str] | None, bool]  # what must stand there, or must not


class Form:
    """A normalised form: who claims it, in what way, and by which rules.

    There are tens of thousands: what few of them have stands in the class until one has it.
    """

    rules: Sequence["CompiledRule"] = ()
    terms: Mapping[str, Sequence[Term]] = _NONE  # actor -> when the description holds
    own: Mapping[str, Sequence[tuple[str, Term]]] = _NONE  # of a title without a state: who held it, by state
    sole: str | None = None  # the one actor that it can name
    certain: frozenset[str] = frozenset()  # that actor, where it takes nothing around to name it
    whose = office = ""  # of a title: the state or body that it names, and its role
    person = False  # the full name of a person
    full: Mapping[str, "Form"] = _NONE  # of the end of personal names: their forms by the first word
    place = False  # the name of a state or a capital
    state = False  # the name of a state
    city = False  # the name of a state that its capital is named like
    noun: Noun | None = None  # an institution: الجيش
    epithets: Sequence[Epithet] = ()  # the actors that it means in some places: المملكة
    role = ""  # of people: متظاهرون

    def __init__(self, text: str) -> None:
        self.text = text
        self.words = text.count(" ") + 1
        self.union = "اتحاد" in text
        self.claims: list[tuple[str, str]] = []  # (kind, actor)
        self._of: Mapping[str, list[str]] = _NONE  # the claims by kind

    def add_rule(self, rule: "CompiledRule") -> None:
        """Add a rule; they are put in order by `settle`."""
        self.rules = [*self.rules, rule]

    def add_term(self, id: str, term: Term) -> None:
        """Add when the form describes an actor."""
        self.terms = {**self.terms, id: (*self.terms.get(id, ()), term)}

    def add_own(self, state: str, id: str, term: Term) -> None:
        """Add who held the office of a state that the form tells without it."""
        self.own = {**self.own, state: (*self.own.get(state, ()), (id, term))}

    def fathered(self, first: str, whole: "Form") -> None:
        """Keep a personal name, by its first word, of which this form is the end."""
        self.full = {**self.full, first: whole}

    def of(self, kind: str) -> list[str]:
        """Return the actors that claim a settled form in one way."""
        return self._of.get(kind, _NOBODY)

    def plain(self, kind: str) -> list[str]:
        """Return those whose claim holds without a rule: who has set conditions for the form has no other claim."""
        claimants = self.of(kind)
        if not claimants or not self.rules:
            return claimants
        bound = {rule.actors[0] for rule in self.rules if not rule.rule.nobody}
        return [id for id in claimants if id not in bound]

    def holders(self, day: date | None) -> list[str]:
        """Return whom the description means on a day; without a day, whom it means at any time."""
        return [id for id, terms in self.terms.items() if any(term.covers(day) for term in terms)]

    def own_holders(self, state: str, day: date | None) -> list[str]:
        """Return who held the office of a state that the title tells; without a day, at any time."""
        held = self.own.get(state, ())
        return list(dict.fromkeys(id for id, term in held if day is None or term.covers(day)))

    def settle(self) -> None:
        """Put the rules in the order of trying: who denies, who sets conditions, who holds by default."""
        if not self.rules and len(self.claims) == 1:
            ((kind, id),) = self.claims
            self._of = {kind: [id]}
            if kind in ("name", "capital"):
                self.sole, self.certain = id, _alone(id)
            return
        self.rules = sorted(self.rules, key=lambda each: (each.default, not each.rule.nobody))
        kinds: dict[str, list[str]] = {}
        for kind, id in self.claims:
            kinds.setdefault(kind, []).append(id)
        self._of = kinds
        claimants = {id for kind, id in self.claims if kind in ("name", "capital", "none")}
        claimants |= {id for rule in self.rules for id in rule.actors}
        if len(claimants) == 1 and not self.of("none"):
            (self.sole,) = claimants
            if all(rule.rule.nobody or rule.default for rule in self.rules):
                self.certain = frozenset(claimants)


@functools.cache
def _alone(id: str) -> frozenset[str]:
    return frozenset([id])


class Hit(NamedTuple):
    """Where a form stands in the squeezed text; `word` is the start of its word, particles included."""

    start: int
    end: int
    form: Form
    word: int


class Seen(NamedTuple):
    """What an article tells: its title, the actors named anywhere in it, those named or mentioned so far, with when."""

    title: str
    around: frozenset[str]
    named: Mapping[str, int]  # when last, by a form that can name nobody else
    mentioned: Mapping[str, int]  # when first, by any form
    titled: dict["CompiledRule", bool]  # whether the title holds what a rule asks of it


class CompiledRule:
    """A rule of the registry with its words as patterns."""

    def __init__(self, actor: str, rule: Rule) -> None:
        self.rule = rule
        self.actors = [actor, *rule.also]
        self.default = not rule.model_fields_set - {"form", "also", "nobody"}
        self._attached = _particles(rule.attached)
        self._unless_attached = _particles(rule.unless_attached)

    # Patterns are made when a text first asks for them: most texts ask for few.
    @functools.cached_property
    def _before(self) -> list[Condition]:
        rule = self.rule
        return [(pattern(rule.before, end=True), True), (pattern(rule.unless_before, end=True), False)]

    @functools.cached_property
    def _after(self) -> list[Condition]:
        rule = self.rule
        return [(pattern(rule.after, begin=True), True), (pattern(rule.unless_after, begin=True), False)]

    @functools.cached_property
    def _title(self) -> re.Pattern[str] | None:
        return pattern(self.rule.title)

    @functools.cached_property
    def _earlier(self) -> Sought | None:
        return Sought.of(self.rule.earlier)

    @functools.cached_property
    def _near(self) -> list[tuple[Sought | None, bool]]:
        return [(Sought.of(self.rule.near), True), (Sought.of(self.rule.unless_near), False)]

    def holds(self, hit: Hit, text: Text, seen: Seen) -> bool:
        """Tell whether all conditions hold where a form stands."""
        return (
            self._holds_in_article(hit.form, seen)
            and self._holds_attached(text.text[hit.word : hit.start])
            and (self.rule.quoted is None or text.quoted(hit.start, hit.end) == self.rule.quoted)
            and self._holds_beside(hit, text.text)
            and self._holds_in_sentence(hit, text)
        )

    def _holds_in_article(self, form: Form, seen: Seen) -> bool:
        rule = self.rule
        if rule.latest and _named(max, form, seen.named) != self.actors[0]:
            return False
        if rule.first and _named(min, form, seen.mentioned) != self.actors[0]:
            return False
        return (
            (not rule.around or not seen.around.isdisjoint(rule.around))
            and seen.around.isdisjoint(rule.unless_around)
            and (not rule.named or any(id in seen.named for id in rule.named))
            and not any(id in seen.named for id in rule.unless_named)
            and (self._title is None or self._holds_in_title(self._title, seen))
        )

    def _holds_in_title(self, wanted: re.Pattern[str], seen: Seen) -> bool:
        if self not in seen.titled:
            seen.titled[self] = wanted.search(seen.title) is not None
        return seen.titled[self]

    def _holds_attached(self, particles: str) -> bool:
        return (not self._attached or particles in self._attached) and particles not in self._unless_attached

    def _holds_beside(self, hit: Hit, text: str) -> bool:
        before = text[max(0, hit.word - 40) : hit.word]
        return all(bool(found.search(before)) == wanted for found, wanted in self._before if found is not None) and all(
            bool(found.match(text, hit.end)) == wanted for found, wanted in self._after if found is not None
        )

    def _holds_in_sentence(self, hit: Hit, text: Text) -> bool:
        if not (self._earlier or self._near[0][0] or self._near[1][0]):
            return True
        sentence = text.sentence(hit.start, hit.end)
        before, after = (sentence[0], hit.word), (hit.end, sentence[1])
        if self._earlier and not text.holds(self._earlier, sentence, *before):
            return False
        return all(
            (text.holds(sought, sentence, *before) or text.holds(sought, sentence, *after)) == wanted
            for sought, wanted in self._near
            if sought is not None
        )


def _named(choose: Callable[..., str], form: Form, times: Mapping[str, int]) -> str | None:
    """Return which of the actors that claim a form was named first (`min`) or last (`max`)."""
    claimants = {id for rule in form.rules for id in rule.actors} | {id for _, id in form.claims}
    known = [id for id in claimants if id in times]
    return choose(known, key=times.__getitem__) if known else None


def _particles(given: Collection[str]) -> frozenset[str]:
    """Return particles normalised, each with و and ف before it too."""
    bare = {normalize(each) for each in given}
    return frozenset(bare | {before + each for before in "وف" for each in bare if each not in ("و", "ف")})
