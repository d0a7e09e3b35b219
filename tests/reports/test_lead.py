"""The lead of a front page: each thing only where it is there."""

from typing import Any

import analysis
from analysis.reports.lead import lead

BODY = "بحث مسؤولون من باكستان وأفغانستان أمن الحدود في كابل بعد هجوم دامٍ في بيشاور، وقالت باكستان إن الحوار مستمر."


def article(number: int, **more: Any) -> dict[str, Any]:
    return {"title": f"خبر {number}", "body": f"{BODY} وهذا خبر رقم {number} من مدينة {number}.", **more}


def test_a_lead_says_only_what_is_there() -> None:
    alone = lead(analysis.read([article(1)]), "en")
    assert alone.title == "1 article" and alone.more[-1] == "1 article bears no day of publication."
    dated = lead(analysis.read([article(1, source="الأولى", date="2024-03-01")]), "en")
    assert dated.title == "1 article from 1 outlet, 1 Mar 2024" and len(dated.more) == 1


def test_days_not_collected_are_told() -> None:
    days = [1, 2, 5, 6, 9]
    corpus = analysis.read(
        [article(10 * day + each, source=f"م{each}", date=f"2024-03-{day:02}") for day in days for each in range(6)],
        keep_duplicates=True,
    )
    english, arabic = lead(corpus, "en"), lead(corpus, "ar")
    assert english.title == "30 articles from 6 outlets, 1–9 Mar 2024"
    assert "Nothing was collected on 3–4 Mar 2024, 7–8 Mar 2024." in english.more
    assert arabic.title == "30 مقالة من 6 مصادر، 1–9 مارس 2024" and any("لم يُجمع شيء" in each for each in arabic.more)


def test_copies_are_told(sample: analysis.Corpus) -> None:
    assert "2 articles repeat others and are not counted." in lead(sample, "en").more
    assert any("مقالتان" in each for each in lead(sample, "ar").more)
