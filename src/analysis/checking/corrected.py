"""What the errors of the recogniser do to counts: the precision that a person found, carried into them."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.statistics import wilson
from analysis.corpus.corpus import Corpus
from analysis.sources.checks import RECALL, of_source

TOLD = ("right", "of", "precision", "low", "high", "coders")  # of a sheet of mentions
MISSED = ("read", "recall", "low", "high")  # of one of recall
ADDED = {
    "judged": "int64",
    "precision": "float64",
    "recall": "float64",
    "corrected": "float64",
    "corrected_low": "float64",
    "corrected_high": "float64",
}


def corrected(
    table: pd.DataFrame,
    checks: Mapping[str, Any],
    *,
    of: str = "mentions",
    by: str = "actor",
    recall: tuple[float, float, float] | None = None,
) -> pd.DataFrame:
    """Return a table with its numbers corrected for errors of recognition, the raw ones beside.

    Added columns: judged (rows of the checked sheet that are of this one), precision (of them; of all judged rows where
    there is none), recall (empty where it is not known), corrected (`of` times precision, by recall where it is known;
    else for false finds alone), corrected_low, corrected_high: the 95 % interval.

    `checks` is what `of_source` has of mentions, or any mapping with right, of and by ({group: {value: {right, of}}});
    `by` is the group, `actor` or `actor_type`, and the column of the table that holds its values (`type` stands for
    actor_type, `of` for actor). A sheet is a simple random sample, so that the rows of an actor are one of its mentions
    whatever the recogniser errs in (design-based: Egami et al. 2023; TeBlunthuis et al. 2024). The interval is that of
    Wilson (1927) with the finite population correction (Cochran 1977) where `of` is a count; where nothing of an actor
    was judged, it is all that can be. Where the table has an interval of `of` itself (low, high), both are
    joined, on the scale of logarithms (Zou and Donner 2008), and so is that of `recall` (value, low, high; without it,
    that of the checks): with both errors known, the true number is the found one times precision by recall (Rogan and
    Gladen 1978). One recall holds for all rows, since what was missed of a single actor is too rare on any sheet: an
    actor whose names are harder than others' is still counted too low. Raises ValueError for checks without `by`.

    >>> table = pd.DataFrame({"actor": ["iran", "iraq"], "mentions": [200, 40]})
    >>> checks = {"right": 24, "of": 30, "by": {"actor": {"iran": {"right": 18, "of": 20}}}}
    >>> corrected(table, checks)[["judged", "corrected", "corrected_low", "corrected_high"]].round(1).values.tolist()
    [[20.0, 180.0, 142.2, 194.1], [0.0, 32.0, 0.0, 40.0]]
    """
    groups = checks.get("by", {}).get(by)
    if groups is None:
        raise ValueError(f"by={by!r}: the checks tell of {', '.join(checks.get('by', {})) or 'no group'}")
    column = next(each for each in (by, {"actor": "of", "actor_type": "type"}.get(by, by)) if each in table)
    right, judged = (table[column].map({key: each[name] for key, each in groups.items()}) for name in ("right", "of"))
    right, judged = right.fillna(0).astype("float64"), judged.fillna(0).astype("float64")
    whole = pd.api.types.is_integer_dtype(table[of])
    size = table.groupby(column)[of].transform("sum").clip(lower=judged) if whole else np.inf
    # As if more had been judged, the nearer the sample is to all there is.
    weight = judged * (size - 1) / (size - judged).where(size > judged, 1e-9) if whole else judged
    some = judged > 0
    precision = (right / judged).where(some, checks["right"] / checks["of"])
    low, high = wilson((precision * weight).where(some, 0.0), weight.where(some, 1.0))
    low, high = low.where(some, 0.0), high.where(some, 1.0)
    ratios = [(precision, low, high)]
    if {"low", "high"} <= set(table.columns):
        ratios.append((table[of], table["low"], table["high"]))
    known = recall or checks.get("recall")
    found, least, most = known or (1.0, 1.0, 1.0)  # nothing to divide by
    ratios.append((pd.Series(1 / found, table.index), 1 / most, 1 / least))
    value = table[of] * precision / found
    return table.assign(
        judged=judged,
        precision=precision,
        recall=found if known else np.nan,
        corrected=value,
        corrected_low=value * np.exp(-_joined([(middle, end) for middle, end, _ in ratios])),
        corrected_high=(value * np.exp(_joined([(end, middle) for middle, _, end in ratios]))).where(
            precision > 0, table[of] * high / found
        ),
    ).astype(ADDED)


def corrected_actors(corpus: Corpus, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table of actors with its mentions corrected by the sheet of this corpus that a person filled in.

    Empty where none was, or it tells of no single actors. `attrs` are right, of, precision, low, high of the sheet,
    coders where several judged it, and missed (read, recall, low, high) where a sheet of recall was read.
    """
    held = of_source(corpus.info.get("source", ""))
    missed = {key: held[RECALL][key] for key in MISSED} if RECALL in held else {}
    checks = held.get("mentions", {})
    if "actor" not in checks.get("by", {}):
        found = table.head(0).assign(**dict.fromkeys(ADDED, 0)).astype(ADDED)
        found.attrs = {}
    else:
        found = corrected(table, checks)
        found.attrs = {key: checks[key] for key in TOLD if key in checks}
    found.attrs |= {"missed": missed} if missed else {}
    return found


def _joined(ends: list[tuple[Any, Any]]) -> np.ndarray:
    """Return how far the end of a product lies, in logarithms, from how far those of its factors do."""
    with np.errstate(divide="ignore", invalid="ignore"):
        ways = [np.log(np.asarray(more, dtype=float) / np.asarray(less, dtype=float)) for more, less in ends]
    return np.sqrt(sum(np.nan_to_num(way, nan=0.0, posinf=np.inf) ** 2 for way in ways))
