"""Saved pages give their article."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from analysis.sources import read_raw
from analysis.sources.decoding import decode

HTML = Path(__file__).parents[1] / "data" / "html"


def words_f1(found: str, wanted: str) -> float:
    left, right = (Counter(re.findall(r"\w+", text)) for text in (found, wanted))
    return 2 * sum((left & right).values()) / (sum(left.values()) + sum(right.values()))


EXPECTED = json.loads((HTML / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", EXPECTED)
def test_saved_pages_give_their_article(name: str) -> None:
    (raw,), _ = read_raw(HTML / f"{name}.html")
    wanted = EXPECTED[name]
    assert words_f1(raw.text, wanted["body"]) >= 0.95
    assert raw.fields is not None
    told = {field: str(raw.fields.get(field)) for field in wanted if field != "body"}
    assert told == {field: value for field, value in wanted.items() if field != "body"}


def test_pages_without_their_names_of_classes_still_read(tmp_path: Path) -> None:
    scores = []
    for name, wanted in EXPECTED.items():
        page = decode((HTML / f"{name}.html").read_bytes()).text or ""
        bare = re.sub(r"\s(?:class|id|role|data-e2e|aria-\w+)=(?:\"[^\"]*\"|[^\s>]+)", "", page)
        (tmp_path / "page.html").write_text(bare, encoding="utf-8")
        scores.append(words_f1(read_raw(tmp_path)[0][0].text, wanted["body"]))
    assert sum(scores) / len(scores) >= 0.9


def test_html_without_an_article_is_read_as_a_page(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<div><p>قال الوزير</div><script>x()</script>", encoding="utf-8")
    (raw,), _ = read_raw(tmp_path)
    assert raw.text.strip() == "قال الوزير"
    assert "x()" not in raw.text
