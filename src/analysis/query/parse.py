"""A query to a tree: words, phrases with gaps, fields, joined by AND, OR and NOT."""

import re
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from analysis.base.notes import InputError, did_you_mean
from analysis.text import tables
from analysis.text.folding import INVISIBLE, MARKS
from analysis.topics.token_index import is_loose
from analysis.topics.wildcards import words_of

LONGEST = 2_000  # characters of a query: a list of a hundred names
DEPTH = 50  # brackets and NOTs within each other
MOST = 200  # words and fields of a query
FARTHEST = 50  # words between two words of a phrase: a long sentence of news
ABOUT = ("outlet", "author", "story")  # fields that tell of an article, and stand at no place in it

_PIECE = re.compile(
    r"""\s*(?:
    (?P<quoted>"[^"]*"|«[^»]*»|“[^”]*”)
    |(?P<gap>~\s*\d*)
    |(?P<sign>[()\[\]|&!])
    |(?P<word>[^\s()\[\]|&!"«»“”~]+)
    |(?P<wrong>\S)
    )""",
    re.VERBOSE,
)
# What no word has: all but letters, wildcards, hyphens and apostrophes, and marks of numbers inside one.
_NO_WORD = re.compile(rf"(?!(?<=\d)[.,\u066b\u066c]\d)[^\w*?؟'’‐‑–{MARKS}{INVISIBLE}-]|^[-‐‑–'’]+$")


class Word(NamedTuple):
    """A word of a query: by its lemma, or `exact` by its form; any word, where it is empty; `pos` where it is told."""

    text: str
    at: int
    exact: bool = False
    pos: str = ""


class Field(NamedTuple):
    """What is asked of a field: actor, theme, or one of ABOUT."""

    name: str
    value: str
    at: int


class Gap(NamedTuple):
    """How many words stand between two words of a phrase; `close` lets only space, quotes or a hyphen between."""

    least: int = 0
    most: int = 0
    close: bool = True


class Phrase(NamedTuple):
    """Words in a row, each any of several, and the gaps between."""

    steps: tuple[tuple[Word | Field, ...], ...]
    gaps: tuple[Gap, ...]


class Both(NamedTuple):
    parts: tuple["Tree", ...]


class Either(NamedTuple):
    parts: tuple["Tree", ...]


class Without(NamedTuple):
    part: "Tree"


Tree: TypeAlias = Phrase | Both | Either | Without


class QueryError(InputError):
    """A query that cannot be read; `at` is the character, counted from 0, that is at fault."""

    def __init__(self, query: str, at: int, what: str) -> None:
        near = query[max(at - 12, 0) : at] + "⟨" + query[at : at + 1] + "⟩" + query[at + 1 : at + 12]
        super().__init__(f"query, character {at + 1} (…{near}…): {what}")
        self.at = at


def parse(query: str) -> Tree:
    """Return a query as a tree. Raises QueryError, an InputError, that points at the character at fault.

    >>> parse('"كابل" ~2 زيارة').gaps
    (Gap(least=0, most=2, close=False),)
    >>> parse("(كابل")
    Traceback (most recent call last):
    analysis.query.parse.QueryError: query, character 1 (…⟨(⟩كابل…): '(' is not closed; add ')'
    """
    if not isinstance(query, str):
        raise TypeError(f"query is {type(query).__name__}; give a text")
    if len(query) > LONGEST:
        raise QueryError(query, LONGEST, f"longer than {LONGEST:,} characters; ask in several queries")
    return _Reader(query).whole()


class Piece(NamedTuple):
    """A piece of a query: a word, something quoted, a gap, an operator or a sign."""

    kind: str
    text: str
    at: int


def _pieces(query: str) -> list[Piece]:
    pieces = []
    for found in _PIECE.finditer(query):
        kind = str(found.lastgroup)
        text, at = found.group(kind), found.start(kind)
        if kind == "wrong":
            raise QueryError(query, at, f"{text!r} opens no quote that is closed; close it")
        name = _names("operators").get(text, "")
        pieces.append(Piece(name or (text if kind == "sign" else kind), text, at))
    return pieces


@lru_cache
def _names(table: str) -> dict[str, str]:
    """Return what each word of a table of the language stands for."""
    return {word: name for name, words in tables.table("query/data/words.yml")[table].items() for word in words}


@lru_cache
def _elsewhere(table: str) -> dict[str, str]:
    """Return what says here what a word of other tools says there."""
    told = tables.table("query/data/words.yml")["elsewhere"][table]
    return {word: here for here, words in told.items() for word in words}


class _Reader:
    """Reads the pieces of a query from the first to the last."""

    def __init__(self, query: str) -> None:
        self.query = query
        self.pieces = [*_pieces(query), Piece("end", "", len(query.rstrip()))]
        self.next = self.count = self.depth = 0

    @property
    def kind(self) -> str:
        return self.pieces[self.next].kind

    def take(self) -> Piece:
        self.next += 1
        return self.pieces[self.next - 1]

    def wrong(self, what: str, at: int | None = None) -> QueryError:
        return QueryError(self.query, self.pieces[self.next].at if at is None else at, what)

    def whole(self) -> Tree:
        tree = self.either()
        if self.kind != "end":
            raise self.wrong(f"{self.pieces[self.next].text!r} closes nothing; take it out")
        return tree

    def either(self) -> Tree:
        parts = [self.both()]
        while self.kind == "or":
            self.take()
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def both(self) -> Tree:
        parts = [self.part()]
        while self.kind in ("and", "not"):
            if self.kind == "and":
                self.take()
            parts.append(self.part())
        return parts[0] if len(parts) == 1 else Both(tuple(parts))

    def part(self) -> Tree:
        """Return a phrase, what stands in brackets, or what is not to be."""
        if self.kind not in ("not", "("):
            return self.phrase()
        self.depth += 1
        if self.depth > DEPTH:
            raise self.wrong(f"more than {DEPTH} brackets within each other; ask in several queries")
        opening = self.take()
        tree: Tree = Without(self.part()) if opening.kind == "not" else self.closed(opening)
        self.depth -= 1
        return tree

    def closed(self, opening: Piece) -> Tree:
        tree = self.either()
        if self.kind != ")":
            if self.kind == "end":
                raise self.wrong("'(' is not closed; add ')'", opening.at)
            raise self.wrong(f"{self.pieces[self.next].text!r} stands where ')' or AND was to come")
        self.take()
        if self.kind in ("word", "quoted", "(", "[", "gap"):
            raise self.wrong("put AND or OR before it")
        return tree

    def phrase(self) -> Phrase:
        """Return words in a row, up to an operator or a bracket."""
        steps: list[tuple[Word | Field, ...]] = []
        gaps: list[Gap] = []
        gap = Gap()
        start = self.pieces[self.next]
        while self.kind in ("word", "quoted", "gap", "["):
            if self.kind == "gap" or self.pieces[self.next].text == "*":
                gap = self.wider(gap, bool(steps))
                continue
            read, inner = self.steps()
            gaps += [gap] * bool(steps) + inner
            steps += read
            gap = Gap()
        if not steps:
            raise self.wrong("a word is to come here")
        if gap != Gap():
            raise self.wrong("a gap stands between two words; give the second", self.pieces[self.next - 1].at)
        if self.kind == "(":
            raise self.wrong("put AND or OR before it")
        every = [each for step in steps for each in step]
        about = [each for each in every if isinstance(each, Field) and each.name in ABOUT]
        if about and len(every) > 1:
            raise self.wrong(f"{about[0].name}: tells of the whole article; put AND or OR beside it", about[0].at)
        self.count += len(every)
        if self.count > MOST:
            raise self.wrong(f"more than {MOST} words; ask in several queries", start.at)
        return Phrase(tuple(steps), tuple(gaps))

    def wider(self, gap: Gap, begun: bool) -> Gap:
        """Return a gap with the next piece, `*` or `~3`, added."""
        piece = self.take()
        if not begun:
            raise self.wrong("a gap stands between two words; give the first", piece.at)
        if piece.kind == "word":
            gap = Gap(gap.least + 1, gap.most + 1, False)
        elif not (number := piece.text[1:].strip()):
            raise self.wrong("tell how many words may stand between, as in ~3", piece.at)
        elif len(number) < 6:
            gap = Gap(gap.least, gap.most + int(number), False)
        else:
            gap = Gap(0, FARTHEST + 1)
        if gap.most > FARTHEST:
            raise self.wrong(f"more than {FARTHEST} words between; give fewer", piece.at)
        return gap

    def steps(self) -> tuple[list[tuple[Word | Field, ...]], list[Gap]]:
        """Return the words of the next piece, and the gaps between: one, or several of a quote."""
        if self.kind == "[":
            return [self.choice()], []
        piece = self.take()
        if piece.kind == "word" and (field := self.field(piece)):
            return [(field,)], []
        if piece.kind == "word":
            self.plain(piece)
        text, pos = (piece.text[1:-1], "") if piece.kind == "quoted" else self.parted(piece)
        exact = piece.kind == "quoted"
        words = self.words(text, piece) if text else [""]
        if pos and len(words) > 1:
            raise self.wrong(f"{text!r} is {len(words)} words; give the part of speech of one", piece.at)
        gap = Gap(close=not (exact and is_loose(text)))
        return [(Word(word, piece.at, exact, pos),) for word in words], [gap] * (len(words) - 1)

    def choice(self) -> tuple[Word | Field, ...]:
        """Return the words of `[one|another]`, any of which may stand there."""
        opening = self.take()
        found: list[Word | Field] = []
        while self.kind in ("word", "quoted"):
            at = self.pieces[self.next].at
            read, _ = self.steps()
            if len(read) > 1:
                raise self.wrong("give one word on either side of '|'; join phrases by OR", at)
            found += read[0]
            if self.kind != "or":
                break
            self.take()
        if self.kind != "]":
            if self.kind == "end":
                raise self.wrong("'[' is not closed; add ']'", opening.at)
            raise self.wrong("write [one|another], words with '|' between")
        self.take()
        return tuple(found)

    def words(self, text: str, piece: Piece) -> list[str]:
        """Return the words of a piece; those of a quote may have punctuation between."""
        if piece.kind == "word":
            wrong = _NO_WORD.search(text)
            if wrong:
                what = f"{wrong.group()!r} means nothing here; take it out, or put the words in quotes"
                raise self.wrong(what, piece.at + wrong.start())
            text = text.replace("؟", "?")
        words = words_of(text)
        if not words:
            raise self.wrong(f"{piece.text!r} holds no word; give one", piece.at)
        if not all(word.strip("*?") for word in words):
            raise self.wrong("a wildcard needs a letter beside it", piece.at)
        return words

    def parted(self, piece: Piece) -> tuple[str, str]:
        """Return a word and the part of speech that stands behind it: `كتب/verb`."""
        text, slash, told = piece.text.partition("/")
        if not slash:
            return text, ""
        pos = self.known("pos", told, piece.at + len(text) + 1)
        return text.strip("*") and text, pos

    def field(self, piece: Piece) -> Word | Field | None:
        """Return what a word with a colon asks of a field; `pos:verb` is any word of that part of speech."""
        name, colon, value = piece.text.partition(":")
        if not colon:
            return None
        field = self.known("fields", name, piece.at)
        if not value and self.kind == "quoted":
            value = self.take().text[1:-1].strip()
        if not value and self.kind == "word":
            raise self.wrong(f"take out the space behind it: {piece.text}{self.pieces[self.next].text}", piece.at)
        if not value:
            raise self.wrong(f'tell which {field}, as in {field}:name or {field}:"two words"', piece.at)
        if field == "pos":
            return Word("", piece.at, pos=self.known("pos", value, piece.at + len(name) + 1))
        return Field(field, value, piece.at)

    def known(self, table: str, name: str, at: int) -> str:
        names = _names(table)
        if name.lower() not in names:
            what = "field" if table == "fields" else "part of speech"
            meant = _elsewhere("fields").get(name.lower()) if table == "fields" else None
            near = f" ({meant})" if meant else did_you_mean(name, names)
            raise self.wrong(f"no {what} {name!r}{near}; there are {', '.join(names)}", at)
        return names[name.lower()]

    def plain(self, piece: Piece) -> None:
        """Refuse a word that is an operator in small letters or in other tools: to look for it, put it in quotes."""
        word = piece.text.upper()
        meant = _elsewhere("operators").get(word, word if word in _names("operators") else "")
        if meant:
            raise self.wrong(f"did you mean {meant}? To look for the word {piece.text!r}, put it in quotes", piece.at)
        if piece.text[0] == "-" and piece.text[1:2].isalpha():
            raise self.wrong(f"did you mean NOT? Write NOT {piece.text[1:]}", piece.at)
