"""Units of text that two actors may share: sentences, paragraphs, articles, windows."""

import numpy as np
import pandas as pd

from analysis.base.frames import SENTENCE
from analysis.base.notes import at_least, choice
from analysis.corpus.corpus import Corpus

UNITS = {
    "sentence": SENTENCE,
    "paragraph": ["article_id", "part", "paragraph"],
    "article": ["article_id"],
    "window": ["article_id", "part", "window"],
}
WINDOW = 30  # tokens; about a sentence of news


def check(unit: str, window: int) -> None:
    """Raise ValueError where there is no such unit."""
    choice("unit", unit, UNITS)
    at_least(1, window=window)


def with_unit(corpus: Corpus, mentions: pd.DataFrame, unit: str, window: int = WINDOW) -> pd.DataFrame:
    """Return mentions with the columns that tell the unit: those of UNITS.

    Windows cut each part of an article into stretches of `window` tokens, one after the other from its begin; a
    mention stands where its first token does. They never overlap, so that each is one observation and the measures
    of association hold as they do for sentences (textual co-occurrence: Evert 2008). Sliding windows would count one
    meeting of two actors many times over.
    """
    if unit == "paragraph":
        sentences = corpus.columns("sentences", [*UNITS["sentence"], "paragraph"])
        return mentions.merge(sentences.astype({"article_id": "str", "part": "str"}), how="left")
    if unit == "window":
        return mentions.assign(window=_places(corpus, mentions) // window)
    return mentions


def units_by_article(corpus: Corpus, unit: str, window: int = WINDOW) -> pd.Series:
    """Return how many units of a kind each counted article holds, by article_id."""
    ids = corpus.counted_columns(["article_id"])["article_id"]
    if unit == "article":
        return pd.Series(1, index=pd.Index(ids))
    held = pd.concat([_held(each, unit, window) for each in corpus.slices()])
    return held.reindex(ids, fill_value=0)


def _held(corpus: Corpus, unit: str, window: int) -> pd.Series:
    """Return how many units of a kind the articles of a slice hold, by article_id."""
    if unit == "window":
        sizes = corpus.columns("tokens", ["article_id", "part"]).groupby(["article_id", "part"], observed=True).size()
        held = (-(-sizes // window)).groupby("article_id", observed=True).sum()
    else:
        held = corpus.columns("sentences", UNITS[unit]).drop_duplicates()["article_id"].value_counts()
    return held.set_axis(held.index.astype("str"))


def count_units(corpus: Corpus, unit: str, window: int = WINDOW) -> int:
    """Return how many units of a kind the corpus holds."""
    return int(units_by_article(corpus, unit, window).sum())


def _places(corpus: Corpus, mentions: pd.DataFrame) -> np.ndarray:
    """Return the number of the token that each mention begins in, counted from 0 in its part."""
    found = np.zeros(len(mentions), dtype=np.int64)
    for each in corpus.slices():
        tokens = each.columns("tokens", ["article_id", "part", "start"])
        own = np.flatnonzero(mentions["article_id"].isin(tokens["article_id"].unique()))
        found[own] = _places_among(tokens, mentions.iloc[own])
    return found


def _places_among(tokens: pd.DataFrame, mentions: pd.DataFrame) -> np.ndarray:
    """Return the places of mentions among the tokens of their articles."""
    tokens = tokens.astype({"article_id": "category", "part": "category"})
    # The tokens of a corpus stand in the order of reading: those of a part are one block.
    block = tokens.groupby(["article_id", "part"], sort=False, observed=True).ngroup().to_numpy()
    first = np.flatnonzero(np.diff(block, prepend=-1))
    known = tokens[["article_id", "part"]].iloc[first].astype("str").assign(block=np.arange(len(first)))
    own = mentions[["article_id", "part"]].merge(known, how="left")["block"].to_numpy(dtype="int64")
    # One number for block and offset, so that one search finds the tokens of all mentions.
    scale = int(mentions["start"].max() if len(mentions) else 0) + int(tokens["start"].max() if len(tokens) else 0) + 1
    order = block * scale + tokens["start"].to_numpy(dtype="int64")
    at = np.searchsorted(order, own * scale + mentions["start"].to_numpy(), side="right") - 1
    return np.asarray(at - first[own], dtype="int64")
