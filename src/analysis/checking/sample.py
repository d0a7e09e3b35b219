"""Checking by hand: random cases on a sheet, right or wrong filled in by a person, and the precision that this gives.

A sample is a simple random one, without replacement, from all cases of its kind that analyses count. Its rows stand in
random order, so that the first rows are a sample too (a sheet that is half filled in still counts), and a larger
sample of the same seed begins with the smaller one. Where it is asked for, cases of which the rules are least sure are
drawn more often and stand first, and carry the weights by which the precision stays that of all cases (`doubt`).
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.base.frames import SENTENCE, SPAN
from analysis.base.notes import InputError
from analysis.base.statistics import wilson
from analysis.checking.doubt import COLUMNS as WEIGHTS
from analysis.checking.doubt import doubts, drawn, weighted, weights
from analysis.checking.recall import sample_recall
from analysis.checking.sheet import Stamp, read_sheet
from analysis.corpus.corpus import Corpus
from analysis.relations.find import relations as found_relations
from analysis.sources.checks import GROUPS, of_source
from analysis.stories.members import members
from analysis.topics.dictionary import Dictionary, load_dictionary
from analysis.topics.themes import theme_matches
from analysis.voices.quotations import quotations

COLUMNS = ["id", "article", "date", "sentence", "marked", "read", "right", "note"]  # what a person reads and fills in
LONGEST = 200  # letters of a quotation that a person reads
ORIGIN = ["file", "article_id", "part", "start", "end", "sheet"]
SCORE = {
    "by": "str",
    "value": "str",
    "right": "int64",
    "of": "int64",
    "empty": "int64",
    "precision": "float64",
    "low": "float64",
    "high": "float64",
}


def sample_mentions(corpus: Corpus, *, n: int = 100, seed: int = 1, least_sure: bool = False) -> pd.DataFrame:
    """Return `n` mentions of actors at random (all, where there are fewer), a row each, to be judged right or wrong.

    Columns: id (from 1), article (its title), date (of publication), sentence (with the marked words in [[ ]]), marked,
    read (the actor's Arabic and English name), right and note (empty, to be filled in), method, actor_type, actor,
    file, article_id, part, start, end (characters of the part), and sheet: what the sample was drawn from. Drawn from
    the mentions that analyses count (`corpus.counted_mentions()`).

    >>> import analysis
    >>> table = sample_mentions(analysis.read(), n=3)
    >>> len(table), table["right"].tolist()
    (3, ['', '', ''])
    """
    found, of = _drawn(corpus, corpus.counted_mentions(), "mentions", (n, seed, least_sure))
    name = corpus.registry.name
    found["read"] = [f"{name(actor, 'ar')} ({name(actor, 'en')})" for actor in found["actor"]]
    return _sheet(corpus, found, Stamp("mentions", seed, len(found), of))


def sample_dates(corpus: Corpus, *, n: int = 100, seed: int = 1, least_sure: bool = False) -> pd.DataFrame:
    """Return `n` dates at random, as `sample_mentions` does; what was read is the interval, in days.

    Beside the common columns: type and grain. `unresolved` is right where neither the text nor a known day of
    publication fixes the date.
    """
    found, of = _drawn(corpus, corpus.dates, "dates", (n, seed, least_sure))
    found["read"] = [_interval(*days) for days in zip(found["earliest"], found["latest"], strict=True)]
    return _sheet(corpus, found, Stamp("dates", seed, len(found), of))


def sample_relations(corpus: Corpus, *, n: int = 100, seed: int = 1, least_sure: bool = False) -> pd.DataFrame:
    """Return `n` relations at random, as `sample_mentions` does; what was read is source | kind | target.

    Beside the common columns: quad_class, kind, negated, directed, source, target. A relation is right where its
    source, its target, its kind and its negation are.
    """
    found, of = _drawn(corpus, found_relations(corpus), "relations", (n, seed, least_sure))
    found["read"] = [_told(row, corpus) for row in found.itertuples(index=False)]
    found = found.assign(**{each: found[each].map({True: "yes", False: "no"}) for each in ("negated", "directed")})
    return _sheet(corpus, found, Stamp("relations", seed, len(found), of), ["directed", "source", "target"])


def sample_voices(corpus: Corpus, *, n: int = 100, seed: int = 1, least_sure: bool = False) -> pd.DataFrame:
    """Return `n` quotations at random, as `sample_mentions` does: the word of saying is marked, what was read is who
    says what. Beside the common columns: kind, stance, speaker. One is right where speaker and words are.
    """
    found, of = _drawn(corpus, quotations(corpus), "voices", (n, seed, least_sure))
    found = found.assign(
        surface=found["cue"],
        read=found["speaker_name"].astype("str") + ": " + found["text"].str.slice(0, LONGEST),
        start=found["cue_start"],
        end=found["cue_end"],
    )[[*SPAN, "surface", "read", "kind", "stance", "speaker", *(each for each in WEIGHTS if each in found)]]
    return _sheet(corpus, found, Stamp("voices", seed, len(found), of), ["speaker"])


def sample_themes(
    corpus: Corpus,
    *,
    n: int = 100,
    seed: int = 1,
    least_sure: bool = False,
    dictionary: Dictionary | str | Path | None = None,
) -> pd.DataFrame:
    """Return `n` words or phrases that tell a theme at random, as `sample_mentions` does; what was read is the theme.

    Beside the common columns: theme. `dictionary` is that of `topics.themes`.
    """
    held = dictionary if isinstance(dictionary, Dictionary) else load_dictionary(dictionary)
    found, of = _drawn(corpus, theme_matches(corpus, held), "themes", (n, seed, least_sure))
    found["read"] = [f"{held.name(theme, 'ar')} ({held.name(theme, 'en')})" for theme in found["theme"]]
    return _sheet(corpus, found, Stamp("themes", seed, len(found), of))


def sample_stories(corpus: Corpus, *, n: int = 100, seed: int = 1, least_sure: bool = False) -> pd.DataFrame:
    """Return `n` articles at random that were put to a story that another one began, as `sample_mentions` does.

    The sentence is the headline of the article (its first sentence, where it has none), what was read the headline of
    the first article of its story. Right where both tell one event. Beside the common columns: outlet, story.
    """
    told = members(corpus)
    told = told[(told["story"] != told["article_id"]) & told["article_id"].isin(corpus.counted["article_id"])]
    first = corpus.sentences.drop_duplicates("article_id")[[*SENTENCE, "start", "end", "text"]]
    cases = told.merge(first, on="article_id")
    heads = first.set_index("article_id")["text"]
    outlets = corpus.articles.set_index("article_id")["source"].fillna("")
    cases = cases.assign(surface=cases["text"], read=cases["story"].map(heads), outlet=cases["article_id"].map(outlets))
    cases = cases[[*SPAN, "surface", "read", "outlet", "story"]]
    found, of = _drawn(corpus, cases, "stories", (n, seed, least_sure))
    return _sheet(corpus, found, Stamp("stories", seed, len(found), of), ["story"])


SAMPLES: dict[str, Callable[..., pd.DataFrame]] = {
    "mentions": sample_mentions,
    "dates": sample_dates,
    "relations": sample_relations,
    "recall": sample_recall,
    "voices": sample_voices,
    "themes": sample_themes,
    "stories": sample_stories,
}


def score(path: str | os.PathLike[str]) -> pd.DataFrame:
    """Return the precision of a sheet that a person has filled in, over all and by group.

    Columns: by (`all`, or a column of groups: method, actor_type, actor, type, grain, quad_class, kind, negated),
    value, right, of (rows that are filled in), empty (rows that are not), precision = right / of, and its 95 % interval
    low, high (the score interval of Wilson 1927); of a sheet of the least sure, all three are weighted (see `doubt`).
    The first row is that of all. `attrs` tell what the sheet was drawn from: kind, seed, n, population, fingerprint,
    source.

    `right` and `wrong` may also be written y/n, yes/no, 1/0, صح/خطأ, نعم/لا, ✓/✗. Reads .xlsx, and .csv of any
    separator and encoding. Raises InputError, naming sheet and row, for what cannot be read, for rows of different
    samples, and for a row that stands twice.
    """
    return score_of(*read_sheet(path))


def score_of(rows: list[dict[str, Any]], stamp: Stamp) -> pd.DataFrame:
    """Return the `score` of the rows of a sheet."""
    if stamp.kind not in GROUPS:
        raise InputError(f"a sheet of {stamp.kind} tells what was missed, not what is right; see checking.missed")
    table = pd.DataFrame(rows).assign(all="").astype({"verdict": "float64"})
    lean = "doubt" in table  # drawn where the rules are least sure
    table["weight"] = weights(rows) if lean else 1.0
    groups = ["all", *(each for each in GROUPS[stamp.kind] if each in table)]
    parts = []
    for by in groups:
        found = table.groupby(by, sort=True)["verdict"]
        part = pd.DataFrame({"right": found.sum(), "of": found.count(), "empty": found.size() - found.count()})
        parts.append(part.rename_axis("value").reset_index().assign(by=by))
    result = pd.concat(parts, ignore_index=True)
    result["precision"] = result["right"].astype("float64") / result["of"].where(result["of"] > 0)
    result["low"], result["high"] = wilson(result["right"].astype("float64"), result["of"])
    if lean:
        cases = [
            table[table[by].astype("str") == value] for by, value in zip(result["by"], result["value"], strict=True)
        ]
        shares = [weighted(each["verdict"], each["weight"]) for each in cases]
        result[["precision", "low", "high"]] = pd.DataFrame(shares, index=result.index, dtype="float64")
    result = result[list(SCORE)].astype(SCORE)
    result.attrs = {**stamp._asdict(), **({"weighted": True} if lean else {})}
    return result


def _drawn(corpus: Corpus, table: pd.DataFrame, kind: str, how: tuple[int, int, bool]) -> tuple[pd.DataFrame, int]:
    """Return rows at random, in random order or the least sure first, and how many there are in all.

    `how` is the number of rows, the seed, and whether those come first of which the rules are least sure.
    """
    n, seed, least_sure = how
    if not least_sure:
        return table.sample(min(n, len(table)), random_state=seed).reset_index(drop=True), len(table)
    checks = of_source(corpus.info.get("source", "")).get(kind, {})
    return drawn(table, doubts(table, kind, checks), n, seed), len(table)


def _sheet(corpus: Corpus, found: pd.DataFrame, stamp: Stamp, more: list[str] | None = None) -> pd.DataFrame:
    """Return drawn cases (SPAN, surface, read, groups) with what a person needs to judge them."""
    about = corpus.articles[["article_id", "title", "published", "file"]]
    about = about[about["article_id"].isin(found["article_id"])]
    held = corpus.sentences[corpus.sentences["article_id"].isin(found["article_id"])]
    held = held[[*SENTENCE, "start", "text"]].rename(columns={"start": "from", "text": "words"})
    table = found.merge(held, on=SENTENCE, how="left").merge(about, on="article_id", how="left")
    stamp = stamp._replace(fingerprint=corpus.info.get("fingerprint", ""), source=corpus.info.get("source", ""))
    spans = zip(table["words"], table["start"] - table["from"], table["end"] - table["from"], strict=True)
    table["sentence"] = [_marked(*span) for span in spans]
    table["id"] = range(1, len(table) + 1)
    table["article"] = [title or "" for title in table["title"]]
    table["date"] = ["" if pd.isna(day) else day.isoformat()[:10] for day in table["published"]]
    table = table.assign(marked=table["surface"], right="", note="", sheet=str(stamp))
    weights = [each for each in WEIGHTS if each in table]
    result = table[[*COLUMNS, *GROUPS[stamp.kind], *(more or []), *weights, *ORIGIN]]
    result.attrs = stamp._asdict()
    return result


def _marked(text: str, start: int, end: int) -> str:
    """Return a sentence with a span in double brackets.

    >>> _marked("وصل الوفد أمس", 10, 13)
    'وصل الوفد [[أمس]]'
    """
    return f"{text[:start]}[[{text[start:end]}]]{text[end:]}"


def _interval(earliest: Any, latest: Any) -> str:
    """Return an interval of days as text."""
    if pd.isna(earliest) or pd.isna(latest):
        return "unresolved"
    first, last = earliest.isoformat()[:10], latest.isoformat()[:10]
    return first if first == last else f"{first} – {last}"


def _told(row: Any, corpus: Corpus) -> str:
    """Return a relation as text."""
    source, target = (corpus.registry.name(actor, "ar") for actor in (row.source, row.target))
    kind = f"not {row.kind}" if row.negated else row.kind
    return f"{source} | {kind} | {target}" if row.directed else f"{source} + {target} | {kind}"
