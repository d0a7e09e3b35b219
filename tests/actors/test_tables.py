"""The tables that are built in: every id known, every term in order, no name that two claim without a rule."""

from collections import Counter, defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from analysis.actors.checks import check
from analysis.actors.compact import entries
from analysis.actors.models import Actor, Office
from analysis.actors.registry import Registry, load_registry
from analysis.text import tables

TABLES = sorted(tables.path("actors/data/registry").glob("*.yml"))
OFFICES = tables.table("actors/data/offices.yml")


def lines(path: Path) -> list[dict[str, Any]]:
    return list(entries(yaml.safe_load(path.read_text(encoding="utf-8"))))


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def test_every_actor_passes_the_checks_of_a_file_of_ones_own(registry: Registry) -> None:
    nowhere = yaml.ScalarNode("", "", yaml.Mark("", 0, 0, 0, "", 0), yaml.Mark("", 0, 0, 0, "", 0))
    check(registry.actors, dict.fromkeys(registry.actors, nowhere), "built-in")


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_an_actor_stands_once_in_a_table(path: Path) -> None:
    counts = Counter(fields["id"] for fields in lines(path))
    assert [id for id, count in counts.items() if count > 1] == []


def test_an_actor_of_two_tables_is_meant_by_both(registry: Registry) -> None:
    """One id in two tables is one actor: its type and its state are told alike."""
    told: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for path in TABLES:
        for fields in lines(path):
            told[fields["id"]].append((fields["type"], fields["ar"]))
    assert [id for id, of in told.items() if len({kind for kind, _ in of}) > 1] == []


def test_ids_are_known(registry: Registry) -> None:
    unknown = [
        (id, other)
        for id, actor in registry.actors.items()
        for other in [actor.state, *actor.member_of, *(office.of for office in actor.offices)]
        if other and other not in registry.actors
    ]
    assert unknown == []


def test_kinds_of_offices_are_known(registry: Registry) -> None:
    offices = [(id, office) for id, actor in registry.actors.items() for office in actor.offices]
    assert [(id, office.kind) for id, office in offices if office.kind and office.kind not in OFFICES] == []
    assert [id for id, office in offices if not office.title and OFFICES[office.kind]["titles"]] == []


def test_no_term_ends_before_it_begins(registry: Registry) -> None:
    dated: list[tuple[str, Actor | Office]] = [(id, actor) for id, actor in registry.actors.items()]
    dated += [(id, office) for id, actor in registry.actors.items() for office in actor.offices]
    assert [id for id, each in dated if each.valid_from and each.valid_to and each.valid_from > each.valid_to] == []


def test_one_holds_an_office_at_a_time(registry: Registry) -> None:
    """Terms of one office do not overlap, but for the day of handing over; several may hold one that has no title."""
    held: dict[tuple[str, str], list[tuple[date, date, str]]] = defaultdict(list)
    for id, actor in registry.actors.items():
        for office in actor.offices:
            if office.kind and OFFICES[office.kind]["titles"]:
                term = office.valid_from or date.min, office.valid_to or date.max
                held[office.kind, office.of].append((*term, id))
    overlaps = [
        (office, one[2], other[2])
        for office, terms in held.items()
        for one, other in zip(sorted(terms), sorted(terms)[1:], strict=False)
        if other[0] < one[1] and one[2] != other[2]
    ]
    assert overlaps == []


def test_nobody_holds_an_office_twice_at_a_time(registry: Registry) -> None:
    twice = []
    for id, actor in registry.actors.items():
        terms = sorted(
            (each.kind, each.of, each.valid_from or date.min, each.valid_to or date.max) for each in actor.offices
        )
        same = [(one, other) for one, other in pairwise(terms) if one[0] and one[:2] == other[:2]]
        twice += [(id, one[:2]) for one, other in same if other[2] < one[3]]
    assert twice == []


# Who governs, of states that newspapers name daily; a vacancy is told with the days between which it lies.
GOVERNED = {
    "president": "united_states russia france germany iran iraq egypt syria tunisia algeria turkiye lebanon "
    "palestinian_territories south_korea china brazil",
    "prime_minister": "united_kingdom israel iraq lebanon turkiye japan india italy spain canada australia morocco "
    "jordan kuwait",
    "defence_minister": "france israel saudi_arabia egypt",
    "king": "saudi_arabia jordan morocco bahrain",
    "emir": "qatar kuwait",
    "foreign_minister": "united_states russia france germany saudi_arabia egypt iran turkiye united_kingdom",
    "secretary_general": "united_nations arab_league",
}
VACANT = [
    ("president", "egypt", date(2011, 2, 11), date(2012, 6, 30)),
    ("president", "lebanon", date(2007, 11, 23), date(2008, 5, 25)),
    ("president", "lebanon", date(2014, 5, 24), date(2016, 10, 31)),
    ("president", "lebanon", date(2022, 10, 30), date(2025, 1, 9)),
    ("president", "iran", date(2024, 5, 19), date(2024, 7, 28)),
    ("foreign_minister", "iran", date(2024, 5, 19), date(2024, 8, 21)),
    ("president", "syria", date(2024, 12, 8), date(2025, 1, 29)),
    ("prime_minister", "turkiye", date(2018, 7, 9), date.max),  # the office is no more
]


@pytest.mark.parametrize("kind", GOVERNED)
def test_who_governs_is_known(registry: Registry, kind: str) -> None:
    """From 2006 to 2025, in January and July, an office has one holder, or none is told to be."""
    days = [date(year, month, 15) for year in range(2006, 2026) for month in (1, 7)]
    wrong = [
        (state, day, holders)
        for state in GOVERNED[kind].split()
        for day in days
        if len(holders := registry.holders(kind, state, day)) != 1
        and not any(vacant[:2] == (kind, state) and vacant[2] <= day <= vacant[3] for vacant in VACANT)
    ]
    assert wrong == []
