"""What readers see for a lemma: how it is mostly written, without particles."""

from collections import defaultdict
from collections.abc import Iterable

import pandas as pd

from analysis.corpus.corpus import Corpus
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
    counted: dict[str, dict[str, int]] = {term: defaultdict(int) for term in terms}
    for each in corpus.slices():
        tokens = each.columns("tokens", ["form", "lemma"])
        # Only the pairs that occur: those of all forms and all lemmas would fill any memory.
        pairs = tokens[tokens["lemma"].isin(terms)].groupby(["form", "lemma"], observed=True).size()
        for (form, lemma), times in pairs.items():
            counted[lemma][without_particle(clean(form), lemmatizer)] += times
    written = [min(counted[term], key=lambda form: (-counted[term][form], form), default=term) for term in terms]
    return pd.Series(written, index=pd.Index(terms, dtype="str"), dtype="str", name="label")


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
