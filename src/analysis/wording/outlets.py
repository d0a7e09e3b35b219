"""Outlets as readers call them: what a corpus calls them is often the host of an address."""

import re
from functools import cache

from analysis.text import tables

_HOST = re.compile(r"^(?:https?://)?(?:www\.|ar\.|arabic\.)?([\w-]+)((?:\.[\w-]+)*)(?:/.*)?$")


def outlet_name(outlet: str, language: str = "en") -> str:
    """Return the name of an outlet in a language, where the table of outlets knows it; else the outlet as it stands.

    >>> outlet_name("aawsat"), outlet_name("www.aawsat.com", "ar"), outlet_name("رواق الضفتين")
    ('Asharq Al-Awsat', 'الشرق الأوسط', 'رواق الضفتين')
    """
    host = _HOST.match(outlet.strip().lower())
    names = _known().get(host[1]) if host else None
    return outlet if names is None else names[language == "ar"]


@cache
def _known() -> dict[str, tuple[str, str]]:
    rows = (line.split("\t") for line in tables.lines("wording/outlets.tsv"))
    return {each: (english, arabic) for hosts, english, arabic in rows for each in hosts.split()}
