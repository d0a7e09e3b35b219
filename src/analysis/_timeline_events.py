"""Dated events: every date that is told, with its sentence; the same event told by several articles as one.

Public in analysis.timeline.
"""

from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd

from analysis._timeline_groups import event_numbers
from analysis.corpus.corpus import Corpus
from analysis.topics.dictionary import Topics, load_topics
from analysis.topics.themes import theme_matches

KEYS = ["article_id", "part", "sentence"]
FIRST = ["earliest", "latest", "grain", "type", "surface", "text", "actors", "themes"]
EVENTS = [*FIRST, *KEYS, "start", "end", "title", "source", "published", "event", "told_by"]
GROUPED = {
    "event": "int64",
    "earliest": "datetime64[s]",
    "latest": "datetime64[s]",
    "grain": "str",
    "label": "str",
    "actors": "object",
    "themes": "object",
    "articles": "int64",
    "mentions": "int64",
    "sources": "object",
    "first_published": "datetime64[s]",
    "article_id": "str",
}
LABEL = 90  # characters of a label, about what a line of a figure holds


def events(
    corpus: Corpus,
    actor: str | None = None,
    theme: str | None = None,
    topics: Topics | str | Path | None = None,
) -> pd.DataFrame:
    """Return the dated events that the articles tell: a row a date mention, the earliest first.

    Columns: earliest, latest (inclusive; empty where the date could not be resolved), grain, type, surface, text
    (the sentence), actors, themes (ids of those in that sentence), article_id, part, sentence, start, end, title,
    source, published, event (the number of the event: dates of one interval in sentences alike have the same; empty
    where the date could not be resolved), told_by (articles that tell it, copies not counted).

    `actor` and `theme` keep the sentences that name them; `topics` are the themes, as analysis.topics.load_topics
    takes them. Raises ValueError for an unknown theme.

    >>> import analysis
    >>> table = events(analysis.read(), "russia")
    >>> table["earliest"].dropna().is_monotonic_increasing, all("russia" in each for each in table["actors"])
    (True, True)
    """
    known = load_topics(topics)
    if theme is not None:
        known.theme(theme)
    about = corpus.articles[["article_id", "title", "source", "published", "duplicate_of"]]
    told = [part.dates.merge(part.sentences[[*KEYS, "text"]], how="left") for part in corpus.partitions()]
    table = pd.concat(told, ignore_index=True).merge(about, how="left")
    table["actors"] = _in_sentence(table, corpus.counted_mentions(), "actor")
    table["themes"] = _in_sentence(table, theme_matches(corpus, known), "theme")
    table = table.sort_values(["published", "article_id", "part", "start"], ignore_index=True)
    table["event"] = event_numbers(corpus, table)
    table = table.sort_values(["earliest", "latest", "article_id", "part", "start"], ignore_index=True)
    # Numbered in the order of the table.
    table["event"] = pd.Series(pd.factorize(table["event"].where(table["event"] >= 0))[0], dtype="Int64")
    table["event"] = table["event"].where(table["event"] >= 0)
    original = table["duplicate_of"].where(table["duplicate_of"].notna(), table["article_id"])
    table["told_by"] = original.groupby(table["event"]).transform("nunique").astype("Int64")
    for column, wanted in (("actors", actor), ("themes", theme)):
        if wanted is not None:
            table = table[[wanted in each for each in table[column]]]
    return table[EVENTS].reset_index(drop=True)


def grouped_events(events: pd.DataFrame, min_articles: int = 1) -> pd.DataFrame:
    """Return the events of a table of `events`, each once, in order of time.

    Columns: event (its number), earliest, latest, grain, label (a sentence that tells it, cut to about a line), actors,
    themes (ids named in any of its sentences, the most named first), articles (that tell it, copies not counted),
    mentions, sources (their names), first_published, article_id (the first to tell it). Dates that could not be
    resolved are left out. `min_articles` keeps the events told by as many articles or more.

    >>> import analysis
    >>> table = grouped_events(events(analysis.read()))
    >>> (table["articles"] <= table["mentions"]).all().item(), table["earliest"].is_monotonic_increasing
    (True, True)
    """
    told = events[events["told_by"].fillna(0) >= min_articles]
    groups = told.groupby("event")
    table = groups[["earliest", "latest", "grain"]].first()
    table["articles"], table["mentions"] = groups["told_by"].first(), groups.size()
    table["first_published"] = groups["published"].min()
    table["article_id"] = told.sort_values(["published", "article_id"]).groupby("event")["article_id"].first()
    # A headline says it best; failing that, the sentence that needs the least cutting and is not all too short.
    off = (told["text"].str.len() - LABEL).abs().where(told["part"] != "title", 0)
    telling = told.assign(off=off).sort_values(["off", "published", "article_id", "start"])
    best = telling.groupby("event")[["text", "surface"]].first()
    table["label"] = [_label(text, surface) for text, surface in zip(best["text"], best["surface"], strict=True)]
    for column in ("actors", "themes"):
        table[column] = _ranked(told["event"], told[column]).reindex(table.index)
    table["sources"] = _ranked(told["event"], [[each] if isinstance(each, str) else [] for each in told["source"]])
    return table.reset_index().astype(GROUPED)[list(GROUPED)]


def _in_sentence(table: pd.DataFrame, found: pd.DataFrame, column: str) -> pd.Series:
    """Return for each row the ids (column of `found`) named in its sentence, in alphabetical order."""
    named = found.merge(table[KEYS].drop_duplicates())[[*KEYS, column]].drop_duplicates()
    ids: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for *place, id in zip(*(named[key].tolist() for key in (*KEYS, column)), strict=True):
        ids[tuple(place)].append(id)
    places = zip(*(table[key].tolist() for key in KEYS), strict=True)
    return pd.Series([sorted(ids.get(place, [])) for place in places], index=table.index, dtype="object")


def _ranked(events: pd.Series, lists: "pd.Series | list[list[str]]") -> pd.Series:
    """Return for each event the ids of its lists, the most frequent first."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for event, ids in zip(events, lists, strict=True):
        counts[event].update(ids)
    ranked = [[id for id, _ in sorted(each.items(), key=lambda item: (-item[1], item[0]))] for each in counts.values()]
    return pd.Series(ranked, index=pd.Index(list(counts), dtype="int64"), dtype="object")


def _label(text: str, surface: str) -> str:
    """Return a sentence cut at words to about LABEL characters around its date.

    >>> _label("وقع الهجوم في يوليو 2022 قرب المدينة", "يوليو 2022")
    'وقع الهجوم في يوليو 2022 قرب المدينة'
    """
    text = " ".join(text.split())
    if len(text) <= LABEL:
        return text
    at = max(text.find(" ".join(surface.split())), 0)
    first = min(max(at - LABEL // 2, 0), len(text) - LABEL)
    last = first + LABEL
    first = text.find(" ", first) + 1 if first else 0
    last = text.rfind(" ", first, last) if last < len(text) else last
    return ("… " if first else "") + text[first:last].strip() + (" …" if last < len(text) else "")
