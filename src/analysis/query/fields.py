"""Fields of a query to what they name in a corpus: actors, themes, outlets, authors, stories."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from analysis.actors.registry import Registry, key_of
from analysis.base.frames import SPAN
from analysis.base.notes import nearest
from analysis.corpus.corpus import Corpus
from analysis.query.parse import ABOUT, Field, Phrase, QueryError, Tree, Without, parse
from analysis.stories.members import members
from analysis.topics.dictionary import Dictionary, load_dictionary
from analysis.topics.themes import theme_matches
from analysis.topics.wildcards import is_pattern, matching

COLUMN = {"outlet": "source", "author": "author", "story": "story"}  # the column that holds each of ABOUT
FEW = 20  # names that an error tells all of


def fields_of(tree: Tree) -> Iterator[Field]:
    """Yield the fields of a query."""
    if isinstance(tree, Phrase):
        yield from (each for step in tree.steps for each in step if isinstance(each, Field))
    elif isinstance(tree, Without):
        yield from fields_of(tree.part)
    else:
        for part in tree.parts:
            yield from fields_of(part)


def shows(tree: Tree) -> bool:
    """Tell whether a query shows a word: one that stands after no NOT and tells of no whole article."""
    if isinstance(tree, Without):
        return False
    if isinstance(tree, Phrase):
        first = tree.steps[0][0]
        return not (isinstance(first, Field) and first.name in ABOUT)
    return any(map(shows, tree.parts))


def check(query: str, *, registry: Registry, dictionary: Dictionary | str | None = None) -> None:
    """Raise QueryError, as `find` does, for what a query has wrong that can be told before there is a corpus."""
    tree = parse(query)
    if not shows(tree):
        raise shows_nothing(query)
    for field in fields_of(tree):
        if field.name == "theme":
            _named(query, field, _themes(load_dictionary(dictionary)))
        elif field.name == "actor" and not field.value.startswith("name:"):
            _named(query, field, registry.called)


def shows_nothing(query: str) -> QueryError:
    """Return the error of a query that finds no place."""
    return QueryError(query, 0, "nothing")


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
            ids = _named(query, field, _themes(known))
            tables[field] = matches.loc[matches["theme"].isin(ids), SPAN]
        elif field.name == "actor":
            tables[field] = _mentions(corpus, query, field)
        else:
            known_of = ["article_id", COLUMN[field.name]]
            told = members(corpus)[known_of] if field.name == "story" else corpus.counted_columns(known_of)
            articles = told.dropna()
            values = articles[COLUMN[field.name]].astype("str")
            ids = _named(query, field, _keyed((value, (value,)) for value in values.unique()))
            tables[field] = articles.loc[values.isin(ids), ["article_id"]]
    return tables


def _mentions(corpus: Corpus, query: str, field: Field) -> pd.DataFrame:
    """Return the counted mentions of an actor; of a name beyond the registry (`name:...`), all."""
    mentions = corpus.counted_mentions(("entity",) if field.value.startswith("name:") else ())
    names = dict(corpus.registry.called)
    for id in mentions["actor"].unique():
        for name in (id, id.removeprefix("name:")):
            names[key_of(name)] = names.get(key_of(name), frozenset()) | {id}
    return mentions.loc[mentions["actor"].isin(_named(query, field, names)), SPAN]


def _themes(dictionary: Dictionary) -> dict[str, frozenset[str]]:
    return _keyed((id, (id, theme.ar, theme.en)) for id, theme in dictionary.themes.items())


def _keyed(names: Iterable[tuple[str, Iterable[str]]]) -> dict[str, frozenset[str]]:
    """Return the ids that each name stands for, of ids and their names."""
    keyed: dict[str, set[str]] = defaultdict(set)
    for id, spellings in names:
        for each in spellings:
            keyed[key_of(each)].add(id)
    return {key: frozenset(ids) for key, ids in keyed.items()}


def _named(query: str, field: Field, names: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the ids that a value stands for, by an id or a name, in any spelling; its wildcards stand for several."""
    value = key_of(field.value)
    keys = np.array(list(names), dtype=object)[matching(value, names)] if is_pattern(value) else [value]
    ids = frozenset().union(*(names.get(key, frozenset()) for key in keys))
    if ids:
        return ids
    known = sorted({min(ids) for ids in names.values()})
    near = nearest(field.value, [*known, *names])
    few = known if len(known) <= FEW and not near else []
    raise QueryError(query, field.at, "unknown", kind=field.name, name=field.value, nearest=near, there_are=few)
