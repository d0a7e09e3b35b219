"""A corpus to the data of its pages: plain lists, of which each page takes those that its figures draw from."""

import gzip
import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from analysis.corpus.corpus import Corpus
from analysis.reports.columns import actors, acts, articles, terms, times
from analysis.reports.columns.rows import ALL, SOME, rows_of
from analysis.topics.dictionary import Dictionary

Data = dict[str, Any]
SHARED = ("meta", "articles", "actors", "mentions", "themes", "theme_words", "sentences")
SENTENCES = ("sentences", "mentions", "theme_words", "term_words")  # what tells where in a sentence something stands
PAGES = {
    "index": ("stories", "pairs", "relations", "events"),
    "overview": ("stories",),
    "actors": ("stories", "pairs", "net", "relations", "voices"),
    "topics": ("terms", "term_words"),
    "timeline": ("stories", "events", "past", "relations"),
    "compare": ("terms", "term_words"),
}


def mode(corpus: Corpus) -> str:
    """Return how much a page holds: `all` sentences, `columns` without them, or `sums` (no data yet)."""
    size = len(corpus.counted_columns(["article_id"]))
    return "all" if size <= ALL else "columns" if size <= SOME else "sums"


def columns(corpus: Corpus, dictionary: Dictionary, name: str, language: str) -> Data:
    """Return the columns of a corpus called `name`, by table; see the functions of this room for what each holds.

    Rows point to rows by number, -1 is none. Days are counted from `meta.day0`. Spans are within their sentence, in
    the units of JavaScript. sentences: article, part, number, text.
    """
    rows = rows_of(corpus)
    told, stories = articles.told(rows)
    named, mentions = actors.named(rows)
    themes, theme_words = terms.themes(rows, dictionary)
    found, term_words = terms.terms(rows)
    events, past = times.told(rows, told, dictionary)
    return {
        "meta": {**articles.meta(rows, dictionary, name, language, told), "mode": mode(corpus)},
        "articles": told,
        "stories": stories,
        "actors": named,
        "mentions": mentions,
        "pairs": actors.together(rows, mentions),
        "net": actors.network(rows),
        "relations": acts.done(rows),
        "voices": acts.said(rows),
        "themes": themes,
        "theme_words": theme_words,
        "terms": found,
        "term_words": term_words,
        "events": events,
        "past": past,
        "sentences": {
            "article": rows.articles.get_indexer(rows.sentences["article_id"]).tolist(),
            "part": rows.sentences["part"].tolist(),
            "number": rows.sentences["sentence"].tolist(),
            "text": rows.sentences["text"].tolist(),
        },
    }


def of_page(data: Mapping[str, Any], page: str, *, files: bool) -> Data:
    """Return what one page takes of the columns; `files` tells whether its articles have pages.

    A page of more than 1,000 articles holds no sentences: its marks open the headlines of what they count.
    """
    keys = [key for key in (*SHARED, *PAGES.get(page, ())) if data["meta"]["mode"] == "all" or key not in SENTENCES]
    kept = {key: data[key] for key in keys if key in data}
    return {**kept, "meta": {**data["meta"], "page": page, "files": files}}


def packed(data: Mapping[str, Any]) -> str:
    """Return columns as the page holds them: JSON, compressed, in base64; the same bytes for the same columns.

    >>> import gzip, json, base64
    >>> json.loads(gzip.decompress(base64.b64decode(packed({"meta": {"days": 3}}))))
    {'meta': {'days': 3}}
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()
