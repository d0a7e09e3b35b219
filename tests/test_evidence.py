"""The sentences behind a row: as many words as it counts, in order, marked in their place."""

import pandas as pd
import pytest

import analysis
from analysis import networks, relations, stories, timeline, topics, voices
from analysis.base.frames import SENTENCE
from analysis.evidence import (
    of_actors,
    of_articles,
    of_differences,
    of_pairs,
    of_quotations,
    of_relations,
    of_spans,
    of_speakers,
    of_terms,
    of_topics,
)
from analysis.show import html_evidence
from analysis.show.html import marked


def marks(rows: pd.DataFrame) -> list[str]:
    return [text[start:end] for text, spans in zip(rows["text"], rows["marks"], strict=True) for start, end in spans]


@pytest.fixture(scope="module")
def merged(sample: analysis.Corpus) -> analysis.Corpus:
    return topics.merge(sample, topics.collocations(sample))


def test_a_term_has_as_many_marks_as_it_counts(sample: analysis.Corpus, merged: analysis.Corpus) -> None:
    table = topics.frequency(sample, terms=topics.collocations(sample)).head(15)
    found = of_terms(merged, table["term"])
    assert [len(marks(rows)) for rows in found] == table["count"].tolist()
    assert [rows["article_id"].nunique() for rows in found] == table["documents"].tolist()


def test_an_expression_has_as_many_marks_as_it_counts(sample: analysis.Corpus) -> None:
    table = topics.collocations(sample).head(10)
    found = of_spans(sample, topics.concordances(sample, table["term"], by="lemma"))
    assert [len(marks(rows)) for rows in found] == table["count"].tolist()


def test_an_actor_has_as_many_marks_as_mentions(sample: analysis.Corpus) -> None:
    table = networks.actors(sample).head(10)
    found = of_actors(sample, table["actor"])
    # A mention that names two actors at once, or one twice in one span, is one mark.
    assert all(0 < len(marks(rows)) <= count for rows, count in zip(found, table["mentions"], strict=True))
    named = dict(zip(table["actor"], found, strict=True))
    assert {"باكستان"} <= set(marks(named["pakistan"]))


def test_a_pair_rests_on_sentences_that_name_both(sample: analysis.Corpus) -> None:
    pairs = networks.cooccurrence(sample).head(5)
    for rows, count in zip(of_pairs(sample, pairs), pairs["count"], strict=True):
        assert len(rows) == count and all(len(spans) >= 2 for spans in rows["marks"])


def test_sentences_stand_in_order_of_publication(sample: analysis.Corpus, merged: analysis.Corpus) -> None:
    for rows in [*of_terms(merged, ["طالبان", "باكستان"]), *of_actors(sample, ["pakistan"])]:
        days = rows["published"].dropna()
        assert days.is_monotonic_increasing and len(days) > 10
        assert rows["published"].isna().to_numpy()[len(days) :].all()


def test_the_words_of_a_topic_stand_in_its_articles(merged: analysis.Corpus) -> None:
    model = topics.models(merged, k=4)
    for rows, ids in zip(of_topics(merged, model), model["top_articles"], strict=True):
        assert set(rows["article_id"]) <= set(ids) and marks(rows)


def test_a_limit_keeps_the_first_and_tells_how_many_there_are(sample: analysis.Corpus) -> None:
    mentions = sample.counted_mentions()
    [rows] = of_spans(sample, [mentions], limit=3)
    assert len(rows) == 3 and rows.attrs["total"] == len(mentions.drop_duplicates(SENTENCE))
    assert of_spans(sample, []) == []
    assert of_spans(sample, [mentions.head(0)])[0].empty


def test_a_period_rests_on_the_articles_published_in_it(sample: analysis.Corpus) -> None:
    table = timeline.volume(sample, "year").dropna(subset="period")
    found = of_articles(sample, timeline.published_in(sample, table["period"], "year"))
    assert [len(rows) for rows in found] == table["articles"].tolist()
    assert "<mark>" not in html_evidence(found[0], "en")  # the article as a whole is meant


def test_marks_never_overlap_and_escape_what_they_mark() -> None:
    assert marked("a <b> c", [(2, 5), (3, 4), (6, 6)]) == "a <mark>&lt;b&gt;</mark> c"
    assert marked("", []) == ""


def test_a_quotation_is_marked_with_its_cue_and_its_speaker() -> None:
    text = "وصل الوفد. وقال وزير النقل سامي الهواري إن الجسر سيغلق غدا."
    corpus = analysis.read([{"title": "خبر", "text": text}])
    said = voices.quotations(corpus)
    for table in (of_quotations(corpus, said), of_speakers(corpus, said["speaker"], quotations=said)):
        assert marks(table[0]) == ["قال", "وزير النقل سامي الهواري", "الجسر سيغلق غدا"]


def test_a_sentence_of_a_pair_says_as_what_it_tells_the_relation() -> None:
    corpus = analysis.read([{"title": "خبر", "text": "هاجمت روسيا أوكرانيا. وقال مصدر إن روسيا هاجمت أوكرانيا."}])
    acts = relations.relations(corpus)
    (rows,) = of_relations(corpus, acts.head(1), relations=acts)
    assert rows["status"].tolist() == [["told"], ["claimed"]]
    assert "<bdi>claimed</bdi>" in html_evidence(rows, "en")


def test_a_difference_rests_on_the_numbers_that_differ(sample: analysis.Corpus) -> None:
    told = stories.members(sample)
    table = stories.differences(sample, told=told)
    found = of_differences(sample, table, told=told)
    assert len(found) == len(table) > 0
    for row, rows in zip(table.itertuples(), found, strict=True):
        members = set(told.loc[told["story"] == row.story, "article_id"])
        assert set(rows["article_id"]) <= members and rows["article_id"].nunique() >= row.accounts > 1
