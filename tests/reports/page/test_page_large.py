"""Pages of more than 1,000 articles hold no sentences: their marks open the headlines of what they count."""

from typing import Any

import pytest

from analysis.reports.columns.made import SENTENCES, of_page

OPENED = {
    "actors": ("actors-mentions", "actors-relations", "actors-speakers"),
    "topics": ("topics-frequency", "topics-themes", "topics-trend"),
    "timeline": ("timeline-trend", "timeline-events", "timeline-lags"),
    "index": ("front-ways",),
}
CASES = [(page, figure) for page, figures in OPENED.items() for figure in figures]


@pytest.fixture(scope="module")
def large(data: dict[str, Any]) -> dict[str, Any]:
    return {**data, "meta": {**data["meta"], "mode": "columns"}}


@pytest.mark.parametrize(("page", "figure"), CASES)
def test_marks_open_headlines(opened, large: dict[str, Any], page: str, figure: str) -> None:
    held = of_page(large, page, files=False)
    assert not set(SENTENCES) & set(held)
    with opened(figure, columns=held) as shown:
        shown.locator(f"#fig-{figure} :is(g.mark, button.opens)").first.dispatch_event("click")
        items = shown.locator("#drawer li")
        assert items.count()
        known = {*large["articles"]["title"], "without a headline"}
        assert {text.strip() for text in items.locator("h3").all_inner_texts()} <= known
        assert not shown.locator("#drawer .sentence").count()


def test_pair_opens_the_articles_of_which_a_sentence_names_both(opened, large: dict[str, Any]) -> None:
    pairs, ends = large["pairs"], 0
    named: dict[int, list[set[int]]] = {}
    for article, size in zip(pairs["article"], pairs["n"], strict=True):
        named.setdefault(article, []).append({*pairs["idx"][ends : ends + size]})
        ends += size
    with opened("actors-network", columns=of_page(large, "actors", files=False)) as shown:
        first, second, *_ = shown.evaluate("window.report.rows('actors-network', '')")["rows"][0]
        both = {large["actors"]["en"].index(name) for name in (first, second)}
        shown.locator("#fig-actors-network .beside button.opens").first.click()
        wanted = [row for row, each in named.items() if any(both <= sentence for sentence in each)]
        told = shown.locator("#drawer .drawer-head p").inner_text()
    assert str(len(wanted)) in told


def test_counts_are_those_of_a_page_with_sentences(opened, data: dict[str, Any], large: dict[str, Any]) -> None:
    told = []
    for held in (of_page(data, "actors", files=False), of_page(large, "actors", files=False)):
        with opened("actors-mentions", columns=held) as shown:
            told.append(shown.evaluate("window.report.rows('actors-mentions', '')"))
    assert told[0] == told[1]


def test_words_in_context_stay_as_they_are_without_script(opened, large: dict[str, Any]) -> None:
    with opened("topics-concordance", columns=of_page(large, "topics", files=False)) as shown:
        assert shown.locator("#fig-topics-concordance .chart").inner_text() == "static"
        assert not shown.locator("#fig-topics-concordance .csv").count()
