"""What a word says, by itself and beside others, about being a name: the features of the embedded recogniser."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from analysis.names import letters
from analysis.names.grammar import Grammar, grammar
from analysis.names.letters import Letters
from analysis.names.lists import Lists, Names, read_names, read_pairs
from analysis.text import tables
from analysis.text.folding import normalize
from analysis.text.segments import token_spans

WINDOW = 25  # sentences before and after that count as the document of a sentence

# How often a word stands with a particle: the share of its occurrences.
_PRIOR = {"و": 0.08, "ب": 0.04, "ل": 0.04, "ف": 0.004, "ك": 0.004}
_EXPLAINED = 0.05  # a form is taken apart where its stem accounts for this share of its occurrences: names vary
_KEPT = 500_000  # distinct words kept
_MARK = re.compile(r"\S")
_QUOTES = frozenset("\"'«»“”‘’()<>")
_OPENING = frozenset("«“‘(<")
_QUOTED = 8  # tokens between two quotes that may be a name
_STEPS = {-3: "---", -2: "--", -1: "-", 1: "+", 2: "++", 3: "+++"}  # how features of the words around are marked
# Foreign names are written with either of these, and with or without long vowels.
_SOUNDS = str.maketrans("جقكةضطث", "غغغهدتت", "اويءئؤ")


class Word(NamedTuple):
    """A distinct word: its particles, stem and grammar, and its features as the token itself, one before, after..."""

    form: str
    particle: str
    stem: str
    grammar: Grammar
    features: dict[int, list[Any]]  # str, or bytes of them for the tagger (`Knowledge.only`)


class Knowledge:
    """What is known of words: how often they are written, kinds of cue words, and lists of names.

    `counts`: folded form -> occurrences. `cues`: kind -> stems. `names`: stems of the words of a name -> the lists
    that it stands in; `gazetteer` the same, of the wide lists. `leanings`: stem -> what its company in the news says.
    """

    def __init__(
        self,
        counts: Mapping[str, int],
        cues: Mapping[str, frozenset[str]] | None = None,
        names: Names | None = None,
        *,
        gazetteer: Names | None = None,
        leanings: Mapping[str, str] | None = None,
        letters: Letters | None = None,
    ) -> None:
        self.counts = counts
        self.cues = cues or {}
        self.names = names or {}
        self.gazetteer = gazetteer or {}
        self._leanings = leanings or {}
        self._letters = letters
        self._lists = (Lists(self.names, "g"), Lists(self.gazetteer, "h"))
        self._whole = whole_words(self.names, self.cues)
        self._sounds: dict[str, set[str]] = {}
        for name, kinds in self.names.items():
            if len(name) == 1 and len(sound := _sound(name[0])) > 2:
                self._sounds.setdefault(sound, set()).update(kinds)
        self._words: dict[tuple[str, str], Word] = {}
        self._used: Collection[str] | None = None

    def only(self, used: Collection[str]) -> None:
        """Leave out, from now on, the features that no model has a weight for: most that are seen once."""
        self._used = used
        self._words.clear()

    def document(self, sentences: Sequence[Sequence[str]]) -> list[list[Word]]:
        """Return the words of the tokens of one document.

        A word that is written nowhere else loses a particle where the rest stands in the sentences around it.
        """
        forms = [[normalize(token) for token in tokens] for tokens in sentences]
        document = []
        for number, around in enumerate(windows([Counter(each) for each in forms])):
            words = []
            for token, form in zip(sentences[number], forms[number], strict=True):
                word = self.word(token)
                if (
                    not word.particle
                    and form[:1] in _PRIOR
                    and len(form) > 4
                    and form not in self.counts
                    and around.get(form[1:])
                ):
                    word = self.word(token, form[0])
                words.append(word)
            document.append(words)
        return document

    def word(self, token: str, particle: str = "") -> Word:
        """Return what is known of a token (with a particle that the document shows), found once a distinct one."""
        word = self._words.get((token, particle))
        if word is None:
            if len(self._words) > _KEPT:
                self._words.clear()
            form = normalize(token)
            parts = (particle, form[len(particle) :]) if particle else split(form, self.counts, self._whole)
            told = grammar(form)
            word = self._words[token, particle] = Word(form, *parts, told, self._features(form, *parts, told))
        return word

    def _features(self, form: str, particle: str, stem: str, grammar: Grammar) -> dict[int, list[Any]]:
        known = [f"c={cue}" for cue, words in self.cues.items() if stem in words]
        near = [f"s={stem}", f"k={shape(form)}", f"p={particle}", *known]
        if form[:1].isalpha():
            near += [f"z={stem[-2:]}", f"al={stem[:2] == 'ال'}"]
        told = [f"x={each}" for each in self._leanings.get(stem, "none").split(" ")]
        spelt = [f"l={each}" for each in self._letters.features(stem)] if self._letters else []
        near += [*told, max(spelt, key=lambda each: each[-1])] if spelt else told
        near += grammar.features
        far = [f"s={stem}", *known]
        own = [*self._own(form, particle, stem), *known, *told, *spelt, *grammar.features, "even"]
        found: dict[int, list[Any]] = {0: own}
        for step, sign in _STEPS.items():
            found[step] = [sign + each for each in (near if abs(step) == 1 else far)]
        used = self._used
        if used is None:
            return found
        # Bytes are what the tagger reads: it would encode each feature of each token anew.
        return {step: [each.encode() for each in rows if each in used] for step, rows in found.items()}

    def _own(self, form: str, particle: str, stem: str) -> list[str]:
        """Return form, stem, particle, kind, length, frequency (its digits) and affixes of a word."""
        rows = [f"w={form}", f"s={stem}", f"p={particle}", f"k={shape(form)}", f"n={min(len(stem), 9)}"]
        rows.append(f"q={len(str(self.counts[stem])) if stem in self.counts else 0}")
        if form[:1].isalpha():
            rows += [f"a{size}={stem[:size]}" for size in (1, 2, 3) if len(stem) > size]
            rows += [f"z{size}={stem[-size:]}" for size in (1, 2, 3) if len(stem) > size]
            rows.append(f"b={stem.removeprefix('ال')}")
            if particle:
                rows.append("split")
            elif form[0] in _PRIOR:
                rows.append(f"p?{form[0]}{form in self.counts}")
            rows += [f"~{kind}" for kind in sorted(self._sounds.get(_sound(stem), ()))]
        return rows

    def features(self, words: Sequence[Word]) -> list[list[str]]:
        """Return the features of each token of a sentence."""
        size = len(words)
        used = self._used
        rows = []
        for i, word in enumerate(words):
            row = word.features[0].copy()
            for step in _STEPS:
                if 0 <= i + step < size:
                    row += words[i + step].features[step]
            pairs = _pairs(words, i)
            row += pairs if used is None else [each for each in pairs if each in used]
            rows.append(row)
        stems = [word.stem for word in words]
        for lists in self._lists:
            lists.add(stems, rows)
        _add_quotes(words, rows)
        return rows


def _pairs(words: Sequence[Word], i: int) -> list[str]:
    """Return what a word and its neighbours are together."""
    last = len(words) - 1
    _, _, stem, told, _ = words[i]
    before, after = words[i - 1] if i else None, words[i + 1] if i < last else None
    return [
        f"-+{before.stem}|{stem}" if before else "first",
        f"+-{stem}|{after.stem}" if after else "last",
        f"--s={words[i - 2].stem}|{before.stem}" if before and i > 1 else "second",
        f"++s={after.stem}|{words[i + 2].stem}" if after and i + 1 < last else "last but one",
        f"v={before.grammar.verb if before else ''}|{told.verb}|{after.grammar.verb if after else ''}",
        f"o={before.grammar.part if before else ''}|{told.part}",
    ]


def windows(counts: Sequence[Counter]) -> Iterator[dict]:
    """Yield, for each sentence, the sum of the counts of the sentences around it (itself included)."""
    around: dict = {}

    def add(some: Counter, sign: int) -> None:
        for key, count in some.items():
            around[key] = around.get(key, 0) + sign * count

    for each in counts[:WINDOW]:
        add(each, 1)
    for number in range(len(counts)):
        if number + WINDOW < len(counts):
            add(counts[number + WINDOW], 1)
        if number > WINDOW:
            add(counts[number - WINDOW - 1], -1)
        yield around


def whole_words(names: Iterable[tuple[str, ...]], cues: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the listed names of one word and the cue words: their first letter is no particle."""
    return frozenset(name[0] for name in names if len(name) == 1).union(*cues.values())


def split(form: str, counts: Mapping[str, int], whole: Collection[str] = ()) -> tuple[str, str]:
    """Return the particles and the stem of a folded form, as the frequencies of both tell; `whole` ones have none.

    >>> split("وباريس", {"باريس": 50, "اريس": 1, "وباريس": 2})
    ('و', 'باريس')
    """
    best = ("", form)
    if form in whole:
        return best
    particles, rest = "", form
    prior = 1.0
    while len(rest) > 3 and rest[0] in _PRIOR and not particles.endswith(("ب", "ل", "ك")):
        if particles and rest[0] in "وف":
            break
        prior *= _PRIOR[rest[0]]
        particles, rest = particles + rest[0], rest[1:]
        stem, share = rest, prior
        if particles[-1] == "ل" and rest[0] == "ل":  # للأمم: the article is written without its alef
            stem, share = "ا" + rest, 1.0
        if counts.get(stem, 0) * share > _EXPLAINED * counts.get(form, 0):
            best = particles, stem
    return best


def shape(form: str) -> str:
    """Return the kind of a token: digits (and how many), Arabic, Latin; a mark is its own kind.

    >>> shape("2006"), shape("كابل"), shape("NATO"), shape("،")
    ('94', 'ar', 'la', '،')
    """
    if form[:1].isdigit():
        return f"9{min(len(form), 5)}"
    if not form[:1].isalpha():
        return form
    return "ar" if "\u0600" <= form[0] <= "\u06ff" else "la"


def pieces(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the spans of the tokens of a sentence and of the marks between them, each mark by itself.

    >>> [("قال: نعم."[start:end]) for start, end in pieces("قال: نعم.")]
    ['قال', ':', 'نعم', '.']
    """
    end = len(text) if end is None else end
    found = []
    done = start
    for first, last in [*token_spans(text, start, end), (end, end)]:
        if first > done:
            found += [match.span() for match in _MARK.finditer(text, done, first)]
        if last > first:
            found.append((first, last))
        done = last
    return found


def _sound(stem: str) -> str:
    """Return what remains of a foreign name however it is spelt: غوغل and جوجل, كوندليزا and كوندوليزا."""
    return stem.translate(_SOUNDS)


def _add_quotes(words: Sequence[Word], rows: list[list[str]]) -> None:
    """Add which tokens stand between two quotes, and how many do."""
    first = None
    for mark in (i for i, word in enumerate(words) if word.form in _QUOTES):
        if first is not None and 0 < mark - first - 1 <= _QUOTED:
            for row in rows[first + 1 : mark]:
                row += ["quoted", f"quoted{mark - first - 1}"]
            first = mark if words[mark].form in _OPENING else None
        else:
            first = mark


# --- the tables that ship with a model ------------------------------------------------------------------------------
def load_knowledge(folder: Path) -> Knowledge:
    """Return the knowledge that a model was trained with: the tables of its folder."""
    return Knowledge(
        {form: int(count) for form, count in read_pairs(folder / "words.tsv.gz").items()},
        cue_words(),
        read_names(folder / "listed.tsv.gz"),
        gazetteer=read_names(folder / "gazetteer.tsv.gz"),
        leanings=read_pairs(folder / "leanings.tsv.gz"),
        letters=letters.load(folder / "letters.gz"),
    )


def cue_words() -> dict[str, frozenset[str]]:
    """Return the words that stand before or in names, by kind (names/data/cues.yml)."""
    table: dict[str, list[str]] = tables.table("names/data/cues.yml")
    return {cue: frozenset(normalize(word) for word in words) for cue, words in table.items()}
