"""The lab without a browser: what each control moves, and that the code of each view makes what it shows."""

import asyncio
from html import escape, unescape
from re import sub
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
from analysis import query, show
from analysis.explore import Explorer

LINKED = ["concordance", "lane", "neighbours", "speakers", "stories"]


@pytest.fixture(scope="module")
def only(sample: analysis.Corpus) -> Explorer:
    return Explorer(sample, grain="month")


@pytest.fixture
def explorer(only: Explorer) -> Explorer:
    """The lab as it begins; what was asked of the whole corpus is known already."""
    only.controls.unit.value = "sentence"
    only.clear.click()
    return only


def shown(explorer: Explorer) -> dict[str, str]:
    return {name: panel.shown.value for name, panel in explorer.panels.items()}


def words_of(html: str) -> str:
    """The text of HTML as a reader sees it."""
    return unescape(sub(r"\s+", " ", sub("<style>.*?</style>|<[^>]*>", " ", html.replace("\n", " "))))


def narrow(explorer: Explorer, first: int, last: int) -> None:
    days = explorer.controls.days
    spans = sorted(span for _, span in days.options)
    days.value = [span for _, span in days.options if span in (spans[first], spans[last])]


def run(code: str, corpus: analysis.Corpus) -> tuple[Any, dict[str, Any]]:
    """What the last of some lines comes to, and what the others hold; they need a corpus and the package alone."""
    *lines, last = code.split("\n")
    space: dict[str, Any] = {"analysis": analysis, "corpus": corpus}
    exec("\n".join(lines), space)
    return eval(last, space), space


def check_code(explorer: Explorer, corpus: analysis.Corpus) -> None:
    """Check that the code of each view makes its table, and draws its figure."""
    for name, panel in explorer.panels.items():
        view = panel.view
        if not view.code:
            assert "Nothing to show" in panel.shown.value or "لا شيء" in panel.shown.value
            continue
        made, space = run(panel.code, corpus)
        pd.testing.assert_frame_equal(space[view.held] if view.held else made, panel.table)
        if view.held:
            assert show.svg_of(made, f"explore-{name}", explorer.words["figures"][name]) in panel.shown.value
        told = words_of(panel.same.value)
        assert all(" ".join(line.split()) in told for line in panel.code.split("\n"))
    assert set(run("\n".join([*explorer.code, "selection"]), corpus)[0].articles["article_id"]) == set(
        explorer.selection.articles["article_id"]
    )


def test_it_begins_with_everything(explorer: Explorer, sample: analysis.Corpus) -> None:
    assert explorer.selection is sample
    assert list(explorer.panels) == LINKED
    assert f"{len(sample.counted)} of {len(sample.counted)} articles" in explorer.size.value
    assert all(len(panel.table) for panel in explorer.panels.values())
    check_code(explorer, sample)


SET = {
    "query": lambda each: setattr(each.controls.query, "value", "غارات OR زلزال"),
    "unit": lambda each: setattr(each.controls.unit, "value", "article"),
    "outlets": lambda each: setattr(each.controls.outlets, "value", (each.controls.outlets.options[0][1],)),
    "actor": lambda each: setattr(each.controls.actor, "value", "iran"),
    "theme": lambda each: setattr(each.controls.theme, "value", "diplomacy"),
    "days": lambda each: narrow(each, 2, 12),
}


@pytest.mark.parametrize("control", sorted(set(SET) - {"unit"}))
def test_each_control_moves_each_view(explorer: Explorer, sample: analysis.Corpus, control: str) -> None:
    before = shown(explorer)
    SET[control](explorer)
    assert all(html != before[name] for name, html in shown(explorer).items())
    assert 0 < len(explorer.selection.counted) < len(sample.counted)
    assert f"{len(explorer.selection.counted)} of {len(sample.counted)} articles" in explorer.size.value
    check_code(explorer, sample)
    explorer.clear.click()
    assert shown(explorer) == before and explorer.selection is sample


def test_the_unit_is_where_a_query_and_two_actors_meet(explorer: Explorer, sample: analysis.Corpus) -> None:
    asked = "actor:pakistan AND actor:afghanistan"
    explorer.controls.query.value = asked
    counts = []
    for unit in ("sentence", "paragraph", "article"):
        explorer.controls.unit.value = unit
        assert len(explorer.selection) == len(query.select(sample, asked, unit=unit))
        counts.append(len(explorer.selection))
        check_code(explorer, sample)
    assert counts == sorted(counts) and counts[0] < counts[-1]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_all_controls_together(sample: analysis.Corpus, language: str) -> None:
    explorer = Explorer(sample, query="كابل", theme="diplomacy", rows=5, unit="article", language=language)
    explorer.controls.actor.value = "pakistan"
    narrow(explorer, 1, 30)
    explorer.controls.outlets.value = tuple(value for _, value in explorer.controls.outlets.options[:2])
    part = sample.filter("2021-09-01", "2024-02-29", actor="pakistan", outlet=list(explorer.controls.outlets.value))
    part = query.select(query.select(part, "theme:diplomacy"), "كابل")
    assert set(explorer.selection.articles["article_id"]) == set(part.articles["article_id"])
    check_code(explorer, sample)


def test_the_search_takes_the_language_of_queries(explorer: Explorer, sample: analysis.Corpus) -> None:
    for asked in ('"باكستان" AND NOT actor:iran', "*سلام*", "theme:terrorism", "[غارة|هجوم] ~5 كابل"):
        explorer.controls.query.value = asked
        found = query.find(sample, asked, unit="sentence")
        assert f": {len(found):,}" in words_of(explorer.panels["concordance"].shown.value)
        check_code(explorer, sample)


def test_what_shows_no_word_narrows_all_the_same(explorer: Explorer, sample: analysis.Corpus) -> None:
    outlet = explorer.controls.outlets.options[0][1]
    for asked in (f'outlet:"{outlet}"', "NOT باكستان"):
        explorer.controls.query.value = asked
        assert len(explorer.selection) == len(query.select(sample, asked, unit="sentence")) > 0
        check_code(explorer, sample)


@pytest.mark.parametrize(
    ("asked", "at"), [("(كابل", 0), ("كابل AND", 8), ("actor:pakistn", 0), ("كابل !؟", 6), ("theme:no", 0), ('"', 0)]
)
def test_a_search_that_cannot_be_read_points_at_the_character(explorer: Explorer, asked: str, at: int) -> None:
    before = shown(explorer)
    explorer.controls.query.value = asked
    with pytest.raises(query.QueryError) as error:
        query.find(explorer.whole.corpus, asked)
    assert error.value.at == at and f"Character {at + 1}:" in words_of(explorer.wrong.value)
    assert f"<mark>{(asked + ' ')[at]}</mark>".replace('"', "&quot;") in explorer.wrong.value
    assert shown(explorer) == before
    explorer.controls.query.value = ""
    assert "Character" not in explorer.wrong.value


@pytest.mark.parametrize(
    "asked", ["زخرفة", "<script>alert(1)</script>", "\u202eكابل", '"<img src=x onerror=alert(1)>"']
)
def test_a_search_for_nothing_finds_nothing_and_is_escaped(
    explorer: Explorer, sample: analysis.Corpus, asked: str
) -> None:
    explorer.controls.query.value = asked
    everything = [*shown(explorer).values(), explorer.wrong.value, explorer.size.value]
    everything += [panel.same.value for panel in explorer.panels.values()]
    assert not any("<script" in each or "<img" in each for each in everything)
    check_code(explorer, sample)


def test_text_of_articles_is_escaped(sample: analysis.Corpus) -> None:
    articles = sample.articles.assign(source="<u>صحيفة</u>")
    for part, letter in (("title", " "), ("body", ".")):
        articles[part] = articles[part].str.replace(letter, "<", regex=False)
    explorer = Explorer(sample.replace(articles=articles), actor="pakistan")
    everything = "".join(shown(explorer).values())
    assert "&lt;u&gt;" in everything and "<u>" not in everything
    rows = explorer.panels["concordance"].table
    assert rows["right"].str.contains("<").any() and rows["title"].str.contains("<").any()
    assert all(escape(each) in everything for column in ("right", "title") for each in rows[column].dropna())


@settings(max_examples=5)
@given(
    asked=st.sampled_from(["", "كابل", "NOT كابل", "actor:iran OR زلزال", "(", "theme:terrorism AND باكستان"]),
    actor=st.sampled_from(["", "pakistan", "iran"]),
    theme=st.sampled_from(["", "terrorism"]),
    unit=st.sampled_from(["sentence", "article"]),
    days=st.tuples(st.integers(0, 20), st.integers(20, 40)),
)
def test_the_code_always_makes_what_is_shown(
    only: Explorer, asked: str, actor: str, theme: str, unit: str, days: tuple[int, int]
) -> None:
    only._still = True
    for name, value in {"query": asked, "actor": actor, "theme": theme, "unit": unit}.items():
        getattr(only.controls, name).value = value
    only._still = False
    narrow(only, *days)
    only.redraw()
    check_code(only, only.whole.corpus)


def test_a_neighbour_leads_to_the_places_that_name_both(explorer: Explorer, sample: analysis.Corpus) -> None:
    explorer.controls.actor.value = "pakistan"
    assert explorer.beside.value == "" and "Pakistan" in explorer.beside.description
    other = explorer.beside.options[1][1]
    explorer.beside.value = other
    assert explorer.controls.query.value == f"actor:pakistan AND actor:{other}"
    assert len(explorer.selection) == len(query.select(sample, explorer.controls.query.value, unit="sentence"))
    assert explorer.beside.value == ""


def test_a_story_leads_to_its_articles(explorer: Explorer, sample: analysis.Corpus) -> None:
    story = explorer.story.options[1][1]
    explorer.story.value = story
    told = analysis.stories.members(sample)
    mine = set(told.loc[told["story"] == story, "article_id"])
    assert set(explorer.selection.articles["article_id"]) <= mine and len(explorer.selection)
    assert len(explorer.panels["stories"].table) == 1
    check_code(explorer, sample)


def test_what_a_lane_draws_does_not_narrow_what_it_is_counted_in(explorer: Explorer, sample: analysis.Corpus) -> None:
    explorer.controls.actor.value = "iran"
    pd.testing.assert_frame_equal(
        explorer.panels["lane"].table, analysis.timeline.trend(sample, ["iran"], "month"), check_exact=True
    )
    explorer.controls.theme.value = "terrorism"
    assert explorer.panels["lane"].table["of"].unique().tolist() == ["iran", "terrorism"]


def test_a_long_query_is_cut_beside_its_lane(explorer: Explorer, sample: analysis.Corpus) -> None:
    explorer.controls.query.value = " OR ".join(["كابل", "زلزال", "غارات", "باكستان", '"$5$"', "إيران"] * 3)
    assert "…" in explorer.panels["lane"].shown.value
    check_code(explorer, sample)


def test_a_short_corpus_is_narrowed_by_days(sample: analysis.Corpus) -> None:
    explorer = Explorer(sample.filter("2022-08-01", "2022-09-30"))
    narrow(explorer, 0, -2)
    last = explorer.controls.days.options[-2][1][1]
    assert f'"{last:%Y-%m-%d}")' in explorer.code[0]


def test_what_it_begins_with_is_checked(sample: analysis.Corpus) -> None:
    with pytest.raises(ValueError, match="pakistan"):
        Explorer(sample, actor="pakistn")
    with pytest.raises(ValueError, match="nothing_such"):
        Explorer(sample, theme="nothing_such")
    with pytest.raises(ValueError, match="unit"):
        Explorer(sample, unit="line")
    wrong = Explorer(sample, query="(كابل")
    assert "Character 1:" in words_of(wrong.wrong.value) and wrong.selection is sample


def test_themes_of_ones_own(sample: analysis.Corpus, tmp_path) -> None:
    own = tmp_path / "topics.yml"
    own.write_text("tremors:\n  ar: الهزات\n  en: Tremors\n  lemmas: [زلزال]\n", encoding="utf-8")
    explorer = Explorer(sample, dictionary=str(own))
    explorer.controls.theme.value = "tremors"
    assert 0 < len(explorer.selection) < len(sample)
    assert "Tremors" in explorer.panels["lane"].shown.value
    check_code(explorer, sample)


def test_nothing_to_explore_is_said(sample: analysis.Corpus) -> None:
    explorer = Explorer(sample.of([]))
    assert explorer.controls.days.disabled
    for name in ("concordance", "neighbours", "speakers", "stories"):
        assert "Nothing to show" in explorer.panels[name].shown.value
        assert explorer.panels[name].code == ""
    assert "0 of 0 articles" in explorer.size.value


def test_typing_waits_for_a_pause(explorer: Explorer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analysis.explore.explorer.PAUSE", 0.02)
    drawn = []
    monkeypatch.setattr(explorer, "redraw", lambda: drawn.append(explorer.controls.query.value))

    async def type_fast() -> None:
        for end in range(1, 6):
            explorer.controls.query.value = "طالبان"[:end]
        await asyncio.sleep(0.2)

    asyncio.run(type_fast())
    assert drawn == ["طالبا"]


def test_names_are_reviewed_from_here(sample: analysis.Corpus, tmp_path) -> None:
    own = tmp_path / "own.yml"
    explorer = Explorer(sample, registry=str(own), rows=5)
    explorer.controls.actor.value = "iran"
    explorer.names.look_for.click()
    review = explorer.names.review
    assert review is not None and review in explorer.names.children
    table = analysis.candidates.find_candidates(explorer.selection, top=5)
    assert list(review.rows) == table["name"].tolist()
    code = "\n".join([*explorer.code, "analysis.candidates.find_candidates(selection, top=5)"])
    assert run(code, sample)[0]["name"].tolist() == table["name"].tolist()
    assert "candidates.find_candidates(selection, top=5)" in words_of(explorer.names.same.value)
    name = review.name.value
    review.buttons["ignore"].click()
    assert analysis.actors.load_registry(own).ignored and name not in review.rows


def test_nothing_is_used_that_only_one_front_end_has(explorer: Explorer) -> None:
    def models(widget: Any) -> set[str]:
        inner = [each for child in getattr(widget, "children", ()) for each in models(child)]
        return {widget._view_module, *inner}

    assert models(explorer) == {"@jupyter-widgets/controls"}
