"""Corrections by hand (corrections.csv): another actor, another date, not a duplicate; applied on every run."""

from contextlib import suppress
from datetime import date
from typing import Any

import pandas as pd

from analysis.actors import Registry
from analysis.frames import SCHEMA
from analysis.sources import Note

FILE = "corrections.csv"
OF_ARTICLE = ("title", "subtitle", "author", "source", "url", "published", "duplicate_of")
OF_SPAN = {"actor": "mentions", "date": "dates"}


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
            notes.append(_unfit(number, row, f"field {row['field']!r} is none of {_fields()}"))
            continue
        try:
            value = _day(row["value"]) if row["field"] == "published" else row["value"]
        except ValueError:
            notes.append(_unfit(number, row, f"{row['value']!r} is no day; write it as 2021-08-15"))
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
    for number, row in _rows(corrections):
        name = OF_SPAN.get(row["field"])
        if name is None or pd.isna(row["start"]):
            continue
        table = frames[name]
        hit = (
            (table["article_id"] == row["article_id"]) & (table["start"] == row["start"]) & (table["end"] == row["end"])
        )
        if not hit.any():
            off = row["field"] == "actor" and entities == "off"
            why = "; names beyond the registry are off (entities), and it may be one" if off else " any more"
            notes.append(_unfit(number, row, f"no {row['field']} at {row['start']}-{row['end']}{why}"))
            continue
        if row["field"] == "actor" and row["value"] and row["value"] not in registry.actors:
            notes.append(_unfit(number, row, f"no actor {row['value']!r} in the registry"))
            continue
        try:
            frames[name] = _corrected(table, hit, row["field"], row["value"], registry)
        except ValueError:
            notes.append(_unfit(number, row, f"{row['value']!r} is no day and no span; write 2021-08-15/2021-08-31"))
            continue
        notes.append(_done(number, row))
    return notes


def _corrected(table: pd.DataFrame, hit: pd.Series, field: str, value: str | None, registry: Registry) -> pd.DataFrame:
    """Return a frame with the rows `hit` changed, or left out where the value is nothing."""
    if not value:
        return table[~hit].reset_index(drop=True)
    table = table.copy()
    if field == "actor":
        table.loc[hit, "actor"], table.loc[hit, "actor_type"] = value, registry.actors[value].type
    else:
        first, _, last = value.partition("/")
        table.loc[hit, "earliest"], table.loc[hit, "latest"] = pd.Timestamp(first), pd.Timestamp(last or first)
    return table.astype({name: SCHEMA["dates"][name] for name in ("earliest", "latest") if name in table})


def unknown(corrections: pd.DataFrame | None, ids: set[str]) -> list[Note]:
    """Return the notes on rows whose article is none of `ids`."""
    return [
        _unfit(number, row, "no such article") for number, row in _rows(corrections) if row["article_id"] not in ids
    ]


def newest(day: date | None, corrections: pd.DataFrame | None) -> date | None:
    """Return the newest known day of publication, now that some are corrected."""
    days = [day] if day else []
    for _, row in _rows(corrections):
        with suppress(ValueError):
            if row["field"] == "published" and row["value"]:
                days.append(_day(row["value"]))
    return max(days, default=None)


def _rows(corrections: pd.DataFrame | None) -> list[tuple[int, dict[str, Any]]]:
    """Return the rows with their numbers in the file."""
    if corrections is None:
        return []
    return list(zip(corrections.index.tolist(), corrections.to_dict("records"), strict=True))


def _day(value: str | None) -> Any:
    return pd.Timestamp(value).date() if value else None


def _fields() -> str:
    return ", ".join([*OF_ARTICLE, *OF_SPAN])


def _unfit(number: int, row: dict[str, Any], why: str) -> Note:
    return Note(FILE, number, "warning", f"{row['field']} of {row['article_id']}: {why}", "not applied; check the row")


def _done(number: int, row: dict[str, Any]) -> Note:
    return Note(FILE, number, "info", f"{row['field']} of {row['article_id']}", f"set to {row['value'] or 'nothing'}")
