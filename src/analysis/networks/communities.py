"""Communities of actors: groups that are named together more than with others."""

from itertools import combinations

import networkx as nx
import numpy as np
import pandas as pd

from analysis.networks.structure import counted

COMMUNITIES = {"actor": "str", "community": "int64", "stability": "float64"}


def communities(network: nx.Graph | pd.DataFrame, *, seed: int = 1, runs: int = 20) -> pd.DataFrame:
    """Return the community of each actor: groups that are named together more than their ties would have it.

    Columns: actor, community (numbered from 0, the largest first), stability (0 to 1: how far the community is the
    one that the actor has in the other runs; the mean Jaccard overlap, after Hennig 2007). Louvain (Blondel et al.
    2008), ties weighted by count, is run `runs` times with the seeds `seed`, `seed` + 1, ...; the run of the highest
    modularity is returned. The largest community comes first, in each the actors by id. `attrs` holds `modularity`
    (Newman and Girvan 2004), `agreement` (mean adjusted mutual information of all pairs of runs, 1 where all are
    the same: Vinh et al. 2010), `runs` and `communities`. An actor without ties is a community of its own.
    `network` is a graph (see `graph`) or a table of `cooccurrence`. Raises ValueError for less than one run.

    >>> import analysis
    >>> from analysis.networks import cooccurrence
    >>> communities(cooccurrence(analysis.read()))["community"].iloc[0].item()
    0
    """
    if runs < 1:
        raise ValueError(f"runs={runs}: give 1 or more")
    plain = counted(network)
    actors = list(plain)
    if not actors:
        return _communities([], [], [], 0.0, 1.0, runs)
    # As numbers: the order of a set of text differs from one run of Python to the next.
    numbered = nx.relabel_nodes(plain, {actor: place for place, actor in enumerate(actors)})
    found = [nx.community.louvain_communities(numbered, "count", seed=seed + run) for run in range(runs)]
    scores = [_modularity(numbered, parts) for parts in found]
    best = found[int(np.argmax(np.round(scores, 12)))]  # of equal ones the first
    strength = dict(numbered.degree(weight="count"))
    order = sorted(best, key=lambda part: (-len(part), -sum(strength[each] for each in part), min(part)))
    own, labels = _labels(order), np.array([_labels(parts) for parts in found])
    return _communities(actors, own, _stability(own, labels), max(scores), _agreement(labels), runs)


def _modularity(plain: nx.Graph, parts: list[set[int]]) -> float:
    return nx.community.modularity(plain, parts, weight="count") if plain.number_of_edges() else 0.0


def _labels(parts: list[set[int]]) -> np.ndarray:
    """Return the number of the community of each actor."""
    number = {actor: place for place, part in enumerate(parts) for actor in part}
    return np.array([number[actor] for actor in range(len(number))])


def _stability(own: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the mean overlap of each actor's community with the one that it has in each run."""
    total = np.zeros(len(own))
    for run in labels:
        both = np.zeros((own.max() + 1, run.max() + 1))
        np.add.at(both, (own, run), 1)
        shared = both[own, run]
        total += shared / (both.sum(axis=1)[own] + both.sum(axis=0)[run] - shared)
    # The chosen run agrees with itself; only the others tell something.
    return (total - 1) / (len(labels) - 1) if len(labels) > 1 else total


def _agreement(labels: np.ndarray) -> float:
    """Return the mean adjusted mutual information of all pairs of runs."""
    from sklearn.metrics import adjusted_mutual_info_score

    pairs = [adjusted_mutual_info_score(one, other) for one, other in combinations(labels, 2)]
    return float(np.mean(pairs)) if pairs else 1.0


def _communities(
    actors: list[str],
    own: np.ndarray | list[int],
    stability: np.ndarray | list[float],
    score: float,
    agreement: float,
    runs: int,
) -> pd.DataFrame:
    table = pd.DataFrame({"actor": actors, "community": own, "stability": stability}).astype(COMMUNITIES)
    table = table.sort_values(["community", "actor"], ignore_index=True)
    table.attrs |= {
        "modularity": float(score),
        "agreement": agreement,
        "runs": runs,
        "communities": int(table["community"].nunique()),
    }
    return table
