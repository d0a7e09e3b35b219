"""Articles to stories: which of them tell the same event."""

import numpy as np
import pandas as pd
from scipy import sparse

from analysis.corpus.corpus import Corpus
from analysis.stories.linkage import groups
from analysis.stories.vectors import Vectors, vectors

MEMBERS = {"article_id": "str", "story": "str"}
APART = 1  # days between two articles of a story, at most
ALIKE = 0.30  # mean cosine between the articles of a story, at least
FLOOR = 0.10  # cosines below it are taken for none


def members(corpus: Corpus) -> pd.DataFrame:
    """Return the story that each article tells: each article of the corpus once, in its order.

    Columns: article_id, story (the id of the first article that tells it, by day of publication; a single article is
    its own story). An article that repeats another (`duplicate_of`) is of its story.
    """
    articles = corpus.articles[["article_id", "published", "duplicate_of"]]
    read = vectors(corpus)
    days = articles.set_index("article_id")["published"].reindex(read.ids)
    group = pd.Series(groups(_pairs(read, days), ALIKE), index=read.ids)
    original = articles["duplicate_of"].where(articles["duplicate_of"].notna(), articles["article_id"])
    number = original.map(group)
    table = articles.assign(group=number.where(number.notna(), -1 - np.arange(len(articles))).astype("int64"))
    first = table.sort_values(["published", "article_id"]).groupby("group")["article_id"].first()
    return table.assign(story=table["group"].map(first)).reset_index(drop=True).astype(MEMBERS)[list(MEMBERS)]


def _pairs(read: Vectors, days: pd.Series) -> sparse.csr_array:
    """Return the cosines of the articles that are published within APART days; one without a day fits all."""
    cosine = sparse.triu(read.rows @ read.rows.T, 1).tocoo()
    day = (days - pd.Timestamp(0)).dt.days.to_numpy(dtype="float64", na_value=np.nan)
    close = ~(np.abs(day[cosine.row] - day[cosine.col]) > APART) & (cosine.data >= FLOOR)
    return sparse.csr_array((cosine.data[close], (cosine.row[close], cosine.col[close])), shape=cosine.shape)
