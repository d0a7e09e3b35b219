"""Who does what to whom, and who says what, as columns."""

import numpy as np
import pandas as pd

from analysis.relations.find import relations
from analysis.reports.columns.rows import Columns, Rows
from analysis.voices.quotations import quotations


def done(rows: Rows) -> Columns:
    """Return the column `relations`: acts between two actors of the corpus, in the order of reading.

    sentence, article, source, target (actors), class (of PLOVER's four), verb (its kind), status, directed (0 or 1),
    start, end (of the word that tells it, within the sentence), day and until (the interval told, or null).
    """
    acts = relations(rows.corpus)
    source, target = (rows.actors.get_indexer(acts[end]) for end in ("source", "target"))
    kept = (source >= 0) & (target >= 0)
    acts, source, target = acts[kept], source[kept], target[kept]
    sentence = rows.sentence(acts)
    start, end = rows.spans(acts, sentence)
    return {
        "sentence": sentence.tolist(),
        "article": rows.articles.get_indexer(acts["article_id"]).tolist(),
        "source": source.tolist(),
        "target": target.tolist(),
        "class": acts["quad_class"].tolist(),
        "verb": acts["kind"].tolist(),
        "status": acts["status"].tolist(),
        "directed": acts["directed"].astype("int64").tolist(),
        "start": start,
        "end": end,
        "day": rows.days(acts["earliest"], None),
        "until": rows.days(acts["latest"], None),
    }


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
