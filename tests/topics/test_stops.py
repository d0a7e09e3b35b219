"""Words that a study takes for no terms."""

import pandas as pd

from analysis import topics
from corpora import corpus_of


def test_all_forms_of_a_word_are_stopped_and_still_count_as_tokens(sample) -> None:
    frequency = topics.frequency(sample).set_index("term")
    left = topics.frequency(topics.stopped(sample, "المدينة، هدنة")).set_index("term")
    assert set(frequency.index) - set(left.index) == {"مدينة", "هدنة"}
    pd.testing.assert_frame_equal(left, frequency.loc[left.index])  # rates are per 1,000 of the same tokens


def test_a_form_stops_only_itself_where_it_is_no_lemma() -> None:
    corpus = corpus_of(["بلدان بلد كتاب"])
    assert set(topics.frequency(topics.stopped(corpus, ["كتاب"]), by="form")["term"]) == {"بلدان", "بلد"}


def test_no_words_leave_the_corpus_as_it_is(sample) -> None:
    assert topics.stopped(sample, " , ") is sample
