"""The command, as the shell runs it; what reports hold is tested in test_reports.py."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
import yaml
from openpyxl import load_workbook

from analysis import reports
from analysis.corpus import cache
from analysis.reports import sweep
from analysis.reports.frame import common_fields

COMMANDS = [
    *([], ["report"], ["read"], ["annotate"], ["new"], ["data"], ["sample"], ["score"]),
    *(["cache", "where"], ["cache", "clear"]),
]
RECORD = {
    "made": "1970-01-01T00:00:00+00:00",
    "corpus": {"articles": 3, "counted": 3, "words": 1200, "span": "2021-01-01 – 2021-12-31"},
    "unread": 0,
}


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[dict]:
    """Let `reports.write` write a record alone, and return what it was asked for."""
    asked: list[dict] = []

    def write(parameters, out, *, command, names, jobs=None, share=False, codebook=None, first=None) -> Path:
        asked.append({"parameters": parameters, "out": Path(out), "names": list(names), "jobs": jobs})
        Path(out).mkdir(parents=True, exist_ok=True)
        told = {**RECORD, "parameters": {name: dict(parameters[name]) for name in names}}
        (Path(out) / "run.json").write_text(json.dumps(told), encoding="utf-8")
        (Path(out) / "index.html").write_text("x", encoding="utf-8")
        return Path(out) / "index.html"

    monkeypatch.setattr(sweep, "write_reports", write)
    return asked


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_with_an_example(run, command: list[str]) -> None:
    told = run(*command, "--help")
    assert told.code == 0 and "analysis" in told.out and told.err == ""
    assert "Example" in told.out or command == []
    assert "[bold]" not in told.out and "╭" not in told.out  # plain text on any terminal


def test_version(run) -> None:
    assert run("--version").out.strip().count(".") == 2


def test_completion_can_be_had() -> None:
    environment = {"_ANALYSIS_COMPLETE": "complete_bash", "COMP_WORDS": "analysis report --only o", "COMP_CWORD": "3"}
    command = [sys.executable, "-m", "analysis.cli"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})
    assert done.stdout.split() == ["overview"]
    shown = subprocess.run(
        [*command, "--show-completion", "bash"],
        capture_output=True,
        text=True,
        env={**os.environ, "_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"},
    )
    assert "_analysis_completion" in shown.stdout


def test_arabic_is_printed_whatever_the_code_page() -> None:
    command = [sys.executable, "-m", "analysis.cli", "actors", "list", "pakistani_taliban"]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "cp1252"})
    assert done.returncode == 0 and "طالبان الباكستانية" in done.stdout.decode("utf-8")


# --- report ---------------------------------------------------------------------------------------------------------
def test_report_chooses_reports_and_processes(run, written: list[dict]) -> None:
    done = run("report", "--only", "topics", "--only", "compare,overview", "--jobs", "2", "-p", "top", "7")
    assert done.code == 0, done.err
    (asked,) = written
    assert asked["names"] == ["overview", "topics", "compare"] == list(asked["parameters"]) and asked["jobs"] == 2
    assert asked["parameters"]["compare"] == {"top": 7} and asked["parameters"]["overview"] == {}
    assert asked["out"] == Path("reports/sample")
    assert done.out.splitlines()[-1] == f"Open {Path('reports/sample/index.html')}"


def test_without_only_the_first_four_are_made(run, written: list[dict]) -> None:
    assert run("report", "--language", "ar").code == 0
    assert written[0]["names"] == ["overview", "topics", "actors", "timeline"] and written[0]["jobs"] is None
    assert {values["language"] for values in written[0]["parameters"].values()} == {"ar"}


def test_quiet_prints_the_last_line_only(run, written: list[dict], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(RECORD, "unread", 2)
    assert len(run("report").out.splitlines()) == 2
    done = run("report", "--quiet")
    assert (done.out, done.err) == (f"Open {Path('reports/sample/index.html')}\n", "")
    assert os.environ["TQDM_DISABLE"] == "1"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["report", "--only", "maps"], "--only maps: there are overview, topics"),
        (["report", "--only", ","], "--only"),
        (["report", "-p", "top"], "-p top: give a value too"),
        (["report", "-p", "top", "3", "--only", "overview"], "-p top: not taken by overview"),
        (["report", "-p", "other_outlet", "x"], "other_outlet is taken by compare only"),
        (["report", "-p", "entities", "yes"], "entities 'yes' is none of"),
        (["report", "nowhere"], "nowhere: no such file or folder"),
        (["report", "--params", "nowhere.yml"], "nowhere.yml: cannot be read"),
        (["sample", "dates", "nowhere"], "nowhere: no such file or folder"),
        (["score", "nowhere.xlsx"], "nowhere.xlsx: cannot be read"),
        (["new", "."], "something is in that folder"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(run, tmp_path: Path, arguments: list[str], told: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run(*arguments)
    assert done.code == 2 and done.out == "" and "Traceback" not in done.err
    assert done.err.startswith("analysis: ") and told in done.err and len(done.err.splitlines()) == 1


def test_a_failed_run_is_exit_code_1(run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments, **named):
        raise reports.NotebookError("topics.ipynb, cell 3: ValueError: no")

    monkeypatch.setattr(sweep, "write_reports", fail)
    done = run("report")
    assert (done.code, done.err) == (1, "analysis: topics.ipynb, cell 3: ValueError: no\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.slow)])
def test_a_run_that_is_stopped_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    (tmp_path / "one.txt").write_text("زار نادر باكستان أمس وقالت باكستان إن الأمر مهم.\n", encoding="utf-8")
    command = [sys.executable, "-m", "analysis.cli", "report", "one.txt", "--only", "overview", "--out", "out/deep"]
    run = subprocess.Popen(
        command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, env={**os.environ, "TQDM_DISABLE": "1"}
    )
    started: list[psutil.Process] = []
    while not any(each.net_connections() for each in started):  # until there is a kernel to leave
        assert run.poll() is None
        started = psutil.Process(run.pid).children(recursive=True)
        time.sleep(0.1)
    run.send_signal(number)
    told = run.communicate(timeout=60)[1]
    assert run.returncode == 128 + number and len(told.splitlines()) == 1 and told.startswith("analysis: stopped")
    assert psutil.wait_procs(started, timeout=10)[1] == []
    assert [path.name for path in tmp_path.iterdir()] == ["one.txt"]


def test_a_worker_ends_with_the_process_that_it_works_for(tmp_path: Path) -> None:
    code = """
import os, signal, time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from analysis.base.processes import begin_quietly

if __name__ == "__main__":
    pool = ProcessPoolExecutor(1, get_context("spawn"), begin_quietly)
    print(pool.submit(os.getpid).result(), flush=True)
    pool.submit(time.sleep, 100)
    time.sleep(0.3)
    os.kill(os.getpid(), signal.SIGKILL)
"""
    (tmp_path / "run.py").write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, "run.py"], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert done.returncode == -signal.SIGKILL
    with suppress(psutil.NoSuchProcess):
        psutil.Process(int(done.stdout)).wait(20)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["report", "--params", "p.yml"], "topics.yml, line 2, field water.lemma:"),
        (["report", "--params", "sweep.yml"], "actors.yml, line 1, field"),
        (["report", "--params", "theme.yml"], "theme.yml, line 2: theme 'sea' is not in the dictionary"),
        (["report", "--params", "columns.yml"], "columns.yml, line 4: columns: there is no field 'corpse'"),
        (["report", "--params", "query.yml"], "query.yml, line 1: query, character 2 (…!⟨⟩…): a word is to come"),
        (
            ["report", "--params", "actor.yml"],
            "actor.yml, line 1: actor='pakistn': no such actor (did you mean pakistan",
        ),
        (["report", "-p", "actor", "pakistn"], "actor='pakistn': no such actor (did you mean pakistan"),
        (["report", "-p", "query", "actor:pakistn"], "⟨a⟩ctor:pakist…): no actor 'pakistn' (did you mean pakistan"),
        (["report", "-p", "query", "theme:terorism"], "no theme 'terorism' (did you mean terrorism?)"),
        (["report", "-p", "query", "outlet:x"], "shows no word"),
        (["report", "-p", "theme", "terorism"], "theme 'terorism' is not in the dictionary (did you mean terrorism?)"),
        (
            ["report", "-p", "actr", "iran"],
            "-p actr: unknown parameter 'actr' (did you mean actor?); there are actor, by",
        ),
        (["report", "-p", "topcs.top", "3"], "no notebook 'topcs' (did you mean topics?)"),
        (
            ["report", "-p", "unit", "sentense"],
            "unit 'sentense' is none of sentence, paragraph, article, window (did you",
        ),
        (["report", "--params", "nothing.yml"], "nothing.yml, line 2: absent.yml: no such file"),
        (["report", "-p", "theme", "sea", "--params", "theme.yml"], "theme 'sea' is not in the dictionary"),
        (["report", "--params", "theme.yml", "--out", "file"], "theme.yml, line 2"),
    ],
)
def test_files_and_parameters_are_looked_at_before_the_first_run(
    run, written: list[dict], tmp_path: Path, arguments: list[str], told: str
) -> None:
    files = {
        "topics.yml": "water:\n  lemma: [نهر]\n  ar: ماء\n  en: water\n",
        "actors.yml": "- {id: x, ar: س}\n",
        "p.yml": "language: ar\ndictionary: topics.yml\n",
        "sweep.yml": "sweep:\n- {name: a}\n- {name: b, registry: actors.yml}\n",
        "theme.yml": "timeline:\n  theme: sea\n",
        "columns.yml": "sweep:\n- {name: a}\n- name: b\n  columns: corpse=x\n",
        "query.yml": "query: '!'\n",
        "actor.yml": "actor: pakistn\n",
        "nothing.yml": "top: 3\nregistry: absent.yml\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run(*arguments)
    assert done.code == 2 and told in done.err and len(done.err.splitlines()) == 1 and written == []


def test_names_do_not_steer_the_terminal(run, written: list[dict], tmp_path: Path) -> None:
    odd = "a\x1b[31mb\nc"
    (tmp_path / odd).mkdir()
    (tmp_path / odd / "x\x1b[2J.txt").write_text("No Arabic here.", encoding="utf-8")
    (tmp_path / odd / "y.txt").write_text("قال الوزير في كابل إن المحادثات مستمرة مع باكستان.\n", encoding="utf-8")
    for arguments in (
        ["report", "--out", odd],
        ["report", f"{odd}/none"],
        ["report", "--params", f"{odd}/none.yml"],
        ["report", "-p", "registry", f"{odd}/none.yml"],
        ["read", odd, "--all"],
    ):
        done = run(*arguments)
        assert "\x1b" not in done.out + done.err and "\\x1b" in done.out + done.err
        assert len((done.out + done.err).splitlines()) == 1 or arguments[0] == "read"


# --- read -----------------------------------------------------------------------------------------------------------
def test_read_takes_a_file_of_parameters(run, tmp_path: Path) -> None:
    text = "قال الوزير في كابل إن المحادثات مستمرة مع باكستان."
    rows = [f"Foo,Bar,published\nأول,{text},2021-05-01\nثان,{text} وأضاف أن الحدود مفتوحة.,2022-05-01\n"]
    (tmp_path / "t.csv").write_text("".join(rows), encoding="utf-8")
    (tmp_path / "p.yml").write_text(
        "source: t.csv\ncolumns: body=Bar, title=Foo\nstart: 2022-01-01\n", encoding="utf-8"
    )
    assert run("read", "t.csv").code == 2
    done = run("read", "--params", "p.yml")
    assert done.code == 0 and "<Corpus: 1 articles" in done.out, done.err
    assert run("read", "--params", "none.yml").code == 2


# --- sweeps ---------------------------------------------------------------------------------------------------------
SWEEP = """\
language: en
topics: {top: 30}
sweep:
  - {name: "<b>2021 & ../more", start: 2021-01-01, end: 2021-12-31}
  - start: 2022-01-01
    topics: {top: 10}
  - {outlet: مدار الأفق}
"""


def test_a_sweep_writes_a_folder_a_run_and_a_page(run, written: list[dict], tmp_path: Path) -> None:
    (tmp_path / "sweep.yml").write_text(SWEEP, encoding="utf-8")
    done = run("report", "--params", "sweep.yml", "--out", "all", "-p", "language", "ar", "--only", "topics,overview")
    assert done.code == 0, done.err
    names = [asked["out"].relative_to("all").as_posix() for asked in written]
    assert names == ["b-2021-more", "2022-01-01-10", "مدار-الأفق"]
    given = [asked["parameters"]["topics"] for asked in written]
    assert given[0] == {"language": "ar", "top": 30, "start": "2021-01-01", "end": "2021-12-31"}
    assert given[1]["top"] == 10 and "end" not in given[1] and given[2]["outlet"] == "مدار الأفق"
    assert done.out.splitlines()[-1] == f"Open {Path('all/index.html')}"
    page = (tmp_path / "all" / "index.html").read_text(encoding="utf-8")
    assert 'dir="rtl"' in page and 'href="2022-01-01-10/index.html"' in page and "2021-12-31" in page
    assert "topics.top" not in page.split("<main")[0] and ">top<" in page and ">language<" not in page
    assert common_fields("ar")["policy"].replace("'", "&#39;") in page and "<script" not in page


def test_a_failed_run_of_a_sweep_is_named(run, written: list[dict], tmp_path: Path, monkeypatch) -> None:
    write = sweep.write_reports

    def fail(parameters, out, **named):
        if Path(out).name == "b":
            raise reports.NotebookError("topics.ipynb, cell 3")
        return write(parameters, out, **named)

    monkeypatch.setattr(sweep, "write_reports", fail)
    (tmp_path / "sweep.yml").write_text("sweep: [{name: a}, {name: b}]\n", encoding="utf-8")
    done = run("report", "--params", "sweep.yml", "--out", "all")
    assert done.code == 1 and done.err == "analysis: b: topics.ipynb, cell 3\n"
    assert (tmp_path / "all" / "a" / "index.html").exists()


def test_a_sweep_overwrites_nothing_that_it_did_not_write(run, written: list[dict], tmp_path: Path) -> None:
    (tmp_path / "sweep.yml").write_text("source: all/pages\nsweep: [{name: a}, {name: b}]\n", encoding="utf-8")
    (tmp_path / "all" / "pages").mkdir(parents=True)
    done = run("report", "--params", "sweep.yml", "--out", "all")
    assert done.code == 2 and "all: holds the source all/pages" in done.err and written == []
    (tmp_path / "sweep.yml").write_text("sweep: [{name: a}, {name: b}]\n", encoding="utf-8")
    (tmp_path / "all" / "index.html").write_text("mine", encoding="utf-8")
    done = run("report", "--params", "sweep.yml", "--out", "all")
    assert done.code == 2 and "index.html: was written by no run" in done.err and written == []
    (tmp_path / "all" / "index.html").unlink()
    assert run("report", "--params", "sweep.yml", "--out", "all").code == 0
    assert json.loads((tmp_path / "all" / "run.json").read_text(encoding="utf-8"))["runs"] == ["a", "b"]
    assert (tmp_path / "all" / "index.html").exists()


# --- cache ----------------------------------------------------------------------------------------------------------
def test_the_cache_is_named_and_cleared(run, tmp_path: Path, monkeypatch) -> None:
    place = tmp_path / "kept"
    monkeypatch.setenv("ANALYSIS_CACHE", str(place))
    assert run("cache", "where").out == f"{place}\n"
    assert run("cache", "clear").out == f"{place}: nothing is kept there\n"
    (tmp_path / "one.txt").write_text("قال الوزير في كابل إن المحادثات مستمرة مع باكستان.\n", encoding="utf-8")
    assert run("read", "one.txt").code == 0 and any(place.iterdir())
    done = run("cache", "clear")
    assert done.out.startswith(f"{place}: ") and done.out.endswith("B freed\n") and not any(place.iterdir())
    monkeypatch.setenv("ANALYSIS_CACHE", "off")
    assert "switched off" in run("cache", "where").out and "switched off" in run("cache", "clear").out
    assert cache.place() is None


# --- checking by hand -----------------------------------------------------------------------------------------------
def test_from_a_sample_to_a_score_beside_the_source(run, tmp_path: Path) -> None:
    text = "زار الوفد باكستان أمس.\n\nوقالت باكستان إن الهند والصين وافقتا في 2021.\n"
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text(text, encoding="utf-8")
    (tmp_path / "p.yml").write_text("source: articles\nentities: off\nactors: {unit: article}\n", encoding="utf-8")
    done = run("sample", "mentions", "--params", "p.yml", "--n", "50", "--out", "m.xlsx")
    assert done.code == 0 and "4 of 4 mentions" in done.out and (tmp_path / "m.csv").exists(), done.err
    assert "still empty" in run("score", "m.csv").out
    book = load_workbook(tmp_path / "m.xlsx")
    for row, verdict in zip(range(2, 6), ("right", "صح", "n", None), strict=True):
        book.active.cell(row, 7).value = verdict
    book.save(tmp_path / "m.xlsx")
    done = run("score", "m.xlsx", "--save")
    assert done.code == 0, done.err
    assert "3 of 4 mentions judged (of 4 in all), 1 still empty" in done.out and "(2 of 3)" in done.out
    assert " 66.7%  95 %: 20.8% to 93.9%" in done.out
    assert done.out.splitlines()[-1] == f"Kept in {tmp_path / 'checks.yml'}" and (tmp_path / "checks.yml").exists()
    done = run("sample", "mentions", "articles", "--out", "m.xlsx")
    assert done.code == 2 and "is there already" in done.err


def test_a_sample_takes_the_seed_of_the_codebook(run, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("زار الوفد باكستان، ووافقت الهند والصين.\n", encoding="utf-8")
    run("codebook", "--seed", "7")
    assert run("sample", "mentions", "one.txt", "--codebook", "codebook.yml", "--out", "a.csv").code == 0
    assert "seed=7; " in (tmp_path / "a.csv").read_text("utf-8")
    done = run("sample", "mentions", "one.txt", "--codebook", "codebook.yml", "--seed", "1", "--out", "b")
    assert done.code == 2 and "fixed seed 7, but --seed says 1; leave --seed out" in done.err


def test_what_was_missed_is_counted_by_strata(run, tmp_path: Path) -> None:
    text = "زار الوفد باكستان أمس.\n\nوقالت باكستان إن الهند والصين وافقتا في 2021.\n\nهطل المطر على السهل كله.\n"
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text(text, encoding="utf-8")
    done = run("sample", "recall", "articles", "--out", "s.xlsx")
    assert done.code == 0 and "3 of 3 sentences" in done.out and "Fill in the column 'missed'" in done.out, done.err
    book = load_workbook(tmp_path / "s.xlsx")
    header = [cell.value for cell in book.active[1]]
    missed, stratum = header.index("missed") + 1, header.index("stratum") + 1
    for row in range(2, 5):
        book.active.cell(row, missed).value = 1 if book.active.cell(row, stratum).value == "named" else 0
    book.save(tmp_path / "s.xlsx")
    done = run("score", "s.xlsx", "--save", "--source", "articles")
    assert "missed in all sentences: about 2  95 %: 2 to 2" in done.out and "recall  66.7%" in done.out, done.err
    assert "recall:" in (tmp_path / "checks.yml").read_text(encoding="utf-8")


def test_nothing_to_check_is_told(run, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("قال الرجل إن الطقس جميل في الحديقة وفي البستان.\n", encoding="utf-8")
    done = run("sample", "relations", "one.txt")
    assert done.code == 2 and "no relations were found" in done.err and not list(tmp_path.glob("*.xlsx"))


def test_two_coders_from_sheets_to_a_settled_score(run, tmp_path: Path) -> None:
    text = "زار الوفد باكستان أمس.\n\nوقالت باكستان إن الهند والصين وافقتا في 2021.\n"
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "one.txt").write_text(text, encoding="utf-8")
    done = run("sample", "mentions", "articles", "--out", "m.xlsx", "--coders", "2", "--overlap", "4")
    assert done.code == 0 and "analysis score m-1.xlsx m-2.xlsx" in done.out, done.err
    assert "How to judge stands in each .xlsx, sheet 'how'." in done.out
    for name, verdicts in (("m-1", "yyyn"), ("m-2", "yyny")):
        book = load_workbook(tmp_path / f"{name}.xlsx")
        for row, verdict in enumerate(verdicts, 2):
            book.active.cell(row, 7).value = verdict
        book.save(tmp_path / f"{name}.xlsx")
    done = run("score", "m-1.xlsx", "m-2.xlsx", "--settle", "s.xlsx")
    assert "4 cases judged by two coders or more, all alike on 50%" in done.out, done.err
    assert "Krippendorff's alpha  -0.167" in done.out and "2 of 4 mentions" in done.out
    assert "below 0.667, no conclusions" in done.out and "let both judge more cases (--overlap)" in done.out
    differ = [line.strip() for line in done.out.splitlines() if "differ:" in line]
    assert differ[0].startswith("differ: id 3: right | wrong: ") and all("[[" in line for line in differ)
    book = load_workbook(tmp_path / "s.xlsx")
    header = [cell.value for cell in book.active[1]]
    rows = [dict(zip(header, values, strict=True)) for values in book.active.iter_rows(2, values_only=True)]
    assert [(row["id"], row["verdicts"]) for row in rows] == [(3, "right | wrong"), (4, "wrong | right")]
    book.active.cell(2, header.index("right") + 1).value = "right"
    book.save(tmp_path / "s.xlsx")
    done = run("score", "m-1.xlsx", "m-2.xlsx", "--settled", "s.xlsx")
    assert "1 case in s.xlsx not settled yet: counted as empty" in done.out and "3 of 4 mentions judged" in done.out
    book.active.cell(3, header.index("right") + 1).value = "right"
    book.save(tmp_path / "s.xlsx")
    done = run("score", "m-1.xlsx", "m-2.xlsx", "--settled", "s.xlsx", "--save", "--source", "articles")
    assert "4 of 4 mentions judged" in done.out and "(4 of 4)" in done.out and "not settled" not in done.out
    kept = yaml.safe_load((tmp_path / "checks.yml").read_text("utf-8"))["articles"]["mentions"]["coders"]
    assert (kept["coders"], kept["cases"], kept["alpha"]) == (2, 4, -0.1667) and kept["low"] <= kept["high"]
    assert run("score", "m-1.xlsx", "--settled", "m-2.xlsx").err.count("is no sheet of cases to settle") == 1
    assert "name the sheets of the coders too" in run("score", "s.xlsx").err


def test_quotations_and_themes_are_sampled_too(run, tmp_path: Path) -> None:
    text = "قالت باكستان إن الهجوم الإرهابي أودى بحياة ثلاثة جنود قرب الحدود.\n"
    (tmp_path / "one.txt").write_text(text, encoding="utf-8")
    for kind in ("voices", "themes"):
        done = run("sample", kind, "one.txt")
        assert done.code == 0 and f"{kind}.xlsx" in done.out, done.err
        assert "0 of " in run("score", f"{kind}.xlsx").out


def test_a_run_says_what_has_changed_since_its_codebook(run, written: list[dict], tmp_path: Path) -> None:
    assert "codebook.yml: sha256 " in run("codebook").out
    (tmp_path / "one.txt").write_text("قال الوزير في كابل إن المحادثات مستمرة مع باكستان.\n", encoding="utf-8")
    done = run("report", "one.txt", "--codebook", "codebook.yml")
    assert done.code == 0 and "nothing has changed" in done.out, done.err
    done = run("report", "one.txt", "--codebook", "codebook.yml", "-p", "actors.top", "7")
    assert "actors.top: 25, now 7" in done.out and "since the codebook of 20" in done.out
    assert run("report", "one.txt", "--codebook", "one.txt").code == 2
