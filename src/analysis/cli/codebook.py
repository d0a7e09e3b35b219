"""The command `analysis codebook`: what a study fixes before it counts."""

from typing import Annotated

import typer

EXAMPLES = """\b
Examples:
  analysis codebook --params parameters.yml
  analysis report --params parameters.yml --codebook codebook.yml
"""


def codebook(
    params: Annotated[str, typer.Option(help="YAML file of parameters, as for `analysis report`.")] = "",
    out: Annotated[str, typer.Option(help="File to write; it must be new.")] = "codebook.yml",
    seed: Annotated[int, typer.Option(min=0, help="Seed of the samples that you are going to draw.")] = 1,
) -> None:
    """Freeze registry, themes, parameters and the seed of samples into one file, before the first number.

    Put its hash where others can see its day (a preregistration, a mail). `report --codebook` keeps it in run.json, and
    says what has changed since.
    """
    from analysis.base.places import NOTEBOOKS
    from analysis.reports import parameters
    from analysis.reports.codebook import write

    given = parameters.from_file(params, list(NOTEBOOKS)) if params else parameters.resolve([], list(NOTEBOOKS))
    hash = write(given, out, seed=seed)
    typer.echo(f"{out}: sha256 {hash}")
