"""The actors of a corpus, their place in a network, and the network as a graph."""

from typing import Any

import networkx as nx
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.groups import by_group
from analysis.corpus.units import UNITS, WINDOW
from analysis.networks.communities import communities
from analysis.networks.cooccurrence import pairs_by_article
from analysis.networks.structure import centrality

ACTORS = {
    "actor": "str",
    "name": "str",
    "name_en": "str",
    "type": "str",
    "mentions": "int64",
    "articles": "int64",
    "sentences": "int64",
}
NODES = ACTORS | {
    "community": "Int64",
    "stability": "float64",
    "degree": "int64",
    "strength": "int64",
    "betweenness": "float64",
    "eigenvector": "float64",
}


def actors(corpus: Corpus, *, methods: tuple[str, ...] = (), groups: str | pd.Series | None = None) -> pd.DataFrame:
    """Return the actors that the corpus mentions, the most mentioned first.

    Columns: actor, name (Arabic), name_en (Arabic where no English name is known), type, mentions, articles, sentences.
    With `groups` (`outlet`, another column of articles, or a Series: article_id -> value), the table of each part of
    the corpus, its value in a first column (`Corpus.groups`).
    """
    if groups is not None:
        return by_group(corpus, groups, lambda part: actors(part, methods=methods))
    found = pd.concat([_counted(each, methods) for each in corpus.slices()]).groupby("actor", sort=True)
    table = found.agg({"type": "first", "mentions": "sum", "articles": "sum", "sentences": "sum"}).reset_index()
    spelled = _spellings(corpus)
    for column, language in (("name", "ar"), ("name_en", "en")):
        table[column] = [corpus.registry.label(spelled.get(actor, actor), language) for actor in table["actor"]]
    table = table.sort_values(["mentions", "actor"], ascending=[False, True], ignore_index=True)
    return table[list(ACTORS)].astype(ACTORS)


def _counted(corpus: Corpus, methods: tuple[str, ...]) -> pd.DataFrame:
    """Return type, mentions, articles and sentences of each actor in a slice of a corpus, by actor."""
    mentions = corpus.counted_mentions(methods)
    groups = mentions.groupby("actor")
    table = groups.agg(type=("actor_type", "first"), mentions=("actor", "size"), articles=("article_id", "nunique"))
    places = mentions[["actor", *UNITS["sentence"]]].drop_duplicates()
    return table.assign(sentences=places["actor"].value_counts())


def _spellings(corpus: Corpus) -> dict[str, str]:
    """Return for each name beyond the registry its id as it is most often spelled: its own is normalised."""
    entities = corpus.mentions.loc[corpus.mentions["method"] == "entity", ["actor", "surface"]]
    counts = entities.value_counts().reset_index().sort_values(["count", "surface"], ascending=[False, True])
    first = counts.drop_duplicates("actor")
    return dict(zip(first["actor"], "name:" + first["surface"], strict=True))


def node_table(
    corpus: Corpus,
    table: pd.DataFrame,
    *,
    unit: str = "sentence",
    methods: tuple[str, ...] = (),
    window: int = WINDOW,
    clusters: pd.Series | None = None,
    seed: int = 1,
    runs: int = 20,
) -> pd.DataFrame:
    """Return the actors of a corpus with their place in the network of `table`, the most mentioned first.

    Columns: those of `actors`; community, stability (see `communities`; empty for actors without a tie in `table`);
    degree, strength, betweenness, eigenvector (see `centrality`; 0 without a tie). `attrs` are those of `communities`,
    whose articles are those of the corpus: give `unit`, `methods` and `window` as `cooccurrence` had them.

    >>> import analysis
    >>> corpus = analysis.read()
    >>> pairs = analysis.networks.cooccurrence(corpus, min_count=2)
    >>> nodes = node_table(corpus, pairs)
    >>> graph(pairs, nodes).nodes["pakistan"]["degree"] == len(graph(pairs)["pakistan"])
    True
    """
    articles = pairs_by_article(corpus, unit, methods, window)
    groups = communities(table, seed=seed, runs=runs, articles=articles, clusters=clusters)
    central = centrality(table)
    nodes = actors(corpus, methods=methods).merge(groups, how="left").merge(central, how="left")
    nodes = nodes.fillna(dict.fromkeys(central.columns.drop("actor"), 0))
    nodes = nodes.astype(NODES)[list(NODES)]
    nodes.attrs |= groups.attrs
    return nodes


def graph(table: pd.DataFrame, nodes: pd.DataFrame | None = None) -> nx.Graph:
    """Return a table of pairs as a graph; every other column of the table is an attribute of its edges.

    `nodes` (see `actors` and `node_table`) puts its columns on the nodes; a missing value is no attribute.

    >>> import analysis
    >>> corpus = analysis.read()
    >>> graph(analysis.networks.cooccurrence(corpus), actors(corpus)).nodes["pakistan"]["name"]
    'باكستان'
    """
    network = nx.from_pandas_edgelist(table, edge_attr=list(table.columns.drop(["source", "target"])) or None)
    if nodes is not None:
        about = nodes[nodes["actor"].isin(list(network))].set_index("actor").to_dict("index")
        for actor, values in about.items():
            network.nodes[actor].update({key: value for key, value in values.items() if not _missing(value)})
    return network


def _missing(value: Any) -> bool:
    return bool(pd.api.types.is_scalar(value) and pd.isna(value))
