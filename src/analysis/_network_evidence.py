"""The sentences behind a network: those that name an actor, or two actors together. Public in analysis.networks."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.corpus.units import UNITS, WINDOW, check, with_unit

EVIDENCE = {
    "source": "str",
    "target": "object",
    "article_id": "str",
    "part": "str",
    "sentence": "int64",
    "text": "str",
    "title": "object",
    "published": "datetime64[s]",
}
Pair = tuple[str, str | None]


def evidence(
    corpus: Corpus,
    source: str,
    target: str | None = None,
    unit: str = "sentence",
    methods: tuple[str, ...] = (),
    window: int = WINDOW,
) -> pd.DataFrame:
    """Return the sentences that name an actor, or two actors together.

    Columns: article_id, part, sentence, text, title, published, in order of publication and reading. For another
    `unit` than sentence, two actors are together where one unit names both; the sentences are those of these units
    that name either. For many actors or pairs, see `evidence_of`. Raises ValueError as `cooccurrence`.

    >>> import analysis
    >>> list(evidence(analysis.read(), "pakistan", "afghanistan").columns)
    ['article_id', 'part', 'sentence', 'text', 'title', 'published']
    """
    found = evidence_of(corpus, [(source, target)], unit, methods, window)
    return found.drop(columns=["source", "target"])


def evidence_of(
    corpus: Corpus,
    pairs: pd.DataFrame | Iterable[Pair],
    unit: str = "sentence",
    methods: tuple[str, ...] = (),
    window: int = WINDOW,
    limit: int | None = None,
) -> pd.DataFrame:
    """Return the sentences of many pairs, or actors, in one pass.

    Columns: source, target, and those of `evidence`; the pairs in the order given, their sentences in order of
    publication and reading. `pairs` is a table with source and target, or pairs of ids; a target of None (or a missing
    one) asks for all sentences that name the source. `limit` keeps the first sentences of each pair. `unit`,
    `methods` and `window` are those that the network was made with.

    >>> import analysis
    >>> found = evidence_of(analysis.read(), [("pakistan", "afghanistan"), ("pakistan", None)], limit=2)
    >>> found.groupby("source").size().to_dict()
    {'pakistan': 4}
    """
    check(unit, window)
    wanted = _pairs(pairs)
    mentions = corpus.counted_mentions(methods)
    mentions = mentions[mentions["actor"].isin({actor for pair in wanted for actor in pair if actor is not None})]
    mentions = with_unit(corpus, mentions, unit, window).reset_index(drop=True)
    number = mentions.groupby(UNITS[unit], sort=False).ngroup().to_numpy()
    sentences, row = _sentences(corpus, mentions)
    at = {actor: places.to_numpy() for actor, places in mentions.groupby("actor").groups.items()}
    nowhere = np.zeros(0, dtype=np.int64)
    found: list[np.ndarray] = []
    for source, target in wanted:
        places = at.get(source, nowhere)
        if target is not None:
            others = at.get(target, nowhere)
            shared = np.intersect1d(number[places], number[others])
            places = np.concatenate([places, others])
            places = places[np.isin(number[places], shared)]
        found.append(np.unique(row[places])[:limit])
    table = sentences.iloc[np.concatenate([nowhere, *found])].reset_index(drop=True)
    which = np.repeat(np.arange(len(wanted)), [len(rows) for rows in found])
    for place, end in enumerate(("source", "target")):
        values = np.array([pair[place] for pair in wanted], dtype=object)
        table.insert(place, end, values[which])
    return table.astype(EVIDENCE)[list(EVIDENCE)]


def _pairs(pairs: pd.DataFrame | Iterable[Pair]) -> list[Pair]:
    if isinstance(pairs, pd.DataFrame):
        pairs = zip(pairs["source"], pairs["target"], strict=True)
    return [(source, None if pd.isna(target) else target) for source, target in pairs]


def _sentences(corpus: Corpus, mentions: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray]:
    """Return the sentences that hold mentions, in order of publication and reading, and the row of each mention."""
    keys = UNITS["sentence"]
    named = mentions[keys].drop_duplicates()
    # The sentences of a corpus stand in the order of reading; merging keeps it.
    table = pd.concat([part.sentences[[*keys, "text"]].merge(named) for part in corpus.partitions()])
    about = corpus.articles[["article_id", "title", "published", "file"]]
    table = table.merge(about, how="left")
    table = table.sort_values(["published", "file", "article_id"], kind="stable", ignore_index=True)
    row = pd.MultiIndex.from_frame(table[keys]).get_indexer(pd.MultiIndex.from_frame(mentions[keys]))
    return table.drop(columns="file"), row
