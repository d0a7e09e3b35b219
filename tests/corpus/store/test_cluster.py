"""A real Dask scheduler and two worker processes on this machine."""

import os
import shutil
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis import networks, relations, timeline, topics, voices
from analysis.base.frames import SCHEMA
from analysis.base.places import bundled
from analysis.corpus.store import build as store
from analysis.corpus.store.stages import annotate_slice
from analysis.corpus.store.workers import Workers
from analysis.sources import InputError
from s3_server import serving
from stores import assert_same, made

distributed = pytest.importorskip("distributed", reason="needs the extra `cluster`")

S3 = {
    "AWS_ENDPOINT_URL": "",  # that of the server
    "AWS_ACCESS_KEY_ID": "reader",
    "AWS_SECRET_ACCESS_KEY": "none",
    "AWS_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SLICE", 4)
    monkeypatch.setattr(store, "BATCH", 25_000)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with local_cluster(tmp_path_factory.mktemp("dask")) as address:
        yield address


@contextmanager
def local_cluster(folder: Path) -> Iterator[str]:
    """Give the tcp address of a scheduler with two worker processes."""
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with distributed.LocalCluster(host="127.0.0.1", local_directory=str(folder), **options) as started:
        assert started.scheduler_address.startswith("tcp://")
        yield started.scheduler_address


def worker_and_time(item: int, *shared: int) -> tuple[int, int]:
    time.sleep(0.05)
    return os.getpid(), item + sum(shared)


def die_once(task, making) -> None:
    """Annotate a slice; once, on the third, kill the worker that does it."""
    annotate_slice(task, making)
    mark = Path(making.root.path).parent / "died"
    if task.name.endswith("-002") and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def test_the_work_is_done_by_the_workers_in_order(cluster: str) -> None:
    with Workers(scheduler=cluster) as workers:
        done = list(workers.each(worker_and_time, range(12), 100))
    assert [value for _, value in done] == list(range(100, 112))
    assert len({worker for worker, _ in done}) == 2 and os.getpid() not in {worker for worker, _ in done}


def test_a_cluster_writes_the_bytes_of_one_process_even_where_a_worker_is_killed(
    cluster: str, tmp_path: Path, monkeypatch
) -> None:
    made(bundled("sample"), tmp_path / "one")
    made(bundled("sample"), tmp_path / "cluster", scheduler=cluster)
    assert_same(tmp_path / "one", tmp_path / "cluster")
    monkeypatch.setattr(store, "annotate_slice", die_once)
    made(bundled("sample"), tmp_path / "killed", scheduler=cluster)
    assert (tmp_path / "died").exists()
    assert_same(tmp_path / "one", tmp_path / "killed")


def test_what_a_task_raises_comes_through(cluster: str, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError, match=r"out.*cannot be written"):
        made(bundled("sample"), tmp_path / "out", scheduler=cluster)


TABLES: dict[str, Callable[[analysis.Corpus], pd.DataFrame]] = {
    "volume": lambda corpus: timeline.volume(corpus, "month"),
    "frequency": lambda corpus: topics.frequency(corpus, intervals=True),
    "collocations": lambda corpus: topics.collocations(corpus, min_count=2),
    "keyness": topics.keyness,
    "cooccurrence": networks.cooccurrence,
    "events": timeline.events,
    "relations": relations.relations,
    "quotations": voices.quotations,
}


def test_in_memory_on_disk_on_a_cluster_and_over_s3_all_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANALYSIS_CACHE", "off")
    monkeypatch.setattr(store, "SLICE", 8)
    source = tmp_path / "source"
    source.mkdir()
    for path in sorted(bundled("sample").glob("*.txt"))[:16]:
        shutil.copy(path, source)
    one = made(source, tmp_path / "store")
    tables = {name: table(one) for name, table in TABLES.items()}
    assert all(len(table) for table in tables.values())
    corpora = {"in memory": analysis.read(source, lemmatizer="simple")}
    with serving("news") as (address, objects):
        for name, value in S3.items():
            monkeypatch.setenv(name, value or address)
        objects |= {f"news/source/{path.name}": path.read_bytes() for path in source.iterdir()}
        with local_cluster(tmp_path / "dask") as scheduler:
            made(source, tmp_path / "cluster", scheduler=scheduler)
            assert_same(tmp_path / "store", tmp_path / "cluster")
            made("s3://news/source", "s3://news/store", scheduler=scheduler)
            corpora |= {where: analysis.Corpus.load(where) for where in (tmp_path / "cluster", "s3://news/store")}
            for where, corpus in corpora.items():
                for name in SCHEMA:
                    pd.testing.assert_frame_equal(getattr(corpus.replace(), name), getattr(one.replace(), name))
                with corpus.on(scheduler=scheduler) as there:
                    for name, table in TABLES.items():
                        pd.testing.assert_frame_equal(table(there), tables[name], obj=f"{name} of {where}")
        for path in (tmp_path / "store").glob("*.parquet/*"):
            assert path.read_bytes() == objects[f"news/store/{path.parent.name}/{path.name}"]


@pytest.mark.parametrize("address", ["", "tcp://", "nonsense"])
def test_an_unreachable_scheduler_is_told_soon_and_the_store_stays(tmp_path: Path, address: str) -> None:
    out = tmp_path / "out"
    held = len(made(bundled("sample"), out))
    with socket.socket() as free:  # bound, and not listening
        free.bind(("127.0.0.1", 0))
        begun = time.monotonic()
        with pytest.raises(InputError, match="no Dask scheduler answers"):
            made(bundled("sample"), out, scheduler=address or f"tcp://127.0.0.1:{free.getsockname()[1]}")
    assert time.monotonic() - begun < 15
    assert not (out / ".next").exists() and len(analysis.Corpus.load(out)) == held
