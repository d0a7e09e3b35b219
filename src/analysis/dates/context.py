"""What the words around a date expression tell: whether it is one, and whether it is told as past or as planned."""

import re

from analysis.text import tables
from analysis.text.folding import normalize

_WORDS = {key: [normalize(word) for word in words] for key, words in tables.table("dates/data/context.yml").items()}
_BEFORE, _AFTER = 160, 60  # letters in which the verb is looked for
_STOP = re.compile(r"[.!?؟؛]\s|\n")
_QUOTES = "\"'«“”»()["


# وللثورة, بالثورة, ثورة
_DEFINITE_OR_NOT = r"و?(?:لل|[بلكف])?|و?[بك]?ال"


def _any(name: str) -> str:
    """Return the pattern of any word of the list `name`."""
    return tables.any_of(_WORDS[name])


def _head(name: str, definite: bool = True) -> re.Pattern[str]:
    """Return the pattern of a text that ends with a word of a list, a particle or an article attached or not."""
    particles = _DEFINITE_OR_NOT if definite else r"و?[بلكف]?"
    return re.compile(rf"(?<!\w)(?:{particles}){_any(name)}\s+[{re.escape(_QUOTES)}]?\s*$")


def _tail(name: str) -> re.Pattern[str]:
    """Return the pattern of a text that begins with a word of a list."""
    return re.compile(rf"\s+{_any(name)}(?!\w)")


_NAME, _ELEVENTH = _head("name_heads", definite=False), _head("eleventh_september")
_SIX_OF_SHAWWAL = re.compile(r"(?<!\w)(?:ال)?(?:ست|سته)\s+(?:ايام\s+)?من\s+$")
_WEEKDAY, _WEEKDAY_TAIL = _head("weekday_heads", definite=False), _tail("weekday_tails")
# A surname in a list of names: `، يزيد الخميس،`.
_LISTED_NAME = re.compile(rf"[،,:\-–(]\s*و?{tables.any_of(map(normalize, tables.given_names()))}\s+$")
_LISTED = re.compile(r"\s*[،,.)\-–]")
_OF_EVERY = re.compile(r"\s+(?:من\s+)?كل\s+(?:عام|سنه|شهر|اسبوع)(?!\w)")
_EVERY = re.compile(r"(?<!\w)[وبلف]?كل\s+$")
_NEED = re.compile(r"\s+(?:الحاجه|البعيد|القريب)(?!\w)")  # في أمس الحاجة، الأمس البعيد
_TODAY, _TODAY_TAIL = _head("today_heads"), _tail("today_tails")
_GENERAL, _COUNT = _head("general"), _head("count_heads")
# نهاية العام, النصف الأول من العام, الأشهر الستة الأولى من العام
_PART = re.compile(rf"{_head('parts').pattern}|(?<!\w)[وف]?[بلك]?{_any('portions')}(?:\s\w+){{1,2}}\sمن\s+$")
_COUNTED, _AGE, _AGE_HEAD = _tail("counted"), _tail("ages"), _head("age_heads")
# موسم الحج 1435هـ - [1436], موسمي 2014 و[2015]
_SEASON_NOUN = r"[وبلف]*(?:ال|لل)?موسم(?:ي|ين)?"
_OTHER_YEAR = r"\d{4}\s*ه?\s*[-–/و]\s*"
_SEASON = re.compile(rf"(?<!\w){_SEASON_NOUN}(?:\s\w+){{0,2}}\s+(?:{_OTHER_YEAR})?$")
_SEASON_HEAD = re.compile(rf"(?<!\w){_any('season_heads')}(?!\w)")
# 2014/[2015], [1435]هـ - 1436, 2014 ـ [2015] (a tatweel for a dash, which is gone)
_BETWEEN_YEARS = r"\s?ه?م?(?:\s?[-–/]\s?|  )"
_PAIR_BEFORE, _PAIR_AFTER = (
    re.compile(rf"(?<!\d)((?:\d\d)?\d\d){_BETWEEN_YEARS}$"),
    re.compile(rf"{_BETWEEN_YEARS}(\d{{4}})(?!\d)"),
)
_MEASURE = re.compile(rf"\s*(?:[\d²³]|{_any('measured')}(?!\w))")
_BEFORE_CHRIST = re.compile(r"[\s)\]]*(?:[-–و]\s?\d+\s+)?(?:قبل\s+الميلاد|ق\.?\s?م(?!\w))")
_AMOUNT_NEXT = re.compile(r"\s+(?:و|الي|حتي|-)\s*(?:2[2-9]|[3-9]\d)\d\d(?!\d)")
# After a number an accusative or a feminine noun without article is the thing counted.
_ACCUSATIVE = r"\w+(?:\u064b\u0627|\u0627\u064b)"  # [1500] أسيرًا
_FEMININE = r"(?![وفبك]*ال|[وف]?لل)\w{3,}ة\u064d?"  # [1500] أسرة, not [2015] الثورة
_TAMYIZ = re.compile(rf"\s+(?:{_ACCUSATIVE}|{_FEMININE})(?!\w)")
_YEAR_HEAD, _MONTH_HEAD, _IN_TIME = (
    re.compile(rf"(?<!\w)[وف]?{_any(key)}\s+\.?$") for key in ("year_heads", "month_heads", "time_heads")
)
# لأحداث [2011], بمونديال قطر [2022]
_EVENT_HEAD = re.compile(
    rf"(?<!\w)(?:{_DEFINITE_OR_NOT}){_any('event_heads')}(?P<named>\s\w+)?\s[{re.escape(_QUOTES)}]?$"
)
_PLANNED = re.compile(rf"(?<!\w)(?:{_DEFINITE_OR_NOT}){_any('planned')}(?:\s\w+){{0,2}}\s+$")
_SEASON_TIME = re.compile(r"(?<!\w)[وف]?(?:بحلول|منذ)\s+(?:فصل\s+)?$")
_DELIVERY = re.compile(rf"(?<!\w)[وبل]?{_any('delivery')}\s+(?:شهر\s+)?[{re.escape(_QUOTES)}]?$")
_MARK_NEXT = r"\s*(?:[.،,؛:)\]»”\"!?؟\n/–-]|$)"  # [2015].
_WORD_NEXT = rf"\s+(?:{_any('after_year')}|ال\w+|لل\w+|ل\w+|ب\w+|و\w+)(?!\w)"  # [2015] بعد, [2015] الماضي, [2015] وقال
_YEAR_TAIL = re.compile(f"{_MARK_NEXT}|{_WORD_NEXT}")
_NEVER_BARE = frozenset(map(normalize, ("الحجة", "القعدة", "صفر", "محرم", "المحرم")))
# A number tied to others by hyphens is a telephone number or a reference.
_TIED_BEFORE, _TIED_AFTER = re.compile(r"(?<!\d)(?!\d{4}-)\d+-$"), re.compile(r"-(?!\d{4}(?!\d))\d")
_OF_EVENT = re.compile(
    # [قبل شهر] تقريبا من وفاته, not [بعد شهر] من الآن
    r"(?:\s+(?:تقريبا|فقط))?\s+من\s+(?!الان|اليوم|الزمن|الزمان|اجل|خلال|دون|جانب|طرف|قبل)"
    # [بعد عام] على رحيله, not [قبل عام] على يد مسلحين
    r"|\s+علي\s+(?!خلفيه|يد|ايدي|متن)"
)
_DEFINITE = re.compile(r"\s+(?:ال|لل)\w")
_WORD = re.compile(r"\w+")
_SIN = re.compile(r"[وف]?(س[يتن]\w{2,})")
_NOT_SIN = re.compile(rf"سياس|سيار|سياح|{_any('not_verbs')}$")
_SINCE, _TO = normalize("منذ"), normalize("إلى")
_POSTPONED = frozenset(first + word for word in _WORDS["postponed"] for first in ("", "و", "ف"))
_OBJECTS = ("ها", "هم", "نا")  # زارها
_NOT = normalize("غير")  # على غير المتوقع
_HAPPENED_BARE = frozenset(_WORDS["happened"])
_HAPPENED = _HAPPENED_BARE | {
    (word[:-1] + "ت" if word.endswith("ه") else word) + owner for word in _HAPPENED_BARE for owner in ("ه", "ها", "هم")
}
_SINCE_WORDS = frozenset(first + word for word in _WORDS["since"] for first in ("", "و", "ف"))
_THAT = frozenset(first + "ان" for first in ("", "و", "ب", "ل"))
_UNTIL = frozenset(map(normalize, ("حتى", "وحتى", "بحلول", "لغاية")))
_WAS = frozenset(map(normalize, ("كان", "كانت", "وكان", "وكانت", "كانوا", "لم", "ولم", "مازال", "زال", "زالت", "منذ")))


def _cues() -> dict[str, str]:
    """Return what each form of the cue words tells."""
    forms = {
        "start": ([""], [""]),
        "past": ([""], ["", "ت", "وا", "ا"]),
        "future": (["", "ل"], [""]),
        "scheduled": (["ي", "ت"], [""]),
    }
    cues: dict[str, str] = {}
    for kind, (before, after) in forms.items():
        for word in _WORDS["starts" if kind == "start" else kind]:
            for first in ("", "و", "ف"):
                for form in (first + one + word + other for one in before for other in after):
                    cues.setdefault(form, kind)
    return cues


_CUES = _cues()


def tense(text: str, start: int, end: int, reach: int = _BEFORE) -> str:
    """Return how the words around `text[start:end]` tell it.

    "past", "future", "scheduled" (a verb of the present), "start" (`ابتداء من`), or "" where nothing tells;
    the nearest cue of the sentence decides, no further than `reach` characters before.
    """
    if _DELIVERY.search(text, max(0, start - 20), start):
        return "future"
    words = _WORD.findall(_sentence_before(text, start, reach))
    if _SINCE in words[-2:]:
        return "past"
    if words[-1:] == [_TO] and not _POSTPONED.isdisjoint(words):
        return "future"
    for i in range(len(words) - 1, -1, -1):
        found = _cue(words[i]) or _happened(words, i)
        if found and words[i - 1 : i] != [_NOT]:
            past = words[i - 1 : i] + (words[i - 2 : i - 1] if words[i - 1 : i] == ["من"] else [])
            if not _WAS.isdisjoint(past) or (found == "scheduled" and _went_on(words[max(0, i - 5) : i])):
                return "past"
            # `من المقرر أن يزور`
            lead = words[max(0, i - 5) : i]
            planned = found == "scheduled" and "future" in map(_cue, lead[-3:]) and _WAS.isdisjoint(lead)
            return "future" if planned else found
    if not _UNTIL.isdisjoint(words[-2:]):
        return "start"
    if len(words) > 3:
        return ""
    after = text[end : end + _AFTER]
    stop = _STOP.search(after)
    for word in _WORD.findall(after[: stop.start() if stop else None]):
        found = _cue(word)
        if found:
            # `ولن` opens a clause of its own.
            return "" if word.startswith("و") and _CUES.get(word[1:]) == found else found
    return ""


def is_planned(text: str, start: int) -> bool:
    """Tell whether a date belongs to an event that is named long before it is held (`مونديال قطر 2022`)."""
    return bool(_PLANNED.search(text, max(0, start - 40), start))


def _cue(word: str) -> str:
    """Return what a single word tells of time: a cue of the table, or a verb with the `سـ` of the future."""
    found = _CUES.get(word, "")
    if not found and word.endswith(_OBJECTS) and _CUES.get(word[:-2]) == "past":
        return "past"
    if not found:
        verb = _SIN.fullmatch(word)
        found = "future" if verb and not _NOT_SIN.match(verb[1]) else ""
    return found


def _went_on(lead: list[str]) -> bool:
    """Tell whether a verb of the present goes on in the past: `كان الفريق يلعب`, not `كان أعلن أن الفريق يلعب`."""
    for word in reversed(lead):
        if word in _WAS:
            return True
        if word in _THAT or _cue(word):
            return False
    return False


def _happened(words: list[str], i: int) -> str:
    """Return "past" where a noun tells of what has happened: `بعد هبوط السهم`, `هبوطه`, not `يتوقع هبوطه`."""
    if words[i] not in _HAPPENED:
        return ""
    known = not _SINCE_WORDS.isdisjoint(words[max(0, i - 1) : i])
    ahead = words[i] in _HAPPENED_BARE or "future" in map(_cue, words[max(0, i - 3) : i])
    return "past" if known or not ahead else ""


def _sentence_before(text: str, start: int, reach: int) -> str:
    """Return what stands in the sentence before `start`, as far as a cue can work."""
    before = text[max(0, start - reach) : start]
    stop = 0
    for match in _STOP.finditer(before):
        stop = match.end()
    return before[stop:]


class Tense:
    """The tense around an expression, worked out when first asked for.

    Where nothing tells it, what is planned goes on within the sentence: `تقام الجلسة الأولى الأحد، والثانية الاثنين`.
    """

    def __init__(self, text: str, start: int, end: int, before: "Tense | None") -> None:
        self._where = (text, start, end)
        self._before = before
        self._told: str | None = None

    def __call__(self) -> str:
        if self._told is None:
            told, each = tense(*self._where), self
            before = each._before
            while not told and before and each._goes_on(before):
                told = tense(*before._where) if before._told is None else before._told
                each, before = before, before._before
            planned = "scheduled" if told not in ("", "past") else ""
            self._told, self._before = told if each is self else planned, None
        return self._told

    def settle(self, told: str) -> None:
        """Take what the expression itself says, for those that follow it."""
        self._told, self._before = told, None

    def _goes_on(self, before: "Tense") -> bool:
        """Tell whether the words since the expression before lie within one sentence."""
        text, start, _ = self._where
        end = before._where[2]
        return start - end < 4 * _BEFORE and not _STOP.search(text, end, start)


class Around:
    """The text before and after an expression, asked about what would make it something else than a date."""

    def __init__(self, text: str, raw_after: str, start: int, end: int) -> None:
        self.before = text[max(0, start - 40) : start]
        self.after = text[end : end + 40]
        self.raw_after = raw_after

    def is_name(self, day: int | None, month: int | None, surface: str) -> bool:
        """Tell whether a day or a month without a year stands in a name, or `1 / صفر` is a result."""
        bare = normalize(surface)
        if (bare.endswith("اذار") and day in (8, 14)) or (
            day is not None and bare.endswith("صفر") and "من" not in bare
        ):
            return not self.is_in_time()
        if bare.endswith("شوال") and _SIX_OF_SHAWWAL.search(self.before):
            return True
        september = month == 9 and day in (11, None)  # أحداث سبتمبر, هجمات 11 سبتمبر
        return bool(_NAME.search(self.before) or (september and _ELEVENTH.search(self.before)))

    def is_month(self, surface: str) -> bool:
        """Tell whether a month that is also an ordinary word stands where a date does."""
        bare = normalize(surface)
        if bare == "اب":
            return surface == "آب" and bool(_MONTH_HEAD.search(self.before))
        return bare not in _NEVER_BARE and bool(_MONTH_HEAD.search(self.before))

    def is_other_weekday(self) -> bool:
        """Tell whether a weekday stands in a name or recurs."""
        listed = _LISTED.match(self.after) and _LISTED_NAME.search(self.before)
        return bool(listed or _WEEKDAY.search(self.before) or _WEEKDAY_TAIL.match(self.after))

    def recurs(self) -> bool:
        """Tell whether `كل` makes the unit a recurring set."""
        return bool(_EVERY.search(self.before) or _OF_EVERY.match(self.after))

    def is_other_today(self, today: bool) -> bool:
        """Tell whether `اليوم` is a name, a day counted in an event, or `nowadays` (and `أمس` in `أمس الحاجة`)."""
        if not today:
            return bool(_NEED.match(self.after))
        quoted = self.before[-1:] in set('"«“') and self.after[:1] in set('"»”')
        return quoted or bool(_TODAY.search(self.before) or _TODAY_TAIL.match(self.after))

    def is_general(self) -> bool:
        """Tell whether `العام` is the adjective (`الأمين العام الحالي`)."""
        return bool(_GENERAL.search(self.before))

    def is_part(self) -> bool:
        """Tell whether a part of the unit is named before it (`نهاية العام`)."""
        return bool(_PART.search(self.before)) and not _DEFINITE.match(self.after)

    def is_year(self, year: int) -> bool:
        """Tell whether a bare number is a year rather than a count, an amount or a reference."""
        if _COUNT.search(self.before) or self.is_season(year) or _AMOUNT_NEXT.match(self.after):
            return False
        event = _EVENT_HEAD.search(self.before)
        placed = year % 100 != 0 and (event or _YEAR_HEAD.search(self.before))
        if _COUNTED.match(self.after) or (not placed and _TAMYIZ.match(self.raw_after)):
            return False
        if _TIED_BEFORE.search(self.before) or _TIED_AFTER.match(self.after):
            return False
        if _YEAR_HEAD.search(self.before):
            return year % 100 != 0 or bool(_YEAR_TAIL.match(self.after))
        if self.before[-1:] == "(" and self.after[:1] == ")":
            return True
        return bool(event and (not event["named"] or year % 100)) or (
            year % 100 != 0 and bool(_YEAR_TAIL.match(self.after))
        )

    def is_no_year(self) -> bool:
        """Tell whether a number after `عام` is a count, or lies before the common era."""
        return self.is_counted() or self.is_before_christ()

    def is_counted(self) -> bool:
        """Tell whether the thing counted follows a number."""
        return bool(_COUNTED.match(self.after) or _TAMYIZ.match(self.raw_after))

    def is_season(self, year: int) -> bool:
        """Tell whether a year, one of a pair or alone, names a sports season or a school year."""
        if _SEASON.search(self.before):
            return True
        before, after = _PAIR_BEFORE.search(self.before), _PAIR_AFTER.match(self.after)
        paired = (before and abs(int(before[1][-2:]) - year % 100) == 1) or (after and abs(int(after[1]) - year) == 1)
        return bool(paired and _SEASON_HEAD.search(self.before))

    def is_measure(self, year: int) -> bool:
        """Tell whether the `م` of a number means metres (`بمساحة 1500م`, `1000م3`)."""
        return bool(_MEASURE.match(self.after) or _COUNT.search(self.before)) or (
            year % 100 == 0 and not _YEAR_HEAD.search(self.before)
        )

    def is_before_christ(self) -> bool:
        """Tell whether the unit lies before the common era, where no interval is given."""
        return bool(_BEFORE_CHRIST.match(self.after))

    def is_certain_season(self) -> bool:
        """Tell whether a bare season is a certain one (`بحلول الخريف`), not any (`في الخريف`)."""
        return bool(_SEASON_TIME.search(self.before))

    def is_age(self) -> bool:
        """Tell whether the decade is one of a life or of a thermometer."""
        return bool(_AGE.match(self.after) or _AGE_HEAD.search(re.sub(r"\s+في\s+$", " ", self.before)))

    def is_in_time(self) -> bool:
        """Tell whether a preposition of time stands before (`في العقد الحالي`, against `توقيع العقد الحالي`)."""
        return bool(_IN_TIME.search(self.before))

    def counts_from_event(self, singular: bool) -> bool:
        """Tell whether an offset counts from an event (`قبل شهر من وفاته`, `قبل عام النكسة`)."""
        return bool(_OF_EVENT.match(self.after) or (singular and _DEFINITE.match(self.after)))
