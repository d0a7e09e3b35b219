"""What a date serves for: it tells when something was, or measures, files or names by it."""

import re

from analysis.dates.rules import Expression
from analysis.text import tables
from analysis.text.folding import Folded, normalize

USES = ("told", "comparison", "fiscal", "dateline", "quoted")
_WORDS = {key: [normalize(word) for word in words] for key, words in tables.table("dates/data/uses.yml").items()}
_REACH = 120  # characters before a date that are read, about a clause
_STOP = re.compile(r"[.!?؟؛]\s|\n")


def use_of(expression: Expression, folded: Folded, start: int, end: int) -> str:
    """Return what the date at `folded.text[start:end]` serves for: one of USES.

    `comparison`: what is measured against (`مقارنة بالفترة نفسها من العام الماضي`); `fiscal`: a year of accounts
    (`السنة المالية 2015`); `dateline`: the line of the agency before the story (`الرياض 25 شوال 1436 هـ`);
    `quoted`: the year in the name of a text (`القرار 1701 لعام 2006`); all else is `told`.
    """
    text = folded.text
    before = _clause(text[max(0, start - _REACH) : start])
    if _is_fiscal(text, before, start, end, expression):
        return "fiscal"
    if _is_compared(text, before, start, end, expression):
        return "comparison"
    return "told"


def _clause(before: str) -> str:
    """Return what stands before in the sentence."""
    stops = list(_STOP.finditer(before))
    return before[stops[-1].end() :] if stops else before


def _any(name: str) -> str:
    return tables.any_of(_WORDS[name])


_FISCAL = re.compile(rf"(?<!\w){_any('fiscal')}(?!\w)")
_FISCAL_AFTER = re.compile(rf"\s+{_any('fiscal')}(?!\w)")
_ACCOUNTS = re.compile(rf"(?<!\w)[وبلف]*(?:ال)?{_any('accounts')}(?:\s+(?:ال)?\w+)?\s+$")
_COMPARED = re.compile(rf"(?<!\w)[وف]?{_any('compared')}(?!\w)[^،]*$")


def _is_fiscal(text: str, before: str, start: int, end: int, expression: Expression) -> bool:
    if expression.grain != "year":
        return False
    return bool(_FISCAL.search(text, start, end) or _FISCAL_AFTER.match(text, end) or _ACCOUNTS.search(before))


def _is_compared(text: str, before: str, start: int, end: int, expression: Expression) -> bool:
    return expression.modifier == "J" or expression.year_modifier == "J" or bool(_COMPARED.search(before))
