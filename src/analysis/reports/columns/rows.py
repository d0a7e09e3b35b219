"""The rows that columns point to: articles, actors and sentences by number."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.base.frames import SENTENCE
from analysis.corpus.corpus import Corpus
from analysis.networks.actors import actors

Columns = dict[str, list[Any]]
ALL = 1_000  # counted articles up to which a page holds every sentence
SOME = 15_000  # up to which it holds the columns; above it has no data
ACTORS = 200  # of a larger corpus, those that most articles name
DAY = np.timedelta64(1, "D")


class Rows(NamedTuple):
    """A corpus and the numbers of its rows: what a column points to is the place of an id here."""

    corpus: Corpus
    articles: pd.Index  # article_id; those set aside as copies too
    actors: pd.Index  # ids
    sentences: pd.DataFrame  # SENTENCE, start (of the sentence in its part), text, far (holds letters beyond 16 bits)
    day0: pd.Timestamp | None

    def days(self, values: Iterable[Any], missing: int | None = -1) -> list[int | None]:
        """Return days as numbers counted from the first day of the corpus."""
        table = pd.Series(values).astype("datetime64[s]")
        if self.day0 is None:
            return [missing] * len(table)
        return [missing if pd.isna(day) else (day - self.day0) // DAY for day in table]

    def sentence(self, table: pd.DataFrame) -> np.ndarray:
        """Return the row of the sentence that each row of a table stands in, -1 where none is held."""
        if table.empty:
            return np.zeros(0, dtype=np.int64)
        held = pd.MultiIndex.from_frame(self.sentences[SENTENCE])
        keys = table[SENTENCE].astype({"article_id": "str", "part": "str"})
        return np.asarray(held.get_indexer(pd.MultiIndex.from_frame(keys)))

    def spans(self, table: pd.DataFrame, sentence: np.ndarray) -> tuple[list[int], list[int]]:
        """Return start and end of spans of a part within their sentences, as JavaScript counts letters."""
        begin, text, far = (self.sentences[name].to_numpy() for name in ("start", "text", "far"))
        found: list[list[int]] = []
        for name in ("start", "end"):
            at = np.clip(table[name].to_numpy() - begin[sentence], 0, None).tolist() if len(sentence) else []
            rows = sentence.tolist()
            found.append([_units(text[row], place) if far[row] else place for row, place in zip(rows, at, strict=True)])
        return found[0], found[1]


def rows_of(corpus: Corpus) -> Rows:
    """Return the rows of a corpus: articles in their order, actors by the articles that name them."""
    articles = corpus.columns("articles", ["article_id", "published"])
    named = actors(corpus).sort_values(["articles", "mentions", "actor"], ascending=[False, False, True])
    most = len(named) if len(corpus.counted_columns(["article_id"])) <= ALL else ACTORS
    sentences = pd.concat([each.columns("sentences", [*SENTENCE, "start", "text"]) for each in corpus.slices()])
    sentences = sentences.astype({"article_id": "str", "part": "str", "text": "str"}).reset_index(drop=True)
    sentences["far"] = [not text.isascii() and max(text) > "\uffff" for text in sentences["text"]]
    known = articles["published"].dropna()
    day0 = known.min().normalize() if len(known) else None
    return Rows(corpus, pd.Index(articles["article_id"]), pd.Index(named["actor"].head(most)), sentences, day0)


def sparse(size: int, owner: np.ndarray, item: np.ndarray, value: np.ndarray | None = None) -> Columns:
    """Return items by owner, compressed: n of each owner, then all items and their values one after the other.

    >>> sparse(3, np.array([2, 0, 2]), np.array([5, 1, 4]), np.array([1, 7, 2]))
    {'n': [1, 0, 2], 'idx': [1, 4, 5], 'val': [7, 2, 1]}
    """
    order = np.lexsort((item, owner))
    found = {"n": np.bincount(owner, minlength=size).tolist(), "idx": item[order].tolist()}
    return found if value is None else {**found, "val": value[order].tolist()}


def counted(size: int, owner: np.ndarray, item: np.ndarray) -> Columns:
    """Return how often each item stands with each owner, as `sparse` does; what is -1 is left out."""
    kept = (owner >= 0) & (item >= 0)
    width = int(item.max(initial=0)) + 1
    pairs, times = np.unique(owner[kept].astype("int64") * width + item[kept], return_counts=True)
    return sparse(size, pairs // width, pairs % width, times)


def _units(text: str, place: int) -> int:
    """Return the place of a letter as JavaScript counts: letters beyond 16 bits count twice."""
    return place + sum(letter > "\uffff" for letter in text[:place])


def listed(values: Sequence[Any] | pd.Series) -> list[Any]:
    """Return values as JSON has them: nothing for what is missing."""
    return [None if value is None or value != value else value for value in values]
