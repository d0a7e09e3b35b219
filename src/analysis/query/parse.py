"""A query to a tree: words, phrases with gaps, fields, joined by AND, OR and NOT."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from analysis.base.notes import InputError, nearest, shown
from analysis.text import tables
from analysis.text.folding import INVISIBLE, MARKS
from analysis.topics.token_index import is_loose
from analysis.topics.wildcards import words_of
from analysis.wording.phrases import wording

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
    """A query that cannot be read; `at` is the character, counted from 0, that is at fault.

    `what` is a key of the wording of queries, `values` are what stands in it, `nearest` and `there_are` names to
    choose from.
    """

    def __init__(
        self,
        query: str,
        at: int,
        what: str,
        *,
        nearest: Sequence[str] = (),
        there_are: Sequence[str] = (),
        **values: Any,
    ) -> None:
        self.at, self._what, self._values = at, what, values
        self._nearest, self._there_are = nearest, there_are
        near = query[max(at - 12, 0) : at] + "⟨" + query[at : at + 1] + "⟩" + query[at + 1 : at + 12]
        super().__init__(wording()["query"]["wrong"].format(at=at + 1, near=near, told=self.told()))

    def told(self, language: str = "en") -> str:
        """Return what is wrong and what to do, without the place."""
        words = wording(language)["query"]
        named = {key: words["kinds"].get(each, each) if key == "kind" else each for key, each in self._values.items()}
        text = words[self._what].format(**named)
        if instead := self._values.get("instead"):
            text += words["instead"].format(told=words[instead])
        if self._nearest:
            text += words["nearest"].format(names=words["or"].join(self._nearest))
        if self._there_are:
            text += words["there_are"].format(names=words["comma"].join(self._there_are))
        return shown(text)


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
        raise QueryError(query, LONGEST, "long", most=LONGEST)
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
            raise QueryError(query, at, "unclosed", text=text)
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

    def wrong(self, what: str, at: int | None = None, **told: Any) -> QueryError:
        return QueryError(self.query, self.pieces[self.next].at if at is None else at, what, **told)

    def whole(self) -> Tree:
        tree = self.either()
        if self.kind != "end":
            raise self.wrong("closes", text=self.pieces[self.next].text)
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
            raise self.wrong("deep", most=DEPTH)
        opening = self.take()
        tree: Tree = Without(self.part()) if opening.kind == "not" else self.closed(opening)
        self.depth -= 1
        return tree

    def closed(self, opening: Piece) -> Tree:
        tree = self.either()
        if self.kind != ")":
            if self.kind == "end":
                raise self.wrong("bracket", opening.at)
            raise self.wrong("misplaced", text=self.pieces[self.next].text)
        self.take()
        if self.kind in ("word", "quoted", "(", "[", "gap"):
            raise self.wrong("join")
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
            raise self.wrong("empty")
        if gap != Gap():
            raise self.wrong("gap_last", self.pieces[self.next - 1].at)
        if self.kind == "(":
            raise self.wrong("join")
        every = [each for step in steps for each in step]
        about = [each for each in every if isinstance(each, Field) and each.name in ABOUT]
        if about and len(every) > 1:
            raise self.wrong("whole", about[0].at, name=about[0].name)
        self.count += len(every)
        if self.count > MOST:
            raise self.wrong("many", start.at, most=MOST)
        return Phrase(tuple(steps), tuple(gaps))

    def wider(self, gap: Gap, begun: bool) -> Gap:
        """Return a gap with the next piece, `*` or `~3`, added."""
        piece = self.take()
        if not begun:
            raise self.wrong("gap_first", piece.at)
        if piece.kind == "word":
            gap = Gap(gap.least + 1, gap.most + 1, False)
        elif not (number := piece.text[1:].strip()):
            raise self.wrong("gap_size", piece.at)
        elif len(number) < 6:
            gap = Gap(gap.least, gap.most + int(number), False)
        else:
            gap = Gap(0, FARTHEST + 1)
        if gap.most > FARTHEST:
            raise self.wrong("gap_wide", piece.at, most=FARTHEST)
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
            raise self.wrong("pos_of_one", piece.at, text=text, count=len(words))
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
                raise self.wrong("one_each", at)
            found += read[0]
            if self.kind != "or":
                break
            self.take()
        if self.kind != "]":
            if self.kind == "end":
                raise self.wrong("choice", opening.at)
            raise self.wrong("choices")
        self.take()
        return tuple(found)

    def words(self, text: str, piece: Piece) -> list[str]:
        """Return the words of a piece; those of a quote may have punctuation between."""
        if piece.kind == "word":
            wrong = _NO_WORD.search(text)
            if wrong:
                raise self.wrong("sign", piece.at + wrong.start(), text=wrong.group())
            text = text.replace("؟", "?")
        words = words_of(text)
        if not words:
            raise self.wrong("no_word", piece.at, text=piece.text)
        if not all(word.strip("*?") for word in words):
            raise self.wrong("wildcard", piece.at)
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
            raise self.wrong("space", piece.at, text=piece.text + self.pieces[self.next].text)
        if not value:
            raise self.wrong("which", piece.at, name=field)
        if field == "pos":
            return Word("", piece.at, pos=self.known("pos", value, piece.at + len(name) + 1))
        return Field(field, value, piece.at)

    def known(self, table: str, name: str, at: int) -> str:
        names = _names(table)
        if name.lower() not in names:
            other = _elsewhere("fields").get(name.lower(), "") if table == "fields" else ""
            near = [f"{other}:"] if other in names else [] if other else nearest(name, names)
            kind, instead = "field" if table == "fields" else table, "" if other in names else other
            raise self.wrong("unknown", at, kind=kind, name=name, nearest=near, there_are=list(names), instead=instead)
        return names[name.lower()]

    def plain(self, piece: Piece) -> None:
        """Refuse a word that is an operator in small letters or in other tools: to look for it, put it in quotes."""
        word = piece.text.upper()
        meant = _elsewhere("operators").get(word, word if word in _names("operators") else "")
        if meant:
            raise self.wrong("operator", piece.at, meant=meant, text=piece.text)
        if piece.text[0] == "-" and piece.text[1:2].isalpha():
            raise self.wrong("minus", piece.at, text=piece.text[1:])
