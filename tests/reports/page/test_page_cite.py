"""Rows and figures of a page are cited by an anchor, by mouse and by key, and the anchor leads back to them."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.show.keys import key_part

Open = Callable[..., Any]


def test_a_key_is_written_by_the_page_as_by_the_library(opened: Open) -> None:
    with opened("actors-mentions") as page:

        @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
        @given(st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=8))
        def check(text: str) -> None:
            written = page.evaluate("text => window.report.keyPart(text)", text.lstrip("'"))
            assert written == key_part(text.lstrip("'"))

        check()
        for text in ("حركة الشباب", "ا+ب", "A. B-c_1", "«شبكة»", "50%"):
            assert page.evaluate("text => window.report.keyPart(text)", text) == key_part(text)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_row_is_cited_by_key_and_its_address_leads_back(opened: Open, language: str) -> None:
    with opened("actors-network", language=language) as page:
        page.locator("[role=tab][id$=-tab-table]").click()
        button = page.locator("tbody tr .cite").nth(1)
        key = page.locator("tbody tr").nth(1).get_attribute("data-key")
        button.focus()
        page.keyboard.press("Enter")
        box = page.locator("#citation")
        line = box.locator(".line").inner_text()
        assert line.endswith(f"actors-cooccurrence:{key}") and "0123456789abcdef" in line and "2026-01-02" in line
        assert page.locator("tbody tr").nth(1).locator(".opens").inner_text() in line
        assert f"analysis cite run.json 'actors-cooccurrence:{key}'" in box.inner_text()
        page.keyboard.press("Escape")
        assert box.is_hidden() and button.evaluate("node => node === document.activeElement")
    with opened("actors-network", language=language, hash=f"row=actors-cooccurrence:{key}") as page:
        page.wait_for_selector("tr.cited")
        assert page.locator("tr.cited").get_attribute("data-key") == key
        assert page.locator("tr.cited .cite").evaluate("node => node === document.activeElement")


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "mentions 207; corrected 200 (149 to 221)"), ("ar", "مرات الذكر 207؛ وبعد التصحيح 200 (من 149 إلى 221)")],
)
def test_a_corrected_count_is_cited_with_its_interval(opened: Open, language: str, told: str) -> None:
    cells = [{"name": "n", "text": each} for each in ("207", "200", "149", "221", "9", "0.9")]
    with opened("actors-mentions", language=language) as page:
        for table, line in (("actors-corrected", [told]), ("actors-mentions", ["n 207", "n 200", "n 149", "n 221"])):
            assert page.evaluate("([table, cells]) => window.report.valuesOf(table, cells)", [table, cells]) == line


def test_a_citation_tells_the_filter_and_no_place_of_this_machine(opened: Open) -> None:
    with opened("actors-mentions", hash="th=terrorism") as page:
        page.locator(".tabs > .cite").click()
        line = page.locator("#citation .line").inner_text()
        assert line.endswith("actors-mentions&th=terrorism")
        assert page.locator("h2.finding").inner_text() in line
        assert "file:" not in page.locator("#citation").inner_text() and "/" not in line


def test_a_row_beyond_those_shown_is_found(opened: Open, data: dict[str, Any]) -> None:
    last = data["terms"]["lemma"][-1]
    with opened("topics-frequency", hash=f"row=topics-frequency:{key_part(last)}") as page:
        page.wait_for_selector("tr.cited")
        assert page.locator("tr.cited").get_attribute("data-key") == key_part(last)


def test_the_csv_of_a_figure_has_the_anchor_of_each_row(opened: Open) -> None:
    with opened("actors-mentions") as page:
        with page.expect_download() as saved:
            page.locator(".csv").click()
        lines = saved.value.path().read_text(encoding="utf-8-sig").splitlines()
        assert lines[0].endswith(",anchor") and all(",actors-mentions:" in line for line in lines[1:])


def test_nobody_is_hindered_by_a_citation(opened: Open) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with opened("actors-mentions", width=390) as page:
        page.locator("[role=tab][id$=-tab-table]").click()
        page.locator("tbody .cite").first.click()
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        found = Axe().run(page).response["violations"]
        assert [each["id"] for each in found if "citation" in str(each["nodes"]) or "cite" in str(each["nodes"])] == []
