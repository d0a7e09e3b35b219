"""How frames, corpora, graphs and texts show themselves in a notebook: right to left where they are Arabic.

JupyterLab lays out every output from left to right. `import analysis` in a notebook (or in IPython) tells it how to
show pandas' frames and series and networkx' graphs: each cell in its own direction, isolated from what stands beside
it, a concordance as it is read. Frames without Arabic, and what pandas' options say of rows, columns and numbers, stay
as they are. `analysis.show.unregister()` takes it back. This is imported when the first of them is shown.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any

from analysis.text import tables

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from analysis.corpus.corpus import Corpus


TOP = 10  # actors of a graph
LONG = 30  # characters of a cell that is not squeezed into a column of single words
ARABIC = re.compile("[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c7\ufb50-\ufdfb\ufe70-\ufefc]")
LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
ROW = re.compile(r"<tr[ >].*?</tr>", re.DOTALL)
CELL = re.compile(r"<(t[dh])((?: [^>]*)?)>([^<]*)</\1>")
# What stands before the word is to its right, what follows to its left, and both lean on it.
ROOM = "min-width: 12rem"
CONTEXT = {"left": f"text-align: left; {ROOM}", "match": "text-align: center", "right": f"text-align: right; {ROOM}"}
# JupyterLab sets `$…$` as a formula, but not within this class.
PLAIN = "mathjax_ignore tex2jax_ignore"


def register(shell: Any = None) -> None:
    """Have IPython show frames, series, graphs and corpora, Arabic right to left.

    Nothing happens where IPython does not run. A way of showing them that was registered before is kept. `shell` is
    the running IPython unless it is named.
    """
    html = _html(shell)
    for (module, name), shown in SHOWN.items() if html is not None else ():
        known = html.for_type_by_name(module, name)
        if known is None or _stands_in(known):
            html.pop(f"{module}.{name}", None)  # IPython keeps in two places what it has used and what it has not
            html.for_type_by_name(module, name, shown)


def unregister(shell: Any = None) -> None:
    """Have IPython show frames, series, graphs and corpora as it does without this package."""
    html = _html(shell)
    for (module, name), shown in SHOWN.items() if html is not None else ():
        known = html.for_type_by_name(module, name)
        if known is shown or _stands_in(known):
            html.pop(f"{module}.{name}", None)


def _stands_in(shown: Any) -> bool:
    """Tell whether this is what `import analysis` registers until the first value is shown."""
    return getattr(shown, "__module__", None) == "analysis"


def text(string: str) -> Any:
    """Return a text to show in a notebook: a paragraph a line, each in its own direction.

    >>> text("قالت المتحدثة إن المحادثات مستمرة.").data.count('<p dir="rtl">')
    1
    """
    from IPython.display import HTML

    lines = "".join(f'<p dir="{direction(line)}">{escape(line) or "&nbsp;"}</p>' for line in string.split("\n"))
    return HTML(wrapped(lines))


def wrapped(html: str, language: str = "en") -> str:
    """Return HTML with the style that it has in a notebook."""
    way = "rtl" if language == "ar" else "ltr"
    return f'<style>\n{_style()}</style><div class="analysis-lab {PLAIN}" lang="{language}" dir="{way}">{html}</div>'


@cache
def _style() -> str:
    return tables.path("show/data/lab.css").read_text(encoding="utf-8")


def direction(text: str) -> str:
    """Return the direction of a text: `rtl` where most of its letters are Arabic, whatever it begins with, else `auto`.

    >>> direction("CNN: واشنطن تعلن موعد المحادثات"), direction("Kabul (كابل)"), direction("12")
    ('rtl', 'auto', 'auto')
    """
    return "rtl" if len(ARABIC.findall(text)) > len(LATIN.findall(text)) else "auto"


def frame_html(frame: "pd.DataFrame") -> str | None:
    """Return a frame as pandas shows it, each cell in its own direction; a concordance from right to left, uncut."""
    import pandas as pd

    names = [str(name) for name in frame.columns]
    concordance = set(CONTEXT) <= set(names)
    # pandas cuts a text at its end, where what stands before a word touches it.
    width = None if concordance else pd.get_option("display.max_colwidth")
    with pd.option_context("display.max_colwidth", width):
        html: str | None = frame._repr_html_()
    if html is None or not ARABIC.search(html):
        return html
    styles = [CONTEXT.get(name, "") for name in names] if concordance else []
    html = ROW.sub(lambda row: _directed(row[0], styles), html)
    way = "rtl" if concordance or direction(" ".join(names)) == "rtl" else "ltr"
    # What is too wide to the left could not be reached by scrolling the cell's output, which goes to the right.
    return f'<div class="{PLAIN}" dir="{way}" style="overflow-x: auto">{html}</div>'


def _directed(row: str, styles: list[str]) -> str:
    """Return a row of pandas' HTML with a direction on each cell; `styles` are those of the first columns."""
    cells = CELL.findall(row)
    labels = len(cells) - len(styles) if styles else 0  # the cells of the index
    place = iter(range(-labels, len(cells)))

    def cell(found: re.Match[str]) -> str:
        tag, attributes, content = found.groups()
        at = next(place)
        style = styles[at] if 0 <= at < len(styles) else ""
        if not style and len(content) > LONG and ARABIC.search(content):
            style = ROOM
        style = f' style="{style}"' if style else ""
        return f'<{tag}{attributes} dir="{direction(unescape(content))}"{style}>{content}</{tag}>'

    return CELL.sub(cell, row)


def series_html(series: "pd.Series") -> str | None:
    """Return a series with Arabic as a frame of one column; nothing for others, which pandas shows as text."""
    html = frame_html(series.to_frame())
    return html if html is not None and ARABIC.search(html) else None


def graph_html(graph: "nx.Graph") -> str:
    """Return a graph as its size and its actors with the most ties, with what it knows of them."""
    import pandas as pd

    ties = sorted(graph.degree, key=lambda each: (-each[1], str(each[0])))
    rows = [
        {"actor": str(node), "degree": degree, "strength": graph.degree(node, weight="count")}
        | {key: graph.nodes[node].get(key) for key in ("name", "name_en", "type", "mentions")}
        for node, degree in ties[:TOP]
    ]
    columns = ["actor", "name_en", "name", "type", "mentions", "degree", "strength"]
    table = pd.DataFrame(rows, columns=columns).dropna(axis=1, how="all")
    return _facts({"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges()}, table)


def corpus_html(corpus: "Corpus") -> str:
    """Return what a corpus holds, its span, what read it, and how much of it is not counted or was reported."""
    from analysis.base.frames import NOT_COUNTED
    from analysis.lemmas.lemmatize import describe as describe_lemmas
    from analysis.show.facts import entities_used

    counted, levels = corpus.counted_columns(["words", "source", "published"]), corpus.log["level"]
    mentions = corpus.columns("mentions", ["method"])["method"]
    return _facts(
        {
            "corpus": corpus.info.get("source") or None,
            "articles": len(counted),
            "words": int(counted["words"].sum()),
            "sources": int(counted["source"].nunique()),
            "mentions": int((~mentions.isin(NOT_COUNTED)).sum()),
            "span": corpus.span,
            "undated": int(counted["published"].isna().sum()),
            "duplicates": len(corpus) - len(counted),
            "warnings": int(levels.isin(["warning", "error"]).sum()),
            "lemmatizer": describe_lemmas(corpus.info.get("lemmatizer", "auto")),
            "entities": entities_used(corpus, "en"),
        }
    )


def _facts(facts: Mapping[str, Any], table: "pd.DataFrame | None" = None) -> str:
    """Return facts, each under its name, above a table."""
    from analysis.show.html import html_table
    from analysis.wording.phrases import wording

    phrases = wording("en")["explore"] | wording("en")["phrases"]
    items = []
    for key, value in facts.items():
        shown = f"{value:,}" if isinstance(value, int) else str(phrases["sample"] if value is None else value)
        items.append(f"<div><dt>{escape(phrases[key])}</dt><dd><bdi>{escape(shown)}</bdi></dd></div>")
    rows = "" if table is None or table.empty else html_table(table, "en")
    return wrapped(f"<dl>{''.join(items)}</dl>{rows}")


def _html(shell: Any) -> Any:
    """Return what IPython makes HTML with, or nothing where it does not run."""
    if shell is None:
        from IPython.core.getipython import get_ipython

        shell = get_ipython()
    return None if shell is None else shell.display_formatter.formatters["text/html"]


SHOWN: dict[tuple[str, str], Callable[[Any], str | None]] = {
    ("pandas", "DataFrame"): frame_html,
    ("pandas", "Series"): series_html,
    ("networkx.classes.graph", "Graph"): graph_html,
    ("analysis.corpus.corpus", "Corpus"): corpus_html,
}
