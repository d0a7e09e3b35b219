"""Stories as a table: what each is called, when it was told, by whom, of whom; and which are near each other."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.corpus.corpus import Corpus
from analysis.stories.independent import texts
from analysis.stories.likeness import alike
from analysis.stories.members import members
from analysis.stories.vectors import Vectors, vectors

STORIES = {
    "story": "str",
    "headline": "str",
    "first": "datetime64[s]",
    "last": "datetime64[s]",
    "articles": "int64",
    "independent": "int64",
    "outlets": "int64",
    "first_outlet": "str",
    "actors": "object",
}
NEAR = {"story": "str", "other": "str", "days": "Float64", "likeness": "float64"}
LIKE = 0.28  # mean likeness of the articles of two stories that are near each other, at least
WEEK = 7  # days that stories which are near each other lie apart, at most
BLOCK = 2000  # articles whose titles are weighed at once
LABEL = 90  # characters of a headline where no article has a title


def stories(corpus: Corpus, *, told: pd.DataFrame | None = None, carried: pd.Series | None = None) -> pd.DataFrame:
    """Return the stories of a corpus, those of most articles first.

    Columns: story, headline (the title that says most of what the articles have in common; the first words of a story
    without titles), first, last (days of publication), articles (copies counted), independent (texts that stand on
    their own, see `texts`: what ten outlets print of one release is one), outlets (their number), first_outlet (who was
    first, or empty where days of publication do not tell: where several outlets share the first day, or only that of a
    download is known), actors (ids, those that most articles name first).

    `told` is the table of `members` and `carried` that of `texts`, where they are made already.

    >>> import analysis
    >>> table = stories(analysis.read())
    >>> (table["independent"] <= table["articles"]).all().item(), table["articles"].is_monotonic_decreasing
    (True, True)
    """
    table = _placed(corpus, told)
    groups = table.groupby("story")
    found = groups.agg(first=("published", "min"), last=("published", "max"), articles=("article_id", "size"))
    found["outlets"] = groups["source"].nunique()
    carried = texts(corpus) if carried is None else carried
    found["independent"] = carried.reindex(table["article_id"]).groupby(table["story"].to_numpy()).nunique()
    found["first_outlet"] = _first_outlets(table).reindex(found.index).fillna("")
    found["headline"] = _headlines(corpus, table, vectors(corpus)).reindex(found.index)
    found["actors"] = _actors(corpus, table).reindex(found.index)
    found["actors"] = [each if isinstance(each, list) else [] for each in found["actors"]]
    found = found.reset_index().sort_values(["articles", "first", "story"], ascending=[False, True, True])
    return found.astype(STORIES)[list(STORIES)].reset_index(drop=True)


def near(corpus: Corpus, *, told: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the stories that are near each other: follow-ups, reactions, parts of one larger story; each pair once.

    Columns: story, other (the later of the two), days (from the first article of the one to that of the other; empty
    where a day is unknown), likeness (mean cosine of their articles, from LIKE to 1). They lie a WEEK apart at most.
    """
    table = _placed(corpus, told)
    read = vectors(corpus)
    about = table.set_index("article_id").reindex(read.ids)
    story, names = pd.factorize(about["story"], sort=True)
    pairs = alike(read, about["published"], apart=WEEK, halving=np.inf)
    shape = (len(names), len(read.ids))
    member = sparse.csr_array((np.ones(len(story)), (story, np.arange(len(story)))), shape=shape)
    between = (member @ pairs @ member.T).tocoo()
    one, other = np.minimum(between.row, between.col), np.maximum(between.row, between.col)
    size = np.bincount(story, minlength=len(names))
    found = pd.DataFrame({"one": one, "other": other, "total": between.data})[one != other]
    found = found.groupby(["one", "other"], as_index=False)["total"].sum()
    found["likeness"] = found["total"] / (size[found["one"]] * size[found["other"]])
    found = found[found["likeness"] >= LIKE]
    first = about.groupby("story")["published"].min().reindex(names).to_numpy()
    return _in_order(found, np.asarray(names, dtype=object), first)


def _placed(corpus: Corpus, told: pd.DataFrame | None) -> pd.DataFrame:
    """Return the articles with their stories, the earliest first."""
    told = members(corpus) if told is None else told
    about = corpus.columns("articles", ["article_id", "title", "source", "published", "published_from"])
    table = told.merge(about, how="left", on="article_id")
    return table.sort_values(["published", "article_id"], ignore_index=True)


def _first_outlets(table: pd.DataFrame) -> pd.Series:
    """Return the outlet that told each story first, where its day of publication tells."""
    known = table[table["published"].notna() & (table["published_from"] != "collected")]
    first = table.groupby("story")["published"].transform("min")
    outlets = table[(table["published"] == first)].groupby("story")["source"]
    alone = outlets.nunique() == 1
    all_known = table["article_id"].isin(known["article_id"]).groupby(table["story"]).all()
    single = table.groupby("story")["source"].nunique() == 1
    return outlets.first()[alone & (all_known | single).reindex(alone.index)]


def _headlines(corpus: Corpus, table: pd.DataFrame, read: Vectors) -> pd.Series:
    """Return the headline of each story: the title that is most like all that its articles tell."""
    row = pd.Series(np.arange(len(read.ids)), index=read.ids)
    known = table.assign(row=row.reindex(table["article_id"]).to_numpy())
    titled = known[known["title"].notna() & known["row"].notna()].astype({"row": "int64"})
    several = titled["story"].duplicated(keep=False)
    likeness = pd.Series(0.0, index=titled.index)  # nothing is chosen of one
    for rows in _blocks(titled.loc[several, "story"]):
        likeness.update(_central(read, titled.loc[rows]))
    best = titled.assign(likeness=likeness.round(9)).sort_values("likeness", ascending=False, kind="stable")
    titles = best.groupby("story")["title"].first()
    opening = table["title"].combine_first(table["article_id"].map(_openings(corpus, table)))
    return titles.combine_first(opening.groupby(table["story"]).first())


def _blocks(story: pd.Series) -> Iterator[pd.Index]:
    """Yield the rows of stories, those of so many stories at once that some BLOCK rows come together."""
    number = pd.factorize(story)[0]
    block = np.cumsum(np.bincount(number))[number] // BLOCK
    for _, rows in story.groupby(block):
        yield rows.index


def _central(read: Vectors, titled: pd.DataFrame) -> pd.Series:
    """Return how like the title of each article is to all that the articles of its story tell."""
    titled = titled.sort_values("row")
    story, names = pd.factorize(titled["story"])
    rows = titled["row"].to_numpy()
    member = sparse.csr_array((np.ones(len(rows)), (story, np.arange(len(rows)))), shape=(len(names), len(rows)))
    centre = sparse.csr_array(member @ read.rows(rows))[story]
    return pd.Series(np.asarray(read.titles(rows).multiply(centre).sum(axis=1)).ravel(), index=titled.index)


def _openings(corpus: Corpus, table: pd.DataFrame) -> pd.Series:
    """Return the first words of the articles that have no title, by article_id."""
    untitled = table.loc[table["title"].isna(), "article_id"]
    if untitled.empty:
        return pd.Series(dtype="object")
    bodies = (
        each.columns("articles", ["article_id", "body"]).set_index("article_id")["body"] for each in corpus.slices()
    )
    return pd.concat([each[each.index.isin(untitled)].map(_opening) for each in bodies])


def _opening(text: str) -> str:
    """Return the first words of a text, as many as a headline has."""
    words = " ".join(text.split())
    return words if len(words) <= LABEL else words[:LABEL].rsplit(" ", 1)[0] + " …"


def _actors(corpus: Corpus, table: pd.DataFrame) -> pd.Series:
    """Return the actors of each story, those that most of its articles name first."""
    mentions = pd.concat([each.counted_mentions()[["article_id", "actor"]] for each in corpus.slices()])
    named = mentions.merge(table[["article_id", "story"]])
    counts = named.groupby(["story", "actor"]).agg(articles=("article_id", "nunique"), mentions=("actor", "size"))
    order = ["story", "articles", "mentions", "actor"]
    counts = counts.reset_index().sort_values(order, ascending=[True, False, False, True])
    return counts.groupby("story")["actor"].agg(list)


def _in_order(found: pd.DataFrame, names: np.ndarray, first: np.ndarray) -> pd.DataFrame:
    """Return pairs of stories by name, the earlier of each pair first."""
    one, other = found["one"].to_numpy(), found["other"].to_numpy()
    late = first[one] > first[other]
    one, other = np.where(late, other, one), np.where(late, one, other)
    days = pd.Series(first[other] - first[one]).dt.days
    table = pd.DataFrame({"story": names[one], "other": names[other], "days": days})
    table["likeness"] = found["likeness"].to_numpy()
    table = table.sort_values(["likeness", "story", "other"], ascending=[False, True, True], ignore_index=True)
    return table.astype(NEAR)[list(NEAR)]
