"""How often an actor or theme was named in each period."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.actors.registry import key_of
from analysis.base.frames import SENTENCE
from analysis.base.notes import InputError, choice, did_you_mean
from analysis.base.periods import all_periods, period_of
from analysis.corpus.corpus import Corpus
from analysis.corpus.groups import by_group
from analysis.corpus.rates import rate_by_period
from analysis.topics.dictionary import Dictionary, load_dictionary
from analysis.topics.themes import theme_matches

TREND = {
    "period": "datetime64[s]",
    "of": "str",
    "kind": "str",
    "mentions": "int64",
    "articles": "int64",
    "per_1000": "float64",
    "low": "float64",
    "high": "float64",
}


def trend(
    corpus: Corpus,
    of: str | Iterable[str] | None = None,
    grain: str = "month",
    *,
    top: int = 6,
    dictionary: Dictionary | str | Path | None = None,
    clusters: pd.Series | None = None,
    groups: str | pd.Series | None = None,
) -> pd.DataFrame:
    """Return how often actors and themes are named in each period.

    Columns: period (its first day), of (the id of an actor or a theme), kind (actor, theme), mentions, articles,
    per_1000 (mentions in 1,000 tokens of that period; empty where nothing was published), low, high: the 95 % interval
    of per_1000 over articles (Cochran 1977, Fay and Feuer 1997: base.resampling). `attrs["p"]` holds for each id the p
    that its rate is the same in all periods. Periods with no mention are kept; articles without a day of publication
    are left out (see `volume`). `clusters` (article_id -> cluster) joins articles that were drawn together, such as
    the texts of one story.

    `of` are ids of actors and themes, or names of actors; without it, the `top` most mentioned actors. `dictionary`
    holds the themes (see topics.load_dictionary). With `groups` (`outlet`, another column of articles, or a Series:
    article_id -> value), the table of each part of the corpus, its value in a first column (`Corpus.groups`), in the
    periods of that part; each has the actors that the corpus as a whole mentions most. Raises InputError for an unknown
    grain, and for what is neither actor nor theme.

    >>> import analysis
    >>> trend(analysis.read(), ["pakistan", "diplomacy"], "year")["kind"].unique().tolist()
    ['actor', 'theme']
    """
    chosen, table = named(corpus, of, top, dictionary)
    if groups is not None:
        asked: dict[str, Any] = {"dictionary": dictionary, "clusters": clusters}
        return by_group(corpus, groups, lambda part: trend(part, chosen, grain, **asked))
    table = rate_by_period(corpus, table, "of", chosen, grain, clusters=clusters).rename(columns={"count": "mentions"})
    table["kind"] = ["actor" if is_actor(corpus, id) else "theme" for id in table["of"]]
    return table[list(TREND)].astype(TREND)


def labels(
    corpus: Corpus, ids: Iterable[str], *, language: str = "en", dictionary: Dictionary | str | Path | None = None
) -> dict[str, str]:
    """Return the names of actors and themes in `language`, for labels.

    >>> import analysis
    >>> labels(analysis.read(), ["pakistan", "diplomacy"])
    {'pakistan': 'Pakistan', 'diplomacy': 'Negotiations and diplomacy'}
    """
    known = load_dictionary(dictionary)
    return {
        id: known.name(id, language)
        if id in known.themes and not is_actor(corpus, id)
        else corpus.registry.label(id, language)
        for id in dict.fromkeys(ids)
    }


def named(
    corpus: Corpus,
    of: str | Iterable[str] | None = None,
    top: int | None = None,
    dictionary: Dictionary | str | Path | None = None,
) -> tuple[list[str], pd.DataFrame]:
    """Return ids of actors and themes, and where they are named, a row a mention: of, article_id, part, sentence.

    `of` are ids of either, or names of actors; without it, the actors that are mentioned (the `top` most mentioned),
    most mentioned first. Raises InputError for what is neither: it tells the nearest.
    """
    mentions = corpus.counted_mentions()
    mentions = mentions.loc[
        mentions["article_id"].isin(corpus.counted_columns(["article_id"])["article_id"]), ["actor", *SENTENCE]
    ]
    if of is None:
        ids = list(mentions["actor"].value_counts().sort_index(kind="stable").nlargest(top or len(mentions)).index)
    else:
        held = load_dictionary(dictionary)
        ids = list(dict.fromkeys(_id(corpus, each, held) for each in ([of] if isinstance(of, str) else of)))
    tables = [mentions[mentions["actor"].isin(ids)].rename(columns={"actor": "of"})]
    themes = [id for id in ids if not is_actor(corpus, id)]
    if themes:
        matches = theme_matches(corpus, load_dictionary(dictionary))
        tables.append(matches.loc[matches["theme"].isin(themes), ["theme", *SENTENCE]].rename(columns={"theme": "of"}))
    return ids, pd.concat(tables, ignore_index=True)


def _id(corpus: Corpus, of: str, dictionary: Dictionary) -> str:
    """Return the id of an actor or a theme, given by id; an actor may be given by its name, too."""
    if is_actor(corpus, of) or of in dictionary.themes:
        return of
    called = corpus.registry.called
    if key_of(of) in called:
        return corpus.registry.id_of(of)
    near = did_you_mean(of, [*dictionary.themes, *called]) or f"; themes are {', '.join(dictionary.themes)}"
    raise InputError(f"of={of!r}: no actor of the registry and no theme is called so{near}")


def is_actor(corpus: Corpus, id: str) -> bool:
    """Tell whether an id is that of an actor: one of the registry, or one found in the text (`name:`)."""
    return id in corpus.registry.actors or id.startswith("name:")


VOLUME = {"period": "datetime64[s]", "articles": "int64", "words": "int64"}


def volume(corpus: Corpus, grain: str = "month", *, by: str | None = None) -> pd.DataFrame:
    """Return how much was published in each period.

    Columns: period (its first day), articles, words (tokens of body and titles). Periods with nothing between the
    first and the last are kept; articles without a day of publication are counted in a last row whose period is empty.
    With `by="outlet"` a column source follows the period: a row for each outlet in each period, and one for the
    undated articles of each that has some; None stands for articles that name none.

    `grain` is day, week (Monday to Sunday), month, quarter or year. Raises ValueError for another one, and for
    another `by`.

    >>> import analysis
    >>> volume(analysis.read(), "year")["period"].dt.year.dropna().astype(int).tolist()
    [2021, 2022, 2023, 2024, 2025]
    """
    choice("by", by, (None, "outlet"))
    articles = corpus.counted_columns(["article_id", "published", "source", "words"])
    keys = ["period", "source"] if by else ["period"]
    counted = articles.assign(period=period_of(articles["published"], grain))
    sums = counted.groupby(keys, dropna=False).agg(articles=("article_id", "size"), words=("words", "sum"))
    sums = sums.reset_index()
    grid = pd.DataFrame({"period": all_periods(articles["published"], grain)})
    if by:
        grid = grid.merge(counted[["source"]].drop_duplicates().sort_values("source"), how="cross")
    dated = grid.merge(sums, how="left").fillna({"articles": 0, "words": 0})
    table = pd.concat([dated, sums[sums["period"].isna()]], ignore_index=True)
    table = table.astype(VOLUME)
    table.attrs["grain"] = grain
    if by:
        table["source"] = pd.Series([None if pd.isna(each) else each for each in table["source"]], dtype="object")
    return table[[*keys, "articles", "words"]]


def published_in(corpus: Corpus, periods: Iterable[pd.Timestamp], grain: str = "month") -> list[pd.Series]:
    """Return the ids of the counted articles that were published in each period; of an empty one, the undated."""
    counted = corpus.counted_columns(["article_id", "published"])
    period = period_of(counted["published"], grain)
    return [counted.loc[period.isna() if pd.isna(day) else period == day, "article_id"] for day in periods]
