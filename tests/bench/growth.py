"""What reading and each table cost as an archive grows: CPU seconds, memory, and the powers with which they grow."""

import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

import analysis
from analysis import (
    candidates,
    corpus,
    evidence,
    networks,
    profiles,
    relations,
    stories,
    timeline,
    topics,
    voices,
)
from bench import archive
from bench.machine import Cost, apart, cost, exponent


def table(sizes: Sequence[int], folder: Path) -> None:
    """Print what reading costs with one process and with all cores, then what each table costs."""
    print(f"Archives recombined of {archive.name()}: read, copies found, annotated, written\n")
    print("| articles | words | words a CPU second | CPU s | peak MB | words a second, all cores |")
    print("|---|---|---|---|---|---|")
    read: list[Cost] = []
    for size in sizes:
        source = folder / f"source-{size}"
        words = archive.written(size, source)
        read.append(apart(annotated, str(source), str(folder / f"store-{size}")))
        begun = time.perf_counter()
        corpus.annotate(source, folder / f"again-{size}", lemmatizer="simple", jobs=os.cpu_count())
        wide = words / (time.perf_counter() - begun)
        speed, memory = words / read[-1].seconds, read[-1].memory
        row = f"{size:,} | {words:,} | {speed:,.0f} | {read[-1].seconds:.1f} | {memory:,.0f} | {wide:,.0f}"
        print(f"| {row} |", flush=True)
    told = ", ".join(f"{size:,}" for size in sizes)
    print(f"\nTables: CPU s and peak MB beyond the opened corpus, at {told} articles\n")
    print("| table | CPU s | MB | time grows by | memory by |\n|---|---|---|---|---|")
    _line("read and annotate", sizes, read)
    for name in TABLES:
        _line(name, sizes, [apart(measured, name, str(folder / f"store-{size}")) for size in sizes])
    print()


def _line(name: str, sizes: Sequence[int], costs: Sequence[Cost]) -> None:
    seconds, memory = [each.seconds for each in costs], [each.memory for each in costs]
    told = ["; ".join(f"{each:.2f}" for each in seconds), "; ".join(f"{each:,.0f}" for each in memory)]
    # A megabyte more or less is no growth.
    grows = [exponent(sizes, seconds), exponent(sizes, [max(each, 1.0) for each in memory])] if len(sizes) > 1 else []
    print(f"| {name} | {' | '.join(told)} | {' | '.join(f'{each:.2f}' for each in grows)} |", flush=True)


def annotated(source: str, out: str) -> Cost:
    """Return what it costs to annotate a source in one process, start-up left out."""
    corpus.annotate("", f"{out}-sample", lemmatizer="simple")
    return cost(lambda: corpus.annotate(source, out, lemmatizer="simple", jobs=1))


def measured(name: str, store: str) -> Cost:
    """Return what a table of a store costs, once all that it loads has been loaded for the sample."""
    TABLES[name](analysis.Corpus.load(f"{store}-sample"))
    return cost(TABLES[name], analysis.Corpus.load(store))


def frequent(held: analysis.Corpus, top: int = 5) -> list[str]:
    """Return the most frequent lemmas of a corpus: words that every size of an archive has."""
    counts: Counter[str] = Counter()
    for each in held.slices():  # which costs no more memory than a table may
        counts.update(each.columns("tokens", ["lemma", "stop"]).query("~stop")["lemma"].value_counts().to_dict())
    return [str(lemma) for lemma, _ in counts.most_common(top)]


def _named(held: analysis.Corpus, top: int) -> list[str]:
    table = held.counted_mentions()
    return [str(actor) for actor in table["actor"].value_counts().index[:top]]


def _pair(held: analysis.Corpus) -> pd.DataFrame:
    one, other = _named(held, 2)
    return pd.DataFrame({"source": [one], "target": [other]})


TABLES: dict[str, Callable[[analysis.Corpus], Any]] = {
    "topics.frequency": lambda held: topics.frequency(held, top=100),
    "topics.keyness": topics.keyness,
    "topics.collocations": topics.collocations,
    "topics.themes": topics.themes,
    "topics.trend": lambda held: topics.trend(held, frequent(held)),
    "topics.concordance": lambda held: topics.concordance(held, frequent(held, 1)[0], by="lemma"),
    "topics.models": topics.models,
    "networks.actors": networks.actors,
    "networks.cooccurrence": networks.cooccurrence,
    "networks.cooccurrence, windows": lambda held: networks.cooccurrence(held, unit="window"),
    "networks.by_period": lambda held: networks.by_period(held, "month"),
    "timeline.volume": timeline.volume,
    "timeline.trend": timeline.trend,
    "timeline.bursts": lambda held: timeline.bursts(held, grain="month"),
    "timeline.events": timeline.events,
    "stories.members": stories.members,
    "stories.reuse": stories.reuse,
    "voices.quotations": voices.quotations,
    "relations.relations": relations.relations,
    "profiles.profile": lambda held: profiles.profile(held, _named(held, 1)[0]),
    "candidates.find_candidates": candidates.find_candidates,
    "evidence.of_terms": lambda held: evidence.of_terms(held, frequent(held)),
    "evidence.of_pairs": lambda held: evidence.of_pairs(held, _pair(held)),
}
