"""Speed and memory on the newspaper archive, as the Markdown tables of the README's performance section.

`python tests/bench/scale.py` prints them; each figure is taken in processes of its own. Words are those between white
space of titles and texts; memory is the peak of the largest process.
"""

import json
import os
import platform
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import simplemma
from camel_tools.tokenizers.word import simple_word_tokenize

import analysis
from analysis import actors, corpus, lemmas, networks, timeline, topics
from analysis.actors.find import mention_rows
from analysis.corpus import copies
from analysis.corpus.store.workers import Workers
from analysis.dates.find import date_rows
from analysis.names.find import name_rows
from analysis.text.segments import sentence_spans, token_spans

ARCHIVE = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "saudinewsnet"
ARTICLES = 2000  # that single steps are measured on
BATCH = 125
SLOW = 8  # of slow steps, one batch in so many is measured
SIZES = (1000, 5000, 15000)
DAY = date(2015, 7, 31)


def main() -> None:
    articles = newspaper()
    print(f"{machine()}\n")
    step_table(articles[:ARTICLES])
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "store"
        whole_table(articles, out)
        growth_table(articles, Path(folder))
        tables_table(out)


def machine() -> str:
    """Return the machine in a line: processor, cores, memory, Python."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"model name\s*: (.+)", info.read_text(encoding="utf-8"))
        name = found[1] if found else name
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{name}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def newspaper() -> list[dict[str, Any]]:
    """Return the articles of the archive, as its JSON files have them."""
    articles: list[dict[str, Any]] = []
    for path in sorted(ARCHIVE.glob("*.zip")):
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if name.endswith(".json"):
                    articles += json.loads(archive.read(name))
    return articles


def words_of(articles: Iterable[dict[str, Any]]) -> int:
    return sum(len(f"{each['title']} {each['content']}".split()) for each in articles)


def peak() -> float:
    """Return the most memory that this process and the largest of its children have held, in MB."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


# --- single steps, ours and what a user would do instead ------------------------------------------------------------
def re_loop(bodies: list[str]) -> None:
    counts: Counter[str] = Counter()
    for body in bodies:
        counts.update(re.findall(r"\w+", body))


def spacy_blank(bodies: list[str]) -> None:
    import spacy

    pipeline = spacy.blank("ar")
    pipeline.add_pipe("sentencizer")
    list(pipeline.pipe(bodies))


STEPS: dict[str, Callable[[list[str]], Any]] = {
    "sentences": lambda bodies: [sentence_spans(body) for body in bodies],
    "tokens": lambda bodies: [token_spans(body) for body in bodies],
    "lemmas (of each distinct form)": lambda bodies: lemmas.lemmatize(
        [body[start:end] for body in bodies for start, end in token_spans(body)], "simple"
    ),
    "actors": lambda bodies: [mention_rows({"body": body}, actors.load_registry()) for body in bodies],
    "dates": lambda bodies: [date_rows(body, DAY) for body in bodies],
    "sketches for copies": copies.sketch,
    "names (crf; off by default)": lambda bodies: [name_rows({"body": body}, "crf") for body in bodies],
}
INSTEAD: dict[str, Callable[[list[str]], Any]] = {
    "camel_tools simple_word_tokenize, simplemma a token": lambda bodies: [
        simplemma.lemmatize(token, "ar") for body in bodies for token in simple_word_tokenize(body)
    ],
    "spaCy blank Arabic pipeline with sentencizer": spacy_blank,
    "a loop with re.findall": re_loop,
}
SELDOM = ("names (crf; off by default)", "camel_tools simple_word_tokenize, simplemma a token")


def step(bodies: list[str], name: str) -> float:
    """Do a step on some texts; return the peak memory of the process."""
    (STEPS | INSTEAD)[name](bodies)
    return peak()


def step_table(articles: list[dict[str, Any]]) -> None:
    print("| step | 1 process, words/s | 2 processes, words/s | peak MB |\n|---|---|---|---|")
    batches = [articles[start : start + BATCH] for start in range(0, len(articles), BATCH)]
    for name in (*STEPS, *INSTEAD):
        if name.startswith("spaCy") and not find_spec("spacy"):
            print(f"| {name} | not installed | | |")
            continue
        chosen = batches[::SLOW] if name in SELDOM else batches
        speeds, most = [], 0.0
        for jobs in (1, 2):
            told = json.loads(measured("step", name, str(jobs), json.dumps(chosen)))
            speeds.append(sum(map(words_of, chosen)) / told["seconds"])
            most = max(most, told["peak"])
        print(f"| {name} | {speeds[0]:,.0f} | {speeds[1]:,.0f} | {most:,.0f} |", flush=True)
    print()


def measure_step(name: str, jobs: str, batches: str) -> dict[str, float]:
    """Return seconds and peak memory of a step, its start-up left out."""
    bodies = [[each["content"] for each in batch] for batch in json.loads(batches)]
    with Workers(int(jobs)) as workers:
        warm = [["وصل الوفد إلى كابل أمس."]] * (4 * int(jobs))
        list(workers.each(step, warm, name))
        begun = time.perf_counter()
        most = max(workers.each(step, bodies, name))
        return {"seconds": time.perf_counter() - begun, "peak": most}


# --- the whole: read, copies found, annotated, written --------------------------------------------------------------
def whole_table(articles: list[dict[str, Any]], out: Path) -> None:
    words = words_of(articles)
    print(f"{len(articles):,} articles, {words:,} words: read, copies found, annotated, written\n")
    print("| processes | words/s, everything included | s | of it reading | annotating | peak MB a process |")
    print("|---|---|---|---|---|---|")
    for jobs in (1, 2):
        begun = time.perf_counter()
        told = json.loads(measured("whole", str(ARCHIVE), str(out) if jobs == 2 else f"{out}-{jobs}", str(jobs)))
        seconds = time.perf_counter() - begun
        row = (f"{words / seconds:,.0f}", f"{seconds:.1f}", f"{told['reading']:.1f}", f"{told['annotating']:.1f}")
        print(f"| {jobs} | {' | '.join(row)} | {told['peak']:,.0f} |", flush=True)
    print()


def measure_whole(source: str, out: str, jobs: str) -> dict[str, float]:
    """Return the seconds of each stage of annotating a source, and the peak memory."""
    stages: Counter[str] = Counter()
    each = Workers.each

    def timed(self: Workers, task: Callable[..., Any], items: Any, *shared: Any) -> list[Any]:
        begun = time.perf_counter()
        done = list(each(self, task, items, *shared))
        stages[task.__name__] += time.perf_counter() - begun  # type: ignore[assignment]
        return done

    Workers.each = timed  # type: ignore[method-assign,assignment]
    corpus.annotate(source, out, lemmatizer="simple", jobs=int(jobs))
    return {"reading": stages["read_part"], "annotating": stages["annotate_slice"], "peak": peak()}


def growth_table(articles: list[dict[str, Any]], folder: Path) -> None:
    print("One process, start-up left out\n\n| articles | words/s | microseconds a word | peak MB |\n|---|---|---|---|")
    for size in SIZES:
        source = folder / f"source-{size}"
        source.mkdir()
        for start in range(0, size, 1000):
            rows = json.dumps(articles[start : start + 1000], ensure_ascii=False)
            (source / f"{start:06d}.json").write_text(rows, encoding="utf-8")
        told = json.loads(measured("growth", str(source), str(folder / f"out-{size}")))
        words = words_of(articles[:size])
        micro = 1e6 * told["seconds"] / words
        print(f"| {size:,} | {1e6 / micro:,.0f} | {micro:.2f} | {told['peak']:,.0f} |", flush=True)
    print()


def measure_growth(source: str, out: str) -> dict[str, float]:
    corpus.annotate("", f"{out}-warm", lemmatizer="simple")
    begun = time.perf_counter()
    corpus.annotate(source, out, lemmatizer="simple")
    return {"seconds": time.perf_counter() - begun, "peak": peak()}


# --- tables of the archive, from disk -------------------------------------------------------------------------------
TABLES: dict[str, Callable[[analysis.Corpus], Any]] = {
    "topics.frequency": topics.frequency,
    "topics.keyness": topics.keyness,
    "topics.collocations": topics.collocations,
    "topics.themes": topics.themes,
    "topics.trend": lambda corpus: topics.trend(corpus, ["يمن", "نفط"], "day"),
    "topics.concordance": lambda corpus: topics.concordance(corpus, "مكافحة الإرهاب"),
    "topics.models": topics.models,
    "topics.model_sizes": topics.model_sizes,
    "networks.actors": networks.actors,
    "networks.cooccurrence": networks.cooccurrence,
    "networks.cooccurrence, windows": lambda corpus: networks.cooccurrence(corpus, unit="window"),
    "networks.by_period": lambda corpus: networks.by_period(corpus, "week"),
    "timeline.volume": lambda corpus: timeline.volume(corpus, "day"),
    "timeline.events": timeline.events,
    "timeline.bursts": lambda corpus: timeline.bursts(corpus, grain="day"),
}


def tables_table(out: Path) -> None:
    print("Tables of the archive, read from disk slice by slice\n\n| table | s | peak MB |\n|---|---|---|")
    for name in TABLES:
        told = json.loads(measured("table", name, str(out)))
        print(f"| {name} | {told['seconds']:.1f} | {told['peak']:,.0f} |", flush=True)


def measure_table(name: str, out: str) -> dict[str, float]:
    lemmas.lemmatize(["كتاب"], "simple")
    begun = time.perf_counter()
    TABLES[name](analysis.Corpus.load(out))
    return {"seconds": time.perf_counter() - begun, "peak": peak()}


def measured(what: str, *arguments: str) -> str:
    """Return what a measure prints, taken in a process of its own; long arguments go by its input."""
    command = [sys.executable, __file__, what]
    run = subprocess.run(command, input=json.dumps(arguments), text=True, stdout=subprocess.PIPE, check=True)
    return run.stdout


MEASURES = {"step": measure_step, "whole": measure_whole, "growth": measure_growth, "table": measure_table}

if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(MEASURES[sys.argv[1]](*json.load(sys.stdin))))
    else:
        main()
