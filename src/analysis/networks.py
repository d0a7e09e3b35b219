"""Who appears with whom: co-occurrence of actors, its strength, and the graph of it."""

import re
from pathlib import Path
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd

from analysis.corpus import Corpus

UNITS = {
    "sentence": ["article_id", "part", "sentence"],
    "paragraph": ["article_id", "part", "paragraph"],
    "article": ["article_id"],
}
EDGES = {
    "source": "str",
    "target": "str",
    "count": "int64",
    "articles": "int64",
    "source_count": "int64",
    "target_count": "int64",
    "npmi": "float64",
}


def actors(corpus: Corpus, methods: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the actors that the corpus mentions, the most mentioned first.

    Columns: actor, name (Arabic), name_en, type, mentions, articles, sentences.
    """
    mentions = corpus.counted_mentions(methods)
    place = mentions["article_id"] + "/" + mentions["part"] + "/" + mentions["sentence"].astype("str")
    table = (
        mentions.assign(place=place)
        .groupby("actor", sort=True)
        .agg(
            type=("actor_type", "first"),
            mentions=("actor", "size"),
            articles=("article_id", "nunique"),
            sentences=("place", "nunique"),
        )
        .reset_index()
    )
    table.insert(1, "name", [corpus.registry.name(actor, "ar") for actor in table["actor"]])
    table.insert(2, "name_en", [corpus.registry.name(actor, "en") for actor in table["actor"]])
    return table.sort_values(["mentions", "actor"], ascending=[False, True], ignore_index=True)


def cooccurrence(
    corpus: Corpus, unit: str = "sentence", min_count: int = 1, methods: tuple[str, ...] = ()
) -> pd.DataFrame:
    """Return the pairs of actors that are named in the same `unit`: sentence, paragraph or article.

    Columns: source, target (ids, in alphabetical order), count (units with both), articles (with such a unit),
    source_count, target_count (units with each), npmi: normalised pointwise mutual information, from -1 (never
    together) over 0 (as chance has it) to 1 (never apart) (Bouma 2009). The pairs with the highest count come
    first. Raises ValueError for another unit.

    >>> import analysis
    >>> list(cooccurrence(analysis.read(), min_count=2).columns)
    ['source', 'target', 'count', 'articles', 'source_count', 'target_count', 'npmi']
    """
    if unit not in UNITS:
        raise ValueError(f"unit={unit!r}: choose one of {', '.join(UNITS)}")
    keys = UNITS[unit]
    found = with_unit(corpus, corpus.counted_mentions(methods), unit)[[*keys, "actor"]].drop_duplicates()
    units = found["actor"].value_counts()
    pairs = found.merge(found, on=keys)
    pairs = pairs[pairs["actor_x"] < pairs["actor_y"]].rename(columns={"actor_x": "source", "actor_y": "target"})
    table = pairs.groupby(["source", "target"])["article_id"].agg(count="size", articles="nunique").reset_index()
    for end in ("source", "target"):
        table[f"{end}_count"] = table[end].map(units).astype("int64")
    table["npmi"] = npmi(table["count"], table["source_count"], table["target_count"], count_units(corpus, unit))
    table = table[table["count"] >= min_count]
    order = table.sort_values(["count", "npmi", "source", "target"], ascending=[False, False, True, True])
    return order.reset_index(drop=True).astype(EDGES)[list(EDGES)]


def npmi(count: pd.Series, source: pd.Series, target: pd.Series, units: int) -> pd.Series:
    """Return normalised pointwise mutual information (Bouma 2009) of joint and single counts over `units`."""
    joint = count / units
    information = np.log(joint * units * units / (source * target))
    # A pair that fills every unit has no information to share: its limit is 1.
    return (information / -np.log(joint.where(joint < 1))).fillna(1.0).clip(-1, 1)


def count_units(corpus: Corpus, unit: str) -> int:
    """Return how many units of a kind the corpus holds."""
    if unit == "article":
        return len(corpus.counted)
    return len(corpus.sentences[UNITS[unit]].drop_duplicates())


def with_unit(corpus: Corpus, mentions: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return mentions with the column that the unit is told by."""
    if unit != "paragraph":
        return mentions
    return mentions.merge(corpus.sentences[["article_id", "part", "sentence", "paragraph"]], how="left")


def evidence(corpus: Corpus, source: str, target: str | None = None) -> pd.DataFrame:
    """Return the sentences that name an actor, or two actors together.

    Columns: article_id, part, sentence, text, title, published, in order of publication and reading.
    """
    keys = UNITS["sentence"]
    mentions = corpus.counted_mentions()
    places = mentions.loc[mentions["actor"] == source, keys].drop_duplicates()
    if target is not None:
        places = places.merge(mentions.loc[mentions["actor"] == target, keys].drop_duplicates())
    table = corpus.sentences.merge(places)[[*keys, "text"]]
    table = table.merge(corpus.articles[["article_id", "title", "published", "file"]], how="left")
    return table.sort_values(["published", "file", "article_id"], kind="stable", ignore_index=True).drop(columns="file")


def graph(table: pd.DataFrame, nodes: pd.DataFrame | None = None) -> nx.Graph:
    """Return a co-occurrence table as a graph: `count`, `npmi` and `articles` on its edges.

    `nodes` (see `actors`) puts names, type and counts on its nodes.
    """
    network = nx.from_pandas_edgelist(table, edge_attr=["count", "articles", "npmi"])
    if nodes is not None:
        about = nodes.set_index("actor")
        nx.set_node_attributes(network, about.loc[about.index.isin(list(network))].to_dict("index"))
    return network


def write_graph(network: nx.Graph, path: Path) -> None:
    """Write a graph as `<path>.graphml` and `<path>.gexf`, for Gephi and Cytoscape; the same graph, the same bytes."""
    plain = nx.Graph()
    for node, about in sorted(network.nodes(data=True)):
        plain.add_node(node, label=str(about.get("name_en", node)), **_values(about))
    for first, second, about in sorted(network.edges(data=True), key=lambda edge: edge[:2]):
        plain.add_edge(first, second, weight=int(about["count"]), **_values(about))
    nx.write_graphml(plain, path.with_suffix(".graphml"), encoding="utf-8")
    gexf = "\n".join(nx.generate_gexf(plain))
    path.with_suffix(".gexf").write_text(re.sub(r' lastmodifieddate="[^"]*"', "", gexf) + "\n", encoding="utf-8")


def _values(attributes: dict[str, Any]) -> dict[str, Any]:
    """Return attributes as plain numbers and text."""
    return {key: value.item() if hasattr(value, "item") else value for key, value in attributes.items()}
