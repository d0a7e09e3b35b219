"""Each table has one definition: a corpus on disk in many slices gives what the same corpus in memory gives."""

import os
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import analysis
from analysis import networks, profiles, query, relations, stories, timeline, topics, voices
from analysis.base.frames import SCHEMA
from analysis.base.notes import InputError
from analysis.base.places import bundled
from analysis.corpus import annotate
from analysis.corpus.store import build as store
from analysis.corpus.units import UNITS, count_units
from analysis.evidence import of_pair, of_pairs, of_terms
from stores import made

Pair = tuple[Path, analysis.Corpus]

PAIRS = pd.DataFrame({"source": ["pakistan"], "target": ["afghanistan"]})

# Tables that are summed up slice by slice.
SUMS: dict[str, Callable[[analysis.Corpus], pd.DataFrame]] = {
    "frequency": lambda corpus: topics.frequency(corpus, intervals=True),
    "frequency of forms": lambda corpus: topics.frequency(corpus, by="form", stop_words=True),
    "frequency of pairs": lambda corpus: topics.frequency(corpus, n=2),
    "keyness": topics.keyness,
    "keyness of halves": lambda corpus: topics.keyness(*corpus.split_at(), min_articles=2),
    "labels": lambda corpus: topics.labels(corpus, ["هجوم", "باكستان"]).reset_index(),
    "evidence of terms": lambda corpus: pd.concat(of_terms(corpus, ["هجوم", "باكستان"])),
    "evidence of pairs": lambda corpus: pd.concat(of_pairs(corpus, PAIRS)),
    "collocations": lambda corpus: topics.collocations(corpus, min_count=2),
    "frequency of terms": lambda corpus: topics.frequency(corpus, terms=topics.collocations(corpus)),
    "keyness of terms": lambda corpus: topics.keyness(topics.merge(corpus, ["كوريا الشمالية"])),
    "tokens of terms": lambda corpus: topics.merge(corpus, ["كوريا الشمالية"]).tokens,
    "keyness of forms": lambda corpus: topics.keyness(corpus, by="form"),
    "themes": topics.themes,
    "theme_matches": topics.theme_matches,
    "theme_pairs": lambda corpus: topics.theme_pairs(corpus, unit="paragraph"),
    "models": lambda corpus: topics.models(corpus, k=4),
    "model_sizes": lambda corpus: topics.model_sizes(corpus, (2, 4)),
    "concordance of a phrase": lambda corpus: topics.concordance(corpus, "كوريا الشمالية", sort="left"),
    "concordance by lemma": lambda corpus: topics.concordance(corpus, "هجوم", by="lemma"),
    "concordance of a theme": lambda corpus: topics.concordance(corpus, "diplomacy", by="theme"),
    "concordances": lambda corpus: pd.concat(topics.concordances(corpus, ["باكستان", "زلزال"], limit=5)),
    "concordance of a pattern": lambda corpus: topics.concordance(corpus, "*ستان"),
    "query": lambda corpus: query.find(
        corpus, "(actor:pakistan ~5 *عل* OR theme:diplomacy) NOT زلزال", unit="paragraph"
    ),
    "articles of a query": lambda corpus: query.select(corpus, "هجوم AND NOT actor:india").articles,
    "collocates": lambda corpus: topics.collocates(corpus, "كوريا", window=3),
    "actor_terms": lambda corpus: networks.actor_terms(corpus, ["هجوم", "وزير"], unit="paragraph"),
    "outlet_actors": networks.outlet_actors,
    "trend of words": lambda corpus: topics.trend(corpus, ["باكستان", "هجوم", "مدرسة"]),
    "trend of themes": lambda corpus: topics.trend(corpus, ["diplomacy"], kind="theme"),
    "actors": networks.actors,
    "cooccurrence in sentences": networks.cooccurrence,
    "cooccurrence in paragraphs": lambda corpus: networks.cooccurrence(corpus, unit="paragraph"),
    "cooccurrence in articles": lambda corpus: networks.cooccurrence(corpus, unit="article", methods=("place",)),
    "cooccurrence in windows": lambda corpus: networks.cooccurrence(corpus, unit="window", window=12),
    "by_period": networks.by_period,
    "count_units": lambda corpus: pd.DataFrame({unit: [count_units(corpus, unit)] for unit in UNITS}),
    "node_table": lambda corpus: networks.node_table(corpus, networks.cooccurrence(corpus, min_count=2)),
    "evidence": lambda corpus: of_pair(corpus, "pakistan", "afghanistan", unit="window"),
    "quotations": voices.quotations,
    "volume": lambda corpus: timeline.volume(corpus, by="outlet"),
    "timeline.trend": lambda corpus: timeline.trend(corpus, ["pakistan", "diplomacy"]),
    "lags": timeline.lags,
    "bursts": lambda corpus: timeline.bursts(corpus, grain="month", gamma=0.1, min_articles=3),
    "bursts of a theme": lambda corpus: timeline.bursts(
        corpus, of="diplomacy", grain="month", gamma=0.1, min_articles=3
    ),
    "events": timeline.events,
    "members": stories.members,
    "stories": stories.stories,
    "near": stories.near,
    "reuse": stories.reuse,
    "texts": lambda corpus: stories.texts(corpus).to_frame(),
    "shares": stories.shares,
    "relations": relations.relations,
    "profile": lambda corpus: profiles.profile(corpus, "pakistan"),
    "shares by article": lambda corpus: stories.shares(corpus, by="article"),
    "grouped_events": lambda corpus: timeline.grouped_events(timeline.events(corpus)),
}


@pytest.fixture(scope="module", params=["all", "filtered"])
def both(request: pytest.FixtureRequest, whole: Path) -> tuple[Callable, analysis.Corpus]:
    """A function that opens a corpus of many slices, and the same corpus in memory."""

    def opened() -> analysis.Corpus:
        corpus = analysis.Corpus.load(whole)
        return (
            corpus
            if request.param == "all"
            else corpus.of(corpus.columns("articles", ["article_id"])["article_id"][::2])
        )

    corpus = opened()
    return opened, corpus.replace(**{name: getattr(corpus, name) for name in SCHEMA})


def test_the_slices_are_many_and_make_up_the_whole(both: tuple[Callable, analysis.Corpus]) -> None:
    opened, whole = both
    slices = list(opened().slices())
    assert len(slices) > 7 and list(whole.slices()) == [whole]
    assert [id for each in slices for id in each.articles["article_id"]] == whole.articles["article_id"].tolist()


@pytest.mark.parametrize("name", SUMS)
def test_summed_slice_by_slice(both: tuple[Callable, analysis.Corpus], name: str) -> None:
    opened, whole = both
    corpus = opened()
    found = SUMS[name](corpus)
    assert len(found), "two empty tables are equal whatever was summed"
    pd.testing.assert_frame_equal(found, SUMS[name](whole))
    loaded = [name for name in ("tokens", "sentences") if not callable(corpus._frames[name])]
    assert not loaded, f"{loaded} should stay on disk"


def test_what_a_word_means_does_not_depend_on_the_slice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SLICE", 1)
    bodies = [
        "بعث أمل جديد في نفوس سكان المدينة بعد فتح الطريق.",
        "قال الوزير: آمل أن يعود الوفد من المطار قبل المساء.",
    ]
    for number, body in enumerate(bodies):
        (tmp_path / f"{number}.txt").write_text(f"عنوان الخبر رقم {number}\n{body}", encoding="utf-8")
    corpus = annotate(tmp_path, tmp_path / "out", lemmatizer="simple")
    assert len(list(corpus.slices())) == 2
    assert topics.concordance(corpus, "أمل", by="lemma")["match"].tolist() == ["أمل"]


def test_other_processes_make_the_same_tables(
    both: tuple[Callable, analysis.Corpus], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, whole = both
    monkeypatch.setenv("ANALYSIS_CACHE", "off")
    with opened().on(jobs=2) as corpus:
        assert not set(corpus.by_slice(process_of)) & {os.getpid()}
        for name in ("frequency", "keyness of forms", "cooccurrence in windows", "quotations"):
            pd.testing.assert_frame_equal(SUMS[name](corpus), SUMS[name](whole))
        ids = whole.articles["article_id"][::3]
        pd.testing.assert_frame_equal(topics.frequency(corpus.of(ids)), topics.frequency(whole.of(ids)))


def process_of(corpus: analysis.Corpus) -> int:
    return os.getpid()


@pytest.mark.usefixtures("small_batches")
def test_what_other_processes_cannot_see_is_told() -> None:
    corpus = made(bundled("sample"), "memory://slices")
    with corpus.on(jobs=2) as both, pytest.raises(InputError, match="other processes do not see it"):
        list(both.by_slice(process_of))
