"""An archive of a set of reports: what others need to check and to cite them, without the text of the articles."""

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.base.frames import PARTS
from analysis.base.notes import InputError
from analysis.base.places import locate
from analysis.checking.scored import check_kept, settles
from analysis.checking.sheet import read_sheet
from analysis.corpus.corpus import Corpus
from analysis.corpus.read import READING, read
from analysis.reports.crate import METADATA, describe
from analysis.reports.exchange import RECORD, digest, last
from analysis.reports.share import without_paths
from analysis.show.runs import Runs
from analysis.show.textless import known, left_out, without_text
from analysis.sources.checks import entry_of
from analysis.sources.read import list_files

TEXTS = "texts.csv"
BOOK = "codebook/codebook.yml"
# In an archive: files of the researcher's own, by the parameter or the place that they come from.
OWN = {"registry": "codebook/actors.yml", "dictionary": "codebook/topics.yml"}
SIDE = {"metadata.csv": {"title", "subtitle"}, "corrections.csv": {"value"}}  # columns of theirs that may hold text
KEPT = (".csv", ".svg", ".graphml", ".gexf")
SHEET_LEFT = {"article", "sentence", "marked", "read"}  # columns of a sheet that a person reads


class Archived(NamedTuple):
    """What an archive became: its folder, how many texts it names, and what was left out, file by file."""

    folder: Path
    texts: int
    notes: list[str]


def archive(
    folder: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    source: str = "",
    sheets: Sequence[str | os.PathLike[str]] = (),
    codebook: str | os.PathLike[str] | None = None,
    license: str = "",
) -> Archived:
    """Write an archive of the reports in `folder` to `out`, which must be new or empty: an RO-Crate (1.1) without text.

    Holds ro-crate-metadata.json, run.json (with names in the place of paths), tables/ and figures/ (without columns and
    figures that hold text of articles), the networks, texts.csv (of each article its id, file, ordinal, address, day,
    words, and hashes of its text and file), codebook/ (registry, themes, corrections, metadata, checks: what was the
    researcher's own; the `codebook` of the run), and sheets/ of the checked `sheets`. `source` says where the articles
    lie now. No run of eight words of any article stands in it: a cell with one is emptied, a file with one is left out,
    and both are told.

    Raises InputError where `folder` holds no reports, where they or the articles were changed since, where a sheet is
    empty or does not give the score that is kept of it, and where `out` cannot be written.
    """
    folder, out = Path(folder), Path(out)
    record = _record(folder)
    given = {name: value for each in reversed(record["parameters"].values()) for name, value in each.items()}
    where = source or given.get("source", "")
    corpus = read(where, **{name: given[name] for name in READING if name in given})
    _check_same(corpus, record, where)
    check_kept(sheets, corpus.info["source"])
    runs = Runs(corpus)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError(f"{out}: something is there; name a new or an empty folder (--out)")
    notes: list[str] = []
    book = _codebook(codebook, record) if codebook else None
    for name, data in _files(folder, record, given, corpus, sheets, notes):
        text = data.decode("utf-8-sig")
        if name.endswith(".csv"):
            text, emptied = _without_runs(text, runs)
            notes += [f"{name}: {emptied} cells that hold eight words of an article, emptied"] if emptied else []
            data = text.encode("utf-8-sig") if emptied else data
        elif runs.held(text):
            notes.append(f"{name}: holds eight words of an article, left out")
            continue
        _write(out / name, data)
    if book:
        _write(out / BOOK, book)
    about = describe(out, without_paths(record), notes, license)
    _write(out / METADATA, (json.dumps(about, ensure_ascii=False, indent=2) + "\n").encode())
    return Archived(out, len(corpus), notes)


def texts_of(corpus: Corpus, source: str) -> pd.DataFrame:
    """Return where each article of a corpus is to be found, and hashes of it.

    Columns: article_id, file, ordinal, url, published, words, text_sha256 (of title, subtitle and body, a line each),
    file_sha256 (empty for what lies in an archive of files).
    """
    found = dict(list_files(source)[0])
    hashes = {name: _sha(path.read_bytes()) for name, path in found.items() if name in set(corpus.articles["file"])}
    articles = corpus.articles
    texts = ["\n".join(each or "" for each in row) for row in zip(*(articles[part] for part in PARTS), strict=True)]
    table = articles[["article_id", "file", "ordinal", "url", "published", "words"]]
    table = table.assign(url=table["url"].fillna(""), published=table["published"].dt.strftime("%Y-%m-%d").fillna(""))
    told = table.assign(text_sha256=[_sha(text.encode("utf-8", "surrogatepass")) for text in texts])
    told = told.assign(file_sha256=[hashes.get(file, "") for file in told["file"]])
    return told.sort_values(["file", "ordinal"], ignore_index=True)


def _files(
    folder: Path,
    record: dict[str, Any],
    given: Mapping[str, Any],
    corpus: Corpus,
    sheets: Sequence[str | os.PathLike[str]],
    notes: list[str],
) -> Iterator[tuple[str, bytes]]:
    """Yield the files of an archive by name; what is left out of them is told in `notes`."""
    for name in sorted(record["files"]):
        if Path(name).stem in (*known()["names"], *known()["figures"]):
            notes.append(f"{name}: left out; it holds text, or names that nobody has looked at")
        elif name.startswith("tables/"):
            yield name, _table((folder / name).read_bytes(), name, notes)
        elif name.endswith(KEPT):
            yield name, (folder / name).read_bytes()
        elif not name.endswith(".html"):
            notes.append(f"{name}: left out; it holds text, or names that nobody has looked at")
    for parameter, name in OWN.items():
        if given.get(parameter):
            yield name, locate(given[parameter]).read_bytes()
    root = locate(corpus.info["source"])
    for name in SIDE if root.is_dir() else ():
        if (root / name).is_file():
            yield f"codebook/{name}", _side((root / name).read_text("utf-8-sig"), name, notes)
    if checks := entry_of(corpus.info["source"]):
        yield "codebook/checks.yml", checks.encode()
    numbers: dict[str, int] = {}
    for sheet in sheets:
        rows, stamp = read_sheet(sheet)
        kind = f"{stamp.kind}-settled" if settles(rows) else stamp.kind
        number = numbers[kind] = numbers.get(kind, 0) + 1
        table = pd.DataFrame(rows).drop(columns=[*SHEET_LEFT, "verdict"], errors="ignore")
        table["sheet"] = str(stamp._replace(source=Path(stamp.source).name))
        yield f"sheets/{kind}-{number}.csv", _csv(table)
    texts = texts_of(corpus, corpus.info["source"])
    yield TEXTS, _csv(texts)
    told = json.dumps(without_paths(record), ensure_ascii=False, indent=2) + "\n"
    yield RECORD, told.encode()


def _record(folder: Path) -> dict[str, Any]:
    """Return the record of the reports in a folder."""
    if not last(folder).reports:
        raise InputError(f"{folder}: holds no reports of `analysis report`; name their folder, with run.json in it")
    record: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    changed = [name for name, hash in record["files"].items() if name.startswith("tables/")]
    changed = [name for name in changed if digest(folder / name) != record["files"][name]]
    if changed:
        raise InputError(f"{folder / changed[0]}: was changed since the run; make the reports again, then archive them")
    return record


def _codebook(path: str | os.PathLike[str], record: Mapping[str, Any]) -> bytes:
    """Return the codebook of a run, whose hash its record has. Raises InputError where it is another one."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); name the codebook of the run") from None
    held = record.get("codebook", {}).get("sha256")
    if _sha(data) != held:
        what = "the run was made without one" if not held else "is not the codebook of the run, or was changed since"
        raise InputError(f"{path}: {what}; make the reports again with --codebook {path}")
    return data


def _check_same(corpus: Corpus, record: Mapping[str, Any], source: str) -> None:
    for name, each in record["reports"].items():
        if each["corpus"]["fingerprint"] != corpus.info["fingerprint"]:
            what = f"the articles in {source or 'the sample'} are not those that {name}.html was made of"
            raise InputError(f"{what}; make the reports again, or say where those articles lie (--source)")


def _table(data: bytes, name: str, notes: list[str]) -> bytes:
    """Return a table of a report without its columns of text; the very bytes where it has none."""
    table = pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False, encoding="utf-8-sig")
    stem = Path(name).stem
    lost = left_out(table, stem, True)
    if not lost:
        return data
    kept = without_text(table, stem, True)
    notes.append(f"{name}: without {', '.join(lost)}")
    return _csv(kept)


def _side(text: str, name: str, notes: list[str]) -> bytes:
    """Return a table of side data without what may be text of articles: titles."""
    table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, sep=None, engine="python")
    if name == "metadata.csv":
        lost = [each for each in table.columns if each.strip().casefold() in SIDE[name]]
        notes += [f"codebook/{name}: without {', '.join(lost)}"] if lost else []
        return _csv(table.drop(columns=lost))
    titles = table["field"].str.casefold().isin(["title", "subtitle"]) if "field" in table else pd.Series(dtype=bool)
    notes += [f"codebook/{name}: without {titles.sum()} corrections of titles"] if titles.any() else []
    return _csv(table[~titles] if len(titles) else table)


def _without_runs(text: str, runs: Runs) -> tuple[str, int]:
    """Return a table as text with the cells emptied that hold a run of an article, and their number."""
    if not runs.held(text):
        return text, 0
    table = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
    clean = table.apply(runs.clean)
    return _csv(clean).decode("utf-8-sig"), int((clean != table).sum().sum())


def _csv(table: pd.DataFrame) -> bytes:
    told = table.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_MINIMAL)
    return told.encode("utf-8-sig")


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except OSError as error:
        raise InputError(f"{path}: cannot be written ({error.strerror}); choose another folder (--out)") from None


def _sha(data: bytes) -> str:
    return sha256(data).hexdigest()
