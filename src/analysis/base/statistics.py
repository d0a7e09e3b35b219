"""Statistics of counts, each with its source: intervals, association, exact tests, the weight of a tie."""

import numpy as np
import pandas as pd
from scipy import special

Z = 1.959963984540054  # of a 95 % interval
SURE = 0.05  # p, after correction for how many were looked at, below which a finding is told
BACKBONE = 0.05  # disparity below which a tie is in the backbone: chance makes one tie in twenty as strong


def wilson(count: pd.Series, total: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the ends of the 95 % score interval of proportions (Wilson 1927).

    >>> [round(float(end.iloc[0]), 4) for end in wilson(pd.Series([10]), pd.Series([50]))]
    [0.1124, 0.3304]
    """
    share = count / total
    middle = (share + Z**2 / (2 * total)) / (1 + Z**2 / total)
    half = Z / (1 + Z**2 / total) * np.sqrt(share * (1 - share) / total + Z**2 / (4 * total**2))
    # Exactly 0 and 1 at the ends, whatever is lost in rounding.
    return (middle - half).mask(share == 0, 0.0), (middle + half).mask(share == 1, 1.0)


def npmi(count: pd.Series, source: pd.Series, target: pd.Series, units: int) -> pd.Series:
    """Return normalised pointwise mutual information (Bouma 2009) of joint and single counts over `units`."""
    return pd.Series(np.clip(association(count, source, target, units)[1], -1, 1), index=count.index)


def adjusted(p: pd.Series, tests: int) -> np.ndarray:
    """Return p-values after Benjamini and Hochberg (1995), of `tests` tests whose other p-values are 1.

    What scipy.stats.false_discovery_control returns, without the third of a second that to import it takes.

    >>> adjusted(pd.Series([0.01, 0.02, 0.5]), 6).round(2).tolist()
    [0.06, 0.06, 1.0]
    """
    order = np.argsort(p.to_numpy(dtype=float))
    sorted_p = p.to_numpy(dtype=float)[order] * (len(p) / np.arange(1, len(p) + 1))
    least = np.minimum.accumulate(sorted_p[::-1])[::-1]
    found = np.empty(len(p))
    found[order] = np.clip(least, 0, 1)
    return np.minimum(found * (tests / max(len(p), 1)), 1)


def disparity(table: pd.DataFrame) -> pd.Series:
    """Return how likely chance makes each tie of a table of pairs as strong at one of its ends: see `backbone`.

    Give it the whole table, before rare pairs are dropped: they are ties too.

    >>> pairs = pd.DataFrame({"source": ["a", "a", "a"], "target": ["b", "c", "d"], "count": [8, 1, 1]})
    >>> disparity(pairs).round(2).tolist()
    [0.04, 0.81, 0.81]
    """
    weight = table["count"].to_numpy(dtype="float64")
    ends = pd.concat([table["source"], table["target"]], ignore_index=True)
    ties = pd.Series(np.tile(weight, 2)).groupby(ends)
    shares, degrees = np.tile(weight, 2) / ties.transform("sum"), ties.transform("size")
    chances = ((1 - shares) ** (degrees - 1)).to_numpy(dtype="float64").reshape(2, -1)
    return pd.Series(chances.min(axis=0), index=table.index, name="disparity")


def association(
    joint: np.ndarray, left: np.ndarray, right: np.ndarray, total: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return G2, NPMI and t-score of pairs: their joint count, the counts of either side, and of all pairs.

    >>> [round(float(value[0]), 3) for value in association(*(np.array([each]) for each in (20, 30, 25)), 1000)]
    [132.97, 0.839, 4.304]
    """
    joint, left, right = (np.asarray(each, dtype=float) for each in (joint, left, right))
    expected = left * right / total
    cells = [
        (joint, expected),
        (left - joint, left * (total - right) / total),
        (right - joint, (total - left) * right / total),
        (total - left - right + joint, (total - left) * (total - right) / total),
    ]
    g2 = 2 * sum(special.rel_entr(np.maximum(observed, 0), chance) for observed, chance in cells)
    with np.errstate(divide="ignore", invalid="ignore"):
        npmi = np.where(joint < total, np.log(joint / expected) / -np.log(joint / total), 1.0)
    return np.maximum(g2, 0), npmi, (joint - expected) / np.sqrt(joint)


def ratio(ours: np.ndarray, theirs: np.ndarray, size: float | np.ndarray, total: float | np.ndarray) -> np.ndarray:
    """Return the binary logarithm of the ratio of two rates, a count of 0 taken as 0.5 (Hardie 2014).

    >>> ratio(np.array([8.0, 4.0]), np.array([4.0, 0.0]), 100, 100).round(6).tolist()
    [1.0, 3.0]
    """
    own, other = np.where(ours > 0, ours, 0.5), np.where(theirs > 0, theirs, 0.5)
    return np.asarray(np.log2(own / np.maximum(size, 1)) - np.log2(other / np.maximum(total, 1)))


def log_likelihood(
    ours: np.ndarray, theirs: np.ndarray, size: float | np.ndarray, total: float | np.ndarray
) -> np.ndarray:
    """Return G2 of two counts in corpora of these sizes (Rayson and Garside 2000).

    >>> float(log_likelihood(np.array([540.0]), np.array([7525.0]), 116_000, 5_451_382)[0].round(2))
    534.64
    """
    both = (ours + theirs) / (size + total)
    # rel_entr(x, y) is x ln(x / y), and 0 for x = 0; the sum may fall below 0 by rounding.
    return np.maximum(2 * (special.rel_entr(ours, size * both) + special.rel_entr(theirs, total * both)), 0)


def mutual_information(one: np.ndarray, other: np.ndarray) -> float:
    """Return the mutual information of two partitions of the same things, adjusted for chance (Vinh et al. 2010).

    1 for the same, 0 for what chance gives. What sklearn.metrics.adjusted_mutual_info_score returns, without the second
    that to import it takes.

    >>> round(mutual_information(np.array([0, 0, 1, 1, 2]), np.array([5, 5, 7, 7, 7])), 6)
    0.63535
    """
    (one, left), (other, right) = (
        np.unique(each, return_inverse=True, return_counts=True)[1:] for each in (one, other)
    )
    cells, both = np.unique(one * len(right) + other, return_counts=True)
    if 1 in (len(left), len(right)):
        return float(len(left) == len(right))
    size = len(one)
    shared = special.rel_entr(both, left[cells // len(right)] * right[cells % len(right)] / size).sum() / size
    most = (special.entr(left / size).sum() + special.entr(right / size).sum()) / 2
    chance = _shared_by_chance(left, right, size)
    return 1.0 if np.isclose(shared, most, rtol=1e-12) else float((shared - chance) / (most - chance))


def _shared_by_chance(left: np.ndarray, right: np.ndarray, size: int) -> float:
    """Return the mutual information to expect of two partitions into parts of these sizes."""
    log = np.append(0.0, np.log(np.arange(1, size + 1)))
    factorial = np.cumsum(log)
    (left, often), (right, as_often) = (np.unique(each, return_counts=True) for each in (left, right))
    a, b, n = left[:, None, None], right[None, :, None], np.arange(1, min(left.max(), right.max()) + 1)
    may = (n <= a) & (n <= b) & (n >= a + b - size)
    a, b, n = (np.broadcast_to(each, may.shape)[may] for each in (a, b, n))
    ways = factorial[a] + factorial[b] + factorial[size - a] + factorial[size - b]
    ways -= factorial[size] + factorial[n] + factorial[a - n] + factorial[b - n] + factorial[size - a - b + n]
    times = np.broadcast_to(often[:, None, None] * as_often[None, :, None], may.shape)[may]
    return float((times * n / size * (log[size] + log[n] - log[a] - log[b]) * np.exp(ways)).sum())
