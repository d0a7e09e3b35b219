"""Columns of a page against the frames that they are made of."""

import gzip
import json
from base64 import b64decode
from itertools import accumulate
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis.base.frames import SENTENCE
from analysis.reports.columns.made import columns, mode, of_page, packed
from analysis.reports.columns.rows import sparse
from analysis.topics.dictionary import load_dictionary
from analysis.topics.themes import theme_matches

# Two tell one event, the second copies the first; a letter beyond 16 bits stands before a name.
STORY = (
    "بحث مسؤولون من باكستان وأفغانستان أمن الحدود يوم 4 يونيو 2023 في كابل. "
    "وقالت باكستان إن الهجوم الذي أعلنته حركة طالبان الأفغانية لن يمر 😀 وأدانت الصين الهجوم بعد لقاء في بكين."
)
RECORDS = [
    {"title": "باكستان وأفغانستان تبحثان أمن الحدود", "body": STORY, "source": "الأولى", "date": "2023-06-05"},
    {"title": "باكستان وأفغانستان تبحثان أمن الحدود", "body": STORY, "source": "الثانية", "date": "2023-06-06"},
    {
        "title": "زرع",
        "body": "يزرع الفلاح في الهند بذور الطماطم في تربة خصبة ويسقيها كل صباح حتى تنضج.",
        "source": "الأولى",
    },
]


@pytest.fixture(scope="module")
def corpus() -> analysis.Corpus:
    return analysis.read()


@pytest.fixture(scope="module")
def made(corpus: analysis.Corpus) -> dict[str, Any]:
    return columns(corpus, load_dictionary(None), "sample", "en")


@pytest.fixture(scope="module")
def small() -> dict[str, Any]:
    return columns(analysis.read(RECORDS), load_dictionary(None), "small", "en")


def opened(text: str) -> Any:
    return json.loads(gzip.decompress(b64decode(text)))


def cells(table: dict[str, list[int]]) -> dict[tuple[int, int], int]:
    """Return the values of compressed rows by (row, item)."""
    ends = list(accumulate(table["n"]))
    owner = [row for row, n in enumerate(table["n"]) for _ in range(n)]
    assert ends[-1] == len(table["idx"]) == len(table["val"])
    return dict(zip(zip(owner, table["idx"], strict=True), table["val"], strict=True))


@given(st.dictionaries(st.tuples(st.integers(0, 5), st.integers(0, 9)), st.integers(1, 9)))
def test_compressed_rows_hold_what_they_were_given(table: dict[tuple[int, int], int]) -> None:
    owner, item = (np.array([key[side] for key in table], dtype=np.int64) for side in (0, 1))
    found = sparse(6, owner, item, np.array(list(table.values()), dtype=np.int64))
    assert len(found["n"]) == 6
    assert (cells(found) if table else {}) == table


def test_counts_of_actors_are_those_of_the_frames(corpus: analysis.Corpus, made: dict[str, Any]) -> None:
    ids = made["articles"]["id"]
    counts = corpus.counted_mentions().groupby(["article_id", "actor"]).size()
    told = {(ids[a], made["actors"]["id"][b]): count for (a, b), count in cells(made["actors"]).items()}
    assert told == counts.to_dict() and len(told) > 100
    articles = pd.Series([actor for _, actor in told]).value_counts()
    assert articles.is_monotonic_decreasing and articles.index[0] == made["actors"]["id"][0]


def test_counts_of_themes_are_those_of_the_frames(corpus: analysis.Corpus, made: dict[str, Any]) -> None:
    ids, themes = made["articles"]["id"], [each["id"] for each in made["meta"]["themes"]]
    counts = theme_matches(corpus).groupby(["article_id", "theme"]).size()
    assert {(ids[a], themes[b]): n for (a, b), n in cells(made["themes"]).items()} == counts.to_dict()


def test_counts_of_terms_are_those_of_the_tokens(corpus: analysis.Corpus, made: dict[str, Any]) -> None:
    lemma = made["terms"]["lemma"].index("هجوم")
    rows = corpus.tokens[(corpus.tokens["lemma"] == "هجوم") & ~corpus.tokens["stop"]]
    assert sum(value for (_, term), value in cells(made["terms"]).items() if term == lemma) == len(rows)
    assert not {"باكستان", "طالبان", "في", "قال"} & set(made["terms"]["lemma"])


def test_name_of_an_outlet_at_the_beginning_of_its_articles_is_no_term() -> None:
    crops = ("القمح", "الشعير", "الذرة", "العدس", "الحمص", "السمسم")
    records = [
        {"title": f"زراعة {crop}", "body": f"شعاع المدينة – يزرع الفلاح {crop} في تربة خصبة.", "source": "شعاع"}
        for crop in crops
    ]
    found = columns(analysis.read(records), load_dictionary(None), "small", "en")["terms"]["lemma"]
    assert "فلاح" in found and "شعاع" not in found


def test_name_of_an_outlet_in_its_bylines_is_no_term() -> None:
    crops = ("القمح", "الشعير", "الذرة", "العدس", "الحمص", "السمسم")
    told = "سالم الرائد – شعاع المدينة\nيزرع الفلاح {} في تربة خصبة تحت شعاع الشمس كل صباح."
    records = [
        *({"title": f"حقل {crop}", "body": told.format(crop), "source": "شعاع"} for crop in crops),
        *({"title": f"سوق {crop}", "body": f"سوق {crop} كبير في هذه المدينة.", "source": "أخرى"} for crop in crops),
    ]
    made = columns(analysis.read(records), load_dictionary(None), "small", "en")
    lemma = made["terms"]["lemma"].index("شعاع")
    assert {value for (_, term), value in cells(made["terms"]).items() if term == lemma} == {1}


def test_name_that_an_outlet_calls_itself_by_is_no_term() -> None:
    crops = ("القمح", "الشعير", "الذرة", "العدس", "الحمص", "السمسم")
    told = "قال المزارع في حديث لـ«منارة الوادي» إن حقل {} يزهر في كل ربيع قرب منارة قديمة."
    records = [
        *({"title": f"حقل {crop}", "body": told.format(crop), "source": "المنارة"} for crop in crops),
        *({"title": f"سوق {crop}", "body": f"قرب منارة الميناء سوق {crop} كبير.", "source": "أخرى"} for crop in crops),
    ]
    made = columns(analysis.read(records), load_dictionary(None), "small", "en")
    assert "واد" not in "".join(made["terms"]["lemma"])
    lemma = next(place for place, each in enumerate(made["terms"]["lemma"]) if each.startswith("منار"))
    assert {value for (_, term), value in cells(made["terms"]).items() if term == lemma} == {1}


@pytest.mark.parametrize("key", ["mentions", "theme_words", "term_words", "relations"])
def test_spans_stand_in_their_sentences(corpus: analysis.Corpus, made: dict[str, Any], key: str) -> None:
    table, texts = made[key], made["sentences"]["text"]
    spans = zip(table["sentence"], table["start"], table["end"], strict=True)
    words = [texts[row][start:end] for row, start, end in spans]
    assert words and all(word and word == word.strip() for word in words)
    if key == "mentions":
        held = corpus.counted_mentions()
        assert sorted(words) == sorted(held["surface"])


def test_spans_count_letters_as_javascript_does(small: dict[str, Any]) -> None:
    units = [text.encode("utf-16-le") for text in small["sentences"]["text"]]
    table = small["mentions"]
    told = {
        units[row][2 * start : 2 * end].decode("utf-16-le")
        for row, start, end in zip(table["sentence"], table["start"], table["end"], strict=True)
    }
    assert any("😀" in text for text in small["sentences"]["text"])
    assert {"باكستان", "أفغانستان", "الصين"} <= told


def test_sentences_are_all_of_the_counted_articles(corpus: analysis.Corpus, made: dict[str, Any]) -> None:
    ids, told = made["articles"]["id"], made["sentences"]
    keys = {(ids[a], part, n) for a, part, n in zip(told["article"], told["part"], told["number"], strict=True)}
    assert keys == set(corpus.sentences[SENTENCE].itertuples(index=False, name=None))


def test_copies_and_stories_are_told(small: dict[str, Any]) -> None:
    articles = small["articles"]
    assert articles["counted"] == [1, 0, 1] and articles["copy"] == [-1, 0, -1] and articles["text"] == [0, 0, 2]
    assert articles["story"] == [0, 0, -1] and small["stories"]["headline"] == [RECORDS[0]["title"]]
    assert articles["day"] == [0, 1, -1] and articles["after"][:2] == [None, None]
    assert [each["id"] for each in small["meta"]["outlets"]] == ["الأولى", "الثانية"]
    meta = {key: small["meta"][key] for key in ("articles", "copies", "undated", "days", "day0", "mode")}
    assert meta == {"articles": 2, "copies": 1, "undated": 1, "days": 2, "day0": "2023-06-05", "mode": "all"}


def test_events_are_told_by_articles_within_reach(made: dict[str, Any]) -> None:
    events, past = made["events"], made["past"]
    assert events["earliest"] == sorted(events["earliest"])
    assert all(articles for articles in (*events["articles"], *past["articles"]))
    assert set(events["grain"]) <= {"day", "week", "month"}
    assert len(set(past["label"])) == len(past["label"]) and past["label"][0] == "< 1980"
    sentences = made["sentences"]["article"]
    for rows, told in zip(events["articles"], events["sentences"], strict=True):
        assert {sentences[each] for each in told} <= set(rows)


def test_who_belongs_to_whom(made: dict[str, Any]) -> None:
    ids = made["actors"]["id"]
    wholes = {id: {ids[row] for row in rows} for id, rows in zip(ids, made["actors"]["part_of"], strict=True)}
    assert "russia" in wholes["vladimir_putin"] and wholes["russia"] == set()


def test_the_network_keeps_its_nodes_apart(made: dict[str, Any]) -> None:
    net = made["net"]
    places = [(x, y) for x, y in zip(net["x"], net["y"], strict=True) if x is not None]
    assert 10 < len(places) <= 36
    near = [1 for at, (x, y) in enumerate(places) for a, b in places[:at] if abs(x - a) < 91 and abs(y - b) < 45]
    assert near == []


def test_a_page_takes_what_it_draws_and_the_same_bytes(corpus: analysis.Corpus, made: dict[str, Any]) -> None:
    assert mode(corpus) == "all"
    page = opened(packed(of_page(made, "topics", files=True)))
    assert {"meta", "articles", "terms", "sentences"} <= set(page) and "voices" not in page
    assert page["meta"]["page"] == "topics" and page["meta"]["files"] is True
    again = columns(corpus, load_dictionary(None), "sample", "en")
    assert packed(again) == packed(made)


def test_one_article_without_an_outlet_has_columns() -> None:
    alone = columns(analysis.read([{"title": "لقاء", "body": STORY}]), load_dictionary(None), "one", "ar")
    assert alone["meta"]["articles"] == 1 and alone["terms"]["lemma"] == [] and alone["mentions"]["actor"]


def test_nothing_at_all_has_columns_too(corpus: analysis.Corpus) -> None:
    none = columns(corpus.of([]), load_dictionary(None), "none", "ar")
    assert none["meta"]["articles"] == 0 and none["meta"]["day0"] is None
    assert opened(packed(none))["sentences"]["text"] == []
