"""What the lemmatiser tells of a form: is it a verb, what stands beside it, which words it is a form of."""

import math
from typing import NamedTuple

from analysis.lemmas.lemmatize import readings

_STEP = 1.5  # odds of verb to noun are told in steps of this, on the scale of the logarithm
_STEPS = 4
_VERB = -1.0  # odds from which the lemma of the verb is told


class Grammar(NamedTuple):
    """How likely a form is a verb, in steps; its part of speech and what it is to its neighbours; its features."""

    verb: str
    part: str
    features: list[str]


def grammar(form: str) -> Grammar:
    """Return what the simple lemmatiser tells of a form.

    >>> grammar("فانتهز")
    Grammar(verb='2', part='verbV', features=['v=2', 'o=verbV', 'ln=فانتهز', 'e=.', 'lv=انتهز'])
    """
    (reading,) = readings([form], "simple")
    verb, part = _degree(reading.odds), reading.pos + reading.beside
    found = [f"v={verb}", f"o={part}"]
    if reading.noun:
        found.append(f"ln={reading.noun}")
    if reading.verb:
        found.append(f"e={reading.shape}")
        if reading.odds > _VERB:
            found.append(f"lv={reading.verb}")
    return Grammar(verb, part, found)


def _degree(odds: float) -> str:
    return "never" if odds == -math.inf else str(max(-_STEPS, min(_STEPS, round(odds / _STEP))))
