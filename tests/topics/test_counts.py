"""One count for a term: what frequency counts, concordance and evidence show."""

import pytest

import analysis
from analysis import evidence, topics

TOP = 150


@pytest.fixture(scope="module")
def corpora() -> tuple[analysis.Corpus, analysis.Corpus]:
    """The sample, and the sample with its expressions merged."""
    corpus = analysis.read(lemmatizer="simple")
    return corpus, topics.merge(corpus, topics.collocations(corpus))


@pytest.mark.parametrize("merged", [False, True])
def test_frequency_concordance_and_evidence_agree(
    corpora: tuple[analysis.Corpus, analysis.Corpus], merged: bool
) -> None:
    corpus = corpora[merged]
    table = topics.frequency(corpus, top=TOP)
    assert len(table) == TOP
    assert table["term"].str.contains(" ").any() == merged
    counts = dict(zip(table["term"], table["count"], strict=True))
    found = topics.concordances(corpus, counts, by="lemma")
    assert dict(zip(counts, map(len, found), strict=True)) == counts
    assert [each["article_id"].nunique() for each in found] == table["documents"].tolist()
    shown = evidence.of_terms(corpus, counts)
    spans = [each.drop_duplicates(["article_id", "part", "sentence"]) for each in found]
    assert [each.attrs["total"] for each in shown] == list(map(len, spans))


def test_merging_gives_the_counts_of_frequency_with_terms(
    corpora: tuple[analysis.Corpus, analysis.Corpus],
) -> None:
    corpus, merged = corpora
    terms = topics.collocations(corpus)
    one = topics.frequency(corpus, terms=terms).set_index("term")["count"]
    assert one.equals(topics.frequency(merged).set_index("term")["count"])
    key = topics.keyness(merged).set_index("term")
    assert len(key) > 100 and (key["count"] == one.reindex(key.index)).all()


def test_a_merged_term_is_found_as_written_too(corpora: tuple[analysis.Corpus, analysis.Corpus]) -> None:
    _, merged = corpora
    term = next(each for each in topics.frequency(merged)["term"] if " " in each)
    assert len(topics.concordance(merged, term)) == len(topics.concordance(merged, term, by="lemma")) > 0
