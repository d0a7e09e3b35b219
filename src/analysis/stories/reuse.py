"""Articles to a table of those that share text: whole copies, stories of one wire or release, and passages."""

from collections.abc import Sequence

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


def reuse(corpus: Corpus) -> pd.DataFrame:
    """Return the pairs of articles of different outlets that share text, each once, by article_id.

    Columns: article_id, other, kind (`copy`: the whole text but for small changes; `wire`: three tenths or more of the
    shorter, edited or cut, be it from each other or from an agency or release; `partial`: a passage), words (equal
    words in shared passages), share (of the words of the shorter), agency (that both credit, else that either does;
    several joined by ` + `; or empty), first (the id of the one that came out earlier, where it is known: by the agency
    that one outlet is and the other credits, else by days of publication; or empty). Whole copies (`duplicate_of`) have
    their rows too.

    What two articles share is told from formulas, which neither has from the other: titles and lists of protocol,
    blessings, templates of results and of weather (see `formulas`), and runs of words that return day after day.
    """
    articles = corpus.columns("articles", NEEDED).sort_values("article_id", ignore_index=True)
    agencies = credited(articles)
    rows = [_row(articles["article_id"], agencies, each) for each in pairs(articles)]
    table = pd.DataFrame(rows, columns=[*list(REUSE)[:-1], "one", "two"])
    return table.assign(first=_first(articles, agencies, table)).astype(REUSE)[list(REUSE)]


def _row(ids: pd.Series, agencies: Sequence[tuple[str, ...]], pair: Pair) -> tuple[object, ...]:
    one, other = pair.one, pair.other
    common = sorted({*agencies[one]} & {*agencies[other]}) or sorted({*agencies[one], *agencies[other]})
    return ids[one], ids[other], pair.kind, pair.words, pair.share, " + ".join(common), one, other


def _first(articles: pd.DataFrame, agencies: Sequence[tuple[str, ...]], table: pd.DataFrame) -> list[str]:
    """Return the id of the article of each pair that came out first, or nothing."""
    ids = articles["article_id"].tolist()
    days = articles["published"].where(articles["published_from"].isin(KNOWN)).tolist()
    own = agency_of(articles["source"])

    def first(one: int, other: int) -> str:
        for source, taker in ((one, other), (other, one)):
            if own[source] and own[source] != own[taker] and own[source] in agencies[taker]:
                return ids[source]
        if days[one] < days[other]:
            return ids[one]
        return ids[other] if days[other] < days[one] else ""

    return [first(*row) for row in table[["one", "two"]].itertuples(index=False, name=None)]
