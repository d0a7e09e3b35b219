"""The commands `analysis archive` and `analysis rehydrate`: results for others, without the texts."""

from pathlib import Path
from typing import Annotated

import typer

ARCHIVE_EXAMPLES = """\b
Examples:
  analysis archive reports/articles --out archive
  analysis archive reports/articles --out archive --sheet mentions.xlsx --codebook codebook.yml
  analysis archive reports/articles --out archive --license https://creativecommons.org/licenses/by/4.0/
"""
REHYDRATE_EXAMPLES = """\b
Examples:
  analysis rehydrate archive data/articles
  analysis rehydrate archive data/articles --out reports/again
"""


def archive(
    folder: Annotated[str, typer.Argument(help="Folder of reports that `analysis report` wrote.")],
    out: Annotated[str, typer.Option(help="Folder for the archive, new or empty; else <FOLDER>-archive.")] = "",
    sheet: Annotated[
        list[Path] | None, typer.Option("--sheet", help="Checked sheet to keep, without its sentences (repeatable).")
    ] = None,
    codebook: Annotated[
        Path | None, typer.Option("--codebook", help="Codebook of the run, to keep; its hash must be that in run.json.")
    ] = None,
    license: Annotated[str, typer.Option(help="Licence of your tables and figures: its address.")] = "",
    source: Annotated[str, typer.Option(help="Where the articles lie now, if elsewhere than at the run.")] = "",
) -> None:
    """Write an archive of reports for others: tables, figures, codebook, sheets, hashes of the texts, and no text.

    An RO-Crate (a folder that Zenodo, Dataverse and others take as it is). Columns, cells and figures that hold text
    of articles are left out; the archive says which.
    """
    from analysis.reports.archive import archive as write_archive

    made = write_archive(
        folder,
        out or f"{Path(folder).resolve().name}-archive",
        source=source,
        sheets=sheet or [],
        codebook=codebook,
        license=license,
    )
    alike: dict[str, list[str]] = {}
    for note in made.notes:
        file, _, what = note.partition(": ")
        alike.setdefault(what, []).append(file)
    for what, files in alike.items():
        typer.echo(f"{files[0]}{f' and {len(files) - 1} more' if files[1:] else ''}: {what}")
    typer.echo(f"{made.folder}: an archive of {made.texts:,} articles, without their text")


def rehydrate(
    archive: Annotated[str, typer.Argument(help="Folder that `analysis archive` wrote.")],
    source: Annotated[str, typer.Argument(help="Folder (or file) of articles that you hold.")],
    out: Annotated[str, typer.Option(help="Folder for the reports that are made; without it, none are kept.")] = "",
    jobs: Annotated[int, typer.Option(min=0, help="Processes; 0 for one a core.")] = 0,
) -> None:
    """Check which texts of an archive you hold, and make every table of it again from them.

    Exit code 0: all tables are the same, byte for byte; 1: a text or a table is another one.
    """
    from analysis.reports.rehydrate import rehydrate as check_archive

    found = check_archive(archive, source, out, jobs=jobs or None)
    for row in found.differences.itertuples():
        typer.echo(f"{row.article_id}  {row.file}, {row.ordinal}: {row.what}")
    if len(found.differences):
        typer.echo(f"{len(found.differences)} texts are not those of the archive, so no table was made", err=True)
        raise typer.Exit(1)
    for name in found.other:
        typer.echo(f"{name}: is another one, or was not made")
    for remark in found.remarks:
        typer.echo(remark)
    typer.echo(f"{len(found.same)} of {len(found.same) + len(found.other)} tables are the same, byte for byte")
    if found.other:
        raise typer.Exit(1)
