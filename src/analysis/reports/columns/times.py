"""Days told as columns: events of the corpus's own time, and the past and future that it calls up."""

import numpy as np
import pandas as pd

from analysis.reports.columns.rows import Columns, Rows
from analysis.timeline.events import events
from analysis.topics.dictionary import Dictionary

NEAR = ("day", "week", "month")  # grains of what happened; a year or a quarter is a statistic's
LEAD = 60  # days before the first article in which an event is news still
OLD, BIN, SINGLE = 1980, 5, 10  # years before OLD are one bar, then bars have BIN, the last SINGLE have their own
YEAR = 366  # days


def told(rows: Rows, articles: Columns, dictionary: Dictionary) -> tuple[Columns, Columns]:
    """Return the columns `events` and `past`.

    events: earliest, latest (days), grain, headline (of the story that tells it, else the sentence), story (or -1),
    future (told to come by its first article: 0 or 1), articles and sentences (rows, a list each). past: label, from,
    to (days), future, articles, sentences: of the years outside of the corpus's span.
    """
    table = events(rows.corpus, dictionary=dictionary)
    table = table[table["event"].notna()].reset_index(drop=True)
    table = table.assign(
        row=rows.articles.get_indexer(table["article_id"]),
        at=rows.sentence(table),
        first=rows.days(table["earliest"]),
        last=rows.days(table["latest"]),
    )
    if table.empty or rows.day0 is None:
        empty: Columns = {key: [] for key in ("earliest", "latest", "grain", "headline", "story", "future")}
        return {**empty, "articles": [], "sentences": []}, _past(table.head(0))
    newest = max(articles["day"])
    own = table["grain"].isin(NEAR) & (table["first"] >= -LEAD) & (table["first"] <= newest + YEAR)
    years = ~own & ((table["latest"].dt.year < rows.day0.year) | (table["first"] > newest))
    return _events(table[own], articles, rows), _past(table.assign(future=table["first"] > newest)[years])


def _events(table: pd.DataFrame, articles: Columns, rows: Rows) -> Columns:
    """Return events in order of time; what tells one best is the headline of its story, else its longest sentence."""
    story, day = (np.array(articles[name])[table["row"]] for name in ("story", "day"))
    number = pd.factorize(table["event"])[0]
    table = table.assign(number=number, story=story, future=(table["first"] > day) & (day >= 0))
    one = table.drop_duplicates("number").set_index("number")
    texts = table.assign(later=table["part"] != "title").sort_values(["number", "later"], kind="stable")
    told = table[story >= 0].groupby(["number", "story"]).size().rename("times").reset_index()
    most = told.sort_values(["number", "times", "story"], ascending=[True, False, True]).drop_duplicates("number")
    held = table[table["at"] >= 0]
    found: Columns = {
        "earliest": one["first"].tolist(),
        "latest": one["last"].tolist(),
        "grain": one["grain"].tolist(),
        "headline": [_line(text) for text in texts.drop_duplicates("number")["text"]],
        "story": most.set_index("number")["story"].reindex(one.index, fill_value=-1).tolist(),
        "future": table.groupby("number")["future"].all().astype("int64").tolist(),
        "articles": _each(table["row"], table["number"], len(one)),
        "sentences": _each(held["at"], held["number"], len(one)),
    }
    order = np.lexsort((found["latest"], found["earliest"])).tolist()
    return {key: [values[at] for at in order] for key, values in found.items()}


def _each(values: pd.Series, number: pd.Series, size: int) -> list[list[int]]:
    """Return the distinct values of each number, in their order."""
    pairs = pd.DataFrame({"number": number, "value": values}).drop_duplicates().sort_values(["number", "value"])
    ends = np.cumsum(np.bincount(pairs["number"], minlength=size))
    return [each.tolist() for each in np.split(pairs["value"].to_numpy(), ends[:-1])] if size else []


def _line(text: str, most: int = 160) -> str:
    """Return a sentence from its beginning, cut on a word."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + "…"


def _past(table: pd.DataFrame) -> Columns:
    """Return the years that are told outside of the corpus's span, in bins: before 1980, five years, single years."""
    found: Columns = {key: [] for key in ("label", "from", "to", "future", "articles", "sentences")}
    if table.empty:
        return found
    year = table["earliest"].dt.year
    recent = int(year[~table["future"]].max()) - SINGLE if (~table["future"]).any() else 0
    table = table[(year < recent) | (table["last"] - table["first"] <= YEAR)]  # a decade is no single year
    year = year[table.index]
    start = year.where(year >= recent, year // BIN * BIN).where(year >= OLD, OLD - 1)
    for begin, each in table.groupby(start.to_numpy()):
        end = min(begin + BIN, recent) - 1
        label = f"< {OLD}" if begin < OLD else f"{begin}–{end}" if begin < end else f"{begin}"
        values = (label, int(each["first"].min()), int(each["last"].max()), int(each["future"].all()))
        for key, value in zip(("label", "from", "to", "future"), values, strict=True):
            found[key].append(value)
        found["articles"].append(sorted(set(each["row"].tolist())))
        found["sentences"].append(sorted(set(each.loc[each["at"] >= 0, "at"].tolist())))
    return found
