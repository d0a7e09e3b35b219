"""One story as its outlets tell it: the accounts side by side, and what differs."""

from collections import Counter

import pandas as pd

from analysis.base.notes import InputError
from analysis.corpus.corpus import Corpus
from analysis.stories.comparable import comparable
from analysis.stories.figures import unattributed
from analysis.stories.members import members
from analysis.stories.stories import stories

ACCOUNTS = {
    "article_id": "str",
    "outlet": "str",
    "published": "datetime64[s]",
    "headline": "object",
    "actors": "object",
    "left_out": "object",
    "figures": "object",
    "differs": "object",
    "words": "int64",
    "repeats": "object",
}
DIFFERENCES = {
    "story": "str",
    "headline": "str",
    "kind": "str",
    "least": "int64",
    "most": "int64",
    "accounts": "int64",
    "outlets": "int64",
}


def accounts(corpus: Corpus, story: str, *, told: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the accounts of a story side by side, the earliest first: a row an article.

    Columns: article_id, outlet, published, headline (its title, or None), actors (ids, the most mentioned first),
    left_out (actors that half of the other accounts name, and this one does not), figures (kind -> the numbers that it
    gives, see `figures`; None stands for a number that is not told), differs (the kinds of its figures of which another
    account gives other numbers), words, repeats (the article that it copies, or None). Differences are shown, never
    resolved: numbers rise, are of other times, or count others.

    `story` is an id of `members`, or the article_id of one of its articles. `told` is the table of `members`, where it
    is made already. Raises InputError for a story that the corpus has not.
    """
    told = members(corpus) if told is None else told
    named = told.set_index("article_id")["story"].get(story, story)
    ids = told.loc[told["story"] == named, "article_id"]
    if ids.empty:
        raise InputError(f"story={story!r}: no article of this corpus tells it; `members` names its stories")
    part = corpus.of(ids)
    table = part.articles.sort_values(["published", "article_id"], ignore_index=True)
    original = table["duplicate_of"].where(table["duplicate_of"].notna(), table["article_id"])
    actors, given = _actors(part), _figures(part)
    own = [actors.get(id, []) for id in original]
    numbers = [given.get(id, {}) for id in original]
    table = table.rename(columns={"source": "outlet", "title": "headline", "duplicate_of": "repeats"})
    table["outlet"] = table["outlet"].fillna("")
    table["actors"], table["figures"] = pd.Series(own, dtype="object"), pd.Series(numbers, dtype="object")
    table["left_out"] = pd.Series(_left_out(own), dtype="object")
    table["differs"] = pd.Series(_differing(numbers), dtype="object")
    return table.astype(ACCOUNTS)[list(ACCOUNTS)]


def differences(corpus: Corpus, *, told: pd.DataFrame | None = None, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the stories whose accounts count differently, those of most outlets first: a row a story and kind.

    Columns: story, headline, kind (of figures), least, most (of the figures of `comparable`, the copies left out),
    accounts (texts that give one), outlets (that tell the story). `told` is the table of `members`, `table` that of
    `stories`, where they are made already.
    """
    told = members(corpus) if told is None else told
    table = (stories(corpus, told=told) if table is None else table)[["story", "headline", "outlets"]]
    several = told[told["story"].isin(table.loc[table["outlets"] > 1, "story"])]
    groups = comparable(corpus, told=several).groupby(["story", "kind"])["number"]
    found = groups.agg(least="min", most="max", accounts="size").reset_index()
    found = found[found["least"] < found["most"]].merge(table, on="story")
    order = ["outlets", "accounts", "story", "kind"]
    found = found.sort_values(order, ascending=[False, False, True, True], ignore_index=True)
    return found.astype(DIFFERENCES)[list(DIFFERENCES)]


def _actors(corpus: Corpus) -> dict[str, list[str]]:
    """Return the actors of each article, the most mentioned first."""
    counts = corpus.counted_mentions().groupby(["article_id", "actor"]).size().reset_index(name="count")
    counts = counts.sort_values(["article_id", "count", "actor"], ascending=[True, False, True])
    return dict(counts.groupby("article_id")["actor"].agg(list))


def _figures(corpus: Corpus) -> dict[str, dict[str, list[int | None]]]:
    """Return for each article its figures: kind -> numbers, in rising order; one that is not told stands first."""
    given: dict[str, dict[str, set[int | None]]] = {}
    for row in unattributed(corpus)[["article_id", "kind", "number"]].itertuples(index=False):
        number = None if pd.isna(row.number) else int(row.number)
        given.setdefault(row.article_id, {}).setdefault(row.kind, set()).add(number)
    return {
        id: {kind: sorted(each, key=lambda number: -1 if number is None else number) for kind, each in kinds.items()}
        for id, kinds in given.items()
    }


def _left_out(accounts: list[list[str]]) -> list[list[str]]:
    """Return for each account the actors that half of the others name and it does not, the most named first."""
    naming = Counter(actor for account in accounts for actor in account)
    least = max((len(accounts) - 1) / 2, 1)
    order = sorted(naming, key=lambda actor: (-naming[actor], actor))
    return [[actor for actor in order if actor not in account and naming[actor] >= least] for account in accounts]


def _differing(accounts: list[dict[str, list[int | None]]]) -> list[list[str]]:
    """Return for each account the kinds of which another that has figures of that kind gives other numbers."""
    return [
        [kind for kind, numbers in account.items() if any(each.get(kind, numbers) != numbers for each in accounts)]
        for account in accounts
    ]
