"""Articles to annotated frames: sentences, tokens, mentions and dates of a batch, in one pure function."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from itertools import chain
from multiprocessing import get_context
from typing import Any

import numpy as np
import pandas as pd
from tqdm import tqdm

from analysis import actors, lemmas
from analysis.dates import DateMention, date_rows, published_after
from analysis.frames import PARTS, SCHEMA, frame
from analysis.text import sentence_spans, token_spans

BATCH = 200  # articles a batch; the frames are the same whatever its size

Article = Mapping[str, Any]
Frames = dict[str, pd.DataFrame]


def annotate(
    articles: Sequence[Article], registry: actors.Registry, lemmatizer: str, jobs: int | None = None
) -> Frames:
    """Return the frames `sentences`, `tokens`, `mentions` and `dates` of the articles (columns: analysis.frames).

    Each article needs article_id, title, subtitle, body and published. A last frame, `bounds`, has article_id and
    published_after, the latest day that the article tells as past. `jobs` is the number of processes.
    """
    batches = [articles[i : i + BATCH] for i in range(0, len(articles), BATCH)] or [[]]
    quiet = len(batches) < 3
    if jobs is None or jobs < 2 or len(batches) < 2:
        done = [
            annotate_batch(batch, registry, lemmatizer)
            for batch in tqdm(batches, desc="annotating", unit="batch", disable=quiet)
        ]
    else:
        with ProcessPoolExecutor(min(jobs, len(batches)), mp_context=get_context("spawn")) as pool:
            results = pool.map(annotate_batch, batches, [registry] * len(batches), [lemmatizer] * len(batches))
            done = list(tqdm(results, total=len(batches), desc="annotating", unit="batch", disable=quiet))
    return {name: pd.concat([frames[name] for frames in done], ignore_index=True) for name in done[0]}


def annotate_batch(articles: Iterable[Article], registry: actors.Registry, lemmatizer: str) -> Frames:
    """Return the frames of one batch of articles; see `annotate`."""
    articles = list(articles)
    frames = word_frames(articles, lemmatizer)
    starts = _starts(frames["sentences"])
    mentions: list[tuple] = []
    dates: list[tuple] = []
    bounds: list[tuple] = []
    for article in articles:
        identity, texts = article["article_id"], parts_of(article)
        told = {part: date_rows(text, day_of(article["published"])) for part, text in texts.items()}
        bounds.append((identity, published_after(chain.from_iterable(told.values()))))
        found = actors.mention_rows(texts, registry)
        for part in texts:
            begun = starts.get((identity, part), [])
            for mention in found.get(part, ()):
                mentions.append((identity, part, bisect_right(begun, mention.start) - 1, *mention))
            dates += _date_tuples(identity, part, begun, told[part])
    return {
        **frames,
        "mentions": frame("mentions", mentions),
        "dates": frame("dates", dates),
        "bounds": pd.DataFrame(bounds, columns=["article_id", "published_after"], dtype="object"),
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
    index: dict[str, int] = {}
    codes = np.array([index.setdefault(form, len(index)) for form in forms], dtype="int64")
    distinct = list(index)
    lemma = lemmas.lemmatize(distinct, lemmatizer)
    stop = np.array([lemmas.is_stop(*pair) for pair in zip(distinct, lemma, strict=True)], dtype=bool)
    sentence = np.repeat(np.arange(len(counts)), counts)
    begun = np.cumsum([0, *counts[:-1]]) if counts else np.array([], dtype="int64")
    offsets = np.array(spans, dtype="int64").reshape(-1, 2)

    def taken(values: list[str], at: np.ndarray) -> Any:
        return pd.array(values, dtype="str").take(at)

    return pd.DataFrame(
        {
            "article_id": taken([identity for identity, _ in places], sentence),
            "part": taken([part for _, part in places], sentence),
            "sentence": np.array(numbers, dtype="int64")[sentence],
            "token": np.arange(len(codes)) - begun[sentence] if len(codes) else codes,
            "start": offsets[:, 0],
            "end": offsets[:, 1],
            "form": taken(distinct, codes),
            "lemma": taken(lemma, codes),
            "stop": stop[codes],
        }
    ).astype(SCHEMA["tokens"])


def _starts(sentences: pd.DataFrame) -> dict[tuple[str, str], list[int]]:
    """Return where the sentences of each part begin."""
    starts: dict[tuple[str, str], list[int]] = {}
    for identity, part, start in zip(sentences["article_id"], sentences["part"], sentences["start"], strict=True):
        starts.setdefault((identity, part), []).append(start)
    return starts


def redate(dates: pd.DataFrame, changed: Sequence[Article], order: list[str]) -> pd.DataFrame:
    """Return the frame `dates` with those of `changed` articles found anew, now that their day is known.

    `order` is the ids of all articles, in the order of the frames.
    """
    rows = []
    for article in changed:
        for part, text in parts_of(article).items():
            starts = [start for _, start, _ in sentence_spans(text)]
            rows += _date_tuples(article["article_id"], part, starts, date_rows(text, day_of(article["published"])))
    kept = dates[~dates["article_id"].isin([article["article_id"] for article in changed])]
    table = pd.concat([kept, frame("dates", rows)], ignore_index=True)
    place = table["article_id"].map({identity: place for place, identity in enumerate(order)})
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
