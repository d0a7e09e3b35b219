import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.base.bipartite import chances, tail


@given(st.lists(st.floats(0.001, 0.6), min_size=30, max_size=80), st.floats(0, 4))
def test_the_tail_is_near_that_of_the_poisson_binomial(draws: list[float], away: float) -> None:
    p = np.array(draws)
    count = min(int(p.sum() + away * np.sqrt(p.sum())), len(p))
    exact = stats.poisson_binom.sf(count - 1, p)
    own = tail(np.array([count]), np.array([p.sum()]), np.array([(p**2).sum()]))[0]
    assert abs(own - exact) < 0.01 + 0.1 * exact


@given(st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=3, max_size=12))
def test_chances_keep_the_sums_of_rows_and_columns(table: list[list[bool]]) -> None:
    held = np.array(table, dtype=float)
    held = held[held.any(axis=1)][:, held.any(axis=0)]
    if (
        held.size
        and held.sum() < held.size
        and (held.sum(axis=0) < len(held)).all()
        and (held.sum(axis=1) < held.shape[1]).all()
    ):
        (rows, times), (columns, repeats) = (np.unique(held.sum(axis=axis), return_counts=True) for axis in (1, 0))
        found = chances(rows, columns, times, repeats)
        assert np.allclose((found * repeats).sum(axis=1), rows, atol=0.05)
        assert np.allclose((found * times[:, None]).sum(axis=0), columns, atol=0.05)
