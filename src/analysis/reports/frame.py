"""What all pages share: style, fonts, script, phrases, and the policy that allows these and nothing else."""

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

import jinja2

from analysis.reports.spoken import phrases
from analysis.text import tables
from analysis.wording.phrases import wording

PAGE = "reports/data/page"
STYLES = ("tokens.css", "style.css", "static.css")  # of a page of figures
READING = ("tokens.css", "article.css")  # of the page of an article: there may be hundreds, so they carry little
SPARED = re.compile(
    r"^[ \t]*//.*\n|^[ \t]+", re.MULTILINE
)  # of the script: comments and indents; no text has two lines
NAV = re.compile(r"(<header[^>]*>.*?<nav [^>]*>).*?(</nav>)", re.DOTALL)


@cache
def common_fields(language: str, styles: Sequence[str] = STYLES) -> dict[str, Any]:
    """Return what the template of a page needs in any case; pages of articles have no fonts and no script."""
    figures = styles == STYLES
    style = _plain("".join([_fonts() if figures else "", *(_read(name) for name in styles)]))
    script = _plain(_script()) if figures else ""
    policy = f"default-src 'none'; img-src data:; font-src data:; style-src '{_hash(style)}'; "
    policy += f"script-src '{_hash(script)}'; " if figures else ""
    say = json.dumps(phrases(language), ensure_ascii=False).replace("</", "<\\/")
    return {
        "language": language,
        "words": wording(language),
        "style": style,
        "script": script,
        "policy": f"{policy}base-uri 'none'; form-action 'none'",
        "say": say,
    }


def links(name: str, names: Sequence[str], language: str, *, within: str = "") -> str:
    """Return the links from a page to the front page and the reports `names`, which lie in the folder `within`."""
    page = wording(language)["page"]
    here = ' aria-current="page"'
    shown = [("index", page["front"]), *((each, page["short"][each]) for each in names)]
    return "\n".join(
        f'<a href="{within}{each}.html"{here if each == name else ""}>{escape(title)}</a>' for each, title in shown
    )


def relinked(html: str, name: str, names: Sequence[str], language: str) -> str:
    """Return a page whose links lead to the reports `names`."""
    told = links(name, names, language)
    return NAV.sub(lambda found: f"{found[1]}\n{told}\n{found[2]}", html, count=1)


def render(template: str, path: Path, fields: Mapping[str, Any]) -> None:
    """Write a page."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_environment().get_template(template).render(**fields), encoding="utf-8")


@cache
def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(tables.path("reports/data"))
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _script() -> str:
    """Return the script: its files in their order, each figure in a scope of its own before the last."""
    *core, last = _read("ORDER").split()
    figures = sorted(tables.path(f"{PAGE}/figures").glob("*.js"))
    parts = [*map(_read, core), *(f"{{\n{path.read_text(encoding='utf-8')}}}\n" for path in figures), _read(last)]
    return '"use strict";\n(() => {\n' + SPARED.sub("", "".join(parts)) + "})();"


def _fonts() -> str:
    """Return the faces of the page with their files in them: nothing is fetched."""

    def embedded(found: re.Match[str]) -> str:
        file = tables.path(f"{PAGE}/fonts/{found[1]}").read_bytes()
        return f"url(data:font/woff2;base64,{b64encode(file).decode()})"

    place = tables.path(f"{PAGE}/fonts/fonts.css")
    return re.sub(r"url\(([\w.-]+)\)", embedded, place.read_text(encoding="utf-8")) if place.is_file() else ""


def _read(name: str) -> str:
    return tables.path(f"{PAGE}/{name}").read_text(encoding="utf-8")


def _plain(text: str) -> str:
    """Return text without empty lines, which pages do not keep: the hash is of what stands there."""
    return re.sub(r"\n\s*\n+", "\n", text)


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
