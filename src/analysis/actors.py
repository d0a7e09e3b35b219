"""Actors: the registry, and which of its actors a text means, where and on what ground."""

import bisect
import functools
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import ahocorasick
import pandas as pd

from analysis import resources
from analysis._registry import Actor, Registry, RegistryError, Rule, expand, load_registry, state_id
from analysis.text import CLOSING, OPENING, fold, normalize

__all__ = [
    "Actor",
    "Mention",
    "Registry",
    "RegistryError",
    "Rule",
    "find_mentions",
    "load_registry",
    "mention_rows",
    "state_id",
]

PARTS = ("title", "subtitle", "body")


class Mention(NamedTuple):
    """One mention: offsets into its text, without attached particles and outer quotes; the actor; the ground."""

    start: int
    end: int
    surface: str
    actor: str
    actor_type: str
    method: str


def find_mentions(
    text: str,
    registry: Registry | str | Path | None = None,
    *,
    title: str | None = None,
    adjectives: bool = False,
) -> pd.DataFrame:
    """Return the mentions of registered actors in `text`, a row each: start, end, surface, actor, actor_type, method.

    `start` and `end` are character offsets: `text[start:end] == surface`. The surface leaves out attached particles
    (`لباكستان` gives `باكستان`; of `للأمم المتحدة` remains `لأمم المتحدة`, since the article has no letter of its own
    there) and outer quotes. `registry` is a Registry, the path of a YAML file that extends the built-in one, or
    None for the built-in one. `title` is read first: what it names is known in the text. A mention that means two
    actors is two rows with one span.

    `method`: `name`; `context` (an ambiguous or a short form, decided by what stands around it); `description`
    (`الزعيم الكوري الشمالي`); `capital` (for its government); `place` (as a place); `adjective` (`الباكستاني`), only
    where `adjectives` is true. Raises RegistryError where a registry file cannot be used.

    >>> find_mentions("نفت «طالبان» الاتهامات لباكستان")[["surface", "actor"]].values.tolist()
    [['طالبان', 'afghan_taliban'], ['باكستان', 'pakistan']]
    """
    known = registry if isinstance(registry, Registry) else load_registry(registry)
    parts = {"body": text} if title is None else {"title": title, "body": text}
    rows = mention_rows(parts, known, adjectives=adjectives)["body"]
    frame = pd.DataFrame(rows, columns=list(Mention._fields))
    return frame.astype({"start": "int64", "end": "int64"} | dict.fromkeys(Mention._fields[2:], "str"))


def mention_rows(
    parts: Mapping[str, str | None], registry: Registry, *, adjectives: bool = False
) -> dict[str, list[Mention]]:
    """Return the mentions of one article by part, in order of start; offsets are relative to each part.

    `parts` holds `title`, `subtitle` and `body` (any may lack or be None). What one part names is known in the
    parts after it; a title also knows the full names of the body. See `find_mentions` for the rows.
    """
    matcher = _matcher(registry)
    texts = {part: _Text(parts[part] or "") for part in PARTS if part in parts}
    hits = {part: matcher.hits(text) for part, text in texts.items()}
    article = _Article([hit.form for found in hits.values() for hit in found])
    rows = {part: article.mentions(part, texts[part], hits[part], matcher) for part in texts}
    if adjectives:
        return rows
    return {part: [row for row in found if row.method != "adjective"] for part, found in rows.items()}


# --- the text as matching sees it -----------------------------------------------------------------------------------

# Every gap between words that is not one plain space.
_GAP = re.compile(rf"[\s{OPENING}{CLOSING}”]*[\n\t\r{OPENING}{CLOSING}”][\s{OPENING}{CLOSING}”]*|\s\s+")
_OPENING = frozenset("\"'«“‘„‹([{﴾”")
_CLOSING = frozenset("\"'»”’‟›)]}﴿“")
_PAIRS = {"«": "»", "“": "”", "(": ")", "[": "]", "{": "}", "‹": "›", '"': '"', "‘": "’", "”": "“", "„": "“"}
_PARTICLES = frozenset("و ف ب ل ك وب ول وك فب فل فك".split())
# With the article, before a name that has none of its own.
_DASH = str.maketrans({"–": "-", "—": "-", "−": "-", "_": " ", "#": " "})


class _Text:
    """A text folded, without quotes and double spaces, with the way back."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.folded = fold(raw)
        self.source = self.folded.text.translate(_DASH) if _NEEDS_DASH.search(self.folded.text) else self.folded.text
        self._starts: list[int] = [0]
        self._shifts: list[int] = [0]
        self.text = self._squeeze()

    def _squeeze(self) -> str:
        source = self.source
        pieces: list[str] = []
        done = length = 0
        for match in _GAP.finditer(source):
            start, end = match.span()
            pieces.append(source[done:start])
            length += start - done
            filler = _filler(source, start, end)
            pieces.append(filler)
            length += len(filler)
            done = end
            self._starts.append(length)
            self._shifts.append(end - length)
        pieces.append(source[done:])
        return "".join(pieces)

    def _back(self, position: int) -> int:
        """Return the folded offset of the character at `position`."""
        return position + self._shifts[bisect.bisect_right(self._starts, position) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original, with the quotes inside the span in pairs."""
        first, last = self.folded.span(self._back(start), self._back(end - 1) + 1)
        raw = self.raw
        if last - first == end - start:
            return first, last
        inside = raw[first:last]
        for opening, closing in _PAIRS.items():
            if opening == closing:
                if inside.count(opening) % 2:
                    if raw[last : last + 1] == closing:
                        last += 1
                    elif raw[first - 1 : first] == opening and first:
                        first -= 1
            elif inside.count(opening) > inside.count(closing) and raw[last : last + 1] == closing:
                last += 1
            elif inside.count(closing) > inside.count(opening) and first and raw[first - 1] == opening:
                first -= 1
        return first, last

    def quoted(self, start: int, end: int) -> bool:
        """Tell whether quotes stand right around the span."""
        first, last = self._back(start), self._back(end - 1) + 1
        source = self.source
        return first > 0 and source[first - 1] in _OPENING and last < len(source) and source[last] in _CLOSING

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Return where the sentence around a span begins and ends."""
        text = self.text
        first = max(text.rfind(mark, 0, start) for mark in ".\n؟!") + 1
        match = _STOP.search(text, end)
        return first, match.start() if match else len(text)


_NEEDS_DASH = re.compile("[–—−_#]")
_STOP = re.compile(r"[.\n؟!]")


def _filler(source: str, start: int, end: int) -> str:
    """Return what a gap becomes: a line break, a space, or nothing where quotes touch their word."""
    gap = source[start:end]
    if "\n" in gap:
        return "\n"
    if " " in gap or "\t" in gap:
        return " "
    if start == 0 or end == len(source) or not source[start - 1].isalnum() or not source[end].isalnum():
        return ""
    # «داعش»و«القاعدة»: a particle belongs to the word after it, anything else is a word of its own.
    begin = start
    while begin and source[begin - 1].isalnum() and start - begin < 4:
        begin -= 1
    return "" if source[begin:start] in _PARTICLES and gap[-1] in _OPENING else " "


# --- forms and where they stand -------------------------------------------------------------------------------------


class _Form:
    """A normalised form with who claims it, in what way, and by which rules."""

    def __init__(self) -> None:
        self.claims: list[tuple[str, str]] = []  # (kind, actor)
        self.rules: list[_Rule] = []
        self.certain: frozenset[str] = frozenset()
        self.words = 1

    def of(self, kind: str) -> list[str]:
        """Return the actors that claim the form in one way."""
        return [id for each, id in self.claims if each == kind]

    def plain(self, kind: str) -> list[str]:
        """Return those whose claim holds without a rule: who has set conditions of his own has none."""
        bound = {rule.actors[0] for rule in self.rules if not rule.rule.nobody}
        return [id for id in self.of(kind) if id not in bound]


class _Hit(NamedTuple):
    start: int  # of the form
    end: int
    form: _Form
    word: int  # of the word with its particles


class _Rule:
    """A rule with its words as patterns."""

    def __init__(self, actor: str, rule: Rule) -> None:
        self.actors = [actor, *rule.also]
        self.rule = rule
        self.beside = [
            (_pattern(rule.before, end=True), True, True),
            (_pattern(rule.after, begin=True), False, True),
            (_pattern(rule.unless_before, end=True), True, False),
            (_pattern(rule.unless_after, begin=True), False, False),
        ]
        self.earlier = _pattern(rule.earlier)
        self.near = _pattern(rule.near)
        self.unless_near = _pattern(rule.unless_near)
        self.default = not rule.model_fields_set - {"form", "also", "nobody"}

    def holds(self, hit: _Hit, text: _Text, article: "_Article", form: _Form) -> bool:
        rule = self.rule
        if rule.latest and article.latest(form) != self.actors[0]:
            return False
        if (rule.around and not article.around.intersection(rule.around)) or (
            rule.named and not any(id in article.named for id in rule.named)
        ):
            return False
        if article.around.intersection(rule.unless_around) or any(id in article.named for id in rule.unless_named):
            return False
        if rule.quoted is not None and text.quoted(hit.start, hit.end) != rule.quoted:
            return False
        for pattern, before, wanted in self.beside:
            if pattern:
                around = text.text[max(0, hit.word - 40) : hit.word] if before else text.text[hit.end : hit.end + 40]
                found = pattern.search(around) if before else pattern.match(around)
                if bool(found) != wanted:
                    return False
        if self.earlier or self.near or self.unless_near:
            first, last = text.sentence(hit.start, hit.end)
            if self.earlier and not self.earlier.search(text.text, first, hit.word):
                return False
            sentence = text.text[first : hit.word] + " | " + text.text[hit.end : last]
            if self.near and not self.near.search(sentence):
                return False
            if self.unless_near and self.unless_near.search(sentence):
                return False
        return True


def _pattern(words: list[str], *, begin: bool = False, end: bool = False) -> re.Pattern[str] | None:
    """Return a pattern of any of `words`, each with or without an attached particle."""
    if not words:
        return None
    choices = [re.escape(form).replace(r"\*", r"\w*") for word in words for form in expand(word)]
    joined = "|".join(sorted(choices, key=len, reverse=True))
    head = r"[ -]{0,3}" if begin else r"(?<!\w)"
    tail = r"[ -]{0,3}$" if end else r"(?!\w)"
    return re.compile(f"{head}(?:[وف]?[بلك]?)(?:{joined}){tail}")


class _Matcher:
    """All forms of a registry in one Aho-Corasick automaton (Aho and Corasick 1975)."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry
        self.forms: dict[str, _Form] = {}
        for id, actor in registry.actors.items():
            self._add_actor(id, actor)
        for line in resources.lines("outlets.txt"):
            self._add("none", "", line)
        for form in self.forms.values():
            # Rules that deny come first; a default comes last.
            form.rules.sort(key=lambda each: (not each.rule.nobody, each.default) if not each.default else (True, True))
            names = form.of("name")
            if not form.rules and len(names) == 1 and not form.of("none"):
                form.certain = frozenset(names)
            elif not form.rules and len(form.claims) == 1 and form.of("capital"):
                form.certain = frozenset(form.of("capital"))
        self.automaton = ahocorasick.Automaton()
        for text, form in self.forms.items():
            self._add_key(text, 0, form)
            if text.startswith("ال"):
                self._add_key("ل" + (text[2:] if text[2:3] == "ل" else text[1:]), 1, form)
        if self.forms:
            self.automaton.make_automaton()

    def _add_actor(self, id: str, actor: Actor) -> None:
        for name in (actor.ar, *actor.aliases):
            self._add("name", id, name)
        for name in actor.capital:
            self._add("capital", id, name)
        for name in actor.short:
            self._add("short", id, name)
        for name in actor.descriptions:
            self._add("description", id, name)
        for rule in actor.context:
            compiled = _Rule(id, rule)
            for form in rule.form:
                for text in expand(form):
                    self._form(text).rules.append(compiled)
        for stem in actor.adjectives:
            for text in _inflected(stem):
                self._add("adjective", id, text)

    def _form(self, text: str) -> _Form:
        form = self.forms.get(text)
        if form is None:
            form = self.forms[text] = _Form()
            form.words = text.count(" ") + 1
        return form

    def _add(self, kind: str, id: str, name: str) -> None:
        for text in expand(name):
            form = self._form(text)
            if (kind, id) not in form.claims:
                form.claims.append((kind, id))
            joined = text.replace("عبد ال", "عبدال")
            if joined != text:
                self._form(joined).claims.append((kind, id))

    def _add_key(self, key: str, skip: int, form: _Form) -> None:
        known = self.automaton.get(key, None)
        if known is None or skip == 0:
            self.automaton.add_word(key, (len(key), skip, form))

    def is_person(self, form: _Form) -> bool:
        return any(self.registry.actors[id].type == "person" for id in form.of("name"))

    def hits(self, text: _Text) -> list[_Hit]:
        """Return every form of the registry that stands on word boundaries, by start, the longest first."""
        found: list[_Hit] = []
        if not self.forms:
            return found
        squeezed = text.text
        size = len(squeezed)
        for last, (length, skip, form) in self.automaton.iter(squeezed):
            end = last + 1
            if end < size and squeezed[end].isalnum():
                continue
            start = word = end - length
            if start and squeezed[start - 1].isalnum():
                word = start - 1
                while word and squeezed[word - 1].isalnum() and start - word < 3:
                    word -= 1
                prefix = squeezed[word:start]
                if prefix not in (_OUTER if skip else _PARTICLES) or (word and squeezed[word - 1].isalnum()):
                    continue
            found.append(_Hit(start + skip, end, form, word))
        found.sort(key=lambda hit: (hit.word, -hit.end, hit.start))
        return found


_OUTER = frozenset("وف")


@functools.lru_cache(maxsize=8)
def _matcher(registry: Registry) -> _Matcher:
    return _Matcher(registry)


def _inflected(stem: str) -> list[str]:
    """Return the forms of a nationality adjective, without and with the article."""
    words = expand(stem)
    result = []
    for word in words:
        if word.endswith("ي"):
            parts = word.split(" ")
            endings = ("", "ه", "ان", "ين", "ون", "تان", "تين", "ات", "ا")
            if len(parts) == 1:
                result += [word + ending for ending in endings]
            else:
                result += [" ".join(part + ending for part in parts) for ending in endings]
        else:
            result.append(word)
    return result + [" ".join("ال" + part for part in word.split(" ")) for word in result if not word.endswith("يا")]


# --- who is meant ---------------------------------------------------------------------------------------------------

_CUES = resources.table("cues.yml")
_PLACE_FIRST = _pattern(_CUES["place_first"], end=True)
_PLACE = _pattern(_CUES["place_before"], end=True)
_GOVERNMENT = _pattern(_CUES["government_before"], end=True)
_OUTLET = _pattern(_CUES["outlet_before"], end=True)
_GIVEN = frozenset(normalize(name) for name in [*resources.lines("given_names.txt"), *_CUES["name_parts"]])
_LAST_WORD = re.compile(r"(\w+) $")
# Dateline: كابل - رويترز, * سيول: ...
_DATELINE_BEFORE = re.compile(r"(?:^|\n|[-*ـ|]) ?$")
_DATELINE = re.compile(r" ?(?:[:(/-]|، ?(?:وكالات|رويترز))")


def _search(pattern: re.Pattern[str] | None, text: str) -> bool:
    return pattern is not None and pattern.search(text) is not None


class _Article:
    """What an article has named so far, and anywhere."""

    def __init__(self, forms: list[_Form]) -> None:
        self.certain = frozenset[str]().union(*(form.certain for form in forms))
        self.around = self.certain.union(*(form.of("adjective") for form in forms))
        self.named: dict[str, int] = {}  # actor -> when it was last named in full
        self.clock = 0
        self.last: tuple[int, str] | None = None  # end and method of the last mention
        self.people: set[int] = set()  # where a personal name begins

    def latest(self, form: _Form) -> str | None:
        """Return which of the actors that claim `form` was named last."""
        claimants = {id for rule in form.rules for id in rule.actors} | {id for _, id in form.claims}
        known = [id for id in claimants if id in self.named]
        return max(known, key=self.named.__getitem__) if known else None

    def mentions(self, part: str, text: _Text, hits: list[_Hit], matcher: _Matcher) -> list[Mention]:
        """Return the mentions of one part: leftmost, the longest that means somebody (or is known to mean nobody)."""
        rows: list[Mention] = []
        taken = 0
        self.last = None
        # A description beside a name (الرئيس الروسي فلاديمير بوتين) is no second mention.
        self.people = {hit.word for hit in hits if matcher.is_person(hit.form)}
        for hit in hits:
            if hit.start < taken:
                continue
            meant = self._meant(hit, text, matcher, part)
            if meant is None:
                continue
            taken = hit.end
            if meant:
                self.last = (hit.end, meant[0][1])
                start, end = text.span(hit.start, hit.end)
                surface = text.raw[start:end]
                types = matcher.registry.actors
                rows += [Mention(start, end, surface, id, types[id].type, method) for id, method in meant]
        return rows

    def _meant(self, hit: _Hit, text: _Text, matcher: _Matcher, part: str) -> list[tuple[str, str]] | None:
        """Return (actor, method) of all that a hit means: none where it is known to be nobody, None to try shorter."""
        form = hit.form
        kinds = {kind for kind, _ in form.claims}
        if "none" in kinds:
            return []
        for rule in form.rules:
            if rule.holds(hit, text, self, form):
                return self._ruled(rule, hit, text, matcher)
        names = form.plain("name")
        if len(names) == 1:
            return self._named(names[0], hit, text, matcher)
        capitals = form.plain("capital")
        if capitals:
            return [] if self._is_outlet(hit, text) else [(capitals[0], self._capital(hit, text))]
        if "description" in kinds:
            return self._described(form.of("description"), hit, text, part)
        if "short" in kinds:
            return self._short(form.of("short"), hit, text, part)
        if "adjective" in kinds:
            return [(id, "adjective") for id in dict.fromkeys(form.of("adjective"))]
        return None

    def _ruled(self, rule: _Rule, hit: _Hit, text: _Text, matcher: _Matcher) -> list[tuple[str, str]]:
        if rule.rule.nobody:
            return []
        method = "name" if rule.default else "context"
        if ("capital", rule.actors[0]) in hit.form.claims:
            if self._is_outlet(hit, text):
                return []
            method = self._capital(hit, text)
        elif ("name", rule.actors[0]) not in hit.form.claims or not rule.default:
            method = "context"
        return [(id, method) for id in rule.actors]

    def _named(self, id: str, hit: _Hit, text: _Text, matcher: _Matcher) -> list[tuple[str, str]] | None:
        actor = matcher.registry.actors[id]
        if actor.type == "state":
            if self._is_outlet(hit, text):
                return []
            if not (self.last and self.last[0] == hit.word - 1) and _is_adjective(hit, text.text):
                adjective = hit.form.of("adjective")
                return [(adjective[0], "adjective")] if adjective else []
        elif actor.type == "person" and hit.form.words == 1 and self._is_other_person(hit, text):
            return []
        self.clock += 1
        if not hit.form.rules:
            self.named[id] = self.clock
        return [(id, "name")]

    def _capital(self, hit: _Hit, text: _Text) -> str:
        """Return whether a capital stands for its government or is a place."""
        before = text.text[max(0, hit.word - 30) : hit.word]
        particle = text.text[hit.word : hit.start]
        if self.last and self.last[1] in ("capital", "place") and particle in ("", "و"):
            between = text.text[self.last[0] : hit.word].strip()
            if between in ("،", "-", "/", ",", "او", "ثم") or (between == "" and particle):
                return self.last[1]
        if particle[-1:] == "ب":
            return "place"
        if _search(_PLACE_FIRST, before):
            return "place"
        if _search(_GOVERNMENT, before):
            return "capital"
        if _search(_PLACE, before):
            return "place"
        if _DATELINE_BEFORE.search(before) and _DATELINE.match(text.text, hit.end):
            return "place"
        return "capital"

    def _is_outlet(self, hit: _Hit, text: _Text) -> bool:
        return _search(_OUTLET, text.text[max(0, hit.word - 30) : hit.word])

    def _described(self, ids: list[str], hit: _Hit, text: _Text, part: str) -> list[tuple[str, str]] | None:
        if _FORMER.match(text.text, hit.end) or hit.end + 1 in self.people:
            return None
        known = [id for id in ids if id in self.named]
        if not known and part != "body":
            known = [id for id in ids if id in self.certain]
            known = known if len(known) == 1 else []
        if len(ids) > 1 and not known:
            return None
        id = max(known, key=lambda each: self.named.get(each, 0)) if known else ids[0]
        return [(id, "description")]

    def _short(self, ids: list[str], hit: _Hit, text: _Text, part: str) -> list[tuple[str, str]] | None:
        known = [id for id in ids if id in (self.named if part == "body" else {**dict.fromkeys(self.certain), **self.named})]
        if len(known) != 1 or self._is_other_person(hit, text):
            return None
        return [(known[0], "context")]

    def _is_other_person(self, hit: _Hit, text: _Text) -> bool:
        """Tell whether a given name before, or part of a name after, makes it somebody else's name."""
        before = _LAST_WORD.search(text.text, max(0, hit.word - 20), hit.word)
        return hit.word == hit.start and before is not None and before.group(1) in _GIVEN


_FORMER = re.compile(r" (?:ال)?(?:سابق|اسبق|راحل)ه?(?!\w)")
_NUMBER = re.compile(
    r"(?<!\w)(?:(?!(?:19|20)\d\d )\d+|\w+ عشره?|(?:عشر|ثلاث|اربع|خمس|ست|سبع|ثمان|تسع)(?:ون|ين)|مليون|الف|مئه|مائه) $"
)
_ACCUSATIVE = re.compile(r"(\w{3,}ا) $")
_NO_NOUN = re.compile(
    r"\w*(?:وا|ها|هما|نا|يا|كا)|ال\w+|[وف]?(?:" + "|".join(normalize(word) for word in _CUES["no_noun_before"]) + ")"
)
_FEMININE = re.compile(r"(?<!\w)(?!ال|لل|[وفبك]ال|ي)[وف]?[بلك]?(\w{2,}(?:ه|ات)) $")
_DEFINITE = re.compile(r"(?:(?<!\w)[وفبك]?(?:ال|لل)(?!يوم |ان |ذي |تي |لتي |ذين |متحده )\w+|(?<!\w)ال\w+يه[،,]) $")
_OWNED = frozenset(normalize(noun) for noun in _CUES["owned_before"])
_DUAL = _pattern(_CUES["dual_before"], end=True)


def _is_adjective(hit: _Hit, text: str) -> bool:
    """Tell whether the name of a state is an adjective beside its noun: جنديا سوريا, طائرة سورية, الصحف السعودية."""
    if hit.word != hit.start or not hit.form.of("adjective"):
        return False
    form = text[hit.start : hit.end]
    before = text[max(0, hit.word - 24) : hit.word]
    if form.startswith("ال"):
        return _DEFINITE.search(before) is not None
    if form.endswith("ه"):
        match = _FEMININE.search(before)
        return match is not None and match.group(1) not in _OWNED
    if _NUMBER.search(before):
        return True
    match = _ACCUSATIVE.search(before)
    if match is None or _NO_NOUN.fullmatch(match.group(1)):
        return False
    return not (text.startswith(" و", hit.end) and _DUAL is not None and _DUAL.search(before))
