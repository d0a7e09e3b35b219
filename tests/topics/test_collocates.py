"""The words near one word, against a plain count, and measures against those of NLTK."""

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures

import analysis
from analysis import topics
from corpora import corpus_of

words = st.lists(st.sampled_from(["aa", "bb", "cc", "dd"]), min_size=1, max_size=8)
articles = st.lists(st.lists(words, min_size=1, max_size=3), min_size=1, max_size=4)


def plain(texts: list[list[list[str]]], node: str, window: int) -> tuple[dict[str, list[int]], int, int]:
    """Counts of each word (near, left, right, articles, all), places near the node, and all places but its own."""
    counts: dict[str, list[int]] = {}
    slots = size = 0
    for text in texts:
        seen = set()
        for sentence in text:
            nodes = [at for at, word in enumerate(sentence) if word == node]
            for at, word in enumerate(sentence):
                if word == node:
                    continue
                left = any(0 < each - at <= window for each in nodes)
                right = any(0 < at - each <= window for each in nodes)
                row = counts.setdefault(word, [0, 0, 0, 0, 0])
                near = left or right
                row[:3] = [row[0] + near, row[1] + left, row[2] + right]
                row[3] += near and word not in seen
                row[4] += 1
                seen |= {word} if near else set()
                slots, size = slots + near, size + 1
    return counts, slots, size


@settings(max_examples=60)
@given(articles, st.integers(1, 4))
def test_collocates_are_those_of_a_plain_count(texts: list[list[list[str]]], window: int) -> None:
    corpus = corpus_of(*([" ".join(sentence) for sentence in text] for text in texts))
    table = topics.collocates(corpus, "aa", window=window, min_count=1)
    counts, slots, size = plain(texts, "aa", window)
    columns = ["count", "left", "right", "articles", "total"]
    found = {row["term"]: [row[name] for name in columns] for row in table.to_dict("records")}
    assert found == {word: row for word, row in counts.items() if row[0]}
    for row in table.to_dict("records"):
        assert row["expected"] == pytest.approx(slots * row["total"] / size)
        elsewhere = (row["total"] - row["count"] or 0.5) / max(size - slots, 1)
        assert row["log_ratio"] == pytest.approx(math.log2(row["count"] / slots / elsewhere))


@pytest.mark.parametrize("word", ["باكستان", "هجوم", "وزير الخارجية"])
def test_the_measures_are_those_of_nltk(sample: analysis.Corpus, word: str) -> None:
    table = topics.collocates(sample, word, min_count=2)
    assert len(table) > 10
    node = topics.concordance(sample, word)
    size = len(sample.tokens) - len(node) * len(word.split())
    slots = round(table["expected"].iloc[0] * size / table["total"].iloc[0])
    for row in table.to_dict("records"):
        counts = (row["count"], (slots, row["total"]), size)
        assert row["g2"] == pytest.approx(BigramAssocMeasures.likelihood_ratio(*counts), rel=1e-6, abs=1e-6)
        assert row["t"] == pytest.approx(BigramAssocMeasures.student_t(*counts))
        pmi = BigramAssocMeasures.pmi(*counts)
        assert row["npmi"] == pytest.approx(pmi / -math.log2(row["count"] / size))


def test_neighbours_of_a_word_in_the_sample(sample: analysis.Corpus) -> None:
    table = topics.collocates(sample, "كوريا")
    assert table["term"].iloc[0] == "شمالي"
    attracted = table["count"] > table["expected"]
    assert attracted.iloc[: attracted.sum()].all() and (table["log_ratio"] > 0).equals(attracted)
    assert table.loc[attracted, "g2"].is_monotonic_decreasing
    assert not {"في", "من"} & set(table["term"])
    assert {"في", "من"} & set(topics.collocates(sample, "كوريا", stop_words=True)["term"])
    forms = topics.collocates(sample, "كوريا", by="form", top=2)
    assert len(forms) == 2 and forms["term"].iloc[0] == "الشمالية"


def test_collocates_of_a_pattern_and_of_nothing(sample: analysis.Corpus) -> None:
    assert len(topics.collocates(sample, "*ستان")) > 0
    none = topics.collocates(sample, "زنجبيل")
    assert none.empty and list(none.columns) == list(topics.collocates(sample, "كوريا").columns)
    for wrong in ({"by": "root"}, {"window": 0}):
        with pytest.raises(ValueError, match=next(iter(wrong))):
            topics.collocates(sample, "كوريا", **wrong)
    with pytest.raises(ValueError, match="give a word"):
        topics.collocates(sample, "؟")


# --- matrix -------------------------------------------------------------------------------------------------------
def test_a_matrix_counts_what_frequency_counts(sample: analysis.Corpus) -> None:
    counts, ids, terms = topics.matrix(sample)
    assert counts.format == "csr" and ids == sample.counted["article_id"].tolist()
    table = topics.frequency(sample).set_index("term").loc[terms]
    assert np.array_equal(counts.sum(axis=0), table["count"])
    assert np.array_equal((counts > 0).sum(axis=0), table["documents"])


@pytest.mark.parametrize("by", ["lemma", "form"])
def test_a_cell_is_the_times_of_a_term_in_an_article(sample: analysis.Corpus, by: str) -> None:
    counts, ids, terms = topics.matrix(sample, by, stop_words=True, min_count=3, min_articles=2)
    plain = Counter(zip(sample.tokens["article_id"], sample.tokens[by], strict=True))
    rows, columns = counts.nonzero()
    cells = {(ids[row], terms[column]): counts[row, column] for row, column in zip(rows, columns, strict=True)}
    assert cells == {cell: times for cell, times in plain.items() if cell[1] in set(terms)}
    assert counts.sum(axis=0).min() >= 3 and (counts > 0).sum(axis=0).min() >= 2


def test_an_article_without_a_word_is_a_row_of_nothing() -> None:
    corpus = corpus_of(["aa bb"], ["cc"])
    silent = corpus.replace(tokens=corpus.tokens[(corpus.tokens["article_id"] == "article001").to_numpy()])
    counts, ids, terms = topics.matrix(silent)
    assert ids == ["article000", "article001"] and terms == ["cc"] and counts.toarray().tolist() == [[0], [1]]


def test_terms_of_several_words_are_columns(sample: analysis.Corpus) -> None:
    counts, _, terms = topics.matrix(sample, terms=["كوريا الشمالية"])
    merged = topics.frequency(sample, terms=["كوريا الشمالية"]).set_index("term")["count"]
    assert counts.sum(axis=0)[terms.index("كوريا الشمالية")] == merged["كوريا الشمالية"] > 0
    with pytest.raises(ValueError, match="by='root'"):
        topics.matrix(sample, "root")
