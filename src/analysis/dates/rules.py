"""The grammar of date expressions: regular expressions over the codes of words, and what each one states.

`words.CODES` is the legend of the codes; it is not that of relations (`i` is a day here, "to" there). A rule stands
above its builder with examples: the codes of the words, then the words; where a rule takes less than all of them,
what it takes is in `[...]`. A named group hands its word to the builder, which returns None where the words mean
something else. At each place of a chain the first rule that fits is taken, so the longer stand before the shorter.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from analysis.dates.words import Chain, Word, full_year


@dataclass(slots=True)
class Expression:
    """What a date expression states, before any of it is resolved.

    `modifier` and `year_modifier` are codes (`P` past, `<P` the one before it, `R` this, `F` next, ...). `form` tells
    how it is written, where what stands around it decides: `numeric`; a month `led` by its head (`شهر مايو`), `sure`
    or `unsure` (also a word: `مارس`); a day `listed` before another; a year `named` (`عام 2023`), `bare`, `gregorian`
    or `hijri` by its sign, one of a `range`; a unit without modifier (`part`: `نهاية العام`); an `offset`, `one` unit.
    """

    first: int
    last: int
    grain: str
    today: int | None = None
    weekday: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    number: int | None = None
    hijri: bool = False
    modifier: str = ""
    year_modifier: str = ""
    form: str = ""


Fields = dict[str, Word | None]
Builder = Callable[[re.Match[str], Fields], Expression | None]


class Rule(NamedTuple):
    """What an expression looks like, who reads it, and examples: `i n G y : يوم 15 ديسمبر 2023`."""

    pattern: re.Pattern[str]
    build: Builder
    examples: tuple[str, ...]


RULES: list[Rule] = []  # in the order of trying
# P : الماضي; < P : قبل الماضي
_MOD = r"(?:<P|>F|[PRFNVJ])"
# x : هـ; ( x ) : (هـ)
_ERA = r"(?:\([xz]\)|[xz])"


def _tail(required: bool = False) -> str:
    """Return the pattern of what fixes the year of a month, quarter or season: `2015`, `الماضي`, `من العام الماضي`."""
    # f A u y z : من العام المالي 2023م; J , y : نفسه، 2023
    year = rf"[-/,.]?f?(?:[aA][uxz]?(?:{_MOD})?)?(?P<year>[yj]|Y(?=\(?x))(?P<era>{_ERA})?"
    # f t A : من هذا العام; f A P : من العام الماضي
    relative = rf"f?(?P<this>t)A[uxz]?|f?A[uxz]?(?P<of>{_MOD})"
    return rf"(?:(?P<mod>{_MOD})?,?(?:{year}|{relative})(?:{_MOD})?|(?P<only>{_MOD}))" + ("" if required else "?")


def _rule(pattern: str, *examples: str) -> Callable[[Builder], Builder]:
    """Return a decorator that enters a builder for the expressions that match `pattern`, as the examples do."""

    def enter(builder: Builder) -> Builder:
        RULES.append(Rule(re.compile(pattern), builder, examples))
        return builder

    return enter


def matched(chain: Chain) -> Iterator[tuple[Rule, Expression]]:
    """Yield the expressions of a chain as its words alone tell them, each with the rule that fits."""
    position = 0
    while position < len(chain.codes):
        for rule in RULES:
            match = rule.pattern.match(chain.codes, position)
            if match and match.end() > position:
                words = {name: chain.words[match.start(name)] if match[name] else None for name in match.groupdict()}
                expression = rule.build(match, words)
                if expression:
                    yield rule, expression
                    position = match.end()
                    break
        else:
            position += 1


def _expression(match: re.Match[str], grain: str, **fields: object) -> Expression:
    return Expression(match.start(), match.end(), grain, **fields)  # type: ignore[arg-type]


def _value(word: Word | None) -> int | None:
    return None if word is None else int(word.value)


def _year_fields(match: re.Match[str], words: Fields) -> dict[str, object]:
    """Return the year and the modifiers that a tail states."""
    year = _value(words["year"])
    return {
        "year": year,
        "modifier": match["mod"] or match["only"] or "",
        "year_modifier": "R" if match["this"] else match["of"] or "",
        "hijri": "x" in (match["era"] or "") if year else False,
    }


@_rule(
    rf"i?(?P<date>D)(?P<era>{_ERA})?",
    "i D : يوم 15/12/2023",
    "D x : 1445/6/2هـ",
)
def _numeric(match: re.Match[str], words: Fields) -> Expression | None:
    year, month, day = words["date"].value  # type: ignore[union-attr]
    hijri = "x" in (match["era"] or "") or 1300 <= year <= 1500
    return _expression(match, "day", year=year, month=month, day=day, hijri=hijri, form="numeric")


@_rule(
    rf"(?:(?<=[WwT(])|i)(?P<date>d)(?P<era>{_ERA})?|(?P<begin>d)(?=,?[~&-]+i?D)",
    "W [d] : الاثنين 15/12",
    "i d : يوم 15/12",
    "[d] ~ D : 10/12 إلى 15/12/2023",
)
def _numeric_day(match: re.Match[str], words: Fields) -> Expression | None:
    day, month = (words["date"] or words["begin"]).value  # type: ignore[union-attr]
    return _expression(match, "day", month=month, day=day, hijri="x" in (match["era"] or ""), form="numeric")


@_rule(
    r"(?P<month>[Gg])(?P<day>n),?(?P<year>y)",
    "G n , y : December 15, 2023",
)
def _month_first(match: re.Match[str], words: Fields) -> Expression | None:
    return _expression(match, "day", **{name: _value(words[name]) for name in ("day", "month", "year")})


# i ( n ) m G : يوم (15) شهر مايو; n f G : 15 من مايو
# The number of a portion is no day.
# X o f G : النصف الأول من مايو
_DAY = r"(?:(?<![KX])(?:[il]|T(?=o))?\(?(?P<day>[no])\)?z?[-/f]?)?"
_NUMBERED = _DAY + r"(?P<unit>[mMlp])?(?P<month>[GHgh])"


@_rule(
    rf"{_NUMBERED}(?:\((?P<twin>[GHgh])\)|\"(?P<quoted>[GHgh])\"|[-/]?(?P<other>[GHgh])(?![-/]y[-/])){_tail()}",
    "n G ( G ) y : 15 كانون الأول (ديسمبر) 2023",
    "n G / G : 15 كانون الأول/ديسمبر",
    'n G " G " : 15 كانون الأول "ديسمبر"',
)
def _month_twice(match: re.Match[str], words: Fields) -> Expression | None:
    month, twin = words["month"], words["twin"] or words["quoted"] or words["other"]
    assert month is not None and twin is not None
    same = twin.code.upper() == month.code.upper() and twin.value == month.value
    return _month(match, words) if same else None


@_rule(
    rf"{_NUMBERED}{_tail()}",
    "i n G y : يوم 15 ديسمبر 2023",
    "o f h : الأول من رمضان",
    "m G P : شهر ديسمبر الماضي",
    "n H y x : 15 ربيع الأول 1445هـ",
    "g j : مارس ألفين وثلاثة",
    "G f A P : ديسمبر من العام الماضي",
    "G f A J : ديسمبر من العام نفسه",
)
def _month(match: re.Match[str], words: Fields) -> Expression | None:
    month = words["month"]
    assert month is not None
    if words["unit"] and words["unit"].value not in ("month", None):
        return None
    fields = _year_fields(match, words)
    fields["hijri"] = month.code in "Hh"
    day = _value(words["day"])
    if month.code == "h" and month.value == 2 and words["day"] and not words["year"] and re.match(r".?n[-/]", match[0]):
        return None  # `2-صفر` is a result
    told = any(words.get(name) for name in ("day", "unit", "twin", "quoted", "other", "year", "this"))
    sure = month.code in "GH" or told or fields["modifier"] or fields["year_modifier"]
    form = "" if not sure else "led" if match.group()[0] in "imM" else "sure"
    return _expression(
        match, "month" if day is None else "day", day=day, month=month.value, form=form or "unsure", **fields
    )


@_rule(
    rf"(?<![KX])(?:[il]|T(?=o))?(?P<day>[no])f?(?:(?P<this>t)M|M(?P<mod>{_MOD})|(?P<only>R|q))",
    "i n f M R : يوم 15 من الشهر الحالي",
    "n t M : 15 هذا الشهر",
    "n q : 12 منه",
)
def _day_of_month(match: re.Match[str], words: Fields) -> Expression | None:
    modifier = "R" if match["this"] else match["mod"] or match["only"]
    return _expression(match, "day", day=_value(words["day"]), modifier=modifier, form="of month")


# D : 15/12/2023; n f m G : 15 من شهر مايو; n R : 15 الجاري
_WHOLE_DAY = "(?:D|[no][-/]?f?[mM]?(?:[GHgh]|[RPF]))"


@_rule(
    rf"[ilp]?(?P<day>[no])(?=(?:[~&,-]+i?[no])*[~&-]+i?{_WHOLE_DAY})",
    "[n] & n h : 10 و11 شوال",
    "[l n] & n G : يومي 10 و11 ديسمبر",
)
def _listed_day(match: re.Match[str], words: Fields) -> Expression | None:
    if (_value(words["day"]) or 0) not in range(1, 32):
        return None
    return _expression(match, "day", day=_value(words["day"]), form="listed")


@_rule(
    rf"(?P<this>t)?(?P<unit>[aAlp])[uxz]?(?P<mod>{_MOD})?\.?(?P<year>[yjYn])(?P<era>{_ERA})?(?:{_MOD})?",
    "a y : عام 2023",
    "A y x : العام 1445هـ",
    "a n : عام 73",
    "a Y x : سنة 132هـ",
)
def _year(match: re.Match[str], words: Fields) -> Expression | None:
    word = words["year"]
    assert word is not None
    if match["unit"] == "p" and words["unit"].value != "year":  # type: ignore[union-attr]
        return None
    year, era = int(word.value), match["era"] or ""
    counted = match["this"] or match["mod"]
    if not era and (year == 1000 or (counted and year % 100 == 0 and year != 2000)):
        return None  # `ساعد المركز هذا العام 1500 أسرة`
    if word.code == "n":
        if year < 40 or match["unit"] not in "aA" or "x" in era:
            return None
        year = full_year(year)
    elif word.code == "Y" and not era:
        return None
    return _expression(match, "year", year=year, hijri="x" in era, form="gregorian" if "z" in era else "named")


@_rule(
    rf"(?P<year>y)(?P<era>{_ERA})?(?:[PRF])?",
    "y : 2023",
    "y z : 2023م",
)
def _bare_year(match: re.Match[str], words: Fields) -> Expression | None:
    era = match["era"] or ""
    form = "hijri" if "x" in era else "gregorian" if "z" in era else "bare"
    return _expression(match, "year", year=_value(words["year"]), hijri="x" in era, form=form)


@_rule(
    r"(?:(?P<unit>[eElp])f?)?(?P<decade>Z)(?P<era>[xz])?(?:f?C(?P<calendar>[xz])?(?:(?P<mod>[PRN])|(?P<century>[no])))?",
    "e Z : عقد التسعينيات",
    "Z C P : تسعينيات القرن الماضي",
)
def _decade(match: re.Match[str], words: Fields) -> Expression | None:
    hijri = "x" in (match["era"], match["calendar"])
    hundreds = 13 if hijri else 19
    century = _value(words["century"])
    if century:
        hundreds = century - 1
    elif match["mod"] in ("R", "N"):
        hundreds += 1
    first = 100 * hundreds + int(words["decade"].value)  # type: ignore[union-attr]
    form = "" if match["mod"] or century or match["unit"] else "bare"
    return _expression(match, "decade", year=first, hijri=hijri, form=form)


@_rule(
    r"E(?P<number>[ov])f?C(?:(?P<mod>[PR])|(?P<century>[no]))",
    "E o f C R : العقد الثاني من القرن الحالي",
    "E v f C P : العقد الأخير من القرن الماضي",
)
def _decade_of_century(match: re.Match[str], words: Fields) -> Expression | None:
    number = _value(words["number"]) if words["number"] and words["number"].code == "o" else 10
    century = _value(words["century"]) or {"P": 20, "R": 21}[match["mod"]]
    return (
        _expression(match, "decade", year=100 * (century - 1) + 10 * ((number or 0) - 1))
        if number in range(1, 11)
        else None
    )


@_rule(
    rf"C(?P<number>[no])(?P<era>{_ERA})?",
    "C o : القرن العشرين",
    "C o x : القرن الرابع الهجري",
)
def _century(match: re.Match[str], words: Fields) -> Expression | None:
    return _expression(match, "century", number=_value(words["number"]), hijri="x" in (match["era"] or ""))


@_rule(
    rf"Q[xzu]?(?:(?P<number>[ov])|(?P<own>[PRFVJ]))(?:{_tail(required=True)}|f?A)?(?!f?[Cc]|f[MmKk])",
    "Q o f A P : الربع الأول من العام الماضي",
    "Q v y : الربع الأخير 2023",
    "Q P : الربع الماضي",
    "Q V : الربع السابق",
    "Q J f A P : الربع المماثل من العام الماضي",
)
def _quarter(match: re.Match[str], words: Fields) -> Expression | None:
    word = words["number"]
    number = 4 if word and word.code == "v" else _value(word)
    if number is not None and number > 4:
        return None
    fields = _year_fields(match, words)
    own = match["own"]
    return _expression(match, "quarter", number=number, **(fields | {"modifier": own} if own else fields))


@_rule(
    rf"(?:(?P<own>t)(?P<here>S)|(?P<season>S){_tail()})",
    "S y : صيف 2023",
    "S P : الصيف الماضي",
    "t S : هذا الصيف",
)
def _season(match: re.Match[str], words: Fields) -> Expression | None:
    fields = _year_fields(match, words)
    if match.group() == "S":
        fields["form"] = "bare"
    if match["own"]:
        fields["modifier"] = "R"
    return _expression(match, "season", number=_value(words["season"] or words["here"]), **fields)


@_rule(
    rf"MJ{_tail(required=True)}",
    "M J f A P : الشهر نفسه من العام الماضي",
    "M J a y : الشهر نفسه عام 2023",
)
def _same_month(match: re.Match[str], words: Fields) -> Expression | None:
    fields = _year_fields(match, words)
    if not (fields["year"] or fields["year_modifier"]) or fields["modifier"] or fields["hijri"]:
        return None
    return _expression(match, "month", **fields, form="same")


@_rule(
    rf"(?:(?P<this>t)(?P<unit>[AMKCE])|(?P<own>[AMKEC])[uxz]?(?P<mod>{_MOD})?)",
    "t A : هذا العام",
    "M F : الشهر المقبل",
    "A N : العام الجديد",
    "A V : العام السابق",
    "K < P : الأسبوع قبل الماضي",
)
def _unit(match: re.Match[str], words: Fields) -> Expression | None:
    word = words["unit"] or words["own"]
    assert word is not None
    modifier = "R" if match["this"] else match["mod"] or ""
    allowed = {"A": "PRFNV<>", "M": "PRFV<>", "K": "PRFV<>", "C": "PR<", "E": "PRF<"}[word.code]
    if modifier == "J" or (modifier and modifier[0] not in allowed) or (not modifier and word.code not in "AM"):
        return None
    return _expression(
        match, word.value, modifier=modifier, hijri="x" in match.group(), form="" if modifier else "part"
    )


@_rule(
    r"(?P<way>[<^>])r?(?:(?P<count>[njyY])r?(?P<unit>[imkaecp])|(?P<dual>b)"
    r"|(?P<one>[imkaec])(?P<times>n)?)(?!\(?[no]?\)?[-/f]?[mM]?[GHghjyYWTD])",
    "< n p : قبل 3 أيام",
    "^ b : منذ يومين",
    "> r n k : بعد نحو 15 أسبوعا",
    "^ c : منذ قرن",
    "> m : بعد شهر",
)
def _offset(match: re.Match[str], words: Fields) -> Expression | None:
    count, times = _value(words["count"]), _value(words["times"])
    if match["dual"]:
        count = 2
    elif match["one"]:
        if times not in (None, 1):
            return None
        count = 1
    word = words["unit"] or words["dual"] or words["one"]
    assert word is not None and count is not None
    sign = 1 if match["way"] == ">" else -1
    return _expression(match, word.value, number=sign * count, form="one" if match["one"] else "offset")


@_rule(
    rf"[ilp]?(?P<weekday>W)(?P<mod>{_MOD})?",
    "i W P : يوم الاثنين الماضي",
)
def _weekday(match: re.Match[str], words: Fields) -> Expression | None:
    form = "plural" if match.group()[0] == "p" else ""
    return _expression(match, "day", weekday=_value(words["weekday"]), modifier=match["mod"] or "", form=form)


@_rule(
    r"i?(?P<today>T)",
    "T : أمس",
)
def _today(match: re.Match[str], words: Fields) -> Expression | None:
    return _expression(match, "day", today=_value(words["today"]))
