"""What the words around a date expression tell: whether it is one, and whether it is told as past or as planned."""

import re

from analysis import resources
from analysis.text import normalize

_WORDS = {key: [normalize(word) for word in words] for key, words in resources.table("date_context.yml").items()}
_BEFORE, _AFTER = 160, 60
_STOP = re.compile(r"[.!?؟؛]\s|\n")
_QUOTES = "\"'«“”»()["


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("".join(parts))


def _any(*keys: str) -> str:
    """Return a group that matches any word of the lists called `keys`, longest first."""
    words = {word for key in keys for word in _WORDS[key]}
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


def _head(*keys: str) -> re.Pattern[str]:
    """Return the pattern of a text that ends with a word of the lists, a particle attached or not."""
    return re.compile(rf"(?<!\w)(?:و?(?:لل|[بلكف])?|و?[بك]?ال){_any(*keys)}\s+[{re.escape(_QUOTES)}]?\s*$")


def _tail(*keys: str) -> re.Pattern[str]:
    """Return the pattern of a text that begins with a word of the lists."""
    return re.compile(rf"\s+{_any(*keys)}(?!\w)")


_NAME, _ELEVENTH = _head("name_heads"), _head("eleventh_september")
_WEEKDAY, _WEEKDAY_TAIL = _head("weekday_heads"), _tail("weekday_tails")
_EVERY = re.compile(r"(?<!\w)[وبلف]?كل\s+$")
_NEED = re.compile(r"\s+الحاجه")
_TODAY, _TODAY_TAIL = _head("today_heads"), _tail("today_tails")
_GENERAL, _PART, _COUNT = _head("general"), _head("parts"), _head("count_heads")
_COUNTED, _AGE, _AGE_HEAD = _tail("counted"), _tail("ages"), _head("age_heads")
_SEASON = re.compile(r"(?<!\w)[وبلف]*(?:ال|لل)?موسم(?:ي|ين)?(?:\s\w+){0,2}\s+(?:\d{4}\s*[-–/و]\s*)?$")
_AMOUNT_NEXT = re.compile(r"\s+(?:و|الي|حتي|-)\s*(?:2[2-9]|[3-9]\d)\d\d(?!\d)")
# After a number an accusative or a feminine noun without article is the thing counted.
_TAMYIZ = re.compile(r"\s+(?:\w+(?:\u064b\u0627|\u0627\u064b)|(?!ال|لل)\w{3,}ة\u064d?)(?!\w)")
_YEAR_HEAD = re.compile(
    r"(?<!\w)[وف]?(?:في|منذ|بين|من|قبل|بعد|خلال|مطلع|نهايه|بدايه|منتصف|اواخر|اوائل|حتي|الي|لغايه)\s+$"
)
_MONTH_HEAD = re.compile(
    r"(?<!\w)[وف]?(?:في|منذ|خلال|حتي|حلول|بحلول|مطلع|منتصف|نهايه|بنهايه|بدايه|اواخر|اوائل|شهر|قبل|بعد|بين|من|الي|ليالي|نهار|ليل)\s+$"
)
_NEVER_BARE = frozenset(normalize(word) for word in ("الحجة", "القعدة", "صفر", "محرم", "المحرم"))
_IN_TIME = re.compile(r"(?<!\w)[وف]?(?:في|خلال|بدايه|نهايه|مطلع|منتصف|طوال)\s+$")
_YEAR_TAIL = re.compile(
    r"\s*(?:[.،,؛:)\]»”\"!?؟\n/–-]|$)|\s+(?:في|من|الي|على|علي|عن|بين|ان|التي|الذي|مع|ثم|حيث|لكن|كما|فيما|بعد|قبل|خلال|بسبب|حتي|وحتي|"
    r"الي|عندما|حين|اذ|بعدما|هو|هي|كان|كانت|تم|اي|او|لم|قد|ضد|لل\w+|ل\w+|ب\w+|و\w+|عبر|الا|ضمن|دون|لا|عند|ما|رغم|ال\w+)(?!\w)"
)
_EVENT_HEAD = re.compile(
    r"(?<!\w)\w*(?:مونديال|اولمبياد|العالم|اوروبا|اسيا|افريقيا|انتخابات|حرب|دستور|قانون|اتفاق|معاهده|اكسبو|رؤيه|قمه|كاس|بطوله|ثوره|نسخه|دوره|مؤتمر|معرض|مهرجان|سبتمبر|ازمه|خليجي|يورو|ميزانيه|موازنه)\s+$"
)
_OF_EVENT = re.compile(r"\s+(?:من|علي)\s+(?!الان|اليوم|الزمن|الزمان)|\s+فقط\s+من")
_DEFINITE = re.compile(r"\s+(?:ال|لل)\w")

_PAST = "(?<![\\w])[وف]?" + _any("past") + "(?!\\w)"
_FUTURE = (
    "(?<!\\w)(?:[وف]?ل?" + _any("future") + f"|(?!{_any('not_verbs')}(?!\\w))[وف]?س[يتنا](?!ا(?!\\w))\\w{{2,}})(?!\\w)"
)
_PRESENT = "(?<!\\w)[وف]?[يت]" + _any("scheduled") + "(?!\\w)"
_START = "(?<![\\w])[وف]?" + _any("starts") + "(?!\\w)"
_CUE = re.compile(f"(?P<start>{_START})|(?P<past>{_PAST})|(?P<future>{_FUTURE})|(?P<scheduled>{_PRESENT})")
_UNTIL = re.compile(r"(?<!\w)[وف]?(?:حتي|بحلول|لغايه)\s+(?:\w+\s+)?$")
_WAS = re.compile(r"(?<!\w)[وف]?(?:كانت?|لم|كانوا|مازالت?|زالت?|منذ)\s+(?:من\s+)?$")


def tense(text: str, start: int, end: int, reach: int = _BEFORE) -> str:
    """Return how the words around `text[start:end]` tell it.

    "past", "future", "scheduled" (a verb of the present), "start" (`ابتداء من`), or "" where nothing tells;
    the nearest cue of the sentence decides, no further than `reach` characters before.
    """
    found = ""
    before = _sentence_before(text, start, reach)
    for match in _CUE.finditer(before):
        found = match.lastgroup or ""
        if found != "past" and _WAS.search(before, 0, match.start()):
            found = "past"
    if not found and _UNTIL.search(before):
        return "start"
    if found or before.count(" ") > 3:
        return found
    after = text[end : end + _AFTER]
    stop = _STOP.search(after)
    match_after = _CUE.search(" " + after[: stop.start() if stop else None])
    return (match_after.lastgroup or "") if match_after else ""


def _sentence_before(text: str, start: int, reach: int) -> str:
    """Return what stands in the sentence before `start`, as far as a cue can work."""
    before = text[max(0, start - reach) : start]
    stop = 0
    for match in _STOP.finditer(before):
        stop = match.end()
    return before[stop:]


class Around:
    """The text before and after an expression, asked about what would make it something else than a date."""

    def __init__(self, text: str, raw_after: str, start: int, end: int) -> None:
        self.before = text[max(0, start - 40) : start]
        self.after = text[end : end + 40]
        self.raw_after = raw_after

    def is_name(self, day: int | None, month: int | None) -> bool:
        """Tell whether a day or a month without a year stands in a name."""
        return bool(_NAME.search(self.before) or ((day, month) == (11, 9) and _ELEVENTH.search(self.before)))

    def is_month(self, surface: str) -> bool:
        """Tell whether a month that is also an ordinary word stands where a date does."""
        bare = normalize(surface)
        if bare == "اب":
            return surface == "آب" and bool(_MONTH_HEAD.search(self.before))
        return bare not in _NEVER_BARE and bool(_MONTH_HEAD.search(self.before))

    def is_other_weekday(self) -> bool:
        """Tell whether a weekday stands in a name or recurs."""
        return bool(_WEEKDAY.search(self.before) or _WEEKDAY_TAIL.match(self.after))

    def recurs(self) -> bool:
        """Tell whether `كل` makes the unit a recurring set."""
        return bool(_EVERY.search(self.before))

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
        if _COUNT.search(self.before) or self.is_counted() or self.is_sports_season() or _AMOUNT_NEXT.match(self.after):
            return False
        if _YEAR_HEAD.search(self.before):
            return year % 100 != 0 or bool(_YEAR_TAIL.match(self.after))
        if self.before[-1:] == "(" and self.after[:1] == ")":
            return True
        return bool(_EVENT_HEAD.search(self.before)) or (year % 100 != 0 and bool(_YEAR_TAIL.match(self.after)))

    def is_counted(self) -> bool:
        """Tell whether the thing counted follows a number."""
        return bool(_COUNTED.match(self.after) or _TAMYIZ.match(self.raw_after))

    def is_sports_season(self) -> bool:
        """Tell whether `موسم` makes years a sports season."""
        return bool(_SEASON.search(self.before))

    def is_age(self) -> bool:
        """Tell whether the decade is one of a life or of a thermometer."""
        return bool(_AGE.match(self.after) or _AGE_HEAD.search(re.sub(r"\s+في\s+$", " ", self.before)))

    def is_in_time(self) -> bool:
        """Tell whether a preposition of time stands before (`في العقد الحالي`, against `توقيع العقد الحالي`)."""
        return bool(_IN_TIME.search(self.before))

    def counts_from_event(self, singular: bool) -> bool:
        """Tell whether an offset counts from an event (`قبل شهر من وفاته`, `قبل عام النكسة`)."""
        return bool(_OF_EVENT.match(self.after) or (singular and _DEFINITE.match(self.after)))
