"""What changed in a network between two parts of a corpus. Public in analysis.networks."""

import numpy as np
import pandas as pd
from scipy import stats

from analysis._network_association import cooccurrence
from analysis.corpus.corpus import Corpus
from analysis.corpus.units import WINDOW, count_units

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
