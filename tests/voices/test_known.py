"""What an article tells of those whom it names."""

import re

import pytest

from analysis.text.folding import normalize
from analysis.voices.known import Known, Part
from analysis.voices.words import Words


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("ناقش سامي حمداد الخطة ثم عاد حمداد", ["حمداد", "حمداد"]),
        ("انتشر وسم #منتدى_سامي حمداد ثم عاد حمداد", []),
        ("انتشر وسم سامي حمداد_النهر ثم عاد حمداد", []),
        ("انتشر وسم #سامي حمداد ثم عاد حمداد", []),
    ],
)
def test_a_family_name_stands_after_a_given_name_outside_hashtags(text: str, family: list[str]) -> None:
    spans = [match.span() for match in re.finditer(r"[^\W_]+", text)]
    forms = [normalize(text[start:end]) for start, end in spans]
    words = Words(text, *map(list, zip(*spans, strict=True)), forms, [0] * len(spans), [False] * len(spans))
    found = Known([Part("body", words, [], [])]).surnames(words)
    assert [text[start:end] for start, end in found] == family
