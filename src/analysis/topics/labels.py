"""What readers see for a lemma: how it is mostly written, without particles."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from itertools import chain

import numpy as np
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.kept import kept
from analysis.lemmas.lemmatize import lemmatize_alone
from analysis.text.folding import clean

_PARTICLES = ("و", "ف", "ب", "ك", "ل")


def labels(corpus: Corpus, terms: Iterable[str]) -> pd.Series:
    """Return the label of each term: the commonest written form of the lemma, without particles (`الصين` for `صين`).

    A term that is no lemma of the corpus (a phrase, a form) is its own label. The index is the terms.

    >>> import analysis
    >>> labels(analysis.read(), ["هند", "لا توجد"]).tolist()
    ['الهند', 'لا توجد']
    """
    terms = list(dict.fromkeys(terms))
    lemmatizer = str(corpus.info.get("lemmatizer", "auto"))
    given = (each.known("tokens", ["form", "lemma"]) for each in corpus.slices())
    table = kept("labels", chain([lemmatizer], given), lambda: _written(corpus, lemmatizer))
    table = table[table["lemma"].isin(terms)]
    known = dict(zip(table["lemma"].tolist(), table["label"].tolist(), strict=True))
    written = [known.get(term, term) for term in terms]
    return pd.Series(written, index=pd.Index(terms, dtype="str"), dtype="str", name="label")


def _written(corpus: Corpus, lemmatizer: str) -> pd.DataFrame:
    """Return the label of each lemma of a corpus: lemma, label."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (lemma, form), times in _times(corpus).items():
        counted[lemma][without_particle(clean(form), lemmatizer)] += times
    written = [min(forms, key=lambda form: (-forms[form], form)) for forms in counted.values()]
    return pd.DataFrame({"lemma": list(counted), "label": written}, dtype="str")


def _times(corpus: Corpus) -> Counter[tuple[str, str]]:
    """Return how often each form of each lemma stands in a corpus, by lemma and form."""
    found: Counter[tuple[str, str]] = Counter()
    for each in corpus.slices():
        tokens = each.columns("tokens", ["form", "lemma"])
        form, lemma = tokens["form"].cat, tokens["lemma"].cat
        forms, lemmas = form.categories.tolist(), lemma.categories.tolist()
        # Only the pairs that occur: those of all forms and all lemmas would fill any memory.
        pairs, times = np.unique(lemma.codes.astype(np.int64) * len(forms) + form.codes, return_counts=True)
        for number, count in zip(pairs.tolist(), times.tolist(), strict=True):
            found[lemmas[number // len(forms)], forms[number % len(forms)]] += count
    return found


def labelled(corpus: Corpus, table: pd.DataFrame, *, by: str = "lemma") -> pd.DataFrame:
    """Return a table of terms with the column `label` at its end: see `labels`. Terms that are forms are their own.

    >>> import analysis
    >>> corpus = analysis.read()
    >>> labelled(corpus, pd.DataFrame({"term": ["هند"], "count": [3]}))["label"].tolist()
    ['الهند']
    """
    terms = table["term"]
    return table.assign(label=terms if by == "form" else labels(corpus, terms).reindex(terms).to_numpy())


def without_particle(phrase: str, lemmatizer: str) -> str:
    """Return a phrase without the particle attached to its first word; what is left must have the same lemma."""
    word, space, rest = phrase.partition(" ")
    while word[:1] in _PARTICLES:
        less = "ال" + word[2:] if word[:2] == "لل" else word[1:]
        if len(less) < 3 or len(set(lemmatize_alone([word, less], lemmatizer))) > 1:
            break
        word = less
    return word + space + rest
