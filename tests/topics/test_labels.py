"""What readers see for a lemma."""

import analysis
from analysis import topics

TEXTS = [
    "وصل وفد من الصين إلى الجزائر. وللصين مصنع في وهران، وبالصين مدن كثيرة.",
    "قالت الصين إن المصانع تعمل، وإن مصانعها تصدر الورق.",
]


def test_a_label_is_the_commonest_form_without_particles() -> None:
    corpus = analysis.read(TEXTS, lemmatizer="simple")
    assert topics.labels(corpus, ["صين", "مصنع", "جزائر"]).to_dict() == {
        "صين": "الصين",
        "مصنع": "المصانع",
        "جزائر": "الجزائر",
    }


def test_what_is_no_lemma_of_the_corpus_is_its_own_label() -> None:
    corpus = analysis.read(TEXTS, lemmatizer="simple")
    assert topics.labels(corpus, ["وفد من الصين", "قطار"]).tolist() == ["وفد من الصين", "قطار"]


def test_a_table_gets_its_labels_at_the_end() -> None:
    corpus = analysis.read(TEXTS, lemmatizer="simple")
    table = topics.labelled(corpus, topics.frequency(corpus))
    assert list(table.columns) == [*topics.frequency(corpus).columns, "label"]
    assert table.set_index("term").loc["صين", "label"] == "الصين"
    forms = topics.frequency(corpus, by="form")
    assert topics.labelled(corpus, forms, by="form")["label"].tolist() == forms["term"].tolist()
    assert topics.labelled(corpus, table.head(0)).empty
