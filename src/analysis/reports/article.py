"""The page of an article: its text with all that was found in it marked."""

from collections import defaultdict
from collections.abc import Sequence
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from analysis.base.frames import PARTS, SPAN
from analysis.corpus.corpus import Corpus
from analysis.reports.frame import READING, common_fields, links, render
from analysis.show.facts import source_name
from analysis.show.html import text_of
from analysis.topics.dictionary import Dictionary
from analysis.topics.themes import theme_matches
from analysis.voices.quotations import quotations
from analysis.wording.outlets import outlet_name
from analysis.wording.phrases import period_label, wording

KINDS = ("actor", "place", "name", "date", "theme", "quoted")


class Mark(NamedTuple):
    """A span of a part: its kind, and what a reader is told of it."""

    start: int
    end: int
    kind: str
    label: str


def write_articles(folder: Path, corpus: Corpus, names: Sequence[str], dictionary: Dictionary, language: str) -> None:
    """Write a page for each article of a corpus; it leads to the front page and the reports `names`."""
    common = {
        **common_fields(language, READING),
        "corpus": source_name(corpus, language),
        "links": links("", names, language, within="../"),
    }
    for page in article_pages(corpus, dictionary, language):
        render("article.html.j2", folder / "articles" / f"{page['id']}.html", {**common, **page})


def article_pages(corpus: Corpus, dictionary: Dictionary, language: str) -> list[dict[str, Any]]:
    """Return what the template needs of each article of a corpus: id, title, facts, parts (HTML), captions, kinds."""
    marks = _marks(corpus, dictionary, language)
    spans: dict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    sentences = corpus.sentences
    for row in zip(*(sentences[each] for each in SPAN), strict=True):
        spans[row[0], row[1]].append(row[2:])
    return [_page(article, marks, spans, language) for article in corpus.articles.to_dict("records")]


def _marks(corpus: Corpus, dictionary: Dictionary, language: str) -> dict[tuple[str, str], list[Mark]]:
    values = wording(language)["values"]
    found: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for row in corpus.mentions.itertuples():
        kind = "place" if row.method == "place" else "name" if row.method == "entity" else "actor"
        label = f"{corpus.registry.label(row.actor, language)} ({values.get(row.actor_type, row.actor_type)})"
        found[row.article_id, row.part].append(Mark(row.start, row.end, kind, label))
    for row in corpus.dates.itertuples():
        known = not pd.isna(row.earliest)
        label = period_label(row.earliest, row.grain, language) if known else wording(language)["phrases"]["unresolved"]
        found[row.article_id, row.part].append(Mark(row.start, row.end, "date", label))
    for row in theme_matches(corpus, dictionary).itertuples():
        found[row.article_id, row.part].append(Mark(row.start, row.end, "theme", dictionary.name(row.theme, language)))
    for row in quotations(corpus).itertuples():
        label = f"{values.get(row.speaker_name, row.speaker_name)} ({values[row.stance]})"
        found[row.article_id, row.part].append(Mark(row.start, row.end, "quoted", label))
    return found


def _page(
    article: dict[str, Any],
    marks: dict[tuple[str, str], list[Mark]],
    spans: dict[tuple[str, str], list[tuple[int, int, int]]],
    language: str,
) -> dict[str, Any]:
    columns = wording(language)["columns"]
    id = article["article_id"]
    shown = ("source", "author", "published", "published_after", "url", "file", "words")
    parts: dict[str, Any] = {}
    kinds: set[str] = set()
    for part in PARTS:
        text = article[part] or ""
        found = marks.get((id, part), [])
        kinds |= {mark.kind for mark in found}
        html = marked_part(text, found, [(s, e, f"{part}-{number}") for number, s, e in spans.get((id, part), [])])
        parts[part] = [line for line in html.split("\n") if line] if part == "body" else html
    return {
        "id": id,
        "title": article["title"],
        "facts": [
            (columns[name], outlet_name(text, language) if name == "source" else text)
            for name in shown
            if (text := text_of(article[name]))
        ],
        "parts": parts,
        "captions": article["captions"],
        "kinds": [kind for kind in KINDS if kind in kinds],
    }


def marked_part(text: str, marks: Sequence[Mark], sentences: Sequence[tuple[int, int, str]]) -> str:
    """Return text as HTML with marks and sentences (start, end, id) as elements; lines stay lines.

    Spans that overlap are cut where they cross; a piece that several marks cover carries all of them.
    """
    cuts = {0, len(text), *(at for mark in marks for at in mark[:2]), *(at for each in sentences for at in each[:2])}
    cuts |= {at + step for at, letter in enumerate(text) if letter == "\n" for step in (0, 1)}
    places = sorted(cuts)
    begun = {start: id for start, _, id in sentences}
    pieces = []
    for start, end in pairwise(places):
        piece = escape(text[start:end])
        over = [mark for mark in marks if mark.start <= start and end <= mark.end]
        if over and piece != "\n":
            classes = " ".join(dict.fromkeys(mark.kind for mark in over))
            labels = "; ".join(dict.fromkeys(mark.label for mark in over))
            piece = f'<mark class="{classes}" title="{escape(labels, quote=True)}">{piece}</mark>'
        anchor = f'<span id="{begun[start]}"></span>' if start in begun else ""
        pieces.append(anchor + piece)
    return "".join(pieces)
