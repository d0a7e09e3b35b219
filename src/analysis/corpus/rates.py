"""How often something is named in each period, and in 1,000 words of what was published then."""

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.periods import all_periods, period_of
from analysis.base.resampling import Drawn, rates, unit_numbers, variation
from analysis.base.statistics import SURE, adjusted
from analysis.corpus.corpus import Corpus


def rate_by_period(
    corpus: Corpus,
    places: pd.DataFrame,
    key: str,
    values: Sequence[str],
    grain: str,
    *,
    clusters: pd.Series | None = None,
) -> pd.DataFrame:
    """Return how often each of `values` stands in each period: a row for each of both, however often.

    Columns: period (its first day), `key`, count, articles, per_1000 (in 1,000 tokens of the period; empty where
    nothing was published), low, high: the 95 % interval of per_1000 over articles (see base.resampling.rates).
    `attrs["p"]` holds, for each of `values`, the p that its rate is the same in all periods
    (base.resampling.variation), `attrs["p_adjusted"]` the same with the false discovery rate over `values` (Benjamini
    and Hochberg 1995), `attrs["changing"]` those of `values` where it is below .05, and `attrs["finding"]` what that
    comes to: `trend` where a rate changes, `trend_steady` where none does, `trend_few` and `trend_once` where so few
    articles, or a single period, cannot tell; `attrs["grain"]` is the grain. `places` has a row for each time
    (article_id, `key`); those of articles without a day of publication are left out. `clusters` (article_id -> cluster)
    joins articles that were drawn together. Raises ValueError for an unknown grain.
    """
    counted = corpus.counted_columns(["article_id", "published", "words"])
    periods = all_periods(counted["published"], grain)
    counted = counted.assign(period=periods.get_indexer(period_of(counted["published"], grain)))
    counted = counted[counted["period"] >= 0].reset_index(drop=True)
    drawn = _drawn(counted, places, key, list(values))
    tables = [
        _of_period(drawn, counted, number, clusters).assign(period=day, **{key: list(values)})
        for number, day in enumerate(periods)
    ]
    columns = ["period", key, "count", "articles", "per_1000", "low", "high"]
    table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)
    p = pd.Series(_changing(drawn, counted["period"].to_numpy(), counted, clusters), dtype="float64")
    table.attrs["p"] = dict(zip(values, p.tolist(), strict=True))
    table.attrs["p_adjusted"] = dict(zip(values, adjusted(p, len(p)).tolist(), strict=True))
    table.attrs["changing"] = [value for value, each in table.attrs["p_adjusted"].items() if each < SURE]
    table.attrs["finding"] = _finding(table.attrs, len(periods))
    table.attrs["grain"] = grain
    return table[columns]


def _finding(attrs: dict[Hashable, Any], periods: int) -> str:
    """Return what the tests of change come to, as the name of a phrase."""
    if periods < 2:
        return "trend_once"
    if min(attrs["p"].values(), default=1) == 1:
        return "trend_few"
    return "trend" if attrs["changing"] else "trend_steady"


def _drawn(counted: pd.DataFrame, places: pd.DataFrame, key: str, values: list[str]) -> Drawn:
    """Return how often each value stands in each dated article."""
    found = pd.DataFrame(
        {
            "key": pd.Index(values, dtype="str").get_indexer(places[key]),
            "unit": pd.Index(counted["article_id"]).get_indexer(places["article_id"].astype("str")),
        }
    )
    sums = found[(found["key"] >= 0) & (found["unit"] >= 0)].value_counts(sort=False).reset_index()
    number, unit, times = (sums[name].to_numpy(dtype="int64") for name in ("key", "unit", "count"))
    return Drawn(number, unit, times, counted["words"].to_numpy(dtype="float64"), len(values))


def _of_period(drawn: Drawn, counted: pd.DataFrame, number: int, clusters: pd.Series | None) -> pd.DataFrame:
    """Return count, articles, per_1000, low and high of all values in one period."""
    inside = drawn.within((counted["period"] == number).to_numpy())
    units = inside.joined(unit_numbers(counted["article_id"], clusters)) if clusters is not None else inside
    found = rates(units, per=1000, jump=drawn.jump()).rename(columns={"rate": "per_1000"})
    return found.assign(count=inside.totals().astype("int64"), articles=inside.units())


def _changing(drawn: Drawn, period: np.ndarray, counted: pd.DataFrame, clusters: pd.Series | None) -> list[float]:
    """Return the p that each value is as frequent in all periods; texts of one cluster in one period are one unit."""
    held, group = np.unique(period, return_inverse=True)
    if clusters is not None and len(held):
        units, back = np.unique(unit_numbers(counted["article_id"], clusters) * len(held) + group, return_inverse=True)
        drawn, group = drawn.joined(back), units % len(held)
    return [float(p) for p in variation(drawn, group)]
