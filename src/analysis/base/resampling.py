"""Articles as what was drawn: intervals of rates and tests of differences, from a sum and a weight an article.

Words of one article are no independent draws, so nothing here counts tokens or sentences as such: what varies by chance
is which articles there are. Articles that were drawn together (texts of one story) are joined to one unit first.
"""

from typing import NamedTuple, Protocol

import numpy as np
import pandas as pd
from scipy import special

from analysis.base.notes import InputError
from analysis.base.statistics import Z

ENDS = (0.025, 0.975)  # of a 95 % interval
CAP = 3  # times that a unit counts in a test of two sides: one that repeats itself says no more about the others


class Summed(Protocol):
    """What a rate is told from: sums over units, as `Drawn` has them."""

    @property
    def weights(self) -> np.ndarray: ...
    def totals(self, power: int = 1, weight: int = 0) -> np.ndarray: ...
    def units(self) -> np.ndarray: ...
    def jump(self) -> np.ndarray: ...


class Drawn(NamedTuple):
    """How often each of `keys` things occurs in each unit that was drawn: `times[i]` of `key[i]` in `unit[i]`.

    `weights` are what a rate is told in, by unit: its tokens, or its sentences. Pairs of key and unit stand once.
    """

    key: np.ndarray
    unit: np.ndarray
    times: np.ndarray
    weights: np.ndarray
    keys: int

    def totals(self, power: int = 1, weight: int = 0) -> np.ndarray:
        """Return for each key the sum over units of times ** power * weights ** weight, where it occurs."""
        values = self.times.astype(float) ** power * self.weights[self.unit].astype(float) ** weight
        return np.bincount(self.key, values, self.keys)

    def jump(self) -> np.ndarray:
        """Return how many occurrences of each key come with one of them: the mean over occurrences, 1 at least."""
        times = self.totals()
        return np.maximum(self.totals(2) / np.maximum(times, 1e-300), 1.0)

    def units(self) -> np.ndarray:
        """Return in how many units each key occurs."""
        return np.bincount(self.key[self.times > 0], minlength=self.keys)

    def within(self, chosen: np.ndarray) -> "Drawn":
        """Return the counts of some units, told by a mask; the others weigh nothing and hold nothing."""
        kept = chosen[self.unit]
        return Drawn(self.key[kept], self.unit[kept], self.times[kept], np.where(chosen, self.weights, 0), self.keys)

    def capped(self, most: float) -> "Drawn":
        """Return the counts with no unit holding a key more than `most` times."""
        return self._replace(times=np.minimum(self.times, most))

    def joined(self, unit_of: np.ndarray) -> "Drawn":
        """Return the counts with units joined: `unit_of` tells the number of the new unit of each."""
        size = int(unit_of.max()) + 1 if len(unit_of) else 0
        place, back = np.unique(self.key.astype("int64") * max(size, 1) + unit_of[self.unit], return_inverse=True)
        key, unit = np.divmod(place, max(size, 1))
        weights = np.bincount(unit_of, self.weights, size)
        return Drawn(key, unit, np.bincount(back, self.times, len(place)), weights, self.keys)


def unit_numbers(ids: pd.Index | pd.Series | np.ndarray, clusters: pd.Series | None) -> np.ndarray:
    """Return the number of the unit of each article: its cluster's, or its own where it has none.

    `clusters` (article_id -> cluster) may lack articles; each of those is its own unit.
    """
    names = pd.Series(np.asarray(ids, dtype=object))
    if clusters is not None and not isinstance(clusters, pd.Series):
        raise InputError("clusters: give a Series (article_id -> cluster), such as stories.texts(corpus)")
    if clusters is not None:
        cluster = names.map(clusters[~clusters.index.duplicated()])
        names = ("article " + names.astype("str")).where(cluster.isna(), "cluster " + cluster.astype("str"))
    return pd.factorize(names)[0]


def joined_apart(
    drawn: Drawn, side: np.ndarray, ids: pd.Index | pd.Series | np.ndarray, clusters: pd.Series | None
) -> tuple[Drawn, np.ndarray]:
    """Return counts and sides with the articles of one cluster on one side joined: what the two sides drew."""
    if clusters is None:
        return drawn, side
    units, back = np.unique(2 * unit_numbers(ids, clusters) + ~side, return_inverse=True)
    return drawn.joined(back), units % 2 == 0


def rates(drawn: Summed, per: float = 1.0, *, jump: np.ndarray | None = None) -> pd.DataFrame:
    """Return the rate of each key, and the ends of its 95 % interval over units: rate, low, high, units.

    `rate` is the ratio of sums (occurrences in `per` of weight), its variance the linearised one of such a ratio over
    units (Cochran 1977, ch. 6), widened by Student's t where few units hold the key; the ends are those of the gamma
    interval for weighted counts (Fay and Feuer 1997), which holds for few occurrences and for none. `jump` is what one
    more unit would bring, where more units are known than these. `units` is where the key occurs. All are empty where
    nothing was drawn. A single unit is one draw that brought all.
    """
    size, total = int((drawn.weights > 0).sum()), float(drawn.weights.sum())
    times, spread = drawn.totals(), _spread(drawn)
    table = pd.DataFrame({"rate": np.nan, "low": np.nan, "high": np.nan, "units": drawn.units()}, dtype="float64")
    table["units"] = table["units"].astype("int64")
    if total > 0:
        table["rate"] = per * times / total
        # Student's t with the units that hold it: rare things are told by few, however many units there are.
        held = np.maximum(drawn.units() - 1, 1)
        wider = (special.stdtrit(held, ENDS[1]) / Z) ** 2 * size / (size - 1) if size > 1 else np.inf
        # At the most, and of a single unit, as if one draw had brought all.
        variance = np.fmin(wider * np.maximum(spread, 1e-12), times**2)
        low, high = gamma_interval(times, variance, np.fmax(drawn.jump(), 1.0 if jump is None else jump))
        table["low"], table["high"] = per * low / total, per * high / total
    return table


def log_ratios(first: Drawn, second: Drawn) -> pd.DataFrame:
    """Return the binary logarithm of the ratio of two rates of each key, first by second: log_ratio, low, high.

    A count of 0 is taken as 0.5 (Hardie 2014). The 95 % interval is of the delta method on the linearised variances of
    both rates (Cochran 1977), so that articles, not occurrences, are what varies. Empty where a side drew nothing, the
    ends where a side has less than two units.
    """
    logs, variances = [], []
    for side in (first, second):
        size, total = int((side.weights > 0).sum()), float(side.weights.sum())
        times = np.where(side.totals() > 0, side.totals(), 0.5)
        logs.append(np.log2(times / total) if total > 0 else np.full(side.keys, np.nan))
        # Of a count of 0 or 0.5 nothing varies; a single occurrence does as one of Poisson's.
        spread = np.maximum(_spread(side), times) * (size / (size - 1) if size > 1 else np.nan)
        variances.append(spread / times**2)
    middle, error = logs[0] - logs[1], np.sqrt(variances[0] + variances[1]) / np.log(2)
    return pd.DataFrame({"log_ratio": middle, "low": middle - Z * error, "high": middle + Z * error})


def difference(drawn: Drawn, side: np.ndarray) -> np.ndarray:
    """Return for each key the two-sided p that its rate differs between the units where `side` is true and the others.

    The test is of permutation: were the units dealt to the sides at random, how often would a side hold this much more
    than its weight has it, or more? The distribution of that sum is known by its first three moments, and taken as
    Pearson's type III with them (Mielke and Berry 2007, ch. 2), less half an occurrence for continuity. 1 where a side
    is empty, or nothing varies.
    """
    size, chosen = len(drawn.weights), int(side.sum())
    other = size - chosen
    if min(chosen, other) < 1 or size < 3 or drawn.weights.sum() <= 0:
        return np.ones(drawn.keys)
    over = np.bincount(drawn.key, drawn.times * side[drawn.unit], drawn.keys)
    over = over - _rate(drawn) * drawn.weights[side].sum()
    variance = chosen * other / (size * (size - 1)) * _spread(drawn)
    third = chosen * other * (other - chosen) / (size * (size - 1) * (size - 2)) * _third(drawn)
    with np.errstate(divide="ignore", invalid="ignore"):
        deviation = np.sign(over) * np.maximum(np.abs(over) - 0.5, 0) / np.sqrt(variance)
        skew = third / variance**1.5
    p = 2 * np.minimum(_type_three(deviation, skew), _type_three(-deviation, -skew))
    return np.where(variance > 0, np.minimum(p, 1), 1.0)


def variation(drawn: Drawn, group: np.ndarray, *, draws: int = 500, seed: int = 1) -> np.ndarray:
    """Return for each key the p that its rate is the same in all groups of units (periods, outlets).

    The statistic is the weighted sum of squares of what each group holds over what its weight would give (as in Kruskal
    and Wallis 1952). Its first three moments are those of `draws` deals of the units to the groups at random, so that
    things strewn unevenly over units (overdispersion) are judged by their own unevenness; p is of Pearson's type III
    with these moments (Mielke and Berry 2007). 1 where a thing occurs in less than two units a group: too few to tell.
    """
    groups = int(group.max()) + 1 if len(group) else 0
    if len(np.unique(group)) < 2 or len(group) < 3:
        return np.ones(drawn.keys)
    rng = np.random.default_rng(seed)
    rate = _rate(drawn)
    found = _unevenness(drawn, rate, group, groups)
    dealt = np.array([_unevenness(drawn, rate, rng.permutation(group), groups) for _ in range(draws)])
    deviation = dealt.std(axis=0, ddof=1)
    deviation[deviation == 0] = np.inf
    skew = np.maximum(((dealt - dealt.mean(axis=0)) ** 3).mean(axis=0) / deviation**3, 0)
    few = drawn.units() < 2 * groups
    return np.where(few, 1.0, _type_three((found - dealt.mean(axis=0)) / deviation, skew))


def _unevenness(drawn: Drawn, rate: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """Return the sum over groups of the squared surplus of each key, by the units of the group."""
    held = np.maximum(np.bincount(group, minlength=groups), 1)
    place = drawn.key.astype("int64") * groups + group[drawn.unit]
    sums = np.bincount(place, drawn.times, drawn.keys * groups).reshape(drawn.keys, groups)
    over = sums - rate[:, None] * np.bincount(group, drawn.weights, groups)
    return np.asarray((over**2 / held).sum(axis=1))


def _rate(drawn: Summed) -> np.ndarray:
    return drawn.totals() / max(float(drawn.weights.sum()), 1e-300)


def _spread(drawn: Summed) -> np.ndarray:
    """Return the sum over units of the squared residuals of a ratio: times - rate * weight."""
    rate, weights = _rate(drawn), drawn.weights.astype(float)
    return np.maximum(drawn.totals(2) - 2 * rate * drawn.totals(1, 1) + rate**2 * (weights**2).sum(), 0)


def _third(drawn: Drawn) -> np.ndarray:
    """Return the sum over units of the cubed residuals of a ratio."""
    rate, weights = _rate(drawn), drawn.weights.astype(float)
    mixed = -3 * rate * drawn.totals(2, 1) + 3 * rate**2 * drawn.totals(1, 2)
    return np.asarray(drawn.totals(3) + mixed - rate**3 * (weights**3).sum())


def gamma_interval(times: np.ndarray, variance: np.ndarray, jump: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the ends of the interval of Fay and Feuer (1997) of counts; `jump` is what one more unit would bring."""
    some = times > 0
    count = np.where(some, times, 1.0)
    variance = np.where(some, np.maximum(variance, 1e-12), 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        least = variance / count * special.gammaincinv(count**2 / np.maximum(variance, 1e-12), ENDS[0])
    more, wide = np.where(some, times + jump, jump), variance + jump**2
    return np.where(some, least, 0.0), wide / more * special.gammaincinv(more**2 / wide, ENDS[1])


def _type_three(deviation: np.ndarray, skew: np.ndarray) -> np.ndarray:
    """Return how often a standardised variable of Pearson's type III with this skewness reaches a deviation."""
    bent = np.abs(skew) > 1e-4
    slope = np.where(bent, skew, 1.0)
    shape, at = 4 / slope**2, 2 / slope * (deviation + 2 / slope)
    upper = np.where(slope > 0, special.gammaincc(shape, np.maximum(at, 0)), special.gammainc(shape, np.maximum(at, 0)))
    return np.where(bent, upper, special.ndtr(-deviation))
