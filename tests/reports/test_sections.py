"""Notebooks that have run, as sections of a page."""

from typing import Any

import nbformat.v4 as nb
import pytest

from analysis.reports.sections import page_of


def shown(*pieces: str) -> list[Any]:
    return [
        nb.new_output("display_data", {"text/html": f'<div class="analysis" lang="en">{each}</div>'}) for each in pieces
    ]


FINDING, MORE = '<p class="finding">Two <bdi>x</bdi></p>', '<p class="finding">Three</p>'
FIGURE = '<figure data-name="actors-mentions"><svg></svg></figure>'
TABLE = '<div class="table" data-name="actors-rows"><table></table></div><p class="note">25 of 30</p>'


def notebook(*cells: Any) -> Any:
    return nb.new_notebook(cells=list(cells))


def text(source: str, *tags: str) -> Any:
    return nb.new_markdown_cell(source, metadata={"tags": list(tags)})


def test_a_question_its_cell_and_its_method_are_one_section() -> None:
    page = page_of(
        notebook(
            text("# Who & what\n\nIn *short*."),
            nb.new_code_cell("top = 3", metadata={"tags": ["parameters"]}),
            nb.new_code_cell("report.header(corpus)", outputs=shown('<dl class="facts"></dl>')),
            text("## Who is named?\n\nAll of them."),
            nb.new_code_cell("say(1 < 2)", outputs=shown(FINDING, MORE, FIGURE, TABLE)),
            text("By *name*.", "method"),
            text("## What this shows\n\nLittle."),
        )
    )
    assert page.title == "Who &amp; what" and page.prose.strip() == "<p>In <em>short</em>.</p>"
    assert page.facts == '<dl class="facts"></dl>'
    first, last = page.sections
    assert (first.kind, first.name, first.question) == ("figure", "actors-mentions", "Who is named?")
    assert first.findings == ["Two <bdi>x</bdi>", "Three"] and first.charts == [FIGURE] and first.tables == [TABLE]
    assert "All of them" in first.prose[0] and "<em>name</em>" in first.methods[0] and first.code == ["say(1 < 2)"]
    assert last.kind == "prose" and "Little" in last.prose[0]


@pytest.mark.parametrize(
    ("pieces", "name", "kind"),
    [([FINDING, TABLE], "actors-rows", "figure"), ([FINDING], "section-1", "quiet"), ([], "section-1", "quiet")],
)
def test_a_section_is_called_as_its_table_or_is_a_line(pieces: list[str], name: str, kind: str) -> None:
    (section,) = page_of(notebook(text("## Who?"), nb.new_code_cell("x", outputs=shown(*pieces)))).sections
    assert (section.name, section.kind) == (name, kind)


def test_what_a_notebook_of_ones_own_shows_is_not_lost() -> None:
    outputs = [
        nb.new_output("stream", text="a <b>\n"),
        nb.new_output("stream", name="stderr", text="warned"),
        nb.new_output("display_data", {"text/html": "<table>own</table>"}),
        nb.new_output("display_data", {"image/png": "AAAA"}),
        nb.new_output("display_data", {"image/svg+xml": "<svg></svg>"}),
        nb.new_output("execute_result", {"text/plain": "3"}, execution_count=1),
    ]
    (section,) = page_of(notebook(text("# Mine"), nb.new_code_cell("x", outputs=outputs))).sections
    held = "".join([*section.charts, *section.tables])
    assert "a &lt;b&gt;" in held and "<table>own</table>" in held and "base64,AAAA" in held and "<svg></svg>" in held
    assert "warned" not in held and section.question == "Mine"
