"""The `analysis` command."""

import atexit
import gc
import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.base.notes import InputError, shown
from analysis.base.places import NOTEBOOKS, REPORTS, locate
from analysis.base.processes import end_workers
from analysis.cli import actors, archive, cache, checking, cite, codebook

if TYPE_CHECKING:
    from analysis.reports.parameters import Run


NEW_OBJECTS = 50_000  # after which what refers to itself is looked for; Python's 700 take a tenth of a run

app = typer.Typer(
    help="Topic frequency, actor co-occurrence and timeline analysis of Arabic news articles.",
    epilog="Begin with `analysis report` (the shipped sample), then `analysis report FOLDER` with articles of your "
    "own, or `analysis new FOLDER` for a project. Each command tells more: analysis report --help. "
    "Exit codes: 0 done, 1 a run failed, 2 something given cannot be used, 130 and 143 stopped from outside.",
    no_args_is_help=True,
    add_completion=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
Source = Annotated[str, typer.Argument(help="Folder (or file) of articles; without it, the shipped sample.")]
Columns = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="FIELD=NAME", help="Column of a table, e.g. body=Text (repeatable)."),
]
Registry = Annotated[str, typer.Option(help="YAML file that extends the registry of actors.")]
Jobs = Annotated[int, typer.Option(min=0, help="Processes; 0 for one a core.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress bars; only the last line.")]


@app.callback(invoke_without_command=True)
def main_options(show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if show_version:
        typer.echo(version("arabic-news-analysis"))
        raise typer.Exit


def _complete_reports(incomplete: str) -> list[str]:
    return [name for name in REPORTS if name.startswith(incomplete)]


def _complete_languages(incomplete: str) -> list[str]:
    return [name for name in ("en", "ar") if name.startswith(incomplete)]


Out = Annotated[str, typer.Option(help="Folder for the reports; without it, reports/<last part of SOURCE>.")]
Params = Annotated[
    str, typer.Option(help="YAML file of parameters; with a list `sweep:` in it, one set of reports an entry.")
]
Parameter = Annotated[
    list[str] | None, typer.Option("-p", metavar="NAME VALUE", help="One parameter, e.g. -p top 40 (repeatable).")
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        metavar="REPORT,...",
        help="Which reports: overview, topics, actors, timeline, compare; without it, the first four.",
        autocompletion=_complete_reports,
    ),
]
Language = Annotated[str, typer.Option(help="Language of the reports: en or ar.", autocompletion=_complete_languages)]


@app.command(
    short_help="Write the reports of a folder of articles.",
    epilog="""\b
Examples:
  analysis report data/articles --language ar
  analysis report data/articles --only overview,topics -p start 2022-01-01 -p topics.top 40
  analysis report table.csv --column body=Text --column title=Head
  analysis report --params parameters.yml --jobs 2

`analysis new FOLDER` writes a parameters.yml that lists every parameter with its meaning.
""",
)
def report(
    source: Source = "",
    out: Out = "",
    params: Params = "",
    parameter: Parameter = None,
    only: Only = None,
    language: Language = "",
    column: Columns = None,
    share: Annotated[
        bool, typer.Option("--share", help="Counts and figures only: no text, no names beyond the registry, no paths.")
    ] = False,
    fixed: Annotated[
        str, typer.Option("--codebook", help="File of `analysis codebook`: run.json keeps its hash and what changed.")
    ] = "",
    jobs: Jobs = 0,
    quiet: Quiet = False,
) -> None:
    """Write the reports overview, topics, actors and timeline, with an index, tables and figures.

    What -p and the other options say goes before the file of parameters. A parameter goes to every report that takes
    it, or to one: topics.top.

    With --share, what is written can be handed on. Names beyond the registry are left out, or stand as pseudonyms where
    ANALYSIS_SHARE_KEY holds a secret of yours, of at least 16 letters.
    """
    from analysis.reports import sweep
    from analysis.reports.codebook import since

    chosen = _chosen(only)
    options = {"source": source, "language": language, "columns": ", ".join(column or [])}
    runs = _runs(chosen, params, parameter, options)
    given = str(runs[0].parameters[chosen[0]].get("source", ""))
    name = locate(given).resolve().name if given else "sample"
    target = Path(out) if out else Path("reports") / (f"{name}-shared" if share else name)
    kept = {run.name: since(fixed, run.parameters) for run in runs} if fixed else {}
    with _hushed(quiet):
        index = sweep.write(
            runs,
            target,
            chosen,
            command=["analysis", *sys.argv[1:]],
            jobs=jobs or None,
            share=share,
            codebook=kept,
            first=None if quiet else _say_first,
        )
    for name, book in kept.items():
        for change in book["changed"] or ["nothing has changed"]:
            _say(f"{f'{name}: ' if name else ''}since the codebook of {book['made']}: {change}")
    if not quiet:
        for told in sweep.remarks(runs, target):
            _say(told)
    _say(f"Open {index}")


@app.command(
    short_help="Print the reading log of a source.",
    epilog="""\b
Examples:
  analysis read data/articles
  analysis read table.csv --column body=Text
  analysis read --params parameters.yml
""",
)
def read(
    source: Source = "",
    params: Annotated[str, typer.Option(help="YAML file of parameters, as for `analysis report`.")] = "",
    column: Columns = None,
    registry: Registry = "",
    full: Annotated[bool, typer.Option("--all", help="Print every row of the log, also those that are alike.")] = False,
) -> None:
    """Print the reading log of a source, remarks of one kind as one line, and a summary of what it holds."""
    import pandas as pd

    corpus = checking.corpus_of(params, {"source": source, "columns": ", ".join(column or []), "registry": registry})
    log = (corpus.log.assign(count=1) if full else corpus.told()).itertuples()
    for row in log:
        place = row.file if pd.isna(row.row) else f"{row.file}, {row.row}"
        more = f"; {row.count - 1:,} more like it" if row.count > 1 else ""
        _say(f"{row.level:8}{place}: {row.what} ({row.action}){more}")
    articles = corpus.articles
    _say(repr(corpus))
    _say(f"{corpus.articles['duplicate_of'].notna().sum()} copies of other articles")
    for name, count in articles["published_from"].value_counts().items():
        _say(f"{count} dated by: {name}" if name != "none" else f"{count} without a date")


@app.command(
    short_help="Write the annotated corpus as Parquet.",
    epilog="""\b
Examples:
  analysis annotate data/articles --out frames --jobs 4
  analysis annotate s3://bucket/articles --out s3://bucket/frames --scheduler tcp://host:8786
""",
)
def annotate(
    source: Source = "",
    out: Annotated[str, typer.Option(help="Folder (or address) for the Parquet files.")] = "corpus",
    jobs: Jobs = 0,
    scheduler: Annotated[str, typer.Option(help="Address of a Dask scheduler, e.g. tcp://host:8786.")] = "",
    lemmatizer: Annotated[str, typer.Option(help="simple, camel, or auto.")] = "auto",
    entities: Annotated[str, typer.Option(help="Names beyond the registry: off, auto, crf or camel.")] = "off",
    column: Columns = None,
    registry: Registry = "",
    quiet: Quiet = False,
) -> None:
    """Write articles, sentences, tokens, mentions, dates and log as Parquet; goes on where a run was cut off.

    Run again after articles were added: only these are read. SOURCE and --out may be any address that fsspec knows.
    """
    from analysis.corpus.read import annotate

    with _hushed(quiet):
        corpus = annotate(
            source,
            out,
            registry=registry,
            lemmatizer=lemmatizer,
            entities=entities,
            columns=", ".join(column or []),
            jobs=jobs or os.cpu_count(),
            scheduler=scheduler or None,
        )
    _say(f"{corpus!r} written to {out}")


@app.command(
    short_help="Make a project folder of your own.",
    epilog="Example: analysis new my-project, then put articles into my-project/data/articles",
)
def new(
    folder: Annotated[str, typer.Argument(help="Folder to make; it must be new or empty.")],
    language: Annotated[
        str, typer.Option(help="Language of its notebooks and reports: en or ar.", autocompletion=_complete_languages)
    ] = "en",
) -> None:
    """Make a project of your own: notebooks, actors.yml, topics.yml, parameters.yml and a place for articles."""
    from analysis.reports import projects

    made = projects.create(folder, language=language)
    _say(f"{made}: a new project; its README.md tells the three next commands")


@app.command(short_help="Fetch the data of CAMeL Tools.", epilog="Example: analysis data")
def data() -> None:
    """Fetch the data of CAMeL Tools: lemmas by its disambiguator, names by its recogniser (540 MB).

    Everything works without it, with what is built in.
    """
    from analysis.lemmas.lemmatize import describe as describe_lemmas
    from analysis.lemmas.lemmatize import fetch
    from analysis.names import camel
    from analysis.names.find import describe as describe_names

    typer.echo(f"Lemmas now: {describe_lemmas('auto')}")
    fetch()
    typer.echo(f"Lemmas from now on: {describe_lemmas('auto')}")
    typer.echo(f"Names now: {describe_names('auto')}")
    camel.fetch()
    typer.echo(f"Names from now on: {describe_names('auto')}")


app.command(short_help="Draw cases to check by hand.", epilog=checking.SAMPLE_EXAMPLES)(checking.sample)
app.command(short_help="Tell the precision of a checked sheet.", epilog=checking.SCORE_EXAMPLES)(checking.score)
app.command(short_help="Merge the corrections of two colleagues.", epilog=checking.MERGE_EXAMPLES)(checking.merge)
app.command(short_help="Freeze what a study fixes before it counts.", epilog=codebook.EXAMPLES)(codebook.codebook)
app.command(short_help="Find a cited number again.", epilog=cite.EXAMPLES)(cite.cite)
app.command(short_help="Write an archive of reports, without text.", epilog=archive.ARCHIVE_EXAMPLES)(archive.archive)
app.command(short_help="Make the tables of an archive again.", epilog=archive.REHYDRATE_EXAMPLES)(archive.rehydrate)
app.add_typer(actors.app, name="actors", short_help="List, check and add actors.")
app.add_typer(cache.app, name="cache", short_help="Where corpora are kept, and how to remove them.")


@app.command(
    short_help="Write the reports again whenever something changes.",
    epilog="""\b
Examples:
  analysis watch data/articles -p registry data/actors.yml
  analysis watch --params parameters.yml --only actors
""",
)
def watch(
    source: Source = "",
    out: Out = "",
    params: Params = "",
    parameter: Parameter = None,
    only: Only = None,
    language: Language = "",
    column: Columns = None,
    jobs: Jobs = 0,
    every: Annotated[float, typer.Option(min=0.1, help="Seconds between two looks.")] = 2.0,
) -> None:
    """Write the reports as `report` does, then wait until the articles, or a file beside them, have changed.

    Looked at are the articles, metadata.csv, corrections.csv, and the files of parameters, actors and themes. What has
    changed is told, and only what depends on it is annotated again. Reload the page in the browser. Ctrl-C ends it.
    """
    from analysis.cli import watching
    from analysis.reports.parameters import PATHS

    def look() -> watching.States:
        options = {"source": source}
        try:
            runs = _runs(_chosen(only), params, parameter, options)
        except (InputError, ValueError):  # told when they are written
            return watching.states([source], [params] if params else [])
        named = {
            str(values.get(name) or "") for run in runs for values in run.parameters.values() for name in PATHS[1:]
        }
        sources = {str(values.get("source") or "") for run in runs for values in run.parameters.values()}
        return watching.states(sources, sorted({params, *named} - {""}))

    def write() -> None:
        report(source, out, params, parameter, only, language, column, jobs=jobs, quiet=True)

    watching.watch(write, look, every, _say)


def _runs(chosen: list[str], params: str, parameter: list[str] | None, options: dict[str, str]) -> "list[Run]":
    """Return the runs that a file of parameters, pairs of -p and options ask for, checked."""
    from analysis.reports import parameters

    runs = parameters.runs(params, chosen) if params else [parameters.Run("", parameters.resolve([], chosen))]
    pairs = [*map(_pair, parameter or []), *((name, value) for name, value in options.items() if value)]
    for name, values in parameters.from_pairs(pairs, chosen).items():
        for run in runs:
            run.parameters[name].update(values)
    _check(runs, params, {name for name, _ in pairs})
    return runs


def _chosen(only: list[str] | None) -> list[str]:
    """Return the reports that --only names, in their order; without it, all but `compare`."""
    asked = [name.strip() for each in only or [] for name in each.split(",") if name.strip()]
    unknown = [name for name in asked if name not in REPORTS]
    if unknown or (only and not asked):
        raise InputError(f"--only {', '.join(unknown) or repr(only)}: there are {', '.join(REPORTS)}")
    return [name for name in REPORTS if name in asked] or list(NOTEBOOKS)


def _check(runs: "list[Run]", params: str, named: set[str]) -> None:
    """Raise InputError for a parameter of any of the runs that cannot be used, with its line in the file `params`."""
    from analysis.reports import parameters
    from analysis.reports.checks import check

    for number, run in enumerate(runs):

        def place(report: str, name: str, number: int = number) -> str:
            here = not params or {name, f"{report}.{name}"} & named  # what the command line says goes before
            return "" if here else parameters.place(params, number, report, name)

        check(run.parameters, place)


def _say_first(path: Path) -> None:
    """Print where the first report lies, above the bar of the others."""
    from tqdm import tqdm

    with tqdm.external_write_mode():
        _say(f"The overview can be read: {path}")


def _say(text: str, *, err: bool = False) -> None:
    """Print a line; whatever names of files hold, it stays one, and does not steer the terminal."""
    typer.echo(shown(text), err=err)


def _pair(text: str) -> tuple[str, str]:
    name, found, value = text.partition("=")
    if not found:
        raise InputError(f"-p {name}: give a value too, e.g. -p top 40")
    return name, value


@contextmanager
def _hushed(quiet: bool) -> Iterator[None]:
    """Show no progress bars, here and in the processes that are started here."""
    if not quiet:
        yield
        return
    os.environ["TQDM_DISABLE"] = "1"
    with open(os.devnull, "w", encoding="utf-8") as nowhere, redirect_stderr(nowhere):
        yield


def joined(arguments: list[str]) -> list[str]:
    """Return arguments with `-p NAME VALUE` as `-p NAME=VALUE`: an option of typer's takes one word.

    >>> joined(["report", "-p", "top", "40", "-p", "unit=article"])
    ['report', '-p', 'top=40', '-p', 'unit=article']
    """
    result: list[str] = []
    rest = iter(arguments)
    for each in rest:
        result.append(each)
        if each == "-p":
            name = next(rest, "")
            value = None if "=" in name else next(rest, None)
            result.append(name if value is None else f"{name}={value}")
    return result


class Stopped(BaseException):
    """The run was told to end, by a signal; no Exception, so that nothing on the way takes it for a fault."""


def main() -> None:
    """Run the command; what is wrong with the input is one line and exit code 2, a failed notebook 1.

    SIGTERM (of Slurm, of `timeout`) and Ctrl-C end it with all that it has started, and take away what is unfinished;
    the exit code is that of a shell: 143 and 130.
    """
    gc.set_threshold(NEW_OBJECTS)
    atexit.register(gc.freeze)  # what the process holds goes with it, not piece by piece: half a second
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    for stream in (sys.stdout, sys.stderr):
        # Where Windows writes to a file or a pipe, its own code page has no Arabic.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    stopped: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        if not stopped:  # what is begun here is not stopped in its turn
            stopped.append(number)
            end_workers()
            raise Stopped

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        app(joined(sys.argv[1:]), prog_name="analysis")
    except BaseException as error:
        if stopped:
            _say(f"analysis: stopped ({signal.Signals(stopped[0]).name}); nothing unfinished was left", err=True)
            sys.exit(128 + stopped[0])
        if not isinstance(error, InputError | ValueError | RuntimeError | OSError):
            raise
        _say(f"analysis: {error}", err=True)
        sys.exit(2 if isinstance(error, InputError | ValueError) else 1)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


if __name__ == "__main__":
    main()
