"""Which articles hold what is asked of their columns and actors."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.actors.registry import Registry
from analysis.base.frames import SCHEMA
from analysis.base.notes import InputError, did_you_mean
from analysis.sources.own import own_text

_LISTS = ("captions", "headings")  # columns that hold no single value
NAMED = {"outlet": "source"}  # what a column is called by people


def has(articles: pd.DataFrame, name: str, wanted: Any) -> np.ndarray:
    """Tell which articles have one of the wanted values (one, or several) in a column; None is a missing one.

    Raises InputError for an unknown column, and for a value that none of them has.
    """
    values = column(articles, name)
    several = isinstance(wanted, Iterable) and not isinstance(wanted, str | bytes)
    missing = values.isna()
    kept = np.zeros(len(values), dtype=bool)
    for value in wanted if several else [wanted]:
        same = value if name in NAMED or name in SCHEMA["articles"] else own_text(value)  # a number is text there
        hit = missing if value is None else (values == same) & ~missing
        if not hit.any() and len(values):
            raise InputError(f"{name}={value!r}: no article has it{_near(str(value), values.dropna().astype('str'))}")
        kept |= hit.to_numpy(dtype=bool)
    return kept


def chosen(tokens: pd.DataFrame, wanted: Mapping[str, Any]) -> np.ndarray:
    """Tell for which tokens each wanted column has its value, or one of its values. Raises InputError as `column`."""
    kept = np.ones(len(tokens), dtype=bool)
    for name, values in wanted.items():
        if name not in tokens.columns:
            known = ", ".join(tokens.columns)
            raise InputError(f"{name}: no such column of tokens{did_you_mean(name, tokens.columns)}; there are {known}")
        several = isinstance(values, Iterable) and not isinstance(values, str | bytes)
        kept &= tokens[name].isin(list(values) if several else [values]).to_numpy()
    return kept


def column(articles: pd.DataFrame, name: str) -> pd.Series:
    """Return a column of articles by its name. Raises InputError for an unknown one."""
    known = [*NAMED, *(each for each in articles.columns if each not in _LISTS)]
    if name not in known:
        raise InputError(f"{name}: no such column of articles{did_you_mean(name, known)}; there are {', '.join(known)}")
    return articles[NAMED.get(name, name)]


def naming(registry: Registry, mentions: pd.DataFrame, wanted: str | Iterable[str]) -> set[str]:
    """Return the ids of the articles that mention one of the wanted actors, by id or name.

    Names beyond the registry (`name:...`) are actors here. Raises InputError for an actor that neither knows.
    """
    held = set(mentions["actor"].unique())
    ids: set[str] = set()
    for name in [wanted] if isinstance(wanted, str) else wanted:
        ids |= registry.ids_of(name, held)
    return set(mentions.loc[mentions["actor"].isin(ids), "article_id"])


def masked(articles: pd.DataFrame, mask: Iterable[bool]) -> np.ndarray:
    """Return a mask of articles as an array. Raises InputError where it is none of these articles."""
    if isinstance(mask, pd.Series) and not mask.index.equals(articles.index):
        raise InputError("mask: a Series of other rows than corpus.articles; make it from a column of these")
    values = np.asarray(mask if isinstance(mask, pd.Series | np.ndarray) else list(mask))
    if values.dtype != bool or values.shape != (len(articles),):
        raise InputError(f"mask: give True or False for each of the {len(articles)} rows of corpus.articles")
    return values


def parts(articles: pd.DataFrame, by: str | pd.Series) -> Iterator[tuple[Any, pd.Series]]:
    """Yield each value of a column, or of a Series (article_id -> value), with the ids of its articles; None last."""
    values = articles["article_id"].map(by) if isinstance(by, pd.Series) else column(articles, by)
    for value in sorted(values.dropna().unique()):
        yield value, articles.loc[values == value, "article_id"]
    if values.isna().any():
        yield None, articles.loc[values.isna(), "article_id"]


def _near(value: str, values: pd.Series) -> str:
    """Return a hint at the values of a column: the nearest, or all where they are few."""
    known = sorted(set(values))
    few = f"; there are {', '.join(known)}" if 0 < len(known) <= 12 else ""
    return did_you_mean(value, known) or few
