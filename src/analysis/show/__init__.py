"""What a notebook puts on its page, and how frames, corpora, graphs and texts show themselves."""

from analysis.base.csv_file import write_csv
from analysis.show.facts import listed
from analysis.show.html import html_evidence, html_table
from analysis.show.labels import named
from analysis.show.notebook import register, text, unregister
from analysis.show.report import Report
from analysis.show.svg import svg_of

__all__ = [
    "Report",
    "html_evidence",
    "html_table",
    "listed",
    "named",
    "register",
    "svg_of",
    "text",
    "unregister",
    "write_csv",
]
