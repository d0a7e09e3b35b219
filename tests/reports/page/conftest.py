"""Live pages in a real browser: one of each language, made of the sample as a report makes them, without a notebook."""

import importlib.util
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, NamedTuple

import pandas as pd
import pytest

import analysis
from analysis.reports.columns.made import columns, packed
from analysis.reports.frame import common_fields
from analysis.text.folding import normalize
from analysis.topics.dictionary import load_dictionary
from analysis.topics.themes import theme_matches

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
NEEDED = ("playwright", "axe_playwright_python")
MISSING = [name for name in NEEDED if not importlib.util.find_spec(name)] + ([] if CHROMIUM else ["chromium"])
RUN = {"corpus": "The sample", "fingerprint": "0123456789abcdef", "version": "1.0", "day": "2026-01-02"}
Open = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(scope="module")  # its event loop would be in the way of others in the same process
def browser() -> Iterator[Any]:
    if MISSING:
        pytest.skip(f"needs {' and '.join(MISSING)}, which is not there")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def data() -> dict[str, Any]:
    return columns(analysis.read(), load_dictionary(None), "The sample", "en")


def html(data: dict[str, Any], language: str, figures: tuple[str, ...]) -> str:
    """Return a page of these figures, with the style, script, phrases and policy of all pages."""
    fields = common_fields(language)
    sections = "".join(
        f'<section class="figure" id="fig-{name}" data-figure="{name}"><p class="question">?</p>'
        '<h2 class="finding">!</h2>'
        '<div class="chart">static</div><details class="rows"><summary>Table</summary></details>'
        '<details class="sources"><summary>Sources</summary><p>Counted.</p></details><p class="note"></p></section>'
        for name in figures
    )
    return (
        f'<!doctype html><html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">'
        '<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>t</title><style>{fields["style"]}</style>'
        f'<meta http-equiv="Content-Security-Policy" content="{fields["policy"]}"></head>'
        f"<body data-run='{json.dumps(RUN)}'>"
        '<header class="top"><a class="corpus" href="index.html">c</a><nav aria-label="p">'
        '<a href="actors.html">a</a></nav><button id="theme" type="button" hidden aria-label="t">o</button></header>'
        f'<div id="filter" role="search"></div><main id="main"><h1>h</h1>{sections}</main>'
        f'<script id="words" type="application/json">{fields["say"]}</script>'
        f'<script id="data" type="application/gzip">{packed(data)}</script>'
        f"<script>{fields['script']}</script></body></html>"
    )


@pytest.fixture(scope="module")
def opened(browser: Any, data: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Open:
    """Return a function that opens a page of figures; it must ask for nothing and complain of nothing."""
    folder = tmp_path_factory.mktemp("live")

    @contextmanager
    def open_(
        *figures: str,
        language: str = "en",
        hash: str = "",
        width: int = 1280,
        scheme: str = "light",
        columns: dict[str, Any] | None = None,
    ) -> Iterator[Any]:
        path = folder / f"{'-'.join(figures)}-{language}.html"
        path.write_text(html(columns or data, language, figures), encoding="utf-8")
        faults: list[str] = []
        size = {"width": width, "height": 900}
        context = browser.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce")
        page = context.new_page()
        page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request", lambda each: faults.append(each.url) if not each.url.startswith(("file:", "data:")) else None
        )
        page.goto(f"{path.as_uri()}#{hash}")
        page.evaluate("window.report.ready")
        yield page
        context.close()
        assert faults == []

    return open_


class Filter(NamedTuple):
    """What an address says, and the same as values."""

    hash: str = ""
    outlet: str | None = None
    actor: str | None = None
    theme: str | None = None
    days: tuple[str, str] | None = None
    words: str | None = None


def filters(sample: analysis.Corpus) -> list[Filter]:
    outlet = sample.counted["source"].value_counts().index[0]
    return [
        Filter(),
        Filter(f"out={outlet}", outlet=outlet),
        Filter("d=2023-01-01_2024-06-30&th=terrorism", days=("2023-01-01", "2024-06-30"), theme="terrorism"),
        Filter("act=pakistan&q=أَفغان", actor="pakistan", words="افغان"),
    ]


def kept(corpus: analysis.Corpus, wanted: Filter, *without: str, copies: bool = False) -> pd.DataFrame:
    """Return the articles that a filter keeps, without some of its dimensions."""
    table = corpus.articles if copies else corpus.counted
    if wanted.outlet and "outlet" not in without:
        table = table[table["source"] == wanted.outlet]
    if wanted.days and "days" not in without:
        table = table[table["published"].between(*wanted.days)]
    if wanted.actor and "actor" not in without:
        named = corpus.counted_mentions()
        table = table[table["article_id"].isin(named.loc[named["actor"] == wanted.actor, "article_id"])]
    if wanted.theme and "theme" not in without:
        found = theme_matches(corpus)
        table = table[table["article_id"].isin(found.loc[found["theme"] == wanted.theme, "article_id"])]
    if wanted.words and "words" not in without:
        text = table[["title", "subtitle", "body"]].fillna("").agg("\n".join, axis=1)
        table = table[[normalize(wanted.words) in normalize(each) for each in text]]
    return table


def rows(page: Any, figure: str, wanted: Filter) -> pd.DataFrame:
    found = page.evaluate("([name, hash]) => window.report.rows(name, hash)", [figure, wanted.hash])
    return pd.DataFrame(found["rows"], columns=found["columns"])


@pytest.fixture(params=range(4), ids=["all", "outlet", "days-theme", "actor-words"])
def wanted(request: pytest.FixtureRequest, sample: analysis.Corpus) -> Filter:
    return filters(sample)[request.param]


@pytest.fixture
def keep(sample: analysis.Corpus, wanted: Filter) -> Callable[..., pd.DataFrame]:
    """Return a function that gives the articles that the filter keeps, without some of its dimensions."""
    return lambda *without, copies=False: kept(sample, wanted, *without, copies=copies)


@pytest.fixture
def count(wanted: Filter) -> Callable[[Any, str], pd.DataFrame]:
    """Return a function that gives the table of a figure of a page under the filter."""
    return lambda page, figure: rows(page, figure, wanted)
