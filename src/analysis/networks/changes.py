"""What changed between two corpora: which pairs of actors are named together more, or less."""

from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.resampling import CAP, Drawn, difference, joined_apart, log_ratios
from analysis.base.statistics import SURE, adjusted
from analysis.corpus.corpus import Corpus
from analysis.corpus.units import WINDOW, check, units_by_article
from analysis.networks.cooccurrence import pairs_by_article

CHANGES = {
    "source": "str",
    "target": "str",
    "before": "int64",
    "after": "int64",
    "before_units": "int64",
    "after_units": "int64",
    "before_per_1000": "float64",
    "after_per_1000": "float64",
    "log_ratio": "float64",
    "low": "float64",
    "high": "float64",
    "p": "float64",
    "p_adjusted": "float64",
    "change": "str",
}


def changes(
    before: Corpus,
    after: Corpus,
    *,
    unit: str = "sentence",
    min_count: int = 1,
    methods: tuple[str, ...] = (),
    window: int = WINDOW,
    alpha: float = SURE,
    clusters: pd.Series | None = None,
) -> pd.DataFrame:
    """Return how the pairs of actors differ between two corpora: two periods, or two outlets, that share no article.

    Columns: source, target, before, after (units with both), before_units, after_units (all units of each corpus),
    before_per_1000, after_per_1000 (units with both in 1,000), log_ratio (binary logarithm of the ratio of these
    rates: 1 is twice as often after, -1 half as often; a count of 0 is taken as 0.5, Hardie 2014), low, high (its
    95 % interval over articles: base.resampling.log_ratios), p (permutation test: how often articles dealt to the two
    sides at random would differ as much, an article counting for a pair three times at the most:
    base.resampling.difference), p_adjusted (Benjamini and Hochberg 1995, over the rows), change: where p_adjusted is
    below `alpha`, `new` (never before), `lost` (never after), `stronger` or `weaker`; else `steady`: no change is
    shown, which does not mean that there was none. The surest difference comes first.

    `min_count` is the least number of units of a pair in both corpora together; as that total is blind to the
    direction, it may be chosen freely (independent filtering: Bourgon et al. 2010). `clusters` (article_id -> cluster)
    joins articles that were drawn together. Raises ValueError where the two share articles, and as `cooccurrence`.

    >>> import analysis
    >>> corpus = analysis.read()
    >>> end, start = corpus.halves()  # empty where no article has a date
    >>> table = changes(corpus.filter(end=end), corpus.filter(start=start), min_count=3)
    >>> set(table["change"]) <= {"new", "lost", "stronger", "weaker", "steady"}
    True
    """
    check(unit, window)
    shared = set.intersection(*(set(side.counted_columns(["article_id"])["article_id"]) for side in (before, after)))
    if shared:
        raise ValueError(f"{len(shared)} articles stand in both corpora; compare two that share none")
    weights = [units_by_article(side, unit, window) for side in (before, after)]
    held = [pairs_by_article(side, unit, methods, window) for side in (before, after)]
    found = pd.concat(held, ignore_index=True)
    table = found[["source", "target"]].drop_duplicates().sort_values(["source", "target"], ignore_index=True)
    drawn, first = _two_sides(found, table, weights)
    drawn, first = joined_apart(drawn, first, np.concatenate([each.index for each in weights]), clusters)
    earlier, later = drawn.within(first), drawn.within(~first)
    table["before"], table["after"] = earlier.totals().astype("int64"), later.totals().astype("int64")
    table["before_units"], table["after_units"] = (int(each.sum()) for each in weights)
    for side in ("before", "after"):
        size = table[f"{side}_units"].astype("float64")
        table[f"{side}_per_1000"] = 1000 * table[side] / size.where(size > 0)
    table[["log_ratio", "low", "high"]] = log_ratios(later, earlier)
    table["p"] = difference(drawn.capped(CAP), first)
    table = table[table["before"] + table["after"] >= min_count].reset_index(drop=True)
    table["p_adjusted"] = adjusted(table["p"], len(table))
    sure, more = table["p_adjusted"] < alpha, table["log_ratio"] > 0
    kinds = [sure & (table["before"] == 0), sure & (table["after"] == 0), sure & more, sure & ~more]
    table["change"] = np.select(kinds, ["new", "lost", "stronger", "weaker"], "steady")
    table["size"] = -table["log_ratio"].abs()
    return table.sort_values(["p", "size", "source", "target"], ignore_index=True)[list(CHANGES)].astype(CHANGES)


def changes_at(corpus: Corpus, split: str | date = "", **asked: Any) -> pd.DataFrame:
    """Return how the pairs of actors differ between the dated articles before the day `split` and those from it on.

    Without `split`, the day of the middle article parts them (`Corpus.split_at`). Columns and further arguments are
    those of `changes`; `attrs["day"]` is the first day of the later part. Where a part has no article there is nothing
    to compare, no row and no day.

    >>> import analysis
    >>> changes_at(analysis.read(), "2022-01-01", min_count=5).attrs["day"]
    '2022-01-31'
    """
    earlier, later = corpus.split_at(split)
    table = changes(earlier, later, **asked)
    before, after = (side.counted_columns(["published"])["published"] for side in (earlier, later))
    both = len(before) > 0 and len(after) > 0
    table = table if both else table.head(0)
    table.attrs["day"] = f"{after.min():%Y-%m-%d}" if both else ""
    return table


def _two_sides(found: pd.DataFrame, table: pd.DataFrame, weights: list[pd.Series]) -> tuple[Drawn, np.ndarray]:
    """Return the pairs of two corpora as counts by article, and which articles are of the first."""
    both = pd.concat(weights)
    key = pd.MultiIndex.from_frame(table).get_indexer(pd.MultiIndex.from_frame(found[["source", "target"]]))
    unit = pd.Index(both.index).get_indexer(found["article_id"].astype("str"))
    drawn = Drawn(key, unit, found["times"].to_numpy(), both.to_numpy(dtype="float64"), len(table))
    return drawn, np.arange(len(both)) < len(weights[0])
