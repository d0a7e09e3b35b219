"""Keyword in context."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.frames import PARTS, SENTENCE, SPAN, conform, frame
from analysis.base.notes import choice
from analysis.corpus.corpus import Corpus
from analysis.text.folding import normalize
from analysis.text.segments import token_spans
from analysis.topics.dictionary import Dictionary, load_dictionary
from analysis.topics.phrases import vocabulary
from analysis.topics.themes import theme_matches
from analysis.topics.token_index import TokenIndex

CONCORDANCE = ["left", "match", "right", "title", "published", "source", *SPAN]
READ = ["article_id", *PARTS, "published", "source"]  # of articles
NOWHERE = frame("tokens")[SPAN].astype({"article_id": "str", "part": "str"})
SORTS = ("left", "right", "published")


def concordance(
    corpus: Corpus,
    query: str,
    *,
    width: int = 60,
    by: str = "any",
    sort: str | None = None,
    dictionary: Dictionary | str | None = None,
) -> pd.DataFrame:
    """Return every occurrence of a word, phrase or theme with its context (keyword in context).

    Columns: left, match, right (up to `width` characters of context), title, published, source, article_id, part,
    sentence, start, end (offsets into the part). A word is matched on its normalised `form`, its `lemma`, or
    `any` of the two; a phrase word by word within a sentence, with nothing but space, quotes or a hyphen between its
    words unless `query` itself has punctuation. In a word, `*` stands for any letters or none and `?` for one:
    `*سلام*`. By `theme`, `query` is the id of one of `dictionary` (see `themes`). Gaps, actors, AND, OR and NOT:
    `query.find`.

    Rows stand in the order of the corpus, or sorted by the context: `left` and `right` from the word next to the
    match outwards, `published` by day, undated last. Raises ValueError for an empty query, a wildcard without a letter
    beside it, another `by` or `sort`, and an unknown theme.
    """
    return concordances(corpus, [query], width=width, by=by, sort=sort, dictionary=dictionary)[0]


def concordances(
    corpus: Corpus,
    queries: Iterable[str],
    *,
    width: int = 60,
    by: str = "any",
    sort: str | None = None,
    dictionary: Dictionary | str | None = None,
    limit: int | None = None,
) -> list[pd.DataFrame]:
    """Return the concordance of each query (see `concordance`), looking through the corpus once.

    `limit` is the most rows of a table, drawn evenly over the corpus; `table.attrs["total"]` says how many there are.
    """
    queries = list(queries)
    choice("by", by, ("any", "form", "lemma", "theme"))
    choice("sort", sort, (*SORTS, None))  # None: the order of the corpus
    if by == "theme":
        known = load_dictionary(dictionary)
        for query in queries:
            known.theme(query)
        matches = theme_matches(corpus, known)
        tables = [matches.loc[matches["theme"] == query, SPAN] for query in queries]
    else:
        tables = places_of(corpus, queries, by)
    drawn = [evenly_drawn(table, limit) for table in tables]
    return [in_order(table, sort) for table in in_context(corpus, drawn, width)]


def places_of(corpus: Corpus, queries: Iterable[str], by: str) -> list[pd.DataFrame]:
    """Return where each query stands: article_id, part, sentence, start, end, in the order of the corpus."""
    queries, held = list(queries), vocabulary(corpus)
    found: list[list[pd.DataFrame]] = [[NOWHERE] for _ in queries]
    for each in corpus.slices():
        words = TokenIndex(each, held)
        for rows, query in zip(found, queries, strict=True):
            first, last = words.occurrences(query, by)
            if len(first):
                rows.append(spans_of(words.spans, first, last))
    return [pd.concat(rows, ignore_index=True) for rows in found]


def spans_of(tokens: pd.DataFrame, first: np.ndarray, last: np.ndarray) -> pd.DataFrame:
    """Return the spans (SPAN) from the first to the last of tokens at these positions."""
    table = tokens.iloc[first][[*SENTENCE, "start"]].astype({"article_id": "str", "part": "str"})
    return table.assign(end=tokens["end"].to_numpy()[last])


def evenly_drawn(table: pd.DataFrame, limit: int | None) -> pd.DataFrame:
    """Return at most `limit` rows, evenly drawn, in their order."""
    total = len(table)
    if limit is not None and total > limit:
        table = table.iloc[np.linspace(0, total - 1, limit).round().astype(np.int64)]
    table = table.reset_index(drop=True)
    table.attrs["total"] = total
    return table


def in_context(corpus: Corpus, tables: Sequence[pd.DataFrame], width: int) -> list[pd.DataFrame]:
    """Return tables of places with what stands around them; of no more than a slice the texts are held."""
    tables = [table.astype({"article_id": "str", "part": "str"}) for table in tables]
    wanted = {id for table in tables for id in table["article_id"].unique()}
    found = [[_in_context(frame("articles")[READ], table.head(0), width)] for table in tables]
    for each in corpus.slices():
        own = wanted.intersection(each.columns("articles", ["article_id"])["article_id"])
        if own:
            about = conform("articles", each.columns("articles", READ, {"article_id": own}), READ)
            for rows, table in zip(found, tables, strict=True):
                rows.append(_in_context(about, table[table["article_id"].isin(own)], width))
    made = [pd.concat(rows).sort_index() for rows in found]
    for rows, table in zip(made, tables, strict=True):
        rows.attrs.update(table.attrs)
    return made


def _in_context(about: pd.DataFrame, table: pd.DataFrame, width: int) -> pd.DataFrame:
    """Return places with what stands around them; `about` are their articles."""
    about, at = about.set_index("article_id"), table["article_id"]
    texts = {part: about[part].to_dict() for part in table["part"].unique()}
    spans = zip(*(table[name].tolist() for name in ("part", "article_id", "start", "end")), strict=True)
    contexts = [_context(texts[part][id], start, end, width) for part, id, start, end in spans]
    columns = dict.fromkeys(("left", "match", "right"), "str")
    told = pd.DataFrame(contexts, columns=list(columns), index=table.index).astype(columns)
    for column, kind in (("title", "str"), ("published", "datetime64[s]"), ("source", "str")):
        told[column] = pd.Series(about[column].reindex(at).to_numpy(), index=table.index, dtype=kind)
    return pd.concat([told, table], axis=1)[CONCORDANCE]


def in_order(table: pd.DataFrame, sort: str | None) -> pd.DataFrame:
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
