"""`make fuzz`: feeds mutated input to every reader and every finder, for FUZZ_SECONDS (600), one process a core.

    python tests/fuzz.py              all targets
    python tests/fuzz.py json dates   only these

Mutations are atheris' (libFuzzer). They are led by what runs of the Python of `analysis`; parsers written in C (lxml,
pyarrow, zlib) and other libraries are not instrumented, so those are mutated blindly. What a target finds is kept for
the next run in .fuzz/corpus/; the smallest input of each cause of failure, with its traceback, is in .fuzz/found/.
"""

import json
import logging
import os
import re
import resource
import shutil
import sys
import time
import traceback
import warnings
from collections import Counter
from contextlib import suppress
from pathlib import Path

try:
    import atheris
except ImportError:
    sys.exit("fuzz: atheris is not installed: pip install -c constraints.txt '.[fuzz]' (Linux and macOS)")

os.environ |= {"ANALYSIS_CACHE": "off", "TQDM_DISABLE": "1"}
with atheris.instrument_imports(include=["analysis"]):
    from fuzz_targets import PLACE, ROOT, TARGETS

KEPT = ROOT / ".fuzz"
LONGEST = 16 << 10  # bytes of an input
SWOLLEN = 200_000  # bytes that a text is repeated to, once in EVERY inputs: time must not grow with their square
EVERY = 50
SECONDS = 5  # of processor time that an input may take, many times what these take
STUCK = 60  # seconds from which an input is ended, with its process
MEMORY = 2 << 30  # bytes that a process may take
STARTS = 20  # of one target, where inputs end its process


# --- one target, in a process of its own ----------------------------------------------------------------------------
class Fuzzer:
    """Gives inputs to a target until its time is over; counts them and keeps the smallest of each cause of failure."""

    def __init__(self, name: str, seconds: float) -> None:
        self.name, self.target = name, TARGETS[name]
        self.end = time.monotonic() + seconds
        self.inputs = 0
        self.told: Counter[str] = Counter()  # files given up as broken, by the error that their parser raised
        self.found: dict[str, int] = {}  # cause -> size of its smallest input
        ended = (path for kind in ("crash", "timeout", "oom") for path in (KEPT / "found").glob(f"{name}-{kind}-*"))
        self.fatal = {path.read_bytes() for path in ended}  # inputs that ended a process before this one

    def one(self, data: bytes) -> None:
        self.inputs += 1
        if data in self.fatal:
            return
        if self.target.swells and self.inputs % EVERY == 0 and data:
            data *= SWOLLEN // len(data) or 1
        start = time.process_time()
        try:
            result = repr(self.target.run(data))
            taken = time.process_time() - start
            assert taken < SECONDS, f"slow: {taken:.0f} s for {len(data):,} bytes"
            assert result == repr(self.target.run(data)), "another result the second time"
            for cause in re.findall(r"broken (\.\w+: \w+)", result):
                self.told[cause] += 1
                if self.told[cause] == 1:
                    self.place(f"told-{cause}", "input").write_bytes(data)
        except Exception as error:
            self.keep(data, error)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
        if peak > MEMORY:
            self.keep(data, MemoryError(f"{peak >> 20:,} MB"))
        if peak > MEMORY or time.monotonic() > self.end:
            self.leave()

    def keep(self, data: bytes, error: Exception) -> None:
        cause = cause_of(error)
        if len(data) >= self.found.get(cause, sys.maxsize):
            return
        self.found[cause] = len(data)
        told = "".join(traceback.format_exception(error))
        self.place(cause, "input").write_bytes(data)
        self.place(cause, "txt").write_text(f"{cause}\n{told}", encoding="utf-8", errors="replace")

    def place(self, cause: str, ending: str) -> Path:
        return KEPT / "found" / (re.sub(r"[^\w.]+", "-", f"{self.name}-{cause}")[:90] + f".{ending}")

    def leave(self) -> None:
        """End the process: libFuzzer knows no other way than to have its time or a crash."""
        state = {"inputs": self.inputs, "found": self.found, "told": self.told}
        print("\n" + json.dumps(state), flush=True)
        os._exit(0)


def cause_of(error: Exception) -> str:
    """Return the type of an error and the deepest place in the package; of a broken promise, its words."""
    if isinstance(error, AssertionError | MemoryError):
        return re.sub(r"\d+", "N", f"{type(error).__name__} {error}")[:80]
    frames = traceback.extract_tb(error.__traceback__)
    inside = [frame for frame in frames if "/analysis/" in frame.filename] or frames
    return f"{type(error).__name__} {Path(inside[-1].filename).name}:{inside[-1].lineno}"


def fuzz(name: str, seconds: float) -> None:
    """Fuzz a target in this process, which ends with it; the last line that it prints tells what came out."""
    logging.disable()
    warnings.simplefilter("ignore")
    resource.setrlimit(resource.RLIMIT_DATA, (2 * MEMORY, 2 * MEMORY))
    fuzzer = Fuzzer(name, seconds)
    corpus, words = KEPT / "corpus" / name, Path(PLACE.name, f"{name}.words")
    corpus.mkdir(parents=True, exist_ok=True)
    seeds = list(fuzzer.target.seeds())
    common = Counter(word for seed in seeds for word in re.findall(rb"[^\s<>,.]{2,60}", seed)).most_common(300)
    words.write_text("".join('"' + "".join(f"\\x{byte:02X}" for byte in word) + '"\n' for word, _ in common))
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    with atheris.instrument_imports(include=["analysis"]), suppress(Exception):  # what is imported when first needed
        fuzzer.target.run(seeds[0])
    options = {
        "max_len": LONGEST,
        "timeout": STUCK,
        "report_slow_units": STUCK,
        "print_final_stats": 1,
        "rss_limit_mb": 2 * MEMORY >> 20,
        "dict": words,
        "artifact_prefix": f"{KEPT / 'found' / name}-",
    }
    atheris.Setup([sys.argv[0], str(corpus), *(f"-{key}={value}" for key, value in options.items())], fuzzer.one)
    atheris.Fuzz()


# --- all targets ----------------------------------------------------------------------------------------------------
class Work:
    """A target, the time that it has left, and what has come of it."""

    def __init__(self, name: str, seconds: float) -> None:
        self.name, self.seconds = name, seconds
        self.log = KEPT / "found" / f"{name}.log"
        self.inputs = self.covered = self.starts = 0
        self.found: dict[str, None] = {}
        self.told: Counter[str] = Counter()

    def start(self) -> int:
        """Fuzz in a process of its own; return its number."""
        self.starts, self.since = self.starts + 1, time.monotonic()
        process = os.fork()
        if process:
            return process
        with self.log.open("wb") as log:
            os.dup2(log.fileno(), 1)
            os.dup2(log.fileno(), 2)
        try:
            fuzz(self.name, self.seconds)
        except BaseException:
            traceback.print_exc()
        os._exit(1)

    def end(self, code: int) -> bool:
        """Take what a process has found; return whether there is time for another."""
        self.seconds -= time.monotonic() - self.since
        text = self.log.read_text("utf-8", "replace").rstrip()
        if code == 0:
            state = json.loads(text.splitlines()[-1])
        else:  # killed, by libFuzzer or the system
            counted = re.findall(r"number_of_executed_units: (\d+)", text) or re.findall(r"^#(\d+)", text, re.M) or [0]
            told = re.findall(r"(?:ERROR|SUMMARY|Error): .*", text) or text.splitlines() or [""]
            state = {"inputs": int(counted[-1]), "told": {}, "found": [f"ended with {code}: {told[-1][:100]}"]}
        self.inputs += state["inputs"]
        self.covered = max(self.covered, *map(int, re.findall(r"cov: (\d+)", text)), 0)
        self.found |= dict.fromkeys(state["found"])
        self.told.update(state["told"])
        return self.seconds > 1 and self.starts < STARTS

    def tell(self) -> None:
        print(f"{self.name:16}{self.inputs:>9,} inputs{self.covered:>7,} places{len(self.found):>4} fell")
        for cause in self.found:
            print(f"    {cause}")
        if self.told:
            told = ", ".join(f"{cause} {count:,}" for cause, count in self.told.most_common(8))
            print(f"    told as broken: {told}")
        sys.stdout.flush()


def main(chosen: list[str]) -> None:
    unknown = [name for name in chosen if name not in TARGETS]
    if unknown:
        sys.exit(f"fuzz: no target {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    shutil.rmtree(KEPT / "found", ignore_errors=True)
    (KEPT / "found").mkdir(parents=True)
    chosen = chosen or list(TARGETS)
    cores = min(os.cpu_count() or 1, len(chosen))
    share = float(os.environ.get("FUZZ_SECONDS", "600")) * cores / len(chosen)
    print(f"{len(chosen)} targets, {share:.0f} s each, {cores} at a time", flush=True)
    waiting = [Work(name, share) for name in reversed(chosen)]
    done: list[Work] = []
    running: dict[int, Work] = {}
    while waiting or running:
        while waiting and len(running) < cores:
            work = waiting.pop()
            running[work.start()] = work
        process, status = os.wait()
        work = running.pop(process)
        if work.end(os.waitstatus_to_exitcode(status)):
            waiting.append(work)
        else:
            work.tell()
            done.append(work)
    fallen = sum(len(work.found) for work in done)
    print(f"{sum(work.inputs for work in done):,} inputs, {fallen} causes of failure; inputs in {KEPT / 'found'}")
    sys.exit(1 if fallen else 0)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit("fuzz: stopped")
