"""Watching a source: written again when something has changed, told what, and ended by Ctrl-C."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from upath import UPath

from analysis.base.notes import InputError
from analysis.cli.watching import changes, states, watch
from analysis.corpus.store.files import write_json
from stores import made, page


class EndedError(Exception):
    """The watch is over."""


def watched(looks: list, write=lambda: None) -> list[str]:
    """Return what a watch says while it sees these states of files one after the other."""
    left, said = list(looks), []

    def look():
        if not left:
            raise EndedError
        return {"a.txt": left.pop(0)}

    with pytest.raises(EndedError):
        watch(write, look, 0.0, said.append)
    return said


def test_it_writes_again_once_a_change_has_come_to_rest() -> None:
    written: list[int] = []
    said = watched([(1, 1), (1, 1), (2, 2), (3, 3), (3, 3), (3, 3)], lambda: written.append(1))
    assert len(written) == 2
    assert [line.partition(" ")[2] for line in said if "writing again" in line] == ["a.txt changed; writing again"]


def test_what_changed_while_it_was_written_is_not_missed() -> None:
    assert any("a.txt changed" in line for line in watched([(1, 1), (2, 2), (2, 2), (2, 2)]))


def test_what_is_wrong_is_said_and_waited_for() -> None:
    def fails() -> None:
        raise InputError("actors.yml, line 3: no id")

    said = watched([(1, 1), (1, 1), (2, 2), (2, 2), (2, 2)], fails)
    assert said[0] == said[2] == "actors.yml, line 3: no id; watching for changes, Ctrl-C ends it"


def test_all_that_a_report_depends_on_is_looked_at(tmp_path: Path) -> None:
    source = page(tmp_path / "source", "a")
    actors = tmp_path / "actors.yml"
    acts = {
        "b.txt added": lambda: page(source, "b"),
        "a.txt changed": lambda: page(source, "a", title="عنوان آخر"),
        "metadata.csv added": lambda: (source / "metadata.csv").write_text("file\n"),
        "corrections.csv added": lambda: (source / "corrections.csv").write_text("article_id\n"),
        "actors.yml added": lambda: actors.write_text("[]"),
        "actors.yml removed": actors.unlink,
        "b.txt removed": (source / "b.txt").unlink,
    }
    for told, act in acts.items():
        before = states([str(source)], [str(actors)])
        act()
        found = changes(before, states([str(source)], [str(actors)]))
        assert found.replace(f"{tmp_path}{os.sep}", "") == told


def test_a_store_is_looked_at_by_its_manifest(tmp_path: Path) -> None:
    source = page(tmp_path / "source", "a")
    made(source, tmp_path / "store")
    before = states([str(tmp_path / "store")], [])
    made(page(source, "b"), tmp_path / "store")
    assert changes(before, states([str(tmp_path / "store")], [])) == "corpus.json changed"


@pytest.mark.parametrize("command", ["read", "report"])
def test_a_store_of_another_version_says_what_to_do(run, tmp_path: Path, command: str) -> None:
    made(page(tmp_path / "source", "a"), tmp_path / "store")
    write_json(UPath(tmp_path / "store" / "corpus.json"), {"format": 99, "info": {}, "age": 1, "parts": []})
    done = run(command, str(tmp_path / "store"))
    assert done.code == 2 and done.err.count("\n") == 1
    assert "a store of format 99, this version reads 7; annotate again into another folder" in done.err


@pytest.mark.slow
def test_a_watch_writes_on_a_change_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    page(tmp_path / "source", "a")
    log = tmp_path / "log"
    command = [sys.executable, "-m", "analysis.cli", "watch", "source", "--only", "overview", "--every", "0.2"]
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=tmp_path, stdout=out, stderr=out)

        def until(text: str) -> None:
            end = time.monotonic() + 300
            while text not in log.read_text():
                assert process.poll() is None and time.monotonic() < end, log.read_text()
                time.sleep(0.1)

        until("watching for changes")
        page(tmp_path / "source", "b", title="خبر آخر")
        until("b.txt added; writing again")
        while log.read_text().count("watching for changes") < 2:
            assert process.poll() is None
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    assert "stopped (SIGINT)" in log.read_text() and (tmp_path / "reports" / "source" / "overview.html").exists()
