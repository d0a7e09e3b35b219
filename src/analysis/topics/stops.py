"""A corpus in which further words are no terms: names of outlets, months, whatever a study leaves out."""

from collections.abc import Iterable

import numpy as np

from analysis.corpus.corpus import Corpus
from analysis.lemmas.lemmatize import lemmatize_alone
from analysis.text.folding import normalize


def stopped(corpus: Corpus, words: str | Iterable[str]) -> Corpus:
    """Return the corpus with these words as stop words: they count among the tokens, and are no terms.

    A word stops all forms of its lemma, and what is written as it is. `words` is a list, or a text with commas.
    """
    listed = words.replace("،", ",").split(",") if isinstance(words, str) else list(words)
    given = [word for word in (normalize(each).strip() for each in listed) if word]
    if not given:
        return corpus
    tokens, lemmatizer = corpus.tokens, corpus.info.get("lemmatizer", "auto")
    lemmas = {normalize(lemma) for lemma in lemmatize_alone(given, lemmatizer)}
    stop = tokens["stop"].to_numpy().copy()
    for name, wanted in (("lemma", lemmas), ("form", set(given))):
        held = np.array([normalize(text) in wanted for text in tokens[name].cat.categories], dtype=bool)
        stop |= held[tokens[name].cat.codes.to_numpy()]
    return corpus.replace(tokens=tokens.assign(stop=stop))
