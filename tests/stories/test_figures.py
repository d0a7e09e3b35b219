"""What an article counts, and who says so."""

import pandas as pd
import pytest

from analysis.stories import figures
from told_stories import corpus_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("مقتل 18 شخصا على الأقل وإصابة العشرات", [("killed", 18, "least"), ("wounded", None, "")]),
        ("لقي ثلاثة أشخاص مصرعهم في انهيار جدار", [("killed", 3, "")]),
        ("لقي ثلاثة وزراء ترحيبا واسعا", []),
        ("اعتقلت الشرطة البحرية مساء الأحد نحو ١٢٠ شخصا", [("arrested", 120, "about")]),
        ("أصيب ثلاثة وعشرون جنديا وفقد أثر القارب", [("wounded", 23, "")]),
        ("مقتل جنديين وجرح أربعة آخرين", [("killed", 2, ""), ("wounded", 4, "")]),
        ("أخمد الحريق دون إصابات", [("wounded", 0, "")]),
        ("القبض على 44 عنصرا من العصابة", [("arrested", 44, "")]),
        ("القبض بيد من حديد 3 مرات", []),
        ("ثلاثة أشخاص كانوا في القارب قتلوا", [("killed", 3, "")]),
        ("خمسة عشر ألف نازح و1,200 مفقود", [("displaced", 15000, ""), ("missing", 1200, "")]),
        ("قتل ما لا يقل عن مئة وخمسين مدنيا", [("killed", 150, "least")]),
        ("إصابة 30% من الأشجار بالمرض", []),
        ("أصيب القطاع بخسائر بلغت 20 مليون دولار", []),
        ("مقتل الصياد قبل 3 أيام", []),
    ],
)
def test_figures_of_people(text: str, expected: list[tuple[str, int | None, str]]) -> None:
    table = figures(corpus_of(f"{text}."))
    numbers = [None if pd.isna(number) else number for number in table["number"]]
    assert list(zip(table["kind"], numbers, table["bound"], strict=True)) == expected


def test_a_figure_leads_to_its_words_and_to_who_says_so() -> None:
    corpus = corpus_of("انهار سد صغير. أعلنت الأمم المتحدة مقتل 12 عاملا ونزوح مئات الأسر.")
    first, second = figures(corpus).to_dict("records")
    body = corpus.articles["body"][0]
    assert body[first["start"] : first["end"]] == first["surface"] == "مقتل 12 عاملا"
    assert (first["speaker"], first["of"], second["kind"]) == ("united_nations", "عاملا", "displaced")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("قتل ثلاثة رجال في انهيار جسر، وقالت تركيا إنها سترسل خبراء.", ""),
        ("زارت تركيا القرية، وقالت الأمم المتحدة إن ثلاثة رجال قتلوا.", "united_nations"),
        ("قال مصدر طبي إن الجسر انهار، مضيفا أن ثلاثة رجال قتلوا.", "anonymous"),
        ("قالت تركيا إن الجسر انهار بعدما أعلنت الأمم المتحدة مقتل 12 عاملا.", "united_nations"),
    ],
)
def test_who_says_a_figure_is_the_speaker_of_the_innermost_quotation_around_it(text: str, speaker: str) -> None:
    assert figures(corpus_of(text))["speaker"].tolist() == [speaker]


def test_a_state_before_a_colon_is_where_it_was() -> None:
    titles = ["كينيا: مقتل خمسة صيادين", "الأمم المتحدة: مقتل خمسة صيادين"]
    table = figures(corpus_of("هطل مطر غزير.", "انهار جسر قديم.", title=titles))
    assert table["surface"].tolist() == ["مقتل خمسة"] * 2
    assert sorted(table["speaker"]) == ["", "united_nations"]


def test_no_article_has_no_figures() -> None:
    corpus = corpus_of("مقتل 12 عاملا")
    assert list(figures(corpus.of([])).columns) == list(figures(corpus).columns)
