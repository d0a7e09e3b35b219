"""Sentences of our own, one for each rule, grain, calendar and tense of the guideline: found and resolved."""

import calendar
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from analysis.dates.find import date_rows

SENTENCES = Path(__file__).parents[1] / "data" / "date_sentences.txt"
_MARK = re.compile("[⟦⟧]")


class Expected(NamedTuple):
    """A date as it should be found: the first seven fields of `DateMention`."""

    start: int
    end: int
    surface: str
    type: str
    earliest: date
    latest: date
    grain: str


def _days(short: str) -> tuple[date, date]:
    """Return the days that `2023`, `2023-05`, `2023-05-10` or `first/last` stand for."""
    if "/" in short:
        first, last = short.split("/")
        return _days(first)[0], _days(last)[1]
    numbers = [int(each) for each in short.split("-")]
    if len(numbers) == 1:
        return date(numbers[0], 1, 1), date(numbers[0], 12, 31)
    if len(numbers) == 2:
        return date(*numbers, 1), date(*numbers, calendar.monthrange(*numbers)[1])
    return date(*numbers), date(*numbers)


def examples() -> Iterator[tuple[str, date, list[Expected]]]:
    """Yield each sentence of the file with its day of publication and the dates in it."""
    published = date.min
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            published = date.fromisoformat(line.split()[1])
        elif line and not line.startswith("#"):
            marked, *values = line.split(" | ")
            places = [match.start() - i for i, match in enumerate(_MARK.finditer(marked))]
            text = _MARK.sub("", marked)
            spans = zip(places[::2], places[1::2], strict=True)
            dates = [
                Expected(start, end, text[start:end], kind, *_days(days), grain)
                for (start, end), (kind, grain, days) in zip(spans, map(str.split, values), strict=True)
            ]
            yield text, published, dates


@pytest.mark.parametrize(("text", "published", "wanted"), list(examples()))
def test_our_sentences(text: str, published: date, wanted: list[Expected]) -> None:
    assert [row[:7] for row in date_rows(text, published)] == wanted


def test_no_sentence_stands_twice() -> None:
    known = [(text, published) for text, published, _ in examples()]
    assert len(known) == len(set(known))
