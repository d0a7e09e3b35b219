"""Whom الحركة, الوزارة or الرئيس means: the actor of that kind that was named last, or the one state in view."""

import re
from collections import Counter
from collections.abc import Collection, Iterable
from datetime import date
from typing import NamedTuple

from analysis.actors.forms import Noun, Text
from analysis.actors.models import Actor, expand
from analysis.actors.organs import TABLE, nouns
from analysis.text import tables
from analysis.text.folding import normalize

# Times that the state of an article is named, for one time that others are: more, or far more beside the outlet's own.
MORE, FAR_MORE = 1.5, 4
ENOUGH = 3  # times that another state is named, and the outlet's own never, for an office to be that state's
CLOSE = 150  # letters; a noun that two are called by within them goes back to neither

_NEVER_HOME = frozenset(map(normalize, TABLE["never_home"]))
_FREE = frozenset(map(normalize, TABLE["free"]))
# An attribute that makes another of it: الجيش [الحر], but الجيش الخميس; or a place that has one of its own.
_NO_OTHER = tables.any_of([*map(normalize, TABLE["adverbs"]), *(f"ال{normalize(word)}" for word in TABLE["own"])])
_ATTRIBUTES = tables.any_of(f"ال{normalize(word)}" for word in TABLE["attributes"])
_PLACES = tables.any_of(map(normalize, TABLE["elsewhere"]))
_OTHER = re.compile(rf" (?!{_NO_OTHER}(?!\w))(?:ال\w+(?:ي|يه|يين|يون)|{_ATTRIBUTES}|(?:في |ب){_PLACES})(?!\w)")


class Meant(NamedTuple):
    """An actor and the role in which it acts."""

    actor: str
    role: str


class Memory:
    """What an article has named so far: the last actor by the noun that its name begins with, whose institutions."""

    def __init__(self, home: str) -> None:
        self.home = home
        self._last: dict[str, Meant] = {}  # noun -> who
        self._at: dict[str, int] = {}  # noun -> where that was
        self._rivals: set[str] = set()  # nouns that two were named by close together
        self.headline = frozenset[str]()  # who the titles name
        self._states: list[str] = []  # whose institutions were named, in order of the first

    def keep(self, heads: Iterable[str], actor: str, role: str, at: int) -> None:
        """Keep that an actor was named at a place, by words that begin with one of some nouns."""
        for head in heads:
            last = self._last.get(head)
            if last is not None and last.actor != actor and abs(at - self._at[head]) < CLOSE:
                self._rivals.add(head)
            else:
                self._rivals.discard(head)
            self._last[head], self._at[head] = Meant(actor, role), at

    def keep_organ(self, head: str, state: str, role: str, at: int) -> None:
        """Keep that an institution of a state was named at a place."""
        self.keep([head], state, role, at)
        if state not in self._states:
            self._states.append(state)

    def forget(self, head: str) -> None:
        """Forget whom a noun goes back to: another of the kind was named, and nobody knows it."""
        self._last.pop(head, None)

    def meant(self, noun: Noun) -> Meant | None:
        """Return whom a definite noun goes back to; None where the article has named none, or two at once."""
        last = None if noun.head in self._rivals else self._last.get(noun.head)
        return None if last is not None and last.actor == self.home and noun.head in _NEVER_HOME else last

    def in_view(self, noun: Noun, states: Counter[str]) -> Meant | None:
        """Return the one state that an institution without a nationality can belong to; None where several can.

        `states` are those that the article names, with how often: it is the one whose institutions were named, the one
        that is named far more than all others, or the outlet's own where none is named.
        """
        state = self.state_in_view(states) if noun.head in _FREE else ""
        return Meant(state, noun.role) if state else None

    def state_of_office(self, states: Counter[str]) -> str:
        """Return the state whose office a title without one means: the outlet's own, or the one spoken of instead."""
        most = max(states, key=states.__getitem__, default=self.home)
        instead = states[most] >= (ENOUGH if self.home else 1) and states[most] >= MORE * (
            states.total() - states[most]
        )
        return most if instead and not states[self.home] else self.home

    def state_in_view(self, states: Counter[str]) -> str:
        """Return the one state that an article speaks of; empty where it may be any of several."""
        most = self._states[0] if len(self._states) == 1 else max(states, key=states.__getitem__, default=self.home)
        if self.home and most not in (self.home, *self._states, *self.headline) and states[most] < ENOUGH:
            return ""  # a report from home, in which somebody comes from elsewhere
        others = states.total() - states[most]
        doubtful = FAR_MORE * others if states[self.home] and most != self.home else MORE * others
        alone = len(self._states) == 1 and (most == self.home or not states[self.home])
        return most if most and (alone or states[most] >= doubtful) else ""


def is_another(end: int, text: Text) -> bool:
    """Tell whether what stands after a definite noun makes another of it: الجيش الحر, وزارة الصحة في غزة."""
    return _OTHER.match(text.text, end) is not None


def heads(actor: Actor, day: date | None) -> frozenset[str]:
    """Return the nouns that an actor is called by alone: those that its names or its titles of a day begin with."""
    if actor.type == "person":
        offices = [office for office in actor.offices if day is None or office.covers(day)]
        forms = [title for office in offices for title in office.title]
    else:
        forms = [actor.ar, *actor.aliases]
    found = (_head(spelling, _GROUPS.get(actor.type, ("kinds",))) for form in forms for spelling in expand(form))
    return frozenset(filter(None, found))


def _head(form: str, groups: Collection[str]) -> str:
    words = form.split(" ")
    for size in (3, 2, 1):
        noun = nouns().get(" ".join(words[:size]))
        if noun is not None and len(words) > size:
            return noun.head if noun.group in groups else ""
    return ""


_GROUPS = {"person": ("offices",), "government": ("bodies", "kinds")}
