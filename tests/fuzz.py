"""`make fuzz`: feeds mutated input to every reader and every finder, for FUZZ_SECONDS (600), one process a core.

    python tests/fuzz.py              all targets
    python tests/fuzz.py json dates   only these

Mutations are atheris' (libFuzzer). They are led by what runs of the Python of `analysis`; parsers written in C (lxml,
pyarrow, zlib) and other libraries are not instrumented, so those are mutated blindly. What a target finds is kept for
the next run in .fuzz/corpus/; the smallest input of each cause of failure, with its traceback, is in .fuzz/found/.
"""

import csv
import gzip
import io
import json
import logging
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import docx
import openpyxl
import pandas as pd

try:
    import atheris
except ImportError:
    sys.exit("fuzz: atheris is not installed: pip install -c constraints.txt '.[fuzz]' (Linux and macOS)")

with atheris.instrument_imports(include=["analysis"]):
    import analysis
    from analysis import actors, articles, corrections, dates, lemmas, names, pages, parameters, sources
    from analysis._topic_themes import load_topics
    from analysis._yaml_lines import YamlError
    from analysis.sources import InputError

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "sample"
KEPT = ROOT / ".fuzz"
PLACE = Path(tempfile.gettempdir()) / f"fuzz-{os.getpid()}"

LONGEST = 16 << 10  # bytes of an input
SWOLLEN = 200_000  # bytes that a text is repeated to, once in EVERY inputs: time must not grow with their square
EVERY = 50
SECONDS = 5  # of processor time that an input may take, many times what these take
STUCK = 60  # seconds from which an input is ended, with its process
MEMORY = 2 << 30  # bytes that a process may take
RESTARTS = 20


class Target(NamedTuple):
    """What is fuzzed: `run` raises where input breaks a promise, and returns what must be the same twice."""

    run: Callable[[bytes], Any]
    seeds: Callable[[], Iterable[bytes]]
    swells: bool = False


# --- what must hold -------------------------------------------------------------------------------------------------


def read(name: str, data: bytes) -> Any:
    """Read a file of one kind, down to its articles."""
    try:
        raw, notes = sources.read_raw(written(name, data))
    except InputError as error:
        assert "\n" not in str(error), "an error of several lines"
        return str(error)
    found, more = articles.collect(raw)
    for article in found:
        assert isinstance(article["body"], str) and (article["body"] or article["title"]), "an article without a text"
        json.dumps(article, ensure_ascii=False, default=str).encode()  # no lone surrogates
    assert not any("\n" in "".join(map(str, note)) for note in notes), "a note of several lines"
    return raw, notes, found, more


def read_packed(base: bytes, member: str, name: str, data: bytes) -> Any:
    """Read an office document with one of its parts replaced."""
    return read(name, repacked(base, member, data))


def read_side(name: str, data: bytes) -> Any:
    """Read metadata.csv or corrections.csv and apply it to a page."""
    side = sources.read_side(written(name, data).parent)
    corpus = page()
    found = deepcopy(corpus.articles.to_dict("records"))
    notes = articles.apply_metadata(found, side.metadata) + corrections.of_articles(found, side.corrections)
    frames = {"mentions": corpus.mentions, "dates": corpus.dates}
    notes += corrections.of_frames(frames, side.corrections, corpus.registry)
    return side.notes, notes, found, *(frame.values.tolist() for frame in frames.values())


def read_yaml(load: Callable[[Path], Any], data: bytes) -> Any:
    """Load a file of settings; what it may raise is one line."""
    try:
        return repr(load(written("given.yml", data)))
    except (InputError, YamlError) as error:
        assert "\n" not in str(error), "an error of several lines"
        return str(error)


def use_registry(path: Path) -> Any:
    return actors.find_mentions(page().articles.body[0], actors.load_registry(path)).values.tolist()


def find(finder: Callable[[str], pd.DataFrame], data: bytes) -> Any:
    """Find spans in a text: they hold what they say."""
    text = data.decode("utf-8", "ignore")
    found = finder(text)
    for row in found.itertuples():
        assert text[row.start : row.end] == row.surface != "", f"offsets {row.start}-{row.end}"
    assert found["start"].is_monotonic_increasing, "not in the order of the text"
    return found.astype(str).values.tolist()


def find_mentions(text: str) -> pd.DataFrame:
    title, _, body = text.rpartition("\n\n\n")
    assert (actors.find_mentions(text)["start"] >= 0).all()
    found = actors.find_mentions(body, title=title, published="2023-12-15", adjectives=True)
    return found.assign(start=found["start"] + len(text) - len(body), end=found["end"] + len(text) - len(body))


def lemmatize(data: bytes) -> Any:
    forms = data.decode("utf-8", "ignore").split()
    found = lemmas.lemmatize(forms, "simple")
    assert len(found) == len(forms) and all(isinstance(lemma, str) and lemma for lemma in found)
    assert found == [lemmas.lemmatize([form], "simple")[0] for form in forms], "another lemma alone"
    return found


def split_page(data: bytes) -> Any:
    text = data.decode("utf-8", "ignore")
    found, left_out = pages.stories(text)
    assert all(story.body.strip() for story in found), "a story without a text"
    assert {letter for story in found for letter in story.body} <= {*text, "\n", " "}, "letters that the page lacks"
    return [vars(story) for story in found], left_out


# --- what it starts from --------------------------------------------------------------------------------------------


@cache
def page() -> analysis.Corpus:
    """Return the corpus of one page of the sample."""
    return analysis.read(next(SAMPLE.glob("2021-08-16*")), lemmatizer="simple", jobs=1)


def written(name: str, data: bytes) -> Path:
    folder = PLACE / name.replace(".", "-")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    return folder / name


def files(pattern: str) -> Iterator[bytes]:
    return (path.read_bytes() for path in sorted(ROOT.glob(pattern)))


def texts() -> list[bytes]:
    """Return pages, and shapes that have stopped readers of text before."""
    shapes = ["9" * 5000, "في " + "٩" * 4400 + " مايو 2024", "و" * 400, "<p>" * 300, "«" * 300, "من 1 إلى " * 40]
    return [*files("data/sample/*.txt"), *files("tests/pages/*.txt"), *(shape.encode() for shape in shapes)]


def sentences() -> list[bytes]:
    return [*(ROOT / "tests/date_sentences.txt").read_bytes().splitlines(), *texts()]


def rows() -> list[dict[str, Any]]:
    body = "أعلنت الحكومة اليوم أن المحادثات تستأنف في 10 مايو 2024، وفق متحدث باسم حركة طالبان في كابل."
    return [
        {"title": "عودة المحادثات", "body": body, "published": "2024-05-09", "url": "https://example.org/1", "id": 1},
        {"title": None, "body": body + "\n<b>انتهى</b>", "published": 1715212800, "author": "كاتب", "id": 9**20},
    ]


def json_files() -> list[bytes]:
    found = [rows(), {"articles": rows()}, rows()[0], [rows()[0]["body"]], {"data": {"items": rows()}}]
    number = '[{"body": "خبر", "id": ' + "9" * 5000 + "}]"
    return [*(json.dumps(each, ensure_ascii=False).encode() for each in found), number.encode(), b"[" * 2000]


def json_line_files() -> list[bytes]:
    return ["\n".join(json.dumps(row, ensure_ascii=False) for row in rows()).encode()]


def separated(delimiter: str, *tables: list[dict[str, Any]]) -> list[bytes]:
    found = []
    for table in tables:
        stream = io.StringIO()
        writer = csv.DictWriter(stream, dict.fromkeys(key for row in table for key in row), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(table)
        found += [stream.getvalue().encode(), stream.getvalue().encode("cp1256", "replace")]
    return found


@cache
def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(list(rows()[0]))
    for row in rows():
        book.active.append([str(value) for value in row.values()])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@cache
def document() -> bytes:
    made = docx.Document()
    made.add_paragraph(rows()[0]["title"])
    made.add_table(1, 2).cell(0, 1).text = rows()[0]["body"]
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def parquet_files() -> list[bytes]:
    table = pd.DataFrame(rows()).astype(str)
    return [table.to_parquet(), table.to_parquet(compression="gzip"), table.head(1).to_parquet(compression=None)]


def archives() -> list[bytes]:
    found = []
    for kind in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", kind) as archive:
            archive.writestr("صفحة.txt", rows()[0]["body"])
            archive.writestr("../out.json", json.dumps(rows()))
        found.append(stream.getvalue())
    return found


def part(base: bytes, member: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(base)) as archive:
        return archive.read(member)


def repacked(base: bytes, member: str, data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, data if name == member else old.read(name))
    return stream.getvalue()


def metadata() -> list[bytes]:
    row = {"file": page().articles.file[0], "ordinal": "0", "title": "عنوان", "published": "2021-08-16"}
    return separated(",", [row], [row | {"ordinal": "9" * 30, "published": "1500-01-01"}])


def corrected() -> list[bytes]:
    span = page().mentions.iloc[0]
    row = {"article_id": span.article_id, "start": span.start, "end": span.end, "field": "actor", "value": "pakistan"}
    day = page().dates.iloc[0][["start", "end"]].to_dict() | {"field": "date", "value": "2021-08-15/2021-08-16"}
    whole = {"start": "", "end": "", "field": "published", "value": "2021-08-16"}
    return separated(",", [row], [row | day], [row | whole], [row | {"end": "9" * 30}])


def actor_files() -> list[bytes]:
    lines = (ROOT / "data/actors.yml").read_text(encoding="utf-8")
    entries = ["- id" + entry for entry in re.split(r"^- id", lines, flags=re.M)[1:]]
    return [entry.encode() for entry in entries]


def topic_files() -> list[bytes]:
    lines = (ROOT / "data/topics.yml").read_text(encoding="utf-8")
    return [lines.encode(), *(entry.encode() for entry in re.split(r"^(?=[a-z_]+:)", lines, flags=re.M))]


def parameter_files() -> list[bytes]:
    given = "language: ar\nstart: 2021-08-01\ntopics: {top: 40, lemmatizer: simple}\nactors: {unit: paragraph}\n"
    return [given.encode(), (given + "sweep:\n  - {name: one, start: 2022-01-01}\n  - top: 7\n").encode()]


SHEET, WORDS = "xl/worksheets/sheet1.xml", "word/document.xml"
TARGETS = {
    "txt": Target(partial(read, "page.txt"), texts, swells=True),
    "html": Target(partial(read, "page.html"), partial(files, "tests/html/*.html"), swells=True),
    "docx": Target(partial(read, "page.docx"), lambda: [document()]),
    "docx-part": Target(partial(read_packed, document(), WORDS, "page.docx"), lambda: [part(document(), WORDS)]),
    "json": Target(partial(read, "rows.json"), json_files),
    "jsonl": Target(partial(read, "rows.jsonl"), json_line_files, swells=True),
    "csv": Target(partial(read, "rows.csv"), lambda: separated(",", rows()), swells=True),
    "tsv": Target(partial(read, "rows.tsv"), lambda: separated("\t", rows()), swells=True),
    "xlsx": Target(partial(read, "rows.xlsx"), lambda: [workbook()]),
    "xlsx-part": Target(partial(read_packed, workbook(), SHEET, "rows.xlsx"), lambda: [part(workbook(), SHEET)]),
    "parquet": Target(partial(read, "rows.parquet"), parquet_files),
    "zip": Target(partial(read, "pages.zip"), archives),
    "gz": Target(partial(read, "page.txt.gz"), lambda: map(gzip.compress, texts()[:5])),
    "metadata.csv": Target(partial(read_side, "metadata.csv"), metadata),
    "corrections.csv": Target(partial(read_side, "corrections.csv"), corrected),
    "actors.yml": Target(partial(read_yaml, use_registry), actor_files),
    "topics.yml": Target(partial(read_yaml, load_topics), topic_files),
    "parameters": Target(partial(read_yaml, parameters.runs), parameter_files),
    "dates": Target(partial(find, lambda text: dates.find_dates(text, "2023-12-15")), sentences, swells=True),
    "dates-undated": Target(partial(find, dates.find_dates), sentences, swells=True),
    "mentions": Target(partial(find, find_mentions), texts, swells=True),
    "names": Target(partial(find, lambda text: names.find_names(text, "crf")), texts, swells=True),
    "lemmas": Target(lemmatize, texts, swells=True),
    "pages": Target(split_page, texts, swells=True),
}


# --- one target, in a process of its own ----------------------------------------------------------------------------


class Fuzzer:
    """Gives inputs to a target until its time is over; counts them and keeps the smallest of each cause of failure."""

    def __init__(self, name: str, seconds: float) -> None:
        self.name, self.target = name, TARGETS[name]
        self.end = time.monotonic() + seconds
        self.inputs = 0
        self.told: Counter[str] = Counter()  # files given up as broken, by the error that their parser raised
        self.found: dict[str, int] = {}  # cause -> size of its smallest input

    def one(self, data: bytes) -> None:
        self.inputs += 1
        if self.target.swells and self.inputs % EVERY == 0 and data:
            data *= SWOLLEN // len(data) or 1
        start = time.process_time()
        try:
            result = repr(self.target.run(data))
            taken = time.process_time() - start
            assert taken < SECONDS, f"slow: {taken:.0f} s for {len(data):,} bytes"
            assert result == repr(self.target.run(data)), "another result the second time"
            self.told.update(re.findall(r"broken (\.\w+: \w+)", result))
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
        place = str(KEPT / "found" / (self.name + "-" + re.sub(r"[^\w.]+", "-", cause)[:80]))
        Path(place + ".input").write_bytes(data)
        Path(place + ".txt").write_text(f"{cause}\n{told}", encoding="utf-8", errors="replace")

    def leave(self) -> None:
        """End the process: libFuzzer knows no other way than to have its time or a crash."""
        state = {"inputs": self.inputs, "found": self.found, "told": self.told}
        print("\n" + json.dumps(state), flush=True)
        os._exit(0)


def cause_of(error: Exception) -> str:
    """Return the type of an error and the deepest place in the package where it rose; of a broken promise, its words."""
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
    seeds = list(fuzzer.target.seeds())
    corpus = KEPT / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(seeds):
        (corpus / f"seed-{number}").write_bytes(seed)
    words = Counter(word for seed in seeds for word in re.findall(rb"[^\s<>,.]{2,60}", seed))
    (PLACE / "words").write_text("".join(f'"{escaped(word)}"\n' for word, _ in words.most_common(300)))
    with atheris.instrument_imports(include=["analysis"]):  # what is imported when first needed
        for seed in seeds[:5]:
            fuzzer.target.run(seed)
    options = [f"-max_len={LONGEST}", f"-timeout={STUCK}", f"-rss_limit_mb={2 * MEMORY >> 20}", f"-dict={PLACE / 'words'}"]
    atheris.Setup([sys.argv[0], str(corpus), *options, f"-artifact_prefix={KEPT / 'found' / name}-"], fuzzer.one)
    atheris.Fuzz()


def escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02X}" for byte in word)


# --- all targets ----------------------------------------------------------------------------------------------------


class Outcome(NamedTuple):
    inputs: int
    covered: int  # places of the code, as libFuzzer counts them
    found: list[str]
    told: Counter[str]


def watched(name: str, seconds: float) -> Outcome:
    """Fuzz a target in a process of its own, and again where an input ended it, until its time is over."""
    outcome = Outcome(0, 0, [], Counter())
    end = time.monotonic() + seconds
    for _ in range(RESTARTS):
        left = end - time.monotonic()
        if left < 1:
            break
        command = [sys.executable, __file__, "--one", name, str(left)]
        ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT)
        text = ended.stdout.decode("utf-8", "replace")
        (KEPT / "found" / f"{name}.log").write_text(text, encoding="utf-8")
        state = json.loads(text.splitlines()[-1]) if ended.returncode == 0 else {"found": [], "told": {}, "inputs": 0}
        if ended.returncode:
            state["found"] = [f"process ended with {ended.returncode}: {text.strip().splitlines()[-1][:100]}"]
            state["inputs"] = max((int(count) for count in re.findall(r"^#(\d+)", text, re.M)), default=0)
        covered = max((int(count) for count in re.findall(r"cov: (\d+)", text)), default=0)
        found = list(dict.fromkeys([*outcome.found, *state["found"]]))
        outcome = Outcome(
            outcome.inputs + state["inputs"], max(covered, outcome.covered), found, outcome.told + Counter(state["told"])
        )
    return outcome


def main(chosen: list[str]) -> None:
    unknown = [name for name in chosen if name not in TARGETS]
    if unknown:
        sys.exit(f"fuzz: no target {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    chosen = chosen or list(TARGETS)
    shutil.rmtree(KEPT / "found", ignore_errors=True)
    (KEPT / "found").mkdir(parents=True)
    cores = os.cpu_count() or 1
    share = float(os.environ.get("FUZZ_SECONDS", "600")) * min(cores, len(chosen)) / len(chosen)
    print(f"{len(chosen)} targets, {share:.0f} s each, {cores} at a time", flush=True)
    fallen = total = 0
    with ThreadPoolExecutor(cores) as pool:
        for name, outcome in zip(chosen, pool.map(partial(watched, seconds=share), chosen), strict=True):
            total, fallen = total + outcome.inputs, fallen + len(outcome.found)
            print(f"{name:16}{outcome.inputs:>9,} inputs{outcome.covered:>7,} places{len(outcome.found):>4} fell")
            for cause in outcome.found:
                print(f"    {cause}")
            if outcome.told:
                told = ", ".join(f"{cause} {count:,}" for cause, count in outcome.told.most_common(8))
                print(f"    told as broken: {told}", flush=True)
    print(f"{total:,} inputs, {fallen} causes of failure" + (f"; see {KEPT / 'found'}" if fallen else ""))
    sys.exit(1 if fallen else 0)


if __name__ == "__main__":
    os.environ |= {"ANALYSIS_CACHE": "off", "TQDM_DISABLE": "1"}
    if sys.argv[1:2] == ["--one"]:
        with tempfile.TemporaryDirectory() as place:
            PLACE = Path(place)
            fuzz(sys.argv[2], float(sys.argv[3]))
    else:
        main(sys.argv[1:])
