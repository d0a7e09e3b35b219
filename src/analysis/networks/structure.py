"""The shape of a network: its backbone and its central actors."""

import networkx as nx
import numpy as np
import pandas as pd
from scipy.sparse.linalg import eigsh

from analysis.base.statistics import BACKBONE, disparity

CENTRALITY = {
    "actor": "str",
    "degree": "int64",
    "strength": "int64",
    "betweenness": "float64",
    "eigenvector": "float64",
}
EXACT = 500  # actors up to which all shortest paths are followed
PIVOTS = 200  # actors from which they are followed in a larger network


def backbone(table: pd.DataFrame, *, alpha: float = BACKBONE) -> pd.DataFrame:
    """Return the ties that carry more of an actor's co-occurrences than chance would give them.

    The disparity filter of Serrano, Boguñá and Vespignani (2009): were the strength of an actor (the sum of its
    counts) strewn over its k ties at random, a tie would carry the share x of it, or more, with the probability
    (1 - x)^(k - 1). Column `disparity` is the smaller of the two that a tie has at its ends; kept are the rows below
    `alpha`, as they are and in their order. An actor with a single tie says nothing of it (its probability is 1), so
    such a tie stands or falls with its other end, as in the paper. Give it a whole table of `cooccurrence`, before
    rare pairs are dropped. Raises ValueError for an `alpha` that is not between 0 and 1.

    >>> import analysis
    >>> from analysis.networks import cooccurrence
    >>> table = cooccurrence(analysis.read())
    >>> 0 < len(backbone(table)) < len(table)
    True
    """
    if not 0 < alpha <= 1:
        raise ValueError(f"alpha={alpha}: give a probability above 0, 1 at the most")
    found = table.assign(disparity=disparity(table))
    return found[found["disparity"] < alpha].reset_index(drop=True)


def centrality(network: nx.Graph | pd.DataFrame) -> pd.DataFrame:
    """Return how central each actor is, the one with the greatest strength first.

    Columns: actor, degree (actors that it is named with), strength (sum of the counts of its ties; Barrat et al.
    2004), betweenness (share of the shortest paths between two others that lead through it: Freeman 1977; ties count
    as one step each, however strong), eigenvector (how far it is tied to central actors: Bonacich 1987; ties
    weighted by count). Eigenvector centrality is that of the largest connected part of the network, its squares sum
    to 1; it is 0 elsewhere, since separate parts cannot be compared. In a network of more than 500 actors betweenness
    is estimated from the paths that begin at 200 of them, drawn with a fixed seed (Brandes and Pich 2007).
    `network` is a graph (see `graph`) or a table of `cooccurrence`.

    >>> import analysis
    >>> from analysis.networks import cooccurrence
    >>> centrality(cooccurrence(analysis.read()))["betweenness"].between(0, 1).all().item()
    True
    """
    plain = counted(network)
    between = nx.betweenness_centrality(plain, k=PIVOTS if len(plain) > EXACT else None, seed=1)
    central = _eigenvector(plain)
    rows = [
        (actor, degree, strength, between[actor], central.get(actor, 0.0))
        for (actor, degree), (_, strength) in zip(plain.degree(), plain.degree(weight="count"), strict=True)
    ]
    table = pd.DataFrame(rows, columns=list(CENTRALITY)).astype(CENTRALITY)
    return table.sort_values(["strength", "degree", "actor"], ascending=[False, False, True], ignore_index=True)


def counted(network: nx.Graph | pd.DataFrame) -> nx.Graph:
    """Return a network as a graph with counts alone, its actors and ties in alphabetical order."""
    if isinstance(network, pd.DataFrame):
        nodes = sorted({*network["source"], *network["target"]})
        rows = zip(network["source"], network["target"], network["count"].tolist(), strict=True)
    else:
        nodes, rows = sorted(network), network.edges(data="count", default=1)
    plain = nx.Graph()
    plain.add_nodes_from(nodes)
    plain.add_weighted_edges_from(sorted((*sorted((a, b)), count) for a, b, count in rows), weight="count")
    return plain


def _eigenvector(plain: nx.Graph) -> dict[str, float]:
    """Return eigenvector centrality in the largest connected part, of equal ones the strongest."""
    parts = [sorted(part) for part in nx.connected_components(plain) if len(part) > 1]
    if not parts:
        return {}
    largest = min(parts, key=lambda part: (-len(part), -plain.subgraph(part).size("count"), part))
    matrix = nx.to_scipy_sparse_array(plain, nodelist=largest, weight="count", dtype=float)
    if len(largest) < 3:  # too small for the solver
        vector = np.linalg.eigh(matrix.toarray())[1][:, -1]
    else:
        vector = eigsh(matrix, k=1, which="LA", v0=np.ones(len(largest)))[1][:, 0]
    return dict(zip(largest, np.abs(vector).tolist(), strict=True))
