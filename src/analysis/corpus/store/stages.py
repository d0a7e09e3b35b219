"""What a worker does on a batch of the source: read it, then annotate each slice of it. Each writes its own files.

A task that is done already, by a run that was cut off or by a worker that was lost, is not done again.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, NamedTuple

import pandas as pd
from upath import UPath

from analysis.base.collecting import uncollected
from analysis.base.frames import parts_of
from analysis.base.notes import Note
from analysis.corpus import annotation, articles, corrections
from analysis.corpus.copies import Banded, Rows, Sketches, banded, concatenate, sketches_of, taken
from analysis.corpus.store.edges import Edges
from analysis.corpus.store.files import broken, read_json, write_json
from analysis.corpus.store.held import Files, files_of, held_of, holder, joined, odd_of, staying
from analysis.corpus.store.layout import Layout
from analysis.corpus.store.models import ToldBatch, ToldSlice, slice_name
from analysis.corpus.store.tables import read_frame, read_index, read_records, write_frame, write_index, write_records
from analysis.pages.furniture import edge_lines
from analysis.pages.rows import Row, sampled
from analysis.sources.raw import Raw
from analysis.sources.read import iter_files
from analysis.text.segments import sentence_spans, token_spans

File = tuple[str, Any]  # its name in the corpus, and its path
Article = dict[str, Any]


class Batch(NamedTuple):
    """Consecutive files of the source: their number, the files, and what tells whether it must be read anew.

    `states` tells the same of each of its files, by name.
    """

    number: int
    files: list[File]
    key: str
    states: Mapping[str, str]

    @property
    def name(self) -> str:
        return f"{self.number:05d}"


class Reading(NamedTuple):
    """What all batches share while they are read: the place of the store, columns, furniture, rows of metadata.csv.

    `age` is that of articles which the store does not hold yet; `slice` the number of articles of a slice. Where files
    `stay`, what the store holds of those that are as they were is not read again.
    """

    root: UPath
    columns: Mapping[str, str] | None
    furniture: frozenset[str]
    metadata: pd.DataFrame | None
    age: int
    slice: int
    stay: bool


class Index(NamedTuple):
    """Where the index of a batch lies, its digest, and of how many articles it is."""

    path: UPath
    mark: str
    size: int


class Slice(NamedTuple):
    """A slice to annotate: its name, whether its articles were read just now, and which are copies of what.

    `keys` tells for words, mentions and dates what they are made from, `groups` which of them are to be made,
    `made_with` what the rows of an article depend on beside itself (see `Asked`).
    """

    name: str
    fresh: bool
    marks: Mapping[str, str]
    keys: Mapping[str, str]
    groups: tuple[str, ...]
    made_with: Mapping[str, str]


class Making(NamedTuple):
    """What all slices share: the place of the store, the tools, whether copies count, the newest known day of
    publication, and the rows of corrections.csv."""

    root: UPath
    tools: annotation.Tools
    keep_duplicates: bool
    newest: date | None
    corrections: pd.DataFrame | None


@uncollected()
def edges_of(files: Sequence[File], columns: Mapping[str, str] | None) -> list[Edges]:
    """Return what each file tells of the furniture of its site and outlets."""
    return [_edges(file, columns) for file in files]


def _edges(file: File, columns: Mapping[str, str] | None) -> Edges:
    pages: list[set[str]] = []
    rows: list[Row] = []
    for item in iter_files([file], columns):
        if isinstance(item, Raw) and item.fields is None:
            pages.append(edge_lines(item.text))
        elif articles.is_row(item):
            rows.append(articles.row_of_record(item))
    return Edges(file[0], pages, sampled(rows))


@uncollected()
def read_batch(batch: Batch, reading: Reading) -> None:
    """Read a batch: write its articles by slices, what the whole corpus must know of them, and the notes."""
    store = Layout(reading.root)
    new = store.next
    if holds(new, batch):
        return
    stay = files_of(store, batch.name, batch.states) if reading.stay else Files()
    raw: list[Raw] = []
    notes = [*stay.notes]
    for item in iter_files([file for file in batch.files if file[0] not in stay.names], reading.columns):
        if isinstance(item, Raw):
            raw.append(item)
        else:
            notes.append(item)
    read, more = articles.collect(raw, reading.furniture)
    found = [*stay.articles, *read]
    sketches = concatenate([stay.sketches, sketches_of([article["body"] for article in read])])
    if stay.articles:
        places = {name: number for number, (name, _) in enumerate(batch.files)}
        order = sorted(range(len(found)), key=lambda at: places[holder(found[at]["file"], places)])
        found, sketches = [found[at] for at in order], taken(sketches, order)
    notes += more + articles.apply_metadata(found, reading.metadata)
    slices = [found[start : start + reading.slice] for start in range(0, len(found), reading.slice)]
    marks = []
    for number, each in enumerate(slices):
        marks.append(write_records(new.raw(slice_name(batch.number, number)), "articles", each))
    known = _ages(store, batch)
    ages = [known.get(article["article_id"], reading.age) for article in found]
    index = write_index(new.index(batch.name), found, ages, sketches)
    sizes = [len(each) for each in slices]
    told = {"key": batch.key, "states": batch.states, "slices": sizes, "raw": marks, "index": index, "notes": notes}
    write_json(new.told(batch.name), told)


def compare_batch(index: Index) -> tuple[list[Article], Banded]:
    """Return what the articles of a batch are known by, and what is compared of all.

    An article of the store is older than one that is added now, so that it stays an original.
    """
    known, ages, sketches = read_index(index.path, index.mark, shingles=False)
    if len(known) != index.size:
        raise broken(index.path, "not the articles of its batch")
    return known, banded(sketches, articles.order_of(known, ages))


def sketches_at(some: tuple[Index, Rows]) -> Sketches:
    """Return the sketches of some articles of a batch."""
    index, rows = some
    return taken(read_index(index.path, index.mark)[2], rows.tolist())


def holds(layout: Layout, batch: Batch) -> bool:
    """Tell whether a batch has been read, from the same files in the same way: what is told of it is written last."""
    path = layout.told(batch.name)
    return path.exists() and read_json(path, ToldBatch).key == batch.key


def _ages(store: Layout, batch: Batch) -> dict[str, int]:
    """Return the ages of the articles of a batch that the store holds: they keep them when the batch is read anew."""
    path = store.told(batch.name)
    if not path.exists() or not store.index(batch.name).exists():
        return {}
    known, ages, _ = read_index(store.index(batch.name), read_json(path, ToldBatch).index, shingles=False)
    return {article["article_id"]: age for article, age in zip(known, ages, strict=True)}


@uncollected()
def annotate_slice(task: Slice, making: Making) -> None:
    """Write the frames of a slice that are to be made, its articles, and the notes.

    Of articles that the store holds as they are wanted, the rows are taken from there.
    """
    store = Layout(making.root)
    new = store.next
    told = new.told(task.name)
    if told.exists() and read_json(told, ToldSlice).keys == task.keys:
        return
    held = held_of(store, task.name, task.fresh)
    found = _raw(store, task.name) if task.fresh else held.articles()
    marks: dict[str, str] = {} if task.fresh else dict(held.slices[task.name].marks)
    rows = _rows_of(making.corrections, found)
    before = _before(found, rows)
    corrected = set() if rows is None else set(rows["article_id"])
    stay = staying(task.groups, found, held, task.made_with, task.marks, corrected)
    odd = odd_of(held, task.groups, stay)
    for article in found:
        article["duplicate_of"] = task.marks.get(article["article_id"])
    notes = corrections.of_articles(found, rows)
    counted = [article for article in found if making.keep_duplicates or not article["duplicate_of"]]
    order = [article["article_id"] for article in counted]
    made: dict[str, pd.DataFrame] = {}

    def whole(name: str, group: str, table: pd.DataFrame) -> pd.DataFrame:
        return joined(name, table, held, stay[group].keys() & set(order), order)

    if "words" in task.groups:
        words = annotation.word_frames(_without(counted, stay["words"]), making.tools.lemmatizer, odd)
        made |= {name: whole(name, "words", table) for name, table in words.items()}
        _count_words(found, words["tokens"], stay["words"])
        starts = annotation.starts_of(made["sentences"])
    else:
        place = store.frame("sentences", task.name, marks["sentences"])
        starts = annotation.starts_of(read_frame("sentences", [(place, marks["sentences"])]))
    if "dates" in task.groups:
        made["dates"] = _dates(found, counted, starts, odd, stay["dates"])
    notes += articles.date_stories(found, making.newest)
    if "dates" in task.groups:
        inferred = [each for each in _without(counted, stay["dates"]) if each["published_from"] == "inferred"]
        if inferred:
            made["dates"] = annotation.redate(made["dates"], inferred, order)
        made["dates"] = whole("dates", "dates", made["dates"])
    if "mentions" in task.groups:  # who held an office depends on the day
        mentions = annotation.mention_frame(_without(counted, stay["mentions"]), starts, making.tools, odd)
        made["mentions"] = whole("mentions", "mentions", mentions)
    if rows is not None and "mentions" in made and "dates" in made:
        notes += corrections.of_frames(made, rows, making.tools.registry, making.tools.entities)
    for name, table in made.items():
        marks[name] = write_frame(partial(new.frame, name, task.name), name, table)
    marks["articles"] = write_records(partial(new.frame, "articles", task.name), "articles", found)
    write_json(
        told,
        {
            "keys": task.keys,
            "made_with": task.made_with,
            "marks": marks,
            "before": before,
            "odd": odd,
            "notes": notes,
        },
    )


def _raw(store: Layout, name: str) -> list[Article]:
    """Return the articles of a slice as they were read just now."""
    batch, _, number = name.partition("-")
    return read_records(store.next.raw(name), read_json(store.next.told(batch), ToldBatch).raw[int(number)])


def _without(found: Sequence[Article], stay: Collection[str]) -> list[Article]:
    return [article for article in found if article["article_id"] not in stay]


def _count_words(found: Sequence[Article], tokens: pd.DataFrame, stay: Mapping[str, Article]) -> None:
    """Fill in how many tokens each article has."""
    words = tokens["article_id"].value_counts().to_dict()
    for article in found:
        id = article["article_id"]
        article["words"] = stay[id]["words"] if id in stay else words.get(id) or _length(article)


def _before(found: Sequence[Article], rows: pd.DataFrame | None) -> dict[str, Any]:
    """Return what articles said before they are corrected by hand, so that a correction can be taken back."""
    ids = set() if rows is None else set(rows["article_id"])
    fields = (*(name for name in corrections.OF_ARTICLE if name != "duplicate_of"), "published_from")
    return {each["article_id"]: {name: each[name] for name in fields} for each in found if each["article_id"] in ids}


def _rows_of(rows: pd.DataFrame | None, found: Sequence[Article]) -> pd.DataFrame | None:
    """Return the corrections of these articles."""
    return None if rows is None else rows[rows["article_id"].isin([article["article_id"] for article in found])]


def _dates(
    found: Sequence[Article],
    counted: Sequence[Article],
    starts: annotation.Starts,
    notes: list[Note],
    stay: Mapping[str, Article],
) -> pd.DataFrame:
    """Return the dates of the articles that count, but of those that `stay`; such as look wrong are told in `notes`.

    Of all articles, fill in the day that they cannot be older than.
    """
    made = annotation.date_frames(_without(found, stay), starts, notes)
    bounds = made["bounds"].set_index("article_id")
    ids = {article["article_id"] for article in counted}
    for article in found:
        id = article["article_id"]
        after = stay[id]["published_after"] if id in stay else bounds.at[id, "published_after"]
        article["published_after"] = after
        if id in ids and id not in stay:
            place = article["file"], article["ordinal"]
            odd = bounds.at[id, "odd"]
            notes += [Note(*place, "warning", why, "check the text, or the day of publication") for why in odd]
    dates = made["dates"]
    return dates[dates["article_id"].isin(ids)].reset_index(drop=True)


def _length(article: Article) -> int:
    """Return how many tokens an article has that is not annotated."""
    texts = parts_of(article).values()
    return sum(len(token_spans(text, start, end)) for text in texts for _, start, end in sentence_spans(text))
