"""Articles to annotated frames: sentences, tokens, mentions and dates of a batch, in one pure function."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from typing import Any

import pandas as pd
from tqdm.auto import tqdm

from analysis import actors, lemmas
from analysis.dates import DateMention, date_rows
from analysis.frames import PARTS, frame
from analysis.text import sentence_spans, token_spans

BATCH = 200  # articles a batch; the frames are the same whatever its size

Article = Mapping[str, Any]
Frames = dict[str, pd.DataFrame]


def annotate(articles: list[Article], registry: actors.Registry, lemmatizer: str, jobs: int | None = None) -> Frames:
    """Return the frames `sentences`, `tokens`, `mentions` and `dates` of the articles (columns: analysis.frames).

    Each article needs article_id, title, subtitle, body and published. `jobs` is the number of processes.
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
    sentences: list[tuple] = []
    tokens: list[tuple] = []
    mentions: list[tuple] = []
    dates: list[tuple] = []
    for article in articles:
        identity, texts = article["article_id"], parts_of(article)
        found = actors.mention_rows(texts, registry)
        for part, text in texts.items():
            spans = sentence_spans(text)
            starts = [start for _, start, _ in spans]
            for number, (paragraph, start, end) in enumerate(spans):
                sentences.append((identity, part, paragraph, number, start, end, text[start:end]))
                tokens += [
                    (identity, part, number, place, first, last, text[first:last])
                    for place, (first, last) in enumerate(token_spans(text, start, end))
                ]
            for mention in found.get(part, ()):
                mentions.append((identity, part, bisect_right(starts, mention.start) - 1, *mention))
            for told in date_rows(text, day_of(article["published"])):
                dates.append((identity, part, bisect_right(starts, told.start) - 1, *told[:7]))
    return {
        "sentences": frame("sentences", sentences),
        "tokens": _with_lemmas(tokens, lemmatizer),
        "mentions": frame("mentions", mentions),
        "dates": frame("dates", dates),
    }


def story_dates(article: Article) -> list[DateMention]:
    """Return the date mentions of all parts of an article, resolved as far as its day of publication allows."""
    published = day_of(article["published"])
    return [mention for text in parts_of(article).values() for mention in date_rows(text, published)]


def parts_of(article: Article) -> dict[str, str]:
    """Return the parts that an article has, in reading order."""
    return {part: article[part] for part in PARTS if article[part]}


def day_of(value: Any) -> date | None:
    """Return a day of publication as a date; None where it is not known."""
    if value is None or value is pd.NaT:
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def _with_lemmas(tokens: list[tuple], lemmatizer: str) -> pd.DataFrame:
    forms = [row[-1] for row in tokens]
    distinct = list(dict.fromkeys(forms))
    lemma = dict(zip(distinct, lemmas.lemmatize(distinct, lemmatizer), strict=True))
    stop = {form: lemmas.is_stop(form, lemma[form]) for form in distinct}
    return frame("tokens", [(*row, lemma[row[-1]], stop[row[-1]]) for row in tokens])
