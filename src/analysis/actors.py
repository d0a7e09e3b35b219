"""Actors: the registry, and which of its actors a text means, where and on what ground."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis import resources
from analysis._actor_forms import Form, Hit, Matcher, Seen, Text, matcher, pattern
from analysis._actor_registry import Actor, Registry, RegistryError, Rule, load_registry, state_id
from analysis.text import normalize

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
    known = matcher(registry)
    texts = {part: Text(parts[part] or "") for part in PARTS if part in parts}
    hits = {part: known.hits(text) for part, text in texts.items()}
    article = _Article(known, [hit.form for found in hits.values() for hit in found])
    rows = {part: article.mentions(part, texts[part], hits[part]) for part in texts}
    if adjectives:
        return rows
    return {part: [row for row in found if row.method != "adjective"] for part, found in rows.items()}


# --- who is meant ---------------------------------------------------------------------------------------------------

_CUES: dict[str, list[str]] = resources.table("cues.yml")
_BEFORE = {cue: pattern(words, end=True) for cue, words in _CUES.items()}
_GIVEN = frozenset(normalize(name) for name in [*resources.lines("given_names.txt"), *_CUES["name_parts"]])
_LAST_WORD = re.compile(r"(\w+) $")
# Dateline: كابل - رويترز, * سيول: ...
_DATELINE_BEFORE = re.compile(r"(?:\A|\n|[-*ـ|]) ?\Z")
# زار الوزير موسكو: the subject between, no new clause.
_TRAVEL = re.compile(
    rf"(?<!\w)[وف]?(?:{'|'.join(normalize(verb) for verb in _CUES['travel_before'])})"
    r"(?: (?!و|ف|ان |بان |في |من )\w+){1,4} $"
)
_DATELINE_AFTER = re.compile(r" ?(?:[:(/-]|، ?(?:وكالات|رويترز))")
_JOINED = frozenset(["،", ",", "-", "/", "او", "ثم"])

Meant = list[tuple[str, str]]  # (actor, method); empty where it is known that nobody is meant


class _Last(NamedTuple):
    end: int
    actor: str
    method: str


class _Article:
    """What an article names anywhere, what it has named so far, and who its forms mean."""

    def __init__(self, matcher: Matcher, forms: list[Form]) -> None:
        self.matcher = matcher
        self.actors = matcher.registry.actors
        self.certain = frozenset[str]().union(*(form.certain for form in forms))
        self.clock = 0
        self.named: dict[str, int] = {}  # actor -> when it was last named
        self.seen = Seen(self.certain.union(*(form.of("adjective") for form in forms)), self.named)
        self.last: _Last | None = None
        self.people: dict[int, list[str]] = {}  # where a personal name begins, and whose

    def mentions(self, part: str, text: Text, hits: list[Hit]) -> list[Mention]:
        """Return the mentions of one part: from the left, the longest form that means somebody, or surely nobody."""
        rows: list[Mention] = []
        taken = 0
        self.last = None
        self.people = {hit.word: hit.form.of("name") for hit in hits if self.matcher.is_person(hit.form)}
        for hit in hits:
            if hit.word < taken:
                continue
            meant = self._meant(hit, text, part)
            if meant is None:
                continue
            taken = hit.end
            if meant:
                self._remember(hit.form, meant)
                self.last = _Last(hit.end, *meant[0])
                start, end = text.span(hit.start, hit.end)
                surface = text.raw[start:end]
                rows += [Mention(start, end, surface, id, self.actors[id].type, method) for id, method in meant]
        return rows

    def _meant(self, hit: Hit, text: Text, part: str) -> Meant | None:
        """Return who is meant, or None where a shorter form may mean somebody."""
        form = hit.form
        if form.of("none"):
            return []
        for rule in form.rules:
            if rule.holds(hit, text, self.seen):
                if rule.rule.nobody:
                    return []
                return self._ruled(rule.actors, rule.default, hit, text)
        if len(names := form.plain("name")) == 1:
            return self._named(names[0], hit, text)
        if capitals := form.plain("capital"):
            return self._capital(capitals[0], hit, text)
        if descriptions := form.of("description"):
            return self._described(descriptions, hit, text, part)
        if short := form.of("short"):
            return self._short(short, hit, text, part)
        return [(id, "adjective") for id in form.of("adjective")] or None

    def _remember(self, form: Form, meant: Meant) -> None:
        """Keep who has been named, by a form that can name nobody else."""
        if form.sole == meant[0][0] and meant[0][1] in ("name", "context"):
            self.clock += 1
            self.named[form.sole] = self.clock

    def _ruled(self, ids: list[str], default: bool, hit: Hit, text: Text) -> Meant | None:
        if ids[0] in hit.form.of("capital"):
            return self._capital(ids[0], hit, text)
        if default and hit.form.of("name") and len(ids) == 1:
            return self._named(ids[0], hit, text)
        return [(id, "context") for id in ids]

    def _named(self, id: str, hit: Hit, text: Text) -> Meant:
        kind = self.actors[id].type
        if kind == "state":
            if _found("outlet_before", hit, text):
                return []
            if not self._touches(hit) and _is_adjective(hit, text):
                return [(id, "adjective")]
        if kind == "person" and hit.form.words == 1 and _is_other_person(hit, text):
            return []
        return [(id, "name")]

    def _capital(self, id: str, hit: Hit, text: Text) -> Meant:
        if _found("outlet_before", hit, text):
            return []
        return [(id, "place" if self._is_place(hit, text) else "capital")]

    def _is_place(self, hit: Hit, text: Text) -> bool:
        """Tell whether a capital is meant as a place and not as its government."""
        particle = text.text[hit.word : hit.start]
        if self.last and self.last.method in ("capital", "place") and particle in ("", "و"):
            between = text.text[self.last.end : hit.word].strip()
            if between in _JOINED or (not between and particle):
                return self.last.method == "place"
        if particle.endswith("ب") or _found("place_first", hit, text):
            return True
        if _found("government_before", hit, text):
            return False
        if _found("place_before", hit, text):
            return True
        before = text.text[max(0, hit.word - 50) : hit.word]
        if _DATELINE_BEFORE.search(before) and _DATELINE_AFTER.match(text.text, hit.end):
            return True
        return not particle and _TRAVEL.search(before) is not None

    def _described(self, ids: list[str], hit: Hit, text: Text, part: str) -> Meant | None:
        if _FORMER.match(text.text, hit.end):
            return None
        known = self._known(ids, part)
        if len(ids) > 1 and not known:
            return None
        id = max(known, key=lambda each: self.named.get(each, -1)) if known else ids[0]
        return None if self._beside_name(id, hit, text) else [(id, "description")]

    def _beside_name(self, id: str, hit: Hit, text: Text) -> bool:
        """Tell whether the name itself stands beside a description, which is then no mention of its own."""
        if hit.end + 1 in self.people or id in self.people.get(hit.end + 2, ()):
            return True
        last = self.last
        return last is not None and last.actor == id and text.text[last.end : hit.word] in (" ", "، ", ", ")

    def _short(self, ids: list[str], hit: Hit, text: Text, part: str) -> Meant | None:
        known = self._known(ids, part)
        if len(known) != 1 or _is_other_person(hit, text):
            return None
        return [(known[0], "context")]

    def _known(self, ids: list[str], part: str) -> list[str]:
        """Return who of `ids` is named by now; a headline knows the whole article."""
        return [id for id in ids if id in self.named or (part != "body" and id in self.certain)]

    def _touches(self, hit: Hit) -> bool:
        return self.last is not None and self.last.end == hit.word - 1


def _found(cue: str, hit: Hit, text: Text) -> bool:
    """Tell whether a cue of cues.yml stands right before a hit."""
    words = _BEFORE[cue]
    return words is not None and words.search(text.text[max(0, hit.word - 30) : hit.word]) is not None


def _is_other_person(hit: Hit, text: Text) -> bool:
    """Tell whether a given name before it makes a surname somebody else's."""
    before = _LAST_WORD.search(text.text, max(0, hit.word - 20), hit.word)
    return hit.word == hit.start and before is not None and before.group(1) in _GIVEN


_FORMER = re.compile(r" (?:ال)?(?:سابق|اسبق|راحل|مخلوع|معزول|منتخب|مقبل|قادم|جديد)ه?(?!\w)")
_NUMBER = re.compile(
    r"(?<!\w)(?:(?!(?:19|20)\d\d )\d+|\w+ عشره?|(?:عشر|ثلاث|اربع|خمس|ست|سبع|ثمان|تسع)(?:ون|ين)|مليون|الف|مئه|مائه) $"
)
_ACCUSATIVE = re.compile(r"(\w{3,}ا) $")
_NO_NOUN = re.compile(
    r"(?!عضوا|مواطنا|فنانا|سجينا|مليونا)\w*(?:وا|ها|هما|نا)|ال\w+|[وف]?(?:"
    + "|".join(normalize(word) for word in _CUES["no_noun_before"])
    + ")"
)
_FEMININE = re.compile(r"(?<!\w)(?!ال|لل|[وفبك]ال|ي)[وف]?[بلك]?(\w{2,}(?:ه|ات)) $")
_DEFINITE = re.compile(r"(?:(?<!\w)[وفبك]?(?:ال|لل)(?!يوم |ان |ذي |تي |لتي |ذين |متحده )\w+|(?<!\w)ال\w+يه[،,]) $")
_OWNED = frozenset(normalize(noun) for noun in _CUES["owned_before"])


def _is_adjective(hit: Hit, text: Text) -> bool:
    """Tell whether the name of a state is an adjective beside its noun: جنديا سوريا, طائرة سورية, الصحف السعودية."""
    if hit.word != hit.start or not hit.form.of("adjective"):
        return False
    form = text.text[hit.start : hit.end]
    before = text.text[max(0, hit.word - 24) : hit.word]
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
    return not (text.text.startswith(" و", hit.end) and _found("dual_before", hit, text))
