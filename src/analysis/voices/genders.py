"""Women and men among those who speak, where the given name makes it sure."""

from functools import cache

import pandas as pd

from analysis.base.statistics import wilson
from analysis.text import tables
from analysis.text.folding import normalize

SURE = ("women", "men")


def gender(name: str) -> str:
    """Return `women` or `men` where the given name of a person is that of women or of men alone, else `unknown`.

    >>> gender("ريم العلي"), gender("سامي الهواري"), gender("وزارة النقل")
    ('women', 'men', 'unknown')
    """
    first = normalize(name).split()[:1]
    return _names().get(first[0], "unknown") if first else "unknown"


def by_gender(speakers: pd.DataFrame) -> pd.DataFrame:
    """Return how much women and men speak, a row each and one for the unknown: who, speakers, quotations, words, share.

    `speakers` is a table of `voices.speakers`. `share` is that of the women, or the men, in the speakers of both; low
    and high are its 95 % interval (Wilson 1927). What the given name does not make sure (bodies, unnamed sources,
    names that both bear) is unknown and has no share: the figure is of those of whom it is known, not of all.
    """
    table = speakers.assign(who=[gender(name) for name in speakers["name"]])
    groups = table.groupby("who").agg(
        speakers=("speaker", "size"), quotations=("quotations", "sum"), words=("words", "sum")
    )
    found = groups.reindex([*SURE, "unknown"], fill_value=0).reset_index()
    sure = found["who"].isin(SURE)
    known = found.loc[sure, "speakers"].sum()
    found["share"] = (found["speakers"] / known if known else pd.Series(float("nan"), found.index)).where(sure)
    low, high = wilson(found["speakers"].where(sure), pd.Series(float(known) or float("nan"), found.index))
    found["low"], found["high"] = low, high
    return found.astype({"who": "str"})


@cache
def _names() -> dict[str, str]:
    table = tables.table("voices/data/genders.yml")
    return {normalize(name): who for who in SURE for name in table[who]}
