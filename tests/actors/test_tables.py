"""The tables that are built in: every id known, every term in order, no name that two claim without a rule."""

from collections import Counter, defaultdict
from datetime import date
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
