"""A scraped page taken apart into its stories, by the shape, the position and the repetition of its lines."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import takewhile

from analysis import resources
from analysis.dates import date_line
from analysis.text import normalize

TITLE_WORDS = 28  # the longest headline; anything longer is text
HEADING_WORDS = 14
LABEL_WORDS = 3  # a category ("أخبار آسيا") above a headline
REPEAT_WITHIN = 8  # lines between the two printings of a headline
GAP = 2  # blank lines that part two stories

_STOP = re.compile(r"[.…:،؛,;][\"'»”’)\]]*$")
_SPOKEN = re.compile(r":\s*[\"'«“].*[\"'»”]$")
_CREDIT = re.compile(r"[(\[]([^()\[\]]{1,40})[)\]]\s*$")
_INITIALS = re.compile(r"(?:\w\s?[.\s]\s?){1,4}\w\.?")
_BREADCRUMB = re.compile(r"\s*[>›|←\\]\s*|\s[/»]\s")
_OUTLET = re.compile(r"^[\w\s]{2,25}\s*[:\-–—|]\s*[«\"“(]([^»\"”)]{2,40})[»\"”)]$")
_ARABIC = re.compile(r"[\u0620-\u064a]")
_LETTERS = re.compile(r"[^\W_]+")


@dataclass
class Story:
    """One story of a page. `body` holds its paragraphs, headings included, a line each."""

    title: str | None = None
    subtitle: str | None = None
    body: str = ""
    captions: list[str] = field(default_factory=list)
    headings: list[str] = field(default_factory=list)
    author: str | None = None
    source: str | None = None
    published: date | None = None


@dataclass
class Line:
    """A line of a page: its text, what it is compared by, the blank lines above it, and what it is."""

    text: str
    key: str
    gap: int
    kind: str = "text"  # text, heading, date, caption, label, related, source, byline, outlet, repeat

    @property
    def words(self) -> int:
        return len(self.text.split())


def stories(page: str, furniture: Collection[str] = ()) -> tuple[list[Story], list[str]]:
    """Return the stories of a scraped page, in page order, and the lines that were left out of them.

    `furniture` are keys (see `line_key`) of lines that the corpus shows to belong to the site and not to a story.
    Repeated lines, labels, markers and pointers to other stories are left out; captions, bylines and date lines
    go to fields of their own. A page without Arabic has no stories.

    >>> found, left_out = stories("عنوان الخبر الأول اليوم\\nطباعة\\nقال مسؤول إن المحادثات بدأت في كابل.")
    >>> found[0].title, found[0].body, left_out
    ('عنوان الخبر الأول اليوم', 'قال مسؤول إن المحادثات بدأت في كابل.', ['طباعة'])
    """
    if not _ARABIC.search(page):
        return [], []
    lines = _lines(page)
    for line in lines:
        line.kind = _kind(line)
        if line.kind == "text" and line.key in furniture:
            line.kind = "label"
    _mark_related_blocks(lines)
    _mark_captions(lines)
    found = [story for story in map(_story, _split(lines)) if story.body]
    source = next((story.source for story in found if story.source), None) or _site(lines, furniture)
    for story in found:
        story.source = story.source or source
    return found, [line.text for line in lines if line.kind in ("label", "related", "source")]


def line_key(text: str) -> str:
    """Return what lines are compared by: their normalised letters and digits, whatever the quotes and spaces."""
    return " ".join(_LETTERS.findall(normalize(text)))


def edge_lines(page: str, count: int = 3) -> set[str]:
    """Return the keys of the first and last `count` lines of a page, where a site puts its furniture."""
    keys = [line.key for line in _lines(page)]
    return {*keys[:count], *keys[-count:]} - {""}


def recurring(edges: Iterable[set[str]], least: int = 3) -> frozenset[str]:
    """Return the keys of short lines that stand at the edges of at least `least` pages: the furniture of a site."""
    counts = Counter(key for keys in edges for key in keys)
    return frozenset(key for key, count in counts.items() if count >= least and len(key.split()) <= 2 * LABEL_WORDS)


def _lines(page: str) -> list[Line]:
    lines = []
    gap = 0
    for raw in page.splitlines():
        text = raw.strip().strip("\u200b\u200e\u200f\u202a-\u202e\ufeff").strip()
        if not text:
            gap += 1
            continue
        lines.append(Line(text, line_key(text), gap))
        gap = 0
    return lines


def _kind(line: Line) -> str:
    """Return what a line is by its own words and shape."""
    if line.words <= 20 and date_line(line.text):
        return "date"
    if line.words <= 4 and not _ARABIC.search(line.text):
        return "label"
    if _opening(line, "related"):
        return "related"
    if _is_label(line.key) or _is_breadcrumb(line.text):
        return "label"
    if line.words <= 12 and _opening(line, "source"):
        return "source"
    if line.words <= 10 and _opening(line, "byline") and not _STOP.search(line.text):
        return "byline"
    if line.words <= 8 and _OUTLET.match(line.text):
        return "outlet"
    if _credit(line.text) or (line.words <= 40 and _opening(line, "caption")):
        return "caption"
    return "text"


def _is_label(key: str) -> bool:
    """Tell whether a line holds nothing but labels, numbers and single letters."""
    rest = _label_pattern().sub(" ", key)
    return not re.search(r"[^\W\d]{2,}", rest)


def _is_breadcrumb(text: str) -> bool:
    pieces = [piece for piece in _BREADCRUMB.split(text) if piece]
    return len(pieces) >= 3 and all(len(piece.split()) <= LABEL_WORDS for piece in pieces)


def _opening(line: Line, name: str) -> str | None:
    """Return the cue of the list `name` that a line opens with, where a colon, a dash or nothing follows it."""
    match = _opening_pattern(name).match(line.key)
    if not match and name == "source":
        match = re.search(r"\bجميع الحقوق محفوظه$", line.key)
    if not match:
        return None
    cue = match.group()
    if line.key == cue or name in ("source", "caption") or (name == "byline" and 3 <= line.words <= 5):
        return cue
    after = normalize(line.text).split(cue.split()[-1], 1)[-1].lstrip(" \"'»”)")
    return cue if after[:1] in (":", "-", "–", "|", ".", "…", "/") else None


def _credit(text: str) -> str | None:
    """Return the credit in brackets that ends a caption, where it is an agency, dotted initials or an archive."""
    match = _CREDIT.search(text)
    if not match or text[: match.start()].rstrip(" \"'»”").endswith((".", "!", "؟")):
        return None
    inside = match.group(1).strip()
    pieces = re.split(r"\s*[-–/،,]\s*", inside)
    if any(_INITIALS.fullmatch(piece) or line_key(piece) in _cues("credits") for piece in pieces):
        return inside
    return None


def _mark_related_blocks(lines: list[Line]) -> None:
    """A pointer that stands alone opens a block: the headlines under it belong to other stories."""
    for index, line in enumerate(lines):
        if line.kind == "related" and _opening(line, "related") == line.key:
            for below in lines[index + 1 :]:
                if below.kind == "text" and not _is_headline(below):
                    break
                if below.kind in ("text", "date"):
                    below.kind = "related"


def _mark_captions(lines: list[Line]) -> None:
    """A line printed twice running is a caption, where it is longer than a label and no story's headline."""
    counts = Counter(line.key for line in lines)
    for line, below in zip(lines, lines[1:], strict=False):
        if line.kind == below.kind == "text" and line.key == below.key and counts[line.key] in (2, 4):
            headline = next((each for each in lines if each.kind == "text"), line)
            if headline.key != line.key and line.words > LABEL_WORDS:
                for each in lines:
                    if each.key == line.key:
                        each.kind = "caption"


def _is_headline(line: Line) -> bool:
    """Tell whether a line could be a headline: short, and without the end of a sentence or of a clause."""
    return line.words <= TITLE_WORDS and not _STOP.search(line.text) and not _SPOKEN.search(line.text)


def _is_paragraph(line: Line) -> bool:
    return line.kind == "text" and not _is_headline(line)


def _split(lines: list[Line]) -> list[list[Line]]:
    """Return the lines of each story of a page, and mark what an earlier line of the page has said already."""
    parts: list[list[Line]] = [[]]
    seen: set[str] = set()
    for index, line in enumerate(lines):
        if line.key in seen and line.kind in ("text", "caption"):
            # The headline printed again above the text, or the whole text a second time.
            line.kind = "repeat"
            continue
        if any(_is_paragraph(each) for each in parts[-1]) and _opens_story(lines, index):
            parts.append([])
        parts[-1].append(line)
        seen.add(line.key)
    return parts


def _opens_story(lines: list[Line], index: int) -> bool:
    """Tell whether a headline inside a page begins another story, rather than a section of this one."""
    line = lines[index]
    if line.kind != "text" or not _is_headline(line):
        return False
    before = {each.key for each in lines[:index]}
    if not any(_is_paragraph(each) and each.key not in before for each in lines[index + 1 :]):
        return False
    head = list(takewhile(lambda each: not _is_paragraph(each), lines[index + 1 :]))
    printed_again = line.key in {each.key for each in head[:REPEAT_WITHIN]}
    dated = any(each.kind == "date" for each in head[:4])
    parted = line.gap >= GAP and line.gap > _usual_gap(lines) and line.words > LABEL_WORDS
    return printed_again or dated or parted


def _usual_gap(lines: list[Line]) -> int:
    """Return the commonest number of blank lines between the lines of a page."""
    gaps = Counter(line.gap for line in lines[1:])
    return gaps.most_common(1)[0][0] if gaps else 0


def _story(lines: list[Line]) -> Story:
    """Return the story that the lines of one part of a page tell."""
    first = next((i for i, line in enumerate(lines) if _is_paragraph(line)), None)
    if first is None:
        # Paragraphs without a full stop: the longest line and what follows it is the text.
        texts = [i for i, line in enumerate(lines) if line.kind == "text"]
        first = max(texts, key=lambda i: lines[i].words) if texts else len(lines)
    head, body = lines[:first], lines[first:]
    story = Story(captions=[line.text for line in lines if line.kind == "caption"])
    story.published = min(
        (day for line in lines if line.kind == "date" and (day := date_line(line.text))), default=None
    )
    _read_head(story, head)
    _read_body(story, body)
    for line in lines:
        if line.kind == "source":
            story.source = story.source or _after_cue(line, "source")
        elif line.kind == "outlet" and (match := _OUTLET.match(line.text)):
            story.source = story.source or match.group(1).strip()
        elif line.kind == "byline":
            story.author = story.author or _after_cue(line, "byline")
    return story


def _read_head(story: Story, head: list[Line]) -> None:
    """Fill in title, subtitle and author from the lines above the first paragraph."""
    texts = [line for line in head if line.kind == "text"]
    while len(texts) > 1 and _is_above_headline(texts[0]) and texts[1].words > LABEL_WORDS:
        texts.pop(0).kind = "label"
    if not texts:
        return
    story.title = texts[0].text
    for line in texts[1:]:
        if _is_byline(line, head):
            story.author = line.text
        elif story.subtitle is None:
            story.subtitle = line.text
        else:
            line.kind = "label"


def _is_above_headline(line: Line) -> bool:
    """Tell whether a line above a headline is a category or the name of the site."""
    pieces = [piece for piece in _BREADCRUMB.split(line.text) if piece]
    return line.words <= LABEL_WORDS or (len(pieces) > 1 and all(len(piece.split()) <= 4 for piece in pieces))


def _is_byline(line: Line, head: list[Line]) -> bool:
    """Tell whether a line above the text is a name: two to four plain words beside a date line or a label."""
    words = line.key.split()
    if not 2 <= len(words) <= 4 or any(len(word) < 2 or word.isdigit() for word in words):
        return False
    place = head.index(line)
    beside = head[max(place - 1, 0) : place] + head[place + 1 : place + 2]
    if place == len(head) - 1 and place > 0 and any(each.kind == "date" for each in head):
        return True
    return any(each.kind in ("date", "label") for each in beside)


def _read_body(story: Story, body: list[Line]) -> None:
    """Fill in body and headings; headlines under the last paragraph point to other stories."""
    texts = [line for line in body if line.kind == "text"]
    while len(texts) > 1 and _is_heading(texts[-1], texts):
        texts.pop().kind = "label"
    for line, below in zip(texts, [*texts[1:], None], strict=False):
        if below is not None and line is not texts[0] and _is_heading(line, texts) and not _is_heading(below, texts):
            line.kind = "heading"
    story.headings = [line.text for line in texts if line.kind == "heading"]
    story.body = "\n".join(line.text for line in texts)


def _is_heading(line: Line, texts: list[Line]) -> bool:
    """Tell whether a line of the text is short and open-ended, in a text whose paragraphs are not."""
    unstopped = sum(_is_headline(each) for each in texts)
    longest = HEADING_WORDS if unstopped <= len(texts) / 2 else HEADING_WORDS // 2
    return _is_headline(line) and line.words <= longest


def _site(lines: list[Line], furniture: Collection[str]) -> str | None:
    """Return the name of the site where it heads the page: `name | what it is`, the same line on many pages."""
    if not lines or lines[0].key not in furniture or "|" not in lines[0].text:
        return None
    return lines[0].text.split("|")[0].strip() or None


def _after_cue(line: Line, name: str) -> str | None:
    """Return the name that a line gives after its cue, or before it: `name - all rights reserved`."""
    cue = _opening_pattern(name).search(line.key)
    if not cue:
        return None
    before = len(line.key[: cue.start()].split())
    after = before + len(cue.group().split())
    words = [word for word in line.text.split() if line_key(word)]
    text = " ".join(words[after:] or words[:before]).strip(' :-–—|©«»"“”.،')
    text = re.sub(r"^\d{4}\s*", "", text)
    if words[after:] and "حقوق" in cue.group():
        # "محفوظة لصحيفة كذا": the preposition is no part of the name.
        text = re.sub(r"^لل", "ال", text) if text.startswith("لل") else re.sub(r"^لـ?", "", text)
    return text.strip(' «»"“”') or None


@cache
def _cues(name: str) -> frozenset[str]:
    return frozenset(line_key(cue) for cue in resources.table("page_cues.yml")[name])


@cache
def _opening_pattern(name: str) -> re.Pattern[str]:
    cues = sorted(_cues(name), key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, cues)) + r")(?!\w)")


@cache
def _label_pattern() -> re.Pattern[str]:
    labels = sorted(_cues("labels"), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, labels)) + r")(?!\w)")
