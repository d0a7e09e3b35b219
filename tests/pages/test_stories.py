"""Pages taken apart: every page of the three sets, and what holds for any text at all."""

import json
import re
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.pages import Story, stories
from analysis.pages.furniture import after_dateline, edge_lines, is_dateline, recurring
from analysis.pages.lines import line_key

HERE = Path(__file__).parents[1]
DATA = HERE / "data"
SHARED = Path(__file__).parents[2].parent / "shared"
SETS = {
    DATA / "pages": DATA / "pages" / "expected.json",
    HERE.parent / "data" / "sample": DATA / "sample_stories.json",
    SHARED / "articles": SHARED / "gold" / "expected-stories.json",
}
NAMED = ("title", "subtitle", "captions", "headings", "author", "source")


def pages_of(folder: Path, expected: Path) -> list[Any]:
    """Return a test case for each page of a set; one that is skipped where the set is absent."""
    if not expected.exists():
        missing = pytest.mark.skip(
            reason=f"{expected} is not here: the shared pages stand beside a checkout, if at all"
        )
        return [pytest.param(folder / "none", {}, marks=missing, id=f"{folder.name}: absent")]
    pages = json.loads(expected.read_text(encoding="utf-8"))
    pages.pop("note")
    return [pytest.param(folder / name, page, id=f"{folder.name}/{name}") for name, page in pages.items()]


def read(path: Path) -> list[Story]:
    return stories(path.read_bytes().decode("utf-8"))[0]


@pytest.mark.parametrize(("path", "page"), [case for each in SETS.items() for case in pages_of(*each)])
def test_page(path: Path, page: dict[str, Any]) -> None:
    found = read(path)
    assert [story.title for story in found] == [want.get("title", story.title) for story, want in pairs(found, page)]
    assert len(found) == len(page["stories"])
    for story, want in pairs(found, page):
        for key in NAMED:
            assert getattr(story, key) == want.get(key, getattr(story, key)), key
        if "published" in want:
            assert (story.published and story.published.isoformat()) == want["published"]
        lines = story.body.split("\n")
        assert story.body.startswith(want["begins"])
        assert story.body.endswith(want["ends"])
        assert len(lines) == want.get("paragraphs", len(lines))
        assert len(lines) == len(set(lines))
        assert not [line for line in page["absent"] if line in story.body]
        assert set(story.headings) <= set(lines)


def pairs(found: list[Story], page: dict[str, Any]) -> list[tuple[Story, dict[str, Any]]]:
    return list(zip(found, page["stories"], strict=False))


def test_two_pages_in_one_file_give_the_stories_of_both() -> None:
    paths = sorted((HERE.parent / "data" / "sample").glob("*.txt"))
    for above, below in pairwise(paths):
        joined = stories("\n\n\n\n".join(path.read_text("utf-8").strip() for path in (above, below)))[0]
        if read(below)[0].title:
            assert [told(story) for story in joined] == [told(story) for path in (above, below) for story in read(path)]


def told(story: Story) -> tuple[Any, ...]:
    """Return a story as it stands on its page; where it is from may be told by another story of the page."""
    return (*[getattr(story, key) for key in NAMED if key != "source"], story.published, story.body)


@pytest.mark.parametrize("ending", ["\r\n", "\u200f\n", " \u00a0\n", "\n\n"])
def test_the_ends_of_lines_make_no_difference(ending: str) -> None:
    for path in (HERE.parent / "data" / "sample").glob("*.txt"):
        text = path.read_text("utf-8")
        assert list(map(told, stories(text.replace("\n", ending))[0])) == list(map(told, read(path))), path.name


def test_what_is_left_out_is_told() -> None:
    text = "قالت البلدية إن الجسر الجديد سيُفتح أمام السيارات في الخريف المقبل."
    found, left_out = stories(
        f"جسر جديد يربط ضفتي المدينة\nشارك\n{text}\nاقرأ أيضا: حافلات جديدة للمدينة\nالمصدر: مرفأ"
    )
    assert [(story.title, story.body, story.source) for story in found] == [
        ("جسر جديد يربط ضفتي المدينة", text, "مرفأ")
    ]
    assert left_out == ["شارك", "اقرأ أيضا: حافلات جديدة للمدينة", "المصدر: مرفأ"]


def test_furniture_of_a_site_is_what_recurs_at_the_edges_of_its_pages() -> None:
    text = "قالت البلدية إن العمل في الحديقة رقم {} سينتهي قبل الشتاء."
    pages = [f"نبض السهل | أخبار المدينة كل يوم\nحديقة رقم {n} في المدينة\n{text.format(n)}" for n in range(4)]
    furniture = recurring(edge_lines(page) for page in pages)
    assert furniture == {line_key("نبض السهل أخبار المدينة كل يوم")}
    (story,), left_out = stories(pages[2], furniture)
    assert (story.title, story.source) == ("حديقة رقم 2 في المدينة", "نبض السهل")
    assert left_out == ["نبض السهل | أخبار المدينة كل يوم"]


@pytest.mark.parametrize("text", ["", "\n \n", "Only English here.", "12345 - 678", "\ufeff\u200f", "***\n---"])
def test_a_page_without_arabic_has_no_stories(text: str) -> None:
    assert stories(text) == ([], [])


def test_keys_see_through_marks_quotes_and_spaces() -> None:
    assert line_key("«طـالبان»  تُعلن\u200f…") == line_key('"طالبان" تعلن')


LINES = st.sampled_from(
    [line.strip() for path in sorted((DATA / "pages").glob("*.txt")) for line in path.read_text("utf-8").split("\n")]
)
ARABIC = st.text(
    alphabet="ابتجدهوزحطيكلمنسعفصقرشتثخذضظغأإآةىئءؤ .،؛:؟!…«»\"'()[]-–|/*•#@0123456789٠١٢\n\t\u00a0\u200f\u0640\u064bTA"
)


@given(st.one_of(st.text(), ARABIC, st.lists(st.one_of(LINES, ARABIC), max_size=30).map("\n".join)))
def test_any_text_is_read_without_loss_of_truth(page: str) -> None:
    flat = " ".join(page.split())
    for story in stories(page)[0]:
        lines = story.body.split("\n")
        assert story.body
        assert all(" ".join(line.split()) in flat for line in lines)
        long = [line_key(line) for line in lines if len(re.sub(r"\W", "", line)) >= 40]
        assert len(long) == len(set(long))
        assert set(story.headings) <= set(lines)


@pytest.mark.parametrize(
    "page",
    [
        "\n".join(f"قال المسؤول إن المشروع رقم {n} سيبدأ في الربيع المقبل بعد اكتمال الدراسات." for n in range(10_000)),
        "\n".join(f"حديقة المدينة تفتح أبوابها للزوار {n}" for n in range(10_000)),
        "قال المسؤول إن المشروع سيبدأ في الربيع المقبل. " * 22_000,
        "م" + " " * 1_000_000 + "م.",
    ],
    ids=["paragraphs", "headlines", "one line", "spaces"],
)
def test_large_pages_take_time_in_proportion(page: str) -> None:
    start = time.process_time()
    stories(page)
    assert time.process_time() - start < 4


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("صلالة 3-3-2024 وفا- وصلت سفينة الإغاثة الأولى إلى الميناء.", "وصلت سفينة الإغاثة الأولى إلى الميناء."),
        ("صلالة - «الضفاف»: وصلت سفينة الإغاثة الأولى إلى الميناء.", "وصلت سفينة الإغاثة الأولى إلى الميناء."),
        ("صلالة/ شبكة الضفاف- وصلت سفينة الإغاثة الأولى إلى الميناء.", "وصلت سفينة الإغاثة الأولى إلى الميناء."),
        ("الضفاف نيوز/ وصلت سفينة الإغاثة الأولى إلى الميناء.", "وصلت سفينة الإغاثة الأولى إلى الميناء."),
        ("صلالة (أ ف ب) - وصلت سفينة الإغاثة الأولى إلى الميناء.", "وصلت سفينة الإغاثة الأولى إلى الميناء."),
        ("صلالة 3 آذار (وفا)- وصلت سفينة الإغاثة الأولى إلى الميناء.", "وصلت سفينة الإغاثة الأولى إلى الميناء."),
        ("صلالة في 03 مارس /وفا/ وصلت سفينة الإغاثة الأولى إلى الميناء.", "وصلت سفينة الإغاثة الأولى إلى الميناء."),
        ("وقال المتحدث (رويترز) إن سفينة الإغاثة وصلت إلى الميناء.", None),
        ("وقال «الوزير»: وصلت سفينة الإغاثة الأولى إلى الميناء.", None),
        ("سفينة الإغاثة - وهي الأولى - وصلت أمس إلى الميناء.", None),
    ],
)
def test_a_dateline_names_place_and_outlet(text: str, rest: str | None) -> None:
    assert after_dateline(text) == (rest or text)


def test_a_line_may_be_a_dateline_by_itself() -> None:
    assert is_dateline("سالم الجابري - الرياض")
    assert is_dateline("الضفاف – القاهرة")
    assert not is_dateline("وصلت سفينة الإغاثة - الأولى منذ شهر - إلى الميناء")
    assert not is_dateline("خلاصة القول")
