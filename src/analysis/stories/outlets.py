"""Who tells which stories: outlets by stories, and who ran them first."""

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.stories.members import members
from analysis.stories.stories import stories

OUTLETS = {
    "outlet": "str",
    "articles": "int64",
    "stories": "int64",
    "shared": "int64",
    "alone": "int64",
    "ahead": "int64",
    "known": "int64",
}


def matrix(
    corpus: Corpus, *, told: pd.DataFrame | None = None, table: pd.DataFrame | None = None, min_outlets: int = 2
) -> pd.DataFrame:
    """Return how many articles each outlet has on each story that `min_outlets` or more tell: a row a story.

    Columns: story, headline, first (day), outlets (their number), first_outlet (see `stories`), then one for each
    outlet, those of most articles first; rows in the order of how many outlets tell them. Articles without the name of
    an outlet are left out. `told` is the table of `members`, `table` that of `stories`, where they are made already.
    """
    told = members(corpus) if told is None else told
    table = stories(corpus, told=told) if table is None else table
    counts = _counts(corpus, told)
    busiest = counts.sum().sort_values(ascending=False, kind="stable").index
    found = table[table["outlets"] >= min_outlets].sort_values(
        ["outlets", "articles", "first", "story"], ascending=[False, False, True, True]
    )
    found = found[["story", "headline", "first", "outlets", "first_outlet"]]
    return found.merge(counts[busiest].reset_index(), how="left", on="story")


def outlets(corpus: Corpus, *, told: pd.DataFrame | None = None, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return what each outlet tells of the stories, those of most stories first.

    Columns: outlet, articles, stories, shared (stories that another outlet tells, too), alone (those that none does),
    ahead (shared stories that it ran a day or more before all others), known (its shared stories of which days of
    publication tell who was first). `told` and `table` are as for `matrix`.
    """
    told = members(corpus) if told is None else told
    table = (stories(corpus, told=told) if table is None else table).set_index("story")
    counts = _counts(corpus, told)
    tells = counts.gt(0)
    shared = table["outlets"].reindex(counts.index) > 1
    first = table["first_outlet"].reindex(counts.index)
    ran = pd.DataFrame({outlet: tells[outlet] & shared & (first == outlet) for outlet in counts}, index=counts.index)
    found = pd.DataFrame(
        {
            "outlet": counts.columns,
            "articles": counts.sum().to_numpy(),
            "stories": tells.sum().to_numpy(),
            "shared": tells[shared].sum().to_numpy(),
            "alone": tells[~shared].sum().to_numpy(),
            "ahead": ran.sum().to_numpy(),
            "known": tells[shared & (first != "")].sum().to_numpy(),
        }
    )
    found = found.sort_values(["stories", "outlet"], ascending=[False, True], ignore_index=True)
    return found.astype(OUTLETS)[list(OUTLETS)]


def _counts(corpus: Corpus, told: pd.DataFrame) -> pd.DataFrame:
    """Return the articles of each outlet on each story: a row a story, a column an outlet, in alphabetical order."""
    table = told.merge(corpus.columns("articles", ["article_id", "source"]))
    table = table[table["source"].fillna("") != ""]
    return pd.crosstab(table["story"], table["source"]).rename_axis(columns=None)
