"""The simple lemmatiser: every way to take a word apart, weighed by how often its parts are written."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from analysis.lemmas.lexicon import Lexicon, lexicon, word_lists
from analysis.lemmas.readings import Reading
from analysis.text import tables
from analysis.text.folding import clean

_WORD = re.compile("[\u0621-\u064a]{2,}")
_TANWIN = re.compile("[\u064b-\u064d]")  # nouns alone are marked so
_STEMS = 50_000  # that are kept with their readings: new words are old stems, with something else attached
Scored = tuple[float, str, str]  # score (a power of ten), lemma, shape of the verb ("": a noun)


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending of nouns; see lemmas/data/clitics.yml."""

    ending: str
    cost: float
    lemma: list[str]
    construct: bool
    attested: list[str] | None
    ratio: float
    article: bool
    step: float


class Seen(NamedTuple):
    """How often a form is written, with and without the article, and whether it takes the article, as nouns do."""

    share: float
    article: bool


@dataclass(frozen=True, eq=False, slots=True)
class Affixes:
    """What may stand around a stem: lemmas/data/clitics.yml.

    `before`: particles and article -> (cost, host); `after`: pronoun -> (cost, host). A host is any, noun, verb,
    imperfect, or definite (a noun with its article). `endings` of nouns, `imperfect` and `perfect` endings: by their
    last letter. `cost`: the resource itself. `closed`: particles and pronouns with what is attached -> the word.
    """

    before: dict[str, tuple[float, str]]
    after: dict[str, tuple[float, str]]
    endings: dict[str, list[Ending]]
    imperfect: dict[str, list[tuple[str, float]]]
    perfect: dict[str, list[tuple[str, float]]]
    adjective: re.Pattern[str]
    participle: re.Pattern[str]
    actor: re.Pattern[str]
    cost: dict[str, Any]
    closed: dict[str, str]


def read(forms: list[str]) -> list[Reading]:
    """Return what each form can be, by its most probable readings as a noun and as a verb."""
    words, affix = lexicon(), affixes()
    return [_read(form, words, affix) for form in forms]


@lru_cache
def affixes() -> Affixes:
    """Return what may stand around a stem."""
    return build(tables.table("lemmas/data/clitics.yml"))


def build(table: dict[str, Any]) -> Affixes:
    """Return the affixes of a table like lemmas/data/clitics.yml."""
    before: dict[str, tuple[float, str]] = {}
    for conjunction, outer in {"": 0.0, **table["conjunctions"]}.items():
        for particle, rule in {"": {"cost": 0.0, "host": "any"}, **table["particles"]}.items():
            cost = outer + rule["cost"]
            before[conjunction + particle] = cost, rule["host"]
            if rule["host"] != "imperfect":
                article = "لل" if particle == "ل" else particle + "ال"
                before[conjunction + article] = cost + table["article"], "definite"
    after = {pronoun: (rule["cost"], rule["host"]) for pronoun, rule in table["pronouns"].items()}
    defaults = {"attested": None, "ratio": 0.0, "article": False, "step": 0.0}
    endings: dict[str, list[Ending]] = {}
    for ending, rule in table["endings"].items():
        endings.setdefault(ending[-1], []).append(Ending(ending=ending, **(defaults | rule)))
    adjective, participle, actor = (re.compile(table[name]["shape"]) for name in ("adjective", "participle", "actor"))
    imperfect, perfect = (_by_last(table[name]) for name in ("imperfect_endings", "perfect_endings"))
    return Affixes(
        before, {"": (0.0, "any"), **after}, endings, imperfect, perfect, adjective, participle, actor, table, _closed()
    )


def _by_last(endings: dict[str, float]) -> dict[str, list[tuple[str, float]]]:
    """Return the endings by their last letter; the empty one is in every list, and alone under the empty string."""
    letters = {ending[-1:] for ending in endings}
    return {last: [(ending, cost) for ending, cost in endings.items() if ending[-1:] in ("", last)] for last in letters}


def _closed() -> dict[str, str]:
    """Return the closed-class words with what may be attached to them -> the word."""
    lists = word_lists("lemmas/data/particles.txt")
    inflected = {
        (word[:-1] + "ي" if pronoun and word.endswith("ى") else word) + pronoun: word
        for word in lists["inflected"]
        for pronoun in ("", *lists["after"])
    }
    bare = inflected | {word: word for word in lists["fixed"]}
    # Short words with a particle are other words as often: فهم، ولي.
    attached = {
        particle + form: word
        for form, word in bare.items()
        for particle in lists["before"]
        if len(form) > 2 or (particle == "و" and form not in lists["fixed"])
    }
    same = dict(pair.split("=") for pair in lists["same"])
    return {form: same.get(word, word) for form, word in (attached | bare).items()}


def _read(form: str, words: Lexicon, affix: Affixes) -> Reading:
    word = clean(form)
    if not _WORD.fullmatch(word):
        return _of_no_stem(form, word, affix)
    marked = bool(_TANWIN.search(form))
    written = word = word if word in affix.closed else words.usual.get(word, word)
    if marked and word[-1] == "ا" and (word[:-1] in affix.closed if word in affix.closed else len(word) > 3):
        word = word[:-2] + word[-2].replace("ئ", "ء")  # كلاً is no كلا, فعلياً none of عليا
    if word in affix.closed or (len(word) == 2 and word not in words.verbs):
        return _of_no_stem(form, word, affix)
    if word in words.whole:
        return Reading(words.whole[word], "", "noun", beside="ال")
    noun: Scored = (-99.0, word, "")
    verb: Scored = (-math.inf, "", "")
    for reading in _readings(word, marked, words, affix):
        if reading[2]:
            verb = max(verb, reading)
        else:
            noun = max(noun, reading)
    if marked or noun[1] in words.nouns or verb[0] < noun[0] - _NEVER:
        verb = (-math.inf, "", "")
    odds = words.odds.get(word, (verb[0] - noun[0]) * math.log(10)) if verb[1] else -math.inf
    if odds < _SURE and word in words.names:
        verb, odds = (-math.inf, "", ""), -math.inf
    return Reading(noun[1], verb[1], "verb" if odds > 0 else "noun", odds, verb[2], _beside(written, odds))


def _of_no_stem(form: str, word: str, affix: Affixes) -> Reading:
    """Return the reading of a particle, a number, a single letter or a word of another script."""
    if word in affix.closed:
        of = affix.closed[word]
        return Reading(of, "", "other", beside=of + "+" * (len(word) > len(of) + 1))
    kind = "noun" if len(word) > 1 and word.isalpha() else "other"
    return Reading(word.casefold() or form, "", kind, beside="0" if word[:1].isdigit() else "A")


def _beside(word: str, odds: float) -> str:
    """Return what a word is to its neighbours, by what can be seen of it alone."""
    if odds > _SURE:
        return "V"
    if odds > -_SURE:
        return "V?"
    bare = word[1:] if word[0] in "وفبك" else word
    if bare.startswith(("ال", "لل")):
        return "ال"
    return next((ending for ending in ("ها", "هم", "ة", "ات", "ه", "ا", "ين", "ي") if word.endswith(ending)), "N")


_NEVER = 5.0  # powers of ten from which on the rarer reading is none
_SURE = 2.0  # odds from which on the form alone tells a verb


def _readings(word: str, marked: bool, words: Lexicon, affix: Affixes) -> Iterator[Scored]:
    """Yield the ways to take a word apart; no pronoun is attached to one that is `marked` as indefinite."""
    size = len(word)
    stops = [size] if marked else range(size, max(size - 4, 1), -1)
    ends = [(stop, affix.after[word[stop:]]) for stop in stops if word[stop:] in affix.after]
    for start in range(min(5, size - 1)):
        if word[:start] not in affix.before:
            continue
        cost, host = affix.before[word[:start]]
        for stop, pronoun in ends:
            if stop < start + 2 or (host == "definite" and stop < size):
                continue
            stem, total = word[start:stop], cost + pronoun[0]
            if word[stop:] == "ي" and not _is_mine(word[start:], stem, words):
                total += affix.cost["unattested"]
            closed = len(stem) == 2 and stem in affix.closed and host != "definite"
            is_noun = host != "imperfect" and pronoun[1] != "verb" and not closed
            is_verb = host in ("any", "imperfect") and pronoun[1] != "noun"
            if is_noun and (noun := _noun(stem, stop < size, words, affix)):
                yield noun[0] - total, noun[1], ""
            if is_verb and (verb := _verb(stem, stop < size, host == "imperfect", words, affix)):
                yield verb[0] - total, verb[1], "س" if host == "imperfect" else verb[2] + "+" * (stop < size)


@lru_cache(maxsize=_STEMS)
def _noun(stem: str, owned: bool, words: Lexicon, affix: Affixes) -> tuple[float, str] | None:
    """Return the best reading of a stem as a noun; `owned`: a pronoun follows."""
    return max(_nouns(stem, owned, words, affix), default=None)


@lru_cache(maxsize=_STEMS)
def _verb(stem: str, owned: bool, imperfect: bool, words: Lexicon, affix: Affixes) -> Scored | None:
    """Return the best reading of a stem as a verb; `owned`: a pronoun follows."""
    return max(_verbs(stem, owned, imperfect, words, affix), default=None)


def _nouns(stem: str, owned: bool, words: Lexicon, affix: Affixes) -> Iterator[tuple[float, str]]:
    """Yield the readings of a stem as a noun."""
    for form in _before_pronoun(stem) if owned else [words.usual.get(stem, stem)]:
        seen = _seen(form, words)
        if form in words.told:
            yield _log(seen.share) + _TOLD, words.told[form]
            continue
        weight = _weight(form, owned, seen, words, affix)
        yield weight, form
        given = [] if form in words.names else _given(form, words)
        regular = set()
        for ending in affix.endings.get(form[-1], ()):
            if not form.endswith(ending.ending) or len(form) - len(ending.ending) < 2:
                continue
            for step, replacement in enumerate(ending.lemma):
                base = form[: -len(ending.ending)] + replacement
                regular.add(base)
                base = words.usual.get(base, base)
                if base in words.frequency and (ending.construct or not owned):
                    of = _seen(base, words)
                    cost = _ending_cost(ending, form, base, base in given, seen, of, words, affix)
                    yield _weight(base, False, of, words, affix) - cost - step * ending.step, base
                    if ending.ending == "ة" and affix.participle.match(base):
                        yield weight + affix.cost["participle"]["ة"], base
                    if ending.ending in ("ين", "ون") and seen.article and _is_of_people(base, affix):
                        yield weight - affix.cost["actor"]["plural"], base
        if given:
            yield from _told_by_dictionary(form, [lemma for lemma in given if lemma not in regular], seen, words, affix)


def _given(form: str, words: Lexicon) -> list[str]:
    """Return the lemmas that the dictionary gives a form, with and without the article: other words than it."""
    own = form, "ال" + form
    return [told for each in own if (told := words.lemma.get(each)) and told not in own]


def _told_by_dictionary(
    form: str, lemmas: list[str], seen: Seen, words: Lexicon, affix: Affixes
) -> Iterator[tuple[float, str]]:
    """Yield the readings of a form as one of the lemmas that the dictionary gives it."""
    dictionary = affix.cost["dictionary"]
    share = _log(seen.share) - (0.0 if seen.article else dictionary["rare"])
    for lemma in lemmas:
        if lemma[:2] != "ال" and not _derived(form, lemma, words):
            common = _log(_share(lemma, words))
            score = min(share + dictionary["gain"], common + dictionary["cap"])
            yield score - dictionary["gap"] * max(0.0, share - common), lemma


def _before_pronoun(stem: str) -> list[str]:
    """Return what a stem may be without the pronoun that follows it."""
    last = stem[-1]
    if last in "ةى":
        return []
    if last in "تائؤ":
        return [stem, stem[:-1] + {"ت": "ة", "ا": "ى"}.get(last, "ء")]
    return [stem]


def _is_mine(word: str, stem: str, words: Lexicon) -> bool:
    """Tell whether a word in -i can be a stem with a pronoun: شخصي is none of شخص, since الشخصي is written."""
    bases = (stem, stem[:-1] + "ة" if stem[-1] == "ت" else stem)
    return not _takes_article(word, words) and _share(word, words) <= max(_share(base, words) for base in bases)


def _ending_cost(
    ending: Ending, form: str, base: str, given: bool, seen: Seen, of: Seen, words: Lexicon, affix: Affixes
) -> float:
    """Return what it costs to take a form (`seen` so often) for its base (`of`) with an ending.

    `given`: the dictionary says so too.
    """
    cost, shaped = ending.cost, affix.cost["adjective"]
    if base[-1] == "ي":
        cost = shaped.get("ي" + ending.ending, cost)
    elif affix.adjective.match(base):
        cost = shaped.get(ending.ending, cost)
    if given:
        cost += affix.cost["dictionary"]["regular"]
    if ending.ending == "ة":
        cost -= affix.cost["qualifies"] * words.qualifies.get(form, 0.0)
        if words.lemma.get("ال" + form) == form:
            cost += affix.cost["own"]
    if ending.article and base not in words.lemma and not of.article:
        cost = max(cost, affix.cost["unattested"])
    if ending.ending in ("ي", "و") and seen.share > of.share:
        cost = max(cost, affix.cost["unattested"])
    if ending.attested is not None and not (ending.ending in ("ين", "ون") and _is_of_people(base, affix)):
        others = sum(_share(base + other, words) for other in ending.attested)
        if others < ending.ratio * seen.share or not seen.article:
            cost = max(cost, affix.cost["unattested"])
    return cost


def _is_of_people(base: str, affix: Affixes) -> bool:
    """Tell whether a word has the shape of those with plurals of people: a participle, or an adjective in -i."""
    if base[-1] == "ي" or len(base) < 4:  # قانون is none of قان
        return len(base) > 3
    return bool(
        affix.adjective.match(base) if base[0] != "م" else affix.adjective.match(base) or affix.actor.match(base)
    )


def _takes_article(form: str, words: Lexicon) -> bool:
    """Tell whether a form is written with the article, as nouns are and neither verbs nor most names."""
    return words.frequency.get("ال" + form, 0.0) > _ARTICLE * words.frequency.get(form, 0.0)


def _verbs(stem: str, owned: bool, imperfect: bool, words: Lexicon, affix: Affixes) -> Iterator[Scored]:
    """Yield the readings of a stem as a verb."""
    stem = stem if owned else words.usual.get(stem, stem)
    absent = "وا" if owned else "و"
    cost = affix.cost["imperfect"].get(stem[0])
    if cost is not None:
        for ending, more in affix.imperfect.get(stem[-1], affix.imperfect[""]):
            if stem.endswith(ending) and ending != absent:
                found = words.imperfect.get(stem[1 : len(stem) - len(ending)])
                if found:
                    yield _log(found[0]) - cost - more, found[1], stem[0] + ending
    if not imperfect:
        for ending, more in affix.perfect.get(stem[-1], affix.perfect[""]):
            if stem.endswith(ending) and ending != absent:
                found = words.perfect.get(stem[: len(stem) - len(ending)])
                if found:
                    rare = affix.cost["perfect_in_ya"] if stem[0] == "ي" else 0.0
                    yield _log(found[0]) - more - rare, found[1], "." + ending


_TOLD = 1.5  # what it gains that a form stands in lemmas/data/nouns.yml
_ARTICLE = 0.03  # share of definite forms from which on a word counts as a noun


def _weight(form: str, owned: bool, seen: Seen, words: Lexicon, affix: Affixes) -> float:
    """Return how probable a form is as a lemma."""
    evidence: dict[str, float] = affix.cost["evidence"]
    if form in words.names and not owned:
        cost = evidence["name"]
    elif seen.article:
        cost = evidence["both" if form in words.lemma else "article"]
    elif form in words.verbs:
        cost = evidence["verb"]
    elif form in words.lemma:
        cost = evidence["shared" if form in words.shared else "alone"]
    else:
        cost = evidence["none"]
    if not seen.share:
        cost += evidence["letter"] * (len(form) - 3)
    return _log(seen.share) - cost


def _seen(form: str, words: Lexicon) -> Seen:
    alone, definite = words.frequency.get(form, 0.0), words.frequency.get("ال" + form, 0.0)
    return Seen(alone + definite, definite > _ARTICLE * alone)


def _share(form: str, words: Lexicon) -> float:
    return words.frequency.get(form, 0.0) + words.frequency.get("ال" + form, 0.0)


def _derived(form: str, lemma: str, words: Lexicon) -> bool:
    """Tell whether a form is a participle or verbal noun of the lemma rather than a form of it."""
    if form[0] == "م" != lemma[0] or form == lemma + "ي" or _VERBAL.sub(r"\1\2\3", form) == lemma:
        return True
    if form + "ة" == lemma and words.frequency.get("ي" + form, 0.0) > _share(lemma, words):  # فتح is no فتحة
        return True
    if lemma not in words.verbs:
        return False
    return (
        not _takes_article(lemma, words)
        or not _takes_article(form, words)
        or (len(form) == 4 and form[0] == lemma[0] and form[1] == "ا")
        or (form[0] == "إ" and lemma[0] == "أ")
        or (form[0] == "ت" != lemma[0])
        or (form[0] == "ا" == lemma[0] and form[:-2] + form[-1] == lemma)
    )


_VERBAL = re.compile("^(..)(?:[او](.)ة|ي(.))$")  # مهارة, سهولة, رحيل


def _log(share: float) -> float:
    return math.log10(share) if share > 1e-10 else -10.0
