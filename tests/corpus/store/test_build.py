"""The store: the same frames from whoever makes them, taken up where it was cut off."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from upath import UPath

import analysis
from analysis.base.frames import SCHEMA
from analysis.base.places import bundled
from analysis.base.store_mark import is_begun
from analysis.corpus.store import build as store
from analysis.corpus.store.stages import annotate_slice
from analysis.sources import InputError
from stores import FRAMES, OTHER, PAGE, assert_same, made, rewritten, written

pytestmark = pytest.mark.usefixtures("small_batches")


def test_two_processes_write_the_bytes_of_one(whole: Path, tmp_path: Path) -> None:
    made(bundled("sample"), tmp_path / "two", jobs=2)
    assert_same(whole, tmp_path / "two")


def test_the_size_of_parts_and_slices_changes_no_frame(whole: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(store, "SLICE", 1000)
    monkeypatch.setattr(store, "BATCH", 4 << 20)
    at_once = made(bundled("sample"), tmp_path / "large")
    assert len(at_once._slices) == 1
    for name in SCHEMA:
        pd.testing.assert_frame_equal(getattr(analysis.Corpus.load(whole), name), getattr(at_once, name))


def test_frames_are_plain_parquet(whole: Path) -> None:
    corpus = analysis.Corpus.load(whole)
    for name in FRAMES:
        table = pd.read_parquet(whole / f"{name}.parquet")
        assert list(table.columns) == list(SCHEMA[name]) and len(table) == len(getattr(corpus, name))


def test_columns_and_slices_are_read_without_the_rest(whole: Path) -> None:
    corpus = analysis.Corpus.load(whole)
    lemmas = corpus.columns("tokens", ["lemma"])["lemma"]
    assert not any(isinstance(frame, pd.DataFrame) for frame in corpus._frames.values())
    slices = list(corpus.slices())
    assert len(slices) > 10 and sum(len(each.tokens) for each in slices) == len(lemmas)
    assert lemmas.tolist() == corpus.tokens["lemma"].tolist()


def test_any_address_that_fsspec_knows(whole: Path, tmp_path: Path) -> None:
    for path in bundled("sample").iterdir():
        (UPath("memory://articles") / path.name).write_bytes(path.read_bytes())
    corpus = made("memory://articles", "memory://store", jobs=2)
    for name in SCHEMA:
        pd.testing.assert_frame_equal(getattr(analysis.Corpus.load(whole), name), getattr(corpus, name))
    (UPath("memory://articles") / "new.txt").write_text(PAGE.format(title="خبر", day=1, body=OTHER), encoding="utf-8")
    assert len(made("memory://articles", "memory://store")) == len(corpus.articles) + 1


SLOW = """
import sys, time
from analysis.corpus.store import build as store
from analysis.cli import main
store.SLICE, store.BATCH = 4, 25_000
annotate = store.annotate_slice
def slow(*task):
    annotate(*task)
    time.sleep(0.3)
store.annotate_slice = slow
main()
"""


def test_a_killed_run_goes_on_with_what_it_lacks(whole: Path, tmp_path: Path) -> None:
    out = tmp_path / "cut"
    command = [
        sys.executable,
        "-c",
        SLOW,
        "annotate",
        str(bundled("sample")),
        "--out",
        str(out),
        "--lemmatizer",
        "simple",
    ]
    run = subprocess.Popen([*command, "--jobs", "1"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _until(lambda: len(list(out.glob(".next/_parts/part-*-*.json"))) >= 3, run)
    run.send_signal(signal.SIGKILL)
    run.wait()
    with pytest.raises(InputError, match="unfinished; run `analysis annotate` again"):
        analysis.Corpus.load(out)
    assert is_begun(out)
    done = {path.name.removesuffix(".json").removeprefix("part-") for path in out.glob(".next/_parts/part-*-*.json")}
    batches = written(out / ".next", "_parts/part-?????.*")
    before = {name: at for name, at in written(out / ".next").items() if name.rpartition("part-")[2][:9] in done}
    made(bundled("sample"), out)
    assert_same(whole, out)
    after = written(out)
    frames = {name: at for name, at in before.items() if not name.startswith("_raw")}
    assert len(frames) >= 3 * len(FRAMES) and not rewritten(after, {**frames, **batches})


def _until(true: Callable[[], bool], run: subprocess.Popen) -> None:
    end = time.monotonic() + 60
    while not true():
        assert run.poll() is None and time.monotonic() < end, "the run ended before it was cut off"
        time.sleep(0.02)


def annotate_and_die(task, making) -> None:
    """Annotate a slice; once, on the third, kill the worker that does it."""
    annotate_slice(task, making)
    mark = Path(making.root.path).parent / "died"
    if task.name.endswith("-002") and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def annotate_and_always_die(task, making) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_process_is_replaced(whole: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(store, "annotate_slice", annotate_and_die)
    made(bundled("sample"), tmp_path / "two", jobs=2)
    assert (tmp_path / "died").exists()
    assert_same(whole, tmp_path / "two")


def test_processes_that_always_die_are_an_error_and_the_rest_is_kept(tmp_path: Path, monkeypatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(store, "annotate_slice", annotate_and_always_die)
        with pytest.raises(InputError, match="fewer jobs"):
            made(bundled("sample"), tmp_path / "two", jobs=2)
    assert list(tmp_path.glob("two/.next/_parts/part-00000.json"))
