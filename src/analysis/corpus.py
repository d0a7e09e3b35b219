"""A corpus: articles and what they hold, as frames; read, filter, save and load."""

import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, Self

import pandas as pd

from analysis import actors, articles, corrections, lemmas
from analysis.annotation import annotate, redate
from analysis.frames import NOT_COUNTED, SCHEMA, conform, frame
from analysis.sources import InputError, Note, locate, read_raw, read_side
from analysis.text import normalize


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

    def halves(self) -> tuple[str, str]:
        """Return the last day of the earlier half of the dated articles and the first of the later, or nothing."""
        days = self.counted["published"].dropna().sort_values()
        if days.empty:
            return "", ""
        middle = days.iloc[len(days) // 2]
        return f"{middle - pd.Timedelta(days=1):%Y-%m-%d}", f"{middle:%Y-%m-%d}"

    def filter(
        self,
        start: str | date | None = None,
        end: str | date | None = None,
        source: str | list[str] | None = None,
        query: str | None = None,
        arabic: float = 0.0,
    ) -> Self:
        """Return the part of the corpus published from `start` to `end` (inclusive), by `source`, that has `query`.

        `query` is a word: articles that hold it, or another form of its lemma, are kept. `arabic` is the least share
        of tokens in Arabic letters, from 0 to 1. Articles without a day of publication fall outside any span; the log
        says how many. Raises InputError where a day cannot be read.
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
        if arabic:
            share = self.tokens["form"].str.match("[\u0600-\u06ff]").groupby(self.tokens["article_id"]).mean()
            keep &= articles["article_id"].map(share).fillna(0) >= arabic
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
    columns: Mapping[str, str] | str | None = None,
    keep_duplicates: bool = False,
    jobs: int | None = None,
) -> Corpus:
    """Return the corpus of a folder of articles, or of one file; an empty path is the shipped sample.

    `columns` names columns of tables that are not called by a usual name: {"body": "Text"} or "body=Text, title=Head".
    `registry`: a Registry, or the path of a YAML file that extends the built-in one. `lemmatizer`: `auto`,
    `simple` or `camel`. `entities`: `off`, or `auto` (the best name recogniser there is; this version has none).
    `keep_duplicates`: count stories that repeat another. `jobs`: processes to annotate with (a script that asks for
    more than one calls this under `if __name__ == "__main__":`); the frames are the same whatever their number.
    Raises InputError where nothing can be read.

    >>> corpus = read()
    >>> list(corpus.articles.columns[:4])
    ['article_id', 'file', 'ordinal', 'title']
    """
    if entities not in ("off", "auto"):
        raise InputError(f"entities={entities!r}: choose 'off' or 'auto'")
    known, lemmatizer = _registry(registry), lemmas.resolve(lemmatizer)
    raw, notes = read_raw(path, _columns(columns))
    side = read_side(path)
    found, more = articles.collect(raw)
    notes += side.notes + more
    if entities == "auto":
        notes.append(Note("", None, "warning", "entities='auto': this version has no name recogniser", "registry only"))
    if not found:
        reasons = "; ".join(f"{note.file}: {note.what}" for note in notes[:3])
        raise InputError(f"{locate(path)}: no article could be read ({reasons})")
    notes += articles.apply_metadata(found, side.metadata)
    notes += articles.mark_copies(found)
    notes += corrections.of_articles(found, side.corrections)
    counted = [article for article in found if keep_duplicates or not article["duplicate_of"]]
    frames = annotate(counted, known, lemmatizer, jobs)
    notes += articles.date_stories(found, frames.pop("bounds"))
    inferred = [article for article in counted if article["published_from"] == "inferred"]
    if inferred:
        frames["dates"] = redate(frames["dates"], inferred, [article["article_id"] for article in counted])
    notes += corrections.of_frames(frames, side.corrections, known)
    words = Counter(frames["tokens"]["article_id"])
    for article in found:
        article["words"] = words[article["article_id"]] or words[article["duplicate_of"]]
    notes.sort(key=lambda note: (note.file, -1 if note.row is None else note.row, note.what))
    return Corpus(
        articles=frame("articles", [[article[column] for column in SCHEMA["articles"]] for article in found]),
        **frames,
        log=frame("log", notes),
        registry=known,
        info={
            "source": str(path),
            "fingerprint": articles.fingerprint(found),
            "lemmatizer": lemmatizer,
            "entities": "off",
            "keep_duplicates": keep_duplicates,
            "registry": str(registry) if isinstance(registry, str | os.PathLike) else None,
        },
    )


def _columns(columns: Mapping[str, str] | str | None) -> Mapping[str, str] | None:
    """Return the named columns, also where they are written as `body=Text, title=Head`."""
    if not isinstance(columns, str):
        return columns
    pairs = [pair.partition("=") for pair in columns.split(",") if pair.strip()]
    if not all(name.strip() and text.strip() for name, _, text in pairs):
        raise InputError(f"columns={columns!r}: write them as body=Text, title=Head")
    return {name.strip(): text.strip() for name, _, text in pairs} or None


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
