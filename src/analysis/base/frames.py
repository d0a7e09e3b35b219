"""The frames that pass between the rooms: their columns and types."""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import pandas as pd

PARTS = ("title", "subtitle", "body")
NOT_COUNTED = ("place", "adjective", "entity", "role")  # methods of mentions that analyses leave out unless asked

# The keys of a sentence and of a span in it, in every frame that has them.
SENTENCE = ["article_id", "part", "sentence"]
SPAN = [*SENTENCE, "start", "end"]

_FOUND = {
    "article_id": "str",
    "part": "str",
    "sentence": "int64",
    "start": "int64",
    "end": "int64",
    "surface": "str",
}

# The columns of each frame and their types; `object` columns hold text or None, or lists.
SCHEMA: dict[str, dict[str, str]] = {
    "articles": {
        "article_id": "str",
        "file": "str",
        "ordinal": "int64",
        "title": "object",
        "subtitle": "object",
        "body": "str",
        "captions": "object",
        "headings": "object",
        "author": "object",
        "source": "object",
        "url": "object",
        "published": "datetime64[s]",
        "published_from": "str",
        "published_after": "datetime64[s]",
        "duplicate_of": "object",
        "words": "int64",
    },
    "sentences": {
        "article_id": "str",
        "part": "str",
        "paragraph": "int64",
        "sentence": "int64",
        "start": "int64",
        "end": "int64",
        "text": "str",
    },
    # The longest frame by far: text as categories (sorted), small integers.
    "tokens": {
        "article_id": "category",
        "part": "category",
        "sentence": "int32",
        "token": "int32",
        "start": "int32",
        "end": "int32",
        "form": "category",
        "lemma": "category",
        "stop": "bool",
        "pos": "category",  # noun (with adjectives, adverbs and names), verb, other (function words and numbers)
    },
    "mentions": {
        **_FOUND,
        "actor": "str",
        "actor_type": "str",
        "method": "str",
        "role": "str",
        "affiliation": "str",
    },
    "dates": {
        **_FOUND,
        "type": "str",
        "earliest": "datetime64[s]",
        "latest": "datetime64[s]",
        "grain": "str",
        "use": "str",
    },
    "log": {"file": "str", "row": "Int64", "level": "str", "what": "str", "action": "str"},
}


def frame(name: str, rows: Iterable[Any] = ()) -> pd.DataFrame:
    """Return rows (tuples in the order of SCHEMA) as the frame called `name`, with its columns and types."""
    columns = SCHEMA[name]
    table = pd.DataFrame(list(rows), columns=list(columns), dtype="object")
    return conform(name, table)


def conform(name: str, table: pd.DataFrame, columns: Iterable[str] | None = None) -> pd.DataFrame:
    """Return a table with the columns and types that SCHEMA gives the frame called `name`, or with some of them."""
    table = table[list(SCHEMA[name] if columns is None else columns)].reset_index(drop=True)
    for column in table:
        kind, values = SCHEMA[name][column], table[column]
        if kind == "object" and values.dtype == "str":
            table[column] = values.astype("object").where(values.notna(), None)
        elif kind == "object":
            table[column] = pd.Series([_plain(value) for value in values], index=table.index, dtype="object")
        elif kind == "datetime64[s]" and values.dtype.kind != "M":
            days = [None if value is None or value is pd.NaT else np.datetime64(value, "s") for value in values]
            table[column] = pd.Series(np.array(days, dtype=kind), index=table.index)
        elif kind == "category":
            table[column] = categories(values)
        else:
            table[column] = values.astype(kind)
    return table


def categories(values: pd.Series) -> pd.Series:
    """Return text as categories: only those that occur, sorted, so that order and counts are as of plain text."""
    if not isinstance(values.dtype, pd.CategoricalDtype):
        return values.astype("str").astype("category")
    used = values.cat.remove_unused_categories()
    names = np.sort(used.cat.categories.to_numpy(dtype=object))
    return used.cat.reorder_categories(names) if len(names) else used


def _plain(value: Any) -> Any:
    """Return a list for an array, None for a missing value, the value itself otherwise."""
    if hasattr(value, "tolist") and not isinstance(value, str):
        return value.tolist()
    if isinstance(value, list | tuple):
        return list(value)
    return None if value is None or value != value else value


Article = Mapping[str, Any]


def parts_of(article: Article) -> dict[str, str]:
    """Return the parts that an article has, in reading order."""
    return {part: article[part] for part in PARTS if article[part]}
