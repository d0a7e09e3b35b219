"""Runs the notebooks and writes what they show: HTML, an index, the exports and the record of the run."""

import json
import logging
import os
import platform
import re
import shlex
import shutil
import tempfile
from base64 import b64encode
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from datetime import UTC, datetime
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import jinja2
import nbformat
import papermill
from nbconvert import HTMLExporter
from papermill.exceptions import PapermillExecutionError
from tqdm import tqdm

from analysis import lemmas, resources
from analysis.corpus import Corpus, read
from analysis.parameters import NOTEBOOKS, defaults, notebook_path
from analysis.words import words

READING = (
    "registry",
    "lemmatizer",
    "entities",
    "keep_duplicates",
    "columns",
)  # parameters that `read` takes beside the source
VERSIONS = ("arabic-news-analysis", "camel-tools", "simplemma", "pandas", "matplotlib", "networkx", "papermill")
RECORD = "run.json"
FRONT = {"overview": "volume", "topics": "frequency", "actors": "network", "timeline": "trend"}  # figures of the index


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
    shared = dict(parameters[names[0]])
    corpus = read(shared.get("source", ""), **{key: shared[key] for key in READING if key in shared})
    corpus = corpus.filter(shared.get("start"), shared.get("end"))
    out.parent.mkdir(parents=True, exist_ok=True)
    workplace = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        _run_all({name: {**parameters[name], "out": str(workplace)} for name in names}, workplace, jobs)
        record = _record(corpus, parameters, names, command)
        findings = {name: _export(workplace, name, names, parameters[name], record["made"]) for name in names}
        record["files"] = sorted(_files(workplace) | {"index.html", RECORD})
        _write_index(workplace, corpus, record, findings)
        (workplace / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        _replace(out, workplace)
    finally:
        shutil.rmtree(workplace, ignore_errors=True)
    return out / "index.html"


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


def _export(workplace: Path, name: str, names: Sequence[str], parameters: Mapping[str, Any], made: str) -> str:
    """Write the HTML of a notebook that has run, remove the notebook, and return its first finding (HTML)."""
    path = workplace / f"{name}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    language = parameters.get("language") or "en"
    notebook.cells = [cell for cell in notebook.cells if _is_shown(cell, language)]
    page = {
        "name": name,
        "language": language,
        "words": words(language),
        "title": words(language)["titles"][name],
        "reports": list(names),
        "style": _style(),
        "made": made,
    }
    exporter = HTMLExporter(
        template_name="report", extra_template_basedirs=[str(resources.path("templates"))], exclude_anchor_links=True
    )
    html, _ = exporter.from_notebook_node(notebook, resources={"page": page})
    (workplace / f"{name}.html").write_text(re.sub(r"\n\s*\n+", "\n", html), encoding="utf-8")
    path.unlink()
    found = re.search(r'<p class="finding">(.*?)</p>', html, re.DOTALL)
    return found.group(1) if found else ""


def _is_shown(cell: Any, language: str) -> bool:
    """Tell whether a report of a language shows a cell: no parameters, no prose of the other language."""
    tags = set(cell.metadata.get("tags", []))
    if tags & {"parameters", "injected-parameters"}:
        return False
    return not any(tag.startswith("lang-") for tag in tags) or f"lang-{language}" in tags


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


def _write_index(workplace: Path, corpus: Corpus, record: dict[str, Any], findings: Mapping[str, str]) -> None:
    """Write the front page: a card a report, the log, the files and how to run it again."""
    language = next(iter(record["parameters"].values())).get("language") or "en"
    phrases = words(language)["phrases"]
    loader = jinja2.FileSystemLoader(resources.path("templates"))
    template = jinja2.Environment(loader=loader, autoescape=True).get_template("index.html.j2")
    about = record["corpus"]
    count = record["unread"]
    (workplace / "index.html").write_text(
        template.render(
            language=language,
            words=words(language),
            corpus=Path(corpus.info["source"]).name or phrases["sample"],
            style=_style(),
            facts={
                "articles": f"{about['counted']:,}",
                "words": f"{about['words']:,}",
                "span": about["span"],
                "undated": f"{about['undated']:,}",
                "duplicates": f"{about['articles'] - about['counted']:,}",
                "lemmatizer": record["lemmatizer"],
                "entities": phrases["entities_off"],
            },
            cards=[
                {"name": name, "finding": finding, "figure": _thumbnail(workplace, name)}
                for name, finding in findings.items()
            ],
            skipped=phrases["skipped"].format(count=count) if count else phrases["none_skipped"],
            problems=record["skipped"],
            files=[file for file in record["files"] if not file.endswith(".html")],
            command=record["command"],
            parameters=json.dumps(record["parameters"], ensure_ascii=False, indent=2),
            versions=json.dumps(record["versions"], ensure_ascii=False, indent=2),
            made=record["made"],
        ),
        encoding="utf-8",
    )


def _thumbnail(workplace: Path, name: str) -> str | None:
    """Return the figure of a report that stands on its card, as a data address."""
    path = workplace / "figures" / f"{name}-{FRONT[name]}.svg"
    return f"data:image/svg+xml;base64,{b64encode(path.read_bytes()).decode()}" if path.exists() else None


def _replace(out: Path, workplace: Path) -> None:
    """Move the new files into `out`, and remove those that an earlier run had written and this one has not."""
    out.mkdir(parents=True, exist_ok=True)
    new = _files(workplace)
    for file in sorted(new):
        (out / file).parent.mkdir(parents=True, exist_ok=True)
        os.replace(workplace / file, out / file)
    for folder, pattern in (("tables", "*.csv"), ("figures", "*.svg")):
        for path in (out / folder).glob(pattern):
            if path.relative_to(out).as_posix() not in new:
                path.unlink()


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _style() -> str:
    return resources.path("templates/style.css").read_text(encoding="utf-8")


def _now() -> datetime:
    """Return the time of the run: SOURCE_DATE_EPOCH where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC).replace(microsecond=0)
