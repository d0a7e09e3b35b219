"""Runs the notebooks and writes what they show: HTML, an index, the exports and the record of the run."""

import json
import logging
import os
import platform
import shlex
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, datetime
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import papermill
from papermill.exceptions import PapermillExecutionError
from tqdm import tqdm

from analysis import lemmas
from analysis._report_pages import cited, language_of, write_articles, write_index, write_page
from analysis.corpus import Corpus, read
from analysis.parameters import NOTEBOOKS, defaults, notebook_path
from analysis.sources import InputError, locate
from analysis.topics import load_topics

READING = (
    "registry",
    "lemmatizer",
    "entities",
    "keep_duplicates",
    "columns",
)  # parameters that `read` takes beside the source
VERSIONS = ("arabic-news-analysis", "camel-tools", "simplemma", "pandas", "matplotlib", "networkx", "papermill")
RECORD = "run.json"
MOST_PAGES = 500  # articles up to which each has its page


class NotebookError(RuntimeError):
    """A notebook failed; the message names it, the cell and the error."""


def write(
    parameters: Mapping[str, Mapping[str, Any]],
    out: str | os.PathLike[str],
    *,
    command: Sequence[str] = (),
    names: Sequence[str] = NOTEBOOKS,
    jobs: int | None = None,
) -> Path:
    """Run the notebooks `names` with their parameters, write their reports to `out`, and return its index.

    Files: index.html, <name>.html, run.json, tables/, figures/, actors.graphml and actors.gexf. They are made
    beside `out` and moved there when all of them are done, so that a failed run leaves the last good ones as they
    were. Raises InputError where the source cannot be read, NotebookError where a notebook fails.
    """
    out = Path(out)
    shared = {**defaults(names[0]), **parameters[names[0]]}
    _check_apart(shared.get("source", ""), out)
    options = {key: shared[key] for key in READING if key in shared}
    corpus = read(shared.get("source", ""), **options, jobs=jobs or os.cpu_count())
    corpus = corpus.filter(shared["start"], shared["end"], shared["outlet"])
    out.parent.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        _run_all({name: {**parameters[name], "out": str(workplace)} for name in names}, workplace, jobs)
        record = _record(corpus, parameters, names, command)
        language = language_of(parameters)
        findings = {name: write_page(workplace, name, names, corpus, language, record["made"]) for name in names}
        _write_articles(workplace, corpus, names, parameters)
        record["files"] = sorted(_files(workplace) | {"index.html", RECORD})
        write_index(workplace, corpus, record, findings)
        (workplace / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        _replace(out, workplace)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return out / "index.html"


def _check_apart(source: str, out: Path) -> None:
    """Raise InputError where the reports would lie among the articles: the next run would read them as articles."""
    if source and "://" not in source and locate(source).resolve() in (out.resolve(), *out.resolve().parents):
        raise InputError(
            f"{out}: lies inside {source}, where the next run would read it; choose another folder (--out)"
        )


def _write_articles(
    workplace: Path, corpus: Corpus, names: Sequence[str], parameters: Mapping[str, Mapping[str, Any]]
) -> None:
    """Write the pages of all articles; of a large corpus, those that shown evidence cites."""
    ids = set(corpus.articles["article_id"])
    if len(ids) > MOST_PAGES:
        ids &= cited(workplace, names)
    given = parameters.get("topics", {}).get("dictionary")
    dictionary = load_topics(locate(given) if given else None)
    write_articles(workplace, corpus.of(ids), dictionary, language_of(parameters))


def execute(name: str, parameters: Mapping[str, Any], target: str) -> None:
    """Run one notebook with papermill. Raises NotebookError, naming the cell, where it fails."""
    logging.getLogger("papermill").setLevel(logging.ERROR)
    try:
        papermill.execute_notebook(
            str(notebook_path(name)), target, parameters=dict(parameters), progress_bar=False, kernel_name="python3"
        )
    except PapermillExecutionError as error:
        message = f"{name}.ipynb, cell {error.cell_index + 1}: {error.ename}: {error.evalue}"
        raise NotebookError(message) from None
    except RuntimeError as error:
        raise NotebookError(f"{name}.ipynb: {error}") from None


def _hush() -> None:
    """Send what kernels say of themselves on starting nowhere; what fails comes back as an error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)


def _run_all(parameters: Mapping[str, Mapping[str, Any]], workplace: Path, jobs: int | None) -> None:
    """Run the notebooks, each in a process of its own: papermill is not safe in threads."""
    workers = max(1, min(jobs or os.cpu_count() or 1, len(parameters)))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_hush) as pool:
        running = [
            pool.submit(execute, name, given, str(workplace / f"{name}.ipynb")) for name, given in parameters.items()
        ]
        with tqdm(total=len(running), desc="reports", unit="report") as bar:
            for done in as_completed(running):
                try:
                    done.result()
                except BaseException:
                    pool.shutdown(cancel_futures=True)
                    raise
                bar.update()


def _record(
    corpus: Corpus, parameters: Mapping[str, Mapping[str, Any]], names: Sequence[str], command: Sequence[str]
) -> dict[str, Any]:
    """Return the record of a run."""
    problems = corpus.log[corpus.log["level"] != "info"]
    unread = problems["action"].str.startswith("skipped") & problems["row"].isna()
    return {
        "made": _now().isoformat(),
        "command": shlex.join(command),
        "parameters": {name: {**defaults(name), **parameters[name]} for name in names},
        "versions": {"python": platform.python_version(), **{name: version(name) for name in VERSIONS}},
        "corpus": {
            "fingerprint": corpus.info["fingerprint"],
            "articles": len(corpus),
            "counted": len(corpus.counted),
            "words": int(corpus.counted["words"].sum()),
            "span": corpus.span,
            "undated": int(corpus.counted["published"].isna().sum()),
        },
        "lemmatizer": lemmas.describe(corpus.info["lemmatizer"]),
        "entities": corpus.info["entities"],
        "unread": int(unread.sum()),
        "skipped": problems[["file", "level", "what", "action"]].to_dict("records"),
    }


def _replace(out: Path, workplace: Path) -> None:
    """Move the new files into `out`, and remove those that an earlier run had written and this one has not."""
    out.mkdir(parents=True, exist_ok=True)
    new = _files(workplace)
    for file in sorted(new):
        (out / file).parent.mkdir(parents=True, exist_ok=True)
        os.replace(workplace / file, out / file)
    for folder, pattern in (("tables", "*.csv"), ("figures", "*.svg"), ("articles", "*.html")):
        for path in (out / folder).glob(pattern):
            if path.relative_to(out).as_posix() not in new:
                path.unlink()


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _now() -> datetime:
    """Return the time of the run: SOURCE_DATE_EPOCH where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC).replace(microsecond=0)
