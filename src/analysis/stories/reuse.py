"""Articles to a table of those that share text: whole copies, stories of one wire or release, and passages."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import count

import numpy as np
import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.stories.credits import agency_of, credits_of
from analysis.stories.pairs import Pair, given_or

REUSE = {
    **{"article_id": "str", "other": "str", "kind": "str", "words": "int64", "share": "float64"},
    **{"agency": "str", "first": "str"},
}
NEEDED = ["article_id", "source", "published", "published_from"]
Credits = tuple[str, tuple[str, ...]]  # the agency that the outlet of an article is, and those that it credits
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
    articles = corpus.columns("articles", NEEDED)
    table = given_or(corpus, found).heads
    table = table[table["apart"]].rename(columns={"one": "article_id"}).reset_index(drop=True)
    ids = pd.Index(articles["article_id"])
    one, other = (ids.get_indexer(table[name]) for name in ("article_id", "other"))
    table["agency"], first = _credits(
        list(zip(agency_of(articles["source"]), credits_of(corpus), strict=True)), one, other
    )
    days = articles["published"].where(articles["published_from"].isin(KNOWN)).to_numpy()
    earlier = np.select([first != 0, days[one] < days[other], days[other] < days[one]], [first, 1, 2])
    named = np.select([earlier == 1, earlier == 2], [one, other], -1)
    table["first"] = np.append(ids.to_numpy(dtype=object), "")[named]
    return table.astype(REUSE)[list(REUSE)]


def _credits(articles: list[Credits], one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the agency of each pair of articles, and which of the two its agency had first: 1, 2 or, unknown, 0."""
    number: defaultdict[Credits, int] = defaultdict(count().__next__)
    kind = np.fromiter((number[each] for each in articles), np.int64, len(articles))
    kinds = list(number)
    pairs, back = np.unique(kind[one] * len(kinds) + kind[other], return_inverse=True)
    ends = [(kinds[pair // len(kinds)], kinds[pair % len(kinds)]) for pair in pairs.tolist()]
    agencies = np.array([_agency(left[1], right[1]) for left, right in ends], dtype=object)
    first = np.array([1 if _has_it_from(right, left) else 2 * _has_it_from(left, right) for left, right in ends], int)
    return agencies[back], first[back]


def _agency(one: tuple[str, ...], other: tuple[str, ...]) -> str:
    return " + ".join(sorted({*one} & {*other} or {*one, *other}))


def _has_it_from(taker: Credits, source: Credits) -> bool:
    """Tell whether one credits the agency that the other is."""
    return source[0] != "" and source[0] != taker[0] and source[0] in taker[1]
