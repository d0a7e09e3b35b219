"""Columns of `articles` that are a user's own: on disk one column of JSON objects, in memory a column each."""

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.base.frames import SCHEMA
from analysis.sources.own import own_text

OWN = "own"  # the column on disk


def folded(articles: pd.DataFrame) -> pd.Series:
    """Return the columns of `articles` beyond those of SCHEMA as JSON, an object a row."""
    names = [name for name in articles.columns if name not in SCHEMA["articles"]]
    rows = zip(*(articles[name].map(own_text) for name in names), strict=True)
    texts = [packed(dict(zip(names, row, strict=True))) for row in rows] if names else [None] * len(articles)
    return pd.Series(texts, index=articles.index, dtype="object")


def packed(own: dict[str, Any]) -> str | None:
    """Return the values of an article as JSON; None where there are none."""
    told = {str(name): value for name, value in own.items() if isinstance(value, str)}
    return json.dumps(told, ensure_ascii=False) if told else None


def unpacked(text: Any) -> dict[str, Any]:
    """Return what `packed` made JSON of; nothing of a missing value."""
    return dict(json.loads(text)) if isinstance(text, str) else {}


def unfolded(texts: pd.Series, names: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the columns that `folded` made JSON of, plain text or None; with `names` these alone."""
    rows = [unpacked(text) for text in texts]
    wanted = dict.fromkeys(name for row in rows for name in row) if names is None else names
    columns = {name: pd.Series([row.get(name) for row in rows], dtype="object") for name in wanted}
    return pd.DataFrame(columns, index=range(len(rows)))
