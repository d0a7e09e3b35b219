from importlib import import_module
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.association import BigramAssocMeasures

import analysis
from analysis import topics
from analysis.base.statistics import association
from analysis.topics.phrases import Stream, longest
from corpora import corpus_of

TEXT = """أخبار التعاون
بحثت وزارة الخارجية مكافحة الإرهاب. ثم بحثت الوزارة لمكافحة الإرهاب خطة جديدة.
وقال المتحدث إن «مكافحة» الإرهاب مهمة. وقال أيضا: مكافحة، الإرهاب. وأضاف أن مكافحة. الإرهاب باق.
زار الوزير باكستان وأفغانستان. ثم زار المبعوث باكستان وأفغانستان. وعاد من باكستان وأفغانستان.
صافح الوزير المدير. ثم كتب عن الزراعة في الجبال. وسافر إلى البحر مع أولاده في الصيف الحار."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> analysis.Corpus:
    root = tmp_path_factory.mktemp("pages")
    (root / "a.txt").write_text(TEXT, encoding="utf-8")
    return analysis.read(root)


def test_the_measures_are_those_of_nltk() -> None:
    # Manning and Schuetze (1999, table 5.6): 'new companies' has t = 0.999932.
    joint, left, right, total = 8, 15828, 4675, 14307668
    assert association(np.array([joint]), np.array([left]), np.array([right]), total)[2] == pytest.approx(0.999932)
    measures = BigramAssocMeasures()
    for marginals in [(8, (15828, 4675), 14307668), (20, (42, 20), 14307668), (3, (5, 4), 60), (7, (7, 7), 100)]:
        joint, (left, right), total = marginals
        g2, npmi, t = (
            float(value[0]) for value in association(np.array([joint]), np.array([left]), np.array([right]), total)
        )
        assert g2 == pytest.approx(measures.likelihood_ratio(*marginals), rel=1e-6)
        assert t == pytest.approx(measures.student_t(*marginals))
        assert npmi == pytest.approx(measures.pmi(*marginals) / -np.log2(joint / total))


def test_pairs_of_the_sample_agree_with_nltk(sample) -> None:
    text = Stream(sample, folded=True)
    linked = text.linked(np.arange(len(text.words)))
    pairs = [
        (first, second)
        for (first, joined), second in zip(zip(text.words, text.joined, strict=True), linked[1:], strict=False)
        if joined
    ]
    measures = BigramAssocMeasures()
    known = {word: code for code, word in enumerate(text.vocabulary)}
    first, second = known["كوريا"], known["شمالي"]
    marginals = (
        pairs.count((first, second)),
        (sum(a == first for a, _ in pairs), sum(b == second for _, b in pairs)),
        len(pairs),
    )
    row = topics.collocations(sample).set_index("term").loc["كوريا الشمالية"]
    assert row["count"] == marginals[0]
    assert row["g2"] == pytest.approx(measures.likelihood_ratio(*marginals), rel=1e-6)
    assert row["t"] == pytest.approx(measures.student_t(*marginals))


@pytest.mark.parametrize(
    ("term", "others", "weakest"),
    [
        ("alpha beta gamma", ["{} beta gamma", "alpha {} {}"], 1),
        ("alpha beta gamma", ["alpha beta {}", "{} {} gamma"], 2),
        ("alpha beta gamma delta", ["alpha beta {} {}", "{} {} gamma delta"], 2),
        ("alpha beta gamma delta", ["alpha beta gamma {}", "{} {} {} delta"], 3),
    ],
)
def test_a_long_term_is_measured_at_the_weakest_of_its_cuts(term: str, others: list[str], weakest: int) -> None:
    rare = map("".join, product("klmnopqr", repeat=3))
    filled = [each.format(*(next(rare) for _ in range(4))) for each in [*others * 8, *["{} {} {} {}"] * 60]]
    sentences = [term] * 12 + filled
    row = topics.collocations(corpus_of(sentences), by="form").set_index("term").loc[term]
    words = term.split()
    runs = [tuple(each.split()[at:][: len(words)]) for each in sentences for at in range(len(each.split()))]
    runs = [run for run in runs if len(run) == len(words)]
    measures, cuts = BigramAssocMeasures(), {}
    for cut in range(1, len(words)):
        left = sum(run[:cut] == tuple(words[:cut]) for run in runs)
        right = sum(run[cut:] == tuple(words[cut:]) for run in runs)
        found = 12, (left, right), len(runs)
        cuts[cut] = measures.pmi(*found) / -np.log2(12 / len(runs)), measures.likelihood_ratio(*found)
    assert min(cuts, key=lambda cut: cuts[cut]) == weakest
    assert (row["npmi"], row["g2"]) == pytest.approx(cuts[weakest], rel=1e-6)


def test_terms_are_found_within_sentences_and_quotes_and_not_across_marks(corpus) -> None:
    table = topics.collocations(corpus).set_index("term")
    assert table.at["مكافحة الإرهاب", "count"] == 3
    assert not any("أفغانستان" in term for term in table.index)


def test_names_and_terms_of_the_sample(sample) -> None:
    terms = topics.collocations(sample)["term"].tolist()
    assert {"كوريا الشمالية", "الولايات المتحدة", "عمران خان", "الأمم المتحدة"} <= set(terms)
    functional = analysis.lemmas.stop_words("function")
    for term in terms:
        first, *_, last = term.split()
        assert first not in functional and last not in functional, term


def test_parts_of_longer_terms_are_left_out(sample) -> None:
    terms = topics.collocations(sample)["term"].tolist()
    assert "كيم جونغ أون" in terms
    assert not {"كيم جونغ", "جونغ أون"} & set(terms)
    assert {len(term.split()) for term in topics.collocations(sample, n=(3,))["term"]} == {3}


def test_higher_demands_leave_fewer_terms(sample) -> None:
    table = topics.collocations(sample)
    assert (
        0 < len(topics.collocations(sample, min_count=6)) < len(topics.collocations(sample, min_count=4)) < len(table)
    )
    assert (topics.collocations(sample, min_count=6)["count"] >= 6).all()
    assert (topics.collocations(sample, min_npmi=0.8)["npmi"] >= 0.8).all()
    assert topics.collocations(sample, top=5)["term"].tolist() == table["term"].head(5).tolist()
    assert (table["npmi"] >= 0.35).all() and (table["count"] >= 3).all() and (table["g2"] > 10.83).all()
    assert topics.collocations(sample, by="form")["count"].sum() < table["count"].sum()


def test_a_merged_corpus_counts_a_term_once_and_its_words_not_again(sample) -> None:
    words, merged = topics.frequency(sample), topics.frequency(sample, terms=["كوريا الشمالية"])
    words, merged = words.set_index("term"), merged.set_index("term")
    times = merged.at["كوريا الشمالية", "count"]
    assert times == len(topics.concordance(sample, "كوريا الشمالية", by="lemma"))
    assert merged.at["كوريا", "count"] == words.at["كوريا", "count"] - times
    assert merged.at["كوريا الشمالية", "per_1000"] == pytest.approx(1000 * times / len(sample.tokens))


def test_the_tokens_of_a_merged_corpus_stand_where_they_say(sample) -> None:
    merged = topics.merge(sample, topics.collocations(sample))
    about = sample.articles.set_index("article_id")
    for row in merged.tokens.itertuples():
        assert about.at[row.article_id, row.part][row.start : row.end] == row.form
    assert [str(kind) for kind in merged.tokens.dtypes] == [str(kind) for kind in sample.tokens.dtypes]
    assert len(sample.tokens) > len(merged.tokens)


def test_one_name_stays_one_term(tmp_path) -> None:
    (tmp_path / "a.txt").write_text(
        "هجمات في الشرق\nقال تنظيم داعش إنه باق. ورد تنظيم داعش على الهجوم. وهاجم داعش القرية. وفر داعش.",
        encoding="utf-8",
    )
    corpus = analysis.read(tmp_path)
    table = topics.frequency(corpus, terms=["تنظيم داعش"]).set_index("term")
    assert table.at["داعش", "count"] == 4
    assert "تنظيم" not in table.index and "تنظيم داعش" not in table.index


def test_a_longer_term_that_names_nothing_is_left_to_the_shorter(corpus) -> None:
    table = topics.frequency(corpus, terms=["مكافحة الإرهاب", "مكافحة الإرهاب مهمة"]).set_index("term")
    assert table.at["مكافحة الإرهاب", "count"] == 3
    assert "مكافحة الإرهاب مهمة" not in table.index


# --- words in a row -------------------------------------------------------------------------------------------------
codes = st.lists(st.integers(0, 3), min_size=1, max_size=30)
phrases = st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=4).map(tuple), max_size=8, unique=True)


class _Words(Stream):
    """Words of four kinds in a row, `و` attached to none, with gaps behind some."""

    def __init__(self, words: list[int], gaps: set[int]) -> None:
        self.words, self.vocabulary = np.array(words), np.array(list("abcd"), dtype=object)
        self.joined = np.array([place not in gaps and place + 1 < len(words) for place in range(len(words))])

    def linked(self, at: np.ndarray) -> np.ndarray:
        return self.words[at]


@given(codes, phrases, st.sets(st.integers(0, 29)))
def test_find_finds_what_a_plain_search_finds(words, sought, gaps) -> None:
    text = _Words(words, gaps)
    starts, lengths, which = text.find([tuple(text.vocabulary[list(phrase)]) for phrase in sought])
    plain = {
        (at, index)
        for index, phrase in enumerate(sought)
        for at in range(len(words) - len(phrase) + 1)
        if tuple(words[at : at + len(phrase)]) == phrase and all(text.joined[at : at + len(phrase) - 1])
    }
    assert set(zip(starts.tolist(), which.tolist(), strict=True)) == plain
    assert [len(sought[index]) for index in which] == lengths.tolist()


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(1, 4)), max_size=20))
def test_the_longest_spans_do_not_overlap(spans) -> None:
    starts, lengths = np.array([a for a, _ in spans], dtype=int), np.array([b for _, b in spans], dtype=int)
    kept = sorted({spans[index] for index in longest(starts, lengths, 30)})
    assert all(a + size <= b for (a, size), (b, _) in pairwise(kept))
    for start, size in spans:  # what is left out overlaps something that is at least as long
        assert any(a < start + size and start < a + length and length >= size for a, length in kept)


def test_the_least_count_grows_with_the_corpus(sample, monkeypatch: pytest.MonkeyPatch) -> None:
    assert topics.collocations(sample).equals(topics.collocations(sample, min_count=3))
    module = import_module("analysis.topics.collocations")
    monkeypatch.setattr(module, "RARE", len(sample.tokens) // 6)
    assert topics.collocations(sample).equals(topics.collocations(sample, min_count=6))
    assert len(topics.collocations(sample, min_count=4)) > len(topics.collocations(sample))
