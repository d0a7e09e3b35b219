"""Statistics against references."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_mutual_info_score

from analysis.base.statistics import mutual_information

PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 9)), min_size=1, max_size=60)


@given(PAIRS, st.integers(1, 40))
def test_mutual_information_is_that_of_scikit_learn(pairs: list[tuple[int, int]], alone: int) -> None:
    one, other = np.array([*pairs, *((100 + each, 200 + each) for each in range(alone))]).T
    assert mutual_information(one, other) == pytest.approx(adjusted_mutual_info_score(one, other), abs=1e-9)


def test_the_same_parts_under_other_numbers_share_all() -> None:
    assert mutual_information(np.array([3, 3, 1, 0]), np.array([0, 0, 2, 5])) == 1
