"""A query to the part of a corpus that it holds in."""

from analysis.corpus.corpus import Corpus
from analysis.query.find import searched
from analysis.topics.dictionary import Dictionary


def select(corpus: Corpus, query: str, *, unit: str = "article", dictionary: Dictionary | str | None = None) -> Corpus:
    """Return the part of a corpus that is the articles in which a query holds, or a `unit` of them does.

    The query is that of `find`; it may tell of whole articles alone: `outlet:name`, `NOT theme:sport`. Articles that
    repeat another are not looked through, and left out. Raises as `find`.

    >>> import analysis
    >>> corpus = analysis.read()
    >>> len(select(corpus, "زلزال")) + len(select(corpus, "NOT زلزال")) == len(corpus.counted)
    True
    """
    ids = [ids for _, _, ids in searched(corpus, query, unit=unit, dictionary=dictionary, shown=False)]
    return corpus.of(set().union(*ids))
