"""The kernels of a run: forked or begun as Jupyter does, they give the same; their errors are told; none is left."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest

# Runs notebooks by name of `folder`, each in a kernel of its own, and prints what became of each.
RUN = """
import json, os, sys, threading
from pathlib import Path
import psutil
from analysis.reports import kernels, run

folder, way, names = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
if way == "begun":
    kernels.can_fork = lambda: False
run.notebook_path = lambda name: folder / f"{name}.ipynb"
told = {}
try:
    with kernels.kernels(len(names)) as managers:
        print(len(psutil.Process().children()), flush=True)
        for name, manager in zip(names, managers):
            try:
                run.execute(name, {"given": name}, str(folder / f"{name}-out.ipynb"), manager)
            except run.NotebookError as error:
                told[name] = str(error)
finally:
    left = [each.pid for each in psutil.Process().children()]
    print(json.dumps({"told": told, "left": left, "threads": threading.active_count()}))
"""
FORKED = "forked" if sys.platform == "linux" else "begun"


def notebook(folder: Path, name: str, *cells: str) -> None:
    made = [nbformat.v4.new_code_cell(cell) for cell in ('given = ""', *cells)]
    made[0].metadata["tags"] = ["parameters"]
    about = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(nbformat.v4.new_notebook(cells=made, metadata=about), folder / f"{name}.ipynb")


def run(folder: Path, way: str, *names: str) -> tuple[int, dict, str]:
    """Return how many kernels were forked, what was told, and what stands on stderr."""
    command = [sys.executable, "-c", RUN, str(folder), way, *names]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    first, last = done.stdout.splitlines()
    return int(first), json.loads(last), done.stderr


def shown(folder: Path, name: str) -> list[str]:
    made = nbformat.read(folder / f"{name}-out.ipynb", 4)
    return [out["text"] for cell in made.cells if cell.cell_type == "code" for out in cell.outputs if "text" in out]


@pytest.mark.parametrize("way", sorted({FORKED, "begun"}))
def test_a_notebook_finds_its_parameters_its_folder_and_how_frames_are_shown(tmp_path: Path, way: str) -> None:
    (tmp_path / "beside.txt").write_text("نص قصير", encoding="utf-8")
    cells = [
        "import os, sys, matplotlib; was_there = 'analysis.networks' in sys.modules; print(given, os.getppid())",
        "import analysis, pandas as pd\nprint(pd.DataFrame({'a': ['كلمة']})._repr_html_() is not None, was_there)",
        "print(open('beside.txt', encoding='utf-8').read(), matplotlib.get_backend(), __name__)",
        "from IPython import get_ipython\nshown = get_ipython().display_formatter.format(pd.DataFrame({'a': ['كلمة']}))"
        "[0]['text/html']\nprint('dir=\"rtl\"' in shown)",
    ]
    notebook(tmp_path, "one", *cells)
    forked, told, errors = run(tmp_path, way, "one")
    assert told == {"told": {}, "left": [], "threads": 1} and errors == ""
    first, second, third, fourth = shown(tmp_path, "one")
    assert first.split()[0] == "one"
    assert forked == (way == "forked") and second.split() == ["True", str(way == "forked")]
    assert third.split() == ["نص", "قصير", "inline", "__main__"] or third.split()[2].endswith("backend_inline")
    assert fourth == "True\n"


@pytest.mark.parametrize("way", sorted({FORKED, "begun"}))
def test_what_fails_in_a_kernel_and_a_kernel_that_dies_are_told_and_the_next_one_runs(tmp_path: Path, way: str) -> None:
    notebook(tmp_path, "wrong", "x = 1", "raise ValueError('no such unit')")
    notebook(tmp_path, "dead", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    notebook(tmp_path, "right", "print(given)")
    _, told, errors = run(tmp_path, way, "wrong", "dead", "right")
    assert told["told"].keys() == {"wrong", "dead"} and told["left"] == []
    assert told["told"]["wrong"] == "wrong.ipynb, cell 4: ValueError: no such unit"  # papermill puts in a cell
    assert told["told"]["dead"].startswith("dead.ipynb: ") and "died" in told["told"]["dead"]
    assert shown(tmp_path, "right") == ["right\n"] and "Traceback" not in errors


def test_kernels_do_not_share_what_they_change(tmp_path: Path) -> None:
    notebook(tmp_path, "one", "import pandas\npandas.changed = given\nprint(given)")
    notebook(tmp_path, "two", "import pandas\nprint(hasattr(pandas, 'changed'))")
    assert run(tmp_path, FORKED, "one", "two")[1]["told"] == {}
    assert shown(tmp_path, "two") == ["False\n"]


def test_a_notebook_may_use_processes_of_its_own(tmp_path: Path) -> None:
    code = "from concurrent.futures import ProcessPoolExecutor\nfrom multiprocessing import get_context\n"
    code += "print(ProcessPoolExecutor(1, get_context('spawn')).submit(abs, -3).result())"
    notebook(tmp_path, "one", code)
    assert run(tmp_path, FORKED, "one")[1]["told"] == {} and shown(tmp_path, "one") == ["3\n"]


@pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux")
def test_kernels_are_forked_only_where_no_other_thread_runs() -> None:
    code = """
import threading
from analysis.reports.kernels import can_fork

print(can_fork())
ended = threading.Event()
threading.Thread(target=ended.wait).start()
print(can_fork())
ended.set()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["True", "False"], done.stderr


def test_kernels_end_with_a_run_that_is_killed(tmp_path: Path) -> None:
    notebook(tmp_path, "one", "import time\nopen('begun', 'w').close()\ntime.sleep(300)")
    notebook(tmp_path, "two", "print(1)")
    process = subprocess.Popen([sys.executable, "-c", RUN, tmp_path, FORKED, "one", "two"], cwd=tmp_path)
    while not (tmp_path / "begun").exists():
        assert process.poll() is None
        time.sleep(0.1)
    started = psutil.Process(process.pid).children(recursive=True)
    assert started
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert psutil.wait_procs(started, timeout=20)[1] == []
