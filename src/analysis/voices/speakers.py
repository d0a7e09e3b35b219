"""Who speaks in a corpus, how much, and how it is taken: tables of quotations by speaker."""

import numpy as np
import pandas as pd

from analysis.base.resampling import Drawn, rates
from analysis.base.statistics import wilson
from analysis.corpus.corpus import Corpus
from analysis.voices.quotations import STANCES, quotations
from analysis.wording.phrases import wording

SPEAKERS = {
    "speaker": "str",
    "name": "str",
    "quotations": "int64",
    "words": "int64",
    "share": "float64",
    "low": "float64",
    "high": "float64",
    "articles": "int64",
    "outlets": "int64",
}
NAMELESS = ("anonymous", "unknown")


def speakers(corpus: Corpus, table: pd.DataFrame | None = None, *, language: str = "ar") -> pd.DataFrame:
    """Return who speaks in a corpus, a row a speaker, those with most words first.

    Columns: speaker (as in `quotations`), name (that of the registry in `language`, else the one told most often),
    quotations, words (of all that is said; of
    an act inside another both count), share (of the words of all speakers), low, high (its 95 % interval over
    articles, see base.resampling.rates), articles, outlets. What several say together counts for
    each of them. `table` are the quotations where they are known already.
    """
    said = _each_speaker(corpus, quotations(corpus) if table is None else table)
    if said.empty:
        return pd.DataFrame(columns=list(SPEAKERS)).astype(SPEAKERS)
    groups = said.groupby("speaker", observed=True)
    counts = pd.DataFrame(
        {
            "name": _told_most(said),
            "quotations": groups.size(),
            "words": groups["words"].sum(),
            "articles": groups["article_id"].nunique(),
            "outlets": groups["outlet"].nunique(),
        }
    )
    found = counts.join(_shares(said, counts.index)).reset_index().astype({"speaker": "str"})
    found["name"] = _labels(corpus, found, language)
    found = found.sort_values(["words", "quotations", "speaker"], ascending=[False, False, True], ignore_index=True)
    return found.astype(SPEAKERS)[list(SPEAKERS)]


def _told_most(said: pd.DataFrame) -> pd.Series:
    """Return the name that each speaker is called by most often, of equal ones the first in the alphabet."""
    names = said.groupby(["speaker", "speaker_name"], observed=True).size().rename("times").reset_index()
    names = names.sort_values(["speaker", "times", "speaker_name"], ascending=[True, False, True])
    return names.drop_duplicates("speaker").set_index("speaker")["speaker_name"].astype("str")


def _each_speaker(corpus: Corpus, table: pd.DataFrame) -> pd.DataFrame:
    """Return quotations with a row for each of several speakers: who, how told, how much, in which article and outlet.

    What repeats comes as categories, in the order of the alphabet.
    """
    said = table[["article_id", "speaker", "speaker_name", "stance", "words"]].reset_index(drop=True)
    joint = said["speaker"].str.contains(" + ", regex=False).to_numpy(bool)
    if joint.any():
        several = said[joint]
        ids, names = (several[column].str.split(" + ", regex=False) for column in ("speaker", "speaker_name"))
        alike = ids.str.len() == names.str.len()
        several = several.assign(speaker=ids, speaker_name=names.where(alike, ids))
        several = several.explode(["speaker", "speaker_name"]).astype({"speaker": "str", "speaker_name": "str"})
        said = pd.concat([said[~joint], several]).sort_index(kind="stable").reset_index(drop=True)
    outlet = corpus.counted_columns(["article_id", "source"]).set_index("article_id")["source"]
    said = said.assign(outlet=said["article_id"].map(outlet))
    return said.astype(dict.fromkeys(("article_id", "speaker", "speaker_name", "stance", "outlet"), "category"))


def _labels(corpus: Corpus, table: pd.DataFrame, language: str) -> list[str]:
    """Return how speakers are called in a language."""
    known, values = corpus.registry, wording(language)["values"]
    return [
        values[each] if each in NAMELESS else known.label(each, language) if each in known.actors else name
        for each, name in zip(table["speaker"], table["name"], strict=True)
    ]


def _shares(said: pd.DataFrame, speakers: pd.Index) -> pd.DataFrame:
    """Return the share of each speaker in all words that are quoted, with its interval over articles."""
    units, articles = pd.factorize(said["article_id"])
    keys = speakers.get_indexer(said["speaker"].cat.categories)[said["speaker"].cat.codes]
    pairs = pd.DataFrame({"key": keys, "unit": units, "words": said["words"].to_numpy()})
    sums = pairs.groupby(["key", "unit"])["words"].sum().reset_index()
    weights = np.bincount(units, said["words"], len(articles))
    drawn = Drawn(sums["key"].to_numpy(), sums["unit"].to_numpy(), sums["words"].to_numpy(), weights, len(speakers))
    table = rates(drawn).set_axis(speakers).rename(columns={"rate": "share"})
    table[["low", "high"]] = table[["low", "high"]].clip(0, 1)
    return table[["share", "low", "high"]]


def stances(corpus: Corpus, table: pd.DataFrame | None = None, *, language: str = "ar") -> pd.DataFrame:
    """Return with which words each speaker is quoted: a row a speaker, a column a stance, counts of quotations.

    Columns: speaker, name, quotations, then STANCES; in the order of `speakers`.
    """
    table = quotations(corpus) if table is None else table
    said, order = _each_speaker(corpus, table), speakers(corpus, table, language=language)
    counts = said.groupby(["speaker", "stance"], observed=True).size().unstack(fill_value=0)
    counts = counts.reindex(index=order["speaker"], columns=list(STANCES), fill_value=0)
    return (
        order[["speaker", "name", "quotations"]]
        .join(counts.reset_index(drop=True))
        .astype(dict.fromkeys(STANCES, "int64"))
    )


def by_outlet(corpus: Corpus, table: pd.DataFrame | None = None, *, language: str = "ar") -> pd.DataFrame:
    """Return how much each outlet lets each speaker speak: outlet, speaker, name, quotations, words, share.

    `share` is of the words of all quotations of the outlet. Articles without an outlet are left out.
    """
    said = _each_speaker(corpus, quotations(corpus) if table is None else table).dropna(subset=["outlet"])
    groups = said.groupby(["outlet", "speaker"], observed=True)
    found = groups.agg(quotations=("words", "size"), words=("words", "sum")).reset_index()
    first = said.drop_duplicates(["outlet", "speaker"])[["outlet", "speaker", "speaker_name"]]
    found.insert(2, "name", found[["outlet", "speaker"]].merge(first, how="left")["speaker_name"].astype("str"))
    found = found.astype({"outlet": "str", "speaker": "str"})
    found["name"] = _labels(corpus, found, language)
    found["share"] = found["words"] / found.groupby("outlet")["words"].transform("sum").clip(lower=1)
    found = found.sort_values(["outlet", "words", "speaker"], ascending=[True, False, True], ignore_index=True)
    return found.astype({"outlet": "str", "name": "str", "share": "float64"})


def unnamed(corpus: Corpus, table: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return how often each outlet quotes speakers whom it does not name.

    Columns: outlet, quotations, anonymous, share, low, high. `share` is that of anonymous speakers in the quotations
    whose speaker is known at all; low and high are its 95 % interval (Wilson 1927), made wider for what quotations of
    one article share (Kish 1965).
    """
    table = quotations(corpus) if table is None else table
    outlet = corpus.counted_columns(["article_id", "source"]).set_index("article_id")["source"]
    said = pd.DataFrame({"article_id": table["article_id"], "outlet": table["article_id"].map(outlet)})
    said["anonymous"] = table["speaker"] == "anonymous"
    said = said[(table["speaker"] != "unknown") & said["outlet"].notna()]
    groups = said.groupby("outlet")["anonymous"]
    found = groups.agg(quotations="size", anonymous="sum").reset_index()
    found["share"] = found["anonymous"] / found["quotations"]
    effect = np.array([_design_effect(rows) for _, rows in said.groupby("outlet")]) if len(found) else np.array([])
    found["low"], found["high"] = wilson(found["anonymous"] / effect, found["quotations"] / effect)
    return found.astype({"outlet": "str", "anonymous": "int64"})


def _design_effect(rows: pd.DataFrame) -> float:
    """Return how many times the variance of a share is that of independent draws, by the articles it comes from."""
    of = rows.groupby("article_id")["anonymous"].agg(["sum", "size"])
    total, share, units = len(rows), rows["anonymous"].mean(), len(of)
    if units < 2 or share in (0, 1):
        return 1.0
    spread = ((of["sum"] - share * of["size"]) ** 2).sum() * units / (units - 1)
    return float(max(spread / total / (share * (1 - share)), 1.0))


def never_quoted(corpus: Corpus, table: pd.DataFrame | None = None, *, language: str = "ar") -> pd.DataFrame:
    """Return actors that are spoken about and never speak: actor, name, mentions, articles; those named most first."""
    said = (quotations(corpus) if table is None else table)["speaker"].drop_duplicates()
    speaking = said.str.split(" + ", regex=False).explode()
    counts = pd.concat(corpus.by_slice(_named))
    found = counts[~counts.index.isin(speaking) & (counts.index != "")].groupby("actor").sum().reset_index()
    names = [corpus.registry.label(each, language) for each in found["actor"]]
    found.insert(1, "name", pd.Series(names, dtype="str"))
    return found.sort_values(["mentions", "actor"], ascending=[False, True], ignore_index=True)


def _named(corpus: Corpus) -> pd.DataFrame:
    """Return how often each actor is mentioned in a slice, and in how many articles."""
    groups = corpus.counted_mentions().groupby("actor")
    return groups.agg(mentions=("start", "size"), articles=("article_id", "nunique"))
