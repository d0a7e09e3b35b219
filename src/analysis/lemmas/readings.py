"""What a word form can be."""

import math
from typing import NamedTuple


class Reading(NamedTuple):
    """What a form can be: its lemma as a noun and as a verb ("" where it cannot be that one), and how likely the verb.

    `pos` is what it is without a sentence: noun, verb, or other, which it is in every sentence. `odds` is the natural
    logarithm of verb : noun, `shape` what the verb is formed with (the letter of an imperfect, `.` for a perfect; its
    ending; + for an object), `beside` what the form is to its neighbours: a particle, V, a noun by its ending.
    """

    noun: str
    verb: str
    pos: str
    odds: float = -math.inf
    shape: str = ""
    beside: str = "N"

    def lemma(self, verb: bool) -> str:
        """Return the lemma of the form as a verb, or as what else it can be."""
        return self.verb if verb else self.noun

    def kind(self, verb: bool) -> str:
        """Return the part of speech of the form as a verb, or as what else it can be."""
        return "verb" if verb else "other" if self.pos == "other" else "noun"
