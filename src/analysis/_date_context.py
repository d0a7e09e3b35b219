"""What the words around a date expression tell: whether it is one, and whether it is told as past or as planned."""

import re

from analysis import resources
from analysis.text import normalize

_WORDS = {key: [normalize(word) for word in words] for key, words in resources.table("date_context.yml").items()}
_BEFORE, _AFTER = 160, 60
_STOP = re.compile(r"[.!?؟؛]\s|\n")
_QUOTES = "\"'«“”»()["


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
_OF_EVERY = re.compile(r"\s+(?:من\s+)?كل\s+(?:عام|سنه|شهر|اسبوع)(?!\w)")
_EVERY = re.compile(r"(?<!\w)[وبلف]?كل\s+$")
_NEED = re.compile(r"\s+الحاجه")
_TODAY, _TODAY_TAIL = _head("today_heads"), _tail("today_tails")
_GENERAL, _PART, _COUNT = _head("general"), _head("parts"), _head("count_heads")
_COUNTED, _AGE, _AGE_HEAD = _tail("counted"), _tail("ages"), _head("age_heads")
_SEASON = re.compile(r"(?<!\w)[وبلف]*(?:ال|لل)?موسم(?:ي|ين)?(?:\s\w+){0,2}\s+(?:\d{4}\s*[-–/و]\s*)?$")
_AMOUNT_NEXT = re.compile(r"\s+(?:و|الي|حتي|-)\s*(?:2[2-9]|[3-9]\d)\d\d(?!\d)")
# After a number an accusative or a feminine noun without article is the thing counted.
_TAMYIZ = re.compile(r"\s+(?:\w+(?:\u064b\u0627|\u0627\u064b)|(?!ال|لل)\w{3,}ة\u064d?)(?!\w)")
_YEAR_HEAD, _MONTH_HEAD, _IN_TIME = (
    re.compile(rf"(?<!\w)[وف]?{_any(key)}\s+$") for key in ("year_heads", "month_heads", "time_heads")
)
_EVENT_HEAD = _head("event_heads")
_YEAR_TAIL = re.compile(
    rf"\s*(?:[.،,؛:)\]»”\"!?؟\n/–-]|$)|\s+(?:{_any('after_year')}|ال\w+|لل\w+|ل\w+|ب\w+|و\w+)(?!\w)"
)
_NEVER_BARE = frozenset(map(normalize, ("الحجة", "القعدة", "صفر", "محرم", "المحرم")))
# A number tied to others by hyphens is a telephone number or a reference.
_TIED_BEFORE, _TIED_AFTER = re.compile(r"(?<!\d)(?!\d{4}-)\d+-$"), re.compile(r"-(?!\d{4}(?!\d))\d")
_OF_EVENT = re.compile(r"\s+(?:من|علي)\s+(?!الان|اليوم|الزمن|الزمان)|\s+فقط\s+من")
_DEFINITE = re.compile(r"\s+(?:ال|لل)\w")

_WORD = re.compile(r"\w+")
_SIN = re.compile(r"[وف]?(س[يتن]\w{2,})")
_NOT_SIN = re.compile(rf"سياس|سيار|سياح|{_any('not_verbs')}$")
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
    words = _WORD.findall(_sentence_before(text, start, reach))
    for i in range(len(words) - 1, -1, -1):
        found = _cue(words[i])
        if found:
            past = words[i - 1 : i] + (words[i - 2 : i - 1] if words[i - 1 : i] == ["من"] else [])
            return "past" if not _WAS.isdisjoint(past) else found
    if not _UNTIL.isdisjoint(words[-2:]):
        return "start"
    if len(words) > 3:
        return ""
    after = text[end : end + _AFTER]
    stop = _STOP.search(after)
    return next(filter(None, map(_cue, _WORD.findall(after[: stop.start() if stop else None]))), "")


def _cue(word: str) -> str:
    """Return what a single word tells of time: a cue of the table, or a verb with the `سـ` of the future."""
    found = _CUES.get(word, "")
    if not found:
        verb = _SIN.fullmatch(word)
        found = "future" if verb and not _NOT_SIN.match(verb[1]) else ""
    return found


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

    def is_name(self, day: int | None, month: int | None, surface: str) -> bool:
        """Tell whether a day or a month without a year stands in a name, or `1 / صفر` is a result."""
        bare = normalize(surface)
        if (bare.endswith("اذار") and day in (8, 14)) or (
            day is not None and bare.endswith("صفر") and "من" not in bare
        ):
            return not self.is_in_time()
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
        if _COUNT.search(self.before) or self.is_counted() or self.is_sports_season() or _AMOUNT_NEXT.match(self.after):
            return False
        if _TIED_BEFORE.search(self.before) or _TIED_AFTER.match(self.after):
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
