"""What a shared report shows: counts and figures, with no text of articles and no names beyond the registry."""

import json
import os
import re
from collections.abc import Mapping
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.show.textless import known, without_text
from analysis.text.folding import normalize
from analysis.text.segments import token_spans

PLACE = "ANALYSIS_SHARE"  # names the file of names in the processes of a run that shares
LONGEST = 7  # words of a value in a finding: a headline has more, or stands under one of TOLD
TOLD = ("headline", "title", "text", "said")  # values of findings that are text of articles
SPEAKERS = ("speaker", "speaker_name")  # columns in which a name of one word is a name
HIDDEN = "[…]"  # stands where a name was, in sentences and figures
NODE = re.compile(r">([^<>]+)<")


class Shared(NamedTuple):
    """Names that are not to be read, by their words (normalised), and what stands in their place, or nothing.

    `names` are hidden wherever they stand, `speakers` in columns of speakers: a word that somebody took for a speaker
    may be any word elsewhere.
    """

    names: dict[str, str]
    speakers: dict[str, str]

    def table(
        self, table: pd.DataFrame, name: str, columns: list[str] | None
    ) -> tuple[pd.DataFrame, list[str] | None] | None:
        """Return what of a table is shared, and which of its columns are shown; None where its rows are texts.

        A row with a name is left out, where nothing stands in the place of the name.
        """
        if name in known()["names"]:
            return None
        kept = without_text(table, name)
        shown = [each for each in columns or list(table.columns) if each in kept]
        if (columns and columns[0] not in kept) or kept.columns.empty:
            return None
        kept = kept.copy()
        right = pd.Series(True, index=kept.index)
        for column in kept.columns:
            if not any(isinstance(each, str | list) for each in kept[column]):
                continue
            told = [self._cell(each, column in SPEAKERS) for each in kept[column]]
            right &= pd.Series([each is not None for each in told], index=kept.index)
            kept[column] = pd.Series(told, index=kept.index, dtype="object")
        return kept[right], shown if columns else None

    def text(self, text: str) -> str:
        """Return a text without hidden names."""
        return self._hidden(text)[0]

    def nodes(self, markup: str) -> str:
        """Return SVG or XML whose texts hold no hidden name, one that was cut short neither."""

        def shown(found: re.Match[str]) -> str:
            text = unescape(found[1])
            begun = " ".join(_words(text)) if text.rstrip("\u200f ").endswith("…") else ""
            cut = begun.count(" ") and any(each.startswith(begun) for each in (*self.names, *self.speakers))
            new = HIDDEN if cut else self._value("", text)
            return found[0] if new == text else f">{escape(new)}<"

        return NODE.sub(shown, markup)

    def values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of a finding without text and hidden names."""
        return {name: self._value(name, value) for name, value in values.items()}

    def _value(self, name: str, value: Any) -> Any:
        if isinstance(value, list):
            return [self._value(name, each) for each in value]
        if not isinstance(value, str):
            return value
        long = name and (name in TOLD or value.count(" ") >= LONGEST)
        told = HIDDEN if long else self.text(value)
        return self.speakers.get(" ".join(_words(told)), told) or HIDDEN

    def _cell(self, value: Any, speaker: bool) -> Any:
        """Return a cell of a table as it is shared; None where its row is not."""
        if isinstance(value, list):
            told = [self._cell(each, speaker) for each in value]
            return [each for each in told if each is not None]
        if not isinstance(value, str):
            return value
        if speaker and (value.startswith("name:") or " ".join(_words(value)) in self.speakers):
            return self.speakers.get(" ".join(_words(value.removeprefix("name:")))) or None
        if value.count(" ") >= LONGEST:  # somebody who is described: words of the article
            return HIDDEN
        text, found = self._hidden(value)
        return None if found and HIDDEN in text else text

    def _hidden(self, text: str) -> tuple[str, bool]:
        """Return a text with other words in the place of hidden names, and whether there were any."""
        spans = token_spans(text)
        words = [normalize(text[start:end]) for start, end in spans]
        pieces, at, number = [], 0, 0
        while number < len(words):
            held = next((size for size in _sizes(self.names) if self._at(words[number : number + size], size)), 0)
            if held:
                name = self._at(words[number : number + held], held)
                pieces += [text[at : spans[number][0]], self.names[name] or HIDDEN]
                at = spans[number + held - 1][1]
            number += held or 1
        return "".join([*pieces, text[at:]]), bool(pieces)

    def _at(self, words: list[str], size: int) -> str:
        """Return the name that words are, also behind an attached particle; nothing where they are none."""
        name = " ".join(words)
        if len(words) < size:
            return ""
        return next((each for each in (name, name[1:] if name[:1] in "وفبلك" else "") if each in self.names), "")


def of_run() -> Shared | None:
    """Return what the run that this process belongs to hides; None where it shares nothing."""
    return _read(os.environ.get(PLACE))


@cache
def _read(path: str | None) -> Shared | None:
    return Shared(**json.loads(Path(path).read_text(encoding="utf-8"))) if path else None


def left_out(file: str) -> bool:
    """Tell whether a figure is not shared: its labels are headlines or sentences."""
    return Path(file).stem in known()["figures"]


def key_of(name: str) -> str:
    """Return a name as it is looked for.

    >>> key_of("أحمد  الفَلّاح")
    'احمد الفلاح'
    """
    return " ".join(_words(name))


def _words(text: str) -> list[str]:
    return [normalize(text[start:end]) for start, end in token_spans(text)]


def _sizes(names: Mapping[str, str]) -> list[int]:
    """Return how many words names have, the longest first."""
    return _sizes_of(len(names), max((each.count(" ") for each in names), default=-1) + 1)


@cache
def _sizes_of(names: int, longest: int) -> list[int]:
    return list(range(longest, 0, -1)) if names else []
