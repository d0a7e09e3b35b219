"""How often a word stands in general Arabic: the shares of wordfreq (Speer 2022)."""

import math
import re
from collections.abc import Iterable

import numpy as np

from analysis.lemmas.lexicon import lexicon

_LETTERS = re.compile("[ء-غف-ي]+")  # a word of these alone is one word as it stands
_DIGITS = 3  # of a share: the list tells no more


def shares(words: Iterable[str]) -> np.ndarray:
    """Return the share of running words of each word, 0 for what the list does not hold.

    What wordfreq.word_frequency returns, from the words that the lexicon holds already.

    >>> shares(["كتاب", "مكتاب", "2015"]).round(6).tolist()
    [0.00024, 0.0, 5e-05]
    """
    frequency = lexicon().frequency
    return np.array([_share(word, frequency) for word in words], dtype="float64")


def _share(word: str, frequency: dict[str, float]) -> float:
    if _LETTERS.fullmatch(word):
        return _rounded(frequency.get(word, 0.0))
    # Not above: on its import wordfreq looks through all modules for each caller, of whom there are a hundred there.
    from wordfreq import lossy_tokenize
    from wordfreq.numbers import digit_freq, smash_numbers

    rarity = 0.0  # of several words: 1 / f = 1 / f1 + 1 / f2 + ...
    for part in lossy_tokenize(word, "ar"):
        listed = smash_numbers(part)  # a figure of several digits is listed as so many zeros
        if listed not in frequency:
            return 0.0
        rarity += 1 / (frequency[listed] * (digit_freq(part) if listed != part else 1.0))
    return _rounded(1 / rarity if rarity else 0.0)


def _rounded(share: float) -> float:
    return round(share, math.floor(-math.log(share, 10)) + _DIGITS) if share else 0.0
