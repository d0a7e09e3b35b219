"""What a query finds, against a plain reading of it word by word."""

import re
from fnmatch import fnmatchcase
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import analysis
from analysis import query, stories, topics
from analysis.text import normalize
from corpora import ACTORS, corpus_of

WORDS = ["aa", "ab", "ba", "bb", "iran", "syria"]
Place = tuple[int, int, int, int]  # article, sentence, first and last word

# --- the reference ------------------------------------------------------------------------------------------------
# A query is ("phrase", [pattern, gap, pattern, ...]) with gaps (least, most), ("actor", id), ("and" or "or", parts),
# ("not", part).
texts = st.lists(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), min_size=1, max_size=3), max_size=4)
patterns = st.sampled_from([*WORDS, "a*", "*b", "?a", "a?", "*r*"])
gaps = st.sampled_from([(0, 0), (1, 1), (0, 2), (1, 3)])
phrases = st.lists(st.tuples(gaps, patterns), min_size=1, max_size=3).map(
    lambda pairs: ("phrase", [each for pair in pairs for each in pair][1:])
)
leaves = st.one_of(phrases, st.sampled_from(sorted(ACTORS & set(WORDS))).map(lambda actor: ("actor", actor)))
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3)),
        inner.map(lambda part: ("not", part)),
    ),
    max_leaves=5,
)


def written(tree: Any) -> str:
    """A tree as a query."""
    kind, inside = tree
    if kind == "actor":
        return f"actor:{inside}"
    if kind == "phrase":
        return " ".join(each if isinstance(each, str) else "* " * each[0] + f"~{each[1] - each[0]}" for each in inside)
    if kind == "not":
        return f"NOT ({written(inside)})"
    return f" {kind.upper()} ".join(f"({written(part)})" for part in inside)


def spans(words: list[str], phrase: list[Any]) -> set[tuple[int, int]]:
    """First and last word of each place in a sentence where a phrase stands."""
    if len(phrase) == 1:
        return {(at, at) for at, word in enumerate(words) if fnmatchcase(word, phrase[0])}
    *begin, (least, most), last = phrase
    ends = spans(words, [last])
    return {(a, d) for a, b in spans(words, begin) for c, d in ends if least <= c - b - 1 <= most}


def read(articles: list[list[list[str]]], tree: Any, unit: str) -> tuple[set[Place], set[tuple[int, ...]]]:
    """The places that a tree finds, and the units that it holds in."""
    every = {(a, s) for a, sentences in enumerate(articles) for s in range(len(sentences))}
    of = {"article": lambda a, s: (a,), "paragraph": lambda a, s: (a, s // 2), "sentence": lambda a, s: (a, s)}[unit]
    kind, inside = tree
    if kind in ("phrase", "actor"):
        phrase = inside if kind == "phrase" else [inside]
        hits = {(a, s, *span) for a, s in every for span in spans(articles[a][s], phrase)}
        return hits, {of(a, s) for a, s, *_ in hits}
    if kind == "not":
        return set(), {of(a, s) for a, s in every} - read(articles, inside, unit)[1]
    parts = [read(articles, part, unit) for part in inside]
    units = (set.intersection if kind == "and" else set.union)(*(held for _, held in parts))
    return {hit for hits, _ in parts for hit in hits if of(hit[0], hit[1]) in units}, units


def shows(tree: Any) -> bool:
    kind, inside = tree
    return kind in ("phrase", "actor") or (kind in ("and", "or") and any(map(shows, inside)))


@settings(max_examples=150)
@given(texts, trees, st.sampled_from(["article", "paragraph", "sentence"]))
def test_a_query_finds_what_a_plain_reading_finds(articles: Any, tree: Any, unit: str) -> None:
    corpus = corpus_of(*([" ".join(words) for words in sentences] for sentences in articles))
    hits, units = read(articles, tree, unit)
    kept = query.select(corpus, written(tree), unit=unit)
    assert set(kept.articles["article_id"]) == {f"article{unit[0]:03}" for unit in units}
    if not shows(tree):
        with pytest.raises(query.QueryError, match="shows no word"):
            query.find(corpus, written(tree), unit=unit)
        return
    table = query.find(corpus, written(tree), unit=unit)
    assert table.attrs["total"] == len(table)
    found = set()
    for row in table.itertuples():
        article = int(row.article_id.removeprefix("article"))
        words, before = articles[article][row.sentence], articles[article][: row.sentence]
        begin = sum(len(" ".join(each)) + 1 for each in before)
        starts = [begin + len(" ".join(words[:at])) + bool(at) for at in range(len(words))]
        ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
        found.add((article, row.sentence, starts.index(row.start), ends.index(row.end)))
    assert len(found) == len(table) and found == hits


# --- Arabic -------------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> analysis.Corpus:
    rows = [
        ("كتب الوزير رسالة إلى مجلس الأمن، وزار باكستان وأفغانستان. ثم عاد إلى كابل.", "الصباح", "سالم"),
        ("كتاب جديد عن السلام في كابل. والسلام قريب، قالت باكستان.", "المساء", None),
        ("رئيس الوزراء يزور مجلس محافظة الأمن الجديدة غدا بعد العيد.", "المساء", "هدى"),
    ]
    return analysis.read(pd.DataFrame(rows, columns=["body", "source", "author"]), lemmatizer="simple")


@pytest.mark.parametrize(
    ("asked", "matches"),
    [
        ("كتاب", ["كتاب"]),
        ("سلام", ["السلام", "والسلام"]),
        ('"السلام"', ["السلام"]),
        ("«السّلام»", ["السلام"]),
        ("*سلام", ["السلام", "والسلام"]),
        ("مجلس الأمن", ["مجلس الأمن"]),
        ("مجلس * الأمن", ["مجلس محافظة الأمن"]),
        ("مجلس ~1 الأمن", ["مجلس الأمن", "مجلس محافظة الأمن"]),
        ("باكستان أفغانستان", []),
        ("باكستان وأفغانستان", ["باكستان وأفغانستان"]),
        ("[وزير|رئيس] [رسالة|الوزراء]", ["الوزير رسالة", "رئيس الوزراء"]),
        ("الأمن وزار", []),
        ('"الأمن، وزار"', ["الأمن، وزار"]),
        ("actor:باكستان", ["باكستان", "باكستان"]),
        ("actor:pakistan AND سلام", ["السلام", "والسلام", "باكستان"]),
        ("زار actor:pakistan", ["وزار باكستان"]),
        ("كابل AND outlet:المساء", ["كابل"]),
        ("كابل و ليس author:س*", ["كابل"]),
        ("كابل AND NOT author:*", ["كابل"]),
        ("الو*/verb", []),
        ("كتب/verb", ["كتب"]),
    ],
)
def test_queries_of_arabic(corpus: analysis.Corpus, asked: str, matches: list[str]) -> None:
    assert query.find(corpus, asked)["match"].tolist() == matches


def test_a_hit_is_a_row_of_a_concordance(corpus: analysis.Corpus) -> None:
    table = query.find(corpus, "كابل", sort="right", width=8)
    pd.testing.assert_frame_equal(table, topics.concordance(corpus, "كابل", sort="right", width=8))
    assert query.find(corpus, "كابل", limit=1).attrs["total"] == 2


@pytest.mark.parametrize("phrase", ["هجوم", "كوريا الشمالية", "وزير الخارجية", "حركة طالبان", "*ستان", "في كابل"])
def test_a_phrase_is_that_of_a_concordance(sample: analysis.Corpus, phrase: str) -> None:
    table = query.find(sample, phrase)
    assert len(table) > 0
    pd.testing.assert_frame_equal(table, topics.concordance(sample, phrase), check_flags=False)


def test_a_merged_term_is_found_by_its_words(sample: analysis.Corpus) -> None:
    merged = topics.merge(sample, ["كوريا الشمالية"])
    assert len(query.find(merged, "كوريا الشمالية")) == len(topics.concordance(merged, "كوريا الشمالية")) > 0


def test_wildcards_find_the_forms_that_a_plain_search_finds(sample: analysis.Corpus) -> None:
    forms = sample.tokens["form"].astype("str").map(normalize)
    wanted = forms.str.fullmatch("ال.*ه") | sample.tokens["lemma"].astype("str").map(normalize).str.fullmatch("ال.*ه")
    assert len(query.find(sample, "ال*ة")) == wanted.sum() > 100
    assert len(query.find(sample, '"ال*ة"')) == forms.str.fullmatch("ال.*ه").sum()


def test_a_theme_is_found_where_topics_finds_it(sample: analysis.Corpus) -> None:
    matches = topics.theme_matches(sample)
    own = matches[matches["theme"] == "terrorism"]
    table = query.find(sample, "theme:terrorism")
    assert len(table) == len(own) > 0 and (table["start"].to_numpy() == own["start"].to_numpy()).all()


def test_an_actor_is_found_where_a_mention_stands(sample: analysis.Corpus) -> None:
    mentions = sample.counted_mentions().query("actor == 'pakistan'")
    table = query.find(sample, "actor:pakistan").merge(mentions, on=["article_id", "part", "sentence"])
    inside = (table["start_x"] <= table["start_y"]) & (table["end_x"] >= table["end_y"])
    assert inside.sum() == len(mentions) > 50


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("كابل AND actor:paksitan", r"character 10 .*no actor 'paksitan' \(did you mean pakistan\?\)"),
        ("actor:korea", r"no actor 'korea' \(did you mean north_korea or south_korea\?\)"),
        ("theme:terorism", r"no theme 'terorism' \(did you mean terrorism\?\)"),
        ("outlet:الصبح AND كابل", r"no outlet 'الصبح' \(did you mean الصباح\?\)"),
        ("author:x AND كابل", r"no author 'x'; there are سالم, هدى"),
        ("NOT كابل", "shows no word"),
        ("outlet:المساء", "shows no word"),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(corpus: analysis.Corpus, asked: str, says: str) -> None:
    with pytest.raises(query.QueryError, match=says):
        query.find(corpus, asked)


def test_a_query_that_stands_nearly_everywhere_is_refused(
    sample: analysis.Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("analysis.query.match.MOST", 1000)
    with pytest.raises(query.QueryError, match="stands at more than 1,000 places"):
        query.find(sample, "pos:noun ~20 pos:noun")


def test_other_arguments_are_refused(corpus: analysis.Corpus) -> None:
    with pytest.raises(ValueError, match="unit='day'"):
        query.find(corpus, "كابل", unit="day")
    with pytest.raises(ValueError, match="sort='date'"):
        query.find(corpus, "كابل", sort="date")
    with pytest.raises(TypeError, match="give a text"):
        query.find(corpus, 34)  # type: ignore[arg-type]


# --- select -------------------------------------------------------------------------------------------------------
def test_select_keeps_the_articles_of_a_query(corpus: analysis.Corpus) -> None:
    assert query.select(corpus, "outlet:المساء").articles["author"].tolist() == [None, "هدى"]
    assert len(query.select(corpus, "سلام AND باكستان", unit="sentence")) == 1
    assert len(query.select(corpus, "كابل AND باكستان", unit="sentence")) == 0
    assert len(query.select(corpus, "كابل AND باكستان")) == 2
    only = query.select(corpus, "NOT كابل")
    assert len(only) == 1 and set(only.tokens["article_id"]) == set(only.articles["article_id"])


def test_select_takes_the_articles_of_a_story(sample: analysis.Corpus) -> None:
    members = stories.members(sample)
    story = members["story"].value_counts().index[0]
    told = set(members.loc[members["story"] == story, "article_id"]) & set(sample.counted["article_id"])
    assert set(query.select(sample, f"story:{story}").articles["article_id"]) == told and len(told) > 1


def test_select_of_a_word_is_filter_by_a_word(sample: analysis.Corpus) -> None:
    for word in ("زلزال", "هجوم", "باكستان"):
        kept = query.select(sample, word).articles["article_id"]
        assert kept.tolist() == sample.filter(query=word).articles["article_id"].tolist()
        assert re.search(word, "".join(sample.of(kept).articles["body"]))
