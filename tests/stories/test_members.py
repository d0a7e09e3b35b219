"""Which articles tell one event."""

import itertools
import json
from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

import analysis
from analysis.stories import members, near, stories
from analysis.stories.linkage import groups
from analysis.stories.vectors import Vectors, vectors
from told_stories import BRIDGE, DAY, FIRE, FIRE_TOLD_AGAIN, FIRE_TOLD_LAST, corpus_of


def stories_of(corpus: analysis.Corpus) -> list[list[int]]:
    """The stories of a corpus, as the numbers of their articles."""
    table = members(corpus).merge(corpus.articles[["article_id", "ordinal"]])
    return sorted(sorted(each) for _, each in table.groupby("story")["ordinal"])


def test_two_accounts_of_one_fire_are_one_story_and_a_bridge_is_another() -> None:
    assert stories_of(corpus_of(FIRE, BRIDGE, FIRE_TOLD_AGAIN)) == [[0, 2], [1]]


def test_each_article_stands_once_in_the_order_of_the_corpus_and_a_single_one_is_its_own_story() -> None:
    corpus = corpus_of(FIRE, BRIDGE, FIRE_TOLD_AGAIN, BRIDGE)
    table = members(corpus)
    assert table["article_id"].tolist() == corpus.articles["article_id"].tolist()
    assert stories_of(corpus) == [[0, 2], [1, 3]]  # a copy is of the story of its original
    (alone,) = members(corpus_of(BRIDGE)).to_numpy().tolist()
    assert alone[0] == alone[1]


@pytest.mark.parametrize("days", [[None, None], [DAY, None], [DAY, "2021-03-10"]])
def test_an_article_without_a_day_may_tell_any_story(days: list[str | None]) -> None:
    assert stories_of(corpus_of(FIRE, FIRE_TOLD_AGAIN, published=days)) == [[0, 1]]


def test_the_same_words_are_less_alike_the_more_days_lie_between() -> None:
    days = [DAY, "2021-03-09", "2021-03-12", "2021-05-11"]
    together = [stories_of(corpus_of(FIRE, FIRE_TOLD_LAST, published=[DAY, day])) == [[0, 1]] for day in days[1:]]
    assert together == sorted(together, reverse=True)
    assert together[0] and not together[-1]


def test_captions_without_a_text_are_no_story() -> None:
    corpus = corpus_of("صورة", "صورة.", title=["كاريكاتير اليوم", "كاريكاتير اليوم"])
    first = corpus.articles["article_id"][0]
    copied = corpus.articles.assign(duplicate_of=pd.Series([None, first], dtype="object"))
    assert stories_of(corpus) == stories_of(corpus.replace(articles=copied)) == [[0], [1]]


def test_other_numbers_are_another_event() -> None:
    close = "أغلق مؤشر سوق تونس للأوراق المالية مرتفعا {} نقطة عند {} نقطة، بتداولات بلغت {} مليون دينار"
    same = close.format("12", "7314", "5") + " وفق بيانات السوق"
    corpus = corpus_of(close.format("12", "7314", "5"), close.format("40", "7354", "9") + " وفق بيانات السوق", same)
    read = vectors(corpus)
    first, other, again = np.searchsorted(read.ids, corpus.articles.sort_values("ordinal")["article_id"])
    cosine = _cosine(read)
    assert cosine[first, again] > 1.5 * cosine[first, other]


def test_what_is_told_late_in_an_article_says_less_of_its_story() -> None:
    sea, hills = (" ".join(f"فقرة رقم {number} عن {what}" for number in range(40)) for what in ("البحر", "الجبال"))
    corpus = corpus_of(f"{BRIDGE}\n{sea}\n{FIRE}", f"{FIRE}\n{hills}\n{BRIDGE}", FIRE_TOLD_AGAIN)
    read = vectors(corpus)
    ids = corpus.articles.sort_values("ordinal")["article_id"]
    late, early, told = np.searchsorted(read.ids, ids)
    cosine = _cosine(read)
    assert cosine[early, told] > 2 * cosine[late, told]


def test_no_article_is_no_story() -> None:
    corpus = corpus_of(FIRE)
    pd.testing.assert_frame_equal(members(corpus.of([])), members(corpus).iloc[:0])


def test_the_order_of_the_articles_decides_nothing() -> None:
    corpus = corpus_of(FIRE, BRIDGE, FIRE_TOLD_AGAIN, FIRE_TOLD_LAST)
    told = members(corpus).sort_values("article_id").to_numpy().tolist()
    for order in itertools.permutations(range(4)):
        shuffled = corpus.replace(articles=corpus.articles.iloc[list(order)].reset_index(drop=True))
        assert members(shuffled).sort_values("article_id").to_numpy().tolist() == told


def test_slices_of_a_store_are_grouped_as_the_whole(sample: analysis.Corpus) -> None:
    half = len(sample) // 2
    slices = [sample.of(ids) for ids in (sample.articles["article_id"][:half], sample.articles["article_id"][half:])]

    class Sliced(analysis.Corpus):
        def slices(self):
            yield from slices

    frames = {name: getattr(sample, name) for name in analysis.base.frames.SCHEMA}
    sliced = Sliced(**frames, registry=sample.registry, info=sample.info)
    pd.testing.assert_frame_equal(members(sliced), members(sample))


@pytest.mark.parametrize("block", [1, 7, 60])
def test_how_many_articles_are_compared_at_once_decides_nothing(monkeypatch, sample: analysis.Corpus, block) -> None:
    undated = sample.articles["published"].where(sample.articles.index % 5 > 0)
    corpus = sample.replace(articles=sample.articles.assign(published=undated))
    monkeypatch.setenv("ANALYSIS_CACHE", "off")
    whole = members(corpus), stories(corpus), near(corpus)
    monkeypatch.setattr("analysis.stories.likeness.BLOCK", block)
    monkeypatch.setattr("analysis.stories.likeness.HELD", 2)
    monkeypatch.setattr(import_module("analysis.stories.stories"), "BLOCK", block)
    again = corpus.replace()
    for before, now in zip(whole, (members(again), stories(again), near(again)), strict=True):
        pd.testing.assert_frame_equal(before, now)


def _cosine(read: Vectors) -> np.ndarray:
    rows = read.rows(np.arange(len(read.ids)))
    return (rows @ rows.T).toarray()


# --- average linkage ------------------------------------------------------------------------------------------------
likeness = st.lists(st.floats(0, 1), min_size=15, max_size=15)


@given(likeness, st.floats(0.1, 0.9))
def test_groups_are_those_of_scipy(values: list[float], least: float) -> None:
    from scipy.cluster.hierarchy import fcluster, linkage

    rounded = np.round(np.array(values) + np.arange(15) * 1e-4, 6)  # no two alike: ties are broken in other ways
    square = np.zeros((6, 6))
    square[np.triu_indices(6, 1)] = rounded
    expected = fcluster(linkage(2 - rounded, "average"), 2 - least, "distance")
    found = groups(sparse.csr_array(square), least)
    same = [[a == b for b in each] for each in (found, expected) for a in each]
    assert same[:6] == same[6:]


def test_a_chain_of_likeness_links_no_ends() -> None:
    chain = sparse.csr_array(np.diag([0.6] * 5, 1))
    assert len(set(groups(chain, 0.5))) == 3


# --- the development set --------------------------------------------------------------------------------------------
def test_stories_of_a_day_are_found(shared) -> None:
    import importlib.util

    folder = shared / "gold" / "stories"
    spec = importlib.util.spec_from_file_location("score_stories", folder / "score_stories.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    gold = [json.loads(line) for line in (folder / "stories-dev.jsonl").read_text("utf-8").splitlines()]
    names = {"title": "title", "body": "text", "source": "outlet", "published": "date"}
    corpus = analysis.read(pd.DataFrame([{name: row[key] for name, key in names.items()} for row in gold]))
    told = members(corpus).set_index("article_id")["story"]
    order = corpus.articles.sort_values("ordinal")["article_id"]
    found = [{"id": row["id"], "story": told[id]} for row, id in zip(gold, order, strict=True)]
    figures = scorer.score(gold, found)
    assert figures["bcubed_grouped"]["F1"] >= 0.94
    assert figures["pairs"]["F1"] >= 0.86
