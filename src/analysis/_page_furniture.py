"""What belongs to a site and not to a story, learned from its pages: lines that recur at their edges."""

from collections import Counter
from collections.abc import Collection, Iterable

from analysis._page_lines import LABEL_WORDS, Line, split_lines


def edge_lines(page: str, count: int = 3) -> set[str]:
    """Return the keys of the first and last `count` lines of a page, where a site puts its furniture."""
    keys = [line.key for line in split_lines(page)]
    return {*keys[:count], *keys[-count:]} - {""}


def recurring(edges: Iterable[set[str]], least: int = 3) -> frozenset[str]:
    """Return the keys of short lines that stand at the edges of at least `least` pages: the furniture of a site."""
    counts = Counter(key for keys in edges for key in keys)
    return frozenset(key for key, count in counts.items() if count >= least and len(key.split()) <= 2 * LABEL_WORDS)


def site_name(lines: list[Line], furniture: Collection[str]) -> str | None:
    """Return the name of the site where it heads the page: `name | what it is`, the same line on many pages."""
    if not lines or lines[0].key not in furniture or "|" not in lines[0].text:
        return None
    return lines[0].text.split("|")[0].strip() or None
