"""Articles to stories: which of them tell the same event."""

from itertools import chain

import numpy as np
import pandas as pd

from analysis.corpus.copies import SHORTEST
from analysis.corpus.corpus import Corpus
from analysis.corpus.kept import kept
from analysis.stories.likeness import alike
from analysis.stories.linkage import groups
from analysis.stories.vectors import told_by, vectors

MEMBERS = {"article_id": "str", "story": "str"}
READ = ["article_id", "published", "duplicate_of", "body"]
ALIKE = 0.46  # mean likeness of the articles of a story, at least


def members(corpus: Corpus) -> pd.DataFrame:
    """Return the story that each article tells: each article of the corpus once, in its order.

    Columns: article_id, story (the id of the first article that tells it, by day of publication; a single article is
    its own story). An article that repeats another (`duplicate_of`) is of its story, unless its body is a caption.

    The articles of a story are alike on average: in the words of their titles and first lines, in numbers, actors and
    days (see `vectors`), the less the more days lie between their publication (see `likeness`), and joined by average
    linkage (see `linkage`), so that no chain of likeness links different events.

    >>> import analysis
    >>> corpus = analysis.read()
    >>> members(corpus)["article_id"].tolist() == corpus.articles["article_id"].tolist()
    True
    """
    known = (each.known("articles", READ) for each in corpus.slices())
    return kept("members", chain(known, told_by(corpus)), lambda: _found(corpus)).astype(MEMBERS)


def _originals(corpus: Corpus) -> pd.DataFrame:
    """Return article_id, published and the article that each of a slice repeats: itself, where it is a caption."""
    articles = corpus.columns("articles", ["article_id", "published", "duplicate_of"])
    copied = articles["duplicate_of"].notna()
    if copied.any():
        bodies = corpus.columns("articles", ["body"]).loc[copied, "body"]
        copied[copied] = bodies.str.split().str.len() >= SHORTEST
    original = articles["duplicate_of"].where(copied, articles["article_id"])
    return articles[["article_id", "published"]].assign(original=original.astype("str"))


def _found(corpus: Corpus) -> pd.DataFrame:
    """Return the story of each article."""
    articles = pd.concat([_originals(each) for each in corpus.slices()], ignore_index=True)
    read = vectors(corpus)
    days = articles.set_index("article_id")["published"].reindex(read.ids)
    group = pd.Series(groups(alike(read, days), ALIKE), index=read.ids)
    number = articles["original"].map(group)
    table = articles.assign(group=number.where(number.notna(), -1 - np.arange(len(articles))).astype("int64"))
    first = table.sort_values(["published", "article_id"]).groupby("group")["article_id"].first()
    return table.assign(story=table["group"].map(first)).reset_index(drop=True)[list(MEMBERS)].astype(MEMBERS)
