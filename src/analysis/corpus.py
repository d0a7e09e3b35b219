"""A corpus: articles and what they hold, as frames; read, filter, save and load."""

import hashlib
import json
import os
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Self

import pandas as pd
from tqdm.auto import tqdm

from analysis import actors, lemmas, pages
from analysis.annotation import annotate, parts_of, story_dates
from analysis.dates import inferred_day, published_after
from analysis.frames import NOT_COUNTED, SCHEMA, conform, frame
from analysis.sources import InputError, Note, Page, locate, read_pages
from analysis.text import normalize

QUIET_UNDER = 500  # pages below which no progress bar is worth showing


@dataclass
class Corpus:
    """Articles and their annotation, as frames (columns: analysis.frames.SCHEMA; offsets count characters of a part).

    `registry` is the actor registry that found the mentions. `info` says how the corpus was made: source,
    fingerprint, lemmatizer, entities, keep_duplicates. Stories that repeat another (`duplicate_of`) stand in
    `articles` only and are not counted, unless the corpus was read with `keep_duplicates=True`.
    """

    articles: pd.DataFrame
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    mentions: pd.DataFrame
    dates: pd.DataFrame
    log: pd.DataFrame
    registry: actors.Registry = field(repr=False)
    info: dict[str, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.articles)

    def __repr__(self) -> str:
        return f"<Corpus: {len(self)} articles, {int(self.counted['words'].sum()):,} words, {self.span}>"

    @property
    def counted(self) -> pd.DataFrame:
        """The articles that analyses count: each story once, unless duplicates are kept."""
        if self.info.get("keep_duplicates"):
            return self.articles
        return self.articles[self.articles["duplicate_of"].isna()]

    def counted_mentions(self, methods: tuple[str, ...] = ()) -> pd.DataFrame:
        """Return the mentions that analyses count: all but `place` and `adjective`, unless named in `methods`."""
        left_out = [method for method in NOT_COUNTED if method not in methods]
        return self.mentions[~self.mentions["method"].isin(left_out)]

    @property
    def span(self) -> str:
        """The first and last known day of publication, as text."""
        known = self.articles["published"].dropna()
        return f"{known.min():%Y-%m-%d} – {known.max():%Y-%m-%d}" if len(known) else "no dates known"

    def filter(
        self,
        start: str | date | None = None,
        end: str | date | None = None,
        source: str | list[str] | None = None,
        query: str | None = None,
    ) -> Self:
        """Return the part of the corpus published from `start` to `end` (inclusive), by `source`, that has `query`.

        `query` is a word: articles that hold it, or another form of its lemma, are kept. Articles without a day of
        publication fall outside any span; the log says how many. Raises InputError where a day cannot be read.
        """
        articles, log = self.articles, self.log
        keep = pd.Series(True, index=articles.index)
        first, last = _day(start, "start"), _day(end, "end")
        if first is not None or last is not None:
            keep &= articles["published"].between(first or pd.Timestamp.min, last or pd.Timestamp.max)
            undated = int(articles["published"].isna().sum())
            if undated:
                note = Note("", None, "warning", f"{undated} articles have no date", "left out of the span")
                log = pd.concat([log, frame("log", [note])], ignore_index=True)
        if source:
            keep &= articles["source"].isin([source] if isinstance(source, str) else source)
        if query:
            keep &= articles["article_id"].isin(self._ids_with(query))
        ids = articles.loc[keep, "article_id"]
        frames = {name: getattr(self, name) for name in ("articles", "sentences", "tokens", "mentions", "dates")}
        kept = {name: table[table["article_id"].isin(ids)].reset_index(drop=True) for name, table in frames.items()}
        return replace(self, **kept, log=log)

    def _ids_with(self, query: str) -> pd.Series:
        """Return the ids of the articles that hold a word or another form of its lemma."""
        wanted = normalize(lemmas.lemmatize([query], self.info.get("lemmatizer", "auto"))[0])
        lemma = self.tokens["lemma"].map(normalize)
        return self.tokens.loc[
            (lemma == wanted) | (self.tokens["form"].map(normalize) == normalize(query)), "article_id"
        ]

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write each frame to `folder` as `<frame>.parquet`, and how the corpus was made as `corpus.json`."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name in SCHEMA:
            getattr(self, name).to_parquet(folder / f"{name}.parquet", index=False)
        (folder / "corpus.json").write_text(json.dumps(self.info, ensure_ascii=False, indent=2), encoding="utf-8")

    @classmethod
    def load(cls, folder: str | os.PathLike[str], registry: Any = None) -> Self:
        """Return the corpus that `save` wrote to `folder`. Raises InputError where a frame is missing."""
        folder = Path(folder)
        frames = {}
        for name in SCHEMA:
            path = folder / f"{name}.parquet"
            if not path.exists():
                raise InputError(f"{path}: no such file; {folder} is no saved corpus (`analysis annotate` writes one)")
            frames[name] = conform(name, pd.read_parquet(path))
        about = folder / "corpus.json"
        info = json.loads(about.read_text(encoding="utf-8")) if about.exists() else {}
        return cls(**frames, registry=_registry(registry or info.get("registry")), info=info)


def read(
    path: str | os.PathLike[str] = "",
    *,
    registry: Any = None,
    lemmatizer: str = "auto",
    entities: str = "off",
    columns: dict[str, str] | None = None,
    keep_duplicates: bool = False,
    jobs: int | None = None,
) -> Corpus:
    """Return the corpus of a folder of articles, or of one file; an empty path is the shipped sample.

    `registry`: a Registry, or the path of a YAML file that extends the built-in one. `lemmatizer`: `auto`,
    `simple` or `camel`. `entities`: `off`, or `auto` (the best name recogniser there is; this version has none).
    `keep_duplicates`: count stories that repeat another. `jobs`: processes to annotate with; the frames are the
    same whatever their number. Raises InputError where nothing can be read.

    >>> corpus = read()
    >>> list(corpus.articles.columns[:4])
    ['article_id', 'file', 'ordinal', 'title']
    """
    if entities not in ("off", "auto"):
        raise InputError(f"entities={entities!r}: choose 'off' or 'auto'")
    if columns:
        raise InputError("columns: tables are not read in this version, only .txt pages")
    known, lemmatizer = _registry(registry), lemmas.resolve(lemmatizer)
    raw, notes = read_pages(path)
    if entities == "auto":
        notes.append(Note("", None, "warning", "entities='auto': this version has no name recogniser", "registry only"))
    articles, more = _articles(raw)
    notes += more
    if not articles:
        reasons = "; ".join(f"{note.file}: {note.what}" for note in notes[:3])
        raise InputError(f"{locate(path)}: no article could be read ({reasons})")
    notes += _mark_copies(articles)
    notes += _date_stories(articles)
    frames = annotate(
        [each for each in articles if keep_duplicates or not each["duplicate_of"]], known, lemmatizer, jobs
    )
    words = Counter(frames["tokens"]["article_id"])
    for article in articles:
        article["words"] = words[article["article_id"]] or words[article["duplicate_of"]]
    return Corpus(
        articles=frame("articles", [[article[column] for column in SCHEMA["articles"]] for article in articles]),
        **frames,
        log=frame("log", sorted(notes, key=lambda note: (note.file, -1 if note.row is None else note.row, note.what))),
        registry=known,
        info={
            "source": str(path),
            "fingerprint": _hash(*(article["article_id"] for article in articles)),
            "lemmatizer": lemmatizer,
            "entities": "off",
            "keep_duplicates": keep_duplicates,
            "registry": str(registry) if isinstance(registry, str | os.PathLike) else None,
        },
    )


def _articles(raw: list[Page]) -> tuple[list[dict[str, Any]], list[Note]]:
    """Return the stories of the pages, a record each, and the log of what was left out of them."""
    furniture = pages.recurring(pages.edge_lines(page.text) for page in raw)
    articles, notes = [], []
    for page in tqdm(raw, desc="reading", unit="page", disable=len(raw) < QUIET_UNDER):
        found, left_out = pages.stories(page.text, furniture)
        if not found:
            notes.append(Note(page.file, None, "warning", "no article in Arabic on the page", "skipped"))
        if left_out:
            shown = " | ".join(dict.fromkeys(line[:60] for line in left_out))
            notes.append(Note(page.file, None, "info", f"{len(left_out)} lines of page furniture: {shown}", "left out"))
        articles += [_record(page.file, ordinal, story) for ordinal, story in enumerate(found)]
    return articles, notes


def _record(file: str, ordinal: int, story: pages.Story) -> dict[str, Any]:
    """Return the record of a story: the columns of `articles`."""
    return {
        "article_id": _hash(file, str(ordinal), story.title or "", story.body),
        "file": file,
        "ordinal": ordinal,
        "title": story.title,
        "subtitle": story.subtitle,
        "body": story.body,
        "captions": story.captions,
        "headings": story.headings,
        "author": story.author,
        "source": story.source,
        "url": None,
        "published": story.published,
        "published_from": "none" if story.published is None else "header",
        "published_after": None,
        "duplicate_of": None,
        "words": 0,
    }


def _mark_copies(articles: list[dict[str, Any]]) -> list[Note]:
    """Fill in `duplicate_of` of stories whose text repeats an earlier one's; return the log of it."""
    notes = []
    originals: dict[str, dict[str, Any]] = {}
    for article in sorted(articles, key=lambda each: (each["published"] or date.max, each["file"], each["ordinal"])):
        original = originals.setdefault(pages.line_key(article["body"]), article)
        if original is not article:
            article["duplicate_of"] = original["article_id"]
            what = f"the same text as story {original['ordinal']} of {original['file']}"
            notes.append(Note(article["file"], article["ordinal"], "info", what, "not counted"))
    return notes


def _date_stories(articles: list[dict[str, Any]]) -> list[Note]:
    """Fill in `published_after`, and `published` where exactly one day fits; return the log of it."""
    notes = []
    newest = max((article["published"] for article in articles if article["published"]), default=None)
    for article in articles:
        article["published_after"] = published_after(story_dates(article))
        if article["published"] is not None:
            continue
        day = inferred_day("\n".join(parts_of(article).values()), article["published_after"], newest)
        what, action = "no date of publication on the page", "left empty"
        if day:
            article["published"], article["published_from"] = day, "inferred"
            what, action = "no date line, but only one day fits the text", f"published {day}"
        elif article["published_after"]:
            action = f"left empty; not before {article['published_after']}"
        notes.append(Note(article["file"], article["ordinal"], "info", what, action))
    return notes


def _registry(registry: Any) -> actors.Registry:
    """Return a registry: itself, the one of a file (found as a source is), or the built-in one."""
    if isinstance(registry, actors.Registry):
        return registry
    return actors.load_registry(locate(registry) if registry else None)


def _day(value: str | date | None, name: str) -> pd.Timestamp | None:
    """Return a day; None for nothing. Raises InputError where it cannot be read."""
    if value is None or value == "":
        return None
    try:
        return pd.Timestamp(value)
    except ValueError:
        raise InputError(f"{name}={value!r} is no day; write it as 2021-08-15") from None


def _hash(*pieces: str) -> str:
    """Return a short hash of the pieces, the same on every machine."""
    return hashlib.blake2b("\0".join(pieces).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
