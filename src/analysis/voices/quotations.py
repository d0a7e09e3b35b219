"""Quotations of a corpus, or of one text: who says what, with which word, and how the word takes it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from analysis.actors.find import mention_rows
from analysis.actors.registry import Registry, load_registry
from analysis.base.frames import PARTS, parts_of
from analysis.base.periods import as_day
from analysis.corpus.annotation import word_frames
from analysis.corpus.corpus import Corpus
from analysis.corpus.kept import keeps, kept
from analysis.text.folding import normalize
from analysis.voices.act import Act
from analysis.voices.chain import voices
from analysis.voices.cues import cues, cues_of
from analysis.voices.find import acts
from analysis.voices.known import Mention, Part, Voice
from analysis.voices.lists import light
from analysis.voices.media import passed_on
from analysis.voices.words import Words

QUOTATIONS = {
    "article_id": "str",
    "part": "str",
    "sentence": "int64",
    "start": "int64",
    "end": "int64",
    "text": "str",
    "cue": "str",
    "cue_start": "int64",
    "cue_end": "int64",
    "kind": "str",
    "stance": "str",
    "speaker": "str",
    "speaker_name": "str",
    "speaker_surface": "str",
    "via": "str",
    "words": "int64",
}
STANCES = ("neutral", "assert", "claim", "deny", "accuse", "demand", "warn", "announce", "praise", "outlet")
TOKENS = ["article_id", "part", "sentence", "start", "end", "form", "pos"]
Mentions = Mapping[str, Sequence[Mention]]


def quotations(corpus: Corpus) -> pd.DataFrame:
    """Return the quotations of a corpus, a row a speech act: a word that presents something as somebody's words.

    Columns: article_id, part, sentence (that what is said begins in), start, end (offsets of what is said into the
    part, its hull), text, cue (the verb, noun or preposition that presents it), cue_start, cue_end, kind (`direct` in
    quotation marks or after a colon, `indirect`, `mixed`), stance (of the cue, one of STANCES), speaker (the id of an
    actor, `name:` + the normalised name, `anonymous`, or `unknown`; several joined with ` + `), speaker_name (the
    fullest in the article), speaker_surface (the words beside the cue; empty where the subject is left out), via (the
    medium that passes it on, or empty), words (of what is said). Acts that stand inside others are rows of their own.

    Rows stand in the order of the corpus. Method: cues and frames of a grammar of reported speech, as Krestel, Bergler
    and Witte (2008) have for English; the guideline, and how often it is right, stand in docs/methods.md.
    """
    return kept("quotations", _read_by(corpus), lambda: _found(corpus))


def quotations_of(corpus: Corpus, ids: Iterable[str]) -> pd.DataFrame:
    """Return the quotations of some articles: where tables are kept those of all, of which others have need, too."""
    if not keeps():
        return quotations(corpus.of(ids))
    table = quotations(corpus)
    return table[table["article_id"].isin(set(ids))].reset_index(drop=True)


def _read_by(corpus: Corpus) -> Iterator[pd.DataFrame | str]:
    """Yield what quotations are made of: texts, words and mentions of each slice."""
    yield f"{corpus.info.get('keep_duplicates')}"
    for each in corpus.slices():
        yield each.known("articles", ["article_id", "duplicate_of", *PARTS])
        yield each.known("tokens", TOKENS)
        yield each.known("mentions", ["article_id", "part", "method", *Mention._fields])


def _found(corpus: Corpus) -> pd.DataFrame:
    return pd.concat(corpus.by_slice(_of_slice), ignore_index=True)


def _of_slice(corpus: Corpus) -> pd.DataFrame:
    articles = corpus.counted_columns(["article_id", *PARTS])
    texts = {row["article_id"]: parts_of(row) for row in articles.to_dict("records")}
    mentions = _mentions_of(corpus)
    read = _articles(corpus.columns("tokens", TOKENS))
    told = ((id, blocks) for id, blocks in read if id in texts)
    rows = ((id, *row) for id, blocks in told for row in _rows(texts[id], blocks, mentions.get(id, {})))
    return _table(rows, list(QUOTATIONS))


def _table(rows: Iterable[tuple], columns: list[str]) -> pd.DataFrame:
    values = list(zip(*rows, strict=True)) or [()] * len(columns)
    return pd.DataFrame(
        {name: pd.Series(each, dtype=QUOTATIONS[name]) for name, each in zip(columns, values, strict=True)}
    )


def find_quotations(
    text: str,
    *,
    title: str | None = None,
    registry: Registry | str | Path | None = None,
    published: Any = None,
    outlet: str | None = None,
) -> pd.DataFrame:
    """Return the quotations of one text: the columns of `quotations` without article_id.

    `title` is read before the text; its rows have the part `title`. `registry`, `published` and `outlet` decide whom a
    name or an office means, as in `actors.find_mentions`.

    Raises RegistryError where a registry file cannot be used, InputError where `published` is no day.

    >>> found = find_quotations("قال وزير النقل سامي الهواري إن الجسر سيغلق غدا، مضيفا أن العمل انتهى.")
    >>> found[["cue", "text", "speaker_name"]].values.tolist()
    [['قال', 'الجسر سيغلق غدا', 'سامي الهواري'], ['مضيفا', 'العمل انتهى', 'سامي الهواري']]
    """
    known = registry if isinstance(registry, Registry) else load_registry(registry)
    texts = {"body": text} if title is None else {"title": title, "body": text}
    article = {"article_id": "", "file": "", "ordinal": 0, "subtitle": None, "title": None, **texts}
    found = mention_rows(texts, known, published=as_day(published), outlet=outlet)
    mentions = {part: [Mention(*row[:2], *row[3:6]) for row in rows] for part, rows in found.items()}
    blocks = dict(_articles(word_frames([article], "auto", [])["tokens"])).get("", [])
    return _table(_rows(parts_of(article), blocks, mentions), list(QUOTATIONS)[1:])


class _Block(NamedTuple):
    """The words of one part of an article, as columns, and the places of those that may be cues."""

    part: str
    start: np.ndarray
    end: np.ndarray
    forms: list[str]
    sentence: list[int]
    verbs: list[bool]
    cues: list[int]


def _articles(tokens: pd.DataFrame) -> Iterator[tuple[str, list[_Block]]]:
    """Yield each article of a frame of tokens with its parts; each form is looked up once."""
    if tokens.empty:
        return
    tokens = tokens.astype({"form": "category", "article_id": "category", "part": "category"})
    folded = normalize("\n".join(tokens["form"].cat.categories.tolist())).split("\n")  # all at once: many times faster
    known = cues()
    is_cue = np.array([form in known or (form[1:] in known and bool(cues_of(form)[0])) for form in folded])
    codes, forms = tokens["form"].cat.codes.to_numpy(), np.array(folded, dtype=object)
    cue = is_cue[codes]
    verb = (tokens["pos"] == "verb").to_numpy()
    start, end, sentence = (tokens[name].to_numpy() for name in ("start", "end", "sentence"))
    article, part = (tokens[name].cat.codes.to_numpy() for name in ("article_id", "part"))
    borders = np.flatnonzero((np.diff(article) != 0) | (np.diff(part) != 0)) + 1
    ids, parts = (tokens[name].cat.categories.tolist() for name in ("article_id", "part"))
    held: list[_Block] = []
    firsts = [0, *borders.tolist()]
    for first, last in zip(firsts, [*borders.tolist(), len(tokens)], strict=True):
        if held and article[first] != article[first - 1]:
            yield ids[article[first - 1]], held
            held = []
        here = slice(first, last)
        spans = start[here], end[here], forms[codes[here]].tolist()
        told = sentence[here].tolist(), verb[here].tolist(), np.flatnonzero(cue[here]).tolist()
        held.append(_Block(parts[part[first]], *spans, *told))
    yield ids[article[-1]], held


def _mentions_of(corpus: Corpus) -> dict[str, dict[str, list[Mention]]]:
    """Return the counted mentions of a corpus by article and part."""
    columns = ("article_id", "part", *Mention._fields)
    table = corpus.counted_mentions(columns=columns)
    found: dict[str, dict[str, list[Mention]]] = {}
    for identity, part, *mention in zip(*(table[column].tolist() for column in columns), strict=True):
        found.setdefault(identity, {}).setdefault(part, []).append(Mention(*mention))
    return found


def _rows(texts: Mapping[str, str], blocks: Sequence[_Block], mentions: Mentions) -> Iterator[tuple]:
    """Yield the rows of an article."""
    parts = []
    for block in sorted(blocks, key=lambda each: PARTS.index(each.part)):
        words = Words(texts[block.part], *block[1:-1])
        found = passed_on(words, acts(words, block.cues, block.part == "title"))
        parts.append(Part(block.part, words, found, mentions.get(block.part, ())))
    for part, speakers in zip(parts, voices(parts), strict=True):
        for act, voice in zip(part.acts, speakers, strict=True):
            if not act.silent:
                yield _row(part, act, voice)


def _row(part: Part, act: Act, voice: Voice) -> tuple:
    words = part.words
    start, end = words.start[act.at] + act.joined, words.end[act.at]
    if act.cue.pos == "colon":
        start = words.text.index(":", end)
        end = start + 1
    said = (words.numbers[act.first], act.start, act.end, words.text[act.start : act.end])
    cue = (words.text[start:end], start, end, act.kind, _stance(words, act, voice.medium))
    return (part.name, *said, *cue, voice.actor, voice.name, voice.surface, act.via, act.last - act.first)


def _stance(words: Words, act: Act, medium: bool) -> str:
    """Return the stance of a cue: of its own, of the noun that a light verb carries, or of a medium."""
    if (medium and act.cue.stance in ("neutral", "announce", "assert")) or "passes" in act.cue.frames:
        return "outlet"
    carried = (light(act.cue.lemma, words.forms[at]) for at in (act.first, act.lead.at))
    return next(filter(None, carried), act.cue.stance)
