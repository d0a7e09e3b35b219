"""The measures of co-occurrence on corpora of words, beside computations of their own."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

import analysis
from analysis import networks
from analysis.base.statistics import BACKBONE, adjusted
from analysis.corpus import Corpus
from analysis.corpus.units import UNITS, count_units
from analysis.evidence import of_pair, sentences_of
from corpora import ACTORS, corpus_of, mixed

EXAMPLE = corpus_of(
    ["iran iraq said", "iran iraq met iran", "syria watched", "nothing here", "iran left", "iraq syria"],
    ["iran syria iraq", "iraq alone", "egypt yemen", "egypt yemen", "nothing", "nothing again"],
    ["iran iraq", "egypt", "nothing", "nothing", "nothing", "oman was quiet"],
    days=["2021-01-05", "2021-06-01", "2022-03-01"],
)


def sets(corpus: Corpus, keys: list[str]) -> dict[str, set]:
    """The units that name each actor."""
    found: dict[str, set] = {}
    paragraphs = corpus.sentences[["article_id", "part", "sentence", "paragraph"]]
    for row in corpus.counted_mentions().merge(paragraphs).itertuples():
        found.setdefault(row.actor, set()).add(tuple(getattr(row, key) for key in keys))
    return found


@pytest.mark.parametrize(("unit", "total"), [("sentence", 18), ("paragraph", 9), ("article", 3)])
def test_each_measure_equals_its_own_computation(unit: str, total: int) -> None:
    table = networks.cooccurrence(EXAMPLE, unit)
    named = sets(EXAMPLE, UNITS[unit])
    assert count_units(EXAMPLE, unit) == total
    for source, target in combinations(sorted(named), 2):
        a, b = named[source], named[target]
        cells = [[len(a & b), len(a - b)], [len(b - a), total - len(a | b)]]
        row = table[(table["source"] == source) & (table["target"] == target)]
        assert len(row) == bool(a & b)
        if len(row):
            row = row.iloc[0]
            assert (row["count"], row["source_count"], row["target_count"]) == (len(a & b), len(a), len(b))
            assert row["articles"] == len({each[0] for each in a & b})
            assert row["jaccard"] == pytest.approx(len(a & b) / len(a | b))
            shared = len(a & b) / total
            if 0 < len(a) < total and 0 < len(b) < total:
                g2 = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
                assert row["g2"] == pytest.approx(g2)
                expected = np.log(shared * total**2 / (len(a) * len(b))) / -np.log(shared)
                assert row["npmi"] == pytest.approx(expected)
    assert (table["g2"] >= 0).all()


def test_rare_pairs_are_dropped_after_the_tests() -> None:
    every, some = networks.cooccurrence(EXAMPLE), networks.cooccurrence(EXAMPLE, min_count=2)
    assert 0 < len(some) < len(every)
    pd.testing.assert_frame_equal(every[every["count"] >= 2].reset_index(drop=True), some)


def test_the_backbone_is_that_of_the_whole_network() -> None:
    corpus = corpus_of(["iran iraq"] * 9 + ["iran syria", "iran egypt", "iran yemen", "iran oman"])
    every, some = networks.cooccurrence(corpus), networks.cooccurrence(corpus, min_count=2)
    assert every["backbone"].tolist() == [True, False, False, False, False]
    assert some["backbone"].tolist() == [True]  # alone, it would be an only tie, which says nothing
    assert not (networks.disparity(some) < BACKBONE).any()
    assert networks.backbone(every)["target"].tolist() == every.loc[every["backbone"], "target"].tolist()


def test_the_false_discovery_rate_of_the_paper() -> None:
    # Benjamini and Hochberg (1995), section 4.1: of 15 tests, four are rejected at q = 0.05.
    low = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    p = pd.Series([*low, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0])
    assert (adjusted(p, 15) < 0.05).tolist() == [True] * 4 + [False] * 11
    assert adjusted(pd.Series([], dtype=float), 0).tolist() == []


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.integers(0, 30))
def test_unseen_tests_have_a_p_of_one(values: list[float], more: int) -> None:
    expected = stats.false_discovery_control([*values, *[1.0] * more])[: len(values)]
    assert adjusted(pd.Series(values), len(values) + more) == pytest.approx(expected)


@pytest.mark.parametrize("unit", ["article", "sentence"])
def test_actors_mixed_up_at_random_have_no_ties(sample, unit: str) -> None:
    rng = np.random.default_rng(3)
    tables = [networks.cooccurrence(mixed(sample, rng), unit) for _ in range(3)]
    false, pairs = (sum(each) for each in zip(*(((t["p_adjusted"] < 0.05).sum(), len(t)) for t in tables), strict=True))
    assert false < pairs / 100
    assert np.mean(pd.concat(tables)["p"] < 0.05) < 0.06


def test_the_tie_of_articles_is_that_of_the_bipartite_null(sample) -> None:
    table = networks.cooccurrence(sample, "article")
    held = pd.crosstab(sample.counted_mentions()["article_id"], sample.counted_mentions()["actor"]).clip(upper=1)
    x, y = held.sum(axis=1).to_numpy(float), held.sum(axis=0).to_numpy(float)
    names, articles = x.copy(), y.copy()
    for _ in range(3000):  # the equations of Saracco et al. (2017), actor by actor and article by article
        x = names / (y / (1 + np.outer(x, y))).sum(axis=1)
        y = articles / (x[:, None] / (1 + np.outer(x, y))).sum(axis=0)
    chance = pd.DataFrame(np.outer(x, y) / (1 + np.outer(x, y)), columns=held.columns)
    assert chance.sum().to_numpy() == pytest.approx(articles, rel=1e-3)
    for row in table[table["articles"] > 1].head(25).itertuples():
        exact = stats.poisson_binom.sf(row.count - 1, (chance[row.source] * chance[row.target]).to_numpy())
        assert row.p == pytest.approx(exact, rel=0.1, abs=1e-6)


def test_the_tie_of_sentences_is_that_of_names_dealt_within_articles() -> None:
    lines = ["iran iraq", "iran iraq", "syria egypt", "iran", "iraq yemen", "syria", "oman qatar", "iran iraq syria"]
    corpus = corpus_of(lines, lines[::-1], ["iran iraq", "syria oman", "iran iraq", "egypt", "oman syria"] * 2)
    table = networks.cooccurrence(corpus)
    rng, dealt = np.random.default_rng(1), {pair: [] for pair in zip(table["source"], table["target"], strict=True)}
    for _ in range(400):
        places = [place for _, article in corpus.mentions.groupby("article_id") for place in swapped(article, rng)]
        for pair, found in dealt.items():
            found.append(sum(set(pair) <= place for place in places))
    for row in table[table["articles"] > 1].itertuples():
        exact = np.mean(np.array(dealt[row.source, row.target]) >= row.count)
        assert row.p == pytest.approx(exact, abs=0.12), (row.source, row.target)


def swapped(article: pd.DataFrame, rng: np.random.Generator) -> list[set[str]]:
    """The names of an article dealt to its sentences anew, each sentence and each name as often as before."""
    places = [set(names) for _, names in article.groupby("sentence")["actor"]]
    for _ in range(200):
        one, two = rng.integers(0, len(places), 2)
        left, right = sorted(places[one] - places[two]), sorted(places[two] - places[one])
        if left and right:
            first, second = rng.choice(left), rng.choice(right)
            places[one] = (places[one] - {first}) | {second}
            places[two] = (places[two] - {second}) | {first}
    return places


def test_a_tie_that_one_article_holds_tells_nothing() -> None:
    corpus = corpus_of(["iran iraq"] * 9 + ["syria", "egypt"] * 5, ["oman", "qatar"] * 4, ["yemen"])
    for unit in ("sentence", "article"):
        assert networks.cooccurrence(corpus, unit)["p"].tolist() == [1.0] * len(networks.cooccurrence(corpus, unit))


def test_texts_of_one_cluster_weigh_as_one() -> None:
    lines = ["iran iraq", "syria egypt", "iran iraq", "oman"]
    corpus = corpus_of(*[lines] * 4, ["iran", "iraq", "yemen qatar"], ["oman qatar"])
    release = pd.Series("release", index=corpus.counted["article_id"][:4])
    for unit in ("sentence", "article"):
        alone = networks.cooccurrence(corpus, unit).set_index(["source", "target"]).loc[("iran", "iraq")]
        joined = networks.cooccurrence(corpus, unit, clusters=release).set_index(["source", "target"])
        assert alone["p"] < joined.loc[("iran", "iraq"), "p"]
        assert alone["count"] == joined.loc[("iran", "iraq"), "count"]


def test_windows_cut_parts_from_their_begin() -> None:
    corpus = corpus_of(["iran said", "iraq said so", "syria iran"], ["egypt"])
    # Tokens: iran said iraq | said so syria | iran; the second article has a window of its own.
    table = networks.cooccurrence(corpus, "window", window=3)
    assert table[["source", "target", "count"]].values.tolist() == [["iran", "iraq", 1]]
    assert count_units(corpus, "window", 3) == 4
    wide = networks.cooccurrence(corpus, "window", window=100)
    assert set(wide["source"] + wide["target"]) == {"iraniraq", "iransyria", "iraqsyria"}
    for window in (1, 2, 3, 5, 8):
        windows: dict[tuple, set] = {}
        for number, body in enumerate(("iran said iraq said so syria iran", "egypt")):
            for place, word in enumerate(body.split()):
                windows.setdefault((number, place // window), set()).add(word)
        table = networks.cooccurrence(corpus, "window", window=window)
        for row in table.itertuples():
            assert row.count == sum({row.source, row.target} <= held for held in windows.values())
        assert count_units(corpus, "window", window) == len(windows)


def test_windows_hold_what_chance_has_under_chance() -> None:
    """Actors strewn at random: no measure may find them tied."""
    rng = np.random.default_rng(7)
    words = np.array([*sorted(ACTORS), "word"])
    chances, seen, expected = [], 0.0, 0.0
    for _ in range(8):
        articles = [[" ".join(rng.choice(words, 400, p=[0.03] * 7 + [0.79]))] for _ in range(5)]
        corpus = corpus_of(*articles)
        table = networks.cooccurrence(corpus, "window", window=20)
        chances += table["p"].tolist()
        seen += table["count"].sum()
        expected += (table["source_count"] * table["target_count"]).sum() / count_units(corpus, "window", 20)
    assert seen / expected == pytest.approx(1, abs=0.05)
    assert np.mean(np.array(chances) < 0.05) < 0.06


def test_periods_are_networks_of_their_own() -> None:
    table = networks.by_period(EXAMPLE, "year")
    assert table["period"].dt.year.unique().tolist() == [2021, 2022]
    for year, rows in table.groupby(table["period"].dt.year):
        alone = networks.cooccurrence(EXAMPLE.filter(f"{year}-01-01", f"{year}-12-31"))
        pd.testing.assert_frame_equal(rows.drop(columns="period").reset_index(drop=True), alone)
    with pytest.raises(ValueError, match="grain"):
        networks.by_period(EXAMPLE, "decade")


def test_articles_without_a_day_are_in_no_period() -> None:
    corpus = corpus_of(["iran iraq"], ["iran syria"], days=["2021-01-05", ""])
    assert networks.by_period(corpus)["target"].tolist() == ["iraq"]
    undated = corpus_of(["iran iraq"])
    assert networks.by_period(undated).empty
    assert networks.by_period(undated)["period"].dtype == "datetime64[s]"


def test_the_evidence_of_a_wider_unit() -> None:
    found = of_pair(EXAMPLE, "iran", "syria", unit="article")
    both = EXAMPLE.sentences[EXAMPLE.sentences["article_id"].isin(["article000", "article001"])]
    either = both[both["text"].str.contains("iran|syria")]
    assert found["text"].tolist() == either["text"].tolist()
    # Paragraphs hold two sentences here.
    beside = of_pair(EXAMPLE, "iran", "syria", unit="paragraph")
    assert beside["text"].tolist() == ["iran left", "iraq syria", "iran syria iraq"]
    window = of_pair(EXAMPLE, "iran", "syria", unit="window", window=4)
    assert window["text"].tolist() == ["iran iraq met iran", "syria watched", "iran syria iraq"]


def test_the_evidence_of_many_pairs_is_that_of_each(sample) -> None:
    for unit in UNITS:
        pairs = networks.cooccurrence(sample, unit).head(12)
        found = sentences_of(sample, pairs, unit=unit)
        for row in pairs.itertuples():
            rows = found[(found["source"] == row.source) & (found["target"] == row.target)]
            alone = of_pair(sample, row.source, row.target, unit=unit)
            pd.testing.assert_frame_equal(rows.drop(columns=["source", "target"]).reset_index(drop=True), alone)
            assert alone["article_id"].nunique() == row.articles
    actors = [(actor, None) for actor in networks.actors(sample)["actor"].head(3)]
    short = sentences_of(sample, actors, limit=2)
    assert short.groupby("source", sort=False).size().to_dict() == {actor: 2 for actor, _ in actors}
    assert short["target"].isna().all()


def test_evidence_of_nobody_is_empty(sample) -> None:
    for pairs in ([], [("nobody", None)], [("pakistan", "nobody")]):
        found = sentences_of(sample, pairs)
        assert found.empty
        assert list(found.columns[:3]) == ["source", "target", "article_id"]


def test_wrong_units_are_named(sample) -> None:
    with pytest.raises(ValueError, match="sentence, paragraph, article, window"):
        networks.cooccurrence(sample, "page")
    with pytest.raises(ValueError, match="window=0"):
        of_pair(sample, "pakistan", unit="window", window=0)


def test_a_story_is_counted_once(folder) -> None:
    text = (
        "بحث وزراء خارجية باكستان وإيران في إسلام آباد أمن الحدود المشتركة. "
        "وقالت باكستان إنها ستواصل الحوار مع إيران في الأشهر المقبلة حول التجارة والمياه والنقل."
    )
    pages = folder(a=text, b=text)
    pair = networks.cooccurrence(analysis.read(pages)).iloc[0]
    twice = networks.cooccurrence(analysis.read(pages, keep_duplicates=True)).iloc[0]
    assert (pair["source"], pair["target"]) == ("iran", "pakistan")
    assert (pair["count"] * 2, pair["articles"], twice["articles"]) == (twice["count"], 1, 2)
