"""A page before the eyes: it fits, it is accessible, it is quick; figures stay within their budget."""

import statistics
from collections.abc import Callable
from typing import Any

import pytest

Open = Callable[..., Any]
FRONT = ("front-findings", "front-stories", "front-volume", "front-ways")
NODES = 800  # of a figure, at most
CHANGE = """async (hashes) => {
    const times = [];
    for (const hash of hashes) {
        const begun = performance.now();
        location.hash = hash;
        await new Promise((done) => addEventListener("hashchange", () => setTimeout(done), { once: true }));
        document.body.getBoundingClientRect();
        times.push(performance.now() - begun);
    }
    return times;
}"""


def faults(page: Any) -> list[str]:
    """Return all that axe-core finds against WCAG 2.1 A and AA, and its best practices."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} ({node['failureSummary'][:160]})"
        for each in found
        for node in each["nodes"]
    ]


def overflow(page: Any) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_fault_of_access_in_any_state(opened: Open, language: str, scheme: str) -> None:
    with opened(*FRONT, language=language, scheme=scheme) as page:
        assert faults(page) == []
        page.locator("[data-figure=front-ways] [data-mark]").first.click()
        page.locator("select.outlet").select_option("1")
        assert faults(page) == []
        page.keyboard.press("Escape")
        for tab in page.locator("[role=tab]:nth-child(2):visible").all():
            tab.click()
        assert faults(page) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_nothing_scrolls_sideways_on_a_phone(opened: Open, language: str) -> None:
    with opened(*FRONT, language=language, width=390) as page:
        assert overflow(page) <= 0
        page.locator(".toggle").click()
        assert page.locator("select.outlet").is_visible() and overflow(page) <= 0
        page.locator("select.outlet").select_option("1")
        page.locator("[data-figure=front-stories] [data-mark]").first.click()
        box = page.locator("#drawer").bounding_box()
        assert box["width"] == 390 and box["y"] > 100 and overflow(page) <= 0
        page.keyboard.press("Escape")
        for tab in page.locator("[role=tab]:nth-child(2):visible").all():
            tab.click()
            assert overflow(page) <= 0
        low = "all => all.filter(e => e.offsetParent && e.getBoundingClientRect().height < 36).map(e => e.outerHTML)"
        assert page.eval_on_selector_all("main button, main select, #filter button, #filter select", low) == []


def test_figures_stay_within_their_budget(opened: Open) -> None:
    with opened(*FRONT) as page:
        nodes = page.eval_on_selector_all("section.figure", "all => all.map(e => e.querySelectorAll('svg *').length)")
        assert max(nodes) <= NODES and min(nodes) > 10
        names = ["act=pakistan", "act=china", "th=terrorism", "d=2023-01-01_2023-12-31", "", "q=كابل"]
        times = page.evaluate(CHANGE, names * 2)
        assert statistics.median(times) <= 100


def test_a_page_prints_its_figures_alone(opened: Open) -> None:
    with opened(*FRONT, width=1280, scheme="dark") as page:
        assert page.pdf(format="A4").startswith(b"%PDF")
        page.emulate_media(media="print")
        for hidden in ("#filter", ".tabs", "header nav", "#theme"):
            assert not page.locator(hidden).first.is_visible(), hidden
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(253, 252, 250)"


def test_without_its_columns_a_page_keeps_what_stands_there(opened: Open, browser: Any) -> None:
    with opened("front-volume") as page:
        address = page.url
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert page.locator(".chart").inner_text() == "static" and not page.locator("#filter").is_visible()
    assert page.locator("details.rows summary").is_visible() and not page.locator("#theme").is_visible()
    context.close()
