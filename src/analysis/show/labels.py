"""Ids in tables, told by their names."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

PAIR = {"source": "source_name", "target": "target_name"}  # the columns of a pair, and those of its names
MOST = 4  # names of a list of ids


def named(table: pd.DataFrame, labels: Mapping[str, str], **columns: str) -> pd.DataFrame:
    """Return a table with the names of its ids, by `labels` (id -> name): {column of ids: column of their names}.

    Without `columns`, the ends of pairs are named (source_name, target_name). Of a list, the first MOST are.

    >>> table = pd.DataFrame({"source": ["iran"], "target": ["iraq"]})
    >>> named(table, {"iran": "Iran", "iraq": "Iraq"}).iloc[0].tolist()
    ['iran', 'iraq', 'Iran', 'Iraq']
    """
    told = {name: [_name(id, labels) for id in table[column]] for column, name in (columns or PAIR).items()}
    return table.assign(**{name: pd.Series(values, index=table.index, dtype="object") for name, values in told.items()})


def _name(id: Any, labels: Mapping[str, str]) -> Any:
    return [labels[each] for each in id[:MOST]] if isinstance(id, list) else labels.get(id)
