"""Checking by hand: random cases on a sheet, right or wrong filled in by a person, and the precision that this gives.

A sample is a simple random one, without replacement, from all cases of its kind that analyses count. Its rows stand in
random order, so that the first rows are a sample too (a sheet that is half filled in still counts), and a larger
sample of the same seed begins with the smaller one.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis import relations
from analysis._checking_sheet import Stamp, read_sheet, write_sheet
from analysis._source_side import refused
from analysis.base.notes import InputError
from analysis.base.places import locate
from analysis.base.statistics import wilson
from analysis.base.yaml_lines import compose, plain, read
from analysis.corpus import Corpus

__all__ = [
    "KINDS",
    "of_source",
    "sample_dates",
    "sample_mentions",
    "sample_relations",
    "save",
    "score",
    "write_sheet",
]
KEYS = ["article_id", "part", "sentence"]
COLUMNS = ["id", "article", "date", "sentence", "marked", "read", "right", "note"]  # what a person reads and fills in
ORIGIN = ["file", "article_id", "part", "start", "end", "sheet"]
GROUPS: dict[str, tuple[str, ...]] = {
    "mentions": ("method", "actor_type"),
    "dates": ("type", "grain"),
    "relations": ("quad_class", "kind", "negated"),
}
KINDS = tuple(GROUPS)
FILE = "checks.yml"
MOST = 10**18  # a number on a sheet: what a column of whole numbers holds
_HEAD = "# What was checked by hand (analysis score SHEET --save); the reports show it.\n"
SCORE = {
    "by": "str",
    "value": "str",
    "right": "int64",
    "of": "int64",
    "empty": "int64",
    "precision": "float64",
    "low": "float64",
    "high": "float64",
}


def sample_mentions(corpus: Corpus, n: int = 100, seed: int = 1) -> pd.DataFrame:
    """Return `n` mentions of actors at random (all, where there are fewer), a row each, to be judged right or wrong.

    Columns: id (from 1), article (its title), date (of publication), sentence (with the marked words in [[ ]]), marked,
    read (the actor's Arabic and English name), right and note (empty, to be filled in), method, actor_type, actor,
    file, article_id, part, start, end (characters of the part), and sheet: what the sample was drawn from. Drawn from
    the mentions that analyses count (`corpus.counted_mentions()`).

    >>> import analysis
    >>> table = sample_mentions(analysis.read(), 3)
    >>> len(table), table["right"].tolist()
    (3, ['', '', ''])
    """
    found, of = _drawn(corpus.counted_mentions(), n, seed)
    name = corpus.registry.name
    found["read"] = [f"{name(actor, 'ar')} ({name(actor, 'en')})" for actor in found["actor"]]
    return _sheet(corpus, found, Stamp("mentions", seed, len(found), of), ["actor"])


def sample_dates(corpus: Corpus, n: int = 100, seed: int = 1) -> pd.DataFrame:
    """Return `n` dates at random, as `sample_mentions` does; what was read is the interval, in days.

    Beside the common columns: type and grain. `unresolved` is right where neither the text nor a known day of
    publication fixes the date.
    """
    found, of = _drawn(corpus.dates, n, seed)
    found["read"] = [_interval(*days) for days in zip(found["earliest"], found["latest"], strict=True)]
    return _sheet(corpus, found, Stamp("dates", seed, len(found), of))


def sample_relations(corpus: Corpus, n: int = 100, seed: int = 1) -> pd.DataFrame:
    """Return `n` relations at random, as `sample_mentions` does; what was read is source | kind | target.

    Beside the common columns: quad_class, kind, negated, directed, source, target. A relation is right where its
    source, its target, its kind and its negation are.
    """
    found, of = _drawn(relations.relations(corpus), n, seed)
    found["read"] = [_told(row, corpus) for row in found.itertuples(index=False)]
    found = found.assign(**{each: found[each].map({True: "yes", False: "no"}) for each in ("negated", "directed")})
    return _sheet(corpus, found, Stamp("relations", seed, len(found), of), ["directed", "source", "target"])


SAMPLES: dict[str, Callable[[Corpus, int, int], pd.DataFrame]] = {
    "mentions": sample_mentions,
    "dates": sample_dates,
    "relations": sample_relations,
}


def score(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Return the precision of a sheet that a person has filled in, over all and by group.

    Columns: by (`all`, or a column of groups: method, actor_type, type, grain, quad_class, kind, negated), value,
    right, of (rows that are filled in), empty (rows that are not), precision = right / of, and its 95 % interval
    low, high (the score interval of Wilson 1927). The first row is that of all. `attrs` tell what the sheet was drawn
    from: kind, seed, n, population, fingerprint, source.

    `right` and `wrong` may also be written y/n, yes/no, 1/0, صح/خطأ, نعم/لا, ✓/✗. Reads .xlsx, and .csv of any
    separator and encoding. Raises InputError, naming sheet and row, for what cannot be read, for rows of different
    samples, and for a row that stands twice.
    """
    rows, stamp = read_sheet(path)
    table = pd.DataFrame(rows).assign(all="").astype({"verdict": "float64"})
    groups = ["all", *(each for each in GROUPS[stamp.kind] if each in table)]
    parts = []
    for by in groups:
        found = table.groupby(by, sort=True)["verdict"]
        part = pd.DataFrame({"right": found.sum(), "of": found.count(), "empty": found.size() - found.count()})
        parts.append(part.rename_axis("value").reset_index().assign(by=by))
    result = pd.concat(parts, ignore_index=True)
    result["precision"] = result["right"].astype("float64") / result["of"].where(result["of"] > 0)
    result["low"], result["high"] = wilson(result["right"].astype("float64"), result["of"])
    result = result[list(SCORE)].astype(SCORE)
    result.attrs = stamp._asdict()
    return result


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
    return numbers and 0 <= counts[0] <= counts[1] > 0 and isinstance(entry.get("by", {}), Mapping)


def _drawn(table: pd.DataFrame, n: int, seed: int) -> tuple[pd.DataFrame, int]:
    """Return `n` rows at random, in random order, and how many there are in all."""
    return table.sample(min(n, len(table)), random_state=seed).reset_index(drop=True), len(table)


def _sheet(corpus: Corpus, found: pd.DataFrame, stamp: Stamp, more: list[str] | None = None) -> pd.DataFrame:
    """Return drawn cases (KEYS, start, end, surface, read, groups) with what a person needs to judge them."""
    about = corpus.articles[["article_id", "title", "published", "file"]]
    about = about[about["article_id"].isin(found["article_id"])]
    held = corpus.sentences[corpus.sentences["article_id"].isin(found["article_id"])]
    held = held[[*KEYS, "start", "text"]].rename(columns={"start": "from", "text": "words"})
    table = found.merge(held, on=KEYS, how="left").merge(about, on="article_id", how="left")
    stamp = stamp._replace(fingerprint=corpus.info.get("fingerprint", ""), source=corpus.info.get("source", ""))
    spans = zip(table["words"], table["start"] - table["from"], table["end"] - table["from"], strict=True)
    table["sentence"] = [_marked(*span) for span in spans]
    table["id"] = range(1, len(table) + 1)
    table["article"] = [title or "" for title in table["title"]]
    table["date"] = ["" if pd.isna(day) else day.isoformat()[:10] for day in table["published"]]
    table = table.assign(marked=table["surface"], right="", note="", sheet=str(stamp))
    result = table[[*COLUMNS, *GROUPS[stamp.kind], *(more or []), *ORIGIN]]
    result.attrs = stamp._asdict()
    return result


def _marked(text: str, start: int, end: int) -> str:
    """Return a sentence with a span in double brackets.

    >>> _marked("وصل الوفد أمس", 10, 13)
    'وصل الوفد [[أمس]]'
    """
    return f"{text[:start]}[[{text[start:end]}]]{text[end:]}"


def _interval(earliest: Any, latest: Any) -> str:
    """Return an interval of days as text."""
    if pd.isna(earliest) or pd.isna(latest):
        return "unresolved"
    first, last = earliest.isoformat()[:10], latest.isoformat()[:10]
    return first if first == last else f"{first} – {last}"


def _told(row: Any, corpus: Corpus) -> str:
    """Return a relation as text."""
    source, target = (corpus.registry.name(actor, "ar") for actor in (row.source, row.target))
    kind = f"not {row.kind}" if row.negated else row.kind
    return f"{source} | {kind} | {target}" if row.directed else f"{source} + {target} | {kind}"


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
