"""Words in a row: a corpus as numbers, and where sequences of words stand in it."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from analysis.base.frames import PARTS, SENTENCE
from analysis.corpus.corpus import Corpus
from analysis.text.folding import INVISIBLE, MARKS, normalize

# What may stand between the words of a term: white space, quotes, marks that are not read. A hyphen joins, too.
_GAP = f"[\\s\"'«»“”‘’„‹›{MARKS}{INVISIBLE}]"
_HYPHENS = "-\u2010\u2011"
_BETWEEN = re.compile(f"{_GAP}*|[{_HYPHENS}]")
GAP, HYPHEN = 1, 2
READ = ["article_id", "part", "sentence", "start", "end", "form", "lemma", "stop"]
SOME = 500  # words that are folded at once
LINK = "\x01"  # before a word that `و` is attached to, which no word begins with
FEW = 50_000  # places at which one looks between two words by themselves, before one looks at all
Phrase = tuple[int, ...]
Words = tuple[str, ...]


class Stream:
    """The tokens of a corpus as numbers, in their order.

    `words` codes the lemma (or form) of each token into `vocabulary`; `folded` takes spellings that match
    (analysis.text) as one word.
    """

    def __init__(self, corpus: Corpus, by: str = "lemma", folded: bool = False) -> None:
        self.corpus, self._tokens = corpus, corpus.columns("tokens", ["form", "lemma"])
        self.words, self.vocabulary = codes(self._tokens[by], folded)

    def linked(self, at: np.ndarray) -> np.ndarray:
        """Return the words at these positions, with the size of the vocabulary added where `و` or `ف` is attached.

        So `باكستان وأفغانستان` is no term of two words.
        """
        return self.words[at] + len(self.vocabulary) * attached(self._tokens, at)

    @cached_property
    def joined(self) -> np.ndarray:
        """Of each token, whether it and the next stand in one sentence with nothing but space, quotes or a hyphen
        between them."""
        return joined(self.corpus)

    def find(self, phrases: Sequence[Words]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (position of the first token, number of tokens, index of the phrase) of each occurrence of phrases.

        Their words are those of the vocabulary, LINK before one that `و` or `ف` is attached to; the first word is
        matched with or without what is attached.
        """
        code = {word: number for number, word in enumerate(self.vocabulary)}
        code |= {LINK + word: number + len(code) for word, number in code.items()}
        known = [number for number, phrase in enumerate(phrases) if all(word in code for word in phrase)]
        starts, lengths, which = _find(self, [tuple(code[word] for word in phrases[number]) for number in known])
        return starts, lengths, np.array(known, dtype=np.int64)[which]


def read_by(corpus: Corpus) -> Iterator[pd.DataFrame | str]:
    """Yield what a stream is made of, and where its tokens stand: by it, what is made of one is known again."""
    for each in corpus.slices():
        yield each.known("tokens", READ)
        yield each.known("articles", ["article_id", *PARTS])


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
        again, words = pd.factorize(np.array(folded_of(words), dtype=object))
        numbers = again[numbers]
    return numbers.astype(np.int64), words


def folded_of(words: Sequence[str] | np.ndarray) -> list[str]:
    """Return words as they are matched; many at once, which is quicker than one by one."""
    found: list[str] = []
    for some in (words[at : at + SOME] for at in range(0, len(words), SOME)):
        folded = normalize("\n".join(some)).split("\n")
        found += folded if len(folded) == len(some) else map(normalize, some)  # a merged term may hold a line's end
    return found


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


def attached(tokens: pd.DataFrame, at: np.ndarray) -> np.ndarray:
    """Tell whether `و` or `ف` is attached to the tokens (form, lemma) at these positions."""
    numbers, pairs = kinds(tokens.iloc[at], "form", "lemma")
    return np.array([is_linked(*pair) for pair in pairs], dtype=bool)[numbers] if pairs else numbers > 0


def _find(text: Stream, phrases: Sequence[Phrase]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return `Stream.find` of phrases as codes, as in `linked`. They are followed word by word, all at once, as down a
    trie."""
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
            kept = (at + depth < len(text.words)) & np.isin(node, [here[prefix[:-1]] for prefix in prefixes])
            at, node = at[kept], node[kept]
            kept = text.joined[at + depth - 1] if len(at) else kept[:0]
            at, node = at[kept], node[kept]
            key = node * size + text.linked(at + depth)
            place = np.searchsorted(steps[order], key).clip(max=len(steps) - 1)
            hit = steps[order][place] == key
            at, node = at[hit], order[place[hit]]
        else:
            begin = np.full(len(text.vocabulary), -1)
            begin[steps] = np.arange(len(steps))
            node = begin[text.words] if len(at) else node
            at, node = at[node >= 0], node[node >= 0]
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
    """Return start and end of each row of a frame as numbers that grow with article, part and offset."""
    return _offsets(corpus.columns("articles", ["article_id"])["article_id"], table, None)


def _offsets(ids: pd.Series, table: pd.DataFrame, sizes: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
    """Return start and end of each row, counted over all parts of all articles; parts without `sizes` are longest."""
    if sizes is None:
        begin = np.arange(len(ids) * len(PARTS), dtype=np.int64) << 31
    else:
        begin = np.concatenate([[0], np.cumsum(sizes.ravel(), dtype=np.int64)])
    article, known = codes(table["article_id"])
    part, parts = codes(table["part"])
    row = pd.Index(ids).get_indexer(known) * len(PARTS)
    column = np.array([PARTS.index(each) for each in parts], dtype=np.int64)
    first = begin[row[article] + column[part]] if len(table) else np.zeros(0, np.int64)
    return first + table["start"].to_numpy(), first + table["end"].to_numpy()


def joined(corpus: Corpus) -> np.ndarray:
    """Return for each token whether it and the next may stand in one phrase."""
    tokens = corpus.columns("tokens", [*SENTENCE, "start", "end"])
    texts = corpus.columns("articles", ["article_id", *PARTS])
    found = np.zeros(len(tokens), dtype=bool)
    same = np.flatnonzero(same_sentence(tokens))
    parts = [[text if isinstance(text, str) else "" for text in texts[part]] for part in PARTS]
    sizes = np.array([list(map(len, each)) for each in parts], dtype=np.int64).T
    whole = "".join(map("".join, zip(*parts, strict=True)))
    # What stands between two words is mostly a character: all are looked at, one after the other.
    kind = _kind_of_gap()[np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]
    starts, ends = _offsets(texts["article_id"], tokens, sizes)
    left, right = ends[same], starts[same + 1]
    hyphen = right - left == 1
    hyphen[hyphen] = kind[left[hyphen]] == HYPHEN
    found[same[hyphen]] = True
    while len(same):
        over = left >= right
        found[same[over]] = True
        same, left, right = same[~over], left[~over], right[~over]
        gap = kind[left] == GAP
        same, left, right = same[gap], left[gap] + 1, right[gap]
    return found


def same_sentence(tokens: pd.DataFrame) -> np.ndarray:
    """Tell of each token whether the next stands in the same sentence."""
    same = np.zeros(len(tokens), dtype=bool)
    if len(same) > 1:
        columns = [*(codes(tokens[name])[0] for name in ("article_id", "part")), tokens["sentence"].to_numpy()]
        same[:-1] = np.logical_and.reduce([np.diff(column) == 0 for column in columns])
    return same


def joined_at(texts: pd.DataFrame, tokens: pd.DataFrame, at: np.ndarray) -> np.ndarray:
    """Return `joined` of a few of the tokens of a corpus, those at these positions; `texts` are PARTS by article_id."""
    known = at + 1 < len(tokens)
    at = np.where(known, at, 0)
    left, right = (tokens.iloc[each].reset_index(drop=True) for each in (at, np.where(known, at + 1, 0)))
    same = known & np.logical_and.reduce([(left[name] == right[name]).to_numpy() for name in SENTENCE])
    rows = texts.loc[left["article_id"].unique()]
    parts = {part: rows[part].to_dict() for part in left["part"].unique()}
    ends = (left["part"], left["article_id"], left["end"], right["start"])
    spans = zip(*(each.tolist() for each in ends), strict=True)
    between = (parts[part][id][end:start] for part, id, end, start in spans)
    return same & np.array([_BETWEEN.fullmatch(text) is not None for text in between], dtype=bool)


@lru_cache
def _kind_of_gap() -> np.ndarray:
    """Return for each character whether words on its two sides are joined: by GAPs, by one HYPHEN."""
    table = np.zeros(0x110000, dtype=np.uint8)
    gap = re.compile(_GAP)
    table[[code for code in range(0x10000) if gap.match(chr(code))]] = GAP
    table[[ord(each) for each in _HYPHENS]] = HYPHEN
    return table
