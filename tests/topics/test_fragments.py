"""Words that are no term by themselves."""

import pandas as pd
import pytest

import analysis
from analysis import topics
from analysis.topics.fragments import content, is_fragment


@pytest.mark.parametrize(
    "form",
    [
        "بن",
        "ابن",
        "بنت",
        "آل",
        "محمد",
        "وأحمد",
        "لإبراهيم",
        "عبدالعزيز",
        "السمو",
        "معالي",
        "الدكتور",
        "ريال",
        "دولاراً",
        "كم",
        "يوليو",
        "الخميس",
        "شوال",
        "م",
        "ه",
        "د",
    ],
)
def test_what_stands_in_terms_is_no_term(form: str) -> None:
    assert is_fragment(form)


@pytest.mark.parametrize(
    "form",
    [
        "بنات",
        "الدولار",
        "الريال",
        "باريس",
        "رمضان",
        "وسام",
        "كريم",
        "حسن",
        "الصالح",
        "وزير",
        "الملك",
        "طبيب",
        "ألمانيا",
        "مريض",
        "البنك",
        "كاتب",
        "نفط",
    ],
)
def test_what_says_something_is_one(form: str) -> None:
    assert not is_fragment(form)


def test_fragments_are_counted_only_on_request_and_stand_in_expressions() -> None:
    begun = "استقبل الحاكم", "زار", "شكر التجار", "عند"
    text = "{} محمد بن سالم في قصره يوم الخميس، وبلغت قيمة العقود مليون ريال للتجار."
    corpus = analysis.read([text.format(each) for each in begun], keep_duplicates=True)
    terms = set(topics.frequency(corpus)["term"])
    assert {"قصر", "تاجر", "عقد"} <= terms
    assert not terms & {"بن", "محمد", "خميس", "ريال", "مليون", "ابن"}
    assert {"محمد", "بن"} & set(topics.frequency(corpus, stop_words=True)["term"])
    found = topics.collocations(corpus, min_count=3, n=(2, 3), min_npmi=0)["term"]
    assert "محمد بن سالم" in found.tolist()
    merged = topics.frequency(topics.merge(corpus, found)).set_index("term")["count"]
    assert merged["محمد بن سالم"] == 4


def test_each_token_is_told() -> None:
    tokens = pd.DataFrame({"form": ["في", "بن", "الوزير", "لأبناء"], "lemma": ["في", "بن", "وزير", "ابن"]})
    tokens = tokens.astype("category").assign(stop=[True, False, False, False])
    assert content(tokens).tolist() == [False, False, True, False]
    assert content(tokens.head(0)).tolist() == []
