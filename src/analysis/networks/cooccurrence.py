"""Co-occurrence: which actors are named in the same units, and how far that is from chance. Public in networks."""

import math

import numpy as np
import pandas as pd
from scipy import stats

from analysis.base.periods import period_of
from analysis.base.statistics import BACKBONE, adjusted, association, disparity, fisher
from analysis.corpus.corpus import Corpus
from analysis.corpus.units import UNITS, WINDOW, check, count_units, units_by_article, with_unit

EDGES = {
    "source": "str",
    "target": "str",
    "count": "int64",
    "articles": "int64",
    "source_count": "int64",
    "target_count": "int64",
    "npmi": "float64",
    "jaccard": "float64",
    "g2": "float64",
    "p": "float64",
    "p_adjusted": "float64",
    "backbone": "bool",
}
PERIODS = {"period": "datetime64[s]"} | EDGES


def cooccurrence(
    corpus: Corpus,
    unit: str = "sentence",
    *,
    min_count: int = 1,
    methods: tuple[str, ...] = (),
    window: int = WINDOW,
) -> pd.DataFrame:
    """Return the pairs of actors that are named in the same `unit`: sentence, paragraph, article or window.

    Columns: source, target (ids, in alphabetical order), count (units with both), articles (with such a unit),
    source_count, target_count (units with each), and how far that is from chance:

    - npmi: normalised pointwise mutual information, from -1 (never together) over 0 (as chance has it) to 1 (never
      apart) (Bouma 2009). How close; it favours rare pairs.
    - jaccard: units with both among the units with either, 0 to 1 (Jaccard 1912).
    - g2: log-likelihood ratio (Dunning 1993), how sure; never negative, the sign of npmi tells more or less.
    - p: Fisher's exact test, one-sided: the chance of this many units with both, or more, were the actors spread
      over the units independently (Fisher 1935).
    - p_adjusted: p after Benjamini and Hochberg (1995), the false discovery rate. The tests are those of all pairs of
      named actors, before `min_count`; pairs that never meet have p = 1.
    - backbone: whether the tie carries more of an actor's co-occurrences than an even spread would: its disparity
      (see `backbone`) is below 0.05, among all ties, before `min_count`.

    The tests take units for independent draws; sentences of one story are not, so that p is too small where few
    articles hold a pair (see `articles`). With `unit="article"` it is not.

    A window is a stretch of `window` tokens of a part of an article, each part cut from its begin; windows do not
    overlap, so that all measures mean what they mean for sentences (textual co-occurrence: Evert 2008). Two
    mentions in one window begin less than `window` tokens apart; a cut may part two that are as close, as the
    end of a sentence does. Each story is counted once; `methods` adds mentions that are left out otherwise (`place`,
    `adjective`). The pairs with the highest count come first. Raises ValueError for another unit or a window
    below 1.

    >>> import analysis
    >>> table = cooccurrence(analysis.read(), min_count=2)
    >>> list(table.columns)[:7]
    ['source', 'target', 'count', 'articles', 'source_count', 'target_count', 'npmi']
    >>> bool((table["p"] <= table["p_adjusted"]).all())
    True
    """
    check(unit, window)
    table = _associated(*_sums(corpus, unit, methods, window))
    return _ordered(table[table["count"] >= min_count], EDGES)


def by_period(
    corpus: Corpus,
    grain: str = "year",
    *,
    unit: str = "sentence",
    min_count: int = 1,
    methods: tuple[str, ...] = (),
    window: int = WINDOW,
) -> pd.DataFrame:
    """Return the pairs of actors that are named in the same unit, in each period.

    Columns: period (its first day), and those of `cooccurrence`, each measured within the period: its units, and for
    p_adjusted and backbone its pairs. Periods in order, in each the highest count first. Articles without a day of
    publication are left out. `grain` is day, week, month, quarter or year. Raises ValueError for another grain, and as
    `cooccurrence`.

    >>> import analysis
    >>> by_period(analysis.read(), "year", min_count=3)["period"].is_monotonic_increasing
    True
    """
    check(unit, window)
    table = _associated(*_sums(corpus, unit, methods, window, grain))
    return _ordered(table[table["count"] >= min_count], PERIODS)


def _sums(
    corpus: Corpus, unit: str, methods: tuple[str, ...], window: int, grain: str | None = None
) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """Return what `_counted` returns of the slices of a corpus, added up: a unit never spans two articles."""
    slices = [_counted(each, unit, methods, window, grain) for each in corpus.slices()]
    pairs, alone, units = (pd.concat(each) for each in zip(*slices, strict=True))
    pairs = pairs.groupby(["period", "source", "target"]).sum().reset_index()
    return pairs, alone.groupby(["period", "actor"]).sum(), units.groupby("period").sum()


def _counted(
    corpus: Corpus, unit: str, methods: tuple[str, ...], window: int, grain: str | None
) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """Return pairs (period, source, target, count, articles), units by period and actor, and units by period.

    Without a `grain`, all is one period, 0.
    """
    days = corpus.counted.set_index("article_id")["published"]
    period = (period_of(days, grain).dropna() if grain else pd.Series(0, index=days.index)).rename("period")
    rows = _found(corpus, unit, methods, window).merge(period, left_on="article_id", right_index=True)
    alone = rows.groupby(["period", "actor"]).size()
    code, names = pd.factorize(rows["actor"], sort=True)
    rows["actor"], rows["article_id"] = code, pd.factorize(rows["article_id"])[0]
    pairs = rows.merge(rows[["unit", "actor"]], on="unit", suffixes=("", "_other"))
    pairs = pairs[pairs["actor"] < pairs["actor_other"]].rename(columns={"actor": "source", "actor_other": "target"})
    pairs = pairs.groupby(["period", "source", "target"])["article_id"].agg(count="size", articles="nunique")
    pairs = pairs.reset_index()
    pairs["source"], pairs["target"] = names.take(pairs["source"]), names.take(pairs["target"])
    units = units_by_article(corpus, unit, window).reindex(period.index)
    return pairs, alone, units.groupby(period).sum()


def _found(corpus: Corpus, unit: str, methods: tuple[str, ...], window: int) -> pd.DataFrame:
    """Return actor, article_id and unit (a number) of each actor in each unit, once."""
    mentions = with_unit(corpus, corpus.counted_mentions(methods), unit, window)
    mentions = mentions[["actor", *UNITS[unit]]].drop_duplicates()
    number = mentions.groupby(UNITS[unit], sort=False).ngroup()
    return mentions[["actor", "article_id"]].assign(unit=number)


def _associated(pairs: pd.DataFrame, alone: pd.Series, units: pd.Series) -> pd.DataFrame:
    """Return pairs with their measures, from the counts of `_counted`."""
    table = pairs
    for end in ("source", "target"):
        places = pd.MultiIndex.from_frame(table[["period", end]])
        table[f"{end}_count"] = alone.reindex(places).to_numpy(dtype="int64")
    total = units.reindex(table["period"]).to_numpy(dtype="int64")
    count, source, target = (table[name] for name in ("count", "source_count", "target_count"))
    g2, shared, _ = association(count.to_numpy(), source.to_numpy(), target.to_numpy(), total)
    table["npmi"], table["g2"] = np.clip(shared, -1, 1), g2
    table["jaccard"] = count / (source + target - count)
    table["p"] = fisher(count, source, target, total)
    table["p_adjusted"] = 0.0
    actors = alone.groupby("period").size()
    table["backbone"] = False
    for period, rows in table.groupby("period"):
        table.loc[rows.index, "p_adjusted"] = adjusted(rows["p"], math.comb(actors[period], 2))
        table.loc[rows.index, "backbone"] = disparity(rows) < BACKBONE
    return table


def _ordered(table: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """Return pairs in their order, with their columns and types."""
    order = ["period", "count", "npmi", "source", "target"]
    table = table.sort_values(order, ascending=[True, False, False, True, True], ignore_index=True)
    return table[list(columns)].astype(columns)


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
Z = 1.959963984540054  # of a 95 % interval


def changes(
    before: Corpus,
    after: Corpus,
    *,
    unit: str = "sentence",
    min_count: int = 1,
    methods: tuple[str, ...] = (),
    window: int = WINDOW,
    alpha: float = 0.05,
) -> pd.DataFrame:
    """Return how the pairs of actors differ between two corpora: two periods, or two sources, that share no article.

    Columns: source, target, before, after (units with both), before_units, after_units (all units of each corpus),
    before_per_1000, after_per_1000 (units with both in 1,000), log_ratio (binary logarithm of the ratio of these
    rates: 1 is twice as often after, -1 half as often; a count of 0 is taken as 0.5, Hardie 2014), low, high (its
    95 % interval: Katz et al. 1978), p (Fisher's exact test, two-sided: twice the smaller tail), p_adjusted
    (Benjamini and Hochberg 1995, over the rows), change: `new` and `lost` (never before, never after), `stronger`
    and `weaker` (p_adjusted below `alpha`), else `steady`. A new or lost pair of few units may be chance: see its p.
    The surest difference comes first.

    `min_count` is the least number of units of a pair in both corpora together; as that total is blind to the
    direction, it may be chosen freely (independent filtering: Bourgon et al. 2010). Units are taken for independent
    draws, see `cooccurrence`. Raises ValueError where the two share articles, and as `cooccurrence`.

    >>> import analysis
    >>> corpus = analysis.read()
    >>> end, start = corpus.halves()  # empty where no article has a date
    >>> table = changes(corpus.filter(end=end), corpus.filter(start=start), min_count=3)
    >>> set(table["change"]) <= {"new", "lost", "stronger", "weaker", "steady"}
    True
    """
    shared = set(before.counted["article_id"]) & set(after.counted["article_id"])
    if shared:
        raise ValueError(f"{len(shared)} articles stand in both corpora; compare two that share none")
    counts = [
        cooccurrence(part, unit, methods=methods, window=window).set_index(["source", "target"])["count"]
        for part in (before, after)
    ]
    table = pd.DataFrame({"before": counts[0], "after": counts[1]}).fillna(0).astype("int64").reset_index()
    table = table[table["before"] + table["after"] >= min_count].reset_index(drop=True)
    first, second = table["before"].to_numpy(), table["after"].to_numpy()
    units = tuple(count_units(part, unit, window) for part in (before, after))
    table["before_units"], table["after_units"] = units
    table["before_per_1000"], table["after_per_1000"] = (
        1000 * count / total if total else np.nan for count, total in zip((first, second), units, strict=True)
    )
    table["log_ratio"], table["low"], table["high"] = log_ratio(first, second, *units)
    table["p"] = _two_sided(first, second, *units)
    table["p_adjusted"] = stats.false_discovery_control(table["p"]) if len(table) else 0.0
    sure = table["p_adjusted"] < alpha
    kinds = [first == 0, second == 0, sure & (table["log_ratio"] > 0), sure & (table["log_ratio"] < 0)]
    table["change"] = np.select(kinds, ["new", "lost", "stronger", "weaker"], "steady")
    table["size"] = -table["log_ratio"].abs()
    return table.sort_values(["p", "size", "source", "target"], ignore_index=True)[list(CHANGES)].astype(CHANGES)


def log_ratio(
    before: np.ndarray, after: np.ndarray, before_units: int, after_units: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the binary logarithm of the ratio of two rates, after by before, and the ends of its 95 % interval.

    The interval is that of Katz et al. (1978); a count of 0 is taken as 0.5.

    >>> [round(float(value[0]), 2) for value in log_ratio(np.array([10]), np.array([20]), 100, 100)]
    [1.0, -0.02, 2.02]
    """
    if not before_units or not after_units:
        nothing = np.full(len(before), np.nan)
        return nothing, nothing, nothing
    first, second = np.where(before > 0, before, 0.5), np.where(after > 0, after, 0.5)
    middle = np.log2(second / after_units) - np.log2(first / before_units)
    error = np.sqrt(np.maximum(1 / first - 1 / before_units + 1 / second - 1 / after_units, 0)) / np.log(2)
    return middle, middle - Z * error, middle + Z * error


def _two_sided(before: np.ndarray, after: np.ndarray, before_units: int, after_units: int) -> np.ndarray:
    """Return twice the smaller tail of Fisher's exact test, 1 at the most."""
    chance = stats.hypergeom(before_units + after_units, before + after, after_units)
    return np.minimum(2 * np.minimum(chance.sf(after - 1), chance.cdf(after)), 1)
