"""What a word form can be, and which of it it is where it stands."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Reading(NamedTuple):
    """What a form can be: its lemma as a noun and as a verb ("" where it cannot be that one), and how likely the verb.

    `pos` is what it is without a sentence: noun, verb, or other, which it is in every sentence. `odds` is the natural
    logarithm of verb : noun.
    """

    noun: str
    verb: str
    pos: str
    odds: float = -math.inf

    def lemma(self, verb: bool) -> str:
        """Return the lemma of the form as a verb, or as what else it can be."""
        return self.verb if verb else self.noun

    def kind(self, verb: bool) -> str:
        """Return the part of speech of the form as a verb, or as what else it can be."""
        return "verb" if verb else "other" if self.pos == "other" else "noun"


def verbs(readings: Sequence[Reading], words: np.ndarray, starts: np.ndarray) -> np.ndarray:
    """Tell of each word of a text whether it is a verb there.

    `words` are the words in their order, as places in `readings`; `starts` the places in `words` of the first word of
    each sentence.
    """
    odds = np.array([reading.odds for reading in readings], dtype=float)
    return odds[words] > 0
