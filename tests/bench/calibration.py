"""False findings where there is nothing to find, and findings where there is something, on one day of newspapers.

`PYTHONPATH=tests python -m bench.calibration [DAY]` prints them; ../shared must stand beside the checkout.
"""

import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd

import analysis
from analysis import networks, timeline, topics
from analysis.corpus import Corpus
from bench.archive import NEWSPAPERS
from corpora import mixed

DAY = "2015-07-22"
RUNS = 12
PART = 300  # articles of a random part
DAYS = 3  # that its articles are dealt to, for trends
FOLLOWED = 25  # actors that trends follow
SURE = 0.05
OUTLETS = 4  # the largest, compared two by two


def main(day: str = DAY) -> None:
    corpus = analysis.read(NEWSPAPERS / f"{day}.zip", jobs=2)
    rng = np.random.default_rng(17)
    print("\nCalibration\n===========")
    print(f"\nNewspapers of {day}: {len(corpus.counted):,} articles; p below {SURE} after correction")
    terms, pairs = halves(corpus, rng)
    print(f"random parts of {PART} articles: a term in {terms} of {RUNS} runs, a changed pair in {pairs} of {RUNS}")
    for unit in ("article", "sentence"):
        real = networks.cooccurrence(corpus, unit)
        dealt = networks.cooccurrence(mixed(corpus, rng), unit)
        false = f"actors mixed up: {sure(dealt)} of {len(dealt):,}"
        print(f"ties within one {unit}: {sure(real)} of {len(real):,}; {false}")
    print(f"trends of {FOLLOWED} actors: {cover(corpus, rng):.3f} of the intervals hold the rate of all articles")
    for names, table in compared(corpus):
        print(f"{names}: {sure(table)} terms")


def sure(table: pd.DataFrame) -> int:
    return int((table["p_adjusted"] < SURE).sum())


def halves(corpus: Corpus, rng: np.random.Generator) -> tuple[int, int]:
    """Return in how many runs two random parts differ in a term, and in a pair of actors."""
    terms = pairs = 0
    for _ in range(RUNS):
        dealt = rng.permutation(corpus.counted["article_id"].to_numpy())
        one, two = corpus.of(dealt[:PART]), corpus.of(dealt[PART : 2 * PART])
        terms += bool(sure(topics.keyness(one, two)))
        pairs += bool((networks.changes(one, two)["change"] != "steady").any())
    return terms, pairs


def cover(corpus: Corpus, rng: np.random.Generator) -> float:
    """Return the share of intervals of trends, over articles dealt to days, that hold the rate of all articles."""
    named = corpus.counted_mentions()["actor"].astype("str").value_counts().head(FOLLOWED)
    truth = 1000 * named / corpus.counted["words"].sum()
    held = []
    for _ in range(RUNS):
        part = corpus.of(rng.permutation(corpus.counted["article_id"].to_numpy())[:PART])
        days = pd.Timestamp("2015-07-01") + pd.to_timedelta(rng.integers(0, DAYS, len(part.articles)), unit="D")
        part = part.replace(articles=part.articles.assign(published=days.astype("datetime64[s]")))
        table = timeline.trend(part, list(named.index), "day")
        held += table["of"].map(truth).between(table["low"], table["high"]).tolist()
    return float(np.mean(held))


def compared(corpus: Corpus) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the keyness of each two of the largest outlets."""
    largest = corpus.counted["source"].astype("str").value_counts().head(OUTLETS).index
    for place, one in enumerate(largest):
        for two in largest[place + 1 :]:
            yield f"{one} and {two}", topics.keyness(corpus.filter(outlet=one), corpus.filter(outlet=two))


if __name__ == "__main__":
    main(*sys.argv[1:])
