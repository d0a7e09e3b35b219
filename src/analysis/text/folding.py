"""Arabic letters as matching sees them: text folded, with the way back to the original."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter
from typing import NamedTuple

from analysis.text import tables

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

    As camel_tools.utils does: compatibility forms (NFKC), alef with hamza or madda as bare alef, alef maksura
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


def _is_mark(character: str) -> bool:
    return character == "\u0640" or unicodedata.category(character) == "Mn"


def _fold_table() -> dict[int, str]:
    """Return what each character becomes, where it is not itself."""
    letters = dict(line.split("\t") for line in tables.lines("text/data/letters.tsv"))
    blocks = [(0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)]
    characters = [chr(code) for first, last in blocks for code in range(first, last + 1)]
    characters += ["\u00a0", "\u202f", "\u2009"]
    table = {}
    for character in characters:
        folded = unicodedata.normalize("NFKC", letters.get(character, character))
        folded = "".join(letters.get(each, each) for each in folded)
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


def clean(form: str) -> str:
    """Return a form without marks and with the letters of Arabic keyboards, its hamzas and last letter as written."""
    return form if form.isascii() else form.translate(_CLEAN)


def _clean_table() -> dict[int, str]:
    blocks = [(0x0600, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF)]
    characters = [chr(code) for first, last in blocks for code in range(first, last + 1) if chr(code) not in "أإآىة"]
    characters += map(chr, [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)])
    return {ord(each): normalize(each) for each in characters if normalize(each) != each}


_CLEAN = _clean_table()
