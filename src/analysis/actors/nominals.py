"""Whom الحركة or الوزارة means: the actor of that kind that the article named last."""

from analysis.actors.forms import Noun


class Memory:
    """The actors that an article has named so far, by the nouns that their names begin with."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[str, str]] = {}  # noun -> (actor, role)

    def keep(self, head: str, actor: str, role: str) -> None:
        """Keep that an actor was named by words that begin with a noun."""
        self._last[head] = actor, role

    def meant(self, noun: Noun) -> tuple[str, str] | None:
        """Return the actor and the role that a definite noun goes back to; None where the article has named none."""
        return self._last.get(noun.head)
