"""A number that was cited, found again: from the record of a run and an anchor to the row and its sentences."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pandas as pd

from analysis.base.notes import InputError, did_you_mean
from analysis.base.places import locate
from analysis.base.versions import versions
from analysis.corpus.corpus import Corpus
from analysis.corpus.read import READING, read
from analysis.reports.exchange import RECORD, digest, last
from analysis.reports.rows import behind
from analysis.reports.spoken import phrases, say
from analysis.show.keys import cited_numbers, key_columns, keys_of
from analysis.wording.phrases import wording

VALUES = 4  # numbers of a row that a citation tells
LABELS = ("community", "topic", "event", "row")  # numbers that count nothing
MOST = 5_000  # rows that are looked through for a slip of the pen
SENTENCES = ["text", "title", "source", "published", "article_id", "part", "start"]
PLACE = re.compile(r"^[\w-]*(\.html)?#(row=)?")


class Cited(NamedTuple):
    """A number that was cited: the line to cite it by, its row, the sentences behind it, and what is to be minded.

    `row` is empty where a whole table or figure is cited. `sentences`: text, title, source, published, article_id,
    part, start. `remarks` say what differs from the run: another corpus, another version, a table that was changed.
    """

    line: str
    row: dict[str, str]
    sentences: pd.DataFrame
    remarks: list[str]


def cite(run: str | os.PathLike[str], anchor: str, *, source: str = "") -> Cited:
    """Return what an anchor of a set of reports means: `actors-mentions:iran`, `actors-cooccurrence:iran+iraq`.

    `run` is the folder of the reports, or its run.json; `source` says where the articles lie now. The name of a row, as
    the page shows it, stands for its key, where no other row has it. Sentences are found again in the articles, where
    these are the corpus of the run; else they are those that the run kept, if it kept any. Raises InputError where
    there is no such run, table or row.
    """
    folder = Path(run).parent if Path(run).name == RECORD else Path(run)
    record = _record(folder)
    name, key, filter = _parsed(anchor)
    report = _report(record, name)
    about = record["reports"].get(report) or next(iter(record["reports"].values()))
    remarks = [f"under a filter of the page ({filter}); the row below is that of all articles"] if filter else []
    row = pd.DataFrame()
    if key:
        path = folder / "tables" / f"{name}.csv"
        if digest(path) != record["files"].get(f"tables/{name}.csv"):
            remarks.append(f"{path}: was changed since the run, or is not there")
        row = _found(_table(path), name, key)
        anchor = f"{name}:{keys_of(row, name)[0]}"
    line = _line(row, name, anchor, record, about)
    remarks += _versions(record)
    sentences = pd.DataFrame(columns=SENTENCES)
    if key:
        given = record["parameters"].get(report, {})
        corpus, problem = _corpus(given, about, source)
        found = behind(corpus, name, row, given) if corpus else None
        sentences = _kept(folder, name, row) if found is None else found.reindex(columns=SENTENCES)
        kept = "the sentences are those that the run kept" if len(sentences) else "the run kept no sentence of this row"
        remarks += [f"{problem}; {kept}"] if problem else []
    return Cited(line, row.iloc[0].to_dict() if key else {}, sentences, remarks)


def _parsed(anchor: str) -> tuple[str, str, str]:
    """Return the table, the key of the row, and the filter of an anchor, which may be the end of an address.

    >>> _parsed("actors.html#row=actors-mentions:iran&th=oil"), _parsed("actors-network")
    (('actors-mentions', 'iran', 'th=oil'), ('actors-network', '', ''))
    """
    head, _, filter = PLACE.sub("", anchor.rpartition("/")[2] if "#" in anchor else anchor).partition("&")
    name, _, key = head.removeprefix("fig-").partition(":")
    return name.strip(), key.strip(), filter


def _record(folder: Path) -> dict[str, Any]:
    if not last(folder).reports:
        raise InputError(f"{folder}: holds no reports of `analysis report`; name their folder, or its run.json")
    record: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    return record


def _report(record: Mapping[str, Any], name: str) -> str:
    """Return the report that a table or figure belongs to. Raises InputError where the run has none of that name."""
    names = {Path(file).stem for file in record["files"] if file.startswith(("tables/", "figures/"))}
    if name not in names and not name.startswith("front-"):
        hint = did_you_mean(name, names)
        raise InputError(f"{name!r} is no table or figure of this run{hint}; an anchor is TABLE:ROW, or the name alone")
    return name.partition("-")[0]


def _table(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except (OSError, ValueError):
        raise InputError(
            f"{path}: cannot be read; make the reports again, or name the folder that holds them"
        ) from None


def _found(table: pd.DataFrame, name: str, key: str) -> pd.DataFrame:
    """Return the row of a table, as a table of one."""
    keys = pd.Series([_plain(each) for each in keys_of(table, name)], index=table.index, dtype="str")
    rows = table[keys == _plain(key)]
    if rows.empty:  # by a name that it is shown under
        columns = key_columns(table.columns, name)
        wanted = [unquote(part).casefold() for part in key.split("+")]
        right = pd.Series(bool(columns) and len(wanted) == len(columns), index=table.index)
        for column, part in zip(columns, wanted, strict=False):
            held = [each for each in (column, *_names(column, table.columns)) if each in table]
            right &= table[held].apply(lambda cells, part=part: cells.str.casefold() == part).any(axis=1)
        rows = table[right]
    if len(rows) == 1:
        return rows
    if rows.empty:
        hint = did_you_mean(_plain(key), keys.head(MOST))
        raise InputError(f"{name}: no row {key!r}{hint}; look for it in tables/{name}.csv, or ask for `{name}` alone")
    several = ", ".join(f"{name}:{each}" for each in keys_of(rows.head(5), name))
    raise InputError(f"{name}: {len(rows)} rows are called {key!r}; name one by its key: {several}")


def _plain(key: str) -> str:
    """Return a key as it is compared: a browser may have written its letters as bytes.

    >>> _plain("%D8%A7+a%2Bb") == _plain("ا+a%2Bb")
    True
    """
    return "\0".join(unquote(part) for part in key.split("+"))


def _names(column: str, columns: Any) -> list[str]:
    """Return the columns of a table that name what `column` holds the id of."""
    of = {"actor": ("name_en", "name"), "theme": ("name_en", "name"), "of": ("label",), "term": ("label",)}
    return [each for each in (f"{column}_name", *of.get(column, ())) if each in columns]


def _line(row: pd.DataFrame, name: str, anchor: str, record: Mapping[str, Any], about: Mapping[str, Any]) -> str:
    """Return the line to cite a row by, as the page tells it; that of a table or figure where the row is empty."""
    language = about["language"]
    what = name
    if len(row):
        cells = row.iloc[0]
        keys = key_columns(row.columns, name)
        names = [_shown(cells, each, language) for each in keys]
        others = [each for each in row.columns if each not in (*keys, *LABELS) and _number(cells[each]) is not None]
        others = cited_numbers(name) or others
        what = ": ".join(filter(None, [" – ".join(names), _values(cells, others[:VALUES], name, language)]))
    told = {
        "corpus": about["name"],
        "fingerprint": about["corpus"]["fingerprint"],
        "version": record["versions"]["arabic-news-analysis"],
        "day": about["made"][:10],
    }
    return say(language, "cite.line", what=what, anchor=anchor, **told)


def _values(cells: "pd.Series[str]", columns: list[str], name: str, language: str) -> str:
    """Return the numbers of a row: in the phrase of its table, where it has one, or each by its name."""
    if f"cite.{name}" in phrases(language):
        whole = {each: f"{float(cells[each]):,.0f}" if _number(cells[each]) else "–" for each in columns}
        return say(language, f"cite.{name}", **whole)
    labels = wording(language)["columns"]
    return say(language, "comma").join(f"{labels.get(each, each)} {_number(cells[each])}" for each in columns)


def _shown(cells: "pd.Series[str]", column: str, language: str) -> str:
    names = _names(column, cells.index)
    names = names[::-1] if language == "ar" else names
    return next((cells[each] for each in names if cells[each]), cells[column].removesuffix(" 00:00:00"))


def _number(text: str) -> str | None:
    """Return a number as a reader writes it; None where a cell is none.

    >>> _number("207"), _number("0.17797"), _number("2021-08-15")
    ('207', '0.178', None)
    """
    try:
        value = float(text)
    except ValueError:
        return None
    return f"{int(value):,}" if value.is_integer() else f"{value:.3g}"


def _versions(record: Mapping[str, Any]) -> list[str]:
    held, name = record["versions"], "arabic-news-analysis"
    now = versions().get(name)
    return [f"{name} {now} here, {held[name]} at the run"] if now != held[name] else []


def _corpus(given: Mapping[str, Any], about: Mapping[str, Any], source: str) -> tuple[Corpus | None, str]:
    """Return the corpus of a run, or why there is none."""
    where = source or str(given.get("source") or "")
    told = where or "the sample"
    try:
        locate(where)
        corpus = read(where, **{name: given[name] for name in READING if name in given})
    except (InputError, OSError):
        return None, f"the articles are not in {told} (say where they lie now: --source)"
    held, now = about["corpus"]["fingerprint"], corpus.info["fingerprint"]
    if now != held:
        return None, f"the articles in {told} are another corpus now ({now}, {held} at the run)"
    return corpus.filter(given.get("start"), given.get("end"), outlet=given.get("outlet")), ""


def _kept(folder: Path, name: str, row: pd.DataFrame) -> pd.DataFrame:
    """Return the sentences of a row that its run kept: of the first rows of a table, by what the page calls them."""
    path = folder / "tables" / f"{name}-evidence.csv"
    if not path.is_file():
        return pd.DataFrame(columns=SENTENCES)
    table = _table(path)
    if "text" not in table:  # a concordance
        parts = [each for each in ("left", "match", "right") if each in table]
        table = table.assign(text=table[parts].agg(" ".join, axis=1))
    return table[table["row"].isin(row.iloc[0].tolist())].reindex(columns=SENTENCES).reset_index(drop=True)
