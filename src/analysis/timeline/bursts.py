"""Bursts: periods in which an actor or theme is unusually frequent (Kleinberg 2002)."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.notes import choice
from analysis.base.periods import all_periods, last_day, period_of
from analysis.base.resampling import unit_numbers
from analysis.corpus.corpus import Corpus
from analysis.timeline.automaton import CELLS, heaviest, kleinberg
from analysis.timeline.counts import named
from analysis.topics.dictionary import Dictionary

BURSTS = {
    "of": "str",
    "start": "datetime64[s]",
    "end": "datetime64[s]",
    "periods": "int64",
    "mentions": "int64",
    "articles": "int64",
    "expected": "float64",
    "weight": "float64",
    "level": "int64",
    "p": "float64",
}
DRAWS = 499  # deals of the dates, of which one in 500 is the least p
ARTICLES = ["article_id", "title", "source", "published", "mentions"]
Weigh = Callable[[np.ndarray, np.ndarray], np.ndarray]  # series and totals -> the weightiest burst of each


def bursts(
    corpus: Corpus,
    *,
    of: str | Iterable[str] | None = None,
    grain: str = "week",
    method: str = "kleinberg",
    scale: float = 2.0,
    gamma: float = 1.0,
    states: int = 2,
    min_articles: int = 5,
    dictionary: Dictionary | str | Path | None = None,
    clusters: pd.Series | None = None,
    draws: int = DRAWS,
    seed: int = 1,
) -> pd.DataFrame:
    """Return the periods in which actors or themes are unusually frequent, the weightiest first.

    Columns: of (id), start, end (first and last day), periods (how many), mentions, articles (that name it),
    expected (articles that would name it at its usual rate), weight, level (1, or more where `states` allows), p.

    Kleinberg's batched automaton (2002): of the articles of each period, those that name the actor are drawn at its
    usual rate or at `scale` times that, and going up costs `gamma` times the logarithm of the number of periods; the
    cheapest sequence of states is taken. `weight` is how much cheaper (in nats) the burst is than the level below it.
    `states` above 2 adds rates of `scale` squared and so on: bursts within bursts.

    `p` is the chance that, of all that were looked at, any would have a burst of this weight or more, were the days of
    publication dealt to the articles at random (family-wise: Westfall and Young 1993): the share of `draws` deals whose
    weightiest burst reaches it. Each period keeps its number of articles; articles of one cluster (`clusters`:
    article_id -> cluster, such as the texts of one story) are dealt together. Every series that is uneven by chance has
    bursts, so tell of those with a small p alone.

    `of` are ids of actors and themes (`dictionary`: see topics.load_dictionary); without it, all actors.
    Those with fewer than `min_articles` dated articles have no usual rate and are left out. Articles without a day of
    publication do not count. Raises ValueError for another `method`, an unknown grain or id, and numbers out of range.

    >>> import analysis
    >>> bursts(analysis.read(), grain="quarter").columns.tolist()
    ['of', 'start', 'end', 'periods', 'mentions', 'articles', 'expected', 'weight', 'level', 'p']
    """
    choice("method", method, ("kleinberg",))
    dated = corpus.counted_columns(["article_id", "published"]).dropna().reset_index(drop=True)
    periods = all_periods(dated["published"], grain)
    dated["period"] = periods.get_indexer(period_of(dated["published"], grain))
    total = np.bincount(dated["period"], minlength=len(periods))
    _, places = named(corpus, of, None, dictionary)
    naming = places.groupby(["of", "article_id"]).size().rename("mentions").reset_index().merge(dated.reset_index())
    naming = naming[naming.groupby("of")["of"].transform("size") >= min_articles]
    rows: list[tuple[Any, ...]] = []
    for id, found in naming.groupby("of"):
        relevant = np.bincount(found["period"], minlength=len(total))
        mentions = np.bincount(found["period"], found["mentions"], len(total))
        for burst in kleinberg(relevant, total, scale=scale, gamma=gamma, states=states):
            span = slice(burst.first, burst.last + 1)
            days = periods[burst.first], last_day(periods[burst.last], grain)
            size, counts = burst.last - burst.first + 1, (mentions[span].sum(), relevant[span].sum())
            expected = total[span].sum() * relevant.sum() / total.sum()
            rows.append((id, *days, size, *counts, expected, burst.weight, burst.level, np.nan))
    table = pd.DataFrame(rows, columns=list(BURSTS)).astype(BURSTS)
    if len(table):
        units = unit_numbers(dated["article_id"], clusters)
        weigh = partial(heaviest, scale=scale, gamma=gamma, states=states)
        weightiest = _dealt(naming, dated["period"].to_numpy(), units, weigh, draws, seed)
        table["p"] = (1 + (weightiest[:, None] >= table["weight"].to_numpy() - 1e-9).sum(axis=0)) / (1 + draws)
    order = table.sort_values(["weight", "of", "start", "level"], ascending=[False, True, True, True])
    return order.reset_index(drop=True)


def _dealt(
    naming: pd.DataFrame, period: np.ndarray, units: np.ndarray, weigh: Weigh, draws: int, seed: int
) -> np.ndarray:
    """Return the weight of the weightiest burst in each deal of the periods to the units of articles.

    The units are strung together in random order, and the periods, each as long as it is, laid along that string.
    """
    key, article = pd.factorize(naming["of"])[0], naming["index"].to_numpy()
    size, places, series = len(np.bincount(period)), np.sort(period), int(key.max()) + 1
    rng, total, found = np.random.default_rng(seed), np.bincount(period), np.zeros(draws)
    dealt = np.empty_like(period)
    block = max(CELLS // (2 * size * series), 1)
    for first in range(0, draws, block):
        last = min(first + block, draws)
        hits = np.empty((size, last - first, series))
        for draw in range(last - first):
            dealt[np.argsort(rng.permutation(int(units.max()) + 1)[units], kind="stable")] = places
            hits[:, draw] = np.bincount(dealt[article] * series + key, minlength=size * series).reshape(size, series)
        weights = weigh(hits.reshape(size, -1), total)
        found[first:last] = weights.reshape(last - first, series).max(axis=1)
    return found


def burst_articles(
    corpus: Corpus, burst: "Mapping[str, Any] | pd.Series", *, dictionary: Dictionary | str | Path | None = None
) -> pd.DataFrame:
    """Return the articles that make a burst (a row of `bursts`: of, start, end), those that name it most first.

    Columns: article_id, title, source, published, mentions.
    """
    table = pd.DataFrame([{name: burst[name] for name in ("of", "start", "end")}])
    mentions = in_bursts(corpus, table, dictionary=dictionary)[0]
    counted = corpus.counted_columns(ARTICLES[:-1])
    table = counted[counted["article_id"].isin(mentions.index)]
    table = table.assign(mentions=table["article_id"].map(mentions).astype("int64"))
    order = table.sort_values(["mentions", "published", "article_id"], ascending=[False, True, True])
    return order[ARTICLES].reset_index(drop=True)


def in_bursts(
    corpus: Corpus, bursts: pd.DataFrame, *, dictionary: Dictionary | str | Path | None = None
) -> list[pd.Series]:
    """Return for each burst (of, start, end) how often each counted article that makes it names it, by article_id."""
    found = named(corpus, bursts["of"].unique(), None, dictionary)[1]
    days = corpus.counted_columns(["article_id", "published"]).set_index("article_id")["published"]
    naming = {of: ids.value_counts() for of, ids in found.groupby("of")["article_id"]}
    made = []
    for of, start, end in zip(bursts["of"], bursts["start"], bursts["end"], strict=True):
        mentions = naming.get(of, pd.Series(dtype="int64"))
        made.append(mentions[days.reindex(mentions.index).between(start, end).to_numpy()])
    return made
