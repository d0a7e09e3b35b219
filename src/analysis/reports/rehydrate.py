"""An archive and the texts that somebody holds: which are the same, and every table made again from them."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.base.notes import InputError
from analysis.base.places import locate
from analysis.base.versions import versions
from analysis.corpus.read import READING, read
from analysis.reports.archive import OWN, SIDE, TEXTS, texts_of
from analysis.reports.exchange import RECORD, digest, last
from analysis.reports.run import write
from analysis.sources.checks import FILE as CHECKS

DIFFERENCES = {"article_id": "str", "file": "str", "ordinal": "int64", "what": "str"}


class Rehydrated(NamedTuple):
    """What became of an archive: the texts that differ, the tables that are the same and those that are not, remarks.

    `differences`: article_id (of the archive, or of the source where the archive lacks it), file, ordinal, what
    (differs, missing, not in the archive, and of how the file is another). `same` and `other` are names of tables;
    both are empty where a text differs: no table was made then.
    """

    differences: pd.DataFrame
    same: list[str]
    other: list[str]
    remarks: list[str]


def rehydrate(
    archive: str | os.PathLike[str],
    source: str | os.PathLike[str],
    out: str | os.PathLike[str] = "",
    *,
    jobs: int | None = None,
) -> Rehydrated:
    """Check whether the texts in `source` are those of an archive and, if so, make its reports again, in `out`.

    Registry, themes, corrections, metadata and checks are those of the archive, where `source` has none of its own.
    Without `out`, the reports are made, compared and thrown away. Raises InputError where `archive` is none.
    """
    archive = Path(archive)
    record, texts = _read(archive)
    with _staged(archive, source, record) as (place, parameters):
        given = {name: value for each in reversed(parameters.values()) for name, value in each.items()}
        corpus = read(given["source"], **{name: given[name] for name in READING if name in given})
        differences = compared(texts, texts_of(corpus, given["source"]))
        if len(differences):
            return Rehydrated(differences, [], [], _remarks(record))
        target = Path(out) if str(out) else place / "reports"
        write(parameters, target, command=["analysis", "rehydrate"], names=list(parameters), jobs=jobs)
        made = last(target).files
        wanted = {name: hash for name, hash in record["files"].items() if name.startswith("tables/")}
        same = [name for name, hash in wanted.items() if made.get(name) == hash == digest(target / name)]
    other = [name for name in wanted if name not in same]
    return Rehydrated(differences, same, other, _remarks(record) if other else [])


def compared(texts: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Return the texts of an archive that somebody does not hold as they were, and those that the archive lacks.

    Texts are told by file and ordinal: the id of an article is another one where a letter of it is. Where a text was
    changed, its whole file is another one, and texts of it that are the same are not told.
    """
    keys = ["file", "ordinal"]
    both = texts.merge(held, on=keys, how="outer", suffixes=("", "_held"), indicator="side").sort_values(keys)
    rows = []
    for row in both.itertuples(index=False):
        if row.side == "left_only":
            where = "the file is not there" if row.file not in set(held["file"]) else "the file is there, without it"
            what = f"missing: {where}"
        elif row.side == "right_only":
            what = "not in the archive"
        elif row.text_sha256 != row.text_sha256_held:
            what = f"differs: {int(row.words)} words in the archive, {int(row.words_held)} here"
        elif row.published != row.published_held:
            what = f"its day differs: {row.published or 'none'} in the archive, {row.published_held or 'none'} here"
        else:
            continue
        id = row.article_id_held if row.side == "right_only" else row.article_id
        rows.append((id, row.file, int(row.ordinal), what))
    return pd.DataFrame(rows, columns=list(DIFFERENCES)).astype(DIFFERENCES)


def _read(archive: Path) -> tuple[dict[str, Any], pd.DataFrame]:
    """Return the record of the run and the table of texts of an archive."""
    try:
        if last(archive).reports and (archive / TEXTS).is_file():
            record: dict[str, Any] = json.loads((archive / RECORD).read_text(encoding="utf-8"))
            texts = pd.read_csv(archive / TEXTS, keep_default_na=False, encoding="utf-8-sig")
            if {"article_id", "file", "ordinal", "text_sha256", "published", "words"} <= set(texts.columns):
                return record, texts
    except (OSError, ValueError):
        pass
    raise InputError(f"{archive}: is no archive; name a folder that `analysis archive` wrote")


@contextmanager
def _staged(
    archive: Path, source: str | os.PathLike[str], record: dict[str, Any]
) -> Iterator[tuple[Path, dict[str, dict[str, Any]]]]:
    """Yield a folder with the source and what the archive has beside it, and the parameters that name both."""
    root = locate(source).resolve()
    with tempfile.TemporaryDirectory(prefix="analysis-") as folder:
        place = Path(folder)
        names = [Path(each["source"]).name for each in record["parameters"].values() if each.get("source")]
        staged = place / (names[0] if names else root.name)
        if root.is_dir():
            shutil.copytree(root, staged, copy_function=_linked, symlinks=True)
            for name in SIDE:
                if (archive / "codebook" / name).is_file() and not (staged / name).exists():
                    shutil.copyfile(archive / "codebook" / name, staged / name)
        else:
            _linked(root, staged)
        checks = archive / "codebook" / CHECKS
        if checks.is_file():
            shutil.copyfile(checks, place / CHECKS)
        own = {name: str(archive / file) for name, file in OWN.items() if (archive / file).is_file()}
        yield (
            place,
            {
                report: {**each, **{name: path for name, path in own.items() if each.get(name)}, "source": str(staged)}
                for report, each in record["parameters"].items()
            },
        )


def _linked(old: str | os.PathLike[str], new: str | os.PathLike[str]) -> None:
    """Put a file in another place without copying it, where the disk allows that."""
    try:
        os.link(old, new, follow_symlinks=False)
    except OSError:
        shutil.copyfile(old, new, follow_symlinks=False)


def _remarks(record: dict[str, Any]) -> list[str]:
    """Return what may be why a table is another one: versions that differ from those of the archive."""
    now = versions()
    return [
        f"{name} {now.get(name, 'not installed')} here, {version} in the archive"
        for name, version in record["versions"].items()
        if now.get(name) != version
    ]
