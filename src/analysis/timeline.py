"""What happened when: volume of coverage, trends of actors, dated events."""

import pandas as pd

from analysis.corpus import Corpus

GRAINS = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}
KEYS = ["article_id", "part", "sentence"]


def volume(corpus: Corpus, grain: str = "month") -> pd.DataFrame:
    """Return how much was published in each period.

    Columns: period (its first day), articles, words. Periods with nothing between the first and the last are
    kept; articles without a day of publication are counted in a last row whose period is empty. `grain` is day,
    week (Monday to Sunday), month, quarter or year; raises ValueError for another one.

    >>> import analysis
    >>> volume(analysis.read(), "year")["period"].dt.year.dropna().astype(int).tolist()
    [2021, 2022, 2023, 2024, 2025]
    """
    articles = corpus.counted
    table = (
        articles.assign(period=period_of(articles["published"], grain))
        .groupby("period", dropna=False)
        .agg(articles=("article_id", "size"), words=("words", "sum"))
    )
    dated, undated = table[table.index.notna()], table[table.index.isna()]
    dated = dated.reindex(all_periods(articles["published"], grain), fill_value=0)
    return pd.concat([dated, undated]).rename_axis("period").reset_index().astype({"articles": int, "words": int})


def trend(corpus: Corpus, of: list[str] | None = None, grain: str = "month", top: int = 6) -> pd.DataFrame:
    """Return how often actors are mentioned in each period.

    Columns: period (its first day), actor, mentions, articles, per_1000 (mentions in 1,000 tokens of that period;
    empty where nothing was published). `of` are ids of actors; without it, the `top` most mentioned. Periods with
    no mention are kept. Articles without a day of publication are left out (see `volume`).
    """
    mentions = corpus.counted_mentions().merge(corpus.counted[["article_id", "published"]])
    chosen = (
        list(of) if of is not None else mentions["actor"].value_counts().sort_index(kind="stable").nlargest(top).index
    )
    mentions = mentions[mentions["actor"].isin(chosen)].assign(period=period_of(mentions["published"], grain))
    counts = mentions.groupby(["period", "actor"]).agg(mentions=("actor", "size"), articles=("article_id", "nunique"))
    periods = all_periods(corpus.counted["published"], grain)
    grid = pd.MultiIndex.from_product([periods, chosen], names=["period", "actor"])
    table = counts.reindex(grid, fill_value=0).reset_index()
    words = volume(corpus, grain).set_index("period")["words"]
    table["per_1000"] = 1000 * table["mentions"] / table["period"].map(words).where(lambda each: each > 0)
    return table


def events(corpus: Corpus, actor: str | None = None) -> pd.DataFrame:
    """Return the dated events that the articles tell: a row a date mention, the earliest first.

    Columns: earliest, latest (inclusive; empty where the date could not be resolved), grain, type, surface, text
    (the sentence), actors (ids named in that sentence), article_id, part, sentence, start, end, title, published.
    `actor` keeps the sentences that name it.
    """
    named = corpus.counted_mentions().groupby(KEYS)["actor"].agg(lambda ids: sorted(set(ids))).rename("actors")
    table = (
        corpus.dates.merge(corpus.sentences[[*KEYS, "text"]], how="left")
        .merge(named.reset_index(), how="left")
        .merge(corpus.articles[["article_id", "title", "published"]], how="left")
    )
    table["actors"] = [each if isinstance(each, list) else [] for each in table["actors"]]
    if actor is not None:
        table = table[[actor in each for each in table["actors"]]]
    table = table.sort_values(["earliest", "latest", "article_id", "part", "start"], ignore_index=True)
    first = ["earliest", "latest", "grain", "type", "surface", "text", "actors"]
    return table[[*first, *KEYS, "start", "end", "title", "published"]]


def period_of(days: pd.Series, grain: str) -> pd.Series:
    """Return the first day of the period that each day falls in."""
    if grain not in GRAINS:
        raise ValueError(f"grain={grain!r}: choose one of {', '.join(GRAINS)}")
    return days.dt.to_period(GRAINS[grain]).dt.start_time.astype("datetime64[s]")


def all_periods(days: pd.Series, grain: str) -> pd.DatetimeIndex:
    """Return the first day of every period from the first to the last day."""
    known = days.dropna()
    if known.empty:
        return pd.DatetimeIndex([], dtype="datetime64[s]")
    return pd.period_range(known.min(), known.max(), freq=GRAINS[grain]).start_time.astype("datetime64[s]")
