"""Saved pages read as the text of all that stands on them, navigation included."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest
from lxml import html

from analysis.pages import Story, stories
from analysis.sources.decoding import decode

HTML = Path(__file__).parents[1] / "data" / "html"
EXPECTED = json.loads((HTML / "expected.json").read_text(encoding="utf-8"))
SECTIONS = ("المحليات", "الاقتصاد", "الرياضة", "الثقافة", "الصحة", "العلوم", "السفر", "التعليم", "البيئة", "الرأي")
MENU = "\n".join(f"قسم {name}" for name in SECTIONS)
TITLE = "بلدية الضفاف تفتح الجسر الجديد أمام السيارات"
TEXT = (
    "فتحت بلدية الضفاف صباح اليوم الجسر الجديد أمام السيارات، بعد عامين من الأشغال.\n"
    "وقال رئيس البلدية إن الجسر سيخفف الازدحام في المدخل الشمالي للمدينة."
)


def dump(name: str) -> str:
    """Return every text of a page, a line each, as a careless scraper saves it."""
    page = decode((HTML / f"{name}.html").read_bytes()).text or ""
    tree = html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8"))
    for element in list(tree.iter("script", "style", "noscript", "template")):
        element.drop_tree()
    texts = (" ".join(text.split()) for text in tree.xpath("//title//text() | //body//text()"))
    return "\n".join(filter(None, texts))


def words_f1(found: str, wanted: str) -> float:
    left, right = (Counter(re.findall(r"\w+", text)) for text in (found, wanted))
    return 2 * sum((left & right).values()) / (sum(left.values()) + sum(right.values()))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_saved_page_as_text_gives_its_story(name: str) -> None:
    (story,), _ = stories(dump(name))
    wanted = EXPECTED[name]
    whole = f"{wanted.get('subtitle', '')}\n{wanted['body']}"
    assert words_f1(f"{story.subtitle or ''}\n{story.body}", whole) >= 0.95
    assert story.title == wanted["title"]
    assert str(story.published) == wanted["published"]


def test_menus_around_a_story_change_nothing() -> None:
    story = f"{TITLE}\n10 مايو 2021\n{TEXT}"
    (bare,), _ = stories(story)
    (framed,), _ = stories(f"{TITLE} - الضفاف\n{MENU}\n{MENU}\n{story}\n{MENU}\n{MENU}")
    assert (framed.title, framed.body, framed.published) == (bare.title, bare.body, bare.published)


@pytest.mark.parametrize("date", ["الثلاثاء 1 نوفمبر 2022", "آخر الأخبار"])
def test_what_stands_above_the_menus_is_not_the_day_of_the_story(date: str) -> None:
    found: list[Story] = stories(f"{TITLE} - الضفاف\n{date}\n{MENU}\n{MENU}\n{TITLE}\n{TEXT}\n{MENU}")[0]
    assert [story.published for story in found] == [None]
