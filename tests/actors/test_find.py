"""Mentions across an article, and where they stand."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from analysis.actors import find_mentions, load_registry
from analysis.actors.find import mention_rows
from mentions import rows


def test_the_title_tells_which_taliban() -> None:
    body = "قالت طالبان إن الهجوم استهدف نقطة للشرطة الباكستانية في إسلام آباد."
    title = "طالبان باكستان تتبنى هجوما"
    assert rows(body, title=title)[0].actor == "pakistani_taliban"
    assert rows(body.replace("الباكستانية في إسلام آباد", "في كابل"))[0].actor == "afghan_taliban"


def test_both_named_a_short_form_is_the_afghan_movement() -> None:
    body = (
        "التقى ممثلون عن طالبان الباكستانية قادة من طالبان الأفغانية. وكانت الحكومة قد سقطت حين استولت طالبان على كابل."
    )
    assert [row.actor for row in rows(body) if "طالبان" in row.surface] == [
        "pakistani_taliban",
        "afghan_taliban",
        "afghan_taliban",
    ]


def test_a_headline_knows_the_full_name_of_the_body() -> None:
    found = mention_rows(
        {"title": "كيم يزور مصنعا", "subtitle": None, "body": "زار كيم جونغ أون مصنعا."}, load_registry()
    )
    assert [(row.surface, row.actor, row.method) for row in found["title"]] == [("كيم", "kim_jong_un", "context")]
    assert found["subtitle"] == []


def test_a_short_form_before_the_full_name_in_the_body_is_nobody() -> None:
    assert [row.surface for row in rows("وصل كيم ظهرا. واسمه الكامل كيم جونغ أون.")] == ["كيم جونغ أون"]


def test_adjectives_only_on_request() -> None:
    text = "التقى الطبيب الباكستاني زميلته الأفغانية وكتابا أميركيين وكوريين شماليين"
    assert rows(text) == []
    found = [(row.surface, row.actor, row.method) for row in rows(text, adjectives=True)]
    assert found == [
        ("الباكستاني", "pakistan", "adjective"),
        ("الأفغانية", "afghanistan", "adjective"),
        ("أميركيين", "united_states", "adjective"),
        ("كوريين شماليين", "north_korea", "adjective"),
    ]


def test_frame() -> None:
    frame = find_mentions("قالت «طالبان» إنها تنتظر كيم", title="كيم جونغ أون يصل")
    assert list(frame.columns) == ["start", "end", "surface", "actor", "actor_type", "method", "role", "affiliation"]
    assert frame["actor"].tolist() == ["afghan_taliban", "kim_jong_un"]
    assert frame["actor_type"].tolist() == ["armed_group", "person"]
    empty = find_mentions("")
    assert empty.empty and empty.dtypes.equals(frame.dtypes)


PIECES = st.sampled_from(
    [
        *("طالبان", "باكستان", "الباكستانية", "أمم المتحدة", "كيم جونغ أون", "كيم", "كابل", "سوريا", "القاعدة", "عمان"),
        *("صحيفة", "الرئيس الروسي", "في", "و", "لل", "لـ«", "»", '"', "(", ")", "، ", " ", "ـ", "ً", ".", "–", "\n"),
        *("20", "ﷺ", "ﻻ", "abc"),
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=25).map("".join))
def test_offsets_hold_on_any_text(text: str) -> None:
    found = rows(text, adjectives=True, title=text[:20])
    assert all(text[row.start : row.end] == row.surface and row.surface for row in found)
    spans = sorted({(row.start, row.end) for row in found})
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
