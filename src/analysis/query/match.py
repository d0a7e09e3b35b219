"""Phrases of a query to the tokens that they stand at."""

from collections.abc import Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.lemmas.lemmatize import lemmatize
from analysis.query.parse import Field, Gap, Phrase, QueryError, Word
from analysis.topics.phrases import places
from analysis.topics.token_index import TokenIndex
from analysis.topics.wildcards import is_pattern

MOST = 5_000_000  # places that the begin of a phrase may stand at, before the rest of it is looked for

Hits = tuple[np.ndarray, np.ndarray]  # positions in the tokens of the first and the last token of each


def spans_at(corpus: Corpus, spans: pd.DataFrame) -> Hits:
    """Return the first and the last token of spans (article_id, part, start, end)."""
    if not len(spans):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    tokens = corpus.columns("tokens", ["article_id", "part", "start", "end"])
    at = np.flatnonzero(tokens["article_id"].isin(spans["article_id"].unique()).to_numpy())
    begins, ends = places(corpus, tokens.iloc[at])
    first, last = places(corpus, spans)
    return at[np.searchsorted(begins, first, "right") - 1], at[np.searchsorted(ends, last)]


class Matcher:
    """Looks phrases up in a slice of a corpus; `fields` gives the tokens of each field of the query."""

    def __init__(self, index: TokenIndex, query: str, fields: Mapping[Field, Hits]) -> None:
        self.index, self.query, self.fields = index, query, fields

    def phrase(self, phrase: Phrase) -> Hits:
        """Return where a phrase stands: every pair of its words that are as far from each other as it says."""
        plain = _plain(phrase)
        roots = dict(zip(plain, lemmatize([word.text for word in plain], self.index.lemmatizer), strict=True))
        alone = len(phrase.steps) == 1
        first, last = self.step(phrase.steps[0], roots, True, alone)
        for step, gap in zip(phrase.steps[1:], phrase.gaps, strict=True):
            first, last = self.joined((first, last), self.step(step, roots, False, alone), gap, step[0].at)
        if len(plain) == len(phrase.steps) > 1 and all(gap.close for gap in phrase.gaps):
            whole = " ".join(word.text for word in plain)
            if whole in self.index.held:  # a term of several words that topics.merge has made one
                exact = self.index.exactly(whole)
                first, last = np.concatenate([first, exact]), np.concatenate([last, exact])
        return distinct(first, last)

    def step(self, choices: tuple[Word | Field, ...], roots: dict[Word, str], first: bool, alone: bool) -> Hits:
        """Return where any of some words stands."""
        found = []
        for each in choices:
            if isinstance(each, Field):
                found.append(self.fields[each])
            else:
                at = self.word(each, roots, first, alone)
                found.append((at, at))
        return distinct(*(np.concatenate(side) for side in zip(*found, strict=True)))

    def word(self, word: Word, roots: dict[Word, str], first: bool, alone: bool) -> np.ndarray:
        """Return the positions of the tokens that are a word."""
        at = None
        if word.text:
            root = roots.get(word) or lemmatize([word.text], self.index.lemmatizer)[0]
            at = self.index.places(word.text, root, "form" if word.exact else "any", first=first, alone=alone)
        if at is not None and not (word.pos and len(at)):
            return at
        fits = (self.index.corpus.columns("tokens", ["pos"])["pos"] == word.pos).to_numpy()
        return np.flatnonzero(fits) if at is None else at[fits[at]]

    def joined(self, left: Hits, right: Hits, gap: Gap, at: int) -> Hits:
        """Return the spans from one of `left` to one of `right` that stands behind it, with as many words between."""
        if not (len(left[0]) and len(right[0])):
            return left[0][:0], left[0][:0]
        order = np.argsort(right[0], kind="stable")
        begins, ends = right[0][order], right[1][order]
        reach = np.minimum(left[1] + 1 + gap.most, self.sentence_ends[left[1]])
        low = np.searchsorted(begins, left[1] + 1 + gap.least)
        times = np.maximum(np.searchsorted(begins, reach, "right") - low, 0)
        if times.sum() > MOST:
            raise QueryError(self.query, at, "often", most=MOST)
        chosen = np.repeat(np.arange(len(left[0])), times)
        place = np.arange(len(chosen)) - np.repeat(np.cumsum(times) - times, times) + low[chosen]
        first, end, last = left[0][chosen], left[1][chosen], ends[place]
        if gap.close:
            together = self.index.joined(end)
            first, last = first[together], last[together]
        return distinct(first, last)

    @cached_property
    def sentence_ends(self) -> np.ndarray:
        """Of each token, the last of its sentence."""
        same = self.index.same_sentence
        breaks = np.flatnonzero(~same)
        return breaks[np.searchsorted(breaks, np.arange(len(same)))] if len(same) else breaks


def _plain(phrase: Phrase) -> list[Word]:
    """Return the words of a phrase that stand for a lemma and have no other beside them: they are read together."""
    words = [step[0] for step in phrase.steps if len(step) == 1]
    return [
        each for each in words if isinstance(each, Word) and each.text and not (each.exact or is_pattern(each.text))
    ]


def distinct(first: np.ndarray, last: np.ndarray) -> Hits:
    """Return each span once, in the order of the corpus."""
    order = np.lexsort((last, first))
    first, last = first[order], last[order]
    new = np.ones(len(first), dtype=bool)
    new[1:] = (np.diff(first) != 0) | (np.diff(last) != 0)
    return first[new], last[new]
