"""How the letters of a word speak for a common word, an Arabic name, a foreign name or a place, listed or not."""

import gzip
import math
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

SIZE = 1 << 15  # places for the weights of letter sequences (Weinberger et al. 2009)
LONGEST = 4  # letters of a sequence
KINDS = ("word", "arabic", "foreign", "place")
_STEPS = 8  # parts that a probability is told in


class Letters:
    """A logistic regression on the sequences of one to four letters of a word: weights by (place, kind), and a bias."""

    def __init__(self, weights: npt.NDArray[np.float32], bias: npt.NDArray[np.float32]) -> None:
        self._weights = weights
        self._bias = bias

    def features(self, stem: str) -> list[str]:
        """Return the probability of each kind, in eighths; nothing for what is too short to tell.

        >>> Letters(np.zeros((SIZE, 4), "f4"), np.zeros(4, "f4")).features("شمنوف")
        ['word2', 'arabic2', 'foreign2', 'place2']
        """
        if len(stem) < 3 or not stem.isalpha():
            return []
        scores = (self._weights[places(stem)].sum(0) + self._bias).tolist()
        odds = [math.exp(score - max(scores)) for score in scores]
        whole = sum(odds)
        return [f"{kind}{min(int(odd / whole * _STEPS), _STEPS - 1)}" for kind, odd in zip(KINDS, odds, strict=True)]


def places(stem: str) -> list[int]:
    """Return the places of the letter sequences of a word, each once."""
    marked = f"<{stem}>"
    grams = {marked[i : i + size] for size in range(1, LONGEST + 1) for i in range(len(marked) - size + 1)}
    return sorted({zlib.crc32(gram.encode()) % SIZE for gram in grams})


def learn(words: Mapping[str, str]) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Return the weights, in whole steps, and then the size of a step and the biases, learnt from word -> kind."""
    from scipy.sparse import csr_array
    from sklearn.linear_model import SGDClassifier

    stems = sorted(words)
    columns = [places(stem) for stem in stems]
    starts = np.cumsum([0, *map(len, columns)], dtype="i4")
    flat = np.concatenate(columns).astype("i4")
    rows = csr_array((np.ones(len(flat), "f4"), flat, starts), shape=(len(stems), SIZE))
    model = SGDClassifier(loss="log_loss", alpha=2e-4, max_iter=15, tol=None, random_state=0, class_weight="balanced")
    model.fit(rows, [KINDS.index(words[stem]) for stem in stems])
    step = np.abs(model.coef_).max() / 127
    return np.round(model.coef_.T / step).astype("i1"), np.array([step, *model.intercept_], "f4")


def write(path: Path, learnt: tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]) -> None:
    weights, scale = learnt
    path.write_bytes(gzip.compress(scale.astype("<f4").tobytes() + weights.tobytes(), 9, mtime=0))


def load(path: Path) -> Letters:
    held = gzip.decompress(path.read_bytes())
    head = 4 * (1 + len(KINDS))
    scale = np.frombuffer(held[:head], "<f4")
    weights = np.frombuffer(held[head:], "i1").reshape(SIZE, len(KINDS))
    return Letters(weights.astype("f4") * scale[0], scale[1:])


def kinds_of(names: Mapping[tuple[str, ...], Sequence[str]], common: Mapping[str, int]) -> dict[str, str]:
    """Return word -> kind to learn from: the words of the news, and the names that the news does not write often."""
    kinds = {stem: "word" for stem, count in common.items() if count >= 5 and len(stem) > 2 and stem.isalpha()}
    for name, lists in names.items():
        stem = name[0]
        if len(name) > 1 or len(stem) < 3 or common.get(stem, 0) >= 300:
            continue
        kinds[stem] = _kind(lists)
    return kinds


def _kind(lists: Sequence[str]) -> str:
    if any(each.startswith("place") for each in lists):
        return "place"
    return "arabic" if any(each.startswith(("given", "family")) for each in lists) else "foreign"
