"""The command `analysis cite`: a number that was cited, found again."""

from typing import Annotated

import typer

from analysis.base.notes import shown

EXAMPLES = """\b
Examples:
  analysis cite reports/sample actors-mentions:iran
  analysis cite reports/articles/run.json "actors-cooccurrence:iran+iraq" --source data/articles
"""


def cite(
    run: Annotated[str, typer.Argument(help="run.json of a set of reports, or their folder.")],
    anchor: Annotated[str, typer.Argument(help="What a page gives to cite: TABLE:ROW, or the name of a table.")],
    source: Annotated[str, typer.Option(help="Where the articles lie now, if elsewhere than at the run.")] = "",
    n: Annotated[int, typer.Option("--n", "-n", min=0, help="Sentences to print; 0 for none.")] = 20,
) -> None:
    """Print the line to cite a number by, and the sentences that it counts.

    The link sign at a row of a page gives the anchor. Exit code 0: found, in the corpus of the run; 1: found, but the
    articles are not there or are others, or the table was changed.
    """
    from analysis.reports.cite import cite as find

    found = find(run, anchor, source=source)
    typer.echo(shown(found.line))
    for name, value in found.row.items():
        typer.echo(shown(f"  {name}: {value}") if value else f"  {name}:")
    for row in found.sentences.head(n).itertuples():
        day = str(row.published)[:10]
        about = ", ".join(str(each) for each in (row.source, "" if day in ("NaT", "nan") else day) if each)
        typer.echo(shown(f"{row.article_id} {row.part} {row.start}  {about}"))
        typer.echo(shown(f"  {row.text}"))
    count = len(found.sentences)
    typer.echo(f"{min(n, count)} of {count:,} sentences" if count else "no sentences")
    for remark in found.remarks:
        typer.echo(shown(remark), err=True)
    if any("under a filter" not in each for each in found.remarks):
        raise typer.Exit(1)
