"""Communities of actors: groups that are named together more than with others."""

from collections import Counter
from itertools import combinations
from typing import NamedTuple

import networkx as nx
import numpy as np
import pandas as pd

from analysis.base.resampling import unit_numbers
from analysis.base.statistics import mutual_information
from analysis.base.swaps import swapped
from analysis.networks.structure import counted

COMMUNITIES = {"actor": "str", "community": "int64", "stability": "float64"}
TIES = 100_000  # ties over all draws of articles and of chance: 99 draws of up to 1,000 ties, 19 of many
DRAWS = (19, 99)  # at the least, for a p of .05, and at the most


class Met(NamedTuple):
    """Which two actors (numbers) each unit of articles names together, and how often; no pair twice in a unit."""

    unit: np.ndarray
    source: np.ndarray
    target: np.ndarray
    times: np.ndarray

    def summed(self, weight: np.ndarray, least: float = 1) -> "Met":
        """Return all units as one, each weighing what `weight` says: the pairs that are met `least` times or more."""
        low, high = np.minimum(self.source, self.target), np.maximum(self.source, self.target)
        size = int(high.max(initial=0)) + 1
        pair, back = np.unique(low.astype("int64") * size + high, return_inverse=True)
        times = np.bincount(back, self.times * weight[self.unit], len(pair))
        kept = (times >= least) & (pair // size < pair % size)
        return Met(np.zeros(int(kept.sum()), "int64"), *np.divmod(pair[kept], size), times[kept])


def communities(
    network: nx.Graph | pd.DataFrame,
    *,
    seed: int = 1,
    runs: int = 20,
    articles: pd.DataFrame | None = None,
    clusters: pd.Series | None = None,
    draws: int | None = None,
) -> pd.DataFrame:
    """Return the community of each actor: groups that are named together more than their ties would have it.

    Columns: actor, community (numbered from 0, the largest first), stability. Louvain (Blondel et al. 2008), ties
    weighted by count, is run `runs` times with the seeds `seed`, `seed` + 1, ...; the run of the highest modularity is
    returned. The largest community comes first, in each the actors by id. `attrs` holds `modularity` (Newman and Girvan
    2004), `agreement` (mean adjusted mutual information of all pairs of runs, 1 where all are the same: Vinh et al.
    2010), `runs`, `communities`, `stability` (its mean) and `p`.

    `articles` has a row for each pair in each article (source, target, article_id, times: see `pairs_by_article`).
    With it, stability (0 to 1) is how far an actor keeps its community where the articles are drawn anew, with
    replacement: the mean Jaccard overlap with the one that it has then, among the actors that still have ties (Hennig
    2007; below .5 a community is no more there than not). `p` is how likely chance gives a run of Louvain as high a
    modularity, were actors swapped between articles at random, each article naming as many and each actor standing in
    as many as they do; above .05 there are no communities to tell of. Both are of `draws` draws (without it, as many as
    the size of the network allows, from 19 to 99). `clusters` (article_id -> cluster) joins articles that were drawn
    together. Without `articles`, stability is the overlap with the other runs, which tells of the method alone, and `p`
    is NaN.

    An actor without ties is a community of its own. `network` is a graph (see `graph`) or a table of `cooccurrence`.
    Raises ValueError for less than one run.

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
    stability, p = _overlap(own, labels), float("nan")
    if articles is not None and numbered.number_of_edges():
        met = _met(articles, actors, clusters)
        draws = draws or int(np.clip(TIES // numbered.number_of_edges(), *DRAWS))
        stability = _redrawn(own, met, numbered, draws, seed)
        p = (1 + sum(score >= scores[0] for score in _by_chance(met, numbered, draws, seed))) / (1 + draws)
    return _communities(actors, own, stability, max(scores), _agreement(labels), runs, p)


def _met(articles: pd.DataFrame, actors: list[str], clusters: pd.Series | None) -> Met:
    """Return the pairs of articles with actors and units as numbers; actors without a tie come last."""
    known = pd.Index(actors, dtype="str")
    others = pd.Index(pd.unique(articles[["source", "target"]].to_numpy().ravel()), dtype="str").difference(known)
    source, target = (known.append(others).get_indexer(articles[end]) for end in ("source", "target"))
    unit = unit_numbers(articles["article_id"], clusters)
    low, high = np.minimum(source, target), np.maximum(source, target)
    table = pd.DataFrame({"unit": unit, "source": low, "target": high, "times": articles["times"].to_numpy()})
    table = table.groupby(["unit", "source", "target"], as_index=False).sum()
    return Met(*(table[name].to_numpy() for name in ("unit", "source", "target", "times")))


def _redrawn(own: np.ndarray, met: Met, network: nx.Graph, draws: int, seed: int) -> np.ndarray:
    """Return the mean overlap of each actor's community with the one that it has in articles drawn anew."""
    rng, units = np.random.default_rng(seed), int(met.unit.max()) + 1
    edges = np.array([sorted(ends) for ends in network.edges], dtype="int64")
    within = np.isin(met.source * len(own) + met.target, edges[:, 0] * len(own) + edges[:, 1])
    within &= np.maximum(met.source, met.target) < len(own)
    met, labels = Met(*(each[within] for each in met)), np.full((draws, len(own)), -1)
    for draw in range(draws):
        ties = met.summed(np.bincount(rng.integers(0, units, units), minlength=units))
        for place, part in enumerate(_louvain(ties, seed + draw)):
            labels[draw, list(part)] = place
    return _overlap(own, labels, chosen=False)


def _by_chance(met: Met, network: nx.Graph, draws: int, seed: int) -> list[float]:
    """Return the modularity of networks in which actors are swapped between units."""
    rng = np.random.default_rng(seed)
    least = min(count for _, _, count in network.edges(data="count"))  # the network may lack rare ties
    size = int(max(met.source.max(), met.target.max())) + 1
    places, back = np.unique(np.concatenate([met.unit * size + end for end in met[1:3]]), return_inverse=True)
    unit, actor = np.divmod(places, size)
    first, second = back.reshape(2, -1)
    weight, scores = np.ones(int(unit.max()) + 1), []
    for draw in range(draws):
        actor = swapped(unit, actor, rng)
        ties = met._replace(source=actor[first], target=actor[second]).summed(weight, least)
        scores.append(_modularity(_graph(ties), _louvain(ties, seed + draw)))
    return scores


def _graph(ties: Met) -> nx.Graph:
    graph = nx.Graph()
    rows = zip(ties.source.tolist(), ties.target.tolist(), ties.times.tolist(), strict=True)
    graph.add_weighted_edges_from(rows, weight="count")
    return graph


def _louvain(ties: Met, seed: int) -> list[set[int]]:
    found: list[set[int]] = nx.community.louvain_communities(_graph(ties), "count", seed=seed)
    return found


def _modularity(plain: nx.Graph, parts: list[set[int]]) -> float:
    return nx.community.modularity(plain, parts, weight="count") if plain.number_of_edges() else 0.0


def _labels(parts: list[set[int]]) -> np.ndarray:
    """Return the number of the community of each actor."""
    number = {actor: place for place, part in enumerate(parts) for actor in part}
    return np.array([number[actor] for actor in range(len(number))])


def _overlap(own: np.ndarray, labels: np.ndarray, *, chosen: bool = True) -> np.ndarray:
    """Return the mean overlap of each actor's community with the one that it has in each run, where it is in it.

    A run has a label for each actor, below 0 for one that it lacks. Where the `chosen` run is among them, it agrees
    with itself, and only the others tell something. 0 where an actor is in none.
    """
    total, times = np.zeros(len(own)), np.zeros(len(own))
    for run in labels:
        there = run >= 0
        left, right = own[there], run[there]
        both = np.zeros((own.max() + 1, right.max(initial=0) + 1))
        np.add.at(both, (left, right), 1)
        shared = both[left, right]
        total[there] += shared / (both.sum(axis=1)[left] + both.sum(axis=0)[right] - shared)
        times += there
    if chosen:
        return (total - 1) / (len(labels) - 1) if len(labels) > 1 else total
    return total / np.maximum(times, 1)


def _agreement(labels: np.ndarray) -> float:
    """Return the mean adjusted mutual information of all pairs of runs; many find the same communities."""
    firsts = [np.unique(run, return_index=True, return_inverse=True)[1:] for run in labels]
    different, number = np.unique([first[run] for first, run in firsts], axis=0, return_inverse=True)
    pairs = Counter(tuple(sorted(pair)) for pair in combinations(number.tolist(), 2))
    scores = {(one, other): mutual_information(different[one], different[other]) for one, other in pairs}
    return sum(scores[pair] * times for pair, times in pairs.items()) / pairs.total() if pairs else 1.0


def _communities(
    actors: list[str],
    own: np.ndarray | list[int],
    stability: np.ndarray | list[float],
    score: float,
    agreement: float,
    runs: int,
    p: float = float("nan"),
) -> pd.DataFrame:
    table = pd.DataFrame({"actor": actors, "community": own, "stability": stability}).astype(COMMUNITIES)
    table = table.sort_values(["community", "actor"], ignore_index=True)
    table.attrs |= {
        "modularity": float(score),
        "agreement": agreement,
        "runs": runs,
        "communities": int(table["community"].nunique()),
        "stability": float(table["stability"].mean()) if len(table) else 1.0,
        "p": p,
    }
    return table
