"""What a name alone tells: an id for an actor, and the type that its first word gives it."""

import functools
import re
import unicodedata
from collections.abc import Container
from itertools import count

from analysis.actors.models import ActorType
from analysis.text import tables
from analysis.text.folding import normalize
from analysis.text.transliteration import transliterate


def state_id(name: str) -> str:
    """Return the id of an actor from its English name, of a state from that of CLDR.

    >>> state_id("Myanmar (Burma)"), state_id("Côte d’Ivoire"), state_id("Bosnia & Herzegovina")
    ('myanmar', 'cote_d_ivoire', 'bosnia_and_herzegovina')
    """
    plain = unicodedata.normalize("NFKD", re.sub(r"\(.*?\)", "", name).replace("&", " and "))
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return re.sub(r"[^a-z]+", "_", plain.lower()).strip("_")


def id_of(name: str) -> str:
    """Return an id for an actor from its name, Arabic or Latin.

    >>> id_of("حسن إبراهيم"), id_of("Salvation Front")
    ('hassan_ibrahim', 'salvation_front')
    """
    return state_id(transliterate(name, name=True).replace("'", "")) or "name"


def unused(id: str, taken: Container[str]) -> str:
    """Return an id, with a number where it is taken.

    >>> unused("salvation_front", {"salvation_front"})
    'salvation_front_2'
    """
    numbered = (f"{id}_{number}" for number in count(2))
    return id if id not in taken else next(each for each in numbered if each not in taken)


def type_of(name: str) -> ActorType:
    """Return the type of an actor, as the first word of its name tells it: an organisation where it does not.

    >>> type_of("وزارة النقل"), type_of("كتائب النصر"), type_of("محمد سالم"), type_of("رابطة الكتاب")
    ('government', 'armed_group', 'person', 'organisation')
    """
    first = normalize(name).partition(" ")[0]
    return _heads().get(first) or _heads().get(first.removeprefix("ال")) or "organisation"


@functools.cache
def _heads() -> dict[str, ActorType]:
    """Return the type that each first word tells."""
    heads: dict[str, ActorType] = {normalize(name): "person" for name in tables.given_names()}
    for kind, words in tables.table("actors/data/heads.yml").items():
        heads.update(dict.fromkeys(map(normalize, words), kind))
    return heads
