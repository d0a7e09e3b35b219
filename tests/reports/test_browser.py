"""The reports in a real browser, with the network blocked: headless Chromium, axe-core."""

import csv
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse
from xml.etree import ElementTree

import pytest

from analysis.reports import parameters

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
MISSING = [
    name
    for name, there in (
        ("the package playwright", importlib.util.find_spec("playwright")),
        ("the package axe-playwright-python", importlib.util.find_spec("axe_playwright_python")),
        ("the browser chromium", CHROMIUM),
    )
    if not there
]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"needs {' and '.join(MISSING)}, which is not there")

NAMES = ("index", *parameters.NOTEBOOKS)
SETS = {"sample": "en", "arabic": "ar", "seven": "en", "hostile": "en"}
MOST = 5_000_000  # bytes of a page
PHONE = 390
# Marks up, reorders, computes, formats: nothing of it may happen.
HOSTILE = '=HYPERLINK("http://x.example","y") <script>window.hit=1</script> {{ 7*7 }} $x^2$ \u202eاسم "q" & \'p\''
STORY = """بحث مسؤولون من باكستان وأفغانستان أمن الحدود يوم 4 يونيو 2023 <img src=x onerror="window.hit=1"> في كابل.
وقال متحدث باسم حركة طالبان الأفغانية {{ config }} إن بلاده لن تستخدم $\\alpha$ ضد باكستان \u202eوالصين.
ودعت باكستان وأفغانستان إلى الحوار <script>window.hit=1</script> بعد هجوم دامٍ في بيشاور."""


def write(target: Path, *arguments: object, cwd: Path | None = None) -> Path:
    command = [sys.executable, "-m", "analysis.cli", "report", *map(str, arguments), "--out", str(target)]
    done = subprocess.run([*command, "--jobs", "2"], cwd=cwd, capture_output=True, text=True, env=os.environ)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="module")
def sets(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return a function that gives the folder of a set of reports, written when first asked for."""
    made: dict[str, Path] = {}
    root = tmp_path_factory.mktemp("browser")

    def get(name: str, shared: Path | None = None) -> Path:
        if name not in made:
            source: list[object] = []
            if name == "seven":
                assert shared
                source = [shared / "articles"]
            elif name == "hostile":
                source = [hostile(root)]
            made[name] = write(root / name, *source, "--language", SETS[name])
        return made[name]

    return get


def hostile(root: Path) -> Path:
    """Write a table of articles that do their worst in every field."""
    folder = root / "<b>{{x}} $y$ '&"
    folder.mkdir()
    with (folder / "=1+1 <i>{{x}}.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["title", "text", "source", "author", "date"])
        for number in range(3):
            rows.writerow(
                [f"{HOSTILE} {number}", STORY, f"=1+{number} <u>\u202eمصدر", HOSTILE, f"2023-06-0{number + 1}"]
            )
    (folder / "$x$ {{y}}.json").write_text(json.dumps([{"title": HOSTILE, "body": STORY * 2}]), encoding="utf-8")
    (folder / "'=2+2'.txt").write_text(f"{HOSTILE}\n\n{STORY}\n\n{STORY.replace('باكستان', 'الهند')}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield chromium
        chromium.close()


@contextmanager
def opened(browser: Any, path: Path, width: int = 1280, scheme: str = "light", *, script: bool = True) -> Iterator[Any]:
    """Open a page with nothing but files within reach; it must ask for nothing else and complain of nothing."""
    faults: list[str] = []
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        reduced_motion="reduce",
        java_script_enabled=script,
    )
    page = context.new_page()

    def route(each: Any) -> None:
        if each.request.url == path.as_uri():
            each.continue_()
        else:
            faults.append(f"asks for {each.request.url[:200]}")
            each.abort()

    context.route(lambda url: not url.startswith("data:"), route)
    page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
    page.goto(path.as_uri())
    if script and page.locator("#data").count():
        page.evaluate("report.ready")
    yield page
    context.close()
    assert faults == []


def folder_of(sets: Any, name: str, request: pytest.FixtureRequest) -> Path:
    return sets(name, request.getfixturevalue("shared") if name == "seven" else None)


def serious(page: Any) -> list[str]:
    """Return the serious faults that axe-core finds."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for each in found
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"][:3]
    ]


def overflow(page: Any) -> int:
    """Return by how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("which", SETS)
def test_a_page_opens_quietly_and_is_accessible(
    sets: Any, browser: Any, request: pytest.FixtureRequest, which: str, name: str
) -> None:
    folder = folder_of(sets, which, request)
    path = folder / f"{name}.html"
    assert path.stat().st_size < MOST
    with opened(browser, path) as page:
        root = page.locator("html")
        language = SETS[which]
        assert (root.get_attribute("lang"), root.get_attribute("dir")) == (
            language,
            "rtl" if language == "ar" else "ltr",
        )
        assert page.evaluate("document.title").strip() and page.locator("h1").count() == 1
        links = page.eval_on_selector_all("a[href]", "all => all.map(each => each.getAttribute('href'))")
        for link in set(links):
            target = urlparse(link)
            assert not target.scheme, link
            assert not target.path or (folder / unquote(target.path)).exists(), link
            if target.fragment and not target.path:
                assert page.evaluate("id => document.getElementById(id) !== null", unquote(target.fragment)), link
        for image in page.locator("svg[aria-label], svg[role]").all():
            assert image.get_attribute("aria-label")
        assert page.evaluate("window.hit") is None
        assert overflow(page) <= 0
        assert serious(page) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("which", ["sample", "arabic"])
def test_a_page_fits_a_phone_in_the_dark(sets: Any, browser: Any, which: str, name: str) -> None:
    with opened(browser, sets(which) / f"{name}.html", PHONE, "dark") as page:
        assert overflow(page) <= 0
        if page.locator("td a.evidence").count():
            table_of(page).locator("td a.evidence").first.click()
            section = page.locator("tr.opened section").first.bounding_box()
            assert section["width"] <= PHONE
            assert overflow(page) <= 0
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
        assert serious(page) == []


@pytest.mark.parametrize("which", ["sample", "arabic"])
def test_articles_can_be_read_by_themselves(sets: Any, browser: Any, which: str) -> None:
    folder = sets(which)
    pages = sorted((folder / "articles").glob("*.html"))
    assert len(pages) > 50
    with opened(browser, pages[0]) as page:
        assert page.locator("article mark").count() > 3
        assert page.locator("article").evaluate("each => getComputedStyle(each).direction") == "rtl"
        kinds = page.eval_on_selector_all(".legend mark", "all => all.map(each => each.className)")
        used = page.eval_on_selector_all("article mark", "all => all.flatMap(each => [...each.classList])")
        assert set(kinds) == set(used)
        assert serious(page) == []
    with opened(browser, pages[0], PHONE, "dark") as page:
        assert overflow(page) <= 0 and serious(page) == []


def table_of(page: Any) -> Any:
    """Return the first table of a page whose rows open their sentences, its tab chosen."""
    section = page.locator("section.figure:has(details.contexts.scripted)").first
    section.get_by_role("tab", name=re.compile("Table|جدول")).click()
    return section.locator(".table")


def column(table: Any, place: int) -> list[str]:
    return [each.strip() for each in table.locator(f"tbody tr:visible > td:nth-child({place})").all_inner_texts()]


def test_tables_sort_by_number_and_by_arabic_letters(sets: Any, browser: Any) -> None:
    with opened(browser, sets("arabic") / "overview.html") as page:
        table = table_of(page)
        count = table.get_by_role("button", name="العدد")
        for way, wanted in (("descending", True), ("ascending", False)):
            count.click()
            assert count.locator("xpath=..").get_attribute("aria-sort") == way
            numbers = [int(each.replace(",", "")) for each in column(table, 2)]
            assert len(numbers) == 10 and numbers == sorted(numbers, reverse=wanted)
        term = table.get_by_role("button", name="المصطلح")
        term.focus()
        page.keyboard.press("Enter")
        terms = [each.strip("+− ") for each in column(table, 1)]
        order = page.evaluate("all => [...all].sort(new Intl.Collator('ar').compare)", terms)
        assert terms == order and terms[0][0] in "اأإآ"
        assert count.locator("xpath=..").get_attribute("aria-sort") is None


def test_tables_search_in_any_spelling(sets: Any, browser: Any) -> None:
    with opened(browser, sets("sample") / "overview.html") as page:
        table = table_of(page)
        box = table.locator("xpath=preceding-sibling::*").locator("input.search")
        everything = column(table, 1)
        for wanted in ("افغانستان", "أَفغانســتان", "AFGHAN"):
            box.fill(wanted)
            found = column(table, 1)
            assert 0 < len(found) < len(everything) and any("أفغانستان" in each for each in found), wanted
            assert str(len(found)) in box.locator("xpath=following-sibling::*").inner_text()
        box.fill("لا شيء كهذا")
        assert column(table, 1) == []
        box.fill("")
        assert column(table, 1) == everything


@pytest.mark.parametrize("name", ["topics", "actors", "timeline"])
def test_evidence_opens_and_closes_by_click_and_by_key(sets: Any, browser: Any, name: str) -> None:
    with opened(browser, sets("sample") / f"{name}.html") as page:
        link = table_of(page).locator("td a.evidence").first
        opened_rows = page.locator("tr.opened")
        for act in (link.click, lambda: page.keyboard.press("Enter"), lambda: page.keyboard.press(" ")):
            for state, rows in (("true", 1), ("false", 0)):
                link.focus()
                act()
                assert link.get_attribute("aria-expanded") == state and opened_rows.count() == rows
        link.click()
        sentence = opened_rows.locator("li").first
        assert sentence.evaluate("each => getComputedStyle(each).direction") == "rtl"
        target = sentence.locator("a").get_attribute("href")
        assert (sets("sample") / target).exists()


def test_a_row_opens_as_many_words_as_it_counts(sets: Any, browser: Any) -> None:
    with opened(browser, sets("sample") / "overview.html") as page:
        for row in table_of(page).locator("tbody tr").all()[:12]:
            count = int(row.locator("td").nth(1).inner_text())
            section = page.locator(row.locator("a.evidence").get_attribute("href"))
            told = section.locator(".note")
            if not told.count():
                assert section.locator("mark").count() == count
                return
        total = re.search(r"of ([\d,]+) sentences", told.text_content())
        assert total and 0 < int(total.group(1).replace(",", "")) <= count


@pytest.mark.parametrize("which", ["sample", "arabic"])
def test_a_page_says_all_without_its_script(sets: Any, browser: Any, which: str) -> None:
    with opened(browser, sets(which) / "actors.html", script=False) as page:
        for section in page.locator("section.figure").all():
            assert section.locator("h2.finding").inner_text().strip()
        assert page.locator("svg.static").count() > 4 and not page.locator("#theme").is_visible()
        rows = page.locator("#fig-actors-mentions details.rows")
        rows.locator("summary").first.click()
        link = rows.locator(".note a").last  # the script holds the sentences of these rows: the file has them, too
        assert link.is_visible() and (sets(which) / link.get_attribute("href")).is_file()
        assert page.locator("a.evidence[href^='#']").evaluate_all(
            "all => all.every(each => document.getElementById(each.getAttribute('href').slice(1)))"
        )
        page.locator("#fig-actors-candidates details.rows summary").first.click()
        link = page.locator("#fig-actors-candidates td a.evidence").first
        assert page.locator(link.get_attribute("href")).count() == 1
    with opened(browser, sets(which) / "index.html", script=False) as page:
        assert page.locator("#fig-front-findings .card").count() >= 1
        assert page.locator("#fig-front-volume svg.static").is_visible()
        assert {each.get_attribute("href") for each in page.locator("a.way").all()} == {
            f"{name}.html" for name in parameters.NOTEBOOKS
        }


def test_figures_take_the_inks_of_the_page_in_the_dark(sets: Any, browser: Any) -> None:
    with opened(browser, sets("sample") / "actors.html", scheme="dark", script=False) as page:
        ink = "each => getComputedStyle(each).fill"
        label = page.locator("svg.static text").first.evaluate(ink)
        assert label == page.locator("body").evaluate("each => getComputedStyle(each).color")
        plain = "all => all.filter(each => getComputedStyle(each).fill === 'rgb(255, 255, 255)').length"
        assert page.eval_on_selector_all("svg.static path", plain) == 0


def test_a_page_prints_whole(sets: Any, browser: Any, tmp_path: Path) -> None:
    with opened(browser, sets("sample") / "actors.html", width=680) as page:
        assert page.pdf(format="A4").startswith(b"%PDF")
        page.emulate_media(media="print")
        assert page.locator("footer dl.facts").is_visible()
        for hidden in ("header nav", "#filter", "[role=tablist]", "details.code"):
            assert not page.locator(hidden).first.is_visible(), hidden
        assert overflow(page) <= 0
        wide = page.eval_on_selector_all("table", "all => all.filter(each => each.offsetWidth > 680).length")
        assert wide == 0


def test_hostile_text_is_text_everywhere(sets: Any, browser: Any) -> None:
    folder = sets("hostile")
    with opened(browser, folder / "overview.html") as page:
        row = page.locator("tbody tr", has_text="HYPERLINK").first
        assert "<script>window.hit=1</script> {{ 7*7 }} $x^2$" in row.inner_text()
    for path in [*(folder / f"{name}.html" for name in NAMES), *(folder / "articles").glob("*.html")]:
        with opened(browser, path) as page:
            assert page.evaluate("window.hit") is None
            assert page.locator("main :is(script, b, u, img:not(.card img))").count() == 0
            if path.parent.name == "articles":
                text = page.locator("article").inner_text()
                assert "<script>window.hit=1</script> {{ 7*7 }} $x^2$" in text and "{{ config }}" in text
    tables = list((folder / "tables").glob("*.csv"))
    cells = [
        cell
        for path in tables
        for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
        for cell in row
        if "HYPERLINK" in cell or cell.lstrip("'").startswith("=1+")
    ]
    assert len(cells) > 5 and all(cell.startswith("'=") or not cell.startswith(tuple("=+-@")) for cell in cells)
    for path in [*folder.glob("*.g*"), *(folder / "figures").glob("*.svg")]:
        root = ElementTree.parse(path).getroot()
        assert not [each for each in root.iter() if each.tag.rpartition("}")[2] in ("script", "img", "u")]
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    assert all(re.fullmatch(r"[\w./-]+", name) for name in names)
    assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["corpus"]["articles"] >= 4


def test_reordering_characters_stay_within_their_element(sets: Any, browser: Any) -> None:
    stays = """() => {
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), open = [];
        while (walker.nextNode()) {
            const node = walker.currentNode, parent = node.parentElement;
            if (!/[\\u202a-\\u202e\\u2066-\\u2069]/.test(node.data) || parent.closest("script, pre")) continue;
            let each = parent;
            while (each && !/isolate|plaintext/.test(getComputedStyle(each).unicodeBidi)
                && !["P", "LI", "H1", "TD", "TEXT"].includes(each.tagName.toUpperCase())) each = each.parentElement;
            if (!each || ["BODY", "MAIN", "HTML"].includes(each.tagName)) open.push(node.data.slice(0, 60));
        }
        return open;
    }"""
    folder = sets("hostile")
    found = 0  # such characters do arrive on the pages
    for path in [*(folder / f"{name}.html" for name in NAMES), *(folder / "articles").glob("*.html")]:
        found += path.read_text(encoding="utf-8").count("\u202e")
        with opened(browser, path) as page:
            assert page.evaluate(stays) == []
    assert found > 0
