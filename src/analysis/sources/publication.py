"""The day on which a web page was published: what it shows near its headline, and what its metadata say."""

import re
from datetime import date, timedelta
from typing import Any, NamedTuple

from analysis.dates.line import Told, told_day
from analysis.sources.columns import read_day
from analysis.sources.layout import ShownLine, lines

BELOW = 40  # lines below the headline among which its date stands
ABOVE = 12  # lines above it
PARAGRAPHS = 2  # of the text: a date line below them is another story's
LONG = 100  # characters of a paragraph
LABEL = 5  # words that may stand beside a date: a name, a category, a place
_NAMES = (
    *("article:published_time", "og:article:published_time", "og:published_time", "datepublished", "datecreated"),
    *("pubdate", "publishdate", "publish-date", "publish_date", "publishedat", "published_at", "article.published"),
    *("parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "article:post_date", "date_published"),
    *("dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "date"),
)
_UPDATES = ("article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified", "dcterms.modified")
_LINKED_DATA = {key: re.compile(rf'"{key}"\s*:\s*"([^"]{{4,60}})"') for key in ("datePublished", "dateModified")}


class Published(NamedTuple):
    """A day of publication, where it is from (as in `published_from`), and what the log should say of it."""

    day: date | None
    told_by: str
    remark: tuple[str, str] | None = None


def published(tree: Any, heading: Any) -> Published:
    """Return the day on which a page was published.

    What stands below the headline beats the metadata, unless it tells an update; what stands above it, where sites
    put the day of the visit, fills in for them. A day from a list, a sidebar or a link elsewhere is none.
    """
    meta, updates = _metadata(tree)
    shown, below = _shown(tree, heading)
    if shown and meta and shown.day != meta:
        update = shown.updated or (shown.day in updates and abs(shown.day - meta) > timedelta(days=1))
        better = shown.day if below and not update else meta
        what = f"the page shows {shown.day} near its headline, its metadata say {meta}"
        return Published(better, "header" if better == shown.day else "metadata", (what, f"taken: {better}"))
    if meta:
        return Published(meta, "metadata")
    if shown:
        return Published(shown.day, "header")
    return Published(None, "none")


def _metadata(tree: Any) -> tuple[date | None, set[date]]:
    """Return the day of publication that the metadata give, and the days of updates."""
    days: dict[str, date] = {}
    marked: set[date] = set()  # by elements of the page, which lists of other stories have, too
    for element in tree.iter("meta", "time"):
        names = [element.get(name, "").lower() for name in ("property", "name", "itemprop")]
        name = next((each for each in names if each in (*_NAMES, *_UPDATES)), "")
        value = element.get("content") or element.get("datetime")
        if name and value and name not in days and (day := read_day(value.strip())):
            if element.tag == "meta":
                days[name] = day
            elif name not in _UPDATES:
                marked.add(day)
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            for key, pattern in _LINKED_DATA.items():
                found = pattern.search(script.text or "")
                if found and (day := read_day(found.group(1))):
                    days.setdefault(key.lower(), day)
    told = [days[name] for name in _NAMES if name in days] + [*marked] * (len(marked) == 1)
    return next(iter(told), None), {days[name] for name in _UPDATES if name in days}


def _shown(tree: Any, heading: Any) -> tuple[Told | None, bool]:
    """Return the day that the page shows near its headline, and whether it stands below it."""
    shown = list(lines(tree, heading))
    place = max((index for index, line in enumerate(shown) if line.headline), default=None)
    if place is None:
        # No heading: the day stands above the first paragraph, if anywhere near.
        place = next((index for index, line in enumerate(shown) if len(line.text) >= LONG), 0)
        above = (_told(line) for line in reversed(shown[max(place - ABOVE, 0) : place]))
        return next(filter(None, above), None), False
    updated = None
    paragraphs = 0
    for line in shown[place + 1 : place + 1 + BELOW]:
        told = _told(line)
        if told and not told.updated:
            return told, True
        updated = updated or told
        paragraphs += len(line.text) >= LONG
        if paragraphs > PARAGRAPHS:
            break
    if updated:
        return updated, True
    above = (_told(line) for line in reversed(shown[max(place - ABOVE, 0) : place]))
    return next(filter(None, above), None), False


def _told(line: ShownLine) -> Told | None:
    """Return what a line tells of a day, where it, or a piece of it, tells little else."""
    for text in (line.text, *line.pieces) if any(map(str.isdigit, line.text)) else ():
        told = told_day(text) if 6 <= len(text) <= LONG + 20 else None
        if told and len(told.rest.split()) <= (LABEL if told.clock else LABEL - 2):
            return told
    day = read_day(line.times[0].strip()) if line.times and len(line.text.split()) <= LABEL else None
    return Told(day, "", True, False) if day else None  # "قبل ساعتين"
