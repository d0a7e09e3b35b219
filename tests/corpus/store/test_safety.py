"""What a store never does: act on a stranger's names, give what is damaged, mix two writers, show itself to others."""

import json
import os
import random
import shutil
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from upath import UPath

import analysis
from analysis.base.frames import SCHEMA
from analysis.corpus import annotate
from analysis.corpus.store import build as store
from analysis.corpus.store import files as store_files
from analysis.corpus.store import layout
from analysis.corpus.store.lock import LOCK, writing
from analysis.corpus.store.tables import arrow_schema
from analysis.corpus.store.workers import Workers
from analysis.sources import InputError
from stores import BODY, OTHER, made, only, page, tree


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two batches, of a slice each."""
    root = tmp_path_factory.mktemp("good")
    page(page(root / "source", "a"), "b", title="مدرسة جديدة", body=OTHER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "BATCH", 1)
        made(root / "source", root / "out")
    return root / "out"


@pytest.fixture
def out(good: Path, tmp_path: Path) -> Path:
    """A copy of it, to do harm to, beside a folder that is not its own."""
    shutil.copytree(good.parent / "source", tmp_path / "source")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work", encoding="utf-8")
    return shutil.copytree(good, tmp_path / "out")


def frames(folder: Path) -> dict[str, pd.DataFrame]:
    corpus = analysis.Corpus.load(folder)
    return {name: getattr(corpus, name) for name in SCHEMA} | {"actors": pd.Series(len(corpus.registry))}


def same(one: dict, other: dict) -> bool:
    return all(one[name].equals(other[name]) for name in one)


def sealed(path: Path, change: Callable[[dict], object]) -> None:
    """Change a JSON file of a store as a stranger would: with a digest that fits."""
    value = json.loads(path.read_text(encoding="utf-8"))
    del value["hash"]
    change(value)
    store_files.write_json(UPath(path), value)


# --- a stranger's store ---------------------------------------------------------------------------------------------
HOSTILE: dict[str, Callable[[dict], object]] = {
    "a number that leads out": lambda it: it["parts"][0].update(number="../../mine/thesis"),
    "a negative number": lambda it: it["parts"][0].update(number=-1),
    "a number without end": lambda it: it["parts"][0].update(number=10**30),
    "a fraction": lambda it: it["parts"][0].update(number=0.5),
    "a digest that leads out": lambda it: it["parts"][0]["slices"][0].update(tokens="../../../mine/thesis.txt"),
    "an absolute digest": lambda it: it.update(log="/etc/passwd"),
    "a digest of control characters": lambda it: it.update(registry="\x1b[2J"),
    "a frame of its own": lambda it: it["parts"][0]["slices"][0].update({"../x": "0" * 32}),
    "a frame that lacks": lambda it: it["parts"][0]["slices"][0].pop("dates"),
    "a number twice": lambda it: it["parts"][1].update(number=0),
    "a field of its own": lambda it: it.update(delete=["../mine/thesis.txt"]),
    "no numbers": lambda it: it.update(parts={"a": 1}),
    "told of what is no text": lambda it: it["info"].update(source={"a": ["b"]}),
    "a file that is not there": lambda it: it["parts"][0]["slices"][0].update(tokens="0" * 32),
}


@pytest.mark.parametrize("how", HOSTILE)
def test_a_strangers_manifest_is_refused_and_nothing_changes(out: Path, tmp_path: Path, how: str) -> None:
    sealed(out / "corpus.json", HOSTILE[how])
    before = tree(tmp_path)
    with pytest.raises(InputError) as told:
        frames(out)
    assert "\n" not in str(told.value) and "\x1b" not in str(told.value) and str(out) in str(told.value)
    assert tree(tmp_path) == before


def test_opening_a_store_with_a_strangers_journal_changes_nothing(good: Path, out: Path, tmp_path: Path, alone) -> None:
    inner = out / ".next"
    (inner / "tokens.parquet").mkdir(parents=True)
    (inner / "tokens.parquet" / "x").write_text("moved?", encoding="utf-8")
    plan = {"moves": ["../mine/thesis.txt", "corpus.json", "tokens.parquet/x"], "obsolete": ["../mine/thesis.txt"]}
    (inner / "commit.json").write_text(json.dumps(plan), encoding="utf-8")
    shutil.copy(out / "corpus.json", inner / "corpus.json")
    sealed(inner / "corpus.json", lambda it: it.update(parts=[]))
    before = tree(out, tmp_path / "mine")
    assert same(frames(out), frames(good))
    ended = alone("read", str(out))
    assert ended.code == 0 and "2 articles" in ended.out
    assert tree(out, tmp_path / "mine") == before
    with pytest.raises(InputError, match=r"\.next.*"):  # nor does a writer take it up, or throw it away
        made(tmp_path / "source", out)
    assert tree(out, tmp_path / "mine") == before


@pytest.mark.parametrize("name", ["tokens.parquet", "_parts", ".next", "log.parquet", "file", "corpus.json"])
def test_links_that_leave_a_store_are_not_followed(out: Path, tmp_path: Path, name: str) -> None:
    path = only(out, "tokens.parquet/part-00000-*") if name == "file" else out / name
    if path.exists():
        path.rename(tmp_path / "mine" / "taken")
        path.symlink_to(tmp_path / "mine" / "taken")
    else:
        path.symlink_to(tmp_path / "mine")
    before = tree(out, tmp_path / "mine")
    with pytest.raises(InputError, match="a link; a store holds its files themselves"):
        frames(out)
    if name != "file":
        with pytest.raises(InputError, match="a link"):
            made(tmp_path / "source", out)
    assert tree(out, tmp_path / "mine") == before


def test_a_pipe_in_a_store_is_not_waited_for(out: Path) -> None:
    path = only(out, "tokens.parquet/part-00000-*")
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(InputError, match="not a regular file"):
        frames(out)


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"format": ' + "9" * 5000 + "}", '{"format": "\\u001b[2J"}', "\0" * 9]
)
def test_a_manifest_that_is_none_is_one_line(out: Path, text: str) -> None:
    (out / "corpus.json").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="annotate again") as told:
        analysis.Corpus.load(out)
    assert "\n" not in str(told.value) and "\x1b" not in str(told.value)


def test_a_parquet_file_that_says_to_hold_too_much_is_refused(out: Path, monkeypatch) -> None:
    monkeypatch.setattr(store_files, "SMALL", 1000)
    path, kinds = only(out, "mentions.parquet/part-00000-*"), arrow_schema("mentions")
    columns = [pa.repeat(pa.scalar("ا" if kind == pa.string() else 0, kind), 1_200_000) for kind in kinds.types]
    table = pa.Table.from_arrays(columns, schema=kinds)
    mark = store_files.write_table(lambda mark: UPath(path.parent / f"part-00000-000-{mark[:12]}.parquet"), table)
    sealed(out / "corpus.json", lambda it: it["parts"][0]["slices"][0].update(mentions=mark))
    with pytest.raises(InputError, match=r"bytes that say to hold 1,200,000 rows"):
        frames(out)


def test_a_parquet_file_of_other_columns_is_refused(out: Path) -> None:
    path = only(out, "dates.parquet/part-00000-*")
    mark = store_files.digest(only(out, "mentions.parquet/part-00000-*").read_bytes())
    shutil.copy(only(out, "mentions.parquet/part-00000-*"), path.with_name(f"part-00000-000-{mark[:12]}.parquet"))
    sealed(out / "corpus.json", lambda it: it["parts"][0]["slices"][0].update(dates=mark))
    with pytest.raises(InputError, match="its columns are not article_id"):
        frames(out)


@pytest.mark.parametrize("groups", [["nobody"], ["united_nations"]])
def test_a_registry_that_goes_round_is_refused(out: Path, groups: list[str]) -> None:
    path = only(out, "_parts/registry-*")
    sealed(
        path,
        lambda it: it["actors"][[each["id"] for each in it["actors"]].index("united_nations")].update(member_of=groups),
    )
    mark = json.loads(path.read_text(encoding="utf-8"))["hash"]
    path.rename(path.with_name(f"registry-{mark[:12]}.json"))
    sealed(out / "corpus.json", lambda it: it.update(registry=mark))
    with pytest.raises(InputError, match=r"registry-\w+.json: broken"):
        analysis.Corpus.load(out)


# --- damage ---------------------------------------------------------------------------------------------------------
def harmed(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    how = chance.choice(["flip", "cut", "zero"])
    if how == "flip":
        return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]
    return data[:at] if how == "cut" else data[:at] + bytes(len(data[at : at + 64])) + data[at + 64 :]


def test_damage_is_told_wherever_it_is(good: Path, out: Path) -> None:
    chance = random.Random(12)
    files = [path for path in sorted(out.rglob("*")) if path.is_file()]
    read = [path for path in files if not path.name.startswith("part-0000") or path.parent.name != "_parts"]
    wanted = frames(good)
    for path in [each for each in read for _ in range(4)]:
        data = path.read_bytes()
        path.write_bytes(harmed(data, chance))
        if path.read_bytes() != data and path.name != "furniture.json":
            with pytest.raises(InputError, match=path.name):
                frames(out)
        path.write_bytes(data)
    assert same(frames(out), wanted)


def test_damage_to_what_only_a_writer_reads_is_told(out: Path) -> None:
    chance = random.Random(3)
    page(out.parent / "source", "c", title="خبر ثالث", body=BODY[:-30])
    for path in sorted((out / "_parts").glob("part-*")):
        data = path.read_bytes()
        path.write_bytes(harmed(data, chance))
        with pytest.raises(InputError, match=path.name):
            made(out.parent / "source", out)
        path.write_bytes(data)
    assert len(made(out.parent / "source", out)) == 3


def test_columns_of_a_damaged_file_are_not_read_either(out: Path) -> None:
    path = only(out, "tokens.parquet/part-00000-*")
    corpus = analysis.Corpus.load(out)
    corpus.columns("tokens", ["lemma"])  # found whole now; what is harmed since is found again
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    for columns in (["lemma"], ["start"]):
        with pytest.raises(InputError, match=path.name):
            analysis.Corpus.load(out).columns("tokens", columns)


# --- one writer at a time -------------------------------------------------------------------------------------------
HOLD = """
import sys, time
from upath import UPath
from analysis.corpus.store.lock import writing
with writing(UPath(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(place: str) -> subprocess.Popen:
    process = subprocess.Popen([sys.executable, "-c", HOLD, place], stdout=subprocess.PIPE, text=True)
    assert process.stdout and process.stdout.readline() == "held\n"
    return process


def test_a_second_writer_is_told_who_is_at_work_and_a_dead_one_holds_nothing(out: Path, alone) -> None:
    before = frames(out)
    process = holder(str(out))
    try:
        for act in (lambda: made(out.parent / "source", out), lambda: analysis.Corpus.load(out).save(out)):
            with pytest.raises(InputError, match=rf"process {process.pid} on .*since.*is writing there"):
                act()
        ended = alone("annotate", str(out.parent / "source"), "--out", str(out), "--jobs", "1")
        assert ended.code == 2 and f"process {process.pid}" in ended.err and ended.err.count("\n") == 1
        assert same(frames(out), before)  # who reads need not wait
    finally:
        process.kill()
        process.wait()
    assert len(made(out.parent / "source", out)) == 2


def test_a_writer_waits_where_it_is_asked_to(out: Path) -> None:
    process = holder(str(out))
    ending = threading.Timer(1, process.kill)
    ending.start()
    assert len(annotate(out.parent / "source", out, lemmatizer="simple", wait=30)) == 2
    process.wait()


def test_the_lock_of_an_address(tmp_path: Path) -> None:
    root = UPath("memory://locked/store")
    with writing(root):
        assert json.loads((root / LOCK).read_bytes())["process"] == os.getpid()
        with pytest.raises(InputError, match=rf"process {os.getpid()} on .*since .*delete .*{LOCK}"), writing(root):
            pass
    assert not (root / LOCK).exists()
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    with writing(root):
        held = json.loads((root / LOCK).read_bytes())
    (root / LOCK).write_bytes(json.dumps(held | {"process": ended.pid}).encode())  # of one that was killed
    with writing(root):
        pass
    for stranger in (b"[1]", b"{", b'{"process": "x\\n"}'):
        (root / LOCK).write_bytes(stranger)
        with pytest.raises(InputError, match="is writing there"), writing(root):
            pass


def test_two_that_annotate_at_once_mix_nothing(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for number in range(6):
        page(one, f"a{number}", title=f"خبر {number}", body=f"{BODY} {number * 7}")
        page(two, f"b{number}", title=f"نبأ {number}", body=f"{OTHER[number:]} {number * 7}")
    command = [sys.executable, "-m", "analysis.cli", "annotate", "--out", str(tmp_path / "out"), "--jobs", "1"]
    both = [subprocess.Popen([*command, str(each)], stderr=subprocess.PIPE, text=True) for each in (one, two)]
    told = [process.communicate(timeout=120)[1] for process in both]
    codes = [process.returncode for process in both]
    assert 0 in codes and all(code == 0 or "is writing there" in text for code, text in zip(codes, told, strict=True))
    corpus = analysis.Corpus.load(tmp_path / "out")
    assert len({name[0] for name in corpus.articles["file"]}) == 1 and len(corpus) == 6
    assert set(corpus.tokens["article_id"]) <= set(corpus.articles["article_id"])


def test_who_reads_while_a_store_is_written_sees_one_corpus(out: Path, monkeypatch) -> None:
    """Read at each move of a commit: the old corpus or the new; and what was opened before is told to be old."""
    old, opened, seen = frames(out), analysis.Corpus.load(out), []
    page(out.parent / "source", "a", title="عنوان آخر", body=BODY[:-40])
    page(out.parent / "source", "c", title="خبر ثالث", body=OTHER[:-30])
    move = layout.move

    def slow(*places) -> None:
        move(*places)
        seen.append(frames(out))

    monkeypatch.setattr(layout, "move", slow)
    made(out.parent / "source", out)
    new = frames(out)
    assert len(seen) > 8 and all(same(each, old) for each in seen[:-1]) and same(seen[-1], new)
    with pytest.raises(InputError, match="written anew since it was opened; load it again"):
        _ = opened.tokens


# --- what others may see --------------------------------------------------------------------------------------------
def test_stores_are_their_owners_alone_and_name_no_folder_of_this_machine(tmp_path: Path) -> None:
    source, out, given = page(tmp_path / "source", "a"), tmp_path / "out", tmp_path / "given"
    page(source, "b", title="مدرسة جديدة", body=OTHER)
    given.mkdir(0o755)
    (tmp_path / "actors.yml").write_text("[]", encoding="utf-8")
    old = os.umask(0o022)
    try:
        for place, jobs in ((out, 2), (given, 1)):
            made(source, place, jobs=jobs, registry=tmp_path / "actors.yml")
        analysis.Corpus.load(out).save(tmp_path / "saved")
    finally:
        os.umask(old)
    for root in (out, given, tmp_path / "saved"):
        for path in [root, *root.rglob("*")]:
            mode = stat.S_IMODE(path.stat().st_mode)
            assert mode == (0o755 if path == given else 0o700 if path.is_dir() else 0o600), path
            assert path.is_dir() or str(tmp_path).encode() not in path.read_bytes()
    assert analysis.Corpus.load(out).info["source"] == "source"
    assert analysis.Corpus.load(out).info["registry"] == "actors.yml"


# --- a store where articles are looked for --------------------------------------------------------------------------
def test_a_store_as_a_source_is_opened_as_it_is(good: Path, out: Path, alone) -> None:
    corpus = analysis.read(out)
    assert len(corpus) == 2 and corpus.info["lemmatizer"] == "simple" and len(list(corpus.slices())) == 2
    assert corpus.log["what"][0].startswith("a store, read as it was made: lemmatizer simple")
    for name in ("articles", "sentences", "tokens", "mentions", "dates"):
        pd.testing.assert_frame_equal(getattr(corpus, name), frames(good)[name])
    ended = alone("read", str(out))
    assert ended.code == 0 and "a store, read as it was made" in ended.out and "<Corpus: 2 articles" in ended.out
    ended = alone("read", str(out), "--column", "body=Text")
    assert ended.code == 2 and "a store, made with columns named then" in ended.err and ended.err.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"entities": "crf"}, "entities='off', not 'crf'"),
        ({"keep_duplicates": True}, "keep_duplicates=False, not True"),
        ({"lemmatizer": "camel"}, "lemmatizer='simple', not 'camel'"),
        ({"columns": {"body": "Text"}}, "columns"),
    ],
)
def test_a_store_is_not_read_in_another_way(out: Path, options: dict, told: str) -> None:
    with pytest.raises(InputError, match=told):
        analysis.read(out, **options)
    assert len(analysis.read(out, lemmatizer="simple", entities="off")) == 2


def test_a_store_is_no_source_of_a_store(out: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="a store of articles that are annotated already"):
        made(out, tmp_path / "other")
    with pytest.raises(InputError, match="the articles lie there; choose another folder"):
        made(tmp_path / "source", tmp_path / "mine" / ".." / "source")
    sealed(out / "corpus.json", lambda it: it.update(format=99))
    with pytest.raises(InputError, match="format 99"):
        analysis.read(out)
    (out / "corpus.json").unlink()
    (out / ".next").mkdir()
    store_files.write_json(UPath(out / ".next" / "run.json"), {"key": "0", "parts": []})
    with pytest.raises(InputError, match="unfinished; run `analysis annotate` again"):
        analysis.read(out)


def test_a_store_among_articles_is_not_read_as_articles(out: Path) -> None:
    out.rename(out.parent / "source" / "frames")
    corpus = analysis.read(out.parent / "source")
    assert corpus.articles["file"].tolist() == ["a.txt", "b.txt"]
    row = corpus.log.set_index("file").loc["frames"]
    assert (row["what"], row["action"]) == ("a store that `analysis annotate` wrote", "not read as articles")


# --- ends -----------------------------------------------------------------------------------------------------------
BUSY = """
import os, signal, sys, time
from analysis.corpus.store.workers import Workers

def task(item):
    open(os.path.join(sys.argv[1], str(os.getpid())), "w").close()
    time.sleep(60)

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with Workers(2) as workers:
        list(workers.each(task, range(8)))
"""


@pytest.mark.parametrize(("ending", "code"), [("SIGTERM", 143), ("SIGINT", -2), ("SIGKILL", -9)])
def test_workers_end_with_who_started_them(tmp_path: Path, ending: str, code: int) -> None:
    import signal

    (tmp_path / "busy.py").write_text(BUSY, encoding="utf-8")
    (tmp_path / "ids").mkdir()
    command = [sys.executable, str(tmp_path / "busy.py"), str(tmp_path / "ids")]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    until(lambda: len(list((tmp_path / "ids").iterdir())) == 2)
    begun = time.monotonic()
    process.send_signal(getattr(signal, ending))
    assert process.wait(30) == code and time.monotonic() - begun < 15
    until(lambda: not any(Path(f"/proc/{path.name}").exists() for path in (tmp_path / "ids").iterdir()), 15)


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_an_exception_ends_workers_at_once() -> None:
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Workers(2) as workers:
        for _ in workers.each(_sleep, [0, 60, 60, 60]):
            raise KeyboardInterrupt
    assert time.monotonic() - begun < 30


def _sleep(seconds: float) -> None:
    time.sleep(seconds)
