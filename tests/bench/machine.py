"""The machine that is measured on, and what a function costs in a process of its own: CPU seconds and memory."""

import importlib
import json
import os
import platform
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np


class Cost(NamedTuple):
    """CPU seconds, and the MB that the process held at its peak beyond what it held before."""

    seconds: float
    memory: float


def machine() -> str:
    """Return the machine in a line: processor, cores, memory, system, Python."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"model name\s*: (.+)", info.read_text(encoding="utf-8"))
        name = found[1] if found else name
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{name}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def cost(function: Callable[..., Any], *arguments: Any) -> Cost:
    """Return what a call costs in this process, what is loaded already left out."""
    before, begun = _held(), time.process_time()
    function(*arguments)
    return Cost(time.process_time() - begun, max(_peak() - before, 0.0))


def _held() -> float:
    """Return the MB that this process holds now, and forget its peak, where the system can tell (Linux)."""
    try:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    except OSError:
        return 0.0
    return _peak()


def _peak() -> float:
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text(encoding="utf-8"))
    return int(found[1]) / 1024 if found else 0.0


def apart(function: Callable[..., Cost], *arguments: Any) -> Cost:
    """Return what a function of a module of `bench` returns in a process of its own."""
    command = [sys.executable, "-m", "bench.machine", function.__module__, function.__name__]
    run = subprocess.run(command, input=json.dumps(arguments), text=True, stdout=subprocess.PIPE, check=True)
    return Cost(*json.loads(run.stdout))


def missing(module: str) -> str:
    """Return what to say of a package that is not there, or nothing."""
    return "" if find_spec(module) else "not installed: pip install '.[bench]'"


def exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    """Return the power of the size with which values grow: 1 where twice as much takes twice as long."""
    return float(np.polyfit(np.log(sizes), np.log(np.maximum(values, 1e-3)), 1)[0])


if __name__ == "__main__":
    called = getattr(importlib.import_module(sys.argv[1]), sys.argv[2])
    print(json.dumps(called(*json.load(sys.stdin))))
