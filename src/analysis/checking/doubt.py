"""Where the rules are least sure: cases drawn more often there, with weights by which estimates stay unbiased.

Priority sampling (Duffield, Lund and Thorup 2007): a case of doubt w has the priority w / u, with u at random from 0 to
1, and those of the highest priority are drawn. With t the highest priority that was not drawn, a case that was stands
for max(1, t / w) cases: sums over the sample with these weights are unbiased, whatever the doubts are, and so are
those over its first rows, with the priority of the next.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.notes import InputError
from analysis.base.statistics import wilson
from analysis.sources.checks import GROUPS
from analysis.text import tables

COLUMNS = ["doubt", "priority", "next"]  # of a row of a sheet: w, its priority, and that of the case after it
PRIOR = 4  # judged cases that what is expected of a group counts for
LEAST = 0.05  # doubt of what was never wrong yet


def doubts(table: pd.DataFrame, kind: str, checks: Mapping[str, Any]) -> np.ndarray:
    """Return how unsure each case of a kind is: the standard deviation of right and wrong in its group.

    Groups are those of the first column of `GROUPS[kind]` (of mentions: how the actor was known). What is expected of
    a group is what was found in a sheet that was scored (`checks`, see `sources.checks.of_source`), together with what
    checking/data/doubt.yml says of the library's own tests; without either, all cases are alike.
    """
    by = next(iter(GROUPS[kind]), "")
    if by not in table:
        return np.ones(len(table))
    expected: Mapping[str, float] = tables.table("checking/data/doubt.yml").get(kind, {})
    held = checks.get("by", {}).get(by, {})
    values = table[by].astype("str")
    sizes = {value: held.get(value, {"right": 0, "of": 0}) for value in values.unique()}
    whole = (checks["right"] + PRIOR * 0.9) / (checks["of"] + PRIOR) if checks.get("of") else 0.9
    shares = {
        value: (each["right"] + PRIOR * expected.get(value, whole)) / (each["of"] + PRIOR)
        for value, each in sizes.items()
    }
    share = values.map(shares).to_numpy(dtype="float64")
    return np.maximum(np.sqrt(share * (1 - share)), LEAST)


def drawn(table: pd.DataFrame, doubt: np.ndarray, n: int, seed: int) -> pd.DataFrame:
    """Return the `n` rows of the highest priority, the highest first, with the columns doubt, priority and next."""
    u = 1 - np.random.default_rng(seed).random(len(table))  # from above 0 to 1
    priority = doubt / u
    order = np.argsort(-priority, kind="stable")
    following = np.append(priority[order][1:], 0.0)
    told = table.iloc[order[:n]].reset_index(drop=True)
    return told.assign(
        doubt=doubt[order[:n]].round(6), priority=priority[order[:n]].round(6), next=following[:n].round(6)
    )


def weights(rows: Sequence[Mapping[str, Any]]) -> np.ndarray:
    """Return for how many cases each row of a sheet stands: of those up to the last that was judged, else 0.

    Raises InputError where a cell of the columns that tell it was changed.
    """
    try:
        doubt, following = (np.array([float(row[name]) for row in rows]) for name in ("doubt", "next"))
        place = np.array([int(row["id"]) for row in rows])
    except (KeyError, ValueError):
        raise InputError("the columns 'doubt' or 'next' of the sheet were changed; restore the cells") from None
    judged = np.array([row["verdict"] is not None for row in rows])
    if not judged.any() or not (doubt > 0).all():
        return np.zeros(len(rows))
    last = int(np.argmax(np.where(judged, place, -1)))
    return np.where(place <= place[last], np.maximum(1.0, following[last] / doubt), 0.0)


def weighted(verdicts: pd.Series, weight: pd.Series) -> tuple[float, float, float]:
    """Return the share of what is right with its 95 % interval, of verdicts (1, 0, empty) with their weights.

    The ratio of the weighted sums (Hajek 1971); the interval is Wilson's (1927) with as many cases as an unweighted
    sample that tells as much would have (Kish 1965).
    """
    told = verdicts.notna() & (weight > 0)
    weight, verdicts = weight[told].astype("float64"), verdicts[told].astype("float64")
    if not told.any():
        return np.nan, np.nan, np.nan
    share = float((weight * verdicts).sum() / weight.sum())
    size = pd.Series([weight.sum() ** 2 / (weight**2).sum()])
    low, high = wilson(share * size, size)
    return share, float(low[0]), float(high[0])
