"""A saved web page to its article: furniture pruned by what HTML says of it, the rest told apart by trafilatura."""

import logging
import re
from functools import cache
from itertools import dropwhile, islice
from operator import itemgetter
from typing import Any, NamedTuple

from lxml import etree, html

from analysis.dates.line import date_line
from analysis.sources.layout import lines as page_lines
from analysis.sources.publication import published
from analysis.text import tables
from analysis.text.folding import normalize

HEADING_WORDS = 6  # words of a cue that heads a block ("اقرأ أيضا"), and of a line that cannot end a story
LINKED = 0.7  # share of linked text from which a block leads elsewhere
LONG = 100  # characters of a text that runs: a paragraph, not a headline
MOST = 0.5  # share of the page's running text that no piece of furniture holds
ENOUGH = 300  # characters; a shorter article is looked for once more, without pruning
TITLES = 20  # titles of a page that are compared with its headings: one in its head, and those of drawings
LONGEST_HEADING = 500  # characters
HEAD = 12  # lines between a heading and the text
STANDFIRST = 60  # characters by which a page's description is known in it
OPENING = 200  # characters of a block that are compared with the cue that heads it
_CODE = ("script", "style", "noscript", "template", "iframe", "svg", "object")
_DROPPED = (
    *("nav", "aside", "figure", "figcaption", "button", "select", "textarea", "dialog", "footer", "marquee"),
    *("amp-sidebar", "amp-ad", "amp-embed", "amp-social-share"),
)
_ROLES = ("banner", "navigation", "complementary", "contentinfo", "search", "dialog", "alert")
_NAMING = ("class", "id", "aria-label", "aria-labelledby", "data-e2e", "data-testid", "data-component", "itemprop")
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|shares|sharedaddy|social|related|relatedposts|recommended|recommendations?|"
    r"comments?|respond|disqus|newsletter|subscribe|subscription|cookies?|consent|breadcrumbs?|tags|trending|ticker|"
    r"most-?read|most-?viewed|read-?more|read-?also|more-?on|sidebar|navbar|menu|navmenu|promo|advert|advertisement|ads|"
    r"adsbygoogle|popup|modal|caption|captions|copyright|credits?|byline|bio|footer|screen-reader-text|"
    r"visually-hidden|sr-only|twitter-tweet|instagram-media|fb-post|tiktok-embed|print)(?:$|[\s_-])",
    re.I,
)
_READERS = re.compile(r"(?:^|[\s_-])(?:comments?|respond|disqus)(?:$|[\s_-])", re.I)
_DECK = re.compile(r"(?:^|[\s_-])(?:sub-?title|sub-?head(?:ing|line)?|standfirst|deck|summary)(?:$|[\s_-])", re.I)
_BLOCKS = ("div", "section", "ul", "ol", "p", "li", "h2", "h3", "h4", "h5", "h6", "table")
_HEADINGS = ("h1", "h2", "h3", "h4")
_SENTENCE = re.compile(r"[.!؟?…:»”\"]\s*$")
_ENDED = re.compile(r"[.؟!…][»”\"')]*\s*$")
_SPACES = re.compile(r"\s+")
_SITE = re.compile(r"\s+[-–—|:»]+\s+|\s*\|\s*")


class Page(NamedTuple):
    """What a page tells of its article; an empty body where none could be told apart."""

    body: str
    fields: dict[str, Any]
    remark: tuple[str, str] | None = None  # what the log should say, and what was done


def article(page: str) -> Page:
    """Return the article of an HTML page: its paragraphs, a line each, and title, author, source, url and date."""
    from trafilatura.metadata import extract_metadata  # slow to import, and tables need none of it

    _quiet()
    tree = html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    told = extract_metadata(
        html.document_fromstring(page.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8")),
        date_config={"extensive_search": False, "original_date": True, "max_date": "2100-01-01"},
    )
    heading = _heading(tree)
    title = _words(heading) if heading is not None else _without_site(told.title, told.sitename)
    told_day = published(tree, heading)
    decks = {_words(element) for element in tree.iter() if _DECK.search(_naming(element))}
    _prune(tree, heading)
    lines = _extract(html.tostring(tree, encoding="unicode"), favor_precision=True)
    if sum(map(len, lines)) < ENOUGH:
        lines = max(lines, _extract(page), key=lambda found: sum(map(len, found)))
    subtitle, lines = _trim(_standfirst(tree, heading, lines, told.description) + lines, title, decks)
    fields: dict[str, Any] = {
        "title": title,
        "subtitle": subtitle,
        "author": _author(told.author, told.sitename),
        "source": told.sitename,
        "url": told.url,
    }
    fields = {name: " ".join(value.split()) for name, value in fields.items() if value}
    if told_day.day:
        fields |= {"published": told_day.day, "published_from": told_day.told_by}
    return Page("\n".join(lines), fields, told_day.remark)


def _extract(page: str, favor_precision: bool = False) -> list[str]:
    """Return the lines that trafilatura takes for the text of a page."""
    from trafilatura import bare_extraction

    found = bare_extraction(page, include_comments=False, include_tables=False, favor_precision=favor_precision)
    lines = (" ".join(line.removeprefix("- ").split()) for line in (getattr(found, "text", None) or "").splitlines())
    return [line for line in lines if line]


def _standfirst(tree: Any, heading: Any, lines: list[str], description: str | None) -> list[str]:
    """Return the paragraph between the heading and the text, which trafilatura takes for none of it.

    It ends as a sentence, or the page describes itself by it.
    """
    if heading is None or not lines:
        return []
    shown = list(dropwhile(lambda line: not line.headline, page_lines(tree, heading)))
    have = {_key(line)[:OPENING] for line in lines}
    said = _key(description or "")[:STANDFIRST]
    found: list[str] = []
    for line in islice((line for line in shown if not line.headline), HEAD):
        key = _key(line.text)
        if key[:OPENING] in have:
            return found[:1]
        described = len(said) >= STANDFIRST // 2 and key.startswith(said)
        if described or (len(line.text) >= LONG and _ENDED.search(line.text) and not _is_label(line.text)):
            found.append(line.text)
    return []


def _heading(tree: Any) -> Any:
    """Return the heading that the title of the page repeats, the longest; else its only h1."""
    told = tree.xpath("//title/text() | //meta[@property='og:title']/@content")[:TITLES]
    titles = [_key(each[:LONGEST_HEADING]) for each in told]
    headings = []
    for element in tree.iter(*_HEADINGS):
        text = _words(element)
        key = _key(text) if len(text) <= LONGEST_HEADING else ""
        if len(key.split()) >= 3:
            headings.append((any(key in title for title in titles), len(text), element.tag == "h1", element))
    repeated = [each for each in headings if each[0]]
    if repeated:
        return max(repeated, key=itemgetter(slice(3)))[3]
    first = [element for _, _, is_first, element in headings if is_first]
    return first[0] if len(first) == 1 else None


class _Sizes:
    """What stands in each element of a tree, counted once and kept true while parts of the tree are dropped.

    Counting it anew for each of many elements would take the square of the page's length.
    """

    def __init__(self, tree: Any) -> None:
        self.weights: dict[Any, int] = {}  # characters of texts as long as a sentence
        self.links: dict[Any, int] = {}  # links inside it
        self.openings: dict[Any, str] = {}  # the text that it begins with
        for _, element in etree.iterwalk(tree):
            weight = len(element.text) if element.text and len(element.text) >= LONG else 0
            links = 0
            for child in element:
                tail = len(child.tail) if child.tail and len(child.tail) >= LONG else 0
                weight += self.weights.get(child, 0) + tail
                links += self.links.get(child, 0) + (child.tag == "a")
            self.weights[element], self.links[element] = weight, links
            self.openings[element] = self._opening(element)
        self.most = MOST * self.weights[tree]

    def _opening(self, element: Any) -> str:
        begun = (element.text or "")[:OPENING]
        for child in islice(element, OPENING):
            if len(begun) >= OPENING:
                break
            begun += self.openings.get(child, "") + (child.tail or "")[:OPENING]
        return _SPACES.sub(" ", begun)[:OPENING]

    def drop(self, element: Any) -> None:
        """Remove an element of the tree, unless it holds most of the running text."""
        if element.getparent() is None or self.weights[element] > self.most:
            return
        weight, links = self.weights[element], self.links[element] + (element.tag == "a")
        above = list(element.iterancestors())
        element.drop_tree()
        for each in above:
            self.weights[each] -= weight
            self.links[each] -= links
            self.openings[each] = self._opening(each)


def _prune(tree: Any, heading: Any) -> None:
    """Remove what HTML itself tells to be no part of the article; never what holds its heading or most of the text."""
    kept = set() if heading is None else {heading, *heading.iterancestors()}
    for element in list(tree.iter(*_CODE, etree.Comment)):
        element.drop_tree()
    if kept:
        for element in list(tree.iter()):
            if element not in kept and element.getparent() is not None and _READERS.search(_naming(element)):
                element.drop_tree()
    sizes = _Sizes(tree)

    def drop(element: Any) -> None:
        if element not in kept:
            sizes.drop(element)

    for table in list(tree.iter("table")):
        if not table.findall(".//th") and any(len(_words(cell)) > 200 for cell in table.iter("td")):
            for element in [table, *table.iter("tbody", "tr", "td")]:
                element.tag = "div"  # a table that lays out the page
    for element in list(tree.iter(*_DROPPED)):
        drop(element)
    for element in list(tree.iter()):
        if element.get("role") in _ROLES or element.get("hidden") is not None or _FURNITURE.search(_naming(element)):
            drop(element)
    for element in list(tree.iter("p", "div", "span", "strong", "b", "h2", "h3", "h4", "h5", "h6", "a")):
        if _is_cue(element):
            _drop_headed(element, drop, kept, sizes)
    for element in list(tree.iter(*_BLOCKS)):
        links = element.findall(".//a")
        if len(links) > 1 or (links and element.tag == "p" and not _SENTENCE.search(_words(element))):
            linked = sum(len(_words(link)) for link in links)
            if linked and linked >= LINKED * len(_words(element)):
                drop(element)


def _drop_headed(element: Any, drop: Any, kept: set[Any], sizes: _Sizes) -> None:
    """Drop the largest block that a cue heads and that holds links, or the cue and the list below it."""
    opening, block = sizes.openings[element].strip(), element
    for above in element.iterancestors():
        if above in kept or sizes.weights[above] > sizes.most or not sizes.openings[above].lstrip().startswith(opening):
            break
        block = above
    below = block.getnext()
    linked = sizes.links[block] > 0
    if below is not None and not linked and below.tag in ("ul", "ol"):
        drop(below)
    if linked or block is element or block.tag == "p":
        drop(block)


@cache
def _cues() -> dict[str, frozenset[str]]:
    table = tables.table("text/data/page_cues.yml")
    return {name: frozenset(map(_key, table[name])) for name in ("related", "comments", "labels", "source", "byline")}


def _is_cue(element: Any) -> bool:
    """Tell whether the first words of an element are a heading that leads away from the story."""
    own = _key(element.text or "")
    return 1 < len(own.split()) <= HEADING_WORDS and bool({own} & (_cues()["related"] | _cues()["comments"]))


def _trim(lines: list[str], title: str | None, decks: set[str]) -> tuple[str | None, list[str]]:
    """Return the subtitle and the lines of the story."""
    keys = [_key(line) for line in lines]
    if title and _key(title) in keys[:6]:
        lines = lines[keys.index(_key(title)) + 1 :]
    subtitle = None
    kept: list[str] = []
    for line in lines:
        if not kept and line in decks:
            subtitle = subtitle or line
        elif not (_is_label(line) or (not kept and date_line(line))):
            kept.append(line)
    while len(kept) > 1 and (
        (len(kept[-1].split()) <= HEADING_WORDS and not _SENTENCE.search(kept[-1])) or date_line(kept[-1])
    ):
        kept.pop()  # a signature, a tag, a day: no story ends with a heading
    return subtitle, kept


def _is_label(line: str) -> bool:
    """Tell whether a line is a label, names a source or leads to another story."""
    cues = _cues()
    opening = _key(line.partition(":")[0])
    return _key(line) in cues["labels"] or (":" in line and opening in cues["source"] | cues["related"])


def _author(name: str | None, site: str | None) -> str | None:
    words = (name or "").split()
    while words and _key(words[0]) in {*_cues()["byline"], ""}:
        words = words[1:]
    return " ".join(words) if words and "«" not in words and "«" not in " ".join(words) and name != site else None


def _without_site(title: str | None, site: str | None) -> str | None:
    """Return a title without the name of the site before or after it."""
    pieces = _SITE.split(title or "")
    named = [piece for piece in pieces if piece and _key(piece) != _key(site or "")]
    return max(named, key=len) if len(pieces) > 1 and named else title


def _naming(element: Any) -> str:
    """Return how an element is named: its class, its id and the like, `article__share` as `article share`."""
    if not isinstance(element.tag, str):
        return ""
    return " ".join(value for name in _NAMING if (value := element.get(name)))


def _words(element: Any) -> str:
    """Return the text of an element, its spaces made single."""
    return " ".join(element.text_content().split()) if isinstance(element.tag, str) else ""


def _key(text: str) -> str:
    return " ".join(re.findall(r"\w+", normalize(text)))


@cache
def _quiet() -> None:
    """Keep the libraries' own messages from the screen: what could not be read is told in the log."""
    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
