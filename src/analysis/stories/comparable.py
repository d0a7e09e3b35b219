"""The figures by which accounts of one event can be set side by side: of one day, of the same people."""

from functools import cache

import numpy as np
import pandas as pd

from analysis.base.frames import PARTS, SENTENCE
from analysis.corpus.corpus import Corpus
from analysis.corpus.rows import rows_of
from analysis.stories.figures import unattributed
from analysis.text import tables
from analysis.text.folding import normalize

NEAR = pd.Timedelta(days=3)  # between the day that a sentence tells and the day of its article
SAME = pd.Timedelta(days=1)  # between the first account of a figure and the others
PEOPLE = "people"


def comparable(corpus: Corpus, *, told: pd.DataFrame) -> pd.DataFrame:
    """Return the first figure of each kind in each article of a story, where it is of the event and not of a war.

    The columns of `stories.figures` but the speaker, with story and sort (whom it counts: `soldiers`, `civilians`,
    `people` where they are anybody). Left out is a number that is not told; what a sentence counts over weeks or years
    (`منذ مارس`), or on a day long before; what an account counts that came out more than a day after the first; and
    where one counts soldiers and another civilians, all but the one that most accounts count. `told` is the table of
    `members`.
    """
    part = corpus.of(told["article_id"])
    found = unattributed(part).dropna(subset="number").merge(told[["article_id", "story"]], on="article_id")
    if found.empty:
        return found.assign(sort="")
    found = found[~_longer(found, part) & ~_elsewhen(found, part)]
    found = found.assign(sort=[_sorts().get(normalize(of), PEOPLE) for of in found["of"]])
    place = found["part"].map({name: number for number, name in enumerate(PARTS)})
    first = found.assign(place=place).sort_values(["article_id", "place", "start"], kind="stable").drop(columns="place")
    first = first.drop_duplicates(["article_id", "kind"])
    return _of_one_sort(first[_prompt(first, part)]).reset_index(drop=True)


def _of_one_sort(first: pd.DataFrame) -> pd.DataFrame:
    """Return the figures of each story and kind that count anybody, and of those that say whom the commonest sort."""
    apart = first[first["sort"] != PEOPLE]
    counts = apart.groupby(["story", "kind", "sort"]).size().reset_index(name="size")
    most = counts.sort_values(["size", "sort"], ascending=[False, True]).drop_duplicates(["story", "kind"])
    chosen = most.set_index(["story", "kind"])["sort"]
    wanted = chosen.reindex(pd.MultiIndex.from_frame(first[["story", "kind"]])).to_numpy()
    return first[first["sort"].eq(PEOPLE).to_numpy() | (first["sort"].to_numpy() == wanted)]


def _longer(found: pd.DataFrame, corpus: Corpus) -> np.ndarray:
    """Tell whether the sentence of a figure counts more than a day."""
    held = rows_of(corpus, "sentences", [*SENTENCE, "text"], set(found["article_id"]))
    texts = found[SENTENCE].merge(held, on=SENTENCE, how="left")["text"]
    words = frozenset(map(normalize, _data()["longer"]))
    return np.array([bool(words & {*normalize(text).split()}) for text in texts.fillna("")], dtype=bool)


def _elsewhen(found: pd.DataFrame, corpus: Corpus) -> np.ndarray:
    """Tell whether a date in the sentence of a figure is of long before its article came out, or longer than days."""
    dates = corpus.columns("dates", [*SENTENCE, "use", "earliest", "latest"])
    dates = dates[(dates["use"] == "told").to_numpy()].dropna(subset=["earliest", "latest"])
    published = corpus.columns("articles", ["article_id", "published"]).set_index("article_id")["published"]
    day = published.reindex(dates["article_id"]).to_numpy()
    apart = (day - dates["latest"].to_numpy() > NEAR) | (dates["latest"] - dates["earliest"] > NEAR).to_numpy()
    places = pd.MultiIndex.from_frame(dates.loc[apart, SENTENCE].astype({"article_id": "str", "part": "str"}))
    return np.asarray(pd.MultiIndex.from_frame(found[SENTENCE].astype({"part": "str"})).isin(places))


def _prompt(first: pd.DataFrame, corpus: Corpus) -> np.ndarray:
    """Tell whether a figure came out within a day of the first of its story and kind; one without a day stays."""
    published = corpus.columns("articles", ["article_id", "published"]).set_index("article_id")["published"]
    day = first["article_id"].map(published)
    begun = day.groupby([first["story"], first["kind"]]).transform("min")
    return np.asarray(day.isna() | (day - begun <= SAME))


@cache
def _sorts() -> dict[str, str]:
    return {normalize(word): sort for sort, words in _data()["sorts"].items() for word in words}


@cache
def _data() -> dict[str, dict[str, list[str]]]:
    return tables.table("stories/data/figures.yml")
