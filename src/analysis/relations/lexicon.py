"""The lexicon of relations, inflected, and the codes that rules are written in.

Each word can play several parts (`دعم` is a verb and a noun); each set of parts has one code, a character, so that a
sentence is a short string and the rules of the language (`rules`) are regular expressions over parts. The letters of
`PARTS` are not those of dates (`i` is "to" here, a day there).
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from analysis.text import tables
from analysis.text.folding import normalize

# The legend: a part that a word can play, what it is, a word that plays it.
PARTS = {
    "V": ("verb of a relation", "اتهمت"),
    "W": ("the same with a pronoun", "تدعمه"),
    "N": ("noun of a relation", "هجوم"),
    "O": ("the same with a pronoun", "دعمها"),
    "D": ("the same with the article", "الهجوم"),
    "C": ("noun that needs a verb of its own", "علاقات"),
    "P": ("participle", "المعادية"),
    "S": ("word with its agent after من", "المدعومة"),
    "L": ("verb that carries a noun", "شنت"),
    "K": ("the same with a pronoun", "تشنها"),
    "G": ("verb that denies the noun", "أوقفت"),
    "R": ("verb whose subject gets the noun", "تعرضت"),
    "X": ("verb of what both do to each other", "تبادلت"),
    "H": ("verb that a noun `C` needs", "قطعت"),
    "J": ("auxiliary", "كانت"),
    "v": ("looks like a verb", "يستيقظ"),
    "M": ("mention of an actor", "باكستان"),
    "I": ("mention of a person", "فلاديمير بوتين"),
    "Z": ("mention of a state with its polity", "جمهورية مصر العربية"),
    "T": ("head that stands for its actor", "قوات"),
    "E": ("envoy", "مبعوث"),
    "B": ("what an actor says or does", "تصريحات"),
    "F": ("head whose name may follow", "رئيس"),
    "U": ("what a state calls itself", "جمهورية"),
    "A": ("word with the article", "الجديدة"),
    "o": ("other word", "مدينة"),
    "y": ("adverb", "أمس"),
    "s": ("makes a deed of force one of words", "إعلامية"),
    "q": ("negation", "لم"),
    "Q": ("negation that begins a clause", "ما"),
    "x": ("without", "دون"),
    "z": ("unreal", "إذا"),
    "j": ("possible", "قد"),
    "c": ("begins a clause", "بينما"),
    "r": ("relative", "التي"),
    "&": ("attached و or ف", "وهجوم"),
    "b": ("with, by", "ب"),
    "l": ("for", "لصالح"),
    "k": ("as, attached", "كحركة"),
    "m": ("from", "من"),
    "a": ("on", "على"),
    "i": ("to", "إلى"),
    "e": ("about", "عن"),
    "w": ("with", "مع"),
    "d": ("against", "ضد"),
    "t": ("between", "بين"),
    "u": ("at", "لدى"),
    "n": ("in, during", "خلال"),
    "f": ("at the place or the time of", "قرب"),
    "g": ("by means of", "بواسطة"),
    "Y": ("side, after من or على: by", "قبل"),
}
QUAD_CLASSES = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
PREPOSITIONS = {"ب": "b", "ل": "l", "من": "m", "على": "a", "إلى": "i", "عن": "e", "مع": "w", "ضد": "d", "بين": "t"}
PREPOSITIONS |= {"لدى": "u", "خلال": "n", "حول": "f", "بواسطة": "g"}
_PRONOUNS = ("ه", "ها", "هم", "هما", "هن", "نا", "ني", "كم")


class Entry(NamedTuple):
    """What a form tells: its kind, the part it plays here, what marks its target; of a verb, its tense and gender."""

    kind: str
    part: str
    marks: tuple[str, ...] = ()
    past: bool = False
    gender: str = ""  # m or f, where the form tells; + where it tells several, who are told before it
    adverbial: bool = False  # a participle that tells what the subject does besides: متهما


_LEXICON: dict[str, Any] = tables.table("relations/data/relations.yml")
KINDS: dict[str, dict[str, Any]] = _LEXICON["kinds"]
PRECISION: dict[str, int] = _LEXICON["precision"]
RECALL: dict[str, int] = _LEXICON["recall"]

# People by what they are, with no state or body: form -> PLOVER's role of agents.
PEOPLE: dict[str, str] = {normalize(form): role for role, forms in _LEXICON["people"].items() for form in forms}


# Kinds of which one end may be all that is told; words for what befalls people; by what it was done.
ONE_SIDED = frozenset(kind for kind, about in KINDS.items() if about.get("one_sided"))


def words(name: str) -> frozenset[str]:
    """Return one of the lists of the lexicon, folded."""
    return frozenset(normalize(word) for word in _LEXICON[name])


# --- inflection -----------------------------------------------------------------------------------------------------
class _VerbForm(NamedTuple):
    form: str
    past: bool
    gender: str
    pronoun: bool = False


def _verb(entry: str) -> Iterator[_VerbForm]:
    """Yield the forms of a verb given as `past present jussive`, folded."""
    past, present, jussive = [*normalize(entry).split(), "", ""][:3]
    yield from _past(past, entry.split()[0].endswith(("ى", "ا")))
    for whole in filter(None, (present, jussive)):
        yield from _present(whole[1:])


def _past(form: str, weak: bool) -> Iterator[_VerbForm]:
    """Yield the past of a verb; a weak one loses its last letter before an ending."""
    stem = form[:-1] if weak else form
    yield _VerbForm(form, True, "m")
    yield _VerbForm(stem + "ت", True, "f")
    dual = "" if form.endswith("ا") else form + "ا"
    yield from (_VerbForm(each, True, "+") for each in (stem + "وا", dual, stem + "تا") if each)
    for base, gender in ((stem + "ا" if weak else form, "m"), (stem + "ت", "f"), (stem + "و", "")):
        yield from (_VerbForm(base + pronoun, True, gender, True) for pronoun in _PRONOUNS)


def _present(rest: str) -> Iterator[_VerbForm]:
    """Yield the present of a verb, given without its prefix; a weak one loses its last letter after لم."""
    stem = rest[:-1] if rest.endswith(("ي", "و")) else rest
    for prefix, gender in (("ي", "m"), ("ت", "f"), ("سي", "m"), ("ست", "f")):
        yield from (_VerbForm(prefix + each, False, gender) for each in dict.fromkeys((rest, stem)))
        yield from (_VerbForm(prefix + rest + ending, False, "+") for ending in ("ان", "ا"))
        yield from (_VerbForm(prefix + stem + ending, False, "+") for ending in ("ون", "وا"))
        yield from (_VerbForm(prefix + rest + pronoun, False, gender, True) for pronoun in _PRONOUNS)
        yield from (_VerbForm(prefix + stem + "و" + pronoun, False, "", True) for pronoun in _PRONOUNS)


def _adverbial(entry: str) -> Iterator[tuple[str, bool]]:
    """Yield the participle of a verb of four letters or more, as an adverb: متهما, متهمة; whether it is feminine."""
    past, present = [*normalize(entry).split(), ""][:2]
    if len(past) >= 4 and present.startswith("ي"):
        stem = "م" + present[1:]
        yield stem + "ا", False
        if stem + "ه" not in _LEXICON["no_participles"]:
            yield stem + "ه", True


def _noun(noun: str) -> Iterator[tuple[str, str]]:
    """Yield (form, part) of a noun: bare, with a pronoun, with the article."""
    noun = normalize(noun)
    joined = noun[:-1] + "ت" if noun.endswith("ه") else noun  # before an ending
    accusative = () if noun.endswith(("ه", "ات", "ا", "اء")) else (noun + "ا",)
    duals = (joined + "ين", joined + "ان")
    stems = [noun[:-1] + seat for seat in "ءئؤ"] if noun.endswith("اء") else [joined]
    yield from ((form, "N") for form in (noun, *accusative, *duals))
    yield from ((stem + pronoun, "O") for stem in stems for pronoun in _PRONOUNS)
    yield from (("ال" + form, "D") for form in (noun, *duals))


# --- what each form is ----------------------------------------------------------------------------------------------
_VERBS = {"light": "L", "negative": "G", "received": "R", "mutual": "X"}
_WITH_ARTICLE = {"heads": "T", "envoys": "E", "deeds": "B", "leaders": "F", "polities": "U", "figurative": "s"}
_AS_THEY_ARE = {
    **{"adverbs": "y", "negations": "q", "negation_first": "Q", "without": "x", "unreal": "z", "possible": "j"},
    **{"relatives": "r", "clauses": "c", "auxiliaries": "J", "attached": "T", "not_definite": "o", "by_nouns": "Y"},
}


def _entries() -> Iterator[tuple[str, Entry]]:
    """Yield each form that tells of a relation, with what it tells."""
    for kind, about in KINDS.items():
        for verb, prepositions in about.get("verbs", {}).items():
            marks = _marks(prepositions)
            for form, past, gender, pronoun in _verb(verb):
                yield form, Entry(kind, "W" if pronoun else "V", marks, past, gender)
            for form, feminine in _adverbial(verb):
                yield form, Entry(kind, "P", marks, True, "f" if feminine else "m", adverbial=True)
        for nouns, prepositions in about.get("nouns", {}).items():
            for form, part in (each for noun in nouns.split() for each in _noun(noun)):
                yield form, Entry(kind, "C" if "with" in about else part, _marks(prepositions))
        for adverbs, prepositions in about.get("adverbs", {}).items():
            for word in normalize(adverbs).split():
                way = "f" if word.endswith("ه") else "m"
                yield word, Entry(kind, "P", _marks(prepositions), True, way, adverbial=True)
        for participles, prepositions in about.get("participles", {}).items():
            for word in normalize(participles).split():
                yield from ((form, Entry(kind, "P", _marks(prepositions))) for form in (word, "ال" + word))
        for word in normalize(" ".join(about.get("by", ()))).split():
            yield from ((form, Entry(kind, "S")) for form in (word, "ال" + word))


def _marks(prepositions: list[str]) -> tuple[str, ...]:
    return tuple("" if each == "-" else PREPOSITIONS[each] for each in prepositions)


def _parts() -> Iterator[tuple[str, str]]:
    """Yield each form that plays another part, with that part."""
    carriers = [(_VERBS[name], verb) for name in _VERBS for verb in _LEXICON[name]]
    carriers += [("H", verb) for about in KINDS.values() for verb in about.get("with", ())]
    for part, verb in carriers:
        for form in _verb(verb):
            if not form.pronoun:
                yield form.form, part
            elif part == "L":
                yield form.form, "K"
    for name, part in _WITH_ARTICLE.items():
        yield from ((form, part) for word in words(name) for form in (word, "ال" + word))
    yield from ((form, "T") for word in PEOPLE for form in (word, "ال" + word))
    for verb in _LEXICON["plain"]:
        yield from ((form.form, "v") for form in _verb(verb))
    for present in map(normalize, _LEXICON["plain_present"]):
        yield from ((form.form, "v") for form in _present(present[1:]))
    yield from ((word, "o") for word in words("figurative"))
    yield from (("ال" + word, "A") for word in words("figurative"))
    yield from ((word, part) for name, part in _AS_THEY_ARE.items() for word in words(name))
    for preposition, alike in _LEXICON["prepositions"].items():
        yield from ((normalize(word), PREPOSITIONS[preposition]) for word in alike)


def _read() -> tuple[dict[str, tuple[Entry, ...]], dict[str, str]]:
    """Return what each form tells, and its parts as one sorted string."""
    entries: dict[str, dict[Entry, None]] = defaultdict(dict)
    parts: dict[str, set[str]] = defaultdict(set)
    for form, entry in _entries():
        entries[form][entry] = None
        parts[form].add(entry.part)
    for form in map(normalize, _LEXICON["no_verbs"]):
        entries.pop(form, None)
        parts[form] = {"y"}
    for form, part in _parts():
        parts[form].add(part)
    return {form: tuple(each) for form, each in entries.items()}, {
        form: "".join(sorted(p)) for form, p in parts.items()
    }


def inflected(entry: str) -> Iterator[str]:
    """Yield the forms of a verb (past and present) or a noun (alone)."""
    if " " in entry:
        yield from (form.form for form in _verb(entry) if not form.pronoun)
    else:
        yield normalize(entry)


# --- codes ----------------------------------------------------------------------------------------------------------
ENTRIES, _PARTS_OF = _read()
HARMS = frozenset(form for verb in _LEXICON["harms"] for form in inflected(verb))
BLAMING = frozenset(form for verb in _LEXICON["blaming"] for form, *_ in _verb(verb))
SUFFERED = frozenset(form for verb in _LEXICON["suffered"] for form in inflected(verb))
GATHERING = frozenset(form for verb in _LEXICON["gathering"] for form in inflected(verb))
LEADING = frozenset(form for verb in _LEXICON["leads_to"] for form in inflected(verb))
WITH_B = frozenset(form for verb in _LEXICON["with_b"] for form in inflected(verb))
TWO_SIDED = frozenset(form for verb in _LEXICON["two_sided"] for form in inflected(verb))
ATTACKING = frozenset(form for verb in _LEXICON["attacking"] for form in inflected(verb))
PAST = frozenset(
    form.form for name in (*_VERBS, "plain") for verb in _LEXICON[name] for form in _verb(verb) if form.past
)  # of verbs that begin with ت: تمكن
DOING = frozenset(form for verb in _LEXICON["doing"] for form in inflected(verb))
INSTRUMENTS = words("instruments") | frozenset("ال" + word for word in words("instruments"))
_CODES = {
    parts: chr(0x4E00 + number)
    for number, parts in enumerate(sorted({*_PARTS_OF.values(), *'MAoblkv&,;:-"', "IM", "MZ", "MT"}))
}
PARTS_IN = {each: frozenset(parts) for parts, each in _CODES.items()}
CODES = {form: _CODES[parts] for form, parts in _PARTS_OF.items()}
# What a rule is made of: its own brackets and counts, a choice of parts, a part.
_RULE = re.compile(r'\(\?(?::|<?[!=]|P<\w+>)|\{[\d,]+\}|\[[^\]]+\]|[A-Za-z&,;:"-]')


def code(parts: str) -> str:
    """Return the code of a set of parts."""
    return _CODES["".join(sorted(parts))]


def pattern(rule: str) -> re.Pattern[str]:
    """Return a rule over parts (a letter, `&` or a mark each, `[...]` for any of them) as a regular expression."""

    def codes(match: re.Match[str]) -> str:
        written = match.group()
        if written[0] in "({":
            return written
        wanted = set(written.strip("[]^"))
        inside = "".join(code for parts, code in _CODES.items() if not wanted.isdisjoint(parts))
        return f"[{'^' if written.startswith('[^') else ''}{inside}]"

    return re.compile(_RULE.sub(codes, rule))
