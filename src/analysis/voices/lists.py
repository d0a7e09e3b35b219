"""The lists of words that voices are told by, normalised."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from analysis.text import tables
from analysis.text.folding import normalize


@cache
def _table() -> dict[str, Any]:
    return dict(tables.table("voices/data/words.yml"))


@cache
def listed(name: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(normalize(word) for word in _table()[name])


@cache
def plain(*names: str) -> frozenset[str]:
    """Return the words of some lists, with the article and without."""
    words = frozenset[str]().union(*(listed(name) for name in names))
    return words | {"ال" + word for word in words if len(word) > 2}


@cache
def styles() -> dict[str, frozenset[str]]:
    """Return the titles of whom a style tells: of `سمو`, the word itself and الأمير."""
    return {normalize(style): frozenset(map(normalize, titles)) for style, titles in _table()["titles_of"].items()}


def scripture(forms: Sequence[str]) -> str:
    """Return whose words are quoted where only praise of him stands beside the verb: قال تعالى، قال عليه السلام."""
    near = _praises().get(forms[0], ()) if forms else ()
    return next((name for praise, name in near if list(forms[: len(praise)]) == praise), "")


@cache
def _praises() -> dict[str, list[tuple[list[str], str]]]:
    """Return the words of each praise, and whose it is, by its first word."""
    found: dict[str, list[tuple[list[str], str]]] = {}
    for name, each in _table()["praises"].items():
        for praise in (normalize(praise).split() for praise in each):
            found.setdefault(praise[0], []).append((praise, name))
    return found


@cache
def pronominal() -> frozenset[str]:
    """Return prepositions with a pronoun: فيها، خلاله، عليهم."""
    pronouns = ("ه", "ها", "هم", "هما", "نا", "كم")
    return frozenset(normalize(each + pronoun) for each in _table()["prepositions"] for pronoun in pronouns)


def rulers() -> dict[str, str]:
    """Return the actor that rules a state beside its government, by the id of the state."""
    return dict(_table()["rulers"])


def light(lemma: str, noun: str) -> str:
    """Return the stance that a verb without a meaning of its own takes from the noun that it carries, or nothing."""
    table = _table()["light"]
    if lemma not in table["verbs"]:
        return ""
    return _light().get(noun) or next(
        (_light()[noun[: -len(end)]] for end in _ENDS if noun.endswith(end) and noun[: -len(end)] in _light()), ""
    )


_ENDS = ("ه", "ها", "هم", "هما")


@cache
def _light() -> dict[str, str]:
    nouns = {
        normalize(noun): stance for stance, each in _table()["light"].items() if stance != "verbs" for noun in each
    }
    return nouns | {noun[:-1] + "ت": stance for noun, stance in nouns.items() if noun[-1] == "ه"}
