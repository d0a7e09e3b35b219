"""Keyness: which terms mark a corpus, against another one or against general Arabic. Public in analysis.topics."""

from functools import lru_cache
from itertools import islice

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.notes import choice
from analysis.base.statistics import log_likelihood
from analysis.corpus.corpus import Corpus
from analysis.lemmas.lemmatize import lemmatize_alone
from analysis.lemmas.lexicon import lexicon
from analysis.text.folding import clean
from analysis.topics.frequency import counts

GENERAL = 100_000_000  # tokens that general Arabic is taken to hold
COMMON = 80_000  # forms of it that are lemmatised
COLUMNS = {
    "term": "str",
    "count": "int64",
    "reference_count": "int64",
    "per_1000": "float64",
    "reference_per_1000": "float64",
    "g2": "float64",
    "log_ratio": "float64",
    "p": "float64",
    "p_adjusted": "float64",
}


def keyness(
    corpus: Corpus,
    reference: Corpus | pd.DataFrame | None = None,
    *,
    by: str = "lemma",
    min_count: int = 3,
) -> pd.DataFrame:
    """Return how much more, or less, each term is used than in a reference, the surest difference first.

    Columns: term, count, reference_count, per_1000, reference_per_1000 (occurrences in 1,000 tokens), g2, log_ratio, p,
    p_adjusted. g2 is the log-likelihood ratio (Rayson and Garside 2000), how sure the difference is; it is
    never negative. log_ratio is the binary logarithm of the ratio of the two rates (Hardie 2014), how large the
    difference is: 1 is twice as often, -1 half as often; a count of 0 is taken as 0.5. p is of the chi-squared
    distribution with one degree of freedom, p_adjusted holds the false discovery rate (Benjamini and Hochberg 1995).

    `reference` is a Corpus, a table of `topics.frequency` by the same `by`, or None for general Arabic: the word
    frequencies of wordfreq (Speer 2022; forms lemmatised and summed), taken as a corpus of 10^8 tokens. That size is
    an approximation, so `table.attrs["approximate"]` is True then and only the order of g2 should be relied on;
    terms of several words are left out, as it holds none. A term needs `min_count` occurrences in the corpus or,
    where one is given, in the reference. Function words and numbers are left out.

    Raises ValueError for another `by`, and for a reference that is none of these.

    >>> import analysis
    >>> table = keyness(analysis.read())
    >>> bool(table["log_ratio"].iloc[0] > 5), table.attrs["approximate"]
    (True, True)
    """
    choice("by", by, ("lemma", "form"))
    own, size = _corpus_counts(corpus, by)
    if reference is None:
        own = own[~own.index.str.contains(" ", regex=False)]
        other, total = general(corpus, by).reindex(own.index, fill_value=0), GENERAL
    elif isinstance(reference, Corpus):
        other, total = _corpus_counts(reference, by)
    elif isinstance(reference, pd.DataFrame) and {"term", "count", "per_1000"} <= set(reference.columns):
        other, total = _table_counts(reference)
    else:
        raise ValueError("reference: give a Corpus, a table of topics.frequency, or None for general Arabic")
    table = pd.DataFrame({"count": own, "reference_count": other}).fillna(0).astype("int64")
    table = table[(table["count"] >= min_count) | ((table["reference_count"] >= min_count) & (reference is not None))]
    table = compared(table.rename_axis("term").reset_index(), size, total)
    table.attrs["approximate"] = reference is None
    return table


def compared(table: pd.DataFrame, size: int, total: int) -> pd.DataFrame:
    """Return the measures of `keyness` for a table of term, count, reference_count and the sizes of the two corpora."""
    ours, theirs = table["count"].to_numpy(dtype=float), table["reference_count"].to_numpy(dtype=float)
    size, total = max(size, 1), max(total, 1)
    table["per_1000"], table["reference_per_1000"] = 1000 * ours / size, 1000 * theirs / total
    table["g2"] = log_likelihood(ours, theirs, size, total)
    table["log_ratio"] = np.log2(np.where(ours > 0, ours, 0.5) / size) - np.log2(
        np.where(theirs > 0, theirs, 0.5) / total
    )
    table["p"] = stats.chi2.sf(table["g2"], df=1)
    table["p_adjusted"] = stats.false_discovery_control(table["p"]) if len(table) else 0.0
    table = table.sort_values(["g2", "log_ratio", "term"], ascending=[False, False, True], ignore_index=True)
    return table.astype(COLUMNS)[list(COLUMNS)]


def general(corpus: Corpus, by: str = "lemma") -> pd.Series:
    """Return how often each lemma or form of a corpus stands in 10^8 tokens of general Arabic, by wordfreq.

    For a lemma, its forms among the 80,000 commonest (96 % of running text) and those that the corpus holds are summed.
    """
    frequency = lexicon().frequency
    slices = [each.tokens[["form", "lemma"]].drop_duplicates().astype("str") for each in corpus.slices()]
    pairs = pd.concat(slices).drop_duplicates()
    if by == "form":
        found = pd.Series([frequency.get(clean(form), 0.0) for form in pairs["form"]], index=pairs["form"])
    else:
        of = _common(corpus.info.get("lemmatizer", "auto")) | dict(
            zip(map(clean, pairs["form"]), pairs["lemma"], strict=True)
        )
        shares = pd.Series([frequency.get(form, 0.0) for form in of])
        found = shares.groupby(list(of.values())).sum()
    return (found[~found.index.duplicated()] * GENERAL).round().astype("int64")


@lru_cache
def _common(lemmatizer: str) -> dict[str, str]:
    """Return the commonest forms of general Arabic with their lemmas."""
    forms = list(islice(lexicon().frequency, COMMON))
    return dict(zip(forms, lemmatize_alone(forms, lemmatizer), strict=True))


def _corpus_counts(corpus: Corpus, by: str) -> tuple[pd.Series, int]:
    found = counts(corpus, by)
    total = np.bincount(found.term, found.times, len(found.terms)).astype("int64")
    return pd.Series(total, index=pd.Index(found.terms, dtype="str")), int(found.sizes.sum())


def _table_counts(table: pd.DataFrame) -> tuple[pd.Series, int]:
    """Return the counts of a frequency table, and the size of the corpus that they were made from."""
    total = round(1000 * table["count"].iloc[0] / table["per_1000"].iloc[0]) if len(table) else 0
    return pd.Series(table["count"].to_numpy(), index=pd.Index(table["term"], dtype="str")), total
