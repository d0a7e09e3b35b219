"""What a run may do to the folder of its reports: an earlier run's own files give way, and nothing else does."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import nbformat
import pytest

from analysis.reports import exchange as report_exchange
from analysis.reports import parameters, sweep
from analysis.reports import run as reports
from analysis.reports.exchange import NEW, RECORD, exchange, files, held, last, workplace
from analysis.reports.run import _running
from analysis.sources import InputError

PAGE = "خبر بعيد\nنُشر: 4 يونيو 2023\nبحث مسؤولون من باكستان أمن الطرق أمس، وقالت باكستان إن الأمر مهم.\n"
# Runs `reports.write` without notebooks: each report has a page, a table, one more whose name tells the run, a figure.
RUN = """
import sys, time
from contextlib import contextmanager
from pathlib import Path
import nbformat
from analysis.reports import parameters, run as reports

@contextmanager
def running(given, folder, jobs):
    for name, values in given.items():
        tag = values.get("outlet", "") or values["start"]
        shown = ("<dl></dl>", f'<p class="finding">{tag} of <bdi>{name}</bdi></p>')
        whole = [{"text/html": f'<div class="analysis">{each}</div>'} for each in shown]
        outs = [nbformat.v4.new_output("display_data", each) for each in whole]
        cell = nbformat.v4.new_code_cell("pass", outputs=outs)
        nbformat.write(nbformat.v4.new_notebook(cells=[cell]), folder / f"{name}.ipynb")
        for part, kind in (("tables", "csv"), ("figures", "svg")):
            (folder / part).mkdir(exist_ok=True)
            for each in ("all", tag):
                (folder / part / f"{name}-{each}.{kind}").write_text(f"{tag} {part}")
    print("made", flush=True)
    yield iter(given)

def write(out, source, tag, *names, first=None):
    reports._running = running
    given = {name: {"source": source, "start": tag, "entities": "off"} for name in names}
    reports.write(given, out, command=["analysis", tag], names=names, jobs=1, first=first)
"""
scope: dict = {}
exec(RUN, scope)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Return a function that writes reports whose files tell the run: its first day of publication."""
    monkeypatch.setattr(reports, "_running", _running)  # taken back after the test
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "one.txt").write_text(PAGE, encoding="utf-8")

    def run(tag: str, *names: str, out: str = "out", source: str = "pages", first=None) -> Path:
        scope["write"](out, source, tag, *names, first=first)
        return tmp_path / out

    return run


def content(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def whole(out: Path) -> dict:
    """Return the record of a folder, in which there is what the record says, and nothing else."""
    record = json.loads((out / RECORD).read_text(encoding="utf-8"))
    there = {name: sha256(text).hexdigest() for name, text in content(out).items() if name != RECORD}
    assert there == record["files"]
    return record


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


# --- whose a file is ------------------------------------------------------------------------------------------------
def test_a_users_own_files_stay(write, tmp_path: Path) -> None:
    own = ("articles/page.html", "tables/mine.csv", "figures/mine.svg", "tables/overview-mine.csv", "notes.txt")
    for name in own:
        (tmp_path / "out" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "out" / name).write_text("mine", encoding="utf-8")
    for tag in ("2021-01-01", "2022-01-01"):
        out = write(tag, "overview")
    assert {name: (out / name).read_text() for name in own} == dict.fromkeys(own, "mine")
    assert (out / "tables/overview-2022-01-01.csv").exists() and not (out / "tables/overview-2021-01-01.csv").exists()


@pytest.mark.parametrize("name", ["index.html", "overview.html", "tables/overview-all.csv", RECORD])
def test_nothing_lands_on_a_file_that_no_run_wrote(write, tmp_path: Path, name: str) -> None:
    (tmp_path / "out" / name).parent.mkdir(parents=True)
    (tmp_path / "out" / name).write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match=rf"{name}.*move it away, or choose another folder"):
        write("2021-01-01", "overview")
    assert content(tmp_path / "out") == {name: b"mine"} and hidden(tmp_path) == []


@pytest.mark.parametrize("name", ["overview.html", "tables/overview-all.csv"])
def test_what_a_user_changed_is_told_before_the_work(write, monkeypatch, name: str) -> None:
    out = write("2021-01-01", "overview")
    (out / name).write_text("changed", encoding="utf-8")
    before = content(out)
    monkeypatch.setattr(reports, "read", lambda *given, **named: pytest.fail("it has begun"))
    with pytest.raises(InputError, match=f"{name}: was changed since a run wrote it"):
        write("2022-01-01", "overview")
    assert content(out) == before


def test_what_is_no_longer_made_goes_only_as_it_was_written(write) -> None:
    out = write("2021-01-01", "overview")
    (out / "tables" / "overview-2021-01-01.csv").write_text("changed", encoding="utf-8")
    with held(out):
        record = last(out)
    with workplace(out) as place, held(out):
        (place / NEW / "index.html").write_text("new", encoding="utf-8")
        exchange(out, place, record, set())
    assert set(content(out)) == {"index.html", RECORD, "tables/overview-2021-01-01.csv"}


@pytest.mark.parametrize(
    "name",
    ["../mine.csv", "/etc/mine.csv", "tables/../../mine.csv", "mine.csv", "tables/mine.csv", "tables/topics-a/b.csv"],
)
def test_a_record_is_not_trusted(write, tmp_path: Path, name: str) -> None:
    out = write("2021-01-01", "overview")
    (tmp_path / "mine.csv").write_text("mine", encoding="utf-8")
    record = json.loads((out / RECORD).read_text(encoding="utf-8"))
    record["files"][name] = sha256(b"mine").hexdigest()
    (out / RECORD).write_text(json.dumps(record), encoding="utf-8")
    before = content(tmp_path)
    with pytest.raises(InputError, match=r"run\.json: is no record of what a run wrote"):
        write("2022-01-01", "overview")
    assert content(tmp_path) == before


def test_links_are_not_followed(write, tmp_path: Path) -> None:
    out = write("2021-01-01", "overview")
    elsewhere = tmp_path / "elsewhere"
    (out / "tables").rename(elsewhere)
    (out / "tables").symlink_to(elsewhere)
    before = content(elsewhere)
    with pytest.raises(InputError, match=r"tables/overview-\S+csv: was changed"):
        write("2022-01-01", "overview")
    assert content(elsewhere) == before


@pytest.mark.parametrize("out", [".", "..", "link", "pages", "pages/out"])
def test_the_source_and_the_reports_lie_apart(write, tmp_path: Path, monkeypatch, out: str) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    before = content(tmp_path)
    with pytest.raises(InputError, match=r"holds the source pages|lies inside pages"):
        write("2021-01-01", "overview", out=out)
    assert content(tmp_path) == before


def test_a_folder_behind_a_link_stays_there(write, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to("real")
    number = (tmp_path / "real").stat().st_ino
    write("2021-01-01", "overview")
    assert (tmp_path / "out").is_symlink() and (tmp_path / "real").stat().st_ino == number
    whole(tmp_path / "real")


# --- some of the reports --------------------------------------------------------------------------------------------
def test_a_run_of_one_report_leaves_the_others_whole_and_listed(write, monkeypatch) -> None:
    out = write("2021-01-01", "overview", "topics", "actors")
    before = content(out)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    write("2022-01-01", "topics")
    after, record = content(out), whole(out)
    others = {name for name in before if "overview" in name or "actors" in name}
    assert len(others) == 10 and all(after[name] == before[name] for name in others)
    assert "tables/topics-2022-01-01.csv" in after and "tables/topics-2021-01-01.csv" not in after
    index = after["index.html"].decode()
    for tag, name in (("2021-01-01", "overview"), ("2022-01-01", "topics"), ("2021-01-01", "actors")):
        assert f"{tag} of \u2068{name}\u2069" in index and f'href="{name}.html"' in index
        assert record["parameters"][name]["start"] == tag
        assert record["reports"][name]["command"] == f"analysis {tag}"
    assert [each["made"][:10] for each in record["reports"].values()] == ["1970-01-01", "1970-01-02", "1970-01-01"]
    assert index.count("Made by an earlier run, on 1970-01-01.") == 2


@pytest.mark.parametrize("name", parameters.REPORTS)
def test_each_report_may_come_alone(write, name: str) -> None:
    out = write("2021-01-01", name)
    assert set(whole(out)["parameters"]) == {name}
    assert f'<a class="way" href="{name}.html">' in (out / "index.html").read_text(encoding="utf-8")
    assert name in sweep.FRONT


def test_a_part_that_is_compared_is_not_the_whole(write) -> None:
    whole_of = write("2024-01-01", "compare")  # the article is older: the part is empty, the corpus is not
    assert whole(whole_of)["corpus"]["articles"] == 1 and len(list((whole_of / "articles").iterdir())) == 1


def test_pages_lead_to_reports_that_came_later(write) -> None:
    out = write("2021-01-01", "overview")
    assert "topics.html" not in (out / "overview.html").read_text(encoding="utf-8")
    write("2021-01-01", "topics")
    whole(out)
    for name in ("overview", "topics"):
        page = (out / f"{name}.html").read_text(encoding="utf-8")
        assert '<a href="topics.html"' in page and f'<a href="{name}.html" aria-current="page">' in page


def test_a_report_of_another_corpus_says_so(write, tmp_path: Path) -> None:
    out = write("2021-01-01", "overview")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "two.txt").write_text(PAGE.replace("باكستان", "الصين"), encoding="utf-8")
    write("2021-01-01", "topics", source="more")
    index = (out / "index.html").read_text(encoding="utf-8")
    mark = whole(out)["reports"]["overview"]["corpus"]["fingerprint"]
    assert f"of another corpus: “pages”, number of articles 1, fingerprint {mark}." in index


def test_articles_that_others_cite_stay(write, tmp_path: Path, monkeypatch) -> None:
    out = write("2021-01-01", "overview")
    (page,) = (out / "articles").iterdir()
    record = json.loads((out / RECORD).read_text(encoding="utf-8"))
    text = (out / "overview.html").read_text(encoding="utf-8") + f'<a href="articles/{page.name}">'
    (out / "overview.html").write_text(text, encoding="utf-8")
    record["files"]["overview.html"] = sha256(text.encode()).hexdigest()
    (out / RECORD).write_text(json.dumps(record), encoding="utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "two.txt").write_text(PAGE.replace("باكستان", "الصين"), encoding="utf-8")
    write("2021-01-01", "topics", source="more")
    assert page.exists() and len(list((out / "articles").iterdir())) == 2
    write("2021-01-01", "overview", source="more")
    assert not page.exists() and len(list((out / "articles").iterdir())) == 1
    whole(out)


# --- ends -----------------------------------------------------------------------------------------------------------
def filled(out: Path, tag: str) -> None:
    """Write files that tell a run, without reports."""
    with workplace(out) as place:
        new = place / NEW
        names = ["index.html", "overview.html", "tables/overview-all.csv", f"tables/overview-{tag}.csv"]
        for name in names:
            (new / name).parent.mkdir(exist_ok=True)
            (new / name).write_text(tag, encoding="utf-8")
        record = {"tag": tag, "files": {name: sha256(tag.encode()).hexdigest() for name in names}}
        (new / RECORD).write_text(json.dumps(record), encoding="utf-8")
        with held(out):
            exchange(out, place, last(out), set())


def killed(out: Path, tag: str, at: int) -> bool:
    """Fill a folder in a process that kills itself at its step `at` on the disk; tell whether it came to that."""
    pid = os.fork()
    if not pid:
        steps = iter(range(10_000))

        def counted(act: Callable) -> Callable:
            def step(*given, **named):
                if next(steps) == at:
                    os.kill(os.getpid(), signal.SIGKILL)
                return act(*given, **named)

            return step

        for name in ("replace", "unlink", "mkdir", "rmdir", "fsync", "open"):
            setattr(os, name, counted(getattr(os, name)))
        try:
            filled(out, tag)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL


@pytest.mark.filterwarnings("ignore:.*fork")
def test_a_kill_at_any_step_leaves_one_run_whole(tmp_path: Path) -> None:
    out = tmp_path / "out"
    filled(out, "a")
    (out / "mine.txt").write_text("mine", encoding="utf-8")
    number, ends = out.stat().st_ino, []
    for at in range(10_000):
        there = json.loads((out / RECORD).read_text(encoding="utf-8"))["tag"]
        new = "b" if there == "a" else "a"
        if not killed(out, new, at):
            break
        with held(out):
            pass
        (out / "mine.txt").rename(tmp_path / "mine.txt")
        ends.append(whole(out)["tag"] == new)
        (tmp_path / "mine.txt").rename(out / "mine.txt")
        assert {(out / name).read_text() for name in files(out) - {RECORD, "mine.txt"}} == {whole_tag(out)}
    assert len(ends) > 15 and True in ends and False in ends
    assert out.stat().st_ino == number
    filled(out, "c")
    assert [each for each in hidden(tmp_path) if not each.startswith(".out-")] == []


def whole_tag(out: Path) -> str:
    return str(json.loads((out / RECORD).read_text(encoding="utf-8"))["tag"])


def test_what_a_dead_run_left_goes_and_nothing_else(tmp_path: Path) -> None:
    out = tmp_path / "out"
    kept = [".out-abcdefgh", ".out-12345678-more", ".output-abcdefgh", ".out-short"]
    for name in kept:
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine.txt").write_text("mine", encoding="utf-8")
    dead = tmp_path / ".out-deadrun1"
    (dead / NEW).mkdir(parents=True)
    (dead / report_exchange.MARK).touch()
    with workplace(out) as alive:
        with held(out):
            pass
        assert alive.is_dir() and not dead.exists()
        assert {path.name for path in tmp_path.iterdir()} == {*kept, alive.name}
    assert {path.name for path in tmp_path.iterdir()} == set(kept)


def test_a_journal_is_not_trusted(tmp_path: Path) -> None:
    out, dead = tmp_path / "out", tmp_path / ".out-deadrun1"
    (dead / NEW).mkdir(parents=True)
    (dead / report_exchange.MARK).touch()
    (tmp_path / "mine.csv").write_text("mine", encoding="utf-8")
    journal = {"put": {}, "remove": {"../mine.csv": sha256(b"mine").hexdigest()}}
    (dead / report_exchange.JOURNAL).write_text(json.dumps(journal), encoding="utf-8")
    with held(out):
        pass
    assert (tmp_path / "mine.csv").exists()


def test_an_exchange_that_is_broken_off_is_finished(tmp_path: Path, monkeypatch) -> None:
    out = tmp_path / "out"
    filled(out, "a")
    replace, calls = os.replace, []

    def stopped(*given):
        calls.append(given)
        if len(calls) == 3:
            raise KeyboardInterrupt
        replace(*given)

    monkeypatch.setattr(os, "replace", stopped)
    with pytest.raises(KeyboardInterrupt):
        filled(out, "b")
    assert whole(out)["tag"] == "b" and hidden(tmp_path) == []


def started(folder: Path, tag: str, *names: str) -> subprocess.Popen[str]:
    code = f"{RUN}\nwrite('out', 'pages', {tag!r}, *{names!r})"
    return subprocess.Popen([sys.executable, "-c", code], cwd=folder, stdout=subprocess.PIPE, text=True)


def test_a_run_that_is_killed_at_a_random_moment_mixes_nothing(write, tmp_path: Path) -> None:
    out, chance = write("2021-01-01", "overview", "topics"), random.Random(12)
    for number in range(5):
        before, tag = content(out), f"2022-01-0{number + 1}"
        run = started(tmp_path, tag, "overview")
        if number:
            assert run.stdout and run.stdout.readline() == "made\n"
        time.sleep(chance.random())
        run.kill()
        run.wait()
        with held(out):
            pass
        told = whole(out)["parameters"]
        assert content(out) == before or told["overview"]["start"] == tag
        assert told["topics"]["start"] == "2021-01-01"
        assert {name for name in content(out) if "topics" in name} == {name for name in before if "topics" in name}
    assert hidden(tmp_path) == []


def test_the_next_run_finishes_what_a_kill_left(write, tmp_path: Path) -> None:
    out = write("2021-01-01", "overview", "topics")
    before = content(out)
    code = f"""{RUN}
import os, signal
replace, place, done = os.replace, os.path.realpath("out") + os.sep, []

def step(source, target):
    done.append(str(target).startswith(place))
    if sum(done) == 4:
        os.kill(os.getpid(), signal.SIGKILL)
    replace(source, target)

os.replace = step
write("out", "pages", "2022-01-01", "overview")
"""
    assert subprocess.run([sys.executable, "-c", code], cwd=tmp_path).returncode == -signal.SIGKILL
    assert content(out) != before and last(out).parameters["overview"]["start"] == "2021-01-01"  # half done
    write("2023-01-01", "topics")
    told = whole(out)["parameters"]
    assert (told["overview"]["start"], told["topics"]["start"]) == ("2022-01-01", "2023-01-01")
    assert hidden(tmp_path) == []


def test_two_runs_at_once_into_one_folder(write, tmp_path: Path) -> None:
    out = write("2021-01-01", "actors")
    runs = [started(tmp_path, "2022-01-01", "overview"), started(tmp_path, "2023-01-01", "topics")]
    assert [run.wait(300) for run in runs] == [0, 0]
    told = {name: values["start"] for name, values in whole(out)["parameters"].items()}
    assert told == {"overview": "2022-01-01", "topics": "2023-01-01", "actors": "2021-01-01"}
    index = (out / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{name}.html"' in index for name in told) and hidden(tmp_path) == []


@pytest.mark.parametrize("out", ["file", "file/out", "closed/out"])
def test_a_folder_that_cannot_be_written(write, tmp_path: Path, out: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "closed").mkdir(mode=0o500)
    if out.startswith("closed") and os.access(tmp_path / "closed", os.W_OK):
        pytest.skip("the superuser may write everywhere")
    with pytest.raises(InputError, match=r"is a file|cannot be written .*choose another folder"):
        write("2021-01-01", "overview", out=out)


def test_a_full_disk_leaves_the_last_reports(write, tmp_path: Path, monkeypatch) -> None:
    out = write("2021-01-01", "overview")
    before = content(out)

    def full(*given, **named) -> None:
        raise OSError(28, "No space left on device")

    for place in ("write_index", "write_page"):
        with monkeypatch.context() as patch:
            patch.setattr(reports, place, full)
            with pytest.raises(InputError, match=r"out: cannot be written \(No space left on device\)"):
                write("2022-01-01", "overview")
        assert content(out) == before and hidden(tmp_path) == []


def test_all_that_the_notebooks_make_can_be_told_again() -> None:
    for name in parameters.REPORTS:
        text = "".join(
            cell.source for cell in nbformat.read(parameters.notebook_path(name), 4).cells if cell.cell_type == "code"
        )
        for made in re.findall(r'report\.file\(\s*"([^"]+)"', text):
            assert made in report_exchange.EXPORTS[name]
        for made in re.findall(r'report\.graph\([^,]+, "([^"]+)"', text):
            assert {f"{made}.graphml", f"{made}.gexf"} <= set(report_exchange.EXPORTS[name])


# --- the overview first ---------------------------------------------------------------------------------------------
def test_the_overview_lies_there_before_the_others_and_what_it_leads_to(tmp_path: Path, write) -> None:
    there: list[set[str]] = []
    out = write("1970-01-01", "overview", "topics", first=lambda path: there.append({path.name, *content(path.parent)}))
    (first,) = there
    assert {"overview.html", "index.html", RECORD, "tables/overview-all.csv", "figures/overview-all.svg"} <= first
    assert not [name for name in first if "topics" in name] and [name for name in first if "articles/" in name]
    assert json.loads((out / RECORD).read_text())["reports"].keys() == {"overview", "topics"}
    assert first <= content(out).keys() and not list(tmp_path.glob(".out-*"))


def test_the_overview_comes_with_the_others_where_reports_lie_already(write) -> None:
    write("1970-01-01", "topics")
    write("1970-01-02", "overview", "topics", first=pytest.fail)
    write("1970-01-01", "overview", out="alone", first=pytest.fail)


def test_the_overview_stays_where_what_comes_after_it_fails(tmp_path: Path, write) -> None:
    def fail(path: Path) -> None:
        raise reports.NotebookError("topics.ipynb, cell 3: ValueError: no")

    with pytest.raises(reports.NotebookError):
        write("1970-01-01", "overview", "topics", first=fail)
    record = last(tmp_path / "out")
    assert record.reports.keys() == {"overview"}
    kept = content(tmp_path / "out")
    assert kept.keys() == record.files.keys() | {RECORD}
    assert all(sha256(kept[name]).hexdigest() == hash for name, hash in record.files.items())
    assert "topics.html" not in kept["index.html"].decode()
