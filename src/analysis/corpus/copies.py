"""Copies: which articles repeat an earlier one, word for word or nearly so.

A wire story is printed by ten papers, each with its own first line. `find_copies` finds the repeats of a corpus; its
two steps also work apart: `sketch` reads texts, any of them by themselves, and `match` compares all sketches, or
`compare`, where they are more than memory holds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from itertools import count
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import rensa

from analysis.base.hashes import Hashes, mixed, of_runs
from analysis.base.spool import Column
from analysis.text.folding import words as words_of

# At 0.8, 4 and 5 words lose a fifth and a third of the pairs that 3 find; those are one story under two editors.
SHINGLE = 3  # words
# A shorter text shares most of its shingles with its like (a caption, a score) or loses most by one changed word.
SHORTEST = 8  # words
SLOTS = 256  # of a sketch; the similarity estimated from it is then off by at most 0.03 (standard deviation)
SEED = 1  # of the sketches
RECALL = 0.999  # share of the true pairs that the buckets must bring together
MARGIN = 0.12  # below the threshold; an estimate lower still is four standard deviations off, or no copy
AT_ONCE = 1000  # texts that are sketched together, to share the numbers of their words
Rows = npt.NDArray[np.int64]


class Copy(NamedTuple):
    """What a text repeats: the index of the original, how (`exact` or `near`), and their Jaccard similarity."""

    original: int
    kind: Literal["exact", "near"]
    similarity: float


class Sketches(NamedTuple):
    """Texts as the search for copies sees them, a row each; sketches of different texts compare and concatenate.

    `keys` are digests of the letters and digits (empty where there are none), `shingles` the hashes of the text's
    shingles, `signatures` the MinHash signatures, an array of (texts, SLOTS).
    """

    keys: list[bytes]
    shingles: list[Hashes]
    signatures: npt.NDArray[np.uint32]


class Banded(NamedTuple):
    """Texts as all of them are compared: keys, order, and the hashes of the bands of their signatures, a row a text."""

    keys: list[bytes]
    order: Sequence[Any]
    buckets: Hashes


def find_copies(texts: Sequence[str], order: Sequence[Any], threshold: float = 0.8) -> list[Copy | None]:
    """Return for each text which earlier text it repeats, None for originals and for texts without a word.

    `order` holds for each text a value that sorts, such as (published, file, ordinal): of several copies the first
    is the original. An exact copy has the same letters and digits in the same order, after normalisation. A near
    copy has at least `threshold` of the 3-word shingles in common with its original (Jaccard similarity, counted,
    not estimated); texts of fewer than 8 shingles have exact copies only.

    Pairs are sought by MinHash (Broder 1997; here Fast Similarity Sketching, Dahlgaard, Knudsen and Thorup 2017,
    as the library rensa has it) with locality-sensitive hashing (Indyk and Motwani 1998). A cluster is an original
    with what resembles *it*: chains of likeness link no different stories. Later texts change nothing in the result
    for earlier ones. Raises ValueError where `order` is not as long as `texts` or `threshold` not in (0, 1].

    >>> story = "وصل الوفد إلى العاصمة صباح الأحد وبدأ لقاءاته مع كبار المسؤولين في وزارة الخارجية"
    >>> find_copies(["(وكالات) " + story, "عنوان آخر", story + "."], order=[2, 3, 1])
    [Copy(original=2, kind='near', similarity=0.9230769230769231), None, None]
    """
    return match(sketches_of(texts), order, threshold)


def taken(sketches: Sketches, at: Sequence[int]) -> Sketches:
    """Return some rows of sketches."""
    return Sketches(
        [sketches.keys[each] for each in at], [sketches.shingles[each] for each in at], sketches.signatures[list(at)]
    )


def sketches_of(texts: Sequence[str]) -> Sketches:
    """Return the sketches of any number of texts, made of AT_ONCE at a time."""
    return concatenate([sketch(texts[start : start + AT_ONCE]) for start in range(0, len(texts), AT_ONCE)])


def sketch(texts: Sequence[str]) -> Sketches:
    """Return the sketches of some texts: the same for a text in any company, in any run, on any machine.

    >>> sketch(["قال الوزير", "قالَ... الوزير!"]).keys[0] == sketch(["قال: «الوزير»"]).keys[0]
    True
    """
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    keys, tokens = [], []
    for text in texts:
        words = words_of(text)
        keys.append(blake2b("".join(words).encode(), digest_size=16).digest() if words else b"")
        tokens.append(np.fromiter(map(numbers.__getitem__, words), np.intp, len(words)))
    of_word = pd.util.hash_array(np.array(list(numbers), dtype=object), categorize=False)
    shingles = [of_runs(of_word[each], SHINGLE) for each in tokens]
    return Sketches(keys, shingles, _signatures(shingles))


def concatenate(sketches: Sequence[Sketches]) -> Sketches:
    """Return several sketches as one."""
    return Sketches(
        [key for each in sketches for key in each.keys],
        [row for each in sketches for row in each.shingles],
        np.concatenate([np.empty((0, SLOTS), np.uint32), *(each.signatures for each in sketches)]),
    )


def match(sketches: Sketches, order: Sequence[Any], threshold: float = 0.8) -> list[Copy | None]:
    """Return for each sketched text which earlier text it repeats; see `find_copies`."""
    return compare([banded(sketches, order, threshold)], lambda rows: [taken(sketches, rows.tolist())], threshold)


def banded(sketches: Sketches, order: Sequence[Any], threshold: float = 0.8) -> Banded:
    """Return what is compared of all texts before their sketches are. Raises ValueError as `find_copies`."""
    if len(order) != len(sketches.keys):
        raise ValueError(f"order has {len(order)} values for {len(sketches.keys)} texts: give one for each")
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold={threshold!r}: give a share above 0, at most 1, such as 0.8")
    width = _band(threshold)
    count = SLOTS // width
    bands = sketches.signatures[:, : count * width].reshape(-1, count, width)
    buckets = np.zeros(bands.shape[:2], np.uint64) + np.arange(count, dtype=np.uint64)
    for slot in range(width):
        buckets = mixed(buckets + bands[:, :, slot])
    return Banded(sketches.keys, order, buckets)


def compare(
    texts: Iterable[Banded], sketches_at: Callable[[Rows], Iterable[Sketches]], threshold: float = 0.8
) -> list[Copy | None]:
    """Return for each text which earlier text it repeats, as `match`, of texts that may be more than memory holds.

    `texts` are all of them, some at a time; `sketches_at` gives the sketches of some rows, which rise, in their order:
    of those that share a bucket with another. Both lie in temporary files while they are compared.
    """
    keys: list[bytes] = []
    order: list[Any] = []
    buckets = Column(np.uint64, SLOTS // _band(threshold))
    for each in texts:
        keys += each.keys
        order += each.order
        buckets.add(each.buckets)
    # Equal values of `order` fall back on the text, so that the order of the input decides nothing.
    ranked = sorted((row for row, key in enumerate(keys) if key), key=lambda row: (order[row], keys[row], row))
    first: dict[bytes, int] = {}
    for row in ranked:
        first.setdefault(keys[row], row)
    near = _near(np.array(list(first.values()), np.int64), buckets.all(), sketches_at, threshold)
    copies: list[Copy | None] = [None] * len(keys)
    for row in ranked:
        twin = first[keys[row]]
        copies[row] = near.get(twin) or (Copy(twin, "exact", 1.0) if twin != row else None)
    return copies


def _near(
    rows: Rows, buckets: Hashes, sketches_at: Callable[[Rows], Iterable[Sketches]], threshold: float
) -> dict[int, Copy]:
    """Return the near copies among distinct texts: each with the one original before it that it is most like.

    Copies stay out of the buckets: a thousand copies of a story cost a thousand comparisons, not a million.
    """
    ranks, shared = _shared(buckets, rows)
    rows = rows[ranks]
    held = _Held(sketches_at, rows)
    originals: defaultdict[int, list[int]] = defaultdict(list)
    found = {}
    for number, own in enumerate(shared):
        if held.is_short(number):
            continue
        candidates = np.array(sorted({each for bucket in own for each in originals[bucket]}), dtype=np.intp)
        similarity, original = held.likest(number, candidates, threshold)
        if similarity >= threshold:
            found[int(rows[number])] = Copy(int(rows[original]), "near", similarity)
        else:
            for bucket in own:
                originals[bucket].append(number)
    return found


def _shared(buckets: Hashes, rows: Rows) -> tuple[npt.NDArray[np.intp], list[list[int]]]:
    """Return the places of the rows that share a bucket with another, and for each the buckets that it shares."""
    place, bucket = [], []
    for band in range(buckets.shape[1]):  # one after the other: a column of them is in memory at a time
        own = buckets[rows, band]
        by = np.argsort(own, kind="stable")
        same = own[by][1:] == own[by][:-1]
        at = by[np.append(same, False) | np.insert(same, 0, False)] if len(by) else by
        place.append(at)
        bucket.append(own[at])
    places, of = np.concatenate(place), np.concatenate(bucket)
    by = np.argsort(places, kind="stable")
    ranks, begins = np.unique(places[by], return_index=True)
    return ranks, [each.tolist() for each in np.split(of[by], begins[1:])] if len(ranks) else []


class _Held:
    """The sketches of some rows, in temporary files."""

    def __init__(self, sketches_at: Callable[[Rows], Iterable[Sketches]], rows: Rows) -> None:
        signatures, shingles = Column(np.uint32, SLOTS), Column(np.uint64)
        sizes, lengths = [np.zeros(1, np.int64)], []
        by = np.argsort(rows)
        for each in sketches_at(rows[by]) if len(rows) else ():
            signatures.add(each.signatures)
            for text in each.shingles:
                distinct = np.unique(text)
                shingles.add(distinct)
                sizes.append(np.array([len(distinct)]))
                lengths.append(len(text))
        self._at = np.empty(len(rows), np.intp)
        self._at[by] = np.arange(len(rows))
        self._signatures, self._shingles, self._lengths = signatures.all(), shingles.all(), lengths
        self._ends = np.cumsum(np.concatenate(sizes))

    def is_short(self, number: int) -> bool:
        return self._lengths[self._at[number]] < SHORTEST

    def likest(self, number: int, candidates: npt.NDArray[np.intp], threshold: float) -> tuple[float, int]:
        """Return the greatest similarity of a text to one of the candidates, and the first of these that has it."""
        estimates = (self._signatures[self._at[candidates]] == self._signatures[self._at[number]]).mean(axis=1)
        likely = candidates[estimates >= threshold - MARGIN].tolist()
        own = self._set(number)
        similarity, original = max(((_jaccard(self._set(each), own), -each) for each in likely), default=(0.0, 0))
        return similarity, -original

    def _set(self, number: int) -> Hashes:
        at = self._at[number]
        return self._shingles[self._ends[at] : self._ends[at + 1]]


def _signatures(shingles: Sequence[Hashes]) -> npt.NDArray[np.uint32]:
    """Return the MinHash signature of each text, a row each."""
    # One text a call: for more (or 65,536 shingles) rensa starts threads, and a process forked later hangs in it.
    rows = [
        rensa.RMinHash.digest_matrix_from_flat_token_hashes(each, [0, len(each)], SLOTS, SEED).to_rows()[0]
        for each in shingles
    ]
    return np.array(rows, np.uint32).reshape(len(rows), SLOTS)


def _band(threshold: float) -> int:
    """Return how many slots make a band: as many as leave a pair at `threshold` a chance of RECALL to share one."""
    widths = (width for width in range(SLOTS, 1, -1) if 1 - (1 - threshold**width) ** (SLOTS // width) >= RECALL)
    return next(widths, 1)


def _jaccard(one: Hashes, other: Hashes) -> float:
    """Return the Jaccard similarity of two sets of hashes; 64 bits leave a clash within a pair to no practice."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common)
