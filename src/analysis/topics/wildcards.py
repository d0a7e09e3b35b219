"""Words with wildcards: `*` for any letters or none, `?` for one."""

import re
from collections.abc import Iterable
from fnmatch import translate

import numpy as np

from analysis.text.folding import normalize
from analysis.text.segments import token_spans

_WILD = re.compile("[*?]")
_NO_LETTER = re.compile(r"[^\w*?]")


def is_pattern(word: str) -> bool:
    """Tell whether a word has wildcards.

    >>> is_pattern("*سلام*"), is_pattern("سلام")
    (True, False)
    """
    return _WILD.search(word) is not None


def words_of(query: str) -> list[str]:
    """Return the words of a phrase, in order; those with wildcards without what else stands about their letters.

    >>> words_of("مجلس «الأم*»، 1441")
    ['مجلس', 'الأم*', '1441']
    """
    words: list[str] = []
    for each in query.split():
        if not is_pattern(each):
            words += [each[start:end] for start, end in token_spans(each)]
        elif bare := _NO_LETTER.sub("", each):
            words.append(bare)
    return words


def matching(pattern: str, words: Iterable[str]) -> np.ndarray:
    """Return the numbers of the normalised words that a pattern stands for; its own letters are normalised.

    >>> matching("أ*", ["احمد", "سامي", "امل"]).tolist()
    [0, 2]
    """
    # No pattern is slow: `translate` lets each star take the fewest letters, and does not go back on it.
    letters = re.sub(r"\*+", "*", normalize(pattern)).replace("[", "[[]")  # which opens a set in a file's pattern
    fits = re.compile(translate(letters)).match
    return np.array([number for number, word in enumerate(words) if fits(word)], dtype=np.int64)
