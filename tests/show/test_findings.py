"""Which sentence says what a table shows: on nothing, on little, on the sample; and none but what is so."""

import inspect
import re
from string import Formatter
from typing import Any

import networkx as nx
import pandas as pd
import pytest

import analysis
from analysis import networks, relations, show, stories, timeline, topics, voices
from analysis.show import findings, report
from analysis.show.findings import Finding
from analysis.wording import wording


@pytest.fixture(scope="module")
def nothing(sample: analysis.Corpus) -> analysis.Corpus:
    return sample.filter(start="1950-01-01", end="1950-01-02")


def keys(said: list[Finding]) -> list[str]:
    return [each.key for each in said]


def speakers(*rows: tuple[str, float, float, float]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["speaker", "share", "low", "high"])
    return table.assign(name=table["speaker"].str.title())


def quotations(*speakers: str) -> pd.DataFrame:
    return pd.DataFrame({"speaker": list(speakers), "article_id": [f"a{at}" for at in range(len(speakers))]})


def test_every_finding_is_said_in_both_languages() -> None:
    asked = set(re.findall(r'"(\w+)"', inspect.getsource(findings))) | {"trend", "trend_steady", "trend_few"}
    told = wording("en")["findings"]
    unsaid = set(told) - asked - {"trend_once", "empty"}  # of corpus.rates, and of the header
    assert not unsaid, f"nobody says {unsaid}"
    for key in told:
        fields = [
            {field for _, field, _, _ in Formatter().parse(wording(each)["findings"][key])} for each in ("en", "ar")
        ]
        assert fields[0] - {None} == fields[1] - {None}, key


def test_of_nothing_little_is_said(nothing: analysis.Corpus) -> None:
    told = stories.members(nothing)
    events = stories.stories(nothing, told=told)
    pairs = networks.cooccurrence(nothing)
    nodes = networks.node_table(nothing, pairs)
    said = voices.quotations(nothing)
    acts = relations.relations(nothing)
    assert findings.articles(nothing) == []
    assert findings.stories(events, stories.matrix(nothing, told=told, table=events), nothing) == []
    texts = stories.texts(nothing)
    assert keys(findings.reuse(stories.reuse(nothing), nothing, texts=texts, language="en")) == ["no_reuse"]
    assert findings.terms(topics.labelled(nothing, topics.frequency(nothing)), nothing) == []
    assert findings.keyness(topics.labelled(nothing, topics.keyness(nothing)), top=5) == []
    assert keys(findings.parts(topics.keyness(nothing, nothing), nothing, nothing)) == ["no_parts"]
    assert findings.themes(topics.themes(nothing), nothing, language="en") == []
    assert findings.trend(timeline.trend(nothing), {}) == []
    assert keys(findings.actors(nodes, language="en")) == ["no_actor"]
    assert keys(findings.pairs(show.named(pairs, {}), unit="sentence")) == ["no_pair"]
    assert findings.communities(networks.members(nodes), language="en") == []
    assert keys(findings.neighbours(nx.Graph(), "", {})) == ["no_pair"]
    assert keys(findings.changes(networks.changes_at(nothing))) == ["no_parts"]
    assert keys(findings.speakers(voices.speakers(nothing, said), said)) == ["no_quotation"]
    assert findings.unheard(voices.never_quoted(nothing, said)) == []
    assert keys(findings.genders(voices.by_gender(voices.speakers(nothing, said)))) == ["genders_few"]
    assert keys(findings.relations(relations.balance(acts), acts, language="en")) == ["no_relation"]
    assert findings.volume(timeline.volume(nothing), grain="month", language="en") == []
    assert keys(findings.bursts(show.named(timeline.bursts(nothing), {}, of="label"))) == ["no_burst"]
    assert keys(findings.events(timeline.events(nothing))) == ["no_event"]
    assert findings.memory(timeline.lags(nothing)) == []


def test_a_story_of_one_outlet_is_told_by_it_alone(sample: analysis.Corpus) -> None:
    table = pd.DataFrame({"story": ["s"], "headline": ["عنوان"]})
    none = pd.DataFrame({"headline": [], "outlets": []})
    assert findings.stories(table, none, sample) == [Finding("stories_alone", {"stories": 1})]
    unnamed = sample.replace(articles=sample.articles.assign(source=None))
    assert keys(findings.stories(table, none, unnamed)) == ["stories_unnamed"]
    shared = pd.DataFrame({"headline": ["عنوان"], "outlets": [3]})
    told = {"stories": 1, "shared": 1, "headline": "عنوان", "outlets": 3}
    assert findings.stories(table, shared, sample) == [Finding("stories", told)]


def test_articles_with_and_without_days(sample: analysis.Corpus) -> None:
    dated = sample.of(sample.articles.dropna(subset="published")["article_id"])
    undated = sample.of(sample.articles.loc[sample.articles["published"].isna(), "article_id"])
    assert [keys(findings.articles(each))[0] for each in (sample, dated, undated)] == [
        *("overview", "overview_dated", "overview_undated")
    ]


def test_nobody_is_first_where_intervals_overlap() -> None:
    said = quotations("a", "b", "anonymous", "a")
    first, unnamed = findings.speakers(speakers(("a", 0.5, 0.4, 0.6), ("b", 0.2, 0.1, 0.3)), said)
    assert first.key == "speakers" and first.values["actor"] == "A" and first.values["share"] == "50.0%"
    assert unnamed.values == {"anonymous": "25%"}
    close = findings.speakers(speakers(("a", 0.5, 0.2, 0.6), ("b", 0.3, 0.1, 0.3), ("c", 0.1, 0.0, 0.1)), said)[0]
    assert close.key == "speakers_close" and close.values["names"] == ["A", "B"]
    many = speakers(*((letter, 0.1, 0.0, 0.3) for letter in "abcdefg"))
    assert (
        findings.speakers(many, said)[0].key == "speakers_open"
        and findings.speakers(many, said)[0].values["count"] == 7
    )


def test_sources_without_a_name_lead_nothing() -> None:
    table = speakers(("anonymous", 0.8, 0.7, 0.9), ("a", 0.1, 0.0, 0.2))
    assert findings.speakers(table, quotations("a", "anonymous"))[0].values["actor"] == "A"
    assert keys(findings.speakers(table.head(1), quotations("anonymous"))) == ["no_quotation"]


def test_a_share_of_few_speakers_is_not_told() -> None:
    rows = {"who": ["women", "men", "unknown"], "share": [0.4, 0.6, None], "low": [0.1, 0.2, None]}
    table = pd.DataFrame({**rows, "high": [0.8, 0.9, None], "speakers": [2, 3, 40]})
    assert findings.genders(table) == [Finding("genders_few", {"count": 5})]
    many = findings.genders(table.assign(speakers=[20, 30, 40]))[0]
    assert many.values == {"women": 20, "men": 30, "unknown": 40, "share": "40%", "low": "10%", "high": "80%"}


def acts(*statuses: str) -> pd.DataFrame:
    return pd.DataFrame({"status": list(statuses)}, dtype="object")


def test_only_what_there_is_stands_apart_from_relations() -> None:
    balance = pd.DataFrame({"relations": [3, 0]})
    said = findings.relations(balance, acts("told", "claimed", "claimed", "denied"), language="en")
    assert keys(said) == ["relations", "relations_apart", "relations_right"]
    assert said[0].values == {"count": 3, "pairs": 1}
    assert said[1].values == {"kinds": ["2 that someone claims", "1 denied"]}
    assert keys(findings.relations(balance, acts("told"), language="en")) == ["relations", "relations_right"]
    assert keys(findings.relations(balance.tail(1), acts("denied"), language="ar")) == [
        "no_relation",
        "relations_apart",
    ]


def test_the_commonest_is_told_with_its_counts(sample: analysis.Corpus) -> None:
    table = topics.labelled(sample, topics.frequency(sample))
    (said,) = findings.terms(table, sample)
    assert said.key == "topics" and said.values["term"] == table["label"].iloc[0]
    assert said.values["articles"] == len(sample.counted) and said.values["count"] == table["count"].iloc[0]


def test_pairs_that_chance_explains_are_told_as_such() -> None:
    row = {"source": "a", "target": "b", "count": 4, "articles": 1, "npmi": 0.25, "p_adjusted": 1.0}
    table = show.named(pd.DataFrame([row]), {"a": "A", "b": "B"})
    pair, ties = findings.pairs(table, unit="sentence")
    assert pair.values == {"first": "A", "second": "B", "unit": "sentence", "count": 4, "articles": 1, "npmi": 0.25}
    assert ties == Finding("no_ties", {"holding": 0, "pairs": 1, "alone": 1})
    assert keys(findings.pairs(table.assign(p_adjusted=0.01), unit="sentence")) == ["pair", "ties"]


def test_communities_are_told_where_they_hold() -> None:
    nodes = pd.DataFrame({"name_en": ["A", "B", "C"], "name": ["ا", "ب", "ج"], "community": [0, 0, 1]})
    nodes.attrs = {"p": 0.01, "stability": 0.7}
    (said,) = findings.communities(nodes, language="ar")
    assert said.key == "communities" and said.values == {"count": 2, "stability": 0.7, "members": ["ا", "ب"]}
    nodes.attrs["p"] = 0.2
    assert keys(findings.communities(nodes, language="en")) == ["no_communities"]


def test_an_actor_without_neighbours_is_said_to_be_nobody() -> None:
    graph = nx.Graph([("a", "b"), ("a", "c")])
    assert findings.neighbours(graph, "a", {"a": "A"}) == [Finding("around", {"actor": "A", "neighbours": 2})]
    assert findings.neighbours(graph, "x", {"a": "A"}) == [Finding("nobody", {"actor": "x"})]


def changes(day: str, *p: float) -> pd.DataFrame:
    table = pd.DataFrame({"p_adjusted": list(p)}, dtype="float64")
    table.attrs["day"] = day
    return table


def test_changes_are_counted_where_they_are_sure() -> None:
    (said,) = findings.changes(changes("2024-05-01", 0.01, 0.3))
    assert said == Finding("changes", {"day": "2024-05-01", "pairs": 2, "sure": 1})
    assert keys(findings.changes(changes("2024-05-01", 0.3))) == ["no_change"]
    assert keys(findings.changes(changes("2024-05-01"))) == ["no_pair"]
    assert keys(findings.changes(changes(""))) == ["no_parts"]


def volume(*articles: int) -> pd.DataFrame:
    return pd.DataFrame({"period": pd.date_range("2024-01-01", periods=len(articles), freq="MS"), "articles": articles})


def test_the_busiest_periods() -> None:
    (one,) = findings.volume(volume(3, 5, 1), grain="month", language="en")
    assert one == Finding("volume", {"period": ["Feb 2024"], "articles": 5})
    (two,) = findings.volume(volume(5, 5, 1), grain="month", language="en")
    assert two == Finding("volumes", {"period": ["Jan 2024", "Feb 2024"], "articles": 5})
    undated = pd.DataFrame({"period": [pd.NaT], "articles": [4]})
    assert keys(findings.volume(undated, grain="month", language="en")) == ["undated"]


def test_bursts_by_chance_are_no_bursts() -> None:
    days = {"start": pd.Timestamp("2024-01-01"), "end": pd.Timestamp("2024-01-31")}
    table = pd.DataFrame(
        [{"label": "A", "articles": 9, "p": 0.01, **days}, {"label": "B", "articles": 7, "p": 0.4, **days}]
    )
    (said,) = findings.bursts(table)
    assert said.key == "burst" and said.values["name"] == "A" and said.values["holding"] == 1
    assert findings.bursts(table.tail(1)) == [Finding("bursts_by_chance", {"count": 1})]


def test_what_lies_before_and_ahead_is_of_days_alone() -> None:
    lags = pd.DataFrame({"grain": ["day", "day", "day", "day", "year"], "lag": [-3.0, -1.0, 0.0, 4.0, 200.0]})
    assert findings.memory(lags) == [Finding("memory", {"past": "50%", "ahead": "25%", "dates": 4, "longer": 1})]
    assert findings.memory(lags.tail(1)) == []


def test_what_two_articles_share_is_told_by_its_kind(sample: analysis.Corpus) -> None:
    rows = {"article_id": ["a", "a", "b"], "other": ["b", "c", "c"], "kind": ["wire", "wire", "copy"]}
    table = pd.DataFrame({**rows, "agency": ["", "رويترز", ""]})
    (said,) = findings.reuse(table, sample, texts=pd.Series(["t", "t", "u"]), language="en")
    assert said.values["kinds"] == ["whole copies (1)", "the same text, edited or cut (2)"]
    assert [said.values[each] for each in ("shared", "pairs", "texts", "agency")] == [3, 3, 2, 1]


def test_dates_without_a_place_are_told_where_there_are_some() -> None:
    table = pd.DataFrame({"earliest": [pd.Timestamp("2024-01-01"), pd.NaT]})
    assert findings.events(table) == [Finding("events", {"resolved": 1, "dates": 2, "unresolved": 1})]
    assert findings.events(table.head(1)) == [Finding("events_placed", {"dates": 1})]


def test_names_are_told_to_be_drawn_where_they_were() -> None:
    table = pd.DataFrame({"name": ["ا"]})
    table.attrs = {"searched": 20, "of": 20}
    assert keys(findings.candidates(table)) == ["candidates"]
    table.attrs["of"] = 400
    assert keys(findings.candidates(table)) == ["candidates", "candidates_drawn"]


def test_counts_that_nobody_checked_are_said_to_be_so() -> None:
    table = pd.DataFrame({"actor": ["a"]})
    assert keys(findings.corrected(table.head(0))) == ["not_corrected"]
    table.attrs = {"right": 9, "of": 10, "precision": 0.9, "low": 0.596, "high": 0.982}
    first, second = findings.corrected(table)
    assert first == Finding("corrected", {"right": 9, "of": 10, "precision": "90%", "low": "60%", "high": "98%"})
    assert second.key == "finds_corrected"  # recall is unknown
    table.attrs["missed"] = {"read": 60, "recall": 0.8, "low": 0.6, "high": 0.9}
    assert findings.corrected(table)[1:] == [
        Finding("both_corrected", {"read": 60, "recall": "80%", "low": "60%", "high": "90%"})
    ]
    alone = table.head(0)
    alone.attrs = {"missed": table.attrs["missed"]}
    assert keys(findings.corrected(alone)) == ["missed_alone"]


def test_how_far_coders_agree_is_said_with_what_they_judged() -> None:
    table = pd.DataFrame({"actor": ["a"]})
    sheet = {"right": 9, "of": 10, "precision": 0.9, "low": 0.596, "high": 0.982}
    coders = {"coders": 2, "cases": 30, "agreed": 0.9, "alpha": 0.473, "low": -0.05, "high": 1.0}
    table.attrs = {**sheet, "coders": coders}
    told = {"coders": 2, "cases": 30, "alpha": "0.47", "low": "-0.05", "high": "1.00"}
    assert findings.corrected(table)[1] == Finding("coders", told)
    for held, key in (({"cases": 30, "agreed": 1.0}, "coders_alike"), ({"cases": 0}, "coders_apart")):
        table.attrs = {**sheet, "coders": {"coders": 2, **held}}
        assert keys(findings.corrected(table)) == ["corrected", key, "finds_corrected"]


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_report_says_them_in_its_language(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(report, "display", lambda each: told.append(re.sub("<[^>]+>", "", each.data)))
    page: Any = show.Report("actors", language)
    page.say(findings.relations(pd.DataFrame({"relations": [2]}), acts("denied", "possible"), language=language))
    page.say([])
    if language == "en":
        assert told[0] == "2 sentences tell what one actor says or does to another, of 1 pair."
        assert told[1] == "Not counted: 1 denied, 1 only possible."
    assert len(told) == 3 and all(told) and not any("{" in each for each in told)
