"""What a mention is, and what a form may mean."""

from typing import NamedTuple


class Mention(NamedTuple):
    """One mention: offsets into its text, without attached particles and outer quotes; the actor; the ground."""

    start: int
    end: int
    surface: str
    actor: str
    actor_type: str
    method: str
    role: str
    affiliation: str


class Sense(NamedTuple):
    """An actor that a form means, and on what ground."""

    actor: str
    method: str
    role: str = ""
    affiliation: str = ""


Meant = list[Sense]  # empty where it is known that nobody is meant
