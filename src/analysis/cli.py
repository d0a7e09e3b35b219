"""The `analysis` command."""

import json
import logging
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from analysis.sources import InputError, locate

app = typer.Typer(
    help="Topic frequency, actor co-occurrence and timeline analysis of Arabic news articles.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
)

Source = Annotated[str, typer.Argument(help="Folder (or file) of articles; without it, the shipped sample.")]


Columns = Annotated[
    list[str] | None, typer.Option("--column", metavar="FIELD=NAME", help="Column of a table, e.g. body=Text.")
]


Registry = Annotated[str, typer.Option(help="YAML file that extends the registry of actors.")]


@app.callback(invoke_without_command=True)
def main_options(show_version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if show_version:
        typer.echo(version("arabic-news-analysis"))
        raise typer.Exit


@app.command()
def report(
    source: Source = "",
    out: Annotated[str, typer.Option(help="Folder for the reports; without it, reports/<last part of SOURCE>.")] = "",
    params: Annotated[str, typer.Option(help="YAML file of parameters.")] = "",
    parameter: Annotated[
        list[str] | None, typer.Option("-p", metavar="NAME VALUE", help="One parameter, e.g. -p top 40 (repeatable).")
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the reports: en or ar.")] = "",
    column: Columns = None,
) -> None:
    """Write the reports overview, topics, actors and timeline, with an index, tables and figures."""
    from analysis import parameters, reports

    given = parameters.from_file(params) if params else parameters.resolve([])
    pairs = [(name, value) for name, _, value in (each.partition("=") for each in parameter or [])]
    options = {"source": source, "language": language, "columns": ", ".join(column or [])}
    pairs += [(name, value) for name, value in options.items() if value]
    for name, values in parameters.from_pairs(pairs).items():
        given[name].update(values)
    chosen = str(given["overview"].get("source", ""))
    target = Path(out) if out else Path("reports") / (locate(chosen).resolve().name if chosen else "sample")
    index = reports.write(given, target, command=["analysis", *sys.argv[1:]])
    record = json.loads((target / reports.RECORD).read_text(encoding="utf-8"))
    if not record["corpus"]["articles"]:
        typer.echo("No article is left in this selection; the reports say so.")
    if record["unread"]:
        typer.echo(f"Not read: {record['unread']} files or pages; {index} lists them.")
    typer.echo(f"Open {index}")


@app.command()
def read(source: Source = "", column: Columns = None, registry: Registry = "") -> None:
    """Print the reading log of a source and a summary of what it holds."""
    import pandas as pd

    import analysis

    corpus = analysis.read(source, columns=", ".join(column or []), registry=registry)
    for row in corpus.log.itertuples():
        place = row.file if pd.isna(row.row) else f"{row.file}, {row.row}"
        typer.echo(f"{row.level:8}{place}: {row.what} ({row.action})")
    articles = corpus.articles
    typer.echo(repr(corpus))
    typer.echo(f"{corpus.articles['duplicate_of'].notna().sum()} copies of other articles")
    for name, count in articles["published_from"].value_counts().items():
        typer.echo(f"{count} dated by: {name}" if name != "none" else f"{count} without a date")


@app.command()
def annotate(
    source: Source = "",
    out: Annotated[str, typer.Option(help="Folder for the Parquet files.")] = "corpus",
    jobs: Annotated[int, typer.Option(help="Processes.")] = 1,
    column: Columns = None,
    registry: Registry = "",
) -> None:
    """Write articles, sentences, tokens, mentions, dates and log as Parquet."""
    import analysis

    corpus = analysis.read(source, columns=", ".join(column or []), registry=registry, jobs=jobs)
    corpus.save(out)
    typer.echo(f"{corpus!r} written to {out}")


@app.command()
def data() -> None:
    """Fetch the data of CAMeL Tools (lemmas by its MLE disambiguator); everything works without it."""
    from analysis import lemmas

    typer.echo(f"Lemmas now: {lemmas.describe('auto')}")
    lemmas.fetch()
    typer.echo(f"Lemmas from now on: {lemmas.describe('auto')}")


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
            result.append(name if "=" in name else f"{name}={next(rest, '')}")
    return result


def main() -> None:
    """Run the command; what is wrong with the input is one line and exit code 2, a failed notebook 1."""
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        app(joined(sys.argv[1:]))
    except (InputError, ValueError) as error:
        typer.echo(f"analysis: {error}", err=True)
        sys.exit(2)
    except (RuntimeError, OSError) as error:
        typer.echo(f"analysis: {error}", err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
