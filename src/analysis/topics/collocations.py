"""Collocations: terms of several words, found by how they stand together."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import partial

import numpy as np
import pandas as pd

from analysis.base.notes import InputError, choice
from analysis.corpus.corpus import Corpus
from analysis.corpus.kept import kept
from analysis.lemmas.lexicon import lexicon
from analysis.text import tables
from analysis.text.folding import clean
from analysis.topics.labels import without_particle
from analysis.topics.phrases import is_linked, read_by
from analysis.topics.sequences import Sequences
from analysis.topics.strips import Strips, strips

COLUMNS = {
    "term": "str",
    "length": "int64",
    "count": "int64",
    "documents": "int64",
    "g2": "float64",
    "npmi": "float64",
    "t": "float64",
}
SURE = 10.83  # G2 that chance exceeds once in a thousand
LEAST = 3  # occurrences of a term, in a corpus of any size
RARE = 100_000  # words of a corpus to each occurrence that a term must have in a large one
NESTED = 0.1  # share of a term's occurrences outside longer terms, below which it is only a part of them


def collocations(
    corpus: Corpus,
    *,
    n: int | Iterable[int] = (2, 3, 4),
    min_count: int = 0,
    top: int | None = None,
    by: str = "lemma",
    min_npmi: float = 0.35,
) -> pd.DataFrame:
    """Return the terms of several words: sequences that stand together more often than chance has it.

    Columns: term (as it is most often written), length (words), count, documents (articles that hold it), g2
    (log-likelihood ratio, Dunning 1993), npmi (normalised pointwise mutual information, Bouma 2009), t (t-score,
    Church et al. 1991); the highest g2 first. `n` are the lengths, 2 to 4; `top` keeps the first rows.

    Words are compared by lemma, or `by` form. They stand in one sentence with only space, quotes or a hyphen between;
    no term begins or ends with a function word or a number, and none is joined by an attached `و`. A longer sequence
    is measured at the weakest of the places where it can be cut in two (Liu et al. 2015). Kept are sequences with
    `min_count` occurrences, `min_npmi` and a g2 that chance exceeds once in a thousand (10.83); without `min_count`,
    with one occurrence in 100,000 words of the corpus, 3 at the least. A term is left out where nine tenths of its
    occurrences are parts of longer terms (after the C-value of Frantzi et al. 2000).

    Raises ValueError for another `by` or other lengths.

    >>> import analysis
    >>> "كوريا الشمالية" in collocations(analysis.read())["term"].tolist()
    True
    """
    lengths = sorted({n} if isinstance(n, int) else set(n))
    choice("by", by, ("lemma", "form"))
    if not lengths or not set(lengths) <= {2, 3, 4}:
        raise InputError(f"n={tuple(lengths)}: choose lengths from 2 to 4")
    rules = (lengths, min_count, RARE, by, min_npmi, corpus.info.get("lemmatizer"), sorted(_adjectives(corpus)))
    given = itertools.chain([repr(rules)], read_by(corpus))
    table = kept("collocations", given, lambda: _found(corpus, lengths, min_count, by, min_npmi))
    return table.head(len(table) if top is None else top)


def _found(corpus: Corpus, lengths: list[int], min_count: int, by: str, min_npmi: float) -> pd.DataFrame:
    """Return all collocations that are frequent and sure enough."""
    text = strips(corpus, by, partial(_fit, rules=_rules(), adjectives=_adjectives(corpus)))
    sequences = Sequences(text.words, text.vocabulary, min_count or max(LEAST, text.size // RARE))
    numbers: dict[int, np.ndarray] = {}  # of the sequences of each length, that of the term or -1
    measures, sizes = [np.empty((4, 0))], [0]
    # Sequences of one word more only tell which terms are parts of them.
    for length in range(2, max(lengths) + 2):
        sequences.longer()
        if length in lengths or length == max(lengths) + 1:
            found = sequences.measured(length)
            good = (found.values[1] >= SURE) & (found.values[2] >= min_npmi) & (found.values[3] > 0)
            numbers[length] = np.full(len(sequences.keys[-1]), -1)
            numbers[length][found.numbers[good]] = sum(sizes) + np.arange(good.sum())
            measures.append(found.values[:, good])
            sizes.append(int(good.sum()))
    table = pd.DataFrame(np.concatenate(measures, axis=1).T, columns=["count", "g2", "npmi", "t"])
    table["length"] = np.repeat([0, *numbers], sizes)
    free, table["documents"], spelled = _placed(text, sequences, numbers, len(table))
    table["term"] = _written(spelled, text.forms, len(table), corpus.info.get("lemmatizer", "auto"))
    table = (
        table[(free >= np.maximum(NESTED * table["count"], 1)) & table["length"].isin(lengths)]
        .sort_values(["g2", "count", "term"], ascending=[False, False, True])
        .drop_duplicates("term")
    )
    return table.reset_index(drop=True).astype(COLUMNS)[list(COLUMNS)]


def _rules() -> dict[str, frozenset[str]]:
    """Return the words that may not stand at one place of a term, or only there, by place."""
    listed = tables.table("topics/data/terms.yml").items()
    return {name: frozenset(words) for name, words in listed if name != "alone"}


def _adjectives(corpus: Corpus) -> frozenset[str]:
    return frozenset(clean(word) for actor in corpus.registry.actors.values() for word in actor.adjectives)


def _fit(
    form: str, lemma: str, stop: bool, rules: dict[str, frozenset[str]], adjectives: frozenset[str]
) -> tuple[bool, bool, bool]:
    """Tell whether a word may stand first, last and inside a term."""
    form = clean(form)
    if _is_verb(form, lemma) or len(form) < 2:
        return False, False, False
    if stop:
        return False, form.startswith("ال") and lemma in rules["closing"], lemma in rules["inside"]
    first = lemma not in rules["first"] and clean(lemma) not in adjectives
    return first, lemma not in rules["last"] and form not in rules["bare"], True


def _is_verb(form: str, lemma: str) -> bool:
    """Tell whether a form is surely one of a verb: يواجه, ستعلن, نقلت."""
    if lemma not in lexicon().verbs or form == lemma:
        return False
    bare = form[1:] if is_linked(form, lemma) else form
    return bare in (lemma + "ت", lemma + "وا") or bare[:2] in ("سي", "ست") or (bare[:1] in "يت" and bare[0] != lemma[0])


def _placed(
    text: Strips, sequences: Sequences, numbers: dict[int, np.ndarray], terms: int
) -> tuple[np.ndarray, np.ndarray, Counter[tuple[int, ...]]]:
    """Return of each term how often it is no part of a longer one, and in how many articles it stands.

    Last, how often each is written how: the number of the term and those of its forms.
    """
    free, documents = np.zeros(terms, np.int64), np.zeros(terms, np.int64)
    spelled: Counter[tuple[int, ...]] = Counter()
    for strip, (forms, article) in zip(sequences.strips, text.written, strict=True):
        found = []
        for length, number in numbers.items():
            at, which = strip[2 * length - 2], number[strip[2 * length - 1]]
            at, which = at[which >= 0], which[which >= 0]
            found.append((at, np.full(len(at), length), which))
            spelled.update(_spellings(forms, at, length, which))
        starts, lengths, which = (np.concatenate(each) for each in zip(*found, strict=True))
        free += _free(starts, lengths, which, len(forms), terms)
        seen = pd.DataFrame({"which": which, "article": article[starts]}).drop_duplicates()
        documents += np.bincount(seen["which"], minlength=terms)
    return free, documents, spelled


def _free(starts: np.ndarray, lengths: np.ndarray, which: np.ndarray, size: int, phrases: int) -> np.ndarray:
    """Return how many occurrences of each phrase are no part of a longer one."""
    reach = np.zeros(size + 1, dtype=np.int64)  # the end of the longest span that began so far
    longest_at = np.zeros(size + 1, dtype=np.int64)
    np.maximum.at(longest_at, starts, lengths)
    reach = np.maximum.accumulate(np.arange(size + 1) + longest_at)
    before = np.concatenate([[0], reach[:-1]])
    inside = (before[starts] >= starts + lengths) & (starts > 0) | (longest_at[starts] > lengths)
    return np.bincount(which[~inside], minlength=phrases)


def _spellings(forms: np.ndarray, at: np.ndarray, length: int, which: np.ndarray) -> dict[tuple[int, ...], int]:
    """Return how often the terms `at` these places are written how: (term, forms) -> times."""
    code = which
    for step in range(length):
        code = pd.factorize(code.astype(np.int64) << 32 | forms[at + step])[0]
    rows = np.flatnonzero(~pd.Series(code).duplicated())
    columns = [which[rows], *(forms[at[rows] + step] for step in range(length))]
    return dict(zip(zip(*(each.tolist() for each in columns), strict=True), np.bincount(code).tolist(), strict=True))


def _written(spelled: Counter[tuple[int, ...]], forms: list[str], terms: int, lemmatizer: str) -> list[str]:
    """Return how each term is most often written, without a particle attached to its first word."""
    spellings: list[dict[str, int]] = [defaultdict(int) for _ in range(terms)]
    for (term, *row), times in spelled.items():
        spellings[term][" ".join(clean(forms[number]) for number in row)] += times
    return [_usual(each, lemmatizer) for each in spellings]


def _usual(spellings: dict[str, int], lemmatizer: str) -> str:
    counted: dict[str, int] = defaultdict(int)
    for spelling, times in spellings.items():
        counted[without_particle(spelling, lemmatizer)] += times
    return min(counted, key=lambda each: (-counted[each], len(each), each))
