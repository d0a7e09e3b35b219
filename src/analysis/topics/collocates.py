"""Collocates: the words that stand near one word, and how far that is from chance."""

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.base.notes import at_least, choice
from analysis.base.statistics import association, ratio
from analysis.corpus.corpus import Corpus
from analysis.corpus.groups import by_group
from analysis.topics.fragments import content
from analysis.topics.phrases import codes, vocabulary
from analysis.topics.token_index import TokenIndex

COLLOCATES = {
    "term": "str",
    "count": "int64",
    "left": "int64",
    "right": "int64",
    "articles": "int64",
    "total": "int64",
    "expected": "float64",
    "g2": "float64",
    "npmi": "float64",
    "log_ratio": "float64",
    "t": "float64",
}
NEAR = 5  # tokens to either side: the span of Sinclair, and the default of most concordancers


def collocates(
    corpus: Corpus,
    word: str,
    *,
    window: int = NEAR,
    by: str = "lemma",
    min_count: int = 3,
    top: int | None = None,
    stop_words: bool = False,
    groups: str | pd.Series | None = None,
) -> pd.DataFrame:
    """Return the terms that stand near a word, up to `window` tokens to either side in its sentence.

    Columns: term, count (times near the word), left, right (of these, before and behind it; between two, both),
    articles (with such a place), total (times in the corpus, outside the word), expected (times near it were its
    places dealt at random), and how far count is from that:

    - g2: log-likelihood ratio (Dunning 1993), how sure; never negative, log_ratio tells more or less.
    - npmi: normalised pointwise mutual information (Bouma 2009), from -1 over 0 (as chance has it) to 1. How close; it
      favours rare terms.
    - log_ratio: binary logarithm of the ratio of the rates near the word and elsewhere (Hardie 2014); 1 is twice as
      often, a count of 0 elsewhere taken as 0.5. How strong.
    - t: t-score (Church et al. 1991); it favours frequent terms.

    Each token near the word counts once, however many of its occurrences it stands near; tokens of the word itself are
    left out (surface co-occurrence: Evert 2008). Terms that stand near it more often than by chance come first, the
    highest g2 first, then those that avoid it. What was drawn is articles, so look at `articles` before you trust g2.

    `word` is a word in all forms, a phrase or a word with wildcards, as for `concordance`. `by` is `lemma` or `form`;
    `stop_words` keeps what is no term by itself (see `frequency`); `min_count` is of count, `top` keeps the first rows;
    `groups` (`outlet`, another column of articles, or a Series: article_id -> value) gives the table of each part of
    the corpus. Raises ValueError for another `by`, a window below 1 and a `word` without a word.

    >>> import analysis
    >>> "شمالي" in collocates(analysis.read(), "كوريا", top=3)["term"].tolist()
    True
    """
    choice("by", by, ("lemma", "form"))
    at_least(1, window=window, top=top)
    if groups is not None:
        asked: dict[str, Any] = {"window": window, "by": by, "min_count": min_count, "top": top}
        return by_group(corpus, groups, lambda part: collocates(part, word, stop_words=stop_words, **asked))
    held = vocabulary(corpus)
    found = [_counted(TokenIndex(each, held), word, window, by, stop_words) for each in corpus.slices()]
    table = pd.concat([each.table for each in found]).groupby("term", sort=True).sum().reset_index()
    size, slots = sum(each.size for each in found), sum(each.slots for each in found)
    table = table[table["count"] >= max(min_count, 1)]
    count, total = table["count"].to_numpy(dtype=float), table["total"].to_numpy(dtype=float)
    table["expected"] = slots * total / max(size, 1)
    table["g2"], table["npmi"], table["t"] = association(count, np.full(len(count), slots), total, max(size, 1))
    table["log_ratio"] = ratio(count, total - count, slots, size - slots)
    sure = np.where(table["count"] > table["expected"], table["g2"], -table["g2"])
    table = table.assign(sure=sure).sort_values(["sure", "count", "term"], ascending=[False, False, True])
    table = table.head(len(table) if top is None else top)
    return table.reset_index(drop=True).astype(COLLOCATES)[list(COLLOCATES)]


class _Counted(NamedTuple):
    """What is added up over slices: counts of terms, the tokens outside the word, and how many of them are near it."""

    table: pd.DataFrame
    size: int
    slots: int


def _counted(index: TokenIndex, word: str, window: int, by: str, stop_words: bool) -> _Counted:
    left, right, own = near(index, *index.occurrences(word, "any"), window)
    kept = ~own if stop_words else ~own & content(index.words)
    term, terms = codes(index.words[by])
    article, _ = codes(index.spans["article_id"])
    either = kept & (left | right)
    seen = pd.DataFrame({"term": term[either], "article": article[either]}).drop_duplicates()
    masks = {"count": either, "left": kept & left, "right": kept & right, "total": kept}
    counts = {name: np.bincount(term[mask], minlength=len(terms)) for name, mask in masks.items()}
    table = pd.DataFrame({"term": pd.Series(terms, dtype="str"), **counts})
    table["articles"] = np.bincount(seen["term"], minlength=len(terms))
    return _Counted(table[table["total"] > 0], int((~own).sum()), int(((left | right) & ~own).sum()))


def near(
    index: TokenIndex, first: np.ndarray, last: np.ndarray, window: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Tell which tokens stand before spans, behind them, both up to `window` tokens in the sentence, and inside."""
    same = index.same_sentence
    left, right, own = (np.zeros(len(same), dtype=bool) for _ in range(3))
    sentence = np.cumsum(np.r_[0, ~same[:-1]]) if len(same) else np.zeros(0, dtype=np.int64)
    for step in range(1, window + 1):
        for side, at, to in ((left, first, first - step), (right, last, last + step)):
            inside = (to >= 0) & (to < len(same))
            to, at = to[inside], at[inside]
            side[to[sentence[to] == sentence[at]]] = True
    for step in range(int((last - first).max(initial=-1)) + 1):
        own[np.minimum(first + step, last)] = True
    return left, right, own
