"""The lines of an HTML tree, as a reader of the page sees them."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from lxml import etree

_BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer"),
        *("form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section"),
        *("table", "tbody", "td", "th", "tr", "ul"),
    )
)
_HIDDEN = frozenset(("script", "style", "noscript", "template", "iframe", "svg", "object", "select", "head"))


class ShownLine(NamedTuple):
    """A line of a page, the pieces that its elements set apart, the times they mark, and whether it is the headline."""

    text: str
    pieces: tuple[str, ...]
    times: tuple[str, ...]
    headline: bool


def lines(tree: Any, heading: Any = None) -> Iterator[ShownLine]:
    """Yield the lines of a page, in order: what stands between the borders of its blocks."""
    pieces: list[str] = []
    times: list[str] = []
    hidden = 0
    inside = False
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else "script"
        if tag in _BLOCKS or element is heading:
            if text := " ".join(" ".join(pieces).split()):
                yield ShownLine(text, tuple(piece.strip() for piece in pieces), tuple(times), inside)
            pieces, times = [], []
        if event == "start":
            hidden += tag in _HIDDEN
            inside = inside or element is heading
            text = element.text
            if tag == "time" and not hidden and element.get("datetime"):
                times.append(element.get("datetime"))
        else:
            hidden -= tag in _HIDDEN
            inside = inside and element is not heading
            text = element.tail
        if text and not hidden:
            pieces.append(text)
