"""What belongs to a site and not to a story, learned from its pages: lines that recur at their edges."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from functools import cache

from analysis.actors.registry import capitals
from analysis.pages.lines import LABEL_WORDS, Line, is_credit, is_plain, line_key, split_lines
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
REST = 5  # words that must follow it
_OPENING = re.compile(r"([^:：.؟!«»\"“”\n]{2,70})[:：]\s*(?=\S)")
_AGENCY = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]\s*[-–—:،]?\s*")
_SIGNATURE = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]\s*\.?$")
_OCCUPIED = re.compile(r"\s+المحتلة?$")  # القدس المحتلة
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
    match = _OPENING.match(text)
    if not match or len(text[match.end() :].split()) < REST:
        return text
    pieces = [piece for piece in _DASH.split(match.group(1).strip()) if piece.strip()]
    plain = all(is_plain(piece) for piece in pieces) and len(match.group(1).split()) <= WORDS
    signed = author is not None and line_key(author) == line_key(match.group(1))
    place = len(pieces) == 1 and line_key(_OCCUPIED.sub("", pieces[0])) in _places()
    return text[match.end() :] if signed or (plain and (len(pieces) > 1 or place)) else text


def before_signature(text: str) -> str:
    """Return the last paragraph of a text without the agency in brackets that signs it.

    >>> before_signature("وانتهت الجولة بلا نتيجة. (أ.ف.ب)")
    'وانتهت الجولة بلا نتيجة.'
    """
    match = _SIGNATURE.search(text.rstrip())
    before = text[: match.start()].rstrip() if match and is_credit(match.group(1)) else ""
    return before or text


@cache
def _places() -> frozenset[str]:
    """Return the keys of capitals and of other places of the news."""
    return frozenset(map(line_key, (*capitals(), *tables.places())))
