"""Steps of annotation, and what a user would do instead, on the same texts: words a CPU second, one process each."""

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from analysis import actors, lemmas
from analysis.actors.find import mention_rows
from analysis.corpus import copies
from analysis.dates.find import date_rows
from analysis.names.find import name_rows
from analysis.text.segments import sentence_spans, token_columns
from bench import archive
from bench.machine import Cost, apart, cost, missing

DAY = date(2015, 7, 31)
WARM = ["وصل الوفد إلى كابل أمس."]  # loads what a step needs
SLOW = 10  # of slow steps, one text in so many is measured


def table(size: int, folder: Path) -> None:
    path = folder / "texts.json"
    texts = [each["body"] for each in islice(archive.articles(size), size)]
    path.write_text(json.dumps(texts), encoding="utf-8")
    print(f"Steps on {size:,} articles of {archive.name()}, start-up left out\n")
    print("| step | words a CPU second | peak MB |\n|---|---|---|")
    for name, (module, every, _) in STEPS.items():
        if module and missing(module):
            print(f"| {name} | {missing(module)} | |")
            continue
        found = apart(measured, name, str(path))
        words = sum(len(text.split()) for text in texts[::every])
        print(f"| {name} | {words / found.seconds:,.0f} | {found.memory:,.0f} |", flush=True)
    print()


def measured(name: str, path: str) -> Cost:
    """Return what a step costs on the texts of a file."""
    _, every, step = STEPS[name]
    texts = json.loads(Path(path).read_text(encoding="utf-8"))[::every]
    step(WARM)
    return cost(step, texts)


def _lemmas(texts: list[str]) -> None:
    for text in texts:
        sentence_spans(text)
    lemmas.lemmatize([form for text in texts for form in token_columns(text)[0]], "simple")


def _camel(texts: list[str]) -> None:
    import simplemma
    from camel_tools.tokenizers.word import simple_word_tokenize

    for text in texts:
        for token in simple_word_tokenize(text):
            simplemma.lemmatize(token, "ar")


def _spacy(texts: list[str]) -> None:
    import spacy

    pipeline = spacy.blank("ar")
    pipeline.add_pipe("sentencizer")
    list(pipeline.pipe(texts))


def _dateparser(texts: list[str]) -> None:
    from dateparser.search import search_dates

    for text in texts:
        search_dates(text, languages=["ar"])


def _vectorizer(texts: list[str]) -> None:
    from sklearn.feature_extraction.text import CountVectorizer

    CountVectorizer().fit_transform(texts)


def _loop(texts: list[str]) -> None:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(re.findall(r"\w+", text))


# What a step is, the package that it needs beyond ours, of how many texts one is measured, and what it does.
STEPS: dict[str, tuple[str, int, Callable[[list[str]], Any]]] = {
    "sentences and tokens": ("", 1, lambda texts: [(sentence_spans(text), token_columns(text)) for text in texts]),
    "spaCy: blank Arabic pipeline with sentencizer": ("spacy", 1, _spacy),
    "sentences, tokens and lemmas": ("", 1, _lemmas),
    "CAMeL Tools: simple_word_tokenize, simplemma a token": ("", SLOW, _camel),
    "dates": ("", 1, lambda texts: [date_rows(text, DAY) for text in texts]),
    "dateparser: search_dates": ("dateparser", SLOW * 10, _dateparser),
    "actors": ("", 1, lambda texts: [mention_rows({"body": text}, actors.load_registry()) for text in texts]),
    "sketches for copies": ("", 1, copies.sketch),
    "names (crf; off by default)": ("", SLOW, lambda texts: [name_rows({"body": text}, "crf") for text in texts]),
    "scikit-learn: CountVectorizer": ("", 1, _vectorizer),
    "a loop with re.findall": ("", 1, _loop),
}
