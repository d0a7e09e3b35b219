"""Kernels that run a notebook each, forked from this process, so that they have imported and read already what it has.

To start one as Jupyter does takes the seconds that the imports take, for every notebook anew. This stays where a
process cannot be forked safely: on other systems than Linux, and where threads run beside the one that asks.
"""

import gc
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

import psutil
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning import LocalProvisioner
from tqdm import tqdm

from analysis.base.processes import begin_quietly, give_back
from analysis.lemmas.lexicon import lexicon

LAUNCHER = "ipykernel_launcher"  # the module that a kernel's command runs
INLINE = "module://matplotlib_inline.backend_inline"  # where the figures of a notebook go
# What the notebooks import: here once, before they are forked, and with it the lexicon, which all of them ask.
IMPORTED = (
    *("candidates", "checking", "evidence", "networks", "plots", "query", "relations", "show", "stories"),
    *("timeline", "topics", "voices"),
)


@contextmanager
def kernels(number: int) -> Iterator[list[type[AsyncKernelManager]]]:
    """Give managers of as many kernels, each for one notebook and for any thread; in the end no kernel is left."""
    free = can_fork()
    gc.freeze()  # what is there before the fork is not looked through for what nobody holds: it would be copied
    forked = [Forked() for _ in range(number)] if free else [None] * number
    begun: list[LocalProvisioner] = []
    try:
        yield [_manager(each, begun) for each in forked]
    finally:
        for process in [*forked, *(each.process for each in begun)]:
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()
        gc.unfreeze()


def can_fork() -> bool:
    """Tell whether this process can be forked: what another thread holds at that moment stays held for ever."""
    if tqdm.monitor:
        tqdm.monitor.exit()  # the thread that tends to bars; the next bar starts another
    alone = threading.active_count() == 1 and threading.current_thread() is threading.main_thread()
    if sys.platform != "linux" or not alone:
        return False
    for name in IMPORTED:
        import_module(f"analysis.{name}")
    import_module("ipykernel.kernelapp")
    lexicon()
    import_module("wordfreq")
    return threading.active_count() == 1


class Forked:
    """A process forked from this one that waits to be a kernel; of the interface of Popen, what Jupyter asks of it."""

    stdin = stdout = stderr = None

    def __init__(self) -> None:
        context = get_context("fork")
        told, self._tell = context.Pipe(duplex=False)
        self._process: BaseProcess = context.Process(target=_wait, args=(told, self._tell))
        self._process.start()
        told.close()
        self.pid = self._process.pid

    def begin(self, arguments: list[str]) -> None:
        """Let the process be a kernel, with the arguments of one."""
        self._tell.send(arguments)

    def poll(self) -> int | None:
        code = self._process.exitcode
        if code is None and not psutil.pid_exists(self.pid or 0):
            return -signal.SIGKILL  # who ended it has waited for it, too, and taken its code: see base.processes
        return code

    def wait(self) -> int | None:
        self._process.join()
        return self.poll()

    def send_signal(self, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid or 0, number)

    def kill(self) -> None:
        self._process.kill()

    def terminate(self) -> None:
        self._process.terminate()


def _wait(told: Connection, tell: Connection) -> None:
    """In the forked process: wait for the arguments of a kernel and be it, or end where none is wanted any more."""
    tell.close()  # held by the process that asks alone, whose end is then seen
    os.setsid()  # as kernels have it: what is typed into a terminal is for the process that asks
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    begin_quietly()
    os.dup2(2, 1)
    try:
        arguments = told.recv()
    except EOFError:
        return
    sys.argv = [LAUNCHER, *arguments]
    app = import_module("ipykernel.kernelapp").IPKernelApp.instance()
    app.initialize(arguments)
    import_module("matplotlib").use(INLINE)
    import_module("analysis.show").register()  # what `import analysis` would do in a kernel
    app.shell.events.register("post_run_cell", lambda _: give_back())  # a third of what large tables leave behind
    app.start()


class _Provisioner(LocalProvisioner):
    """Begins a kernel in a process that was forked for it, where its command is one for this interpreter."""

    process: Any = None
    forked: Forked | None = None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        if self.forked is None or cmd[0] != sys.executable or LAUNCHER not in cmd:
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            return await super().launch_kernel(cmd, **kwargs, **quiet)
        self.forked.begin(cmd[cmd.index(LAUNCHER) + 1 :])
        self.process, self.pid, self.pgid, self.cwd = self.forked, self.forked.pid, self.forked.pid, os.getcwd()
        return self.connection_info


def _manager(forked: Forked | None, begun: list[LocalProvisioner]) -> type[AsyncKernelManager]:
    """Return the class of the manager of one kernel: papermill makes the manager. `begun` tells what it began."""

    class Manager(AsyncKernelManager):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            self.provisioner = _Provisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
            self.provisioner.forked = forked
            begun.append(self.provisioner)

    return Manager
