"""The panels of the lab, without a browser."""

from html import unescape
from re import findall, sub
from typing import Any

import pytest

import analysis
from analysis import evidence, networks, plots, show, timeline, topics
from analysis.explore import Explorer, Panel

CODE = {"evidence": evidence, "networks": networks, "plots": plots, "timeline": timeline, "topics": topics}


@pytest.fixture
def explorer(sample: analysis.Corpus) -> Explorer:
    return Explorer(sample, query="غارات", actor="pakistan")


def words_of(html: str) -> str:
    """The text of HTML as a reader sees it."""
    return unescape(sub(r"\s+", " ", sub("<style>.*?</style>|<[^>]*>", " ", html.replace("\n", " "))))


def narrow(explorer: Explorer, first: int, last: int) -> None:
    spans = sorted(span for _, span in explorer.months.options)
    explorer.months.value = [span for _, span in explorer.months.options if span in (spans[first], spans[last])]


def test_typing_a_word_changes_the_concordance_and_its_code(explorer: Explorer, sample: analysis.Corpus) -> None:
    lane = explorer.lane.shown.value
    explorer.query.value = "مكافحة الإرهاب"
    table = topics.concordances(sample, ["مكافحة الإرهاب"], limit=20)[0]
    assert f"{len(table)} occurrences" in explorer.search.shown.value
    assert explorer.search.code == 'selection = corpus\ntopics.concordances(selection, ["مكافحة الإرهاب"], limit=20)[0]'
    assert words_of(explorer.search.same.value).strip().endswith(explorer.search.code.replace("\n", " "))
    assert explorer.lane.shown.value == lane


@pytest.mark.parametrize("query", ["", "  ", "!؟", "زخرفة", '"', "<script>", "\u202e"])
def test_a_search_for_nothing_finds_nothing(explorer: Explorer, query: str) -> None:
    explorer.query.value = query
    assert "<td" not in explorer.search.shown.value
    assert "<script>" not in explorer.search.shown.value + explorer.search.same.value


def test_choosing_an_actor_changes_lane_neighbours_and_sentences(explorer: Explorer) -> None:
    before = [panel.shown.value for panel in (explorer.lane, explorer.neighbours, explorer.sentences)]
    found = explorer.search.shown.value
    explorer.actor.value = "iran"
    after = [panel.shown.value for panel in (explorer.lane, explorer.neighbours, explorer.sentences)]
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert "Iran" in after[0] and "<mark>إيران</mark>" in after[2]
    assert explorer.search.shown.value == found


def test_a_second_actor_narrows_the_sentences(explorer: Explorer, sample: analysis.Corpus) -> None:
    assert explorer.sentences.code == 'selection = corpus\nevidence.of_pair(selection, "pakistan").head(20)'
    explorer.other.value = "china"
    rows = evidence.of_pair(sample, "pakistan", "china")
    assert f"{len(rows)} sentences" in explorer.sentences.shown.value
    explorer.actor.value = "iran"  # not named with china
    assert explorer.other.value in ("", "china")


def test_the_slider_narrows_every_panel(explorer: Explorer, sample: analysis.Corpus) -> None:
    panels = [explorer.span, explorer.search, explorer.lane, explorer.neighbours, explorer.sentences]
    before = [panel.shown.value for panel in panels]
    narrow(explorer, 2, 12)
    part = sample.filter("2021-10-01", "2022-08-31")
    assert f"{len(part.counted)} articles" in explorer.span.shown.value
    for panel, old in zip(panels, before, strict=True):
        assert panel.code.startswith('selection = corpus.filter("2021-10-01", "2022-08-31")\n')
        assert panel.shown.value != old
    narrow(explorer, 0, -1)
    assert [panel.shown.value for panel in panels] == before


def test_a_short_corpus_is_narrowed_by_days(sample: analysis.Corpus) -> None:
    explorer = Explorer(sample.filter("2022-08-01", "2022-09-30"), grain="day")
    narrow(explorer, 0, -2)
    last = explorer.months.options[-2][1][1]
    assert f'"{last:%Y-%m-%d}")' in explorer.span.code


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_code_does_what_the_panel_shows(sample: analysis.Corpus, language: str) -> None:
    explorer = Explorer(sample, language=language, query="باكستان", actor="pakistan", rows=5)
    narrow(explorer, 1, 30)
    explorer.other.value = "afghanistan"

    def run(panel: Panel) -> Any:
        *lines, last = panel.code.split("\n")
        space = CODE | {"corpus": sample}
        exec("\n".join(lines), space)
        return eval(last, space)

    table = run(explorer.search)
    assert findall('class="match">([^<]+)</td>', explorer.search.shown.value) == table["match"].tolist()
    left = findall('class="left">([^<]*)</td>', explorer.search.shown.value)
    assert list(map(unescape, left)) == table["left"].tolist()
    sentences = findall('class="sentence"[^>]*>(.*?)</p>', explorer.sentences.shown.value)
    assert [unescape(sub("<[^>]+>", "", each)) for each in sentences] == run(explorer.sentences)["text"].tolist()
    for name in ("span", "lane", "neighbours"):
        panel = getattr(explorer, name)
        drawn = show.svg_of(run(panel), f"explore-{name}", explorer.words["figures"][name])
        assert drawn in panel.shown.value


def test_an_unknown_actor_is_refused_with_ids_near_it(sample: analysis.Corpus) -> None:
    with pytest.raises(ValueError, match="pakistan"):
        Explorer(sample, actor="pakistn")


def test_nothing_to_explore_is_said(sample: analysis.Corpus) -> None:
    explorer = Explorer(sample.of([]))
    assert explorer.months.disabled
    for panel in (explorer.lane, explorer.neighbours, explorer.sentences):
        assert "Nothing to show" in panel.shown.value
    assert "0 articles" in explorer.span.shown.value
    assert "a word or a phrase" in explorer.search.shown.value


def test_typing_waits_for_a_pause(explorer: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    monkeypatch.setattr("analysis.explore.panel.PAUSE", 0.02)
    drawn = []
    search = explorer.search
    search.draw = lambda: (drawn.append(explorer.query.value), ("", ""))[1]

    async def type_fast() -> None:
        for end in range(1, 6):
            explorer.query.value = "طالبان"[:end]
        await asyncio.sleep(0.2)

    asyncio.run(type_fast())
    assert drawn == ["طالبا"]
