"""Who appears with whom: co-occurrence of actors, its strength, its shape and its change.

Every function takes a Corpus, a table or a graph and returns a table or a graph; an empty selection gives an empty one.
"""

from analysis.base.statistics import disparity
from analysis.networks.actors import actors, graph, node_table
from analysis.networks.bipartite import actor_terms, outlet_actors, two_mode
from analysis.networks.changes import changes, changes_at
from analysis.networks.communities import communities
from analysis.networks.cooccurrence import by_period, cooccurrence
from analysis.networks.export import write_graph
from analysis.networks.members import members
from analysis.networks.structure import backbone, centrality

__all__ = [
    "actor_terms",
    "actors",
    "backbone",
    "by_period",
    "centrality",
    "changes",
    "changes_at",
    "communities",
    "cooccurrence",
    "disparity",
    "graph",
    "members",
    "node_table",
    "outlet_actors",
    "two_mode",
    "write_graph",
]
