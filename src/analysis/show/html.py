"""Tables and sentences as HTML: every cell escaped and in its own direction, every sentence with its words marked."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from html import escape
from typing import Any

import numpy as np
import pandas as pd

from analysis.lemmas.latin import latin_name
from analysis.text.transliteration import is_known, transliterate
from analysis.topics.glosses import glosses
from analysis.wording.outlets import outlet_name
from analysis.wording.phrases import wording

RUNNING = ("title", "text", "said", "what")  # columns of running text: each cell in its own direction
LONG = 40  # characters of a value from which a column is running text
CONTEXT = ("left", "match", "right")  # columns of a concordance: in the direction of its table
# Columns of values with a word.
NAMED = ("type", "grain", "published_from", "level", "change", "kind", "quad_class", "class", "stance")
OUTLETS = ("outlet", "other", "medium", "first_outlet", "source")  # columns of outlets, where they are known
CHANCE = ("p", "p_adjusted")  # probabilities
READ = ("term", "words")  # columns of Arabic that readers of English are told how to read
# Columns of names, where they are Arabic.
NAMES = ("name_en", "name", "speaker_name", "source_name", "target_name", "around", "label")
ARABIC = ("\u0600", "\u08ff")
Read = Callable[[Any], str]


def html_table(
    table: pd.DataFrame,
    language: str = "en",
    *,
    direction: str | None = None,
    evidence: Sequence[str | None] = (),
    pages: Sequence[str] = (),
    keys: Sequence[str] = (),
) -> str:
    """Return a table as HTML: headings and known values in `language`.

    `evidence` are the ids of what the rows rest on, `pages` the ids of their articles: the first cell of a row leads
    to its own. `keys` are what rows are called in anchors (`show.keys`). The script of a page makes the table sort and
    search; without it, it is a plain table. In English, Arabic terms and names without an English one are told in Latin
    letters too, names with common nouns in them not.
    """
    names = wording(language)["columns"]
    kinds = {column: _kind(table[column]) for column in table.columns}
    read = _read_by_english(table) if language == "en" else {}
    head = "".join(
        f'<th scope="col" class="{escape(kind)}">{escape(str(names.get(column, column)))}</th>'
        for column, kind in kinds.items()
    )
    body = []
    for number, row in enumerate(table.itertuples(index=False)):
        cells: list[str] = []
        for column, value in zip(kinds, row, strict=True):
            target = _target(number, evidence, pages) if not cells else ""
            cells.append(_cell(column, value, kinds[column], language, target, read.get(column)))
        key = f' data-key="{escape(keys[number], quote=True)}"' if number < len(keys) and keys[number] else ""
        body.append(f"<tr{key}>{''.join(cells)}</tr>")
    attribute = f' dir="{direction}"' if direction else ""
    return f"<table{attribute}><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def _read_by_english(table: pd.DataFrame) -> dict[str, Read]:
    """Return what tells readers of English how the cells of each column read; beside `name_en` no other needs it."""
    if "name_en" in table:
        return dict.fromkeys([each for each in NAMES if each != "name"], translit)
    return dict.fromkeys(READ, glossed) | dict.fromkeys(NAMES, translit)


def _target(number: int, evidence: Sequence[str | None], pages: Sequence[str]) -> str:
    """Return the attributes of the link of a row; empty where it leads nowhere."""
    if number < len(evidence) and evidence[number]:
        return f'class="evidence" href="#{evidence[number]}"'
    return f'href="articles/{escape(pages[number], quote=True)}.html"' if number < len(pages) else ""


def _kind(values: pd.Series) -> str:
    """Return the class of a column: number, date, running (text of some length) or its name."""
    if pd.api.types.is_bool_dtype(values):
        return "flag"
    if pd.api.types.is_numeric_dtype(values):
        return "number"
    if pd.api.types.is_datetime64_any_dtype(values):
        return "date"
    name = str(values.name)
    long = name not in CONTEXT and any(len(text_of(value)) > LONG for value in values)
    return "running" if long or name in RUNNING else name


def _cell(column: str, value: Any, kind: str, language: str, target: str, read: Read | None) -> str:
    text = escape(_told(column, value, language))
    if column in CONTEXT:
        return f'<td class="{escape(kind)}">{text}</td>'
    sort = f' data-value="{float(value)!r}"' if kind in ("number", "flag") and not pd.isna(value) else ""
    direction = ' dir="auto"' if kind == "running" else ""
    shown = f"<bdi>{text}</bdi>"
    if target:
        shown = f"<a {target}>{shown}</a>"
    return f'<td class="{escape(kind)}"{direction}{sort}>{shown}{read(value) if read else ""}</td>'


def _told(column: str, value: Any, language: str) -> str:
    """Return a value as readers of a language write it in this column."""
    values = wording(language)["values"]
    if isinstance(value, bool | np.bool_):
        return str(values["yes" if value else "no"])
    if column in NAMED and isinstance(value, str):
        return str(values.get(value, value))
    if column in OUTLETS and isinstance(value, str):
        return outlet_name(value, language)
    if column in CHANCE and isinstance(value, float) and value < 0.001:
        return "< 0.001"
    if column in RUNNING and value is None:
        return str(wording(language)["phrases"]["untitled"]) if column == "title" else ""
    return text_of(value)


def glossed(value: Any) -> str:
    """Return an element that tells readers of English what Arabic terms mean; empty where no gloss is known.

    >>> glossed("هدنة"), glossed(["هدنة", "الناسجون"]), glossed("NATO")
    ('<span class="latin">truce</span>', '<span class="latin">truce, …</span>', '')
    """
    terms = [str(each) for each in (value if isinstance(value, list) else [value])]
    told = [glosses().get(each) or (transliterate(each) if is_known(each) else "") for each in terms]
    return f'<span class="latin">{escape(", ".join(each or "…" for each in told))}</span>' if any(told) else ""


def translit(value: Any) -> str:
    """Return an element that tells an Arabic name in Latin letters, quietly; empty for one with common nouns in it.

    >>> translit("نادر السالمي"), translit("رابطة الناسجين")
    ('<span class="latin translit">Nadir al-Salimi</span>', '')
    """
    told = latin_name(value) if isinstance(value, str) else ""
    return f'<span class="latin translit">{escape(told)}</span>' if told else ""


def html_evidence(rows: pd.DataFrame, language: str, *, links: bool = False) -> str:
    """Return sentences as a list: each with its words marked, then title, source and day of its article.

    `rows` has text and marks (lists of start and end in the text), or left, match and right; and title, and, where
    they are known, source, published and article_id. With `links`, the title leads to the page of the article.
    """
    items = []
    for row in rows.to_dict("records"):
        sentence = _concordance(row) if "match" in row else marked(row["text"], row.get("marks") or [])
        items.append(f'<li dir="auto"><p class="sentence">{sentence}</p>{_origin(row, language, links)}</li>')
    return f'<ol class="sentences">{"".join(items)}</ol>'


def _concordance(row: Mapping[str, Any]) -> str:
    left, match, right = (escape(str(row[each])) for each in ("left", "match", "right"))
    return f"{left} <mark>{match}</mark> {right}".strip()


def marked(text: str, marks: Sequence[Sequence[int]]) -> str:
    """Return escaped text with these spans marked; what overlaps an earlier span is not marked again.

    >>> marked("a <b> c", [(2, 5)])
    'a <mark>&lt;b&gt;</mark> c'
    """
    pieces, last = [], 0
    for start, end in sorted({(int(start), int(end)) for start, end in marks}):
        if start < last or start == end:
            continue
        pieces += [escape(text[last:start]), f"<mark>{escape(text[start:end])}</mark>"]
        last = end
    return "".join([*pieces, escape(text[last:])])


def _origin(row: Mapping[str, Any], language: str, links: bool) -> str:
    title = text_of(row.get("title")) or wording(language)["phrases"]["untitled"]
    shown = f"<bdi>{escape(title)}</bdi>"
    if links and row.get("article_id"):
        shown = f'<a href="articles/{escape(str(row["article_id"]), quote=True)}.html">{shown}</a>'
    more = filter(None, (_told(each, row.get(each), language) for each in ("source", "published")))
    statuses = [wording(language)["statuses"][each] for each in row.get("status") or ()]
    about = [shown, *(f"<bdi>{escape(text)}</bdi>" for text in (*more, *statuses))]
    return f'<p class="origin">{" · ".join(about)}</p>'


def text_of(value: Any) -> str:
    """Return a value as readers write it."""
    if isinstance(value, list):
        items = ["—" if each is None else str(each) for each in value]
        return ("، " if any(ARABIC[0] <= each[:1] <= ARABIC[1] for each in items) else ", ").join(items)
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return str(value)
    if isinstance(value, float):
        if 0 < abs(value) < 0.005:
            return f"{value:.1g}" if abs(value) >= 0.0001 else "< 0.0001" if value > 0 else "0.00"
        return f"{value:,.2f}"
    return f"{value:,}"


def isolated(text: str, whole: bool = False) -> str:
    """Return text that keeps its own direction; with `whole`, on one line where it is short enough for that."""
    return f"<bdi{' class=nowrap' if whole and len(text) < 28 else ''}>{escape(text)}</bdi>"
