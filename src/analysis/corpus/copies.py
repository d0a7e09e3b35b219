"""Copies: which articles repeat an earlier one, word for word or nearly so.

A wire story is printed by ten papers, each with its own first line. `find_copies` finds the repeats of a corpus; its
two steps also work apart: `sketch` reads texts, any of them by themselves, and `match` compares all sketches.
"""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import blake2b
from itertools import count
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
import rensa

from analysis.base.hashes import Hashes, mixed, of_runs
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
    keys = sketches.keys
    if len(order) != len(keys):
        raise ValueError(f"order has {len(order)} values for {len(keys)} texts: give one for each")
    if not 0 < threshold <= 1:
        raise ValueError(f"threshold={threshold!r}: give a share above 0, at most 1, such as 0.8")
    # Equal values of `order` fall back on the text, so that the order of the input decides nothing.
    ranked = sorted((row for row, key in enumerate(keys) if key), key=lambda row: (order[row], keys[row], row))
    first: dict[bytes, int] = {}
    for row in ranked:
        first.setdefault(keys[row], row)
    near = _near(sketches, list(first.values()), threshold)
    copies: list[Copy | None] = [None] * len(keys)
    for row in ranked:
        twin = first[keys[row]]
        copies[row] = near.get(twin) or (Copy(twin, "exact", 1.0) if twin != row else None)
    return copies


def _near(sketches: Sketches, rows: Sequence[int], threshold: float) -> dict[int, Copy]:
    """Return the near copies among distinct texts: each with the one original before it that it is most like.

    Copies stay out of the buckets: a thousand copies of a story cost a thousand comparisons, not a million.
    """
    rows = [row for row in rows if len(sketches.shingles[row]) >= SHORTEST]
    signatures = sketches.signatures[rows]
    originals: defaultdict[int, list[int]] = defaultdict(list)
    sets: dict[int, Hashes] = {}
    found = {}
    for rank, buckets in enumerate(_shared_buckets(signatures, threshold)):
        if not buckets:
            continue
        sets[rank] = np.unique(sketches.shingles[rows[rank]])
        candidates = np.array(sorted({each for bucket in buckets for each in originals[bucket]}), dtype=np.intp)
        estimates = (signatures[candidates] == signatures[rank]).mean(axis=1)
        likely = candidates[estimates >= threshold - MARGIN].tolist()
        similarity, original = max(((_jaccard(sets[each], sets[rank]), -each) for each in likely), default=(0.0, 0))
        if similarity >= threshold:
            found[rows[rank]] = Copy(rows[-original], "near", similarity)
            del sets[rank]
        else:
            for bucket in buckets:
                originals[bucket].append(rank)
    return found


def _signatures(shingles: Sequence[Hashes]) -> npt.NDArray[np.uint32]:
    """Return the MinHash signature of each text, a row each."""
    # One text a call: for more (or 65,536 shingles) rensa starts threads, and a process forked later hangs in it.
    rows = [
        rensa.RMinHash.digest_matrix_from_flat_token_hashes(each, [0, len(each)], SLOTS, SEED).to_rows()[0]
        for each in shingles
    ]
    return np.array(rows, np.uint32).reshape(len(rows), SLOTS)


def _shared_buckets(signatures: npt.NDArray[np.uint32], threshold: float) -> list[list[int]]:
    """Return for each signature the buckets that it shares with another: those of equal bands of slots."""
    width = _band(threshold)
    bands = signatures[:, : SLOTS // width * width].reshape(len(signatures), SLOTS // width, width)
    hashes = np.zeros(bands.shape[:2], np.uint64) + np.arange(bands.shape[1], dtype=np.uint64)
    for slot in range(width):
        hashes = mixed(hashes + bands[:, :, slot])
    _, buckets, sizes = np.unique(hashes, return_inverse=True, return_counts=True)
    shared = sizes[buckets] > 1
    return [row[kept].tolist() for row, kept in zip(buckets, shared, strict=True)]


def _band(threshold: float) -> int:
    """Return how many slots make a band: as many as leave a pair at `threshold` a chance of RECALL to share one."""
    widths = (width for width in range(SLOTS, 1, -1) if 1 - (1 - threshold**width) ** (SLOTS // width) >= RECALL)
    return next(widths, 1)


def _jaccard(one: Hashes, other: Hashes) -> float:
    """Return the Jaccard similarity of two sets of hashes; 64 bits leave a clash within a pair to no practice."""
    common = len(np.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common)
