"""A figure as SVG for a page: real text, no style attributes, the same bytes for the same figure."""

import io
import re
from collections.abc import Mapping
from unicodedata import bidirectional
from xml.etree import ElementTree

import matplotlib as mpl
import matplotlib.pyplot as plt
from matplotlib.axes import Axes

SVG = "http://www.w3.org/2000/svg"
RIGHT_TO_LEFT = "\u200f"
REFERENCE = re.compile(r"#([\w-]+)")
PLACES = {"d", "points", "transform", "x", "y", "x1", "x2", "y1", "y2", "r", "width", "height"}
EXACT = re.compile(r"\d+\.\d{3,}")  # a hundredth of a point is less than any screen shows
FONTS = "Segoe UI, SF Arabic, Geeza Pro, Noto Naskh Arabic, Noto Sans Arabic, Noto Sans, DejaVu Sans, sans-serif"
ElementTree.register_namespace("", SVG)
ElementTree.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def svg_of(ax: Axes, salt: str, alt: str = "") -> str:
    """Return the figure of `ax` as an `<svg>` element, and close it.

    Text stays text, which readers can search, copy and hear; `alt` describes the figure. Styles are written as
    attributes, so that a page needs no permission for inline styles.
    """
    figure = ax.get_figure(root=True)
    assert figure is not None
    buffer = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": salt, "svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)
    return _plain(buffer.getvalue(), alt)


def _plain(svg: str, alt: str) -> str:
    root = ElementTree.fromstring(svg)
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (f"{{{SVG}}}metadata", f"{{{SVG}}}style"):
                parent.remove(child)
    for element in root.iter():
        for name, value in _declarations(element.attrib.pop("style", "")):
            if name != "font-family":
                element.set(name, value)
        for name in element.attrib.keys() & PLACES:
            element.set(name, " ".join(EXACT.sub(_short, element.attrib[name]).split()))
        if element.tag in (f"{{{SVG}}}text", f"{{{SVG}}}tspan") and element.text:
            element.text = _right_to_left(element.text)
    _drop_ids(root)
    root.set("font-family", FONTS)  # of every text
    # What matplotlib's style sheet says of every element; these are inherited.
    root.set("stroke-linejoin", "round")
    root.set("stroke-linecap", "butt")
    # Lines such as "12 ← 0" and the anchors of text are laid out from left to right, whatever the page does.
    root.set("direction", "ltr")
    if alt:
        root.set("role", "img")
        root.set("aria-label", alt)
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _short(number: re.Match[str]) -> str:
    return f"{float(number.group()):.2f}".rstrip("0").rstrip(".")


def _drop_ids(root: ElementTree.Element) -> None:
    """Remove the ids that nothing in the figure refers to: a page holds several figures, and an id only once."""
    used = {id for element in root.iter() for value in element.attrib.values() for id in REFERENCE.findall(value)}
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)


def linked(svg: str, targets: Mapping[str, str]) -> str:
    """Return a figure whose labels lead to the parts of the page with these ids: {label: id}.

    >>> linked(f'<svg xmlns="{SVG}" role="img"><g><text>a</text></g></svg>', {"a": "row-1"})  # doctest: +ELLIPSIS
    '<svg ... role="group"><g><a class="evidence" href="#row-1"><text>a</text></a></g></svg>\\n'
    """
    root = ElementTree.fromstring(svg)
    for group in list(root.iter(f"{{{SVG}}}g")):
        lines = group.findall(f"{{{SVG}}}text")
        label = " ".join((line.text or "").strip(f" {RIGHT_TO_LEFT}") for line in lines)
        target = targets.get(label) if lines else None
        if target:
            link = ElementTree.SubElement(group, f"{{{SVG}}}a", {"class": "evidence", "href": f"#{target}"})
            for line in lines:
                group.remove(line)
                link.append(line)
    root.set("role", "group")  # an image would hide its links
    return ElementTree.tostring(root, encoding="unicode") + "\n"


# Colours of the figures, and what a page calls them: there they change with light and dark.
NAMED = {
    **dict.fromkeys(("#000000", "black"), "var(--ink, #000000)"),
    **dict.fromkeys(("#ffffff", "white"), "var(--bg, #ffffff)"),
    "#0072b2": "var(--accent, #0072b2)",
    "#d55e00": "var(--hot, #d55e00)",
    "#009e73": "var(--organisation, #009e73)",
    "#cc79a7": "var(--person, #cc79a7)",
}
GREYS = ((0x60, "ink"), (0x80, "muted"), (0xA8, "axis"), (0xC8, "context"), (0xE0, "rule"), (0x100, "grid"))
HEX = re.compile(r"#([0-9a-f]{2})\1\1")
INKED = ("fill", "stroke", "stop-color")


def themed(svg: str) -> str:
    """Return a figure whose inks are those of the page that it stands on; elsewhere it looks as it did.

    >>> themed(f'<svg xmlns="{SVG}"><path fill="#0072b2" stroke="#808080" /></svg>')  # doctest: +ELLIPSIS
    '<svg ... class="static" ...><path fill="var(--accent, #0072b2)" stroke="var(--axis, #808080)" /></svg>\\n'
    """
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        for name in INKED:
            if value := element.get(name):
                element.set(name, _ink(value.lower()))
    root.set("class", "static")
    root.set("fill", _ink("#000000"))  # text without a colour of its own
    return ElementTree.tostring(root, encoding="unicode") + "\n"


def _ink(value: str) -> str:
    """Return the colour of a page for one of a figure: greys by their lightness, others by name, else itself."""
    grey = HEX.fullmatch(value)
    if value in NAMED or not grey:
        return NAMED.get(value, value)
    name = next(name for most, name in GREYS if int(grey[1], 16) < most)
    return f"var(--{name}, {value})"


def _right_to_left(text: str) -> str:
    """Return Arabic text so that the marks at its ends stand on their side in a line laid out from left to right.

    >>> _right_to_left("قال.").encode("unicode_escape")[-6:], _right_to_left("قال") == "قال"
    (b'\\\\u200f', True)
    """
    kinds = [bidirectional(letter) for letter in text]
    first = next((kind for kind in kinds if kind in ("L", "R", "AL")), "L")
    whole = {kinds[0], kinds[-1]} <= {"R", "AL"}
    return text if first == "L" or whole else f"{RIGHT_TO_LEFT}{text}{RIGHT_TO_LEFT}"


def _declarations(style: str) -> list[tuple[str, str]]:
    pairs = (each.partition(":") for each in style.split(";") if each.strip())
    return [(name.strip(), value.strip()) for name, _, value in pairs]
