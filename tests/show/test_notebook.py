"""What frames, corpora, graphs and texts show in a notebook."""

import subprocess
import sys
from html import unescape
from re import findall, sub
from typing import Any

import networkx as nx
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.interactiveshell import InteractiveShell

import analysis
from analysis import networks, show, topics
from analysis.show import notebook as display

TEXTS = pd.DataFrame({"text": ["<b>الوزير</b>: $5$", "plain"], "n": [1, 2]})


@pytest.fixture
def shell():
    """An IPython that shows things as it does with this package."""
    made = InteractiveShell()
    show.register(made)
    yield made
    show.unregister(made)


def shown(shell: InteractiveShell, value: Any) -> str:
    return shell.display_formatter.format(value)[0].get("text/html", "")


def words_of(html: str) -> str:
    """The text of HTML as a reader sees it."""
    return unescape(sub(r"\s+", " ", sub("<style>.*?</style>|<[^>]*>", " ", html.replace("\n", " "))))


def test_arabic_cells_are_right_to_left_and_escaped(shell: InteractiveShell) -> None:
    html = shown(shell, TEXTS)
    assert '<td dir="rtl">&lt;b&gt;الوزير&lt;/b&gt;: $5$</td>' in html
    assert '<td dir="auto">plain</td>' in html
    assert "mathjax_ignore" in html  # or JupyterLab would set $5$ as a formula


def test_a_frame_without_arabic_shows_as_pandas_shows_it(shell: InteractiveShell) -> None:
    frame = pd.DataFrame({"a": ["b"], "c": [0.5]})
    assert shown(shell, frame) == frame._repr_html_()


def test_options_of_pandas_hold(shell: InteractiveShell) -> None:
    frame = pd.DataFrame({"كلمة": ["سلام"] * 99})
    with pd.option_context("display.max_rows", 6, "display.show_dimensions", True):
        html = shown(shell, frame)
    assert html.count("<td dir=") == 7 and "99 rows × 1 columns" in html
    with pd.option_context("display.notebook_repr_html", False):
        assert not shown(shell, frame)


def test_a_concordance_reads_from_right_to_left_and_is_not_cut(
    shell: InteractiveShell, sample: analysis.Corpus
) -> None:
    table = topics.concordance(sample, "باكستان").head(3)
    html = shown(shell, table)
    assert '" dir="rtl" style="overflow-x: auto"><div>' in html
    for row in table.itertuples():
        assert f'<td dir="rtl" style="text-align: left; min-width: 12rem">{row.left}</td>' in html or not row.left
        assert f'style="text-align: center">{row.match}</td>' in html


def test_a_series_with_arabic_shows_as_a_table_and_others_as_text(shell: InteractiveShell) -> None:
    assert '<th dir="rtl">سلام</th>' in shown(shell, pd.Series([1], index=["سلام"], name="count"))
    assert not shown(shell, pd.Series(["peace"]))


def test_a_graph_shows_its_size_and_its_leading_actors(shell: InteractiveShell, sample: analysis.Corpus) -> None:
    graph = networks.graph(networks.cooccurrence(sample), networks.actors(sample))
    text = words_of(shown(shell, graph))
    assert f"Nodes {len(graph)} Edges {graph.number_of_edges()}" in text
    assert "pakistan Pakistan باكستان state" in text
    assert "Nodes 0 Edges 0" in words_of(shown(shell, nx.Graph()))
    assert "a 2" in words_of(shown(shell, nx.DiGraph([("a", "b"), ("c", "a")])))


def test_a_corpus_shows_what_it_holds(shell: InteractiveShell, sample: analysis.Corpus) -> None:
    text = words_of(shown(shell, sample))
    assert f"Articles {len(sample.counted)} " in text
    assert f"Mentions of actors {len(sample.counted_mentions()):,} " in text
    assert sample.span in text
    assert "Copies not counted 2" in text and "simplemma" in text


def test_copies_and_warnings_of_a_corpus_are_told(shell: InteractiveShell, folder: Any) -> None:
    story = "كابل تعلن موعد المحادثات\n" + "قال المتحدث إن الوفدين سيلتقيان في الدوحة صباح غد لبحث ملف الحدود. " * 9
    text = words_of(shown(shell, analysis.read(folder(one=story, other=story, none=""))))
    assert "Articles 1 " in text
    assert "Copies not counted 1" in text
    assert "Warnings in the log 1" in text


def test_registering_twice_keeps_what_the_user_chose(shell: InteractiveShell) -> None:
    html = shell.display_formatter.formatters["text/html"]
    html.for_type(pd.Series, lambda series: "mine")
    show.register(shell)
    show.register(shell)
    assert shown(shell, pd.Series(["سلام"])) == "mine"
    assert 'dir="rtl"' in shown(shell, TEXTS)
    show.unregister(shell)
    assert shown(shell, TEXTS) == TEXTS._repr_html_()
    assert shown(shell, pd.Series(["سلام"])) == "mine"


def test_importing_costs_nothing_outside_of_ipython() -> None:
    code = "import sys, analysis; print(sorted({'IPython', 'pandas', 'analysis.show.notebook'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def in_ipython(code: str) -> list[str]:
    """What a session of IPython prints; `html` are its ways to show things, `told` those of a frame and a series."""
    begin = """
import sys
html = get_ipython().display_formatter.formatters['text/html']
def told():
    import pandas as pd
    frame = pd.DataFrame({'a': ['سلام']})
    for value in (frame, frame['a']):
        try:
            print(value.__class__.__name__, html.lookup(value)(value).count('dir="rtl"'))
        except (KeyError, AttributeError) as error:
            print(value.__class__.__name__, 'as ever')
"""
    command = [sys.executable, "-m", "IPython", "-c", begin + code]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return run.stdout.strip().splitlines()


def test_importing_in_ipython_costs_nothing_until_something_is_shown() -> None:
    heavy = "print(sorted({'pandas', 'networkx', 'matplotlib', 'analysis.show.notebook'} & set(sys.modules)))\n"
    names = "print(html.lookup_by_type('pandas.DataFrame').__module__)\n"
    lines = in_ipython("import analysis\n" + heavy + "told()\n" + names + "analysis.show.unregister()\ntold()")
    assert lines[0] == "[]"
    assert lines[1:3] == ["DataFrame 1", "Series 1"]
    assert lines[3] == "analysis.show.notebook"  # IPython asks for it no more
    assert lines[4:] == ["DataFrame as ever", "Series as ever"]


@pytest.mark.slow
def test_importing_in_ipython_keeps_what_the_user_chose() -> None:
    mine = "html.for_type_by_name('pandas', 'Series', lambda series: 'dir=\"rtl\"' * 9)\n"
    lines = in_ipython(mine + "import analysis\ntold()\nanalysis.show.unregister()\ntold()")
    assert lines == ["DataFrame 1", "Series 9", "DataFrame as ever", "Series 9"]


@pytest.mark.slow
def test_what_was_never_shown_is_taken_back() -> None:
    assert in_ipython("import analysis\nanalysis.show.unregister()\ntold()\nprint(html.deferred_printers)") == [
        *("DataFrame as ever", "Series as ever"),
        "{}",
    ]


def test_the_package_names_the_types_that_are_shown() -> None:
    assert set(analysis._SHOWN) == set(display.SHOWN)


def test_text_shows_each_line_in_its_own_direction() -> None:
    html = show.text("CNN: واشنطن تعلن <موعدًا>\nplain").data
    assert '<p dir="rtl">CNN: واشنطن تعلن &lt;موعدًا&gt;</p>' in html
    assert '<p dir="auto">plain</p>' in html


@given(st.lists(st.text(), min_size=1))
def test_no_text_gets_out_of_its_cell(texts: list[str]) -> None:
    frame = pd.DataFrame({"left": texts, "match": ["سلام"] * len(texts), "right": texts}).head(9)
    html = display.frame_html(frame)
    assert html is not None
    assert len(findall(r'<td dir="(?:rtl|auto)" style="[^"]+">[^<>]*</td>', html)) == html.count("<td") == frame.size
