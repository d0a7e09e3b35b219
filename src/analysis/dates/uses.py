"""What a date serves for: it tells when something was, or measures, files, heads a report or names a text."""

import re

from analysis.dates.rules import Expression
from analysis.text import tables
from analysis.text.folding import Folded, normalize

USES = ("told", "comparison", "fiscal", "dateline", "quoted")
_WORDS = {key: [normalize(word) for word in words] for key, words in tables.table("dates/data/uses.yml").items()}
_REACH = 120  # characters before a date that are read, about a clause
_LINE = 90  # characters before a date in the line of an agency
_QUOTED = 40  # characters of a title in quotation marks
_CLAUSE = re.compile(rf"[.!?؟؛]\s|[،\n]|(?<!\w){tables.any_of(_WORDS['clauses'])}(?!\w)")
_THAN_REACH = 25  # characters from `عن` to the date
_CLITICS = r"(?<!\w)[وف]?[بلك]?(?:ال|لل)?"


def use_of(expression: Expression, folded: Folded, start: int, end: int) -> str:
    """Return what the date at `folded.text[start:end]` serves for: one of USES.

    `comparison`: what is measured against (`مقارنة بالفترة نفسها من العام الماضي`); `fiscal`: a year of accounts
    (`السنة المالية 2015`); `dateline`: the line of the agency before the story (`الرياض 25 شوال 1436 هـ`);
    `quoted`: the year in the name of a text (`القرار 1701 لعام 2006`); all else is `told`.
    """
    text = folded.text
    if expression.grain == "day" and expression.year is not None and _is_dateline(text, start, end):
        return "dateline"
    if expression.grain in ("year", "quarter") and _FISCAL.search(text, start, end + 10):
        return "fiscal"
    if "J" in (expression.modifier, expression.year_modifier) or expression.form == "same":
        return "comparison"
    before = text[max(0, start - _REACH) : start]
    measured = _MEASURED.search(before) or "عن" in before[-_THAN_REACH:]
    if measured and _is_compared(expression, before):
        return "comparison"
    if expression.grain == "year" and _ACCOUNTS.search(before):
        return "fiscal"
    absolute = expression.year is not None and expression.grain in ("day", "year")
    return "quoted" if absolute and _is_in_name(expression, before, text, start, end) else "told"


def _any(*names: str) -> str:
    return tables.any_of(word for name in names for word in _WORDS[name])


def _clause(before: str) -> str:
    """Return the last clause of what stands before."""
    return before[max((match.end() for match in _CLAUSE.finditer(before)), default=0) :]


# [السنة المالية 2015], [عام 2015] المالي
_FISCAL = re.compile(rf"(?<!\w){_any('fiscal')}(?!\w)")
# ميزانية [العام المقبل], موازنة الدولة [لعام 2016], السنة المالية المنتهية في [2015]
_ACCOUNTS = re.compile(
    rf"{_CLITICS}(?:{_any('accounts')}(?:\s\w+){{0,2}}|{_any('years')}\s{_any('fiscal')}(?:\s\w+){{0,2}})\s+$"
)
# Without one of these words nothing is measured.
_MEASURED = re.compile(rf"{_any('compared', 'same', 'same_first', 'against')}(?!\w)")
# مقارنة بأرباح قدرها مليون ريال في [مايو 2014]
_COMPARED = re.compile(rf"(?<!\w)[وف]?{_any('compared')}(?!\w)")
# الفترة نفسها من [العام الماضي], للفترة المماثلة من [2014], نفس الفترة من [2014]
_SAME = re.compile(
    rf"{_CLITICS}{_any('stretches')}\s{_any('same')}(?:\sمن)?\s+$"
    rf"|(?<!\w)[وف]?[بلك]?{_any('same_first')}\s(?:ال)?{_any('stretches')}(?:\sمن)?\s+$"
)
# ارتفعت 5% عن [العام الماضي]
_THAN = re.compile(rf"(?<!\w){_any('changed')}(?!\w).*(?<!\w)عن\s+(?:مستو\w+\s+(?:في\s+)?)?$")
# 30 مليونا، مقابل 20 مليونا في [الربع الأول من 2014]
_AGAINST = re.compile(rf"\d.{{0,40}}?(?<!\w){_any('against')}\s(?:\w+\s){{0,2}}\d[^،(]{{0,60}}$")


def _is_compared(expression: Expression, before: str) -> bool:
    clause = _clause(before)
    if _COMPARED.search(clause) or _SAME.search(clause):
        return True
    return expression.grain != "day" and bool(_THAN.search(clause) or _AGAINST.search(before))


# الرياض - واس - [25 شوال 1436 هـ], جدة [5 يوليو 2015] (رويترز) -
_SIGNATURE = re.compile(rf"\s*[\]):\-–—/|]|\s*(?:\d+\s+)?\(?\s*{_any('agencies')}(?!\w)|\s*\n")
_NAMES = re.compile(rf"[\s\-–—/|:،,(]*(?:(?:{_any('agencies')}|\w+)[\s\-–—/|:،,()]+){{0,6}}")
_PROSE = re.compile(rf"(?<!\w)(?:{_any('prose')})(?!\w)")


def _is_dateline(text: str, start: int, end: int) -> bool:
    """Tell whether a full day stands in the first line, after names and before the report."""
    if start > _LINE:
        return False
    before = text[:start].lstrip()
    if "\n" in before.rstrip() or not _NAMES.fullmatch(before) or _PROSE.search(before):
        return False
    return bool(_SIGNATURE.match(text, end))


# القرار 1701 [لعام 2006], دستور [1971], قانون العمل [لسنة 2005]
_NUMBER = r"(?:\s(?:رقم\s)?\(?\s?[\w/]*\d[\w/]*\s?\)?)?"
_LONGER = rf"(?:\s(?!{tables.any_of(_WORDS['issued'] + _WORDS['prose'])}\s)\w+){{0,4}}?"
_TEXT = rf"{_CLITICS}{_any('texts')}{_LONGER}{_NUMBER}\s+"
_TEXT_OF_YEAR = re.compile(rf"{_TEXT}[(\"«]?$")
_TEXT_NEXT = re.compile(rf"{_CLITICS}{_any('texts')}{_NUMBER}\s+[(\"«]?$")  # دستور [عام 1971]
# المرسوم رقم م/3 وتاريخ [28/11/1425هـ]
_TEXT_OF_DAY = re.compile(rf"{_TEXT}و?ب?تاريخ\s+$")
_ISSUED = re.compile(rf"(?<!\w)[وف]?{_any('issued')}(?!\w)")
# «معرض الكتاب [2015]», رواية «[1984]»
_TITLE = re.compile(rf"[«\"“][^«»\"“”\d\n]*\w\s+$|{_CLITICS}{_any('works')}\s+[«\"“]$")
_CLOSING = frozenset('»"”')


def _is_in_name(expression: Expression, before: str, text: str, start: int, end: int) -> bool:
    """Tell whether the year belongs to the name of a text."""
    clause = _clause(before)
    if expression.grain == "day":
        return bool(_TEXT_OF_DAY.search(clause)) and not _ISSUED.search(clause)
    tied = text[start].isdigit() or text[start] == "ل"
    if (_TEXT_OF_YEAR if tied else _TEXT_NEXT).search(clause) and not _ISSUED.search(clause):
        return True
    if text[end : end + 1] not in _CLOSING or not text[start].isdigit():
        return False
    title = _TITLE.search(text[max(0, start - _QUOTED) : start])
    return bool(title) and not _PROSE.search(title[0])  # type: ignore[index]
