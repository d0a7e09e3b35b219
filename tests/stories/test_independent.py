"""How many independent texts there are."""

import analysis
from analysis.stories import reuse, texts
from analysis.stories.independent import count
from reused import AGAIN, FLOOD, HARVEST, corpus_of


def test_what_papers_print_of_one_release_is_one_text() -> None:
    corpus = corpus_of(
        {"body": FLOOD, "source": "النهار"},
        {"body": FLOOD + " وتستمر الأمطار.", "source": "الأيام"},
        {"body": "عاجل: " + FLOOD, "source": "النهار"},
        {"body": AGAIN, "source": "الخليج"},
    )
    carried = texts(corpus)
    ids = corpus.articles["article_id"].tolist()
    assert carried.index.tolist() == ids
    assert carried.tolist() == [ids[0]] * 3 + [ids[3]]
    assert count(carried, ids) == 2
    assert count(carried, [*ids[1:3], "another corpus"]) == 2


def test_a_round_up_joins_nothing() -> None:
    items = [FLOOD, HARVEST, AGAIN, *(text.replace(" و", " ثم ") for text in (HARVEST, AGAIN))]
    corpus = corpus_of(
        {"body": " ".join(FLOOD.split()[:14]), "source": "النهار"},
        {"body": " ".join(items), "source": "الأيام"},
    )
    assert reuse(corpus)["kind"].tolist() == ["wire"]
    assert texts(corpus).nunique() == 2


def test_no_article_carries_no_text() -> None:
    assert texts(analysis.read([FLOOD]).of([])).empty
