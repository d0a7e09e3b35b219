"""What a page leaves out of a figure that its script draws: the sentences behind the rows, which it holds already."""

import re
from collections.abc import Collection, Sequence
from functools import cache

from analysis.reports.sections import Section
from analysis.text import tables
from analysis.wording.phrases import wording

DRAWN = re.compile(r'^figure\("([\w-]+)"', re.MULTILINE)
FITS = re.compile(r"^  fits:", re.MULTILINE)  # drawn on some pages only
CONTEXTS = re.compile(r'<details class="contexts">.*?</details>', re.DOTALL)
LINK = re.compile(r'<a class="evidence" href="#[^"]*">(.*?)</a>', re.DOTALL)
ID = re.compile(r'<section class="contexts" id="([^"]+)"')
HREF = re.compile(r'href="#([^"]+)"')
NAMED = re.compile(r'<div class="table" data-name="([\w-]+)"')


@cache
def live_figures() -> frozenset[str]:
    """Return the names of the figures that the script of a page draws wherever there are columns."""
    texts = (path.read_text(encoding="utf-8") for path in tables.path("reports/data/page/figures").glob("*.js"))
    return frozenset(name for text in texts if not FITS.search(text) for name in DRAWN.findall(text))


def lightened(sections: Sequence[Section], language: str) -> list[Section]:
    """Return the sections of a page without the sentences of rows that the script opens; a note says where they stand.

    Who reads without the script, or on paper, finds them in the file beside the table and on the pages of the articles.
    """
    gone: set[str] = set()
    made = []
    for section in sections:
        if section.name in live_figures():
            gone.update(
                each for table in section.tables for found in CONTEXTS.findall(table) for each in ID.findall(found)
            )
            section = section._replace(tables=[_without_sentences(table, language) for table in section.tables])
        made.append(section)
    return [each._replace(charts=[_relinked(chart, each.name, gone) for chart in each.charts]) for each in made]


def _without_sentences(table: str, language: str) -> str:
    named = NAMED.search(table)
    if named is None or not CONTEXTS.search(table):
        return table
    file = f"tables/{named[1]}-evidence.csv"
    note = wording(language)["page"]["sentences_elsewhere"].format(file=f'<a href="{file}" dir="ltr">{file}</a>')
    plain = LINK.sub(r"\1", CONTEXTS.sub("", table))
    return f'{plain}<p class="note">{note}</p>'


def _relinked(chart: str, name: str, gone: Collection[str]) -> str:
    """Return a figure whose labels lead to their own figure where the rows that they led to are gone."""
    return HREF.sub(lambda found: f'href="#fig-{name}"' if found[1] in gone else found[0], chart)
