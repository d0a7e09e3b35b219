"""What a page says by itself: its phrases, shared by the script and by what stands there without it."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from babel import Locale

from analysis.text import tables

WORDS = "reports/data/page/words"


@cache
def phrases(language: str) -> Mapping[str, str | Mapping[str, str]]:
    """Return the phrases of a page by key; one that changes with a number has a form for each kind of number."""
    found: dict[str, Any] = {}
    for path in sorted(tables.path(WORDS).glob("*.json")):
        found |= json.loads(path.read_text(encoding="utf-8"))[language]
    return found


def say(language: str, key: str, **values: Any) -> str:
    """Return a phrase with its values; the form is that of the number `n` (Unicode CLDR).

    >>> say("en", "articles", n=1), say("en", "articles", n=1200), say("ar", "articles", n=2)
    ('1 article', '1,200 articles', 'مقالتان')
    """
    phrase = phrases(language)[key]
    if not isinstance(phrase, str):
        form = Locale(language).plural_form(abs(values["n"]))
        phrase = phrase.get(form, phrase["other"])
    told = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
    return phrase.format(**told)
