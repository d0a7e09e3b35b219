"""The words of date expressions: from normalised text to chains of coded words, which `rules` reads.

Each word that can stand in a date gets a code of one letter (`CODES` tells them all), so that an expression is a
short string such as `WnG(G)y`, and the rules of the language are regular expressions over codes. The letters are not
those of relations (`i` is a day here, "to" there).
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from analysis.text import tables
from analysis.text.folding import normalize

# The legend: a code, what it stands for, a word that has it. Units: lower case as counted (`عام`), upper case as named
# (`العام`). Between words stand the marks `( ) " - / ,` as they are written, and `&` for an attached `و`.
CODES = {
    "W": ("weekday", "الاثنين"),
    "T": ("day told from today", "أمس"),
    "G": ("month, Gregorian", "ديسمبر"),
    "H": ("month, Hijri", "ربيع الأول"),
    "g": ("month that is also a word", "مارس"),
    "h": ("the same, Hijri", "صفر"),
    "D": ("full numeric date: year, month, day", "15/12/2023"),
    "d": ("day and month", "15/12"),
    "n": ("number up to 99", "15"),
    "o": ("ordinal up to 31, or a number with the article", "الثاني"),
    "Y": ("number of three digits", "500"),
    "y": ("year of four digits", "2023"),
    "j": ("the same in words", "ألفين وثلاثة"),
    "i": ("day", "يوم"),
    "k": ("week", "أسبوع"),
    "m": ("month", "شهر"),
    "a": ("year", "عام"),
    "e": ("decade", "عقد"),
    "c": ("century", "قرن"),
    "K": ("week", "الأسبوع"),
    "M": ("month", "الشهر"),
    "A": ("year", "العام"),
    "E": ("decade", "العقد"),
    "C": ("century", "القرن"),
    "b": ("dual of a unit", "عامين"),
    "p": ("plural of a unit", "أيام"),
    "l": ("heading of a list", "يومي"),
    "Q": ("quarter", "الربع"),
    "S": ("season", "صيف"),
    "Z": ("decade by name", "التسعينيات"),
    "X": ("portion, whose number is no day", "النصف"),
    "P": ("past", "الماضي"),
    "R": ("present", "الجاري"),
    "F": ("next", "المقبل"),
    "N": ("new", "الجديد"),
    "V": ("previous", "السابق"),
    "J": ("same", "نفسه"),
    "v": ("last of its kind", "الأخير"),
    "x": ("Hijri", "هجرية"),
    "z": ("Gregorian", "ميلادية"),
    "u": ("fiscal", "المالي"),
    "<": ("before", "قبل"),
    "^": ("since", "منذ"),
    ">": ("after", "بعد"),
    "r": ("about", "نحو"),
    "t": ("this", "هذا"),
    "f": ("of", "من"),
    "w": ("corresponding to", "الموافق"),
    "~": ("to", "حتى"),
    "q": ("of it", "منه"),
}
UNITS = {"day": "i", "month": "m", "week": "k", "year": "a", "decade": "e", "century": "c"}


class Word(NamedTuple):
    """A word of a date: its code, what it is worth, its offsets, whether `و` is attached to it."""

    code: str
    value: Any
    start: int
    end: int
    joined: bool = False


class Chain(NamedTuple):
    """Words that stand together: their codes with the punctuation between them, and the word behind each code."""

    codes: str
    words: list[Word | None]


_LETTER = r"[^\W\d_]"
_NUMBER = re.compile(
    r"(?P<full>(?P<a>\d{1,4})\s?(?P<by>[/\-.])\s?(?P<b>\d{1,2})\s?(?P=by)\s?(?P<c>\d{1,4})(?![/\-.]?\d))"
    r"|(?P<half>\d{1,2}(?P<gap>\s?)/(?P=gap)\d{1,2}(?!\s?[/\d]))"
    r"|(?P<other>\d+(?:[.,:٫٬]\d+)+)"
    r"|\d+"
)
_GAP = re.compile(r"[ \t\u00a0]*(?:[-–—/,،()\[\]«»“”\"][ \t\u00a0]*){0,3}")
_GAP_CODES = str.maketrans(
    {"–": "-", "—": "-", "،": ",", "[": "(", "]": ")"} | dict.fromkeys("«»“”", '"') | dict.fromkeys(" \t\u00a0", None)
)
_QUOTES = frozenset('"»”')
CLOSING = re.compile(r"\s*[)\]]")
_ANCHOR = re.compile(r"[WTGHghyDAMKECQSZ<>^]|a[nYjxzu]|id|[no]f?R|[no]q")
_ARTICLES = ("ال", "لل")
_JOINED = "وف"
# A number with what is attached to it: و[34], ال[34]; one sign may stand between them: ال[-34].
_ATTACHED = re.compile(rf"(?<!{_LETTER})([وف]?(?:ال|[بك]ال|لل|[بلك])?)(?<={_LETTER})(?!{_LETTER})(.?)\Z", re.DOTALL)
_BEFORE_NUMBER = re.compile(r"(?:[A-Za-z_#@$€£+]|(?<! )\.|[A-Za-z/]/)$")
_AFTER_NUMBER = re.compile(r"[%٪‰_A-SU-Za-z@]")


def chains(text: str) -> Iterator[Chain]:
    """Yield the chains of date words of a normalised `text` that may hold a date, in order."""
    run: list[Word] = []
    for word in _words(text):
        if run:
            gap = text[run[-1].end : word.start]
            # ` .2012` is a year whose stop the direction of writing has moved.
            apart = gap not in {"", " "} and (len(gap) > 8 or not _GAP.fullmatch(gap))
            if apart and not (gap == " ." and word.code == "y"):
                chain = _chain(run, text)
                if chain:
                    yield chain
                run = []
        run.append(word)
    if run:
        chain = _chain(run, text)
        if chain:
            yield chain


def offsets(chain: Chain, expression: Any, text: str) -> tuple[int, int]:
    """Return the offsets of the words `first` to `last` of a chain, the bracket that closes them included."""
    words = [word for word in chain.words[expression.first : expression.last] if word]
    start, end = words[0].start, words[-1].end
    last = chain.codes[expression.last - 1]
    closing = CLOSING.match(text, end) if last == ")" else None
    return start, closing.end() if closing else end + (last == '"')


def _chain(run: list[Word], text: str) -> Chain | None:
    """Return `run` as a chain, or None where nothing in it can be the heart of a date."""
    if len(run) == 1 and run[0].code in "fno~><^trxzu#wvqPRFNVJYplX":
        return None
    codes: list[str] = []
    words: list[Word | None] = []
    end = run[0].start
    for word in _numbers(run, text):
        gap = text[end : word.start]
        punctuation = gap.translate(_GAP_CODES) + ("&" if word.joined else "")
        if gap == "  " and word.code in "ny" and codes and codes[-1][-1] in "nyxz":
            punctuation = "-"  # a tatweel for a dash: `2015 ـ 2019`
        codes.append(punctuation + word.code)
        words.extend([None] * len(punctuation))
        words.append(word)
        end = word.end
    if CLOSING.match(text, end):
        codes.append(")")
        words.append(None)
    elif text[end : end + 1] in _QUOTES:
        codes.append('"')
        words.append(None)
    joined = "".join(codes)
    return Chain(joined, words) if _ANCHOR.search(joined) else None


def _words(text: str) -> Iterator[Word]:
    """Yield the words of `text` that can be a part of a date."""
    done = counted = 0  # the ends of the last phrase and of the last number
    for match in _SCAN.finditer(text):
        form = match.group()
        entry = _LEXICON.get(form)
        start, end = match.span()
        if entry is None:
            number = _NUMBER.match(text, start) if start >= counted else None
            if number:
                counted = number.end()
                word = _number(text, number) if form[0] <= "9" else None
                if word:
                    yield word
            continue
        if start < done:
            continue
        code, value, joined = entry
        phrases = _PHRASES.get(form)
        if phrases:
            longer = phrases.match(text, end)
            if longer:
                code, value, joined = _LEXICON[f"{form} {' '.join(longer.group(1).split())}"]
                end = done = longer.end()
        if code:
            yield Word(code, value, start, end, joined)


def _number(text: str, match: re.Match[str]) -> Word | None:
    """Return the number, numeric date or year at `match`; None for decimals, times, percentages and codes."""
    start, end = match.span()
    if match["other"] or _BEFORE_NUMBER.search(text, max(0, start - 2), start) or _AFTER_NUMBER.match(text, end):
        return None
    definite = joined = False
    before = _ATTACHED.search(text, max(0, start - 5), start)
    if before and (not before[2] or before[1][-2:] in _ARTICLES):
        start, joined = before.start(), before[1][0] == "و"
        definite = before[1][-2:] in _ARTICLES
    if match["full"]:
        return _full_date(match, start, end)
    if match["half"]:
        day, month = map(int, match.group().split("/"))
        return Word("d", (day, month), start, end, joined) if 1 <= day <= 31 and 1 <= month <= 12 else None
    digits = match.group()
    if len(digits) > 4:
        return None
    value = int(digits)
    if len(digits) <= 2:
        return Word("o" if definite and value <= 31 else "n", value, start, end, joined)
    if len(digits) == 3:
        return Word("Y", value, start, end, joined)
    return Word("y", value, start, end, joined) if 1000 <= value <= 2199 else None


def _full_date(match: re.Match[str], start: int, end: int) -> Word | None:
    """Return a numeric date, year first or day first, as (year, month, day); an impossible one has no value."""
    a, b, c = match["a"], match["b"], match["c"]
    if len(a) == 4 and len(c) <= 2:
        return Word("D", (int(a), int(b), int(c)), start, end)
    if len(c) == 4 and len(a) <= 2:
        return Word("D", (int(c), int(b), int(a)), start, end)
    if len(a) <= 2 and len(c) == 2 and match["by"] == "/":
        return Word("D", (full_year(int(c)), int(b), int(a)), start, end)
    return None


def full_year(two_digits: int) -> int:
    """Return the year that two digits mean: 1940 to 2039."""
    return two_digits + (1900 if two_digits >= 40 else 2000)


def _numbers(run: list[Word], text: str) -> Iterator[Word]:
    """Yield the words of `run` with its number words put together: `الحادي والعشرين`, `ألفين وأربعة عشر`."""
    i = 0
    while i < len(run):
        word = run[i]
        i += 1
        if word.code != "#":
            yield word
            continue
        ordinal, total = word.value
        last, end = total, word.end
        while i < len(run) and run[i].code == "#" and not text[end : run[i].start].strip():
            value = run[i].value[1]
            # `وأحد` is written like `واحد` once it is normalised.
            joined = run[i].joined or (value == 1 and total >= 100)
            if joined and (value < _room(total) or (last < 10 and 20 <= value <= 90)):
                total += value
            elif not joined and last < 10 and value in (10, 100):
                total += value if value == 10 else last * 99
            else:
                break
            last, end = value, run[i].end
            i += 1
        # A plain thousand is a count: `زاره في مايو ألف شخص`.
        size = "n" if total < 100 else "Y" if total <= 1000 else "j"
        code = "o" if ordinal and total <= 31 else size
        yield Word(code, total, word.start, end, word.joined)


def _room(total: int) -> int:
    """Return the number below which a further number word still adds to `total`."""
    return 1000 if total % 1000 == 0 else 100 if total % 100 == 0 else 0


Entry = tuple[str, Any, bool]


def _lexicon() -> tuple[dict[str, Entry], dict[str, re.Pattern[str]]]:
    """Return every form of every word with its entry, and for the first words of phrases how these go on."""
    lexicon: dict[str, Entry] = {}

    def add(code: str, value: Any, words: list[str], *, noun: bool = True) -> None:
        for word in words:
            for form, joined in _forms(normalize(str(word)), noun):
                lexicon.setdefault(form, (code, value, joined))

    for month, number, name, noun in _months():
        add(month, number, [name], noun=noun)
    cues = tables.table("dates/data/cues.yml")
    for key, code in (("weekdays", "W"), ("weekdays_english", "W"), ("relative_days", "T")):
        for value, words in cues[key].items():
            # `لامس` is a verb, `بغداء` a meal.
            add(code, value, [word for word in words if not word.startswith(("أمس", "غدا"))])
            add(code, value, words, noun=False)
    for unit, forms in cues["units"].items():
        code = UNITS[unit]
        add(code, unit, forms["singular"])
        if unit != "day":
            add(code.upper(), unit, ["ال" + form for form in forms["singular"]])
        add("b", unit, forms["dual"], noun=False)
        add("p", unit, forms["plural"], noun=False)
    add("Q", None, cues["quarters"])
    for key, code in (("seasons", "S"), ("decades", "Z")):
        for value, words in cues[key].items():
            add(code, value, words + ([f"ال{word}" for word in words] if code == "Z" else []))
    for code, words in zip("PRFNVJ", cues["modifiers"].values(), strict=True):
        add(code, None, words, noun=False)
    for code, words in zip("xzu", cues["calendars"].values(), strict=True):
        add(code, None, words, noun=False)
    for code, words in zip("<^>rtfw~q", cues["words"].values(), strict=True):
        add(code, None, words, noun=code == "t")
    add("v", None, cues["last"], noun=False)
    add("l", None, cues["lists"])
    add("X", None, cues["portions"])
    numbers = tables.table("dates/data/numbers.yml")
    for value, words in numbers["ordinal"].items():
        add("#", (True, value), words)
    for value, words in numbers["cardinal"].items():
        add("#", (False, value), words)
    return lexicon, _phrases(lexicon)


def _months() -> Iterator[tuple[str, int, str, bool]]:
    """Yield the names of months, each with its code, its number, and whether clitics join it as they do a noun."""
    months = tables.table("dates/data/months.yml")
    ambiguous = {normalize(name) for name in months["ambiguous"]}
    for calendar, code in (("gregorian", "G"), ("hijri", "H")):
        for number, names in months[calendar].items():
            for name in names:
                unsure = normalize(name) in ambiguous
                # `باب` and `لماي` are words, not months.
                yield code.lower() if unsure else code, number, name, not unsure or code == "H" or len(name) > 3
                if not name.isascii():
                    yield code, number, "شهر" + name, True  # written as one: `شهررمضان`


def _forms(word: str, noun: bool) -> Iterator[tuple[str, bool]]:
    """Yield the forms of `word` with attached particles, and whether `و` is one of them."""
    if word.isascii():
        yield from ((word, False), (word.upper(), False))
        return
    bases = [word]
    if noun and word.startswith("ال"):
        bases += ["ب" + word, "ك" + word, "لل" + word[2:]]
    elif noun:
        bases += ["ب" + word, "ك" + word, "ل" + word]
    for base in bases:
        yield base, False
        yield "و" + base, True
        yield "ف" + base, False


def _phrases(lexicon: dict[str, Entry]) -> dict[str, re.Pattern[str]]:
    """Return for each first word of a phrase the pattern of what follows it; such words are entries of no code."""
    rests: dict[str, list[str]] = {}
    for form in [form for form in lexicon if " " in form]:
        first, rest = form.split(" ", 1)
        rests.setdefault(first, []).append(rest)
        lexicon.setdefault(first, ("", None, False))
    return {first: re.compile(r"\s+(" + tables.any_of(rest, r"\s+") + r")(?!\w)") for first, rest in rests.items()}


def _scan(forms: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern of the words of `forms`, and of runs of digits: one pass over a text finds all of them.

    It takes a few words more, since the conjunctions before them are told once for all.
    """
    words: set[str] = set()
    for form in sorted(filter(str.isalpha, forms), key=len):
        if form[0] not in _JOINED or form[1:] not in words:
            words.add(form)
    return re.compile(rf"(?<!{_LETTER})[{_JOINED}]?{tables.tree_of(words)}(?!{_LETTER})|\d+")


_LEXICON, _PHRASES = _lexicon()
_SCAN = _scan(_LEXICON)
