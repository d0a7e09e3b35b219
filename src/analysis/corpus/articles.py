"""Raw pages and records to articles: a record a story, with its day of publication and what it repeats."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeGuard

import pandas as pd
from tqdm import tqdm

from analysis.base.frames import parts_of
from analysis.base.notes import Note, fault
from analysis.corpus.copies import Copy
from analysis.dates.find import inferred_day
from analysis.pages.furniture import after_dateline, before_signature, credit_in, edge_lines, is_dateline, recurring
from analysis.pages.lines import ARABIC, line_key, read_kind, split_lines, without_opening
from analysis.pages.rows import Row, learned, row_of, without
from analysis.pages.stories import Story, stories
from analysis.sources.raw import Raw

QUIET_UNDER = 500  # pages below which no progress bar is worth showing
FURNITURE_LENGTH = 200  # characters of the longest label, pointer or caption in the text of a table
METADATA = "metadata.csv"
FIELDS = ("title", "subtitle", "author", "source", "url", "published")  # what metadata.csv may say

TOLD = ("file", "ordinal", *FIELDS)  # all other columns of metadata.csv are the user's own

# A day in a file name or an address: 2021-08-16, 2021_08_16, /2021/08/16/ or 20210816, with no digit or letter beside.
_DAY = re.compile(r"(?<![0-9A-Za-z])((?:19|20)\d\d)([-_/.]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?![0-9A-Za-z])")
Article = dict[str, Any]


def collect(raw: Sequence[Raw], furniture: frozenset[str] | None = None) -> tuple[list[Article], list[Note]]:
    """Return the articles of raw pages and records, and the log of what was left out of them.

    `furniture` are the lines that recur on the pages of the site and in the rows of an outlet; without it, they are
    learned from these.
    """
    if furniture is None:
        furniture = recurring(edge_lines(item.text) for item in raw if item.fields is None)
        furniture |= learned(map(row_of_record, filter(is_row, raw)))
    articles: list[Article] = []
    notes: list[Note] = []
    counts: dict[str, int] = {}
    for item in tqdm(raw, desc="articles", unit="", disable=len(raw) < QUIET_UNDER):
        try:
            found, left_out = _stories_of(item, furniture)
        except Exception as error:
            what = f"cannot be taken apart: {fault(error)}"
            notes.append(Note(item.file, item.row, "error", what, "skipped; check the text"))
            continue
        if not found:
            notes.append(Note(item.file, item.row, "warning", "no article in Arabic", "skipped"))
        if left_out:
            shown = " | ".join(dict.fromkeys(line[:60] for line in left_out))
            notes.append(Note(item.file, item.row, "info", f"page furniture ({len(left_out)}): {shown}", "left out"))
        for each in found:
            # A row is its own number, whatever rows above it were skipped.
            ordinal = counts[item.file] = counts.get(item.file, -1) + 1 if item.row is None else item.row
            articles.append(_record(item, ordinal, each))
    return articles, notes


def _stories_of(item: Raw, furniture: frozenset[str]) -> tuple[list[Story], list[str]]:
    """Return the stories of a raw page or record, and the lines left out of them."""
    if item.fields is None:
        found, left_out = stories(item.text, furniture)
    else:
        text, cut = without(*_of_row(item), furniture) if is_row(item) else (item.text, [])
        found, left_out = _story_of_record(text, item.fields)
        left_out = [*cut, *left_out]
    for each in found:
        each.body, credit = _text_alone(each.body, (item.fields or {}).get("author"))
        each.author = each.author or credit
    return found, left_out


def is_row(item: object) -> TypeGuard[Raw]:
    """Tell whether this is a row of a table, and neither a page nor a note."""
    return isinstance(item, Raw) and item.row is not None and item.fields is not None


def row_of_record(item: Raw) -> Row:
    """Return what is learned from a row about the furniture of its outlet."""
    return row_of(*_of_row(item))


def _of_row(item: Raw) -> tuple[str, str, str]:
    """Return the outlet of a row, its title and its text; the host of its address stands for an outlet untold."""
    fields = item.fields or {}
    outlet = fields.get("source") or str(fields.get("url") or "").partition("://")[2].partition("/")[0]
    return " ".join(outlet.split()), fields.get("title") or "", item.text


def _story_of_record(text: str, fields: dict[str, Any]) -> tuple[list[Story], list[str]]:
    """Return the story that a row of a table tells, and the lines left out: labels and pointers, the title again."""
    story, left_out = Story(), []
    title = line_key(fields.get("title") or "")
    kept = []
    for text_line in filter(None, map(str.strip, text.splitlines())):
        if len(text_line) > FURNITURE_LENGTH:
            kept.append(text_line)
            continue
        for line in split_lines(text_line):
            kind = read_kind(line)
            if kind in ("label", "related") or line.key == title:
                left_out.append(text_line)
            else:
                (story.captions if kind == "caption" else kept).append(text_line)
    story.body = "\n".join(kept)
    return [story] if ARABIC.search(f"{fields.get('title') or ''} {story.body}") else [], left_out


def _text_alone(body: str, author: str | None) -> tuple[str, str | None]:
    """Return a body without the dateline that opens it and the agency that signs it, and which of them credits one.

    Controls of pictures that stand before are left out too.
    """
    first, *rest = body.split("\n")
    first = without_opening(first, "controls")
    if rest and is_dateline(first):
        first, *rest = rest
    lines = [after_dateline(first, author), *rest]
    lines[-1] = before_signature(lines[-1])
    text = "\n".join(lines)
    start = max(body.find(text), 0)
    return text, credit_in(body[:start]) or credit_in(body[start + len(text) :])


def _record(item: Raw, ordinal: int, story: Story) -> Article:
    """Return the record of a story: the columns of `articles`. What a table or a page's metadata says goes first."""
    told = {name: value for name, value in (item.fields or {}).items() if value}
    published, published_from = told.get("published"), told.get("published_from", "metadata")
    if story.published and (published is None or published_from == "collected"):
        published, published_from = story.published, "header"
    if published is None or published_from == "collected":
        for text, name in ((told.get("url"), "url"), (item.file if item.fields is None else None, "file")):
            if text and (day := _day_in(text)):
                published, published_from = day, name
                break
    title = told.get("title") or story.title
    return {
        "article_id": digest(item.file, str(ordinal), title or "", story.body),
        "file": item.file,
        "ordinal": ordinal,
        "title": title,
        "subtitle": told.get("subtitle") or story.subtitle,
        "body": story.body,
        "captions": story.captions,
        "headings": story.headings,
        "author": told.get("author") or story.author,
        "source": told.get("source") or story.source,
        "url": told.get("url"),
        "published": published,
        "published_from": published_from if published else "none",
        "published_after": None,
        "duplicate_of": None,
        "words": 0,
        "own": dict(told.get("own") or {}),  # the columns of its row that are no field
    }


def _day_in(text: str) -> date | None:
    """Return the day that a file name or an address carries; None where it carries none, or an impossible one."""
    for found in _DAY.finditer(text):
        try:
            return date(int(found[1]), int(found[3]), int(found[4]))
        except ValueError:
            continue
    return None


def apply_metadata(articles: list[Article], metadata: pd.DataFrame | None) -> list[Note]:
    """Let the rows of metadata.csv (file, ordinal, any of FIELDS) override the articles of their files.

    Other columns are the articles' own. Returns a note for each row whose file is here, but not the story that it
    means.
    """
    notes: list[Note] = []
    if metadata is None:
        return notes
    files: dict[str, dict[int, Article]] = {}
    for article in articles:
        files.setdefault(article["file"], {})[article["ordinal"]] = article
    for row in metadata[metadata["file"].isin(list(files))].to_dict("records"):
        ordinal, held = row.get("ordinal"), files[row["file"]]
        hit = list(held.values()) if pd.isna(ordinal) else [held[ordinal]] if ordinal in held else []
        if not hit:
            notes.append(unfit_metadata(row))
        given = {name: row[name] for name in FIELDS if name in row and not pd.isna(row[name])}
        own = {name: value for name, value in row.items() if name not in TOLD and isinstance(value, str)}
        for article in hit:
            article.update(given)
            article["own"] |= own
            if "published" in given:
                article["published"], article["published_from"] = given["published"].date(), "metadata"
    return notes


def unfit_metadata(row: dict[str, Any]) -> Note:
    """Return the note on a row of metadata.csv that means no article."""
    return Note(METADATA, None, "warning", f"no article of {row['file']} {row.get('ordinal')}", "row not used")


def order_of(articles: Sequence[Article], ages: Sequence[int] | None = None) -> list[tuple[Any, ...]]:
    """Return for each article a value that sorts: of two that are the same the one before is the original.

    It is the one of lesser age number, then the one published first.
    """
    told = zip(ages or [0] * len(articles), articles, strict=True)
    return [(age, each["published"] or date.max, each["file"], each["ordinal"]) for age, each in told]


def mark_copies(articles: list[Article], copies: Sequence[Copy | None]) -> list[Note]:
    """Fill in `duplicate_of` of stories that repeat another, as `copies` tell; return the log of it."""
    notes = []
    for article, copy in zip(articles, copies, strict=True):
        article["duplicate_of"] = None
        if copy is None:
            continue
        original = articles[copy.original]
        article["duplicate_of"] = original["article_id"]
        what = "the same text as" if copy.kind == "exact" else f"{copy.similarity:.0%} the same words as"
        place = f"story {original['ordinal']} of {original['file']}"
        notes.append(Note(article["file"], article["ordinal"], "info", f"{what} {place}", "not counted"))
    return notes


def date_stories(articles: list[Article], newest: date | None) -> list[Note]:
    """Fill in `published` where exactly one day fits between `published_after` and `newest`; return the log of it."""
    notes = []
    for article in articles:
        if article["published"] is not None:
            continue
        what, action = "no date of publication on the page", "left empty"
        try:
            day = inferred_day("\n".join(parts_of(article).values()), article["published_after"], newest)
        except Exception as error:
            day, what = None, f"{what}, nor told from the text: {fault(error)}"
        if day:
            article["published"], article["published_from"] = day, "inferred"
            what, action = "no date line, but only one day fits the text", f"published {day}"
        elif article["published_after"]:
            action = f"left empty; not before {article['published_after']}"
        notes.append(Note(article["file"], article["ordinal"], "info", what, action))
    return notes


def digest(*pieces: str) -> str:
    """Return a short hash of the pieces, the same on every machine."""
    return hashlib.blake2b("\0".join(pieces).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


def fingerprint(articles: Iterable[Mapping[str, Any]], *tables: pd.DataFrame | None) -> str:
    """Return a hash of a set of articles, in whatever order: their texts, their days, and the tables beside them."""
    known = sorted(f"{article['article_id']} {article['published'] or ''}" for article in articles)
    return digest(*known, *map(digest_of, tables))


def digest_of(table: pd.DataFrame | None) -> str:
    """Return a short hash of a table, empty where there is none."""
    return "" if table is None else digest(table.to_csv(index=False))
