"""The lemmas of CAMeL Tools, where its data is installed."""

import math
from functools import lru_cache
from typing import Any

from analysis.base import camel_data
from analysis.lemmas.readings import Reading
from analysis.text.folding import clean

PACKAGE = "disambig-mle-calima-msa-r13"
_MODEL, _DATABASE = "DisambigMLE", "MorphologyDB"
_NOUNS = ("noun", "adj", "adv", "abbrev", "foreign", "latin")  # how the names of these parts of speech begin


def model() -> str:
    """Return the name of the default model, as the installed catalogue gives it."""
    return camel_data.default(_MODEL)


def installed() -> bool:
    """Tell whether the catalogue, the model and the database that it works on are there."""
    try:
        name = model()
        parts = ((_MODEL, "model.json"), (_DATABASE, "morphology.db"))
        return all((camel_data.path(part, name) / file).is_file() for part, file in parts)
    except (OSError, ValueError, LookupError, TypeError, RuntimeError):  # RuntimeError: no home directory
        return False


def install() -> None:
    """Fetch the data of the MLE disambiguator. Raises RuntimeError, which says what to do, where it cannot be had."""
    camel_data.fetch(PACKAGE, "data", "lemmas")


def read(forms: list[str]) -> list[Reading]:
    """Return what each form is, by its likeliest analysis: its lemma without diacritics and sense number."""
    disambiguator = _disambiguator()
    return [_read(disambiguator, form) for form in forms]


@lru_cache
def _disambiguator() -> Any:
    from camel_tools.disambig.mle import MLEDisambiguator

    return MLEDisambiguator.pretrained(cache_size=0)


def _read(disambiguator: Any, form: str) -> Reading:
    word = clean(form).casefold()
    analyses = disambiguator.disambiguate([word])[0].analyses if word else []
    analysis = analyses[0].analysis if analyses else {"lex": "", "pos": "noun" if word[1:].isalpha() else "punc"}
    lemma = clean(analysis["lex"].split("-")[0].split("_")[0]) or word or form
    if analysis["pos"].startswith("verb"):
        return Reading("", lemma, "verb", math.inf)
    return Reading(lemma, "", "noun" if analysis["pos"].startswith(_NOUNS) else "other")
