"""A page in the hand: filter, brush, tabs, table, evidence, by mouse and by key, in both directions of reading."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest

Open = Callable[..., Any]
FRONT = ("front-findings", "front-stories", "front-volume", "front-ways")
LANGUAGES = ["en", "ar"]


def count(page: Any) -> int:
    return int(page.locator(".count b").inner_text().replace(",", ""))


def hash_of(page: Any) -> str:
    return unquote(page.evaluate("location.hash"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_filter_stands_in_the_address_and_in_the_links(opened: Open, data: dict[str, Any], language: str) -> None:
    outlet = data["meta"]["outlets"][0]["id"]
    with opened(*FRONT, language=language) as page:
        everything = count(page)
        page.locator("select.outlet").select_option("0")
        assert hash_of(page) == f"#out={outlet}".replace(" ", "+")
        assert 0 < count(page) < everything
        assert "out=" in page.locator("header nav a").first.get_attribute("href")
        page.locator("input.words").fill("طالبان")
        page.wait_for_timeout(400)
        assert "q=طالبان" in hash_of(page)
        some, address = count(page), page.url
        page.locator(".clear").click()
        assert count(page) == everything and hash_of(page) == ""
        page.goto(address)
        page.reload()
        page.evaluate("window.report.ready")
        assert count(page) == some and page.locator("input.words").input_value() == "طالبان"
        page.locator("input.words").fill("لا كلمة كهذه")
        page.wait_for_timeout(400)
        assert count(page) == 0
        assert page.locator("section .empty").count() >= 3
        assert page.locator("[data-figure=front-volume] svg").count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_brush_follows_mouse_and_keys(opened: Open, language: str) -> None:
    ahead, back = ("ArrowRight", "ArrowLeft") if language == "en" else ("ArrowLeft", "ArrowRight")
    with opened("front-volume", language=language) as page:
        everything = count(page)
        handle = page.locator("[data-figure=front-volume] [role=slider]")
        handle.focus()
        page.keyboard.press(ahead)
        first = hash_of(page)
        one = count(page)
        assert first.startswith("#d=") and 0 < one < everything
        page.keyboard.press(f"Shift+{ahead}")
        assert count(page) > one and hash_of(page)[:13] == first[:13]
        page.keyboard.press(ahead)
        page.keyboard.press(back)
        assert page.evaluate("document.activeElement.getAttribute('role')") == "slider"
        page.keyboard.press("Escape")
        assert count(page) == everything
        box = handle.bounding_box()
        at = [box["x"] + box["width"] * share for share in ((0.02, 0.45) if language == "en" else (0.98, 0.55))]
        page.mouse.move(at[0], box["y"] + 60)
        page.mouse.down()
        page.mouse.move(sum(at) / 2, box["y"] + 60)
        page.mouse.move(at[1], box["y"] + 60)
        page.mouse.up()
        assert hash_of(page).startswith(first[:13]) and one < count(page) < everything


@pytest.mark.parametrize("language", LANGUAGES)
def test_evidence_opens_with_what_was_counted_and_gives_the_focus_back(opened: Open, language: str) -> None:
    with opened(*FRONT, language=language) as page:
        marks = page.locator("[data-figure=front-ways] svg").first.locator("[data-mark]")
        told = int(re.search(r"\d+", marks.first.get_attribute("aria-label"))[0])
        marks.first.focus()
        page.keyboard.press("Enter")
        drawer = page.locator("#drawer")
        assert drawer.is_visible() and page.evaluate("document.activeElement.id") == "drawer-title"
        assert re.search(rf"\b{told}\b", page.locator(".drawer-head p").inner_text())
        assert drawer.locator("li").count() <= 20 and drawer.locator("mark").count() >= 20
        sentence = drawer.locator(".sentence").first
        assert sentence.evaluate("each => getComputedStyle(each).direction") == "rtl"
        box = drawer.bounding_box()
        assert (box["x"] == 0) == (language == "ar") and box["width"] == 440
        page.locator("#drawer .more").click()
        assert 20 < drawer.locator("li").count() <= 40
        page.keyboard.press("Escape")
        assert not drawer.is_visible()
        assert page.evaluate(
            "document.activeElement === document.querySelector('[data-figure=front-ways] [data-mark]')"
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_tab_stop_a_picture_and_arrows_between_its_marks(opened: Open, language: str) -> None:
    with opened("front-stories", language=language) as page:
        assert page.locator("svg [data-mark][tabindex='0']").count() == 1
        page.locator("svg [data-mark][tabindex='0']").focus()
        seen = set()
        for key in ("ArrowDown", "ArrowRight" if language == "en" else "ArrowLeft", "ArrowUp", "End", "Home"):
            page.keyboard.press(key)
            seen.add(page.evaluate("document.activeElement.getAttribute('aria-label')"))
            assert page.locator("#tip").is_visible()
        assert len(seen) >= 3 and page.locator("svg [data-mark][tabindex='0']").count() == 1


def test_tabs_are_chosen_by_key_and_the_table_holds_all_rows(opened: Open) -> None:
    with opened("front-ways", "front-findings", "front-stories") as page:
        section = page.locator("[data-figure=front-findings]")
        section.locator("[role=tab]").first.focus()
        page.keyboard.press("ArrowRight")
        assert section.locator("[role=tab]").nth(1).get_attribute("aria-selected") == "true"
        table = section.locator("tbody tr")
        everything = page.evaluate("async () => (await window.report.rows('front-findings')).rows.length")
        assert table.count() == everything > 2
        section.locator("thead button").nth(2).click()
        numbers = [float(each) for each in section.locator("td.number:nth-child(3)").all_inner_texts()]
        assert numbers == sorted(numbers, reverse=True)
        section.locator("input.search").fill("putin")
        assert 0 < table.count() < everything and str(table.count()) in section.locator("[role=status]").inner_text()
        section.locator("button.opens").first.click()
        assert page.locator("#drawer mark").count() > 1


def test_csv_is_read_by_spreadsheets_and_is_no_formula(opened: Open, data: dict[str, Any]) -> None:
    headlines = ["=1+1", *data["stories"]["headline"][1:]]
    hostile = {**data, "stories": {**data["stories"], "headline": headlines}}
    with opened("front-stories", columns=hostile) as page:
        with page.expect_download() as saved:
            page.locator("button.csv").click()
        text = saved.value.path().read_text(encoding="utf-8")
        assert text.startswith("\ufeffheadline,") and saved.value.suggested_filename == "front-stories.csv"
        lines = [line for line in text.splitlines()[1:] if line]
        assert len(lines) == len(headlines) and sum(line.startswith("'=1+1,") for line in lines) == 1


def test_hostile_text_stays_text(opened: Open, data: dict[str, Any]) -> None:
    bad = '<img src=x onerror="window.hit=1"><script>window.hit=1</script> "q" \u202eاسم'
    texts = [f"{bad} {each}" for each in data["sentences"]["text"]]
    headlines = [bad] * len(data["stories"]["headline"])
    hostile = {
        **data,
        "articles": {**data["articles"], "title": [bad] * len(data["articles"]["id"])},
        "stories": {**data["stories"], "headline": headlines},
        "sentences": {**data["sentences"], "text": texts},
        "actors": {**data["actors"], "en": [bad] * len(data["actors"]["id"])},
    }
    with opened(*FRONT, columns=hostile) as page:
        page.locator("[data-figure=front-ways] [data-mark]").first.click()
        assert bad.split("\u202e")[0] in page.locator("#drawer li").first.inner_text()
        page.keyboard.press("Escape")
        for tab in page.locator("[role=tab]:visible").all():
            tab.click()
        assert page.evaluate("window.hit") is None and page.locator("main img, main script, #drawer img").count() == 0


def test_light_and_dark_are_chosen(opened: Open) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with opened("front-volume", scheme="light") as page:
        before = page.evaluate(ground)
        page.locator("#theme").click()
        assert page.evaluate(ground) != before
        page.locator("#theme").click()
        assert page.evaluate(ground) == before
