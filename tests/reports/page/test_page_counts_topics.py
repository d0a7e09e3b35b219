"""The figures of topics count what pandas counts, under every filter."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import analysis
from analysis.base.statistics import SURE, adjusted, association, wilson
from analysis.topics.themes import theme_matches

Open = Callable[..., Any]
Keep = Callable[..., pd.DataFrame]
Count = Callable[[Any, str], pd.DataFrame]
LARGE = 12  # articles of an outlet that is compared


@pytest.fixture(scope="module")
def page(opened: Open) -> Any:
    with opened("topics-frequency", "topics-concordance", "topics-themes", "topics-trend", "topics-keyness") as page:
        yield page


@pytest.fixture(scope="module")
def terms(data: dict[str, Any]) -> pd.DataFrame:
    """Return which article has which term: article_id, term."""
    table = data["terms"]
    owner = np.repeat(data["articles"]["id"], table["n"])
    return pd.DataFrame({"article_id": owner, "term": np.array(table["lemma"])[table["idx"]]})


def shares(table: pd.DataFrame, told: pd.DataFrame) -> pd.DataFrame:
    """Return the share of each large outlet's articles that have an item (rows) of a table of items."""
    sizes = told["source"].value_counts()
    items = table.merge(told[["article_id", "source"]])
    counts = items.groupby([items.columns[1], "source"])["article_id"].nunique().unstack(fill_value=0)
    return (counts / sizes).loc[:, [each for each in counts if sizes[each] >= LARGE]]


def test_terms(page: Any, terms: pd.DataFrame, keep: Keep, count: Count) -> None:
    table = count(page, "topics-frequency").set_index("term")
    told = keep()
    held = terms[terms["article_id"].isin(told["article_id"])]
    assert table["articles"].to_dict() == held["term"].value_counts().to_dict()
    low, high = wilson(table["articles"], pd.Series(len(told), index=table.index))
    assert np.allclose(table["low"], low) and np.allclose(table["high"], high)
    for outlet, column in shares(terms, keep("outlet")).items():
        assert np.allclose(table[f"share {outlet}"], column.reindex(table.index).fillna(0))


def test_themes(page: Any, sample: analysis.Corpus, keep: Keep, count: Count, data: dict[str, Any]) -> None:
    table = count(page, "topics-themes").set_index("theme")
    names = {each["id"]: each["en"] for each in data["meta"]["themes"]}
    found = theme_matches(sample)[["article_id", "theme"]].drop_duplicates()
    found = found.assign(theme=found["theme"].map(names))
    held = found[found["article_id"].isin(keep("theme")["article_id"])]
    assert table["articles"].to_dict() == held["theme"].value_counts().to_dict()
    for outlet, column in shares(found, keep("theme", "outlet")).items():
        assert np.allclose(table[f"share {outlet}"], column.reindex(table.index).fillna(0))


def test_themes_over_time(page: Any, sample: analysis.Corpus, keep: Keep, count: Count, data: dict[str, Any]) -> None:
    table = count(page, "topics-trend")
    names = {each["id"]: each["en"] for each in data["meta"]["themes"]}
    told = keep("days", "theme").dropna(subset="published")
    quarter = told.set_index("article_id")["published"].dt.to_period("Q")
    found = theme_matches(sample)[["article_id", "theme"]].drop_duplicates()
    found = found[found["article_id"].isin(told["article_id"])]
    counts = found.groupby([found["theme"].map(names), found["article_id"].map(quarter)]).size()
    first = sample.articles["published"].min()
    period = (first + pd.to_timedelta(table["period"], unit="D")).dt.to_period("Q")
    assert (table["all"] == period.map(quarter.value_counts())).all()
    keys = zip(table["theme"], period, strict=True)
    assert table["articles"].tolist() == [counts.get(key, 0) for key in keys]


def test_what_sets_an_outlet_apart(page: Any, terms: pd.DataFrame, keep: Keep, count: Count) -> None:
    table = count(page, "topics-keyness")
    told = keep("outlet")
    sizes = told["source"].value_counts()
    sizes = sizes[sizes >= LARGE]
    if len(sizes) < 2:
        assert table.empty
        return
    items = terms.merge(told.loc[told["source"].isin(sizes.index), ["article_id", "source"]])
    here = items.groupby(["term", "source"]).size().unstack(fill_value=0).reindex(terms["term"].unique(), fill_value=0)
    here = here.reindex(columns=sizes.index, fill_value=0).stack()
    of = here.index.get_level_values(1).map(sizes).to_numpy()
    all_ = here.groupby(level=0).transform("sum").to_numpy()
    total = sizes.sum()
    g2, _, _ = association(here.to_numpy(), of, all_, total)
    more = (here.to_numpy() >= 3) & ((here + 0.5) / (of + 1) > (all_ - here + 0.5) / (total - of + 1)).to_numpy()
    p = adjusted(pd.Series(np.where(more, stats.chi2.sf(g2, 1), 1.0)), len(g2))
    expected = {(*key, n) for key, n, sure in zip(here.index, here, p < SURE, strict=True) if sure}
    assert set(table[["term", "outlet", "articles"]].itertuples(index=False, name=None)) == expected


def test_words_in_context_are_all_of_the_chosen_one(page: Any, keep: Keep, count: Count, data: dict[str, Any]) -> None:
    lines = count(page, "topics-concordance")
    first = count(page, "topics-frequency")["term"].iloc[0]
    words, sentences, articles = data["term_words"], data["sentences"], data["articles"]
    item = data["terms"]["lemma"].index(first)
    kept_ids = set(keep()["article_id"])
    rows = [sentences["article"][s] for s, term in zip(words["sentence"], words["term"], strict=True) if term == item]
    own = [row for row in rows if articles["id"][row] in kept_ids and articles["text"][row] == row]
    assert len(lines) == len(own)
    texts = {text.strip() for text in sentences["text"]}
    for before, match, after in lines[["left", "match", "right"]].itertuples(index=False):
        assert any(text.startswith(before) and match in text and text.endswith(after) for text in texts)
