"""Runs of words that two texts share."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analysis.stories.passages import BRIDGE, Passage, Run, passages
from analysis.stories.seeds import DAYS, SEED, Printed, on_many_days, shared
from analysis.stories.written import Written

texts = st.lists(st.sampled_from("ابتثجحخدذ"), min_size=1, max_size=60)


def runs_of(one: list[str], other: list[str]) -> list[Run]:
    texts = [(np.array([0, 1]), [" ".join(one), " ".join(other)])]
    found = list(shared(texts, Printed(2, np.array([0, 0])), Written(2), 1))
    return found[0][2] if found else []


@given(texts, texts)
def test_runs_stand_in_both_texts(one: list[str], other: list[str]) -> None:
    for run in runs_of(one, other):
        assert run.size >= SEED
        assert one[run.one : run.one + run.size] == other[run.other : run.other + run.size]


@given(texts, texts)
def test_passages_take_no_word_twice(one: list[str], other: list[str]) -> None:
    numbers = [np.array([ord(each) for each in text]) for text in (one, other)]
    found = passages(runs_of(one, other), *numbers, np.ones(len(one), bool))
    for before, after in pairwise(found):
        assert before.one_end <= after.one
    for each in found:
        assert each.content == each.words
        assert each.words <= min(each.one_end - each.one, each.other_end - each.other)
    assert sum(each.words for each in found) <= min(len(one), len(other))


@given(texts.filter(lambda text: len(text) >= SEED))
def test_a_text_is_its_own_passage(text: list[str]) -> None:
    numbers = np.array([ord(each) for each in text])
    whole = passages([Run(0, 0, len(text))], numbers, numbers, np.ones(len(text), bool))
    assert whole == [Passage(0, len(text), 0, len(text), len(text), len(text))]


def test_words_between_runs_are_bridged_up_to_a_bound() -> None:
    numbers = np.arange(40)
    for gap, count in ((BRIDGE, 1), (BRIDGE + 1, 2)):
        other = np.concatenate([numbers[:10], -np.arange(1, gap + 1), numbers[10:20]])
        found = passages([Run(0, 0, 10), Run(10, 10 + gap, 10)], numbers, other, np.ones(40, bool))
        assert len(found) == count
        assert sum(each.words for each in found) == 20


@given(st.lists(st.lists(st.integers(-1, 8), min_size=1, max_size=9), max_size=6), st.data())
def test_many_days_are_counted_as_one_by_one(seeds: list[list[int]], data: st.DataObject) -> None:
    some = np.array(data.draw(st.lists(st.booleans(), min_size=len(seeds), max_size=len(seeds))), dtype=bool)
    size = np.array([len(days) for days in seeds], dtype=np.int64)
    days = np.array([day for each in seeds for day in each], dtype=np.int64)
    told = [len({day for day in each if day >= 0}) >= DAYS for each in seeds]
    assert on_many_days(size, days, some).tolist() == [bool(a and b) for a, b in zip(told, some.tolist(), strict=True)]
