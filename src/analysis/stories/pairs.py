"""A corpus to the pairs of its articles that share text, formulas apart: what all tables of reuse are made of."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.stories.formulas import content
from analysis.stories.passages import Passage, Printed, Run, Words, passages, shared, words_of

PASSAGE = 12  # words without formulas that make a passage; of a statement told in own words, a clause has fewer
WIRE = 0.30  # share of the shorter text, from which on it is the same text, edited or cut
COPY = 0.90  # share of the shorter text, from which on it is a copy
HALF = 0.50  # share of the shorter text, from which on passages are one, though formulas part them: a telegram
LENGTHS = 0.74  # shorter by longer text, below which the shorter is an extract and no copy


class Pair(NamedTuple):
    """Two articles, by their rows, and what they share.

    `words` are the equal words of their passages, `share` their share of the shorter text, `of_longer` of the longer.
    """

    one: int
    other: int
    kind: str
    words: int
    share: float
    of_longer: float
    passages: Sequence[Passage]


def pairs(articles: pd.DataFrame, *, within: bool = False) -> Iterator[Pair]:
    """Yield the pairs of articles that share text, in order of their rows: those of different outlets, or of all.

    `within` takes pairs of one outlet too. An article without an outlet has one of its own.
    """
    words = words_of(articles["body"].fillna("").tolist())
    told = content(words.forms, words.numbers, words.starts)
    outlet = articles["source"].where(articles["source"].notna(), articles["article_id"])
    days = (articles["published"] - articles["published"].min()).dt.days.fillna(-2).to_numpy(dtype=np.int64)
    printed = Printed(pd.factorize(outlet)[0].astype(np.int64), days)
    for one, other, runs in shared(words, printed, told, PASSAGE, within=within):
        found = _pair(words, one, other, runs, told)
        if found:
            yield found


def _pair(words: Words, one: int, other: int, runs: Sequence[Run], plain: np.ndarray) -> Pair | None:
    """Return what two articles share; None where it is formula alone."""
    texts = [words.numbers[words.starts[each] : words.starts[each + 1]] for each in (one, other)]
    found = passages(runs, texts[0], texts[1], plain[words.starts[one] : words.starts[one + 1]])
    count = sum(each.words for each in found)
    shorter, longer = sorted(map(len, texts))
    told = max(each.content for each in found) if count < HALF * shorter else sum(each.content for each in found)
    if told < PASSAGE:
        return None
    return Pair(one, other, _kind(count / shorter, shorter / longer), count, count / shorter, count / longer, found)


def _kind(share: float, lengths: float) -> str:
    if share >= COPY and lengths >= LENGTHS:
        return "copy"
    return "wire" if share >= WIRE else "partial"
