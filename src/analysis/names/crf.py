"""The embedded recogniser: a linear-chain CRF in two passes, the second with what the first found in the document."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import pycrfsuite

from analysis.names.features import Word, load_knowledge, windows
from analysis.names.lists import read_lines
from analysis.text import tables

MODELS = ("first.crfsuite", "second.crfsuite")
ATTRIBUTES = "attributes.txt.gz"  # the features that the models weigh
NAME = "CRF trained on ANERcorp (embedded)"
TYPES = ("PERS", "LOC", "ORG", "MISC")
LABELS = ("O", *(f"{place}-{kind}" for kind in TYPES for place in "BI"))
Labels = list[str]


class Recogniser:
    """Two conditional random fields (Lafferty, McCallum & Pereira 2001) and what is known of words.

    The second is the product of several (`names.product`).
    """

    def __init__(self, folder: Path) -> None:
        self.known = load_knowledge(folder)
        self.known.only(frozenset(read_lines(folder / ATTRIBUTES)))
        self._taggers = [load_tagger(folder / name) for name in MODELS]

    def tag(self, document: Sequence[Sequence[Word]], passes: int = 2) -> list[Labels]:
        """Return the labels (O, B-PERS, I-PERS, ...) of each word of each sentence; `known.document` gives the words.

        `passes=1` leaves out what the rest of the document says.
        """
        features = [self.known.features(words) for words in document]
        labels = decode(self._taggers[0], features)
        if passes > 1:
            add_context(features, document, labels)
            labels = decode(self._taggers[1], features)
            add_surnames(document, labels, self.known.counts)
        return labels


@lru_cache(maxsize=1)
def recogniser() -> Recogniser:
    """Return the shipped recogniser, loaded once a process."""
    return Recogniser(tables.path("names/data"))


def load_tagger(path: Path) -> pycrfsuite.Tagger:
    tagger = pycrfsuite.Tagger()
    tagger.open(str(path))
    return tagger


def decode(tagger: pycrfsuite.Tagger, features: Iterable[list[list[str]]]) -> list[Labels]:
    """Return the most probable labels of each sentence."""
    return [tagger.tag(rows) if rows else [] for rows in features]


def add_context(
    features: Sequence[list[list[str]]], document: Sequence[Sequence[Word]], labels: Sequence[Labels]
) -> None:
    """Add what the first pass said of each token, its neighbours, and the same words in the sentences around it.

    The majority label of the same word elsewhere in the document is the non-local feature of Krishnan & Manning
    (2006).
    """
    votes = [
        Counter((word.stem, label) for word, label in zip(words, given, strict=True))
        for words, given in zip(document, labels, strict=True)
    ]
    named = {stem for each in votes for stem, label in each if label != "O"}
    for rows, words, given, around in zip(features, document, labels, windows(votes), strict=True):
        told = [_elsewhere(word.stem, label, around, named) for word, label in zip(words, given, strict=True)]
        _add_pass(rows, given, told)


def add_surnames(document: Sequence[Sequence[Word]], labels: Sequence[Labels], counts: Mapping[str, int]) -> None:
    """Let a word that the news never writes be a person where all others of it in the sentences around are of one.

    `قال نادر شلبوني ... وأضاف نادر شلبوني ... ما تركه شلبوني`: two are needed.
    """
    pairs = [list(zip(words, given, strict=True)) for words, given in zip(document, labels, strict=True)]
    people = {word.stem for each in pairs for word, label in each if label[2:] == "PERS" and word.stem not in counts}
    unsure = {word.stem for each in pairs for word, label in each if label == "O" and word.stem in people}
    if not unsure:
        return
    votes = [Counter((word.stem, label[2:]) for word, label in each if word.stem in unsure) for each in pairs]
    for words, given, around in zip(document, labels, windows(votes), strict=True):
        for i, word in enumerate(words):
            if given[i] == "O" and word.stem in unsure and _one_person(word.stem, around):
                given[i] = "I-PERS" if i and given[i - 1].endswith("PERS") else "B-PERS"


def _one_person(stem: str, around: Mapping[tuple[str, str], int]) -> bool:
    """Tell whether a word is of a person twice at least, and anything else but once: where it is looked at."""
    return (
        around.get((stem, "PERS"), 0) > 1
        and around.get((stem, ""), 0) == 1
        and not any(around.get((stem, kind)) for kind in TYPES[1:])
        and stem.isalpha()
    )


def _elsewhere(stem: str, label: str, around: Mapping[tuple[str, str], int], named: Collection[str]) -> str:
    """Return what the other occurrences of a word are: alone, no name, or most or some of them a type."""
    if stem not in named:
        return "none" if around[stem, "O"] > 1 else "alone"
    counts = {each: around.get((stem, each), 0) - (each == label) for each in LABELS}
    total = sum(counts.values())
    if not total:
        return "alone"
    begins = {kind: counts["B-" + kind] for kind in TYPES}
    inside = {kind: counts["I-" + kind] for kind in TYPES}
    best = max(TYPES, key=lambda kind: begins[kind] + inside[kind])
    names = begins[best] + inside[best]
    if not names:
        return "none"
    return f"{best}{'I' if inside[best] > begins[best] else 'B'}{'most' if names * 2 > total else 'some'}"


def _add_pass(rows: list[list[str]], labels: Labels, told: list[str]) -> None:
    size = len(rows)
    for i, row in enumerate(rows):
        row += (
            f"f={labels[i]}",
            f"-f={labels[i - 1] if i else 'first'}",
            f"+f={labels[i + 1] if i + 1 < size else 'last'}",
            f"d={told[i]}",
            f"-d={told[i - 1] if i else 'first'}",
            f"+d={told[i + 1] if i + 1 < size else 'last'}",
            f"fd={labels[i]}{told[i]}",
        )


def entity_spans(labels: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return the (first, last + 1, type) of each entity of a sentence.

    >>> entity_spans(["B-PERS", "I-PERS", "O", "B-LOC", "B-LOC"])
    [(0, 2, 'PERS'), (3, 4, 'LOC'), (4, 5, 'LOC')]
    """
    spans: list[tuple[int, int, str]] = []
    before = ""
    for i, label in enumerate(labels):
        kind = label[2:]
        if label[0] == "I" and kind == before:
            spans[-1] = (spans[-1][0], i + 1, kind)
        elif kind:
            spans.append((i, i + 1, kind))
        before = kind
    return spans
