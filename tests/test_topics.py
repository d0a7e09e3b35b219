from collections import Counter

import pytest

import analysis
from analysis import topics

TEXT = """زيارة إلى كابل
زار الوزير كابل. وفي كابل التقى الوزير وفدا من «طالبان».
وقالت طالبان إن الزيارة ناجحة جدا، وشكرت الوزراء على الزيارات."""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> analysis.Corpus:
    root = tmp_path_factory.mktemp("pages")
    (root / "a.txt").write_text(TEXT, encoding="utf-8")
    (root / "b.txt").write_text(
        "أرسلت كابل وفدها إلى موسكو لبحث التجارة بين البلدين في الشهر الماضي.", encoding="utf-8"
    )
    return analysis.read(root)


def test_frequency_counts_by_hand(corpus) -> None:
    table = topics.frequency(corpus).set_index("term")
    assert table.loc["كابل", ["count", "documents"]].tolist() == [4, 2]
    assert table.loc["طالبان", ["count", "documents"]].tolist() == [2, 1]
    assert table.at["كابل", "per_1000"] == pytest.approx(1000 * 4 / len(corpus.tokens))
    assert table.at["كابل", "document_share"] == 1.0
    assert not {"في", "إلى", "من", "على"} & set(table.index)


def test_frequency_agrees_with_a_plain_count(sample) -> None:
    table = topics.frequency(sample, stop_words=True, by="form")
    plain = Counter(sample.tokens["form"])
    assert dict(zip(table["term"], table["count"], strict=True)) == plain
    assert table["per_1000"].sum() == pytest.approx(1000)
    assert table["count"].is_monotonic_decreasing


def test_an_empty_selection_keeps_the_columns(sample) -> None:
    empty = sample.filter("1990-01-01", "1990-01-02")
    assert topics.frequency(empty).columns.tolist() == topics.frequency(sample).columns.tolist()
    assert topics.concordance(empty, "كابل").columns.tolist() == topics.CONCORDANCE


def test_concordance_finds_forms_through_particles_and_phrases_in_order(corpus) -> None:
    rows = topics.concordance(corpus, "كابل")
    assert len(rows) == 4
    about = corpus.articles.set_index("article_id")
    for row in rows.itertuples():
        text = about.at[row.article_id, row.part]
        assert text[row.start : row.end] == row.match
        assert row.left == "" or row.left.split()[-1] in text[: row.start]
    assert topics.concordance(corpus, "زار الوزير")["match"].tolist() == ["زار الوزير"]
    assert topics.concordance(corpus, "الوزير زار").empty
    assert len(topics.concordance(corpus, "وزير", by="lemma")) == 3
    assert topics.concordance(corpus, "وزير", by="form").empty


def test_concordance_count_is_the_frequency(sample) -> None:
    for row in topics.frequency(sample, top=5).itertuples():
        assert len(topics.concordance(sample, row.term, by="lemma")) >= row.count


def test_what_cannot_be_asked_is_told(corpus) -> None:
    with pytest.raises(ValueError, match="lemma"):
        topics.frequency(corpus, by="root")
    with pytest.raises(ValueError, match="word"):
        topics.concordance(corpus, " ؟ ")
