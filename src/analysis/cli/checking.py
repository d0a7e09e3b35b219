"""The commands `analysis sample` and `analysis score`: checking by hand."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from analysis.base.notes import shown

if TYPE_CHECKING:
    import pandas as pd

    from analysis.checking.scored import Scored
    from analysis.corpus.corpus import Corpus


SAMPLE_EXAMPLES = """\b
Examples:
  analysis sample mentions data/articles --out mentions.xlsx
  analysis sample recall data/articles --n 150 --out missed.xlsx
  analysis sample mentions data/articles --coders 2 --overlap 60
  analysis sample mentions data/articles --least-sure --out doubtful.xlsx
  analysis sample dates --n 200 --seed 7 --params parameters.yml
  analysis sample mentions data/articles --codebook codebook.yml
"""
SCORE_EXAMPLES = """\b
Examples:
  analysis score mentions.xlsx
  analysis score mentions.csv --save
  analysis score mentions-1.xlsx mentions-2.xlsx --settle settle.xlsx
  analysis score mentions-1.xlsx mentions-2.xlsx --settled settle.xlsx --save
"""
MERGE_EXAMPLES = """\b
Examples:
  analysis merge my-project /mnt/share/their-project --out merged
  analysis merge mine theirs --base begun --out merged
"""


class Kind(StrEnum):
    MENTIONS = "mentions"
    DATES = "dates"
    RELATIONS = "relations"
    RECALL = "recall"
    VOICES = "voices"
    THEMES = "themes"
    STORIES = "stories"


def sample(
    kind: Annotated[Kind, typer.Argument(help="What to check.")],
    source: Annotated[str, typer.Argument(help="Folder (or file) of articles; without it, the shipped sample.")] = "",
    n: Annotated[int, typer.Option("--n", "-n", min=1, help="Cases; all, where there are fewer.")] = 100,
    seed: Annotated[int | None, typer.Option(min=0, help="Another number draws other cases; else 1.")] = None,
    codebook: Annotated[str, typer.Option(help="Codebook of the study: its seed draws the cases.")] = "",
    out: Annotated[str, typer.Option(help="Sheet to write, as .xlsx and as .csv; else <kind>.xlsx.")] = "",
    coders: Annotated[int, typer.Option(min=1, help="Persons who judge: a sheet for each, <out>-1, <out>-2 ...")] = 1,
    overlap: Annotated[int | None, typer.Option(min=0, help="Cases that all judge; else a third of all.")] = None,
    least_sure: Annotated[
        bool, typer.Option("--least-sure", help="Draw more where the rules are least sure, those first, with weights.")
    ] = False,
    params: Annotated[str, typer.Option(help="YAML file of parameters, as for `analysis report`.")] = "",
    registry: Annotated[str, typer.Option(help="YAML file that extends the registry of actors.")] = "",
    column: Annotated[
        list[str] | None, typer.Option("--column", metavar="FIELD=NAME", help="Column of a table, e.g. body=Text.")
    ] = None,
) -> None:
    """Write a sheet of random cases with their sentences, to be judged right or wrong by a person.

    Fill in the column `right`: right or wrong (also y/n, 1/0, صح/خطأ, ✓/✗). A simple random sample; its rows stand in
    random order, so that the first rows by themselves are one too. The same seed draws the same cases.

    `recall` draws whole sentences, by strata, to tell what was missed: fill in `missed`, the number of mentions of
    actors of the registry that are not in [[ ]], or stand there for another one.

    With --least-sure, cases of kinds that err most (by the sheets that you saved; else by experience) come more often
    and first; each carries its weight, and the score stays that of all cases, also of a sheet that is half filled in.
    """
    from analysis.base.notes import InputError
    from analysis.checking.sample import SAMPLES
    from analysis.checking.sheet import HOW, write_sheet

    asked = {"source": source, "registry": registry, "columns": ", ".join(column or [])}
    corpus = corpus_of(params, asked)
    if kind == Kind.RECALL and least_sure:
        raise InputError("recall: is drawn by strata already, most where something is likely to be missed")
    more: dict[str, Any] = {} if kind == Kind.RECALL else {"least_sure": least_sure}
    more |= {"dictionary": _dictionary(params)} if kind == Kind.THEMES else {}
    table = SAMPLES[kind](corpus, n=n, seed=_seed(seed, codebook), **more)
    if table.empty:
        raise InputError(f"{corpus.info['source'] or 'the sample'}: no {kind} were found, so there is nothing to check")
    if coders > 1:
        _deal(table, out or f"{kind}.xlsx", coders, -(-len(table) // 3) if overlap is None else overlap)
        return
    xlsx, csv = write_sheet(table, out or f"{kind}.xlsx")
    what, answer = ("sentences", "missed") if kind == Kind.RECALL else (kind, "right")
    typer.echo(f"{len(table)} of {table.attrs['population']:,} {what}, in {xlsx} and {csv}.")
    typer.echo(f"How to judge stands in {xlsx}, sheet '{HOW}'.")
    typer.echo(f"Fill in the column '{answer}' of one of them; then: analysis score {xlsx} (or {csv})")


def score(
    sheet: Annotated[list[Path], typer.Argument(help="Sheet that a person has filled in (.xlsx, .csv); one a coder.")],
    save: Annotated[bool, typer.Option("--save", help="Keep the score beside the source; reports show it.")] = False,
    source: Annotated[str, typer.Option(help="Where the source lies now, if elsewhere than when sampled.")] = "",
    settle: Annotated[str, typer.Option(help="Sheet to write: the cases on which the coders differ.")] = "",
    settled: Annotated[Path | None, typer.Option(help="That sheet, filled in: these verdicts count.")] = None,
) -> None:
    """Print the precision of a sheet with its 95 % interval (Wilson), over all and by group.

    Of a sheet of `sample recall`: how many mentions were missed, and how many of all were found. Of the sheets of
    several coders: how far they agree (Krippendorff's alpha), the cases on which they differ, and the score of those on
    which they agree or which were settled.
    """
    from analysis.checking.scored import scored
    from analysis.sources.checks import RECALL
    from analysis.sources.checks import save as save_score

    found = scored(sheet, settled)
    scores = found.scores
    kept = save_score(scores, source or scores.attrs["source"]) if save else None  # first: a reader may close the pipe
    if found.agreement:
        for line in _agreement_lines(found, settle):
            typer.echo(shown(line))
        if settled and found.unsettled:
            typer.echo(f"{_counted(found.unsettled, 'case')} in {settled} not settled yet: counted as empty")
    for line in _missed_lines(scores) if scores.attrs["kind"] == RECALL else _lines(scores):
        typer.echo(line)
    if kept:
        typer.echo(f"Kept in {kept}")


def merge(
    mine: Annotated[str, typer.Argument(help="Folder (a project, or where the files lie) of yours.")],
    theirs: Annotated[str, typer.Argument(help="That of a colleague.")],
    out: Annotated[str, typer.Option(help="Folder to write, new or empty.")] = "merged",
    base: Annotated[str, typer.Option(help="What both began from: what one took out since is taken out.")] = "",
) -> None:
    """Merge corrections.csv, checks.yml and actors.yml of two folders into a new one.

    What both say is kept once, what one says is taken. Where they differ, neither is taken, and both stand in
    conflicts.csv. Exit code 0: nothing differs; 1: something does, or what was made cannot be used yet.
    """
    from analysis.checking.merge import COLUMNS, CONFLICTS
    from analysis.checking.merge import merge as merge_folders

    made = merge_folders(mine, theirs, out, base)
    for row in made.conflicts[COLUMNS].itertuples(index=False):
        typer.echo(shown(f"{row.file}: {row.row}: {row.mine or 'nothing'} | {row.theirs or 'nothing'}"))
    for remark in made.remarks:
        typer.echo(remark)
    typer.echo(f"{made.folder}: {_counted(made.decisions, 'decision')}, {_counted(len(made.conflicts), 'conflict')}")
    if len(made.conflicts):
        typer.echo(f"Neither was taken: settle them in the files, from {made.folder / CONFLICTS}", err=True)
    if len(made.conflicts) or made.broken:
        raise typer.Exit(1)


def corpus_of(params: str, options: dict[str, str]) -> "Corpus":
    """Return the corpus that a report is about: by its file of parameters, and options that are given."""
    from analysis.corpus.read import READING, read

    given: dict[str, Any] = {}
    if params:
        from analysis.reports import parameters

        given |= parameters.from_file(params, ["overview"])["overview"]
    given |= {name: value for name, value in options.items() if value}
    corpus = read(given.get("source", ""), **{name: given[name] for name in READING if name in given})
    return corpus.filter(given.get("start"), given.get("end"), outlet=given.get("outlet"))


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _seed(given: int | None, codebook: str) -> int:
    """Return the seed that cases are drawn with: that of the codebook, where there is one."""
    from analysis.base.notes import InputError

    if not codebook:
        return 1 if given is None else given
    from analysis.reports.codebook import seed_of

    fixed = seed_of(codebook)
    if given not in (None, fixed):
        raise InputError(f"{codebook}: fixed seed {fixed}, but --seed says {given}; leave --seed out")
    return fixed


def _dictionary(params: str) -> str | None:
    """Return the file of themes that a file of parameters names."""
    from analysis.base.places import locate
    from analysis.reports import parameters

    given = parameters.from_file(params, ["topics"])["topics"].get("dictionary") if params else ""
    return str(locate(given)) if given else None


def _deal(table: "pd.DataFrame", out: str, coders: int, overlap: int) -> None:
    """Write a sheet for each coder."""
    from analysis.checking.coders import dealt
    from analysis.checking.sheet import HOW, write_sheet

    base = Path(out).with_suffix("")
    names = []
    for number, each in enumerate(dealt(table, coders, overlap), 1):
        xlsx, csv = write_sheet(each, base.with_name(f"{base.name}-{number}"))
        names.append(str(xlsx))
        typer.echo(f"{len(each)} of {len(table)} cases, in {xlsx} and {csv}.")
    typer.echo(f"How to judge stands in each .xlsx, sheet '{HOW}'.")
    typer.echo(f"{overlap} of them are on every sheet. When they are filled in: analysis score {' '.join(names)}")


def _agreement_lines(scored: "Scored", settle: str) -> list[str]:
    """Return how far coders agree as lines to print; the cases on which they differ go to the sheet `settle`."""
    from analysis.checking.coders import said, to_settle
    from analysis.checking.sheet import write_sheet

    found = scored.agreement
    if found is None or not found.cases:
        return ["no case was judged by two coders: nothing is known of how far they agree"]
    lines = [f"{found.cases} cases judged by two coders or more, all alike on {found.agreed:.0%}"]
    if found.alpha == found.alpha:
        lines.append(f"Krippendorff's alpha  {found.alpha:.3f}  95 %: {found.low:.3f} to {found.high:.3f}")
        lines += [f"  {each}" for each in found.means()]
    else:
        lines.append("Krippendorff's alpha cannot be told: all verdicts are alike")
    answer = "missed" if "missed" in scored.rows[0] else "right"
    for row, words in zip(found.disagreements.itertuples(index=False), said(found, answer), strict=True):
        lines.append(f"  differ: id {row.id}: {words}: {_window(str(row.sentence))}")
    if settle and len(found.disagreements):
        xlsx, _ = write_sheet(to_settle(found, scored.rows), settle)
        lines.append(f"Settle them in {xlsx}, column '{answer}'; then score again with --settled {xlsx}")
    return lines


def _window(sentence: str, letters: int = 45) -> str:
    """Return a sentence around what is marked in it; its beginning where nothing is.

    >>> _window("قال إن [[كابل]] وافقت أخيرا", 7)
    'قال إن [[كابل]] وافقت …'
    """
    before, mark, rest = sentence.partition("[[")
    if not mark:
        return sentence if len(sentence) <= 2 * letters else f"{sentence[: 2 * letters].rpartition(' ')[0]} …"
    marked, close, after = rest.partition("]]")
    before = before if len(before) <= letters else f"… {before[-letters:].partition(' ')[2]}"
    after = after if len(after) <= letters else f"{after[:letters].rpartition(' ')[0]} …"
    return f"{before}{mark}{marked}{close}{after}"


def _lines(scores: "pd.DataFrame") -> list[str]:
    """Return a score as lines to print."""
    whole, about = scores.iloc[0], scores.attrs
    filled = f"{whole['of']} of {about['n']} {about['kind']} judged (of {about['population']:,} in all)"
    absent = about["n"] - int(whole["of"]) - int(whole["empty"])
    lines = [f"{filled}, {whole['empty']} still empty" + (f", {absent} not on the sheet" if absent else "")]
    scores = scores[scores["by"] != "actor"]  # a row or two each; kept for the counts of each actor
    names = [f"{row.by} {row.value or '(empty)'}" if row.by != "all" else "precision" for row in scores.itertuples()]
    width = max(map(len, names))
    for name, row in zip(names, scores.itertuples(), strict=True):
        if row.of:
            share = f"{row.precision:6.1%}  95 %: {row.low:.1%} to {row.high:.1%}"
            lines.append(f"{name:<{width}}  {share}  ({row.right} of {row.of})")
    return lines


def _missed_lines(table: "pd.DataFrame") -> list[str]:
    """Return what was missed as lines to print."""
    from analysis.sources.checks import recall_of

    about = table.attrs
    lines = [f"{table['read'].sum()} of {about['n']} sentences read (of {about['population']:,} in all)"]
    lines[0] += f", {about['empty']} still empty"
    lines += [
        f"{row.stratum:<6}  {row.missed} missed in {row.read} of {row.sentences:,} sentences"
        for row in table.itertuples()
    ]
    if (table["read"] > 0).all():
        told = recall_of(table)
        ends = f"{told['missed_low']:,.0f} to {told['missed_high']:,.0f}"
        lines.append(f"missed in all sentences: about {told['missed']:,.0f}  95 %: {ends}")
        share = f"{told['recall']:.1%}  95 %: {told['low']:.1%} to {told['high']:.1%}"
        lines.append(f"recall  {share}  (were all of the {about['mentions']:,} right that were found)")
    return lines
