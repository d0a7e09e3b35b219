"""A scraped page taken apart into its stories, by the shape, the position and the repetition of its lines."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from operator import itemgetter

from analysis.pages.blocks import mark_blocks, mark_headline, mark_teasers
from analysis.pages.furniture import site_name
from analysis.pages.lines import (
    ARABIC,
    BULLET,
    CAPTION_WORDS,
    ELLIPSIS,
    LABEL_WORDS,
    Line,
    cues,
    goes_on,
    is_above_headline,
    is_credit,
    is_name,
    line_key,
    read_kind,
    read_place_byline,
    site_pieces,
    split_lines,
    usual_gap,
)
from analysis.pages.marks import (
    HEADING_WORDS,
    MENTION,
    NEAR,
    mark_asides,
    mark_captions,
    mark_excerpts,
    mark_foreign,
    mark_headlines,
)
from analysis.pages.whole import mark_navigation


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


def stories(page: str, furniture: Collection[str] = ()) -> tuple[list[Story], list[str]]:
    """Return the stories of a scraped page, in page order, and the lines that were left out of them.

    `furniture` are keys (see `line_key`) of lines that the corpus shows to belong to the site and not to a story.
    Repeated lines, labels, markers and pointers to other stories are left out; captions, bylines and date lines
    go to fields of their own. A page without Arabic, or with headlines and no text, has no stories.

    >>> found, left_out = stories("عنوان الخبر الأول اليوم\\nطباعة\\nقال مسؤول إن المحادثات بدأت في كابل.")
    >>> found[0].title, found[0].body, left_out
    ('عنوان الخبر الأول اليوم', 'قال مسؤول إن المحادثات بدأت في كابل.', ['طباعة'])
    """
    if not ARABIC.search(page):
        return [], []
    lines = split_lines(page)
    for line in lines:
        line.kind = read_kind(line)
        if line.kind == "text" and line.key in furniture:
            line.kind = "label"
    first = next((line for line in lines if line.kind not in ("label", "date", "foreign")), None)
    if first and first.kind == "related" and first.says:
        first.kind = "text"  # "بالصور.. كذا" is a headline
    _cut_site(lines)
    mark_blocks(lines)
    whole = mark_navigation(lines)
    mark_teasers(lines)
    mark_foreign(lines)
    mark_headlines(lines)
    mark_captions(lines, {line_key(name) for name in MENTION.findall(page)})
    mark_excerpts(lines)
    openings = set() if whole else _openings(lines)
    mark_asides(lines, openings)
    mark_headline(lines)
    found = [story for story in map(_story, _split(lines, openings)) if story.body]
    source = next((story.source for story in found if story.source), None) or site_name(lines, furniture)
    for story in found:
        story.source = story.source or source
    return found, [line.text for line in lines if line.kind in ("label", "related", "source")]


def _cut_site(lines: list[Line]) -> None:
    """Take the name of the site off the title of a page, where its headline is printed again without it."""
    pieces = site_pieces(lines[0].text) if lines and lines[0].short else []
    again = {line.key for line in lines[1:] if line.words > LABEL_WORDS}
    title = next((piece for piece in pieces if line_key(piece) in again), None)
    if title:
        lines[0].text, lines[0].key, lines[0].kind = title, line_key(title), "text"


# --- where one story ends and another begins ------------------------------------------------------------------------
def _openings(lines: list[Line]) -> set[int]:
    """Return where a headline begins another story, rather than a section of the one above it."""
    first: dict[str, int] = {}
    for index, line in enumerate(lines):
        first.setdefault(line.key, index)
    last = max((index for index, line in enumerate(lines) if line.paragraph and first[line.key] == index), default=0)
    # Where nothing but stories is set off by a blank line, and none has a date line, one blank line will do.
    dense = usual_gap(lines) == 0 and not any(line.kind == "date" for line in lines)
    headlines = [index for index in range(1, last) if lines[index].kind == "text" and lines[index].headline]
    return {index for index in headlines if _opens_story(lines, index, dense)}


def _opens_story(lines: list[Line], index: int, dense: bool) -> bool:
    """Tell whether a headline is printed again above its text, has a date line, or is set off from what is above."""
    line, head = lines[index], _head(lines, index)
    if head is None:
        return False
    if any(each.kind != "label" and each.key == line.key for each in head):
        return True
    dates = [place for place, each in enumerate(head) if each.kind == "date"]
    if dates and dates[-1] - dates[0] < len(dates) and sum(each.kind == "text" for each in head[dates[0] :]) <= 1:
        return len(head) < NEAR
    above = takewhile(_leads_to_headline, reversed(lines[max(index - NEAR, 0) : index]))
    if line.parted or any(each.parted for each in above):
        return line.words > LABEL_WORDS
    paragraphs = sum(each.paragraph for each in lines[index + 1 : index + NEAR])
    return dense and line.gap == 1 and line.words >= 2 * LABEL_WORDS and paragraphs >= 3


def _head(lines: list[Line], index: int) -> list[Line] | None:
    """Return the lines between a headline and its text; None where they lead to another headline."""
    head: list[Line] = []
    for line in lines[index + 1 : index + 1 + NEAR]:
        if line.paragraph:
            break
        wider = line.gap > lines[index].gap or sum(each.kind == "text" for each in head) >= 2
        if line.parted and wider and line.gap >= lines[index].gap:
            return None
        head.append(line)
    return head


def _leads_to_headline(line: Line) -> bool:
    """Tell whether a line may stand above the headline that it belongs to: a date, a byline, a category."""
    return line.kind in ("date", "byline", "label") or (line.kind == "text" and is_above_headline(line))


def _split(lines: list[Line], openings: set[int]) -> list[list[Line]]:
    """Return the lines of each story of a page, and mark what an earlier line has said already."""
    texts = [line for line in lines if line.kind == "text"]
    first = {line.key: line for line in reversed(texts)}
    fresh = [True, *(first[line.key] is line for line in texts), True]
    # A paragraph among new ones may stand in two stories; many in a row are the text printed again.
    shared = {id(line) for line, above, below in zip(texts, fresh, fresh[2:], strict=False) if above and below}
    parts: list[list[Line]] = [[]]
    seen: dict[str, int] = {}  # key: the last story that has it
    begun = again = False
    for index, line in enumerate(lines):
        old = seen.get(line.key, 0)
        if line.kind == "text" and old and (old == len(parts) or line.headline or id(line) not in shared):
            line.kind, again = "repeat", old < len(parts)
        elif line.kind == "caption" and old == len(parts):
            line.kind = "repeat"
        elif line.kind in ("caption", "date", "byline", "source") and again:
            line.kind = "repeat"  # of the story that is printed again
        elif line.kind == "text":
            again = False
            if index in openings and begun:
                parts.append(_cut_head(parts[-1], line))
                begun = False
        parts[-1].append(line)
        if line.kind in ("text", "caption"):
            seen[line.key] = len(parts)
        begun = begun or line.paragraph
    return parts


def _cut_head(part: list[Line], headline: Line) -> list[Line]:
    """Take what stands above a headline and belongs to it off the end of the story before: date, byline, category."""
    tail = list(takewhile(_leads_to_headline, reversed(part)))[::-1]
    widest = max((line.gap for line in tail), default=0)
    if widest > headline.gap:
        while tail[0].gap < widest:
            tail.pop(0)
    else:
        # No gap tells them apart; a story that has its date already needs no other.
        tail = list(takewhile(lambda line: line.kind == "date", reversed(tail)))[::-1]
        dated = any(line.kind == "date" for line in part[: len(part) - len(tail)])
        tail = tail if dated and widest == headline.gap else []
    del part[len(part) - len(tail) :]
    return tail


# --- the parts of a story -------------------------------------------------------------------------------------------
def _story(lines: list[Line]) -> Story:
    """Return the story that the lines of one part of a page tell."""
    start = _start(lines)
    head, body = lines[:start], lines[start:]
    story = Story()
    _read_body(story, body)
    again = Counter(line.key for line in body if line.kind == "repeat")
    above = {line.key for line in head if line.kind == "repeat"}
    _read_head(story, head, above | {key for key, count in again.items() if count > 1})
    story.published = _published(story, head, body)
    story.captions = [line.text for line in lines if line.kind == "caption"]
    for line in lines:
        if line.kind == "source":
            story.source = story.source or line.says or None
        elif line.kind in ("byline", "date"):
            story.author = story.author or line.says or None
    return story


def _published(story: Story, head: list[Line], body: list[Line]) -> date | None:
    """Return the day nearest to the headline: below it, else above it, else right below the text; no update's day.

    A day of an update stands in where no other is told.
    """
    title = line_key(story.title or "")
    place = max((index for index, line in enumerate(head) if line.key == title), default=0)
    below = list(takewhile(lambda line: line.kind not in ("text", "heading"), reversed(body)))[::-1]
    for updated in (False, True):
        for part, choose in (
            (head[place:], min),
            (list(takewhile(lambda line: line.kind != "related", reversed(head[:place]))), itemgetter(0)),
            (list(takewhile(lambda line: line.kind != "related", below)), min),
            (body, min),
        ):
            days = [line.day for line in part if line.kind == "date" and line.day and line.updated == updated]
            if days:
                return choose(days)
    return None


def _start(lines: list[Line]) -> int:
    """Return where the text begins: at the first paragraph, or below a headline printed again under a caption."""
    places = [index for index, line in enumerate(lines) if line.paragraph]
    if not places:
        return _start_of_short(lines)
    first = places[0]
    if len(places) == 1 or lines[first].words > CAPTION_WORDS:
        return first
    between = lines[first + 1 : places[1]][:NEAR]
    dated = any(line.kind == "date" for line in lines[:first])
    if between and between[0].kind in ("date", "byline") and not dated:
        return first + 1  # below a subtitle that ends in a stop
    head = {line.key for line in lines[:first] if line.kind == "text"}
    again = next((index for index, line in enumerate(between) if line.kind == "repeat" and line.key in head), None)
    if again is None or any(_is_credit(line) for line in between[again + 1 : again + 2]):
        return first  # a headline with a credit stands for a picture
    if any(line.kind == "repeat" and line.key == lines[first].key for line in lines[places[1] :]):
        return first  # the text is printed again, too
    lines[first].kind = "caption"
    return places[1]


def _is_credit(line: Line) -> bool:
    """Tell whether a line names who made a picture."""
    return line.kind == "label" and (is_credit(line.text) or not ARABIC.search(line.text))


def _start_of_short(lines: list[Line]) -> int:
    """Return where a text begins that has no full stop and no long line: at its longest line, or nowhere."""
    texts = [index for index, line in enumerate(lines) if line.kind == "text"]
    longest = max(texts, key=lambda index: lines[index].words, default=0)
    alone = len(texts) == 1 and len(lines) > 1
    menu = not texts or lines[longest].words <= (HEADING_WORDS if len(texts) > 4 else LABEL_WORDS)
    return len(lines) if alone or menu else longest


def _read_head(story: Story, head: list[Line], again: set[str]) -> None:
    """Fill in title, subtitle, author and source from the lines above the text; `again` are those printed again."""
    texts = [line for line in head if line.kind == "text"]
    long = [line for line in texts if not is_above_headline(line) and not read_place_byline(line.text)] or [
        line for line in texts[:1] if line.key in again or not _is_section(line)
    ]
    if not long:
        return
    title = next((line for line in long if line.key in again), long[0])
    place = head.index(title)
    decks = [
        line
        for index, line in enumerate(head[place + 1 :], place + 1)
        if line.kind == "text" and not _reads_plain_byline(story, head, index) and not is_above_headline(line)
    ]
    decks += [line for line in long if line in head[:place] and line.key.split()[0] not in cues("sections")]
    story.title, story.subtitle = title.text, decks[0].text if decks else None
    for line in texts:
        if line.kind != "byline":
            line.kind = "heading" if line is title or line in decks[:1] else "label"


def _is_section(line: Line) -> bool:
    """Tell whether a line above a text is a category, or a place and an outlet, and no headline."""
    first = line.key.split()[0].removeprefix("ال")
    return (line.words <= LABEL_WORDS and first in cues("sections")) or read_place_byline(line.text) is not None


def _reads_plain_byline(story: Story, head: list[Line], index: int) -> bool:
    """Tell whether a line below a headline is a byline without a cue, and keep whom it names.

    It is `place - name`, or a name right above the text or beside a date line or a label.
    """
    line, around = head[index], head[index - 1 : index] + head[index + 1 : index + 2]
    named, name = read_place_byline(line.text), line.text.lstrip("*-–—•· ")
    if named:
        story.author, story.source = story.author or named[0] or None, story.source or named[1] or None
        line.kind = "byline"
        return True
    last = index == len(head) - 1 and (line.words <= LABEL_WORDS or any(each.kind == "date" for each in head))
    beside = any(each.kind in ("date", "label") for each in around)
    if not (beside or last) or not is_name(name) or name.startswith("ال"):
        return False
    story.author = story.author or name
    line.kind = "byline"
    return True


def _read_body(story: Story, body: list[Line]) -> None:
    """Fill in body and headings; headlines under the last paragraph point to other stories."""
    _mark_chronology(body)
    texts = [line for line in body if line.kind == "text"]
    longest = HEADING_WORDS if 2 * sum(line.headline for line in texts) <= len(texts) else HEADING_WORDS // 2
    while len(texts) > 1 and texts[-1].headline and texts[-1].words <= longest and not _ends_list(texts):
        texts.pop().kind = "related"
    short = [line.headline and line.words <= longest for line in texts]
    for index in range(1, len(texts) - 1):
        above, line, below = texts[index - 1 : index + 2]
        listed = BULLET.match(line.text) and (BULLET.match(above.text) or BULLET.match(below.text))
        if not short[index + 1] and ((short[index] and not listed) or _announces(line, below)):
            line.kind = "heading"
    story.headings = [line.text for line in texts if line.kind == "heading"]
    story.body = "\n".join(line.text for line in texts)


def _mark_chronology(body: list[Line]) -> None:
    """Days that stand between paragraphs are headings of a chronology, where there are several."""
    between = zip(body, body[1:], body[2:], strict=False)
    days = [day for above, day, below in between if day.kind == "date" and above.paragraph and below.paragraph]
    for day in days if len(days) > 1 else []:
        day.kind, day.headline = "text", True


def _announces(line: Line, below: Line) -> bool:
    """Tell whether a line that ends in a colon or in dots is the heading of what is below, and no speech, no list."""
    ends = line.text.endswith(":") or ELLIPSIS.search(line.text) is not None
    heading = line.words <= HEADING_WORDS // 2 and ends and not goes_on(line.text)
    return heading and not BULLET.match(below.text) and not below.text.startswith(('"', "«", "“"))


def _ends_list(texts: list[Line]) -> bool:
    """Tell whether an open-ended last line is the end of a list that the text announces."""
    above = next((line for line in reversed(texts) if not BULLET.match(line.text)), texts[-1])
    return above is not texts[-1] and above.text.endswith(":")
