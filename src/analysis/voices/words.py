"""A part of an article as words: forms, the marks between them, sentences, quotations."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

OPENING, CLOSING = "«“„‹", "»”‟›"
ENDING = CLOSING + '"'
PAUSES = "،,؛.!؟?:–—"
_QUOTE = re.compile('["«»“”„‟‹›\n]')
_INNER = re.compile("[\u064b-\u0652%\\w]")


class Quote(NamedTuple):
    """A quotation in marks: offsets inside them, and the words inside (first, and one after the last)."""

    start: int
    end: int
    first: int
    last: int


class Words:
    """The words of one part of an article.

    `forms` are normalised, `sentence` tells the number of the sentence of each word (one goes on over a semicolon),
    `numbers` those that they have as annotated, `verbs` which words are verbs; before all words but those at `marked`
    stands one space and no more. `named` holds the names of people that `names.person` found in spans of words.
    """

    def __init__(
        self,
        text: str,
        start: Sequence[int] | np.ndarray,
        end: Sequence[int] | np.ndarray,
        forms: list[str],
        sentence: list[int],
        verbs: list[bool],
    ) -> None:
        self.text = text
        starts, ends = np.asarray(start, "int64"), np.asarray(end, "int64")
        self.start, self.end, self.forms, self.numbers, self.verbs = (
            starts.tolist(),
            ends.tolist(),
            forms,
            sentence,
            verbs,
        )
        self.size = len(forms)
        letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        spaced = (starts[1:] - ends[:-1] == 1) & (letters[ends[:-1]] == ord(" "))
        self.marked = {0, self.size, *(np.flatnonzero(~spaced) + 1).tolist()}
        self.named: dict[tuple[int, int, int], tuple[int, int] | None] = {}
        self.sentence = self._joined() if "؛" in text else sentence
        self.quotes = self._quotes()
        self._quote_at = {quote.first: quote for quote in self.quotes}

    def gap(self, at: int) -> str:
        """Return what stands before a word, or after the last."""
        begun = self.end[at - 1] if at else 0
        return self.text[begun : self.start[at]] if at < self.size else self.text[begun:]

    def paused(self, at: int) -> bool:
        """Tell whether a comma, a stop or a colon stands before a word."""
        return at in self.marked and any(mark in PAUSES for mark in self.gap(at))

    def places_of(self, forms: Iterable[str]) -> list[int]:
        """Return where one of some forms stands, in order."""
        line, found = self._line, []
        for form in (f"\n{form}\n" for form in forms):
            at = line.find(form)
            while at >= 0:
                found.append(line.count("\n", 0, at))
                at = line.find(form, at + 1)
        return sorted(found)

    @cached_property
    def _line(self) -> str:
        """All forms, each between line feeds: text is searched faster than a list."""
        return "\n".join(["", *self.forms, ""])

    def quote_at(self, at: int) -> Quote | None:
        """Return the quotation whose first word stands at a place."""
        return self._quote_at.get(at)

    def quote_around(self, at: int) -> Quote | None:
        """Return the quotation that a word stands in."""
        found = bisect_right(self.quotes, at, key=lambda quote: quote.first) - 1
        return self.quotes[found] if found >= 0 and at < self.quotes[found].last else None

    def is_closed(self, quote: Quote) -> bool:
        """Tell whether a quotation has its closing mark."""
        return self.text[quote.end : quote.end + 1] in tuple(ENDING)

    def first_of_sentence(self, at: int) -> int:
        return bisect_left(self.sentence, self.sentence[at])

    def after_sentence(self, at: int) -> int:
        """Return the place after the last word of the sentence of a word."""
        return bisect_right(self.sentence, self.sentence[at])

    def raw(self, at: int) -> str:
        return self.text[self.start[at] : self.end[at]]

    def span(self, first: int, last: int) -> str:
        """Return the text from one word to another (one after the last)."""
        return self.text[self.start[first] : self.end[last - 1]] if first < last else ""

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Return offsets without the marks and spaces at the edges."""
        text = self.text
        while start < end and not _INNER.match(text[start]):
            start += 1
        while end > start and not _INNER.match(text[end - 1]):
            end -= 1
        return start, end

    def _joined(self) -> list[int]:
        """Return the numbers of sentences, with those that a semicolon parts as one."""
        joined, number = self.numbers.copy(), self.numbers[0] if self.size else 0
        for at in range(1, self.size):
            if self.numbers[at] != self.numbers[at - 1]:
                over = "؛" in self.gap(at) and "\n" not in self.gap(at)
                number = number if over else self.numbers[at]
            joined[at] = number
        return joined

    def _quotes(self) -> list[Quote]:
        """Return what stands between quotation marks; one that is left open ends with its paragraph."""
        found: list[Quote] = []
        opened: int | None = None
        for match in _QUOTE.finditer(self.text):
            mark, at = match.group(), match.start()
            if opened is None:
                if mark in OPENING or (mark in '"”»' and self._opens(at)):
                    opened = at + 1
            elif mark in CLOSING or mark in '"\n' or (mark == "“" and not self._opens(at)):
                self._add(found, opened, at)
                opened = None
        if opened is not None:
            self._add(found, opened, len(self.text))
        return found

    def _opens(self, at: int) -> bool:
        before, after = self.text[max(at - 1, 0) : at], self.text[at + 1 : at + 2]
        if not after or after in ".,،؛:\n":
            return False
        if before == ":":
            return True
        return not after.isspace() or before.isspace()

    def _add(self, found: list[Quote], start: int, end: int) -> None:
        first, last = bisect_left(self.start, start), bisect_left(self.start, end)
        if first < last:
            found.append(Quote(start, end, first, last))
