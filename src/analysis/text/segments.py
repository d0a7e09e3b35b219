"""Tokens and sentences of Arabic text, with offsets into it."""

import re

import numpy as np
import pandas as pd

from analysis.text import tables
from analysis.text.folding import CLOSING, DIGITS, LETTERS, MARKS, OPENING

_TOKEN = re.compile(
    f"([{LETTERS}][{LETTERS}{MARKS}\u200c\u200d]*"
    f"|[{DIGITS}]+(?:[.,\u066b\u066c][{DIGITS}]+)*"
    r"|[^\W\d_\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]+)"
)
_END = re.compile(
    r"[.!?؟؛…](?:"  # first, so that the search skips all other characters
    rf"[.!?؟؛…]*[{CLOSING}]*(?=\s|$)"
    # Scraped text loses the space after a stop; single letters there are initials, stops in a row those of an acronym.
    rf"|(?<=[{LETTERS}{MARKS}]{{3}}[.؟!؛…])(?=[{LETTERS}]{{2}})(?![{LETTERS}]{{2,3}}\.[{LETTERS}]))"
)
_LAST_WORD = re.compile(r"[^\s" + OPENING + r"]*$")
_CONTENT = re.compile(r"\w")


def token_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the (start, end) of each token of `text[start:end]`, as offsets into `text`; see `tokenize`."""
    return [match.span() for match in _TOKEN.finditer(text, start, len(text) if end is None else end)]


def token_columns(text: str) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return the forms of all tokens of `text`, where they begin and where they end: `token_spans` by columns."""
    pieces = _TOKEN.split(text)  # what stands between tokens, and tokens, in turn
    ends = np.cumsum(np.fromiter(map(len, pieces), "int64", len(pieces)))
    return pieces[1::2], ends[:-1:2], ends[1::2]


def tokenize(text: str) -> pd.DataFrame:
    """Return the tokens of `text`: a frame of start, end (character offsets) and form, a row a token.

    A token is a run of Arabic letters with their marks, a run of letters of another script, or a number with
    its separators. Punctuation is none.

    >>> tokenize("انضمت الـ34 ولاية إلى «طالبان».")["form"].tolist()
    ['انضمت', 'الـ', '34', 'ولاية', 'إلى', 'طالبان']
    """
    spans = token_spans(text)
    return pd.DataFrame(
        {
            "start": pd.array([start for start, _ in spans], dtype="int64"),
            "end": pd.array([end for _, end in spans], dtype="int64"),
            "form": pd.Series([text[start:end] for start, end in spans], dtype="str"),
        }
    )


def sentence_spans(text: str) -> list[tuple[int, int, int]]:
    """Return the (paragraph, start, end) of each sentence of `text`; see `sentences`."""
    spans = []
    paragraph = 0
    offset = 0
    for line in text.split("\n"):
        begun = False
        for start, end in _sentences_of_line(line):
            spans.append((paragraph, offset + start, offset + end))
            begun = True
        paragraph += begun
        offset += len(line) + 1
    return spans


def sentences(text: str) -> pd.DataFrame:
    """Return the sentences of `text`: a frame of paragraph, start, end (character offsets) and text.

    A line is a paragraph. A sentence ends at `. ! ? ؟ ؛ …` with the closing quotes after it, but not after an
    initial or an abbreviation (text/data/abbreviations.txt), nor inside a number.

    >>> sentences("قال د. علي: «نعم». ثم غادر!")["text"].tolist()
    ['قال د. علي: «نعم».', 'ثم غادر!']
    """
    spans = sentence_spans(text)
    return pd.DataFrame(
        {
            "paragraph": pd.array([paragraph for paragraph, _, _ in spans], dtype="int64"),
            "start": pd.array([start for _, start, _ in spans], dtype="int64"),
            "end": pd.array([end for _, _, end in spans], dtype="int64"),
            "text": pd.Series([text[start:end] for _, start, end in spans], dtype="str"),
        }
    )


def _sentences_of_line(line: str) -> list[tuple[int, int]]:
    """Return the (start, end) of each sentence of one line, without the white space around it."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in [*_END.finditer(line), None]:
        end = match.end() if match else len(line)
        if match and match.group().startswith(".") and _is_abbreviation(line, start, match.start()):
            continue
        piece = line[start:end]
        if _CONTENT.search(piece):
            left = start + len(piece) - len(piece.lstrip())
            spans.append((left, left + len(piece.strip())))
        elif spans and piece.strip():
            # A lone ellipsis or bracket belongs to the sentence before it.
            spans[-1] = (spans[-1][0], start + len(piece.rstrip()))
        start = end
    return spans


def _is_abbreviation(line: str, start: int, stop: int) -> bool:
    """Tell whether the full stop at `stop` closes an initial or an abbreviation rather than a sentence."""
    found = _LAST_WORD.search(line, max(start, stop - 12), stop)
    word = found.group() if found else ""
    rest = line[stop + 1 :].strip()
    if not rest or not word:
        return False
    return (len(word) == 1 and word.isalpha()) or word in _ABBREVIATIONS


_ABBREVIATIONS = frozenset(tables.lines("text/data/abbreviations.txt"))
