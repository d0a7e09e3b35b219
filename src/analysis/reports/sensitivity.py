"""What of the findings survives other choices: which terms, actors, pairs and bursts each run of a sweep tells."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from analysis.base.statistics import SURE

TOLD = 10  # of each kind that a run tells: the first rows of its table
SENSITIVITY = {"kind": "str", "what": "str", "told": "int64", "runs": "int64", "lacking": "str"}


class Finding(NamedTuple):
    """A kind of finding: the table that tells it, what marks a row, what a reader is shown, which rows are told."""

    table: str
    key: Sequence[str]
    label: Sequence[str]
    told: Callable[[pd.DataFrame], pd.Series] = lambda table: pd.Series(True, index=table.index)


FINDINGS = {
    "term": Finding("topics-frequency", ["term"], ["term"]),
    "keyword": Finding("compare-keyness", ["term"], ["term"], lambda table: table["p_adjusted"] < SURE),
    "actor": Finding("actors-mentions", ["actor"], ["name_en", "name"]),
    "pair": Finding("actors-cooccurrence", ["source", "target"], ["source_name", "target_name"]),
    "tie": Finding(
        "actors-cooccurrence",
        ["source", "target"],
        ["source_name", "target_name"],
        lambda table: table["p_adjusted"] < SURE,
    ),
    "burst": Finding("timeline-bursts", ["of"], ["label"], lambda table: table["p"] < SURE),
}


def sensitivity(folders: Mapping[str, Path]) -> pd.DataFrame:
    """Return which findings the reports of each run tell, those of most runs first.

    Columns: kind (term: the ten commonest; keyword: terms that set two parts apart; actor: the ten most mentioned;
    pair: the ten most named together; tie: the first ten that hold against chance; burst: the first ten that hold),
    what, told (runs that tell it), runs (that have such a table), lacking (the others, by name).

    A finding that hangs on one choice among several that are as good is one of that choice (multiverse analysis:
    Steegen et al. 2016; for the preparation of texts, Denny and Spirling 2018). `folders` are those of the runs, by
    name.
    """
    rows = []
    for kind, finding in FINDINGS.items():
        told = {name: _told(folder, finding) for name, folder in folders.items()}
        held = {name: each for name, each in told.items() if each is not None}
        for key in dict.fromkeys(key for each in held.values() for key in each):
            lacking = [name for name, each in held.items() if key not in each]
            label = next(each[key] for each in held.values() if key in each)
            rows.append((kind, label, len(held) - len(lacking), len(held), ", ".join(lacking)))
    table = pd.DataFrame(rows, columns=list(SENSITIVITY)).astype(SENSITIVITY)
    order = table["kind"].map({kind: place for place, kind in enumerate(FINDINGS)})
    return table.assign(order=order).sort_values(
        ["order", "told"], ascending=[True, False], kind="stable", ignore_index=True
    )[list(SENSITIVITY)]


def _told(folder: Path, finding: Finding) -> dict[tuple[str, ...], str] | None:
    """Return the findings of a kind that a run tells, with their labels; None where it has no such table."""
    path = folder / "tables" / f"{finding.table}.csv"
    if not path.is_file():
        return None
    table = pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False, na_values={"p": "", "p_adjusted": ""})
    if not len(table):
        return {}
    table = table[finding.told(table)].drop_duplicates(list(finding.key)).head(TOLD)
    keys, labels = (table[list(each)].astype("str").itertuples(index=False, name=None) for each in finding[1:3])
    return {key: " – ".join(label) for key, label in zip(keys, labels, strict=True)}
