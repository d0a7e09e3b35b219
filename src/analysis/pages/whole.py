"""Whole pages saved as text, navigation and all: which of their lines are the story.

Menus are runs of short lines without stops, as text is the runs of long ones (Kohlschütter, Fankhauser and Nejdl 2010
tell them apart so, by words and links of a block). The story stands where the headline that the page is titled by is
printed again above text; it ends where the next menu begins.
"""

from itertools import groupby
from statistics import median

from analysis.pages.lines import BULLET, STOP, Line, line_key, site_cut, stems
from analysis.pages.marks import HEADING_WORDS

MENU = 10  # lines of the shortest menu
LIST = 20  # lines of the shortest list of headlines
MENU_WORDS = 4  # in half of a menu's lines
LEAST = 20  # lines of menus in a whole page
REACH = 40  # lines between a headline and the end of its first paragraphs
SENTENCE = 6  # words of the shortest sentence
ABOVE = 8  # lines above a headline among which its day stands
ALIKE = 0.75  # of the words of a headline stand in the other
SHARED = 2  # words that a subtitle shares with the text
DECK = 3  # lines below a headline among which a subtitle stands


def mark_navigation(lines: list[Line]) -> bool:
    """Tell whether a page was saved whole, and make labels of all that does not belong to its story."""
    runs = _menus(lines)
    if sum(len(run) for run in runs) < LEAST or len(lines) < 2:
        return False
    inside = {index for run in runs for index in run}
    prose = [is_prose(line) for line in lines]
    headline = _headline(lines, prose, inside)
    if headline is None:
        return False
    first = next(index for index in range(headline + 1, len(lines)) if prose[index])
    lead = stems(" ".join(line.text for line in lines[first : first + DECK]))
    last = _last(lines, prose, inside, first)
    for index, line in enumerate(lines):
        if index == headline:
            line.kind, line.headline = "text", True
        elif headline - ABOVE <= index < headline and line.kind == "date":
            continue
        elif index < headline or index > last:
            line.kind, line.says = "label", ""
        elif index < first and line.kind == "text" and not _is_deck(line, index - headline, lead):
            line.kind = "label"
    _mark_promoted(lines, headline, first, last)
    return True


def is_prose(line: Line) -> bool:
    """Tell whether a line is of a text by itself: long, or a short sentence."""
    ended = line.words >= SENTENCE and STOP.search(line.text) is not None and not line.text.endswith(":")
    return line.kind == "text" and (line.words > HEADING_WORDS or ended)


def _menus(lines: list[Line]) -> list[range]:
    """Return the menus and the lists of headlines of a page."""
    menus, start = [], 0
    for short, group in groupby(lines, key=lambda line: not is_prose(line)):
        words = [line.words for line in group]
        run = range(start, start + len(words))
        start = run.stop
        if short and (len(run) >= LIST or (len(run) >= MENU and median(words) <= MENU_WORDS)):
            menus.append(run)
    return menus


def _headline(lines: list[Line], prose: list[bool], inside: set[int]) -> int | None:
    """Return which line is the headline: one that repeats the page's title above a text, else that title itself."""
    title = site_cut(lines[0].text)
    wanted = line_key(title)
    best, most = None, SENTENCE
    for index, line in enumerate(lines[1:], 1):
        if not line.short or line.words < 3 or BULLET.match(line.text):
            continue
        weight = _weight(lines, prose, inside, index) if line.key == wanted or _alike(line.key, wanted) else 0
        if weight >= most:
            best, most = index, weight
    if best is None:
        best = _nearest(lines, prose, inside)
    if best is None and len(wanted.split()) >= 3 and any(prose[1:]):
        lines[0].text, lines[0].key = title, wanted
        best = 0
    return best


def _nearest(lines: list[Line], prose: list[bool], inside: set[int]) -> int | None:
    """Return the headline nearest above the longest text of a page, of those that share words with it."""
    starts = [index for index in range(1, len(lines)) if prose[index] and not prose[index - 1]]
    first = max(starts, key=lambda index: _weight(lines, prose, inside, index - 1), default=0)
    words = {stem for line in lines[first : first + DECK] for stem in stems(line.text)}
    near = (index for index in range(first - 1, max(first - REACH, 0), -1) if lines[index].kind == "text")
    return next((index for index in near if len(stems(lines[index].text) & words) >= SHARED), None)


def _weight(lines: list[Line], prose: list[bool], inside: set[int], index: int) -> int:
    """Return the words of the text that stands below a line, up to the next menu."""
    weight = 0
    for place in range(index + 1, min(index + 1 + REACH, len(lines))):
        if weight and place in inside:
            break
        weight += lines[place].words * prose[place]
    return weight


def _alike(one: str, other: str) -> bool:
    """Tell whether two headlines are of one story, reworded: most words of the shorter stand in the longer."""
    left, right = set(one.split()), set(other.split())
    shorter = min(len(left), len(right))
    return shorter >= 5 and len(left & right) >= ALIKE * shorter


def _is_deck(line: Line, place: int, lead: set[str]) -> bool:
    """Tell whether a line below a headline is its subtitle: near it, a clause, and of what the text is of."""
    return place <= DECK and line.words >= SENTENCE and len(stems(line.text) & lead) >= SHARED


def _last(lines: list[Line], prose: list[bool], inside: set[int], first: int) -> int:
    """Return the last line of a story: before the next menu, or at the end of the list that its text announces."""
    end = next((index for index in range(first, len(lines)) if index in inside), len(lines))
    last = max(index for index in range(first, end) if prose[index])
    below = len(lines)
    for index in range(last, first, -1):
        if prose[index] and STOP.search(lines[index].text):
            break
        below = index if lines[index].kind in ("related", "comments") else below
    if below <= last:
        return below - 1  # under a pointer to other stories nothing is a sentence
    return _list_end(lines, last)


def _list_end(lines: list[Line], last: int) -> int:
    """Return the last line of the bulleted list below a line; that line, where nothing announces a list."""
    tail = last
    for index in range(last + 1, len(lines)):
        bullet = BULLET.match(lines[index].text) is not None
        if not bullet and (lines[index].kind not in ("text", "date") or not lines[index].text.endswith(":")):
            break
        tail = index if bullet else tail
    return tail


def _mark_promoted(lines: list[Line], headline: int, first: int, last: int) -> None:
    """Another story's headline and its day between two paragraphs lead away from the story."""
    for index in range(first + 1, last):
        line, below = lines[index], lines[index + 1]
        if below.kind == "date" and line.kind == "text" and not is_prose(line) and not below.text.endswith(":"):
            line.kind = below.kind = "related"
