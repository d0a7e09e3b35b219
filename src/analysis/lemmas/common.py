"""Common words of Arabic, which news uses without meaning a name."""

from functools import cache

from analysis.lemmas.lemmatize import stop_words
from analysis.lemmas.lexicon import lexicon
from analysis.text.folding import normalize

COMMON = 1e-5  # share of running words from which a dictionary word is a common one


def is_common(word: str) -> bool:
    """Tell whether a word is a common one of Arabic, which news uses without meaning a name.

    >>> is_common("الشبكة"), is_common("باكستان"), is_common("شبكة حقاني")
    (True, False, False)
    """
    return bare(normalize(word)) in _common_words()


@cache
def _common_words() -> frozenset[str]:
    words = lexicon()
    common = {bare(normalize(word)) for word in words.lemma if words.frequency.get(word, 0) >= COMMON}
    return frozenset((common - lexicon_names()) | {normalize(word) for word in stop_words()})


@cache
def lexicon_names() -> frozenset[str]:
    """Return the states, places and given names of one word that the lexicon knows, normalised, without article."""
    return frozenset(bare(normalize(name)) for name in lexicon().names)


def bare(word: str) -> str:
    """Return a normalised word without its article.

    >>> bare("الشبكه"), bare("الله")
    ('شبكه', 'الله')
    """
    return word[2:] if word.startswith("ال") and len(word) > 4 else word
