"""Themes and terms as columns: how often each article tells them, and where."""

import numpy as np
import pandas as pd

from analysis.base.frames import SPAN
from analysis.reports.columns.rows import ALL, Columns, Rows, counted
from analysis.topics.dictionary import Dictionary
from analysis.topics.fragments import content
from analysis.topics.themes import theme_matches

LEAST = 3  # articles of a term
TERMS = {True: 300, False: 500}  # terms of a corpus with all its sentences, and of a larger one
NAMED = 0.5  # share of the occurrences of a lemma within names of actors, from which on it is a piece of a name


def themes(rows: Rows, dictionary: Dictionary) -> tuple[Columns, Columns]:
    """Return the columns `themes` (n, idx, val by article) and `theme_words` (sentence, theme, start, end)."""
    found = theme_matches(rows.corpus, dictionary)
    theme = pd.Index(list(dictionary.themes)).get_indexer(found["theme"])
    return _placed(rows, found, theme, "theme")


def terms(rows: Rows) -> tuple[Columns, Columns]:
    """Return the columns `terms` and `term_words`.

    terms: lemma, gloss (English, or empty), and how often each article has it (n, idx, val). They are the lemmas that
    most articles hold, without function words, fragments and pieces of names. term_words: sentence, term, start, end.
    """
    tables = []
    for each in rows.corpus.slices():
        tokens = each.tokens[[*SPAN, "form", "lemma", "stop", "pos"]].reset_index(drop=True)
        tokens["named"] = _within(tokens, each.counted_mentions())
        tables.append(tokens[content(tokens)].astype({"article_id": "str", "part": "str", "lemma": "str"}))
    table = pd.concat(tables, ignore_index=True)
    groups = table.groupby("lemma")
    found = pd.DataFrame({"articles": groups["article_id"].nunique(), "named": groups["named"].mean()})
    found = found[(found["articles"] >= LEAST) & (found["named"] < NAMED)].reset_index()
    found = found.sort_values(["articles", "lemma"], ascending=[False, True])
    lemmas = pd.Index(found["lemma"].head(TERMS[len(rows.corpus.counted) <= ALL]))
    term = lemmas.get_indexer(table["lemma"])
    columns, places = _placed(rows, table[term >= 0], term[term >= 0], "term")
    return {"lemma": lemmas.tolist(), "gloss": [""] * len(lemmas), **columns}, places


def _within(tokens: pd.DataFrame, mentions: pd.DataFrame) -> np.ndarray:
    """Tell which tokens stand inside the name of an actor."""
    keys = ["article_id", "part"]
    names = mentions[[*keys, "start", "end"]]
    begins = names.rename(columns={"start": "at"}).assign(step=1)[[*keys, "at", "step"]]
    ends = names.rename(columns={"end": "at"}).assign(step=-1)[[*keys, "at", "step"]]
    own = tokens[keys].astype("str").assign(at=tokens["start"].to_numpy(), step=0, token=np.arange(len(tokens)))
    events = pd.concat([begins, ends, own]).sort_values([*keys, "at", "token"], na_position="first", kind="stable")
    inside = events["step"].cumsum()
    told = inside[events["token"].notna()]
    order = events["token"].dropna().to_numpy(dtype="int64")
    found = np.zeros(len(tokens), dtype=bool)
    found[order] = told.to_numpy() > 0
    return found


def _placed(rows: Rows, table: pd.DataFrame, item: np.ndarray, name: str) -> tuple[Columns, Columns]:
    """Return how often each article holds each item, and the places in the sentences that are held."""
    article = rows.articles.get_indexer(table["article_id"])
    sentence = rows.sentence(table)
    held = sentence >= 0
    start, end = rows.spans(table[held], sentence[held])
    places = {"sentence": sentence[held].tolist(), name: item[held].tolist(), "start": start, "end": end}
    return counted(len(rows.articles), article, item), places
