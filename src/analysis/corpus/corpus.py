"""A corpus: annotated frames, in memory or on disk, and what analyses take of them."""

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any, Self, TypeVar

import numpy as np
import pandas as pd

from analysis.actors.registry import Registry, registry_of
from analysis.base.frames import NOT_COUNTED, SCHEMA, frame
from analysis.base.notes import InputError, Note, grouped
from analysis.base.periods import as_day, fitting
from analysis.base.places import locate
from analysis.corpus.loading import Loader, mark_of, matching, remade, selected
from analysis.corpus.selection import chosen, has, masked, naming, parts
from analysis.corpus.store.build import save
from analysis.corpus.store.reading import Stored
from analysis.corpus.store.workers import Workers
from analysis.lemmas.lemmatize import lemmatize
from analysis.names.find import resolve as resolve_names
from analysis.text.folding import normalize

TEXT = ("article_id", "part", "form", "lemma", "pos")  # columns of tokens that are categories
FILTERED = ("article_id", "source", "author", "published", "published_from")  # what parts are mostly chosen by
Found = TypeVar("Found")


class _Frame:
    """A frame of a corpus: loaded when it is first asked for."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, corpus: "Corpus", owner: type) -> pd.DataFrame:
        value = corpus._frames[self.name]
        if callable(value):
            value = corpus._frames[self.name] = value(None)
        return value


class Corpus:
    """Articles and their annotation, as frames (columns: `SCHEMA` of frames; offsets count characters of a part).

    `registry` is the actor registry that found the mentions. `info` says how the corpus was made: source,
    fingerprint, lemmatizer, entities, keep_duplicates. Stories that repeat another (`duplicate_of`) stand in
    `articles` only and are not counted, unless the corpus was read with `keep_duplicates=True`. A corpus from disk
    loads a frame when it is first asked for; `columns` loads a part of one, `slices` a slice of all.
    """

    articles = _Frame()
    sentences = _Frame()
    tokens = _Frame()
    mentions = _Frame()
    dates = _Frame()
    log = _Frame()

    def __init__(
        self,
        *,
        articles: pd.DataFrame | Loader,
        sentences: pd.DataFrame | Loader,
        tokens: pd.DataFrame | Loader,
        mentions: pd.DataFrame | Loader,
        dates: pd.DataFrame | Loader,
        log: pd.DataFrame | Loader,
        registry: Registry,
        info: dict[str, Any] | None = None,
        slices: Sequence["Corpus"] = (),
        workers: Workers | None = None,
    ) -> None:
        self._frames: dict[str, pd.DataFrame | Loader] = {
            "articles": articles,
            "sentences": sentences,
            "tokens": tokens,
            "mentions": mentions,
            "dates": dates,
            "log": log,
        }
        self.registry = registry
        self.info = info or {}
        self._slices = slices
        self._workers = workers

    def replace(self, **frames: pd.DataFrame) -> Self:
        """Return the corpus with other frames in the place of its own."""
        return type(self)(**{**self._frames, **frames}, registry=self.registry, info=self.info)

    def remade(self, make: Callable[["Corpus", int], pd.DataFrame], mark: str) -> Self:
        """Return the corpus with the tokens that `make` makes of each slice and its number, when they are asked for.

        `mark` tells all that it makes them of beside the words and texts of the slice.
        """
        if not (self._slices and callable(self._frames["tokens"])):
            return self.replace(tokens=make(self, 0))
        makers = [partial(_of_part, make, each, number) for number, each in enumerate(self._slices)]
        marks = [mark_of(*(each._frames[name].mark for name in ("tokens", "articles")), mark) for each in self._slices]
        tokens, loaders = remade(makers, marks)
        about: dict[str, Any] = {"registry": self.registry, "info": self.info}
        frames = [{**each._frames, "tokens": load, **about} for each, load in zip(self._slices, loaders, strict=True)]
        return type(self)(**{**self._frames, "tokens": tokens, **about}, slices=[Corpus(**each) for each in frames])

    def columns(
        self, name: str, columns: Sequence[str], where: Mapping[str, Collection[str]] | None = None
    ) -> pd.DataFrame:
        """Return some columns of the frame `name`; from disk only these are read.

        Text from disk comes as categories, but for that of articles, which comes as in `articles`. With `where`
        (column of text, one of `columns` -> values), only the rows that hold one of the values, of each column that it
        names; text may come as plain strings then.
        """
        value = self._frames[name]
        if isinstance(value, Loader) and where is not None:
            return value.where(columns, where)
        table = value(columns) if callable(value) else value[list(columns)]
        return table if where is None else matching(table, where)

    def known(self, name: str, columns: Sequence[str]) -> pd.DataFrame | str:
        """Return what `kept` knows some columns of a frame by: themselves, or the digest of the files they lie in."""
        value = self._frames[name]
        return value.mark if isinstance(value, Loader) else self.columns(name, columns)

    def slices(self) -> Iterator["Corpus"]:
        """Yield the corpus in slices that fit into memory one by one; what is in memory already is one slice."""
        if self._slices and callable(self._frames["tokens"]):
            yield from (each.replace() for each in self._slices)  # what a slice loads goes with it
        else:
            yield self

    def by_slice(self, task: Callable[..., Found], *shared: Any) -> Iterator[Found]:
        """Yield `task(slice, *shared)` for each slice, in their order: what a table is put together from.

        With `on`, the tasks are done by processes or a cluster, for which all of this must be fit to be pickled.
        """
        if self._workers and self._slices and callable(self._frames["tokens"]):
            yield from self._workers.each(_of_slice, range(len(self._slices)), self._slices, task, shared)
        else:
            yield from (task(each, *shared) for each in self.slices())

    @contextmanager
    def on(self, jobs: int | None = None, scheduler: str | None = None) -> Iterator[Self]:
        """Give the corpus for the length of a `with`, its tables made by `jobs` processes or a Dask `scheduler`.

        The tables are the same. They are made slice by slice there and put together here; the store must be visible
        to all workers. What is in memory, or made of other slices (`topics.merge`), is worked on in this process. A
        script that asks for `jobs` does so under `if __name__ == "__main__":`. Raises InputError where the scheduler
        cannot be reached, and where workers are lost again and again.

            with analysis.Corpus.load("store").on(jobs=2) as corpus:
                quotations = analysis.voices.quotations(corpus)
        """
        with Workers(jobs, scheduler) as workers:
            about: dict[str, Any] = {**self._frames, "registry": self.registry, "info": self.info}
            yield type(self)(**about, slices=self._slices, workers=workers)

    def __len__(self) -> int:
        return len(self.columns("articles", ["article_id"]))

    def __repr__(self) -> str:
        problems = int((self.columns("log", ["level"])["level"] != "info").sum())
        told = f", {problems:,} warning{'s' * (problems > 1)} in the log" if problems else ""
        counted = self.counted_columns(["words"])
        copies = len(self) - len(counted)
        left_out = f" (and {copies} {'copies' if copies > 1 else 'copy'})" if copies else ""
        words = int(counted["words"].sum())
        return f"<Corpus: {len(counted)} articles{left_out}, {words:,} words, {self.span}{told}>"

    @property
    def counted(self) -> pd.DataFrame:
        """The articles that analyses count: each story once, unless duplicates are kept."""
        if self.info.get("keep_duplicates"):
            return self.articles
        return self.articles[self.articles["duplicate_of"].isna()]

    def counted_columns(self, columns: Sequence[str]) -> pd.DataFrame:
        """Return some columns of `counted`; from disk only these are read, and no bodies that are not asked for."""
        if self.info.get("keep_duplicates"):
            return self.columns("articles", columns)
        table = self.columns("articles", list(dict.fromkeys([*columns, "duplicate_of"])))
        return table.loc[table["duplicate_of"].isna(), list(columns)]

    def words(self, **wanted: Any) -> pd.DataFrame:
        """Return the tokens for which all that is given holds (one value or several), their text as plain strings.

        `tokens` holds text as categories, to be small: counting a part of it would tell of all other words, too.

        >>> import analysis
        >>> forms = analysis.read().words(lemma="كوريا", pos="noun")["form"].value_counts()
        >>> forms.index[0], bool((forms > 0).all())
        ('كوريا', True)
        """
        tables = [each.tokens[chosen(each.tokens, wanted)] for each in self.slices()]
        table = pd.concat([each.astype(dict.fromkeys(TEXT, "str")) for each in tables])
        return table.reset_index(drop=True)

    def counted_mentions(self, methods: tuple[str, ...] = (), columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Return the mentions that analyses count: all but those of NOT_COUNTED, unless named in `methods`.

        Not counted are `place`, `adjective`, `entity` (a name beyond the registry, until someone accepts it) and `role`
        (people by role alone). A name that is one of a place acts no more than a capital as a place does. With
        `columns`, only these, as `columns` has them.
        """
        needed = columns and list(dict.fromkeys([*columns, "method", "actor_type"]))
        mentions = self.columns("mentions", needed) if needed else self.mentions
        left_out = mentions["method"].isin([method for method in NOT_COUNTED if method not in methods])
        if "place" not in methods:
            left_out |= (mentions["method"] == "entity") & (mentions["actor_type"] == "place")
        return mentions.loc[~left_out, list(columns or mentions)]

    def told(self) -> pd.DataFrame:
        """Return the reading log in short: a row for each kind of remark, the gravest and the commonest first.

        Columns: level, what, action, count (rows of `log`), file, row (those of the first). See `base.notes.grouped`.
        """
        notes = [Note(file, row, *rest) for file, row, *rest in self.log.itertuples(index=False, name=None)]
        rows = [(note.level, note.what, note.action, count, note.file, note.row) for note, count in grouped(notes)]
        rows.sort(key=lambda row: (("error", "warning", "info").index(row[0]), -row[3]))
        table = pd.DataFrame(rows, columns=["level", "what", "action", "count", "file", "row"])
        return table.astype({"row": "Int64", "count": "int64"})

    @property
    def span(self) -> str:
        """The first and last known day of publication, as text."""
        known = self.columns("articles", ["published"])["published"].dropna()
        return f"{known.min():%Y-%m-%d} – {known.max():%Y-%m-%d}" if len(known) else "no dates known"

    @property
    def grain(self) -> str:
        """The finest grain that the days of publication fill (see base.periods.fitting)."""
        return fitting(self.counted_columns(["published"])["published"])

    def halves(self) -> tuple[str, str]:
        """Return the last day of the earlier half of the dated articles and the first of the later, or nothing."""
        days = self.counted_columns(["published"])["published"].dropna().sort_values()
        if days.empty:
            return "", ""
        middle = days.iloc[len(days) // 2]
        return f"{middle - pd.Timedelta(days=1):%Y-%m-%d}", f"{middle:%Y-%m-%d}"

    def split_at(self, split: str | date = "") -> tuple[Self, Self]:
        """Return the dated articles in two parts: before the day `split`, and from it on.

        Without `split` they are cut at the day of the middle article. A part may be empty. Raises InputError where the
        day cannot be read.
        """
        day = pd.Timestamp(as_day(split or self.halves()[1], "split"))
        articles = self.columns("articles", ["article_id", "published"])
        days = articles["published"]
        earlier, later = (articles.loc[side, "article_id"] for side in (days < day, days >= day))
        return self.of(earlier), self.of(later)

    def filter(
        self,
        start: str | date | None = None,
        end: str | date | None = None,
        *,
        outlet: str | Iterable[str] | None = None,
        author: str | Iterable[str] | None = None,
        actor: str | Iterable[str] | None = None,
        query: str | None = None,
        arabic: float = 0.0,
        mask: Iterable[bool] | None = None,
        **columns: Any,
    ) -> Self:
        """Return the part of the corpus for which all that is given holds, published from `start` to `end` (inclusive).

        `outlet` and `author` are one or several, as the articles name them; so is any column of `articles`, called by
        its name (`published_from="metadata"`). `actor` are actors, by id or name, of whom one is mentioned. `query`
        is a word: articles that hold it, or another form of its lemma, are kept (themes, phrases and more:
        `analysis.query.select`). `arabic` is the least share of tokens in Arabic letters, from 0 to 1. `mask` tells of
        each row of `articles` whether to keep it: `mask=corpus.articles.words > 300`.

        Articles without a day of publication fall outside any span; the log says how many. Raises InputError where a
        day cannot be read, and for an outlet, author, actor, column or value that is not there: it tells the nearest.

        >>> import analysis
        >>> corpus = analysis.read()
        >>> corpus.filter(actor="Pakistann")
        Traceback (most recent call last):
        analysis.base.notes.InputError: actor='Pakistann': no such actor (did you mean pakistan or tajikistan?)
        """
        articles = self.articles if columns else self.columns("articles", FILTERED)
        log = self._frames["log"]
        keep = pd.Series(True, index=articles.index)
        first, last = as_day(start, "start"), as_day(end, "end")
        if first is not None or last is not None:
            keep &= articles["published"].between(pd.Timestamp(first or date.min), pd.Timestamp(last or date.max))
            undated = int(articles["published"].isna().sum())
            if undated:
                note = Note("", None, "warning", f"{undated} articles have no date", "left out of the span")
                log = pd.concat([self.log, frame("log", [note])], ignore_index=True)
        for name, wanted in {"outlet": outlet, "author": author, **columns}.items():
            if wanted or name in columns:
                keep &= has(articles, name, wanted)
        if actor:
            keep &= articles["article_id"].isin(naming(self.registry, self.counted_mentions(("entity",)), actor))
        if query:
            keep &= articles["article_id"].isin(self._ids_with(query))
        if arabic:
            share = pd.concat([_arabic(each) for each in self.slices()])
            keep &= articles["article_id"].map(share).fillna(0) >= arabic
        if mask is not None:
            keep &= masked(articles, mask)
        if keep.all():
            return self
        ids = frozenset(articles.loc[keep, "article_id"])
        return self._kept(ids, log)

    def groups(self, by: str | pd.Series) -> Iterator[tuple[Any, Self]]:
        """Yield the parts of the corpus, each with its value: `outlet`, `author`, or any column of `articles`.

        `by` may be a Series (article_id -> value), too. Values come in their order; a last part, whose value is None,
        are the articles without one. Raises InputError for a column that is not there.

        >>> import analysis
        >>> [(value, len(part)) for value, part in analysis.read().groups("published_from")]
        [('file', 1), ('header', 75), ('metadata', 7), ('none', 7)]
        """
        plain = isinstance(by, pd.Series) or by in ("outlet", *FILTERED)
        for value, ids in parts(self.columns("articles", FILTERED) if plain else self.articles, by):
            yield value, self.of(ids)

    def of(self, ids: Iterable[str]) -> Self:
        """Return the part of the corpus that is the articles of these ids."""
        return self._kept(frozenset(ids), self._frames["log"])

    def _kept(self, ids: frozenset[str], log: pd.DataFrame | Loader) -> Self:
        """Return the part of the corpus that is these articles; what is on disk stays there."""
        mark, held = mark_of(*sorted(ids)), ((name, value) for name, value in self._frames.items() if name != "log")
        frames: dict[str, Any] = {name: selected(value, ids, mark) for name, value in held}
        about: dict[str, Any] = {"registry": self.registry, "info": self.info, "workers": self._workers}
        slices = [each._kept(ids, each._frames["log"]) for each in self._slices]
        return type(self)(**frames, log=log, slices=slices, **about)

    def _ids_with(self, query: str) -> frozenset[str]:
        """Return the ids of the articles that hold a word or another form of its lemma."""
        wanted = {
            "lemma": normalize(lemmatize([query], self.info.get("lemmatizer", "auto"))[0]),
            "form": normalize(query),
        }
        found: set[str] = set()
        for each in self.slices():
            tokens = each.columns("tokens", ["article_id", "lemma", "form"])
            hit = np.zeros(len(tokens), dtype=bool)
            for name, word in wanted.items():
                hit |= (tokens[name].map(normalize) == word).to_numpy()
            found.update(tokens.loc[hit, "article_id"].unique())
        return frozenset(found)

    def save(self, folder: str | os.PathLike[str]) -> None:
        """Write the corpus to `folder`: a folder `<frame>.parquet` for each frame, and corpus.json: how it was made.

        Raises InputError where it cannot be written.
        """
        save(folder, {name: getattr(self, name) for name in SCHEMA}, self.registry, self.info)

    @classmethod
    def load(cls, folder: str | os.PathLike[str], *, registry: Any = None) -> Self:
        """Return the corpus that `save` or `analysis annotate` wrote to `folder`; frames are read when asked for.

        `registry` names the actors in the place of the one that the corpus was annotated with. Raises InputError
        where there is no corpus, where it is of another version, and where a file is missing or broken.
        """
        kept = Stored(folder)
        known = registry_of(registry) if registry else kept.registry()
        slices = [cls._of(kept, known, [each]) for each in kept.slices]
        return cls._of(kept, known, kept.slices, slices)

    @classmethod
    def _of(cls, kept: Stored, registry: Registry, names: Sequence[str], slices: Sequence["Corpus"] = ()) -> Self:
        frames: dict[str, Any] = {name: kept.loader(name, names) for name in SCHEMA}
        return cls(**frames, registry=registry, info=dict(kept.info), slices=slices)


def _of_slice(number: int, slices: Sequence[Corpus], task: Callable[..., Found], shared: tuple[Any, ...]) -> Found:
    return task(slices[number].replace(), *shared)  # what a slice loads goes with it


def _of_part(make: Callable[[Corpus, int], pd.DataFrame], part: Corpus, number: int) -> pd.DataFrame:
    return make(part.replace(), number)  # what it loads for that goes with the copy


def _arabic(corpus: Corpus) -> pd.Series:
    """Return the share of the tokens of each article of a slice that are in Arabic letters, by article_id."""
    tokens = corpus.columns("tokens", ["article_id", "form"])
    share = tokens["form"].str.match("[\u0600-\u06ff]").groupby(tokens["article_id"], observed=True).mean()
    return share.set_axis(share.index.astype("str"))


def stored(path: Any, registry: Any, lemmatizer: str, columns: Any, keep_duplicates: bool, entities: str) -> Corpus:
    """Return the corpus of a store; the log says first how it was made.

    Raises InputError for an option that it was not made with, and for a store that cannot be read.
    """
    place = locate(path)
    corpus = Corpus.load(place)
    made = {name: corpus.info.get(name) for name in ("lemmatizer", "entities", "keep_duplicates")}
    asked = {
        "lemmatizer": "" if lemmatizer == "auto" else lemmatizer,
        "entities": {"off": "", "auto": resolve_names("auto")}.get(entities, entities),
        "keep_duplicates": keep_duplicates,
    }
    told = [f"{name}={made[name]!r}, not {value!r}" for name, value in asked.items() if value and value != made[name]]
    if columns_of(columns):
        told.append("columns named then")
    if registry and registry_of(registry) != corpus.registry:
        told.append("another registry of actors")
    if told:
        raise InputError(
            f"{place}: a store, made with {', '.join(told)}; leave the option out, or annotate the articles again"
        )
    what = ", ".join(f"{name} {value}" for name, value in made.items())
    note = Note(place.name, None, "info", f"a store, read as it was made: {what}", "opened")
    corpus.info["source"] = str(path)
    corpus._frames["log"] = pd.concat([frame("log", [note]), corpus.log], ignore_index=True)
    return corpus


def columns_of(columns: Mapping[str, str] | str | None) -> Mapping[str, str] | None:
    """Return the named columns, also where they are written as `body=Text, title=Head`."""
    if not isinstance(columns, str):
        return columns
    pairs = [pair.partition("=") for pair in columns.split(",") if pair.strip()]
    if not all(name.strip() and text.strip() for name, _, text in pairs):
        raise InputError(f"columns={columns!r}: write them as body=Text, title=Head")
    return {name.strip(): text.strip() for name, _, text in pairs} or None
