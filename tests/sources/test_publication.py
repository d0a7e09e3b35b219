"""The day of a web page: near its headline, in its metadata, and nowhere else."""

from datetime import date
from pathlib import Path

import pytest
from lxml import html

from analysis.sources import read_raw
from analysis.sources.publication import published

META = '<meta property="article:published_time" content="2021-05-09T22:30:00Z">'
UPDATE = '<meta property="article:modified_time" content="2021-06-20T08:00:00Z">'
LINKED = '<script type="application/ld+json">{"datePublished": "2021-05-09"}</script>'
TEXT = "<p>" + "قال متحدث باسم البلدية إن العمل في الجسر الجديد سينتهي قبل الشتاء المقبل. " * 3 + "</p>"
SIDEBAR = "<aside><ul><li><a>افتتاح متحف الخزف</a> <span>2021/01/03</span></li></ul></aside>"
DAYS = [
    # what stands above the headline and below it, what the head says; the day, where it is from
    ("", "<div>الاثنين 10 مايو 2021 - 01:30</div>", META, date(2021, 5, 10), "header"),
    ("", "<div>10/05/2021 <span>عدد القراءات 1800</span></div>", "", date(2021, 5, 10), "header"),
    ("", "<div>محليات <time>2021-05-10 09:00</time></div>", "", date(2021, 5, 10), "header"),
    ("", "<div>آخر تحديث: 20 يونيو 2021</div>", META, date(2021, 5, 9), "metadata"),
    ("", "<div>20 يونيو 2021</div>", META + UPDATE, date(2021, 5, 9), "metadata"),
    ("", "<div>آخر تحديث: 20 يونيو 2021</div>", "", date(2021, 6, 20), "header"),
    ("<div>الثلاثاء 1 نوفمبر 2022</div>", "", META, date(2021, 5, 9), "metadata"),
    ("<div>أخبار | 10 مايو 2021</div>", "", "", date(2021, 5, 10), "header"),
    (
        "",
        "",
        '<script type="application/ld+json">{"datePublished": "2021-05-09"}</script>',
        date(2021, 5, 9),
        "metadata",
    ),
    ("", "", '<meta name="creation_date" content="2001-02-03">', None, "none"),
    ("", TEXT * 4 + SIDEBAR, "", None, "none"),
    ("", '<time datetime="2021-05-10T09:00:00Z">قبل ساعتين</time>', "", date(2021, 5, 10), "header"),
]


@pytest.mark.parametrize(("above", "below", "head", "day", "told_by"), DAYS)
def test_the_day_of_a_page(above: str, below: str, head: str, day: date | None, told_by: str) -> None:
    page = f"<html><head>{head}</head><body>{above}<h1>جسر جديد يربط ضفتي المدينة</h1>{below}{TEXT}</body></html>"
    tree = html.document_fromstring(page)
    found = published(tree, tree.find(".//h1"))
    assert (found.day, found.told_by) == (day, told_by)


def test_a_page_without_a_heading_shows_its_day_above_the_text() -> None:
    tree = html.document_fromstring(f"<html><body><div>سالم الجابري - 10 مايو 2021</div>{TEXT}</body></html>")
    assert published(tree, None)[:2] == (date(2021, 5, 10), "header")


def test_days_of_one_page_that_differ_are_logged(tmp_path: Path) -> None:
    body = f"<h1>جسر جديد يربط ضفتي المدينة</h1><div>الاثنين 10 مايو 2021</div>{TEXT * 3}"
    (tmp_path / "page.html").write_text(f"<html><head>{META}</head><body>{body}</body></html>", encoding="utf-8")
    (raw,), notes = read_raw(tmp_path)
    assert raw.fields is not None
    assert raw.fields["published"] == date(2021, 5, 10)
    assert any("2021-05-09" in note.what and "2021-05-10" in note.action for note in notes)
