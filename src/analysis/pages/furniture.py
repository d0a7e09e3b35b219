"""What belongs to a site and not to a story, learned from its pages: lines that recur at their edges."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache

from analysis.actors.registry import capitals
from analysis.pages.lines import LABEL_WORDS, Line, cues, is_credit, is_plain, line_key, read_place_byline, split_lines
from analysis.text import tables


def edge_lines(page: str, count: int = 3) -> set[str]:
    """Return the keys of the first and last `count` lines of a page, where a site puts its furniture."""
    keys = [line.key for line in split_lines(page)]
    return {*keys[:count], *keys[-count:]} - {""}


def recurring(edges: Iterable[set[str]], least: int = 3) -> frozenset[str]:
    """Return the keys of short lines that stand at the edges of at least `least` pages: the furniture of a site."""
    counts = Counter(key for keys in edges for key in keys)
    return frozenset(key for key, count in counts.items() if count >= least and len(key.split()) <= 2 * LABEL_WORDS)


def site_name(lines: list[Line], furniture: Collection[str]) -> str | None:
    """Return the name of the site where it heads the page: `name | what it is`, the same line on many pages."""
    if not lines or lines[0].key not in furniture or "|" not in lines[0].text:
        return None
    return lines[0].text.split("|")[0].strip() or None


WORDS = 8  # the longest dateline
OPENING = 60  # characters of a text in which a dateline ends
REST = 5  # words that must follow it
_OPENING = re.compile(r"((?:[^:：.؟!«»\"“”\n]|\.(?=\w)){2,70})[:：]\s*(?=\S)")
_AGENCY = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]\s*[-–—:،]?\s*")
# كابل 3 آذار (وفا)- ; كابل في 03 مارس /وفا/
_PLACED = re.compile(r"(\w+(?: \w+)?(?: في)? \d{1,2} \w+(?: \w+)?)\s*(?:\(([^()]{2,20})\)\s*[-–—:]|/([^/]{2,20})/)\s*")
_SIGNATURE = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]\s*\.?$")
_OCCUPIED = re.compile(r"\s+المحتلة?$")  # القدس المحتلة
# كابل - «الأفق»: ; كابل/ وكالة الأفق- ; كابل 3-3-2024 وفا-
_QUOTED = re.compile(r"([^:.؟!«»\"“”\n]{2,30}[-–—/]\s*[«\"“][^«»\"“”:\n]{2,30}[»\"”])\s*[:：]\s*(?=\S)")
_DASHES = re.compile(r"[-–—/]\s+")
_UP_TO = re.compile(r"([^:؟!،«»\"“”\n]{2,60}?)\s*[-–—/]\s+$")
_DAY = re.compile(r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}")
_DASH = re.compile(r"\s*[-–—|/]\s*|\s*[(\[]|[)\]]\s*")


def after_dateline(text: str, author: str | None = None) -> str:
    """Return the first paragraph of a text without its dateline: place and outlet, place alone, agency or `author`.

    >>> after_dateline("كابل - وكالة الأفق: وصل وفد أممي إلى البلاد اليوم.")
    'وصل وفد أممي إلى البلاد اليوم.'
    >>> after_dateline("وقال الوزير: وصل وفد أممي إلى البلاد اليوم.")
    'وقال الوزير: وصل وفد أممي إلى البلاد اليوم.'
    """
    agency = _AGENCY.match(text)
    if agency and is_credit(agency.group(1)):
        return text[agency.end() :]
    placed = _PLACED.match(text)
    if placed and is_credit(placed.group(2) or placed.group(3)):
        return text[placed.end() :]
    match = _OPENING.match(text)
    dashed = None if match else _dashed(text)
    if dashed and len(text[dashed.end() :].split()) >= REST:
        return text[dashed.end() :]
    if not match or len(text[match.end() :].split()) < REST:
        return text
    pieces = [piece for piece in _DASH.split(match.group(1).strip()) if piece.strip()]
    plain = all(is_plain(piece) for piece in pieces) and len(match.group(1).split()) <= WORDS
    signed = author is not None and line_key(author) == line_key(match.group(1))
    place = len(pieces) == 1 and line_key(_OCCUPIED.sub("", pieces[0])) in _places()
    return text[match.end() :] if signed or (plain and (len(pieces) > 1 or place)) else text


def is_dateline(line: str) -> bool:
    """Tell whether a line of its own, above a text, names a place and who reports from there: `كابل - سالم الجابري`."""
    if len(line) > OPENING or read_place_byline(line) is None:
        return False
    return any(line_key(_OCCUPIED.sub("", side)) in _places() for side in _DASH.split(line))


def _dashed(text: str) -> re.Match[str] | None:
    """Read a dateline that ends in a dash or a stroke, or that quotes the outlet: `كابل/ وكالة الأفق- `.

    What it names last must be an agency or an outlet.
    """
    found = [_QUOTED.match(text), *(_UP_TO.match(text, 0, dash.end()) for dash in _DASHES.finditer(text[:OPENING]))]
    for match in reversed(list(filter(None, found))):
        named = [piece for piece in _DASH.split(_DAY.sub(" - ", match.group(1)).strip()) if piece.strip()]
        if named and all(map(is_plain, named)) and _is_outlet(named[-1], len(named) > 1):
            return match
    return None


def _is_outlet(name: str, placed: bool) -> bool:
    """Tell whether a name is that of an agency, holds a word of such names, or, behind a place, begins with one."""
    words = line_key(name).split()
    quoted = placed and (name.startswith(("«", '"', "“")) or not cues("outlets").isdisjoint(words))
    return quoted or is_credit(name) or not cues("outlet_words").isdisjoint(words)


def before_signature(text: str) -> str:
    """Return the last paragraph of a text without the agency in brackets that signs it.

    >>> before_signature("وانتهت الجولة بلا نتيجة. (أ.ف.ب)")
    'وانتهت الجولة بلا نتيجة.'
    """
    match = _SIGNATURE.search(text.rstrip())
    before = text[: match.start()].rstrip() if match and is_credit(match.group(1)) else ""
    return before or text


def credit_in(cut: str) -> str | None:
    """Return what was cut from an end of a text where it credits an agency, as an author's line has it.

    >>> credit_in("بيروت (رويترز) - "), credit_in("بيروت: ")
    ('بيروت (رويترز)', None)
    """
    line = cut.strip(" \n-–—/:：.")
    return line if any(is_credit(piece) for piece in _DASH.split(line) if piece.strip()) else None


@cache
def _places() -> frozenset[str]:
    """Return the keys of capitals and of other places of the news."""
    return frozenset(map(line_key, (*capitals(), *tables.places())))
