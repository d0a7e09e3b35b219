"""What a page leaves out of a figure that its script draws: the sentences behind the rows, which it holds already."""

import re
from functools import cache

from analysis.reports.sections import Section
from analysis.text import tables
from analysis.wording.phrases import wording

DRAWN = re.compile(r'^figure\("([\w-]+)"', re.MULTILINE)
FITS = re.compile(r"^  fits:", re.MULTILINE)  # drawn on some pages only
CONTEXTS = re.compile(r'<details class="contexts">.*?</details>', re.DOTALL)
LINK = re.compile(r'<a class="evidence" href="#[^"]*">(.*?)</a>', re.DOTALL)
NAMED = re.compile(r'<div class="table" data-name="([\w-]+)"')


@cache
def live_figures() -> frozenset[str]:
    """Return the names of the figures that the script of a page draws wherever there are columns."""
    texts = (path.read_text(encoding="utf-8") for path in tables.path("reports/data/page/figures").glob("*.js"))
    return frozenset(name for text in texts if not FITS.search(text) for name in DRAWN.findall(text))


def lightened(section: Section, language: str) -> Section:
    """Return a section without the sentences of its rows, where the script opens them; a note says where they stand.

    Who reads without the script, or on paper, finds them in the file beside the table and on the pages of the articles.
    """
    if section.name not in live_figures():
        return section
    shown, told = [], wording(language)["page"]["sentences_elsewhere"]
    for table in section.tables:
        named = NAMED.search(table)
        if named is None or not CONTEXTS.search(table):
            shown.append(table)
            continue
        file = f"tables/{named[1]}-evidence.csv"
        note = told.format(file=f'<a href="{file}" dir="ltr">{file}</a>')
        plain = LINK.sub(r"\1", CONTEXTS.sub("", table))
        shown.append(f'{plain}<p class="note">{note}</p>')
    here = re.compile(r'(<a class="evidence" )(xlink:)?href="#[^"]*"')
    charts = [
        here.sub(lambda found: f'{found[1]}{found[2] or ""}href="#fig-{section.name}"', each) for each in section.charts
    ]
    return section._replace(tables=shown, charts=charts)
