"""What was read once is not read again; and never is what is read wrong, old or broken."""

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock

import analysis
from analysis.base.frames import SCHEMA
from analysis.corpus import cache
from analysis.corpus.store import files
from analysis.corpus.store.build import build
from analysis.sources import InputError

STORY = """وفد أممي يصل إلى كابل لبحث المساعدات
3 مارس 2022
وصل وفد من الأمم المتحدة إلى كابل لبحث توزيع المساعدات الشتوية على الأسر النازحة في الأقاليم الشمالية.
وقال متحدث باسم الوفد إن المحادثات ستتناول فتح الطرق أمام القوافل، وإن باكستان وعدت بتسهيل مرورها."""

READ = import_module("analysis.corpus.read")  # the file; `analysis.corpus.read` is the function


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANALYSIS_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.txt").write_text(STORY, encoding="utf-8")
    return tmp_path / "source"


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The folders into which corpora have been made."""
    made: list[str] = []

    def counted(source, out, *options, **named) -> None:
        made.append(str(out))
        build(source, out, *options, **named)

    monkeypatch.setattr(READ, "build", counted)
    return made


def entries(place: Path) -> list[Path]:
    return [path for path in place.iterdir() if not path.name.startswith(".")] if place.is_dir() else []


def read(source: Path, **options) -> analysis.Corpus:
    return analysis.read(source, lemmatizer="simple", **options)


def test_a_corpus_is_made_once(source: Path, place: Path, builds: list[str]) -> None:
    first, second = read(source), read(source)
    assert len(builds) == 1 and len(entries(place)) == 1
    for name in SCHEMA:
        pd.testing.assert_frame_equal(getattr(first, name), getattr(second, name))
    assert first.info == second.info


def test_the_same_files_elsewhere_are_the_same_corpus(source: Path, place: Path, builds: list[str]) -> None:
    read(source)
    moved = read(source.rename(source.parent / "moved"))
    assert len(builds) == 1 and moved.info["source"].endswith("moved")


def test_content_names_options_and_versions_make_another_corpus(
    source: Path, place: Path, builds: list[str], monkeypatch
) -> None:
    file = source / "a.txt"
    stat = file.stat()
    changes = [
        lambda: None,
        lambda: (
            file.write_text(STORY.replace("كابل", "هرات"), encoding="utf-8"),
            os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns)),
        ),
        lambda: file.rename(source / "b.txt"),
        lambda: (source / "metadata.csv").write_text("file,source\nb.txt,نشرة\n", encoding="utf-8"),
        lambda: (source / "corrections.csv").write_text("article_id,start,end,field,value\n", encoding="utf-8"),
        lambda: monkeypatch.setattr(cache, "version", lambda: "other code"),
        lambda: monkeypatch.setattr("analysis.corpus.store.plan.describe_lemmas", lambda name: "other dictionary"),
    ]
    for number, change in enumerate(changes, 1):
        change()
        corpus = read(source)
        assert len(builds) == number, f"change {number}"
    assert corpus.articles["source"].tolist() == ["نشرة"]
    read(source, keep_duplicates=True)
    assert len(builds) == len(changes) + 1


def test_it_can_be_switched_off(source: Path, place: Path, builds: list[str], monkeypatch) -> None:
    monkeypatch.setenv("ANALYSIS_CACHE", "off")
    for _ in range(2):
        assert len(read(source).tokens) > 20
    assert len(builds) == 2 and not place.exists() and cache.clear() == 0
    assert not any(Path(folder).exists() for folder in builds)


def test_a_run_reads_once_where_it_is_switched_off(
    source: Path, place: Path, builds: list[str], tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("ANALYSIS_CACHE", "off")
    with cache.for_run(tmp_path / "run"):
        first, second = read(source), read(source)
        assert os.environ["ANALYSIS_CACHE"] == str(tmp_path / "run")  # what processes started here are told
    assert len(builds) == 1 and len(entries(tmp_path / "run")) == 1
    pd.testing.assert_frame_equal(first.tokens, second.tokens)
    read(source)
    assert len(builds) == 2 and not place.exists()


def test_a_run_keeps_what_it_reads_where_the_cache_is(source: Path, place: Path, tmp_path: Path) -> None:
    with cache.for_run(tmp_path / "run"):
        read(source)
    assert len(entries(place)) == 1 and not (tmp_path / "run").exists()


def test_a_cache_that_cannot_be_written_is_done_without(source: Path, place: Path, builds: list[str]) -> None:
    place.write_text("a file in its place", encoding="utf-8")
    for _ in range(2):
        assert len(read(source).tokens) > 20
    assert len(builds) == 2 and not any(Path(folder).exists() for folder in builds)
    assert cache.clear() == 0 and place.is_file()


@pytest.mark.parametrize("name", ["corpus.json", "_parts/registry-*.json", "log.parquet/*", "tokens.parquet/*"])
@pytest.mark.parametrize("how", ["missing", "half", "flipped"])
def test_a_broken_corpus_is_made_anew(source: Path, place: Path, builds: list[str], name: str, how: str) -> None:
    good = read(source).tokens
    (entry,) = entries(place)
    (file,) = entry.glob(name)
    if how == "flipped":
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 4
        file.write_bytes(data)
    elif how == "half":
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    else:
        file.unlink()
    for _ in range(2):
        pd.testing.assert_frame_equal(read(source).tokens, good)
    assert len(builds) == 2 and entries(place) == [entry]


def test_a_failed_reading_leaves_nothing(source: Path, place: Path) -> None:
    (source / "a.txt").write_text("English only.", encoding="utf-8")
    with pytest.raises(InputError, match="no article"):
        read(source)
    assert list(place.iterdir()) == []


def test_clear_tells_what_it_frees(source: Path, place: Path) -> None:
    read(source)
    size = sum(path.stat().st_size for path in place.rglob("*") if path.is_file())
    assert cache.clear() == size > 10_000
    assert list(place.iterdir()) == [] and cache.clear() == 0


def test_what_was_used_longest_ago_goes_first(source: Path, place: Path, monkeypatch) -> None:
    monkeypatch.setattr(cache, "LEAST", 2)
    monkeypatch.setattr(cache, "MOST", 1)
    abandoned, at_work, dead = place / ".new-old", place / ".new-young", place / ".new-dead"
    for folder in (abandoned, at_work, dead):
        folder.mkdir(parents=True)
        folder.with_name(f"{folder.name}.lock").touch()
    (place / ".new-old.lock").unlink()  # of a place that knows no locks
    os.utime(abandoned, (1, 1))
    held = FileLock(place / ".new-young.lock")
    held.acquire()
    keys = []
    for number in range(3):
        (source / "a.txt").write_text(f"{STORY} {number}", encoding="utf-8")
        read(source)
        new = [path for path in entries(place) if path not in keys]
        keys += new
        for age, path in enumerate(reversed(keys)):
            if path.exists():
                os.utime(path, (time.time() - 100 * (age + 1),) * 2)
    assert [path.exists() for path in keys] == [False, True, True]
    assert at_work.exists() and not abandoned.exists() and not dead.exists()
    assert cache.clear() and list(place.glob("[!.]*")) == [] and at_work.exists()
    held.release()


def _read_at_once(source: str, gate, results) -> None:
    gate.wait()
    results.put(len(analysis.read(source, lemmatizer="simple").tokens))


def test_two_processes_at_once(source: Path, place: Path) -> None:
    context = multiprocessing.get_context("spawn")
    gate, results = context.Barrier(2), context.Queue()
    both = [context.Process(target=_read_at_once, args=(str(source), gate, results)) for _ in range(2)]
    for process in both:
        process.start()
    counts = [results.get(timeout=60) for _ in both]
    for process in both:
        process.join(60)
    assert counts[0] == counts[1] == len(read(source).tokens)
    assert len(entries(place)) == 1 and not list(place.glob(".new-*"))


def test_the_second_to_be_done_takes_what_the_first_has_moved_there(source: Path, place: Path, monkeypatch) -> None:

    def slow(path, out, *options, **named) -> None:
        monkeypatch.setattr(READ, "build", build)
        read(source)  # another process is faster
        build(path, out, *options, **named)

    monkeypatch.setattr(READ, "build", slow)
    assert len(read(source).tokens) > 20
    assert len(entries(place)) == 1 and not list(place.glob(".new-*"))


# --- full, forbidden, changed, killed -------------------------------------------------------------------------------
@pytest.mark.parametrize("after", [0, 2, 9])
def test_a_cache_that_is_full_is_done_without(source: Path, place: Path, monkeypatch, caplog, after: int) -> None:
    wanted = analysis.read(source, lemmatizer="simple")
    wanted = wanted.replace(**{name: getattr(wanted, name) for name in SCHEMA})
    cache.clear()
    left, write = [after], files._fill

    def full(path: Path, data: bytes) -> None:
        if place in path.parents:
            left[0] -= 1
            if left[0] < 0:
                write(path, data[: len(data) // 2])
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        write(path, data)

    monkeypatch.setattr(files, "_fill", full)
    corpus = read(source)
    for name in SCHEMA:
        pd.testing.assert_frame_equal(getattr(corpus, name), getattr(wanted, name))
    assert len(caplog.records) == 1 and "\n" not in caplog.records[0].getMessage()
    assert "No space left on device); read without the cache" in caplog.text
    assert list(place.iterdir()) == []


def test_a_cache_in_a_place_that_takes_nothing_is_one_line(source: Path, place: Path, alone) -> None:
    place.write_text("a file in its place", encoding="utf-8")
    ended = alone("read", str(source), ANALYSIS_CACHE=str(place))
    assert ended.code == 0 and "1 articles" in ended.out
    assert ended.err.count("\n") == 1 and "read without the cache" in ended.err


@pytest.mark.parametrize("change", ["other", "same size and time", "one more", "gone"])
def test_a_source_that_changes_while_it_is_read_is_not_kept(source: Path, place: Path, monkeypatch, change) -> None:
    file = source / "a.txt"
    other = STORY.replace("كابل", "هرات")
    stat = file.stat()

    def changed(path, out, *options, **named) -> None:
        if change in ("other", "same size and time"):
            file.write_text(other, encoding="utf-8")
        if change == "same size and time":
            os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        build(path, out, *options, **named)
        if change == "one more":
            (source / "b.txt").write_text(other, encoding="utf-8")
        if change == "gone":
            file.rename(source.parent / "a.txt")

    with monkeypatch.context() as patch:
        patch.setattr(READ, "build", changed)
        corpus = read(source)
    assert len(corpus.tokens) > 20 and list(place.iterdir()) == []
    if change == "gone":
        (source.parent / "a.txt").rename(file)
    else:
        (source / "b.txt").unlink(missing_ok=True)
        file.write_text(STORY, encoding="utf-8")
    assert "هرات" not in read(source).articles["body"][0] and len(entries(place)) == 1


KILLED = """
import os, signal, sys
import analysis
from analysis.corpus.store import files as _store_files
left, write = [int(sys.argv[2])], _store_files._fill
def killed(path, data):
    left[0] -= 1
    if left[0] < 0:
        write(path, data[: len(data) // 2])
        os.kill(os.getpid(), signal.SIGKILL)
    write(path, data)
_store_files._fill = killed
analysis.read(sys.argv[1], lemmatizer="simple")
"""


@pytest.mark.parametrize("after", [0, 5, 13])
def test_what_a_killed_process_left_is_neither_used_nor_kept(source: Path, place: Path, after: int) -> None:
    wanted = read(source)
    cache.clear()
    ended = subprocess.run([sys.executable, "-c", KILLED, str(source), str(after)], capture_output=True)
    assert ended.returncode == -signal.SIGKILL
    assert [path.name[:5] for path in place.iterdir() if path.is_dir()] == [".new-"]
    again = read(source)
    for name in SCHEMA:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(wanted, name))
    assert [path.name[:5] for path in place.iterdir()] == [entries(place)[0].name[:5]]


def test_a_cache_is_its_owners_alone(source: Path, place: Path) -> None:
    old = os.umask(0o022)
    try:
        read(source, jobs=2)
    finally:
        os.umask(old)
    for path in [place, *place.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
