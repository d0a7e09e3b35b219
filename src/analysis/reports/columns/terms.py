"""Themes and terms as columns: how often each article tells them, and where."""

import re

import numpy as np
import pandas as pd

from analysis.base.frames import SPAN
from analysis.reports.columns.rows import ALL, Columns, Rows, counted
from analysis.text.tables import tree_of
from analysis.topics.dictionary import Dictionary
from analysis.topics.fragments import content
from analysis.topics.glosses import glosses
from analysis.topics.themes import theme_matches

LEAST = 3  # articles of a term
TERMS = {True: 300, False: 500}  # terms of a corpus with all its sentences, and of a larger one
# An outlet's own name is no term. Articles of an outlet, and their share, that begin with a word: it is of the byline.
OPENING = (5, 0.1)
QUOTED = re.compile(r"[«\"“”]([^«»\"“”]{2,30})[»\"”]")
SHORT = 8  # spaces of a line that is a byline
OWN = 0.8  # share of the articles with a quoted name that are of one outlet, from which on it is the outlet's
FAR = 1 << 32  # characters that no text has
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
    strings = dict.fromkeys(("article_id", "part", "form", "lemma"), "str")
    own, counted = _own(rows), rows.corpus.counted_columns(["article_id", "source"])
    for each in rows.corpus.slices():
        tokens = each.columns("tokens", [*SPAN, "form", "lemma", "stop"])
        tokens = tokens.astype(dict.fromkeys(strings, "category")).reset_index(drop=True)
        called = _within(tokens, own[own["article_id"].isin(tokens["article_id"].unique())])
        tokens["named"] = _within(tokens, each.mentions)  # places too: their names are no terms
        tokens["place"] = tokens.groupby(["article_id", "part"], observed=True).cumcount()
        tables.append(tokens[content(tokens) & ~called].astype(strings))
    table = pd.concat(tables, ignore_index=True)
    table = table[~_opens(table, counted)]
    groups = table.groupby("lemma")
    found = pd.DataFrame({"articles": groups["article_id"].nunique(), "named": groups["named"].mean()})
    found = found[(found["articles"] >= LEAST) & (found["named"] < NAMED)].reset_index()
    found = found.sort_values(["articles", "lemma"], ascending=[False, True])
    lemmas = pd.Index(found["lemma"].head(TERMS[len(counted) <= ALL]))
    term = lemmas.get_indexer(table["lemma"])
    known = glosses()
    columns, places = _placed(rows, table[term >= 0], term[term >= 0], "term")
    return {"lemma": lemmas.tolist(), "gloss": [known.get(lemma, "") for lemma in lemmas], **columns}, places


def _opens(tokens: pd.DataFrame, articles: pd.DataFrame) -> pd.Series:
    """Tell which tokens are of a byline: the first two words of a body, where many of an outlet begin with them.

    Half of the outlet's articles that hold such a word begin with it: an outlet's own name is such a word.
    """
    if tokens.empty:
        return pd.Series(False, index=tokens.index)
    outlet = tokens["article_id"].map(articles.set_index("article_id")["source"].astype("str"))
    held = tokens.assign(outlet=outlet).groupby(["outlet", "form"])["article_id"].transform("nunique")
    begun = tokens[(tokens["part"] == "body") & (tokens["place"] < 2)].assign(outlet=outlet)
    counts = begun.groupby(["outlet", "form"])["article_id"].transform("nunique")
    size = begun["outlet"].map(articles["source"].astype("str").value_counts())
    found = pd.Series(False, index=tokens.index)
    found[begun.index] = (counts >= OPENING[0]) & (counts >= OPENING[1] * size) & (2 * counts >= held[begun.index])
    return found


def _own(rows: Rows) -> pd.DataFrame:
    """Return the spans of the names that an outlet gives itself: in quotes or bylines of five of its articles.

    Wherever an outlet writes such a name, in quotes or not, it is a name, although it may mean a place there.
    """
    outlet = rows.sentences["article_id"].map(
        rows.corpus.columns("articles", ["article_id", "source"]).set_index("article_id")["source"].astype("str")
    )
    sentences = rows.sentences.assign(outlet=outlet)
    quoted = sentences[["outlet", "article_id"]].assign(name=sentences["text"].str.findall(QUOTED))
    quoted = quoted.explode("name").dropna()
    counts = quoted.groupby(["outlet", "name"])["article_id"].nunique().rename("own").reset_index()
    counts["everywhere"] = counts["name"].map(quoted.groupby("name")["article_id"].nunique()).astype("float64")
    names = counts[(counts["own"] >= OPENING[0]) & (counts["own"] >= OWN * counts["everywhere"])]
    names = pd.concat([each[["outlet", "name"]] for each in (names, _bylines(sentences, rows.corpus.counted))])
    names = names.drop_duplicates()
    spans = [
        (article, part, start + match.start(1), start + match.end(1))
        for outlet, called in names.groupby("outlet")["name"]
        for pattern in [re.compile(rf"(?<!\w)(?=({tree_of(called)})(?!\w))")]  # looks ahead: names may overlap
        for article, part, start, text in sentences.loc[
            sentences["outlet"] == outlet, ["article_id", "part", "start", "text"]
        ].itertuples(index=False)
        for match in pattern.finditer(text)
    ]
    return pd.DataFrame(spans if outlet.nunique() > 1 else [], columns=["article_id", "part", "start", "end"])


def _bylines(sentences: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the outlets' names and desks in bylines (outlet, name): what stands beside a dash in many short lines."""
    lines = sentences[sentences["text"].str.count(" ").between(2, SHORT)]
    parts = lines[["outlet", "article_id"]].assign(
        name=lines["text"].str.strip(" .").str.split(r"\s[–—-]\s", regex=True)
    )
    parts = parts[parts["name"].str.len() > 1].explode("name").dropna()
    counts = parts.groupby(["outlet", "name"])["article_id"].nunique().rename("own").reset_index()
    size = counts["outlet"].map(articles["source"].astype("str").value_counts()).astype("float64")
    return counts[(counts["own"] >= OPENING[0]) & (counts["own"] >= OPENING[1] * size)]


def _within(tokens: pd.DataFrame, mentions: pd.DataFrame) -> np.ndarray:
    """Tell which tokens stand inside the name of an actor: behind more beginnings of names than ends."""
    articles, parts = (tokens[name].cat.categories for name in ("article_id", "part"))
    article, part = articles.get_indexer(mentions["article_id"]), parts.get_indexer(mentions["part"])
    known = (article >= 0) & (part >= 0)
    text = (article * len(parts) + part)[known] * FAR
    begins, ends = (np.sort(text + mentions[name].to_numpy()[known]) for name in ("start", "end"))
    own = tokens["article_id"].cat.codes.to_numpy(dtype=np.int64) * len(parts) + tokens["part"].cat.codes.to_numpy()
    at = own * FAR + tokens["start"].to_numpy()
    return np.searchsorted(begins, at, "right") > np.searchsorted(ends, at, "right")


def _placed(rows: Rows, table: pd.DataFrame, item: np.ndarray, name: str) -> tuple[Columns, Columns]:
    """Return how often each article holds each item, and the places in the sentences that are held."""
    article = rows.articles.get_indexer(table["article_id"])
    sentence = rows.sentence(table)
    held = sentence >= 0
    start, end = rows.spans(table[held], sentence[held])
    places = {"sentence": sentence[held].tolist(), name: item[held].tolist(), "start": start, "end": end}
    return counted(len(rows.articles), article, item), places
