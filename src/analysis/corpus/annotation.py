"""Articles to annotated frames: sentences, tokens, mentions and dates of a slice, in pure functions."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import chain, compress, count
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.actors.find import mention_rows
from analysis.actors.registry import Registry
from analysis.base.frames import NOT_COUNTED, SCHEMA, Article, frame, parts_of
from analysis.base.notes import Note, fault
from analysis.base.periods import as_day
from analysis.dates.find import DateMention, date_rows, implausible, published_after
from analysis.dates.suspects import Suspect
from analysis.lemmas.context import verbs
from analysis.lemmas.lemmatize import is_stop, readings
from analysis.lemmas.readings import Reading
from analysis.names.find import name_rows
from analysis.text.folding import normalize
from analysis.text.segments import sentence_spans, token_columns

ENTITY_TYPES = {"PERS": "person", "ORG": "organisation", "LOC": "place", "MISC": "other"}
Frames = dict[str, pd.DataFrame]
Starts = Mapping[tuple[str, str], list[int]]  # where the sentences of each part of each article begin

# What the notes on an article that could not be annotated in whole begin with, and what was being made then.
MISSING = {"no words": "words", "no lemma": "words", "no mentions": "mentions", "no names": "mentions"}


class Tools(NamedTuple):
    """What annotates: the registry of actors, the lemmatizer, and the recogniser of other names (`off` for none)."""

    registry: Registry
    lemmatizer: str = "auto"
    entities: str = "off"


@contextmanager
def _spared(article: Article, what: str, notes: list[Note]) -> Iterator[None]:
    """Let a text that a tool cannot take end neither the run nor what else is made of its article; tell it instead."""
    try:
        yield
    except Exception as error:
        action = "article kept without them; check its text"
        notes.append(Note(article["file"], article["ordinal"], "error", f"{what}: {fault(error)}", action))


def group_of(note: Note) -> str:
    """Return what was being made of an article when a note of `word_frames`, `date_frames`, `mention_frame` was."""
    return next((group for begun, group in MISSING.items() if note.what.startswith(begun)), "dates")


def mention_frame(articles: Iterable[Article], starts: Starts, tools: Tools, notes: list[Note]) -> pd.DataFrame:
    """Return the frame `mentions` of articles: actors of the registry, and names beyond it where they are asked for.

    What could not be found in an article is told in `notes`.
    """
    rows: list[tuple] = []
    for article in articles:
        identity, texts = article["article_id"], parts_of(article)
        found: Mapping[str, Sequence[tuple]] = {}
        beyond: Mapping[str, Sequence[tuple]] = {}
        with _spared(article, "no mentions of actors", notes):
            found = mention_rows(
                texts, tools.registry, published=as_day(article["published"]), outlet=article["source"]
            )
        with _spared(article, "no names beyond the registry", notes):
            beyond = name_rows(texts, tools.entities) if tools.entities != "off" else {}
        for part in texts:
            begun = starts.get((identity, part), [])
            for mention in _with_names(found.get(part, ()), beyond.get(part, ())):
                rows.append((identity, part, bisect_right(begun, mention[0]) - 1, *mention))
    return frame("mentions", rows)


def _with_names(mentions: Sequence[tuple], names: Sequence[tuple]) -> list[tuple]:
    """Return mentions and the names that the registry does not have, by their place in the text."""
    taken = [(mention[0], mention[1]) for mention in mentions if mention[5] not in NOT_COUNTED]
    spans = {(mention[0], mention[1]) for mention in mentions}
    new = [
        (start, end, surface, f"name:{normalize(surface)}", ENTITY_TYPES[kind], "entity", "", "")
        for start, end, surface, kind in names
        if (start, end) not in spans and not any(start < last and first < end for first, last in taken)
    ]
    return sorted([*map(tuple, mentions), *new], key=lambda row: row[:2]) if new else list(mentions)


def date_frames(articles: Iterable[Article], starts: Starts, notes: list[Note]) -> Frames:
    """Return the frame `dates` of articles, and `bounds`: article_id, published_after, odd.

    `published_after` is the latest day that the article tells as past; `odd` are the sentences that say which of its
    dates look wrong. An article whose dates cannot be found is told in `notes`.
    """
    rows: list[tuple] = []
    bounds: list[tuple] = []
    for article in articles:
        found: tuple[list[tuple], date | None, list[str]] = [], None, []
        with _spared(article, "no dates", notes):
            found = _dates_of(article, starts)
        rows += found[0]
        bounds.append((article["article_id"], *found[1:]))
    return {
        "dates": frame("dates", rows),
        "bounds": pd.DataFrame(bounds, columns=["article_id", "published_after", "odd"], dtype="object"),
    }


def _dates_of(article: Article, starts: Starts) -> tuple[list[tuple], date | None, list[str]]:
    """Return the rows of the dates of an article, and what `bounds` holds of it."""
    identity, day = article["article_id"], as_day(article["published"])
    rows: list[tuple] = []
    told: list[DateMention] = []
    odd: list[str] = []
    for part, text in parts_of(article).items():
        suspects: list[Suspect] = []
        found = date_rows(text, day, suspects)
        rows += _date_tuples(identity, part, starts.get((identity, part), []), found)
        odd += [f"{part}, {each.start}: {each.surface}: {each.why}" for each in suspects]
        told += found
    far = implausible(told, day)
    return rows, published_after(told), [*odd, far] if far else odd


def word_frames(articles: Sequence[Article], lemmatizer: str, notes: list[Note]) -> Frames:
    """Return the frames `sentences` and `tokens` of articles; each distinct form is looked up once.

    An article whose words cannot be told is told in `notes`; so is one with forms that the lemmatizer cannot take,
    which then stand for themselves.
    """
    parts: list[_Part] = []
    for article in articles:
        with _spared(article, "no words", notes):
            found = [_part_of(article["article_id"], part, text) for part, text in parts_of(article).items()]
            parts += [part for part in found if part.sentences]
    sentences = _sentence_frame(parts)
    faults: dict[str, str] = {}
    tokens = _token_frame(parts, lemmatizer, faults)
    if faults:
        held = tokens[tokens["form"].isin(list(faults))].groupby("article_id", observed=True)["form"].first()
        for article in (each for each in articles if each["article_id"] in held.index):
            form = held[article["article_id"]]
            what = f"no lemma of {form[:40]!r}: {faults[form]}"
            notes.append(Note(article["file"], article["ordinal"], "error", what, "the form stands for itself"))
    return {"sentences": sentences, "tokens": tokens}


class _Part(NamedTuple):
    """A part of an article: its sentences, and its tokens by columns, each with the number of its sentence."""

    article_id: str
    part: str
    text: str
    sentences: list[tuple[int, int, int]]  # paragraph, start, end
    forms: list[str]
    starts: np.ndarray
    ends: np.ndarray
    within: np.ndarray


def _part_of(identity: str, part: str, text: str) -> _Part:
    sentences = sentence_spans(text)
    forms, starts, ends = token_columns(text)
    bounds = np.array(sentences, dtype="int64").reshape(-1, 3)
    within = np.searchsorted(bounds[:, 1], starts, side="right") - 1
    kept = (within >= 0) & (ends <= np.append(bounds[:, 2], -1)[within])
    if not kept.all():  # letters that Unicode does not know are tokens, but make no sentence
        forms = list(compress(forms, kept))
        starts, ends, within = starts[kept], ends[kept], within[kept]
    return _Part(identity, part, text, sentences, forms, starts, ends, within)


def _read(forms: list[str], lemmatizer: str, faults: dict[str, str]) -> list[Reading]:
    """Return what each form can be; those that the lemmatizer cannot take stand for themselves and are in `faults`."""
    try:
        return readings(forms, lemmatizer)
    except Exception as error:
        if len(forms) == 1:
            faults[forms[0]] = fault(error)
            return [Reading(forms[0], "", "noun")]
    return [reading for form in forms for reading in _read([form], lemmatizer, faults)]


def _sentence_frame(parts: Sequence[_Part]) -> pd.DataFrame:
    """Return the frame of sentences."""
    sizes = _sizes([part.sentences for part in parts])
    spans = np.array([span for part in parts for span in part.sentences], dtype="int64").reshape(-1, 3)
    columns = {
        "article_id": np.repeat(np.array([part.article_id for part in parts], dtype="object"), sizes),
        "part": np.repeat(np.array([part.part for part in parts], dtype="object"), sizes),
        "paragraph": spans[:, 0],
        "sentence": _joined([np.arange(size) for size in sizes]),
        "start": spans[:, 1],
        "end": spans[:, 2],
        "text": [part.text[start:end] for part in parts for _, start, end in part.sentences],
    }
    return pd.DataFrame({name: pd.array(columns[name], dtype=kind) for name, kind in SCHEMA["sentences"].items()})


def _token_frame(parts: Sequence[_Part], lemmatizer: str, faults: dict[str, str]) -> pd.DataFrame:
    """Return the frame of tokens, told sentence by sentence; columns are taken from their distinct values."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    size = sum(len(part.forms) for part in parts)
    forms = chain.from_iterable(part.forms for part in parts)
    codes = np.fromiter(map(numbers.__getitem__, forms), "int64", size)
    distinct = list(numbers)
    read = _read(distinct, lemmatizer, faults)
    within = _joined([part.within for part in parts])
    of = np.repeat(np.arange(len(parts)), _sizes([part.forms for part in parts]))
    ends = np.cumsum(_sizes([part.sentences for part in parts]))
    sentence = within + np.append(0, ends)[of]
    begun = np.searchsorted(sentence, np.arange(ends[-1] if len(ends) else 0))
    # Of each form, what it is as a noun, then what it is as a verb: those that occur.
    kinds = codes + len(distinct) * verbs(read, codes, begun)
    occurs = np.zeros(2 * len(distinct), dtype=bool)
    occurs[kinds] = True
    each = [(at % len(distinct), at >= len(distinct)) for at in np.flatnonzero(occurs).tolist()]
    kinds = (np.cumsum(occurs) - 1)[kinds]
    lemma = [read[at].lemma(is_verb) for at, is_verb in each]
    pos = [read[at].kind(is_verb) for at, is_verb in each]
    stop = np.array([is_stop(distinct[at], of) for (at, _), of in zip(each, lemma, strict=True)], dtype=bool)
    return pd.DataFrame(
        {
            "article_id": _taken([part.article_id for part in parts], of),
            "part": _taken([part.part for part in parts], of),
            "sentence": within.astype("int32"),
            "token": (np.arange(size) - begun[sentence]).astype("int32"),
            "start": _joined([part.starts for part in parts]).astype("int32"),
            "end": _joined([part.ends for part in parts]).astype("int32"),
            "form": _taken(distinct, codes),
            "lemma": _taken(lemma, kinds),
            "stop": stop[kinds],
            "pos": _taken(pos, kinds),
        }
    )


def _sizes(columns: Sequence[Sequence[Any]]) -> np.ndarray:
    return np.array([len(column) for column in columns], dtype="int64")


def _joined(columns: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.zeros(0, dtype="int64"), *columns])


def _taken(values: Sequence[str], at: np.ndarray) -> pd.Categorical:
    """Return the values at some places as categories, which are sorted."""
    names = sorted(set(values))
    place = {name: number for number, name in enumerate(names)}
    codes = np.fromiter(map(place.__getitem__, values), "int32", len(values))
    return pd.Categorical.from_codes(codes[at], names)


def starts_of(sentences: pd.DataFrame) -> dict[tuple[str, str], list[int]]:
    """Return where the sentences of each part begin."""
    starts: dict[tuple[str, str], list[int]] = {}
    for identity, part, start in zip(sentences["article_id"], sentences["part"], sentences["start"], strict=True):
        starts.setdefault((identity, part), []).append(start)
    return starts


def redate(dates: pd.DataFrame, changed: Sequence[Article], order: Sequence[str]) -> pd.DataFrame:
    """Return the frame `dates` with those of `changed` articles found anew, now that their day is known.

    `order` is the ids of all articles, in the order of the frames.
    """
    starts = {
        (article["article_id"], part): [start for _, start, _ in sentence_spans(text)]
        for article in changed
        for part, text in parts_of(article).items()
    }
    kept = dates[~dates["article_id"].isin([article["article_id"] for article in changed])]
    table = pd.concat([kept, date_frames(changed, starts, [])["dates"]], ignore_index=True)
    place = table["article_id"].map({identity: number for number, identity in enumerate(order)})
    return table.loc[place.sort_values(kind="stable").index].reset_index(drop=True)


def _date_tuples(identity: str, part: str, starts: list[int], told: list[DateMention]) -> list[tuple]:
    return [(identity, part, bisect_right(starts, mention.start) - 1, *mention[:8]) for mention in told]
