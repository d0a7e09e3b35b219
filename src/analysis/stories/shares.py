"""Reuse to shares: how much of what an outlet prints is its own, and which outlets share text with each other."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.base.notes import choice
from analysis.base.resampling import Drawn, rates
from analysis.corpus.corpus import Corpus
from analysis.stories.credits import agency_of, credits_of
from analysis.stories.pairs import Pair, Pairs, given_or
from analysis.stories.passages import Passage
from analysis.stories.reuse import reuse
from analysis.stories.written import words
from analysis.text.folding import normalize

KINDS = ("own", "open", "copied", "wire")  # a word that could be two is the later of them
ARTICLES = {"article_id": "str", "outlet": "object", "words": "int64", **dict.fromkeys(KINDS, "float64")}
OUTLETS = {
    **{"outlet": "str", "articles": "int64", "words": "int64"},
    **{f"{kind}{end}": "float64" for kind in KINDS for end in ("", "_low", "_high")},
}
EXCHANGES = {"outlet": "str", "other": "str", "pairs": "int64"} | dict.fromkeys(
    ["copy", "wire", "partial", "agency", "outlet_first", "other_first", "unknown"], "int64"
)


def shares(corpus: Corpus, *, by: str = "outlet", found: Sequence[Pair] | None = None) -> pd.DataFrame:
    """Return how much of their text outlets, or articles (`by`), have from where: shares of the words of bodies.

    `own`: shared with no other outlet, or first printed here. `wire`: of an article that credits an agency, or shared
    with one that does. `copied`: shared with an article of another outlet that came out earlier. `open`: shared, and no
    credit and no day tells who had it first. They sum to 1; what an agency prints of its own is its own.

    Columns by article: article_id, outlet, words, and the four shares. By outlet: outlet, articles, words, and each
    share with the ends of its 95 % interval over articles (own, own_low, own_high, ...; see `base.resampling.rates`),
    the most words first; articles without an outlet are left out. `found` is what `pairs` gives, where it is made
    already. Raises ValueError for another `by`.
    """
    choice("by", by, ("outlet", "article"))
    table = _articles(corpus, given_or(corpus, found))
    if by == "article":
        shared = table[list(KINDS)].div(table["words"].where(table["words"] > 0), axis=0)
        return table.assign(**shared).astype(ARTICLES)[list(ARTICLES)]
    rows = [_outlet(str(outlet), own) for outlet, own in table.groupby("outlet") if own["words"].any()]
    made = pd.DataFrame(rows, columns=list(OUTLETS)).sort_values(["words", "outlet"], ascending=[False, True])
    return made.astype(OUTLETS).reset_index(drop=True)


def exchanges(corpus: Corpus, *, found: Sequence[Pair] | None = None) -> pd.DataFrame:
    """Return which outlets share text: a row for each pair of them, the most pairs of articles first.

    Columns: outlet, other, pairs (of articles that share text), copy, wire, partial (of which of each kind), agency (of
    which credit an agency), and of the rest: outlet_first, other_first (whose article came out first), unknown. What
    came out first need not be what the other has its text from. Articles without an outlet are left out. `found` is
    what `pairs` gives, where it is made already.
    """
    articles = corpus.columns("articles", ["article_id", "source"]).set_index("article_id", drop=False)
    outlet = articles["source"].dropna()
    table = reuse(corpus, found=found)
    table = table[table["article_id"].isin(outlet.index) & table["other"].isin(outlet.index)]
    ends = pd.DataFrame({"outlet": table["article_id"].map(outlet), "other": table["other"].map(outlet)})
    swapped = ends["outlet"] > ends["other"]
    first = table["first"].map(outlet)
    between = ends.where(~swapped, ends[["other", "outlet"]].to_numpy())
    free = table["agency"] == ""
    told = pd.DataFrame({kind: table["kind"] == kind for kind in ("copy", "wire", "partial")}).assign(
        pairs=True,
        agency=~free,
        outlet_first=free & (first == between["outlet"]),
        other_first=free & (first == between["other"]),
        unknown=free & (table["first"] == ""),
    )
    sums = pd.concat([between, told], axis=1).groupby(["outlet", "other"], as_index=False).sum()
    sums = sums.sort_values(["pairs", "outlet", "other"], ascending=[False, True, True], ignore_index=True)
    return sums.astype(EXCHANGES)[list(EXCHANGES)]


def _articles(corpus: Corpus, found: Pairs) -> pd.DataFrame:
    """Return for each article: outlet, words, and how many of them are of each kind."""
    articles = corpus.columns("articles", ["article_id", "source"]).reset_index(drop=True)
    own = agency_of(articles["source"])
    bodies = (body for each in corpus.slices() for body in each.columns("articles", ["body"])["body"].fillna(""))
    sizes = np.fromiter((len(words(normalize(body))) for body in bodies), np.int64, len(articles))
    kinds = [
        np.full(size, KINDS.index("wire") if {*agencies} - {itself} else 0, np.int8)
        for size, agencies, itself in zip(sizes, credits_of(corpus), own, strict=True)
    ]
    row = {name: number for number, name in enumerate(articles["article_id"])}
    told = reuse(corpus, found=found)[["agency", "first"]].itertuples(index=False, name=None)
    for pair, (agency, first) in zip((each for each in found if each.apart), told, strict=True):
        for side, name in enumerate((pair.one, pair.other)):
            if not own[row[name]]:
                _mark(kinds[row[name]], pair.passages, side, KINDS.index(_kind(name, agency, first)))
    counts = np.array([np.bincount(each, minlength=len(KINDS)) for each in kinds]).reshape(-1, len(KINDS))
    about = {"article_id": articles["article_id"], "outlet": articles["source"], "words": sizes}
    return pd.DataFrame(about | dict(zip(KINDS, counts.T, strict=True)))


def _kind(article: str, agency: str, first: str) -> str:
    """Return what the words of an article are that it shares with another, by the agency credited and who was first."""
    if agency:
        return "wire"
    if not first:
        return "open"
    return "own" if first == article else "copied"


def _mark(kinds: np.ndarray, passages: Sequence[Passage], side: int, kind: int) -> None:
    """Mark the words of passages in the one (`side` 0) or the other article: what is marked higher stays."""
    for each in passages:
        span = kinds[each.one : each.one_end] if side == 0 else kinds[each.other : each.other_end]
        np.maximum(span, kind, out=span)


def _outlet(outlet: str, own: pd.DataFrame) -> list[object]:
    """Return the row of an outlet from its articles."""
    kind, unit = np.indices((len(KINDS), len(own))).reshape(2, -1)
    times = own[list(KINDS)].to_numpy().T.ravel()
    drawn = Drawn(kind[times > 0], unit[times > 0], times[times > 0], own["words"].to_numpy(), len(KINDS))
    ends = rates(drawn)[["rate", "low", "high"]].clip(upper=1.0).to_numpy().ravel()
    return [outlet, len(own), int(own["words"].sum()), *ends]
