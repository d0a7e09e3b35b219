"""The HTML of a set of reports: the page of a notebook that has run, the front page, the pages of articles."""

import json
import re
from base64 import b64encode, standard_b64encode
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from html import escape, unescape
from itertools import count, pairwise
from pathlib import Path
from typing import Any, NamedTuple

import jinja2
import nbformat
import pandas as pd
from nbconvert import HTMLExporter

from analysis.base.frames import PARTS, SPAN
from analysis.corpus.corpus import Corpus
from analysis.reports.translation import in_language
from analysis.show.facts import checked, entities_used, source_name, span
from analysis.show.html import text_of
from analysis.text import tables
from analysis.topics.dictionary import Dictionary
from analysis.topics.themes import theme_matches
from analysis.voices.quotations import quotations
from analysis.wording.phrases import period_label, wording

# The figures of the index.
FRONT = {"overview": "volume", "topics": "frequency", "actors": "network", "timeline": "trend", "compare": "keyness"}
HEADING = re.compile(r'<h2 id="(section-\d+)">(.*?)</h2>', re.DOTALL)
NAV = re.compile(r"(<header>\s*<nav [^>]*>).*?(</nav>)", re.DOTALL)
FINDING = re.compile(r'<p class="finding">(.*?)</p>', re.DOTALL)
CITED = re.compile(r'href="articles/([0-9a-f]{16})\.html')


class Card(NamedTuple):
    """What the index tells of a report: its first finding, figure and language; how it was made, if by another run."""

    name: str
    finding: str
    figure: str | None
    language: str
    earlier: Mapping[str, Any] | None


def write_page(folder: Path, name: str, corpus: Corpus, language: str, made: str, data: str = "") -> None:
    """Write the HTML of a notebook that has run, and remove the notebook; see `link` for what leads to the others.

    `data` are the columns that its figures draw from, packed (see columns.made).
    """
    phrases = wording(language)["phrases"]
    path = folder / f"{name}.ipynb"
    notebook = in_language(nbformat.read(path, as_version=4), name, language)
    notebook.cells = [cell for cell in notebook.cells if _is_shown(cell)]
    page = {**common_fields(language), "name": name, "title": _title(name, corpus, language), "data": data}
    exporter = HTMLExporter(
        template_name="report", extra_template_basedirs=[str(tables.path("reports/data"))], exclude_anchor_links=True
    )
    html, _ = exporter.from_notebook_node(notebook, resources={"page": {**page, "made": made}})
    html = _numbered(re.sub(r"\n\s*\n+", "\n", html))
    html = html.replace("<!--contents-->", _contents(html, language), 1)
    run = f"<div><dt>{escape(phrases['run'])}</dt><dd><bdi>{made[:10]}</bdi></dd></div>"
    html = html.replace("</dl>", f"{run}</dl>", 1)  # the notebook does not know the time of the run
    (folder / f"{name}.html").write_text(html, encoding="utf-8")
    path.unlink()


def link(folder: Path, target: Path, name: str, names: Sequence[str], language: str) -> None:
    """Write a page of `folder` to `target` where its links are not those to the reports `names`."""
    told = wording(language)
    links = [("index", told["phrases"]["contents"]), *((each, told["titles"][each]) for each in names)]
    here = ' aria-current="page"'
    lines = [f'<a href="{each}.html"{here if each == name else ""}>{escape(title)}</a>' for each, title in links]
    old = (folder / f"{name}.html").read_text(encoding="utf-8")
    new = NAV.sub(lambda found: "\n".join([found[1], *lines, found[2]]), old, count=1)
    if new != old:
        (target / f"{name}.html").write_text(new, encoding="utf-8")


def finding_of(folder: Path, name: str) -> str:
    """Return the first finding of a page, as text; names in it are isolated."""
    found = FINDING.search((folder / f"{name}.html").read_text(encoding="utf-8"))
    html = re.sub(r"<bdi\b[^>]*>", "\u2068", found[1]).replace("</bdi>", "\u2069") if found else ""
    return unescape(re.sub(r"<[^>]*>", "", html))


def _title(name: str, corpus: Corpus, language: str) -> str:
    return f"{wording(language)['titles'][name]} – {source_name(corpus, language)}"


def write_index(
    folder: Path, corpus: Corpus, record: Mapping[str, Any], cards: Sequence[Card], files: Iterable[str], data: str = ""
) -> None:
    """Write the front page: a card a report, the log, the files, how to run it again and how to cite it."""
    language = next(card.language for card in cards if not card.earlier)
    phrases = wording(language)["phrases"]
    about, unread = record["corpus"], record["unread"]
    version, day = record["versions"]["arabic-news-analysis"], record["made"][:10]
    name = source_name(corpus, language)
    fields = {
        **common_fields(language),
        "corpus": name,
        "data": data,
        "facts": {
            "articles": f"{about['counted']:,}",
            "words": f"{about['words']:,}",
            "span": span(corpus, language),
            "undated": f"{about['undated']:,}",
            "duplicates": f"{about['articles'] - about['counted']:,}",
            "run": day,
            "lemmatizer": record["lemmatizer"],
            "entities": entities_used(corpus, language),
            "checked": checked(corpus, language),
        },
        "cards": [{**card._asdict(), "earlier": _earlier(card, record, phrases)} for card in cards],
        "articles": _article_list(set(files), corpus),
        "skipped": phrases["skipped"].format(count=unread) if unread else phrases["none_skipped"],
        "problems": record["skipped"],
        "files": [file for file in sorted(files) if not file.endswith(".html")],
        "command": record["command"],
        "parameters": json.dumps(record["parameters"], ensure_ascii=False, indent=2),
        "versions": json.dumps(record["versions"], ensure_ascii=False, indent=2),
        "citation": phrases["citation"].format(
            corpus=name, articles=about["counted"], fingerprint=about["fingerprint"], version=version, day=day
        ),
        "made": record["made"],
    }
    render("index.html.j2", folder / "index.html", fields)


def _earlier(card: Card, record: Mapping[str, Any], phrases: Mapping[str, str]) -> str:
    """Return what sets a report of an earlier run apart: its day and, where it is another, its corpus."""
    if not card.earlier:
        return ""
    about, day = card.earlier["corpus"], card.earlier["made"][:10]
    if about.get("fingerprint") == record["corpus"]["fingerprint"]:
        return phrases["earlier"].format(day=day)
    articles, fingerprint = about.get("counted", "?"), about.get("fingerprint", "?")
    return phrases["earlier_corpus"].format(
        day=day, corpus=card.earlier["name"], articles=articles, fingerprint=fingerprint
    )


def write_articles(folder: Path, corpus: Corpus, dictionary: Dictionary, language: str) -> None:
    """Write a page for each article of a corpus."""
    common = common_fields(language)
    for page in article_pages(corpus, dictionary, language):
        render("article.html.j2", folder / "articles" / f"{page['id']}.html", {**common, **page})


def cited(folder: Path, names: Iterable[str]) -> set[str]:
    """Return the ids of the articles that the pages link to."""
    pages = ((folder / f"{name}.html").read_text(encoding="utf-8") for name in names)
    return {id for page in pages for id in CITED.findall(page)}


def language_of(parameters: Mapping[str, Mapping[str, Any]]) -> str:
    return next(iter(parameters.values())).get("language") or "en"


def _is_shown(cell: Any) -> bool:
    """Tell whether a report shows a cell: all but parameters."""
    return not set(cell.metadata.get("tags", [])) & {"parameters", "injected-parameters"}


def _numbered(html: str) -> str:
    """Return a page whose second headings can be linked to."""
    number = count(1)
    return re.sub("<h2>", lambda _: f'<h2 id="section-{next(number)}">', html)


def _contents(html: str, language: str) -> str:
    """Return the contents of a page: its second headings."""
    items = "".join(f'<li><a href="#{anchor}">{text}</a></li>' for anchor, text in HEADING.findall(html))
    label = escape(wording(language)["phrases"]["sections"], quote=True)
    return f'<nav class="contents" aria-label="{label}"><ol>{items}</ol></nav>' if items else ""


def _article_list(files: set[str], corpus: Corpus) -> list[dict[str, Any]]:
    rows = corpus.articles[["article_id", "title", "source", "published"]].itertuples(index=False)
    return [
        {"id": id, "title": title, "source": source, "published": "" if day != day else f"{day:%Y-%m-%d}"}
        for id, title, source, day in rows
        if f"articles/{id}.html" in files
    ]


def thumbnail(folder: Path, name: str) -> str | None:
    """Return the figure of a report that stands on its card, as a data address."""
    path = folder / "figures" / f"{name}-{FRONT[name]}.svg"
    return f"data:image/svg+xml;base64,{b64encode(path.read_bytes()).decode()}" if path.exists() else None


def render(template: str, path: Path, fields: Mapping[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_environment().get_template(template).render(**fields), encoding="utf-8")


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(tables.path("reports/data")), autoescape=True)


@cache
def common_fields(language: str) -> dict[str, Any]:
    """Return what all pages share: style, script, and the policy that allows these two and nothing else."""
    style, script = (_source(name) for name in ("style.css", "page.js"))
    policy = (
        f"default-src 'none'; img-src data:; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    phrases = wording(language)["phrases"]
    say = json.dumps({name: phrases[name] for name in ("search", "found")}, ensure_ascii=False)
    texts = {"style": style, "script": script, "policy": policy, "say": say}
    return {"language": language, "words": wording(language), **texts}


def _source(name: str) -> str:
    """Return a file of the templates without empty lines, which pages do not keep: the hash is of what stands there."""
    return re.sub(r"\n\s*\n+", "\n", tables.path(f"reports/data/{name}").read_text(encoding="utf-8"))


def _hash(text: str) -> str:
    return f"sha256-{standard_b64encode(sha256(text.encode()).digest()).decode()}"


KINDS = ("actor", "place", "name", "date", "theme", "quoted")


class Mark(NamedTuple):
    """A span of a part: its kind, and what a reader is told of it."""

    start: int
    end: int
    kind: str
    label: str


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
        "facts": [(columns[name], text) for name in shown if (text := text_of(article[name]))],
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
