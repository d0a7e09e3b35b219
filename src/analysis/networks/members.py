"""The members of communities, as a table to read."""

import pandas as pd

from analysis.plots.axes import name_column


def members(nodes: pd.DataFrame, *, language: str = "en") -> pd.DataFrame:
    """Return the actors that belong to a community, the largest first, in each the strongest first.

    Columns: those of `node_table`, and around: the name, in `language`, of the first of its community. `attrs` are
    those of the nodes.

    >>> nodes = pd.DataFrame({"actor": ["a", "b", "c"], "name_en": ["A", "B", "C"], "strength": [1, 2, 0]})
    >>> members(nodes.assign(community=[0, 0, None]))["around"].tolist()
    ['B', 'B']
    """
    tied = nodes.dropna(subset="community").sort_values(["community", "strength"], ascending=[True, False])
    return tied.assign(around=tied.groupby("community")[name_column(language)].transform("first"))
