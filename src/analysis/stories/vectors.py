"""Articles to weighted words: what makes one article like another."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import count
from tempfile import TemporaryFile
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from analysis.corpus.corpus import Corpus
from analysis.lemmas.general import shares
from analysis.topics.phrases import codes

TITLE = 3.0  # occurrences that one in a title counts for
HALF = 600  # characters of a body after which an occurrence counts half: news tells first what happened
LEAST = 0.05  # what an occurrence counts for, however late
NUMBER = 2.0  # words that a number counts for: reports of one market on two days differ in little else
ACTOR, DAY = 0.5, 1.0  # what a mention of an actor and of a day counts for beside its words
GENERAL, LENGTH = 1000, 200  # articles of general Arabic that are counted beside those of the corpus, and their words
TOKENS = ["article_id", "part", "start", "form", "lemma", "stop"]
MENTIONS = ["article_id", "part", "start", "actor"]
DATES = ["article_id", "part", "start", "use", "grain", "earliest"]
_ACTOR, _DAY = "\x01", "\x02"  # marks before an actor and a day, which no word begins with
_TOLD = np.dtype([("term", "<i4"), ("weight", "<f8"), ("title", "<f8")])  # of a term in an article, and in its title
Whole = npt.NDArray[np.int64]


class Vectors:
    """Articles as unit vectors of what they tell: a row an article, in the order of `ids`.

    They lie in a temporary file, which goes with them: of a large corpus only the rows that are asked for are held.
    """

    def __init__(self, slices: Iterable["_Counts"], number: dict[str, int]) -> None:
        self._file = TemporaryFile(prefix="analysis-")  # noqa: SIM115 (open as long as the vectors are)
        ids, sizes, holding = [], [], np.zeros(0, np.int64)
        for each in slices:
            self._file.write(each.told.tobytes())
            ids.append(each.ids)
            sizes.append(each.sizes)
            more = np.bincount(each.told["term"], minlength=len(number))
            more[: len(holding)] += holding
            holding = more
        self.ids, order = _sorted(np.concatenate([np.empty(0, object), *ids]))
        size = np.concatenate([np.empty(0, np.int64), *sizes])
        self._size, self._start = size[order], (np.cumsum(size) - size)[order]
        terms, order = _sorted(np.array(list(number), dtype=object))
        self._column = np.argsort(order).astype(np.int32)
        self._rarity = sparse.diags_array(_rarity(holding[order], len(self.ids), terms)).tocsr()

    def rows(self, places: Whole) -> sparse.csr_array:
        """Return some rows; those in a row are read at once."""
        told, ends = self._read(places)
        return self._weighted(told["weight"], told["term"], ends)

    def titles(self, places: Whole) -> sparse.csr_array:
        """Return some rows of what the titles alone tell."""
        told, ends = self._read(places)
        kept = told["title"] > 0
        ends = np.append(0, np.cumsum(kept))[ends]
        return self._weighted(told["title"][kept], told["term"][kept], ends)

    def _read(self, places: Whole) -> tuple[np.ndarray, Whole]:
        """Return what is told in some articles, and where each ends."""
        held = bytearray()
        for start, size in zip(self._start[places].tolist(), self._size[places].tolist(), strict=True):
            self._file.seek(start * _TOLD.itemsize)
            held += self._file.read(size * _TOLD.itemsize)
        return np.frombuffer(held, _TOLD), np.append(0, np.cumsum(self._size[places]))

    def _weighted(self, weight: np.ndarray, term: np.ndarray, ends: Whole) -> sparse.csr_array:
        """Return unit vectors: tf-idf with a sublinear tf."""
        rows = sparse.csr_array((weight, self._column[term], ends), shape=(len(ends) - 1, len(self._column)))
        rows.sort_indices()
        return _unit(rows.log1p() @ self._rarity)


class _Counts(NamedTuple):
    """How much the articles of a slice tell of each term (numbers), one article after another."""

    ids: np.ndarray
    sizes: Whole
    told: np.ndarray


_made: WeakKeyDictionary[Corpus, Vectors] = WeakKeyDictionary()  # those of the last corpus, as long as it is there


def vectors(corpus: Corpus) -> Vectors:
    """Return the articles of a corpus as vectors of their words, numbers, actors and days.

    tf-idf (Salton and Buckley 1988) with a sublinear tf, where an occurrence counts the less the later it stands: news
    tells in its title and first lines what happened, and the background behind (Pöttker 2003).
    """
    if corpus not in _made:
        _made.clear()
        number: defaultdict[str, int] = defaultdict(count().__next__)
        _made[corpus] = Vectors((_counts(each, number) for each in corpus.slices()), number)
    return _made[corpus]


def told_by(corpus: Corpus) -> Iterator[pd.DataFrame | str]:
    """Yield what the vectors of a corpus are made of: by it they, and what is made of them, are known again."""
    for each in corpus.slices():
        yield each.known("tokens", TOKENS)
        yield each.known("mentions", [*MENTIONS, "actor_type", "method"])  # which tell what is counted
        yield each.known("dates", DATES)


def _sorted(names: np.ndarray) -> tuple[np.ndarray, Whole]:
    """Return names in alphabetical order, and where each stood."""
    order = np.argsort(names, kind="stable")
    return names[order], order


def _unit(rows: sparse.csr_array) -> sparse.csr_array:
    """Return rows as unit vectors; one of nothing stays so."""
    length = np.sqrt(np.asarray(rows.power(2).sum(axis=1)).ravel())
    return sparse.csr_array(sparse.diags_array(1 / np.where(length, length, 1)) @ rows)


def _counts(corpus: Corpus, number: defaultdict[str, int]) -> _Counts:
    """Return how much the articles of a slice tell of each term; new terms are given the next `number`."""
    found = pd.concat([_words(corpus, number), _actors(corpus, number), _days(corpus, number)], ignore_index=True)
    article, ids = pd.factorize(found["article_id"])
    term, terms = pd.factorize(found["term"])
    weight, shape = found["weight"].to_numpy(), (len(ids), len(terms))
    rows = sparse.csr_array(sparse.coo_array((weight, (article, term)), shape=shape))
    at = found["title"].to_numpy()
    titles = sparse.csr_array(sparse.coo_array((weight[at], (article[at], term[at])), shape=shape))
    told = np.zeros(rows.nnz, _TOLD)
    told["term"], told["weight"] = terms[rows.indices], rows.data
    places, of_titles = (_places(each, len(terms)) for each in (rows, titles))
    told["title"][np.searchsorted(places, of_titles)] = titles.data
    return _Counts(np.asarray(ids, dtype=object), np.diff(rows.indptr).astype(np.int64), told)


def _places(rows: sparse.csr_array, terms: int) -> Whole:
    """Return the places of what rows hold as numbers, in rising order."""
    return np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr)) * terms + rows.indices


def _words(corpus: Corpus, number: defaultdict[str, int]) -> pd.DataFrame:
    """Return the content words and numbers of a slice (article_id, title, term, weight)."""
    tokens = corpus.columns("tokens", TOKENS)
    form, forms = codes(tokens["form"])
    figure = np.array([any(map(str.isdigit, word)) for word in forms], dtype=bool)[form]
    kept = ~tokens["stop"].to_numpy() | figure
    terms = _numbers(*codes(tokens["lemma"][kept], folded=True), number)
    return _weighed(tokens[kept], terms, np.where(figure[kept], NUMBER, 1.0))


def _actors(corpus: Corpus, number: defaultdict[str, int]) -> pd.DataFrame:
    """Return the actors that a slice names (article_id, title, term, weight)."""
    mentions = corpus.counted_mentions()[MENTIONS]
    return _weighed(mentions, _numbers(*codes(_ACTOR + mentions["actor"]), number), ACTOR)


def _days(corpus: Corpus, number: defaultdict[str, int]) -> pd.DataFrame:
    """Return the days that a slice tells (article_id, title, term, weight)."""
    dates = corpus.columns("dates", DATES)
    dates = dates[((dates["use"] == "told") & (dates["grain"] == "day")).to_numpy() & dates["earliest"].notna()]
    return _weighed(dates, _numbers(*codes(_DAY + dates["earliest"].astype("str")), number), DAY)


def _numbers(places: Whole, terms: np.ndarray, number: defaultdict[str, int]) -> Whole:
    """Return the numbers of terms, which are given by their places among the distinct ones."""
    return np.fromiter(map(number.__getitem__, terms), np.int64, len(terms))[places]


def _weighed(places: pd.DataFrame, terms: Whole, weight: float | np.ndarray) -> pd.DataFrame:
    """Return terms with the weight of the place where each stands: a title counts most, the end of a body least."""
    title, body = ((places["part"] == name).to_numpy() for name in ("title", "body"))
    late = np.maximum(LEAST, 0.5 ** (places["start"].to_numpy() / HALF))
    weight = weight * np.where(title, TITLE, np.where(body, late, 1.0))
    ids = places["article_id"].astype("str").to_numpy(dtype=object)
    return pd.DataFrame({"article_id": ids, "title": title, "term": terms, "weight": weight})


def _rarity(holding: np.ndarray, total: int, terms: np.ndarray) -> np.ndarray:
    """Return the weight of each term: the logarithm of how seldom an article holds it (idf).

    Articles of general Arabic (wordfreq, Speer 2022) are counted beside those of the corpus: in a small corpus a story
    told often would make its own words common. Actors and days, which no list counts, are as common in them.
    """
    known = -np.expm1(-LENGTH * shares(terms))
    listed = np.array([term[:1] not in (_ACTOR, _DAY) for term in terms], dtype=bool)
    known = np.where(listed, known, holding / max(total, 1))
    return np.asarray(np.log((total + GENERAL + 1) / (holding + GENERAL * known)))
