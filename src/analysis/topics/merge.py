"""A corpus in which terms of several words count as one."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.frames import categories
from analysis.corpus.corpus import Corpus
from analysis.lemmas.lemmatize import lemmatize
from analysis.text.folding import normalize
from analysis.text.segments import token_spans
from analysis.topics.phrases import Phrase, Stream, find, is_linked, longest, places, stream


def merge(corpus: Corpus, terms: pd.DataFrame | Iterable[str]) -> Corpus:
    """Return the corpus with each occurrence of a term of several words as one token.

    Its `lemma` is the term as given, its `form` what stands in the article, quotes and all. `terms` are a table of
    `collocations` or phrases. A term is found by the lemmas of its words; where terms overlap, the longest holds.
    Offsets stay true; `token` keeps the number of the first word.

    Names of one thing stay one term, as far as the mentions of the corpus tell: a term that names the same actor as a
    part of it goes by that part (`تنظيم داعش` is `داعش`). A term that names no actor and is less than half as
    frequent as a shorter one inside it is left to the shorter (`مجال مكافحة الإرهاب`). Raises ValueError for a term
    without a word.
    """
    given = list(terms["term"]) if isinstance(terms, pd.DataFrame) else list(terms)
    text = stream(corpus, folded=True)
    phrases = _coded(given, text, corpus.info.get("lemmatizer", "auto"))
    coded = list(phrases)
    starts, lengths, which = find(text, coded)
    names = _named(corpus, text, phrases, starts, lengths, which)
    kept = np.array([names[phrase] != "" for phrase in coded], dtype=bool)[which] if coded else starts >= 0
    starts, lengths, which = starts[kept], lengths[kept], which[kept]
    kept = longest(starts, lengths, len(text.words))
    starts, lengths, which = starts[kept], lengths[kept], which[kept]
    if not len(starts):
        return corpus
    tokens = corpus.tokens
    columns: dict[str, Any] = {name: tokens[name].to_numpy().copy() for name in ("end", "stop")}
    columns["end"][starts] = columns["end"][starts + lengths - 1]
    columns["stop"][starts] = False
    columns["form"] = _put(tokens["form"], starts, _slices(corpus, starts, columns["end"][starts]))
    columns["pos"] = _put(tokens["pos"], starts, ["noun"] * len(starts))
    columns["lemma"] = _put(tokens["lemma"], starts, [names[coded[each]] for each in which])
    gone = np.zeros(len(tokens), dtype=bool)
    for step in range(1, int(lengths.max())):
        gone[starts[lengths > step] + step] = True
    tokens = tokens.assign(**columns)[~gone].reset_index(drop=True)
    return corpus.replace(tokens=tokens.assign(**{name: categories(tokens[name]) for name in ("form", "lemma", "pos")}))


def _put(values: pd.Series, at: np.ndarray, texts: list[str]) -> pd.Categorical:
    """Return categories with these texts at some places."""
    known = values.cat.categories
    wider = values.cat.add_categories(sorted(set(texts).difference(known.to_numpy(dtype=object))))
    codes = wider.cat.codes.to_numpy().copy()
    codes[at] = wider.cat.categories.get_indexer(texts)
    return pd.Categorical.from_codes(codes, wider.cat.categories)


def _named(
    corpus: Corpus,
    text: Stream,
    phrases: dict[Phrase, str],
    starts: np.ndarray,
    lengths: np.ndarray,
    which: np.ndarray,
) -> dict[Phrase, str]:
    """Return the name that each phrase goes by: its own, that of a part, or none where a part is left to count."""
    times = dict(zip(phrases, np.bincount(which, minlength=len(phrases)).tolist(), strict=True))
    actor_of, written = _actors(corpus, text, list(phrases), starts, lengths, which)
    names = {}
    for phrase, name in phrases.items():
        spans = [(i, i + size) for size in range(1, len(phrase)) for i in range(len(phrase) - size + 1)]
        # A part is compared as it stands at the beginning of a phrase.
        parts = [(phrase[i] % len(text.vocabulary), *phrase[i + 1 : j]) for i, j in spans]
        actor = actor_of.get(phrase)
        same = [part for part in parts if actor and actor_of.get(part) == actor]
        common = [part for part in parts if not actor and times.get(part, 0) > 2 * times[phrase]]
        names[phrase] = (phrases.get(same[0]) or written[same[0]]) if same else "" if common else name
    return names


def _actors(
    corpus: Corpus, text: Stream, phrases: list[Phrase], starts: np.ndarray, lengths: np.ndarray, which: np.ndarray
) -> tuple[dict[Phrase, str], dict[Phrase, str]]:
    """Return the actor that phrases and single words name, and the lemma of such words as it is written."""
    mentions = corpus.counted_mentions()
    begins, ends = places(corpus, corpus.tokens)
    first, last = places(corpus, mentions)
    first, last = np.searchsorted(begins, first, "right") - 1, np.searchsorted(ends, last)
    pairs = zip(first.tolist(), (last - first + 1).tolist(), strict=True)
    spans = dict(zip(pairs, mentions["actor"], strict=True))
    found: dict[Phrase, Counter[str]] = defaultdict(Counter)
    for start, length, phrase in zip(starts.tolist(), lengths.tolist(), which.tolist(), strict=True):
        found[phrases[phrase]][spans.get((start, length), "")] += 1
    for phrase, count in found.items():
        if count[""] > 3 * (count.total() - count[""]):
            found[phrase] = Counter()
        del count[""]
    lemma = corpus.tokens["lemma"]
    written: dict[Phrase, str] = {}
    for (start, length), actor in spans.items():
        if length == 1:
            word: Phrase = (int(text.words[start]),)
            found[word][actor] += 1
            written[word] = lemma.iat[start]
    return {phrase: count.most_common(1)[0][0] for phrase, count in found.items() if count}, written


def _coded(terms: list[str], text: Stream, lemmatizer: str) -> dict[Phrase, str]:
    """Return the terms as sequences of codes; those with a word that the corpus does not hold are left out."""
    known = {word: code for code, word in enumerate(text.vocabulary)}
    phrases: dict[Phrase, str] = {}
    for term in terms:
        words = [term[start:end] for start, end in token_spans(term)]
        if not words:
            raise ValueError(f"terms: {term!r} holds no word; give phrases, or a table of collocations")
        roots = lemmatize(words, lemmatizer)
        linked = [is_linked(word, root) for word, root in zip(words, roots, strict=True)]
        roots = [normalize(root) for root in roots]
        if all(root in known for root in roots):
            code = [known[root] + len(known) * link for root, link in zip(roots, linked, strict=True)]
            phrases.setdefault((known[roots[0]], *code[1:]), term)
    return phrases


def _slices(corpus: Corpus, at: np.ndarray, ends: np.ndarray) -> list[str]:
    """Return what stands in the articles from the beginning of these tokens to `ends`."""
    rows = corpus.tokens.iloc[at]
    texts = corpus.articles.set_index("article_id")
    parts = {part: texts[part].to_dict() for part in rows["part"].unique()}
    keys = zip(rows["article_id"], rows["part"], rows["start"], ends.tolist(), strict=True)
    return [parts[part][article][start:end] for article, part, start, end in keys]
