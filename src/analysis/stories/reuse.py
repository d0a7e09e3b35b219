"""Articles to a table of those that share text: whole copies, stories of one wire or release, and passages."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.stories.credits import agency_of, credited
from analysis.stories.pairs import Pair, pairs

REUSE = {
    **{"article_id": "str", "other": "str", "kind": "str", "words": "int64", "share": "float64"},
    **{"agency": "str", "first": "str"},
}
NEEDED = ["article_id", "body", "author", "source", "published", "published_from"]
KNOWN = ("metadata", "header", "url")  # where a day comes from that says when an article came out


def reuse(corpus: Corpus, *, found: Sequence[Pair] | None = None) -> pd.DataFrame:
    """Return the pairs of articles of different outlets that share text, each once, by article_id.

    Columns: article_id, other, kind (`copy`: the whole text but for small changes; `wire`: three tenths or more of the
    shorter, edited or cut, be it from each other or from an agency or release; `partial`: a passage), words (equal
    words in shared passages), share (of the words of the shorter), agency (that both credit, else that either does;
    several joined by ` + `; or empty), first (the id of the one that came out earlier, where it is known: by the agency
    that one outlet is and the other credits, else by days of publication; or empty). Whole copies (`duplicate_of`) have
    their rows too.

    What two articles share is told from formulas, which neither has from the other: titles and lists of protocol,
    blessings, templates of results and of weather (see `formulas`), and runs of words that return day after day.
    `found` is what `pairs` gives, where it is made already.
    """
    articles = corpus.columns("articles", NEEDED).set_index("article_id")
    agencies = dict(zip(articles.index, credited(articles), strict=True))
    first = _First(articles, agencies)
    rows = [
        (one, other, kind, words, share, _agency(agencies[one], agencies[other]), first.of(one, other))
        for one, other, apart, kind, words, share, *_ in (pairs(corpus) if found is None else found)
        if apart
    ]
    return pd.DataFrame(rows, columns=list(REUSE)).astype(REUSE)


def _agency(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    return " + ".join(sorted({*one} & {*other} or {*one, *other}))


class _First:
    """Which of two articles came out first."""

    def __init__(self, articles: pd.DataFrame, agencies: Mapping[str, tuple[str, ...]]) -> None:
        self.days = articles["published"].where(articles["published_from"].isin(KNOWN)).to_dict()
        self.agencies = agencies
        self.own = dict(zip(articles.index, agency_of(articles["source"]), strict=True))

    def of(self, one: str, other: str) -> str:
        """Return the id of the article that came out first, or nothing."""
        for source, taker in ((one, other), (other, one)):
            own = self.own[source]
            if own and own != self.own[taker] and own in self.agencies[taker]:
                return source
        if self.days[one] < self.days[other]:
            return one
        return other if self.days[other] < self.days[one] else ""
