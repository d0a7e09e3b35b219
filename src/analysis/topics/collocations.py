"""Collocations: terms of several words, found by how they stand together."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.base.frames import PARTS
from analysis.base.notes import InputError, choice
from analysis.base.statistics import association
from analysis.corpus.corpus import Corpus
from analysis.corpus.kept import kept
from analysis.lemmas.lexicon import lexicon
from analysis.text import tables
from analysis.text.folding import clean
from analysis.topics.labels import without_particle
from analysis.topics.phrases import READ, Phrase, Stream, codes, find, is_linked, kinds, stream, windows

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
    min_count = min_count or max(LEAST, len(corpus.tokens) // RARE)
    rules = (lengths, min_count, by, min_npmi, corpus.info.get("lemmatizer"), corpus.registry.fingerprint)
    given = repr(rules), corpus.tokens[READ], corpus.columns("articles", ["article_id", *PARTS])
    table = kept("collocations", given, lambda: _found(corpus, lengths, min_count, by, min_npmi))
    return table.head(len(table) if top is None else top)


def _found(corpus: Corpus, lengths: list[int], min_count: int, by: str, min_npmi: float) -> pd.DataFrame:
    """Return all collocations that are frequent and sure enough."""
    text = stream(corpus, by, folded=True)
    opening, closing, inner = _edges(corpus)
    phrases: list[Phrase] = []
    measures: list[np.ndarray] = []
    # Sequences of one word more only tell which terms are parts of them.
    for length in sorted({*lengths, max(lengths) + 1}):
        found, values = _measured(text, opening, closing, inner, length, min_count)
        good = (values[1] >= SURE) & (values[2] >= min_npmi) & (values[3] > 0)
        phrases += [tuple(words) for words in found[good].tolist()]
        measures.append(values[:, good])
    table = pd.DataFrame(np.concatenate(measures, axis=1).T, columns=["count", "g2", "npmi", "t"])
    table["length"] = [len(phrase) for phrase in phrases]
    starts, sizes, which = find(text, phrases)
    free = _free(starts, sizes, which, len(text.words), len(phrases))
    kept = free >= np.maximum(NESTED * table["count"], 1)
    article = codes(corpus.tokens["article_id"])[0]
    seen = pd.DataFrame({"which": which, "article": article[starts]}).drop_duplicates()
    table["documents"] = np.bincount(seen["which"], minlength=len(phrases))
    table["term"] = _written(corpus, starts, sizes, which, len(phrases))
    table = (
        table[kept & table["length"].isin(lengths)]
        .sort_values(["g2", "count", "term"], ascending=[False, False, True])
        .drop_duplicates("term")
    )
    return table.reset_index(drop=True).astype(COLUMNS)[list(COLUMNS)]


def _measured(
    text: Stream, opening: np.ndarray, closing: np.ndarray, inner: np.ndarray, length: int, min_count: int
) -> tuple[np.ndarray, np.ndarray]:
    """Return the frequent sequences of `length` words, and their count, G2, NPMI and t at the weakest cut."""
    at = windows(text, length)
    # The codes of the runs of words that a cut leaves: runs[first, last], counted from the begin of the sequence.
    size = 2 * len(text.vocabulary) + len(at) + 1
    runs = {(place, place): (text.linked if place else text.words)[at + place] for place in range(length)}
    for last in range(1, length):
        runs[0, last] = np.unique(runs[0, last - 1] * size + runs[last, last], return_inverse=True)[1]
    for first in range(length - 2, 0, -1):
        pair = runs[first, first] * size + runs[first + 1, length - 1]
        runs[first, length - 1] = np.unique(pair, return_inverse=True)[1]
    whole = runs[0, length - 1]
    joint = np.bincount(whole)
    fit = opening[at] & closing[at + length - 1] & (joint[whole] >= min_count)
    fit[fit] = ~_blocked(text, inner, at[fit], length)
    # Most occurrences decide: نائب الرئيس is a term, the more frequent نائب رئيس is not.
    fit &= (2 * np.bincount(whole[fit], minlength=len(joint)) >= joint)[whole]
    code, example = np.unique(whole[fit], return_index=True)
    example = np.flatnonzero(fit)[example]
    values = np.full((3, len(code)), np.inf)
    for cut in range(length - 1):
        left, right = runs[0, cut], runs[cut + 1, length - 1]
        sides = np.bincount(left)[left[example]], np.bincount(right)[right[example]]
        measured = np.array(association(joint[code], *sides, max(len(at), 1)))
        values = np.where(measured[1] < values[1], measured, values)
    words = (text.linked[at[example][:, None] + np.arange(length)]).reshape(-1, length)
    words[:, 0] %= max(len(text.vocabulary), 1)
    return words, np.vstack([joint[code], values])


def _blocked(text: Stream, inner: np.ndarray, at: np.ndarray, length: int) -> np.ndarray:
    """Tell which sequences hold a word that no term holds inside."""
    blocked = np.zeros(len(at), dtype=bool)
    for step in range(1, length):
        blocked |= text.linked[at + step] >= len(text.vocabulary)
        if step < length - 1:
            blocked |= ~inner[at + step]
    return blocked


def _edges(corpus: Corpus) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return for each token whether a term may begin with it, end with it, and hold it inside."""
    tokens = corpus.tokens
    numbers, distinct = kinds(tokens, "form", "lemma", "stop")
    rules = {name: frozenset(words) for name, words in tables.table("topics/data/terms.yml").items() if name != "alone"}
    adjectives = frozenset(clean(word) for actor in corpus.registry.actors.values() for word in actor.adjectives)
    fit = [_fit(form, lemma, stop, rules, adjectives) for form, lemma, stop in distinct]
    first, last, inside = np.array(fit, dtype=np.bool_).reshape(-1, 3)[numbers].T
    return first, last, inside


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


def _free(starts: np.ndarray, lengths: np.ndarray, which: np.ndarray, size: int, phrases: int) -> np.ndarray:
    """Return how many occurrences of each phrase are no part of a longer one."""
    reach = np.zeros(size + 1, dtype=np.int64)  # the end of the longest span that began so far
    longest_at = np.zeros(size + 1, dtype=np.int64)
    np.maximum.at(longest_at, starts, lengths)
    reach = np.maximum.accumulate(np.arange(size + 1) + longest_at)
    before = np.concatenate([[0], reach[:-1]])
    inside = (before[starts] >= starts + lengths) & (starts > 0) | (longest_at[starts] > lengths)
    return np.bincount(which[~inside], minlength=phrases)


def _written(corpus: Corpus, starts: np.ndarray, lengths: np.ndarray, which: np.ndarray, phrases: int) -> list[str]:
    """Return how each phrase is most often written, without a particle attached to its first word."""
    numbers, forms = codes(corpus.tokens["form"])
    shapes = [clean(form) for form in forms]
    spellings: list[dict[str, int]] = [defaultdict(int) for _ in range(phrases)]
    for length in np.unique(lengths):
        chosen = lengths == length
        words = numbers[starts[chosen][:, None] + np.arange(length)]
        rows, count = np.unique(np.column_stack([which[chosen], words]), axis=0, return_counts=True)
        for (phrase, *row), times in zip(rows.tolist(), count.tolist(), strict=True):
            spellings[phrase][" ".join(shapes[number] for number in row)] += times
    lemmatizer = corpus.info.get("lemmatizer", "auto")
    return [_usual(each, lemmatizer) for each in spellings]


def _usual(spellings: dict[str, int], lemmatizer: str) -> str:
    counted: dict[str, int] = defaultdict(int)
    for spelling, times in spellings.items():
        counted[without_particle(spelling, lemmatizer)] += times
    return min(counted, key=lambda each: (-counted[each], len(each), each))
