"""Which words are no term by themselves: parts of names, titles, units, days and months, single letters."""

from functools import cache, lru_cache

import numpy as np
import pandas as pd

from analysis.actors.registry import capitals, registry_of
from analysis.lemmas.lemmatize import is_stop
from analysis.lemmas.lexicon import lexicon
from analysis.text import tables
from analysis.text.folding import clean

_PREFIXES = "وفبل"
ROOT = 4  # letters that must follow a prefix: وسام is no سام
ARTICLED = 0.05  # of a name's frequency: where it takes an article as often, it is a word, too (الحسن, الصالح)


def content(tokens: pd.DataFrame) -> np.ndarray:
    """Tell of each token (form, lemma, stop) whether it is a term: no function word, and no fragment of a term."""
    out = tokens["stop"].to_numpy().copy()
    for name, tell in (("form", is_fragment), ("lemma", _is_name)):
        values = tokens[name].cat
        number, told = values.codes.to_numpy(), np.zeros(len(values.categories), dtype=bool)
        told[number] = True  # of a few tokens only their own words are looked at
        told[told] = list(map(tell, values.categories[told].to_numpy(dtype=object)))
        out |= told[number]
    return ~out


def is_alone(word: str) -> bool:
    """Tell whether a word that is asked for may be a term by itself."""
    return not (is_stop(word, word) or is_fragment(word) or _is_name(word))


@lru_cache(maxsize=1_000_000)
def is_fragment(form: str) -> bool:
    """Tell whether a word, as it is written, stands in terms and names but is none: بن, محمد, السمو, دولار, يوليو.

    >>> is_fragment("بن"), is_fragment("ه"), is_fragment("وأحمد"), is_fragment("الدولار"), is_fragment("حسن")
    (True, True, True, False, False)
    """
    bare = clean(form)
    if len(bare) < 2:
        return True
    return bare in _fragments() or (len(bare) > ROOT and bare[0] in _PREFIXES and bare[1:] in _fragments())


@lru_cache(maxsize=1_000_000)
def _is_name(lemma: str) -> bool:
    """Tell whether a lemma is of names alone, whatever is attached to its forms."""
    return clean(lemma) in _names()


@cache
def _fragments() -> frozenset[str]:
    words = {clean(word) for group in tables.table("topics/data/terms.yml")["alone"].values() for word in group}
    return frozenset(words | _names())


@cache
def _names() -> frozenset[str]:
    """Return what joins names, and the given names that are no word, no place, and nobody known by them alone."""
    frequency = lexicon().frequency
    joining = map(clean, tables.table("topics/data/terms.yml")["alone"]["joining"])
    actors = registry_of(None).actors.values()
    known = {*capitals(), *tables.places(), *(name for actor in actors for name in actor.short)}
    names = set(map(clean, tables.given_names())) - set(map(clean, known))
    plain = (name for name in names if frequency.get(f"ال{name}", 0.0) < ARTICLED * frequency.get(name, 0.0))
    return frozenset([*joining, *plain])
