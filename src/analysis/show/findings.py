"""Which sentence says what a table shows: the findings of the reports, chosen and filled in from tables.

Every function takes what a figure is made of and returns its findings in order, each a key of the section `findings`
of wording and the values that it is filled with. Where there is nothing to say, there is none.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import networkx as nx
import pandas as pd

from analysis.base.statistics import SURE
from analysis.corpus.corpus import Corpus
from analysis.plots.axes import name_column
from analysis.relations.lexicon import PRECISION, RECALL
from analysis.wording.phrases import period_label, wording

NAMELESS = ("anonymous", "unknown")  # speakers who have no name
FEW = 10  # speakers whose gender is sure, below which a share says nothing
PERIODS = 12  # that are named
NAMES = 5


class Finding(NamedTuple):
    """A sentence of a report: its key, and the values that it is filled with."""

    key: str
    values: dict[str, Any]


Findings = list[Finding]


def said(key: str, **values: Any) -> Findings:
    return [Finding(key, values)]


def counted(values: pd.Series, phrases: Mapping[str, str]) -> list[str]:
    """Return a phrase for each of the values that there are, with its count."""
    counts = {value: int((values == value).sum()) for value in phrases}
    return [phrases[value].format(count=f"{count:,}") for value, count in counts.items() if count]


# --- the corpus -----------------------------------------------------------------------------------------------------
def articles(corpus: Corpus) -> Findings:
    """Return how much a corpus holds, and of what days."""
    counted = corpus.counted_columns(["published", "words", "source"])
    dated = int(counted["published"].notna().sum())
    undated = len(counted) - dated
    if counted.empty:
        return []
    return said(
        "overview" if dated and undated else "overview_dated" if dated else "overview_undated",
        articles=len(counted),
        words=int(counted["words"].sum()),
        sources=counted["source"].nunique(),
        dated=dated,
        span=corpus.span,
        undated=undated,
    )


def stories(table: pd.DataFrame, tellers: pd.DataFrame, corpus: Corpus) -> Findings:
    """Return how many stories there are and which is told most widely (`table` of stories, `tellers` their matrix)."""
    if table.empty:
        return []
    if len(tellers):
        widest = {"headline": tellers["headline"].iloc[0], "outlets": int(tellers["outlets"].iloc[0])}
        return said("stories", stories=len(table), shared=len(tellers), **widest)
    named = corpus.counted_columns(["source"])["source"].notna().any()
    return said("stories_alone" if named else "stories_unnamed", stories=len(table))


def reuse(table: pd.DataFrame, corpus: Corpus, *, texts: pd.Series, language: str) -> Findings:
    """Return how many articles share text; `texts` are the independent texts of the corpus."""
    if table.empty:
        return said("no_reuse")
    return said(
        "reuse",
        articles=len(corpus),
        shared=len({*table["article_id"], *table["other"]}),
        texts=texts.nunique(),
        pairs=len(table),
        kinds=counted(table["kind"], wording(language)["shared"]),
        agency=int((table["agency"] != "").sum()),
    )


# --- topics ---------------------------------------------------------------------------------------------------------
def terms(table: pd.DataFrame, corpus: Corpus) -> Findings:
    """Return which term of a table of frequencies is the commonest."""
    if table.empty:
        return []
    first = table.iloc[0]
    counts = {"count": int(first["count"]), "documents": int(first["documents"])}
    return said("topics", term=first["label"], rate=float(first["per_1000"]), articles=_size(corpus), **counts)


def keyness(table: pd.DataFrame, *, top: int) -> Findings:
    """Return which of the `top` terms with the most evidence stands out most against general Arabic."""
    leading = table[(table["log_ratio"] > 0) & (table["reference_count"] > 0)].head(top)
    if leading.empty:
        return []
    first = leading.loc[leading["log_ratio"].idxmax()]
    rates = {"rate": float(first["per_1000"]), "reference": float(first["reference_per_1000"])}
    return said("keyness", top=len(leading), term=first["label"], log_ratio=float(first["log_ratio"]), **rates)


def parts(table: pd.DataFrame, first: Corpus, second: Corpus) -> Findings:
    """Return what sets two parts of a corpus apart most, by the keyness of the first against the second."""
    if table.empty:
        return said("no_parts")
    leading = table.iloc[0]
    return said(
        "compare" if leading["p_adjusted"] < SURE else "compare_alike",
        articles=_size(first),
        words=int(first.counted_columns(["words"])["words"].sum()),
        others=_size(second),
        other_words=int(second.counted_columns(["words"])["words"].sum()),
        term=leading["term"],
        rate=float(leading["per_1000"]),
        reference=float(leading["reference_per_1000"]),
    )


def themes(table: pd.DataFrame, corpus: Corpus, *, language: str) -> Findings:
    """Return which theme most articles tell."""
    told = table[table["documents"] > 0].head(1)
    rows = zip(told[name_column(language)], told["documents"].astype(int), strict=True)
    return [Finding("themes", {"theme": name, "documents": count, "articles": _size(corpus)}) for name, count in rows]


def trend(table: pd.DataFrame, names: Mapping[str, str]) -> Findings:
    """Return which of `names` (id -> name) a table of a trend shows to be told more in some periods."""
    if not names:
        return []
    changing = [names[each] for each in table.attrs["changing"]]
    return said(table.attrs["finding"], names=changing, count=len(names))


# --- actors ---------------------------------------------------------------------------------------------------------
def actors(table: pd.DataFrame, *, language: str) -> Findings:
    """Return which actor is named most."""
    if table.empty:
        return said("no_actor")
    first = table.iloc[0]
    counts = {"mentions": int(first["mentions"]), "articles": int(first["articles"])}
    return said("actors", actor=first[name_column(language)], actors=len(table), **counts)


def corrected(table: pd.DataFrame) -> Findings:
    """Return what people read of the mentions, found and missed, and what counts are corrected for (`attrs`)."""
    about = table.attrs
    missed = _shares(about.get("missed", {}), "recall")
    if table.empty or "of" not in about:
        return said("missed_alone", **missed) if missed and "of" not in about else said("not_corrected")
    told = {key: about[key] for key in ("right", "of")}
    return [
        *said("corrected", **told, **_shares({key: about[key] for key in ("precision", "low", "high")}, "precision")),
        *_coders(about.get("coders", {})),
        *(said("both_corrected", **missed) if missed else said("finds_corrected")),
    ]


def _coders(about: Mapping[str, Any]) -> Findings:
    """Return how far the coders of a sheet agree."""
    if not about:
        return []
    told = {key: about[key] for key in ("coders", "cases")}
    if not told["cases"]:
        return said("coders_apart", **told)
    if "alpha" not in about:
        return said("coders_alike", **told)
    return said("coders", **told, **{key: f"{about[key]:.2f}" for key in ("alpha", "low", "high")})


def _shares(about: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return numbers with those that are shares in per cent."""
    return {key: f"{value:.0%}" if key in (name, "low", "high") else value for key, value in about.items()}


def pairs(table: pd.DataFrame, *, unit: str) -> Findings:
    """Return which two actors are named together most, and how many pairs more often than chance (`named` pairs)."""
    if table.empty:
        return said("no_pair")
    first = table.iloc[0]
    names = {"first": first["source_name"], "second": first["target_name"]}
    counts = {"count": int(first["count"]), "articles": int(first["articles"]), "npmi": float(first["npmi"])}
    holding, alone = int((table["p_adjusted"] < SURE).sum()), int((table["articles"] == 1).sum())
    return [
        *said("pair", unit=unit, **names, **counts),
        *said("ties" if holding else "no_ties", holding=holding, pairs=len(table), alone=alone),
    ]


def communities(table: pd.DataFrame, *, language: str) -> Findings:
    """Return how many communities there are, and around whom the largest stands (a table of `members`)."""
    if table.empty:
        return []
    largest = table.loc[table["community"] == 0, name_column(language)].head(NAMES).tolist()
    about = {"count": int(table["community"].nunique()), "stability": float(table.attrs["stability"])}
    return said("communities" if table.attrs["p"] <= SURE else "no_communities", members=largest, **about)


def neighbours(graph: nx.Graph, actor: str, names: Mapping[str, str]) -> Findings:
    """Return how many actors one is named with; `names` are those of the actors by id."""
    if actor in graph:
        return said("around", actor=names[actor], neighbours=len(graph[actor]))
    return said("nobody", actor=actor) if actor else said("no_pair")


def changes(table: pd.DataFrame) -> Findings:
    """Return how many pairs are named together more, or less, after a day than before it (`networks.changes_at`)."""
    if not table.attrs["day"]:
        return said("no_parts")
    if table.empty:
        return said("no_pair")
    sure = int((table["p_adjusted"] < SURE).sum())
    return said("changes" if sure else "no_change", day=table.attrs["day"], pairs=len(table), sure=sure)


def speakers(table: pd.DataFrame, quotations: pd.DataFrame) -> Findings:
    """Return who has most words of all that is quoted, or who may have, and how much has no named speaker."""
    named = table[~table["speaker"].isin(NAMELESS)]
    if named.empty:
        return said("no_quotation")
    first = named.iloc[0]
    rivals = named.loc[named["high"] >= first["low"], "name"].tolist()
    shown = {key: f"{first[key]:.1%}" for key in ("share", "low", "high")}
    counts = {"quotations": len(quotations), "articles": quotations["article_id"].nunique()}
    unnamed = f"{(quotations['speaker'] == 'anonymous').mean():.0%}"
    if len(rivals) == 1:
        most = said("speakers", actor=first["name"], **counts, **shown)
    elif len(rivals) <= NAMES:
        most = said("speakers_close", names=rivals, **counts, **shown)
    else:
        most = said("speakers_open", count=len(rivals), **counts, **shown)
    return [*most, *said("unnamed_share", anonymous=unnamed)]


def unheard(table: pd.DataFrame) -> Findings:
    """Return who is named and never quoted (a table of `voices.never_quoted`)."""
    return said("never_quoted", names=table["name"].head(NAMES).tolist()) if len(table) else []


def genders(table: pd.DataFrame) -> Findings:
    """Return how many of the speakers are women and men (a table of `voices.by_gender`), where enough are known."""
    women, men, unknown = table["speakers"].tolist()
    if women + men < FEW:
        return said("genders_few", count=women + men)
    share = {key: f"{table[key].iloc[0]:.0%}" for key in ("share", "low", "high")}
    return said("genders", women=women, men=men, unknown=unknown, **share)


def relations(balance: pd.DataFrame, acts: pd.DataFrame, *, language: str) -> Findings:
    """Return how many sentences tell a relation, what is told apart from them, and how often rows are right."""
    told = balance[balance["relations"] > 0]
    apart = counted(acts["status"], wording(language)["apart"])
    counts = {"count": int(told["relations"].sum()), "pairs": len(told)}
    return [
        *(said("relations", **counts) if len(told) else said("no_relation")),
        *(said("relations_apart", kinds=apart) if apart else []),
        *(said("relations_right", **measured()) if len(told) else []),
    ]


def measured() -> dict[str, int]:
    """Return how many relations of a sample read by hand were right, and how many that stood there were found."""
    return {"right": PRECISION["right"], "of": PRECISION["of"], "found": RECALL["found"], "known": RECALL["of"]}


def candidates(table: pd.DataFrame) -> Findings:
    """Return how many names the registry does not know, and in how much of the corpus they were looked for."""
    drawn = table.attrs["searched"] < table.attrs["of"]
    return [*said("candidates", count=len(table)), *(said("candidates_drawn", **table.attrs) if drawn else [])]


# --- time -----------------------------------------------------------------------------------------------------------
def volume(table: pd.DataFrame, *, grain: str, language: str) -> Findings:
    """Return which periods have most articles."""
    dated = table.dropna(subset="period")
    if dated.empty:
        return said("undated") if len(table) else []
    most = dated[dated["articles"] == dated["articles"].max()]
    periods = [period_label(period, grain, language) for period in most["period"].head(PERIODS)]
    return said("volumes" if len(most) > 1 else "volume", period=periods, articles=int(most["articles"].iloc[0]))


def bursts(table: pd.DataFrame) -> Findings:
    """Return which burst is the strongest and how many hold, of a table of bursts with labels (`named`)."""
    holding = int((table["p"] < SURE).sum())
    if not holding:
        return said("bursts_by_chance", count=len(table)) if len(table) else said("no_burst")
    first = table.iloc[0]
    about = {"start": first["start"], "end": first["end"], "articles": int(first["articles"])}
    return said("burst", name=first["label"], holding=holding, **about)


def events(table: pd.DataFrame) -> Findings:
    """Return how many of the dates that are told can be placed."""
    unresolved = int(table["earliest"].isna().sum())
    if table.empty:
        return said("no_event")
    if not unresolved:
        return said("events_placed", dates=len(table))
    return said("events", resolved=len(table) - unresolved, dates=len(table), unresolved=unresolved)


def memory(lags: pd.DataFrame) -> Findings:
    """Return how many of the dates told to the day lie before and after the publication."""
    days = lags.loc[lags["grain"] == "day", "lag"]  # the middle of a year is no day
    if days.empty:
        return []
    past, ahead = (f"{float(share):.0%}" for share in ((days < 0).mean(), (days > 0).mean()))
    return said("memory", past=past, ahead=ahead, dates=len(days), longer=len(lags) - len(days))


def _size(corpus: Corpus) -> int:
    return len(corpus.counted_columns(["article_id"]))
