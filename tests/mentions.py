"""Mentions that tests look for."""

from analysis.actors import Mention, load_registry
from analysis.actors.find import mention_rows


def rows(text: str, *, adjectives: bool = False, **parts: str) -> list[Mention]:
    return mention_rows({**parts, "body": text}, load_registry(), adjectives=adjectives)["body"]
