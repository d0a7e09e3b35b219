"""Co-occurrence: which actors are named in the same units, and how far that is from chance."""

import math
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.base.bipartite import meetings, tail
from analysis.base.periods import period_of
from analysis.base.resampling import unit_numbers
from analysis.base.statistics import BACKBONE, adjusted, association, disparity
from analysis.corpus.corpus import Corpus
from analysis.corpus.groups import by_group
from analysis.corpus.units import UNITS, WINDOW, check, units_by_article, with_unit

EDGES = {
    "source": "str",
    "target": "str",
    "count": "int64",
    "articles": "int64",
    "source_count": "int64",
    "target_count": "int64",
    "npmi": "float64",
    "jaccard": "float64",
    "g2": "float64",
    "p": "float64",
    "p_adjusted": "float64",
    "backbone": "bool",
}
PERIODS = {"period": "datetime64[s]"} | EDGES


def cooccurrence(
    corpus: Corpus,
    unit: str = "sentence",
    *,
    min_count: int = 1,
    methods: tuple[str, ...] = (),
    window: int = WINDOW,
    clusters: pd.Series | None = None,
    groups: str | pd.Series | None = None,
) -> pd.DataFrame:
    """Return the pairs of actors that are named in the same `unit`: sentence, paragraph, article or window.

    Columns: source, target (ids, in alphabetical order), count (units with both), articles (with such a unit),
    source_count, target_count (units with each), and how far that is from chance:

    - npmi: normalised pointwise mutual information, from -1 (never together) over 0 (as chance has it) to 1 (never
      apart) (Bouma 2009). How close; it favours rare pairs.
    - jaccard: units with both among the units with either, 0 to 1 (Jaccard 1912).
    - g2: log-likelihood ratio (Dunning 1993), how sure; never negative, the sign of npmi tells more or less.
    - p: how likely chance alone brings this many units with both, or more. What was drawn is articles, so that chance
      keeps what an article is about. Of articles: that each names as many actors as it does and each actor stands in
      as many (bipartite configuration model: Saracco et al. 2017, Neal 2014). Of sentences, paragraphs and windows:
      that each article names whom it names as often as it does, and as many in each unit, but not who with whom; so p
      tells whether two meet more closely than sharing articles explains. 1 where one article holds all meetings.
    - p_adjusted: p after Benjamini and Hochberg (1995), the false discovery rate. The tests are all pairs of named
      actors (of articles), or all that two articles share (of smaller units), before `min_count`.
    - backbone: whether the tie carries more of an actor's co-occurrences than an even spread would: its disparity
      (see `backbone`) is below 0.05, among all ties, before `min_count`.

    `clusters` (article_id -> cluster) are articles that were drawn together, such as the texts of one story: they weigh
    as one in p. A pair that a single article holds (see `articles`) may be that article's alone.

    A window is a stretch of `window` tokens of a part of an article, each part cut from its begin; windows do not
    overlap, so that all measures mean what they mean for sentences (textual co-occurrence: Evert 2008). Two
    mentions in one window begin less than `window` tokens apart; a cut may part two that are as close, as the
    end of a sentence does. Each story is counted once; `methods` adds mentions that are left out otherwise (`place`,
    `adjective`). The pairs with the highest count come first. With `groups` (`outlet`, another column of articles, or a
    Series: article_id -> value), the table of each part of the corpus, its value in a first column (`Corpus.groups`).
    Raises ValueError for another unit or a window below 1.

    >>> import analysis
    >>> table = cooccurrence(analysis.read(), min_count=2)
    >>> list(table.columns)[:7]
    ['source', 'target', 'count', 'articles', 'source_count', 'target_count', 'npmi']
    >>> bool((table["p"] <= table["p_adjusted"]).all())
    True
    """
    check(unit, window)
    if groups is not None:
        asked: dict[str, Any] = {"min_count": min_count, "methods": methods, "window": window, "clusters": clusters}
        return by_group(corpus, groups, lambda part: cooccurrence(part, unit, **asked))
    table = _associated(_sums(corpus, unit, methods, window, clusters), unit)
    return _ordered(table[table["count"] >= min_count], EDGES)


def by_period(
    corpus: Corpus,
    grain: str = "year",
    *,
    unit: str = "sentence",
    min_count: int = 1,
    methods: tuple[str, ...] = (),
    window: int = WINDOW,
    clusters: pd.Series | None = None,
) -> pd.DataFrame:
    """Return the pairs of actors that are named in the same unit, in each period.

    Columns: period (its first day), and those of `cooccurrence`, each measured within the period: its units, and for
    p_adjusted and backbone its pairs. Periods in order, in each the highest count first. Articles without a day of
    publication are left out. `grain` is day, week, month, quarter or year. Raises ValueError for another grain, and as
    `cooccurrence`.

    >>> import analysis
    >>> by_period(analysis.read(), "year", min_count=3)["period"].is_monotonic_increasing
    True
    """
    check(unit, window)
    table = _associated(_sums(corpus, unit, methods, window, clusters, grain), unit)
    return _ordered(table[table["count"] >= min_count], PERIODS)


class _Sums(NamedTuple):
    """What is added up over the slices of a corpus; a unit, and an article, never spans two of them."""

    pairs: pd.DataFrame  # period, source, target: count, articles; weight of the units, and of the articles, with both
    alone: pd.Series  # period, actor: units
    units: pd.Series  # period: units
    rows: pd.DataFrame  # period, names (how many actors a unit names): units, weight
    within: pd.DataFrame  # period, source, target: mean, squares, shared (weight of the articles that name both)


def _sums(
    corpus: Corpus,
    unit: str,
    methods: tuple[str, ...],
    window: int,
    clusters: pd.Series | None,
    grain: str | None = None,
) -> _Sums:
    """Return what `_counted` returns of the slices of a corpus, added up."""
    weight = _weights(corpus, clusters)
    slices = corpus.by_slice(_counted, unit, methods, window, weight, grain)
    added = [pd.concat(each) for each in zip(*slices, strict=True)]
    added = [each.groupby(level=list(range(each.index.nlevels))).sum() for each in added]
    added[0], added[4] = added[0].reset_index(), added[4].reset_index()
    return _Sums(*added)


def _weights(corpus: Corpus, clusters: pd.Series | None) -> pd.Series:
    """Return what each counted article weighs in a test, by its id: one, or its share of its cluster."""
    ids = corpus.counted_columns(["article_id"])["article_id"]
    units = pd.Series(unit_numbers(ids, clusters), index=pd.Index(ids, dtype="str"))
    return 1.0 / units.map(units.value_counts())


def _counted(
    corpus: Corpus, unit: str, methods: tuple[str, ...], window: int, weight: pd.Series, grain: str | None
) -> _Sums:
    """Return the sums of a slice of a corpus. Without a `grain`, all is one period, 0."""
    days = corpus.counted_columns(["article_id", "published"]).set_index("article_id")["published"]
    period = (period_of(days, grain).dropna() if grain else pd.Series(0, index=days.index)).rename("period")
    rows = _found(corpus, unit, methods, window).merge(period, left_on="article_id", right_index=True)
    rows["weight"] = rows["article_id"].map(weight).astype("float64")
    alone = rows.groupby(["period", "actor"]).size()
    code, names = pd.factorize(rows["actor"], sort=True)
    rows["actor"], rows["article_id"] = code, pd.factorize(rows["article_id"])[0]
    keys = ["period", "source", "target"]
    by_article = _met(rows).groupby([*keys, "article_id"])["weight"].agg(count="size", held="first", weight="sum")
    pairs = by_article.groupby(keys).agg(
        count=("count", "sum"), articles=("held", "size"), weight=("weight", "sum"), held=("held", "sum")
    )
    sizes = rows.groupby(["period", "unit"])["weight"].agg(names="size", weight="first").reset_index()
    kinds = sizes.groupby(["period", "names"])["weight"].agg(units="size", weight="sum")
    within = _within(rows) if unit != "article" else _within(rows.head(0))
    units = units_by_article(corpus, unit, window).reindex(period.index)
    return _Sums(_spelled(pairs, names), alone, units.groupby(period).sum(), kinds, _spelled(within, names))


def _met(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of actors (source, target) of each unit, with the other columns of `rows`."""
    pairs = rows.merge(rows[["unit", "actor"]], on="unit", suffixes=("", "_other"))
    return pairs[pairs["actor"] < pairs["actor_other"]].rename(columns={"actor": "source", "actor_other": "target"})


def _spelled(table: pd.DataFrame, names: pd.Index) -> pd.DataFrame:
    """Return a table of pairs, told by codes, with their names."""
    table = table.reset_index()
    table["source"], table["target"] = names.take(table["source"]), names.take(table["target"])
    return table.set_index(["period", "source", "target"])


def _within(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how often chance lets two actors of an article meet in its units, summed over articles.

    Units keep how many actors they name, and actors how many units name them: then the share of an article's meetings
    that are of two actors is that of the products of their numbers; each unit of the rarer actor is taken to name the
    other with the same chance.
    """
    if rows.empty:
        keys = rows[["period", "actor", "actor"]].set_axis(["period", "source", "target"], axis=1)
        return keys.assign(mean=0.0, squares=0.0, shared=0.0).set_index(["period", "source", "target"])
    article = ["period", "article_id"]
    places = rows.groupby([*article, "unit"]).size()
    meetings = (places * (places - 1)).groupby(level=[0, 1]).sum()
    held = rows.groupby([*article, "actor"])["weight"].agg(times="size", weight="first").reset_index()
    sums = held.assign(squares=held["times"] ** 2).groupby(article)[["times", "squares"]].sum()
    share = (meetings / (sums["times"] ** 2 - sums["squares"]).clip(lower=1)).rename("share").reset_index()
    both = held.merge(held.drop(columns="weight"), on=article, suffixes=("", "_other"))
    both = both[both["actor"] < both["actor_other"]].merge(share, on=article)
    fewer = both[["times", "times_other"]].min(axis=1)
    mean = np.minimum(both["times"] * both["times_other"] * both["share"].astype("float64"), fewer)
    both = both.rename(columns={"actor": "source", "actor_other": "target", "weight": "shared"})
    both = both.assign(mean=mean * both["shared"], squares=mean**2 / fewer * both["shared"])
    return both.groupby(["period", "source", "target"])[["mean", "squares", "shared"]].sum()


def _found(corpus: Corpus, unit: str, methods: tuple[str, ...], window: int) -> pd.DataFrame:
    """Return actor, article_id and unit (a number) of each actor in each unit, once."""
    mentions = with_unit(corpus, corpus.counted_mentions(methods), unit, window)
    mentions = mentions[["actor", *UNITS[unit]]].drop_duplicates()
    number = mentions.groupby(UNITS[unit], sort=False).ngroup()
    return mentions[["actor", "article_id"]].assign(unit=number)


def _associated(sums: _Sums, unit: str) -> pd.DataFrame:
    """Return pairs with their measures."""
    table, alone = sums.pairs, sums.alone
    for end in ("source", "target"):
        places = pd.MultiIndex.from_frame(table[["period", end]])
        table[f"{end}_count"] = alone.reindex(places).to_numpy(dtype="int64")
    total = sums.units.reindex(table["period"]).to_numpy(dtype="int64")
    count, source, target = (table[name] for name in ("count", "source_count", "target_count"))
    g2, shared, _ = association(count.to_numpy(), source.to_numpy(), target.to_numpy(), total)
    table["npmi"], table["g2"] = np.clip(shared, -1, 1), g2
    table["jaccard"] = count / (source + target - count)
    table["p"], table["p_adjusted"], table["backbone"] = 1.0, 1.0, False
    for period, rows in table.groupby("period"):
        p, tests = _by_articles(sums, period, rows) if unit == "article" else _by_places(sums, period, rows)
        # One article, or the texts of one cluster, tell nothing of others.
        table.loc[rows.index, "p"] = p = p.where(rows["held"] > 1 + 1e-9, 1.0)
        table.loc[rows.index, "p_adjusted"] = adjusted(p, max(tests, len(p)))
        table.loc[rows.index, "backbone"] = disparity(rows) < BACKBONE
    return table


def _by_articles(sums: _Sums, period: Any, rows: pd.DataFrame) -> tuple[pd.Series, int]:
    """Return the p of pairs of one period under the bipartite null, and how many pairs there are to test."""
    kinds, alone = sums.rows.loc[period], sums.alone.loc[period]
    null = meetings(kinds["units"], alone, kinds["weight"], rows)
    p = tail(rows["weight"].to_numpy(), null["mean"].to_numpy(), null["squares"].to_numpy())
    return pd.Series(p, index=rows.index), math.comb(len(alone), 2)


def _by_places(sums: _Sums, period: Any, rows: pd.DataFrame) -> tuple[pd.Series, int]:
    """Return the p of pairs of one period were names dealt to units within articles, and how many pairs are to test."""
    within = sums.within[sums.within["period"] == period]
    null = rows[["source", "target"]].merge(within, how="left")
    p = tail(rows["weight"].to_numpy(), null["mean"].to_numpy(), null["squares"].to_numpy())
    return pd.Series(p, index=rows.index), int((within["shared"] > 1 + 1e-9).sum())


def _ordered(table: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    """Return pairs in their order, with their columns and types."""
    order = ["period", "count", "npmi", "source", "target"]
    table = table.sort_values(order, ascending=[True, False, False, True, True], ignore_index=True)
    return table[list(columns)].astype(columns)


def pairs_by_article(corpus: Corpus, unit: str, methods: tuple[str, ...], window: int) -> pd.DataFrame:
    """Return source, target, article_id and times: the units of each article that name both."""
    tables = [_met(_found(each, unit, methods, window)) for each in corpus.slices()]
    return pd.concat(tables).groupby(["source", "target", "article_id"]).size().rename("times").reset_index()
