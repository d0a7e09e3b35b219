"""Merging what two colleagues decided: nothing lost, nothing overwritten, and where they differ both are told."""

from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from analysis.base.notes import InputError
from analysis.checking.decisions import ACTORS, CORRECTIONS, held_in
from analysis.checking.merge import merge, merged

ROWS = "article_id,start,end,field,value\n"
LEAGUE = {
    "id": "weavers_league",
    "ar": "رابطة الناسجين",
    "en": "Weavers' League",
    "type": "organisation",
    "aliases": ["نقابة الناسجين"],
}

keys = st.tuples(st.sampled_from([CORRECTIONS, "checks.yml"]), st.sampled_from("abcd"))
decided = st.dictionaries(keys, st.integers(0, 2), max_size=6)


@given(decided, decided)
def test_two_sides_merge_to_themselves_in_any_order_and_nothing_is_lost(one: dict, other: dict) -> None:
    assert merged(one, one, {}) == (one, {})
    agreed, apart = merged(one, other, {})
    assert merged(other, one, {}) == (agreed, {key: (theirs, mine) for key, (mine, theirs) in apart.items()})
    for side, at in ((one, 0), (other, 1)):
        for key, said in side.items():
            assert (apart[key][at] if key in apart else agreed[key]) == said
    assert set(agreed).isdisjoint(apart)
    assert set(agreed) | set(apart) == set(one) | set(other)


@given(decided, decided, decided)
def test_what_one_side_alone_changed_holds(base: dict, mine: dict, theirs: dict) -> None:
    assert merged(mine, base, base) == merged(base, mine, base) == (mine, {})
    agreed, apart = merged(mine, theirs, base)
    for key in {*base, *mine, *theirs}:
        said = {each.get(key) for each in (mine, theirs)}
        changed = {each for each in said if each != base.get(key)}
        assert (key in apart) == (len(changed) == 2)
        if key not in apart:
            assert agreed.get(key) == (changed.pop() if changed else base.get(key))


@given(st.lists(st.sampled_from("abc"), unique=True), st.lists(st.sampled_from("bcd"), unique=True))
def test_further_names_of_an_actor_are_put_together(one: list, other: list) -> None:
    key = (ACTORS, "actor", "x")
    agreed, apart = merged({key: {"id": "x", "aliases": one}}, {key: {"id": "x", "aliases": other}}, {})
    assert not apart and set(agreed[key]["aliases"]) == {*one, *other}
    agreed, apart = merged(
        {key: {"en": "One", "aliases": one}}, {key: {"en": "Two", "aliases": other}}, {key: {"aliases": []}}
    )
    assert not agreed and apart[key][0]["en"] == "One" and apart[key][1]["aliases"] == other


def folder(place: Path, **files: str) -> Path:
    place.mkdir(parents=True)
    for name, text in files.items():
        (place / {"corrections": CORRECTIONS, "checks": "checks.yml", "actors": ACTORS}[name]).write_text(text, "utf-8")
    return place


def test_folders_are_merged_and_conflicts_listed(tmp_path: Path) -> None:
    mine = folder(
        tmp_path / "mine",
        corrections=ROWS + "e1,6,13,actor,afghanistan\ne1,20,25,date,2023-05-15\n",
        actors="# ours\n" + yaml.safe_dump([LEAGUE, {"accept": ["شركة البنائين"]}], allow_unicode=True),
        checks="articles: {mentions: {right: 9, of: 10}}\n",
    )
    theirs = folder(
        tmp_path / "theirs" / "data" / "articles", corrections=ROWS + "e1,6,13,actor,pakistan\ne2,,,duplicate_of,\n"
    ).parents[1]
    more = [{**LEAGUE, "aliases": ["اتحاد الناسجين"]}, {"ignore": ["شركة البنائين", "نهر النيل"]}]
    (theirs / ACTORS).write_text(yaml.safe_dump(more, allow_unicode=True), "utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*.*")}
    made = merge(mine, theirs, tmp_path / "out")
    assert {path: path.read_bytes() for path in before} == before
    rows = made.conflicts.values.tolist()
    assert rows[0] == [CORRECTIONS, "e1, 6-13, actor", "afghanistan", "pakistan"]
    assert [row[0] for row in rows] == [CORRECTIONS, ACTORS] and "accept" in rows[1][2] and "ignore" in rows[1][3]
    kept = pd.read_csv(tmp_path / "out" / CORRECTIONS, dtype=str, keep_default_na=False)
    assert kept.values.tolist() == [["e1", "20", "25", "date", "2023-05-15"], ["e2", "", "", "duplicate_of", ""]]
    actors = yaml.safe_load((tmp_path / "out" / ACTORS).read_text("utf-8"))
    assert actors == [{**LEAGUE, "aliases": [*LEAGUE["aliases"], "اتحاد الناسجين"]}, {"ignore": ["نهر النيل"]}]
    assert (tmp_path / "out" / "checks.yml").read_bytes() == (mine / "checks.yml").read_bytes()
    assert not made.broken and any(ACTORS in each for each in made.remarks)
    with pytest.raises(InputError, match="new or an empty folder"):
        merge(mine, theirs, tmp_path / "out")


def test_what_says_the_same_stays_as_it_is_written(tmp_path: Path) -> None:
    mine = folder(
        tmp_path / "a", corrections=ROWS + "e1,6,13,actor,iran\n", actors="# why\n- accept: [رابطة البنائين]\n"
    )
    theirs = folder(tmp_path / "b", corrections="field;value;article_id;start;end\nACTOR;iran;e1;6;13\n")
    made = merge(mine, theirs, tmp_path / "out")
    assert made.conflicts.empty and not made.remarks
    for name in (CORRECTIONS, ACTORS):
        assert (tmp_path / "out" / name).read_bytes() == (mine / name).read_bytes()
    assert held_in(tmp_path / "out").decisions == held_in(mine).decisions


def test_two_scores_of_one_kind_are_a_conflict_as_a_whole(tmp_path: Path) -> None:
    mine = folder(tmp_path / "a", checks="articles: {mentions: {right: 9, of: 10}}\n")
    theirs = folder(
        tmp_path / "b", checks="articles: {mentions: {right: 9, of: 10, seed: 2}, dates: {right: 1, of: 1}}\n"
    )
    made = merge(mine, theirs, tmp_path / "out")
    assert made.conflicts["row"].tolist() == ["articles, mentions"]
    assert yaml.safe_load((tmp_path / "out" / "checks.yml").read_text()) == {
        "articles": {"dates": {"right": 1, "of": 1}}
    }


def test_what_cannot_be_merged_is_told(tmp_path: Path) -> None:
    mine = folder(tmp_path / "mine", corrections=ROWS + "e1,6,13,actor,iran\ne1,6,13,actor,iraq\n")
    theirs = folder(tmp_path / "theirs")
    with pytest.raises(InputError, match="says two things of e1, 6-13, actor"):
        merge(mine, theirs, tmp_path / "out")
    with pytest.raises(InputError, match=r"holds none of corrections\.csv"):
        merge(theirs, mine, tmp_path / "out")
    with pytest.raises(InputError, match=r"is no folder.*did you mean theirs"):
        merge(tmp_path / "thiers", mine, tmp_path / "out")
    (mine / CORRECTIONS).write_text("article_id,value\ne1,x\n", "utf-8")
    with pytest.raises(InputError, match="row 1: no column field"):
        merge(mine, mine, tmp_path / "out")
    assert not (tmp_path / "out").exists()
