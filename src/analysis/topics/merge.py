"""A corpus in which terms of several words count as one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.base.frames import PARTS, SPAN
from analysis.base.spool import Spool
from analysis.corpus.corpus import Corpus
from analysis.corpus.kept import kept, key_of
from analysis.lemmas.lemmatize import lemmatize
from analysis.text.folding import normalize
from analysis.text.segments import token_spans
from analysis.topics.phrases import LINK, Stream, Words, is_linked, longest, places, read_by


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
    phrases = _phrases(given, corpus.info.get("lemmatizer", "auto"))
    made_of = chain([repr(phrases)], read_by(corpus), _mentioned_by(corpus))
    table = kept("merged", made_of, lambda: _places(corpus, phrases))
    if table.empty:
        return corpus
    spans = dict(list(table.groupby("slice")))

    def merged(part: Corpus, number: int) -> pd.DataFrame:
        return _merged(part, spans[number]) if number in spans else part.tokens

    return corpus.remade(merged, key_of([table]))


def _mentioned_by(corpus: Corpus) -> Iterator[pd.DataFrame | str]:
    return (each.known("mentions", [*SPAN, "actor", "actor_type", "method"]) for each in corpus.slices())


def _places(corpus: Corpus, phrases: dict[Words, str]) -> pd.DataFrame:
    """Return where a term stands that counts as one: slice (its number), start (its first token), length, name."""
    told = _Told([0] * len(phrases), defaultdict(Counter), defaultdict(Counter), {})
    held = Spool()
    for each in corpus.slices():
        held.add(*_read(each, list(phrases), told))
    names = _named(phrases, told)
    stands = np.array([name != "" for name in names], dtype=bool)
    tables = [pd.DataFrame({name: np.zeros(0, np.int32) for name in ("slice", "start", "length", "which")})]
    for number, (starts, lengths, which, size) in enumerate(held):
        starts, lengths, which = (each[stands[which]] for each in (starts, lengths, which))
        chosen = longest(starts, lengths, int(size))
        columns = {"start": starts[chosen], "length": lengths[chosen], "which": which[chosen]}
        tables.append(pd.DataFrame({"slice": number, **columns}, dtype=np.int32))
    table = pd.concat(tables, ignore_index=True)
    return table.assign(name=np.array(names, dtype=object)[table.pop("which")]).astype({"name": "category"})


def _merged(corpus: Corpus, spans: pd.DataFrame) -> pd.DataFrame:
    """Return the tokens of a slice, those of each span (start, length, name) as one of its name."""
    tokens = corpus.tokens
    starts, lengths = (spans[name].to_numpy(np.int64) for name in ("start", "length"))
    ends, stop = tokens["end"].to_numpy().copy(), tokens["stop"].to_numpy().copy()
    ends[starts], stop[starts] = ends[starts + lengths - 1], False
    stays = np.ones(len(tokens), dtype=bool)
    for step in range(1, int(lengths.max())):
        stays[starts[lengths > step] + step] = False
    texts = {
        "form": _slices(corpus, starts, ends[starts]),
        "pos": ["noun"] * len(starts),
        "lemma": spans["name"].tolist(),
    }
    words = {name: _put(tokens[name], starts, each, stays) for name, each in texts.items()}
    return tokens.assign(end=ends, stop=stop)[stays].reset_index(drop=True).assign(**words)


def _put(values: pd.Series, at: np.ndarray, texts: list[str], stays: np.ndarray) -> pd.Categorical:
    """Return categories with these texts at some places, of the rows that stay; only those that occur, sorted."""
    words = values.cat.categories.tolist()
    known = {word: number for number, word in enumerate(words)}
    for text in texts:
        known.setdefault(text, len(known))
    codes = values.cat.codes.to_numpy().astype(np.int32)
    codes[at] = [known[text] for text in texts]
    codes, words, used = codes[stays], list(known), np.zeros(len(known), dtype=bool)
    used[codes] = True
    order = sorted(np.flatnonzero(used).tolist(), key=words.__getitem__)
    place = np.empty(len(words), np.int32)
    place[order] = np.arange(len(order))
    return pd.Categorical.from_codes(place[codes], pd.Index([words[number] for number in order], dtype="str"))


class _Told(NamedTuple):
    """What slices tell of phrases, added up."""

    times: list[int]  # of each phrase
    actors: defaultdict[int, Counter[str]]  # that each phrase names, by its number; "" where it names none
    alone: defaultdict[str, Counter[str]]  # that a single word names
    written: dict[str, str]  # such a word as a lemma is written


def _read(corpus: Corpus, phrases: list[Words], told: _Told) -> tuple[np.ndarray, ...]:
    """Add what a slice tells of phrases; return where they stand there (starts, lengths, which), and its size."""
    text = Stream(corpus, folded=True)
    starts, lengths, which = text.find(phrases)
    mentions = corpus.counted_mentions()
    tokens = corpus.columns("tokens", ["article_id", "part", "start", "end", "lemma"])
    begins, ends = places(corpus, tokens)
    first, last = places(corpus, mentions)
    first, last = np.searchsorted(begins, first, "right") - 1, np.searchsorted(ends, last)
    pairs = zip(first.tolist(), (last - first + 1).tolist(), strict=True)
    spans = dict(zip(pairs, mentions["actor"].tolist(), strict=True))
    for start, length, phrase in zip(starts.tolist(), lengths.tolist(), which.tolist(), strict=True):
        told.actors[phrase][spans.get((start, length), "")] += 1
        told.times[phrase] += 1
    lemma, lemmas = tokens["lemma"].cat.codes.to_numpy(), tokens["lemma"].cat.categories
    for (start, length), actor in spans.items():
        if length == 1:
            word = text.vocabulary[text.words[start]]
            told.alone[word][actor] += 1
            told.written[word] = lemmas[lemma[start]]
    return starts, lengths, which, np.array(len(tokens))


def _named(phrases: dict[Words, str], told: _Told) -> list[str]:
    """Return the name that each phrase goes by: its own, that of a part, or none where a part is left to count."""
    times = dict(zip(phrases, told.times, strict=True))
    actor_of = _actors(list(phrases), told)
    names = []
    for phrase, name in phrases.items():
        spans = [(i, i + size) for size in range(1, len(phrase)) for i in range(len(phrase) - size + 1)]
        # A part is compared as it stands at the beginning of a phrase.
        parts = [(phrase[i].removeprefix(LINK), *phrase[i + 1 : j]) for i, j in spans]
        actor = actor_of.get(phrase)
        same = [part for part in parts if actor and actor_of.get(part) == actor]
        common = [part for part in parts if not actor and times.get(part, 0) > 2 * times[phrase]]
        found = phrases.get(same[0]) or told.written[same[0][0]] if same else "" if common else name
        names.append(found)
    return names


def _actors(phrases: list[Words], told: _Told) -> dict[Words, str]:
    """Return the actor that phrases and single words name."""
    found: dict[Words, Counter[str]] = {}
    for number, count in told.actors.items():
        named = Counter(dict(count))
        if count[""] > 3 * (count.total() - count[""]):
            named = Counter()
        del named[""]
        found[phrases[number]] = named
    for word, count in told.alone.items():
        found.setdefault((word,), Counter()).update(count)
    return {phrase: count.most_common(1)[0][0] for phrase, count in found.items() if count}


def _phrases(terms: list[str], lemmatizer: str) -> dict[Words, str]:
    """Return the terms by their words as they are matched; of those that match alike, the first."""
    phrases: dict[Words, str] = {}
    for term in terms:
        words = [term[start:end] for start, end in token_spans(term)]
        if not words:
            raise ValueError(f"terms: {term!r} holds no word; give phrases, or a table of collocations")
        roots = lemmatize(words, lemmatizer)
        linked = [LINK * is_linked(word, root) for word, root in zip(words, roots, strict=True)]
        matched = [link + normalize(root) for link, root in zip(linked, roots, strict=True)]
        phrases.setdefault((normalize(roots[0]), *matched[1:]), term)
    return phrases


def _slices(corpus: Corpus, at: np.ndarray, ends: np.ndarray) -> list[str]:
    """Return what stands in the articles from the beginning of these tokens to `ends`."""
    rows = corpus.tokens.iloc[at]
    texts = corpus.columns("articles", ["article_id", *PARTS]).set_index("article_id")
    parts = {part: texts[part].to_dict() for part in rows["part"].unique()}
    keys = zip(*(rows[name].tolist() for name in ("article_id", "part", "start")), ends.tolist(), strict=True)
    return [parts[part][article][start:end] for article, part, start, end in keys]
