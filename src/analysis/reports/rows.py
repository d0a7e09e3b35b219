"""The sentences behind one row of a table of a report, found again in its corpus."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from analysis import evidence
from analysis.base.frames import SPAN
from analysis.base.places import locate
from analysis.corpus.corpus import Corpus
from analysis.corpus.units import WINDOW
from analysis.relations.find import relations
from analysis.show.keys import key_columns
from analysis.stories.members import members
from analysis.timeline.counts import published_in
from analysis.topics.collocations import collocations
from analysis.topics.dictionary import load_dictionary
from analysis.topics.merge import merge
from analysis.topics.themes import theme_matches
from analysis.voices.quotations import quotations

Given = Mapping[str, Any]  # the parameters of the report


def behind(corpus: Corpus, name: str, row: pd.DataFrame, given: Given) -> pd.DataFrame | None:
    """Return the sentences of a row (a table of one) of the table `name`, as `evidence` tells them.

    None for tables whose rows are not counts of sentences, or cannot be counted from one row alone.
    """
    find = BY_NAME.get(name.partition("-")[2]) or BY_KEY.get(tuple(key_columns(row.columns, name)))
    return find(corpus, row, given) if find and not name.startswith("compare-") else None


def _actor(corpus: Corpus, row: pd.DataFrame, given: Given) -> pd.DataFrame:
    return evidence.of_actors(corpus, row["actor"])[0]


def _pair(corpus: Corpus, row: pd.DataFrame, given: Given) -> pd.DataFrame:
    window = int(given.get("window") or WINDOW)
    return evidence.of_pairs(corpus, row, unit=given.get("unit") or "sentence", window=window)[0]


def _acts(corpus: Corpus, row: pd.DataFrame, given: Given) -> pd.DataFrame:
    return evidence.of_relations(corpus, row, relations=relations(corpus))[0]


def _speaker(corpus: Corpus, row: pd.DataFrame, given: Given) -> pd.DataFrame:
    return evidence.of_speakers(corpus, row["speaker"], quotations=quotations(corpus))[0]


def _term(corpus: Corpus, row: pd.DataFrame, given: Given) -> pd.DataFrame:
    by = given.get("by") or "lemma"
    if by == "lemma":
        corpus = merge(corpus, collocations(corpus, min_count=int(given.get("min_count") or 0)))
    return evidence.of_terms(corpus, row["term"], by=by)[0]


def _theme(corpus: Corpus, row: pd.DataFrame, given: Given) -> pd.DataFrame:
    matches = _matches(corpus, given)
    return evidence.of_spans(corpus, [matches[matches["theme"] == row["theme"].iloc[0]]])[0]


def _themes(corpus: Corpus, row: pd.DataFrame, given: Given) -> pd.DataFrame:
    return evidence.of_theme_pairs(corpus, row, matches=_matches(corpus, given))[0]


def _story(corpus: Corpus, row: pd.DataFrame, given: Given) -> pd.DataFrame:
    told = members(corpus)
    return evidence.of_articles(corpus, [told.loc[told["story"] == row["story"].iloc[0], "article_id"]])[0]


def _article(corpus: Corpus, row: pd.DataFrame, given: Given) -> pd.DataFrame:
    return evidence.of_articles(corpus, [row["article_id"]])[0]


def _place(corpus: Corpus, row: pd.DataFrame, given: Given) -> pd.DataFrame:
    span = row.astype(dict.fromkeys(("sentence", "start", "end"), "int64"))[SPAN]
    return evidence.of_spans(corpus, [span])[0]


def _period(corpus: Corpus, row: pd.DataFrame, given: Given) -> pd.DataFrame:
    return evidence.of_articles(corpus, published_in(corpus, _days(row), given.get("grain") or corpus.grain))[0]


def _actor_then(corpus: Corpus, row: pd.DataFrame, given: Given) -> pd.DataFrame:
    spans = corpus.counted_mentions().rename(columns={"actor": "of"})
    return _in_period(corpus, row, spans, "of", given)


def _theme_then(corpus: Corpus, row: pd.DataFrame, given: Given) -> pd.DataFrame:
    return _in_period(corpus, row, _matches(corpus, given).rename(columns={"theme": "term"}), "term", given)


def _in_period(corpus: Corpus, row: pd.DataFrame, spans: pd.DataFrame, by: str, given: Given) -> pd.DataFrame:
    rows = row.assign(period=_days(row))
    return evidence.of_periods(corpus, rows, spans=spans, by=by, grain=given.get("grain") or corpus.grain)[0]


def _days(row: pd.DataFrame) -> pd.Series:
    return pd.to_datetime(row["period"]).astype("datetime64[s]")


def _matches(corpus: Corpus, given: Given) -> pd.DataFrame:
    own = given.get("dictionary")
    return theme_matches(corpus, load_dictionary(locate(own) if own else None))


BY_NAME: dict[str, Callable[[Corpus, pd.DataFrame, Given], pd.DataFrame]] = {
    "relations": _acts,
    "theme_pairs": _themes,
    "quotations": _place,
}
BY_KEY: dict[tuple[str, ...], Callable[[Corpus, pd.DataFrame, Given], pd.DataFrame]] = {
    ("actor",): _actor,
    ("source", "target"): _pair,
    ("speaker",): _speaker,
    ("term",): _term,
    ("theme",): _theme,
    ("story",): _story,
    ("article_id",): _article,
    ("article_id", "part", "start"): _place,
    ("period",): _period,
    ("of", "period"): _actor_then,
    ("term", "period"): _theme_then,
}
