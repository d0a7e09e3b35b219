"""The profile of an actor, and two set against each other (word sketch and difference: Kilgarriff et al. 2004)."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.base.frames import SENTENCE
from analysis.base.statistics import association, log_likelihood, ratio
from analysis.corpus.corpus import Corpus
from analysis.corpus.units import count_units
from analysis.profiles.dependents import dependents
from analysis.topics.dictionary import Dictionary
from analysis.topics.themes import theme_matches
from analysis.voices.quotations import quotations

KINDS = ("subject", "object", "adjective", "saying", "theme", "neighbour")
PROFILE = {
    "kind": "str",
    "term": "str",
    "count": "int64",
    "articles": "int64",
    "expected": "float64",
    "g2": "float64",
    "npmi": "float64",
    "log_ratio": "float64",
}
DIFFERENCE = {
    "kind": "str",
    "term": "str",
    "count": "int64",
    "other_count": "int64",
    "articles": "int64",
    "other_articles": "int64",
    "share": "float64",
    "other_share": "float64",
    "g2": "float64",
    "log_ratio": "float64",
}


def profile(
    corpus: Corpus,
    actor: str,
    *,
    min_count: int = 2,
    top: int | None = None,
    dictionary: Dictionary | str | Path | None = None,
) -> pd.DataFrame:
    """Return the words, themes and actors that go with one actor more, or less, than with the others.

    Columns: kind, term, count, articles (that hold it), expected, g2 (log-likelihood ratio: Dunning 1993), npmi (Bouma
    2009), log_ratio (binary logarithm of the ratio of the two rates: Hardie 2014). The kinds, in this order:

    - subject, object: verbs (lemmas) that the actor is subject or object of; adjective: adjectives behind its name (see
      `dependents`, which leads to the places). saying: verbs (lemmas) with which its words are given
      (`voices.quotations`). Each is set against the same kind of all actors: does this verb have this subject more
      often than other verbs do?
    - theme: themes of `dictionary` told in the sentences that name it; neighbour: actors named there too. Count is of
      sentences, set against all sentences.

    In each kind what goes with the actor comes first, the highest g2 first; then what avoids it. `min_count` is of
    count, `top` keeps the first rows of each kind. `actor` is an id or a name. Raises InputError for an unknown one.

    >>> import analysis
    >>> table = profile(analysis.read(), "Pakistan")
    >>> table["kind"].unique().tolist()
    ['subject', 'object', 'saying', 'theme', 'neighbour']
    """
    id = _known(corpus, actor)
    table = pd.concat([_measured(kind, id) for kind in _kinds(corpus, [id], dictionary)], ignore_index=True)
    table = table[table["count"] >= max(min_count, 1)]
    sure = np.where(table["count"] > table["expected"], table["g2"], -table["g2"])
    return _ordered(table, sure, top)[list(PROFILE)].astype(PROFILE)


def difference(
    corpus: Corpus,
    actor: str,
    other: str,
    *,
    min_count: int = 2,
    top: int | None = None,
    dictionary: Dictionary | str | Path | None = None,
) -> pd.DataFrame:
    """Return how the words, themes and actors that go with one actor differ from those of another.

    Columns: kind (as in `profile`), term, count, other_count, articles, other_articles, share, other_share (of all
    counts of that kind: of the verbs that the actor is subject of, for one), g2 (Rayson and Garside 2000), log_ratio
    (binary logarithm of the ratio of the shares, a count of 0 taken as 0.5; above 0 the first has more). In each kind
    the highest g2 first. `min_count` is of count or other_count. Raises InputError for an unknown actor.

    >>> import analysis
    >>> difference(analysis.read(), "pakistan", "india", top=3)["kind"].is_unique
    False
    """
    ids = [_known(corpus, actor), _known(corpus, other)]
    table = pd.concat([_opposed(kind, *ids) for kind in _kinds(corpus, ids, dictionary)], ignore_index=True)
    table = table[(table["count"] >= min_count) | (table["other_count"] >= min_count)]
    return _ordered(table, table["g2"], top)[list(DIFFERENCE)].astype(DIFFERENCE)


def _known(corpus: Corpus, actor: str) -> str:
    """Return the id of an actor, given by id or name."""
    held = corpus.counted_mentions(("entity",))["actor"]
    ids = corpus.registry.ids_of(actor, held.unique())
    counts = held[held.isin(ids)].value_counts()
    return str(counts.index[0]) if len(counts) else min(ids)  # of several of one name, the most mentioned


class _Kind(NamedTuple):
    """What goes with some actors in one way: `rows` (actor, term, article_id), a row each time, and how often at all.

    `actors` and `terms` count each by itself, `total` what they are counted among.
    """

    name: str
    rows: pd.DataFrame
    actors: pd.Series
    terms: pd.Series
    total: int


def _kinds(corpus: Corpus, ids: list[str], dictionary: Dictionary | str | Path | None) -> Iterator[_Kind]:
    """Yield what goes with some actors of a corpus, in the order of KINDS."""
    words = {str(kind): rows for kind, rows in dependents(corpus).groupby("kind")}
    words["saying"] = _sayings(corpus)
    for name in KINDS[:4]:
        rows = words.get(name, words["saying"].head(0))[["actor", "term", "article_id"]]
        yield _Kind(name, rows, rows["actor"].value_counts(), rows["term"].value_counts(), len(rows))
    named = corpus.counted_mentions()[["actor", *SENTENCE]].drop_duplicates()
    themes = theme_matches(corpus, dictionary)[["theme", *SENTENCE]].drop_duplicates()
    total = count_units(corpus, "sentence")
    for name, terms in (("theme", themes), ("neighbour", named)):
        terms = terms.set_axis(["term", *SENTENCE], axis=1)
        both = named[named["actor"].isin(ids)].merge(terms, on=SENTENCE)
        rows = both.loc[both["actor"] != both["term"], ["actor", "term", "article_id"]]
        yield _Kind(name, rows, named["actor"].value_counts(), terms["term"].value_counts(), total)


def _sayings(corpus: Corpus) -> pd.DataFrame:
    """Return the verbs with which the words of actors are given: actor, term (the lemma), article_id."""
    said = quotations(corpus)[["article_id", "part", "cue_end", "speaker"]].rename(columns={"cue_end": "end"})
    said["actor"] = said["speaker"].str.split(" + ", regex=False)
    said = said.explode("actor")
    said = said[~said["actor"].isin(["unknown", "anonymous"])]
    tables = []
    for each in corpus.slices():
        tokens = each.columns("tokens", ["article_id", "part", "end", "lemma", "pos"])
        verbs = tokens[(tokens["pos"] == "verb").to_numpy()].drop(columns="pos")
        tables.append(said.merge(verbs.astype({"article_id": "str", "part": "str", "lemma": "str"})))
    return pd.concat(tables, ignore_index=True).rename(columns={"lemma": "term"})


def _of(kind: _Kind, actor: str) -> pd.DataFrame:
    """Return count and articles of each term that goes with an actor."""
    rows = kind.rows[kind.rows["actor"] == actor]
    return rows.groupby("term")["article_id"].agg(count="size", articles="nunique")


def _measured(kind: _Kind, actor: str) -> pd.DataFrame:
    """Return the terms of a kind that go with an actor, with the measures of `profile`."""
    table = _of(kind, actor).reset_index()
    own, total = int(kind.actors.get(actor, 0)), max(kind.total, 1)
    count, all_ = table["count"].to_numpy(dtype=float), table["term"].map(kind.terms).to_numpy(dtype=float)
    g2, closeness, _ = association(count, np.full(len(count), own), all_, total)
    strength = ratio(count, all_ - count, own, total - own)
    measures = {"g2": g2, "npmi": np.clip(closeness, -1, 1), "log_ratio": strength}
    return table.assign(kind=kind.name, expected=own * all_ / total, **measures)


def _opposed(kind: _Kind, actor: str, other: str) -> pd.DataFrame:
    """Return the terms of a kind that go with either of two actors, with the measures of `difference`."""
    table = _of(kind, actor).join(_of(kind, other).add_prefix("other_"), how="outer").fillna(0).reset_index()
    ours, theirs = table["count"].to_numpy(dtype=float), table["other_count"].to_numpy(dtype=float)
    size, rest = (max(int(kind.actors.get(each, 0)), 1) for each in (actor, other))
    measures = {"g2": log_likelihood(ours, theirs, size, rest), "log_ratio": ratio(ours, theirs, size, rest)}
    return table.assign(kind=kind.name, share=ours / size, other_share=theirs / rest, **measures)


def _ordered(table: pd.DataFrame, sure: pd.Series | np.ndarray, top: int | None) -> pd.DataFrame:
    """Return rows by kind, in each the surest first, at most `top` of a kind."""
    table = table.assign(sure=sure, place=table["kind"].map(KINDS.index))
    table = table.sort_values(["place", "sure", "term"], ascending=[True, False, True])
    return table.groupby("kind", sort=False).head(len(table) if top is None else top).reset_index(drop=True)
