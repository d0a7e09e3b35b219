"""Trains the embedded recogniser: `python -m analysis.names.training ANERCORP.conll FRAMES`.

Writes the word table and the leanings of words (from FRAMES, which `analysis annotate` wrote), the listed names, the
weights of letters, the two models and figures.json to names/data. A quarter of an hour on one core.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pandas as pd
import pycrfsuite
from babel import Locale

from analysis.actors.models import expand
from analysis.actors.registry import load_registry
from analysis.names import leanings, letters, product
from analysis.names.crf import (
    ATTRIBUTES,
    MODELS,
    TYPES,
    Labels,
    Recogniser,
    add_context,
    decode,
    entity_spans,
    load_tagger,
)
from analysis.names.features import Knowledge, cue_words, load_knowledge, pieces
from analysis.names.leanings import context_features
from analysis.names.lists import Names, read_names, write_lines, write_names, write_pairs
from analysis.text import tables
from analysis.text.folding import normalize
from analysis.text.segments import sentence_spans, token_spans

TABLES = ("words.tsv.gz", "listed.tsv.gz", "gazetteer.tsv.gz", "leanings.tsv.gz", "letters.gz")
USUAL = range(5, 151)  # tokens of a sentence of the news that contexts are read in
COUNTED = 3  # occurrences from which a form is counted
FOLDS = 4  # of the first pass that the second is trained on
BAGS = 3  # random fields of the second pass whose product is shipped: one with all features, the others with most
LEFT_OUT = 0.35  # of the features, in each of the others
CRF = {"c1": 0.1, "c2": 0.05, "max_iterations": 60}


class Tagged(NamedTuple):
    """A sentence of the training corpus in our tokens; `words` gives the first token of each word of the corpus."""

    tokens: list[str]
    labels: Labels
    words: list[int]


def main(conll: str, frames: str) -> None:
    folder = tables.path("names/data")
    sentences = read_conll(Path(conll))
    first, last = last_fifth(sentences)
    write_tables(folder, listed_names(), list(news_sentences(frames)), first)
    figures = evaluate(trained(first, folder), last)
    train(sentences, load_knowledge(folder), folder)
    sizes = {
        path.name: path.stat().st_size for path in sorted(folder.glob("*.*")) if path.suffix in (".gz", ".crfsuite")
    }
    written = {"sentences": len(sentences), "last_fifth": figures, "bytes": sizes}
    (folder / "figures.json").write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(written, indent=2))


# --- the corpus of names --------------------------------------------------------------------------------------------
def read_conll(path: Path) -> list[Tagged]:
    """Return the sentences of a file with a token and its label (IOB) a line and a blank line between sentences.

    Raises ValueError, with the line, where a line is anything else.
    """
    sentences: list[Tagged] = []
    current = Tagged([], [], [])
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        fields = line.split()
        if len(fields) == 2:
            _append(current, *fields)
        elif fields:
            raise ValueError(f"{path}, line {number}: {line!r} is not a token and its label with a space between")
        elif current.tokens:
            sentences.append(current)
            current = Tagged([], [], [])
    return [*sentences, current] if current.tokens else sentences


def _append(sentence: Tagged, word: str, label: str) -> None:
    """Add a word of the corpus in our tokens: the first has its label, the others go on with it."""
    sentence.words.append(len(sentence.tokens))
    for place, (start, end) in enumerate(pieces(word)):
        sentence.tokens.append(word[start:end])
        sentence.labels.append(label if place == 0 or label == "O" else "I" + label[1:])


def last_fifth(sentences: Sequence[Tagged]) -> tuple[list[Tagged], list[Tagged]]:
    """Return the first four fifths of the sentences and the last fifth, in the order of the file."""
    cut = len(sentences) * 4 // 5
    return list(sentences[:cut]), list(sentences[cut:])


# --- training -------------------------------------------------------------------------------------------------------
def train(sentences: Sequence[Tagged], known: Knowledge, folder: Path) -> None:
    """Write the two models, trained on all `sentences`, to `folder`.

    The second pass learns from what models of the first say of sentences that they were not trained on.
    """
    document = known.document([sentence.tokens for sentence in sentences])
    features = [known.features(words) for words in document]
    labels = [sentence.labels for sentence in sentences]
    fit(features, labels, folder / MODELS[0])
    product.merge([folder / MODELS[0]], folder / MODELS[0])
    add_context(features, document, _jackknifed(features, labels))
    fit_bags(features, labels, folder / MODELS[1])
    models = [load_tagger(folder / name).info().attributes for name in MODELS]
    write_lines(folder / ATTRIBUTES, sorted({*models[0], *models[1]}))


def _jackknifed(features: list[list[list[str]]], labels: list[Labels]) -> list[Labels]:
    found: list[Labels] = []
    with TemporaryDirectory() as folder:
        for fold in range(FOLDS):
            start, end = (len(features) * each // FOLDS for each in (fold, fold + 1))
            path = Path(folder) / f"{fold}.crfsuite"
            fit(features[:start] + features[end:], labels[:start] + labels[end:], path)
            found += decode(load_tagger(path), features[start:end])
    return found


def fit(features: Sequence[list[list[str]]], labels: Sequence[Labels], path: Path, *, tilt: bool = True) -> None:
    """Write a model.

    Sentences without a name are left out: with them, it finds fewer. `tilt` lets it find more still: each token has
    two features, `even` and `tilt`, that share the weight of what a label has everywhere, and where names are looked
    for only `even` is there. No name is less likely then by half of that, which suits F1 better than likelihood does.
    """
    trainer = pycrfsuite.Trainer(verbose=False)
    for rows, given in zip(features, labels, strict=True):
        if any(label != "O" for label in given):
            trainer.append([[*row, "tilt"] for row in rows] if tilt else rows, given)
    trainer.set_params(CRF)
    trainer.train(str(path))


def fit_bags(features: Sequence[list[list[str]]], labels: Sequence[Labels], path: Path) -> None:
    """Write the product of `BAGS` models, each of which has seen other features."""
    with TemporaryDirectory() as folder:
        models = [Path(folder) / f"{number}.crfsuite" for number in range(BAGS)]
        for number, model in enumerate(models):
            fit([product.bag(rows, number, LEFT_OUT) for rows in features], labels, model)
        product.merge(models, path)


# --- measuring ------------------------------------------------------------------------------------------------------
def trained(sentences: Sequence[Tagged], folder: Path) -> Recogniser:
    """Return a recogniser trained on `sentences`, with the tables of `folder`."""
    with TemporaryDirectory() as place:
        for name in TABLES:
            (Path(place) / name).write_bytes((folder / name).read_bytes())
        train(sentences, load_knowledge(folder), Path(place))
        return Recogniser(Path(place))


def evaluate(recogniser: Recogniser, test: Sequence[Tagged]) -> dict[str, dict[str, list[float]]]:
    """Return the `scores` of a recogniser: `sentence` without and `document` with what the document says."""
    return {name: scores(test, tagged(recogniser, test, passes)) for passes, name in ((1, "sentence"), (2, "document"))}


def tagged(recogniser: Recogniser, sentences: Sequence[Tagged], passes: int = 2) -> list[Labels]:
    """Return the labels that a recogniser gives to the words of the corpus: those of their first tokens."""
    document = recogniser.known.document([sentence.tokens for sentence in sentences])
    found = recogniser.tag(document, passes)
    return [[given[i] for i in sentence.words] for sentence, given in zip(sentences, found, strict=True)]


def scores(test: Sequence[Tagged], found: Sequence[Labels]) -> dict[str, list[float]]:
    """Return precision, recall and F1 of entities, by type and `all` (micro): same tokens, same type (CoNLL 2003)."""
    right, given, gold = Counter[str](), Counter[str](), Counter[str]()
    for sentence, labels in zip(test, found, strict=True):
        true = set(entity_spans([sentence.labels[i] for i in sentence.words]))
        told = set(entity_spans(labels))
        for counts, spans in ((right, true & told), (given, told), (gold, true)):
            counts.update(kind for _, _, kind in spans)
    return {kind: _scores(right, given, gold, TYPES if kind == "all" else (kind,)) for kind in (*TYPES, "all")}


def _scores(right: Counter[str], given: Counter[str], gold: Counter[str], kinds: Iterable[str]) -> list[float]:
    hit, told, true = (sum(counts[kind] for kind in kinds) for counts in (right, given, gold))
    return [round(part / max(whole, 1), 4) for part, whole in ((hit, told), (hit, true), (2 * hit, told + true))]


# --- the tables -----------------------------------------------------------------------------------------------------
def write_tables(folder: Path, listed: Names, news: Sequence[Sequence[str]], sentences: Sequence[Tagged]) -> None:
    """Write what is known of words: all but the gazetteer, which is there.

    The leanings learn contexts from `sentences`: those that no figure is measured on.
    """
    write_names(folder / "listed.tsv.gz", listed)
    counts = word_counts(news)
    write_pairs(folder / "words.tsv.gz", counts)
    gazetteer = read_names(folder / "gazetteer.tsv.gz")
    letters.write(folder / "letters.gz", letters.learn(letters.kinds_of(gazetteer, counts)))
    known = Knowledge(counts, cue_words(), listed)
    with TemporaryDirectory() as place:
        path = Path(place) / "contexts.crfsuite"
        document = known.document([sentence.tokens for sentence in sentences])
        rows = [context_features(words) for words in document]
        fit(rows, [sentence.labels for sentence in sentences], path, tilt=False)
        usual = (tokens for tokens in news if len(tokens) in USUAL)
        write_pairs(folder / "leanings.tsv.gz", leanings.learn(load_tagger(path).tag, known, usual))


def news_sentences(frames: str) -> Iterator[list[str]]:
    """Yield the tokens and marks of each sentence of titles and bodies of annotated news, exact copies left out."""
    found = pd.read_parquet(Path(frames) / "articles.parquet", columns=["title", "body"])
    texts = dict.fromkeys(f"{title or ''}\n{body}" for title, body in found.itertuples(index=False))
    for text in texts:
        for _, first, last in sentence_spans(text):
            yield [text[start:end] for start, end in pieces(text, first, last)]


def word_counts(sentences: Iterable[Sequence[str]], counted: int = COUNTED) -> dict[str, int]:
    """Return the counts of the folded forms that occur `counted` times."""
    tokens = Counter(token for words in sentences for token in words)
    forms = Counter[str]()
    for token, count in tokens.items():
        form = normalize(token)
        if any(map(str.isalnum, form)):
            forms[form] += count
    return {form: count for form, count in sorted(forms.items()) if count >= counted}


def listed_names() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return the names that stand in the registry, the CLDR and the lists of resources, each with its lists.

    A name is the folded words of it.
    """
    names: dict[tuple[str, ...], dict[str, None]] = {}

    def add(forms: Iterable[str], kind: str) -> None:
        for form in forms:
            folded = normalize(form)
            words = tuple(folded[start:end] for start, end in token_spans(folded))
            if sum(map(len, words)) > 2:
                names.setdefault(words, {})[kind] = None

    arabic = Locale("ar")
    for actor in load_registry().actors.values():
        add((each for form in (actor.ar, *actor.aliases) for each in expand(form)), actor.type)
        add((each for form in actor.capital for each in expand(form)), "city")
    add((re.sub(r"\s*\(.*?\)", "", name) for name in arabic.territories.values()), "territory")
    add((zone["city"] for zone in arabic.time_zones.values() if "city" in zone), "city")
    add(tables.outlets(), "outlet")
    lists = {
        "given": (tables.given_names(), "given.txt"),
        "surname": ((), "surnames.txt"),
        "body": ((), "organisations.txt"),
        "city": (tables.places(), "places.txt"),
    }
    for kind, (shared, file) in lists.items():
        # A name of several words is bound by zero-width non-joiners there.
        words = (word for line in tables.lines(f"names/data/{file}") for word in line.split())
        add((word.replace("\u200c", " ") for word in (*shared, *words)), kind)
    return {words: tuple(kinds) for words, kinds in sorted(names.items())}


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: python -m analysis.names.training ANERCORP.conll FRAMES")
    main(*sys.argv[1:])
