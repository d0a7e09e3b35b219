"""Articles to weighted words: what makes one article like another."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy import sparse
from wordfreq import word_frequency

from analysis.corpus.corpus import Corpus
from analysis.corpus.kept import key_of
from analysis.topics.phrases import codes

TITLE = 3.0  # occurrences that one in a title counts for
HALF = 600  # characters of a body after which an occurrence counts half: news tells first what happened
LEAST = 0.05  # what an occurrence counts for, however late
NUMBER = 2.0  # words that a number counts for: reports of one market on two days differ in little else
ACTOR, DAY = 0.5, 1.0  # what a mention of an actor and of a day counts for beside its words
GENERAL, LENGTH = 1000, 200  # articles of general Arabic that are counted beside those of the corpus, and their words
TOKENS = ["article_id", "part", "start", "form", "lemma", "stop"]
_ACTOR, _DAY = "\x01", "\x02"  # marks before an actor and a day, which no word begins with


class Vectors(NamedTuple):
    """Articles as unit vectors of what they tell: a row an article, in the order of their ids; `titles` alone, too."""

    ids: np.ndarray
    rows: sparse.csr_array
    titles: sparse.csr_array


_last: dict[str, Vectors] = {}  # those that were made last, by the hash of what they are made of


class _Counts(NamedTuple):
    """How much articles tell of each term, all in all and in their titles."""

    ids: np.ndarray
    terms: np.ndarray
    rows: sparse.csr_array
    titles: sparse.csr_array


def vectors(corpus: Corpus) -> Vectors:
    """Return the articles of a corpus as vectors of their words, numbers, actors and days.

    tf-idf (Salton and Buckley 1988) with a sublinear tf, where an occurrence counts the less the later it stands: news
    tells in its title and first lines what happened, and the background behind (Pöttker 2003).
    """
    key = key_of(told_by(corpus))
    if key not in _last:
        _last.clear()
        _last[key] = _made(corpus)
    return _last[key]


def told_by(corpus: Corpus) -> Iterator[pd.DataFrame]:
    """Yield what the vectors of a corpus are made of: by it they, and what is made of them, are known again."""
    for each in corpus.slices():
        yield each.columns("tokens", TOKENS)
        yield each.counted_mentions()[["article_id", "part", "start", "actor"]]
        yield each.columns("dates", ["article_id", "part", "start", "use", "grain", "earliest"])


def _made(corpus: Corpus) -> Vectors:
    read = _joined([_counts(each) for each in corpus.slices()])
    holding = np.bincount(read.rows.indices, minlength=len(read.terms))
    rarity = sparse.diags_array(_rarity(holding, len(read.ids), read.terms))
    return Vectors(read.ids, *(_unit(counts.log1p() @ rarity) for counts in (read.rows, read.titles)))


def _unit(rows: sparse.csr_array) -> sparse.csr_array:
    """Return rows as unit vectors; one of nothing stays so."""
    length = np.sqrt(np.asarray(rows.power(2).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1 / np.where(length, length, 1)) @ rows)


def _joined(parts: Sequence[_Counts]) -> _Counts:
    """Return the counts of slices as one: articles and terms in alphabetical order."""
    ids = np.array(sorted(id for part in parts for id in part.ids), dtype=object)
    terms = np.array(sorted({term for part in parts for term in part.terms}), dtype=object)
    row = [np.searchsorted(ids, part.ids) for part in parts]
    column = [np.searchsorted(terms, part.terms) for part in parts]
    joined = []
    for matrices in ([part.rows for part in parts], [part.titles for part in parts]):
        found = [each.tocoo() for each in matrices]
        rows = np.concatenate([at[each.row] for at, each in zip(row, found, strict=True)])
        columns = np.concatenate([at[each.col] for at, each in zip(column, found, strict=True)])
        data = np.concatenate([each.data for each in found])
        joined.append(sparse.csr_array(sparse.coo_array((data, (rows, columns)), shape=(len(ids), len(terms)))))
    return _Counts(ids, terms, *joined)


def _counts(corpus: Corpus) -> _Counts:
    """Return how much the articles of a slice tell of each term."""
    found = pd.concat([_words(corpus), _actors(corpus), _days(corpus)], ignore_index=True)
    article, ids = pd.factorize(found["article_id"])
    term, terms = pd.factorize(found["term"])
    weight, shape = found["weight"].to_numpy(), (len(ids), len(terms))
    at = found["part"].to_numpy() == "title"
    rows, titles = (
        sparse.csr_array(sparse.coo_array((weight[kept], (article[kept], term[kept])), shape=shape))
        for kept in (slice(None), at)
    )
    return _Counts(np.asarray(ids, dtype=object), np.asarray(terms, dtype=object), rows, titles)


def _words(corpus: Corpus) -> pd.DataFrame:
    """Return the content words and numbers of a slice (article_id, part, term, weight)."""
    tokens = corpus.columns("tokens", TOKENS)
    form, forms = codes(tokens["form"])
    number = np.array([any(each.isdigit() for each in word) for word in forms], dtype=bool)[form]
    kept = ~tokens["stop"].to_numpy() | number
    lemma, lemmas = codes(tokens["lemma"], folded=True)
    return _weighed(tokens[kept], lemmas[lemma[kept]], np.where(number[kept], NUMBER, 1.0))


def _actors(corpus: Corpus) -> pd.DataFrame:
    """Return the actors that a slice names (article_id, part, term, weight)."""
    mentions = corpus.counted_mentions()
    return _weighed(mentions, _ACTOR + mentions["actor"], ACTOR)


def _days(corpus: Corpus) -> pd.DataFrame:
    """Return the days that a slice tells (article_id, part, term, weight)."""
    dates = corpus.dates
    dates = dates[(dates["use"] == "told") & (dates["grain"] == "day") & dates["earliest"].notna()]
    return _weighed(dates, _DAY + dates["earliest"].astype("str"), DAY)


def _weighed(places: pd.DataFrame, terms: np.ndarray | pd.Series, weight: float | np.ndarray) -> pd.DataFrame:
    """Return terms with the weight of the place where each stands: a title counts most, the end of a body least."""
    late = np.maximum(LEAST, 0.5 ** (places["start"].to_numpy() / HALF))
    place = np.where(places["part"] == "title", TITLE, np.where(places["part"] == "body", late, 1.0))
    ids, part = (places[name].astype("str").to_numpy(dtype=object) for name in ("article_id", "part"))
    return pd.DataFrame({"article_id": ids, "part": part, "term": np.asarray(terms, object), "weight": weight * place})


def _rarity(holding: np.ndarray, total: int, terms: np.ndarray) -> np.ndarray:
    """Return the weight of each term: the logarithm of how seldom an article holds it (idf).

    Articles of general Arabic (wordfreq, Speer 2022) are counted beside those of the corpus: in a small corpus a story
    told often would make its own words common. Actors and days, which no list counts, are as common in them.
    """
    known = -np.expm1(-LENGTH * np.array([word_frequency(term, "ar") for term in terms]))
    listed = np.array([term[:1] not in (_ACTOR, _DAY) for term in terms], dtype=bool)
    known = np.where(listed, known, holding / max(total, 1))
    return np.asarray(np.log((total + GENERAL + 1) / (holding + GENERAL * known)))
