"""The rows of some articles in a frame of a corpus."""

from collections.abc import Collection, Sequence

import pandas as pd

from analysis.base.frames import SCHEMA, conform, frame
from analysis.corpus.corpus import Corpus


def rows_of(corpus: Corpus, name: str, columns: Sequence[str], ids: Collection[str]) -> pd.DataFrame:
    """Return some columns of the rows of a frame that belong to these articles; slices without one are not read."""
    ids, found = frozenset(ids), [frame(name)[list(columns)]]
    for each in corpus.slices():
        own = ids.intersection(each.columns("articles", ["article_id"])["article_id"])
        if own:
            found.append(conform(name, each.columns(name, columns, {"article_id": own}), columns))
    table = pd.concat(found, ignore_index=True)
    return conform(name, table, columns) if name == "tokens" else table


def held(corpus: Corpus, ids: Collection[str]) -> Corpus:
    """Return the part of a corpus that is some articles, in memory: of one on disk nothing else is held."""
    read = {name: list(columns) for name, columns in SCHEMA.items() if name != "log"}
    where = {"article_id": ids}
    frames = {name: conform(name, corpus.columns(name, columns, where)) for name, columns in read.items()}
    return corpus.of(ids).replace(**frames)
