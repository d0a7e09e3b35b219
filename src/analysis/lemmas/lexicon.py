"""What is known of Arabic words: attested forms, how often and how they are written, and verbs with their stems."""

import gzip
import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Any

import msgpack
from babel import Locale
from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY

from analysis.base.built import built
from analysis.text import tables
from analysis.text.folding import clean

ROOMS, PACKAGES = ("lemmas", "text"), ("simplemma", "wordfreq", "babel")  # what the lexicon is made of


@dataclass(frozen=True, eq=False, slots=True)
class Lexicon:
    """Words of contemporary Arabic.

    `lemma`: form -> lemma (simplemma; forms of more than one lemma stand for themselves).
    `frequency`: form -> share of running words (wordfreq).
    `usual`: spelling -> the usual spelling of the same letters, where that is another one.
    `imperfect`, `perfect`: stem -> (frequency, verb).
    `verbs`: the lemmas that are verbs. `shared`: the lemmas that other forms have.
    `odds`: form -> logarithm of verb : noun, where newspapers tell another one than its letters.
    `qualifies`: word in -a -> logarithm of the odds that it stands behind a definite word, as adjectives do.
    `told`: form without article -> lemma, of lemmas/data/nouns.yml. `whole`: form -> lemma that keeps its article.
    `names`: states, places and given names of one word, without article. `nouns`: lemmas whose forms are no verbs.
    """

    lemma: dict[str, str]
    frequency: dict[str, float]
    usual: dict[str, str]
    imperfect: dict[str, tuple[float, str]]
    perfect: dict[str, tuple[float, str]]
    verbs: frozenset[str]
    shared: frozenset[str]
    odds: dict[str, float]
    qualifies: dict[str, float]
    told: dict[str, str]
    whole: dict[str, str]
    names: frozenset[str]
    nouns: frozenset[str]


@lru_cache
def lexicon() -> Lexicon:
    """Return the lexicon; loaded once a process (a quarter of a second), and built once an installation."""
    lemma, packed, *others = built("lexicon", _packed, rooms=ROOMS, packages=PACKAGES)
    frequency: dict[str, float] = {}
    for share, words in packed:
        frequency.update(dict.fromkeys(words.split("\n"), share))
    return Lexicon(lemma, frequency, *others)


def _packed() -> tuple[Any, ...]:
    """Return the fields of the lexicon, of the frequencies the words of each: as one text they are read faster."""
    lemma, frequency, *others = make()
    words: dict[float, list[str]] = {}
    for word, share in frequency.items():
        words.setdefault(share, []).append(word)
    return lemma, [(share, "\n".join(alike)) for share, alike in words.items()], *others


def make() -> tuple[Any, ...]:
    """Return the fields of the lexicon, made of the data of simplemma, wordfreq and babel (about a second)."""
    given = dict(DEFAULT_DICTIONARY_FACTORY.get_dictionary("ar").items())
    frequency = _frequencies()
    names = _names()
    usual = _usual_spellings(frequency, names)
    # The dictionary repeats forms without their hamza, where they meet other words.
    bare = {"ا" + form[1:] for form in given if form[0] in "أإ"}
    ends = {word for words in word_lists("lemmas/data/particles.txt").values() for word in words if word[-1] == "ى"}
    lemma = {form: of for form, of in given.items() if form not in bare and of not in ends}
    shared = frozenset(of for form, of in lemma.items() if form != of and form[:2] != "ال")
    told = tables.table("lemmas/data/verbs.yml")
    verbs = _verbs(given, frequency) - ends - set(told["rare"]) | set(told["verbs"])
    imperfect, perfect = _stem_tables(verbs, frequency)
    nouns = frozenset(tables.table("lemmas/data/nouns.yml")["nouns"].split())
    return (
        lemma,
        frequency,
        usual,
        imperfect,
        perfect,
        verbs,
        shared,
        _trained("odds"),
        _trained("qualifies"),
        *_told(),
        names,
        nouns,
    )


def _frequencies() -> dict[str, float]:
    """Return wordfreq's shares of running words, of its file: to import the package takes longer than to read it."""
    spec = find_spec("wordfreq")
    assert spec is not None and spec.origin is not None
    packed = gzip.decompress(Path(spec.origin).with_name("data").joinpath("large_ar.msgpack.gz").read_bytes())
    _, *words = msgpack.unpackb(packed)  # a header; then words by their hundredths of a power of ten, none first
    frequency: dict[str, float] = {}
    for hundredths, alike in enumerate(words):
        frequency |= dict.fromkeys(alike, 10 ** (-hundredths / 100))
    return frequency


def _trained(name: str) -> dict[str, float]:
    path = tables.path(f"lemmas/data/{name}.tsv.gz")
    if not path.exists():  # while it is trained
        return {}
    pairs = (line.split("\t") for line in gzip.decompress(path.read_bytes()).decode().splitlines())
    return {form: float(number) for form, number in pairs}


def _told() -> tuple[dict[str, str], dict[str, str]]:
    nouns = tables.table("lemmas/data/nouns.yml")
    plurals = {form: lemma for lemma, forms in nouns["plurals"].items() for form in forms.split()}
    own = {word: word for name in ("own", "nouns", "names") for word in nouns[name].split()}
    whole: dict[str, str] = {}
    for word in nouns["whole"]:
        whole |= {outer + inner + word: word for outer in ("", "و", "ف") for inner in ("", "ب", "ك")}
        whole |= {outer + word[1:]: word for outer in ("", "و", "ف")}  # li-llah: one lam less
    return own | plurals, whole


def _names() -> frozenset[str]:
    territories = (name for code, name in Locale("ar").territories.items() if len(code) == 2)
    told = tables.table("lemmas/data/nouns.yml")["names"].split()
    names = (clean(name) for name in (*territories, *tables.given_names(), *tables.places(), *told))
    return frozenset(name.removeprefix("ال") for name in names if " " not in name and len(name) > 2)


# How many times as frequent another spelling must be to count as the usual one, by the letter that differs:
# hamza is often left out and seldom put in, dots are often left off a final ya or ha and seldom added.
_RATIO = {"ا": 1, "ى": 4, "ه": 12, "ي": 20}
_OTHER_RATIO = 6
_SPELLED = 300_000  # words


def _usual_spellings(frequency: dict[str, float], names: frozenset[str]) -> dict[str, str]:
    # wordfreq lists the frequent words first; in its tail, spellings are as often slips.
    words = [word for word in islice(frequency, _SPELLED) if word[-1] != "ي" or word not in names]
    text = "\n".join(words)
    for letter, bare in ("أا", "إا", "آا", "ىي", "ةه"):
        text = text.replace(letter, bare)
    keys = text.split("\n")
    # Backwards, so that the most frequent is written last.
    best = dict(zip(reversed(keys), reversed(words), strict=True))
    return {
        word: usual
        for word, usual in zip(words, map(best.__getitem__, keys), strict=True)
        if word is not usual
        and frequency[usual] > _ratio(word, usual) * frequency[word]
        and (usual[:2] != "ال" or word[0] == "ا")  # آلام is no الأم
    }


def _ratio(word: str, usual: str) -> int:
    return max(_RATIO.get(one, _OTHER_RATIO) for one, other in zip(word, usual, strict=True) if one != other)


def _verbs(lemma: dict[str, str], frequency: dict[str, float]) -> frozenset[str]:
    """Return the lemmas that have a form only verbs have: in -tuma (you two did) or, failing that, an imperfect."""
    duals = {form[:-3]: of for form, of in lemma.items() if form.endswith("تما")}
    verbs: set[str] = {of for stem, of in duals.items() if of != stem + "تما"}
    for stem in duals:
        if len(stem) >= 3 and stem[-1] == stem[-2]:
            # Stems of doubled roots: qarrar-tuma from qarrar, zanan-tuma from zann.
            if stem in lemma and frequency.get("ي" + stem, 0) > 1e-7:
                verbs.add(stem)
            if stem[:-1] in lemma:
                verbs.add(stem[:-1])
    imperfects = {(form[1:], of) for form, of in lemma.items() if form[0] == "ي" != of[0] and of not in verbs}
    verbs |= {of for stem, of in imperfects if len(of) > 2 and of[-1] != "ي" and stem in stems(of)[0]}
    verbs |= {verb for word in frequency if word[0] == "ي" and (verb := _augmented(word[1:], frequency))}
    return frozenset(
        verb for verb in verbs if not _is_passive(verb, frequency) and not _is_variant(verb, verbs, frequency)
    )


def _augmented(stem: str, frequency: dict[str, float]) -> str:
    """Return the verb of the stem of an imperfect whose letters tell it: تقيد, تعاون, استحدث, انتقد; "" for another."""
    verb = stem if _FIFTH.fullmatch(stem) else "ا" + stem if _TENTH.fullmatch(stem) else ""
    return verb if frequency.get(verb, 0) + frequency.get(verb + "ت", 0) > _ATTESTED else ""


_FIFTH = re.compile("ت(?:[^اويىه]{3}|[^ا]ا[^اويىه]{2})")
_TENTH = re.compile("(?:ست[^اويى]|[^اتيس]ت|ن[^ات])[^اويىه]{2}")
_ATTESTED = 3e-8


def _is_passive(verb: str, frequency: dict[str, float]) -> bool:
    """Tell whether a verb is the passive of a hollow one (بيع), unlike ميّز that has its verbal noun تمييز."""
    return len(verb) == 3 and verb[1] == "ي" and f"ت{verb[0]}يي{verb[2]}" not in frequency


def _is_variant(verb: str, verbs: set[str], frequency: dict[str, float]) -> bool:
    """Tell whether a verb in ya or alef maksura is usually the other one: baqiyat for بقي, sa'at for سعى."""
    stem, last = verb[:-1], verb[-1]
    if last not in "يى" or stem + ("ى" if last == "ي" else "ي") not in verbs:
        return False
    return (frequency.get(stem + "ت", 0) > frequency.get(stem + "يت", 0)) == (last == "ي")


def _stem_tables(
    verbs: frozenset[str], frequency: dict[str, float]
) -> tuple[dict[str, tuple[float, str]], dict[str, tuple[float, str]]]:
    of_stem: tuple[dict[str, tuple[float, str]], dict[str, tuple[float, str]]] = ({}, {})
    share = frequency.get
    for verb in sorted(verbs):
        present, past = stems(verb)
        if len(verb) == 3 and verb[1] == "ا":
            top = max(share("ي" + stem, 0) for stem in present if len(stem) == 3)
            for stem in present:
                if len(stem) == 3 and share("ي" + stem, 0) < top * 0.2:
                    present[stem] *= 0.01
        # Forms of the perfect tell verbs apart that share their imperfect (kataba, kattaba, aktaba).
        # A verb in ta- is written like another's imperfect: تمثل.
        count = share(verb, 0) * (0.01 if _FIFTH.fullmatch(verb) else 0.2) + 1e-8
        for stem, weight in past.items():
            count += weight * sum(share(stem + ending, 0) for ending in ("ت", "وا", "نا", "ها"))
        for table, of in zip(of_stem, (present, past), strict=True):
            for stem, weight in of.items():
                if of is past and stem != verb and stem in verbs:  # haddad-tu is rather of haddada than of hadda
                    weight *= 0.1
                table[stem] = max(table.get(stem, (0.0, "")), (count * weight, verb))
    imperfect, perfect = of_stem
    told = tables.table("lemmas/data/verbs.yml")
    for stem, verb in told["imperfect"].items():
        imperfect[stem] = 0.0, verb
    for stem, verb in told["perfect"].items():
        perfect[stem] = max(perfect.get(stem, (1e-8, ""))[0], share(stem + "ت", 0)), verb
    for stem, (_, verb) in imperfect.items():
        attested = sum(share("ي" + stem + ending, 0) for ending in ("", "ون", "وا"))
        imperfect[stem] = attested + 1e-8, verb
    return imperfect, perfect


def stems(verb: str) -> tuple[dict[str, float], dict[str, float]]:
    """Return the stems of the imperfect and of the perfect of a verb, each with a weight: 1 for the usual one.

    >>> stems("وصل")[0], stems("انتهى")[1]
    ({'وصل': 0.5, 'صل': 1.0}, {'انتهى': 1.0, 'انتهي': 1.0, 'انته': 0.3, 'انتها': 0.5})
    """
    size, first, last = len(verb), verb[0], verb[-1]
    if verb in ("رأى", "أرى"):
        return {"رى": 1.0, "ري": 1.0, "ر": 0.1, "را": 0.5}, {verb: 1.0, verb[:-1] + "ي": 1.0, verb[:-1]: 0.3}
    past = {verb: 1.0}
    if size >= 4 and first in "أا":
        present = {verb[1:]: 1.0}
    elif first == "أ":  # addā, akkada
        present = {verb: 1.0, "ؤ" + verb[1:]: 1.0}
    elif first == "آ":
        present = {"ؤ" + verb[1:]: 1.0}
    elif first == "و" and size == 3:
        present = {verb: 0.5, verb[1:]: 1.0}
    else:
        present = {verb: 1.0}
    if size >= 3 and verb[-2] == "ا" and (size == 3 or first in "أا"):  # hollow: qala, aqama, istata'a
        begin = next(iter(present))[:-2]
        vowels = {"و": 1.0, "ي": 1.0, "ا": 1.0} if size == 3 else {"ي": 1.0, "ا": 1.0 if begin.endswith("ت") else 0.3}
        present = {begin + vowel + last: weight for vowel, weight in vowels.items()} | {begin + last: 0.1}
        past |= {verb[:-2] + "ي" + last: 0.2, verb[:-2] + last: 0.3}
    if last in "ىاي" and size >= 3:  # defective: da'a, baqiya, intaha
        for table in (present, past):
            for stem, weight in list(table.items()):
                begin = stem[:-1]
                maksura = 0.5 if last == "ى" and table is present else 1.0
                for ending, share in (("ي", 1.0), ("ى", maksura), ("", 0.3), ("ا", 0.5)):
                    table.setdefault(begin + ending, weight * share)
                if last == "ا":
                    table[begin + "و"] = 1.0
    if last == "أ":
        for table in (present, past):
            table |= {stem[:-1] + seat: weight for stem, weight in table.items() for seat in "ؤئآ"}
    if size == 3 and verb[1] == "أ":
        past[first + "ئ" + last] = 1.0
    if size == 2:  # doubled: zanna
        past[verb + last] = 0.5
    if size == 4 and verb[1] == "ا":  # passive of fa'ala
        past[first + "و" + verb[2:]] = 0.2
    return present, past


def word_lists(name: str) -> dict[str, list[str]]:
    """Return the words of a resource by section: sections in brackets, any number of words a line."""
    sections: dict[str, list[str]] = {}
    for line in tables.lines(name):
        if line.startswith("["):
            section = sections.setdefault(line.strip("[]"), [])
        else:
            section += line.split()
    return sections
