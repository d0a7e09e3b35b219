"""A notebook that has run to the sections of its page: a question, what was found, figure, table, how it was made."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, NamedTuple

from nbconvert.filters.markdown_mistune import markdown2html_mistune as rendered

from analysis.wording.phrases import wording

HEADING = re.compile(r"^## +(.*)$", re.MULTILINE)
TITLE = re.compile(r"^# +(.*)$", re.MULTILINE)
SHOWN = re.compile(r'<div class="analysis"[^>]*>(.*)</div>\s*', re.DOTALL)
NAMED = re.compile(r'<(?:figure|div class="table") data-name="([\w-]+)"')
LINE = re.compile(r"^<p [^>]*>(.*)</p>$", re.DOTALL)
HIDDEN = {"parameters", "injected-parameters"}
KINDS = {"<dl": "facts", '<p class="finding"': "findings", "<figure": "charts", '<p class="note"': "notes"}


class Section(NamedTuple):
    """A section of a page, as HTML. Without a figure and a table it is one muted line; without a cell, prose."""

    name: str
    question: str
    findings: list[str]
    charts: list[str]
    tables: list[str]
    notes: list[str]
    prose: list[str]
    methods: list[str]
    code: list[str]

    @property
    def kind(self) -> str:
        """`figure`, `quiet` or `prose`."""
        if self.charts or self.tables or self.name.startswith("front-"):
            return "figure"
        return "quiet" if self.code else "prose"


class Page(NamedTuple):
    """A page: its title and introduction, the facts of the corpus, its sections."""

    title: str
    prose: str
    facts: str
    findings: list[str]
    sections: list[Section]


def page_of(notebook: Any) -> Page:
    """Return the page of a notebook that has run: each markdown cell with `## question` begins a section.

    The cells after it, up to the next, belong to it: those of code show findings, figures and tables; prose tagged
    `method` tells how it was counted. What stands before the first question is the title, the introduction and the
    facts of the corpus.
    """
    cells = [cell for cell in notebook.cells if not _tags(cell) & HIDDEN]
    groups: list[list[Any]] = [[]]
    for cell in cells:
        if cell.cell_type == "markdown" and HEADING.search(cell.source) and "method" not in _tags(cell):
            groups.append([])
        groups[-1].append(cell)
    head = _section("section-0", groups[0])
    first = next((cell.source for cell in groups[0] if cell.cell_type == "markdown"), "")
    found = TITLE.search(first)
    title = _inline(found[1]) if found else ""
    intro = rendered(TITLE.sub("", first, count=1)) if found else ""
    sections = [_section(f"section-{number}", group).section for number, group in enumerate(groups[1:], 1)]
    if head.section.kind == "figure":  # of a notebook of one's own: nothing that it shows is lost
        sections = [head.section._replace(question=title, prose=[]), *sections]
        head = head._replace(section=head.section._replace(findings=[]))
    return Page(title, intro, "".join(head.facts), head.section.findings, sections)


def front_section(name: str, language: str, **parts: list[str]) -> Section:
    """Return a figure of the front page: its question is that of its name."""
    empty: dict[str, list[str]] = {
        key: [] for key in ("findings", "charts", "tables", "notes", "prose", "methods", "code")
    }
    page, key = wording(language)["page"], name.removeprefix("front-")
    prose = [f"<p>{escape(page['how'][key])}</p>"] if key in page["how"] else []
    return Section(name, escape(page[key]), **{**empty, "prose": prose, **parts})


class _Read(NamedTuple):
    section: Section
    facts: list[str]


def _section(name: str, cells: Sequence[Any]) -> _Read:
    """Return a section of these cells; it is called as its figure is, or its table, else `name`."""
    found: dict[str, list[str]] = {key: [] for key in ("facts", "findings", "charts", "tables", "notes")}
    prose, methods, code = [], [], []
    question = ""
    for cell in cells:
        if cell.cell_type == "markdown":
            text = cell.source
            if "method" in _tags(cell):
                methods.append(rendered(text))
                continue
            heading = HEADING.search(text)
            question = question or (heading[1] if heading else "")
            prose.append(rendered(HEADING.sub("", text, count=1)).strip())
        elif cell.cell_type == "code":
            code.append(cell.source)
            for kind, html in _outputs(cell):
                found[kind].append(html)
    named = NAMED.search("".join([*found["charts"], *found["tables"]]))
    facts = found.pop("facts")
    told = Section(
        named[1] if named else name,
        _inline(question),
        prose=list(filter(None, prose)),
        methods=methods,
        code=code,
        **found,
    )
    return _Read(told, facts)


def _outputs(cell: Any) -> Iterator[tuple[str, str]]:
    """Yield what a cell shows: its kind and its HTML."""
    for output in cell.outputs:
        data = output.get("data", {})
        if "text/html" in data:
            yield _known(data["text/html"])
        elif "image/svg+xml" in data:
            yield "charts", f"<figure>{data['image/svg+xml']}</figure>"
        elif "image/png" in data:
            yield "charts", f'<figure><img alt="" src="data:image/png;base64,{data["image/png"].strip()}"></figure>'
        elif text := data.get("text/plain") or (output.get("text") if output.get("name") == "stdout" else ""):
            yield "charts", f'<pre dir="auto">{escape(text)}</pre>'


def _known(html: str) -> tuple[str, str]:
    """Return what a piece of HTML is, and it without the element around what a report shows."""
    whole = SHOWN.fullmatch(html)
    inner = whole[1] if whole else html
    kind = next((kind for begin, kind in KINDS.items() if inner.startswith(begin)), "tables")
    return kind, LINE.sub(r"\1", inner) if kind in ("findings", "notes") else inner


def _tags(cell: Any) -> set[str]:
    return set(cell.metadata.get("tags", []))


def _inline(text: str) -> str:
    """Return a line of markdown as HTML, without a paragraph around it."""
    return re.sub(r"^<p>(.*)</p>$", r"\1", rendered(text).strip(), flags=re.DOTALL)
