"""Words in a row: a corpus as numbers, and where sequences of words stand in it."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.base.frames import PARTS, SENTENCE
from analysis.corpus.corpus import Corpus
from analysis.text.folding import INVISIBLE, MARKS, normalize

# What may stand between the words of a term: white space, quotes, marks that are not read. A hyphen joins, too.
_GAP = f"[\\s\"'«»“”‘’„‹›{MARKS}{INVISIBLE}]"
_HYPHENS = "-\u2010\u2011"
_BETWEEN = re.compile(f"{_GAP}*|[{_HYPHENS}]")
KNOWN = 1 << 19  # words whose folded spelling is kept, some 60 MB
READ = ["article_id", "part", "sentence", "start", "end", "form", "lemma", "stop"]
Phrase = tuple[int, ...]


class Stream(NamedTuple):
    """The tokens of a corpus as numbers, in their order.

    `words` codes the lemma (or form) of each token into `vocabulary`; `linked` does the same, with the size of the
    vocabulary added where `و` or `ف` is attached, so that `باكستان وأفغانستان` is no term of two words. `joined` tells
    that a token and the next stand in one sentence with nothing but space, quotes or a hyphen between them.
    """

    words: np.ndarray
    linked: np.ndarray
    joined: np.ndarray
    vocabulary: np.ndarray


def stream(corpus: Corpus, by: str = "lemma", folded: bool = False) -> Stream:
    """Return the tokens of a corpus as numbers; `folded` takes spellings that match (analysis.text) as one word."""
    tokens = corpus.columns("tokens", ["form", "lemma"])
    words, vocabulary = codes(tokens[by], folded)
    numbers, pairs = kinds(tokens, "form", "lemma")
    attached = np.array([is_linked(*pair) for pair in pairs], dtype=bool)
    linked = words + len(vocabulary) * attached[numbers] if len(words) else words
    return Stream(words, linked, joined(corpus), vocabulary)


def read_by(corpus: Corpus) -> Iterator[pd.DataFrame]:
    """Yield what a stream is made of, and where its tokens stand: by it, what is made of one is known again."""
    for each in corpus.slices():
        yield each.columns("tokens", READ)
        yield each.columns("articles", ["article_id", *PARTS])


def vocabulary(corpus: Corpus) -> frozenset[str]:
    """Return the lemmas of a corpus."""
    held: set[str] = set()
    for each in corpus.slices():
        held.update(np.asarray(each.columns("tokens", ["lemma"])["lemma"].unique(), dtype=object))
    return frozenset(held)


def codes(values: pd.Series, folded: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Return values as codes into their distinct values, and these, in order of appearance."""
    numbers, distinct = pd.factorize(values)
    words: np.ndarray = np.asarray(distinct, dtype=object)
    if folded and len(words):
        again, words = pd.factorize(np.array(list(map(_folded, words)), dtype=object))
        numbers = again[numbers]
    return numbers.astype(np.int64), words


_folded = lru_cache(KNOWN)(normalize)  # most words of a slice stood in the one before


def kinds(tokens: pd.DataFrame, *columns: str) -> tuple[np.ndarray, list[tuple]]:
    """Return the rows of some columns as codes into their distinct rows, and these, in order of appearance."""
    number = np.zeros(len(tokens), dtype=np.int64)
    for column in columns:
        each, distinct = codes(tokens[column])
        number = number * max(len(distinct), 1) + each
    numbers = pd.factorize(number)[0]
    places = pd.Series(np.arange(len(number)), dtype="int64").groupby(numbers).first().to_numpy()
    rows = tokens[list(columns)].iloc[places]
    return numbers.astype(np.int64), list(rows.itertuples(index=False, name=None))


def is_linked(form: str, lemma: str) -> bool:
    """Tell whether `و` or `ف` (and, so) is attached to a word.

    >>> is_linked("وأفغانستان", "أفغانستان"), is_linked("ولاية", "ولاية"), is_linked("ووزير", "وزير")
    (True, False, True)
    """
    letter = form[:1]
    return letter in ("و", "ف") and len(form) > 2 and (lemma[:1] != letter or form[1] == letter)


def find(text: Stream, phrases: Sequence[Phrase]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (position of the first token, number of tokens, index of the phrase) of each occurrence of `phrases`.

    A phrase is a sequence of codes as in `linked`; its first word is matched with or without what is attached.
    Phrases are followed word by word, all at once, as down a trie.
    """
    size = 2 * len(text.vocabulary)
    at = np.arange(len(text.words))
    node = np.zeros(len(at), dtype=np.int64)
    here: dict[Phrase, int] = {(): 0}
    starts, lengths, which = [at[:0]], [at[:0]], [at[:0]]
    ends = {phrase: index for index, phrase in enumerate(phrases)}
    for depth in range(max(map(len, phrases), default=0)):
        prefixes = sorted({phrase[: depth + 1] for phrase in phrases if len(phrase) > depth})
        steps = np.array([here[prefix[:-1]] * size + prefix[-1] for prefix in prefixes], dtype=np.int64)
        order = np.argsort(steps)
        if depth:
            kept = at + depth < len(text.words)
            at, node = at[kept], node[kept]
            kept = text.joined[at + depth - 1]
            at, node = at[kept], node[kept]
        key = node * size + (text.linked if depth else text.words)[at + depth]
        place = np.searchsorted(steps[order], key).clip(max=len(steps) - 1)
        hit = steps[order][place] == key
        at, node = at[hit], order[place[hit]]
        ended = np.array([ends.get(prefix, -1) for prefix in prefixes], dtype=np.int64)[node]
        starts.append(at[ended >= 0])
        lengths.append(np.full(int((ended >= 0).sum()), depth + 1))
        which.append(ended[ended >= 0])
        here = {prefix: number for number, prefix in enumerate(prefixes)}
    return np.concatenate(starts), np.concatenate(lengths), np.concatenate(which)


def longest(starts: np.ndarray, lengths: np.ndarray, size: int) -> np.ndarray:
    """Return the indices of the spans that stand where spans overlap: the longest, then the first.

    Spans that are the same stand together. `size` is the number of tokens.
    """
    taken = bytearray(size)
    kept: list[int] = []
    spans: set[tuple[int, int]] = set()
    several = np.flatnonzero(lengths > 1)
    order = several[np.lexsort((starts[several], -lengths[several]))]
    for index, start, length in zip(order.tolist(), starts[order].tolist(), lengths[order].tolist(), strict=True):
        if (start, length) in spans or not any(taken[start : start + length]):
            taken[start : start + length] = b"\1" * length
            spans.add((start, length))
            kept.append(index)
    single = np.flatnonzero(lengths == 1)
    free = np.frombuffer(taken, dtype=np.uint8)[starts[single]] == 0
    return np.sort(np.concatenate([np.array(kept, dtype=np.int64), single[free]]))


def windows(text: Stream, size: int) -> np.ndarray:
    """Return the positions at which `size` joined tokens begin."""
    if size == 1:
        return np.arange(len(text.words))
    ok = text.joined[: max(len(text.joined) - size + 1, 0)].copy()
    for step in range(1, size - 1):
        ok &= text.joined[step : step + len(ok)]
    return np.flatnonzero(ok)


def places(corpus: Corpus, table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return start and end of each row of a frame as offsets into all texts of the corpus, one behind the other."""
    return _offsets(corpus.columns("articles", ["article_id", *PARTS]), table)


def _offsets(texts: pd.DataFrame, table: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    ids = pd.Index(texts["article_id"])
    size = np.zeros((len(ids), len(PARTS)), dtype=np.int64)
    for column, name in enumerate(PARTS):
        size[:, column] = [len(text) if isinstance(text, str) else 0 for text in texts[name]]
    begin = np.concatenate([[0], size.ravel().cumsum()])
    article, known = codes(table["article_id"])
    part, parts = codes(table["part"])
    column_of = np.array([PARTS.index(each) for each in parts], dtype=np.int64)
    cell = ids.get_indexer(known)[article] * len(PARTS) + column_of[part]
    return begin[cell] + table["start"].to_numpy(), begin[cell] + table["end"].to_numpy()


def joined(corpus: Corpus) -> np.ndarray:
    """Return for each token whether it and the next may stand in one phrase."""
    tokens = corpus.columns("tokens", [*SENTENCE, "start", "end"])
    texts = corpus.columns("articles", ["article_id", *PARTS])
    found = np.zeros(len(tokens), dtype=bool)
    if len(tokens) < 2:
        return found
    same = np.diff(tokens["sentence"].to_numpy()) == 0
    for column in ("article_id", "part"):
        same &= np.diff(codes(tokens[column])[0]) == 0
    # All texts as one array of characters, and a running count of those that part words.
    rows = zip(*(texts[part] for part in PARTS), strict=True)
    whole = "".join(text for row in rows for text in row if isinstance(text, str))
    letters = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    parting = np.concatenate([[0], np.cumsum(_parting()[letters], dtype=np.int32)])
    starts, ends = _offsets(texts, tokens)
    left, right = np.where(same, ends[:-1], 0), np.where(same, starts[1:], 0)
    hyphen = (right - left == 1) & np.isin(letters[left], [ord(each) for each in _HYPHENS])
    found[:-1] = same & ((parting[right] == parting[left]) | hyphen)
    return found


def joined_at(corpus: Corpus, tokens: pd.DataFrame, at: np.ndarray) -> np.ndarray:
    """Return `joined` of a few of the tokens of a corpus, those at these positions."""
    known = at + 1 < len(tokens)
    at = np.where(known, at, 0)
    left, right = (tokens.iloc[each].reset_index(drop=True) for each in (at, np.where(known, at + 1, 0)))
    same = known & np.logical_and.reduce([(left[name] == right[name]).to_numpy() for name in SENTENCE])
    texts = corpus.columns("articles", ["article_id", *PARTS])
    rows = texts.set_index("article_id").loc[left["article_id"].unique()]
    texts = {part: rows[part].to_dict() for part in left["part"].unique()}
    spans = zip(left["part"], left["article_id"], left["end"], right["start"], strict=True)
    between = (texts[part][id][end:start] for part, id, end, start in spans)
    return same & np.array([_BETWEEN.fullmatch(text) is not None for text in between], dtype=bool)


@lru_cache
def _parting() -> np.ndarray:
    """Return for each character whether it parts the words on either side."""
    table = np.ones(0x110000, dtype=bool)
    gap = re.compile(_GAP)
    table[[code for code in range(0x10000) if gap.match(chr(code))]] = False
    return table
