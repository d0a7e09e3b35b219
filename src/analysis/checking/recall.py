"""What was missed: sentences drawn by strata and read whole by a person, and how much of all was found."""

import os
from typing import Any

import numpy as np
import pandas as pd

from analysis.base.frames import SENTENCE
from analysis.checking.sheet import Stamp, read_sheet
from analysis.corpus.corpus import Corpus

# Of the sentences to read, the share of those that name an actor, that hold something near to it (a place, an adjective
# of nationality, a role), and of all others. Most is missed beside what is found.
STRATA = {"named": 0.45, "near": 0.3, "other": 0.25}
COLUMNS = ["id", "article", "date", "sentence", "found", "read", "missed", "note"]  # what a person reads and fills in
ORIGIN = ["stratum", "sentences", "mentions", "file", "article_id", "part", "start", "end", "sheet"]
MISSED = {"stratum": "str", "sentences": "int64", "read": "int64", "missed": "int64", "squares": "int64"}


def sample_recall(corpus: Corpus, *, n: int = 100, seed: int = 1) -> pd.DataFrame:
    """Return `n` sentences at random, by strata, a row each: a person tells how many mentions were missed.

    Only mentions of actors of the registry are to be told: counts are of no others, and those of the registry would be
    corrected for what was missed of others. One that was taken for another actor was missed too (Rogan and Gladen 1978
    correct where all that stands in the texts is either found and right, or missed).

    Columns: id (from 1), article (its title), date (of publication), sentence (with the mentions that are counted in
    [[ ]]), found (their number), read (whom they were taken for, in their order), missed and note (empty, to be filled
    in), stratum (named: holds a counted mention; near: another mention, as of a place or a nationality; other),
    sentences (in the stratum), mentions (counted in the corpus), file, article_id, part, start, end (of the sentence),
    sheet. The rows stand in random order.
    """
    sentences = corpus.sentences.reset_index(drop=True)
    counted = corpus.counted_mentions()
    places = pd.MultiIndex.from_frame(sentences[SENTENCE])
    named = places.isin(pd.MultiIndex.from_frame(counted[SENTENCE]))
    near = places.isin(pd.MultiIndex.from_frame(corpus.mentions[SENTENCE]))
    stratum = pd.Series(np.select([named, near], ["named", "near"], "other"), index=sentences.index)
    sizes = {name: int((stratum == name).sum()) for name in STRATA}
    rng = np.random.default_rng(seed)
    drawn = [
        rng.permutation(np.flatnonzero(stratum == name))[:quota] for name, quota in _quotas(sizes, n).items() if quota
    ]
    rows = rng.permutation(np.concatenate(drawn)) if drawn else np.zeros(0, dtype="int64")
    table = sentences.loc[rows].assign(stratum=stratum[rows], mentions=len(counted)).reset_index(drop=True)
    spans = counted.groupby(SENTENCE, observed=True, sort=False)[["start", "end", "actor"]]
    held = {key: _taken(each) for key, each in spans}
    about = corpus.articles[["article_id", "title", "published", "file"]]
    table = table.merge(about, on="article_id", how="left")
    name = corpus.registry.name
    found = [held.get(key, {}) for key in table[SENTENCE].itertuples(index=False, name=None)]
    table["sentence"] = [
        _marked(text, start, list(each)) for text, start, each in zip(table["text"], table["start"], found, strict=True)
    ]
    stamp = Stamp("recall", seed, len(table), len(sentences))
    stamp = stamp._replace(fingerprint=corpus.info.get("fingerprint", ""), source=corpus.info.get("source", ""))
    table = table.assign(
        id=range(1, len(table) + 1),
        article=[title or "" for title in table["title"]],
        date=["" if pd.isna(day) else day.isoformat()[:10] for day in table["published"]],
        found=[len(each) for each in found],
        read=[
            "; ".join(" / ".join(name(actor, "ar") for actor in actors) for actors in each.values()) for each in found
        ],
        sentences=table["stratum"].map(sizes),
        missed="",
        note="",
        sheet=str(stamp),
    )[[*COLUMNS, *ORIGIN]]
    table.attrs = stamp._asdict()
    return table


def missed(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Return what a person found missing on a filled sheet of `sample_recall`, by stratum.

    Columns: stratum, sentences (in it), read (rows that are filled in), missed (mentions in these), squares (the sum of
    the squares of their numbers: what the interval needs). `attrs` tell what the sheet was drawn from, mentions (that
    are counted) and empty (rows that are not filled in). Raises InputError as `score` does.
    """
    rows, stamp = read_sheet(path)
    return missed_of(rows, stamp)


def missed_of(rows: list[dict[str, Any]], stamp: Stamp) -> pd.DataFrame:
    """Return `missed` of the rows of a sheet."""
    table = pd.DataFrame(rows)
    table = table.assign(verdict=table["verdict"].astype("float64"), size=table["sentences"].astype("int64"))
    held = table.groupby("stratum")["verdict"]
    result = pd.DataFrame(
        {
            "sentences": table.groupby("stratum")["size"].max(),
            "read": held.count(),
            "missed": held.sum(),
            "squares": held.agg(lambda each: (each**2).sum()),
        }
    )
    result = result.reset_index().astype(MISSED)[list(MISSED)]
    result.attrs = {
        **stamp._asdict(),
        "mentions": int(table["mentions"].iloc[0]),
        "empty": int(table["verdict"].isna().sum()),
    }
    return result


def _quotas(sizes: dict[str, int], n: int) -> dict[str, int]:
    """Return how many are drawn of each stratum: its share of `n`, and what the others cannot fill.

    >>> _quotas({"named": 1000, "near": 10, "other": 1000}, 100)
    {'named': 58, 'near': 10, 'other': 32}
    """
    left = min(n, sum(sizes.values()))
    quotas: dict[str, int] = {}
    for name in sorted(sizes, key=lambda each: sizes[each] / STRATA[each]):  # those that are filled first
        rest = sum(STRATA[each] for each in sizes if each not in quotas)
        quotas[name] = min(sizes[name], round(left * STRATA[name] / rest))
        left -= quotas[name]
    return {name: quotas[name] for name in sizes}


def _taken(mentions: pd.DataFrame) -> dict[tuple[int, int], list[str]]:
    """Return the actors of each span of a sentence, in the order of the spans."""
    found: dict[tuple[int, int], list[str]] = {}
    for start, end, actor in sorted(set(mentions.itertuples(index=False, name=None))):
        found.setdefault((start, end), []).append(actor)
    return found


def _marked(text: str, at: int, spans: list[tuple[int, int]]) -> str:
    """Return a sentence that begins at `at` with spans of its part in double brackets.

    >>> _marked("وصل وفد كابل", 5, [(13, 17)])
    'وصل وفد [[كابل]]'
    """
    for start, end in reversed(spans):
        text = f"{text[: start - at]}[[{text[start - at : end - at]}]]{text[end - at :]}"
    return text
