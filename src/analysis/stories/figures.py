"""What an article counts: people killed, wounded, arrested and so on, with their number and who says so."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import groupby
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.base.frames import PARTS, SENTENCE, SPAN
from analysis.corpus.corpus import Corpus
from analysis.text import tables
from analysis.text.folding import normalize
from analysis.topics.phrases import codes
from analysis.voices.quotations import quotations_of

FIGURES = {
    **{"article_id": "str", "part": "str", "sentence": "int64", "start": "int64", "end": "int64", "surface": "str"},
    **{"kind": "str", "number": "Int64", "bound": "str", "of": "str", "speaker": "str"},
}
FREE = 4  # words between a deed and its number, at most: `اعتقلت السلطات التركية أمس 590 شخصا`
PREFIXES = "وفبل"
PERCENT = ("%", "٪")
_NUMBER = re.compile(r"\d{1,3}(?:[,٬]\d{3})+|\d+")


class Word(NamedTuple):
    """A word of a sentence: its form as matching sees it, and where it stands."""

    form: str
    start: int
    end: int


class Number(NamedTuple):
    """A number in a sentence: its value (None where it is not told), and its first word and the one behind it."""

    value: int | None
    first: int
    last: int


class Found(NamedTuple):
    """A figure in a sentence: what is counted, how many, how surely, and the words that it spans."""

    kind: str
    number: int | None
    bound: str
    of: str
    first: int
    last: int


def figures(corpus: Corpus) -> pd.DataFrame:
    """Return the figures that a corpus tells of people, in the order of the text.

    Columns: article_id, part, sentence, start, end, surface (the words that tell it), kind (killed, wounded, arrested,
    kidnapped, missing, displaced), number (empty where none is told: `العشرات`), bound (`least`, `about`, `most` or
    empty), of (whom it counts, as the text says it), speaker (of the innermost quotation that holds it, as
    `voices.quotations` names it; empty where the article tells it in its own words).
    """
    found = unattributed(corpus)
    return found.assign(speaker=_speakers(found, corpus)).astype(FIGURES)[list(FIGURES)]


def unattributed(corpus: Corpus) -> pd.DataFrame:
    """Return `figures` without who says them, which takes longest to read."""
    found = pd.concat([_of_slice(each) for each in corpus.slices()], ignore_index=True)
    return found.astype({name: FIGURES[name] for name in found})


def _of_slice(corpus: Corpus) -> pd.DataFrame:
    tokens = _telling(corpus.columns("tokens", [*SPAN, "form"]))
    texts = corpus.columns("articles", ["article_id", *PARTS]).set_index("article_id")
    number, distinct = codes(tokens["form"])
    forms = [normalize(str(form)) for form in distinct]
    told = zip(number.tolist(), tokens["start"].tolist(), tokens["end"].tolist(), strict=True)
    every, rows = [Word(forms[form], start, end) for form, start, end in told], []
    places = list(zip(*(tokens[name].tolist() for name in SENTENCE), strict=True))
    for place, at in groupby(range(len(places)), places.__getitem__):
        words = [every[each] for each in at]
        for each in find(words):
            start, end = words[each.first].start, words[each.last - 1].end
            text = texts.at[place[0], place[1]]
            if text[end : end + 1] not in PERCENT:
                rows.append((*place, start, end, text[start:end], *each[:4]))
    return pd.DataFrame(rows, columns=list(FIGURES)[:-1]).sort_values(SPAN, kind="stable")


def _telling(tokens: pd.DataFrame) -> pd.DataFrame:
    """Return the tokens of the sentences that hold a word of what is counted: few do."""
    form, forms = codes(tokens["form"], folded=True)
    data = _data()
    words = {*data["counted"], *data["two"], *data["deeds"], *data["done"], *data["none"]}
    known = np.array([each in words or _bare(each) in words for each in forms], dtype=bool)
    return tokens.merge(tokens.loc[known[form], SENTENCE].drop_duplicates()) if len(tokens) else tokens


def find(words: list[Word]) -> Iterator[Found]:
    """Yield the figures of a sentence.

    >>> from analysis.text import tokenize
    >>> told = "مقتل 18 شخصا على الأقل وإصابة العشرات"
    >>> words = [Word(normalize(row.form), row.start, row.end) for row in tokenize(told).itertuples()]
    >>> [(each.kind, each.number, each.of) for each in find(words)]
    [('killed', 18, 'شخصا'), ('wounded', None, '')]
    """
    forms = [word.form for word in words]
    numbers = {number.first: number for number in _numbers(forms)}
    taken: set[int] = set()
    for at in range(len(forms)):
        for found in (_counted(forms, numbers, at), _deed(forms, numbers, at), _done(forms, numbers, at)):
            if found and not taken & set(range(found.first, found.last)):
                taken |= set(range(found.first, found.last))
                yield found
                break


def _numbers(forms: list[str]) -> Iterator[Number]:
    """Yield the numbers of a sentence, number words put together: `ثلاثة وعشرين`, `خمسة عشر ألفا`."""
    at = 0
    while at < len(forms):
        first, total, part = at, 0, None
        while at < len(forms):
            value, joined = _value(forms[at])
            if value is None or (part is not None and not joined and value not in (10, 100, 1000)):
                break
            if part is not None and joined and value >= part and not (part < 10 and 20 <= value <= 90):
                break
            small = part is not None and not joined
            part = value if part is None else part * value if small and value >= 100 else part + value
            if value == 1000:
                total, part = total + (part if small else 1000), 0
            at += 1
        if at > first:
            yield Number(total + (part or 0), first, at)
        elif _bare(forms[at]) in _data()["vague"]:
            yield Number(None, at, at + 1)
            at += 1
        else:
            at += 1


def _value(form: str) -> tuple[int | None, bool]:
    """Return the value of a number in digits or of a number word, and whether `و` joins it to the one before."""
    if _NUMBER.fullmatch(form):
        return int(re.sub(r"\D", "", form)), False
    values = _data()["numbers"]
    if form in values:
        return values[form], False
    return (values.get(form[1:]), form[0] == "و") if form[:1] in PREFIXES else (None, False)


def _counted(forms: list[str], numbers: dict[int, Number], at: int) -> Found | None:
    """Return a figure whose number stands before what it counts (`18 قتيلا`), or in it (`قتيلان`)."""
    number, data = numbers.get(at), _data()
    if number and number.last < len(forms) and forms[number.last] in data["counted"]:
        kind = data["counted"][forms[number.last]]
        return Found(kind, number.value, _bound(forms, number), forms[number.last], at, number.last + 1)
    kind = data["two"].get(_bare(forms[at], data["two"]))
    if kind:
        return Found(kind, 2, "", forms[at], at, at + 1)
    if _bare(forms[at]) in data["none"] and at + 1 < len(forms) and forms[at + 1] in data["plural"]:
        return Found(data["plural"][forms[at + 1]], 0, "", forms[at + 1], at, at + 2)
    return None


def _deed(forms: list[str], numbers: dict[int, Number], at: int) -> Found | None:
    """Return a figure told by a deed before it: `مقتل 18`, `القبض على ثلاثة`, `إصابة جنديين`."""
    data = _data()
    deed = _bare(forms[at], data["deeds"])
    kind = data["deeds"].get(deed)
    if not kind:
        return None
    free, after = 0, at + 1
    if data["pair"].get(deed):
        if forms[after : after + 1] != [data["pair"][deed]]:
            return None
        after += 1
    while after < len(forms) and free <= FREE and after not in numbers:
        form = forms[after]
        if free == 0 and (form in data["one"] or form in data["two_people"]):
            return Found(kind, 1 if form in data["one"] else 2, "", form, at, after + 1)
        if _bare(form, data["deeds"]) in data["deeds"]:
            return None
        free += form not in data["skip"]
        after += 1
    number = numbers.get(after)
    if not number or free > FREE:
        return None
    noun = forms[number.last] if number.last < len(forms) else ""
    people = noun in data["many"]
    if noun in data["units"] or (free and not people) or not _confirmed(forms, number, data["with"].get(deed)):
        return None
    of = noun if people else ""
    return Found(kind, number.value, _bound(forms, number), of, at, number.last + people)


def _confirmed(forms: list[str], number: Number, word: str | None) -> bool:
    """Tell whether the word that a deed needs stands behind its number: `لقي ثلاثة أشخاص مصرعهم`."""
    return word is None or any(form.startswith(word) for form in forms[number.last : number.last + FREE])


def _done(forms: list[str], numbers: dict[int, Number], at: int) -> Found | None:
    """Return a figure whose deed stands behind it: `ثلاثة أشخاص قتلوا`."""
    number, data = numbers.get(at), _data()
    if not number or number.last >= len(forms) or forms[number.last] not in data["many"]:
        return None
    for place in range(number.last + 1, min(number.last + 2 + FREE, len(forms))):
        kind = data["done"].get(_bare(forms[place], data["done"]))
        if kind:
            return Found(kind, number.value, _bound(forms, number), forms[number.last], at, place + 1)
        if place in numbers:
            return None
    return None


def _bound(forms: list[str], number: Number) -> str:
    """Return how surely a number is told by the words before and behind it: `نحو 20`, `20 على الأقل`."""
    first, data = number.first, _data()
    while first and forms[first - 1] in data["skip"]:
        first -= 1
    near = {*forms[first : number.first], *forms[number.last : number.last + 3]}
    return next((bound for bound, words in data["bounds"].items() if near & words), "")


def _bare(form: str, known: Any = ()) -> str:
    """Return a form without a particle before it, unless it is known as it stands."""
    return form[1:] if form not in known and len(form) > 3 and form[0] in PREFIXES else form


def _speakers(found: pd.DataFrame, corpus: Corpus) -> pd.Series:
    """Return the speaker of the innermost quotation around each figure, or an empty text."""
    acts = quotations_of(corpus, found["article_id"].unique())[["article_id", "part", "start", "end", "cue", "speaker"]]
    states = {id for id, actor in corpus.registry.actors.items() if actor.type == "state"}
    acts = acts[~(acts["speaker"].isin(states) & (acts["cue"] == ":"))]  # كينيا: مقتل خمسة: where it was
    near = found.reset_index().merge(acts, on=["article_id", "part"], suffixes=("", "_of"))
    near = near[(near["start_of"] <= near["start"]) & (near["end"] <= near["end_of"])]
    near = near.assign(length=near["end_of"] - near["start_of"]).sort_values(["index", "length"], kind="stable")
    return near.drop_duplicates("index").set_index("index")["speaker"].reindex(found.index).fillna("")


@cache
def _data() -> dict[str, Any]:
    """Return the words of data/figures.yml as matching sees them: each kind by its words."""
    raw = tables.table("stories/data/figures.yml")
    data: dict[str, Any] = {name: {} for name in ("counted", "two", "deeds", "done", "with", "pair", "plural")}
    for kind, words in raw["kinds"].items():
        for name in ("counted", "two", "deeds", "done"):
            data[name] |= {normalize(word): kind for word in words[name]}
        for name in ("with", "pair"):
            more = {normalize(word): normalize(other) for word, other in words.get(name, {}).items()}
            data[name] |= more
            data["deeds"] |= dict.fromkeys(more, kind)
        data["plural"] |= {normalize(word): kind for word in words["counted"] if word.endswith(("ات", "ى", "ين"))}
    people = {name: {normalize(word) for word in words} for name, words in raw["people"].items()}
    data |= {"one": people["one"], "two_people": people["two"], "many": people["many"]}
    data |= {name: {normalize(word) for word in raw[name]} for name in ("skip", "units", "none", "vague")}
    data["bounds"] = {bound: {normalize(word) for word in words} for bound, words in raw["bounds"].items()}
    numbers = {normalize(word): value for value, words in raw["numbers"].items() for word in words}
    data["numbers"] = {word: value for word, value in numbers.items() if " " not in word}
    return data
