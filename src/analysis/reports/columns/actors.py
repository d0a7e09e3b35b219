"""Actors, their pairs and their network as columns."""

import networkx as nx
import numpy as np
import pandas as pd

from analysis.actors.registry import Registry
from analysis.networks.communities import communities
from analysis.networks.cooccurrence import cooccurrence
from analysis.plots.layout import arrange
from analysis.reports.columns.rows import Columns, Rows, counted

DRAWN = 36  # actors of the network, at most
BOX = np.array([92.0, 46.0])  # pixels that a node keeps free around it
APART = 0.2  # pull between two of different communities, beside one within


def named(rows: Rows) -> tuple[Columns, Columns]:
    """Return the columns `actors` and `mentions`.

    actors: id, en, ar, type, part_of (rows of the states and bodies that each belongs to or holds an office of), and
    how often each article names whom (n, idx, val). mentions: sentence, actor, start, end (within the sentence).
    """
    registry = rows.corpus.registry
    mentions = rows.corpus.counted_mentions()
    actor = rows.actors.get_indexer(mentions["actor"])
    mentions, actor = mentions[actor >= 0], actor[actor >= 0]
    types = mentions.assign(row=actor).groupby("row")["actor_type"].first()
    article = rows.articles.get_indexer(mentions["article_id"])
    columns: Columns = {
        "id": rows.actors.tolist(),
        "en": [registry.label(id, "en") for id in rows.actors],
        "ar": [registry.label(id, "ar") for id in rows.actors],
        "type": types.reindex(range(len(rows.actors))).tolist(),
        "part_of": [_wholes(rows, id) for id in rows.actors],
        **counted(len(rows.articles), article, actor),
    }
    sentence = rows.sentence(mentions)
    held = sentence >= 0
    start, end = rows.spans(mentions[held], sentence[held])
    places = {"sentence": sentence[held].tolist(), "actor": actor[held].tolist(), "start": start, "end": end}
    return columns, places


def _wholes(rows: Rows, id: str) -> list[int]:
    """Return the rows of the states and bodies that an actor belongs to, heads or serves."""
    ids = belongings(rows.corpus.registry, id)
    return sorted(int(row) for row in rows.actors.get_indexer(sorted(ids)) if row >= 0)


def belongings(registry: Registry, id: str) -> set[str]:
    """Return the ids of the states and bodies that an actor belongs to, heads or serves."""
    known = registry.actors.get(id)
    if known is None:
        return set()
    return {known.state, *known.member_of, *(office.of for office in known.offices)} - {"", id}


def together(rows: Rows, mentions: Columns) -> Columns:
    """Return the column `pairs`: the sentences that name two actors or more, each with its article and its actors."""
    if not mentions["sentence"]:
        return {"article": [], "sentence": [], "n": [], "idx": []}
    table = pd.DataFrame({key: mentions[key] for key in ("sentence", "actor")}).drop_duplicates()
    table = table.sort_values(["sentence", "actor"])
    size = table.groupby("sentence")["actor"].transform("size")
    table = table[size > 1]
    sentences, n = np.unique(table["sentence"], return_counts=True)
    article = rows.articles.get_indexer(rows.sentences["article_id"].iloc[sentences])
    return {
        "article": article.tolist(),
        "sentence": sentences.tolist(),
        "n": n.tolist(),
        "idx": table["actor"].tolist(),
    }


def network(rows: Rows) -> Columns:
    """Return the column `net`: x, y (pixels, y downwards) and community of each actor, null of those not drawn.

    Drawn are the 36 actors that most articles name among those with a tie, by a spring layout that communities part.
    """
    ties = cooccurrence(rows.corpus)
    size = len(rows.actors)
    places: Columns = {"x": [None] * size, "y": [None] * size, "community": [None] * size}
    if ties.empty:
        return places
    member = communities(ties).set_index("actor")["community"]
    kept = [id for id in rows.actors if id in member.index][:DRAWN]
    graph = nx.Graph()
    graph.add_nodes_from(kept)
    drawn = ties[ties["source"].isin(kept) & ties["target"].isin(kept)]
    ends = pd.concat([drawn["source"], drawn["target"]]).to_numpy()
    weight = pd.Series(np.tile(drawn["count"], 2)).groupby(ends).sum()
    for one, other, count in zip(drawn["source"], drawn["target"], drawn["count"], strict=True):
        near = 1.0 if member[one] == member[other] else APART
        graph.add_edge(one, other, pull=near * count / np.sqrt(weight[one] * weight[other]))
    centres, whole = arrange(graph, dict.fromkeys(kept, BOX))
    at = dict(zip(rows.actors, range(size), strict=True))
    for id in kept:
        x, y = centres[id]
        places["x"][at[id]], places["y"][at[id]] = round(float(x)), round(float(whole[1] - y))
        places["community"][at[id]] = int(member[id])
    return places
