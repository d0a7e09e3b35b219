"""Which names of a corpus are one: spellings, short forms, names in brackets."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache
from typing import NamedTuple

from analysis.lemmas.common import bare, is_common, lexicon_names
from analysis.text import tables
from analysis.text.folding import normalize
from analysis.text.transliteration import transliterate

Key = tuple[str, ...]  # the words of a name, normalised, without articles
TYPES = ("PERS", "ORG", "LOC", "MISC")
_JOINED = re.compile("[وفبلك]?(?:عبد|ابو|ابي|ابا)")  # one name with the word after them
_PARTICLE = re.compile("[وف]?لل|[وف]?[بلك](?:ال)?|[وف](?:ال)?")
_WORD = re.compile(r"[^\W_]+")
_GIVEN = frozenset(normalize(name) for name in tables.given_names()) | {"بن", "ابن", "بنت", "ال"}

# Latin spellings of consonants that names take for one another from language to language, the longer first.
_SOUNDS = [
    (re.compile(spellings), sound)
    for spellings, sound in (
        ("sh|ch|zh|z", "s"),
        ("kh|gh|ck|[xqgjc]", "k"),
        ("dh", "d"),
        ("th", "t"),
        ("ph|v", "f"),
        ("p", "b"),
        ("[^bdfklmnrst]", ""),
        (r"(.)\1+", r"\1"),
    )
]


class Name(NamedTuple):
    """One occurrence of a name; `key` is what its spellings share, `doublet` the name in brackets after it."""

    article: str
    part: str
    sentence: int
    start: int
    end: int
    surface: str
    type: str
    key: Key
    doublet: str


def key_of(name: str) -> Key:
    """Return what the spellings of a name share: its words, normalised, without articles.

    >>> key_of("عبد الرحمن السالمي") == key_of("عبدالرحمن سالمي")
    True
    """
    words: list[str] = []
    for word in _WORD.findall(normalize(name).casefold()):
        if words and _JOINED.fullmatch(words[-1]):
            words[-1] += bare(word)
        else:
            words.append("عبد" + bare(word[3:]) if word.startswith("عبدال") else bare(word))
    return tuple(words)


@cache
def sound(word: str) -> str:
    """Return the consonants of a word of either script, those for one that sound alike.

    >>> sound("رويترز"), sound("Reuters")
    ('rtrs', 'rtrs')
    """
    text = "".join(map(_letter, word.lower()))
    for spellings, one in _SOUNDS:
        text = spellings.sub(one, text)
    return text


_letter = cache(transliterate)


def without_particle(key: Key) -> Iterator[Key]:
    """Yield what may remain of a name without what is attached to its first word.

    >>> list(without_particle(("وبالنهضه",)))
    [('بالنهضه',), ('النهضه',), ('نهضه',)]
    """
    first, *rest = key or ("",)
    for length in range(1, min(5, len(first) - 2)):
        if _PARTICLE.fullmatch(first[:length]):
            yield (first[length:], *rest)


def grouped(names: Sequence[Name]) -> dict[Key, list[tuple[Name, bool]]]:
    """Return the occurrences of each name, under one of its keys; `doublet` only where it is another form of it.

    The second of a pair tells that the form is a short one, which only its article makes clear.
    """
    names = unattached(names)
    kinds, owners = _kinds(names), _owners(names)
    same = _same(names, kinds, owners)
    held: dict[str, set[Key]] = defaultdict(set)
    for name in names:
        held[name.article].add(name.key)
    longer = {article: _longer(keys, kinds) for article, keys in held.items()}
    groups: dict[Key, list[tuple[Name, bool]]] = defaultdict(list)
    for name in names:
        key = same.get(name.key, name.key)
        of = longer[name.article].get(name.key, name.key)
        of = same.get(of, of)
        owner = owners.get(key_of(name.doublet))
        if not name.doublet.isascii() or owner is None or same.get(owner, owner) != of:
            name = name._replace(doublet="")
        groups[of].append((name, of != key))
    return groups


def unattached(names: Sequence[Name]) -> list[Name]:
    """Return names without a particle that was left on them, where the rest is attested.

    Attested is a name of several words anywhere in the corpus, one of a single word that is commoner than with the
    particle, and what the lexicon knows as a name.
    """
    counts = Counter(name.key for name in names)
    rests: dict[Key, Key] = {}
    for key, count in counts.items():
        least = 1 if len(key) > 1 else count + 1
        known = lexicon_names() if key[0] not in lexicon_names() else frozenset()
        rest = [each for each in without_particle(key) if counts[each] >= least or each[0] in known]
        if rest:
            rests[key] = max(rest, key=lambda each: (counts[each], each))
    return [_cut(name, rests[name.key]) if name.key in rests else name for name in names]


def _cut(name: Name, rest: Key) -> Name:
    surfaces = (name.surface[length:] for length in range(1, 6))
    return name._replace(key=rest, surface=next((each for each in surfaces if key_of(each) == rest), " ".join(rest)))


def _kinds(names: Sequence[Name]) -> dict[Key, str]:
    """Return the commonest type of each key."""
    counts: dict[Key, Counter[str]] = defaultdict(Counter)
    for name in names:
        counts[name.key][name.type] += 1
    return {key: commonest(types) for key, types in counts.items()}


def commonest(counts: Counter[str]) -> str:
    """Return the type that is counted most often, of equals the first in TYPES."""
    return max(TYPES, key=lambda each: counts[each])


# --- in one article -------------------------------------------------------------------------------------------------
def _longer(keys: set[Key], kinds: dict[Key, str]) -> dict[Key, Key]:
    """Return the one longer name that each short form of an article stands for."""
    longer: dict[Key, list[Key]] = defaultdict(list)
    for key in keys:
        for short in _short_forms(key, kinds[key]):
            if short in keys and kinds[short] == kinds[key]:
                longer[short].append(key)
    found = {}
    for short, of in longer.items():
        most = max(of, key=lambda key: (len(key), key))
        if all(each == most or each in _runs(most) for each in of):
            found[short] = most
    for short in sorted(found, key=len, reverse=True):  # a longer name may be short for another
        found[short] = found.get(found[short], found[short])
    return found


def _short_forms(key: Key, kind: str) -> set[Key]:
    """Return the forms that a name takes once it has been told in full."""
    if kind == "PERS":
        forms = {run for run in _runs(key) if len(run) > 1 or run[0] == key[-1] or run[0] not in _GIVEN}
        return forms | {(key[0], key[-1])} if len(key) > 2 else forms
    return {run for run in _runs(key) if run == key[: len(run)] or run == key[-len(run) :]}


def _runs(key: Key) -> set[Key]:
    """Return the shorter names that stand in a name, word beside word."""
    return {key[i:j] for i in range(len(key)) for j in range(i + 1, len(key) + 1)} - {key}


# --- anywhere -------------------------------------------------------------------------------------------------------
def _same(names: Sequence[Name], kinds: dict[Key, str], owners: dict[Key, Key]) -> dict[Key, Key]:
    """Return the key that stands for each key of a name with several."""
    counts = Counter(name.key for name in names)
    same: dict[Key, Key] = {}

    def top(key: Key) -> Key:
        while key in same:
            key = same[key]
        return key

    doublets = [(key, owner) for key, owner in owners.items() if key in kinds]
    for key, of in (*doublets, *_sounding_alike(counts, kinds), *_full_names(counts, kinds)):
        if key not in same and key != top(of):
            same[key] = top(of)
    return {key: top(key) for key in same}


def _owners(names: Sequence[Name]) -> dict[Key, Key]:
    """Return the name after which each name in brackets stands most often: Latin ones, and those of organisations."""
    kinds = _kinds(names)
    after: dict[Key, Counter[Key]] = defaultdict(Counter)
    for name in names:
        key = key_of(name.doublet)
        if name.doublet.isascii() or kinds.get(key) == kinds[name.key] == "ORG":
            after[key][name.key] += 1
    return {key: _most(of) for key, of in after.items() if key}


def _sounding_alike(counts: Counter[Key], kinds: dict[Key, str]) -> Iterator[tuple[Key, Key]]:
    """Yield names with the commonest Arabic one of their type that sounds alike."""
    heard: dict[tuple[str, ...], Counter[Key]] = defaultdict(Counter)
    for key, count in counts.items():
        heard[kinds[key], *map(sound, key)][key] += count
    for alike in heard.values():
        arabic = Counter({key: count for key, count in alike.items() if not _is_latin(key)})
        if arabic and len(alike) > 1:
            most = _most(arabic)
            yield from ((key, most) for key in alike if key != most and is_spelling(key, most))


def _is_latin(key: Key) -> bool:
    return "".join(key).isascii()


def is_given(word: str) -> bool:
    """Tell whether a word of a key is a given name, or stands between names."""
    return word in _GIVEN


def is_spelling(key: Key, other: Key) -> bool:
    """Tell whether names that sound alike may be one: غوتيريش and غوتيريس, but not سلمان and سليمان."""
    if _is_latin(key):
        begun = all(sound(word[0]) == sound(name[0]) for word, name in zip(key, other, strict=True))
        return begun and len("".join(map(sound, key))) >= 4
    differing = [words for words in zip(key, other, strict=True) if words[0] != words[1]]
    least = 3 if len(key) > len(differing) else 4
    if any(SequenceMatcher(None, *words).ratio() < 0.75 for words in differing):
        return False  # مارادونا and ميريديان
    return all(
        len(sound(word)) >= least and word not in _GIVEN and not is_common(word)
        for words in differing
        for word in words
    )


def _full_names(counts: Counter[Key], kinds: dict[Key, str]) -> Iterator[tuple[Key, Key]]:
    """Yield persons of two words or more with the one longer name that holds them; given names alone are anybody's."""
    longer: dict[Key, list[Key]] = defaultdict(list)
    for key in counts:
        if kinds[key] == "PERS":
            for run in _runs(key):
                if len(run) > 1 and kinds.get(run) == "PERS" and not _GIVEN.issuperset(run):
                    longer[run].append(key)
    for short, of in longer.items():
        most = max(of, key=lambda key: (len(key), key))
        if all(each == most or each in _runs(most) for each in of):
            yield short, most


def _most(counts: Counter[Key]) -> Key:
    return max(counts, key=lambda each: (counts[each], each))
