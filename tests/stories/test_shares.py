"""How much of their text outlets have from where."""

from importlib import import_module

import numpy as np
import pytest

import analysis
from analysis.stories import exchanges, pairs, reuse, shares, texts
from analysis.stories.shares import ARTICLES, EXCHANGES, KINDS, OUTLETS
from reused import AGAIN, FLOOD, HARVEST, corpus_of


def by_article(*articles: dict[str, str]) -> list[dict[str, float]]:
    table = shares(corpus_of(*articles), by="article")
    assert np.allclose(table[list(KINDS)].sum(axis=1), 1)
    return [{name: row[name] for name in KINDS if row[name]} for row in table.to_dict("records")]


def test_what_two_papers_share_on_one_day_is_open_and_the_rest_is_their_own() -> None:
    one, other = by_article({"body": FLOOD, "source": "النهار"}, {"body": f"{FLOOD} {AGAIN}", "source": "الأيام"})
    assert one == {"open": 1}
    assert other["open"] == pytest.approx(len(FLOOD.split()) / len(f"{FLOOD} {AGAIN}".split()))


def test_the_later_paper_has_copied_what_the_earlier_has_of_its_own() -> None:
    late = {"body": FLOOD + " انتهى", "source": "الأيام", "published": "2021-03-10"}
    one, other = by_article({"body": FLOOD, "source": "النهار"}, late)
    assert one == {"own": 1}
    assert set(other) == {"own", "copied"}


def test_what_an_agency_is_credited_with_is_wire_and_the_agency_s_own() -> None:
    paper = {"body": FLOOD + " انتهى.", "source": "الأيام", "author": "أبها - واس"}
    uncredited = {"body": FLOOD, "source": "النهار"}
    assert by_article(paper, uncredited) == [{"wire": 1}] * 2
    assert by_article(paper, {**uncredited, "source": "واس"}) == [{"wire": 1}, {"own": 1}]


def test_shares_of_an_outlet_are_of_words_with_their_ends() -> None:
    corpus = corpus_of(
        {"body": FLOOD, "source": "النهار"},
        {"body": HARVEST, "source": "النهار"},
        {"body": AGAIN, "source": "النهار"},
        {"body": FLOOD, "source": "الأيام"},
    )
    table = shares(corpus).set_index("outlet")
    row = table.loc["النهار"]
    assert row["open"] == pytest.approx(len(FLOOD.split()) / row["words"])
    assert (row["articles"], row["own"] + row["open"]) == (3, pytest.approx(1))
    assert (table["own_low"] <= table["own"]).all()
    assert (table["own"] <= table["own_high"]).all()


def test_exchanges_tell_who_was_first_where_no_agency_is_credited() -> None:
    early, late = {"body": FLOOD, "source": "النهار"}, {"body": FLOOD, "source": "الأيام", "published": "2021-03-12"}
    row = exchanges(corpus_of(early, late, {"body": AGAIN, "source": "الخليج"})).iloc[0]
    assert (row["outlet"], row["other"], row["pairs"], row["copy"]) == ("الأيام", "النهار", 1, 1)
    assert (row["outlet_first"], row["other_first"], row["unknown"], row["agency"]) == (0, 1, 0, 0)
    row = exchanges(corpus_of(early, {**late, "author": "وكالات"})).iloc[0]
    assert (row["outlet_first"], row["other_first"], row["unknown"], row["agency"]) == (0, 0, 0, 1)


def test_pairs_may_be_handed_on() -> None:
    corpus = corpus_of({"body": FLOOD, "source": "النهار"}, {"body": FLOOD, "source": "الأيام"})
    found = pairs(corpus)
    assert shares(corpus, found=found).equals(shares(corpus))
    assert exchanges(corpus, found=found).equals(exchanges(corpus))
    assert shares(corpus, found=list(found)).equals(shares(corpus))
    assert texts(corpus, found=list(found)).equals(texts(corpus))


def test_pairs_are_a_sequence(sample: analysis.Corpus) -> None:
    found = pairs(sample)
    told = list(found)
    assert len(found) == len(told) > 3
    assert (found[0], found[-1], found[1:3]) == (told[0], told[-1], told[1:3])
    assert [(each.one, each.words) for each in told] == found.heads[["one", "words"]].to_records(index=False).tolist()
    assert [pair.words for pair in told] == [sum(each.words for each in pair.passages) for pair in told]
    assert told == sorted(told, key=lambda pair: (pair.one, pair.other))
    with pytest.raises(IndexError):
        found[len(found)]


@pytest.mark.parametrize("size", [1, 7])
def test_how_much_is_held_at_once_decides_nothing(monkeypatch, sample: analysis.Corpus, size: int) -> None:
    monkeypatch.setenv("ANALYSIS_CACHE", "off")
    whole = list(pairs(sample))
    monkeypatch.setattr("analysis.stories.shelves.ARTICLES", size)
    monkeypatch.setattr(import_module("analysis.stories.pairs"), "BLOCK", size)
    assert list(pairs(sample)) == whole


def test_what_lies_on_disk_is_told_as_what_is_in_memory(tmp_path) -> None:
    bodies = [FLOOD, AGAIN, f"{FLOOD} {HARVEST}", HARVEST, f"{AGAIN} {FLOOD}", f"{HARVEST} {AGAIN}"]
    corpus = corpus_of(*({"body": body, "source": f"صحيفة {number % 4}"} for number, body in enumerate(bodies)))
    corpus.save(tmp_path / "kept")
    for make in (reuse, texts, shares, exchanges):
        there, here = make(analysis.Corpus.load(tmp_path / "kept")), make(corpus)
        assert there.equals(here), make.__name__


def test_no_article_has_no_share() -> None:
    corpus = corpus_of({"body": FLOOD, "source": "النهار"}).of([])
    assert list(shares(corpus)) == list(OUTLETS)
    assert list(shares(corpus, by="article")) == list(ARTICLES)
    assert list(exchanges(corpus)) == list(EXCHANGES)
    with pytest.raises(ValueError, match="choose one of outlet, article"):
        shares(corpus, by="day")
