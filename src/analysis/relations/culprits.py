"""Who did what befell people, where another word of the sentence tells the deed: قتل مدنيان عندما هاجم X القرية."""

from collections.abc import Mapping

from analysis.relations.lexicon import LEADING, words
from analysis.relations.phrases import Clauses
from analysis.relations.words import Actor

LED = 14  # words between what leads to harm and the harm: أدت غارات X على مواقع Y إلى مقتل
THROUGH = 3  # words between a preposition and the deed that it governs: في [أربع] غارات
BESIDE = 12  # words between two harms that و joins
_WHEN, _THROUGH = words("when"), words("through")

Deeds = Mapping[int, tuple[Actor, ...]]


def culprits(clauses: Clauses, at: int, deeds: Deeds, harms: Deeds) -> tuple[Actor, ...]:
    """Return who did the harm that the word at a place tells; nobody where the sentence does not say.

    `deeds` are the words of force before and after whose agents are known, `harms` those of harm before.
    """
    return _led(clauses, at, deeds) or _when(clauses, at, deeds) or _beside(clauses, at, harms)


def _led(clauses: Clauses, at: int, deeds: Deeds) -> tuple[Actor, ...]:
    """شنت X غارة أسفرت عن مقتل مدنيين؛ أدت غارة أميركية إلى مقتل مدنيين."""
    near = range(at - 1, max(-1, at - 2 - LED), -1)
    leads = next((n for n in near if clauses.is_verb(n) or clauses.words[n].form in LEADING), -1)
    if leads < 0 or clauses.words[leads].form not in LEADING:
        return ()
    inside = next((n for n in range(leads + 1, at) if n in deeds), -1)
    before = inside if inside >= 0 else next((n for n in range(leads - 1, -1, -1) if _is_deed(clauses, n)), -1)
    return deeds[before] if before in deeds and not _parted(clauses, before, at) else ()


def _when(clauses: Clauses, at: int, deeds: Deeds) -> tuple[Actor, ...]:
    """قتل مدنيان عندما هاجم X القرية؛ قتل مدنيان في غارة شنتها X."""
    after = min((n for n in deeds if n > at), default=-1)
    if after < 0 or _parted(clauses, at, after):
        return ()
    for n in range(after - 1, at, -1):
        form = clauses.words[n].form
        governed = form in _THROUGH or clauses.parts[n] == {"b"}
        if (
            form in _WHEN
            or (form == "ان" and clauses.words[n - 1].form == "بعد")
            or (governed and after - n <= THROUGH)
        ):
            return deeds[after]
        if clauses.is_verb(n) and not clauses.parts[n] & {"L", "K"}:
            return ()
    return ()


def _beside(clauses: Clauses, at: int, harms: Deeds) -> tuple[Actor, ...]:
    """قتل X مدنيا وأصاب آخرين: of one deed."""
    before = max((n for n in harms if n < at), default=-1)
    joined = before >= 0 and at > 0 and clauses.parts[at - 1] == {"&"} and at - before <= BESIDE
    if not joined or _parted(clauses, before, at) or any(clauses.is_verb(n) for n in range(before + 1, at)):
        return ()
    return harms[before]


def _is_deed(clauses: Clauses, at: int) -> bool:
    return any(entry.kind in ("attack", "fight") for entry in clauses.words[at].entries)


def _parted(clauses: Clauses, start: int, end: int) -> bool:
    """Tell whether a sentence of its own lies between two words."""
    return any(";" in clauses.parts[n] for n in range(start, end))
