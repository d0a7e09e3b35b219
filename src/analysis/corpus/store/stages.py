"""What a worker does on a batch of the source: read it, then annotate each slice of it. Each writes its own files.

A task that is done already, by a run that was cut off or by a worker that was lost, is not done again.
"""

import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import pandas as pd
from upath import UPath

from analysis.base.collecting import uncollected
from analysis.base.frames import parts_of
from analysis.base.notes import Note
from analysis.corpus import annotation, articles, corrections
from analysis.corpus.copies import sketches_of
from analysis.corpus.store.files import read_json, write_json
from analysis.corpus.store.layout import Layout
from analysis.corpus.store.models import ToldBatch, ToldSlice, slice_name
from analysis.corpus.store.tables import read_frame, read_index, read_records, write_frame, write_index, write_records
from analysis.pages.furniture import edge_lines
from analysis.pages.rows import Row, sampled
from analysis.sources.raw import Raw
from analysis.sources.read import iter_files
from analysis.text.segments import sentence_spans, token_spans

PAGES = (".txt", ".text", ".htm", ".html", ".xhtml", ".docx")  # kinds that hold pages, not records
File = tuple[str, Any]  # its name in the corpus, and its path
Article = dict[str, Any]


class Batch(NamedTuple):
    """Consecutive files of the source: their number, the files, and what tells whether it must be read anew."""

    number: int
    files: list[File]
    key: str

    @property
    def name(self) -> str:
        return f"{self.number:05d}"


class Reading(NamedTuple):
    """What all batches share while they are read: the place of the store, columns, furniture, rows of metadata.csv.

    `age` is that of articles which the store does not hold yet; `slice` the number of articles of a slice.
    """

    root: UPath
    columns: Mapping[str, str] | None
    furniture: frozenset[str]
    metadata: pd.DataFrame | None
    age: int
    slice: int


class Slice(NamedTuple):
    """A slice to annotate: its name, whether its articles were read just now, and which are copies of what.

    `keys` tells for words, mentions and dates what they are made from, `groups` which of them are to be made.
    """

    name: str
    fresh: bool
    marks: Mapping[str, str]
    keys: Mapping[str, str]
    groups: tuple[str, ...]


class Making(NamedTuple):
    """What all slices share: the place of the store, the tools, whether copies count, the newest known day of
    publication, and the rows of corrections.csv."""

    root: UPath
    tools: annotation.Tools
    keep_duplicates: bool
    newest: date | None
    corrections: pd.DataFrame | None


def edges_of(batch: Batch, columns: Mapping[str, str] | None) -> list[set[str]]:
    """Return the lines at the edges of each page of a batch."""
    files = [file for file in batch.files if _may_hold_pages(*file)]
    return [
        edge_lines(item.text) for item in iter_files(files, columns) if isinstance(item, Raw) and item.fields is None
    ]


@uncollected()
def rows_of(batch: Batch, columns: Mapping[str, str] | None) -> list[Row]:
    """Return what is learned from the rows of a batch about the furniture of their outlets."""
    files = [file for file in batch.files if PurePosixPath(file[0].lower().removesuffix(".gz")).suffix not in PAGES]
    return sampled(articles.row_of_record(item) for item in filter(articles.is_row, iter_files(files, columns)))


def _may_hold_pages(name: str, path: Any) -> bool:
    """Tell whether a file may hold pages, by its name; of an archive, by the names of its entries."""
    if not name.lower().endswith(".zip"):
        return PurePosixPath(name.lower().removesuffix(".gz")).suffix in PAGES
    try:
        with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            return any(_may_hold_pages(entry, path) for entry in archive.namelist() if not entry.endswith(".zip"))
    except Exception:  # whatever a broken archive raises; reading it tells
        return False


@uncollected()
def read_batch(batch: Batch, reading: Reading) -> None:
    """Read a batch: write its articles by slices, what the whole corpus must know of them, and the notes."""
    store = Layout(reading.root)
    new = store.next
    if holds(new, batch):
        return
    raw: list[Raw] = []
    notes: list[Note] = []
    for item in iter_files(batch.files, reading.columns):
        if isinstance(item, Raw):
            raw.append(item)
        else:
            notes.append(item)
    found, more = articles.collect(raw, reading.furniture)
    notes += more + articles.apply_metadata(found, reading.metadata)
    slices = [found[start : start + reading.slice] for start in range(0, len(found), reading.slice)]
    marks = []
    for number, each in enumerate(slices):
        marks.append(write_records(new.raw(slice_name(batch.number, number)), "articles", each))
    sketches = sketches_of([article["body"] for article in found])
    known = _ages(store, batch)
    ages = [known.get(article["article_id"], reading.age) for article in found]
    index = write_index(new.index(batch.name), found, ages, sketches)
    told = {"key": batch.key, "slices": [len(each) for each in slices], "raw": marks, "index": index, "notes": notes}
    write_json(new.told(batch.name), told)


def holds(layout: Layout, batch: Batch) -> bool:
    """Tell whether a batch has been read, from the same files in the same way: what is told of it is written last."""
    path = layout.told(batch.name)
    return path.exists() and read_json(path, ToldBatch).key == batch.key


def _ages(store: Layout, batch: Batch) -> dict[str, int]:
    """Return the ages of the articles of a batch that the store holds: they keep them when the batch is read anew."""
    path = store.told(batch.name)
    if not path.exists() or not store.index(batch.name).exists():
        return {}
    known, ages, _ = read_index(store.index(batch.name), read_json(path, ToldBatch).index)
    return {article["article_id"]: age for article, age in zip(known, ages, strict=True)}


@uncollected()
def annotate_slice(task: Slice, making: Making) -> None:
    """Write the frames of a slice that are to be made, its articles, and the notes."""
    store = Layout(making.root)
    new = store.next
    told = new.told(task.name)
    if told.exists() and read_json(told, ToldSlice).keys == task.keys:
        return
    held = None if task.fresh else read_json(store.told(task.name), ToldSlice)
    marks: dict[str, str] = dict(held.marks) if held else {}
    found = _articles(store, task, held)
    rows = _rows_of(making.corrections, found)
    before = _before(found, rows)
    for article in found:
        article["duplicate_of"] = task.marks.get(article["article_id"])
    notes = corrections.of_articles(found, rows)
    counted = [article for article in found if making.keep_duplicates or not article["duplicate_of"]]
    made: dict[str, pd.DataFrame] = {}
    odd = [note for note in (held.odd if held else []) if annotation.group_of(note) not in task.groups]
    if "words" in task.groups:
        made |= annotation.word_frames(counted, making.tools.lemmatizer, odd)
        words = made["tokens"]["article_id"].value_counts().to_dict()
        for article in found:
            article["words"] = words.get(article["article_id"]) or _length(article)
        starts = annotation.starts_of(made["sentences"])
    else:
        place = store.frame("sentences", task.name, marks["sentences"])
        starts = annotation.starts_of(read_frame("sentences", [(place, marks["sentences"])]))
    if "dates" in task.groups:
        made["dates"] = _dates(found, counted, starts, odd)
    notes += articles.date_stories(found, making.newest)
    inferred = [article for article in counted if article["published_from"] == "inferred"]
    if "dates" in task.groups and inferred:
        made["dates"] = annotation.redate(made["dates"], inferred, [article["article_id"] for article in counted])
    if "mentions" in task.groups:  # who held an office depends on the day
        made["mentions"] = annotation.mention_frame(counted, starts, making.tools, odd)
    if rows is not None and "mentions" in made and "dates" in made:
        notes += corrections.of_frames(made, rows, making.tools.registry, making.tools.entities)
    for name, table in made.items():
        marks[name] = write_frame(partial(new.frame, name, task.name), name, table)
    marks["articles"] = write_records(partial(new.frame, "articles", task.name), "articles", found)
    write_json(told, {"keys": task.keys, "marks": marks, "before": before, "odd": odd, "notes": notes})


def _articles(store: Layout, task: Slice, held: ToldSlice | None) -> list[Article]:
    """Return the articles of a slice: as read just now, or from the store, without what was inferred or corrected."""
    if held is None:
        batch, _, number = task.name.partition("-")
        return read_records(store.next.raw(task.name), read_json(store.next.told(batch), ToldBatch).raw[int(number)])
    mark = held.marks["articles"]
    found, before = read_records(store.frame("articles", task.name, mark), mark), held.before
    for article in found:
        if article["published_from"] == "inferred":
            article |= {"published": None, "published_from": "none"}
        if article["article_id"] in before:
            article |= before[article["article_id"]].model_dump()
    return found


def _before(found: Sequence[Article], rows: pd.DataFrame | None) -> dict[str, Any]:
    """Return what articles said before they are corrected by hand, so that a correction can be taken back."""
    ids = set() if rows is None else set(rows["article_id"])
    fields = (*(name for name in corrections.OF_ARTICLE if name != "duplicate_of"), "published_from")
    return {each["article_id"]: {name: each[name] for name in fields} for each in found if each["article_id"] in ids}


def _rows_of(rows: pd.DataFrame | None, found: Sequence[Article]) -> pd.DataFrame | None:
    """Return the corrections of these articles."""
    return None if rows is None else rows[rows["article_id"].isin([article["article_id"] for article in found])]


def _dates(
    found: Sequence[Article], counted: Sequence[Article], starts: annotation.Starts, notes: list[Note]
) -> pd.DataFrame:
    """Return the dates of the articles that count; those that look wrong are told in `notes`.

    Of all articles, fill in the day that they cannot be older than.
    """
    made = annotation.date_frames(found, starts, notes)
    bounds = made["bounds"].set_index("article_id")
    ids = {article["article_id"] for article in counted}
    for article in found:
        article["published_after"] = bounds.at[article["article_id"], "published_after"]
        if article["article_id"] in ids:
            place = article["file"], article["ordinal"]
            odd = bounds.at[article["article_id"], "odd"]
            notes += [Note(*place, "warning", why, "check the text, or the day of publication") for why in odd]
    dates = made["dates"]
    return dates[dates["article_id"].isin(ids)].reset_index(drop=True)


def _length(article: Article) -> int:
    """Return how many tokens an article has that is not annotated."""
    texts = parts_of(article).values()
    return sum(len(token_spans(text, start, end)) for text in texts for _, start, end in sentence_spans(text))
