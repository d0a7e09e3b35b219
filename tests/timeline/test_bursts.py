from itertools import product
from math import comb, log

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import timeline
from analysis.timeline.automaton import heaviest
from corpora import ACTORS, corpus_of

BATCHES = st.lists(st.integers(0, 6).flatmap(lambda size: st.tuples(st.integers(0, size), st.just(size))), max_size=8)


def shares(hits: list[int], sizes: list[int], scale: float, states: int) -> list[float]:
    found = [sum(hits) / sum(sizes)]
    while len(found) < states:
        found.append(found[-1] * scale if found[-1] * scale < 1 else 1 - (1 - found[-1]) / scale)
    return found


def fit(hit: int, size: int, share: float) -> float:
    """The cost of a batch as Kleinberg (2002) writes it, the binomial coefficient included."""
    chance = comb(size, hit) * share**hit * (1 - share) ** (size - hit)
    return -log(chance) if chance else float("inf")


def cost(path: tuple[int, ...], hits: list[int], sizes: list[int], rates: list[float], gamma: float) -> float:
    steps = sum(max(after - before, 0) for before, after in zip((0, *path), path, strict=False))
    return gamma * log(len(path)) * steps + sum(map(fit, hits, sizes, (rates[state] for state in path)))


def states_of(found: list, size: int, states: int) -> tuple[int, ...]:
    path = [0] * size
    for burst in found:
        for batch in range(burst.first, burst.last + 1):
            path[batch] = max(path[batch], burst.level)
    assert all(0 < burst.level < states for burst in found)
    return tuple(path)


@given(BATCHES, st.sampled_from([1.5, 2.0, 3.0]), st.sampled_from([0.0, 0.3, 1.0]), st.sampled_from([2, 3]))
def test_no_sequence_of_states_is_cheaper(batches, scale: float, gamma: float, states: int) -> None:
    hits, sizes = [hit for hit, _ in batches], [size for _, size in batches]
    found = timeline.kleinberg(hits, sizes, scale=scale, gamma=gamma, states=states)
    if not any(hits):
        assert found == []
        return
    rates = shares(hits, sizes, scale, states)
    best = min(cost(path, hits, sizes, rates, gamma) for path in product(range(states), repeat=len(hits)))
    path = states_of(found, len(hits), states)
    assert cost(path, hits, sizes, rates, gamma) == pytest.approx(best)
    for burst in found:
        span = range(burst.first, burst.last + 1)
        levels = [sum(fit(hits[at], sizes[at], rates[burst.level - down]) for at in span) for down in (1, 0)]
        if np.isfinite(levels).all():
            assert burst.weight == pytest.approx(levels[0] - levels[1])


def test_a_burst_by_hand() -> None:
    # 20 of 100: 2 in 10 at rest, 4 in 10 in a burst. The third and fourth batch hold 7 and 6.
    (burst,) = timeline.kleinberg([1, 0, 7, 6, 1, 1, 1, 1, 1, 1], [10] * 10)
    assert (burst.first, burst.last, burst.level) == (2, 3, 1)
    assert burst.weight == pytest.approx(13 * log(0.4 / 0.2) + 7 * log(0.6 / 0.8))


def test_what_is_no_burst() -> None:
    assert timeline.kleinberg([], []) == []
    assert timeline.kleinberg([5], [5]) == []
    assert timeline.kleinberg([2] * 30, [10] * 30) == []
    # As many articles name it as usual; there are only more articles.
    assert timeline.kleinberg([2, 2, 40, 2, 2], [10, 10, 200, 10, 10]) == []
    # Batches without a document neither begin nor break a burst.
    assert [(b.first, b.last) for b in timeline.kleinberg([0, 9, 0, 9, 0, 0], [20, 10, 0, 10, 20, 20])] == [(1, 3)]


@pytest.mark.parametrize(
    ("counts", "options"),
    [
        (([3], [2]), {}),
        (([1, 2], [3]), {}),
        (([-1], [2]), {}),
        (([1], [2]), {"scale": 1.0}),
        (([1], [2]), {"states": 1}),
    ],
)
def test_counts_and_numbers_out_of_range_are_refused(counts, options) -> None:
    with pytest.raises(ValueError, match="give"):
        timeline.kleinberg(*counts, **options)


def burst_of(sample, **options) -> pd.DataFrame:
    return timeline.bursts(sample, grain="quarter", gamma=0.2, min_articles=3, **options)


def test_bursts_count_the_articles_that_burst_articles_lists(sample) -> None:
    table = burst_of(sample)
    assert len(table) > 3 and table["weight"].is_monotonic_decreasing
    for _, burst in table.iterrows():
        made_by = timeline.burst_articles(sample, burst)
        assert (len(made_by), made_by["mentions"].sum()) == (burst["articles"], burst["mentions"])
        assert made_by["published"].between(burst["start"], burst["end"]).all()
        assert burst["articles"] > burst["expected"]
        mentions = sample.counted_mentions()
        ids = mentions.loc[mentions["actor"] == burst["of"], "article_id"]
        assert made_by["mentions"].tolist() == [int((ids == id).sum()) for id in made_by["article_id"]]


def test_spans_are_whole_periods(sample) -> None:
    table = burst_of(sample, of=["diplomacy", "terrorism", "pakistan", "russia"])
    assert set(table["of"]) <= {"diplomacy", "terrorism", "pakistan", "russia"} and len(table)
    for row in table.itertuples():
        spanned = pd.period_range(row.start, row.end, freq="Q")
        assert (row.start, row.end) == (spanned[0].start_time, spanned[-1].end_time.normalize())
        assert row.periods == len(spanned)


def test_an_unknown_method_is_named(sample) -> None:
    with pytest.raises(ValueError, match="guess"):
        timeline.bursts(sample, method="guess")


@given(st.lists(st.lists(st.integers(0, 6), min_size=5, max_size=5), min_size=1, max_size=6), st.sampled_from([2, 3]))
def test_many_series_at_once_weigh_what_each_weighs_alone(series, states: int) -> None:
    total = np.array([6, 8, 6, 20, 7])
    together = heaviest(np.array(series).T, total, states=states, gamma=0.3)
    alone = [timeline.kleinberg(each, total, states=states, gamma=0.3) for each in series]
    assert together.tolist() == pytest.approx([max((burst.weight for burst in each), default=0) for each in alone])


def clumpy(articles: int = 240, days: int = 12):
    """Articles of seven actors that few or many of them name, over days on which little or much is published."""
    rng, texts = np.random.default_rng(11), []
    for _ in range(articles):
        named = [actor for actor, share in SHARES.items() if rng.random() < share]
        texts.append([" ".join([actor] * rng.geometric(0.5)) for actor in named] or ["كلام"])
    day = np.sort(rng.choice(days, articles, p=rng.dirichlet(np.full(days, 2.0))))
    return corpus_of(*texts, days=[f"2024-03-{each + 1:02}" for each in day])


SHARES = dict(zip(sorted(ACTORS), (0.03, 0.05, 0.08, 0.12, 0.2, 0.35, 0.5), strict=True))


def dealt(corpus, rng):
    """The corpus with its days of publication dealt to its articles anew."""
    days = rng.permutation(corpus.articles["published"].to_numpy())
    return corpus.replace(articles=corpus.articles.assign(published=days))


def test_days_dealt_at_random_have_no_burst_that_holds() -> None:
    made, rng, runs, found = clumpy(), np.random.default_rng(3), 60, 0
    for run in range(runs):
        table = timeline.bursts(dealt(made, rng), grain="day", draws=99, seed=run)
        found += int((table["p"] < 0.05).any())
    assert found <= 6, f"{found} of {runs}"  # 3 are due; more than 6 come by chance once in 30


def test_a_planted_burst_is_found() -> None:
    made, actor = clumpy(), sorted(ACTORS)[2]
    day = made.articles["published"].value_counts().index[0]
    ids = made.articles.loc[made.articles["published"] == day, "article_id"].head(20)
    more = made.mentions.head(1).loc[[made.mentions.index[0]] * len(ids)].assign(article_id=ids.to_numpy(), actor=actor)
    first = timeline.bursts(made.replace(mentions=pd.concat([made.mentions, more])), grain="day").iloc[0]
    assert (first["of"], first["start"]) == (actor, day) and first["p"] < 0.01


def test_p_is_the_share_of_deals_with_a_weightier_burst() -> None:
    made = clumpy()
    ids, day = made.articles["article_id"].tolist(), made.articles["published"].dt.day.to_numpy() - 1
    naming = [made.mentions.loc[made.mentions["actor"] == actor, "article_id"].unique() for actor in SHARES]
    places = [np.array([ids.index(id) for id in each]) for each in naming if len(each) >= 5]
    rng, total, most = np.random.default_rng(8), np.bincount(day), []
    for _ in range(300):
        deal = rng.permutation(day)
        series = [
            timeline.kleinberg(np.bincount(deal[each], minlength=len(total)), total, gamma=0.1) for each in places
        ]
        most.append(max((burst.weight for each in series for burst in each), default=0))
    table = timeline.bursts(made, grain="day", gamma=0.1)
    plain = [np.mean(np.array(most) >= weight) for weight in table["weight"]]
    assert len(table) > 3 and table["p"].tolist() == pytest.approx(plain, abs=0.1)


def test_texts_of_one_cluster_make_no_burst_that_holds() -> None:
    made = clumpy()
    day = made.articles["published"].value_counts().index[0]
    ids = made.articles.loc[made.articles["published"] == day, "article_id"].head(14)
    actor = sorted(ACTORS)[0]
    more = made.mentions.head(1).loc[[made.mentions.index[0]] * len(ids)].assign(article_id=ids.to_numpy(), actor=actor)
    retold = made.replace(mentions=pd.concat([made.mentions, more]))
    alone, joined = (
        timeline.bursts(retold, of=actor, grain="day", clusters=each)
        for each in (None, pd.Series("one story", index=ids))
    )
    assert alone["weight"].tolist() == joined["weight"].tolist()
    assert alone["p"].iloc[0] < 0.01 and joined["p"].iloc[0] > 0.05
