"""The glosses of frequent lemmas."""

import re

from analysis.lemmas.lemmatize import lemmatize
from analysis.topics.glosses import glosses


def test_glosses_are_of_lemmas_and_in_latin_letters() -> None:
    known = glosses()
    assert len(known) > 1_300
    assert all(re.fullmatch(r"[\u0621-\u064a]+", lemma) for lemma in known)
    assert all(re.fullmatch(r"[A-Za-zü][A-Za-zü ,.()-]*", gloss) for gloss in known.values())


def test_most_glossed_words_are_what_the_lemmatizer_says() -> None:
    known = list(glosses())
    same = [lemma for lemma, word in zip(lemmatize(known), known, strict=True) if lemma == word]
    assert len(same) > 0.85 * len(known)
