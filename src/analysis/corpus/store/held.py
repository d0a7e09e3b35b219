"""What a store holds of a batch or slice that is made anew: what is as it was stays."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from analysis.base.frames import conform, frame
from analysis.base.notes import InputError, Note
from analysis.corpus import annotation
from analysis.corpus.copies import Sketches, sketches_of, taken
from analysis.corpus.store.files import read_json, whole
from analysis.corpus.store.layout import Layout
from analysis.corpus.store.models import GROUPS, ToldBatch, ToldSlice, slice_name
from analysis.corpus.store.tables import read_frame, read_index, read_records

GIVEN_LATER = ("published_after", "duplicate_of", "words")  # columns of articles that annotation fills in
Article = dict[str, Any]


class Held(NamedTuple):
    """Slices of a store, by name, and what is told of them."""

    store: Layout
    slices: Mapping[str, ToldSlice]

    def articles(self) -> list[Article]:
        """Return the articles, without what was inferred or corrected."""
        found: list[Article] = []
        for name, told in self.slices.items():
            mark = told.marks["articles"]
            for article in read_records(self.store.frame("articles", name, mark), mark):
                if article["published_from"] == "inferred":
                    article |= {"published": None, "published_from": "none"}
                if article["article_id"] in told.before:
                    article |= told.before[article["article_id"]].model_dump()
                found.append(article)
        return found

    def frame(self, name: str) -> pd.DataFrame:
        files = [(each, told.marks[name]) for each, told in self.slices.items()]
        return read_frame(name, [(self.store.frame(name, each, mark), mark) for each, mark in files])

    def odd(self) -> list[Note]:
        return [note for told in self.slices.values() for note in told.odd]


class Files(NamedTuple):
    """What a store holds of files that are as they were: their names, articles (as read), notes and sketches."""

    names: frozenset[str] = frozenset()
    articles: Sequence[Article] = ()
    notes: Sequence[Note] = ()
    sketches: Sketches = sketches_of([])


def files_of(store: Layout, batch: str, states: Mapping[str, str]) -> Files:
    """Return what a store holds of the files of a batch of which it tells these `states`."""
    held = held_of(store, f"{batch}-000", fresh=True)
    try:
        told = read_json(store.told(batch), ToldBatch)
        known, _, sketches = read_index(store.index(batch), told.index)
    except InputError:
        return Files()
    found = held.articles()
    if [each["article_id"] for each in found] != [each["article_id"] for each in known]:  # not all of it is there
        return Files()
    names = frozenset(name for name, state in states.items() if told.states.get(name) == state)
    at = [number for number, article in enumerate(found) if holder(article["file"], names)]
    as_read = {"published_after": None, "duplicate_of": None, "words": 0}
    notes = [note for note in told.notes if holder(note.file, names)]
    return Files(names, [found[each] | as_read for each in at], notes, taken(sketches, at))


def holder(name: str, files: Collection[str]) -> str:
    """Return the file that a name means or, as that of an entry, lies in; nothing where it is none of `files`."""
    pieces = name.split("/")
    above = ("/".join(pieces[:size]) for size in range(len(pieces), 0, -1))
    return next((name for name in above if name in files), "")


def held_of(store: Layout, name: str, fresh: bool) -> Held:
    """Return what the store holds of a slice; of one that was read just now (`fresh`), the slices of its batch."""
    if not fresh:
        return Held(store, {name: read_json(store.told(name), ToldSlice)})
    batch, _, _ = name.partition("-")
    slices: dict[str, ToldSlice] = {}
    try:
        sizes = read_json(store.told(batch), ToldBatch).slices
        for each in (slice_name(int(batch), number) for number in range(len(sizes))):
            told = read_json(store.told(each), ToldSlice)
            slices |= {each: told} if _is_whole(store, each, told, ("articles",)) else {}
    except InputError:  # there is none, or it is broken: what it held is made again
        return Held(store, {})
    return Held(store, slices)


def _is_whole(store: Layout, name: str, told: ToldSlice, frames: Iterable[str]) -> bool:
    try:
        for each in frames:
            whole(store.frame(each, name, told.marks[each]), told.marks[each])
        return True
    except (InputError, OSError):
        return False


def staying(
    task_groups: Collection[str],
    found: Sequence[Article],
    held: Held,
    made_with: Mapping[str, str],
    copies: Mapping[str, str],
    corrected: Collection[str],
) -> dict[str, dict[str, Article]]:
    """Return for each group of frames the articles, as they are held, whose rows are those that would be made.

    They say what they said, count as they counted, are and were not `corrected` (ids), and the tools are the same.
    """
    stay: dict[str, dict[str, Article]] = {group: {} for group in GROUPS}
    wanted = {article["article_id"]: article for article in found}
    for name, told in held.slices.items():
        same = {group for group in task_groups if told.made_with.get(group) == made_with[group]}
        same = {group for group in same if _is_whole(held.store, name, told, GROUPS[group])}
        newest = told.made_with.get("newest") == made_with["newest"]
        for old in Held(held.store, {name: told}).articles() if same else []:
            id = old["article_id"]
            if id not in wanted or id in corrected or id in told.before:
                continue
            if bool(old["duplicate_of"]) != (id in copies) or _given(old) != _given(wanted[id]):
                continue
            for group in same:
                if newest or group == "words" or old["published"] is not None:
                    stay[group][id] = old
    return stay


def _given(article: Article) -> Article:
    return {name: value for name, value in article.items() if name not in GIVEN_LATER}


def joined(name: str, made: pd.DataFrame, held: Held, ids: Collection[str], order: Sequence[str]) -> pd.DataFrame:
    """Return the rows just made of a frame with those held of the articles `ids`, in the order of the articles."""
    if not ids:
        return made
    kept = held.frame(name)
    kept = kept[kept["article_id"].isin(ids)]
    table = pd.concat([kept, made], ignore_index=True) if len(made) else kept
    places = {id: number for number, id in enumerate(order)}
    place = table["article_id"].astype("object").map(places).to_numpy(dtype="int64")
    return conform(name, table.iloc[place.argsort(kind="stable")]) if len(table) else frame(name)


def odd_of(held: Held, made: Collection[str], stay: Mapping[str, Mapping[str, Article]]) -> list[Note]:
    """Return the notes of annotation that still hold: of frames that are not made anew, and of articles that stay."""
    places = {group: {(each["file"], each["ordinal"]) for each in found.values()} for group, found in stay.items()}
    groups = ((note, annotation.group_of(note)) for note in held.odd())
    return [note for note, group in groups if group not in made or (note.file, note.row) in places[group]]
