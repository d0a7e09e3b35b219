"""The figures of actors count what pandas counts, under every filter."""

from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest

import analysis
from analysis.base.frames import SENTENCE
from analysis.base.statistics import wilson
from analysis.relations.find import relations
from analysis.reports.columns.acts import OFFICIAL, SIDES
from analysis.voices.quotations import quotations

Open = Callable[..., Any]
Keep = Callable[..., pd.DataFrame]
Count = Callable[[Any, str], pd.DataFrame]
SAID = {
    "people": "people of {}",
    "opposition": "opposition in {}",
    "armed": "armed men of {}",
    "others": "others of {}",
}
NAMES = ("mentions", "network", "relations", "speakers", "cooccurrence", "changes", "stances")
FIGURES = tuple(f"actors-{name}" for name in NAMES)
CLASSES = ["verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict"]


@pytest.fixture(scope="module")
def page(opened: Open) -> Any:
    with opened(*FIGURES) as page:
        yield page


def within(table: pd.DataFrame, articles: pd.DataFrame) -> pd.DataFrame:
    return table[table["article_id"].isin(articles["article_id"])]


def test_mentions(page: Any, sample: analysis.Corpus, keep: Keep, count: Count) -> None:
    table = count(page, "actors-mentions")
    told = keep("actor")
    counts = within(sample.counted_mentions(), told).groupby("actor")["article_id"].nunique()
    names = counts.groupby(lambda id: sample.registry.label(id, "en")).agg(sorted)
    found = table.groupby("actor")["articles"].agg(sorted)
    assert found.to_dict() == {name: values for name, values in names.items() if name in found}
    assert len(found) == len(names)
    assert np.allclose(table["share"], table["articles"] / len(told))
    low, high = wilson(table["articles"], pd.Series(len(told), index=table.index))
    assert np.allclose(table["low"], low) and np.allclose(table["high"], high)
    everywhere = keep("actor", "outlet")
    sizes = everywhere["source"].value_counts()
    for outlet in sizes.index[sizes >= 12]:
        own = within(sample.counted_mentions(), everywhere[everywhere["source"] == outlet])
        shares = own.groupby("actor")["article_id"].nunique() / sizes[outlet]
        by_name = shares.groupby(lambda id: sample.registry.label(id, "en")).first()
        column = table.drop_duplicates("actor").set_index("actor")[f"share {outlet}"]
        assert np.allclose(column, by_name.reindex(column.index).fillna(0))


def test_pairs(page: Any, sample: analysis.Corpus, keep: Keep, count: Count) -> None:
    table = count(page, "actors-network")
    named = within(sample.counted_mentions(), keep("actor"))
    sets = named.drop_duplicates([*SENTENCE, "actor"]).groupby(SENTENCE)["actor"].agg(sorted)
    joint = [(*pair, key[0]) for key, actors in sets.items() for pair in combinations(actors, 2)]
    groups = pd.DataFrame(joint, columns=["one", "other", "article_id"]).groupby(["one", "other"])["article_id"]
    label = sample.registry.label
    expected = {
        (frozenset((label(one, "en"), label(other, "en"))), size, articles)
        for (one, other), size, articles in zip(groups.size().index, groups.size(), groups.nunique(), strict=True)
    }
    assert {(frozenset((a, b)), n, m) for a, b, n, m, _ in table.itertuples(index=False)} == expected
    assert len(table) == groups.ngroups and table["sentences"].is_monotonic_decreasing


def test_relations(page: Any, sample: analysis.Corpus, keep: Keep, count: Count, data: dict[str, Any]) -> None:
    table = count(page, "actors-relations")
    acts = within(relations(sample), keep())
    home = [set(data["actors"]["part_of"][row]) for row in range(len(data["actors"]["id"]))]
    at = {id: row for row, id in enumerate(data["actors"]["id"])}
    acts = acts[acts["source"].isin(at) & acts["target"].isin(at)]
    ends = [(at[one], at[other]) for one, other in zip(acts["source"], acts["target"], strict=True)]
    at_home = np.array([one in home[other] or other in home[one] for one, other in ends], dtype=bool)
    acts = acts[~(at_home & acts["quad_class"].eq("verbal_cooperation"))]
    label = sample.registry.label
    states = {id for id, actor in sample.registry.actors.items() if actor.type == "state"}

    def named(id: str, role: str) -> str:
        name = label(id, "en")
        side = SIDES.get(role, "others") if id in states and role not in OFFICIAL else ""
        return SAID[side].format(name) if side else name

    ends = pd.DataFrame(
        {
            side: [named(*each) for each in zip(acts[side], acts[f"{side}_role"], strict=True)]
            for side in ("source", "target")
        },
        index=acts.index,
    )
    assert {*table["source"], *table["target"]} <= {*ends["source"], *ends["target"]}
    told = acts["status"] == "told"
    for name in CLASSES:
        assert table[name].sum() == (told & (acts["quad_class"] == name)).sum(), name
    for name in ("claimed", "denied"):
        assert table[name].sum() == (acts["status"] == name).sum(), name
    for source, target in table[["source", "target"]].itertuples(index=False):
        one = table[(table["source"] == source) & (table["target"] == target)]
        directed = acts["directed"] & (ends["source"] == source) & (ends["target"] == target)
        mutual = ~acts["directed"] & ((ends == [source, target]).all(axis=1) | (ends == [target, source]).all(axis=1))
        back = table[(table["source"] == target) & (table["target"] == source)]
        here = told & (directed | mutual)
        least, most = (told & directed).sum(), here.sum()
        assert least <= one[CLASSES].to_numpy().sum() <= most, (source, target)
        assert back.empty or (one[CLASSES].to_numpy().sum() + back[CLASSES].to_numpy().sum() >= most)


def test_speakers(page: Any, sample: analysis.Corpus, keep: Keep, count: Count) -> None:
    table = count(page, "actors-speakers")
    said = within(quotations(sample), keep("actor"))
    said = said.assign(speaker=said["speaker"].str.split(" + ", regex=False)).explode("speaker")
    named = said[~said["speaker"].isin(["anonymous", "unknown"])]
    articles = named.groupby("speaker")["article_id"].nunique()
    assert sorted(table["articles"]) == sorted(articles)
    assert sorted(table["words"]) == sorted(named.groupby("speaker")["words"].sum())
    assert np.isclose(table["word_share"].sum(), named["words"].sum() / said["words"].sum())


def met(sample: analysis.Corpus, articles: pd.DataFrame) -> pd.DataFrame:
    """Return the pairs of actors of each sentence: one, other, article_id."""
    named = within(sample.counted_mentions(), articles)
    sets = named.drop_duplicates([*SENTENCE, "actor"]).groupby(SENTENCE)["actor"].agg(sorted)
    joint = [(*pair, key[0]) for key, actors in sets.items() for pair in combinations(actors, 2)]
    return pd.DataFrame(joint, columns=["one", "other", "article_id"])


def test_communities(page: Any, sample: analysis.Corpus, keep: Keep, count: Count, data: dict[str, Any]) -> None:
    table = count(page, "actors-cooccurrence")
    community = pd.Series(data["net"]["community"], index=data["actors"]["id"]).dropna()
    pairs = met(sample, keep("actor"))
    pairs = pairs[pairs["one"].isin(community.index) & pairs["other"].isin(community.index)]
    ends = pd.concat([pairs, pairs.rename(columns={"one": "other", "other": "one"})])
    alike = ends["one"].map(community).to_numpy() == ends["other"].map(community).to_numpy()
    counts = ends.assign(within=alike, beyond=~alike).groupby("one")[["within", "beyond"]].sum()
    groups = counts.groupby(community.reindex(counts.index))
    counts = counts[groups["within"].transform("sum").gt(0) & groups["within"].transform("size").gt(1)]
    expected = sorted((sample.registry.label(id, "en"), *row) for id, *row in counts.itertuples())
    assert sorted(table[["actor", "within", "beyond"]].itertuples(index=False, name=None)) == expected
    assert table["group"].nunique() == community.reindex(counts.index).nunique()


def test_changes(page: Any, sample: analysis.Corpus, keep: Keep, count: Count, data: dict[str, Any]) -> None:
    table = count(page, "actors-changes")
    articles = keep("actor").dropna(subset="published").sort_values("published")
    if len(articles) < 24:
        assert table.empty
        return
    text = pd.Series(data["articles"]["text"], index=data["articles"]["id"])
    cut = articles["published"].iloc[len(articles) // 2]
    pairs = met(sample, articles)
    pairs["after"] = pairs["article_id"].map(articles.set_index("article_id")["published"]) >= cut
    pairs["text"] = pairs["article_id"].map(text)
    often = pairs.groupby(["one", "other"])["text"].transform("size") >= 3
    texts = pairs[often].drop_duplicates(["one", "other", "text", "after"]).groupby(["one", "other", "after"]).size()
    counts = texts.unstack(fill_value=0).reindex(columns=[False, True], fill_value=0)
    counts = counts[counts.sum(axis=1) >= 3]
    label = sample.registry.label
    expected = {(frozenset((label(a, "en"), label(b, "en"))), int(x), int(y)) for (a, b), x, y in counts.itertuples()}
    found = table[["first", "second", "before", "after"]].itertuples(index=False)
    assert {(frozenset((a, b)), x, y) for a, b, x, y in found} == expected and len(table) == len(counts)
    sizes = (
        articles.assign(text=articles["article_id"].map(text)).groupby(articles["published"] >= cut)["text"].nunique()
    )
    for row in table[(table["before"] > 0) & (table["after"] > 0)].itertuples():
        assert np.isclose(row.log_ratio, np.log2(row.after / sizes[True] / (row.before / sizes[False])))
    assert ((table["low"] < table["log_ratio"]) & (table["log_ratio"] < table["high"])).all()


def test_stances(page: Any, sample: analysis.Corpus, keep: Keep, count: Count) -> None:
    table = count(page, "actors-stances")
    said = within(quotations(sample), keep("actor"))
    said = said.assign(speaker=said["speaker"].str.split(" + ", regex=False)).explode("speaker")
    said = said[~said["speaker"].isin(["anonymous", "unknown"])]
    assert sorted(table["quotations"]) == sorted(said.groupby("speaker").size())
    words = {"stance.asserts": ["assert", "announce"], "stance.asks": ["demand", "warn"], "stance.praises": ["praise"]}
    words |= {"stance.accuses": ["accuse", "deny"], "stance.doubts": ["claim"]}
    for name, kinds in words.items():
        assert table[name].sum() == said["stance"].isin(kinds).sum(), name
    assert (table.filter(like="stance.").sum(axis=1) == table["quotations"]).all()
