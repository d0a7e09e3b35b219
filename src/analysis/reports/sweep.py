"""A set of reports, or several: one for each run of a sweep, in a folder of its own, with a page that leads to them."""

import json
import os
import shlex
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.base.csv_file import write_csv
from analysis.base.notes import InputError
from analysis.reports.exchange import NEW, RECORD, digest, exchange, held, last, told, workplace
from analysis.reports.frame import common_fields, render
from analysis.reports.parameters import Run
from analysis.reports.run import NotebookError, check_folder
from analysis.reports.run import write as write_reports
from analysis.reports.sensitivity import sensitivity

# The figures of the cards.
FRONT = {"overview": "volume", "topics": "frequency", "actors": "network", "timeline": "trend", "compare": "keyness"}


def write(
    runs: Sequence[Run],
    out: Path,
    names: Sequence[str],
    *,
    command: Sequence[str],
    jobs: int | None,
    share: bool = False,
    codebook: Mapping[str, Mapping[str, Any]] | None = None,
    first: Callable[[Path], None] | None = None,
) -> Path:
    """Write the reports `names` of each run, to `out` or, of a sweep, to `out/<name>`; return the page to open.

    Raises what `reports.write` raises, with the name of the run; the runs before it stay.
    """
    if runs[0].name:  # of a single run, `reports.write` looks itself
        _check_folders(runs, out, names)
    for run in runs:
        try:
            index = write_reports(
                run.parameters,
                out / run.name,
                command=command,
                names=names,
                jobs=jobs,
                share=share,
                codebook=(codebook or {}).get(run.name),
                first=first,
            )
        except (InputError, NotebookError) as error:
            raise type(error)(f"{run.name}: {error}" if run.name else str(error)) from error
    return _write_index(runs, out, command) if runs[0].name else index


def _check_folders(runs: Sequence[Run], out: Path, names: Sequence[str]) -> None:
    """Raise InputError where one of the runs, or the page that leads to them, cannot be written."""
    for run in runs:
        check_folder(run.parameters, out, [])
        check_folder(run.parameters, out / run.name, names)
    if last(out).reports:
        raise InputError(f"{out}: holds a set of reports; choose another folder for this sweep (--out)")


def remarks(runs: Sequence[Run], out: Path) -> Iterator[str]:
    """Yield what a user should know of each run before opening its pages."""
    for run in runs:
        name = f"{run.name}: " if run.name else ""
        record = _record(out / run.name)
        if not record["corpus"]["articles"]:
            yield f"{name}No article is left in this selection; the reports say so."
        if record["unread"]:
            yield f"{name}Not read: {record['unread']} files or pages; {out / run.name / 'index.html'} lists them."


def _record(folder: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    return record


def _write_index(runs: Sequence[Run], out: Path, command: Sequence[str]) -> Path:
    """Write the page of a sweep, and the record of it: a card a run, and which findings survive in which."""
    records = {run.name: _record(out / run.name) for run in runs}
    language = next(iter(runs[0].parameters.values())).get("language") or "en"
    made = next(iter(records.values()))["made"]
    survey = sensitivity({name: out / name for name in records})
    fields = {
        **common_fields(language),
        "title": out.resolve().name,
        "cards": [
            {
                **record["corpus"],
                "name": name,
                "parameters": _own(record, list(records.values())),
                "figure": thumbnail(out / name, record["parameters"]),
            }
            for name, record in records.items()
        ],
        "findings": survey.to_dict("records"),
        "made": made,
    }
    place = Path(os.path.realpath(out))
    with workplace(place) as beside, told(out):
        new = beside / NEW
        render("sweep.html.j2", new / "index.html", fields)
        record = {"made": made, "command": shlex.join(command), "runs": list(records)}
        write_csv(survey, new / "sensitivity.csv")
        record["files"] = {name: digest(new / name) for name in ("index.html", "sensitivity.csv")}
        (new / RECORD).write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        with held(place):
            exchange(place, beside, last(place), set())
    return out / "index.html"


def thumbnail(folder: Path, names: Iterable[str]) -> str | None:
    """Return the figure of the first of the reports that stands on the card of a run, as a data address."""
    path = next((folder / "figures" / f"{name}-{FRONT[name]}.svg" for name in names if name in FRONT), None)
    return f"data:image/svg+xml;base64,{b64encode(path.read_bytes()).decode()}" if path and path.exists() else None


def _own(record: dict[str, Any], others: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the parameters of a run that are not the same in all of them."""
    told = [_flat(each) for each in others]
    return {name: value for name, value in _flat(record).items() if any(each.get(name) != value for each in told)}


def _flat(record: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters of a run by name; where the reports differ, by `report.name`."""
    sections: dict[str, dict[str, Any]] = record["parameters"]
    result: dict[str, Any] = {}
    for name in dict.fromkeys(name for values in sections.values() for name in values):
        held = {section: values[name] for section, values in sections.items() if name in values}
        same = len({repr(value) for value in held.values()}) == 1
        result |= {name: next(iter(held.values()))} if same else {f"{each}.{name}": held[each] for each in held}
    return result
