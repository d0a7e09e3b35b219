"""`make bench`: what the package finds, how fast it is, beside what else there is, and how it grows, on this machine.

    PYTHONPATH=tests python -m bench.run [--only accuracy speed engines growth] [--sizes 1000 5000]

Accuracy is measured on the development sets, which stand in ../shared beside the checkout; where they are absent it is
left out, and all else is measured on recombined sentences of the shipped sample.
"""

import argparse
import os
import tempfile
from pathlib import Path

import analysis
from analysis import corpus
from bench import accuracy, archive, calibration, engines, growth, steps
from bench.machine import machine

PARTS = ("accuracy", "speed", "engines", "growth")
LONG = ("names",)  # asked for by name: the recogniser is trained anew, a quarter of an hour
SIZES = (1000, 5000, 15_000)  # articles: a quarter of an hour; 150,000 more take an hour or two
STEP = 500  # articles that single steps are measured on


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", nargs="+", choices=PARTS + LONG, default=PARTS)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="articles of the archives that grow")
    asked = parser.parse_args()
    os.environ["ANALYSIS_CACHE"] = "off"
    print(f"{machine()}\n", flush=True)
    if "accuracy" in asked.only:
        _accuracy()
    if "names" in asked.only:
        accuracy.accuracy_of_names()
    with tempfile.TemporaryDirectory() as folder:
        if "speed" in asked.only:
            steps.table(STEP, Path(folder))
        if "engines" in asked.only:
            _engines(asked.sizes[0], Path(folder))
        if "growth" in asked.only:
            growth.table(asked.sizes, Path(folder))


def _accuracy() -> None:
    if archive.NEWSPAPERS.is_dir():
        accuracy.main()
        calibration.main()
    else:
        print("Accuracy: the development sets are not in ../shared beside the checkout; left out\n")


def _engines(size: int, folder: Path) -> None:
    source, store = folder / "source", folder / "store"
    archive.written(size, source)
    corpus.annotate(source, store, lemmatizer="simple")
    engines.table(str(store), growth.frequent(analysis.Corpus.load(store), 1)[0])


if __name__ == "__main__":
    main()
