"""Named entities in running text: persons, places, organisations and others, beyond the registry of actors."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from analysis.base.notes import choice
from analysis.names import camel
from analysis.names.crf import NAME, Labels, entity_spans, recogniser
from analysis.names.features import Word, pieces
from analysis.text.folding import normalize
from analysis.text.segments import sentence_spans

_STOPS = frozenset(".!?؟…")
ENTITIES = ("off", "auto", "crf", "camel")


class NameMention(NamedTuple):
    """One name: offsets into its text, without attached particles and outer quotes; and its type."""

    start: int
    end: int
    surface: str
    type: str


def find_names(text: str, entities: str = "auto") -> pd.DataFrame:
    """Return the named entities of `text`, a row each: start, end, surface, type (PERS, LOC, ORG, MISC).

    `start` and `end` are character offsets: `text[start:end] == surface`. The surface leaves out attached particles
    (`لباريس` gives `باريس`; of `للأمم المتحدة` remains `لأمم المتحدة`, since the article has no letter of its own
    there) and outer quotes. The whole text is one document: what a name is in one sentence helps in the others.

    `entities`: `crf` (the embedded conditional random field, trained on ANERcorp, Benajiba et al. 2007; figures in
    names/data/README.md), `camel` (the BERT tagger of CAMeL Tools, Inoue et al. 2021; needs its data), `auto`
    (camel where its data is installed, else crf) or `off` (no rows). Raises ValueError as `resolve` does.

    >>> find_names("وصل فلاديمير بوتين إلى موسكو", "crf")[["surface", "type"]].values.tolist()
    [['فلاديمير بوتين', 'PERS'], ['موسكو', 'LOC']]
    """
    rows = name_rows({"body": text}, entities)["body"]
    frame = pd.DataFrame(rows, columns=list(NameMention._fields))
    return frame.astype({"start": "int64", "end": "int64", "surface": "str", "type": "str"})


def name_rows(texts: Mapping[str, str], entities: str = "auto") -> dict[str, list[NameMention]]:
    """Return the named entities of one article by part, in order of start; offsets are relative to each part.

    All parts are one document. See `find_names` for the rows.
    """
    found: dict[str, list[NameMention]] = {part: [] for part in texts}
    chosen = resolve(entities)
    if chosen == "off":
        return found
    sentences = [
        (part, pieces(text, start, end)) for part, text in texts.items() for _, start, end in sentence_spans(text)
    ]
    tokens = [_closed([texts[part][start:end] for start, end in spans]) for part, spans in sentences]
    document = recogniser().known.document(tokens)
    labels = _camel(tokens) if chosen == "camel" else recogniser().tag(document)
    for (part, spans), words, given in zip(sentences, document, labels, strict=True):
        for first, last, kind in entity_spans(given[: len(spans)]):
            mention = _mention(texts[part], spans[first:last], words[first:last], kind)
            if mention:
                found[part].append(mention)
    return found


def resolve(entities: str = "auto") -> str:
    """Return the recogniser that a name stands for: `off`, `crf` or `camel`.

    Raises ValueError for an unknown name, and for `camel` where the data of CAMeL Tools is not installed.
    """
    choice("entities", entities, ENTITIES)
    if entities in ("off", "crf"):
        return entities

    if camel.available():
        return "camel"
    if entities == "camel":
        raise ValueError(
            "entities='camel' needs the name recogniser of CAMeL Tools, which is not installed: run `analysis data`, "
            "set CAMELTOOLS_DATA to the folder that holds it, or choose entities='crf'"
        )
    return "crf"


def describe(entities: str = "auto") -> str:
    """Return one line for reports: which recogniser is used, or `off`.

    >>> describe("crf")
    'CRF trained on ANERcorp (embedded)'
    """
    chosen = resolve(entities)
    if chosen == "camel":
        return camel.describe()
    return NAME if chosen == "crf" else chosen


def _closed(tokens: list[str]) -> list[str]:
    """Return the tokens of a sentence with a full stop at its end, as in the corpus that was trained on."""
    return tokens if tokens[-1] in _STOPS else [*tokens, "."]


def _camel(tokens: list[list[str]]) -> list[Labels]:

    return camel.tag(tokens)


def _mention(text: str, spans: Sequence[tuple[int, int]], words: Sequence[Word], kind: str) -> NameMention | None:
    """Return the name on these tokens, without the marks around it and what is attached to it."""
    letters = [i for i, (start, end) in enumerate(spans) if any(map(str.isalnum, text[start:end]))]
    if not letters:
        return None
    first, last = letters[0], letters[-1]
    start, end = spans[first][0], spans[last][1]
    start += _length(text[start : spans[first][1]], words[first].particle)
    return NameMention(start, end, text[start:end], kind)


def _length(token: str, particle: str) -> int:
    """Return how many characters of a token hold its particles, with their marks."""
    length = 0
    while normalize(token[:length]) != particle:
        length += 1
    while particle and length < len(token) and not normalize(token[length]):
        length += 1
    return length
