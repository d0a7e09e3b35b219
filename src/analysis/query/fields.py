"""Fields of a query to what they name in a corpus: actors, themes, outlets, authors."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd

from analysis.actors.models import expand
from analysis.actors.registry import Registry
from analysis.base.frames import SPAN
from analysis.base.notes import did_you_mean
from analysis.corpus.corpus import Corpus
from analysis.query.parse import Field, Phrase, QueryError, Tree, Without
from analysis.text.folding import normalize
from analysis.topics.dictionary import Dictionary, load_dictionary
from analysis.topics.themes import theme_matches
from analysis.topics.wildcards import is_pattern, matching

COLUMN = {"outlet": "source", "author": "author"}  # the column of `articles` that holds each of ABOUT


def fields_of(tree: Tree) -> Iterator[Field]:
    """Yield the fields of a query."""
    if isinstance(tree, Phrase):
        yield from (each for step in tree.steps for each in step if isinstance(each, Field))
    elif isinstance(tree, Without):
        yield from fields_of(tree.part)
    else:
        for part in tree.parts:
            yield from fields_of(part)


def found(corpus: Corpus, query: str, tree: Tree, dictionary: Dictionary | str | None) -> dict[Field, pd.DataFrame]:
    """Return the spans that each field of a query stands at; for those of ABOUT, the articles (article_id).

    Raises QueryError where the corpus knows no such name; it tells the nearest.
    """
    fields, tables = dict.fromkeys(fields_of(tree)), {}
    themes = any(field.name == "theme" for field in fields)
    known = load_dictionary(dictionary) if themes else None
    matches = theme_matches(corpus, known) if known else None
    for field in fields:
        if field.name == "theme" and known is not None and matches is not None:
            ids = _named(query, field, {id: [id, theme.ar, theme.en] for id, theme in known.themes.items()})
            tables[field] = matches.loc[matches["theme"].isin(ids), SPAN]
        elif field.name == "actor":
            tables[field] = _mentions(corpus, query, field)
        else:
            articles = corpus.counted[["article_id", COLUMN[field.name]]].dropna()
            values = articles[COLUMN[field.name]].astype("str")
            ids = _named(query, field, {value: [value] for value in values.unique()})
            tables[field] = articles.loc[values.isin(ids), ["article_id"]]
    return tables


def _mentions(corpus: Corpus, query: str, field: Field) -> pd.DataFrame:
    """Return the counted mentions of an actor; of a name beyond the registry (`name:...`), all."""
    beyond = field.value.startswith("name:")
    mentions = corpus.counted_mentions(("entity",) if beyond else ())
    names = dict(_names(corpus.registry))
    names |= {id: [id, id.removeprefix("name:")] for id in mentions["actor"].unique() if id not in names}
    ids = _named(query, field, names)
    return mentions.loc[mentions["actor"].isin(ids), SPAN]


@lru_cache(maxsize=4)
def _names(registry: Registry) -> dict[str, list[str]]:
    """Return the id and all names of each actor of a registry, and ids that were merged into it."""
    names = {
        id: [id, actor.ar, actor.en, *(form for alias in actor.aliases for form in expand(alias))]
        for id, actor in registry.actors.items()
    }
    for old, new in registry.merged.items():
        names[new] = [*names[new], old]
    return names


def _named(query: str, field: Field, names: dict[str, list[str]]) -> set[str]:
    """Return the ids that a value names, by an id or a name, in any spelling; its wildcards stand for several."""
    alike: dict[str, set[str]] = {}
    for id, spellings in names.items():
        for each in spellings:
            alike.setdefault(_key(each), set()).add(id)
    value = _key(field.value)
    keys = np.array(list(alike), dtype=object)[matching(value, alike)] if is_pattern(value) else [value]
    ids = set().union(*(alike.get(key, set()) for key in keys))
    if ids:
        return ids
    shown = {key: min(ids) for key, ids in alike.items()}
    raise QueryError(query, field.at, f"no {field.name} {field.value!r}{_near(value, shown)}")


def _near(value: str, shown: dict[str, str]) -> str:
    hint = did_you_mean(value, shown)
    return hint or ("; there are " + ", ".join(sorted(set(shown.values()))) if len(set(shown.values())) <= 20 else "")


def _key(name: str) -> str:
    return " ".join(normalize(name).casefold().split())
