"""How often each term occurs, in how many articles, and how evenly."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from typing import Any

import pandas as pd

from analysis.base.notes import at_least, choice
from analysis.base.resampling import rates
from analysis.corpus.corpus import Corpus
from analysis.corpus.groups import by_group
from analysis.corpus.kept import kept
from analysis.topics.counts import slice_counts
from analysis.topics.merge import merge
from analysis.topics.sums import Sums


def frequency(
    corpus: Corpus,
    by: str = "lemma",
    *,
    top: int | None = None,
    stop_words: bool = False,
    n: int = 1,
    terms: pd.DataFrame | Iterable[str] | None = None,
    intervals: bool = False,
    groups: str | pd.Series | None = None,
) -> pd.DataFrame:
    """Return how often each term occurs, the commonest first.

    Columns: term, count, per_1000 (occurrences in 1,000 tokens, function words counted among the tokens),
    documents (articles that hold it), document_share (of all counted articles), dispersion: how unevenly it is spread
    over the articles, 0 evenly, 1 all in one small article (DPnorm: Gries 2008, normalised by Lijffijt and Gries
    2012). With `intervals`, also low and high: the 95 % interval of per_1000 over articles (Cochran 1977, Fay and Feuer
    1997: base.resampling.rates), from 0 up where a single article holds all.

    `by` is `lemma` or `form`; `top` keeps the first rows; `stop_words` keeps what is no term by itself: function words,
    numbers, single letters, given names and what joins them, titles, units, days and months. With `n`, sequences of n
    words of one sentence, nothing but space, quotes or a hyphen between them; those that begin or end with a function
    word only with `stop_words`. `terms` (a table of `collocations`, or phrases) are counted as one
    term, and their words not again; see `merge`. With `groups` (`outlet`, another column of articles, or a Series:
    article_id -> value), the table of each part of the corpus, its value in a first column (`Corpus.groups`). Raises
    ValueError for another `by` or an `n` below 1.

    >>> import analysis
    >>> list(frequency(analysis.read(), top=3).columns)
    ['term', 'count', 'per_1000', 'documents', 'document_share', 'dispersion']
    """
    choice("by", by, ("lemma", "form"))
    at_least(1, n=n, top=top)
    if groups is not None:
        asked: dict[str, Any] = {"top": top, "stop_words": stop_words, "n": n, "terms": terms, "intervals": intervals}
        return by_group(corpus, groups, lambda part: frequency(part, by, **asked))
    merged, own = (corpus, None) if terms is None else (merge(corpus, terms), corpus)
    slices, rules = list(merged.slices()), repr((by, n, stop_words, corpus.info.get("keep_duplicates")))
    make = partial(_counted, merged, by, n, stop_words, own)
    # Of one slice, it is made as soon as it is read.
    table = kept("frequency", chain([rules], _read_by(slices, own)), make) if len(slices) > 1 else make()
    table = table.head(len(table) if top is None else top)
    columns = ["term", "count", "per_1000", "documents", "document_share", "dispersion"]
    return table[columns + ["low", "high"] * intervals].reset_index(drop=True)


def _read_by(slices: list[Corpus], own: Corpus | None) -> Iterator[pd.DataFrame | str]:
    for each in slices if own is None else [*slices, *own.slices()]:
        yield each.known("tokens", ["article_id", "form", "lemma", "stop"])
        yield each.known("articles", ["article_id", "duplicate_of"])


def _counted(corpus: Corpus, by: str, n: int, stop_words: bool, own: Corpus | None) -> pd.DataFrame:
    """Return the whole table with its intervals; rates and sizes are of the words of `own`, where it is given."""
    found = Sums(slice_counts(corpus, by, n, stop_words), None if own is None else _sizes(own))
    table = pd.DataFrame(
        {
            "term": pd.Series(found.terms, dtype="str"),
            "count": found.totals().astype("int64"),
            "documents": found.units(),
            "dispersion": found.dispersion(),
        }
    )
    table["per_1000"] = 1000 * table["count"] / max(found.weights.sum(), 1)
    table["document_share"] = table["documents"] / max(len(corpus.counted_columns(["article_id"])), 1)
    table[["low", "high"]] = rates(found, per=1000)[["low", "high"]]
    return table.sort_values(["count", "documents", "term"], ascending=[False, False, True], ignore_index=True)


def _sizes(corpus: Corpus) -> pd.Series:
    """Return the tokens of each article; merging leaves fewer, but rates and sizes are those of the words."""
    held = [each.columns("tokens", ["article_id"])["article_id"].value_counts() for each in corpus.slices()]
    return pd.concat([each.set_axis(each.index.astype("str")) for each in held])
