"""The sheets of one sample read together: one score, how far their coders agree, and what is not settled yet."""

import os
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analysis.base.notes import InputError
from analysis.checking.coders import SETTLES, Agreement, agreement, joined
from analysis.checking.recall import missed_of
from analysis.checking.sample import score_of
from analysis.checking.sheet import Stamp, read_sheet
from analysis.sources.checks import RECALL, entry, kept_of

Path = str | os.PathLike[str]
Held = dict[str, tuple[list[dict[str, Any]], Stamp]]
APART = ("coders",)  # of what is kept of a score: not told by its verdicts


class Scored(NamedTuple):
    """The score of a sample (`score`, of recall `missed`), its rows, how far coders agree, and cases not settled.

    `agreement` is None where one person judged. `attrs["coders"]` of the scores tells it, for `save`.
    """

    scores: pd.DataFrame
    rows: list[dict[str, Any]]
    agreement: Agreement | None
    unsettled: int


def scored(sheets: Sequence[Path], settled: Path | None = None) -> Scored:
    """Return what the sheets of one sample say together; `settled` is the sheet of cases on which coders differed.

    Raises InputError where one cannot be read, or is of another sample.
    """
    return _scored({str(each): read_sheet(each) for each in sheets}, read_sheet(settled) if settled else None, settled)


def check_kept(sheets: Iterable[Path], source: Path) -> None:
    """Raise InputError where a sheet holds no verdict, or where the sheets of a kind do not give the kept score.

    Sheets of one sample are read together, with that of the cases that were settled; those that were drawn where the
    rules are least sure give no score that is kept.
    """
    samples: dict[Stamp, Held] = {}
    for each in sheets:
        rows, stamp = read_sheet(each)
        if all(row["verdict"] is None for row in rows):
            raise InputError(f"{each}: no verdict stands in it; name the sheet that you filled in (.xlsx or .csv)")
        if "doubt" not in rows[0]:
            samples.setdefault(stamp, {})[str(each)] = rows, stamp
    told: dict[str, list[tuple[bool, Held]]] = {}
    for stamp, held in samples.items():
        if kept := kept_of(source, stamp.kind):
            made = entry(_scored(held).scores)
            same = all(made[name] == kept[name] for name in made.keys() & kept.keys() if name not in APART)
            told.setdefault(stamp.kind, []).append((same, held))
    for kind, found in told.items():
        if not any(same for same, _ in found):
            names = ", ".join(name for _, held in found for name in held)
            what = f"the verdicts do not give the score of {kind} in checks.yml"
            todo = "name all that you scored, the settled one too, or score these anew (--save)"
            raise InputError(f"{names}: {what}; {todo}")


def settles(rows: Sequence[dict[str, Any]]) -> bool:
    """Tell whether rows of a sheet are cases on which coders differed."""
    return bool(rows) and SETTLES in rows[0]


def _scored(held: Held, settled: tuple[list[dict[str, Any]], Stamp] | None = None, named: Path | None = None) -> Scored:
    sheets = {name: each for name, each in held.items() if not settles(each[0])}
    if not sheets:
        raise InputError(f"{', '.join(held)}: holds cases to settle; name the sheets of the coders too")
    final = [row for rows, _ in [*held.values(), *([settled] if settled else [])] if settles(rows) for row in rows]
    if settled and not settles(settled[0]):
        raise InputError(f"{named}: is no sheet of cases to settle; name the one that --settle wrote")
    rows, stamp = joined(sheets, final)
    if settled and settled[1] != stamp:
        raise InputError(f"{named}: is of another sample than {next(iter(sheets))}; settle the cases of one sample")
    scores = missed_of(rows, stamp) if stamp.kind == RECALL else score_of(rows, stamp)
    if len(sheets) == 1:
        return Scored(scores, rows, None, 0)
    found = agreement({name: each for name, (each, _) in sheets.items()})
    scores.attrs["coders"] = found.told(len(sheets))
    verdicts = {row["id"]: row["verdict"] for row in rows}
    left = sum(verdicts[id] is None for id in found.disagreements.get("id", ()))
    return Scored(scores, rows, found, left)
