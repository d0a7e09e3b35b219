import json
from datetime import UTC, date, datetime, timedelta

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from analysis import timeline

LETTERS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n;,\\:\"<>&'ابجد،")


def grouped(*rows: tuple) -> pd.DataFrame:
    """Return events as grouped_events gives them: (earliest, latest, grain, label)."""
    table = pd.DataFrame(rows, columns=["earliest", "latest", "grain", "label"])
    for column in ("earliest", "latest"):
        table[column] = pd.Series([pd.Timestamp(day).as_unit("s") for day in table[column]], dtype="datetime64[s]")
    table["event"], table["articles"], table["mentions"], table["article_id"] = range(len(table)), 2, 3, "a1"
    for column in ("actors", "themes", "sources"):
        table[column] = pd.Series([["x", "y"]] * len(table), dtype="object")
    table["first_published"] = pd.Timestamp("2024-01-02")
    return table


def read(text: str) -> list:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def test_a_calendar_holds_every_event_on_its_days(sample) -> None:
    events = timeline.events(sample)
    table = timeline.grouped_events(events)
    found = read(timeline.to_ics(table))
    assert len(found) == len(table) > 100
    assert len({str(event["UID"]) for event in found}) == len(found)
    for event, row in zip(found, table.itertuples(), strict=True):
        assert event["DTSTART"].dt == date(row.earliest.year, row.earliest.month, row.earliest.day)
        assert event["DTEND"].dt == date(row.latest.year, row.latest.month, row.latest.day) + timedelta(days=1)
        assert str(event["SUMMARY"]) == row.label
    assert timeline.to_ics(table) == timeline.to_ics(events[events["event"].notna()])


@given(st.text(LETTERS, max_size=200))
def test_any_label_comes_back_from_folded_lines(label: str) -> None:
    text = timeline.to_ics(grouped(("2021-08-15", "2021-08-15", "day", label)))
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (event,) = read(text)
    assert str(event["SUMMARY"]) == label


def test_what_a_calendar_cannot_hold_is_left_out_and_counted(tmp_path) -> None:
    table = grouped(
        ("0001-01-01", "0100-12-31", "century", "first"),
        ("9999-12-30", "9999-12-30", "day", "last"),
        ("9999-12-31", "9999-12-31", "day", "no day after"),
        ("0001-01-01", "0001-01-01", "day", "before"),
    )
    table.loc[3, "earliest"] = pd.Timestamp("0001-01-01").as_unit("s") - pd.Timedelta(days=1)
    text = timeline.to_ics(table)
    assert [str(event["SUMMARY"]) for event in read(text)] == ["first", "last"]
    assert "DTSTART;VALUE=DATE:00010101" in text and ": 2." in str(Calendar.from_ical(text)["DESCRIPTION"])
    assert len(timeline.to_timelinejs(table)["events"]) == 2
    assert timeline.write_events(table, tmp_path / "out") == 2


def test_unresolved_dates_are_counted_too(seven) -> None:
    events = timeline.events(seven)
    unresolved = int(events["event"].isna().sum())
    assert unresolved > 5 and f": {unresolved}." in str(Calendar.from_ical(timeline.to_ics(events))["DESCRIPTION"])
    assert str(unresolved) in timeline.to_timelinejs(events)["title"]["text"]["text"]


def test_the_stamp_is_given_fixed_or_from_the_environment(monkeypatch) -> None:
    table = grouped(("2021-08-15", "2021-08-15", "day", "x"))
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert "DTSTAMP:19700101T000000Z" in timeline.to_ics(table)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert "DTSTAMP:20231114T221320Z" in timeline.to_ics(table)
    assert "DTSTAMP:20200102T030405Z" in timeline.to_ics(table, stamp=datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC))


def test_an_event_keeps_its_uid_whatever_else_is_exported() -> None:
    rows = [("2021-08-15", "2021-08-15", "day", "x"), ("2022-01-01", "2022-12-31", "year", "y")]
    alone, both = (read(timeline.to_ics(grouped(*each))) for each in (rows[1:], rows))
    assert alone[0]["UID"] == both[1]["UID"] != both[0]["UID"]


def test_slides_are_escaped_and_dated_with_their_grain() -> None:
    table = grouped(("2022-07-01", "2022-07-31", "month", '<b onclick="x">&'), ("2021-08-15", "2021-08-15", "day", "س"))
    month, day = timeline.to_timelinejs(table, language="ar")["events"]
    assert "<b" not in month["text"]["headline"] and "&lt;b onclick=&quot;x&quot;&gt;&amp;" in month["text"]["headline"]
    assert month["start_date"] == {"year": 2022, "month": 7, "day": 1} and month["end_date"]["day"] == 31
    assert (month["display_date"], day["display_date"]) == ("يوليو 2022", "15 أغسطس 2021")
    assert "2" in day["text"]["text"] and "2024-01-02" in day["text"]["text"]


def test_files_are_the_same_bytes_twice(sample, tmp_path) -> None:
    table = timeline.grouped_events(timeline.events(sample))
    for folder in ("a", "b"):
        assert timeline.write_events(table, tmp_path / folder, language="ar") == 0
    for name in ("events.ics", "events.json"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    assert b"\r\n" in (tmp_path / "a" / "events.ics").read_bytes()
    slides = json.loads((tmp_path / "a" / "events.json").read_text(encoding="utf-8"))
    assert (
        len(slides["events"]) == len(table)
        and slides["events"][0]["start_date"]["year"] == table["earliest"].iloc[0].year
    )
