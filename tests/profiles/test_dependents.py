"""Verbs and adjectives of actors, in sentences of every order."""

import pandas as pd
import pytest

import analysis
from analysis import profiles
from analysis.profiles.verbs import agreement


def found(text: str) -> list[tuple[str, str, str]]:
    """Kind, actor and the word itself of each row."""
    corpus = analysis.read(pd.DataFrame({"body": [text]}), lemmatizer="simple")
    body = corpus.articles["body"].iloc[0]
    table = profiles.dependents(corpus)
    return [(row.kind, row.actor, body[row.start : row.end]) for row in table.itertuples()]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("أعلنت باكستان إغلاق المعبر الحدودي أمام الشاحنات.", [("subject", "pakistan", "أعلنت")]),
        ("وسترسل اليابان سفينتين إلى الميناء القريب.", [("subject", "japan", "وسترسل")]),
        ("قال الخبير إن باكستان أغلقت المعبر الحدودي.", [("subject", "pakistan", "أغلقت")]),
        ("هذه اليابان التي أرسلت سفينتين إلى الميناء.", [("subject", "japan", "أرسلت")]),
        ("استعرض الوفد الخطة التي تتبعها اليابان في البناء.", [("subject", "japan", "تتبعها")]),
        (
            "ثم اتهمت باكستان الهند بإغلاق المعبر الحدودي.",
            [("subject", "pakistan", "اتهمت"), ("object", "india", "اتهمت")],
        ),
        ("ثم زار باكستان بعد أسبوع من المحادثات الطويلة.", [("object", "pakistan", "زار")]),
        ("غدا يزور وزير التجارة اليابان لبحث الرسوم.", [("object", "japan", "يزور")]),
        (
            "أكد التقرير أن باكستان تدعم اليابان في هذا الملف.",
            [("subject", "pakistan", "تدعم"), ("object", "japan", "تدعم")],
        ),
        ("تحدث الكاتب عن اليابان الجديدة في مقاله.", [("adjective", "japan", "الجديدة")]),
    ],
)
def test_who_does_what(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "وصل الوفد إلى باكستان بعد رحلة طويلة.",  # a preposition stands between
        "كانت باكستان في المرتبة الأولى.",  # a verb that tells nothing
        "سياسة اليابان الجديدة موضع نقاش في البرلمان.",  # the adjective of the policy
        "منع اليابان من المشاركة قرار صعب.",  # a verbal noun
        "وتراجعت اليمن إلى المرتبة الأخيرة.",  # a masculine state that is a woman here: nobody's object
        "زار الوفد المدينة. باكستان بعيدة عنها.",  # two sentences
        "فازت الفرق يوم الجمعة في اليابان الجمعة.",  # a day
    ],
)
def test_what_is_none(text: str) -> None:
    assert found(text) == []


def test_a_person_is_a_subject_behind_a_title() -> None:
    rows = found("وصرح الرئيس الروسي فلاديمير بوتين بأن الاجتماع سيعقد غدا.")
    assert ("subject", "vladimir_putin", "وصرح") in rows and not [row for row in rows if row[0] == "object"]


@pytest.mark.parametrize(
    ("form", "lemma", "gender", "object"),
    [
        ("أعلن", "أعلن", "m", False),
        ("فأعلنت", "أعلن", "f", False),
        ("دعت", "دعا", "f", False),
        ("سعت", "سعى", "f", False),
        ("سيعلن", "أعلن", "m", False),
        ("وستعلن", "أعلن", "f", False),
        ("تحدث", "تحدث", "m", False),
        ("تتحدث", "تحدث", "f", False),
        ("أعلنوا", "أعلن", "", False),
        ("أعلنا", "أعلن", "", False),
        ("يعلنون", "أعلن", "", False),
        ("نعلن", "أعلن", "", False),
        ("أعلنه", "أعلن", "m", True),
        ("أعلنتها", "أعلن", "f", True),
        ("يقودها", "قاد", "m", True),
        ("وجه", "وجه", "m", False),
    ],
)
def test_how_a_verb_agrees(form: str, lemma: str, gender: str, object: bool) -> None:
    assert agreement(form, lemma) == (gender, object)


def test_rows_lead_to_their_words(sample: analysis.Corpus) -> None:
    table = profiles.dependents(sample)
    assert len(table) > 100 and list(table["kind"].unique()) == ["subject", "object", "adjective"]
    tokens = sample.tokens.astype({"article_id": "str", "part": "str", "lemma": "str"})
    joined = table.merge(tokens, on=["article_id", "part", "sentence", "start", "end"])
    assert len(joined) == len(table) and (joined["term"] == joined["lemma"]).all()
    assert (joined.loc[joined["kind"] != "adjective", "pos"] == "verb").all()
