"""Corpora that tests make word by word."""

import pandas as pd

from analysis.actors import load_registry
from analysis.base.frames import frame
from analysis.corpus import Corpus

ACTORS = {"iran", "iraq", "syria", "egypt", "yemen", "qatar", "oman"}


def corpus_of(*articles: list[str], days: list[str] | None = None) -> Corpus:
    """A corpus of articles, each a list of sentences; a word that is the id of an actor is a mention of it."""
    rows: dict[str, list[tuple]] = {name: [] for name in ("articles", "sentences", "tokens", "mentions", "dates")}
    for number, sentences in enumerate(articles):
        id, at = f"article{number:03}", 0
        body = "\n".join(sentences)
        day = pd.Timestamp(days[number]) if days and days[number] else pd.NaT
        known = (None, body, [], [], None, None, None, day, "metadata" if days else "none", pd.NaT, None)
        rows["articles"].append((id, f"{number}.txt", 0, f"title {number}", *known, len(body.split())))
        for place, text in enumerate(sentences):
            rows["sentences"].append((id, "body", place // 2, place, at, at + len(text), text))
            start = at
            for token, word in enumerate(text.split(" ")):
                span = (start, start + len(word))
                rows["tokens"].append((id, "body", place, token, *span, word, word, False, "noun"))
                if word in ACTORS:
                    rows["mentions"].append((id, "body", place, *span, word, word, "state", "name", "", ""))
                start += len(word) + 1
            at += len(text) + 1
    frames = {name: frame(name, found) for name, found in rows.items()}
    return Corpus(**frames, log=frame("log"), registry=load_registry(None))
