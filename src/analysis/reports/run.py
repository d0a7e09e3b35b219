"""Runs the notebooks and writes what they show: HTML, an index, the exports and the record of the run."""

import analysis.reports.schema  # noqa: F401  # before what imports jsonschema

# isort: split
import json
import logging
import os
import shlex
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import papermill
from jupyter_client.manager import KernelManager
from papermill.exceptions import PapermillExecutionError
from tqdm import tqdm

from analysis.base.frames import PARTS
from analysis.base.notes import InputError
from analysis.base.places import NOTEBOOKS, REPORTS, locate
from analysis.base.versions import versions
from analysis.corpus.articles import digest as text_digest
from analysis.corpus.articles import digest_of
from analysis.corpus.cache import for_run
from analysis.corpus.corpus import Corpus
from analysis.corpus.read import READING, read
from analysis.corpus.rows import held as held_of
from analysis.lemmas.lemmatize import describe as describe_lemmas
from analysis.reports.article import write_articles
from analysis.reports.cards import section
from analysis.reports.checks import check
from analysis.reports.columns.made import columns, mode, of_page, packed
from analysis.reports.exchange import (
    EXPORTS,
    NEW,
    RECORD,
    Record,
    check_free,
    digest,
    exchange,
    files,
    held,
    last,
    of_report,
    settle,
    told,
    workplace,
)
from analysis.reports.front import Card, write_index
from analysis.reports.kernels import kernels
from analysis.reports.pages import cited, figures_of, finding_of, language_of, link, write_page
from analysis.reports.parameters import defaults, notebook_path
from analysis.reports.sections import Section
from analysis.reports.share import check_folder as check_shared
from analysis.reports.share import check_text, clean, sharing, without_paths
from analysis.show.facts import source_name
from analysis.show.shared import Shared
from analysis.topics.dictionary import Dictionary, load_dictionary

FIRST, LONGEST = "overview", "actors"  # the report that is shown as soon as it is made, and the one that takes longest
MOST_PAGES = 1_000  # articles up to which each has its page


class NotebookError(RuntimeError):
    """A notebook failed; the message names it, the cell and the error."""


def write(
    parameters: Mapping[str, Mapping[str, Any]],
    out: str | os.PathLike[str],
    *,
    command: Sequence[str] = (),
    names: Sequence[str] = NOTEBOOKS,
    jobs: int | None = None,
    share: bool = False,
    codebook: Mapping[str, Any] | None = None,
    first: Callable[[Path], None] | None = None,
) -> Path:
    """Run the notebooks `names` with their parameters, write their reports to `out`, and return its index.

    Files: index.html, <name>.html, run.json, tables/, figures/, actors.graphml and actors.gexf. They are made
    beside `out` and moved there in one step when all of them are done, so that a run that fails or is killed leaves
    the last good ones as they were. Where `out` holds none yet, the overview is put there as soon as it is made, and
    `first` is called with its path. Other reports in `out` stay, and stay on its index. With `share`, the reports hold
    counts and figures only: see `reports.share`; `codebook` is what the record keeps of one. Raises InputError where
    the source or a file of the parameters cannot be read, and where a file in `out` is none that a run wrote;
    NotebookError where a notebook fails.
    """
    out = Path(out)
    check(parameters)
    check_folder(parameters, out, names)
    check_shared(last(out), out, share)
    place = Path(os.path.realpath(out))  # where `out` is a link to a folder, it stays one
    shared = {**defaults(names[0]), **parameters[names[0]]}
    with workplace(place) as beside, for_run(beside / "cache"):
        options = {key: shared[key] for key in READING if key in shared}
        corpus = read(shared.get("source", ""), **options, jobs=jobs or os.cpu_count())
        whole = corpus
        if names[0] != "compare":  # whose outlet and days are those of one of its two parts
            corpus = corpus.filter(shared["start"], shared["end"], outlet=shared["outlet"])
        new = beside / NEW
        given = {name: {**parameters[name], "out": str(new)} for name in names}
        with told(out):
            with sharing(corpus, beside) if share else nullcontext() as hidden, _running(given, new, jobs) as done:
                language, dictionary = language_of(parameters), _dictionary(parameters)
                data, surprising = ({}, None) if share else _data(corpus, names, dictionary, language)
                run = _Run(corpus, whole, parameters, command, codebook, dictionary, data, surprising, hidden)
                for name in done:
                    if name == FIRST and not (share or last(place).files or list(names) == [FIRST]):
                        _put_first(place, new, run)
                        if first:
                            first(out / f"{name}.html")
            _put(place, beside, names, run)
    return out / "index.html"


class _Run(NamedTuple):
    """What the pages of a run are made of, beside what its notebooks have written."""

    corpus: Corpus
    whole: Corpus
    parameters: Mapping[str, Mapping[str, Any]]
    command: Sequence[str]
    codebook: Mapping[str, Any] | None
    dictionary: Dictionary
    data: Mapping[str, str]
    surprising: Section | None
    hidden: Shared | None


def _put(place: Path, beside: Path, names: Sequence[str], run: _Run) -> None:
    """Write the pages of the reports `names` in the workplace `beside`, and put all that lies there into `place`."""
    new, language = beside / NEW, language_of(run.parameters)
    record = _record(run.corpus, run.parameters, names, run.command)
    record |= {"codebook": run.codebook} if run.codebook else {}
    record = {**without_paths(record), "shared": True} if run.hidden else record
    for name in names:
        write_page(new, name, run.corpus, record, language, run.data.get(name, ""))
    if run.hidden:
        clean(new, run.hidden)
    else:
        _write_articles(new, run.corpus, run.whole, names, run.dictionary, language)
    with held(place):
        _lay_beside(new, place, record, run.corpus, run.data.get("index", ""), run.surprising)
        if run.hidden:
            check_text(new, run.corpus)
        exchange(place, beside, last(place), set(record["files"]))


def _put_first(place: Path, new: Path, run: _Run) -> None:
    """Put the first report into `place`, where no other lies yet, while the notebooks of the others still run."""
    with workplace(place) as beside:
        for file in files(new):
            if of_report(file) == FIRST or file == f"{FIRST}.ipynb":
                (beside / NEW / file).parent.mkdir(exist_ok=True)
                shutil.copy(new / file, beside / NEW / file)
        _put(place, beside, [FIRST], run._replace(surprising=None))  # which lead to the other reports


def check_folder(parameters: Mapping[str, Mapping[str, Any]], out: Path, names: Sequence[str]) -> None:
    """Raise InputError where reports cannot be written to `out`, as far as this is known before they are made."""
    for values in parameters.values():
        _check_apart(values.get("source", ""), out)
    settle(Path(os.path.realpath(out)))
    record = last(out)
    changed = [file for file in record.files if of_report(file) in ("", *names) and digest(out / file) is not None]
    pages = [
        "index.html",
        *(f"{name}.html" for name in names),
        *(file for each in names for file in EXPORTS.get(each, ())),
    ]
    check_free(out, record, dict.fromkeys([*pages, *changed]))


def _check_apart(source: str, out: Path) -> None:
    """Raise InputError where the reports would lie among the articles, or the articles among the reports."""
    path = locate(source)
    if "://" in str(path):
        return
    articles, reports = path.resolve(), out.resolve()
    if articles in (reports, *reports.parents):
        raise InputError(
            f"{out}: lies inside {source or path}, where the next run would read it; choose another folder (--out)"
        )
    if reports in articles.parents:
        raise InputError(
            f"{out}: holds the source {source or path}; choose a folder of its own for the reports (--out)"
        )


def _write_articles(
    folder: Path, corpus: Corpus, whole: Corpus, names: Sequence[str], dictionary: Dictionary, language: str
) -> None:
    """Write the pages of all articles; of a large corpus, those that shown evidence cites."""
    ids = set(corpus.columns("articles", ["article_id"])["article_id"])
    shown = cited(folder, names)
    ids = shown if len(ids) > MOST_PAGES else ids | shown
    write_articles(folder, held_of(whole, ids), names, dictionary, language)


def _data(
    corpus: Corpus, names: Sequence[str], dictionary: Dictionary, language: str
) -> tuple[dict[str, str], Section | None]:
    """Return what the figures of each page draw from, packed, and the findings; nothing of too large a corpus."""
    size = mode(corpus)
    if size == "sums":
        return {}, None
    made = columns(corpus, dictionary, source_name(corpus, language), language)
    whole = size == "all"  # each article has a page
    pages = {page: packed(of_page(made, page, files=whole)) for page in ("index", *names)}
    return pages, section(made, language, files=whole)


def _dictionary(parameters: Mapping[str, Mapping[str, Any]]) -> Dictionary:
    """Return the themes of a run."""
    given = parameters.get("topics", {}).get("dictionary")
    return load_dictionary(locate(given) if given else None)


def _lay_beside(
    new: Path, out: Path, record: dict[str, Any], corpus: Corpus, data: str, surprising: Section | None
) -> None:
    """Add to a run what stays of the earlier ones in `out`; write the index and the record of all of it."""
    earlier = last(out)
    made = list(record["parameters"])
    kept = [name for name in earlier.reports if name not in made and (out / f"{name}.html").is_file()]
    names = [name for name in REPORTS if name in made or name in kept]
    record["parameters"] |= {name: earlier.parameters.get(name, {}) for name in kept}
    record["reports"] |= {name: earlier.reports[name].model_dump() for name in kept}
    for name in names:
        unchanged = name in made or digest(out / f"{name}.html") == earlier.files.get(f"{name}.html")
        if unchanged:
            link(new if name in made else out, new, name, names, record["reports"][name]["language"])
    stays = _staying(out, earlier, kept)
    folders = {name: new if name in made else out for name in names}
    cards = [_card(folders[name], name, record, name in kept) for name in names]
    for part in ("parameters", "reports"):
        record[part] = {name: record[part][name] for name in names}
    there = files(new) | set(stays)
    write_index(new, corpus, record, cards, there | {RECORD}, findings=surprising, data=data)
    record["files"] = {name: digest(new / name) or stays[name] for name in sorted(there | {"index.html"})}
    (new / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _staying(out: Path, earlier: Record, kept: Sequence[str]) -> dict[str, str]:
    """Return the files of earlier reports that stay, and their hashes: their own, and the articles that they cite."""
    articles = {f"articles/{id}.html" for id in cited(out, kept)}
    return {
        file: hash
        for file, hash in earlier.files.items()
        if (of_report(file) in kept or file in articles) and digest(out / file)
    }


def _card(folder: Path, name: str, record: Mapping[str, Any], earlier: bool) -> Card:
    """Return what the front page tells of a report; of one of an earlier run, also when and of what it was made."""
    about = record["reports"][name]
    figures = figures_of(folder, name)
    return Card(name, finding_of(folder, name), figures, about["language"], about if earlier else None)


def execute(name: str, parameters: Mapping[str, Any], target: str, manager: type[KernelManager]) -> None:
    """Run one notebook with papermill. Raises NotebookError, naming the cell, where it fails."""
    try:
        papermill.execute_notebook(
            str(notebook_path(name)),
            target,
            parameters=dict(parameters),
            progress_bar=False,
            kernel_name="python3",
            request_save_on_cell_execute=False,
            kernel_manager_class=manager,
        )
    except PapermillExecutionError as error:
        message = f"{name}.ipynb, cell {error.cell_index + 1}: {error.ename}: {error.evalue}"
        raise NotebookError(message) from None
    except RuntimeError as error:
        raise NotebookError(f"{name}.ipynb: {error}") from None


@contextmanager
def _running(parameters: Mapping[str, Mapping[str, Any]], folder: Path, jobs: int | None) -> Iterator[Iterator[str]]:
    """Run notebooks while the caller does other things, `jobs` at once; give their names as they are done."""
    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what fails comes back as an error
    workers = max(1, min(jobs or os.cpu_count() or 1, len(parameters)))
    with ThreadPoolExecutor(workers) as pool, kernels(len(parameters)) as managers:
        # The one that is shown first, then the longest.
        names = sorted(parameters, key=lambda name: (name != FIRST, name != LONGEST))
        running = {
            pool.submit(execute, name, parameters[name], str(folder / f"{name}.ipynb"), manager): name
            for name, manager in zip(names, managers, strict=True)
        }
        try:
            yield _done(running)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _done(running: Mapping[Future[None], str]) -> Iterator[str]:
    with tqdm(total=len(running), desc="reports", unit="report") as bar:
        for done in as_completed(running):
            done.result()
            bar.update()
            yield running[done]


def _record(
    corpus: Corpus, parameters: Mapping[str, Mapping[str, Any]], names: Sequence[str], command: Sequence[str]
) -> dict[str, Any]:
    """Return the record of a run."""
    problems = corpus.log[corpus.log["level"] != "info"]
    made, line, language = _now().isoformat(), shlex.join(command), language_of(parameters)
    counted = corpus.counted_columns(["words", "published"])
    unread = problems["action"].str.startswith("skipped") & problems["row"].isna()
    about = {
        "fingerprint": corpus.info["fingerprint"],
        "articles": len(corpus),
        "counted": len(counted),
        "words": int(counted["words"].sum()),
        "span": corpus.span,
        "undated": int(counted["published"].isna().sum()),
    }
    name = source_name(corpus, language)
    one = {"made": made, "command": line, "language": language, "name": name, "corpus": about}
    return {
        "made": made,
        "command": line,
        "parameters": {each: {**defaults(each), **parameters[each]} for each in names},
        "versions": versions(),
        "reports": dict.fromkeys(names, one),
        "corpus": about,
        "hashes": _hashes(corpus, parameters),
        "lemmatizer": describe_lemmas(corpus.info["lemmatizer"]),
        "entities": corpus.info["entities"],
        "unread": int(unread.sum()),
        "skipped": problems[["file", "level", "what", "action"]].to_dict("records"),
    }


def _hashes(corpus: Corpus, parameters: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return a hash of each thing that the numbers rest on; that of corrections is empty where there are none."""
    about = ["article_id", "author", "source", "url", "published", "published_from", "duplicate_of"]
    given = next((each["dictionary"] for each in parameters.values() if each.get("dictionary")), "")
    themes = load_dictionary(locate(given) if given else None).themes
    return {
        "texts": text_digest(*sorted(line for each in corpus.slices() for line in _texts(each))),
        "metadata": digest_of(corpus.columns("articles", about).sort_values("article_id")),
        "corrections": str(corpus.info.get("corrections") or ""),
        "registry": corpus.registry.fingerprint,
        "dictionary": text_digest(*(f"{id} {theme.model_dump_json()}" for id, theme in themes.items())),
    }


def _texts(corpus: Corpus) -> Iterator[str]:
    """Yield the id of each article of a slice, and a hash of its text."""
    for id, *texts in corpus.columns("articles", ["article_id", *PARTS]).itertuples(index=False):
        yield f"{id} {text_digest(*(text if isinstance(text, str) else '' for text in texts))}"


def _now() -> datetime:
    """Return the time of the run: SOURCE_DATE_EPOCH where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC).replace(microsecond=0)
