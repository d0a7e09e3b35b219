"""Corrections by hand (corrections.csv): another actor, another date, not a duplicate; applied on every run."""

import re
from contextlib import suppress
from datetime import date
from typing import Any

import pandas as pd

from analysis.actors.registry import Registry
from analysis.base.notes import Note

FILE = "corrections.csv"
OF_ARTICLE = ("title", "subtitle", "author", "source", "url", "published", "duplicate_of")
OF_SPAN = {"actor": "mentions", "date": "dates"}
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T]00:00:00)?")


def of_articles(found: list[dict[str, Any]], corrections: pd.DataFrame | None) -> list[Note]:
    """Apply the corrections of whole articles (rows without start and end) to those given; return the log of them.

    An empty value empties the field: `duplicate_of` with nothing is "not a duplicate".
    """
    known = {article["article_id"]: article for article in found}
    notes = []
    for number, row in _rows(corrections):
        if row["field"] in OF_SPAN and not pd.isna(row["start"]):
            continue
        article = known.get(row["article_id"])
        if article is None:
            continue
        if row["field"] not in OF_ARTICLE:
            notes.append(_unfit(number, row, f"field {row['field'][:40]!r} is none of {_fields()}"))
            continue
        try:
            value = _day(row["value"]) if row["field"] == "published" else row["value"]
        except ValueError:
            notes.append(_unfit(number, row, f"{row['value'][:40]!r} is no day; write it as 2021-08-15"))
            continue
        article[row["field"]] = value
        if row["field"] == "published":
            article["published_from"] = "metadata" if value else "none"
        notes.append(_done(number, row))
    return notes


def of_frames(
    frames: dict[str, pd.DataFrame], corrections: pd.DataFrame | None, registry: Registry, entities: str = "auto"
) -> list[Note]:
    """Apply the corrections of mentions and dates to their frames; return the log of them.

    `actor`: another id of the registry, or nothing for no actor. `date`: a day, `first/last`, or nothing for no date.
    The row is found by article_id, start and end, in any part. Where names beyond the registry are `off` (`entities`),
    the note on a row that is not found says so: it may be one of theirs.
    """
    notes = []
    held = {name: _Held(frames[name]) for name in OF_SPAN.values()}
    for number, row in _rows(corrections):
        name = OF_SPAN.get(row["field"])
        if name is None or pd.isna(row["start"]):
            continue
        value, places = row["value"], held[name].places(row)
        if not places:
            off = row["field"] == "actor" and entities == "off"
            why = "; names beyond the registry are off (entities), and it may be one" if off else " any more"
            notes.append(_unfit(number, row, f"no {row['field']} at {row['start']}-{row['end']}{why}"))
            continue
        try:
            held[name].set(places, _told(row["field"], value, registry))
        except ValueError as error:
            notes.append(_unfit(number, row, str(error)))
            continue
        notes.append(_done(number, row))
    frames |= {name: each.corrected() for name, each in held.items()}
    return notes


class _Held:
    """A frame that is being corrected: where its spans stand, which rows go, and what others are to say."""

    def __init__(self, table: pd.DataFrame) -> None:
        self._table = table
        self._places = table.groupby(["article_id", "start", "end"]).indices
        self._gone: set[int] = set()
        self._values: dict[str, dict[int, Any]] = {}

    def places(self, row: dict[str, Any]) -> list[int]:
        """Return the rows of the frame that a correction means."""
        found = self._places.get((row["article_id"], row["start"], row["end"]), ())
        return [place for place in found if place not in self._gone]

    def set(self, places: list[int], told: dict[str, Any]) -> None:
        """Let rows say what is told, or go where that is nothing."""
        if not told:
            self._gone.update(places)
        for column, value in told.items():
            self._values.setdefault(column, {}).update(dict.fromkeys(places, value))

    def corrected(self) -> pd.DataFrame:
        """Return the frame as it is from now on."""
        if not self._gone and not self._values:
            return self._table
        table = self._table.copy()
        for column, values in self._values.items():
            table.iloc[list(values), table.columns.get_loc(column)] = list(values.values())
        kept = [place for place in range(len(table)) if place not in self._gone]
        return table.iloc[kept].reset_index(drop=True)


def _told(field: str, value: str | None, registry: Registry) -> dict[str, Any]:
    """Return what a correction of a span says, by column; nothing where the span goes. Raises ValueError."""
    if not value:
        return {}
    if field == "actor":
        if value not in registry.actors:
            raise ValueError(f"no actor {value[:40]!r} in the registry")
        return {"actor": value, "actor_type": registry.actors[value].type, "role": "", "affiliation": ""}
    first, _, last = value.partition("/")
    try:
        days = [pd.Timestamp(_day(each) or "") for each in (first, last or first)]
    except ValueError:
        days = []
    if not days or not days[0] <= days[1]:
        raise ValueError(f"{value[:40]!r} is no day and no span; write 2021-08-15/2021-08-31")
    return dict(zip(("earliest", "latest"), days, strict=True))


def unknown(corrections: pd.DataFrame | None, ids: set[str]) -> list[Note]:
    """Return the notes on rows whose article is none of `ids`."""
    return [
        _unfit(number, row, "no such article") for number, row in _rows(corrections) if row["article_id"] not in ids
    ]


def newest(day: date | None, corrections: pd.DataFrame | None) -> date | None:
    """Return the newest known day of publication, now that some are corrected."""
    days = [day]
    for _, row in _rows(corrections):
        with suppress(ValueError):
            if row["field"] == "published" and row["value"]:
                days.append(_day(row["value"]))
    return max(filter(None, days), default=None)


def _rows(corrections: pd.DataFrame | None) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows with their numbers in the file."""
    if corrections is None:
        return []
    return list(zip(corrections.index.tolist(), corrections.to_dict("records"), strict=True))


def _day(value: str | None) -> date | None:
    """Return a day written as 2021-08-15. Raises ValueError for anything else: no word such as `today` is one."""
    if value and not _ISO.fullmatch(value.strip()):
        raise ValueError(f"{value[:40]!r} is no day")
    return date.fromisoformat(value.strip()[:10]) if value else None


def _fields() -> str:
    return ", ".join([*OF_ARTICLE, *OF_SPAN])


def _unfit(number: int, row: dict[str, Any], why: str) -> Note:
    return Note(FILE, number, "warning", f"{_named(row)}: {why}", "not applied; check the row")


def _done(number: int, row: dict[str, Any]) -> Note:
    return Note(FILE, number, "info", _named(row), f"set to {(row['value'] or 'nothing')[:200]}")


def _named(row: dict[str, Any]) -> str:
    return f"{row['field'][:40]} of {row['article_id'][:40]}"
