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
from analysis.base.yaml_lines import compose, plain, read
from analysis.sources.side import refused

GROUPS: dict[str, tuple[str, ...]] = {
    "mentions": ("method", "actor_type", "actor"),
    "dates": ("type", "grain"),
    "relations": ("quad_class", "kind", "negated"),
}
KINDS = tuple(GROUPS)
FILE = "checks.yml"
MOST = 10**18  # a number on a sheet: what a column of whole numbers holds
_HEAD = "# What was checked by hand (analysis score SHEET --save); the reports show it.\n"


def save(scores: pd.DataFrame, source: str | os.PathLike[str]) -> Path:
    """Keep scores beside their source, in `checks.yml`, where reports find them, and return that path.

    An earlier score of the same kind is replaced; kinds and sources beside it stay. Raises InputError where nothing is
    filled in yet, where the source is the shipped sample or not on this machine, and where the file cannot be written.
    """
    path, name = _place(source)
    whole = scores.iloc[0]
    if not whole["of"]:
        raise InputError("nothing on the sheet is filled in yet: write right or wrong into the column 'right'")
    groups: dict[str, dict[str, dict[str, int]]] = {}
    for row in scores[scores["by"] != "all"].itertuples():
        groups.setdefault(row.by, {})[row.value] = {"right": int(row.right), "of": int(row.of)}
    stamp = {key: value for key, value in scores.attrs.items() if key not in ("kind", "source")}
    entry = {"right": int(whole["right"]), "of": int(whole["of"]), **stamp, "by": groups}
    kept = _kept(path)
    kept.setdefault(name, {})[scores.attrs["kind"]] = entry
    text = _HEAD + yaml.safe_dump(kept, allow_unicode=True, sort_keys=True)
    try:
        new = path.with_name(f".{FILE}.new")
        new.write_text(text, encoding="utf-8", newline="\n")
        os.replace(new, path)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); check the folder") from None
    return path


def of_source(source: str | os.PathLike[str] = "") -> dict[str, dict[str, Any]]:
    """Return what was checked by hand of a source: {kind: about}; empty where nothing was.

    `about`: right, of, precision, low, high (95 %), fingerprint (of the corpus it was drawn from: another one says that
    files have changed since), seed, n, population, and by: {group: {value: {right, of}}}. Raises InputError, naming the
    file, where `checks.yml` cannot be read.

    >>> of_source()
    {}
    """
    try:
        path, name = _place(source)
    except InputError:
        return {}
    result = {}
    for kind, entry in _kept(path).get(name, {}).items():
        if not (kind in KINDS and _is_whole(entry)):
            raise InputError(f"{path}, {name}, {kind}: cannot be read; score the sheet again with --save")
        right, of = entry["right"], entry["of"]
        low, high = wilson(pd.Series([right]), pd.Series([of]))
        told = {
            each: entry[each]
            for each in ("right", "of", "seed", "n", "population", "fingerprint", "by")
            if each in entry
        }
        result[kind] = {**told, "precision": right / of, "low": float(low[0]), "high": float(high[0])}
    return result


def _is_whole(entry: Any) -> bool:
    """Tell whether an entry of a file of checks holds what `save` writes."""
    if not isinstance(entry, Mapping):
        return False
    counts = [entry.get(name, 0) for name in ("right", "of", "seed", "n", "population")]
    numbers = all(type(each) is int and abs(each) <= MOST for each in counts)
    return numbers and 0 <= counts[0] <= counts[1] > 0 and _are_groups(entry.get("by", {}))


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


def _kept(path: Path) -> dict[str, dict[str, Any]]:
    """Return what a file of checks holds."""
    if problem := refused(path, 1):
        raise InputError(f"{path}: {problem[0]}; remove it, or put a file of `analysis score --save` there")
    if not path.exists():
        return {}
    node = compose(read(path, "checks"), str(path))
    held = {} if node is None else plain(node, str(path))
    if not isinstance(held, Mapping) or not all(isinstance(each, Mapping) for each in held.values()):
        raise InputError(f"{path}: does not map sources to checks; mend or remove it")
    return {str(source): dict(checks) for source, checks in held.items()}
