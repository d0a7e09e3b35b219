import pytest

import analysis
from analysis import voices

TEXTS = [
    ("النهر", "قالت روسيا إن الاتفاق قريب. وقال مصدر إن الوفد وصل."),
    ("النهر", "وأكدت روسيا أن القمح متوفر في الأسواق. وتتهم روسيا والصين تركيا بإغلاق الميناء."),
    ("الجبل", "قال مصدر إن المطار مغلق. وزعم مصدر أن الطريق مقطوع. وزار الوفد مصر."),
]


@pytest.fixture(scope="module")
def corpus() -> analysis.Corpus:
    return analysis.read([{"title": "خبر", "text": text, "source": outlet} for outlet, text in TEXTS])


def test_speakers_are_counted_with_their_words(corpus) -> None:
    table = voices.speakers(corpus).set_index("speaker")
    assert table.loc["russia", ["quotations", "articles", "outlets"]].tolist() == [3, 2, 1]
    assert table.loc["anonymous", ["quotations", "articles", "outlets"]].tolist() == [3, 2, 2]
    assert table.loc["china", "quotations"] == 1  # of two who speak, each counts
    assert table.loc["anonymous", "share"] == table.loc["anonymous", "words"] / table["words"].sum()
    assert ((table["low"] <= table["share"]) & (table["share"] <= table["high"])).all()


def test_stances_sum_to_quotations(corpus) -> None:
    table = voices.stances(corpus).set_index("speaker")
    assert table.loc["russia", ["neutral", "assert", "accuse"]].tolist() == [1, 1, 1]
    assert table.loc["anonymous", "claim"] == 1
    assert (table[list(table.columns[2:])].sum(axis=1) == table["quotations"]).all()


def test_shares_of_an_outlet_sum_to_one(corpus) -> None:
    table = voices.by_outlet(corpus)
    alone = table[table["outlet"] == "الجبل"]
    assert alone["share"].sum() == pytest.approx(1) and alone["speaker"].tolist() == ["anonymous"]


def test_unnamed_sources_by_outlet(corpus) -> None:
    table = voices.unnamed(corpus).set_index("outlet")
    assert table.loc["الجبل", ["quotations", "anonymous", "share"]].tolist() == [2, 2, 1]
    assert table.loc["النهر", ["quotations", "anonymous"]].tolist() == [4, 1]
    assert ((table["low"] <= table["share"]) & (table["share"] <= table["high"])).all()


def test_who_is_named_and_never_speaks(corpus) -> None:
    assert set(voices.never_quoted(corpus)["actor"]) == {"turkiye", "egypt"}


def test_tables_of_a_corpus_without_quotations(corpus) -> None:
    none = corpus.of([])
    for table in (voices.speakers, voices.stances, voices.by_outlet, voices.unnamed, voices.never_quoted):
        assert table(none).empty
