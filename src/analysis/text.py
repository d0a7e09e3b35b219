"""Arabic text: normalisation for matching, sentences and tokens, all with offsets into the original."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

import pandas as pd
from camel_tools.utils.dediac import dediac_ar
from camel_tools.utils.normalize import (
    normalize_alef_ar,
    normalize_alef_maksura_ar,
    normalize_teh_marbuta_ar,
    normalize_unicode,
)

from analysis import resources

# Ranges for use inside a character class.
LETTERS = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff"
    "\u0750-\u077f\u08a0-\u08c9\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc"
)
MARKS = "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff"
INVISIBLE = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
DIGITS = "0-9\u0660-\u0669\u06f0-\u06f9"
OPENING = "\"'«“‘„‹(\\[{﴾"
CLOSING = "\"'»”’‟›)\\]}﴿"
_TOKEN = re.compile(
    f"[{LETTERS}][{LETTERS}{MARKS}\u200c\u200d]*"
    f"|[{DIGITS}]+(?:[.,\u066b\u066c][{DIGITS}]+)*"
    r"|[^\W\d_\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]+"
)
_END = re.compile(
    rf"[!?؟؛…]+[.!?؟؛…]*[{CLOSING}]*(?=\s|$)"
    rf"|\.+[.!?؟؛…]*[{CLOSING}]*(?=\s|$)"
    # Scraped text loses the space after a stop; single letters there are initials.
    rf"|(?<=[{LETTERS}{MARKS}]{{3}})[.؟!؛…](?=[{LETTERS}]{{2}})"
)
_LAST_WORD = re.compile(r"[^\s" + OPENING + r"]*$")
_CONTENT = re.compile(r"\w")


class Folded(NamedTuple):
    """A text as matching sees it, with the way back to the original.

    `text` is the normalised text, `raw` the original. `pieces` are (position in `text`, position in `raw`, step) of
    the runs in which the two go side by side (step 1), or in which one character became several (step 0).
    """

    text: str
    raw: str
    pieces: Sequence[tuple[int, int, int]]

    def origin(self, position: int) -> int:
        """Return the position in the original of the character at `position`."""
        start, raw, step = self.pieces[bisect_right(self.pieces, position, key=itemgetter(0)) - 1]
        return raw + step * (position - start)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the original of `text[start:end]`, marks on its last letter included."""
        if len(self.pieces) == 1:
            return start, end
        first = self.origin(start)
        last = self.origin(end - 1) + 1 if end > start else first
        while end > start and last < len(self.raw) and _is_mark(self.raw[last]):
            last += 1
        return first, last


def fold(text: str) -> Folded:
    """Return `text` normalised for matching, with offsets back into it.

    Through camel_tools.utils: compatibility forms (NFKC), alef with hamza or madda as bare alef, alef maksura
    as ya, ta marbuta as ha, no diacritics; and besides: no tatweel, no zero-width or bidi control characters,
    Persian and Urdu letters as their Arabic ones, all digits as 0-9.
    """
    pieces = [(0, 0, 1)]
    start, raw, _ = pieces[0]
    for match in _MOVES.finditer(text):
        start, raw = start + match.start() - raw, match.start()
        length = len(_FOLD[ord(match.group())])
        if length:
            pieces.append((start, raw, 0))
        start, raw = start + length, raw + 1
        pieces.append((start, raw, 1))
    return Folded(text.translate(_FOLD), text, pieces)


def normalize(text: str) -> str:
    """Return `text` normalised for matching (see `fold`).

    >>> normalize("أَفغانســتان في ٢٠٢١")
    'افغانستان في 2021'
    """
    return text.translate(_FOLD)


def token_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Return the (start, end) of each token of `text[start:end]`, as offsets into `text`; see `tokenize`."""
    return [match.span() for match in _TOKEN.finditer(text, start, len(text) if end is None else end)]


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
    initial or an abbreviation (resources/abbreviations.txt), nor inside a number.

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


def _is_mark(character: str) -> bool:
    return character == "\u0640" or unicodedata.category(character) == "Mn"


def _fold_table() -> dict[int, str]:
    """Return what each character becomes, where it is not itself."""
    letters = dict(line.split("\t") for line in resources.lines("letters.tsv"))
    blocks = [(0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)]
    characters = [chr(code) for first, last in blocks for code in range(first, last + 1)]
    characters += ["\u00a0", "\u202f", "\u2009"]
    table = {}
    for character in characters:
        folded = normalize_unicode(character)
        folded = "".join(letters.get(each, each) for each in folded)
        folded = normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(dediac_ar(folded))))
        folded = "".join(
            str(unicodedata.digit(each)) if each.isdigit() else each
            for each in folded
            if each != "\u0640" and unicodedata.category(each) != "Mn"
        )
        if folded != character:
            table[ord(character)] = folded
    table |= {ord(each): "" for each in _expand(INVISIBLE)}
    return table


def _expand(ranges: str) -> list[str]:
    """Return every character that a character class of `ranges` matches."""
    pattern = re.compile(f"[{ranges}]")
    return [chr(code) for code in range(0x10000) if pattern.match(chr(code))]


_FOLD = _fold_table()
_MOVES = re.compile("[" + "".join(re.escape(chr(code)) for code, to in _FOLD.items() if len(to) != 1) + "]")
_ABBREVIATIONS = frozenset(resources.lines("abbreviations.txt"))
