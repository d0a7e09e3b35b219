"""The shares of general Arabic against wordfreq's own."""

from hypothesis import example, given
from hypothesis import strategies as st
from wordfreq import word_frequency

from analysis.lemmas.general import shares

PARTS = st.sampled_from(
    ["كتاب", "أحمد", "قال", "مدرسة", "ـ", "ً", "٢٠١٥", "2015", "7", "12.5", " ", "-", "the", "’s", "\x01", "لا", "ى"]
)


@given(st.lists(PARTS, min_size=1, max_size=4).map("".join))
@example("")
@example("\x01iran")
@example("الكتابة")
@example("03")
def test_a_share_is_that_of_wordfreq(word: str) -> None:
    assert shares([word]).tolist() == [word_frequency(word, "ar")]


def test_shares_of_many_words_come_in_their_order() -> None:
    assert (shares(iter(["في", "كتاب"])) > 0).all() and shares([]).tolist() == []
