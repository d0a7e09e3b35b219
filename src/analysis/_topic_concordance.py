"""Keyword in context. Public in analysis.topics."""

import re
from typing import Any

import numpy as np
import pandas as pd

from analysis._topic_phrases import codes, is_linked, joined
from analysis._topic_theme_counts import theme_matches
from analysis._topic_themes import Topics, load_topics
from analysis.corpus import Corpus
from analysis.lemmas import lemmatize
from analysis.text import normalize, token_spans

PLACE = ["article_id", "part", "sentence", "start", "end"]
CONCORDANCE = ["left", "match", "right", "title", "published", "source", *PLACE]
SORTS = ("left", "right", "published")


def concordance(
    corpus: Corpus,
    query: str,
    width: int = 60,
    by: str = "any",
    *,
    sort: str | None = None,
    topics: Topics | str | None = None,
) -> pd.DataFrame:
    """Return every occurrence of a word, phrase or theme with its context (keyword in context).

    Columns: left, match, right (up to `width` characters of context), title, published, source, article_id, part,
    sentence, start, end (offsets into the part). A word is matched on its normalised `form`, its `lemma`, or
    `any` of the two; a phrase word by word within a sentence, with nothing but space, quotes or a hyphen between its
    words unless `query` itself has punctuation. By `theme`, `query` is the id of a theme of `topics` (see `themes`).

    Rows stand in the order of the corpus, or sorted by the context: `left` and `right` from the word next to the
    match outwards, `published` by day, undated last. Raises ValueError for an empty query, another `by` or `sort`,
    and an unknown theme.
    """
    if by not in ("any", "form", "lemma", "theme"):
        raise ValueError(f"by={by!r}: choose 'any', 'form', 'lemma' or 'theme'")
    if sort is not None and sort not in SORTS:
        raise ValueError(f"sort={sort!r}: choose one of {', '.join(SORTS)}, or None for the order of the corpus")
    if by == "theme":
        known = load_topics(topics)
        known.theme(query)
        matches = theme_matches(corpus, known)
        table = matches.loc[matches["theme"] == query, PLACE].reset_index(drop=True)
    else:
        first, last = occurrences(corpus, query, by)
        table = corpus.tokens.iloc[first][PLACE[:4]].reset_index(drop=True)
        table["end"] = corpus.tokens["end"].to_numpy()[last]
    about = corpus.articles.set_index("article_id")
    texts = {part: about[part].to_dict() for part in table["part"].unique()}
    contexts = [
        _context(texts[row.part][row.article_id], row.start, row.end, width) for row in table.itertuples(index=False)
    ]
    table[["left", "match", "right"]] = pd.DataFrame(contexts, columns=["left", "match", "right"], dtype="str")
    for column, kind in (("title", "str"), ("published", "datetime64[s]"), ("source", "str")):
        table[column] = pd.Series(about[column].reindex(table["article_id"]).to_numpy(), dtype=kind)
    return _sorted(table[CONCORDANCE], sort)


def occurrences(corpus: Corpus, query: str, by: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions in `corpus.tokens` of the first and the last token of each occurrence of a phrase.

    By lemma, a single word that is a lemma of the corpus means just that, so that a row of `frequency` leads to what it
    counts; other words mean their lemma, in any spelling. Raises ValueError for a phrase without a word.
    """
    words = [query[start:end] for start, end in token_spans(query)]
    if not words:
        raise ValueError(f"query={query!r}: give a word or a phrase")
    forms, form_of = codes(corpus.tokens["form"], folded=True)
    roots, root_of = codes(corpus.tokens["lemma"], folded=True)
    known = {"form": {word: code for code, word in enumerate(form_of)}}
    known["lemma"] = {word: code for code, word in enumerate(root_of)}
    if by == "lemma" and len(words) == 1:
        exact = np.flatnonzero((corpus.tokens["lemma"] == words[0]).to_numpy())
        if len(exact):
            return exact, exact
    found = np.arange(len(forms))
    linked = _linked(corpus) if len(words) > 1 and by != "form" else np.zeros(0, dtype=bool)
    loose = len(words) == 1 or re.search(r"[^\w\s\"'«»“”‘’„‹›-]", query)
    near = _same_sentence(corpus) if loose else joined(corpus)
    for step, (word, root) in enumerate(zip(words, lemmatize(words, _lemmatizer(corpus)), strict=True)):
        hit = np.zeros(len(forms), dtype=bool)
        if by in ("any", "form"):
            hit |= forms == known["form"].get(normalize(word), -1)
        if by in ("any", "lemma"):
            wanted = {normalize(root)} | ({normalize(word)} if len(words) == 1 else set())
            same = np.isin(roots, [known["lemma"].get(each, -1) for each in sorted(wanted)])
            hit |= same & (linked == is_linked(word, root)) if step else same
        found = found[found + step < len(forms)]
        found = found[hit[found + step] & (near[found + step - 1] if step else True)]
    return found, found + len(words) - 1


def _lemmatizer(corpus: Corpus) -> str:
    return str(corpus.info.get("lemmatizer", "auto"))


def _linked(corpus: Corpus) -> np.ndarray:
    """Return for each token whether `و` or `ف` is attached to it."""
    numbers, pairs = codes(corpus.tokens["form"] + "\t" + corpus.tokens["lemma"])
    return (
        np.array([is_linked(*pair.split("\t")) for pair in pairs], dtype=bool)[numbers] if len(pairs) else numbers > 0
    )


def _same_sentence(corpus: Corpus) -> np.ndarray:
    """Return for each token whether the next stands in the same sentence."""
    same = np.zeros(len(corpus.tokens), dtype=bool)
    if len(same) > 1:
        columns = [codes(corpus.tokens[name])[0] for name in ("article_id", "part")]
        columns.append(corpus.tokens["sentence"].to_numpy())
        same[:-1] = np.logical_and.reduce([np.diff(column) == 0 for column in columns])
    return same


def _sorted(table: pd.DataFrame, sort: str | None) -> pd.DataFrame:
    if sort is None:
        return table
    if sort == "published":
        return table.sort_values("published", kind="stable", ignore_index=True, na_position="last")
    keys = [_words(text)[:: -1 if sort == "left" else 1] for text in table[sort]]
    return table.iloc[sorted(range(len(table)), key=lambda row: keys[row])].reset_index(drop=True)


def _words(text: Any) -> list[str]:
    folded = normalize(text)
    return [folded[start:end] for start, end in token_spans(folded)]


def _context(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """Return left context, match and right context, cut at white space."""
    left, right = text[max(start - width, 0) : start], text[end : end + width]
    if start > width and " " in left:
        left = left.split(" ", 1)[1]
    if end + width < len(text) and " " in right:
        right = right.rsplit(" ", 1)[0]
    return " ".join(left.split()), text[start:end], " ".join(right.split())
