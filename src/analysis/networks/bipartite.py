"""Networks of two kinds of nodes: actors and terms, outlets and actors."""

from collections.abc import Iterable

import networkx as nx
import numpy as np
import pandas as pd

from analysis.base.statistics import association, log_likelihood, ratio
from analysis.corpus.corpus import Corpus
from analysis.corpus.units import UNITS, WINDOW, check, count_units, with_unit

TERMS = {
    "source": "str",
    "target": "str",
    "count": "int64",
    "articles": "int64",
    "source_count": "int64",
    "target_count": "int64",
    "npmi": "float64",
    "g2": "float64",
}
OUTLETS = {
    "source": "str",
    "target": "str",
    "count": "int64",
    "articles": "int64",
    "per_1000": "float64",
    "other_per_1000": "float64",
    "g2": "float64",
    "log_ratio": "float64",
}


def actor_terms(
    corpus: Corpus,
    terms: pd.DataFrame | Iterable[str],
    *,
    unit: str = "sentence",
    min_count: int = 2,
    methods: tuple[str, ...] = (),
    window: int = WINDOW,
) -> pd.DataFrame:
    """Return the actors and terms that stand in the same `unit`: sentence, paragraph, article or window.

    Columns: source (an actor), target (a term), count (units with both), articles (with such a unit), source_count,
    target_count (units with each), npmi (Bouma 2009), g2 (Dunning 1993). The highest count first.

    `terms` are lemmas, or a table with a column `term`: of `topics.frequency`, or of `topics.keyness`. The rest is as
    in `cooccurrence`. Raises ValueError for another unit or a window below 1.

    >>> import analysis
    >>> corpus = analysis.read()
    >>> table = actor_terms(corpus, analysis.topics.frequency(corpus, top=50))
    >>> nx.is_bipartite(two_mode(table))
    True
    """
    check(unit, window)
    wanted = list(terms["term"]) if isinstance(terms, pd.DataFrame) else list(terms)
    keys = UNITS[unit]
    named = with_unit(corpus, corpus.counted_mentions(methods), unit, window)[["actor", *keys]].drop_duplicates()
    held = pd.concat([_held(each, wanted, unit, window) for each in corpus.slices()])
    both = named.merge(held, on=keys).groupby(["actor", "lemma"])
    table = both["article_id"].agg(count="size", articles="nunique").reset_index()
    table = table.rename(columns={"actor": "source", "lemma": "target"})
    table["source_count"] = table["source"].map(named["actor"].value_counts())
    table["target_count"] = table["target"].map(held["lemma"].value_counts())
    joint, left, right = (table[name].to_numpy(dtype=float) for name in ("count", "source_count", "target_count"))
    g2, closeness, _ = association(joint, left, right, max(count_units(corpus, unit, window), 1))
    table = table.assign(g2=g2, npmi=np.clip(closeness, -1, 1))
    table = table[table["count"] >= min_count]
    return _ordered(table, ["count", "npmi"], TERMS)


def _held(corpus: Corpus, terms: list[str], unit: str, window: int) -> pd.DataFrame:
    """Return each unit of a slice with each of the terms that it holds."""
    tokens = corpus.tokens[corpus.tokens["lemma"].isin(terms).to_numpy()]
    rows = tokens[[*UNITS["sentence"], "start", "lemma"]].astype({"article_id": "str", "part": "str", "lemma": "str"})
    return with_unit(corpus, rows, unit, window)[[*UNITS[unit], "lemma"]].drop_duplicates()


def outlet_actors(corpus: Corpus, *, min_count: int = 1, methods: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return how often each outlet names each actor, and how far that is from the other outlets.

    Columns: source (an outlet), target (an actor), count (mentions), articles, per_1000 (mentions in 1,000 tokens of
    the outlet), other_per_1000 (of the others), g2 (log-likelihood ratio: Rayson and Garside 2000), log_ratio (binary
    logarithm of the ratio of the two rates, a count of 0 taken as 0.5: Hardie 2014). The highest count first. Articles
    that name no outlet count among the others.

    >>> import analysis
    >>> list(outlet_actors(analysis.read(), min_count=5).columns)[:5]
    ['source', 'target', 'count', 'articles', 'per_1000']
    """
    articles = corpus.counted_columns(["article_id", "source", "words"])
    mentions = corpus.counted_mentions(methods)[["actor", "article_id"]].merge(articles, on="article_id")
    totals = mentions["actor"].value_counts()
    table = mentions.groupby(["source", "actor"])["article_id"].agg(count="size", articles="nunique").reset_index()
    table = table.rename(columns={"actor": "target"})
    size = table["source"].map(articles.groupby("source")["words"].sum()).to_numpy(dtype=float)
    rest = articles["words"].sum() - size
    ours = table["count"].to_numpy(dtype=float)
    theirs = table["target"].map(totals).to_numpy(dtype=float) - ours
    table["per_1000"] = 1000 * ours / np.maximum(size, 1)
    table["other_per_1000"] = 1000 * theirs / np.maximum(rest, 1)
    table["g2"] = log_likelihood(ours, theirs, np.maximum(size, 1), np.maximum(rest, 1))
    table["log_ratio"] = ratio(ours, theirs, size, rest)
    return _ordered(table[table["count"] >= min_count], ["count", "g2"], OUTLETS)


def two_mode(table: pd.DataFrame) -> nx.Graph:
    """Return a table of two kinds of nodes as a graph; `bipartite` of a node tells its side: 0 a source, 1 a target.

    Every other column of the table is an attribute of its edges. Where a name stands on both sides, that of the target
    has `target:` before it.
    """
    sources = set(table["source"])
    targets = ["target:" + name if name in sources else name for name in table["target"]]
    table = table.assign(target=targets)
    graph = nx.from_pandas_edgelist(table, edge_attr=list(table.columns.drop(["source", "target"])) or None)
    nx.set_node_attributes(graph, {name: int(name not in sources) for name in graph}, "bipartite")
    return graph


def _ordered(table: pd.DataFrame, first: list[str], columns: dict[str, str]) -> pd.DataFrame:
    """Return pairs with the highest first, with their columns and types."""
    table = table.sort_values([*first, "source", "target"], ascending=[False, False, True, True], ignore_index=True)
    return table.astype(columns)[list(columns)]
