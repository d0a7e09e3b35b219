"""Intervals and tests over articles: against scipy, and on made-up articles in which things come in clumps."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.base.resampling import Drawn, difference, log_ratios, rates, unit_numbers, variation

RNG = np.random.default_rng(7)


def drawn_from(matrix: np.ndarray, weights: np.ndarray) -> Drawn:
    """Counts as a plain table: a row a thing, a column an article."""
    key, unit = np.nonzero(matrix)
    return Drawn(key, unit, matrix[key, unit], weights, len(matrix))


def clumpy(things: int = 300, articles: int = 900) -> Drawn:
    """Articles of uneven length; a thing that an article names is named there again and again."""
    weights = RNG.lognormal(5.5, 0.7, articles).round() + 20
    matrix = np.zeros((things, articles))
    for row in matrix:
        held = RNG.choice(articles, RNG.integers(20, 400), replace=False, p=weights / weights.sum())
        row[held] = RNG.geometric(0.4, len(held))
    return drawn_from(matrix, weights)


def part_of(drawn: Drawn, chosen: np.ndarray) -> Drawn:
    """The counts of some units alone."""
    place = np.full(len(drawn.weights), -1)
    place[chosen] = np.arange(len(chosen))
    kept = place[drawn.unit] >= 0
    return Drawn(drawn.key[kept], place[drawn.unit[kept]], drawn.times[kept], drawn.weights[chosen], drawn.keys)


def test_single_occurrences_in_many_articles_have_the_exact_interval_of_poisson() -> None:
    matrix = np.zeros((2, 200_000))
    matrix[0, :400] = 1
    table = rates(drawn_from(matrix, np.ones(200_000)), per=200_000)
    for row, count in zip(table.itertuples(), (400, 0), strict=True):  # Garwood (1936)
        low = stats.chi2.ppf(0.025, 2 * count) / 2 if count else 0.0
        assert (row.low, row.high) == pytest.approx((low, stats.chi2.ppf(0.975, 2 * count + 2) / 2), rel=1e-2)


def test_intervals_hold_the_rate_of_all_articles_in_95_of_100_cases() -> None:
    everything = clumpy()
    truth = everything.totals() / everything.weights.sum()
    for size in (30, 100, 300):
        held = []
        for _ in range(20):
            table = rates(part_of(everything, RNG.choice(len(everything.weights), size, replace=False)))
            held.append(((table["low"] <= truth) & (truth <= table["high"])).mean())
        assert np.mean(held) >= 0.9, f"{size} articles: {np.mean(held):.3f}"


def test_the_test_of_two_sides_is_that_of_permutation() -> None:
    matrix = RNG.poisson(RNG.gamma(0.4, 2.0, (4, 40)))
    matrix[1, :14] += RNG.poisson(2, 14)
    weights, side = RNG.integers(80, 600, 40).astype(float), np.arange(40) < 14
    own = difference(drawn_from(matrix, weights), side)
    for row, p in zip(matrix, own, strict=True):
        residual = row - row.sum() / weights.sum() * weights
        plain = stats.permutation_test(
            (residual[side], residual[~side]), lambda a, b: a.sum(), n_resamples=20_000, random_state=1
        )
        assert p == pytest.approx(plain.pvalue, rel=0.35, abs=0.02)


def test_articles_dealt_at_random_do_not_differ() -> None:
    everything, found = clumpy(), 0
    for _ in range(20):
        one = part_of(everything, RNG.choice(len(everything.weights), 600, replace=False))
        p = difference(one, np.arange(600) < RNG.choice([100, 300]))
        found += int((stats.false_discovery_control(p) < 0.05).any())
    assert found <= 2, f"{found} of 20 random halves differ"


def test_what_is_planted_is_found() -> None:
    everything = clumpy(articles=600)
    side = np.arange(600) < 300
    times = everything.times * np.where((everything.key < 5) & side[everything.unit], 4, 1)
    p = difference(everything._replace(times=times), side)
    assert (stats.false_discovery_control(p)[:5] < 0.05).sum() >= 4


def test_dates_dealt_at_random_show_no_change() -> None:
    everything = clumpy()
    p = np.concatenate([variation(everything, RNG.integers(0, 6, 900)) for _ in range(4)])
    assert (p < 0.05).mean() <= 0.07 and (p < 0.001).mean() <= 0.005


def test_a_change_over_time_is_found() -> None:
    everything, period = clumpy(), np.arange(900) // 150
    times = everything.times * np.where((everything.key == 0) & (period[everything.unit] == 2), 6, 1)
    assert variation(everything._replace(times=times), period)[0] < 0.001


def test_joined_articles_are_one_draw() -> None:
    ids = [f"a{number}" for number in range(20)]
    units = unit_numbers(ids, pd.Series(dict.fromkeys(ids[:10], "one release")))
    assert len(set(units)) == 11
    apart = drawn_from(np.array([[3] * 10 + [0] * 10]), np.full(20, 90.0))
    alone, together = (rates(each).iloc[0] for each in (apart, apart.joined(units)))
    assert alone["rate"] == together["rate"] and together["units"] == 1
    assert together["high"] - together["low"] > 1.5 * (alone["high"] - alone["low"])


def test_ratios_of_rates_have_wider_intervals_where_articles_repeat() -> None:
    weights = np.full(100, 200.0)
    spread, lumped = np.zeros((2, 1, 100))
    spread[0, :20], lumped[0, 0] = 1, 20
    other = drawn_from(np.eye(100)[:1] * 5, weights)
    even, lump = (log_ratios(drawn_from(each, weights), other).iloc[0] for each in (spread, lumped))
    assert even["log_ratio"] == lump["log_ratio"] == pytest.approx(2)
    assert lump["high"] - lump["low"] > even["high"] - even["low"]


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 500)), min_size=1, max_size=30))
def test_the_ends_lie_around_the_rate(articles: list[tuple[int, int]]) -> None:
    counts, words = (np.array(each, dtype=float) for each in zip(*articles, strict=True))
    row = rates(drawn_from(counts[None, :], words)).iloc[0]
    assert 0 <= row["low"] <= row["rate"] <= row["high"]
    side = np.arange(len(words)) % 2 == 0
    assert 0 <= difference(drawn_from(counts[None, :], words), side)[0] <= 1
