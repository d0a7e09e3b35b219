"""Communities over articles: draws anew, and swaps that keep what articles and actors hold."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import networks
from analysis.base.swaps import swapped
from analysis.corpus.units import WINDOW
from analysis.networks.communities import _overlap
from analysis.networks.cooccurrence import cooccurrence, pairs_by_article

NAMES = [f"n{number:02}" for number in range(24)]


def named(rng: np.random.Generator, camps: int = 1, articles: int = 150, mixed: float = 0.0) -> list[np.ndarray]:
    """The actors of each article, some often named, most seldom; of several camps an article is about one."""
    share = 1 / np.arange(1, len(NAMES) + 1) ** 0.7
    camp, found = np.arange(len(NAMES)) % camps, []
    for number in range(articles):
        weight = share * np.where(camp == number % camps, 1, mixed)
        size = min(rng.geometric(0.35) + 1, int((weight > 0).sum()))
        found.append(rng.choice(len(NAMES), size, replace=False, p=weight / weight.sum()))
    return found


def told(articles: list[np.ndarray], rng: np.random.Generator) -> pd.DataFrame:
    """The pairs of each article; long articles name a pair again and again."""
    rows = [
        (NAMES[a], NAMES[b], f"article{number}", rng.geometric(0.4))
        for number, each in enumerate(articles)
        for a in sorted(each)
        for b in sorted(each)
        if a < b
    ]
    return pd.DataFrame(rows, columns=["source", "target", "article_id", "times"])


def found_in(pairs: pd.DataFrame, **options) -> pd.DataFrame:
    table = pairs.groupby(["source", "target"], as_index=False)["times"].sum().rename(columns={"times": "count"})
    return networks.communities(table, articles=pairs, **options)


def test_actors_mixed_up_have_no_communities() -> None:
    rng, runs, found = np.random.default_rng(2), 60, 0
    for run in range(runs):
        found += found_in(told(named(rng), rng), draws=19, runs=1, seed=run).attrs["p"] <= 0.05
    assert found <= 6, f"{found} of {runs}"  # 3 are due; more than 6 come by chance once in 30


def test_camps_are_found_and_stay() -> None:
    rng = np.random.default_rng(4)
    table = found_in(told(named(rng, camps=3, mixed=0.05), rng))
    assert table.attrs["p"] == pytest.approx(0.01)
    camp = table["actor"].str[1:].astype(int) % 3
    assert pd.crosstab(table["community"], camp).max(axis=1).sum() >= 0.9 * len(NAMES)
    alone = found_in(told(named(rng), rng))
    assert table.attrs["stability"] > 0.75 > 0.6 > alone.attrs["stability"]


def test_one_long_article_is_one_draw() -> None:
    rng = np.random.default_rng(5)
    pairs = told(named(rng, camps=2), rng)
    lone = pd.DataFrame({"source": "x", "target": ["y", "z"], "article_id": "long", "times": 90})
    lone.loc[2] = ("y", "z", "long", 90)
    table = found_in(pd.concat([pairs, lone])).set_index("actor")
    assert set(table.index[table["community"] == table.at["x", "community"]]) == {"x", "y", "z"}
    joined = found_in(pairs, clusters=pd.Series("one", index=pairs["article_id"].unique()))
    assert joined.attrs["p"] == 1 and (joined["stability"] > 0.99).all()


def test_the_overlap_is_that_of_jaccard_among_those_that_are_there() -> None:
    own, runs = np.array([0, 0, 0, 1]), np.array([[0, 0, -1, 1], [0, 1, 1, 1]])
    # First: {0, 1} of {0, 1} and the lone one wholly. Second: 1/3, 2/4, 2/4, 1/3.
    assert _overlap(own, runs, chosen=False).tolist() == pytest.approx([2 / 3, 3 / 4, 1 / 2, 2 / 3])


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6)), min_size=1, max_size=40, unique=True), st.integers(0, 9)
)
def test_swaps_keep_both_sums(places: list[tuple[int, int]], seed: int) -> None:
    unit, thing = np.array(places).T
    found = swapped(unit, thing, np.random.default_rng(seed))
    assert np.bincount(found, minlength=7).tolist() == np.bincount(thing, minlength=7).tolist()
    assert len(set(zip(unit.tolist(), found.tolist(), strict=True))) == len(places)


def test_all_tables_of_the_same_sums_are_as_likely() -> None:
    # Three units of one thing each, three things: six tables.
    rng, thing, seen = np.random.default_rng(1), np.arange(3), {}
    for _ in range(3000):
        thing = swapped(np.arange(3), thing, rng, rounds=5)
        seen[tuple(thing)] = seen.get(tuple(thing), 0) + 1
    assert len(seen) == 6 and min(seen.values()) > 400 and max(seen.values()) < 600


def test_the_table_of_actors_tells_of_articles(sample) -> None:
    pairs = cooccurrence(sample, min_count=2)
    nodes = networks.node_table(sample, pairs)
    plain = networks.communities(pairs, articles=pairs_by_article(sample, "sentence", (), WINDOW))
    assert nodes.attrs == plain.attrs and 0 < nodes.attrs["p"] <= 0.05
    tied = nodes.dropna(subset="community").set_index("actor")["stability"]
    assert tied.to_dict() == plain.set_index("actor")["stability"].reindex(tied.index).to_dict()
