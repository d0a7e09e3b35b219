"""Tables of ours beside bare engines on the same files: what a query costs in DuckDB and polars, one thread each.

An engine counts; ours test, too, give intervals and cut sentences out. The gap is an upper bound of what could be won.
"""

import os
from collections.abc import Callable
from typing import Any

import analysis
from analysis import lemmas, networks, timeline, topics
from analysis.base.frames import NOT_COUNTED, SENTENCE
from bench.machine import Cost, apart, cost, missing

ENGINES = ("ours", "duckdb", "polars")


def table(store: str, lemma: str) -> None:
    print("The same counts of bare engines, CPU seconds, one thread\n")
    for engine in ENGINES[1:]:
        if missing(engine):
            print(f"{engine} is {missing(engine)}\n")
    print("| table | ours | DuckDB | polars |\n|---|---|---|---|")
    for name in OURS:
        told = [_seconds(engine, name, store, lemma) for engine in ENGINES]
        print(f"| {name} | {' | '.join(told)} |", flush=True)
    print()


def _seconds(engine: str, name: str, store: str, lemma: str) -> str:
    if engine != "ours" and missing(engine):
        return ""
    return f"{apart(measured, engine, name, store, lemma).seconds:.2f}"


def measured(engine: str, name: str, store: str, lemma: str) -> Cost:
    """Return what a table costs in an engine, the engine itself loaded."""
    if engine == "ours":
        lemmas.lemmatize(["كتاب"], "simple")
        corpus = analysis.Corpus.load(store)
        return cost(OURS[name], corpus, lemma)
    os.environ["POLARS_MAX_THREADS"] = "1"
    return cost({"duckdb": _of_duckdb, "polars": _of_polars}[engine](store, lemma)[name])


OURS: dict[str, Callable[[analysis.Corpus, str], Any]] = {
    "articles a month": lambda corpus, _: timeline.volume(corpus, "month"),
    "frequency of lemmas": lambda corpus, _: topics.frequency(corpus, top=100),
    "places of a lemma": lambda corpus, lemma: topics.concordance(corpus, lemma, by="lemma"),
    "actors in one sentence": lambda corpus, _: networks.cooccurrence(corpus),
}


def _of_duckdb(store: str, lemma: str) -> dict[str, Callable[[], Any]]:
    import duckdb

    base = duckdb.connect(config={"threads": 1})
    for frame in ("articles", "tokens", "mentions"):
        base.execute(f"CREATE VIEW {frame} AS SELECT * FROM read_parquet('{store}/{frame}.parquet/*.parquet')")
    methods = ", ".join(f"'{method}'" for method in NOT_COUNTED)
    queries = {
        "articles a month": "SELECT date_trunc('month', published) AS month, count(*) FROM articles "
        "WHERE duplicate_of IS NULL GROUP BY month ORDER BY month",
        "frequency of lemmas": "SELECT lemma, count(*) AS times, count(DISTINCT article_id) FROM tokens "
        "WHERE NOT stop GROUP BY lemma ORDER BY times DESC LIMIT 100",
        "places of a lemma": f"SELECT article_id, part, sentence, token FROM tokens WHERE lemma = '{lemma}'",
        "actors in one sentence": "WITH m AS (SELECT DISTINCT article_id, part, sentence, actor FROM mentions "
        f"WHERE actor <> '' AND method NOT IN ({methods})) "
        "SELECT a.actor, b.actor, count(*) FROM m a JOIN m b USING (article_id, part, sentence) "
        "WHERE a.actor < b.actor GROUP BY ALL",
    }
    return {name: lambda query=query: base.execute(query).df() for name, query in queries.items()}


def _of_polars(store: str, lemma: str) -> dict[str, Callable[[], Any]]:
    import polars as pl

    articles, tokens, mentions = (
        pl.scan_parquet(f"{store}/{frame}.parquet/*.parquet") for frame in ("articles", "tokens", "mentions")
    )
    counted = mentions.filter((pl.col("actor") != "") & ~pl.col("method").is_in(NOT_COUNTED))
    named = counted.select([*SENTENCE, "actor"]).unique()
    month = pl.col("published").dt.truncate("1mo")
    queries = {
        "articles a month": articles.filter(pl.col("duplicate_of").is_null()).group_by(month).len(),
        "frequency of lemmas": tokens.filter(~pl.col("stop"))
        .group_by("lemma")
        .agg(pl.len(), pl.col("article_id").n_unique())
        .top_k(100, by="len"),
        "places of a lemma": tokens.filter(pl.col("lemma") == lemma).select([*SENTENCE, "token"]),
        "actors in one sentence": named.join(named, on=SENTENCE)
        .filter(pl.col("actor") < pl.col("actor_right"))
        .group_by("actor", "actor_right")
        .len(),
    }
    return {name: query.collect for name, query in queries.items()}
