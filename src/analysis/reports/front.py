"""The front page of a set of reports: what the corpus is, what departs, which stories ran, how much and when."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.lemmas.lemmatize import describe as describe_lemmas
from analysis.reports.frame import common_fields, relinked, render
from analysis.reports.lead import lead
from analysis.reports.pages import about
from analysis.reports.sections import Section, front_section
from analysis.show.facts import checked, entities_used, source_name, span
from analysis.show.html import html_table, isolated
from analysis.show.svg import themed
from analysis.text import tables
from analysis.wording.outlets import outlet_name
from analysis.wording.phrases import wording

STORIES = ["headline", "articles", "independent", "outlets", "first", "last", "first_outlet"]
LEADING = (
    "timeline-bursts",
    "actors-network",
    "topics-keyness",
    "actors-changes",
    "overview-shares",
    "actors-relations",
)
ROWS = 25  # of the table of stories without the script; all of them are in the file


class Card(NamedTuple):
    """What the front page tells of a report: its first finding, what its figures find (by where they stand: question,
    finding), its language; how it was made, if by another run."""

    name: str
    finding: str
    figures: Mapping[str, tuple[str, str]]
    language: str
    earlier: Mapping[str, Any] | None


def write_index(
    folder: Path,
    corpus: Corpus,
    record: Mapping[str, Any],
    cards: Sequence[Card],
    files: Iterable[str],
    *,
    findings: Section | None = None,
    data: str = "",
) -> None:
    """Write the front page. Figures without the script are those of the overview, where it is among the reports."""
    language = next(card.language for card in cards if not card.earlier)
    phrases = wording(language)["phrases"]
    names, unread = [card.name for card in cards], record["unread"]
    told = None if data else _told(cards, language)
    sections = [findings or told, _stories(folder, language, bool(data)), _volume(folder, language, bool(data))]
    fields = {
        **common_fields(language),
        "name": "index",
        "corpus": source_name(corpus, language),
        "data": data,
        "lead": lead(corpus, language),
        "sections": [*(each for each in sections if each), _ways(cards, record, language)],
        "articles": _article_list(set(files), corpus, language),
        "about": about(record, corpus, language, _facts(corpus, record, language), names),
        "skipped": phrases["skipped"].format(count=unread) if unread else phrases["none_skipped"],
        "problems": record["skipped"],
        "files": [file for file in sorted(files) if not file.endswith(".html")],
    }
    path = folder / "index.html"
    render("index.html.j2", path, fields)
    path.write_text(relinked(path.read_text(encoding="utf-8"), "index", names, language), encoding="utf-8")


def _stories(folder: Path, language: str, live: bool) -> Section | None:
    """Return the stories by outlets, as the overview draws and tells them; nothing where there is neither."""
    charts = _figure(folder, "overview-stories", language)
    file = folder / "tables" / "overview-stories.csv"
    shown = []
    if file.is_file():
        table = pd.read_csv(file, encoding="utf-8-sig", parse_dates=["first", "last"]).head(ROWS)
        told = html_table(table[[each for each in STORIES if each in table]], language)
        label = escape(wording(language)["page"]["stories"], quote=True)
        shown = [f'<div class="table" tabindex="0" role="group" aria-label="{label}">{told}</div>']
    return front_section("front-stories", language, charts=charts, tables=shown) if live or charts or shown else None


def _volume(folder: Path, language: str, live: bool) -> Section | None:
    charts = _figure(folder, "overview-volume", language)
    return front_section("front-volume", language, charts=charts) if live or charts else None


def _figure(folder: Path, name: str, language: str) -> list[str]:
    """Return a figure that a report kept, as HTML, or nothing."""
    path = folder / "figures" / f"{name}.svg"
    if not path.is_file():
        return []
    caption = escape(wording(language)["figures"].get(name, ""))
    return [f"<figure>{themed(path.read_text(encoding='utf-8'))}<figcaption>{caption}</figcaption></figure>"]


def _ways(cards: Sequence[Card], record: Mapping[str, Any], language: str) -> Section:
    """Return the ways on: each report with its first finding; of an earlier run, also when and of what it was made."""
    words = wording(language)
    told = [
        {
            **card._asdict(),
            "href": f"{card.name}.html",
            "title": words["page"]["short"][card.name],
            "earlier": _earlier(card, record, words["phrases"]),
        }
        for card in cards
    ]
    return front_section(
        "front-ways", language, findings=[escape(words["page"]["begin"])], charts=[_links(told, language)]
    )


def _told(cards: Sequence[Card], language: str) -> Section | None:
    """Return what the figures of the reports of this run find, in the order of `LEADING`, where these are all there is.

    Of too large a corpus, and of reports that are shared, the page holds nothing in which to look for findings.
    """
    figures = {
        id.removeprefix("fig-"): {"href": f"{card.name}.html#{id}", "title": question, "finding": finding}
        for card in cards
        if not card.earlier
        for id, (question, finding) in card.figures.items()
    }
    told = [{**figures[name], "language": language} for name in LEADING if name in figures]
    return front_section("front-told", language, charts=[_links(told, language)]) if told else None


def _links(told: Sequence[Mapping[str, Any]], language: str) -> str:
    loader = jinja2.FileSystemLoader(tables.path("reports/data"))
    template = jinja2.Environment(loader=loader, autoescape=True).get_template("ways.html.j2")
    return str(template.module.ways(told, language))  # type: ignore[attr-defined]


def _earlier(card: Card, record: Mapping[str, Any], phrases: Mapping[str, str]) -> str:
    """Return what sets a report of an earlier run apart: its day and, where it is another, its corpus."""
    if not card.earlier:
        return ""
    held, day = card.earlier["corpus"], card.earlier["made"][:10]
    if held.get("fingerprint") == record["corpus"]["fingerprint"]:
        return phrases["earlier"].format(day=day)
    articles, fingerprint = held.get("counted", "?"), held.get("fingerprint", "?")
    return phrases["earlier_corpus"].format(
        day=day, corpus=card.earlier["name"], articles=articles, fingerprint=fingerprint
    )


def _facts(corpus: Corpus, record: Mapping[str, Any], language: str) -> str:
    """Return the facts of a corpus as the pages of reports have them."""
    held, phrases = record["corpus"], wording(language)["phrases"]
    facts = {
        "corpus": source_name(corpus, language),
        "articles": f"{held['counted']:,}",
        "words": f"{held['words']:,}",
        "span": span(corpus, language),
        "undated": f"{held['undated']:,}",
        "duplicates": f"{held['articles'] - held['counted']:,}",
        "lemmatizer": describe_lemmas(corpus.info.get("lemmatizer", "auto")),
        "entities": entities_used(corpus, language),
        "checked": checked(corpus, language),
    }
    items = "".join(
        f"<div><dt>{escape(phrases[key])}</dt><dd>{isolated(value)}</dd></div>" for key, value in facts.items() if value
    )
    return f'<dl class="facts">{items}</dl>'


def _article_list(files: set[str], corpus: Corpus, language: str) -> list[dict[str, Any]]:
    rows = corpus.columns("articles", ["article_id", "title", "source", "published"]).itertuples(index=False)
    return [
        {
            "id": id,
            "title": title,
            "source": outlet_name(source, language) if isinstance(source, str) else None,
            "published": "" if day != day else f"{day:%Y-%m-%d}",
        }
        for id, title, source, day in rows
        if f"articles/{id}.html" in files
    ]
