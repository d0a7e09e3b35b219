"""Several coders: who judges which case, how far they agree, and one verdict for each case."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.base.notes import InputError
from analysis.checking.sheet import Stamp

DRAWS = 2_000  # of cases, for the interval of alpha
SETTLES = "verdicts"  # column of a sheet of cases to settle: what each coder said
TENTATIVE = 0.667  # below it no conclusions are to be drawn (Krippendorff 2004)
SURE = 0.8
WIDE = 0.4  # an interval wider than this tells little
SHOWN = ("article", "date", "sentence", "marked", "read", "found")  # what a person needs to settle a case


class Agreement(NamedTuple):
    """How far coders agree on the cases that two or more of them judged.

    `alpha` is Krippendorff's (2004) for categories, with the ends `low` and `high` of its 95 % interval (bootstrap over
    cases: Zapf et al. 2016); all three are empty where all verdicts are alike, which tells nothing. `agreed` is the
    share of cases on which all who judged them agree, `cases` their number. `disagreements`: id, one column of verdicts
    and one of notes a coder, and what a person needs to settle the case.
    """

    alpha: float
    low: float
    high: float
    agreed: float
    cases: int
    disagreements: pd.DataFrame

    def told(self, coders: int) -> dict[str, Any]:
        """Return what is kept of it with a score: coders, cases, agreed, and alpha, low, high where they are known."""
        known = {"alpha": self.alpha, "low": self.low, "high": self.high} if self.alpha == self.alpha else {}
        agreed = {"agreed": self.agreed} if self.cases else {}
        rounded = {name: round(float(value), 4) for name, value in {**agreed, **known}.items()}
        return {"coders": coders, "cases": self.cases, **rounded}

    def means(self) -> list[str]:
        """Return what may be concluded from alpha.

        >>> Agreement(0.47, -0.05, 1.0, 0.9, 30, pd.DataFrame()).means()[0]
        'the interval is too wide to tell how far they agree: let both judge more cases (--overlap)'
        """
        if self.alpha != self.alpha:
            return []
        few = "the interval is too wide to tell how far they agree: let both judge more cases (--overlap)"
        low = f"below {TENTATIVE}, no conclusions (Krippendorff 2004): make the rule clearer, then judge a new sample"
        between = f"from {TENTATIVE} to {SURE}, tentative conclusions only (Krippendorff 2004)"
        wide = [few] if self.high - self.low > WIDE else []
        return wide + ([low] if self.alpha < TENTATIVE else [between] if self.alpha < SURE else [])


def dealt(table: pd.DataFrame, coders: int, overlap: int) -> list[pd.DataFrame]:
    """Return a sheet for each of some coders: `overlap` cases that all of them judge, and the others dealt out in turn.

    The rows of a sheet stand in the order of the sample, so that nobody sees which of them others judge too. Raises
    InputError where there are not as many cases.
    """
    if not 0 <= overlap <= len(table):
        raise InputError(f"{overlap} cases for all coders, but {len(table)} on the sheet; ask for fewer (--overlap)")
    # All judge cases that are spread over the sample.
    shared = np.zeros(len(table), dtype=bool)
    shared[np.linspace(0, len(table) - 1, overlap).round().astype(int) if overlap else []] = True
    own = np.cumsum(~shared) - 1
    sheets = [table[shared | (~shared & (own % coders == coder))].reset_index(drop=True) for coder in range(coders)]
    for sheet in sheets:
        sheet.attrs = table.attrs
    return sheets


def alpha(values: np.ndarray) -> float:
    """Return Krippendorff's alpha (2004) of verdicts as categories, a row a coder and a column a case; NaN is none.

    Empty where there is nothing to agree on: no case with two verdicts, or all verdicts alike.

    >>> round(alpha(np.array([[1, 0, 1, 1, np.nan], [1, 0, 0, 1, 1]])), 3)
    0.533
    """
    return float(_alphas(_counts(values)[None])[0])


def agreement(coders: dict[str, list[dict[str, Any]]]) -> Agreement:
    """Return how far coders agree: `coders` are the rows of the sheet of each (`read_sheet`), by a name."""
    table = _verdicts(coders)
    both = table[table.notna().sum(axis=1) >= 2]
    counts = _counts(both.to_numpy().T)
    rng = np.random.default_rng(1)
    drawn = counts[rng.integers(0, len(counts), (DRAWS, len(counts)))] if len(counts) else counts[None]
    low, high = _ends(_alphas(drawn))
    same = (counts > 0).sum(axis=1) == 1
    rows = {row["id"]: row for held in coders.values() for row in held}
    notes = {name: {row["id"]: row.get("note", "") for row in held} for name, held in coders.items()}
    apart = [
        {
            "id": id,
            **{f"{name}: verdict": verdict for name, verdict in row.items()},
            **{f"{name}: note": notes[name].get(id, "") for name in coders},
            **{name: rows[id][name] for name in SHOWN if name in rows[id]},
        }
        for id, row in both[~same].iterrows()
    ]
    whole = _alphas(counts[None])[0]
    return Agreement(
        float(whole), low, high, float(same.mean()) if len(same) else np.nan, len(both), pd.DataFrame(apart)
    )


def joined(sheets: dict[str, tuple[list[dict[str, Any]], Stamp]], settled: Sequence[dict[str, Any]] = ()) -> Any:
    """Return the rows of several sheets of one sample as those of one, and their stamp.

    A case has the verdict on which all who judged it agree; where they do not, the one of `settled`, and else none: it
    counts as empty. Raises InputError for sheets of different samples.
    """
    stamps = {name: stamp for name, (_, stamp) in sheets.items()}
    first, stamp = next(iter(stamps.items()))
    for name, other in stamps.items():
        if other != stamp:
            raise InputError(f"{name}: is of another sample than {first}; score sheets of one sample together")
    final = {row["id"]: row["verdict"] for row in settled if row["verdict"] is not None}
    rows: dict[str, dict[str, Any]] = {}
    for held, _ in sheets.values():
        for row in held:
            rows.setdefault(row["id"], row)
    verdicts = _verdicts({name: held for name, (held, _) in sheets.items()})
    result = []
    for id, row in rows.items():
        told = set(verdicts.loc[id].dropna())
        result.append({**row, "verdict": final.get(id, told.pop() if len(told) == 1 else None)})
    return result, stamp


def to_settle(found: Agreement, rows: list[dict[str, Any]]) -> pd.DataFrame:
    """Return a sheet of the cases on which coders differ, `verdicts` and note telling what each of them wrote."""
    by_id = {row["id"]: row for row in rows}
    table = pd.DataFrame([by_id[id] for id in found.disagreements["id"]]).drop(columns="verdict")
    answer = "missed" if "missed" in table else "right"
    notes = found.disagreements.filter(regex=": note$").astype(str)
    notes = notes.apply(lambda row: " | ".join(each for each in row if each), axis=1)
    table = table.assign(**{answer: "", "note": notes.tolist(), "id": table["id"].astype("int64")})
    table.insert(list(table.columns).index(answer), SETTLES, said(found, answer))
    return table


def said(found: Agreement, answer: str = "right") -> list[str]:
    """Return what coders said of each case on which they differ: `right | wrong`, or the numbers that were missed."""
    words = (lambda each: "right" if each else "wrong") if answer == "right" else (lambda each: f"{each:.0f}")
    verdicts = found.disagreements.filter(regex=": verdict$")
    return [" | ".join("–" if pd.isna(each) else words(each) for each in row) for row in verdicts.to_numpy()]


def _verdicts(coders: dict[str, list[dict[str, Any]]]) -> pd.DataFrame:
    """Return verdicts, a row a case and a column a coder."""
    told = {name: {row["id"]: row["verdict"] for row in held} for name, held in coders.items()}
    ids = dict.fromkeys(id for held in told.values() for id in held)
    return pd.DataFrame(
        {name: [held.get(id) for id in ids] for name, held in told.items()}, index=list(ids), dtype=float
    )


def _counts(values: np.ndarray) -> np.ndarray:
    """Return how often each verdict was given, a row a case with two verdicts or more, a column a verdict."""
    known = np.unique(values[~np.isnan(values)])
    counts = (values[:, :, None] == known).sum(axis=0)
    return np.asarray(counts[counts.sum(axis=1) >= 2])


def _alphas(counts: np.ndarray) -> np.ndarray:
    """Return alpha of each of several sets of cases: counts by set, case and verdict."""
    of = counts.sum(axis=2)
    differ = (of**2 - (counts**2).sum(axis=2)) / np.maximum(of - 1, 1)
    each = counts.sum(axis=1)
    total = each.sum(axis=1)
    expected = (total**2 - (each**2).sum(axis=1)) / np.maximum(total - 1, 1)
    return np.where(expected > 0, 1 - differ.sum(axis=1) / np.where(expected > 0, expected, 1), np.nan)


def _ends(draws: np.ndarray) -> tuple[float, float]:
    known = draws[~np.isnan(draws)]
    return (float(np.quantile(known, 0.025)), float(np.quantile(known, 0.975))) if len(known) else (np.nan, np.nan)
