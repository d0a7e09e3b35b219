"""How a verb agrees: with a man, a woman or many, and with an object already attached."""

import re
from typing import NamedTuple

from analysis.text.folding import normalize

_JOINED = re.compile("^[وف](?=...)")
_AHEAD = re.compile("^(?:س|ل)(?=[يتنا]..)")  # سيعلن, ليعلن
_OBJECT = re.compile("(?:ه|ها|هم|هما|هن|كم|ني)$")


class Agreement(NamedTuple):
    """The gender of a verb's subject (m, f; empty where it is nobody's of these: I, you, we, they), and its object."""

    gender: str
    object: bool = False


def agreement(form: str, lemma: str) -> Agreement:
    """Return how a verb agrees.

    >>> [agreement(form, lemma).gender for form, lemma in (("وأعلنت", "أعلن"), ("سيزور", "زار"), ("دعوا", "دعا"))]
    ['f', 'm', '']
    >>> agreement("ويتكون", "تكون").gender, agreement("يقصفون", "قصف").gender
    ('m', '')
    >>> agreement("تتبعها", "اتبع"), agreement("زاره", "زار")
    (Agreement(gender='f', object=True), Agreement(gender='m', object=True))
    """
    bare, root = normalize(form), normalize(lemma)
    stems = [root] if root[-1:] not in "يا" else [root, root[:-1]]  # دعا: دعت
    for each in (bare, _JOINED.sub("", bare)):
        for stem in stems:
            rest = each.removeprefix(stem) if each.startswith(stem) and stem else None
            if rest is not None and (past := _PAST.fullmatch(rest)):
                return Agreement("f" if past["f"] else "m" if past["m"] is not None else "", bool(past["object"]))
    bare = _AHEAD.sub("", _JOINED.sub("", bare))
    attached = _OBJECT.search(bare) is not None and not root.endswith("ه") and len(bare) > 4
    many = bare.endswith(("ون", "وا", "ين")) and not root.endswith(("ون", "ين"))
    return Agreement("" if many else {"ي": "m", "ت": "f"}.get(bare[:1], ""), attached)


_PAST = re.compile("(?:(?P<f>ت)|(?P<m>))(?P<object>ه|ها|هم|هما|هن|كم|ني)?|وا|نا|تم|ن|ا|تا")
