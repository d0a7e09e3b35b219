"""What a registry holds: actors, their offices and rules, and the spellings that a form stands for. Private."""

import functools
import re
from calendar import monthrange
from datetime import date
from math import prod
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from analysis.base.limits import SETTING, most
from analysis.base.yaml_lines import Strings
from analysis.text.folding import normalize

STARS = 3  # that a word may have: each tries all letters that are left of the text's word
ActorType = Literal["state", "government", "armed_group", "organisation", "person"]
# PLOVER's agent codes (Halterman et al., 2023): what of a society acts.
Role = Literal[
    "", "GOV", "MIL", "COP", "LEG", "JUD", "SPY", "OPP", "REB", "UAF", "CRM",
    "PTY", "MED", "CVL", "REF", "BUS", "EDU", "NGO", "IGO",
]  # fmt: skip


class Rule(BaseModel):
    """When an ambiguous form means the actor that the rule stands under.

    All conditions given must hold; a list holds where any of its entries does. Words are matched normalised, with
    or without an attached particle, `*` for any letters. A rule without conditions is what holds by default.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    form: Strings = Field(min_length=1)
    before: Strings = []  # stands directly before the form
    after: Strings = []  # stands directly after it
    earlier: Strings = []  # stands before it in the sentence
    near: Strings = []  # stands anywhere in the sentence
    title: Strings = []  # stands in the title
    around: Strings = []  # an actor (id) named anywhere in the article
    named: Strings = []  # an actor (id) named before, title included
    latest: bool = False  # of all who claim the form, this actor was named last
    first: bool = False  # of all who claim the form, this actor was mentioned first
    quoted: bool | None = None  # the form stands in quotes, or does not
    attached: Strings = []  # particles written onto the form: و, ب, لـ
    unless_attached: Strings = []
    unless_before: Strings = []
    unless_after: Strings = []
    unless_near: Strings = []
    unless_around: Strings = []
    unless_named: Strings = []
    also: Strings = []  # actors (ids) meant at the same time
    nobody: bool = False  # no actor is meant; tried before all other rules of the form


class Office(BaseModel):
    """An office that a person holds or held, from one day to another, both included.

    `kind` is a key of offices.yml (`president`), `of` the id of the state or body, without it that of the person; they
    give the titles where none are told. In one line: `president of egypt 2014-06-08/`; days may be years or months.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: Strings
    kind: str = ""
    of: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="before")
    @classmethod
    def _written_out(cls, given: Any) -> Any:
        """Return the fields of an office told in one line; one without a title needs a kind."""
        if isinstance(given, str):
            given = _office(given)
        if isinstance(given, dict) and not given.get("title"):
            rest = {field: value for field, value in given.items() if field != "title"}
            return {**rest, "title": []} if given.get("kind") else rest
        return given

    def covers(self, day: date) -> bool:
        """Tell whether the office is held on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


_OFFICE = re.compile(r"([a-z_]+)(?: of ([a-z0-9_]+))?(?: (\d[\d-]*)?(/)?(\d[\d-]*)?)?")


def _office(told: str) -> dict[str, Any]:
    match = _OFFICE.fullmatch(" ".join(told.split()))
    if match is None:
        raise ValueError("write KIND of STATE FROM/TO, as in 'president of egypt 2014-06-08/'")
    kind, of, first, slash, last = match.groups()
    days = {"valid_from": _day(first), "valid_to": _day(last or (None if slash else first), last=True)}
    return {"kind": kind, "of": of or "", **{field: day for field, day in days.items() if day}}


def _day(told: str | None, *, last: bool = False) -> date | None:
    """Return a day, the first (or `last`) of a year or month."""
    if not told:
        return None
    year, month, day = [*map(int, told.split("-")), 0, 0][:3]
    if day:
        return date(year, month, day)
    return date(year, month or 12, monthrange(year, month or 12)[1]) if last else date(year, month or 1, 1)


class Actor(BaseModel):
    """One actor of the registry.

    `aliases`, `short` and `descriptions` may hold alternatives in brackets: `(حركة|جماعة) أنصار الله`, `الناتو(|-)`.
    `short` are forms that mean the actor once the article has named it in full, `descriptions` definite
    descriptions (`الزعيم الكوري الشمالي`), which hold while the actor is valid; the titles of `offices` mean whoever
    held the office on the day of publication. `adjectives` are nationality adjectives in the masculine singular.
    `role` is one of PLOVER's agent codes, `state` the id of the state or body that the actor belongs to.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    ar: str
    en: str
    type: ActorType
    role: Role = ""
    state: str = ""
    aliases: Strings = []
    short: Strings = []
    descriptions: Strings = []
    offices: list[Office] = []
    capital: Strings = []
    adjectives: Strings = []
    member_of: Strings = []
    valid_from: date | None = None
    valid_to: date | None = None
    context: list[Rule] = []


_DASHES = str.maketrans("–—−", "---")


@functools.cache
def _expand(form: str) -> tuple[str, ...]:
    depth = form.count("(")
    if depth != form.count(")"):
        raise ValueError("brackets do not match; write alternatives as (a|b)")
    if re.search(r"\([^()]*\(", form):
        raise ValueError("brackets within brackets; write the alternatives out")
    if form.count("*") > STARS:
        raise ValueError(f"more than {STARS} stars in a word; write the letters out")
    pieces = re.split(r"\(([^()]*)\)", form)
    count = prod(piece.count("|") + 1 for piece in pieces[1::2])
    if count > most("spellings"):
        what = f"stands for {count:,} spellings, more than {most('spellings'):,}; write fewer alternatives"
        raise ValueError(f"{what}, or set {SETTING}SPELLINGS={count} if you trust it")
    results = [""]
    for number, piece in enumerate(pieces):
        choices = piece.split("|") if number % 2 else [piece]
        results = [start + choice for start in results for choice in choices]
    normal = (" ".join(normalize(each).translate(_DASHES).split()) for each in results)
    return tuple(dict.fromkeys(normal))


def expand(form: str) -> list[str]:
    """Return the normalised spellings of a form with alternatives in brackets.

    >>> expand("(تنظيم |)القاعدة")
    ['تنظيم القاعده', 'القاعده']
    """
    return list(_expand(form))
