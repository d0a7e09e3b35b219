"""What was checked by hand of a source (checks.yml): kept beside it, and read back."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis.base.notes import InputError
from analysis.base.places import locate
from analysis.base.statistics import wilson
from analysis.base.strata import Stratum, total
from analysis.base.yaml_lines import compose, plain, read
from analysis.sources.side import refused

GROUPS: dict[str, tuple[str, ...]] = {
    "mentions": ("method", "actor_type", "actor"),
    "dates": ("type", "grain"),
    "relations": ("quad_class", "kind", "negated"),
    "voices": ("kind", "stance"),
    "themes": ("theme",),
    "stories": ("outlet",),
}
RECALL = "recall"  # of mentions: what was missed
KINDS = (*GROUPS, RECALL)
STRATUM = ("sentences", "read", "missed", "squares")  # what is kept of a stratum of recall
FILE = "checks.yml"
MOST = 10**18  # a number on a sheet: what a column of whole numbers holds
_HEAD = "# What was checked by hand (analysis score SHEET --save); the reports show it.\n"


def save(scores: pd.DataFrame, source: str | os.PathLike[str]) -> Path:
    """Keep scores beside their source, in `checks.yml`, where reports find them, and return that path.

    An earlier score of the same kind is replaced; kinds and sources beside it stay. Raises InputError where nothing is
    filled in yet, where the source is the shipped sample or not on this machine, and where the file cannot be written.
    """
    if scores.attrs.get("weighted"):
        what = "was drawn where the rules are least sure: its score holds for all, and its rows not for each actor"
        raise InputError(f"the sheet {what}; to correct counts, draw one without --least-sure")
    path, name = _place(source)
    made = entry(scores)
    kept = checks_in(path)
    kept.setdefault(name, {})[scores.attrs["kind"]] = made
    text = _HEAD + yaml.safe_dump(kept, allow_unicode=True, sort_keys=True)
    try:
        new = path.with_name(f".{FILE}.new")
        new.write_text(text, encoding="utf-8", newline="\n")
        os.replace(new, path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); check the folder") from None
    return path


def entry_of(source: str | os.PathLike[str]) -> str:
    """Return what is kept of a source in `checks.yml` as a file of its own; empty where nothing is."""
    try:
        path, name = _place(source)
    except InputError:
        return ""
    kept = checks_in(path).get(name)
    return _HEAD + yaml.safe_dump({name: kept}, allow_unicode=True, sort_keys=True) if kept else ""


def kept_of(source: str | os.PathLike[str], kind: str) -> dict[str, Any]:
    """Return the entry of `checks.yml` of a source and a kind; empty where there is none."""
    try:
        path, name = _place(source)
    except InputError:
        return {}
    found = checks_in(path).get(name, {}).get(kind)
    return dict(found) if isinstance(found, Mapping) else {}


def entry(scores: pd.DataFrame) -> dict[str, Any]:
    """Return what is kept of a score, or of what was missed. Raises InputError where it tells too little."""
    return _missed_entry(scores) if scores.attrs["kind"] == RECALL else _entry(scores)


def _entry(scores: pd.DataFrame) -> dict[str, Any]:
    """Return what is kept of a score."""
    whole = scores.iloc[0]
    if not whole["of"]:
        raise InputError("nothing on the sheet is filled in yet: write right or wrong into the column 'right'")
    groups: dict[str, dict[str, dict[str, int]]] = {}
    for row in scores[scores["by"] != "all"].itertuples():
        groups.setdefault(row.by, {})[row.value] = {"right": int(row.right), "of": int(row.of)}
    stamp = {key: value for key, value in scores.attrs.items() if key not in ("kind", "source")}
    return {"right": int(whole["right"]), "of": int(whole["of"]), **stamp, "by": groups}


def _missed_entry(missed: pd.DataFrame) -> dict[str, Any]:
    """Return what is kept of a sheet of recall: its strata. Raises InputError where one of them was not read at all."""
    unread = missed.loc[missed["read"] == 0, "stratum"].tolist()
    if unread:
        what = f"of the sentences of stratum {', '.join(unread)} none is filled in yet"
        raise InputError(f"{what}: write into the column 'missed' how many mentions are not in [[ ]], 0 for none")
    stamp = {key: value for key, value in missed.attrs.items() if key not in ("kind", "source", "empty")}
    strata = missed.set_index("stratum")[list(STRATUM)].astype(int).to_dict("index")
    return {**stamp, "strata": {str(name): dict(each) for name, each in strata.items()}}


def of_source(source: str | os.PathLike[str] = "") -> dict[str, dict[str, Any]]:
    """Return what was checked by hand of a source: {kind: about}; empty where nothing was.

    `about`: right, of, precision, low, high (95 %), fingerprint (of the corpus it was drawn from: another one says that
    files have changed since), seed, n, population, coders (where several judged: their number as
    coders, the cases that two or more judged, agreed, and Krippendorff's alpha with low and high where it is
    known), and by: {group: {value: {right, of}}}. Of recall: read (sentences),
    missed (mentions in all sentences, estimated), missed_low, missed_high, recall (of the mentions that stand in the
    texts, how many were found; those that were wrongly found are taken out where a sheet of mentions was scored), low,
    high, fingerprint, seed, n, population; mentions have it too, as `recall`: (recall, low, high). Raises InputError,
    naming the file, where `checks.yml` cannot be read.

    >>> of_source()
    {}
    """
    try:
        path, name = _place(source)
    except InputError:
        return {}
    result: dict[str, dict[str, Any]] = {}
    kept = checks_in(path).get(name, {})
    for kind, held in kept.items():
        if not (kind in KINDS and (_are_strata(held) if kind == RECALL else _is_whole(held))):
            raise InputError(f"{path}, {name}, {kind}: cannot be read; score the sheet again with --save")
        if kind == RECALL:
            continue
        right, of = held["right"], held["of"]
        low, high = wilson(pd.Series([right]), pd.Series([of]))
        told = {
            each: held[each]
            for each in ("right", "of", "seed", "n", "population", "fingerprint", "coders", "by")
            if each in held
        }
        result[kind] = {**told, "precision": right / of, "low": float(low[0]), "high": float(high[0])}
    if RECALL in kept:
        found = result[RECALL] = _recall(kept[RECALL], result.get("mentions", {}).get("precision", 1.0))
        if "mentions" in result:
            result["mentions"][RECALL] = found["recall"], found["low"], found["high"]
    return result


def recall_of(missed: pd.DataFrame) -> dict[str, Any]:
    """Return what a sheet of recall says by itself, as `of_source` does, every mention that was found taken for right.

    Raises InputError where a stratum was not read at all.
    """
    return _recall(_missed_entry(missed), 1.0)


def _recall(entry: Mapping[str, Any], precision: float) -> dict[str, Any]:
    """Return recall, as it follows from the mentions that were found and those that were missed."""
    strata = [Stratum(*(each[name] for name in STRATUM)) for each in entry["strata"].values()]
    found = entry["mentions"] * precision
    missed, least, most = total(strata)
    shares = [found / (found + each) if found + each else 1.0 for each in (missed, most, least)]
    told = {each: entry[each] for each in ("seed", "n", "population", "fingerprint", "coders") if each in entry}
    numbers = {"read": sum(each.read for each in strata), "missed": missed, "missed_low": least, "missed_high": most}
    return {**told, **numbers, **dict(zip(("recall", "low", "high"), shares, strict=True))}


def _are_strata(entry: Any) -> bool:
    """Tell whether an entry of a file of checks holds what `save` writes of recall."""
    if not (isinstance(entry, Mapping) and isinstance(entry.get("strata"), Mapping)):
        return False
    held = [entry.get("mentions"), *(entry.get(name, 0) for name in ("seed", "n", "population"))]
    strata = list(entry["strata"].values())
    if not all(isinstance(each, Mapping) and set(each) == set(STRATUM) for each in strata):
        return False
    numbers = [*held, *(value for each in strata for value in each.values())]
    whole = all(type(each) is int and 0 <= each <= MOST for each in numbers) and _are_coders(entry.get("coders"))
    return whole and all(0 < each["read"] <= each["sentences"] for each in strata)


def _is_whole(entry: Any) -> bool:
    """Tell whether an entry of a file of checks holds what `save` writes."""
    if not isinstance(entry, Mapping):
        return False
    counts = [entry.get(name, 0) for name in ("right", "of", "seed", "n", "population")]
    numbers = all(type(each) is int and abs(each) <= MOST for each in counts)
    coders = _are_coders(entry.get("coders"))
    return numbers and coders and 0 <= counts[0] <= counts[1] > 0 and _are_groups(entry.get("by", {}))


def _are_coders(held: Any) -> bool:
    """Tell whether what is kept of coders is what `save` writes, or nothing."""
    if held is None:
        return True
    if not isinstance(held, Mapping) or not all(type(held.get(name)) is int for name in ("coders", "cases")):
        return False
    shares = [value for name, value in held.items() if name not in ("coders", "cases")]
    return all(type(each) in (int, float) and -1 <= each <= 1 for each in shares) and (
        "alpha" not in held or {"low", "high"} <= set(held)
    )


def _are_groups(by: Any) -> bool:
    """Tell whether groups of an entry hold what `save` writes: right and of, for each value of each."""
    if not isinstance(by, Mapping) or not all(isinstance(values, Mapping) for values in by.values()):
        return False
    told = [each for values in by.values() for each in values.values()]
    counts = [(each.get("right"), each.get("of")) if isinstance(each, Mapping) else (None, None) for each in told]
    return all(type(right) is type(of) is int and 0 <= right <= of <= MOST for right, of in counts)


def _place(source: str | os.PathLike[str]) -> tuple[Path, str]:
    """Return where the checks of a source are kept, and its name there."""
    root = locate(source)
    if not str(source) or "://" in str(source):
        what = "the shipped sample" if not str(source) else str(source)
        raise InputError(f"{what}: checks are kept beside a folder or file on this machine; copy the articles there")
    root = root.resolve()
    return root.parent / FILE, root.name


def checks_in(path: Path) -> dict[str, dict[str, Any]]:
    """Return what a file of checks holds, by source and kind. Raises InputError where it is none."""
    if problem := refused(path, 1):
        raise InputError(f"{path}: {problem[0]}; remove it, or put a file of `analysis score --save` there")
    if not path.exists():
        return {}
    node = compose(read(path, "checks"), str(path))
    held = {} if node is None else plain(node, str(path))
    if not isinstance(held, Mapping) or not all(isinstance(each, Mapping) for each in held.values()):
        raise InputError(f"{path}: does not map sources to checks; mend or remove it")
    return {str(source): dict(checks) for source, checks in held.items()}
