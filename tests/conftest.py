"""What the tests share: the sample corpus, and the shared material where it is there."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

import analysis

# A machine that is busy is no fault of the code.
settings.register_profile("tests", deadline=None)
settings.load_profile("tests")

collect_ignore = ["fuzz.py"]  # a program of its own, for an extra that tests need not have

SHARED = Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session", autouse=True)
def cache_of_the_tests(tmp_path_factory: pytest.TempPathFactory):
    """Keep what the tests read apart from the user's own cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANALYSIS_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def sample() -> analysis.Corpus:
    return analysis.read()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of shared material; tests that need it skip where it is absent."""
    if not SHARED.is_dir():
        pytest.skip(f"needs {SHARED.name}/ beside the checkout, which is not there")
    return SHARED


@pytest.fixture(scope="session")
def seven(shared: Path) -> analysis.Corpus:
    return analysis.read(shared / "articles")


@pytest.fixture
def folder(tmp_path: Path):
    """Return a function that writes pages (name -> text) to a folder and returns it."""

    def write(**pages: str) -> Path:
        for name, text in pages.items():
            (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
        return tmp_path

    return write


class Ended(NamedTuple):
    """How a process of its own ended: its exit code, what it printed, and the memory that it took at most, in bytes."""

    code: int
    out: str
    err: str
    memory: int


# A process is told to have taken what its parent had when it was forked; so the parent is a small one.
LAUNCHER = """
import os, sys
_, status, usage = os.wait4(os.posix_spawn(sys.argv[2], sys.argv[2:], os.environ), 0)
with open(sys.argv[1], "w") as file:
    file.write(f"{status} {usage.ru_maxrss}")
"""


@pytest.fixture
def alone(tmp_path: Path) -> Callable[..., Ended]:
    """Return a function that runs `python -m analysis.cli ...` (or `-c CODE`) in a process and a folder of its own.

    It fails where the process takes 60 seconds or 2 GB, or shows a traceback.
    """

    def run(*arguments: str, seconds: float = 60, memory: int = 2 << 30, **environment: str) -> Ended:
        start = [] if arguments[0] == "-c" else ["-m", "analysis.cli"]
        out, err, told_by = tmp_path / ".out", tmp_path / ".err", tmp_path / ".usage"
        with out.open("w+b") as told, err.open("w+b") as wrong:
            process = subprocess.Popen(
                [sys.executable, "-c", LAUNCHER, told_by, sys.executable, *start, *arguments],
                cwd=tmp_path,
                env={**os.environ, "ANALYSIS_CACHE": "off", "TQDM_DISABLE": "1", **environment},
                stdin=subprocess.DEVNULL,
                stdout=told,
                stderr=wrong,
                start_new_session=True,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_DATA, (2 * memory, 2 * memory)),
            )
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                pytest.fail(f"{arguments}: not done after {seconds} s")
        status, peak = map(int, told_by.read_text().split())
        code, peak = os.waitstatus_to_exitcode(status), peak << 10
        ended = Ended(code, out.read_text("utf-8", "replace"), err.read_text("utf-8", "replace"), peak)
        assert "Traceback" not in ended.err, ended.err
        assert ended.memory < memory, f"{arguments}: took {ended.memory >> 20} MB"
        return ended

    return run
