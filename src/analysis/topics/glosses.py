"""English meanings of frequent lemmas, for readers of reports who know no Arabic: a help to the eye, no translation."""

from functools import cache

from analysis.text import tables


@cache
def glosses() -> dict[str, str]:
    """Return the English gloss of each lemma that has one.

    >>> glosses()["هدنة"]
    'truce'
    """
    return dict(line.split("\t") for line in tables.lines("topics/data/glosses.tsv"))
