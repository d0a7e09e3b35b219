"""The HTML of a notebook that has run."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape, unescape
from pathlib import Path
from typing import Any

import nbformat

from analysis.corpus.corpus import Corpus
from analysis.reports.codebook import told
from analysis.reports.frame import common_fields, relinked, render
from analysis.reports.live import lightened
from analysis.reports.sections import page_of
from analysis.reports.translation import in_language
from analysis.show.facts import source_name
from analysis.wording.phrases import wording

FINDING = re.compile(r'<(h2|p) class="finding">(.*?)</\1>', re.DOTALL)
FIGURE = re.compile(
    r'id="(fig-[\w-]+)"[^>]*>\s*<p class="question">(.*?)</p>\s*<h2 class="finding">(.*?)</h2>', re.DOTALL
)
CITED = re.compile(r'href="articles/([0-9a-f]{16})\.html')
LOG = "overview.html#fig-overview-remarks"


def write_page(
    folder: Path, name: str, corpus: Corpus, record: Mapping[str, Any], language: str, data: str = ""
) -> None:
    """Write the HTML of a notebook that has run, and remove the notebook; see `link` for what leads to the others.

    `record` tells how it was made; `data` are the columns that its figures draw from, packed (see columns.made).
    """
    path = folder / f"{name}.ipynb"
    page = page_of(in_language(nbformat.read(path, as_version=4), name, language))
    if data:
        page = page._replace(sections=lightened(page.sections, language))
    fields = {
        **common_fields(language),
        "name": name,
        "corpus": source_name(corpus, language),
        "title": f"{wording(language)['titles'][name]} – {source_name(corpus, language)}",
        "page": page,
        "data": data,
        "about": about(record, corpus, language, page.facts, [name]),
    }
    render("page.html.j2", folder / f"{name}.html", fields)
    path.unlink()


def about(record: Mapping[str, Any], corpus: Corpus, language: str, facts: str, names: Sequence[str]) -> dict[str, Any]:
    """Return how a page was made and how to cite it: `facts` of the corpus, to which the day of the run comes."""
    phrases = wording(language)["phrases"]
    held, day = record["corpus"], record["made"][:10]
    run = f"<div><dt>{escape(phrases['run'])}</dt><dd><bdi>{day}</bdi></dd></div>"
    parameters = {name: record["parameters"][name] for name in names}
    return {
        "facts": facts.replace("</dl>", f"{run}</dl>", 1),  # a notebook does not know the time of its run
        "citation": phrases["citation"].format(
            corpus=source_name(corpus, language),
            articles=held["counted"],
            fingerprint=held["fingerprint"],
            version=record["versions"]["arabic-news-analysis"],
            day=day,
        ),
        "run": json.dumps(run_of(record, corpus, language), ensure_ascii=False),
        "codebook": told(record["codebook"], language) if record.get("codebook") else [],
        "command": record["command"],
        "parameters": json.dumps(parameters, ensure_ascii=False, indent=2),
        "versions": json.dumps(record["versions"], ensure_ascii=False, indent=2),
        "log": LOG if "overview" in record["reports"] else "index.html#log",
        "remarks": wording(language)["page"]["remarks"].format(count=len(record["skipped"])),
    }


def run_of(record: Mapping[str, Any], corpus: Corpus, language: str) -> dict[str, str]:
    """Return what a citation of a number says of the run: corpus, fingerprint, version, day."""
    return {
        "corpus": source_name(corpus, language),
        "fingerprint": record["corpus"]["fingerprint"],
        "version": record["versions"]["arabic-news-analysis"],
        "day": record["made"][:10],
    }


def link(folder: Path, target: Path, name: str, names: Sequence[str], language: str) -> None:
    """Write a page of `folder` to `target` where its links are not those to the reports `names`."""
    old = (folder / f"{name}.html").read_text(encoding="utf-8")
    new = relinked(old, name, names, language)
    if new != old:
        (target / f"{name}.html").write_text(new, encoding="utf-8")


def finding_of(folder: Path, name: str) -> str:
    """Return the first finding of a page, as text; names in it are isolated."""
    found = FINDING.search((folder / f"{name}.html").read_text(encoding="utf-8"))
    return _text(found[2]) if found else ""


def figures_of(folder: Path, name: str) -> dict[str, tuple[str, str]]:
    """Return the figures of a page that tell a finding: where each stands, its question and its finding, as text."""
    found = FIGURE.findall((folder / f"{name}.html").read_text(encoding="utf-8"))
    return {id: (_text(question), _text(finding)) for id, question, finding in found}


def _text(html: str) -> str:
    html = re.sub(r"<bdi\b[^>]*>", "\u2068", html).replace("</bdi>", "\u2069")
    return unescape(re.sub(r"<[^>]*>", "", html))


def cited(folder: Path, names: Iterable[str]) -> set[str]:
    """Return the ids of the articles that the pages link to."""
    pages = ((folder / f"{name}.html").read_text(encoding="utf-8") for name in names)
    return {id for page in pages for id in CITED.findall(page)}


def language_of(parameters: Mapping[str, Mapping[str, Any]]) -> str:
    """Return the language of a run."""
    return next(iter(parameters.values())).get("language") or "en"
