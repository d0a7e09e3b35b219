"""What a notebook puts on its page: findings, tables, figures and sentences, right to left where they are Arabic.

Everything that comes from an article is escaped. With `out`, a report also keeps each table as CSV, each figure as
SVG and each graph as GraphML and GEXF.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import networkx as nx
import pandas as pd
from IPython.display import HTML, display
from matplotlib.axes import Axes

from analysis.base.csv_file import write_csv
from analysis.corpus.corpus import Corpus
from analysis.lemmas.lemmatize import describe as describe_lemmas
from analysis.networks.export import write_graph
from analysis.plots.axes import is_empty
from analysis.show.facts import checked, entities_used, source_name, span
from analysis.show.findings import Finding
from analysis.show.html import Read, glossed, html_evidence, html_table, isolated, text_of, translit
from analysis.show.keys import keys_of
from analysis.show.shared import left_out, of_run
from analysis.show.svg import linked, svg_of, themed
from analysis.topics.concordance import CONCORDANCE
from analysis.wording.phrases import period_label, wording

SHOWN = 3  # sentences of a row on the page: its script opens all of them
KEPT = 500  # sentences of a row in the CSV file
ORIGIN = ["article_id", "title", "source", "published", "part", "start", "end"]
READ_IN_FINDINGS: dict[str, Read] = {"term": glossed, **dict.fromkeys(("actor", "first", "second"), translit)}
Evidence = Callable[[pd.DataFrame], Sequence[pd.DataFrame]]


class _Value:
    """A value of a finding: escaped and isolated, with its noun where the sentence has one."""

    def __init__(self, value: Any, read: Read | None = None) -> None:
        self.value, self.read = value, read

    def __format__(self, nouns: str) -> str:
        shown = isolated(text_of(self.value), whole=not isinstance(self.value, list))
        if self.read and (told := self.read(self.value)):
            shown += f" ({told})"
        one, _, many = nouns.partition("|")
        return f"{shown} {one if self.value == 1 else many}" if nouns else shown


class Report:
    """The page of one notebook: `name` (overview, topics, actors, timeline), `language` (en, ar), `out` (a folder).

    >>> report = Report("topics")
    >>> report.finding("empty")
    <IPython.core.display.HTML object>
    """

    def __init__(self, name: str, language: str = "en", out: str | Path = "") -> None:
        self.name = name
        self.language = language
        self.words = wording(language)
        self.out = Path(out) if str(out) else None
        self.shared = of_run()

    def header(self, corpus: Corpus) -> None:
        """Show what the page is about: the corpus, its size and span, and what read it."""
        counted, phrases = corpus.counted_columns(["words", "published"]), self.words["phrases"]
        facts = {
            "corpus": source_name(corpus, self.language),
            "articles": f"{len(counted):,}",
            "words": f"{int(counted['words'].sum()):,}",
            "span": span(corpus, self.language),
            "undated": f"{int(counted['published'].isna().sum()):,}",
            "duplicates": f"{len(corpus) - len(counted):,}",
            "lemmatizer": describe_lemmas(corpus.info.get("lemmatizer", "auto")),
            "entities": entities_used(corpus, self.language),
            "checked": checked(corpus, self.language),
        }
        items = "".join(
            f"<div><dt>{escape(phrases[key])}</dt><dd>{isolated(value)}</dd></div>"
            for key, value in facts.items()
            if value
        )
        self._show(f'<dl class="facts">{items}</dl>')
        if counted.empty:
            self.finding("empty")

    @property
    def names(self) -> list[str]:
        """The columns of names in tables, that of the language of the page first."""
        return ["name", "name_en"] if self.language == "ar" else ["name_en", "name"]

    def labels(self, table: pd.DataFrame) -> dict[str, str]:
        """Return the names of a table of actors or themes in the language of the page, by the ids of its first column.

        >>> import analysis
        >>> Report("actors").labels(analysis.networks.actors(analysis.read()))["pakistan"]
        'Pakistan'
        """
        return dict(zip(table.iloc[:, 0], table[self.names[0]], strict=True))

    def say(self, findings: Iterable[Finding]) -> None:
        """Show the sentences that functions of `show.findings` choose."""
        for key, values in findings:
            self.finding(key, **values)

    def finding(self, key: str, **values: Any) -> None:
        """Show the sentence `key` of the findings with its values filled in.

        A field may say its noun in the singular and the plural: `{articles:article|articles}`; `{units}` is the count
        with the noun of the `unit`. In English, an Arabic term or name is told in Latin letters too.
        """
        read = READ_IN_FINDINGS if self.language == "en" else {}
        values = self.shared.values(values) if self.shared else values
        filled: dict[str, Any] = {name: _Value(value, read.get(name)) for name, value in values.items()}
        if "unit" in values:
            filled["units"] = self.words["units"][values["unit"]].format(**filled)
        self._show(f'<p class="finding">{self.words["findings"][key].format(**filled)}</p>')

    def table(
        self,
        table: pd.DataFrame,
        name: str,
        columns: list[str] | None = None,
        *,
        rows: int = 25,
        direction: str | None = None,
        evidence: Evidence | None = None,
        grain: str | None = None,
        pages: str | None = None,
    ) -> None:
        """Show the first `rows` rows and the chosen columns of a table; the whole of it is kept as CSV.

        `evidence` takes the rows that are shown and returns for each the sentences that it rests on (columns text and
        marks, or left, match and right; title, source, published, article_id): each row opens its own, and they are
        kept as CSV too. With `grain`, the column period is shown as readers write such a period. `pages` is the column
        of the article_ids whose pages the rows lead to.
        """
        file = f"tables/{self.name}-{name}.csv"
        if self.shared:
            told = self.shared.table(table, f"{self.name}-{name}", columns)
            if told is None:
                self._show(f'<p class="note">{escape(self.words["phrases"]["not_shared"])}</p>')
                return
            (table, columns), evidence, pages = told, None, None
        if self.out:
            write_csv(table.drop(columns=[each for each in ("marks",) if each in table]), self.out / file)
        if table.empty:
            self._show(f'<p class="note">{escape(self.words["phrases"]["nothing"])}</p>')
            return
        first = table.head(rows)
        found = list(evidence(first)) if evidence else []
        shown = first[columns or list(table.columns)]
        if grain:
            undated = self.words["phrases"]["undated"]
            known = [undated if pd.isna(day) else period_label(day, grain, self.language) for day in shown["period"]]
            shown = shown.assign(period=pd.Series(known, index=shown.index, dtype="object"))
        notes = []
        if len(shown) < len(table):
            phrase = self.words["phrases"]["rows" if self.out else "rows_here"]
            notes.append(phrase.format(shown=len(shown), rows=f"{len(table):,}", file=_link(file)))
        anchors = [f"{self.name}-{name}-{number}" if len(rows) else None for number, rows in enumerate(found)]
        ids = first[pages].tolist() if pages and self.out else []
        keys = keys_of(first, f"{self.name}-{name}")
        html = html_table(shown, self.language, direction=direction, evidence=anchors, pages=ids, keys=keys)
        about = f'data-name="{self.name}-{name}" tabindex="0" role="group"'
        html = f'<div class="table" {about} aria-label="{self._label(shown)}">{html}</div>'
        html += "".join(f'<p class="note">{note}</p>' for note in notes)
        self._show(html + self._evidence(shown, found, anchors, name))

    def _label(self, shown: pd.DataFrame) -> str:
        """Return what a table is called where it is not seen: by its headings."""
        names = [str(self.words["columns"].get(each, each)) for each in shown.columns[:3]]
        return escape(f"{self.words['phrases']['table']}: {', '.join(names)}", quote=True)

    def _evidence(
        self, shown: pd.DataFrame, found: Sequence[pd.DataFrame], anchors: Sequence[str | None], name: str
    ) -> str:
        """Return the sentences of the rows of a table, folded, each under the id that its row leads to."""
        if not any(anchors):
            return ""
        phrases = self.words["phrases"]
        keys = [text_of(value) for value in shown.iloc[:, 0]]
        file = f"tables/{self.name}-{name}-evidence.csv"
        if self.out:
            kept = pd.concat(
                [rows.head(KEPT).assign(row=key) for key, rows in zip(keys, found, strict=True) if len(rows)]
            )
            text = [each for each in ("text", "left", "match", "right") if each in kept]
            write_csv(kept[["row", *text, *(each for each in ORIGIN if each in kept)]], self.out / file)
        sections = []
        for key, rows, anchor in zip(keys, found, anchors, strict=True):
            if anchor is None:
                continue
            total = int(rows.attrs.get("total", len(rows)))
            first = rows.head(SHOWN)
            rest = ""
            if total > len(first):
                key = "sentences_here" if not self.out else "sentences" if total > KEPT else "all_sentences"
                phrase = phrases[key]
                rest = phrase.format(shown=len(first), total=f"{total:,}", kept=min(total, KEPT), file=_link(file))
                rest = f'<p class="note">{rest}</p>'
            body = html_evidence(first, self.language, links=self.out is not None)
            sections.append(f'<section class="contexts" id="{anchor}"><h4>{isolated(key)}</h4>{body}{rest}</section>')
        summary = escape(phrases["contexts"])
        return f'<details class="contexts"><summary>{summary}</summary>{"".join(sections)}</details>'

    def figure(self, ax: Axes, name: str, rows: Mapping[str, Sequence[str]] | None = None) -> None:
        """Show the figure that `ax` is on, with what it shows in words; it is kept as SVG. An empty one is not shown.

        `rows` leads from labels in the figure to the rows of tables on the same page: {table: label of each row}.
        """
        if is_empty(ax):
            plt.close(ax.get_figure(root=True))
            return
        alt = self.words["figures"].get(f"{self.name}-{name}", name)
        svg = svg_of(ax, f"{self.name}-{name}", alt)
        if self.shared:
            svg = "" if left_out(f"{self.name}-{name}") else self.shared.nodes(svg)
        if not svg:
            self._show(f'<p class="note">{escape(self.words["phrases"]["not_shared"])}</p>')
            return
        if self.out:
            path = self.out / "figures" / f"{self.name}-{name}.svg"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(svg, encoding="utf-8")
        targets = {
            label: f"{self.name}-{table}-{number}"
            for table, labels in (rows or {}).items()
            if not self.shared  # there, a row has no sentences to lead to
            for number, label in enumerate(labels)
        }
        svg = themed(linked(svg, targets) if targets else svg)
        picture = f'<div class="picture" tabindex="0" role="group" aria-label="{escape(alt, quote=True)}">{svg}</div>'
        self._show(f'<figure data-name="{self.name}-{name}">{picture}<figcaption>{escape(alt)}</figcaption></figure>')

    def graph(self, graph: nx.Graph, name: str) -> None:
        """Keep a graph as `<name>.graphml` and `<name>.gexf`."""
        if self.out:
            write_graph(graph, self.out / name)

    def concordance(self, tables: Sequence[pd.DataFrame], name: str, *, rows: int = 15) -> None:
        """Show concordances, one after the other: each occurrence between its contexts, read from right to left."""
        table = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=CONCORDANCE)
        self.table(table, name, ["left", "match", "right", "title", "published"], rows=rows, direction="rtl")
        total = sum(each.attrs.get("total", len(each)) for each in tables)
        if total > len(table):
            note = self.words["phrases"]["places_drawn"].format(rows=f"{len(table):,}", total=f"{total:,}")
            self._show(f'<p class="note">{escape(note)}</p>')

    def export(self, write: Callable[[Path], Any]) -> None:
        """Let `write` put files of its own into the folder of the report, where there is one; they are not shared."""
        if self.out and not self.shared:
            write(self.out)

    def file(self, name: str, text: str) -> None:
        """Keep a text as a file of the report; it is not shared."""
        if self.out and not self.shared:
            (self.out / name).write_text(text, encoding="utf-8", newline="")

    def _show(self, html: str) -> Any:
        direction = self.words["direction"]
        display(HTML(f'<div class="analysis" lang="{self.language}" dir="{direction}">{html}</div>'))


def _link(file: str) -> str:
    return f'<a href="{file}" dir="ltr">{file}</a>'
