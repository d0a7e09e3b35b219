"""Events for other programs: calendars (iCalendar) and TimelineJS."""

import json
import os
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.timeline.events import grouped_events
from analysis.wording.phrases import interval_label, wording

LINE = 75  # octets of a line of iCalendar (RFC 5545, 3.1)
DAY = pd.Timedelta(days=1)


def to_ics(events: pd.DataFrame, *, stamp: datetime | None = None, language: str = "en") -> str:
    """Return events as a calendar (iCalendar, RFC 5545 and 7986): an all-day event each, from earliest to latest.

    `events` is a table of `grouped_events`, or one of `events`, which is then grouped. Events without a day between
    the years 1 and 9999 are left out; the description of the calendar says how many. `stamp` is the time that the
    calendar is said to be made at: by default SOURCE_DATE_EPOCH, where it is set, or the beginning of 1970, so that
    the same events give the same text. Raises ValueError for a language that is not there.

    >>> import analysis
    >>> to_ics(grouped_events(analysis.timeline.events(analysis.read()))).splitlines()[:2]
    ['BEGIN:VCALENDAR', 'VERSION:2.0']
    """
    return "".join(part for line in _lines(events, stamp or _stamp(), language) for part in _folded(line))


def _lines(events: pd.DataFrame, stamp: datetime, language: str) -> Iterator[str]:
    """Yield the lines of a calendar, of any length."""
    phrases = wording(language)["exports"]
    grouped, left_out = _placed(events)
    made = stamp.astimezone(UTC)
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//arabic-news-analysis//timeline//EN", "CALSCALE:GREGORIAN")
    yield f"NAME:{_text(phrases['title'])}"
    if left_out:
        yield f"DESCRIPTION:{_text(phrases['left_out'].format(count=left_out))}"
    for row in grouped.itertuples():
        yield "BEGIN:VEVENT"
        yield f"UID:{_uid(row)}@arabic-news-analysis"
        yield f"DTSTAMP:{made:%Y%m%dT%H%M%SZ}"
        yield f"DTSTART;VALUE=DATE:{_date(row.earliest)}"
        yield f"DTEND;VALUE=DATE:{_date(row.latest + DAY)}"  # the day after the last
        yield f"SUMMARY:{_text(row.label)}"
        yield f"DESCRIPTION:{_text(_told(row, language))}"
        if row.actors:
            yield f"CATEGORIES:{','.join(map(_text, row.actors))}"
        yield "TRANSP:TRANSPARENT"
        yield "END:VEVENT"
    yield "END:VCALENDAR"


def to_timelinejs(events: pd.DataFrame, *, language: str = "en") -> dict[str, Any]:
    """Return events as the JSON of TimelineJS 3: a slide each, its text escaped for HTML.

    `events` is a table of `grouped_events`, or one of `events`, which is then grouped. Events without a day between
    the years 1 and 9999 are left out; the title slide says how many. Raises ValueError for a language that is not
    there.

    >>> import analysis
    >>> slides = to_timelinejs(grouped_events(analysis.timeline.events(analysis.read())))["events"]
    >>> sorted(slides[0])
    ['autolink', 'display_date', 'end_date', 'start_date', 'text', 'unique_id']
    """
    return {**_title(events, language), "events": list(_slides(events, language))}


def _title(events: pd.DataFrame, language: str) -> dict[str, Any]:
    phrases, left_out = wording(language)["exports"], _placed(events)[1]
    note = phrases["left_out"].format(count=left_out) if left_out else ""
    return {"title": {"text": {"headline": _html(phrases["title"]), "text": _html(note)}}}


def _slides(events: pd.DataFrame, language: str) -> Iterator[dict[str, Any]]:
    for row in _placed(events)[0].itertuples():
        yield {
            "start_date": _parts(row.earliest),
            "end_date": _parts(row.latest),
            "display_date": escape(interval_label(row.earliest, row.latest, row.grain, language)),
            "text": {"headline": _html(row.label), "text": _html(_told(row, language))},
            "unique_id": f"event-{_uid(row)}",
            "autolink": False,
        }


def write_events(events: pd.DataFrame, folder: str | Path, *, language: str = "en") -> int:
    """Write events to `folder` as `events.ics` and `events.json` (TimelineJS); return how many were left out.

    See `to_ics` and `to_timelinejs`. The table itself is written as CSV by a report (analysis.show).
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "events.ics", "w", encoding="utf-8", newline="") as stream:
        stream.writelines(part for line in _lines(events, _stamp(), language) for part in _folded(line))
    with open(folder / "events.json", "w", encoding="utf-8") as stream:  # slide by slide: there may be many
        title = json.dumps(_title(events, language), ensure_ascii=False, indent=1)
        stream.write(title.removesuffix("\n}") + ',\n "events": [')
        between = "\n"
        for slide in _slides(events, language):
            text = json.dumps(slide, ensure_ascii=False, indent=1).replace("\n", "\n  ")
            stream.write(f"{between}  {text}")
            between = ",\n"
        stream.write("\n ]\n}\n" if between != "\n" else "]\n}\n")
    return _placed(events)[1]


def _placed(events: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Return the grouped events that a calendar can hold, and how many rows it cannot."""
    grouped = events if "label" in events.columns else grouped_events(events)
    unresolved = 0 if "label" in events.columns else int(events["event"].isna().sum())
    inside = [
        pd.notna(first) and pd.notna(last) and first.year >= 1 and (last + DAY).year <= 9999
        for first, last in zip(grouped["earliest"], grouped["latest"], strict=True)
    ]
    placed = grouped[inside]
    return placed, len(grouped) - len(placed) + unresolved


def _stamp() -> datetime:
    return datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH") or 0), UTC)


def _uid(row: Any) -> str:
    """Return an id that an event keeps, whatever else is exported."""
    told = f"{_date(row.earliest)}/{_date(row.latest)}/{row.grain}/{row.article_id}/{row.label}"
    return blake2b(told.encode(), digest_size=12).hexdigest()


def _told(row: Any, language: str) -> str:
    """Return who tells an event: how many articles, in which sources, since when."""
    phrases = wording(language)["exports"]
    parts = [phrases["told"].format(articles=row.articles)]
    if row.sources:
        parts.append(phrases["sources"].format(sources=phrases["comma"].join(row.sources)))
    if pd.notna(row.first_published):
        parts.append(phrases["published"].format(day=f"{row.first_published:%Y-%m-%d}"))
    return " ".join(parts)


def _parts(day: pd.Timestamp) -> dict[str, int]:
    return {"year": day.year, "month": day.month, "day": day.day}


def _date(day: pd.Timestamp) -> str:
    return f"{day.year:04d}{day.month:02d}{day.day:02d}"


def _html(text: str) -> str:
    return f'<span dir="auto">{escape(text)}</span>' if text else ""


def _text(value: str) -> str:
    """Return text as iCalendar has it: escaped, on one line, without control characters."""
    plain = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", value.replace("\r\n", "\n"))
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces of at most LINE octets, each ended, no character cut."""
    data, first, room = line.encode("utf-8", "surrogatepass"), 0, LINE
    while len(data) - first > room:
        end = first + room
        while data[end] & 0xC0 == 0x80:  # within a character
            end -= 1
        yield _piece(data, first, end)
        first, room = end, LINE - 1
    yield _piece(data, first, len(data))


def _piece(data: bytes, first: int, end: int) -> str:
    return " " * bool(first) + data[first:end].decode("utf-8", "surrogatepass") + "\r\n"
