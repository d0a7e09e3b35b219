"""Articles to annotated frames: sentences, tokens, mentions and dates of a batch, in pure functions."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis import actors, lemmas, names
from analysis._date_suspects import Suspect
from analysis.dates import DateMention, date_rows, implausible, published_after
from analysis.frames import NOT_COUNTED, PARTS, SCHEMA, frame
from analysis.text import normalize, sentence_spans, token_spans

ENTITY_TYPES = {"PERS": "person", "ORG": "organisation", "LOC": "place", "MISC": "other"}

Article = Mapping[str, Any]
Frames = dict[str, pd.DataFrame]
Starts = Mapping[tuple[str, str], list[int]]  # where the sentences of each part of each article begin


class Tools(NamedTuple):
    """What annotates: the registry of actors, the lemmatizer, and the recogniser of other names (`off` for none)."""

    registry: actors.Registry
    lemmatizer: str = "auto"
    entities: str = "off"


def mention_frame(articles: Iterable[Article], starts: Starts, tools: Tools) -> pd.DataFrame:
    """Return the frame `mentions` of articles: actors of the registry, and names beyond it where they are asked for."""
    rows: list[tuple] = []
    for article in articles:
        identity, texts = article["article_id"], parts_of(article)
        found = actors.mention_rows(texts, tools.registry, published=day_of(article["published"]))
        beyond = names.name_rows(texts, tools.entities) if tools.entities != "off" else {}
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
        (start, end, surface, f"name:{normalize(surface)}", ENTITY_TYPES[kind], "entity")
        for start, end, surface, kind in names
        if (start, end) not in spans and not any(start < last and first < end for first, last in taken)
    ]
    return sorted([*map(tuple, mentions), *new], key=lambda row: row[:2]) if new else list(mentions)


def date_frames(articles: Iterable[Article], starts: Starts) -> Frames:
    """Return the frame `dates` of articles, and `bounds`: article_id, published_after, odd.

    `published_after` is the latest day that the article tells as past; `odd` are the sentences that say which of its
    dates look wrong.
    """
    rows: list[tuple] = []
    bounds: list[tuple] = []
    for article in articles:
        identity, day = article["article_id"], day_of(article["published"])
        told: list[DateMention] = []
        odd: list[str] = []
        for part, text in parts_of(article).items():
            suspects: list[Suspect] = []
            found = date_rows(text, day, suspects)
            rows += _date_tuples(identity, part, starts.get((identity, part), []), found)
            odd += [f"{part}, {each.start}: {each.surface}: {each.why}" for each in suspects]
            told += found
        far = implausible(told, day)
        bounds.append((identity, published_after(told), [*odd, far] if far else odd))
    return {
        "dates": frame("dates", rows),
        "bounds": pd.DataFrame(bounds, columns=["article_id", "published_after", "odd"], dtype="object"),
    }


def word_frames(articles: Iterable[Article], lemmatizer: str) -> Frames:
    """Return the frames `sentences` and `tokens` of articles; each distinct form is looked up once."""
    sentences: list[tuple] = []
    places: list[tuple[str, str]] = []  # the article and the part of each sentence
    numbers: list[int] = []
    counts: list[int] = []
    spans: list[tuple[int, int]] = []
    forms: list[str] = []
    for article in articles:
        identity = article["article_id"]
        for part, text in parts_of(article).items():
            for number, (paragraph, start, end) in enumerate(sentence_spans(text)):
                sentences.append((identity, part, paragraph, number, start, end, text[start:end]))
                found = token_spans(text, start, end)
                places.append((identity, part))
                numbers.append(number)
                counts.append(len(found))
                spans += found
                forms += [text[first:last] for first, last in found]
    return {
        "sentences": frame("sentences", sentences),
        "tokens": _token_frame(places, numbers, counts, spans, forms, lemmatizer),
    }


def _token_frame(
    places: list[tuple[str, str]],
    numbers: list[int],
    counts: list[int],
    spans: list[tuple[int, int]],
    forms: list[str],
    lemmatizer: str,
) -> pd.DataFrame:
    """Return the frame of tokens, told sentence by sentence; columns are taken from their distinct values."""
    codes, found = pd.factorize(np.array(forms, dtype=object))
    distinct = found.tolist()
    lemma = lemmas.lemmatize(distinct, lemmatizer)
    stop = np.array([lemmas.is_stop(*pair) for pair in zip(distinct, lemma, strict=True)], dtype=bool)
    sentence = np.repeat(np.arange(len(counts)), counts)
    begun = np.cumsum([0, *counts[:-1]]) if counts else np.array([], dtype="int64")
    offsets = np.array(spans, dtype="int64").reshape(-1, 2)

    def taken(values: list[str], at: np.ndarray) -> pd.Categorical:
        names = sorted(set(values))
        place = {name: number for number, name in enumerate(names)}
        return pd.Categorical.from_codes(np.array([place[each] for each in values], dtype="int64")[at], names)

    return pd.DataFrame(
        {
            "article_id": taken([identity for identity, _ in places], sentence),
            "part": taken([part for _, part in places], sentence),
            "sentence": np.array(numbers, dtype="int32")[sentence],
            "token": np.arange(len(codes)) - begun[sentence] if len(codes) else codes,
            "start": offsets[:, 0],
            "end": offsets[:, 1],
            "form": taken(distinct, codes),
            "lemma": taken(lemma, codes),
            "stop": stop[codes],
        }
    ).astype({name: kind for name, kind in SCHEMA["tokens"].items() if kind != "category"})


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
    table = pd.concat([kept, date_frames(changed, starts)["dates"]], ignore_index=True)
    place = table["article_id"].map({identity: number for number, identity in enumerate(order)})
    return table.loc[place.sort_values(kind="stable").index].reset_index(drop=True)


def _date_tuples(identity: str, part: str, starts: list[int], told: list[DateMention]) -> list[tuple]:
    return [(identity, part, bisect_right(starts, mention.start) - 1, *mention[:7]) for mention in told]


def parts_of(article: Article) -> dict[str, str]:
    """Return the parts that an article has, in reading order."""
    return {part: article[part] for part in PARTS if article[part]}


def day_of(value: Any) -> date | None:
    """Return a day of publication as a date; None where it is not known."""
    if value is None or value is pd.NaT:
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value
