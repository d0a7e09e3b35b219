"""The words that depend on an actor or that it depends on: verbs of which it is subject or object, adjectives."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.base.frames import SENTENCE
from analysis.corpus.corpus import Corpus
from analysis.lemmas.lemmatize import readings
from analysis.profiles.verbs import Agreement, agreement
from analysis.text import tables
from analysis.text.folding import normalize
from analysis.topics.fragments import is_fragment
from analysis.topics.phrases import joined, places
from analysis.voices.lists import plain

DEPENDENTS = {
    "article_id": "str",
    "part": "str",
    "sentence": "int64",
    "actor": "str",
    "kind": "str",
    "term": "str",
    "start": "int64",
    "end": "int64",
}
SURE = 0.8  # of the natural logarithm of verb : noun, above which a form by itself is taken for a verb
TITLE = 5  # words of a title between a verb and a person, or of a subject between a verb and its object


def dependents(corpus: Corpus) -> pd.DataFrame:
    """Return the verbs of which actors are subject or object, and the adjectives beside them, a row a word.

    Columns: article_id, part, sentence, actor (id), kind (`subject`, `object`, `adjective`), term (the lemma of the
    verb or adjective), start, end (of the word, offsets into the part). In the order of the corpus.

    Read by rules from the order of words, their parts of speech and agreement, without a parser; the subject of a
    passive verb counts as its subject. How often a row is right stands in docs/methods.md. A reading aid: what the
    rules do not see is not there.

    >>> import analysis
    >>> dependents(analysis.read())["kind"].unique().tolist()
    ['subject', 'object', 'adjective']
    """
    found = pd.concat([_of_slice(each) for each in corpus.slices()], ignore_index=True)
    return found.astype(DEPENDENTS)[list(DEPENDENTS)]


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(normalize(word) for word in tables.table("profiles/data/words.yml")[name])


class _Named(NamedTuple):
    """A mention: its first and last token, who, of which type, whether it is a name alone, nothing attached to it."""

    first: int
    last: int
    actor: str
    type: str
    alone: bool
    bare: bool


class _Text(NamedTuple):
    """A slice as lists: of each token its form, lemma, part of speech, if the next joins it, who is named there."""

    form: list[str]
    lemma: list[str]
    pos: list[str]
    joined: np.ndarray
    named: dict[int, _Named]  # by each token of a mention

    def before(self, at: int) -> int:
        """Return the token joined before one; -1 where there is none."""
        return at - 1 if at and self.joined[at - 1] else -1

    def after(self, at: int) -> int:
        return at + 1 if self.joined[at] else -1

    def is_verb(self, at: int) -> bool:
        return at >= 0 and self.pos[at] == "verb" and at not in self.named

    def agrees(self, at: int) -> Agreement:
        return agreement(self.form[at], self.lemma[at])

    def name(self, at: int) -> _Named | None:
        """Return the mention that begins at a token, nothing attached to it."""
        named = self.named.get(at)
        return named if named and named.first == at and named.bare else None


def _of_slice(corpus: Corpus) -> pd.DataFrame:
    text, mentions = _read(corpus)
    rows = [row for each in mentions for row in _subject(text, each)]
    subjects = {at: actor for actor, kind, at in rows if kind == "subject"}
    rows += [row for each in mentions for row in _object(text, each, subjects)]
    rows += [row for each in mentions for row in _adjective(text, each)]
    rows = sorted(dict.fromkeys(rows), key=lambda row: row[2])
    at = np.array([row[2] for row in rows], dtype=np.int64)
    table = corpus.tokens.iloc[at][[*SENTENCE, "start", "end", "lemma"]].reset_index(drop=True)
    table["actor"], table["kind"] = [row[0] for row in rows], [row[1] for row in rows]
    return table.rename(columns={"lemma": "term"}).astype(DEPENDENTS)


def _read(corpus: Corpus) -> tuple[_Text, list[_Named]]:
    tokens, table = corpus.tokens, corpus.counted_mentions()
    begins, ends = places(corpus, tokens)
    starts, stops = places(corpus, table)
    first, last = np.searchsorted(begins, starts, "right") - 1, np.searchsorted(ends, stops)
    alone, bare = table["method"].isin(["name", "epithet", "capital"]), begins[first] == starts
    columns = (first.tolist(), last.tolist(), table["actor"], table["actor_type"], alone, bare.tolist())
    mentions = [_Named(*row) for row in zip(*columns, strict=True)]
    named = {at: each for each in mentions for at in range(each.first, each.last + 1)}
    form, lemma, pos = (tokens[name].astype(object).tolist() for name in ("form", "lemma", "pos"))
    return _Text(form, lemma, pos, joined(corpus), named), mentions


def _subject(text: _Text, named: _Named) -> Iterator[tuple[str, str, int]]:
    """Yield the verb that a mention is the subject of: before it, behind it, or in a clause that tells of it."""
    verb = _verb_before(text, named)
    if verb >= 0 and named.bare and _fits(text, verb, named) and not _after_subject(text, verb):
        yield named.actor, "subject", verb
        return
    next = text.after(named.last)
    if next >= 0 and normalize(text.form[next]) in _words("relatives"):
        next = text.after(next)
        if text.is_verb(next) and _tells(text, next) and _fits(text, next, named) and not text.agrees(next).object:
            follows = text.after(next)
            if not (follows >= 0 and text.name(follows)):  # التي تدعم إيران: whose is the verb?
                yield named.actor, "subject", next
    elif text.is_verb(next) and _tells(text, next) and _fits(text, next, named) and _opens(text, named):
        yield named.actor, "subject", next


def _verb_before(text: _Text, named: _Named) -> int:
    """Return the verb directly before a mention, or before the title of a person; -1 where there is none."""
    at = text.before(named.first)
    if text.is_verb(at) or named.type != "person":
        return at if text.is_verb(at) and _tells(text, at) else -1
    for _ in range(TITLE):
        if at < 0 or text.pos[at] != "noun" or text.named.get(at, named).actor != named.actor:
            return -1
        if normalize(text.form[at]) in plain("honours", "roles") and text.is_verb(text.before(at)):
            verb = text.before(at)
            return verb if _tells(text, verb) else -1
        at = text.before(at)
    return -1


def _tells(text: _Text, verb: int) -> bool:
    return normalize(text.lemma[verb]) not in _words("light")


def _after_subject(text: _Text, verb: int) -> bool:
    """Tell whether a verb has its subject before it already: أن إيران تدعم سوريا."""
    before = text.before(verb)
    named = text.named.get(before) if before >= 0 else None
    return named is not None and named.last == before and _opens(text, named) and _fits(text, verb, named)


def _opens(text: _Text, named: _Named) -> bool:
    """Tell whether a mention begins its clause, a person's title included."""
    at = named.first
    if not named.bare:
        return normalize(text.form[at])[:1] in ("و", "ف") and len(text.form[at]) > 3
    for _ in range(TITLE):
        before = text.before(at)
        if before < 0 or normalize(text.form[before]) in _words("openers"):
            return True
        if named.type != "person" or text.pos[before] != "noun":
            return False
        at = before
    return False


def _fits(text: _Text, verb: int, named: _Named) -> bool:
    """Tell whether a verb may have a mention as its subject."""
    gender, own = text.agrees(verb).gender, _gender(text, named)
    if verb > named.last and not gender:  # الحوثيون يقصفون
        return normalize(text.form[verb]).endswith(("ون", "وا")) and own != "f"
    return bool(gender) and (own in ("", gender))


def _gender(text: _Text, named: _Named) -> str:
    """Return the gender that a verb takes with a mention, or nothing where it may be either."""
    words = [normalize(form) for form in text.form[named.first : named.last + 1]]
    head = words[0] if named.bare else words[0][1:]
    if named.type == "person":
        return ""
    if named.type == "state" and named.alone:
        masculine = _words("masculine") | _words("heads")
        return "m" if head in masculine or " ".join(words) in masculine else "f"
    if head in _words("heads"):
        return "m"
    return "f" if head.endswith(("ه", "ات")) or head in ("قوات", "القوات", "طالبان", "حماس", "الامم") else ""


def _object(text: _Text, named: _Named, subjects: dict[int, str]) -> Iterator[tuple[str, str, int]]:
    """Yield the verb that a mention is the object of: nothing stands before it, and the subject is another."""
    if not named.bare:
        return
    at = text.before(named.first)
    if text.is_verb(at):  # زار باكستان, إيران تدعم سوريا
        if subjects.get(at) != named.actor and not text.agrees(at).object and _takes(text, at, named, at in subjects):
            yield named.actor, "object", at
        return
    other = text.named.get(at) if at >= 0 else None
    if other is not None and other.last == at and other.actor != named.actor:  # اتهمت السعودية إيران
        verb = text.before(other.first)
        if text.is_verb(verb) and subjects.get(verb) == other.actor and not text.agrees(verb).object:
            yield named.actor, "object", verb
        return
    if named.type == "person" or at < 0 or not normalize(text.form[at]).startswith("ال"):
        return
    for _ in range(TITLE):  # زار وزير الخارجية الأمريكي إسرائيل
        if at < 0 or at in text.named or text.pos[at] != "noun":
            return
        at = text.before(at)
        if text.is_verb(at):
            if _tells(text, at) and not text.agrees(at).object and text.agrees(at).gender:
                yield named.actor, "object", at
            return


def _takes(text: _Text, verb: int, named: _Named, has_subject: bool) -> bool:
    """Tell whether a verb has the mention right behind it as its object, and is surely none that has it as its subject.

    A verbal noun looks like a verb, and stands before a name more often: منع إيران.
    """
    if not _tells(text, verb):
        return False
    reading = readings([text.form[verb]], "simple")[0]
    sure = has_subject or not reading.noun or not reading.shape.startswith(".") or reading.odds > SURE
    doubtful = _gender(text, named) == "m" and text.agrees(verb).gender == "f" and not has_subject  # تراجعت اليمن
    return sure and not doubtful


def _adjective(text: _Text, named: _Named) -> Iterator[tuple[str, str, int]]:
    """Yield the definite adjective behind the name of a state or body that no noun stands before."""
    at, before = text.after(named.last), text.before(named.first)
    if named.type == "person" or at < 0 or at in text.named or text.pos[at] != "noun":
        return
    if before >= 0 and text.pos[before] != "other" and before not in text.named:  # سياسة إيران الخارجية
        return
    if is_fragment(text.form[at]):  # يوم الجمعة
        return
    form, own = normalize(text.form[at]), _gender(text, named)
    woman = form.endswith("ه")
    if form.startswith("ال") and len(form) > 4 and own and woman == (own == "f") and (woman or form.endswith("ي")):
        yield named.actor, "adjective", at
