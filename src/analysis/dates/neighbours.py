"""Date expressions side by side: what names one day made one, ranges and lists completed from each other."""

import re
from itertools import pairwise

from analysis.dates.rules import Expression, matched
from analysis.dates.words import Chain

# W , n G : الاثنين، 15 مايو; D x w D : 1445/6/2هـ الموافق 15/12/2023
_APPOSED = re.compile(r"[(),/-]?w?[(),/-]?")
# W & W : الاثنين والثلاثاء; n G ~ n G : 10 مايو إلى 15 يونيو
LINK = re.compile(r"[,]?[~&-]+")


def parse(chain: Chain) -> list[Expression]:
    """Return the expressions of a chain, in order: apposed ones as one, ranges with what their ends share."""
    return _share(_appose([expression for _, expression in matched(chain)], chain.codes), chain.codes)


def _appose(expressions: list[Expression], codes: str) -> list[Expression]:
    """Return the expressions, those that name one day (or one year in two calendars) side by side made one."""
    merged: list[Expression] = []
    for expression in expressions:
        before = merged[-1] if merged else None
        gap = codes[before.last : expression.first] if before else ""
        quoted = gap == '"' and codes[expression.last : expression.last + 1] == '"'
        apposed = quoted or _APPOSED.fullmatch(gap)
        if before and apposed and _same(before, expression) and not _stands_apart(merged, expression, codes, gap):
            _merge(before, expression)
            if quoted or (
                "(" in codes[before.first : expression.last] and codes[expression.last : expression.last + 1] == ")"
            ):
                before.last += 1
        else:
            merged.append(expression)
    return merged


def _stands_apart(merged: list[Expression], expression: Expression, codes: str, gap: str) -> bool:
    """Tell whether neighbours are two days: `أمس الاثنين يوم 26 فبراير 2016`, `الأحد والاثنين 10 و11 شوال`."""
    if expression.form == "listed" and len(merged) > 1 and merged[-2].weekday is not None and not merged[-2].day:
        return bool(LINK.fullmatch(codes[merged[-2].last : merged[-1].first]))
    return not gap and codes[expression.first] == "i" and expression.day is not None and expression.year is not None


def _same(one: Expression, other: Expression) -> bool:
    """Tell whether two neighbours can name the same unit: each states something that the other does not."""
    if one.grain != other.grain:
        return False
    if one.grain == "year":
        if one.hijri == other.hijri or one.year is None or other.year is None:
            return False
        hijri, gregorian = (one.year, other.year) if one.hijri else (other.year, one.year)
        return abs(hijri * 32 // 33 + 622 - gregorian) <= 1
    if one.grain == "month":  # الشهر المقبل، أغسطس
        told = other.year or other.modifier or other.year_modifier
        return one.month is None and bool(one.modifier and other.month) and not told
    if one.grain != "day" or one.number is not None or other.number is not None:
        return False
    if one.day and other.day:
        return one.hijri != other.hijri and bool(one.month and other.month)
    return not any(
        getattr(one, name) is not None and getattr(other, name) is not None for name in ("today", "weekday", "day")
    )


def _merge(one: Expression, other: Expression) -> None:
    """Take into `one` what `other` states; of two calendars the Gregorian wins."""
    if one.day is None or (other.day and one.hijri):
        one.day, one.month, one.hijri = other.day or one.day, other.month or one.month, other.hijri
        one.year, one.year_modifier = other.year, other.year_modifier
        one.modifier = other.modifier or one.modifier
        one.form = other.form or one.form
    if one.grain == "year" and one.hijri:
        one.year, one.hijri, one.form = other.year, other.hijri, other.form
    one.today = other.today if one.today is None else one.today
    one.weekday = other.weekday if one.weekday is None else one.weekday
    one.modifier = one.modifier or other.modifier
    one.last = other.last


def _share(expressions: list[Expression], codes: str) -> list[Expression]:
    """Return the expressions, the ends of a range completed from each other; a number that nothing completes goes."""
    for one, other in zip(expressions[-2::-1], expressions[:0:-1], strict=True):
        gap = codes[one.last : other.first]
        months = one.grain == other.grain == "month" and one.hijri == other.hijri
        beside = months and gap == "/"  # G / G y : مايو/يونيو 2023
        if not (LINK.fullmatch(gap) or beside or (gap == "," and one.form == "listed")):
            continue
        if one.form == "listed":
            if other.month or other.modifier:
                one.month, one.hijri, one.year = other.month, other.hijri, other.year
                one.modifier, one.year_modifier, one.form = other.modifier, other.year_modifier, "shared"
        elif one.month and other.month and not (one.year or one.modifier or one.year_modifier):
            one.year, one.modifier, one.year_modifier = other.year, other.modifier, other.year_modifier
            if one.form == other.form == "numeric":
                one.hijri = other.hijri
            if one.year and not one.hijri and (one.month, one.day or 0) > (other.month, other.day or 32):
                one.year -= 1
            one.form = "shared" if one.form == "unsure" else one.form
        elif one.weekday is not None and other.weekday is not None and not one.modifier and one.day is None:
            one.modifier = other.modifier
            one.form = one.form and other.form
        elif one.month and other.month and one.year and not (other.year or other.modifier or other.year_modifier):
            other.year = one.year + ((one.month, one.day or 0) > (other.month, other.day or 32))
    for one, other in pairwise(expressions):
        gap = codes[one.last : other.first]
        if one.grain != "year" or other.grain != "year" or not one.year or not other.year:
            continue
        if one.form == "bare" and other.form == "hijri" and LINK.fullmatch(gap) and 0 < other.year - one.year < 100:
            one.form, one.hijri = other.form, True
        if other.form != "bare":
            continue
        if gap == "/" and other.year - one.year == 1 and one.form != "bare":
            other.form = one.form
        if not LINK.fullmatch(gap):
            continue
        if one.form != "bare":
            other.form = one.form
        elif 0 < other.year - one.year < 100:
            one.form = other.form = "range"
    return [expression for expression in expressions if expression.form != "listed"]
