"""What is talked about: frequencies and the contexts behind them."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis import lemmas
from analysis.corpus import Corpus
from analysis.text import normalize, token_spans

CONCORDANCE = [
    "article_id",
    "part",
    "sentence",
    "start",
    "end",
    "left",
    "match",
    "right",
    "title",
    "published",
    "source",
]


def frequency(corpus: Corpus, by: str = "lemma", top: int | None = None, stop_words: bool = False) -> pd.DataFrame:
    """Return how often each term occurs, the commonest first.

    Columns: term, count, per_1000 (occurrences in 1,000 tokens, function words counted among the tokens),
    documents (articles that hold it), document_share (of all counted articles). `by` is `lemma` or `form`; `top`
    keeps the first rows; `stop_words` keeps function words and numbers. Raises ValueError for another `by`.

    >>> import analysis
    >>> list(frequency(analysis.read(), top=3).columns)
    ['term', 'count', 'per_1000', 'documents', 'document_share']
    """
    if by not in ("lemma", "form"):
        raise ValueError(f"by={by!r}: choose 'lemma' or 'form'")
    tokens = corpus.tokens if stop_words else corpus.tokens[~corpus.tokens["stop"]]
    groups = tokens.groupby(by, sort=True)["article_id"]
    table = groups.agg(count="size", documents="nunique").rename_axis("term").reset_index()
    table["per_1000"] = 1000 * table["count"] / max(len(corpus.tokens), 1)
    table["document_share"] = table["documents"] / max(len(corpus.counted), 1)
    table = table.sort_values(["count", "documents", "term"], ascending=[False, False, True], ignore_index=True)
    return table[["term", "count", "per_1000", "documents", "document_share"]].head(len(table) if top is None else top)


def concordance(corpus: Corpus, query: str, width: int = 60, by: str = "any") -> pd.DataFrame:
    """Return every occurrence of a word or phrase with its context (keyword in context).

    Columns: article_id, part, sentence, start, end (offsets into the part), left, match, right (up to `width`
    characters of context), title, published, source. A word is matched on its normalised `form`, its `lemma`, or
    `any` of the two; a phrase word by word within a sentence. Raises ValueError for an empty query or another `by`.
    """
    if by not in ("any", "form", "lemma"):
        raise ValueError(f"by={by!r}: choose 'any', 'form' or 'lemma'")
    words = [query[start:end] for start, end in token_spans(query)]
    if not words:
        raise ValueError(f"query={query!r}: give a word or a phrase")
    first, last = _occurrences(corpus, words, by)
    table = corpus.tokens.loc[first, ["article_id", "part", "sentence", "start"]].reset_index(drop=True)
    table["end"] = corpus.tokens.loc[last, "end"].to_numpy()
    about = corpus.articles.set_index("article_id")
    contexts = [
        _context(about.at[row.article_id, row.part], row.start, row.end, width) for row in table.itertuples(index=False)
    ]
    table[["left", "match", "right"]] = pd.DataFrame(contexts, columns=["left", "match", "right"], dtype="str")
    for column in ("title", "published", "source"):
        table[column] = about[column].reindex(table["article_id"]).to_numpy()
    return table[CONCORDANCE]


def _occurrences(corpus: Corpus, words: Iterable[str], by: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the positions in `corpus.tokens` of the first and the last token of each occurrence."""
    tokens = corpus.tokens
    forms, roots = _normalized(tokens["form"]), _normalized(tokens["lemma"])
    sentence = pd.Series(tokens.groupby(["article_id", "part", "sentence"], sort=False).ngroup()).to_numpy()
    found = np.arange(len(tokens))
    lemmatizer = corpus.info.get("lemmatizer", "auto")
    words = list(words)
    for step, word in enumerate(words):
        hit = np.zeros(len(tokens), dtype=bool)
        if by in ("any", "form"):
            hit |= forms == normalize(word)
        if by in ("any", "lemma"):
            hit |= roots == normalize(lemmas.lemmatize([word], lemmatizer)[0])
        found = found[found + step < len(tokens)]
        found = found[hit[found + step] & (sentence[found + step] == sentence[found])]
    return found, found + len(words) - 1


def _normalized(values: pd.Series) -> np.ndarray:
    """Return the values normalised for matching, each distinct one once."""
    codes, distinct = pd.factorize(values)
    return np.array([normalize(value) for value in distinct], dtype=object)[codes] if len(codes) else np.array([])


def _context(text: str, start: int, end: int, width: int) -> tuple[str, str, str]:
    """Return left context, match and right context, cut at white space."""
    left, right = text[max(start - width, 0) : start], text[end : end + width]
    if start > width and " " in left:
        left = left.split(" ", 1)[1]
    if end + width < len(text) and " " in right:
        right = right.rsplit(" ", 1)[0]
    return " ".join(left.split()), text[start:end], " ".join(right.split())
