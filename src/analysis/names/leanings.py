"""What the news says of a word by the company that it keeps: how often it stands where names of each type stand.

A conditional random field that sees the words around a token, never the token, reads the news; of each word it is
counted how often it was taken for what. A word that the annotated corpus lacks is known by this.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from analysis.names.features import Knowledge, Word, shape

SEEN = 3  # occurrences from which a word has leanings
_STEPS = 7
Tag = Callable[[list[list[str]]], list[str]]


def context_features(words: Sequence[Word]) -> list[list[str]]:
    """Return the features of the words around each token, and what kind of token it is itself."""
    size = len(words)
    rows = []
    for i, word in enumerate(words):
        row = [f"k={shape(word.form)}", f"p={word.particle}", f"al={word.stem[:2] == 'ال'}"]
        for step in (-2, -1, 1, 2):
            if 0 <= i + step < size:
                row += words[i + step].features[step]
        if not i:
            row.append("first")
        if i + 1 == size:
            row.append("last")
        rows.append(row)
    return rows


def learn(tag: Tag, known: Knowledge, news: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return the leanings of each stem of the news, as a recogniser that sees contexts alone (`tag`) labels them.

    `4 PERSB5 PERSI3`: written some 1,000 times (the digits), a third of them as the first word of a person's name
    and an eighth as a further one (in powers of two of per cent). What is under one per cent is left out.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for tokens in news:
        words = [known.word(token) for token in tokens]
        for word, label in zip(words, tag(context_features(words)), strict=True):
            counts[word.stem][label] += 1
    return {stem: told for stem, labels in sorted(counts.items()) if stem.isalpha() and (told := _told(labels))}


def _told(labels: Counter[str]) -> str:
    total = labels.total()
    if total < SEEN:
        return ""
    parts = [str(min(len(str(total)), 5))]
    for label in sorted(labels):
        share = 100 * labels[label] / total
        if label != "O" and share >= 1 and labels[label] > 1:
            parts.append(f"{label[2:]}{label[0]}{min(int(math.log2(share)), _STEPS - 1)}")
    return " ".join(parts)
