"""Keyness: which terms mark a corpus, against another one or against general Arabic."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import numpy as np
import pandas as pd

from analysis.base.built import built
from analysis.base.notes import choice
from analysis.base.resampling import CAP, Drawn, difference, joined_apart, log_ratios
from analysis.base.statistics import SURE, adjusted, log_likelihood, ratio
from analysis.corpus.corpus import Corpus
from analysis.lemmas.lemmatize import lemmatize_alone, resolve
from analysis.lemmas.lexicon import PACKAGES, ROOMS, lexicon
from analysis.text.folding import clean
from analysis.topics.counts import READ, Counts, counts_in, dispersion, slice_counts
from analysis.topics.ledger import Ledger
from analysis.topics.phrases import codes
from analysis.topics.strips import Numbers
from analysis.topics.sums import Sums
from analysis.topics.tally import Tally

GENERAL = 100_000_000  # tokens that general Arabic is taken to hold
COMMON = 80_000  # forms of it that are lemmatised
COLUMNS = {
    "term": "str",
    "count": "int64",
    "reference_count": "int64",
    "articles": "int64",
    "reference_articles": "Int64",
    "per_1000": "float64",
    "reference_per_1000": "float64",
    "g2": "float64",
    "log_ratio": "float64",
    "low": "float64",
    "high": "float64",
    "dispersion": "float64",
    "p": "float64",
    "p_adjusted": "float64",
}


def keyness(
    corpus: Corpus,
    reference: Corpus | pd.DataFrame | None = None,
    *,
    by: str = "lemma",
    min_count: int = 3,
    min_articles: int = 5,
    clusters: pd.Series | None = None,
) -> pd.DataFrame:
    """Return how much more, or less, each term is used than in a reference, the largest sure difference first.

    Columns: term, count, reference_count, articles, reference_articles (that hold it), per_1000, reference_per_1000
    (occurrences in 1,000 tokens), g2, log_ratio, low, high, dispersion, p, p_adjusted. log_ratio is the binary
    logarithm of the ratio of the two rates (Hardie 2014): 1 is twice as often, -1 half as often, a count of 0 taken as
    0.5; low and high are its 95 % interval over articles. g2 is the log-likelihood ratio (Rayson and Garside 2000),
    never negative. dispersion: how unevenly the term is spread over the articles of the side that has more of it, 0
    evenly, 1 all in one (Gries 2021; see `frequency`). p is of a permutation test: how often articles dealt to the two
    sides at random would differ as much (base.resampling.difference), an article counting for a term three times at the
    most; p_adjusted holds the false discovery rate (Benjamini and Hochberg 1995) over the rows.

    What was drawn is articles, not tokens: a test of tokens finds hundreds of terms in random halves of one corpus
    (Kilgarriff 2005; Lijffijt et al. 2016). So terms come in the order of the end of their interval that is nearer to
    no difference, those with p_adjusted below 0.05 first. `clusters` (article_id -> cluster) joins articles that were
    drawn together, such as the texts of one story.

    `reference` is a Corpus that shares no article with this one; a table of `topics.frequency` by the same `by`; or
    None for general Arabic: the word frequencies of wordfreq (Speer 2022; forms lemmatised and summed), taken as a
    corpus of 10^8 tokens. The latter two tell of no articles, so reference_articles, low, high, p and p_adjusted are
    empty then and g2 gives the order; general Arabic is an approximation besides (`table.attrs["approximate"]`) and
    holds no terms of several words, which are left out. A term needs `min_count` occurrences in the corpus or, where
    one is given, in the reference; between two corpora also `min_articles` articles on a side, below which nothing can
    be told; of two corpora one of which has no article, nothing can. Function words and numbers are left out.

    Raises ValueError for another `by`, for a reference that is none of these, and for one that shares articles.

    >>> import analysis
    >>> table = keyness(analysis.read())
    >>> bool(table["log_ratio"].iloc[0] > 5), table.attrs["approximate"]
    (True, True)
    """
    choice("by", by, ("lemma", "form"))
    if isinstance(reference, Corpus):
        sides = corpus, reference
        held = [set(side.counted_columns(["article_id"])["article_id"]) for side in sides]
        shared = held[0] & held[1]
        if shared:
            raise ValueError(f"{len(shared)} articles stand in both corpora; compare two that share none")
        found = Ledger([slice_counts(side, by) for side in sides], sum(map(len, held)))
        table = pd.concat([_by_article(*part, found, clusters) for part in found], ignore_index=True)
    elif reference is None or {"term", "count", "per_1000"} <= set(getattr(reference, "columns", ())):
        table = _by_count(corpus, reference, by)
    else:
        raise ValueError("reference: give a Corpus, a table of topics.frequency, or None for general Arabic")
    enough = table["count"] >= min_count
    if reference is not None:
        enough |= table["reference_count"] >= min_count
    if isinstance(reference, Corpus):
        enough &= (table["articles"] >= min_articles) | (table["reference_articles"] >= min_articles)
        enough &= all(held)
    table = table[enough].reset_index(drop=True)
    tested = table["p"].notna().all() and len(table) > 0
    table["p_adjusted"] = adjusted(table["p"], len(table)) if tested else np.nan
    table = _ordered(table)
    table.attrs["approximate"] = reference is None
    return table


def _by_article(terms: np.ndarray, drawn: Drawn, found: Ledger, clusters: pd.Series | None) -> pd.DataFrame:
    """Return the measures of some terms of two corpora, with interval and test over articles."""
    first = found.corpus == 0
    sides = drawn.within(first), drawn.within(~first)
    table = measured(
        pd.DataFrame(
            {
                "term": pd.Series(terms, dtype="str"),
                "count": sides[0].totals(),
                "reference_count": sides[1].totals(),
                "articles": sides[0].units(),
                "reference_articles": sides[1].units(),
            }
        ),
        *(int(found.sizes[chosen].sum()) for chosen in (first, ~first)),
    )
    starts = 0, int(first.sum())  # articles of the first corpus come first
    parts = zip(sides, starts, (found.sizes[first], found.sizes[~first]), strict=True)
    spread = [dispersion(side.key, side.unit - start, side.times, sizes) for side, start, sizes in parts]
    ours, theirs = (np.pad(each, (0, len(terms) - len(each))) for each in spread)
    table["dispersion"] = np.where(table["log_ratio"] > 0, ours, theirs)
    drawn, first = joined_apart(drawn, first, found.ids, clusters)
    told = log_ratios(drawn.within(first), drawn.within(~first))
    return table.assign(low=told["low"], high=told["high"], p=difference(drawn.capped(CAP), first))


def _by_count(corpus: Corpus, reference: pd.DataFrame | None, by: str) -> pd.DataFrame:
    """Return the measures of a corpus set against counts alone: a table of frequencies, or general Arabic."""
    pairs = _Pairs()
    own = Sums(pairs.added(corpus, by) if reference is None else slice_counts(corpus, by))
    index = pd.Index(own.terms, dtype="str")
    columns = {"count": own.totals(), "articles": own.units(), "dispersion": own.dispersion()}
    table = pd.DataFrame(columns, index=index)
    if reference is None:
        table = table[~table.index.str.contains(" ", regex=False)]
        other, total = pairs.general(by, corpus.info.get("lemmatizer", "auto")), GENERAL
        other = other.reindex(table.index, fill_value=0)
    else:
        other, total = _table_counts(reference)
        table = table.reindex(table.index.union(other.index, sort=False))
    table["reference_count"] = other.reindex(table.index)
    table[["count", "articles", "reference_count"]] = table[["count", "articles", "reference_count"]].fillna(0)
    table = measured(table.rename_axis("term").reset_index(), int(own.weights.sum()), total)
    return table.assign(reference_articles=pd.NA, low=np.nan, high=np.nan, p=np.nan)


def measured(table: pd.DataFrame, size: int, total: int) -> pd.DataFrame:
    """Return a table of term, count and reference_count with rates, g2 and log_ratio, of corpora of these sizes."""
    ours, theirs = table["count"].to_numpy(dtype=float), table["reference_count"].to_numpy(dtype=float)
    size, total = max(size, 1), max(total, 1)
    table["per_1000"], table["reference_per_1000"] = 1000 * ours / size, 1000 * theirs / total
    table["g2"] = log_likelihood(ours, theirs, size, total)
    table["log_ratio"] = ratio(ours, theirs, size, total)
    return table


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table in its order: what holds over articles first, the largest sure difference first, then g2."""
    sure = np.where(table["log_ratio"] > 0, table["low"], -table["high"])
    table = table.assign(holds=table["p_adjusted"] < SURE, sure=np.maximum(np.nan_to_num(sure), 0))
    order = ["holds", "sure", "g2", "log_ratio", "term"]
    table = table.sort_values(order, ascending=[False, False, False, False, True], ignore_index=True)
    return table.astype(COLUMNS)[list(COLUMNS)]


def _with_pairs(corpus: Corpus, by: str) -> tuple[Counts, np.ndarray, np.ndarray, np.ndarray]:
    """Return the counts of a slice; and form, lemma and times of the pairs whose forms general Arabic has."""
    tokens = corpus.columns("tokens", READ)
    (form, forms), (lemma, lemmas) = codes(tokens["form"]), codes(tokens["lemma"])
    frequency = lexicon().frequency
    known = np.array([clean(word) in frequency for word in forms], dtype=bool)[form]
    numbers, pairs = pd.factorize((form[known] << 32) + lemma[known])
    times = np.bincount(numbers, minlength=len(pairs))
    return counts_in(corpus, by, tokens=tokens), forms[pairs >> 32], lemmas[pairs % (1 << 32)], times


class _Pairs:
    """How often each form of general Arabic stands in a corpus with which lemma."""

    def __init__(self) -> None:
        self._forms, self._lemmas, self._tally = Numbers(), Numbers(), Tally()

    def added(self, corpus: Corpus, by: str) -> Iterator[Counts]:
        """Yield the counts of each slice of a corpus, its pairs added."""
        for found, forms, lemmas, times in corpus.by_slice(_with_pairs, by):
            form, lemma = np.array(self._forms.of(forms), np.int64), np.array(self._lemmas.of(lemmas), np.int64)
            self._tally.add((form << 32) + lemma, times)
            yield found

    def general(self, by: str, lemmatizer: str) -> pd.Series:
        """Return how often each lemma or form of the corpus stands in 10^8 tokens of general Arabic, by wordfreq.

        For a lemma, its forms among the 80,000 commonest (96 % of running text) and those that the corpus holds are
        summed. What is written alike without marks (فرنسا, فرنساً) goes to the lemma that the corpus has for it most
        often. What general Arabic does not have is left out.
        """
        frequency, (keys, times) = lexicon().frequency, self._tally.total()
        forms, lemmas = (np.array(each.words, dtype=object) for each in (self._forms, self._lemmas))
        pairs = pd.DataFrame({"form": forms[keys >> 32], "lemma": lemmas[keys % (1 << 32)], "times": times})
        pairs = pairs.sort_values(["form", "lemma"]).sort_values("times", kind="stable")
        cleaned = list(map(clean, pairs["form"].tolist()))
        if by == "form":
            found = pd.Series([frequency[form] for form in cleaned], index=pairs["form"])
        else:
            of = _common(lemmatizer) | dict(zip(cleaned, pairs["lemma"].tolist(), strict=True))
            shares = pd.Series([frequency.get(form, 0.0) for form in of])
            found = shares.groupby(list(of.values())).sum()
        return (found[~found.index.duplicated()] * GENERAL).round().astype("int64")


@lru_cache
def _common(lemmatizer: str) -> dict[str, str]:
    """Return the commonest forms of general Arabic with their lemmas."""
    forms, name = list(islice(lexicon().frequency, COMMON)), resolve(lemmatizer)

    def make() -> list[str]:
        return lemmatize_alone(forms, name)

    # What CAMeL Tools tells depends on data that is none of this package.
    lemmas = built("common", make, rooms=ROOMS, packages=PACKAGES) if name == "simple" else make()
    return dict(zip(forms, lemmas, strict=True))


def _table_counts(table: pd.DataFrame) -> tuple[pd.Series, int]:
    """Return the counts of a frequency table, and the size of the corpus that they were made from."""
    total = round(1000 * table["count"].iloc[0] / table["per_1000"].iloc[0]) if len(table) else 0
    return pd.Series(table["count"].to_numpy(), index=pd.Index(table["term"], dtype="str")), total
