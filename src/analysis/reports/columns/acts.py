"""Who does what to whom, and who says what, as columns."""

import numpy as np
import pandas as pd

from analysis.relations.find import relations
from analysis.reports.columns.actors import belongings
from analysis.reports.columns.rows import Columns, Rows
from analysis.voices.quotations import quotations

OFFICIAL = {"", "GOV", "MIL", "COP", "LEG", "JUD", "SPY", "ELI"}  # a state acts by these
SIDES = dict.fromkeys(("CVL", "REF", "LAB", "AGR", "BUS", "EDU", "MED", "HLH", "CRM"), "people")
SIDES |= {"OPP": "opposition", "PTY": "opposition", "REB": "armed", "UAF": "armed", "SEP": "armed", "INS": "armed"}


def done(rows: Rows) -> Columns:
    """Return the column `relations`: acts between two actors of the corpus, in the order of reading.

    sentence, article, source, target (actors), source_side, target_side (of a state, who of it where that is not the
    state itself: `people`, `opposition`, `armed` or `others`; else empty), class (of PLOVER's four), verb (its kind),
    status, directed (0 or 1), start, end (of the word that tells it, within the sentence), day and until (the interval
    told, or null). Left out is that somebody meets or speaks to the state or body that he heads or serves.
    """
    acts = relations(rows.corpus)
    source, target = (rows.actors.get_indexer(acts[end]) for end in ("source", "target"))
    kept = (source >= 0) & (target >= 0) & ~_at_home(rows, acts)
    acts, source, target = acts[kept], source[kept], target[kept]
    sentence = rows.sentence(acts)
    start, end = rows.spans(acts, sentence)
    return {
        "sentence": sentence.tolist(),
        "article": rows.articles.get_indexer(acts["article_id"]).tolist(),
        "source": source.tolist(),
        "target": target.tolist(),
        "source_side": _sides(rows, acts["source"], acts["source_role"]),
        "target_side": _sides(rows, acts["target"], acts["target_role"]),
        "class": acts["quad_class"].tolist(),
        "verb": acts["kind"].tolist(),
        "status": acts["status"].tolist(),
        "directed": acts["directed"].astype("int64").tolist(),
        "start": start,
        "end": end,
        "day": rows.days(acts["earliest"], None),
        "until": rows.days(acts["latest"], None),
    }


def _sides(rows: Rows, actors: pd.Series, roles: pd.Series) -> list[str]:
    """Return who of each state acts: by PLOVER's roles of agents, empty where it is the state itself."""
    states = {id for id, known in rows.corpus.registry.actors.items() if known.type == "state"}
    apart = actors.isin(states) & ~roles.isin(OFFICIAL)
    return roles.map(SIDES).fillna("others").where(apart, "").tolist()


def _at_home(rows: Rows, acts: pd.DataFrame) -> pd.Series:
    """Tell which acts are courtesies between one and the state or body that he heads, serves or belongs to."""
    wholes = {id: belongings(rows.corpus.registry, id) for id in {*acts["source"], *acts["target"]}}
    pairs = zip(acts["source"], acts["target"], strict=True)
    within = [one in wholes[other] or other in wholes[one] for one, other in pairs]
    return pd.Series(within, index=acts.index, dtype="bool") & acts["quad_class"].eq("verbal_cooperation")


def said(rows: Rows) -> Columns:
    """Return the column `voices`: what is said, a row a speech act and a speaker, in the order of reading.

    sentence, article, speaker (actor or -1), name (of the speaker; `anonymous`, `unknown`), stance, words, start, end
    (of what is said, within the sentence that it begins in).
    """
    table = quotations(rows.corpus)
    ids, names = (table[column].str.split(" + ", regex=False) for column in ("speaker", "speaker_name"))
    alike = ids.str.len() == names.str.len()
    table = table.assign(speaker=ids, speaker_name=names.where(alike, ids)).explode(
        ["speaker", "speaker_name"], ignore_index=True
    )
    sentence = rows.sentence(table)
    start, end = rows.spans(table, sentence)
    lengths = rows.sentences["text"].str.len().to_numpy()[sentence] if len(sentence) else np.zeros(0, dtype=np.int64)
    return {
        "sentence": sentence.tolist(),
        "article": rows.articles.get_indexer(table["article_id"]).tolist(),
        "speaker": rows.actors.get_indexer(table["speaker"]).tolist(),
        "name": _short(table).tolist(),
        "stance": table["stance"].tolist(),
        "words": table["words"].tolist(),
        "start": np.minimum(np.array(start, dtype=np.int64), lengths).tolist(),
        "end": np.minimum(np.array(end, dtype=np.int64), lengths).tolist(),
    }


def _short(table: pd.DataFrame) -> pd.Series:
    """Return how speakers are called: one speaker by the name that most of his acts have."""
    if table.empty:
        return table["speaker_name"]
    most = table.groupby("speaker")["speaker_name"].agg(lambda names: names.value_counts().sort_index().idxmax())
    return table["speaker"].map(most)
