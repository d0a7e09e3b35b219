"""Standing ties between actors (`العلاقات بين X وY`): no event, and so beside relations."""

from itertools import combinations

import pandas as pd

from analysis.corpus.corpus import Corpus
from analysis.relations.find import by_sentence
from analysis.relations.lexicon import words
from analysis.relations.phrases import Clauses
from analysis.relations.words import Sentence, read

NEAR = 6  # words between the word for a tie and those whom it ties
COLUMNS = {
    "article_id": "str",
    "part": "str",
    "sentence": "int64",
    "source": "str",
    "target": "str",
    "start": "int64",
    "end": "int64",
    "surface": "str",
    "text": "str",
}
_TIES = words("ties") | frozenset("ال" + word for word in words("ties"))


def ties(corpus: Corpus, *, methods: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return who is said to stand in relations, ties or an alliance with whom, a row a pair and a sentence.

    Columns: article_id, part, sentence, source, target (ids, in alphabetical order), start, end (characters of the
    part) and surface of the word for the tie, text (the sentence). Read are `العلاقات بين X وY`, `علاقات X مع Y`,
    `العلاقات` with two adjectives of nationality. A tie is no event: it counts in no balance.
    """
    rows = [
        (*keys, *pair, start + first, start + last, text[first:last], text)
        for keys, start, text, mentions, nations in by_sentence(corpus, methods)
        if (sentence := read(text, mentions, nations, anyway=True))
        for first, last, pair in _ties(sentence)
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _ties(sentence: Sentence) -> list[tuple[int, int, tuple[str, str]]]:
    """Return start and end of each word for a tie, and the pair that it ties."""
    clauses = Clauses(sentence)
    found = []
    for at, word in enumerate(sentence.words):
        if word.form.removeprefix("و").removeprefix("ب").removeprefix("ل") not in _TIES:
            continue
        ids = _tied(clauses, at)
        found += [(word.start, word.end, (min(pair), max(pair))) for pair in combinations(ids, 2)] if ids else []
    return found


def _tied(clauses: Clauses, at: int) -> list[str]:
    """Return the two whom a word ties, or none."""
    states = [word.nation for word in clauses.words[at + 1 : at + NEAR] if word.nation and not word.actors]
    if len(dict.fromkeys(states)) == 2:
        return list(dict.fromkeys(states))
    near = [phrase for phrase in clauses.phrases if 0 < phrase.start - at <= NEAR]
    between = next((phrase for phrase in near if phrase.prep == "t"), None)
    if between:
        ids = [actor.id for actor in clauses.group(between) if actor.id]
        return ids if len(set(ids)) == 2 else []
    own = next((phrase for phrase in near if clauses.beside(at, phrase)), None)
    other = next((phrase for phrase in near if own and phrase.prep in ("w", "b") and phrase.start >= own.end), None)
    pair = [own.actors[0].id, other.actors[0].id] if own and other else []
    return pair if len(set(filter(None, pair))) == 2 else []
