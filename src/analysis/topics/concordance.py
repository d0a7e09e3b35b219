"""Keyword in context."""

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.frames import SENTENCE, SPAN
from analysis.base.notes import choice
from analysis.corpus.corpus import Corpus
from analysis.lemmas.lemmatize import lemmatize
from analysis.text.folding import normalize
from analysis.text.segments import token_spans
from analysis.topics.dictionary import Dictionary, load_dictionary
from analysis.topics.fragments import content, is_alone
from analysis.topics.phrases import codes, is_linked, joined, kinds, vocabulary
from analysis.topics.themes import theme_matches

CONCORDANCE = ["left", "match", "right", "title", "published", "source", *SPAN]
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
    words unless `query` itself has punctuation. By `theme`, `query` is the id of one of `dictionary` (see `themes`).

    Rows stand in the order of the corpus, or sorted by the context: `left` and `right` from the word next to the
    match outwards, `published` by day, undated last. Raises ValueError for an empty query, another `by` or `sort`,
    and an unknown theme.
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
    about = corpus.articles.set_index("article_id")
    return [_sorted(in_context(about, evenly_drawn(table, limit), width), sort) for table in tables]


def places_of(corpus: Corpus, queries: Iterable[str], by: str) -> list[pd.DataFrame]:
    """Return where each query stands: article_id, part, sentence, start, end, in the order of the corpus."""
    queries, held = list(queries), vocabulary(corpus)
    found: list[list[pd.DataFrame]] = [[] for _ in queries]
    for each in corpus.slices():
        words, tokens = TokenIndex(each, held), each.tokens
        end = tokens["end"].to_numpy()
        for rows, query in zip(found, queries, strict=True):
            first, last = words.occurrences(query, by)
            table = tokens.iloc[first][[*SENTENCE, "start"]].astype({"article_id": "str", "part": "str"})
            rows.append(table.assign(end=end[last]))
    return [pd.concat(rows, ignore_index=True) for rows in found]


def evenly_drawn(table: pd.DataFrame, limit: int | None) -> pd.DataFrame:
    """Return at most `limit` rows, evenly drawn, in their order."""
    total = len(table)
    if limit is not None and total > limit:
        table = table.iloc[np.linspace(0, total - 1, limit).round().astype(np.int64)]
    table = table.reset_index(drop=True)
    table.attrs["total"] = total
    return table


def in_context(about: pd.DataFrame, table: pd.DataFrame, width: int) -> pd.DataFrame:
    """Return places with what stands around them; `about` are the articles by id."""
    table = table.astype({"article_id": "str", "part": "str"})
    rows = about.reindex(table["article_id"])
    texts = {part: rows[part].tolist() for part in table["part"].unique()}
    spans = zip(table["part"], table["start"], table["end"], strict=True)
    contexts = [_context(texts[part][at], start, end, width) for at, (part, start, end) in enumerate(spans)]
    table[["left", "match", "right"]] = pd.DataFrame(contexts, columns=["left", "match", "right"], dtype="str")
    for column, kind in (("title", "str"), ("published", "datetime64[s]"), ("source", "str")):
        table[column] = pd.Series(rows[column].to_numpy(), dtype=kind)
    return table[CONCORDANCE]


class TokenIndex:
    """The words of a corpus as numbers, to look up one phrase after the other.

    `held` are the lemmas of the corpus that it is a slice of.
    """

    def __init__(self, corpus: Corpus, held: frozenset[str] | None = None) -> None:
        self.corpus = corpus
        self.held = vocabulary(corpus) if held is None else held
        self.forms, forms = codes(corpus.tokens["form"], folded=True)
        self.roots, roots = codes(corpus.tokens["lemma"], folded=True)
        self.form = {word: code for code, word in enumerate(forms)}
        self.root = {word: code for code, word in enumerate(roots)}

    @cached_property
    def linked(self) -> np.ndarray:
        """Of each token, whether `و` or `ف` is attached to it."""
        numbers, pairs = kinds(self.corpus.tokens, "form", "lemma")
        return np.array([is_linked(*pair) for pair in pairs], dtype=bool)[numbers] if pairs else numbers > 0

    @cached_property
    def joined(self) -> np.ndarray:
        return joined(self.corpus)

    @cached_property
    def same_sentence(self) -> np.ndarray:
        """Of each token, whether the next stands in the same sentence."""
        tokens = self.corpus.tokens
        same = np.zeros(len(tokens), dtype=bool)
        if len(same) > 1:
            columns = [codes(tokens[name])[0] for name in ("article_id", "part")]
            columns.append(tokens["sentence"].to_numpy())
            same[:-1] = np.logical_and.reduce([np.diff(column) == 0 for column in columns])
        return same

    def occurrences(self, query: str, by: str) -> tuple[np.ndarray, np.ndarray]:
        """Return the positions in `corpus.tokens` of the first and the last token of each occurrence of a phrase.

        By lemma, what is a lemma of the corpus, a merged term of several words too, means just that, so that a row of
        `frequency` leads to what it counts; other words mean their lemma, in any spelling. Raises ValueError for a
        phrase without a word.
        """
        words = [query[start:end] for start, end in token_spans(query)]
        if not words:
            raise ValueError(f"query={query!r}: give a word or a phrase")
        whole = words[0] if len(words) == 1 else query
        if whole in self.held and (by == "lemma" or (by == "any" and len(words) > 1)):
            hit = (self.corpus.tokens["lemma"] == whole).to_numpy()
            if is_alone(whole):  # some of its forms may be none
                hit = hit & content(self.corpus.tokens)
            exact = np.flatnonzero(hit)
            return exact, exact
        found = np.arange(len(self.forms))
        loose = len(words) == 1 or re.search(r"[^\w\s\"'«»“”‘’„‹›-]", query)
        for step, (word, root) in enumerate(zip(words, lemmatize(words, _lemmatizer(self.corpus)), strict=True)):
            found = found[found + step < len(self.forms)]
            if step:
                found = found[(self.same_sentence if loose else self.joined)[found + step - 1]]
            found = found[self._hits(found + step, word, root, by, step, len(words))]
        return found, found + len(words) - 1

    def _hits(self, at: np.ndarray, word: str, root: str, by: str, step: int, size: int) -> np.ndarray:
        """Tell which of these tokens are a word of a phrase, its place in it being `step`."""
        hit = np.zeros(len(at), dtype=bool)
        if by in ("any", "form"):
            hit |= self.forms[at] == self.form.get(normalize(word), -1)
        if by in ("any", "lemma"):
            wanted = {normalize(root)} | ({normalize(word)} if size == 1 else set())
            same = np.isin(self.roots[at], [self.root.get(each, -1) for each in sorted(wanted)])
            hit |= same & (self.linked[at] == is_linked(word, root)) if step else same
        return hit


def _lemmatizer(corpus: Corpus) -> str:
    return str(corpus.info.get("lemmatizer", "auto"))


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
