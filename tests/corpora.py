"""Corpora that tests make word by word, and a corpus with its actors mixed up."""

import numpy as np
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


def mixed(corpus: Corpus, rng: np.random.Generator) -> Corpus:
    """The corpus with actors swapped between articles, each article's and each actor's number kept."""
    pairs = corpus.mentions[["article_id", "actor"]].drop_duplicates().to_numpy().tolist()
    held = {tuple(pair) for pair in pairs}
    now = [actor for _, actor in pairs]
    for _ in range(20 * len(pairs)):
        one, two = rng.integers(0, len(pairs), 2)
        new = (pairs[one][0], now[two]), (pairs[two][0], now[one])
        if not held & set(new) and pairs[one][0] != pairs[two][0]:
            held = (held - {(pairs[one][0], now[one]), (pairs[two][0], now[two])}) | set(new)
            now[one], now[two] = now[two], now[one]
    other = {tuple(pair): actor for pair, actor in zip(pairs, now, strict=True)}
    keys = zip(corpus.mentions["article_id"], corpus.mentions["actor"], strict=True)
    return corpus.replace(mentions=corpus.mentions.assign(actor=[other[key] for key in keys]))
