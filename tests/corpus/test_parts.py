"""A corpus in two parts: what is chosen, and what it leaves."""

import analysis
from analysis.corpus import two_parts


def ids(corpus: analysis.Corpus) -> set[str]:
    return set(corpus.articles["article_id"])


def test_the_second_part_is_what_the_first_leaves(sample: analysis.Corpus) -> None:
    first, second = two_parts(sample, "2023-01-01")
    assert ids(first) == ids(sample.filter("2023-01-01"))
    assert ids(first) | ids(second) == ids(sample) and not ids(first) & ids(second)


def test_both_parts_may_be_chosen(sample: analysis.Corpus) -> None:
    first, second = two_parts(sample, end="2021-12-31", other_start="2025-01-01")
    assert ids(first) == ids(sample.filter(end="2021-12-31")) and ids(second) == ids(sample.filter("2025-01-01"))
    outlets = sample.articles["source"].value_counts().index[:2]
    first, second = two_parts(sample, outlet=outlets[0], other_outlet=outlets[1])
    assert set(first.articles["source"]) == {outlets[0]} and set(second.articles["source"]) == {outlets[1]}


def test_without_a_choice_the_halves_are_set_side_by_side(sample: analysis.Corpus) -> None:
    first, second = two_parts(sample)
    assert first.articles["published"].max() < second.articles["published"].min()
    dated = sample.articles["published"].notna().sum()
    assert len(first) + len(second) == dated and abs(len(first.counted) - len(second.counted)) <= 5


def test_without_days_there_are_no_halves(sample: analysis.Corpus) -> None:
    undated = sample.of(sample.articles.loc[sample.articles["published"].isna(), "article_id"])
    assert [len(part) for part in two_parts(undated)] == [0, 0]
