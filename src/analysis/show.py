"""What a notebook puts on its page: findings, tables, figures and sentences, right to left where they are Arabic.

Everything that comes from an article is escaped. With `out`, a report also keeps each table as CSV, each figure as
SVG and each graph as GraphML and GEXF.
"""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from html import escape
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd
from IPython.display import HTML, display
from matplotlib.axes import Axes

from analysis import lemmas
from analysis.corpus import Corpus
from analysis.networks import write_graph
from analysis.words import period_label, words

RUNNING = ("title", "text", "what")  # columns of running text: each cell in its own direction
CONTEXT = ("left", "match", "right")  # columns of a concordance: in the direction of its table
CONTEXTS = 8  # contexts shown of a row
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Report:
    """The page of one notebook: `name` (overview, topics, actors, timeline), `language` (en, ar), `out` (a folder).

    >>> report = Report("topics")
    >>> report.finding("empty")
    <IPython.core.display.HTML object>
    """

    def __init__(self, name: str, language: str = "en", out: str | Path = "") -> None:
        self.name = name
        self.language = language
        self.words = words(language)
        self.out = Path(out) if str(out) else None

    def header(self, corpus: Corpus) -> None:
        """Show what the page is about: the corpus, its size and span, and what read it."""
        counted, phrases = corpus.counted, self.words["phrases"]
        facts = {
            "corpus": Path(corpus.info.get("source") or "").name or phrases["sample"],
            "articles": f"{len(counted):,}",
            "words": f"{int(counted['words'].sum()):,}",
            "span": corpus.span,
            "undated": f"{int(counted['published'].isna().sum()):,}",
            "duplicates": f"{len(corpus) - len(counted):,}",
            "lemmatizer": lemmas.describe(corpus.info.get("lemmatizer", "auto")),
            "entities": phrases["entities_off"],
        }
        items = "".join(
            f"<div><dt>{escape(phrases[key])}</dt><dd>{_isolated(value)}</dd></div>" for key, value in facts.items()
        )
        self._show(f'<dl class="facts">{items}</dl>')

    def finding(self, key: str, **values: Any) -> None:
        """Show the sentence `key` of the findings with its values filled in."""
        filled = {name: _isolated(_text(value), whole=not isinstance(value, list)) for name, value in values.items()}
        self._show(f'<p class="finding">{self.words["findings"][key].format(**filled)}</p>')

    def table(
        self,
        table: pd.DataFrame,
        name: str,
        columns: list[str] | None = None,
        rows: int = 25,
        direction: str | None = None,
        contexts: Callable[[Any], pd.DataFrame] | None = None,
        grain: str | None = None,
    ) -> None:
        """Show the first `rows` rows and the chosen columns of a table; the whole of it is kept as CSV.

        `contexts` returns the concordance of a value of the first column: each row then leads to its own. With
        `grain`, the column period is shown as readers write such a period.
        """
        file = f"tables/{self.name}-{name}.csv"
        if self.out:
            write_csv(table, self.out / file)
        shown = table[columns or list(table.columns)].head(rows)
        if grain:
            known = [None if pd.isna(day) else period_label(day, grain, self.language) for day in shown["period"]]
            shown = shown.assign(period=pd.Series(known, index=shown.index, dtype="object"))
        if table.empty:
            self._show(f'<p class="note">{escape(self.words["phrases"]["nothing"])}</p>')
            return
        note = ""
        if len(shown) < len(table):
            phrase = self.words["phrases"]["rows" if self.out else "rows_here"]
            link = f'<a href="{file}">{file}</a>'
            note = f'<p class="note">{phrase.format(shown=len(shown), rows=f"{len(table):,}", file=link)}</p>'
        anchor = f"{self.name}-{name}" if contexts else None
        html = f'<div class="table">{html_table(shown, self.language, direction, anchor)}</div>{note}'
        self._show(html + (self._contexts(shown, contexts, anchor) if contexts and anchor else ""))

    def _contexts(self, shown: pd.DataFrame, contexts: Callable[[Any], pd.DataFrame], anchor: str) -> str:
        """Return the concordances of the rows of a table, folded, each under the name that its row links to."""
        phrases = self.words["phrases"]
        sections = []
        for place, value in enumerate(shown.iloc[:, 0]):
            found = contexts(value)
            rows = found[["left", "match", "right", "title", "published"]].head(CONTEXTS)
            more = len(found) - len(rows)
            rest = f'<p class="note">{phrases["more"].format(count=f"{more:,}")}</p>' if more else ""
            table = html_table(rows, self.language, "rtl")
            head = f'<h4 id="{anchor}-{place}">{_isolated(_text(value))}</h4>'
            sections.append(f'{head}<div class="table">{table}</div>{rest}')
        return f"<details><summary>{escape(phrases['contexts'])}</summary>{''.join(sections)}</details>"

    def figure(self, ax: Axes, name: str) -> None:
        """Show the figure that `ax` is on, with what it shows in words; it is kept as SVG."""
        alt = self.words["figures"].get(f"{self.name}-{name}", name)
        svg = svg_of(ax, f"{self.name}-{name}")
        if self.out:
            path = self.out / "figures" / f"{self.name}-{name}.svg"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(svg, encoding="utf-8")
        drawing = svg[svg.index("<svg") :]
        drawing = drawing.replace("<svg ", f'<svg role="img" aria-label="{escape(alt, quote=True)}" ', 1)
        self._show(f"<figure>{drawing}<figcaption>{escape(alt)}</figcaption></figure>")

    def graph(self, graph: nx.Graph, name: str) -> None:
        """Keep a graph as `<name>.graphml` and `<name>.gexf`."""
        if self.out:
            write_graph(graph, self.out / name)

    def concordance(self, table: pd.DataFrame, name: str, rows: int = 15) -> None:
        """Show a concordance: each occurrence between its contexts, in reading order from right to left."""
        self.table(table, name, ["left", "match", "right", "title", "published"], rows, direction="rtl")

    def _show(self, html: str) -> Any:
        direction = self.words["direction"]
        display(HTML(f'<div class="analysis" lang="{self.language}" dir="{direction}">{html}</div>'))


def html_table(
    table: pd.DataFrame, language: str = "en", direction: str | None = None, anchor: str | None = None
) -> str:
    """Return a table as HTML: headings and known values in `language`, every cell escaped and in its own direction.

    With `anchor`, the first cell of each row links to `#<anchor>-<number of the row>`.
    """
    names = words(language)["columns"]
    kinds = {column: _kind(table[column]) for column in table.columns}
    head = "".join(
        f'<th scope="col" class="{kinds[column]}">{escape(str(names.get(column, column)))}</th>' for column in kinds
    )
    body = []
    for number, row in enumerate(table.itertuples(index=False)):
        cells = [_html_cell(column, value, kinds[column], language) for column, value in zip(kinds, row, strict=True)]
        if anchor and cells:
            cells[0] = f'<td><a href="#{anchor}-{number}"><bdi>{escape(_text(row[0]))}</bdi></a></td>'
        body.append("<tr>" + "".join(cells) + "</tr>")
    attribute = f' dir="{direction}"' if direction else ""
    return f"<table{attribute}><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def _kind(values: pd.Series) -> str:
    """Return the class of a column: number, date or its name."""
    if pd.api.types.is_numeric_dtype(values):
        return "number"
    return "date" if pd.api.types.is_datetime64_any_dtype(values) else str(values.name)


def _html_cell(column: str, value: Any, kind: str, language: str) -> str:
    if column in ("type", "grain", "published_from", "level"):
        value = words(language)["values"].get(value, value)
    text = escape(_text(value))
    if column in RUNNING:
        return f'<td class="{escape(kind)}" dir="auto">{text}</td>'
    if column in CONTEXT:
        return f'<td class="{escape(kind)}">{text}</td>'
    return f'<td class="{escape(kind)}"><bdi>{text}</bdi></td>'


def svg_of(ax: Axes, salt: str) -> str:
    """Return the figure of `ax` as SVG, the same bytes for the same figure, and close it."""
    figure = ax.get_figure(root=True)
    assert figure is not None
    buffer = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": salt, "svg.fonttype": "path"}):
        figure.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)
    return buffer.getvalue()


def write_csv(table: pd.DataFrame, path: Path) -> None:
    """Write a table as CSV that Excel shows as it is: UTF-8 with BOM, text that looks like a formula made harmless."""
    path.parent.mkdir(parents=True, exist_ok=True)
    plain = table.copy()
    for column in plain.columns:
        if plain[column].dtype == object or pd.api.types.is_string_dtype(plain[column]):
            plain[column] = [_cell(value) for value in plain[column]]
    plain.to_csv(path, index=False, encoding="utf-8-sig", quoting=csv.QUOTE_MINIMAL, lineterminator="\n")


def _cell(value: Any) -> Any:
    text = " | ".join(map(str, value)) if isinstance(value, list) else value
    return "'" + text if isinstance(text, str) and text.startswith(FORMULA) else text


def _text(value: Any) -> str:
    """Return a value as readers write it."""
    if isinstance(value, list):
        items = ["—" if each is None else str(each) for each in value]
        return ("، " if any(each[:1] > "\u0600" for each in items) else ", ").join(items)
    if pd.isna(value):
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, float):
        return f"{value:.0e}" if 0 < abs(value) < 0.005 else f"{value:,.2f}"
    return f"{value:,}"


def _isolated(text: str, whole: bool = False) -> str:
    """Return text that keeps its own direction; with `whole`, on one line where it is short enough for that."""
    return f"<bdi{' class=nowrap' if whole and len(text) < 28 else ''}>{escape(text)}</bdi>"
