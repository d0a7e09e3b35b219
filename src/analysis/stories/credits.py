"""The line of the author and the ends of a text to the agencies that it credits."""

import re
from functools import cache

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.text import tables
from analysis.text.folding import normalize

HEAD = 8  # words at the most of a line of place and agency
DATED = 16  # words at the most where it tells the day too: `الرياض 25 شوال 1436 هـ الموافق 10 أغسطس 2015 م واس`
PLACE = 3  # words at the most before an agency in brackets: `الرياض (رويترز)`
NAME = 4  # words at the most of an agency that no list knows: وكالة جسر الهضاب
TAIL = 3  # words at the most of a credit after the last stop, or in the last brackets
_words = re.compile(r"[^\W_]+").findall
# قالت الوزارة (رويترز)
_BRACKETS = re.compile(r"[(\[«]([^()\[\]«»]{2,40})[)\]»]")
# جدة - واس: / الرياض (أ ف ب) - / a line of its own
_HEAD_ENDS = re.compile(r"[:/\n]|\s[-–—ـ]{1,2}\s")


def credited(articles: pd.DataFrame) -> list[tuple[str, ...]]:
    """Return for each article the agencies that it credits, by their names in `stories/data/agencies.yml`.

    They are read from the author, from the line of place and agency that begins the text, and from its last words;
    what the text tells of an agency is no credit. An outlet that is an agency credits itself.

    >>> told = {"author": "جدة - واس", "body": "وصل الوفد.", "source": "صحيفة"}
    >>> credited(pd.DataFrame([told, told | {"author": None, "body": "دبي (رويترز) - ارتفع النفط."}]))
    [('SPA',), ('Reuters',)]
    """
    columns = (articles[name].fillna("").astype(str) for name in ("author", "body", "source"))
    return [_agencies(*row) for row in zip(*columns, strict=True)]


def credits_of(corpus: Corpus) -> list[tuple[str, ...]]:
    """Return what each article of a corpus credits, in its order."""
    needed = ["author", "body", "source"]
    return [credits for each in corpus.slices() for credits in credited(each.columns("articles", needed))]


def agency_of(outlets: pd.Series) -> list[str]:
    """Return for each outlet the agency that it is, or nothing."""
    known = _outlets()
    return [known.get(normalize(str(outlet)).casefold(), "") for outlet in outlets]


def _agencies(author: str, body: str, outlet: str) -> tuple[str, ...]:
    found = dict.fromkeys(_named(author) + [agency for line in _lines(body) for agency in _named(line)])
    return tuple(sorted({*found, _outlets().get(normalize(outlet).casefold(), "")} - {""}))


def _lines(body: str) -> list[str]:
    """Return the pieces of a text that may be a credit: what stands before its first words and after its last."""
    start, end = body[:200], body[-60:].rstrip(" .\n")
    heads = [start[: stop.start()] for stop in _HEAD_ENDS.finditer(start)]
    heads = [head for head in heads if len(head.split()) <= (DATED if re.search(r"\d", head) else HEAD)]
    placed = [found for found in _BRACKETS.finditer(start) if len(start[: found.start()].split()) <= PLACE]
    brackets = [found.group(1) for found in placed]
    last = re.split(r"[.\n([«]", end)[-1].strip(")]» ")
    return [*heads[-1:], *brackets, *([last] if len(last.split()) <= TAIL else [])]


def _named(line: str) -> list[str]:
    """Return the agencies that a line names, each once; one that no list knows where the line is its name alone."""
    credits, longest = _credits()
    words = _words(normalize(line).casefold())
    spans = ((at, size) for at in range(len(words)) for size in range(1, longest + 1))
    found = (credits.get(tuple(words[at : at + size])) for at, size in spans)
    known = list(dict.fromkeys(agency for agency in found if agency))
    is_name = words[:1] == [_agency()] and 1 < len(words) <= NAME
    return known or [line.strip()] * is_name


@cache
def _agency() -> str:
    """Return the word that begins the name of an agency."""
    return normalize(tables.table("stories/data/agencies.yml")["unlisted"]["begins"])


@cache
def _credits() -> tuple[dict[tuple[str, ...], str], int]:
    """Return the agency of each credit, as words, and the number of words of the longest."""
    listed = tables.table("stories/data/agencies.yml")
    credits = {
        tuple(_words(normalize(name).casefold())): agency
        for agency, names in listed.items()
        for name in names["credits"]
    }
    return credits, max(map(len, credits))


@cache
def _outlets() -> dict[str, str]:
    """Return the agency that an outlet is, by its name as matching sees it."""
    listed = tables.table("stories/data/agencies.yml")
    return {normalize(name).casefold(): agency for agency, names in listed.items() for name in names["outlets"]}
