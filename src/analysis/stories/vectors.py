"""Articles to weighted words: what makes one article like another."""

from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from wordfreq import word_frequency

from analysis.corpus.corpus import Corpus

TITLE = 3.0  # occurrences that one in a title counts for
GENERAL, LENGTH = 1000, 200  # articles of general Arabic that are counted beside those of the corpus, and their words


class Vectors(NamedTuple):
    """Articles as unit vectors of their weighted words: a row an article, in the order of their ids."""

    ids: np.ndarray
    rows: sparse.csr_array
    terms: np.ndarray


def vectors(corpus: Corpus) -> Vectors:
    """Return the articles of a corpus as vectors of their lemmas and numbers, weighted by rarity and by place.

    tf-idf (Salton and Buckley 1988) with a sublinear tf; words of the title count TITLE times.
    """
    counts = pd.concat([_counts(each) for each in corpus.slices()], ignore_index=True)
    article, ids = pd.factorize(counts["article_id"], sort=True)
    term, terms = pd.factorize(counts["lemma"], sort=True)
    shape = (len(ids), len(terms))
    matrix = sparse.csr_array((np.log1p(counts["times"].to_numpy()), (article, term)), shape=shape)
    holding = np.bincount(term, minlength=len(terms))
    weighted = matrix @ sparse.diags_array(_rarity(holding, len(ids), terms))
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel())
    return Vectors(
        np.asarray(ids, dtype=object), (sparse.diags_array(1 / length) @ weighted).tocsr(), np.asarray(terms)
    )


def _counts(corpus: Corpus) -> pd.DataFrame:
    """Return how often each content word stands in each article of a slice (article_id, lemma, times)."""
    tokens = corpus.columns("tokens", ["article_id", "part", "form", "lemma", "stop"])
    tokens = tokens[~tokens["stop"] | tokens["form"].str.contains(r"\d")]
    times = np.where(tokens["part"] == "title", TITLE, 1.0)
    table = tokens[["article_id", "lemma"]].astype("str").assign(times=times)
    return table.groupby(["article_id", "lemma"], as_index=False)["times"].sum()


def _rarity(holding: np.ndarray, total: int, terms: np.ndarray) -> np.ndarray:
    """Return the weight of each word: the logarithm of how seldom an article holds it (idf).

    Articles of general Arabic (wordfreq, Speer 2022) are counted beside those of the corpus: in a small corpus a story
    told often would make its own words common.
    """
    general = GENERAL * -np.expm1(-LENGTH * np.array([word_frequency(term, "ar") for term in terms]))
    return np.asarray(np.log((total + GENERAL + 1) / (holding + general)))
