"""A corpus in two parts, to be set against each other."""

from analysis.corpus.corpus import Corpus


def two_parts(
    corpus: Corpus,
    start: str = "",
    end: str = "",
    *,
    outlet: str = "",
    other_start: str = "",
    other_end: str = "",
    other_outlet: str = "",
) -> tuple[Corpus, Corpus]:
    """Return the part of a corpus that these days and this outlet choose, and the one that the others do.

    Where nothing is chosen of the second, it is what the first leaves; where nothing is chosen at all, they are the
    earlier and the later half of the dated articles. A part may be empty.

    >>> import analysis
    >>> corpus = analysis.read()
    >>> first, second = two_parts(corpus, end="2021-12-31")
    >>> len(first) == len(corpus.filter(end="2021-12-31")), len(first) + len(second) == len(corpus)
    (True, True)
    """
    first_chosen, other_chosen = any([start, end, outlet]), any([other_start, other_end, other_outlet])
    if not first_chosen and not other_chosen:
        return corpus.split_at()
    first = corpus.filter(start, end, outlet=outlet)
    if other_chosen:
        return first, corpus.filter(other_start, other_end, outlet=other_outlet)
    rest, held = (part.columns("articles", ["article_id"])["article_id"] for part in (corpus, first))
    return first, corpus.of(rest[~rest.isin(held)])
