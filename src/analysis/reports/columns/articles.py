"""Articles, stories and copies as columns, and what the page is told of the corpus as a whole."""

from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from analysis.corpus.corpus import Corpus
from analysis.reports.columns.rows import DAY, Columns, Rows
from analysis.stories.independent import texts
from analysis.stories.members import members
from analysis.stories.pairs import Pairs, pairs
from analysis.stories.stories import stories
from analysis.topics.dictionary import Dictionary
from analysis.wording.outlets import outlet_name

ARTICLE = ["article_id", "title", "published", "published_after", "source", "words"]
ORDER = ["published", "file", "ordinal"]


def told(rows: Rows) -> tuple[Columns, Columns]:
    """Return the columns `articles` and `stories`.

    articles: id, title, day (-1: none), after (day before which one without a day was not written, or null), outlet
    (-1: none), words, counted (0 for a copy set aside), story (-1: its own alone), copy (row of the article whose whole
    text it repeats, of any outlet, -1: none), text (row of the first article that carries its text, itself where no
    other does: see stories.independent). stories: headline, medoid (row of the article it is the title of, or -1),
    those of most articles first.
    """
    corpus = rows.corpus
    articles, counted = corpus.columns("articles", ARTICLE), corpus.counted_columns(["article_id"])
    found = pairs(corpus)
    carried = texts(corpus, found=found)
    one_of = members(corpus)
    table = stories(corpus, told=one_of, carried=carried)
    table = table[table["articles"] > 1].reset_index(drop=True)
    story = pd.Index(table["story"]).get_indexer(one_of["story"])
    outlet = pd.Index(outlets(corpus)).get_indexer(articles["source"])
    undated = articles["published_after"].where(articles["published"].isna())
    columns = {
        "id": articles["article_id"].tolist(),
        "title": [title or "" for title in articles["title"]],
        "day": rows.days(articles["published"]),
        "after": rows.days(undated, None),
        "outlet": outlet.tolist(),
        "words": articles["words"].tolist(),
        "counted": articles["article_id"].isin(counted["article_id"]).astype("int64").tolist(),
        "story": story.tolist(),
        "copy": _originals(rows, found).tolist(),
        "text": rows.articles.get_indexer(carried.reindex(articles["article_id"])).tolist(),
    }
    titled = articles.assign(story=story).drop_duplicates(["story", "title"])
    medoid = {(row.story, row.title): number for number, row in zip(titled.index, titled.itertuples(), strict=True)}
    heads = table["headline"].tolist()
    at = [medoid.get((number, head), -1) for number, head in enumerate(heads)]
    return columns, {"headline": heads, "medoid": at}


def _originals(rows: Rows, found: Pairs) -> np.ndarray:
    """Return the row of the article whose whole text each repeats: the earliest of those that are one, -1 of itself."""
    table = rows.corpus.columns("articles", ["article_id", "duplicate_of", *ORDER]).reset_index(drop=True)
    order = table.sort_values(ORDER).index.to_numpy()
    copies = found.heads.loc[lambda heads: heads["kind"] == "copy"]
    aside = table[table["duplicate_of"].notna() & table["duplicate_of"].isin(rows.articles)]
    one = rows.articles.get_indexer([*copies["one"], *aside["article_id"]])
    other = rows.articles.get_indexer([*copies["other"], *aside["duplicate_of"]])
    linked = coo_array((np.ones(len(one)), (one, other)), shape=(len(table), len(table)))
    group = connected_components(linked, directed=False)[1] if len(table) else np.zeros(0, dtype=np.int64)
    first = pd.Series(order).groupby(group[order]).transform("first").to_numpy()
    original = np.full(len(table), -1, dtype=np.int64)
    original[order] = np.where(first == order, -1, first)
    return original


def outlets(corpus: Corpus) -> list[str]:
    """Return the names of the outlets, those of most articles first."""
    counts = corpus.columns("articles", ["source"])["source"].dropna().value_counts()
    names = counts.index.to_numpy(dtype=object)
    return [str(name) for name in names[np.lexsort((names.astype("str"), -counts.to_numpy()))] if name]


def meta(rows: Rows, dictionary: Dictionary, name: str, language: str, articles: Columns) -> dict[str, Any]:
    """Return what a page is told of the corpus: see `columns`."""
    corpus = rows.corpus
    counted = corpus.counted_columns(["words", "published"])
    known = corpus.columns("articles", ["published"])["published"].dropna()
    grain = corpus.grain
    days = int((known.max().normalize() - known.min().normalize()) // DAY) + 1 if len(known) else 0
    collected = np.ones(days, dtype=np.int64)
    if grain == "day":
        there = np.array(rows.days(known), dtype=np.int64)
        collected = np.isin(np.arange(days), there).astype("int64")
    return {
        "language": language,
        "corpus": name,
        "day0": None if rows.day0 is None else f"{rows.day0:%Y-%m-%d}",
        "days": days,
        "grain": grain,
        "collected": collected.tolist(),
        "outlets": [{"id": each, "en": outlet_name(each), "ar": outlet_name(each, "ar")} for each in outlets(corpus)],
        "themes": [{"id": id, "en": theme.en, "ar": theme.ar} for id, theme in dictionary.themes.items()],
        "fingerprint": corpus.info.get("fingerprint", ""),
        "articles": len(counted),
        "words": int(counted["words"].sum()),
        "copies": sum(copy >= 0 for copy in articles["copy"]),
        "undated": int(counted["published"].isna().sum()),
    }
