"""The lines of a scraped page, and what each is by its own words and shape."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import pairwise

from analysis.dates.line import date_line, told_day
from analysis.lemmas.lemmatize import particles
from analysis.text import tables
from analysis.text.folding import INVISIBLE, Folded, fold, normalize, words

LABEL_WORDS = 3  # a category ("أخبار آسيا") above a headline
SITE_WORDS = 5  # the longest name of a site behind a title
CAPTION_WORDS = 30  # the longest caption that no agency is named for
MASTHEAD_WORDS = 14  # the longest line that names who makes the paper
NOTICE_WORDS = 25  # the longest line that a site addresses to its reader
RULER_GAP = 5  # blank lines that a ruler (`***`) counts for
COLUMN = range(40, 101)  # characters in a row of hard-wrapped text
LONGEST = 1000  # characters; a longer line is text, whatever it says
STOP = re.compile(r"[.…:،؛,;][\"'»”’)\]]*$")
ELLIPSIS = re.compile(r"(?:…|(?<!\.)\.\.+)[\"'»”]*$")
BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,40})[)\]]\s*\.?$")
BULLET = re.compile(r"[-–—•*▪■●◦·]\s*\w|\d{1,2}\s*[-.)–]\s*\w")
_SIDES = re.compile(r"\s[-–—ـ/|]|[-–—/|]\s")
ARABIC = re.compile(r"[\u0620-\u064a]")
_CONTINUES = re.compile(r"(و\w{3,})(?:\s+\S+){4}")
_SENTENCE = re.compile(r"[.!؟:…][\"'»”]*$")
_INITIALS = re.compile(r"(?:\w\s?[.\s]\s?){1,4}\w\.?")
_PIECES = re.compile(r"[|•·،,]|\s[-–—/]|[-–—/:]\s")
_BREADCRUMB = re.compile(r"[>›|←\\]|\s[/»]\s")
_BORDER = re.compile(r"\s+[-–—:»«>]+\s+|\s*\|+\s*")
_SITE = re.compile(r"\s+[-–—]+\s+|\s*\|+\s*")
_ATTACHED = re.compile(r"^[وف]?(?:[بك]?ال|لل)(?=\w{3})|^[وفبلك](?=\w{4})")
_RULER = re.compile(r"([*\-=_~•#—–])(?:\s*\1){2,}")
_POINTER = re.compile(r"[:\-–—|.…/←→<>›◄►]|\s»")
_MARKED = re.compile(r"[:،,]")
_PLACE = re.compile(r"(?:في|من|لدى)\b|$")
_HANDLE = re.compile(r"^[-–—].*\(@\w+\)|^(?:\S+\s+){0,5}(?:@\w{3,}|\w{3,}@)$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTERS = re.compile(r"[^\W_]+")
_EDGES = "".join(re.findall(rf"[\s{INVISIBLE}]", "".join(map(chr, range(0x10000)))))


@dataclass(eq=False, slots=True)
class Line:
    """A line of a page: its text, what it is compared by, the blank lines above it, and what it is."""

    text: str
    key: str
    gap: int
    words: int
    kind: str = "text"  # text, heading, date, caption, label, related, comments, source, byline, foreign, repeat
    says: str = ""  # the name that a source, a byline or a date line gives; what follows a pointer
    day: date | None = None
    headline: bool = False  # short, and without the end of a sentence or of a clause
    updated: bool = False  # its day is that of an update
    parted: bool = False  # set off from what is above by more blank lines than usual

    @property
    def paragraph(self) -> bool:
        return self.kind == "text" and not self.headline

    @property
    def short(self) -> bool:
        return len(self.text) <= LONGEST


@lru_cache(maxsize=100)  # a line is asked of again and again
def line_key(text: str) -> str:
    """Return what lines are compared by: their normalised letters and digits, whatever the quotes and spaces."""
    return " ".join(words(text))


def line_keys(lines: Iterable[str]) -> list[str]:
    """Return the keys of the lines of a text, faster than one by one."""
    return [" ".join(_LETTERS.findall(line)) for line in normalize("\n".join(lines)).split("\n")]


def split_lines(page: str) -> list[Line]:
    """Return the lines of a page that hold anything; blank lines and rulers are counted in the gap below them."""
    lines = []
    gap = 0
    for text in _unwrap([row.strip(_EDGES) for row in page.splitlines()]):
        if not text or _RULER.fullmatch(text):
            gap += RULER_GAP if text else 1
            continue
        lines.append(Line(text, line_key(text), gap, len(text.split())))
        gap = 0
    usual = usual_gap(lines)
    for line in lines:
        line.parted = line.gap > max(usual, 1)
    return lines


def usual_gap(lines: list[Line]) -> int:
    """Return the commonest number of blank lines between the lines of a page."""
    gaps = Counter(line.gap for line in lines[1:])
    return gaps.most_common(1)[0][0] if gaps else 0


def _unwrap(rows: list[str]) -> list[str]:
    """Join the rows of text broken at a fixed width: most that end no sentence are as full as the next word allows."""
    joints = [index for index, (row, below) in enumerate(pairwise(rows)) if row and below and row != below]
    width = max((len(rows[index]) for index in joints), default=0)
    if width not in COLUMN:
        return rows
    full = {index for index in joints if len(rows[index]) + 1 + len(rows[index + 1].split()[0]) > width}
    unended = {index for index in joints if not _SENTENCE.search(rows[index])}
    sentences = any(re.search(r"[.؟!،]\s", rows[index]) for index in full)
    if len(full & unended) < max(4, len(unended) * 2 / 3) or not sentences:
        return rows
    # Where no blank line parts the paragraphs, a full row that ends a sentence may well end its paragraph.
    joined = full if full | unended >= set(joints) else full & unended
    whole: list[str] = []
    for index, row in enumerate(rows):
        if index - 1 in joined:
            whole[-1] += " " + row
        else:
            whole.append(row)
    return whole


def read_kind(line: Line) -> str:
    """Return what a line is by its own words, and keep the day and the names that it gives."""
    if not line.short:
        return "text"
    if line.words <= 20 and _reads_date(line):
        return "date"
    if not ARABIC.search(line.text):
        return "label" if line.words <= 4 else "foreign"
    for kind, most, read in _READERS:
        says = read(line.text) if line.words <= most else None
        if says is not None:
            line.says = says
            return kind
    return "text"


def _reads_date(line: Line) -> bool:
    """Tell whether a line gives a day of publication, alone or beside a name or a category; keep day and name."""
    if line.text.endswith(":"):
        return False  # it heads what was on that day
    told = told_day(line.text)
    if told:
        words = set(line_key(told.rest).split())
        others = [word for word in line.text.split() if words.intersection(line_key(word).split())]
        rest = " ".join(others).strip(" :-–—|/،,")
        if not words or _beside_day(line.text, rest, told.clock):
            line.day, line.updated = told.day, told.updated
            line.says = next(filter(is_name, (rest, _without_byline(rest))), "") if words else ""
            return True
    pieces = [piece for piece in _PIECES.split(line.text) if len(piece) > 5 or _WORD.search(piece)]
    days = [date_line(piece) for piece in pieces]
    others = [piece for piece, day in zip(pieces, days, strict=True) if not day]
    if not any(days) or any(len(piece.split()) > 5 for piece in others):
        return False
    line.day = next(filter(None, days))
    line.says = next(filter(is_name, others), "").strip()
    return True


def _beside_day(text: str, rest: str, clock: bool) -> bool:
    """Tell whether what stands beside a day is a category, a place, a name: no headline that ends in a day."""
    words = rest.split()
    keys = line_key(rest).split()
    if clock or _after_cue(text, "published"):
        return len(words) <= 8 and not STOP.search(rest)
    placed = bool(keys) and len(keys) <= 3 and (keys[0] in known_names() or is_credit(words[-1]))
    return len(words) <= 4 and (
        placed or read_label(rest) is not None or keys[0].removeprefix("ال") in cues("sections")
    )


def _without_byline(text: str) -> str:
    cue = _after_cue(text, "byline")
    return cue[1] if cue else text


# Readers return what a line says, "" where it says nothing of use, and None where it is not of their kind.
def _comments(text: str) -> str | None:
    key = line_key(text)
    words = [word for word in key.split() if not word.isdigit()]
    disclaimed = _after_cue(text, "comments") is not None and _inside_pattern("notices").search(key) is not None
    return "" if disclaimed or " ".join(words) in cues("comments") else None


def _related(text: str) -> str | None:
    """Read a pointer away from the story: a cue that stands alone, or before a colon, a dash or an arrow."""
    more = _after_cue(text, "more") if len(text.split()) <= 2 * LABEL_WORDS - 1 else None
    if more is not None and len(more[1].split()) < LABEL_WORDS:
        return ""
    marks, rest = _after_cue(text, "related") or ("", None)
    return rest if not rest or _POINTER.search(marks) else None


def read_label(text: str) -> str | None:
    """Read a line of nothing but labels, numbers, tags, sections or agencies, or of words to the site's reader."""
    pieces = [piece for piece in _BREADCRUMB.split(text) if piece.strip()]
    is_label = (
        not _WORD.search(_inside_pattern("labels").sub(" ", line_key(text)))
        or all(word.startswith("#") for word in text.split())
        or _HANDLE.search(text)
        or (len(text.split()) <= 4 and all(is_credit(piece) for piece in _PIECES.split(text.strip("()[] ."))))
        or (len(pieces) >= 3 and all(len(piece.split()) <= LABEL_WORDS for piece in pieces))
        or (len(pieces) >= 2 and line_key(pieces[0]) in cues("home"))
        or _is_masthead(text)
        or ((cue := _after_cue(text, "photo")) is not None and len(text.split()) <= 10 and bool(_MARKED.search(cue[0])))
    )
    if not is_label and len(text.split()) <= NOTICE_WORDS and "«" not in text:
        is_label = _inside_pattern("notices").search(line_key(text)) is not None
    return "" if is_label else None


def _is_masthead(text: str) -> bool:
    """Tell whether a line names who makes the paper: an office of it before a colon or a name, or two offices."""
    cue = _after_cue(text, "masthead") if len(text.split()) <= MASTHEAD_WORDS else None
    if cue is None:
        return False
    first = line_key(cue[1]).split()[:1]
    named = is_name(cue[1]) and known_names().issuperset(first)
    return _POINTER.search(cue[0]) is not None or named or len(_inside_pattern("masthead").findall(line_key(text))) > 1


def _source(text: str) -> str | None:
    """Read where a text is from, or who holds its rights: the name after the cue, or before it."""
    if cue := _after_cue(text, "source"):
        name = cue[1] if _POINTER.search(cue[0]) or len(text.split()) <= 4 else None
    elif cue := _after_cue(text, "rights"):
        # "محفوظة لصحيفة كذا": the preposition is no part of the name.
        name = re.sub(r"^لـ?(?=\S)", "", re.sub(r"^لل", "ال", re.sub(r"^\d{4}\W*", "", cue[1])))
    else:
        pieces = re.split(r"[-–—|.]", text)
        rights = next((index for index, piece in enumerate(pieces) if _after_cue(piece, "rights")), 0)
        name = pieces[rights - 1] if rights else pieces[0] if text.startswith("©") else None
    return None if name is None else re.sub(r"^\W*\d{4}\b|\b\d{4}\W*$", "", name).strip(' :-–—|©«»"“”.،')


def _byline(text: str) -> str | None:
    """Read a byline with a cue: the name, or "" where a correspondent is not named."""
    for kind in ("byline", "byline_marked", "correspondent"):
        if cue := _after_cue(text, kind):
            marked = _POINTER.search(cue[0]) is not None
            author = next(filter(is_name, (piece.strip(" :.") for piece in _PIECES.split(cue[1]))), "")
            if (author and (marked or kind == "byline")) or (kind == "correspondent" and _PLACE.match(cue[1])):
                return author
            if kind == "byline" and len(cue[1].split()) <= LABEL_WORDS and (marked or not ARABIC.search(cue[1])):
                return cue[1].strip()
    return None


def read_place_byline(text: str) -> tuple[str, str] | None:
    """Read `place - name` or `place: name`: an author, or a source where it is the name of an agency or an outlet."""
    place, _, name = map(str.strip, text.partition(":"))
    if is_plain(place) and is_name(name) and known_names() & {line_key(place.split()[0]), line_key(name.split()[0])}:
        return name, ""
    sides = [side.strip() for side in _SIDES.split(text)]
    if len(sides) != 2 or not all(map(is_plain, sides)):
        return None
    if is_credit(sides[1]) or line_key(sides[1]).split()[0] in cues("outlets"):
        return "", sides[1]
    names = [side for side in sides if is_name(side)]
    return next((name for name in names if line_key(name.split()[0]) in known_names()), names[0] if names else ""), ""


def _caption(text: str) -> str | None:
    """Read a caption: it opens with a cue, or its credit ends it: an agency, dotted initials, an archive."""
    words = len(text.split())
    marked = _after_cue(text, "caption_marked") or ("", "")
    if words <= 40 and (_after_cue(text, "caption") or _POINTER.match(marked[0].strip())):
        return ""
    if goes_on(text):
        return None
    if match := BRACKETS.search(text):
        # The agency of a whole story stands behind its last sentence.
        before = text[: match.start()].strip()
        fits = before and not _SENTENCE.search(before) and (words <= CAPTION_WORDS or not text.endswith("."))
        return "" if fits and is_credit(match.group(1)) else None
    before, _, credit = text.rpartition("©" if "©" in text else " - ")
    return "" if LABEL_WORDS < len(before.split()) <= CAPTION_WORDS and is_credit(credit) else None


_READERS: tuple[tuple[str, int, Callable[[str], str | None]], ...] = (
    # the kind, the most words of such a line, its reader
    ("comments", 12, _comments),
    ("related", LONGEST, _related),
    ("label", LONGEST, read_label),
    ("source", 12, _source),
    ("byline", 10, _byline),
    ("caption", LONGEST, _caption),
)


def is_credit(text: str) -> bool:
    """Tell whether a text credits a picture to an agency, to an archive or to somebody's initials."""
    pieces = [piece.strip() for piece in re.split(r"[-–/،,:+|]|\sعلى\s|\sعبر\s|\sمن\s", text)]
    return any(_INITIALS.fullmatch(piece) or line_key(piece) in cues("credits") for piece in pieces)


def is_name(text: str) -> bool:
    """Tell whether a text could be a person's name: two to four plain words, no particle, no section of a paper."""
    words = [word.strip(":،,") for word in text.split()]
    if not 2 <= len(words) <= 4 or not all(re.fullmatch(r"[^\W\d_]{2,}|\w{1,2}\.", normalize(word)) for word in words):
        return False
    first = line_key(words[0]).removeprefix("ال")
    return first not in cues("sections") | cues("times") and not _particles().intersection(words)


def is_plain(text: str) -> bool:
    """Tell whether a text is a name rather than a clause: a few words, no particle and no number."""
    words = text.split()
    return 0 < len(words) <= 4 and not _particles().intersection(words) and not re.search(r"\d", text)


def goes_on(text: str) -> bool:
    """Tell whether a line goes on from a sentence before (`وأضاف: «...»`): it is text, however short."""
    plain = normalize(text)
    joined = _CONTINUES.match(plain)
    conjunction = joined is not None and not joined.group(1).startswith(tuple(cues("rooted")))
    return conjunction or _opening_pattern("continuing").match(plain) is not None


def is_above_headline(line: Line) -> bool:
    """Tell whether a line above a headline is a category or the name of the site."""
    pieces = [piece for piece in _BREADCRUMB.split(line.text) if piece.strip()] if line.short else []
    category = line.words <= 2 * LABEL_WORDS - 1 and _opening_pattern("categories").match(normalize(line.text))
    path = len(pieces) > 1 and all(len(piece.split()) <= 4 for piece in pieces)
    return line.words <= LABEL_WORDS or path or bool(category)


def site_cut(text: str) -> str:
    """Return the title of a page without the name of the site behind it.

    >>> site_cut("افتتاح جسر جديد فوق النهر - أخبار - صحيفة الضفاف")
    'افتتاح جسر جديد فوق النهر'
    """
    for border in reversed(list(_SITE.finditer(text))):
        behind, before = text[border.end() :].split(), text[: border.start()].split()
        if len(behind) > SITE_WORDS or len(before) < LABEL_WORDS:
            break
        text = text[: border.start()]
    return text


def site_pieces(text: str) -> list[str]:
    """Return what may be the headline in the title of a page: it without what is behind, and before, each border."""
    borders = list(_BORDER.finditer(text))
    return [text[: border.start()] for border in borders] + [text[border.end() :] for border in borders]


def stems(text: str) -> set[str]:
    """Return the words of a text that tell what it is of, without what is attached before them."""
    words = (_ATTACHED.sub("", word) for word in line_key(text).split() if word not in _particles())
    return {word[:5] for word in words if len(word) >= 3}


def opens_with(text: str, name: str) -> bool:
    """Tell whether a text opens with a cue of the list `name`."""
    return _after_cue(text, name) is not None


def without_opening(text: str, name: str) -> str:
    """Return a text without the cue of the list `name` that it opens with.

    >>> without_opening("Next Previous انطلق الماراثون صباحا", "controls")
    'انطلق الماراثون صباحا'
    """
    found = _after_cue(text, name)
    return found[1] if found else text


# --- the words of the genre -----------------------------------------------------------------------------------------
@cache
def cues(name: str) -> frozenset[str]:
    """Return the keys of the list `name` of text/data/page_cues.yml."""
    return frozenset(line_key(cue) for cue in _page_cues()[name])


@cache
def _page_cues() -> dict[str, list[str]]:
    return dict(tables.table("text/data/page_cues.yml"))


@cache
def known_names() -> frozenset[str]:
    """Return the keys of places of the news and of given names."""
    return frozenset(map(line_key, tables.places() + tables.given_names()))


@cache
def _particles() -> frozenset[str]:
    """Return words that no name holds, as they are spelt: `على` is one, `علي` is none."""
    return frozenset(word for word in particles() if len(word) > 1)


def _after_cue(text: str, name: str) -> tuple[str, str] | None:
    """Return the marks after the cue of the list `name` that a text opens with, and the rest of the text."""
    folded = _folded(text)
    match = _opening_pattern(name).match(folded.text)
    if not match:
        return None
    rest = text[folded.span(match.end(), len(folded.text))[0] :] if match.end() < len(folded.text) else ""
    return match.group(1), rest


@lru_cache(maxsize=10)
def _folded(text: str) -> Folded:
    return fold(text)


@cache
def _opening_pattern(name: str) -> re.Pattern[str]:
    return re.compile(r"\W*" + _any(name) + r"([^\w\"'«“(\[]*)")


@cache
def _inside_pattern(name: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + _any(name))


def _any(name: str) -> str:
    return tables.any_of(cues(name), r"\s+") + r"(?!\w)"
