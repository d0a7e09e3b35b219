"""A measure of each part of a corpus, as one table."""

from collections.abc import Callable

import pandas as pd

from analysis.corpus.corpus import Corpus


def by_group(corpus: Corpus, groups: str | pd.Series, measure: Callable[[Corpus], pd.DataFrame]) -> pd.DataFrame:
    """Return the tables of a measure of each part of a corpus, one below the other, their value in a first column.

    The column is called as `groups` is: `outlet`, another column of articles, or the name of a Series (article_id ->
    value), `group` where it has none. Articles without a value are a part of their own, the last: None.
    """
    name = groups if isinstance(groups, str) else str(groups.name or "group")
    tables, values = [], []
    for value, part in corpus.groups(groups):
        table = measure(part)
        tables.append(table)
        values += [value] * len(table)
    table = pd.concat(tables, ignore_index=True) if tables else measure(corpus)
    table.insert(0, name, pd.Series(values, index=table.index, dtype="object"))
    return table
